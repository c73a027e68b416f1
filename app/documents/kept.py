"""Kept texts (code, formulas, template tags) found again in a translation.

The translator copies kept texts exactly, so the text itself says better than any word alignment where its mark
belongs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

from app.documents.inline import mend_runs
from app.text.markup import Run, Tags, join_runs

_CLOSING = ".,;:!?…)]}»”’'\""  # stands behind a word without a blank


def kept_marks(source: Sequence[Run]) -> dict[Hashable, str]:
    """Marks that hold one kept text and nothing else, in the order of the source."""
    held = Counter(tag for run in source for tag in run.tags)
    return {
        run.tags[-1]: run.text
        for run in source
        if run.keep and run.tags and run.text == run.text.strip() != "" and held[run.tags[-1]] == 1
    }


def mend_with_kept(source: Sequence[Run], runs: Sequence[Run]) -> list[Run]:
    """Translated runs made safe to write (`inline.mend_runs`), the mark of each kept text around that text.

    Where a kept text moved out of the marks that held it, it stands without them: no mark is there twice. A kept
    text that was lost comes back where the runs had its mark, else at the end. All other text stays."""
    marks = kept_marks(source)
    if not marks:
        return mend_runs(source, runs)
    where: dict[Hashable, int] = {}
    at = 0
    for run in runs:
        for tag in run.tags:
            if tag in marks:
                where.setdefault(tag, at)
        at += len(run.text)
    bare = mend_runs(_without(source, marks), _without(runs, marks))
    taken, lost = _found(join_runs(bare), marks)
    settled = _marked(bare, sorted(taken, key=lambda place: place[:2]))
    paths = {run.tags[-1]: run.tags[:-1] for run in source if run.tags and run.tags[-1] in marks}
    for tag in lost:
        settled = _put_back(settled, tag, marks[tag], paths[tag], where.get(tag, at))
    return settled


def _without(runs: Sequence[Run], marks: Mapping[Hashable, str]) -> list[Run]:
    return [Run(run.text, tuple(tag for tag in run.tags if tag not in marks), run.keep) for run in runs]


def _put_back(runs: Sequence[Run], tag: Hashable, text: str, path: Tags, wanted: int) -> list[Run]:
    """The runs with a lost kept text near `wanted`, where it cuts no mark in two, apart from the words beside."""
    deepest = max((len(_shared(run.tags, path)) for run in runs), default=0)  # of its parents that are there
    places: list[tuple[int, int]] = []  # distance, index
    at = 0
    for index in range(len(runs) + 1):
        before, after = _sides(runs, index)
        beside = max(len(_shared(before, path)), len(_shared(after, path)))
        if beside == deepest and set(_shared(before, after)) <= set(path):
            places.append((abs(at - wanted), index))
        at += len(runs[index].text) if index < len(runs) else 0
    index = min(places)[1] if places else len(runs)
    before, after = _sides(runs, index)
    last = next((run.text[-1] for run in reversed(runs[:index]) if run.text), " ")
    first = next((run.text[0] for run in runs[index:] if run.text), " ")
    put = [] if last.isspace() else [Run(" ", _shared(before, path))]
    put.append(Run(text, (*path, tag), True))
    if not (first.isspace() or first in _CLOSING):
        put.append(Run(" ", _shared(path, after)))
    return [*runs[:index], *put, *runs[index:]]


def _sides(runs: Sequence[Run], index: int) -> tuple[Tags, Tags]:
    """The marks before and behind a place between two runs."""
    return runs[index - 1].tags if index else (), runs[index].tags if index < len(runs) else ()


def _shared(first: Tags, second: Tags) -> Tags:
    depth = 0
    while depth < min(len(first), len(second)) and first[depth] == second[depth]:
        depth += 1
    return first[:depth]


def _found(
    text: str, marks: Mapping[Hashable, str]
) -> tuple[list[tuple[int, int, Hashable]], list[Hashable]]:
    """Where the kept texts stand, (start, end, mark), and the marks whose text isn't there.

    The longer text is looked for first: it may hold a shorter one."""
    by_text: dict[str, list[Hashable]] = {}
    for tag, kept in marks.items():
        by_text.setdefault(kept, []).append(tag)
    taken: list[tuple[int, int, Hashable]] = []
    used = bytearray(len(text))  # 1 where a kept text was found
    lost: list[Hashable] = []
    for kept in sorted(by_text, key=len, reverse=True):
        waiting = by_text[kept]
        before = r"(?<!\w)" if kept[0].isalnum() else ""
        after = r"(?!\w)" if kept[-1].isalnum() else ""
        for pattern in dict.fromkeys((before + re.escape(kept) + after, re.escape(kept))):
            places = (match.span() for match in re.finditer(pattern, text)) if waiting else iter(())
            for start, end in places:
                if waiting and not any(used[start:end]):
                    used[start:end] = b"\1" * (end - start)
                    taken.append((start, end, waiting[0]))
                    del waiting[0]
                if not waiting:
                    break
        lost += waiting
    order = {tag: index for index, tag in enumerate(marks)}
    return taken, sorted(lost, key=order.__getitem__)


def _marked(runs: Sequence[Run], places: Sequence[tuple[int, int, Hashable]]) -> list[Run]:
    """The runs with marks set around [start, end) of their text; the tags of a mark are those at its start."""
    out: list[Run] = []
    waiting = list(places)[::-1]
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
            elif waiting and waiting[-1][0] <= left:
                first, last, tag = waiting.pop()
                out.append(Run("", (*run.tags, tag), first < last))
                if left < last:
                    filling, until = len(out) - 1, last
            else:
                cut = min(at, waiting[-1][0]) if waiting else at
                out.append(Run(run.text[left - start : cut - start], run.tags, run.keep))
                left = cut
    return out + [Run("", (tag,)) for _, _, tag in reversed(waiting)]
