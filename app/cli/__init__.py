"""The command line: one module per command, each imported only when its command runs.

`plgt` without a command opens the window. May import everything in `app`; the commands `train`,
`evaluate`, `export` and `inspect` import `training` and `export` inside the command that needs them.
"""

from app.cli.main import main

__all__ = ["main"]
