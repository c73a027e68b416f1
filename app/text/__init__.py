"""Text without any model: structure, splitter, words, casing, protected spans, marks, languages, encoding.

Gives: `structure.segment`, `splitter.split`, `words.word_spans`, `protect.protect`, `markup.Run`,
`languages.Direction`, `detect.detect`, `encoding.decode`.
May import the standard library and `app.errors`; may be used by every room.
Data flows text -> segments -> (normalised, protected) sentences and back without losing a character.
"""
