"""Text to text: the translator, what it does with a sentence, and what it returns.

Gives: `translator.Translator`, `result.Translation`, `result.Sentence`, `attention.attention`, `guards.Flag`.
May import `app.model`, `app.memory` and `app.text`; may be used by the server, batches, the window, the command
line and `export` (which fits the confidence).
"""
