"""Kept texts (code, formulas, template tags) found again in a translation.

The translator copies kept texts exactly, so the text itself says better than any word alignment where its mark
belongs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Sequence

from app.markup import Run, join_runs


def kept_marks(source: Sequence[Run]) -> dict[Hashable, str]:
    """Marks that hold one kept text and nothing else, in the order of the source."""
    held = Counter(tag for run in source for tag in run.tags)
    return {
        run.tags[-1]: run.text.strip()
        for run in source
        if run.keep and run.tags and run.text.strip() and held[run.tags[-1]] == 1
    }


def settle_kept(source: Sequence[Run], runs: Sequence[Run]) -> list[Run]:
    """Translated runs in which each mark of a kept text stands around that text.

    A mark whose text isn't there stays as a place where the runs had it. The texts always stay as they are."""
    marks = kept_marks(source)
    if not marks:
        return list(runs)
    where: dict[Hashable, int] = {}
    bare: list[Run] = []
    at = 0
    for run in runs:
        for tag in run.tags:
            if tag in marks:
                where.setdefault(tag, at)
        bare.append(Run(run.text, tuple(tag for tag in run.tags if tag not in marks), run.keep))
        at += len(run.text)
    text = join_runs(bare)
    taken: list[tuple[int, int, Hashable]] = []
    for tag, kept in marks.items():
        found = _find(text, kept, taken)
        if found is not None:
            taken.append((*found, tag))
        elif tag in where:
            taken.append((where[tag], where[tag], tag))
    return _marked(bare, sorted(taken, key=lambda place: place[:2]))


def _find(text: str, kept: str, taken: Sequence[tuple[int, int, Hashable]]) -> tuple[int, int] | None:
    before = r"(?<!\w)" if kept[0].isalnum() else ""
    after = r"(?!\w)" if kept[-1].isalnum() else ""
    for pattern in (before + re.escape(kept) + after, re.escape(kept)):
        for match in re.finditer(pattern, text):
            start, end = match.span()
            if all(end <= left or right <= start for left, right, _ in taken if left < right):
                return start, end
    return None


def _marked(runs: Sequence[Run], places: Sequence[tuple[int, int, Hashable]]) -> list[Run]:
    """The runs with marks set around [start, end) of their text; the tags of a mark are those at its start."""
    out: list[Run] = []
    waiting = list(places)
    at = 0
    filling, until = -1, 0  # the run of a mark that is being filled, and where its text ends
    for run in runs:
        start, at = at, at + len(run.text)
        if not run.text:
            out.append(run)
        left = start
        while left < at:
            if filling >= 0:
                cut = min(until, at)
                mark = out[filling]
                out[filling] = Run(mark.text + run.text[left - start : cut - start], mark.tags, True)
                left, filling = cut, filling if cut < until else -1
            elif waiting and waiting[0][0] <= left:
                first, last, tag = waiting.pop(0)
                out.append(Run("", (*run.tags, tag), first < last))
                if left < last:
                    filling, until = len(out) - 1, last
            else:
                cut = min(at, waiting[0][0]) if waiting else at
                out.append(Run(run.text[left - start : cut - start], run.tags, run.keep))
                left = cut
    return out + [Run("", (tag,)) for _, _, tag in waiting]
