"""The text panes and what belongs to a sentence: live translation, marks, doubts, other versions.

Gives: `text_pane.TextPane`, `live.LiveTranslation`, `looking_closer.LookingCloser`, `sentence_panel.SentencePanel`.
May import the widgets, the language, `context`, `tasks` and `app.translation`; may be used by the pages.
"""
