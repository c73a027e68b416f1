"""What a search is asked and what it gives: steps of a decoder, options, hypotheses.

M rows, k best tokens of a row, S source tokens, F forced tokens, N sentences.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

LENGTH_PENALTY = 1.5  # alpha; Wu et al. take 0.2 to 0.6: these small models end Turkish sentences too soon


@dataclass
class Step:
    """What one decoding step gives for M rows."""

    top_logp: Floats  # [M, k] descending
    top_ids: Integers  # [M, k]
    forced_logp: Floats  # [M, F]
    alignment: Floats  # [M, S]


class Stepper(Protocol):
    """Runs the model for the sentences that it was made for."""

    def step(self, ids: Integers, position: int, beam: Integers, k: int, forced: Integers) -> Step:
        """ids [M], beam [M] (row of the previous step that each row continues; first step: 0..N-1), forced
        [M, F]."""
        ...

    def keep(self, sentences: Integers) -> None:
        """Go on with these sentences only, in this order."""
        ...


@dataclass
class Hypothesis:
    """One translation of one sentence."""

    ids: list[int]  # without beginning and end symbols
    score: float  # sum of log-probabilities over the length penalty
    logprobs: list[float]  # of each token; one more than ids if finished (the end symbol)
    alignment: Floats  # [len(logprobs), S]: cross-attention of each token over the source tokens
    runner_up: list[list[tuple[int, float]]]  # per token, other tokens and their log-probabilities
    finished: bool  # False: cut at the length limit
    guarded: bool = False  # True: the repetition guard forbade the model's first choice somewhere
    rows: list[int] = field(
        default_factory=list, repr=False
    )  # row of each step's outputs that made the token


@dataclass
class SearchOptions:
    """How to search. Ids come from the bundle."""

    beam: int = 4
    n_best: int = 1
    length_penalty: float = LENGTH_PENALTY
    runner_ups: int = 3  # alternatives noted per token
    details: bool = True  # False: hypotheses come without alignment and runner-ups, which then cost nothing
    bos: int = 1
    eos: int = 2
    banned: tuple[int, ...] = (0, 1)  # never produced: padding and beginning
    vocabulary: int = 0  # 0 = unknown; the k of a step is never larger
    guard: bool = True
    # Partial hypotheses of one length that end in so many same tokens are one state: the best goes on, the
    # others
    # come back as other ways into it, as in lattice decoding. 0 = keep them apart. Not used with constraints.
    recombine: int = 0
    # Draw each token from the so many likeliest ones instead of searching (Fan, Lewis and Dauphin 2018,
    # arXiv 1805.04833); needs beam 1. What is drawn depends on the sentence alone. 0 = search.
    sample: int = 0


def length_penalty(length: int, alpha: float) -> float:
    """((5 + n) / 6) ** alpha"""
    return float(((5.0 + length) / 6.0) ** alpha)


def read_back(
    trace: list[Step],
    ids: list[int],
    logprobs: list[float],
    rows: list[int],
    score: float,
    source_length: int,
    options: SearchOptions,
    guarded: bool,
) -> Hypothesis:
    """The hypothesis whose tokens `ids` the given rows of the steps in `trace` made."""
    finished = bool(ids) and ids[-1] == options.eos
    if not options.details:
        nothing = np.zeros((len(logprobs), 0), np.float32)
        return Hypothesis(
            ids[:-1] if finished else ids, score, logprobs, nothing, [], finished, guarded, rows
        )
    alignment = np.stack([step.alignment[row, :source_length] for step, row in zip(trace, rows, strict=True)])
    runner_up = []
    enough = options.runner_ups + 1 + len(options.banned)
    for step, row, token in zip(trace, rows, ids, strict=True):
        ids_here, logp_here = step.top_ids[row, :enough].tolist(), step.top_logp[row, :enough].tolist()
        others = zip(ids_here, logp_here, strict=True)
        kept = [(i, p) for i, p in others if i != token and i not in options.banned]
        runner_up.append(kept[: options.runner_ups])
    return Hypothesis(
        ids=ids[:-1] if finished else ids,
        score=score,
        logprobs=logprobs,
        alignment=alignment,
        runner_up=runner_up,
        finished=finished,
        guarded=guarded,
        rows=rows,
    )
