"""Parallel corpora in line-aligned files: `NAME.LANG` and `NAME.en` hold a sentence a line."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.errors import PlgtError
from training.config import DataConfig, SourceConfig

_QUOTES = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "´": "'", "\u00a0": " "}
)


@dataclass(frozen=True)
class Pair:
    """A sentence and its translation."""

    source: str
    target: str


def clean(text: str) -> str:
    """NFC, straight quotes, single spaces: the form of text that models are trained on and asked in."""
    text = unicodedata.normalize("NFC", text).translate(_QUOTES)
    return " ".join(text.split())


def corpus_paths(config: DataConfig, source: SourceConfig) -> tuple[Path, Path]:
    """The two files of a corpus; a file name ends in the language code."""
    base = Path(config.root) / source.path
    first, second = (base.with_name(f"{base.name}.{code}") for code in source.languages)
    return first, second


def read_lines(path: Path) -> list[str]:
    """Lines of a UTF-8 file without their line ends; raises PlgtError saying what is wrong."""
    try:
        with open(path, encoding="utf-8") as file:
            return [line.rstrip("\n") for line in file]
    except OSError as error:
        raise PlgtError(
            f"Can't read \"{path}\": {error.strerror}; check data.root and the source's path."
        ) from None
    except UnicodeDecodeError:
        raise PlgtError(f'"{path}" is not UTF-8; convert it first.') from None


def read_pairs(config: DataConfig, source: SourceConfig) -> Iterator[Pair]:
    """Every pair of a corpus, cleaned; raises PlgtError if the files differ in length."""
    first, second = corpus_paths(config, source)
    sources, targets = read_lines(first), read_lines(second)
    if len(sources) != len(targets):
        raise PlgtError(
            f'"{first}" has {len(sources)} lines but "{second}" has {len(targets)}: they must be line-aligned.'
        )
    for a, b in zip(sources, targets, strict=True):
        yield Pair(clean(a), clean(b))
