"""Evaluate the models of the published set-up into a table beside the published numbers.

`python -m training.analysis.paper [--runs runs] [--data data] [--limit N] [--device auto]` looks for the runs of
the four `paper-*` configurations, translates the TED HRLR test set with each (greedy and beam 4, one
sentence at a time, at most 50 pieces more than the source, as published) and prints a Markdown table:
BLEU under the paper's protocol (the translation with punctuation apart against the tokenised reference)
and plain BLEU (both sides detokenised), with sacrebleu's signature. A run that is missing is named as not
trained; one that was stopped early is marked with its steps.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import torch

from app.errors import PlgtError
from training import checkpoint
from training.config import TrainingConfig
from training.data.corpus import clean, read_lines
from training.data.noise import lower
from training.data.tokenizer import Tokenizer
from training.evaluate import Scores, protocols
from training.model.beam import beam_search
from training.model.plgt import EOS, PLGT

MORE_PIECES = 50  # than the source has
BEAM = 4


@dataclass(frozen=True)
class Preset:
    """One configuration and what the paper reports for it (arXiv 2107.02039), if it does."""

    name: str
    language: str
    published: float | None


PRESETS = (
    Preset("paper-pt-en", "pt", 28.33),
    Preset("paper-pt-en-sdpa", "pt", None),
    Preset("paper-tr-en", "tr", 17.79),
    Preset("paper-tr-en-sdpa", "tr", None),
)


@dataclass(frozen=True)
class Result:
    """Scores of one preset and search."""

    preset: Preset
    search: str
    step: int
    max_steps: int
    scores: dict[str, Scores]


def test_set(data: Path, language: str) -> tuple[list[str], list[str]]:
    """Sentences and references of TED HRLR's test part. Raises PlgtError if it is not there."""
    base = data / "test" / f"ted-hrlr.{language}-en"
    files = [base.with_name(f"{base.name}.{code}") for code in (language, "en")]
    if not all(file.exists() for file in files):
        raise PlgtError(f'There is no "{base}.{language}": fetch it with plgt data ted-hrlr -o "{data}".')
    sources, references = (read_lines(file) for file in files)
    return sources, references


def translate(
    model: PLGT,
    config: TrainingConfig,
    tokenizers: tuple[Tokenizer, Tokenizer],
    sentences: list[str],
    language: str,
    beam: int,
) -> list[str]:
    """Translations, one sentence at a time; beam 1 is greedy search."""
    out = []
    device = next(model.parameters()).device
    for sentence in sentences:
        text = clean(sentence)
        ids = tokenizers[0].encode(lower(text, language) if config.data.lowercase else text)
        ids = [*ids[: config.model.max_positions - MORE_PIECES - 4], EOS]
        length = min(len(ids) + MORE_PIECES, config.model.max_positions - 2)
        if beam == 1:
            found = model.greedy(torch.tensor([ids], device=device), length)[0]
        else:
            found = beam_search(model, ids, beam, length)[0][0]
        out.append(tokenizers[1].decode(found))
    return out


def evaluate_preset(preset: Preset, run: Path, data: Path, limit: int, device: torch.device) -> list[Result]:
    """Greedy and beam-4 scores of a run's newest checkpoint."""
    path = checkpoint.resolve(run)
    model, config = checkpoint.load_model(path)
    state = checkpoint.load_state(path)
    separate = config.model.separate_vocabularies
    source = Tokenizer(path / checkpoint.TOKENIZERS[0])
    target = Tokenizer(path / checkpoint.TOKENIZERS[1]) if separate else source
    sources, references = test_set(data, preset.language)
    end = limit or None
    model = model.to(device)
    results = []
    for beam in (1, BEAM):
        texts = translate(model, config, (source, target), sources[:end], preset.language, beam)
        search = "greedy" if beam == 1 else f"beam {beam}"
        scores = protocols(texts, references[:end])
        results.append(Result(preset, search, state.step, config.run.max_steps, scores))
    return results


def table(results: list[Result], missing: list[Preset]) -> str:
    """The results in Markdown."""
    lines = [
        "| model | search | BLEU, paper's protocol | plain BLEU | chrF | published BLEU | trained |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for result in results:
        published = "" if result.preset.published is None else f"{result.preset.published:.2f}"
        done = (
            "whole" if result.step >= result.max_steps else f"{result.step:,} of {result.max_steps:,} steps"
        )
        plain, paper = result.scores["bleu"], result.scores["bleu_paper"]
        lines.append(
            f"| {result.preset.name} | {result.search} | {paper.bleu:.2f} | {plain.bleu:.2f} "
            f"| {plain.chrf:.2f} | {published} | {done} |"
        )
    for preset in missing:
        published = "" if preset.published is None else f"{preset.published:.2f}"
        lines.append(f"| {preset.name} | | | | | {published} | not trained |")
    if results:
        plain = results[0].scores["bleu"]
        lines += [
            "",
            f"BLEU {plain.bleu_signature}; chrF {plain.chrf_signature}; {plain.sentences} sentences.",
        ]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="python -m training.analysis.paper", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--runs", type=Path, default=Path("runs"), help="folder of the runs paper-pt-en, ...")
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder with test/ted-hrlr.*")
    parser.add_argument("--limit", type=int, default=0, help="only the first so many sentences (0 = all)")
    parser.add_argument("--device", choices=["auto", "cpu", "cuda"], default="auto")
    options = parser.parse_args(arguments)
    from training.trainer import choose_device

    results: list[Result] = []
    missing: list[Preset] = []
    try:
        device = choose_device(options.device)
        for preset in PRESETS:
            run = options.runs / preset.name
            if not checkpoint.list_checkpoints(run):
                missing.append(preset)
                continue
            results += evaluate_preset(preset, run, options.data, options.limit, device)
    except PlgtError as error:
        print(error, file=sys.stderr)
        return 1
    print(table(results, missing))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
