"""Confidence of sentences and words: log-probabilities turned into a chance of being right by a fitted table.

The raw value is the geometric mean of the token probabilities. A model's own probabilities are too sure of
themselves, so a `Calibration` maps them to what was measured on development sets: for a sentence the expected
chrF / 100 against the reference, for a word the share of such words that the reference holds too.
`python -m export.calibrate` fits the tables and writes them into the bundle's manifest under "confidence".
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.errors import PlgtError

Table = tuple[tuple[float, float], ...]  # (raw value, calibrated value), both 0..1, rising in both columns

# Used by a bundle without tables of its own: straight lines, so that the order of raw values is kept.
DEFAULT_SENTENCE: Table = ((0.0, 0.05), (0.2, 0.2), (0.5, 0.5), (0.8, 0.75), (1.0, 0.95))
DEFAULT_WORD: Table = ((0.0, 0.1), (0.2, 0.35), (0.5, 0.55), (0.8, 0.75), (1.0, 0.95))


def geometric_mean(logprobs: Sequence[float]) -> float:
    """exp of the mean log-probability, 0..1; 0 for an empty or non-finite sequence."""
    if not logprobs:
        return 0.0
    mean = math.fsum(logprobs) / len(logprobs)
    return min(1.0, math.exp(min(mean, 0.0))) if math.isfinite(mean) else 0.0


def _interpolate(table: Table, value: float) -> float:
    """Value of the piecewise-linear function through the table's points, flat outside them."""
    if value <= table[0][0]:
        return table[0][1]
    if value >= table[-1][0]:
        return table[-1][1]
    right = bisect_right(table, (value, math.inf))
    (x0, y0), (x1, y1) = table[right - 1], table[right]
    return y0 if x1 == x0 else y0 + (y1 - y0) * (value - x0) / (x1 - x0)


def _table(points: Any, name: str) -> Table:
    try:
        table = tuple((float(x), float(y)) for x, y in points)
    except (TypeError, ValueError):
        table = ()
    rising = all(a[0] <= b[0] and a[1] <= b[1] for a, b in itertools.pairwise(table))
    inside = all(0 <= number <= 1 for point in table for number in point)
    if len(table) < 2 or not rising or not inside:
        raise PlgtError(
            f'The bundle\'s confidence table "{name}" is not a rising list of [raw, calibrated] pairs '
            "between 0 and 1: fit it again with python -m export.calibrate."
        )
    return table


@dataclass(frozen=True)
class Calibration:
    """The two tables of one bundle."""

    sentence_table: Table = field(default=DEFAULT_SENTENCE)
    word_table: Table = field(default=DEFAULT_WORD)
    fitted_on: str = ""  # names of the development sets; empty = the defaults above

    @classmethod
    def from_manifest(cls, manifest: Mapping[str, Any]) -> Calibration:
        """Read manifest["confidence"]; the defaults where it is absent. PlgtError for a damaged table."""
        entry = manifest.get("confidence")
        if not isinstance(entry, Mapping):
            return cls()
        return cls(
            _table(entry.get("sentence"), "sentence"),
            _table(entry.get("word"), "word"),
            str(entry.get("fitted_on", "")),
        )

    def to_manifest(self) -> dict[str, Any]:
        """The value of manifest["confidence"]."""
        return {
            "sentence": [list(point) for point in self.sentence_table],
            "word": [list(point) for point in self.word_table],
            "fitted_on": self.fitted_on,
            "measure": "sentence: expected chrF / 100; word: share found in the reference",
        }

    def value(self, raw: float) -> float:
        """Calibrated confidence of a sentence from its raw value."""
        return round(_interpolate(self.sentence_table, raw), 4)

    def sentence(self, logprobs: Sequence[float]) -> float:
        """Calibrated confidence of a sentence from the log-probabilities of its tokens (end token
        included)."""
        return self.value(geometric_mean(logprobs))

    def word(self, logprobs: Sequence[float]) -> float:
        """Calibrated confidence of a word from the log-probabilities of its pieces."""
        return round(_interpolate(self.word_table, geometric_mean(logprobs)), 4)


def fit_table(raw: Sequence[float], outcome: Sequence[float], bins: int = 10) -> Table:
    """Rising piecewise-linear table through bin means: equal-count bins, then pool-adjacent-violators.

    raw, outcome: one value in 0..1 per observation. Fewer than two observations raise PlgtError.
    Source: Zadrozny & Elkan 2002, isotonic calibration by pool-adjacent-violators.
    """
    if len(raw) != len(outcome) or len(raw) < 2:
        raise PlgtError(
            "A confidence table needs at least two observations: give more development sentences."
        )
    pairs = sorted(zip(raw, outcome, strict=True))
    bins = max(2, min(bins, len(pairs)))
    edges = [round(index * len(pairs) / bins) for index in range(bins + 1)]
    pooled: list[list[float]] = []  # [sum of raw, sum of outcome, count]
    for start, end in itertools.pairwise(edges):
        part = pairs[start:end]
        if not part:
            continue
        pooled.append([math.fsum(p[0] for p in part), math.fsum(p[1] for p in part), float(len(part))])
        while len(pooled) > 1 and pooled[-2][1] / pooled[-2][2] > pooled[-1][1] / pooled[-1][2]:
            last = pooled.pop()
            pooled[-1] = [a + b for a, b in zip(pooled[-1], last, strict=True)]
    points = [(round(x / n, 4), round(y / n, 4)) for x, y, n in pooled]
    if len(points) == 1:
        points = [(0.0, points[0][1]), (1.0, points[0][1])]
    return tuple(points)


def calibration_error(confidence: Sequence[float], outcome: Sequence[float], bins: int = 10) -> float:
    """Expected calibration error: mean |confidence - outcome| over equal-count bins, weighted by their
    size."""
    pairs = sorted(zip(confidence, outcome, strict=True))
    if not pairs:
        return 0.0
    bins = max(1, min(bins, len(pairs)))
    edges = [round(index * len(pairs) / bins) for index in range(bins + 1)]
    total = 0.0
    for start, end in itertools.pairwise(edges):
        part = pairs[start:end]
        total += abs(math.fsum(p[0] for p in part) - math.fsum(p[1] for p in part))
    return total / len(pairs)
