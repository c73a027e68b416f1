"""Which pairs of a corpus are good enough to learn from, and a report of the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from training.config import DataConfig
from training.data.corpus import Pair

_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"\w+")


@dataclass
class FilterReport:
    """Counts by reason for one corpus."""

    name: str
    seen: int = 0
    kept: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    examples: dict[str, Pair] = field(default_factory=dict)

    def __str__(self) -> str:
        reasons = ", ".join(f"{reason} {count}" for reason, count in self.dropped.most_common())
        return f"{self.name}: kept {self.kept} of {self.seen}" + (f" (dropped: {reasons})" if reasons else "")


def reason_to_drop(pair: Pair, config: DataConfig) -> str | None:
    """Why a pair should not be learnt from, or None."""
    a, b = pair.source, pair.target
    if not a or not b:
        return "empty"
    if not config.filter:
        return None
    if len(a) > config.max_characters or len(b) > config.max_characters:
        return "too long"
    longer, shorter = max(len(a), len(b)), min(len(a), len(b))
    if longer > config.max_ratio * shorter + 10:
        return "length ratio"
    if not _LETTER.search(a) or not _LETTER.search(b):
        return "no letters"
    if a == b and len(_WORD.findall(a)) > 2:
        return "not translated"
    digits_a, digits_b = (Counter(re.findall(r"\d", text)) for text in (a, b))
    if sum(((digits_a - digits_b) + (digits_b - digits_a)).values()) > 4:
        return "numbers differ"
    return None


def filter_pairs(
    name: str,
    pairs: Iterable[Pair],
    config: DataConfig,
    seen_before: set[int] | None = None,
    held_out: set[int] | None = None,
) -> tuple[list[Pair], FilterReport]:
    """The pairs to keep and the report. Duplicates are dropped within `seen_before` (shared between corpora).

    `held_out` holds hashes of validation and test sentences (either side); such pairs are dropped.
    """
    report = FilterReport(name)
    seen = set() if seen_before is None else seen_before
    kept: list[Pair] = []
    for pair in pairs:
        report.seen += 1
        reason = reason_to_drop(pair, config)
        if (
            reason is None
            and held_out is not None
            and (hash(pair.source) in held_out or hash(pair.target) in held_out)
        ):
            reason = "held out"
        if reason is None and config.drop_duplicates:
            key = hash((pair.source, pair.target))
            if key in seen:
                reason = "duplicate"
            seen.add(key)
        if reason is None:
            kept.append(pair)
        else:
            report.dropped[reason] += 1
            report.examples.setdefault(reason, pair)
    report.kept = len(kept)
    return kept, report
