"""`plgt export CHECKPOINT -o BUNDLE`: turn a checkpoint into a verified model bundle."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.options import train_extra
from app.errors import PlgtError
from app.model.bundle import Bundle
from app.text.languages import Direction


def command(
    checkpoint: Annotated[
        Path | None, typer.Argument(help="A checkpoint, or a run (its newest checkpoint).")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A .plgt file, or a new folder.")
    ] = None,
    variants: Annotated[str, typer.Option(help="Comma-separated: fp32, fp16, int8.")] = "fp32",
    fold_g: Annotated[bool, typer.Option("--fold-g", help="Multiply G_LM into the query weights.")] = False,
    calibrate: Annotated[
        list[Path] | None,
        typer.Option(
            help="Text to measure on, named NAME.LANG, references beside it; or a folder. May be repeated."
        ),
    ] = None,
    finetune: Annotated[int, typer.Option(help="Steps of training with frozen G_LM (instance density).")] = 0,
    name: Annotated[str, typer.Option(help="The bundle's name (default: the configuration's).")] = "",
    directions: Annotated[
        str, typer.Option(help="For example tr-en,pt-en (default: the training data's).")
    ] = "",
    card: Annotated[Path | None, typer.Option(help="JSON file with entries of the model card.")] = None,
    ema: Annotated[bool, typer.Option(help="Use averaged weights if the checkpoint has them.")] = True,
    verify: Annotated[
        Path | None,
        typer.Option(help="Check this bundle instead of writing one; with CHECKPOINT, against PyTorch."),
    ] = None,
) -> None:
    """Turn a checkpoint into a model bundle, or check a bundle with --verify."""
    with train_extra("Exporting"):
        from export import exporter
        from export.verify import verify_bundle
    asked = [Direction.parse(text.strip()) for text in directions.split(",") if text.strip()]
    if verify is not None:
        verify_bundle(Bundle(verify), checkpoint, say=typer.echo)
        return
    if checkpoint is None or output is None:
        raise PlgtError("Give a checkpoint and the bundle to write: plgt export CHECKPOINT -o NAME.plgt.")
    options = exporter.ExportOptions(
        variants=[text.strip() for text in variants.split(",") if text.strip()],
        fold=fold_g,
        calibrate=calibrate or [],
        finetune_steps=finetune,
        name=name,
        directions=asked,
        card=exporter.read_card(card) if card else {},
        ema=ema,
    )
    exporter.export_checkpoint(checkpoint, output, options, typer.echo)
