"""Splitting what is too long for the model: at clauses, else between words, never inside one, nor inside what
programs read (`{{ user.name }}`)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import pairwise

from app.text import patterns

Span = tuple[int, int]
# Places to cut, best first: after a strong mark, after a comma or bracket, before a conjunction, between
# words.
_BREAKS = (
    re.compile(r"(?<=[;:!?…—–])\s+|(?<=\.)\s+"),
    re.compile(r"(?<=[,)\]”»])\s+"),
    re.compile(
        r"\s+(?=(?:ve|veya|ya da|ama|fakat|ancak|çünkü|ki|and|or|but|because|which|that"
        r"|e|ou|mas|porque|que)\s)",
        re.IGNORECASE,
    ),
    re.compile(r"\s+"),
)
_BLANK = re.compile(r"\s")


def split_clauses(text: str, fits: Callable[[str], bool]) -> list[Span]:
    """Spans of `text` that fit, in order; the characters between two spans are white space.

    A single word that doesn't fit is returned as a span of its own: the caller has to pass it through.
    """
    spans: list[Span] = []
    closed = [match.span() for match in patterns.SPANS.finditer(text) if _BLANK.search(match.group())]
    stack = [(0, len(text))]
    while stack:
        start, end = stack.pop()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            continue
        if fits(text[start:end]):
            spans.append((start, end))
            continue
        cut = _best_cut(text, start, end, closed)
        if cut is None:
            spans.append((start, end))
        else:
            stack.append((cut, end))
            stack.append((start, cut))
    return spans


def _inside(place: int, closed: Sequence[Span]) -> bool:
    """Whether a place lies within one of the spans, which are in order."""
    index = bisect_left(closed, (place, 0)) - 1
    return index >= 0 and place < closed[index][1]


def _best_cut(text: str, start: int, end: int, closed: Sequence[Span]) -> int | None:
    """The break of the best kind in the middle half, nearest to the middle; any break if there is none."""
    middle = (start + end) / 2
    quarter = (end - start) / 4
    for pattern in _BREAKS:
        places = [match.end() for match in pattern.finditer(text, start, end) if start < match.start() < end]
        places = [place for place in places if not _inside(place, closed)]
        near = [place for place in places if abs(place - middle) <= quarter]
        if near:
            return min(near, key=lambda place: abs(place - middle))
    places = [match.end() for match in _BREAKS[-1].finditer(text, start, end) if start < match.start()]
    places = [place for place in places if start < place < end and not _inside(place, closed)]
    return min(places, key=lambda place: abs(place - middle)) if places else None


def separators(text: str, spans: list[Span]) -> list[str]:
    """The characters between neighbouring spans."""
    return [text[left[1] : right[0]] for left, right in pairwise(spans)]
