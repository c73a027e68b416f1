"""`plgt data`: list public parallel corpora and fetch them from their homes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import DownloadColumn, Progress, TaskID, TimeRemainingColumn, TransferSpeedColumn
from rich.table import Table

from app.cli.progress import progress_bar
from app.errors import PlgtError


def command(
    names: Annotated[
        list[str] | None, typer.Argument(help="Corpora to fetch; none lists what there is.")
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder that gets train/, dev/ and test/.")
    ] = Path("data"),
    languages: Annotated[
        str, typer.Option("--languages", "-l", help="Languages beside English, comma-separated.")
    ] = "tr,pt",
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Accept the licences without being asked.")
    ] = False,
    mirror: Annotated[
        str | None, typer.Option(help="Fetch the same paths from this address instead.")
    ] = None,
) -> None:
    """List public parallel corpora, or fetch the named ones as line-aligned files."""
    from training.data.fetch import CATALOGUE, prepare

    if not names:
        table = Table("name", "languages", "licence", "what", title="plgt data NAME ... -o FOLDER")
        for corpus in CATALOGUE.values():
            table.add_row(corpus.name, " ".join(corpus.languages), corpus.licence, corpus.title)
        Console().print(table)
        return
    wanted = [code.strip() for code in languages.split(",") if code.strip()]
    for name in names:
        if name not in CATALOGUE:
            raise PlgtError(f'There is no corpus "{name}": known are {", ".join(CATALOGUE)}.')
        if not set(wanted) & set(CATALOGUE[name].languages):
            known = ", ".join(CATALOGUE[name].languages)
            raise PlgtError(f'"{name}" has none of the languages {languages}: it has {known}.')
    for name in names:
        corpus = CATALOGUE[name]
        typer.echo(f"{corpus.name}: {corpus.title}\n  Licence: {corpus.licence}\n  Terms: {corpus.terms}")
        if not yes and not typer.confirm("  Fetch it under these terms?"):
            typer.echo("  skipped")
            continue
        for code in (c for c in wanted if c in corpus.languages):
            with progress_bar(DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn()) as bar:
                task = bar.add_task(f"{name} {code}", total=None)

                def show(done: int, total: int, bar: Progress = bar, task: TaskID = task) -> None:
                    bar.update(task, completed=done, total=total or None)

                written = prepare(corpus, code, output, mirror=mirror, progress=show)
            for item in written:
                typer.echo(f"  {item.path}: {item.pairs} pairs")
