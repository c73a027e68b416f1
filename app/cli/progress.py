"""The one progress bar of all commands: on standard error, so that it never mixes with results."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn


def progress_bar(*facts: ProgressColumn, shown: bool = True, transient: bool = True) -> Progress:
    """Description and bar, then `facts`; `.console` prints above it.

    Nothing is drawn where standard error is no terminal, or not `shown`. transient: gone at the end.
    """
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        *facts,
        console=console,
        transient=transient,
        disable=not (shown and console.is_terminal),
    )
