"""Texts with inline marks: which words of the translation carry them."""

from __future__ import annotations

from collections.abc import Sequence

from app.text.markup import Run, Tags, join_runs, merge_runs, project_runs, slice_runs
from app.translation.result import Translation


def as_runs(text: Sequence[Run] | Sequence[tuple[str, Tags]]) -> list[Run]:
    return [run if isinstance(run, Run) else Run(run[0], tuple(run[1])) for run in text]


def needs_alignment(runs: Sequence[Run]) -> bool:
    """Whether there are marks within the text; one around the whole needs no alignment."""
    return len({run.tags for run in runs}) > 1 or any(not run.text for run in runs)


def kept_texts(runs: Sequence[Run]) -> tuple[str, ...]:
    """What stays as it is because its mark says so."""
    return tuple(run.text.strip() for run in runs if run.keep and run.text.strip())


def carry(runs: list[Run], translation: Translation) -> list[Run]:
    """The runs of the translated text: what is outside sentences as it was, each sentence by its alignment."""
    source = join_runs(runs)
    if translation.text == source:
        return runs
    result: list[Run] = []
    at = 0
    for index, sentence in enumerate(translation.sentences):
        result += slice_runs(runs, at, sentence.start, last=False)
        last = index + 1 == len(translation.sentences) and sentence.end == len(source)
        part = slice_runs(runs, sentence.start, sentence.end, last=last)
        before = _tags_at(runs, sentence.start - 1)
        after = _tags_at(runs, sentence.end)
        result += project_runs(part, sentence.target, sentence.alignment, before=before, after=after)
        at = sentence.end
    if at < len(source) or not translation.sentences:
        result += slice_runs(runs, at, len(source), last=True)
    return merge_runs(result)


def _tags_at(runs: Sequence[Run], place: int) -> Tags:
    at = 0
    for run in runs:
        if at <= place < at + len(run.text):
            return run.tags
        at += len(run.text)
    return ()
