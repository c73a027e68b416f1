"""`plgt evaluate FOLDER`: BLEU and chrF with sacrebleu signatures for every set in a folder of line-aligned files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from app.cli.options import train_extra
from app.errors import PlgtError


def command(
    folder: Annotated[
        Path, typer.Argument(help="Folder with NAME.tr-en.tr beside NAME.tr-en.en, and so on.")
    ],
    model: Annotated[
        Path | None,
        typer.Option("--model", "-m", help="A bundle, a checkpoint or a run (default: the bundle in use)."),
    ] = None,
    direction: Annotated[
        list[str] | None, typer.Option(help="Only these directions, for example tr-en.")
    ] = None,
    beam: Annotated[int, typer.Option(min=1, max=16)] = 4,
    limit: Annotated[int, typer.Option(help="Only the first so many lines of each set (0 = all).")] = 0,
    device: Annotated[str, typer.Option(help="auto, cpu or cuda.")] = "auto",
    threads: Annotated[int, typer.Option(help="0 = all cores.")] = 0,
    variant: Annotated[
        str | None, typer.Option(help="fp32, fp16 or int8 (bundles; default: the bundle's own).")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Also write the translations into this folder.")
    ] = None,
    write_card: Annotated[
        bool, typer.Option(help="Also write the scores into the bundle's model card.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON lines.")] = False,
) -> None:
    """Score a bundle (through onnxruntime) or a checkpoint (through PyTorch, greedily)."""
    with train_extra("Evaluating"):
        from training.analysis import evaluation_run
    table = Table("set", "direction", "beam", "BLEU", "BLEU (paper's protocol)", "chrF", "sentences")
    if write_card and (model is None or model.suffix != ".plgt"):
        raise PlgtError("--write-card needs the bundle to write into: name a .plgt file with --model.")
    results = []
    for result in evaluation_run.run(
        folder,
        model,
        directions=direction,
        beam=beam,
        limit=limit,
        device=device,
        threads=threads,
        variant=variant,
        output=output,
    ):
        results.append(result)
        if as_json:
            typer.echo(json.dumps(result.to_dict(), ensure_ascii=False))
            continue
        plain, paper = result.scores["bleu"], result.scores["bleu_paper"]
        table.add_row(
            result.name,
            result.direction,
            str(result.beam),
            f"{plain.bleu:.2f}",
            f"{paper.bleu:.2f}",
            f"{plain.chrf:.2f}",
            str(plain.sentences),
        )
    if not as_json:
        Console().print(table)
        first = results[0].scores["bleu"]
        typer.echo(f"BLEU {first.bleu_signature}")
        typer.echo(f"chrF {first.chrf_signature}")
    if write_card and model is not None:
        evaluation_run.write_scores(model, results, variant or "default")
