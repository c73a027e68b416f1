"""Units of work: some segments of one file, what comes back for each, and the function between the two."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from app.errors import Cancelled, PlgtError
from app.text.markup import Run, join_runs

TranslatorFactory = Callable[[], Any]
"""Makes an `app.translation.translator.Translator`, or what has its `marked_translations`, in the process
using it."""


@dataclass(frozen=True)
class Unit:
    """Segments that are translated and recorded together."""

    number: int
    file: int
    source: str  # language
    target: str
    ids: tuple[str, ...]
    texts: tuple[tuple[Run, ...], ...]
    words: int


@dataclass(frozen=True)
class SentencePair:
    """A sentence with its translation and what is known about it."""

    source: str
    target: str
    confidence: float
    flags: tuple[tuple[str, str], ...] = ()  # (code, reason)


@dataclass(frozen=True)
class SegmentResult:
    """A translated segment."""

    id: str
    runs: tuple[Run, ...]
    words: int
    sentences: tuple[SentencePair, ...] = ()

    @property
    def confidence(self) -> float:
        """That of the worst sentence; 1 without any."""
        return min((pair.confidence for pair in self.sentences), default=1.0)

    def doubtful(self, low: float) -> bool:
        """Whether a person should look at it."""
        return any(pair.flags or pair.confidence < low for pair in self.sentences)

    def to_row(self) -> tuple[str, str, str]:
        """(id, runs, facts) as texts."""
        runs = [[run.text, _plain(run.tags), run.keep] for run in self.runs]
        pairs = [[p.source, p.target, round(p.confidence, 4), p.flags] for p in self.sentences]
        return self.id, _dump(runs), _dump([self.words, pairs])

    @classmethod
    def from_row(cls, identifier: str, runs: str, facts: str) -> SegmentResult:
        """The inverse of `to_row`."""
        words, pairs = json.loads(facts)
        return cls(
            identifier,
            load_runs(runs),
            words,
            tuple(SentencePair(s, t, c, tuple((code, why) for code, why in f)) for s, t, c, f in pairs),
        )


def load_runs(text: str) -> tuple[Run, ...]:
    """Runs as `to_row` wrote them."""
    return tuple(Run(piece, tuple(_tag(tag) for tag in tags), keep) for piece, tags, keep in json.loads(text))


def _dump(value: Any) -> str:
    # ASCII: lone surrogates, which stand for undecodable bytes, survive as escapes
    return json.dumps(value, separators=(",", ":"))


def _plain(tag: Any) -> Any:
    return [_plain(part) for part in tag] if isinstance(tag, tuple) else tag


def _tag(value: Any) -> Hashable:
    return tuple(_tag(part) for part in value) if isinstance(value, list) else value


@dataclass(frozen=True)
class Outcome:
    """What became of a unit: results in the order of its segments, or the reason why not."""

    number: int
    results: tuple[SegmentResult, ...] = ()
    error: str = ""
    cancelled: bool = False
    facts: dict[str, str] = field(default_factory=dict)  # device, reason, model


def count_words(text: str) -> int:
    """Words between blanks that hold a letter or digit."""
    return sum(any(map(str.isalnum, word)) for word in text.split())


def translate_unit(translator: Any, unit: Unit, cancel: Event | None = None) -> Outcome:
    """Translate a unit. Failures come back as an Outcome: a bad file must not end the batch."""
    results: list[SegmentResult] = []
    facts: dict[str, str] = {}
    try:
        pairs = translator.marked_translations(unit.texts, unit.source, unit.target, cancel=cancel)
        for identifier, runs, (translated, translation) in zip(unit.ids, unit.texts, pairs, strict=True):
            results.append(_result(identifier, runs, translated, translation))
            if translation.device is not None:
                facts = {
                    "device": translation.device.device,
                    "reason": translation.device.reason,
                    "model": translation.model,
                }
    except Cancelled:
        return Outcome(unit.number, cancelled=True)
    except PlgtError as error:
        return Outcome(unit.number, error=str(error))
    except MemoryError:
        return Outcome(unit.number, error="There is not enough memory: use fewer workers.")
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"
        return Outcome(unit.number, error=f"The translator failed unexpectedly ({detail}): please report it.")
    return Outcome(unit.number, tuple(results), facts=facts)


def _result(identifier: str, source: Sequence[Run], runs: Sequence[Run], translation: Any) -> SegmentResult:
    pairs = tuple(
        SentencePair(
            sentence.source,
            sentence.target,
            float(sentence.confidence),
            tuple((flag.code, flag.reason) for flag in sentence.flags),
        )
        for sentence in translation.sentences
    )
    return SegmentResult(identifier, tuple(runs), count_words(join_runs(source)), pairs)
