"""What a person keeps: translation memory, glossary, history.

Gives: `translation_memory.TranslationMemory`, `glossary.Glossary`, `history.History`.
May import `app.text`; may be used by the translator and by all that people touch.
"""
