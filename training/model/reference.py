"""Compare this model with vectors computed by the author's published code.

`python -m training.model.reference FILE.npz` loads the weights in FILE, runs its inputs and prints two errors of
every output. The file holds `config` (JSON), `input/src`, `input/tgt`, `output/...` and `weight/...`; a
`kernel` is [in, out], `W`, `b_W`, `a`, `b_a`, `P` are [H, K, K].

The error that must stay within TOLERANCE is the relative norm ||x - r|| / ||r|| of the whole array
(Frobenius). The largest single difference max|x - r| / max|r| is printed beside it but is no criterion, for
a reason that was measured: with the published initialisation the scores reach 3,000, where neighbouring
float32 numbers are 2.4e-4 apart, and a softmax turns an absolute error of a score into a relative error of
a weight. Two layers amplify that. On the published vectors of two layers, exact arithmetic (this model in
float64) is itself 1.1e-4 away from them in one element of encoder.1.self.E_LM, so no program can be
expected within 1e-4 there, and float32 runs of this model differ among themselves by as much: 1.4e-4 with
SSE4.2, 2.0e-4 with AVX2 and 3.4e-4 with AVX-512 matrix products (one element of decoder.0.cross.E_LM). The
relative norm is 2.1e-5 for float64 and 2.9e-5, 3.6e-5 and 7.5e-5 for those float32 runs; A_LM, G_LM and the
logits agree within 1e-4 by both measures, as does everything of one layer. Spelling the product, the
division by sqrt(d_k) or LayerNorm in the author's order of operations changes none of this.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from app.errors import PlgtError
from training.config import ModelConfig
from training.model.plgt import PLGT, ResidualUnit, layers_of

TOLERANCE = 1e-4


@dataclass(frozen=True)
class Difference:
    """How far an output is from its reference."""

    norm: float  # ||x - r|| / ||r||: must be within TOLERANCE
    largest: float  # max|x - r| / max|r|


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
    """Copy the author's weights (names without `weight/`). Raises PlgtError for a missing name."""

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
            for index, layer in enumerate(layers_of(layers)):
                dense(layer.feed_forward.inner, f"{stack}.{index}.ffn.0")
                dense(layer.feed_forward.outer, f"{stack}.{index}.ffn.1")
                for number, layer_norm in enumerate(layer.norms, start=1):
                    assert isinstance(layer_norm, torch.nn.LayerNorm)
                    norm(layer_norm, f"{stack}.{index}.norm{number}")
        for name, block in model.attention_blocks():
            dense(block.wq, f"{name}.wq")
            dense(block.wkv, f"{name}.wk", f"{name}.wv")
            dense(block.wo, f"{name}.wo")
            assert block.deductive is not None
            for parameter in ("W", "b_W", "a", "b_a", "P"):
                getattr(block.deductive, parameter).copy_(take(f"{name}.{parameter}"))
            for j, unit in enumerate(block.deductive.residual):
                assert isinstance(unit, ResidualUnit)
                for i, hidden in enumerate(unit.hidden):
                    assert isinstance(hidden, torch.nn.Linear)
                    dense(hidden, f"{name}.residual.{j}.hidden.{i}")
                dense(unit.out, f"{name}.residual.{j}.out")
                norm(unit.norm, f"{name}.residual.{j}.norm")


def compare(path: str | Path) -> dict[str, Difference]:
    """The difference of every output, in float32. Raises PlgtError for a file that is not of this form."""
    try:
        file = np.load(path)
        author = json.loads(str(file["config"]))
    except (OSError, ValueError, KeyError) as error:
        raise PlgtError(f'Can\'t read the reference vectors "{path}": {error}.') from None
    model = PLGT(model_config(author), author["input_vocab_size"], author["target_vocab_size"]).eval()
    load_weights(model, {n.removeprefix("weight/"): file[n] for n in file.files if n.startswith("weight/")})
    for _, block in model.attention_blocks():
        block.record = {}
    with torch.no_grad():
        logits = model(torch.from_numpy(file["input/src"]), torch.from_numpy(file["input/tgt"]))
    outputs = {"output/logits": logits}
    for name, block in model.attention_blocks():
        assert block.record is not None
        outputs |= {f"output/{name}.{key}": value for key, value in block.record.items()}
    differences = {}
    for name in file.files:
        if name.startswith("output/"):
            expected = torch.from_numpy(file[name])
            if name not in outputs or outputs[name].shape != expected.shape:
                raise PlgtError(f"The model has no output of the shape of {name}.")
            difference = outputs[name] - expected
            differences[name] = Difference(
                float(difference.norm() / expected.norm()),
                float(difference.abs().max() / expected.abs().max()),
            )
    return differences


def main(arguments: list[str]) -> int:
    """Command line; returns 1 if the relative norm of an error is above TOLERANCE."""
    if not arguments:
        print("usage: python -m training.model.reference FILE.npz ...", file=sys.stderr)
        return 2
    worst = Difference(0.0, 0.0)
    for path in arguments:
        try:
            differences = compare(path)
        except PlgtError as error:
            print(error, file=sys.stderr)
            return 1
        print(f"{path}\n{'output':40s} {'||x-r||/||r||':>14s} {'max|x-r|/max|r|':>16s}")
        for name, difference in differences.items():
            print(f"{name.removeprefix('output/'):40s} {difference.norm:14.1e} {difference.largest:16.1e}")
            worst = Difference(max(worst.norm, difference.norm), max(worst.largest, difference.largest))
    limit = f"{worst.norm:.1e} in norm (limit {TOLERANCE:.0e})"
    print(f"largest relative error: {limit}, {worst.largest:.1e} in one element")
    return 0 if worst.norm <= TOLERANCE else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
