"""A one-node graph to try the attention operator with: agreement (`plgt doctor`) and speed (`plgt bench`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

PROBE_FILE = Path(__file__).with_name("probe.onnx")  # made by `python -m export.function`
HEADS, HEAD_SIZE = 8, 32


def probe_session(library: Path | None, threads: int = 1) -> Any:
    """A CPU session on the probe, with the operator library or (None) with the graph's function."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 4
    options.add_session_config_entry("session.force_spinning_stop", "1")
    if library is not None:
        options.register_custom_ops_library(str(library))
    return onnxruntime.InferenceSession(PROBE_FILE.read_bytes(), options, providers=["CPUExecutionProvider"])


def probe_inputs(batch: int, queries: int, keys: int, hidden: int = 0) -> dict[str, NDArray[np.float32]]:
    """Random inputs; the last `hidden` keys are masked."""
    generator = np.random.default_rng(1)

    def array(length: int) -> NDArray[np.float32]:
        return generator.normal(size=(batch, HEADS, length, HEAD_SIZE)).astype(np.float32)

    mask = np.zeros((batch, 1, 1, keys), dtype=np.float32)
    mask[..., keys - hidden :] = -1e9
    return {"Q": array(queries), "K": array(keys), "V": array(keys), "mask": mask}


def largest_difference(library: Path) -> float:
    """Largest absolute difference between kernel and function over a decoding step and an encoder's block."""
    native, function = probe_session(library), probe_session(None)
    worst = 0.0
    for queries, keys in ((1, 23), (4, 40), (31, 31)):
        feed = probe_inputs(2, queries, keys, hidden=keys // 4)
        worst = max(worst, float(np.abs(native.run(None, feed)[0] - function.run(None, feed)[0]).max()))
    return worst
