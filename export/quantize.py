"""int8: how weights and inputs of the projections become integers.

Weights: symmetric, one scale per output column, in -64..64 (seven bits: products of u8 and s8 then can't
saturate the 16-bit sums of AVX2). Inputs: u8 with one fixed range per projection, measured on real sentences.
onnxruntime's `quantize_dynamic` takes the range of the whole batch at run time instead, which makes a
sentence's translation depend on the sentences beside it and costs two passes over every input.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from app.errors import PlgtError
from export.freeze import Pair, batches
from training.model.plgt import PLGT

WEIGHT_LEVELS = 64
INPUT_LEVELS = 255


@dataclass(frozen=True)
class Range:
    """real = scale * (integer - zero), integer in 0..255."""

    scale: float
    zero: int

    @classmethod
    def covering(cls, low: float, high: float) -> Range:
        """The range that holds low..high and 0 exactly."""
        low, high = min(low, 0.0), max(high, 0.0)
        if high - low < 1e-12:
            return cls(1.0, 0)
        scale = float(np.float32((high - low) / INPUT_LEVELS))
        return cls(scale, int(np.clip(round(-low / scale), 0, INPUT_LEVELS)))


def quantize_weight(weight: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """weight [in, out] -> integers [in, out] and scale [out] with weight = scale * integers."""
    scale = np.abs(weight).max(axis=0).astype(np.float32) / np.float32(WEIGHT_LEVELS)
    scale = np.where(scale == 0, np.float32(1), scale).astype(np.float32)
    values = np.clip(np.rint(weight / scale), -WEIGHT_LEVELS, WEIGHT_LEVELS)
    return values.astype(np.int8), scale


def projections(model: Any) -> Iterator[tuple[str, nn.Linear]]:
    """(name in the graphs, module) of every projection whose input is quantized."""
    for index, layer in enumerate(model.encoder):
        yield f"encoder.{index}.self.qkv", layer.self_attention.wq
        yield f"encoder.{index}.self.out", layer.self_attention.wo
        yield f"encoder.{index}.inner", layer.feed_forward.inner
        yield f"encoder.{index}.outer", layer.feed_forward.outer
    yield "cross.kv", model.decoder[0].cross_attention.wkv
    for index, layer in enumerate(model.decoder):
        yield f"decoder.{index}.self.qkv", layer.self_attention.wq
        yield f"decoder.{index}.self.out", layer.self_attention.wo
        yield f"decoder.{index}.cross.query", layer.cross_attention.wq
        yield f"decoder.{index}.cross.out", layer.cross_attention.wo
        yield f"decoder.{index}.inner", layer.feed_forward.inner
        yield f"decoder.{index}.outer", layer.feed_forward.outer
    yield "final", model.final


@torch.no_grad()
def measure_ranges(model: PLGT, pairs: Sequence[Pair]) -> dict[str, Range]:
    """Input range of every projection over `pairs`, teacher-forced, padding left out."""
    if not pairs:
        raise PlgtError("int8 needs sentences to measure on: give files with --calibrate.")
    lows: dict[str, float] = {}
    highs: dict[str, float] = {}
    model.eval()
    with _watched(model, lows, highs) as valid:
        for source, target in batches(pairs):
            valid["source"], valid["target"] = source != 0, target[:, :-1] != 0
            memory, mask = model.encode(source)
            model.final(model.decode(target[:, :-1], memory, mask)[0])
    return {name: Range.covering(lows[name], highs[name]) for name in lows}


@contextmanager
def _watched(model: PLGT, lows: dict[str, float], highs: dict[str, float]) -> Iterator[dict[str, Tensor]]:
    """Hooks that note the smallest and largest input at real tokens of each projection."""
    valid: dict[str, Tensor] = {}
    handles = []
    for name, module in projections(model):
        side = "source" if name.startswith(("encoder", "cross")) else "target"

        def note(_: nn.Module, inputs: tuple[Tensor, ...], name: str = name, side: str = side) -> None:
            real = inputs[0][valid[side]]
            lows[name] = min(lows.get(name, 0.0), float(real.min()))
            highs[name] = max(highs.get(name, 0.0), float(real.max()))

        handles.append(module.register_forward_pre_hook(note))
    try:
        yield valid
    finally:
        for handle in handles:
            handle.remove()
