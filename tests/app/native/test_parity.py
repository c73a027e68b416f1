"""Function and kernels against the float64 definition, over shapes, masks, slopes and extreme values."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from onnx import TensorProto

from app.native.loader import native_calls
from app.native.probe import OPERATORS, largest_difference, probe_file
from export.function import power_law_attention_function, probe_model
from tests.app.native.oracle import Array, Call, expected, model, session

SLOPES = (0.0, 0.01, 0.2, 1.0, 1.7)
SCALES = (0.0, 0.05, 1.0)
FOLDED_SCALES = (0.05, 1.0)


@cache
def cached_session(
    library: Path | None, kernel: str, folded: bool, slope: float, scale: float
) -> onnxruntime.InferenceSession:
    return session(library, kernel, folded=folded, negative_slope=slope, scale=scale)


@st.composite
def masks(draw: st.DrawFn, shape: tuple[int, int, int, int], generator: np.random.Generator) -> Array:
    """A mask of any shape that broadcasts to `shape`: rank 0 to 4, each dimension whole or 1."""
    whole = draw(st.tuples(*[st.booleans()] * 4))
    chosen = tuple(n if keep else 1 for n, keep in zip(shape, whole, strict=True))
    mask = np.zeros(chosen, np.float32)
    kind = draw(st.sampled_from(["open", "hide", "infinity", "bias", "all hidden", "mixed"]))
    hidden = generator.random(chosen) < 0.4
    if kind == "bias":
        mask = generator.normal(0, 3, chosen).astype(np.float32)
    elif kind == "all hidden":
        mask[...] = draw(st.sampled_from([-1e4, -1e9, -3e38, -np.inf]))
    elif kind == "infinity":
        mask[hidden] = -np.inf
    elif kind == "hide":
        mask[hidden] = -1e9
    elif kind == "mixed":
        mask = np.where(hidden, np.float32(-1e9), generator.normal(0, 1, chosen)).astype(np.float32)
    leading = 0
    while leading < 4 and chosen[leading] == 1:
        leading += 1
    return mask.reshape(chosen[draw(st.integers(0, leading)) :])


@st.composite
def calls(draw: st.DrawFn, folded: bool) -> Call:
    batch, heads = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    queries = draw(st.one_of(st.integers(1, 6), st.integers(1, 60)))
    keys = draw(st.one_of(st.integers(0, 20), st.integers(1, 70)))
    size, value_size = draw(st.integers(1, 70)), draw(st.integers(1, 70))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    # 30 makes scores of about 1e4
    magnitude = draw(st.sampled_from([0.0, 0.01, 1.0, 30.0]))

    def array(*shape: int) -> Array:
        return (generator.normal(0, 1, shape) * magnitude).astype(np.float32)

    g = None
    if not folded:
        shape = draw(st.sampled_from([(heads,), (1,), (), (batch, heads), (batch, 1), (1, heads)]))
        g = (generator.normal(0, 1, (*shape, size, size)) / np.sqrt(size)).astype(np.float32)
    mask = draw(masks((batch, heads, queries, keys), generator))
    return Call(
        array(batch, heads, queries, size),
        array(batch, heads, keys, size),
        generator.normal(0, 1, (batch, heads, keys, value_size)).astype(np.float32),
        g,
        mask,
        draw(st.sampled_from(SLOPES)),
        draw(st.sampled_from(FOLDED_SCALES if folded else SCALES)),
    )


def assert_follows_definition(call: Call, library: Path | None, kernel: str) -> None:
    fitting = cached_session(library, kernel, call.g is None, call.negative_slope, call.scale)
    actual = fitting.run(None, call.feed())[0]
    wanted, tolerance = expected(call)
    assert actual.shape == wanted.shape
    assert np.isfinite(actual).all()
    difference = np.abs(actual - wanted)
    assert (difference <= tolerance).all(), (difference.max(initial=0), tolerance.max(initial=0))


PROPERTY = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)


@pytest.mark.parametrize("folded", [False, True])
@PROPERTY
@given(data=st.data())
def test_function_follows_the_definition(folded: bool, data: st.DataObject) -> None:
    assert_follows_definition(data.draw(calls(folded)), None, "")


@pytest.mark.parametrize("kernel", ["avx2", "avx512"])
@pytest.mark.parametrize("folded", [False, True])
@PROPERTY
@given(data=st.data())
def test_native_kernel_follows_the_definition(
    library: Path, kernels: list[str], kernel: str, folded: bool, data: st.DataObject
) -> None:
    if kernel not in kernels:
        pytest.skip(f"this processor has no {kernel}")
    before = native_calls(library)
    assert_follows_definition(data.draw(calls(folded)), library, kernel)
    assert native_calls(library) > before


def random_call(queries: int = 5, keys: int = 11, batch: int = 2, heads: int = 2, size: int = 12) -> Call:
    generator = np.random.default_rng(queries * 1000 + keys)

    def array(*shape: int) -> Array:
        return generator.normal(0, 1, shape).astype(np.float32)

    return Call(
        array(batch, heads, queries, size),
        array(batch, heads, keys, size),
        array(batch, heads, keys, size),
        array(heads, size, size),
        np.zeros((1, 1, 1, keys), np.float32),
    )


@pytest.mark.parametrize("native", [False, True])
@pytest.mark.parametrize("queries", [1, 5])
@pytest.mark.parametrize("hide", [-1e4, -1e9, -np.inf])
def test_wholly_hidden_rows_average_the_values(
    library: Path, native: bool, queries: int, hide: float
) -> None:
    call = random_call(queries)
    call.q *= 1000
    call.mask = np.full((1, 1, 1, 11), hide, np.float32)
    actual = session(library if native else None).run(None, call.feed())[0]
    mean = np.broadcast_to(call.v.mean(2, keepdims=True), actual.shape)
    np.testing.assert_allclose(actual, mean, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("native", [False, True])
@pytest.mark.parametrize("queries", [1, 5])
def test_hidden_keys_weigh_exactly_nothing(library: Path, native: bool, queries: int) -> None:
    call = random_call(queries)
    call.mask[..., 7:] = -1e9
    running = session(library if native else None)
    first = running.run(None, call.feed())[0]
    call.k[:, :, 7:] = 50.0
    call.v[:, :, 7:] = 1e38  # shows even the smallest weight
    np.testing.assert_array_equal(running.run(None, call.feed())[0], first)


@pytest.mark.parametrize("kernel", ["avx2", "avx512"])
@pytest.mark.parametrize("queries", [1, 4, 5, 30])
def test_padding_and_neighbours_do_not_change_a_bit(
    library: Path, kernels: list[str], kernel: str, queries: int
) -> None:
    if kernel not in kernels:
        pytest.skip(f"this processor has no {kernel}")
    running = session(library, kernel)
    call = random_call(queries, keys=15, batch=3)
    together = running.run(None, call.feed())[0]
    for entry in range(3):
        rows = slice(entry, entry + 1)
        padding = ((0, 0), (0, 0), (0, 6), (0, 0))
        alone = Call(
            call.q[rows],
            np.pad(call.k[rows], padding, constant_values=3.0),
            np.pad(call.v[rows], padding, constant_values=9.0),
            call.g,
            np.pad(call.mask, ((0, 0), (0, 0), (0, 0), (0, 6)), constant_values=-1e9),
        )
        np.testing.assert_array_equal(running.run(None, alone.feed())[0], together[rows])


def test_threads_do_not_change_a_bit(library: Path) -> None:
    call = random_call(queries=70, keys=90, batch=4, heads=4, size=40)
    one = session(library, threads=1).run(None, call.feed())[0]
    np.testing.assert_array_equal(session(library, threads=3).run(None, call.feed())[0], one)


@pytest.mark.parametrize("native", [False, True])
def test_empty_arrays(library: Path, native: bool) -> None:
    running = session(library if native else None)
    sizes = [(3, 0, 2), (0, 4, 2)]
    if native:
        sizes.append((2, 3, 0))  # onnxruntime's own MatMul takes an empty batch since 1.21 only
    for queries, keys, batch in sizes:
        call = random_call(queries, keys, batch)
        actual = running.run(None, call.feed())[0]
        assert actual.shape == (batch, 2, queries, 12)
        assert not actual.any()


def test_function_takes_float16() -> None:
    call = random_call()
    call.mask[..., 9:] = -np.inf
    feed = {name: array.astype(np.float16) for name, array in call.feed().items()}
    actual = session(None, element=TensorProto.FLOAT16).run(None, feed)[0]
    wanted, _ = expected(call)
    assert actual.dtype == np.float16
    np.testing.assert_allclose(actual, wanted, atol=0.03)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"mask": np.zeros((1, 1, 1, 5), np.float32)}, "mask does not broadcast"),
        ({"K": np.zeros((2, 2, 11, 9), np.float32)}, "same head size"),
        ({"V": np.zeros((2, 2, 10, 12), np.float32)}, "same length"),
        ({"Q": np.zeros((1, 2, 5, 12), np.float32)}, "agree in batch"),
        ({"G": np.zeros((3, 12, 12), np.float32)}, "one matrix per head"),
        ({"Q": np.zeros((2, 5, 12), np.float32)}, "4 dimensions"),
        ({"mask": np.zeros((1, 1, 1, 1, 1), np.float32)}, "more than 4 dimensions"),
    ],
)
def test_wrong_shapes_are_an_error_with_a_reason(
    library: Path, change: dict[str, Array], message: str
) -> None:
    with pytest.raises(Exception, match=message):
        session(library).run(None, {**random_call().feed(), **change})


@pytest.mark.parametrize("folded", [False, True])
def test_graph_with_the_function_passes_the_checker(folded: bool) -> None:
    proto = onnx.load_from_string(model(folded, scale=1.0))
    for value in (*proto.graph.input, *proto.graph.output):
        for _ in range(3 if value.name == "G" else 4):
            value.type.tensor_type.shape.dim.add()
    onnx.checker.check_model(proto, full_check=True)


def test_function_refuses_an_old_operator_set() -> None:
    with pytest.raises(ValueError, match="17 or later"):
        power_law_attention_function(16)


def test_probes_are_of_the_current_definition(library: Path) -> None:
    for operator in OPERATORS:
        assert probe_file(operator).read_bytes() == probe_model(operator), "run python -m export.function"
    assert largest_difference(library) < 1e-5
