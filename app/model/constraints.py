"""Tokens that a translation must hold, as glossary terms are: how far a hypothesis is with them, and who goes on.

Post and Vilar 2018 (arXiv 1804.06609): the beam is shared among hypotheses that have met different numbers of required
tokens, and only one that has met all may end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.model.hypotheses import Doubles, Integers


@dataclass
class Constraint:
    """Token sequences that a translation must hold, each in one piece, in any order."""

    sequences: tuple[tuple[int, ...], ...]

    @property
    def total(self) -> int:
        return sum(len(sequence) for sequence in self.sequences)


@dataclass(frozen=True)
class Progress:
    """Which sequences are met (bits), and how far into which one a hypothesis is (-1: none)."""

    met: int = 0
    current: int = -1
    position: int = 0

    def wanted(self, constraint: Constraint) -> list[int]:
        """Tokens that would meet a required token next."""
        if self.current >= 0:
            return [constraint.sequences[self.current][self.position]]
        return [s[0] for i, s in enumerate(constraint.sequences) if not self.met >> i & 1]

    def after(self, token: int, constraint: Constraint) -> Progress:
        """Progress once `token` follows; leaving a sequence halfway loses its tokens."""
        if self.current >= 0 and constraint.sequences[self.current][self.position] == token:
            if self.position + 1 == len(constraint.sequences[self.current]):
                return Progress(self.met | 1 << self.current)
            return Progress(self.met, self.current, self.position + 1)
        for index, sequence in enumerate(constraint.sequences):
            if not self.met >> index & 1 and sequence[0] == token:
                if len(sequence) == 1:
                    return Progress(self.met | 1 << index)
                return Progress(self.met, index, 1)
        return Progress(self.met)

    def count(self, constraint: Constraint) -> int:
        """Required tokens met so far."""
        whole = sum(len(s) for i, s in enumerate(constraint.sequences) if self.met >> i & 1)
        return whole + self.position


def has_any(constraint: Constraint | None) -> bool:
    return constraint is not None and bool(constraint.sequences)


def forced_tokens(
    progress: list[list[Progress]], constraints: list[Constraint | None], width: int, filler: int
) -> Integers:
    """[M, F]: the tokens that each row's constraints want next; `filler` (which is offered anyway)
    elsewhere."""
    wanted = [
        [] if constraint is None else progress[i][b].wanted(constraint)
        for i, constraint in enumerate(constraints)
        for b in range(width)
    ]
    size = max((len(w) for w in wanted), default=0)
    return np.array([[*w, *[filler] * (size - len(w))] for w in wanted], dtype=np.int64).reshape(
        len(wanted), size
    )


def pick(
    constraint: Constraint,
    progress: list[Progress],
    total: Doubles,
    found: Integers,
    candidates: int,
    beam: int,
    eos: int,
) -> tuple[list[tuple[int, float, Progress]], list[tuple[int, float]]]:
    """For one constrained sentence: B (candidate, score, progress) to go on with, and those that end."""
    banks: dict[int, list[tuple[int, float, Progress]]] = {}
    ended: list[tuple[int, float]] = []
    seen: set[tuple[int, int]] = set()
    everything = (1 << len(constraint.sequences)) - 1
    for place in np.argsort(-total, kind="stable").tolist():
        score = float(total[place])
        if score == -np.inf:
            break
        parent, token = place // candidates, int(found[place])
        if (parent, token) in seen:
            continue
        seen.add((parent, token))
        state = progress[parent]
        if token == eos:
            if state.met == everything and len(ended) < beam:
                ended.append((place, score))
            continue
        after = state.after(token, constraint)
        banks.setdefault(after.count(constraint), []).append((place, score, after))
    # take turns among the banks, the fullest first, each giving its best
    picked: list[tuple[int, float, Progress]] = []
    depth = 0
    while len(picked) < beam and any(len(bank) > depth for bank in banks.values()):
        for size in sorted(banks, reverse=True):
            if len(picked) < beam and len(banks[size]) > depth:
                picked.append(banks[size][depth])
        depth += 1
    picked += [(0, -np.inf, Progress())] * (beam - len(picked))
    return picked, ended
