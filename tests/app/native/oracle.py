"""The operator's definition (app/native/OPERATOR.md) in float64 NumPy, and one-node models that carry it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

from export.function import (
    ATTENTION,
    DOMAIN,
    FOLDED_ATTENTION,
    FUNCTIONS,
    attention_attributes,
    domain_opset,
    folded_power_law_attention_function,
    functions_for,
    power_law_attention_function,
)

OPSET = 18
Array = np.ndarray


@dataclass
class Call:
    """One call of the operator: float32 arrays and the two attributes; g is None for the folded form."""

    q: Array
    k: Array
    v: Array
    g: Array | None
    mask: Array
    negative_slope: float = 0.2
    scale: float = 0.0

    def feed(self) -> dict[str, Array]:
        feed = {"Q": self.q, "K": self.k, "V": self.v, "mask": self.mask}
        return feed if self.g is None else {**feed, "G": self.g}


def expected(call: Call) -> tuple[Array, Array]:
    """The output in float64, and per element how far a float32 computation may be from it."""
    q, k, v = (x.astype(np.float64) for x in (call.q, call.k, call.v))
    g = np.eye(q.shape[-1]) if call.g is None else call.g.astype(np.float64)
    scale = call.scale or 1 / np.sqrt(q.shape[-1])
    score = scale * (q @ g @ k.swapaxes(-1, -2))
    score = np.where(score > 0, score, call.negative_slope * score)
    with np.errstate(invalid="ignore"):
        bias = np.where(call.mask <= -1e4, -1e30, call.mask.astype(np.float64))
    # a hidden score is exactly -1e30 in float32, and so are all of them in a wholly hidden row
    biased = np.where(np.broadcast_to(bias, score.shape) == -1e30, -1e30, score + bias)
    if k.shape[2] == 0:
        return np.zeros((*q.shape[:3], v.shape[3])), np.zeros((*q.shape[:3], v.shape[3]))
    weight = np.exp(biased - biased.max(-1, keepdims=True))
    weight /= weight.sum(-1, keepdims=True)
    # rounding of a float32 score grows with the sizes of what was added up for it
    magnitude = scale * (np.abs(q) @ np.abs(g) @ np.abs(k).swapaxes(-1, -2)).max(initial=0.0)
    magnitude *= max(1.0, abs(call.negative_slope))
    visible = bias[bias > -1e30]
    magnitude += np.abs(visible).max(initial=0.0)
    epsilon = np.finfo(np.float32).eps
    tolerance = (4e-6 + 6 * epsilon * magnitude) * (np.abs(v).max(initial=0.0) + 1e-6)
    return weight @ v, np.full((*q.shape[:3], v.shape[3]), tolerance)


def model(
    folded: bool = False, negative_slope: float = 0.2, scale: float = 0.0, element: int = TensorProto.FLOAT
) -> bytes:
    """A graph of one attention node of any shape, with the function that spells it."""
    names = ["Q", "K", "V", "mask"] if folded else ["Q", "K", "V", "G", "mask"]
    node = helper.make_node(
        FOLDED_ATTENTION if folded else ATTENTION,
        names,
        ["output"],
        domain=DOMAIN,
        **attention_attributes(negative_slope, scale),
    )
    inputs = [helper.make_tensor_value_info(name, element, None) for name in names]
    outputs = [helper.make_tensor_value_info("output", element, None)]
    function = folded_power_law_attention_function if folded else power_law_attention_function
    proto = helper.make_model(
        helper.make_graph([node], "attention", inputs, outputs),
        opset_imports=[helper.make_opsetid("", OPSET), domain_opset()],
        functions=[function(OPSET)],
        ir_version=9,
    )
    return bytes(proto.SerializeToString())


def step_model(
    operator: str, heads: int, size: int, negative_slope: float = 0.2, scale: float = 0.0
) -> bytes:
    """A graph of one of the operators for a step, with its function; types as OPERATOR.md says."""
    function = FUNCTIONS[operator](OPSET)
    integers = {"lengths", "origin", "k", "forced", "top_ids"}

    def values(names: list[str]) -> list[onnx.ValueInfoProto]:
        kinds = (TensorProto.INT64 if name in integers else TensorProto.FLOAT for name in names)
        shapes = ([heads, size, size] if name == "G" else None for name in names)
        return [helper.make_tensor_value_info(*value) for value in zip(names, kinds, shapes, strict=True)]

    attributes = attention_attributes(negative_slope, scale) if function.attribute else {}
    node = helper.make_node(operator, function.input, function.output, domain=DOMAIN, **attributes)
    proto = helper.make_model(
        helper.make_graph([node], "step", values(list(function.input)), values(list(function.output))),
        opset_imports=[helper.make_opsetid("", OPSET), domain_opset()],
        functions=functions_for([operator], OPSET),
        ir_version=9,
    )
    return bytes(proto.SerializeToString())


@contextmanager
def environment(**values: str) -> Iterator[None]:
    """Environment variables for the time of a `with` block."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def session_of(
    proto: bytes, library: Path | None, kernel: str = "", threads: int = 1
) -> onnxruntime.InferenceSession:
    """A session with the library's `kernel` registered, or with the functions (None)."""
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = threads
    settings.log_severity_level = 4
    with environment(PLGT_NATIVE_ISA=kernel):
        if library is not None:
            settings.register_custom_ops_library(str(library))
        return onnxruntime.InferenceSession(proto, settings, providers=["CPUExecutionProvider"])


def session(
    library: Path | None, kernel: str = "", threads: int = 1, **options: object
) -> onnxruntime.InferenceSession:
    """A session on `model(**options)`."""
    return session_of(model(**options), library, kernel, threads)  # type: ignore[arg-type]
