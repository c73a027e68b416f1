"""Sentences through a route: one step, or two by way of English."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.translation.alignment import compose
from app.translation.result import Sentence
from app.translation.sentences import Request, SentenceTranslator


def through(hops: Sequence[SentenceTranslator], texts: list[str], request: Request) -> list[Sentence]:
    """A `Sentence` for every text, from the first hop's source language to the last one's target language."""
    if len(hops) == 1:
        results = hops[0].translate(texts, request)
    else:
        first = hops[0].translate(texts, replace(request, alternatives=0))
        second = hops[1].translate([sentence.target for sentence in first], request)
        results = [_joined(a, b) for a, b in zip(first, second, strict=True)]
    for result in results:
        result.source_lang = hops[0].direction.source
    return results


def _joined(first: Sentence, second: Sentence) -> Sentence:
    """Two hops as one sentence: source of the first, target of the second."""
    notes = dict.fromkeys(note for note in ("By way of English.", first.note, second.note) if note)
    return replace(
        second,
        source=first.source,
        confidence=round(first.confidence * second.confidence, 4),
        flags=[*first.flags, *(flag for flag in second.flags if flag not in first.flags)],
        note=" ".join(notes),
        source_words=first.source_words,
        alignment=compose(first.alignment, second.alignment),
    )
