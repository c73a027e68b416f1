"""`plgt memory`: the translation memory from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import click
import typer

from app import paths
from app.errors import PlgtError
from app.memory.translation_memory import TranslationMemory
from app.text.languages import check_language

command = typer.Typer(
    help="Import, export and search the translation memory.", no_args_is_help=True, add_completion=False
)
File = Annotated[Path | None, typer.Option("--file", help="Memory file; your own when left out.")]


def _open(file: Path | None) -> TranslationMemory:
    return TranslationMemory(file if file is not None else paths.data_dir() / "memory.sqlite")


@command.command("import")
def import_(tmx: Path, file: File = None) -> None:
    """Add the pairs of a TMX file."""
    with _open(file) as memory:
        click.echo(f"{memory.import_tmx(tmx)} pairs imported, {len(memory)} in the memory.")


@command.command("export")
def export(
    tmx: Path,
    file: File = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
) -> None:
    """Write all pairs to a TMX file."""
    if tmx.exists() and not force:
        raise PlgtError(f"{tmx} exists already: add --force to overwrite it.")
    with _open(file) as memory:
        click.echo(f"{memory.export_tmx(tmx)} pairs exported.")


@command.command("add")
def add(
    source_text: str,
    target_text: str,
    source: Annotated[str, typer.Option("--from", "-f", help="Source language.")],
    target: Annotated[str, typer.Option("--to", "-t", help="Target language.")],
    file: File = None,
) -> None:
    """Add one pair."""
    with _open(file) as memory:
        memory.add(source_text, target_text, check_language(source), check_language(target))
        click.echo(f"{len(memory)} pairs in the memory.")


@command.command("search")
def search(
    text: str,
    source: Annotated[str, typer.Option("--from", "-f", help="Source language, for fuzzy hits.")] = "",
    target: Annotated[str, typer.Option("--to", "-t", help="Target language, for fuzzy hits.")] = "",
    limit: Annotated[int, typer.Option(min=1)] = 20,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    file: File = None,
) -> None:
    """Pairs that contain a text; with --from and --to, pairs whose source is at least 75 % alike."""
    with _open(file) as memory:
        if source and target:
            hits = memory.fuzzy(text, check_language(source), check_language(target), limit=limit)
            rows = [{"score": hit.score, "source": hit.source, "target": hit.target} for hit in hits]
        else:
            rows = [
                {
                    "direction": f"{unit.source_lang}-{unit.target_lang}",
                    "source": unit.source,
                    "target": unit.target,
                }
                for unit in memory.units(text, limit)
            ]
    for row in rows:
        click.echo(
            json.dumps(row, ensure_ascii=False)
            if as_json
            else "\t".join(str(value) for value in row.values())
        )


@command.command("info")
def info(file: File = None) -> None:
    """Where the memory is and how many pairs it holds."""
    with _open(file) as memory:
        click.echo(f"{memory.path}: {len(memory)} pairs")


@command.command("clear")
def clear(file: File = None, yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False) -> None:
    """Delete every pair."""
    with _open(file) as memory:
        count = len(memory)
        if not yes:
            click.confirm(f"Delete {count} pairs from {memory.path}?", abort=True)
        memory.clear()
        click.echo(f"{count} pairs deleted.")
