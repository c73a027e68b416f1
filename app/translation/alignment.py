"""Which source word each target word comes from.

The cross-attention rows E_LM of the alignment head (one row per target token, one column per source
token) are summed to words. Words that are the same on both sides (names, numbers, protected items) are
linked first, because copying is certain; attention links the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from app.text.words import Span, identical_words, is_mark

PLACEHOLDER = re.compile(r"<ph\d>")
BYTE_PIECE = re.compile(r"<0x([0-9A-Fa-f]{2})>")
SPACE_MARK = "▁"
LINK_WEIGHT = 0.15  # smallest share of a target word's attention that makes a link
SECOND_LINK = 0.6  # a further source word is linked too from this share of the strongest link


def piece_spans(pieces: Sequence[str], text: str) -> list[Span]:
    """Character spans in `text` of its SentencePiece pieces, in order; byte pieces of one character share
    its span.

    Pieces that can't be found (control symbols) get an empty span at the current place.
    """
    spans: list[Span] = []
    at = 0
    pending: list[int] = []  # places in `spans` of the byte pieces of a character that isn't whole yet
    held = bytearray()
    for piece in pieces:
        byte = BYTE_PIECE.fullmatch(piece)
        if byte:
            held.append(int(byte.group(1), 16))
            pending.append(len(spans))
            spans.append((at, at))
            try:
                character = held.decode("utf-8")
            except UnicodeDecodeError:
                if len(held) >= 4:
                    held.clear()
                    pending.clear()
                continue
            found = text.find(character, at, at + 8)
            if found >= 0:
                for index in pending:
                    spans[index] = (found, found + len(character))
                at = found + len(character)
            held.clear()
            pending.clear()
            continue
        held.clear()
        pending.clear()
        start = at
        if piece.startswith(SPACE_MARK):
            while start < len(text) and text[start].isspace():
                start += 1
        body = piece.replace(SPACE_MARK, " ").strip(" ")
        if not body:
            spans.append((at, at))
            continue
        found = text.find(body, start, start + len(body) + 8)
        if found < 0:
            spans.append((at, at))
            continue
        spans.append((found, found + len(body)))
        at = found + len(body)
    return spans


class OffsetMap:
    """Maps character offsets of one form of a text to another (before and after casing, placeholders,
    repair)."""

    def __init__(self, before: str, after: str, items: Sequence[str] = ()) -> None:
        """items[i] is the text that stands in `after` for `<ph i>` of `before` (or the other way round:
        see `source`)."""
        self._length = len(after)
        self._starts, self._ends = _map(before, after, items)

    def span(self, start: int, end: int) -> Span:
        """The span of `after` that the span of `before` became; may be empty."""
        if start >= end:
            place = self._starts[start] if start < len(self._starts) else self._length
            return place, place
        first, last = self._starts[start], self._ends[end - 1]
        return first, max(first, last)


def _map(before: str, after: str, items: Sequence[str]) -> tuple[list[int], list[int]]:
    """Start and end in `after` of every character of `before`; exact where the texts agree up to case."""
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for part in re.split(r"(<ph\d>)", before):
        if PLACEHOLDER.fullmatch(part) and int(part[3]) < len(items):
            item = items[int(part[3])]
            found = after.find(item, at) if item else at
            if found < 0:
                return _map_by_difference(before, after)
            starts += [found] * len(part)
            ends += [found + len(item)] * len(part)
            at = found + len(item)
            continue
        if not part:
            continue
        chunk = after[at : at + len(part)]
        if len(chunk) != len(part) or not _same(part, chunk):
            return _map_by_difference(before, after)
        starts += range(at, at + len(part))
        ends += range(at + 1, at + len(part) + 1)
        at += len(part)
    if at != len(after):
        return _map_by_difference(before, after)
    return starts, ends


def _same(left: str, right: str) -> bool:
    return all(a == b or _fold(a) == _fold(b) for a, b in zip(left, right, strict=True))


def _fold(character: str) -> str:
    return "i" if character in "iıİI" else character.casefold()


def _map_by_difference(before: str, after: str) -> tuple[list[int], list[int]]:
    if (
        len(before) > 4000 or len(after) > 4000
    ):  # quadratic below; far beyond a sentence, proportion is enough
        scale = len(after) / max(len(before), 1)
        return [int(i * scale) for i in range(len(before))], [
            int((i + 1) * scale) for i in range(len(before))
        ]
    folded = "".join(map(_fold_one, before)), "".join(map(_fold_one, after))
    starts = [0] * len(before)
    ends = [0] * len(before)
    for _, b0, b1, a0, a1 in SequenceMatcher(None, *folded, autojunk=False).get_opcodes():
        for index in range(b0, b1):
            if a1 - a0 == b1 - b0:
                starts[index], ends[index] = a0 + index - b0, a0 + index - b0 + 1
            else:
                starts[index], ends[index] = a0, a1
    return starts, ends


def _fold_one(character: str) -> str:
    return _fold(character)[:1] or character


def pieces_of_words(words: Sequence[Span], pieces: Sequence[Span]) -> list[list[int]]:
    """For each word the indices of the pieces that overlap it."""
    result: list[list[int]] = [[] for _ in words]
    word = 0
    for index, (start, end) in enumerate(pieces):
        if start >= end:
            continue
        while word < len(words) and words[word][1] <= start:
            word += 1
        at = word
        while at < len(words) and words[at][0] < end:
            result[at].append(index)
            at += 1
    return result


def align_words(
    attention: NDArray[np.float32],
    source_pieces: Sequence[Sequence[int]],
    target_pieces: Sequence[Sequence[int]],
    source_words: Sequence[str],
    target_words: Sequence[str],
) -> list[tuple[int, int]]:
    """Links (source word, target word), sorted by target word.

    attention: [T, S], a row per target token, a column per source token, rows sum to 1 at most.
    source_pieces, target_pieces: rows or columns of `attention` that make up each word.
    """
    links = set(identical_words(source_words, target_words))
    linked_targets = {target for _, target in links}
    fixed_sources = {source for source, _ in links}
    if attention.size:
        columns = np.zeros((attention.shape[1], len(source_words)), dtype=np.float32)  # [S, source words]
        for word, indices in enumerate(source_pieces):
            for index in indices:
                if index < attention.shape[1]:
                    columns[index, word] += 1.0 / max(sum(index in other for other in source_pieces), 1)
        by_word = attention @ columns  # [T, source words]
        for target, indices in enumerate(target_pieces):
            rows = [index for index in indices if index < attention.shape[0]]
            if target in linked_targets or not rows:
                continue
            weights = by_word[rows].mean(axis=0)
            same_kind = np.array([is_mark(w) == is_mark(target_words[target]) for w in source_words])
            weights = np.where(same_kind, weights, 0.0)
            for source in fixed_sources:
                weights[source] = 0.0
            best = float(weights.max(initial=0.0))
            if best < LINK_WEIGHT:
                continue
            for source in map(int, np.flatnonzero(weights >= max(LINK_WEIGHT, SECOND_LINK * best))):
                links.add((source, target))
    return sorted(links, key=lambda link: (link[1], link[0]))


def compose(first: Sequence[tuple[int, int]], second: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Alignment over a pivot: source-pivot links and pivot-target links make source-target links."""
    by_pivot: dict[int, list[int]] = {}
    for source, pivot in first:
        by_pivot.setdefault(pivot, []).append(source)
    links = {(source, target) for pivot, target in second for source in by_pivot.get(pivot, ())}
    return sorted(links, key=lambda link: (link[1], link[0]))
