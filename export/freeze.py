"""A trained PLGT as plain arrays: weights, and every block's G_LM as a constant.

With dataset density G_LM is the deductive network's output for the running density: a constant of the model,
so that freezing changes nothing. With instance density G_LM depends on the sentence; its mean over a
calibration set is frozen, and `invariance` tells what that costs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from app.errors import PlgtError
from training.config import ModelConfig
from training.model.plgt import PAD, PLGT, PowerLawAttention

Array = NDArray[np.float32]
Pair = tuple[Sequence[int], Sequence[int]]  # source ids with eos, target ids from bos to eos


@dataclass
class Linear:
    """y = x weight + bias: weight [in, out], bias [out]."""

    weight: Array
    bias: Array


@dataclass
class Attention:
    """One attention block: projections and G_LM [H, K, K]; `g` is None where it is the identity (sdpa) or
    folded."""

    query: Linear
    key_value: Linear
    out: Linear
    g: Array | None
    negative_slope: float
    scale: float


@dataclass
class FrozenLayer:
    """An encoder layer, or a decoder layer if `cross` is there. Norms are (gain, bias) in the order of the
    blocks."""

    attention: Attention
    cross: Attention | None
    inner: Linear
    outer: Linear
    norms: list[tuple[Array, Array]]


@dataclass
class FrozenModel:
    """Everything that the graphs are built from; nothing in it needs torch."""

    config: ModelConfig
    source_embedding: Array  # [V, D]
    target_embedding: Array  # [V, D]; the same object as source_embedding if tied
    positions: Array  # [max_positions, D]
    encoder: list[FrozenLayer]
    decoder: list[FrozenLayer]
    encoder_norm: tuple[Array, Array] | None
    decoder_norm: tuple[Array, Array] | None
    final: Linear  # weight [D, V]; its transpose is target_embedding if tied
    tied: bool
    deductive: dict[str, Array] = field(default_factory=dict)  # "encoder.0.self/A_LM" and so on

    @property
    def parameters(self) -> int:
        """Number of constants in the graphs' weights, each counted once."""
        total = self.source_embedding.size + self.final.bias.size
        if not self.tied:
            total += self.target_embedding.size + self.final.weight.size
        for layer in [*self.encoder, *self.decoder]:
            linears = [layer.inner, layer.outer]
            for block in (layer.attention, layer.cross):
                if block is not None:
                    linears += [block.query, block.key_value, block.out]
                    total += block.g.size if block.g is not None else 0
            total += sum(linear.weight.size + linear.bias.size for linear in linears)
            total += sum(gain.size + bias.size for gain, bias in layer.norms)
        for norm in (self.encoder_norm, self.decoder_norm):
            total += 0 if norm is None else norm[0].size + norm[1].size
        return int(total)


def needs_calibration(model: PLGT) -> bool:
    """Whether some block's G_LM depends on the sentence."""
    return any(
        block.deductive is not None and block.frozen is None and block.config.density == "instance"
        for _, block in model.attention_blocks()
    )


def freeze(model: PLGT, *, fold: bool = False) -> FrozenModel:
    """Copy the model into arrays. `fold` multiplies G_LM into the query projection, which is exact.

    Raises PlgtError if a block has no constant G_LM; call `calibrate` first.
    """
    if needs_calibration(model):
        raise PlgtError(
            "This checkpoint has instance density, so its G_LM is not a constant: give sentences to "
            "average it over "
            "with --calibrate SOURCE TARGET."
        )
    with torch.no_grad():
        deductive = dict(_deductive(model))
        return FrozenModel(
            config=model.config,
            source_embedding=_array(model.source_embedding.weight),
            target_embedding=_array(model.target_embedding.weight),
            positions=_array(model.positions),
            encoder=[_layer(layer, fold) for layer in model.encoder],
            decoder=[_layer(layer, fold) for layer in model.decoder],
            encoder_norm=_norm(model.encoder_norm),
            decoder_norm=_norm(model.decoder_norm),
            final=_linear(model.final.weight, model.final.bias),
            tied=model.config.tied_embeddings,
            deductive=deductive,
        )


def _array(tensor: Any) -> Array:
    return np.ascontiguousarray(tensor.detach().to(torch.float32).cpu().numpy())


def _linear(weight: Tensor, bias: Tensor) -> Linear:
    return Linear(_array(weight.t()), _array(bias))


def _norm(norm: Any) -> tuple[Array, Array] | None:
    return None if norm is None else (_array(norm.weight), _array(norm.bias))


