"""Compare this model with vectors computed by the author's published code.

`python -m training.reference FILE.npz` loads the weights in FILE, runs its inputs and prints the largest relative
error of every output. The file holds `config` (JSON), `input/src`, `input/tgt`, `output/...` and `weight/...`;
a `kernel` is [in, out], `W`, `b_W`, `a`, `b_a`, `P` are [H, K, K].
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch

from app.errors import PlgtError
from training.config import ModelConfig
from training.model import PLGT


def model_config(author: dict[str, Any]) -> ModelConfig:
    """The published set-up with the author's sizes."""
    return ModelConfig(
        attention="plga",
        density="instance",
        mask_density=False,
        activation="relu",
        epsilon=1e-9,
        identity_start=False,
        norm="post",
        tied_embeddings=False,
        separate_vocabularies=True,
        encoder_layers=author["num_layers"],
        decoder_layers=author["num_layers"],
        d_model=author["d_model"],
        heads=author["num_heads"],
        d_ff=author["dff"],
        dropout=author["rate"],
        residual_units=author["num_reslayerA"],
        residual_dense=author["num_denseA"],
        residual_width=author["A_dff"],
        max_positions=max(author["pe_input"], author["pe_target"]),
    )


def load_weights(model: PLGT, weights: dict[str, np.ndarray]) -> None:
    """Copy the author's weights (names without `weight/`) into the model. Raises PlgtError for a missing name."""

    def take(name: str) -> torch.Tensor:
        if name not in weights:
            raise PlgtError(f"The reference file has no array weight/{name}.")
        return torch.from_numpy(weights[name])

    def dense(layer: torch.nn.Linear, *names: str) -> None:
        layer.weight.copy_(torch.cat([take(f"{name}.kernel") for name in names], dim=1).T)
        layer.bias.copy_(torch.cat([take(f"{name}.bias") for name in names]))

    def norm(layer: torch.nn.LayerNorm, name: str) -> None:
        layer.weight.copy_(take(f"{name}.scale"))
        layer.bias.copy_(take(f"{name}.bias"))

    with torch.no_grad():
        model.source_embedding.weight.copy_(take("encoder.embedding"))
        model.target_embedding.weight.copy_(take("decoder.embedding"))
        dense(model.final, "final")
        for stack, layers in (("encoder", model.encoder), ("decoder", model.decoder)):
            for index, layer in enumerate(layers):
                dense(layer.feed_forward.inner, f"{stack}.{index}.ffn.0")
                dense(layer.feed_forward.outer, f"{stack}.{index}.ffn.1")
                for number, layer_norm in enumerate(layer.norms, start=1):
                    norm(layer_norm, f"{stack}.{index}.norm{number}")
        for name, block in model.attention_blocks():
            dense(block.wq, f"{name}.wq")
            dense(block.wkv, f"{name}.wk", f"{name}.wv")
            dense(block.wo, f"{name}.wo")
            assert block.deductive is not None
            for parameter in ("W", "b_W", "a", "b_a", "P"):
                getattr(block.deductive, parameter).copy_(take(f"{name}.{parameter}"))
            for j, unit in enumerate(block.deductive.residual):
                for i, hidden in enumerate(unit.hidden):
                    dense(hidden, f"{name}.residual.{j}.hidden.{i}")
                dense(unit.out, f"{name}.residual.{j}.out")
                norm(unit.norm, f"{name}.residual.{j}.norm")


def compare(path: str | Path) -> dict[str, float]:
    """Largest error of every output, relative to the largest magnitude in that output."""
    try:
        file = np.load(path)
    except (OSError, ValueError) as error:
        raise PlgtError(f'Can\'t read the reference vectors "{path}": {error}.') from None
    config = model_config(json.loads(str(file["config"])))
    author = json.loads(str(file["config"]))
    model = PLGT(config, author["input_vocab_size"], author["target_vocab_size"]).eval()
    load_weights(model, {n.removeprefix("weight/"): file[n] for n in file.files if n.startswith("weight/")})
    for _, block in model.attention_blocks():
        block.record = {}
    with torch.no_grad():
        logits = model(torch.from_numpy(file["input/src"]), torch.from_numpy(file["input/tgt"]))
    outputs = {"output/logits": logits}
    for name, block in model.attention_blocks():
        assert block.record is not None
        outputs |= {f"output/{name}.{key}": value for key, value in block.record.items()}
    errors = {}
    for name in file.files:
        if name.startswith("output/"):
            expected = torch.from_numpy(file[name])
            if name not in outputs or outputs[name].shape != expected.shape:
                raise PlgtError(f"The model has no output of the shape of {name}.")
            errors[name] = float((outputs[name] - expected).abs().max() / expected.abs().max())
    return errors


def main(arguments: list[str]) -> int:
    """Command line; returns 1 if an output differs by more than 1e-4."""
    if not arguments:
        print("usage: python -m training.reference FILE.npz ...", file=sys.stderr)
        return 2
    worst = 0.0
    for path in arguments:
        try:
            errors = compare(path)
        except PlgtError as error:
            print(error, file=sys.stderr)
            return 1
        for name, value in errors.items():
            print(f"{name:40s} {value:.2e}")
        worst = max(worst, *errors.values())
    print(f"largest relative error {worst:.2e}")
    return 0 if worst <= 1e-4 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
