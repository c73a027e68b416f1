"""Text in and out: structure, sentences, casing, protected spans, language, encoding.

May import the standard library, py3langid and `app.errors`; nothing of the engine, documents or window.
Data flows text -> segments -> (normalised, protected) sentences and back without losing a character.
"""
