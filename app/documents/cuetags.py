"""Tags whose order is their meaning (karaoke syllables, time tags within a cue): out of a text, and back in.

They don't belong to words: a syllable of the source has no counterpart. All of them stay in their line and in
their order, at the same share of the translation, at the edge of a word where they stood at one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

BREAK = "\\N"
_NEAR = 0.5  # of a word's length: how far a tag moves to reach an edge


@dataclass(frozen=True)
class OrderedTag:
    """Tags that stand together. share: of the text that lies before them, 0 to 1. edge: "start" of a word,
    "end" of one, or "within"."""

    text: str
    share: float
    edge: str


def take_out(text: str, tags: re.Pattern[str]) -> tuple[str, list[OrderedTag]]:
    """The text without its tags, and the tags in order. A break tag becomes a line break of the text."""
    plain: list[str] = []
    places: list[tuple[str, int]] = []
    length = at = 0
    for match in tags.finditer(text):
        piece = text[at : match.start()]
        plain.append(piece)
        length += len(piece)
        at = match.end()
        tag = match.group()
        if tag == BREAK:
            plain.append("\n")
            length += 1
        elif tag == "\\h":
            plain.append("\u00a0")
            length += 1
        elif places and places[-1][1] == length:
            places[-1] = (places[-1][0] + tag, length)
        else:
            places.append((tag, length))
    plain.append(text[at:])
    joined = "".join(plain)
    ordered = []
    for tag, place in places:
        before, after = joined[place - 1 : place] if place else "", joined[place : place + 1]
        if before.strip() and after.strip():
            edge = "within"
        else:
            edge = "end" if before.strip() else "start"
        ordered.append(OrderedTag(tag, place / max(len(joined), 1), edge))
    return joined, ordered


def spread(tags: Sequence[OrderedTag], text: str) -> list[tuple[int, str]]:
    """(offset, tags) in `text`, ascending: every tag once, in order, apart where there is room."""
    words = [match.span() for match in re.finditer(r"\S+", text)]
    starts, ends = [start for start, _ in words], [end for _, end in words]
    result: list[tuple[int, str]] = []
    low = 0
    index = 0
    for number, tag in enumerate(tags):
        wanted = min(max(round(tag.share * len(text)), low), len(text))
        if tag.share < 1.0:
            wanted = max(low, min(wanted, len(text) - (len(tags) - number)))
        while index < len(words) and ends[index] < wanted:
            index += 1
        place = wanted
        near = [word for word in range(index - 1, index + 2) if 0 <= word < len(words)]
        edges = [starts[word] for word in near] if tag.edge == "start" else [ends[word] for word in near]
        edges = [edge for edge in edges if edge >= low]
        inside = any(starts[word] < wanted < ends[word] for word in near)
        if edges and (tag.edge != "within" or not inside):
            nearest = min(edges, key=lambda edge: abs(edge - wanted))
            if tag.edge != "within" or nearest - wanted <= 1:
                place = nearest
        result.append((place, tag.text))
        low = min(place + 1, len(text))
    return result
