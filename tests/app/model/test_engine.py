"""The engine and its search: the best translation, the same whatever shares the batch, and always an end."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from app.errors import Cancelled, PlgtError
from app.model import devices
from app.model.bundle import Bundle
from app.model.engine import BoundStepper, Engine
from app.model.search import (
    LENGTH_PENALTY,
    Constraint,
    Integers,
    SearchOptions,
    Step,
    allowed_repeats,
    length_penalty,
    search,
)

FIXTURE = Path(__file__).parents[2] / "data" / "tiny-v1.plgt"
EOS = 2


@pytest.fixture(scope="module", params=["fp32", "int8"])
def engine(request: pytest.FixtureRequest) -> Engine:
    return Engine(Bundle(FIXTURE), "cpu", threads=1, variant=request.param)


def sources(count: int, seed: int = 0, longest: int = 20) -> list[list[int]]:
    generator = np.random.default_rng(seed)
    lengths = generator.integers(1, longest, count)
    return [[*generator.integers(20, 350, n).tolist(), EOS] for n in lengths]


class MarkovStepper:
    """A model whose next token depends on the last one and on the sentence; rows are independent."""

    def __init__(self, logp: np.ndarray, sentences: Sequence[int]) -> None:
        self.logp = logp  # [sentence, last token, next token]
        self.rows = np.array(sentences)

    def step(self, ids: Integers, position: int, beam: Integers, k: int, forced: Integers) -> Step:
        width = len(ids) // len(self.rows)
        logp = self.logp[np.repeat(self.rows, width), ids].astype(np.float32)
        top = np.argsort(-logp, axis=1, kind="stable")[:, :k]
        return Step(
            np.take_along_axis(logp, top, 1),
            top,
            np.take_along_axis(logp, forced, 1),
            np.ones((len(ids), 4), np.float32),
        )

    def keep(self, kept: Integers) -> None:
        self.rows = self.rows[kept]


def markov(sentences: int, vocabulary: int, seed: int) -> np.ndarray:
    scores = np.random.default_rng(seed).normal(size=(sentences, vocabulary, vocabulary)) * 1.5
    return scores - np.log(np.exp(scores).sum(-1, keepdims=True))


def brute_force(logp: np.ndarray, limit: int, alpha: float) -> tuple[float, list[int]]:
    """The best finished sequence of at most `limit` tokens, by trying all."""
    best: tuple[float, list[int]] = (-np.inf, [])
    for length in range(limit):
        for ids in itertools.product([t for t in range(logp.shape[0]) if t > EOS], repeat=length):
            path = [1, *ids, EOS]
            total = sum(float(logp[a, b]) for a, b in itertools.pairwise(path))
            score = total / float(length_penalty(length + 1, alpha))
            best = max(best, (score, list(ids)))
    return best


@pytest.mark.parametrize("seed", range(6))
def test_a_wide_beam_finds_the_best_sequence(seed: int) -> None:
    logp = markov(3, 6, seed)
    options = SearchOptions(beam=60, length_penalty=0.0, vocabulary=6, guard=False)
    found = search(MarkovStepper(logp, range(3)), [[5, EOS]] * 3, [5] * 3, options)
    for i in range(3):
        score, ids = brute_force(logp[i], 5, 0.0)
        assert found[i][0].ids == ids
        assert found[i][0].score == pytest.approx(score, abs=1e-5)
        assert sum(found[i][0].logprobs) == pytest.approx(score, abs=1e-5)


def test_greedy_takes_the_best_token_each_time() -> None:
    logp = markov(1, 30, 3)
    best = search(
        MarkovStepper(logp, [0]), [[5, EOS]], [12], SearchOptions(beam=1, vocabulary=30, guard=False)
    )[0][0]
    allowed = logp[0].copy()
    allowed[:, [0, 1]] = -np.inf
    expected, last = [], 1
    while len(expected) < 12 and (not expected or expected[-1] != EOS):
        last = int(allowed[last].argmax())
        expected.append(last)
    assert [*best.ids, *([EOS] if best.finished else [])] == expected


def test_n_best_are_different_and_sorted(engine: Engine) -> None:
    for hypotheses in engine.translate_ids(sources(6), beam=6, n_best=4):
        scores = [h.score for h in hypotheses]
        assert scores == sorted(scores, reverse=True)
        assert len({tuple(h.ids) for h in hypotheses}) == len(hypotheses) >= 2


@pytest.mark.parametrize("beam", [1, 4])
def test_a_translation_does_not_depend_on_its_batch(engine: Engine, beam: int) -> None:
    rows = sources(40, seed=2)
    together = engine.translate_ids(rows, beam=beam)
    backwards = engine.translate_ids(rows[::-1], beam=beam)[::-1]
    alone = [engine.translate_ids([row], beam=beam)[0] for row in rows]
    for a, b, c in zip(together, backwards, alone, strict=True):
        assert a[0].ids == b[0].ids == c[0].ids
        assert a[0].score == pytest.approx(c[0].score, abs=1e-5)


def test_what_a_hypothesis_tells(engine: Engine) -> None:
    row = sources(1, seed=5)[0]
    best = engine.translate_ids([row], beam=3)[0][0]
    tokens = len(best.ids) + best.finished
    assert len(best.logprobs) == len(best.runner_up) == tokens
    assert best.alignment.shape == (tokens, len(row))
    np.testing.assert_allclose(best.alignment.sum(1), 1, atol=1e-3)
    for token, others in zip(best.ids, best.runner_up, strict=False):
        assert token not in [i for i, _ in others] and all(p <= 0 for _, p in others)
    penalty = float(length_penalty(tokens, LENGTH_PENALTY))
    assert best.score == pytest.approx(sum(best.logprobs) / penalty, abs=1e-5)


def test_required_sequences_appear_and_the_rest_is_free(engine: Engine) -> None:
    rows = sources(5, seed=7)
    required = [[[40, 41, 42]], [], [[50], [60, 61]], [[7]], []]
    found = engine.translate_ids(rows, beam=4, constraints=required)
    free = engine.translate_ids(rows, beam=4)
    for i, sequences in enumerate(required):
        text = " ".join(map(str, found[i][0].ids)) + " "
        if found[i][0].finished:
            assert all(" ".join(map(str, s)) + " " in text for s in sequences)
        if not sequences:
            assert found[i][0].ids == free[i][0].ids
    assert found[0][0].finished or found[2][0].finished


def test_a_constraint_met_on_a_model_that_would_never_choose_it() -> None:
    logp = np.full((1, 12, 12), -9.0)
    for last in range(12):
        logp[0, last, [5, EOS]] = -0.7
    constraint = Constraint(((8, 9), (10,)))
    options = SearchOptions(beam=4, vocabulary=12)
    best = search(MarkovStepper(logp, [0]), [[5, EOS]], [12], options, [constraint])[0][0]
    text = str(best.ids)
    assert best.finished and "8, 9" in text and "10" in text


def test_loops_end() -> None:
    logp = np.full((1, 9, 9), -8.0)
    logp[0, 1, 5], logp[0, 5, 6], logp[0, 6, 5] = -0.1, -0.05, -0.05
    logp[0, :, EOS] = -6.0
    guarded = search(MarkovStepper(logp, [0]), [[5, EOS]], [60], SearchOptions(beam=2, vocabulary=9))[0][0]
    free = search(
        MarkovStepper(logp, [0]), [[5, EOS]], [60], SearchOptions(beam=2, vocabulary=9, guard=False)
    )[0][0]
    assert guarded.finished and guarded.guarded and len(guarded.ids) < 30
    assert len(free.ids) > len(guarded.ids) and not free.guarded


def test_a_source_that_repeats_may_be_repeated() -> None:
    assert allowed_repeats([4, 4, 4, 4, 4, 4, 4, EOS])[0] == 7
    assert allowed_repeats([5, 6, 5, 6, 5, 6, 5, 6, 5, 6, EOS])[1] == 5
    assert allowed_repeats([5, 6, 7, EOS]).tolist() == [4, 3, 3] + [2] * 13


def test_the_length_limit_is_told(engine: Engine) -> None:
    found = engine.translate_ids(sources(4), beam=2, max_length=2)
    assert all(len(h[0].ids) <= 2 for h in found)
    assert any(not h[0].finished for h in found)


def test_empty_and_too_long_sources(engine: Engine) -> None:
    found = engine.translate_ids([[], [30, EOS]], beam=2)
    assert found[0][0].ids == [] and found[0][0].finished and found[1]
    assert engine.translate_ids([]) == []
    with pytest.raises(PlgtError, match="longer than the model can read"):
        engine.translate_ids([[30] * 65])


def test_cancelling_stops_at_once(engine: Engine) -> None:
    cancel = threading.Event()
    seen: list[int] = []

    def one_is_done(index: int) -> None:
        seen.append(index)
        cancel.set()

    with pytest.raises(Cancelled):
        engine.translate_ids(sources(30), beam=2, cancel=cancel, done_one=one_is_done)
    assert 1 <= len(seen) < 30


def test_every_sentence_is_reported_once(engine: Engine) -> None:
    seen: list[int] = []
    engine.translate_ids(sources(20), beam=2, done_one=seen.append)
    assert sorted(seen) == list(range(20))


def test_threads_share_an_engine(engine: Engine) -> None:
    rows = sources(12, seed=9)
    expected = [h[0].ids for h in engine.translate_ids(rows, beam=2)]
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: [h[0].ids for h in engine.translate_ids(rows, beam=2)], range(8)))
    assert all(result == expected for result in results)


def test_bound_memory_gives_the_same(engine: Engine) -> None:
    rows = sources(9, seed=4)
    options = SearchOptions(**{**engine._options.__dict__, "beam": 3})
    limits = [engine.limit(len(row)) for row in rows]
    plain = search(engine.stepper(rows), rows, limits, options)
    bound = search(BoundStepper(engine, rows, "cpu"), rows, limits, options)
    assert [h[0].ids for h in plain] == [h[0].ids for h in bound]
    assert [h[0].score for h in plain] == pytest.approx([h[0].score for h in bound], abs=1e-6)


def test_the_report_names_device_and_operator() -> None:
    report = Engine(Bundle(FIXTURE), "cpu", native=False).device
    assert (report.device, report.op) == ("cpu", "function") and report.reason and report.op_reason


def test_cuda_is_used_only_where_it_runs() -> None:
    problem = devices.cuda_problem()
    if problem is None:
        assert devices.choose_device("auto").device == "cuda"
        return
    assert devices.choose_device("auto").device == "cpu"
    assert devices.choose_device("auto").reason == problem
    with pytest.raises(PlgtError, match="CUDA can't be used"):
        devices.choose_device("cuda")
    with pytest.raises(PlgtError, match="Unknown device"):
        devices.choose_device("tpu")


def test_the_probe_graph_runs() -> None:
    session = devices.onnxruntime().InferenceSession(devices.probe_graph(), providers=[devices.CPU_PROVIDER])
    assert session.run(None, {"x": np.array([3.0], np.float32)})[0].tolist() == [3.0]


def test_sampling_draws_from_the_likeliest_tokens() -> None:
    """The frequencies of the first token are the model's probabilities, renormalised over the likeliest three."""
    probabilities = np.array([0.0, 0.0, 0.1, 0.4, 0.3, 0.2])  # ids 2 = end, 3, 4, 5

    class Fixed:
        def step(self, ids: Integers, position: int, beam: Integers, k: int, forced: Integers) -> Step:
            order = np.argsort(-probabilities, kind="stable")[:k]
            with np.errstate(divide="ignore"):
                logp = np.log(probabilities[order]).astype(np.float32)
            rows = len(ids)
            return Step(
                np.tile(logp, (rows, 1)),
                np.tile(order, (rows, 1)),
                np.zeros((rows, 0), np.float32),
                np.ones((rows, 1), np.float32),
            )

        def keep(self, sentences: Integers) -> None:
            pass

    options = SearchOptions(beam=1, bos=1, eos=2, banned=(0, 1), guard=False, vocabulary=6, sample=3)
    sources = [[n, 2] for n in range(4000)]
    found = search(Fixed(), sources, [1] * len(sources), options)
    drawn = np.array([h[0].ids[0] for h in found])
    assert set(drawn) == {3, 4, 5}  # the end symbol is the fourth
    for token, wanted in ((3, 4 / 9), (4, 3 / 9), (5, 2 / 9)):
        assert abs((drawn == token).mean() - wanted) < 0.03
    alone = search(Fixed(), sources[17:18], [1], options)[0][0]
    assert alone.ids == found[17][0].ids  # whatever shares its batch
    with pytest.raises(ValueError, match="beam of 1"):
        search(Fixed(), sources[:1], [1], SearchOptions(beam=2, sample=3))


def test_a_sample_ends_where_its_end_is_drawn(engine) -> None:
    rows = [[5, 9, 2], [7, 8, 9, 2]]
    found = engine.translate_ids(rows, beam=1, sample=5, max_length=30)
    again = engine.translate_ids(rows[::-1], beam=1, sample=5, max_length=30)[::-1]
    assert [h[0].ids for h in found] == [h[0].ids for h in again]
    for (hypothesis,) in found:
        assert hypothesis.finished or len(hypothesis.ids) == 30
