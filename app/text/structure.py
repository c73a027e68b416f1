"""The structure of a text: what lies between its sentences, to the character."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.text import splitter

_LINE = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_LEAD = re.compile(
    r"(?:[\s\u200b\ufeff]*(?:(?:[-*+•‣◦▪●○–—]|\d{1,3}[.)]|[a-zA-Z]\)|>+|#{1,6}|\[[ xX]\])(?=[\s\u200b]))?)+"
    r"[\s\u200b\ufeff]*"
)


@dataclass(frozen=True)
class Verbatim:
    """Characters that stay as they are."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """A sentence at [start, end) of the text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Document:
    """The pieces of a text in order; their texts join to the text."""

    pieces: list[Verbatim | Sentence] = field(default_factory=list)


def segment(text: str, language: str = "") -> Document:
    """Take a text apart. Line breaks, indentation, bullets and spaces become verbatim pieces."""
    pieces: list[Verbatim | Sentence] = []

    def verbatim(start: int, end: int) -> None:
        if start >= end:
            return
        if pieces and isinstance(pieces[-1], Verbatim):
            last = pieces.pop()
            pieces.append(Verbatim(last.text + text[start:end], last.start, end))
        else:
            pieces.append(Verbatim(text[start:end], start, end))

    at = 0
    breaks = [(m.start(), m.end()) for m in _LINE.finditer(text)] + [(len(text), len(text))]
    for stop, after in breaks:
        line = text[at:stop]
        lead = _LEAD.match(line)
        head = lead.end() if lead else 0
        body = line[head:]
        if not any(character.isalnum() for character in body):
            verbatim(at, after)
            at = after
            continue
        verbatim(at, at + head)
        place = 0
        for start, end in splitter.split(body, language):
            verbatim(at + head + place, at + head + start)
            pieces.append(Sentence(body[start:end], at + head + start, at + head + end))
            place = end
        verbatim(at + head + place, after)
        at = after
    return Document(pieces)


def join(pieces: Sequence[Verbatim | Sentence], translations: Sequence[str]) -> str:
    """The text with its sentences exchanged for the translations, in order."""
    rest = iter(translations)
    return "".join(next(rest) if isinstance(piece, Sentence) else piece.text for piece in pieces)
