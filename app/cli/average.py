"""`plgt average RUN -o CHECKPOINT`: the mean of several checkpoints as a new one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.options import train_extra


def command(
    checkpoints: Annotated[
        list[Path], typer.Argument(help="Checkpoints of one model; of a run all that it has kept.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write; must not exist yet.")],
    last: Annotated[int, typer.Option(min=0, help="Of a run only so many of the newest; 0 = all.")] = 0,
) -> None:
    """Average the weights of several checkpoints into one for export and warm starts."""
    with train_extra("Averaging"):
        from training import checkpoint
    found = checkpoint.to_average(checkpoints, last)
    checkpoint.write_average(found, output)
    typer.echo(f"wrote {output}: the average of {', '.join(path.name for path in found)}")
