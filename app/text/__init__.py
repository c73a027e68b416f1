"""Text in and out: structure, sentences, casing, quotes, protected spans, language, encoding.

May import the standard library and `app.errors`; nothing of the engine, documents or window.
Data flows text -> segments -> (normalised, protected) sentences and back without losing a character.
"""
