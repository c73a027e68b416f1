"""Greedy and beam search over a one-step decoder, for many sentences at once.

N sentences, B beams, M = N*B rows ordered sentence-major, k best tokens of a row. A `Stepper` runs the model;
nothing here knows onnxruntime. Whatever is decided for a sentence uses its own rows alone, so that its result
does not depend on the sentences beside it.

Score of a hypothesis of n tokens (end symbol included): sum of log-probabilities / ((5 + n) / 6) ** alpha
(Wu et al. 2016, arXiv 1609.08144). A sentence is done when its n_best finished hypotheses score at least as
well as any open one would if it ended with the next token.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.errors import Cancelled
from app.model.constraints import Constraint, Progress, forced_tokens, has_any, pick
from app.model.hypotheses import (
    LENGTH_PENALTY,
    Doubles,
    Floats,
    Hypothesis,
    Integers,
    SearchOptions,
    Step,
    Stepper,
    length_penalty,
    read_back,
)
from app.model.lattice import Merge, other_ways, same_states
from app.model.repetition import LONGEST_PERIOD, Guard, allowed_repeats

__all__ = [
    "LENGTH_PENALTY", "LONGEST_PERIOD", "Constraint", "Floats", "Hypothesis", "Integers", "SearchOptions", "Step",
    "Stepper", "allowed_repeats", "length_penalty", "search",
]  # fmt: skip

SPARE = 3  # further candidates of a row, in case the guard forbids the best


def candidates_per_row(options: SearchOptions) -> int:
    """The k best tokens that a step is asked for, unless the vocabulary is smaller."""
    beam = max(options.beam, options.n_best)
    k = beam + 1 + (SPARE if options.guard else 0) + len(options.banned)
    return max(k, options.runner_ups + 1)


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
    run = _Search(stepper, sources, limits, options, constraints)
    for position in range(int(run.limit.max(initial=0))):
        if cancel is not None and cancel.is_set():
            raise Cancelled()
        offered = run.step(position)
        ranked = run.rank(offered, position)
        chosen = run.choose(offered, ranked)
        run.finish(offered, chosen.closing, position)
        run.extend(offered, chosen)
        done = run.end_sentences(position, done_one)
        if done.all():
            break
        run.drop(done)
    return run.results()


@dataclass
class _Offered:
    """What one step offers: every candidate of every row, flat for each sentence."""

    width: int  # open hypotheses (rows) of a sentence
    candidates: int  # of a row, C
    total: Doubles  # [N, W*C] sum of log-probabilities with the candidate; -inf = not allowed
    found: Integers  # [N, W*C] token
    logp: Doubles  # [N, W*C] the token's own log-probability
    first_choice: NDArray[np.bool_]  # [N, W] the guard forbade the row's best token


@dataclass
class _Ranked:
    """The best candidates of every sentence, best first."""

    order: Integers  # [N, 2B or 4B] place in the W*C candidates
    best: Doubles  # their sums
    ends: NDArray[np.bool_]  # whether they are the end symbol


@dataclass
class _Chosen:
    """Who goes on and who ends."""

    places: Integers  # [N, B] candidates that go on
    scores: Doubles  # [N, B] their sums
    closing: list[tuple[int, int, float]]  # (sentence, candidate, sum) that end
    progress: list[list[Progress]]  # of constrained sentences


class _Search:
    """The open hypotheses of all sentences that still run, and what is finished."""

    def __init__(
        self,
        stepper: Stepper,
        sources: Sequence[Sequence[int]],
        limits: Sequence[int],
        options: SearchOptions,
        constraints: Sequence[Constraint | None] | None,
    ) -> None:
        count = len(sources)
        self.stepper, self.sources, self.options = stepper, sources, options
        self.beam = max(options.beam, options.n_best)
        self.constraints = constraints or [None] * count
        self.constrained = any(map(has_any, self.constraints))
        self.recombine = 0 if self.constrained else options.recombine
        k = candidates_per_row(options)
        self.k = min(k, options.vocabulary) if options.vocabulary else k
        if options.sample and (self.beam > 1 or self.constrained):
            raise ValueError("sampling needs a beam of 1 and no constraints")
        self.k = max(self.k, options.sample + len(options.banned))
        if options.vocabulary:
            self.k = min(self.k, options.vocabulary)
        self.draws = [np.random.default_rng(list(source)) for source in sources] if options.sample else []
        self.guard = Guard(sources) if options.guard else None
        self.limit = np.asarray(limits, dtype=np.int64)

        self.trace: list[Step] = []  # the outputs of every step, which hypotheses are read back from
        self.finished: list[list[Hypothesis]] = [[] for _ in sources]
        self.merges: list[list[Merge]] = [[] for _ in sources]
        self.closed = np.zeros(count, dtype=bool)  # of all sentences: done, though perhaps still in the batch

        self.active = np.arange(count)  # original index of each sentence that still runs
        self.scores: Doubles = np.zeros((count, 1))  # [N, B]
        self.tokens: Integers = np.zeros((count, 1, 0), dtype=np.int64)  # [N, B, T]
        self.logps: Doubles = np.zeros((count, 1, 0))
        # row of each step's outputs that made the token
        self.rows: Integers = np.zeros((count, 1, 0), dtype=np.int64)
        self.guarded = np.zeros((count, 1), dtype=bool)
        self.progress: list[list[Progress]] = [[Progress()] for _ in sources] if self.constrained else []
        # the next step's input: [M] tokens, and the rows of the step before that they continue
        self.ids: Integers = np.full(count, options.bos, dtype=np.int64)
        self.origin: Integers = np.arange(count, dtype=np.int64)

    def step(self, position: int) -> _Offered:
        """Run the model for all open hypotheses; forbid what may not be added."""
        n, width = self.scores.shape
        forced = np.zeros((n * width, 0), dtype=np.int64)
        if self.constrained:
            wanted = [self.constraints[int(i)] for i in self.active]
            forced = forced_tokens(self.progress, wanted, width, self.options.eos)
        step = self.stepper.step(self.ids, position, self.origin, self.k, forced)
        self.trace.append(step)
        found = step.top_ids.reshape(n, width, -1)
        logp = step.top_logp.reshape(n, width, -1).astype(np.float64)
        if self.constrained:
            found = np.concatenate([found, forced.reshape(n, width, -1)], axis=2)
            logp = np.concatenate([logp, step.forced_logp.reshape(n, width, -1)], axis=2)
        total = self.scores[:, :, None] + logp
        for banned in self.options.banned:
            total[found == banned] = -np.inf
        first_choice = np.zeros((n, width), dtype=bool)
        if self.guard is not None:
            forbidden = self.guard.forbidden(self.tokens, found)
            if forbidden.any():
                total[forbidden] = -np.inf
                first_choice = forbidden[:, :, 0]
        candidates = found.shape[2]
        shape = (n, width * candidates)
        return _Offered(
            width, candidates, total.reshape(shape), found.reshape(shape), logp.reshape(shape), first_choice
        )

    def rank(self, offered: _Offered, position: int) -> _Ranked:
        """The best 2B candidates (of which at most B end), after equal states have been merged."""
        most = (4 if self.recombine else 2) * self.beam
        preference = offered.total
        if self.options.sample:
            preference = self._drawn(offered)
        order = np.argsort(-preference, axis=1, kind="stable")[:, :most]
        best = _rows(offered.total, order)
        if self.recombine and position >= self.recombine:
            self._merge_states(offered, order, best)
            sorting = np.argsort(-best, axis=1, kind="stable")
            order, best = _rows(order, sorting), _rows(best, sorting)
        return _Ranked(order, best, _rows(offered.found, order) == self.options.eos)

    def _drawn(self, offered: _Offered) -> Doubles:
        """[N, C]: log-probabilities with Gumbel noise, whose largest is a draw from the likeliest `sample`."""
        allowed = np.argsort(-offered.total, axis=1, kind="stable")[:, self.options.sample :]
        noisy = offered.logp + np.stack(
            [self.draws[i].gumbel(size=offered.logp.shape[1]) for i in self.active]
        )
        noisy[~np.isfinite(offered.total)] = -np.inf
        np.put_along_axis(noisy, allowed, -np.inf, axis=1)
        return noisy

    def _merge_states(self, offered: _Offered, order: Integers, best: Doubles) -> None:
        """Take candidates whose state a better one has too out of `best`; they are kept as other ways."""
        token = _rows(offered.found, order)
        for i in range(len(order)):
            parents = order[i] // offered.candidates
            extended = [[*self.tokens[i, p].tolist(), int(t)] for p, t in zip(parents, token[i], strict=True)]
            for place, winner in same_states(self.recombine, extended, best[i], self.options.eos):
                parent = int(parents[place])
                self.merges[self.active[i]].append(
                    Merge(
                        extended[winner],
                        extended[place],
                        [*self.logps[i, parent].tolist(), float(offered.logp[i, order[i, place]])],
                        [*self.rows[i, parent].tolist(), i * offered.width + parent],
                    )
                )
                best[i, place] = -np.inf

    def choose(self, offered: _Offered, ranked: _Ranked) -> _Chosen:
        """Candidates that end are finished, the best B of the others go on."""
        beam = self.beam
        going = np.argsort(ranked.ends, axis=1, kind="stable")[:, :beam]
        places = _rows(ranked.order, going)  # [N, B]
        scores = np.where(_rows(ranked.ends, going), -np.inf, _rows(ranked.best, going))
        if going.shape[1] < beam:  # a vocabulary smaller than the beam
            missing = beam - going.shape[1]
            places = np.pad(places, ((0, 0), (0, missing)))
            scores = np.pad(scores, ((0, 0), (0, missing)), constant_values=-np.inf)
        closing: list[tuple[int, int, float]] = [
            (int(i), int(ranked.order[i, j]), float(ranked.best[i, j]))
            for i, j in np.argwhere(ranked.ends[:, :beam] & np.isfinite(ranked.best[:, :beam]))
        ]
        chosen = _Chosen(places, scores, closing, [])
        if self.constrained:
            self._choose_constrained(offered, chosen)
        return chosen

    def _choose_constrained(self, offered: _Offered, chosen: _Chosen) -> None:
        """Replace the choice in the sentences that must hold given tokens."""
        chosen.closing = [c for c in chosen.closing if not has_any(self.constraints[self.active[c[0]]])]
        for i, index in enumerate(self.active):
            constraint = self.constraints[int(index)]
            if constraint is None or not constraint.sequences:
                chosen.progress.append([Progress()] * self.beam)
                continue
            picked, ended = pick(
                constraint, self.progress[i], offered.total[i], offered.found[i], offered.candidates,
                self.beam, self.options.eos,
            )  # fmt: skip
            chosen.progress.append([state for _, _, state in picked])
            chosen.places[i] = [candidate for candidate, _, _ in picked]
            chosen.scores[i] = [score for _, score, _ in picked]
            chosen.closing += [(i, candidate, score) for candidate, score in ended]

    def finish(self, offered: _Offered, closing: list[tuple[int, int, float]], position: int) -> None:
        """Keep the hypotheses that have ended."""
        penalty = float(length_penalty(position + 1, self.options.length_penalty))
        for i, candidate, score in closing:
            row = candidate // offered.candidates
            self.finished[self.active[i]].append(
                read_back(
                    self.trace,
                    [*self.tokens[i, row].tolist(), self.options.eos],
                    [*self.logps[i, row].tolist(), float(offered.logp[i, candidate])],
                    [*self.rows[i, row].tolist(), i * offered.width + row],
                    score / penalty,
                    len(self.sources[self.active[i]]),
                    self.options,
                    bool(self.guarded[i, row] or offered.first_choice[i, row]),
                )
            )

    def extend(self, offered: _Offered, chosen: _Chosen) -> None:
        """Lengthen the open hypotheses by the chosen tokens."""
        parent = chosen.places // offered.candidates
        new = _rows(offered.found, chosen.places)
        new_logp = _rows(offered.logp, chosen.places)
        row = np.arange(len(parent))[:, None] * offered.width + parent
        tokens = _rows(self.tokens, parent)
        if self.guard is not None:
            self.guard.advance(tokens, parent, new)
        self.guarded = _rows(self.guarded | offered.first_choice, parent)
        self.tokens = np.concatenate([tokens, new[:, :, None]], axis=2)
        self.logps = np.concatenate([_rows(self.logps, parent), new_logp[:, :, None]], axis=2)
        self.rows = np.concatenate([_rows(self.rows, parent), row[:, :, None]], axis=2)
        self.scores, self.progress = chosen.scores, chosen.progress
        self.ids, self.origin = new.reshape(-1), row.reshape(-1)

    def end_sentences(self, position: int, done_one: Callable[[int], None] | None) -> NDArray[np.bool_]:
        """[N]: which sentences are done now, or were before. At its length limit a sentence without any finished
        hypothesis gets the open ones as they stand."""
        options = self.options
        done = np.zeros(len(self.active), dtype=bool)
        next_penalty = float(length_penalty(position + 2, options.length_penalty))
        reachable = self.scores.max(axis=1) / next_penalty
        for i, index in enumerate(self.active):
            if self.closed[index]:
                done[i] = True
                continue
            have = self.finished[index]
            if options.sample and have:
                done[i] = True  # the end symbol was drawn
            elif len(have) >= options.n_best:
                worst = sorted((h.score for h in have), reverse=True)[options.n_best - 1]
                done[i] = worst >= reachable[i]
            elif not np.isfinite(reachable[i]):
                done[i] = True
            if not done[i] and position + 1 >= self.limit[index]:
                done[i] = True
                if not have:
                    have += self._cut(i, position)
            self.closed[index] = done[i]
            if done[i] and done_one is not None:
                done_one(int(index))
        return done

    def _cut(self, i: int, position: int) -> list[Hypothesis]:
        """The open hypotheses of a sentence as they stand at its length limit."""
        penalty = float(length_penalty(position + 1, self.options.length_penalty))
        return [
            read_back(
                self.trace,
                self.tokens[i, b].tolist(),
                self.logps[i, b].tolist(),
                self.rows[i, b].tolist(),
                float(self.scores[i, b]) / penalty,
                len(self.sources[self.active[i]]),
                self.options,
                bool(self.guarded[i, b]),
            )
            for b in np.argsort(-self.scores[i], kind="stable").tolist()
            if np.isfinite(self.scores[i, b])
        ]

    def drop(self, done: NDArray[np.bool_]) -> None:
        """Take finished sentences out of the batch once they are an eighth of it."""
        gone = int(done.sum())
        if gone and gone * 8 >= len(done):
            kept = np.flatnonzero(~done)
            self.stepper.keep(kept)
            width = self.scores.shape[1]
            self.ids = self.ids.reshape(-1, width)[kept].reshape(-1)
            self.origin = self.origin.reshape(-1, width)[kept].reshape(-1)
            self.active, self.scores, self.guarded = self.active[kept], self.scores[kept], self.guarded[kept]
            self.tokens, self.logps, self.rows = self.tokens[kept], self.logps[kept], self.rows[kept]
            self.progress = [self.progress[i] for i in kept] if self.constrained else []
            if self.guard is not None:
                self.guard.keep(kept)
        elif gone:
            self.scores[done] = -np.inf  # rows that only keep their place

    def results(self) -> list[list[Hypothesis]]:
        """n_best hypotheses of every sentence, best first."""
        if self.recombine:
            for i, hypotheses in enumerate(self.finished):
                other_ways(hypotheses, self.merges[i], self.trace, len(self.sources[i]), self.options)
        return [sorted(h, key=lambda one: -one.score)[: self.options.n_best] for h in self.finished]


def _rows(array: NDArray[Any], index: Integers) -> NDArray[Any]:
    """array [N, C, ...], index [N, B] -> [N, B, ...]: for each sentence the entries that its indices name."""
    return array[np.arange(len(array))[:, None], index]  # much faster than np.take_along_axis
