"""`plgt doctor`: what is installed, what runs, and how to mend the rest."""

from __future__ import annotations

import json
from typing import Annotated

import click
import typer

from app.diagnosis.doctor import Diagnosis, examine

MARKS = {"ok": ("ok", "green"), "note": ("note", "yellow"), "problem": ("PROBLEM", "red")}


def command(
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON object.")] = False,
) -> None:
    """Say what is installed, which device and attention operator run, and how to mend what does not.

    The exit code is 1 if there is a problem.
    """
    diagnosis = examine()
    if as_json:
        click.echo(json.dumps(diagnosis.as_dict(), ensure_ascii=False, indent=1))
    else:
        show(diagnosis)
    if not diagnosis.healthy:
        raise typer.Exit(1)


def show(diagnosis: Diagnosis) -> None:
    """Print the report, advice under the finding that it belongs to."""
    width = max(len(finding.subject) for finding in diagnosis.findings)
    for finding in diagnosis.findings:
        mark, colour = MARKS[finding.status]
        click.echo(f"{finding.subject:{width}}  {click.style(f'{mark:7}', fg=colour)}  {finding.text}")
        if finding.advice:
            click.echo(f"{'':{width}}           -> {finding.advice}")
