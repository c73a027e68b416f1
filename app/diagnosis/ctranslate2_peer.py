"""A CTranslate2 Transformer of a bundle's sizes with random weights: what `plgt bench` compares with.

Only imported when CTranslate2 is installed; nothing else in the program uses it.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

LENGTH_PENALTY = 0.6


def installed() -> bool:
    return importlib.util.find_spec("ctranslate2") is not None


def write_model(folder: Path, sizes: Mapping[str, Any]) -> None:
    """Write a random model. `sizes` is the table `model` of a bundle's manifest."""
    from ctranslate2.specs import transformer_spec

    width, heads = int(sizes["d_model"]), int(sizes["heads"])
    inner = int(sizes.get("d_ff", 4 * width))
    vocabulary = int(sizes["target_vocabulary"])
    generator = np.random.default_rng(1)

    def matrix(rows: int, columns: int) -> np.ndarray:
        return (generator.normal(size=(rows, columns)) / np.sqrt(columns)).astype(np.float32)

    def linear(spec: Any, rows: int, columns: int) -> None:
        spec.weight, spec.bias = matrix(rows, columns), np.zeros(rows, np.float32)

    def norm(spec: Any) -> None:
        spec.gamma, spec.beta = np.ones(width, np.float32), np.zeros(width, np.float32)

    def attention(spec: Any, outputs: Sequence[int]) -> None:
        norm(spec.layer_norm)
        for part, rows in zip(spec.linear, outputs, strict=True):
            linear(part, rows, width)

    layers = int(sizes["encoder_layers"]), int(sizes["decoder_layers"])
    spec = transformer_spec.TransformerSpec.from_config(layers, heads, pre_norm=True)
    for side in (spec.encoder, spec.decoder):
        side.scale_embeddings = True
        embeddings = side.embeddings[0] if side is spec.encoder else side.embeddings
        embeddings.weight = matrix(vocabulary, width)
        side.position_encodings.encodings = matrix(int(sizes["max_positions"]), width)
        norm(side.layer_norm)
        for layer in side.layer:
            attention(layer.self_attention, (3 * width, width))
            if side is spec.decoder:
                attention(layer.attention, (width, 2 * width, width))
            norm(layer.ffn.layer_norm)
            linear(layer.ffn.linear_0, inner, width)
            linear(layer.ffn.linear_1, width, inner)
    linear(spec.decoder.projection, vocabulary, width)
    words = ["<unk>", "<s>", "</s>", *(f"w{i}" for i in range(vocabulary - 3))]
    spec.register_source_vocabulary(words)
    spec.register_target_vocabulary(words)
    spec.validate()
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))


class Peer:
    """Translates sentences of token ids with a forced target length."""

    def __init__(self, folder: Path, compute_type: str, threads: int) -> None:
        """compute_type: "float32" or "int8"."""
        import ctranslate2

        self._translator = ctranslate2.Translator(
            str(folder), device="cpu", compute_type=compute_type, inter_threads=1, intra_threads=threads
        )

    def translate(self, sources: Sequence[Sequence[int]], beam: int, length: int) -> int:
        """Returns the number of target tokens."""
        rows = [[f"w{token - 3}" for token in source] for source in sources]
        results = self._translator.translate_batch(
            rows,
            beam_size=beam,
            min_decoding_length=length,
            max_decoding_length=length,
            length_penalty=LENGTH_PENALTY,
            max_batch_size=len(rows),
            return_scores=True,
        )
        return sum(len(result.hypotheses[0]) for result in results)
