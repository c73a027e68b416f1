"""Merging equivalent partial hypotheses: exact on a bigram model, where it finds the true n-best."""

from __future__ import annotations

import itertools

import numpy as np

from app.model.search import Integers, SearchOptions, Step, search

BOS, EOS, WORDS = 1, 2, 5  # word ids 3..7
LENGTH = 5  # words of every translation


class Bigram:
    """A model whose next token depends on the last one alone; after LENGTH words only the end is possible."""

    def __init__(self, seed: int) -> None:
        table = np.random.default_rng(seed).normal(size=(3 + WORDS, 3 + WORDS)) * 2.0
        self.logp = table - np.log(np.exp(table[:, 3:]).sum(axis=1, keepdims=True))
        self.logp[:, :3] = -np.inf

    def step(self, ids: Integers, position: int, beam: Integers, k: int, forced: Integers) -> Step:
        rows = self.logp[ids].copy()
        if position == LENGTH:
            rows[:] = -np.inf
            rows[:, EOS] = 0.0
        order = np.argsort(-rows, axis=1)[:, :k]
        top = np.take_along_axis(rows, order, axis=1).astype(np.float32)
        count = len(ids)
        return Step(
            top, order, np.zeros((count, forced.shape[1]), np.float32), np.ones((count, 2), np.float32)
        )

    def keep(self, sentences: Integers) -> None:
        return None

    def best(self, count: int) -> list[tuple[int, ...]]:
        """The truly best translations."""
        scored = []
        for words in itertools.product(range(3, 3 + WORDS), repeat=LENGTH):
            total = sum(self.logp[a, b] for a, b in itertools.pairwise((BOS, *words)))
            scored.append((-total, words))
        return [words for _, words in sorted(scored)[:count]]


def find(model: Bigram, beam: int, recombine: int) -> list[tuple[int, ...]]:
    options = SearchOptions(
        beam=beam, n_best=beam, length_penalty=0.0, guard=False, recombine=recombine, vocabulary=3 + WORDS
    )
    (hypotheses,) = search(model, [[5, EOS]], [LENGTH + 1], options)
    for hypothesis in hypotheses:
        own = sum(model.logp[a, b] for a, b in itertools.pairwise((BOS, *hypothesis.ids)))
        assert abs(own - hypothesis.score) < 1e-4 and abs(sum(hypothesis.logprobs) - own) < 1e-4
        assert len(hypothesis.alignment) == len(hypothesis.logprobs) == LENGTH + 1
        assert hypothesis.finished
    return [tuple(hypothesis.ids) for hypothesis in hypotheses]


def test_merged_beginnings_come_back_and_give_the_true_n_best() -> None:
    missed = 0
    for seed in range(30):
        model = Bigram(seed)
        wanted = model.best(6)
        assert set(find(model, 6, 1)) == set(wanted)
        missed += len(set(wanted) - set(find(model, 6, 0)))
    assert missed > 0  # of what the search without merging finds


def test_zero_leaves_the_search_as_it_is() -> None:
    model = Bigram(3)
    assert find(model, 4, 0) == find(model, 4, 0)
