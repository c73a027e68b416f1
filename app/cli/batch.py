"""`plgt batch`: files and folders, formatting intact; resumable, parallel, with a report."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Annotated, Any

import click
import typer

from app.batch import BatchJob, BatchPlan, BatchReport, Progress, Shard, merge_reports
from app.batch.report import duration
from app.cli.options import Model
from app.cli.streams import say
from app.errors import PlgtError
from app.paths import shown

SHOWN = 10  # doubtful sentences on the terminal; the report has all


def command(
    inputs: Annotated[
        list[Path], typer.Argument(help="Files and folders (recursively).", metavar="INPUT...")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Output folder, or the target of a single file.")
    ] = None,
    source: Annotated[
        str, typer.Option("--from", "-f", help="Source language: tr, pt, en; auto guesses file by file.")
    ] = "auto",
    target: Annotated[str, typer.Option("--to", "-t", help="Target language: en, tr or pt.")] = "en",
    include: Annotated[
        list[str] | None, typer.Option(help='Only files that match, such as "*.docx"; repeatable.')
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option(help='No files that match, such as "drafts/*"; repeatable.')
    ] = None,
    name: Annotated[
        str, typer.Option(help="Names of the results, of {name} {stem} {suffix} {source} {target}.")
    ] = "{stem}{suffix}",
    column: Annotated[
        list[str] | None, typer.Option(help="CSV/TSV column to translate, by name or number; repeatable.")
    ] = None,
    pdf_to: Annotated[
        str, typer.Option(help="What a PDF becomes: txt, docx, or both beside each other.")
    ] = "both",
    unwrap: Annotated[
        bool,
        typer.Option(
            "--unwrap/--no-unwrap",
            help="Join the lines of hard-wrapped paragraphs in text files and wrap their translation, or go line "
            "by line.",
        ),
    ] = True,
    bilingual: Annotated[
        list[str] | None, typer.Option(help="Also source and target together: html, tmx, xliff; repeatable.")
    ] = None,
    retranslate: Annotated[
        bool, typer.Option("--retranslate", help="Also what PO, XLIFF and TMX files have translated already.")
    ] = False,
    copy_others: Annotated[
        bool, typer.Option("--copy-others", help="Copy files of other kinds, so that the tree is whole.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace existing results; start over.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Continue an interrupted batch.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done; write nothing.")
    ] = False,
    shard: Annotated[
        str, typer.Option(help="Do part I of N only, such as 2/8, beside N-1 others.", metavar="I/N")
    ] = "",
    merge: Annotated[
        bool, typer.Option("--merge-reports", help="INPUT are shards' JSON reports (or their folder): merge.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="The JSON report; default: in the output folder.")
    ] = None,
    dask: Annotated[
        str, typer.Option(help="Translate on the Dask cluster of this scheduler.", metavar="ADDRESS")
    ] = "",
    workers: Annotated[
        int, typer.Option("--workers", "-w", min=0, help="Translating processes; 0 = one per core.")
    ] = 0,
    glossary: Annotated[Path | None, typer.Option("--glossary", "-g", help="Terms: CSV, TSV or TBX.")] = None,
    memory: Annotated[
        str, typer.Option("--memory", "-m", help='Translation memory: a file, or "user" for your own.')
    ] = "",
    low: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Confidence below which a sentence is reported.")
    ] = 0.5,
    model: Model = "",
    device: Annotated[str, typer.Option(help="auto, cpu or cuda.")] = "auto",
    beam: Annotated[int, typer.Option(min=1, max=32, help="Beam size; 1 is greedy and fastest.")] = 4,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no table.")] = False,
) -> int:
    """Translate files and folders, formatting intact.

    Exit code: 0 all well, 1 nothing could be done, 2 some file failed (the report says why), 130 stopped."""
    if merge:
        return _merge(inputs, report or (out / "plgt-report.json" if out is not None else None), quiet)
    if out is None:
        raise PlgtError("Where should the results go? Name an output folder with -o.")
    job = BatchJob(
        inputs,
        out,
        source=source,
        target=target,
        include=include or (),
        exclude=exclude or (),
        name=name,
        bilingual=bilingual or (),
        columns=column or (),
        pdf_to=pdf_to,
        unwrap=unwrap,
        retranslate=retranslate,
        copy_others=copy_others,
        force=force,
        resume=resume,
        shard=Shard.parse(shard) if shard else None,
        report=report,
        device=device,
        workers=workers,
        beam=beam,
        model=model,
        glossary=glossary,
        memory=_memory_file(memory) if memory else None,
        low=low,
        pool=_dask(dask) if dask else None,
    )
    cancel = Event()
    with _interrupts(cancel), _display(quiet) as show:
        if dry_run:
            plan = job.plan(show, cancel)
        else:
            result = job.run(show, None, cancel)
    if dry_run:
        _print_plan(plan)
        return 2 if any(file.error for file in plan.files) else 0
    if not quiet:
        result.print(sys.stdout, doubtful=SHOWN)
        if job.report_path is not None and job.report_path.exists():
            click.echo(f"Report: {shown(job.report_path)}")
    else:
        for file in result.failed:
            say(f"{file.source}: {file.error}")
    if result.exit_code:
        raise typer.Exit(result.exit_code)
    return 0


def _memory_file(name: str) -> Path:
    from app.cli.translate import open_memory

    store = open_memory(name)  # says in one sentence what is wrong with it
    path = Path(store.path)
    store.close()
    return path


def _dask(address: str) -> Callable[..., Any]:
    from app.batch.dask_runner import dask_pool

    return dask_pool(address)


def _merge(inputs: list[Path], target: Path | None, quiet: bool) -> int:
    """Merge shards' reports, found in folders or named."""
    paths: list[Path] = []
    for entry in inputs:
        paths += sorted(entry.glob("plgt-report.*-of-*.json")) if entry.is_dir() else [entry]
    merged = merge_reports([BatchReport.load(path) for path in paths])
    if target is None:
        folders = [entry for entry in inputs if entry.is_dir()]
        target = (folders[0] if folders else paths[0].parent) / "plgt-report.json"
    merged.write(target)
    if not quiet:
        merged.print(sys.stdout, doubtful=SHOWN)
        click.echo(f"Report: {shown(target)}")
    if merged.exit_code:
        raise typer.Exit(merged.exit_code)
    return 0


