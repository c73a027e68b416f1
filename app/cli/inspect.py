"""`plgt inspect MODEL -o DIR`: pictures and numbers of a model's deductive outputs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.options import train_extra
from app.errors import PlgtError


def command(
    models: Annotated[
        list[Path], typer.Argument(help="A checkpoint, a run or a bundle; two with --compare.")
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder for the page, pictures and arrays.")
    ] = Path("inspection"),
    compare: Annotated[bool, typer.Option("--compare", help="Show how two models differ.")] = False,
    sentence: Annotated[
        list[str] | None, typer.Option("--sentence", "-s", help="Draw attention for it; may be repeated.")
    ] = None,
    file: Annotated[Path | None, typer.Option("--sentences", help="File with a sentence a line.")] = None,
    direction: Annotated[
        str | None, typer.Option(help="For example tr-en (default: the model's first).")
    ] = None,
) -> None:
    """Draw the deductive outputs A_LM, P_LM and G_LM of a model and its attention."""
    if len(models) != (2 if compare else 1):
        wanted = "two models with --compare" if compare else "one model, or two with --compare"
        raise PlgtError(f"Give {wanted}; there are {len(models)}.")
    for model in models:
        if not model.exists():
            raise PlgtError(f'There is no "{model}": give a checkpoint, a run or a bundle.')
    pair: tuple[str, str] | None = None
    if direction is not None:
        source, _, target = direction.partition("-")
        if not source or not target:
            raise PlgtError(f'"{direction}" is not a direction: write it as tr-en.')
        pair = (source, target)
    with train_extra("Inspecting"):
        from training.analysis import drawing, inspection
    sentences = list(sentence or [])
    if file is not None:
        from training.data.corpus import read_lines

        sentences += [line for line in read_lines(file) if line.strip()]
    found = [inspection.inspect_model(model, sentences, pair) for model in models]
    if compare:
        page = drawing.write_comparison(inspection.compare(*found), output)
    else:
        page = drawing.write_inspection(found[0], output)
    typer.echo(f"wrote {page}")
