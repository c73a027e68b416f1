"""Fit the confidence tables of a bundle on development sets and write them into its manifest.

    python -m export.calibrate assets/models/xx-en.plgt --pair tr-en dev.tr dev.en --pair pt-en dev.pt dev.en

A sentence's confidence becomes the expected chrF / 100 against the reference, a word's the chance that the
reference
holds it too (each reference word counts once). What is printed: sentences, words, and the expected
calibration error before and after, the latter on held-out sentences (every fourth).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import sacrebleu

from app.errors import PlgtError
from app.model.bundle import Bundle, rewrite
from app.model.engine import Engine
from app.model.tokenizer import Tokenizer
from app.text.languages import Direction
from app.translation.confidence import Calibration, calibration_error, fit_table
from app.translation.sentences import Request, SentenceTranslator

IDENTITY = Calibration(((0.0, 0.0), (1.0, 1.0)), ((0.0, 0.0), (1.0, 1.0)))
HELD_OUT = 4  # every fourth sentence measures, the others fit


def read_pair(
    direction: str, source: str, reference: str, limit: int
) -> tuple[Direction, list[str], list[str]]:
    """Aligned lines of a development set, evenly thinned to `limit`; PlgtError if the files don't match."""
    sides = []
    for name in (source, reference):
        try:
            sides.append(Path(name).read_text(encoding="utf-8").splitlines())
        except (OSError, UnicodeDecodeError) as error:
            raise PlgtError(f"Can't read {name} ({error}): give line-aligned UTF-8 files.") from error
    if len(sides[0]) != len(sides[1]):
        raise PlgtError(
            f"{source} has {len(sides[0])} lines but {reference} {len(sides[1])}: they must be aligned."
        )
    pairs = [(s, r) for s, r in zip(*sides, strict=True) if s.strip() and r.strip()]
    step = max(1, len(pairs) // limit)
    chosen = pairs[::step][:limit]
    return Direction.parse(direction), [s for s, _ in chosen], [r for _, r in chosen]


def observe(
    translator: SentenceTranslator, sources: Sequence[str], references: Sequence[str], batch: int = 16
) -> tuple[list[tuple[float, float]], list[list[tuple[float, float]]]]:
    """(raw, outcome) of every sentence, and of every word by sentence."""
    sentences: list[tuple[float, float]] = []
    words: list[list[tuple[float, float]]] = []
    request = Request(details=True)
    for start in range(0, len(sources), batch):
        results = translator.translate(sources[start : start + batch], request)
        for result, reference in zip(results, references[start : start + batch], strict=True):
            quality = sacrebleu.sentence_chrf(result.target, [reference]).score / 100.0
            sentences.append((result.confidence, quality))
            left = Counter(word.casefold() for word in reference.replace(".", " ").replace(",", " ").split())
            observed: list[tuple[float, float]] = []
            for word in result.words:
                if any(character.isalnum() for character in word.text):
                    key = word.text.casefold()
                    observed.append((word.confidence, 1.0 if left[key] > 0 else 0.0))
                    left[key] -= 1
            words.append(observed)
    return sentences, words


def fit(bundle: Bundle, pairs: Sequence[tuple[Direction, list[str], list[str]]], names: str) -> Calibration:
    """Translate the development sets, fit both tables, print the errors before and after."""
    engine, tokenizer = Engine(bundle), Tokenizer(bundle)
    sentences: list[tuple[float, float]] = []
    words: list[list[tuple[float, float]]] = []
    for direction, sources, references in pairs:
        translator = SentenceTranslator(engine, tokenizer, direction, IDENTITY, bundle.max_length)
        some_sentences, some_words = observe(translator, sources, references)
        sentences += some_sentences
        words += some_words
    training = [index for index in range(len(sentences)) if index % HELD_OUT]
    held_out = [index for index in range(len(sentences)) if not index % HELD_OUT]
    fit_words = [pair for index in training for pair in words[index]]
    calibration = Calibration(
        fit_table([sentences[i][0] for i in training], [sentences[i][1] for i in training]),
        fit_table([raw for raw, _ in fit_words], [outcome for _, outcome in fit_words]),
        names,
    )
    measured = [sentences[i] for i in held_out]
    measured_words = [pair for index in held_out for pair in words[index]]
    for name, table, data in (
        ("sentences", calibration.sentence_table, measured),
        ("words", calibration.word_table, measured_words),
    ):
        raw, outcome = [pair[0] for pair in data], [pair[1] for pair in data]
        fitted = [Calibration(table, table).value(value) for value in raw]
        print(
            f"{name}: {len(data)} held out, calibration error {calibration_error(raw, outcome):.3f} -> "
            f"{calibration_error(fitted, outcome):.3f}"
        )
    return calibration


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m export.calibrate", description=__doc__.splitlines()[0])
    parser.add_argument("bundle", type=Path)
    parser.add_argument(
        "--pair", nargs=3, action="append", required=True, metavar=("DIRECTION", "SOURCE", "REFERENCE")
    )
    parser.add_argument("--limit", type=int, default=400, help="sentences of each pair")
    parser.add_argument("-o", "--output", type=Path, help="bundle to write (default: the same file)")
    options = parser.parse_args(arguments)
    try:
        bundle = Bundle(options.bundle)
        pairs = [read_pair(name, files[0], files[1], options.limit) for name, *files in options.pair]
        names = ", ".join(Path(pair[1]).stem for pair in options.pair)
        calibration = fit(bundle, pairs, names)
        written = rewrite(bundle, options.output or options.bundle, confidence=calibration.to_manifest())
    except PlgtError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"confidence tables written to {written.path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
