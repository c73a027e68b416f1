"""`plgt train CONFIG`: train a model; running it again resumes from the last whole checkpoint.

In several processes: `torchrun --nproc-per-node 2 -m app train CONFIG`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.options import train_extra
from app.errors import PlgtError


def command(
    config: Annotated[Path, typer.Argument(help="TOML file; see training/configs.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder of the run (default runs/NAME).")
    ] = None,
    overrides: Annotated[
        list[str] | None, typer.Option("--set", help="section.key=value, may be repeated.")
    ] = None,
    time_budget: Annotated[float, typer.Option(help="Stop with a checkpoint after so many seconds.")] = 0.0,
    warm_start: Annotated[
        Path | None, typer.Option(help="Checkpoint or run to take the first weights from.")
    ] = None,
    new_vocabulary: Annotated[
        bool,
        typer.Option(
            "--new-vocabulary",
            help="With --warm-start: train a vocabulary anew and carry the weights over to it.",
        ),
    ] = False,
    progress: Annotated[bool, typer.Option(help="Show a progress bar.")] = True,
) -> None:
    """Train a model from a TOML configuration; run it again to resume."""
    with train_extra("Training"):
        from training import distributed
        from training.config import TrainingConfig
        from training.trainer import Trainer, TrainingDiverged
    settings = TrainingConfig.from_toml(config, overrides)
    if new_vocabulary and warm_start is None:
        raise PlgtError("--new-vocabulary carries weights over: give a checkpoint with --warm-start too.")
    trainer = Trainer(
        settings,
        output or Path("runs") / settings.name,
        warm_start=warm_start,
        new_vocabulary=new_vocabulary,
        say=typer.echo,
    )
    try:
        state = trainer.run(time_budget or None, progress=progress)
    except TrainingDiverged:
        if trainer.processes.first:
            raise
        raise typer.Exit(1) from None  # the first process says it for all
    trainer.say(
        f"stopped at step {state.step} after {state.target_tokens / 1e6:.2f}M target tokens: {trainer.folder}"
    )
    del trainer  # DistributedDataParallel holds the group of processes, which has to end before Python does
    distributed.leave()
