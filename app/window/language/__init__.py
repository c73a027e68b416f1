"""What the window says: the interface's language, and the runtime's sentences in it.

Gives: `interface.set_language`, `runtime_text.runtime_text`, `runtime_text.error_text`, `language_box.LanguageBox`.
May import the widgets, `app.text` and `app.settings`; may be used by every room of the window but the widgets.
"""
