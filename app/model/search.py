"""Greedy and beam search over a one-step decoder, for many sentences at once.

N sentences, B beams, M = N*B rows ordered sentence-major, k best tokens of a row. A `Stepper` runs the model;
nothing here knows onnxruntime. Whatever is decided for a sentence uses its own rows alone, so that its result
does not depend on the sentences beside it.

Score of a hypothesis of n tokens (end symbol included): sum of log-probabilities / ((5 + n) / 6) ** alpha
(Wu et al. 2016, arXiv 1609.08144). A sentence is done when its n_best finished hypotheses score at least as
well as any open one would if it ended with the next token.
Constraints follow Post and Vilar 2018 (arXiv 1804.06609): the beam is shared among hypotheses that have met
different numbers of required tokens, and only one that has met all may end.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from app.errors import Cancelled

Integers = NDArray[np.int64]
Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

LENGTH_PENALTY = 1.5  # alpha; Wu et al. take 0.2 to 0.6: these small models end Turkish sentences too soon
LONGEST_PERIOD = 16  # tokens; loops of translation models are shorter
SPARE = 3  # further candidates of a row, in case the guard forbids the best


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
    bos: int = 1
    eos: int = 2
    banned: tuple[int, ...] = (0, 1)  # never produced: padding and beginning
    vocabulary: int = 0  # 0 = unknown; the k of a step is never larger
    guard: bool = True
    # Partial hypotheses of one length that end in so many same tokens are one state: the best goes on, the
    # others
    # come back as other ways into it, as in lattice decoding. 0 = keep them apart. Not used with constraints.
    recombine: int = 0


@dataclass
class _Merge:
    """A partial hypothesis that gave way to a better one in the same state."""

    winner: list[int]
    ids: list[int]
    logprobs: list[float]
    rows: list[int]


@dataclass
class Constraint:
    """Token sequences that a translation must hold, each in one piece, in any order."""

    sequences: tuple[tuple[int, ...], ...]

    @property
    def total(self) -> int:
        return sum(len(sequence) for sequence in self.sequences)


@dataclass(frozen=True)
class _Progress:
    """Which sequences are met (bits), and how far into which one a hypothesis is (-1: none)."""

    met: int = 0
    current: int = -1
    position: int = 0

    def wanted(self, constraint: Constraint) -> list[int]:
        """Tokens that would meet a required token next."""
        if self.current >= 0:
            return [constraint.sequences[self.current][self.position]]
        return [s[0] for i, s in enumerate(constraint.sequences) if not self.met >> i & 1]

    def after(self, token: int, constraint: Constraint) -> _Progress:
        """Progress once `token` follows; leaving a sequence halfway loses its tokens."""
        if self.current >= 0 and constraint.sequences[self.current][self.position] == token:
            if self.position + 1 == len(constraint.sequences[self.current]):
                return _Progress(self.met | 1 << self.current)
            return _Progress(self.met, self.current, self.position + 1)
        for index, sequence in enumerate(constraint.sequences):
            if not self.met >> index & 1 and sequence[0] == token:
                if len(sequence) == 1:
                    return _Progress(self.met | 1 << index)
                return _Progress(self.met, index, 1)
        return _Progress(self.met)

    def count(self, constraint: Constraint) -> int:
        """Required tokens met so far."""
        whole = sum(len(s) for i, s in enumerate(constraint.sequences) if self.met >> i & 1)
        return whole + self.position


def length_penalty(length: int, alpha: float) -> float:
    """((5 + n) / 6) ** alpha"""
    return float(((5.0 + length) / 6.0) ** alpha)


def allowed_repeats(source: Sequence[int]) -> Integers:
    """[LONGEST_PERIOD]: how often a phrase of 1, 2, ... tokens may stand in a row in the translation of
    `source`.

    Four times for one token, three for two or three, twice for longer ones; oftener where the source repeats
    too.
    """
    allowed = np.full(LONGEST_PERIOD, 2, dtype=np.int64)
    allowed[0], allowed[1:3] = 4, 3
    ids = np.asarray(source, dtype=np.int64)
    for period in range(1, min(LONGEST_PERIOD, len(ids) - 1) + 1):
        same = np.concatenate([[False], ids[period:] == ids[:-period], [False]])
        if same.any():
            edges = np.flatnonzero(np.diff(same.astype(np.int8)))
            longest = int((edges[1::2] - edges[::2]).max())
            allowed[period - 1] = max(int(allowed[period - 1]), longest // period + 1)
    return allowed


class _Guard:
    """Counts, for every open hypothesis, how long it has been repeating with each period."""

    def __init__(self, sources: Sequence[Sequence[int]]) -> None:
        periods = np.arange(1, LONGEST_PERIOD + 1)
        self.limit = np.stack([allowed_repeats(source) * periods for source in sources])  # [N, P]
        self.run = np.zeros((len(sources), 1, LONGEST_PERIOD), dtype=np.int64)  # [N, B, P]

    def forbidden(self, tokens: Integers, ids: Integers) -> NDArray[np.bool_]:
        """[N, B, k]: candidates `ids` [N, B, k] that would complete one repetition too many after `tokens`
        [N, B, T]."""
        periods = min(LONGEST_PERIOD, tokens.shape[2])
        near = self.run[:, :, :periods] + 1 >= self.limit[:, None, :periods]  # [N, B, P]
        if not near.any():
            return np.zeros(ids.shape, dtype=bool)
        back = tokens[:, :, ::-1][:, :, :periods]  # the token `period` places back
        return ((ids[:, :, :, None] == back[:, :, None, :]) & near[:, :, None, :]).any(-1)

    def advance(self, tokens: Integers, parent: Integers, new: Integers) -> None:
        """tokens [N, B', T] after reordering by parent [N, B'], new [N, B'] the tokens that follow."""
        run = np.take_along_axis(self.run, parent[:, :, None], axis=1)
        periods = min(LONGEST_PERIOD, tokens.shape[2])
        back = tokens[:, :, ::-1][:, :, :periods]
        run[:, :, :periods] = np.where(back == new[:, :, None], run[:, :, :periods] + 1, 0)
        self.run = run

    def keep(self, kept: Integers) -> None:
        self.limit, self.run = self.limit[kept], self.run[kept]


def _rows(array: NDArray[Any], index: Integers) -> NDArray[Any]:
    """array [N, C, ...], index [N, B] -> [N, B, ...]: for each sentence the entries that its indices name."""
    return array[np.arange(len(array))[:, None], index]  # much faster than np.take_along_axis


def search(
    stepper: Stepper,
    sources: Sequence[Sequence[int]],
    limits: Sequence[int],
    options: SearchOptions,
    constraints: Sequence[Constraint | None] | None = None,
    cancel: threading.Event | None = None,
    done_one: Callable[[int], None] | None = None,
) -> list[list[Hypothesis]]:
    """Up to n_best hypotheses for each sentence, best first.

    limits: most tokens (end symbol included) of each translation. done_one(i) is called when sentence i is
    done. Raises Cancelled as soon as `cancel` is set.
    """
    count, beam = len(sources), max(options.beam, options.n_best)
    finished: list[list[Hypothesis]] = [[] for _ in sources]
    constraints = constraints or [None] * count
    constrained = any(c is not None and c.sequences for c in constraints)
    k = beam + 1 + (SPARE if options.guard else 0) + len(options.banned)
    k = max(k, options.runner_ups + 1)
    if options.vocabulary:
        k = min(k, options.vocabulary)
    trace: list[Step] = []  # the outputs of every step, which hypotheses are read back from
    guard = _Guard(sources) if options.guard else None
    merges: list[list[_Merge]] = [[] for _ in sources]
    recombine = 0 if constrained else options.recombine

    active = np.arange(count)  # original index of each sentence that still runs
    limit = np.asarray(limits, dtype=np.int64)
    scores: Doubles = np.zeros((count, 1))  # [N, B]
    tokens: Integers = np.zeros((count, 1, 0), dtype=np.int64)  # [N, B, T]
    logps: Doubles = np.zeros((count, 1, 0))
    rows: Integers = np.zeros((count, 1, 0), dtype=np.int64)  # row of each step's outputs that made the token
    guarded = np.zeros((count, 1), dtype=bool)
    progress: list[list[_Progress]] = [[_Progress()] for _ in sources] if constrained else []
    ids: Integers = np.full(count, options.bos, dtype=np.int64)
    origin: Integers = np.arange(count, dtype=np.int64)
    closed = np.zeros(count, dtype=bool)  # of all sentences: done, though perhaps still in the batch

    for position in range(int(limit.max(initial=0))):
        if cancel is not None and cancel.is_set():
            raise Cancelled()
        n, width = scores.shape
        forced = (
            _forced(progress, [constraints[int(i)] for i in active], width, options.eos)
            if constrained
            else None
        )
        nothing = np.zeros((n * width, 0), dtype=np.int64)
        step = stepper.step(ids, position, origin, k, nothing if forced is None else forced)
        trace.append(step)
        found = step.top_ids.reshape(n, width, -1)
        logp = step.top_logp.reshape(n, width, -1).astype(np.float64)
        if forced is not None:
            found = np.concatenate([found, forced.reshape(n, width, -1)], axis=2)
            logp = np.concatenate([logp, step.forced_logp.reshape(n, width, -1)], axis=2)
        candidates = found.shape[2]
        total = scores[:, :, None] + logp
        for banned in options.banned:
            total[found == banned] = -np.inf
        first_choice = np.zeros((n, width), dtype=bool)
        if guard is not None:
            forbidden = guard.forbidden(tokens, found)
            if forbidden.any():
                total[forbidden] = -np.inf
                first_choice = forbidden[:, :, 0]
        shape = (n, width * candidates)
        total, found, logp = total.reshape(shape), found.reshape(shape), logp.reshape(shape)

        # the best 2B candidates; those that end are finished, the best B of the others go on
        order = np.argsort(-total, axis=1, kind="stable")[:, : (4 if recombine else 2) * beam]
        best = _rows(total, order)
        token = _rows(found, order)
        ends = token == options.eos
        if recombine and position >= recombine:
            for i in range(n):
                parents = order[i] // candidates
                extended = [[*tokens[i, p].tolist(), int(t)] for p, t in zip(parents, token[i], strict=True)]
                for place, winner in _same_states(recombine, extended, best[i], options.eos):
                    parent_row = int(parents[place])
                    merges[active[i]].append(
                        _Merge(
                            extended[winner],
                            extended[place],
                            [*logps[i, parent_row].tolist(), float(logp[i, order[i, place]])],
                            [*rows[i, parent_row].tolist(), i * width + parent_row],
                        )
                    )
                    best[i, place] = -np.inf
            sorting = np.argsort(-best, axis=1, kind="stable")
            order, best, token = _rows(order, sorting), _rows(best, sorting), _rows(token, sorting)
            ends = token == options.eos
        going = np.argsort(ends, axis=1, kind="stable")[:, :beam]
        chosen = _rows(order, going)  # [N, B]
        new_scores = np.where(_rows(ends, going), -np.inf, _rows(best, going))
        if going.shape[1] < beam:  # a vocabulary smaller than the beam
            missing = beam - going.shape[1]
            chosen = np.pad(chosen, ((0, 0), (0, missing)))
            new_scores = np.pad(new_scores, ((0, 0), (0, missing)), constant_values=-np.inf)
        closing: list[tuple[int, int, float]] = [  # (sentence, candidate, sum of log-probabilities)
            (int(i), int(order[i, j]), float(best[i, j]))
            for i, j in np.argwhere(ends[:, :beam] & np.isfinite(best[:, :beam]))
        ]
        next_progress: list[list[_Progress]] = []
        if constrained:
            closing = [c for c in closing if not _has(constraints[active[c[0]]])]
            for i in range(n):
                constraint = constraints[active[i]]
                if constraint is None or not constraint.sequences:
                    next_progress.append([_Progress()] * beam)
                    continue
                picked, ended = _pick(
                    constraint, progress[i], total[i], found[i], candidates, beam, options.eos
                )
                next_progress.append([state for _, _, state in picked])
                chosen[i] = [candidate for candidate, _, _ in picked]
                new_scores[i] = [score for _, score, _ in picked]
                closing += [(i, candidate, score) for candidate, score in ended]

        penalty = float(length_penalty(position + 1, options.length_penalty))
        for i, candidate, score in closing:
            from_row = candidate // candidates
            finished[active[i]].append(
                _hypothesis(
                    trace,
                    [*tokens[i, from_row].tolist(), options.eos],
                    [*logps[i, from_row].tolist(), float(logp[i, candidate])],
                    [*rows[i, from_row].tolist(), i * width + from_row],
                    score / penalty,
                    len(sources[active[i]]),
                    options,
                    bool(guarded[i, from_row] or first_choice[i, from_row]),
                )
            )

        # extend the open hypotheses
        parent = chosen // candidates
        new = _rows(found, chosen)
        new_logp = _rows(logp, chosen)
        row = np.arange(n)[:, None] * width + parent
        tokens = _rows(tokens, parent)
        if guard is not None:
            guard.advance(tokens, parent, new)
        guarded = _rows(guarded | first_choice, parent)
        tokens = np.concatenate([tokens, new[:, :, None]], axis=2)
        logps = np.concatenate([_rows(logps, parent), new_logp[:, :, None]], axis=2)
        rows = np.concatenate([_rows(rows, parent), row[:, :, None]], axis=2)
        scores, progress = new_scores, next_progress

        # which sentences are done
        done = np.zeros(n, dtype=bool)
        next_penalty = float(length_penalty(position + 2, options.length_penalty))
        reachable = scores.max(axis=1) / next_penalty
        for i in range(n):
            if closed[active[i]]:
                done[i] = True
                continue
            have = finished[active[i]]
            if len(have) >= options.n_best:
                worst = sorted((h.score for h in have), reverse=True)[options.n_best - 1]
                done[i] = worst >= reachable[i]
            elif not np.isfinite(reachable[i]):
                done[i] = True
            if not done[i] and position + 1 >= limit[active[i]]:
                done[i] = True
                if not have:
                    have += _cut(
                        trace, i, tokens, logps, rows, scores, guarded, penalty, sources[active[i]], options
                    )
            closed[active[i]] = done[i]
            if done[i] and done_one is not None:
                done_one(int(active[i]))
        ids, origin = new.reshape(-1), row.reshape(-1)
        if done.all():
            break
        # drop finished sentences once an eighth of the batch is done
        gone = int(done.sum())
        if gone and gone * 8 >= n:
            kept = np.flatnonzero(~done)
            stepper.keep(kept)
            active, scores, tokens, logps, rows = (
                active[kept],
                scores[kept],
                tokens[kept],
                logps[kept],
                rows[kept],
            )
            guarded, ids, origin = guarded[kept], new[kept].reshape(-1), row[kept].reshape(-1)
            progress = [progress[i] for i in kept] if constrained else []
            if guard is not None:
                guard.keep(kept)
        elif gone:
            scores[done] = -np.inf  # rows that only keep their place
    if recombine:
        for i, hypotheses in enumerate(finished):
            _other_ways(hypotheses, merges[i], trace, len(sources[i]), options)
    return [sorted(h, key=lambda one: -one.score)[: options.n_best] for h in finished]


def _same_states(size: int, extended: list[list[int]], best: Doubles, eos: int) -> list[tuple[int, int]]:
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


def _other_ways(
    hypotheses: list[Hypothesis],
    merges: list[_Merge],
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
            other = _hypothesis(steps, ended, logprobs, rows, score, source_length, options, whole.guarded)
            heapq.heappush(heap, (-score, len(known), other))


def _has(constraint: Constraint | None) -> bool:
    return constraint is not None and bool(constraint.sequences)


def _forced(
    progress: list[list[_Progress]], constraints: list[Constraint | None], width: int, filler: int
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


def _pick(
    constraint: Constraint,
    progress: list[_Progress],
    total: Doubles,
    found: Integers,
    candidates: int,
    beam: int,
    eos: int,
) -> tuple[list[tuple[int, float, _Progress]], list[tuple[int, float]]]:
    """For one constrained sentence: B (candidate, score, progress) to go on with, and those that end."""
    banks: dict[int, list[tuple[int, float, _Progress]]] = {}
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
    picked: list[tuple[int, float, _Progress]] = []
    depth = 0
    while len(picked) < beam and any(len(bank) > depth for bank in banks.values()):
        for size in sorted(banks, reverse=True):
            if len(picked) < beam and len(banks[size]) > depth:
                picked.append(banks[size][depth])
        depth += 1
    picked += [(0, -np.inf, _Progress())] * (beam - len(picked))
    return picked, ended


def _cut(
    trace: list[Step],
    i: int,
    tokens: Integers,
    logps: Doubles,
    rows: Integers,
    scores: Doubles,
    guarded: NDArray[np.bool_],
    penalty: float,
    source: Sequence[int],
    options: SearchOptions,
) -> list[Hypothesis]:
    """The open hypotheses of sentence i as they stand at its length limit."""
    return [
        _hypothesis(
            trace,
            tokens[i, b].tolist(),
            logps[i, b].tolist(),
            rows[i, b].tolist(),
            float(scores[i, b]) / penalty,
            len(source),
            options,
            bool(guarded[i, b]),
        )
        for b in np.argsort(-scores[i], kind="stable").tolist()
        if np.isfinite(scores[i, b])
    ]


def _hypothesis(
    trace: list[Step],
    ids: list[int],
    logprobs: list[float],
    rows: list[int],
    score: float,
    source_length: int,
    options: SearchOptions,
    guarded: bool,
) -> Hypothesis:
    alignment = np.stack([step.alignment[row, :source_length] for step, row in zip(trace, rows, strict=True)])
    runner_up = []
    enough = options.runner_ups + 1 + len(options.banned)
    for step, row, token in zip(trace, rows, ids, strict=True):
        ids_here, logp_here = step.top_ids[row, :enough].tolist(), step.top_logp[row, :enough].tolist()
        others = zip(ids_here, logp_here, strict=True)
        kept = [(i, p) for i, p in others if i != token and i not in options.banned]
        runner_up.append(kept[: options.runner_ups])
    finished = bool(ids) and ids[-1] == options.eos
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
