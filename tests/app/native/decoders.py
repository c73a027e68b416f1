"""Decoders with random weights for the tests of the native decoder, and what they compute in float64 NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.model.decoder_weights import AttentionWeights, DecoderWeights, LayerWeights, LinearWeights
from app.native.decoder import Encoded

Array = np.ndarray


def random_weights(
    generator: np.random.Generator,
    *,
    heads: int = 2,
    size: int = 8,
    inner: int = 24,
    words: int = 40,
    positions: int = 40,
    layers: int = 2,
    quantized: bool = False,
    norm_first: bool = True,
    last: bool = True,
    sharpness: float = 1.0,
) -> DecoderWeights:
    """sharpness: factor of the logits; the larger, the more a model repeats itself."""
    width = heads * size

    def real(*shape: int) -> Array:
        return generator.normal(size=shape).astype(np.float32)

    def linear(inputs: int, outputs: int, factor: float = 1.0, **options: Any) -> LinearWeights:
        transposed = bool(generator.integers(2))
        shape = (outputs, inputs) if transposed else (inputs, outputs)
        bias = real(outputs) * np.float32(0.3)
        if not quantized:
            weight = real(*shape) * np.float32(factor / np.sqrt(inputs))
            return LinearWeights(weight, bias, transposed=transposed, **options)
        weight = generator.integers(-64, 65, shape).astype(np.int8)
        scale = (np.abs(real(outputs)) * factor / (40 * np.sqrt(inputs))).astype(np.float32)
        zero = int(generator.integers(100, 156))
        return LinearWeights(weight, bias, scale, 0.03, zero, transposed, **options)

    def norm() -> tuple[Array, Array]:
        return 1 + real(width) * np.float32(0.2), real(width) * np.float32(0.2)

    def attention() -> AttentionWeights:
        return AttentionWeights(real(heads, size, size) / np.float32(np.sqrt(size)), 0.4, 0.2)

    made = [
        LayerWeights(
            (norm(), norm(), norm()), linear(width, 3 * width), linear(width, width), linear(width, width),
            linear(width, width), linear(width, inner), linear(inner, width, rectified=True), attention(), attention(),
        )
        for _ in range(layers)
    ]  # fmt: skip
    table = generator.integers(-64, 65, (words, width)).astype(np.int8) if quantized else real(words, width)
    return DecoderWeights(
        tuple(made), norm_first, 1e-6, norm() if last else None, table,
        np.full(words, 0.03, np.float32) if quantized else None, 1.25, real(positions, width),
        linear(width, words, sharpness),
    )  # fmt: skip


def random_encoded(generator: np.random.Generator, weights: DecoderWeights, lengths: list[int]) -> Encoded:
    heads, size, _ = weights.layers[0].self_attention.g.shape
    shape = (len(lengths), heads, max(lengths), size)
    cross = [generator.normal(size=shape).astype(np.float32) for _ in range(2 * len(weights.layers))]
    return Encoded(np.array(lengths, np.int64), cross)


class Reference:
    """One hypothesis of one sentence, decoded token by token in float64."""

    def __init__(self, weights: DecoderWeights, encoded: Encoded, sentence: int) -> None:
        self.weights, length = weights, int(encoded.lengths[sentence])
        self.cross = [array[sentence, :, :length].astype(np.float64) for array in encoded.cross]
        self.keys: list[list[Array]] = [[] for _ in weights.layers]
        self.values: list[list[Array]] = [[] for _ in weights.layers]
        self.alignment = np.zeros(length)

    def step(self, token: int, position: int) -> Array:
        """Log-probabilities [V] of the next token."""
        w = self.weights
        row = w.embedding[token].astype(np.float64)
        x = row * (w.embedding_factor if w.embedding_scale is None else w.embedding_scale[token])
        x = x + w.positions[position]
        for index, layer in enumerate(w.layers):
            blocks = (self._attend_self, self._attend_source, self._feed_forward)
            for norm, block in zip(layer.norms, blocks, strict=True):
                if w.norm_first:
                    x = x + block(layer, index, self._norm(x, norm))
                else:
                    x = self._norm(x + block(layer, index, x), norm)
        if w.last is not None:
            x = self._norm(x, w.last)
        logits = self._linear(x, w.final)
        logits = logits - logits.max()
        return np.asarray(logits - np.log(np.exp(logits).sum()))

    def _norm(self, x: Array, norm: tuple[Array, Array]) -> Array:
        return (x - x.mean()) / np.sqrt(x.var() + self.weights.epsilon) * norm[0] + norm[1]

    def _linear(self, x: Array, linear: LinearWeights) -> Array:
        weight = (linear.weight.T if linear.transposed else linear.weight).astype(np.float64)
        if linear.rectified:
            x = np.maximum(x, 0)
        if linear.scale is None:
            return x @ weight + linear.bias
        integers = np.clip(np.rint(x / np.float32(linear.input_scale)) + linear.input_zero, 0, 255)
        product = (integers - linear.input_zero) @ weight
        return product * linear.input_scale * linear.scale.astype(np.float64) + linear.bias

    def _attend(self, q: Array, k: Array, v: Array, attention: AttentionWeights) -> tuple[Array, Array]:
        """q [H, K], k and v [H, T, K] -> [HK], weights [H, T]"""
        score = attention.scale * np.einsum("hi,hij,htj->ht", q, attention.g.astype(np.float64), k)
        score = np.where(score > 0, score, attention.negative_slope * score)
        weight = np.exp(score - score.max(1, keepdims=True))
        weight /= weight.sum(1, keepdims=True)
        return np.einsum("ht,htk->hk", weight, v).reshape(-1), weight

    def _attend_self(self, layer: LayerWeights, index: int, x: Array) -> Array:
        heads = len(layer.self_attention.g)
        q, k, v = self._linear(x, layer.packed).reshape(3, heads, -1)
        self.keys[index].append(k)
        self.values[index].append(v)
        keys, values = np.stack(self.keys[index], 1), np.stack(self.values[index], 1)
        return self._linear(self._attend(q, keys, values, layer.self_attention)[0], layer.out)

    def _attend_source(self, layer: LayerWeights, index: int, x: Array) -> Array:
        q = self._linear(x, layer.query).reshape(len(layer.cross_attention.g), -1)
        keys, values = self.cross[2 * index], self.cross[2 * index + 1]
        out, weight = self._attend(q, keys, values, layer.cross_attention)
        self.alignment = weight[0]
        return self._linear(out, layer.cross_out)

    def _feed_forward(self, layer: LayerWeights, index: int, x: Array) -> Array:
        return self._linear(self._linear(x, layer.inner), layer.outer)
