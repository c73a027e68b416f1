"""Texts with inline marks: which words of the translation carry them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.text.markup import (
    Run,
    Tags,
    join_runs,
    merge_runs,
    project_runs,
    settle_blanks,
    slice_runs,
    without_signs,
)
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


def carry_signed(
    source: Sequence[Run], shown: list[Run], signs: str, translation: Translation
) -> tuple[list[Run], Translation]:
    """`carry` for a text whose visible places were shown to the model as signs (`markup.stand_in`): the
    places are empty again, and the translation reads as if the signs had never been there."""
    runs = settle_blanks(source, without_signs(carry(shown, translation), signs))
    return runs, _unsigned(translation, join_runs(shown), signs)


def _unsigned(translation: Translation, source: str, signs: str) -> Translation:
    """The translation of `source` without the signs; `...` names one in the reason of a flag. Its words and
    their alignment, which counted the signs, are left out."""
    if not signs:
        return translation
    gone = dict.fromkeys(map(ord, signs))
    named = dict.fromkeys(map(ord, signs), "...")

    def at(text: str, offset: int) -> int:
        return len(text[:offset].translate(gone))

    sentences = [
        replace(
            sentence,
            source=sentence.source.translate(gone),
            target=sentence.target.translate(gone),
            start=at(source, sentence.start),
            end=at(source, sentence.end),
            target_start=at(translation.text, sentence.target_start),
            flags=[replace(flag, reason=flag.reason.translate(named)) for flag in sentence.flags],
            words=[],
            source_words=[],
            alignment=[],
        )
        for sentence in translation.sentences
    ]
    return replace(translation, text=translation.text.translate(gone), sentences=sentences)


def _tags_at(runs: Sequence[Run], place: int) -> Tags:
    at = 0
    for run in runs:
        if at <= place < at + len(run.text):
            return run.tags
        at += len(run.text)
    return ()
