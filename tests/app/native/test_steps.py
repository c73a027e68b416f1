"""Packed heads, cached keys, top log-probabilities: functions and kernels against the definition."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.native.loader import native_calls
from export.function import CACHED_ATTENTION, CROSS_ATTENTION, PACKED_ATTENTION, TOP_LOG_PROBABILITIES
from tests.app.native.oracle import Array, Call, expected, session_of, step_model

PROPERTY = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
FORMS = ["function", "avx2", "avx512"]


@cache
def cached_session(
    operator: str, heads: int, size: int, scale: float, library: Path | None, kernel: str
) -> onnxruntime.InferenceSession:
    return session_of(step_model(operator, heads, size, scale=scale), library, kernel)


class Runner:
    """Runs an operator in one form, and makes sure that this form really ran."""

    def __init__(self, library: Path, form: str) -> None:
        self.library, self.form = library, form

    def __call__(
        self, operator: str, feed: dict[str, Array], heads: int = 1, size: int = 1, scale: float = 0.0
    ) -> list[Array]:
        native = self.form != "function"
        fitting = cached_session(operator, heads, size, scale, self.library if native else None, self.form)
        before = native_calls(self.library)
        outputs = fitting.run(None, feed)
        assert (native_calls(self.library) > before) == native
        return list(outputs)


@pytest.fixture(params=FORMS)
def run(request: pytest.FixtureRequest, library: Path, kernels: list[str]) -> Runner:
    if request.param not in ("function", *kernels):
        pytest.skip(f"this processor has no {request.param}")
    return Runner(library, request.param)


@st.composite
def sizes(draw: st.DrawFn) -> tuple[int, int, int, int, float, np.random.Generator]:
    """Sentences, positions, heads, head size, scale, random numbers."""
    return (
        draw(st.integers(1, 4)),
        draw(st.one_of(st.integers(1, 6), st.integers(1, 60))),
        draw(st.integers(1, 4)),
        draw(st.integers(1, 40)),
        draw(st.sampled_from([0.0, 0.5])),
        np.random.default_rng(draw(st.integers(0, 2**32 - 1))),
    )


def normal(generator: np.random.Generator, *shape: int) -> Array:
    return generator.normal(size=shape).astype(np.float32)


def by_head(rows: Array, sentences: int, heads: int) -> Array:
    """[N*S, HK] -> [N,H,S,K]"""
    return rows.reshape(sentences, -1, heads, rows.shape[1] // heads).swapaxes(1, 2)


def by_row(attended: Array) -> Array:
    """[N,H,S,K] -> [N*S, HK]"""
    return attended.swapaxes(1, 2).reshape(-1, attended.shape[1] * attended.shape[3])


def padding_mask(lengths: Array, width: int) -> Array:
    return np.where(np.arange(width) < lengths[:, None, None, None], 0, -1e9).astype(np.float32)


def assert_close(actual: Array, call: Call) -> None:
    wanted, tolerance = expected(call)
    assert actual.shape == by_row(wanted).shape
    assert (np.abs(actual - by_row(wanted)) <= by_row(tolerance)).all()


@PROPERTY
@given(sizes=sizes(), data=st.data())
def test_packed_attention(run: Runner, sizes: tuple, data: st.DataObject) -> None:
    sentences, places, heads, size, scale, generator = sizes
    packed = normal(generator, sentences * places, 3 * heads * size)
    lengths = np.array(
        data.draw(st.lists(st.integers(0, places), min_size=sentences, max_size=sentences)), np.int64
    )
    g = normal(generator, heads, size, size)
    (actual,) = run(PACKED_ATTENTION, {"QKV": packed, "lengths": lengths, "G": g}, heads, size, scale)
    q, k, v = (by_head(part, sentences, heads) for part in np.split(packed, 3, axis=1))
    assert_close(actual, Call(q, k, v, g, padding_mask(lengths, places), 0.2, scale))


@PROPERTY
@given(sizes=sizes(), beams=st.integers(1, 9), data=st.data())
def test_cross_attention(run: Runner, sizes: tuple, beams: int, data: st.DataObject) -> None:
    sentences, places, heads, size, scale, generator = sizes
    q = normal(generator, sentences * beams, heads * size)
    k, v = (
        normal(generator, sentences, heads, places, size),
        normal(generator, sentences, heads, places, size),
    )
    lengths = np.array(
        data.draw(st.lists(st.integers(1, places), min_size=sentences, max_size=sentences)), np.int64
    )
    g = normal(generator, heads, size, size)
    feed = {"Q": q, "K": k, "V": v, "lengths": lengths, "G": g}
    actual, alignment = run(CROSS_ATTENTION, feed, heads, size, scale)
    call = Call(by_head(q, sentences, heads), k, v, g, padding_mask(lengths, places), 0.2, scale)
    assert_close(actual, call)
    # the alignment is what head 0 gives for values that name their key
    one_hot = np.broadcast_to(np.eye(places, dtype=np.float32), (sentences, 1, places, places))
    weights, tolerance = expected(Call(call.q[:, :1], k[:, :1], one_hot, g[:1], call.mask, 0.2, scale))
    assert alignment.shape == (sentences * beams, places)
    assert (np.abs(alignment - weights.reshape(alignment.shape)) <= tolerance.max()).all()
    for sentence, length in enumerate(lengths):
        assert not alignment.reshape(sentences, beams, places)[sentence, :, length:].any()


@PROPERTY
@given(sizes=sizes(), past=st.integers(0, 40), rows=st.integers(1, 9))
def test_cached_attention(run: Runner, sizes: tuple, past: int, rows: int) -> None:
    previous, _, heads, size, scale, generator = sizes
    packed = normal(generator, rows, 3 * heads * size)
    cache_k, cache_v = (
        normal(generator, previous, heads, past, size),
        normal(generator, previous, heads, past, size),
    )
    origin = generator.integers(0, previous, rows)
    g = normal(generator, heads, size, size)
    feed = {"QKV": packed, "cache_k": cache_k, "cache_v": cache_v, "origin": origin, "G": g}
    actual, new_k, new_v = run(CACHED_ATTENTION, feed, heads, size, scale)
    q, k, v = (by_head(part, rows, heads) for part in np.split(packed, 3, axis=1))
    np.testing.assert_array_equal(new_k, np.concatenate([cache_k[origin], k], axis=2))
    np.testing.assert_array_equal(new_v, np.concatenate([cache_v[origin], v], axis=2))
    assert_close(actual, Call(q, new_k, new_v, g, np.zeros((1, 1, 1, 1), np.float32), 0.2, scale))


@PROPERTY
@given(
    rows=st.integers(1, 5),
    vocabulary=st.integers(1, 100),
    forced=st.integers(0, 4),
    magnitude=st.sampled_from([0.0, 1.0, 1e4]),
    seed=st.integers(0, 2**32 - 1),
    data=st.data(),
)
def test_top_log_probabilities(
    run: Runner, rows: int, vocabulary: int, forced: int, magnitude: float, seed: int, data: st.DataObject
) -> None:
    generator = np.random.default_rng(seed)
    k = data.draw(st.integers(1, vocabulary))
    # a multiple of 1/4: with ties, and exact in float32
    logits = (np.round(generator.normal(size=(rows, vocabulary)) * magnitude * 4) / 4).astype(np.float32)
    wanted_ids = generator.integers(0, vocabulary, (rows, forced))
    feed = {"logits": logits, "k": np.array([k]), "forced": wanted_ids}
    top, ids, forced_logp = run(TOP_LOG_PROBABILITIES, feed)
    exact = logits.astype(np.float64) - logits.max(1, keepdims=True)
    exact -= np.log(np.exp(exact).sum(1, keepdims=True))
    order = np.argsort(-logits, axis=1, kind="stable")[:, :k]  # of equal logits the first
    np.testing.assert_array_equal(ids, order)
    np.testing.assert_allclose(top, np.take_along_axis(exact, order, 1), rtol=1e-5, atol=1e-5)
    assert forced_logp.shape == (rows, forced)
    np.testing.assert_allclose(forced_logp, np.take_along_axis(exact, wanted_ids, 1), rtol=1e-5, atol=1e-5)


def test_rows_do_not_depend_on_padding_and_neighbours(library: Path, kernels: list[str]) -> None:
    generator = np.random.default_rng(2)
    heads, size, lengths = 2, 32, np.array([5, 9, 2])
    packed = normal(generator, 3 * 9, 3 * heads * size)
    g = normal(generator, heads, size, size)
    run = Runner(library, kernels[-1])
    (together,) = run(PACKED_ATTENTION, {"QKV": packed, "lengths": lengths, "G": g}, heads, size)
    for sentence, length in enumerate(lengths):
        if length <= 4:
            continue  # other orders of summation, as OPERATOR.md says
        rows = slice(9 * sentence, 9 * sentence + length)
        feed = {"QKV": packed[rows], "lengths": lengths[sentence : sentence + 1], "G": g}
        np.testing.assert_array_equal(run(PACKED_ATTENTION, feed, heads, size)[0], together[rows])


def zeros(*shape: int) -> Array:
    return np.zeros(shape, np.float32)


G = zeros(2, 4, 4)
CACHE = zeros(3, 2, 5, 4)
STEP = {"QKV": zeros(1, 24), "cache_k": CACHE, "cache_v": CACHE, "origin": np.array([0]), "G": G}
ENCODER = {"QKV": zeros(6, 24), "lengths": np.array([3, 3]), "G": G}
CROSS = {"Q": zeros(3, 8), "K": CACHE, "V": CACHE, "lengths": np.array([1, 1, 1]), "G": G}
TOP = {"logits": zeros(1, 3), "k": np.array([1]), "forced": np.zeros((1, 0), np.int64)}
WRONG = {
    "QKV of another width": (PACKED_ATTENTION, {**ENCODER, "QKV": zeros(6, 20)}, "columns"),
    "rows that do not divide": (PACKED_ATTENTION, {**ENCODER, "QKV": zeros(5, 24)}, "multiple"),
    "origin outside": (CACHED_ATTENTION, {**STEP, "origin": np.array([3])}, "not a row of the caches"),
    "origin too short": (CACHED_ATTENTION, {**STEP, "QKV": zeros(2, 24)}, "one entry"),
    "unequal caches": (CACHED_ATTENTION, {**STEP, "cache_v": zeros(3, 2, 4, 4)}, "same shape"),
    "lengths of another batch": (CROSS_ATTENTION, {**CROSS, "lengths": np.array([1])}, "one entry"),
    "rows of no sentence": (CROSS_ATTENTION, {**CROSS, "Q": zeros(4, 8)}, "multiple"),
    "k too large": (TOP_LOG_PROBABILITIES, {**TOP, "k": np.array([4])}, "k must be"),
    "forced outside": (TOP_LOG_PROBABILITIES, {**TOP, "forced": np.array([[3]])}, "not a column"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_inputs_are_an_error_with_a_reason(library: Path, case: str) -> None:
    operator, feed, message = WRONG[case]
    with pytest.raises(Exception, match=message):
        Runner(library, "avx2")(operator, feed, 2, 4)
