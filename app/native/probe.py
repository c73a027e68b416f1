"""One-node graphs to try the operators with: agreement (`plgt doctor`) and speed (`plgt bench`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.native.runtime import onnxruntime_module

HEADS, HEAD_SIZE, VOCABULARY = 8, 32, 8000
OPERATORS = (
    "PowerLawAttention",
    "PackedPowerLawAttention",
    "CrossPowerLawAttention",
    "CachedPowerLawAttention",
    "TopLogProbabilities",
)

Feed = dict[str, NDArray[Any]]


def probe_file(operator: str) -> Path:
    """The graph of an operator, made by `python -m export.function`."""
    return Path(__file__).parent / "probes" / f"{operator}.onnx"


def probe_session(operator: str, library: Path | None, threads: int = 1) -> Any:
    """A CPU session on an operator, with the operator library or (None) with the graph's function."""
    onnxruntime = onnxruntime_module()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 4
    options.add_session_config_entry("session.force_spinning_stop", "1")
    if library is not None:
        options.register_custom_ops_library(str(library))
    return onnxruntime.InferenceSession(
        probe_file(operator).read_bytes(), options, providers=["CPUExecutionProvider"]
    )


def probe_inputs(operator: str, sentences: int, rows: int, keys: int) -> Feed:
    """Random inputs for `sentences` sentences.

    rows: query positions, or beams, of a sentence; keys: its source positions, or its cached ones. The last
    quarter of the keys is hidden where the operator hides any.
    """
    generator = np.random.default_rng(1)
    width = HEADS * HEAD_SIZE
    hidden = keys // 4

    def array(*shape: int) -> NDArray[np.float32]:
        return generator.normal(size=shape).astype(np.float32)

    def integers(*values: int) -> NDArray[np.int64]:
        return np.array(values, dtype=np.int64)

    if operator == "PowerLawAttention":
        mask = np.zeros((sentences, 1, 1, keys), dtype=np.float32)
        mask[..., keys - hidden :] = -1e9
        q, k, v = (array(sentences, HEADS, length, HEAD_SIZE) for length in (rows, keys, keys))
        return {"Q": q, "K": k, "V": v, "mask": mask}
    if operator == "PackedPowerLawAttention":
        lengths = integers(*[keys - hidden] * sentences)
        return {"QKV": array(sentences * keys, 3 * width), "lengths": lengths}
    if operator == "CrossPowerLawAttention":
        k, v = array(sentences, HEADS, keys, HEAD_SIZE), array(sentences, HEADS, keys, HEAD_SIZE)
        lengths = integers(*[keys - hidden] * sentences)
        return {"Q": array(sentences * rows, width), "K": k, "V": v, "lengths": lengths}
    total = sentences * rows
    if operator == "CachedPowerLawAttention":
        k, v = array(total, HEADS, keys, HEAD_SIZE), array(total, HEADS, keys, HEAD_SIZE)
        origin = generator.integers(0, total, total)
        return {"QKV": array(total, 3 * width), "cache_k": k, "cache_v": v, "origin": origin}
    forced = np.zeros((total, 0), dtype=np.int64)
    return {"logits": array(total, VOCABULARY), "k": integers(2 * rows + 3), "forced": forced}


def largest_difference(library: Path) -> float:
    """Largest absolute difference between kernels and functions over all operators."""
    worst = 0.0
    for operator in OPERATORS:
        native, function = probe_session(operator, library), probe_session(operator, None)
        for rows, keys in ((1, 23), (4, 40), (31, 31)):
            feed = probe_inputs(operator, 2, rows, keys)
            for actual, wanted in zip(native.run(None, feed), function.run(None, feed), strict=True):
                worst = max(worst, float(np.abs(actual - wanted).max(initial=0)))
    return worst
