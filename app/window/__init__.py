"""The window. `app.window.application.run` opens it; nothing outside `app.cli.window` imports this package.

`main_window` holds the pages, `context` what they share, `tasks` runs work off the main thread; the rest are
rooms by what a person sees. The window knows the translator only by its methods; it is passed in.

Gives: `application.run`.
May import PySide6 and everything in `app` but `app.cli`; never torch, `training` or `export`; may be used by
the command `plgt window` alone.
"""

from app.window.references import hold_singletons

hold_singletons()  # before the first signal of any module of this package