def _layer(layer: Any, fold: bool) -> FrozenLayer:
    return FrozenLayer(
        attention=_attention(layer.self_attention, fold),
        cross=None if layer.cross_attention is None else _attention(layer.cross_attention, fold),
        inner=_linear(layer.feed_forward.inner.weight, layer.feed_forward.inner.bias),
        outer=_linear(layer.feed_forward.outer.weight, layer.feed_forward.outer.bias),
        norms=[(_array(norm.weight), _array(norm.bias)) for norm in layer.norms],
    )


def _attention(block: PowerLawAttention, fold: bool) -> Attention:
    query = _linear(block.wq.weight, block.wq.bias)
    g: Array | None = None
    if block.deductive is not None or block.frozen is not None:
        g = _array(block.constant_energy_curvature())
        if fold:
            query, g = fold_energy_curvature(query, g), None
    return Attention(
        query=query,
        key_value=_linear(block.wkv.weight, block.wkv.bias),
        out=_linear(block.wo.weight, block.wo.bias),
        g=g,
        negative_slope=block.negative_slope,
        scale=block.scale,
    )


def fold_energy_curvature(query: Linear, g: Array) -> Linear:
    """(x W + b) G per head as one projection; multiplied in float64, so that only the last rounding shows."""
    heads, size, _ = g.shape
    weight = query.weight.astype(np.float64).reshape(-1, heads, size)
    bias = query.bias.astype(np.float64).reshape(heads, size)
    folded = np.einsum("dhk,hkl->dhl", weight, g.astype(np.float64)).reshape(query.weight.shape)
    folded_bias = np.einsum("hk,hkl->hl", bias, g.astype(np.float64)).reshape(-1)
    return Linear(folded.astype(np.float32), folded_bias.astype(np.float32))


def _deductive(model: PLGT) -> Iterator[tuple[str, Array]]:
    """A_LM, P_LM and G_LM of every block that has them as constants."""
    for name, block in model.attention_blocks():
        if block.deductive is None:
            continue
        yield f"{name}/P_LM", _array(block.deductive.power)
        yield f"{name}/G_LM", _array(block.constant_energy_curvature())
        if block.config.density == "dataset":
            yield f"{name}/A_LM", _array(block.deductive(block.running_density).metric)
        elif getattr(block, "calibrated_metric", None) is not None:
            yield f"{name}/A_LM", _array(block.calibrated_metric)


# Instance density ---------------------------------------------------------------------------------------


def pad(rows: Sequence[Sequence[int]]) -> Tensor:
    """[B, longest] int64, filled up with PAD."""
    width = max(len(row) for row in rows)
    return torch.tensor([[*row, *[PAD] * (width - len(row))] for row in rows], dtype=torch.long)


def batches(pairs: Sequence[Pair], size: int = 16) -> Iterator[tuple[Tensor, Tensor]]:
    """Padded (source, target) batches of pairs of similar length."""
    ordered = sorted(pairs, key=lambda pair: (len(pair[1]), len(pair[0])))
    for start in range(0, len(ordered), size):
        part = ordered[start : start + size]
        yield pad([pair[0] for pair in part]), pad([pair[1] for pair in part])


@torch.no_grad()
def calibrate(model: PLGT, pairs: Sequence[Pair]) -> None:
    """Freeze every block's G_LM at its mean over `pairs` (teacher forcing, one sentence at a time unmasked).

    Raises PlgtError without pairs.
    """
    if not pairs:
        raise PlgtError("Calibration needs at least one pair of sentences: give files with text in them.")
    blocks = dict(model.attention_blocks())
    sums: dict[str, dict[str, Tensor]] = {name: {} for name in blocks}
    model.eval()
    # one pair at a time: with unmasked density padding would change A
    for source, target in pairs:
        for block in blocks.values():
            block.record = {}
        memory, mask = model.encode(pad([source]))
        model.decode(pad([target[:-1]]), memory, mask)
        for name, block in blocks.items():
            assert block.record is not None
            for key in ("A_LM", "G_LM"):
                if key in block.record:
                    value = block.record[key].double().sum(0)
                    sums[name][key] = sums[name].get(key, torch.zeros_like(value)) + value
            block.record = None
    for name, block in blocks.items():
        if "G_LM" in sums[name]:
            block.calibrated_metric = (sums[name]["A_LM"] / len(pairs)).float()  # type: ignore[assignment]
            block.freeze((sums[name]["G_LM"] / len(pairs)).float())
