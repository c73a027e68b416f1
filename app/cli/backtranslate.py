"""`plgt backtranslate BUNDLE FILE -o FOLDER`: sentences of one language become training pairs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import MofNCompleteColumn, TimeRemainingColumn

from app.cli.options import train_extra
from app.cli.progress import progress_bar
from app.errors import PlgtError
from app.text.languages import check_language


def command(
    bundle: Annotated[
        str, typer.Argument(help="The model that translates: a name, or the path of a bundle.")
    ],
    file: Annotated[
        Path, typer.Argument(help="Sentences, one a line; the file's name ends in the language code.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder of the pairs.")],
    into: Annotated[str, typer.Option("--to", "-t", help="Language to translate into.")] = "en",
    source: Annotated[
        str, typer.Option("--from", "-f", help="Language of the sentences (default: the ending of the file).")
    ] = "",
    judge: Annotated[
        str, typer.Option(help="Model of the opposite direction, by which unlikely pairs are left out.")
    ] = "",
    least: Annotated[
        float, typer.Option(help="Least log-likelihood a token (nats) of a sentence under the judge.")
    ] = -6.0,
    beam: Annotated[int, typer.Option(min=1, max=16)] = 1,
    sample: Annotated[
        int,
        typer.Option(help="Draw every token from the so many likeliest instead of searching (0 = search)."),
    ] = 0,
    most: Annotated[int, typer.Option(help="At most so many sentences (0 = all).")] = 0,
    device: Annotated[str, typer.Option(help="auto, cpu or cuda.")] = "auto",
    threads: Annotated[int, typer.Option(help="0 = all cores.")] = 0,
    progress: Annotated[bool, typer.Option(help="Show a progress bar.")] = True,
) -> None:
    """Translate a file of sentences into training pairs with a synthetic source; run it again to go on."""
    with train_extra("Back-translation"):
        from training.data import backtranslation
    from app.model.store import ModelStore
    from app.translation.translator import Translator

    natural = check_language(source or file.suffix.removeprefix("."))
    synthetic = check_language(into)
    if "en" not in (natural, synthetic) or natural == synthetic:
        raise PlgtError(
            f"Pairs are of English and another language, not of {natural} and {synthetic}: see --to."
        )
    store = ModelStore(only=bundle)
    judging = ModelStore(only=judge) if judge else None
    settings = backtranslation.Settings(
        natural=natural,
        synthetic=synthetic,
        model=store.for_direction(natural, synthetic).fingerprint,
        beam=beam,
        sample=sample,
        judge=judging.for_direction(synthetic, natural).fingerprint if judging else "",
        least=least,
    )
    bar = progress_bar(MofNCompleteColumn(), TimeRemainingColumn(), shown=progress, transient=False)
    task = bar.add_task("sentences", total=None)

    def show(state: backtranslation.Progress, total: int) -> None:
        speed = state.lines / max(1e-9, state.seconds)
        bar.update(task, completed=state.lines, total=total, description=f"{speed:,.0f} sentences/s")

    translator = Translator(store, device=device, threads=threads, mode="throughput")
    with bar, translator:
        critic = None
        if judging is not None:
            critic = backtranslation.Judge(
                judging.for_direction(synthetic, natural), natural, device, threads
            )
        state = backtranslation.backtranslate(
            translator, file, output, settings, critic, most=most, report=show
        )
    left = ", ".join(
        f"{reason} {count}" for reason, count in sorted(state.dropped.items(), key=lambda item: -item[1])
    )
    typer.echo(
        f"{state.kept} pairs of {state.lines} sentences in {output}"
        + (f" (left out: {left})" if left else "")
    )
