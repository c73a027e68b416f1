"""Partial hypotheses that end alike are one state: the best goes on, the others are other ways into it."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np

from app.model.hypotheses import Doubles, Hypothesis, SearchOptions, Step, length_penalty, read_back


@dataclass
class Merge:
    """A partial hypothesis that gave way to a better one in the same state."""

    winner: list[int]
    ids: list[int]
    logprobs: list[float]
    rows: list[int]


def same_states(size: int, extended: list[list[int]], best: Doubles, eos: int) -> list[tuple[int, int]]:
    """(place, place of the better one) of candidates, best first, whose last `size` tokens a better one has
    too."""
    first: dict[tuple[int, ...], int] = {}
    pairs: list[tuple[int, int]] = []
    for place, ids in enumerate(extended):
        if best[place] == -np.inf or ids[-1] == eos:
            continue
        winner = first.setdefault(tuple(ids[-size:]), place)
        if winner != place:
            pairs.append((place, winner))
    return pairs


def other_ways(
    hypotheses: list[Hypothesis],
    merges: list[Merge],
    trace: list[Step],
    source_length: int,
    options: SearchOptions,
) -> None:
    """Add what finished hypotheses become when their beginning is exchanged for one that was merged into it:
    the n_best of the lattice, best first."""
    known = {tuple(hypothesis.ids) for hypothesis in hypotheses}
    heap = [(-hypothesis.score, index, hypothesis) for index, hypothesis in enumerate(hypotheses)]
    heapq.heapify(heap)
    hypotheses.clear()
    while heap and len(hypotheses) < options.n_best:
        _, _, whole = heapq.heappop(heap)
        hypotheses.append(whole)
        for merge in merges:
            size = len(merge.winner)
            if not whole.finished or whole.ids[:size] != merge.winner:
                continue
            ids = [*merge.ids, *whole.ids[size:]]
            if tuple(ids) in known:
                continue
            known.add(tuple(ids))
            logprobs = [*merge.logprobs, *whole.logprobs[size:]]
            score = sum(logprobs) / float(length_penalty(len(logprobs), options.length_penalty))
            rows = [*merge.rows, *whole.rows[size:]]
            ended = [*ids, options.eos]
            steps = trace[: len(rows)]
            other = read_back(steps, ended, logprobs, rows, score, source_length, options, whole.guarded)
            heapq.heappush(heap, (-score, len(known), other))