@contextmanager
def _interrupts(cancel: Event) -> Iterator[None]:
    """Ctrl-C and SIGTERM stop the batch tidily; a second Ctrl-C stops it at once."""

    def stop(number: int, frame: FrameType | None) -> None:
        if cancel.is_set():
            raise KeyboardInterrupt
        cancel.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _display(quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    """Bars on a terminal, a line per file elsewhere."""
    if quiet:
        yield None
        return
    if not sys.stderr.isatty():
        yield _line
        return
    from rich.progress import TextColumn

    from app.cli.progress import progress_bar

    with progress_bar(
        TextColumn("{task.percentage:>3.0f}%"), TextColumn("{task.fields[facts]}", markup=False)
    ) as bars:
        overall = bars.add_task("looking", total=None, facts="")
        current = bars.add_task("", total=None, facts="", visible=False)

        def show(progress: Progress) -> None:
            if progress.event == "planned":
                bars.update(overall, facts=f"{progress.words:,} words")
                return
            left = "" if progress.seconds_left is None else f", {duration(progress.seconds_left)} left"
            files = f"{progress.files_done}/{progress.files} files"
            facts = f"{files}, {progress.words_per_second:,.0f} words/s{left}"
            bars.update(
                overall, description="all", total=max(progress.words, 1), completed=progress.words_done,
                facts=facts,
            )  # fmt: skip
            if progress.file is not None:
                bars.update(
                    current, description=shown(progress.file.name)[:40], total=max(progress.file_words, 1),
                    completed=progress.file_words_done, visible=True,
                )  # fmt: skip
            if progress.event == "failed":
                bars.console.print(
                    shown(f"{progress.file}: {progress.message}"), markup=False, soft_wrap=True
                )

        yield show


def _line(progress: Progress) -> None:
    if progress.event in ("written", "kept", "failed") and progress.file is not None:
        left = "" if progress.seconds_left is None else f", {duration(progress.seconds_left)} left"
        what = {"written": f"-> {progress.target}", "kept": "done before", "failed": progress.message}
        line = (
            f"[{progress.files_done}/{progress.files}] {progress.file} {what[progress.event]} "
            f"({progress.fraction:.0%}{left})"
        )
        click.echo(shown(line), err=True)


def _print_plan(plan: BatchPlan) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console(file=sys.stdout, highlight=False)
    table = Table(box=None, pad_edge=False)
    for title in ("file", "format", "from"):
        table.add_column(title, overflow="fold")
    table.add_column("words", justify="right")
    table.add_column("target", overflow="fold")
    for file in plan.files:
        language = f"{file.source_lang}{' (guessed)' if file.detected else ''}"
        table.add_row(
            escape(shown(file.found.path)),
            file.format,
            language,
            f"{file.words:,}",
            escape(shown(file.target)),
        )
    console.print(table)
    for file in plan.files:
        for line in [file.error, *file.notes]:
            if line:
                console.print(escape(shown(f"{file.found.path}: {line}")), soft_wrap=True)
    for note in plan.notes:
        console.print(escape(shown(note)), soft_wrap=True)
    bad = sum(bool(file.error) for file in plan.files)
    click.echo(
        f"{len(plan.files) - bad} files, {plan.words:,} words would be translated; {bad} can't be, "
        f"{len(plan.others)} are of other kinds. Nothing was written."
    )
