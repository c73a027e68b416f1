"""The command line: one module per command, each imported only when its command runs.

`plgt` without a command opens the window.

Gives: `main.main`.
May import everything in `app`, and `training` and `export` inside the commands `train`, `average`, `data`,
`backtranslate`, `evaluate`, `export` and `inspect`, which need them; may be used by `app.__main__` alone.
"""

from app.cli.main import main

__all__ = ["main"]
