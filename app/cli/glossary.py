"""`plgt glossary`: check and convert glossary files, and see what they find."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import click
import typer

from app.errors import PlgtError
from app.memory.glossary import Glossary
from app.text.languages import check_language

command = typer.Typer(
    help="Check, convert and try out a glossary file.", no_args_is_help=True, add_completion=False
)


@command.command("check")
def check(file: Path) -> None:
    """Read a glossary (CSV, TSV, TBX) and count its terms by direction."""
    glossary = Glossary.load(file)
    counts = Counter(str(term.direction or "every direction") for term in glossary.terms)
    kept = sum(term.keep for term in glossary.terms)
    click.echo(f"{file}: {len(glossary)} terms, {kept} of them kept as they are")
    for direction, count in sorted(counts.items()):
        click.echo(f"  {direction}: {count}")


@command.command("convert")
def convert(
    file: Path,
    output: Path,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
) -> None:
    """Write a glossary in the format of OUTPUT's ending (.csv, .tsv, .tbx)."""
    if output.exists() and not force:
        raise PlgtError(f"{output} exists already: add --force to overwrite it.")
    glossary = Glossary.load(file)
    glossary.save(output)
    click.echo(f"{len(glossary)} terms written to {output}")


@command.command("find")
def find(
    file: Path,
    text: str,
    source: Annotated[str, typer.Option("--from", "-f", help="Source language.")],
    target: Annotated[str, typer.Option("--to", "-t", help="Target language.")],
) -> None:
    """Show the terms in a text, inflected forms included, and what they require of the translation."""
    for match in Glossary.load(file).find(text, check_language(source), check_language(target)):
        click.echo(f"{match.text}\t{match.term.source}\t{match.required}")
