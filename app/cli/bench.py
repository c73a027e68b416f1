"""`plgt bench`: speed and memory on this machine, compared in one run."""

from __future__ import annotations

import json
from typing import Annotated

import click
import typer
from rich.console import Console
from rich.table import Table

from app.diagnosis.bench import Plan, Report, Row, run_bench
from app.errors import PlgtError
from app.model.bundle import Bundle
from app.model.store import ModelStore

SECTIONS = {
    "operator": "Operators: how many times as fast as the models' ONNX functions",
    "translation": "Whole translation, 20 source tokens and 30 forced target tokens per sentence: "
    "how many times as fast as CTranslate2 of the same precision",
    "start": "A new process",
}


def command(
    model: Annotated[
        str, typer.Option("--model", "-m", help="Name or file of a model; default: the first installed.")
    ] = "",
    quick: Annotated[bool, typer.Option("--quick", help="One thread, few repetitions.")] = False,
    section: Annotated[
        list[str] | None, typer.Option(help="operator, translation or start; may be given several times.")
    ] = None,
    threads: Annotated[str, typer.Option(help="CPU threads to measure with, such as 1,2.")] = "",
    repeats: Annotated[
        int, typer.Option(min=0, help="Repetitions of every measurement; 0 = as planned.")
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")] = False,
) -> None:
    """Measure the operators, whole translations, start-up and memory; medians of one run."""
    plan = make_plan(quick, section, threads, repeats)
    bundle = find_bundle(model) if set(plan.sections) != {"operator"} else None
    report = run_bench(bundle, plan, lambda text: click.echo(f"plgt bench: {text}", err=True))
    if as_json:
        click.echo(json.dumps(report.as_dict(), ensure_ascii=False, indent=1))
    else:
        show(report)


def make_plan(quick: bool, sections: list[str] | None, threads: str, repeats: int) -> Plan:
    """The plan for the given options. Raises PlgtError for one that makes no sense."""
    base = Plan.quick() if quick else Plan()
    for name in sections or ():
        if name not in SECTIONS:
            raise PlgtError(f'Unknown section "{name}": use {", ".join(SECTIONS)}.')
    counts = list(base.threads)
    if threads:
        try:
            counts = [int(count) for count in threads.split(",")]
        except ValueError:
            counts = []
        if not counts or min(counts) < 1:
            raise PlgtError(f'"{threads}" is no list of thread counts: use numbers from 1, such as 1,2.')
    return Plan(
        threads=counts,
        repeats=repeats or base.repeats,
        budget=base.budget,
        sections=tuple(sections or base.sections),
    )


def find_bundle(model: str) -> Bundle:
    """The model by name or file, or the first that is installed."""
    store = ModelStore()
    if model:
        return store.find(model)
    bundles = store.bundles()
    if not bundles:
        raise PlgtError(
            "No model is installed to measure: give one with --model FILE, or use --section operator."
        )
    return bundles[0]


def show(report: Report) -> None:
    """Print a table per section."""
    console = Console()
    for name, value in {**report.machine, **{f"model {k}": v for k, v in report.model.items()}}.items():
        console.print(f"{name}: {value}", highlight=False)
    for section, title in SECTIONS.items():
        rows = [row for row in report.rows if row.section == section]
        if rows:
            console.print(table(title, rows))


def table(title: str, rows: list[Row]) -> Table:
    """Columns that no row of the section fills are left out."""
    grid = Table(title=title, title_justify="left")
    columns = {
        "": lambda row: row.setting,
        " ": lambda row: row.subject,
        "ms": lambda row: _milliseconds(row.milliseconds),
        "CPU ms": lambda row: "" if row.cpu_milliseconds is None else _milliseconds(row.cpu_milliseconds),
        "sentences/s": lambda row: _number(row.sentences_per_second),
        "tokens/s": lambda row: _number(row.tokens_per_second),
        "times as fast": lambda row: "" if row.ratio is None else f"{row.ratio:.2f}",
        "by CPU": lambda row: "" if row.cpu_ratio is None else f"{row.cpu_ratio:.2f}",
        "MB": lambda row: _number(row.megabytes),
        "peak MB": lambda row: _number(row.peak_megabytes),
    }
    filled = {name: [cell(row) for row in rows] for name, cell in columns.items()}
    filled = {name: cells for name, cells in filled.items() if any(cells)}
    for name in filled:
        grid.add_column(name, justify="left" if not name.strip() else "right")
    before = ""
    for index, row in enumerate(rows):
        cells = [filled[name][index] for name in filled]
        if row.setting == before:
            cells[0] = ""
        before = row.setting
        last = index + 1 == len(rows) or rows[index + 1].setting != row.setting
        grid.add_row(*cells, end_section=last)
    return grid


def _milliseconds(value: float) -> str:
    return f"{value:.3f}" if value < 10 else f"{value:.0f}"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.1f}" if value < 100 else f"{value:.0f}"
