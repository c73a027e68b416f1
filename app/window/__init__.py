"""The window. `app.window.application.run` opens it; nothing outside `app.cli.window` imports this package.

`main_window` holds the pages (`pages/`), `live` translates while the user types, `tasks` runs work off the
main thread. The window knows the translator only by `app.translation.translator.Translator`'s methods; it is passed in.
May import PySide6 and everything in `app` but `app.cli`; never torch, `training` or `export`.
"""

from app.window.references import hold_singletons

hold_singletons()  # before the first signal of any module of this package
