"""The structure of a text: what lies between its sentences, to the character."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain

from app.text import splitter
from app.text.wrapping import paragraphs

_LINE = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACE = r"\s\u200b\u200e\u200f\u2060\ufeff"
_BULLET = r"[-*+•‣◦▪●○■□✓✔➤·–—]|\(?\d{1,3}\)|\(?[a-zA-Z]\)|>+|#{1,6}|\[[ xX]\]"
_LEAD = re.compile(rf"(?:[{_SPACE}]*(?:(?:{_BULLET})(?=[\s\u200b]))?)+[{_SPACE}]*")
_ORDINAL = re.compile(r"(\d{1,3})\.\s+(?=(\S))")
NO_LIST = -2  # no item's number follows it
_CELL = re.compile(r"\t[\s]*|[ \u00a0]{3,}")  # between the cells of a table in plain text


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
class Fill:
    """Begins (begins=True) or ends a paragraph whose lines were joined: its translation goes into lines of
    `width` characters."""

    width: int
    begins: bool
    text: str = ""


Piece = Verbatim | Sentence | Fill


@dataclass(frozen=True)
class Document:
    """The pieces of a text in order; their texts join to the text."""

    pieces: list[Piece] = field(default_factory=list)


def segment(text: str, language: str = "") -> Document:
    """Take a text apart. Line breaks, indentation, bullets, tabs and spaces become verbatim pieces."""
    return Document(list(pieces(text, language)))


def pieces(text: str, language: str = "", *, unwrap: bool = False) -> Iterator[Piece]:
    """The pieces of a text one after another, in time that grows with its length: for texts of any size.

    unwrap: the lines of hard-wrapped paragraphs are joined. Each such paragraph stands between two `Fill`;
    blanks are in its pieces where the text has line ends, so that all offsets hold."""
    at = 0
    for start, end, width in _wrapped(text) if unwrap else ():
        yield from _pieces(text[at:start], language, at)
        yield Fill(width, True)
        yield from _pieces(text[start:end].replace("\n", " "), language, start)
        yield Fill(width, False)
        at = end
    yield from _pieces(text[at:], language, at)


def _wrapped(text: str) -> Iterator[tuple[int, int, int]]:
    """(start, end, width) of the hard-wrapped paragraphs whose lines differ from them in line ends alone."""
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    for paragraph in paragraphs(lines):
        start, end = starts[paragraph.first], starts[paragraph.last] - 1
        if text[start:end].replace("\n", " ") == paragraph.text:
            yield start, end, paragraph.width


def _pieces(text: str, language: str, offset: int) -> Iterator[Piece]:
    at = 0  # everything before is given out
    for start, end in _sentences(text, language):
        if start > at:
            yield Verbatim(text[at:start], offset + at, offset + start)
        yield Sentence(text[start:end], offset + start, offset + end)
        at = end
    if at < len(text):
        yield Verbatim(text[at:], offset + at, offset + len(text))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the lines without their breaks."""
    at = 0
    for match in _LINE.finditer(text):
        yield at, match.start()
        at = match.end()
    yield at, len(text)


def _sentences(text: str, language: str) -> Iterator[tuple[int, int]]:
    previous = NO_LIST  # number of the list item above
    waiting: tuple[int, int] | None = None
    for line in chain(_lines(text), [(len(text), len(text))]):  # one line later, to see the next one
        if waiting is not None:
            start, end = waiting
            head = _LEAD.match(text, start, end)
            body = head.end() if head else start
            number = _ORDINAL.match(text, body, end)
            if number is not None:
                value, following = int(number.group(1)), _number(text, *line)
                in_list = value == previous + 1 or following == value + 1
                if in_list or not (number.group(2).islower() or _is_turkish(text[body:end], language)):
                    body = number.end()
                previous = value
            elif body < end:
                previous = NO_LIST
            yield from _cells(text, body, end, language)
        waiting = line


def _number(text: str, start: int, end: int) -> int:
    """The number that a line begins with, 0 if none."""
    head = _LEAD.match(text, start, end)
    number = _ORDINAL.match(text, head.end() if head else start, end)
    return int(number.group(1)) if number else 0


def _is_turkish(line: str, language: str) -> bool:
    """In Turkish `5. Bölüm` is the fifth chapter, elsewhere it is item 5 of a list."""
    return language == "tr" or (not language and splitter.looks_turkish(line[:200]))


def _cells(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    at = start
    for match in chain(_CELL.finditer(text, start, end), [None]):
        stop = end if match is None else match.start()
        cell = text[at:stop]
        if any(character.isalnum() for character in cell):
            lead = len(cell) - len(cell.lstrip())
            for first, last in splitter.split(cell[lead:], language):
                yield at + lead + first, at + lead + last
        if match is not None:
            at = match.end()


def join(pieces: Sequence[Piece], translations: Sequence[str]) -> str:
    """The text with its sentences exchanged for the translations, in order."""
    rest = iter(translations)
    return "".join(next(rest) if isinstance(piece, Sentence) else piece.text for piece in pieces)
