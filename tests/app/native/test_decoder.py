"""The native decoder against float64 NumPy, and its search against the search in Python, token by token."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import Cancelled
from app.model.hypotheses import Hypothesis, SearchOptions
from app.model.native_search import NativeStepper, native_search
from app.model.search import search
from app.native import decoder as native
from app.native.decoder import Encoded, NativeDecoder
from tests.app.native.decoders import Reference, random_encoded, random_weights

PROPERTY = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
BOS, EOS = 1, 2


@PROPERTY
@given(
    seed=st.integers(0, 2**32 - 1), heads=st.integers(1, 10), size=st.integers(1, 40), inner=st.integers(1, 40),
    words=st.integers(5, 70), layers=st.integers(1, 3), norm_first=st.booleans(), last=st.booleans(),
)  # fmt: skip
def test_steps_follow_the_definition(
    library: Path,
    seed: int,
    heads: int,
    size: int,
    inner: int,
    words: int,
    layers: int,
    norm_first: bool,
    last: bool,
) -> None:
    generator = np.random.default_rng(seed)
    weights = random_weights(
        generator,
        heads=heads,
        size=size,
        inner=inner,
        words=words,
        layers=layers,
        norm_first=norm_first,
        last=last,
    )
    encoded = random_encoded(generator, weights, generator.integers(1, 12, 3).tolist())
    decoding = NativeDecoder(library, weights).decoding(encoded)
    references = [Reference(weights, encoded, n) for n in range(3)]
    ids, rows = np.full(3, BOS), np.arange(3)
    for position in range(5):
        wanted = np.stack([r.step(int(i), position) for r, i in zip(references, ids, strict=True)])
        forced = generator.integers(0, words, (3, 2))
        top, top_ids, forced_logp, alignment = decoding.step(ids, rows, rows, words, forced)
        np.testing.assert_allclose(top, np.take_along_axis(wanted, top_ids, 1), atol=2e-3, rtol=1e-3)
        np.testing.assert_allclose(forced_logp, np.take_along_axis(wanted, forced, 1), atol=2e-3, rtol=1e-3)
        assert (np.sort(top_ids, axis=1) == np.arange(words)).all()
        for reference, row in zip(references, alignment, strict=True):
            np.testing.assert_allclose(row[: len(reference.alignment)], reference.alignment, atol=1e-4)
            assert not row[len(reference.alignment) :].any()
        ids = generator.integers(0, words, 3)


@pytest.mark.parametrize("heads, size, words", [(8, 32, 200), (3, 5, 33), (1, 7, 16)])
def test_integer_products_follow_the_definition(library: Path, heads: int, size: int, words: int) -> None:
    """A float32 that rounds to the other integer shifts everything behind it a little: most steps agree closely."""
    generator = np.random.default_rng(heads)
    weights = random_weights(generator, heads=heads, size=size, inner=50, words=words, quantized=True)
    encoded = random_encoded(generator, weights, [9, 4, 1, 6])
    decoding = NativeDecoder(library, weights).decoding(encoded)
    references = [Reference(weights, encoded, n) for n in range(4)]
    ids, rows = np.full(4, BOS), np.arange(4)
    differences = []
    for position in range(8):
        wanted = np.stack([r.step(int(i), position) for r, i in zip(references, ids, strict=True)])
        top, top_ids, _, _ = decoding.step(ids, rows, rows, words, np.zeros((4, 0), np.int64))
        differences += np.abs(top - np.take_along_axis(wanted, top_ids, 1)).max(1).tolist()
        ids = generator.integers(0, words, 4)
    assert np.median(differences) < 1e-4 and max(differences) < 0.2


def test_rows_continue_the_rows_that_they_name(library: Path) -> None:
    """Beams that change places take their caches along."""
    generator = np.random.default_rng(5)
    weights = random_weights(generator)
    encoded = random_encoded(generator, weights, [6])
    decoding = NativeDecoder(library, weights).decoding(encoded)
    nothing, one = np.zeros((2, 0), np.int64), np.zeros(1, np.int64)
    decoding.step(np.array([BOS]), one, one, 3, nothing[:1])
    paths = [[BOS], [BOS]]
    origin = np.array([0, 0])
    for _ in range(6):
        ids = generator.integers(3, 40, 2)
        paths = [[*paths[int(o)], int(i)] for o, i in zip(origin, ids, strict=True)]
        top, top_ids, _, _ = decoding.step(ids, origin, np.zeros(2, np.int64), 40, nothing)
        for row, path in enumerate(paths):
            reference = Reference(weights, encoded, 0)
            wanted = [reference.step(token, position) for position, token in enumerate(path)][-1]
            np.testing.assert_allclose(top[row], wanted[top_ids[row]], atol=1e-3)
        origin = generator.integers(0, 2, 2)


def alike(one: Hypothesis, other: Hypothesis) -> bool:
    return (
        (one.ids, one.score, one.logprobs, one.finished, one.guarded, one.runner_up)
        == (other.ids, other.score, other.logprobs, other.finished, other.guarded, other.runner_up)
        and np.array_equal(one.alignment, other.alignment)
    )  # fmt: skip


class Model:
    """A random decoder with random sentences."""

    def __init__(self, library: Path, seed: int, sharpness: float, words: int, quantized: bool) -> None:
        generator = np.random.default_rng(seed)
        self.weights = random_weights(generator, words=words, sharpness=sharpness, quantized=quantized)
        self.decoder = NativeDecoder(library, self.weights)
        lengths = generator.integers(1, 9, int(generator.integers(1, 7))).tolist()
        self.sources = [generator.integers(3, 8, length).tolist() for length in lengths]
        self.whole = random_encoded(generator, self.weights, lengths)
        self.limits = generator.integers(1, 40, len(lengths)).tolist()

    def encode(self, rows: object) -> Encoded:
        """The sentences among ours that `rows` are, told by identity."""
        chosen = [next(i for i, s in enumerate(self.sources) if s is row) for row in rows]  # type: ignore[attr-defined]
        return Encoded(self.whole.lengths[chosen], [array[chosen] for array in self.whole.cross])


@PROPERTY
@given(
    seed=st.integers(0, 2**32 - 1), sharpness=st.sampled_from([0.5, 2.0, 8.0]), words=st.sampled_from([4, 9, 40]),
    beam=st.integers(1, 6), n_best=st.integers(1, 4), guard=st.booleans(), penalty=st.sampled_from([0.0, 0.6, 1.5]),
    details=st.booleans(), runner_ups=st.integers(0, 3), threads=st.integers(1, 3), quantized=st.booleans(),
    banned=st.sampled_from([(0, 1), (), (0, 1, EOS)]),
)  # fmt: skip
def test_the_search_decides_like_the_one_in_python(
    library: Path, seed: int, sharpness: float, words: int, beam: int, n_best: int, guard: bool, penalty: float,
    details: bool, runner_ups: int, threads: int, quantized: bool, banned: tuple[int, ...],
) -> None:  # fmt: skip
    model = Model(library, seed, sharpness, words, quantized)
    options = SearchOptions(
        beam, n_best, penalty, runner_ups, details, BOS, EOS, banned, vocabulary=words, guard=guard
    )
    wanted = search(NativeStepper(model.decoder, model.whole), model.sources, model.limits, options)
    done: list[int] = []
    found = native_search(
        model.decoder, model.encode, model.sources, model.limits, options, threads, done_one=done.append
    )
    assert sorted(done) == list(range(len(model.sources)))
    for one, other in zip(found, wanted, strict=True):
        assert len(one) == len(other)
        assert all(map(alike, one, other))


def test_the_guard_is_met_with(library: Path) -> None:
    """The property above would prove little about the guard if no model ever repeated itself."""
    guarded = 0
    for seed in range(20):
        model = Model(library, seed, 8.0, 9, False)
        options = SearchOptions(beam=2, vocabulary=9, bos=BOS, eos=EOS)
        found = native_search(model.decoder, model.encode, model.sources, model.limits, options)
        guarded += sum(h.guarded for hypotheses in found for h in hypotheses)
    assert guarded > 0


def test_cancelling_ends_the_search(library: Path) -> None:
    model = Model(library, 3, 1.0, 40, False)
    cancel = threading.Event()
    cancel.set()
    for threads in (1, 3):
        with pytest.raises(Cancelled):
            native_search(
                model.decoder,
                model.encode,
                model.sources,
                model.limits,
                SearchOptions(vocabulary=40),
                threads,
                cancel,
            )


def test_an_error_of_the_listener_comes_through(library: Path) -> None:
    model = Model(library, 3, 1.0, 40, False)

    def fails(index: int) -> None:
        raise RuntimeError("no disk")

    with pytest.raises(RuntimeError, match="no disk"):
        native_search(
            model.decoder,
            model.encode,
            model.sources,
            model.limits,
            SearchOptions(vocabulary=40),
            done_one=fails,
        )


def test_numbers_out_of_range_are_refused(library: Path) -> None:
    model = Model(library, 1, 1.0, 40, False)
    decoding = model.decoder.decoding(model.whole)
    count = len(model.sources)
    ids, rows, nothing = np.full(count, BOS), np.arange(count), np.zeros((count, 0), np.int64)
    for wrong in (
        {"ids": ids + 40}, {"ids": ids - 2}, {"sentence": rows + count}, {"k": 41}, {"k": 0},
        {"forced": np.full((count, 1), 40)}, {"origin": rows[:0]},
    ):  # fmt: skip
        given_values = {"ids": ids, "origin": rows, "sentence": rows, "k": 3, "forced": nothing, **wrong}
        with pytest.raises(ValueError, match=r"out of range|one entry"):
            decoding.step(**given_values)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="keys"):
        Encoded(np.array([3]), [np.zeros((1, 2, 2, 8), np.float32)] * 4)
    with pytest.raises(ValueError, match="fit the decoder"):
        model.decoder.decoding(Encoded(np.array([2]), [np.zeros((1, 3, 2, 8), np.float32)] * 4))


def test_an_old_library_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        native._open(tmp_path / "libplgt_ops.so")
