"""Checkpoints: folders that are whole or absent.

`checkpoint-STEP/` holds `config.json` (the TrainingConfig), `model.safetensors`, `ema.safetensors` (if an average of
the weights is kept), `optimiser.safetensors`, `state.json` (step, batches, tokens, scores) and `tokenizer.model`.
A checkpoint is written beside its place and renamed, so that a killed run leaves the last whole one.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from app.errors import PlgtError
from training.config import TrainingConfig, from_dict
from training.data.tokenizer import Tokenizer
from training.model.plgt import PLGT

PREFIX = "checkpoint-"
TOKENIZERS = ("tokenizer.model", "tokenizer-target.model")


@dataclass
class RunState:
    """Where a run stands."""

    step: int = 0
    batches: int = 0  # taken from the batch stream
    target_tokens: int = 0
    seconds: float = 0.0
    epoch: int = 0
    best: float | None = None
    best_step: int = 0
    since_best: int = 0
    scores: dict[str, float] = field(default_factory=dict)


def save(
    folder: Path,
    config: TrainingConfig,
    model: PLGT,
    state: RunState,
    tokenizers: Path,
    optimiser: dict[str, Tensor] | None = None,
    ema: dict[str, Tensor] | None = None,
) -> Path:
    """Write `folder/checkpoint-STEP` atomically and return its path. `tokenizers` is the folder of the tokenizers."""
    final = folder / f"{PREFIX}{state.step:08d}"
    tensors = {"model.safetensors": unshared(model.state_dict())}
    if ema is not None:
        tensors["ema.safetensors"] = {k: v.contiguous() for k, v in ema.items()}
    if optimiser is not None:
        tensors["optimiser.safetensors"] = optimiser
    _write(final, config, tensors, state, tokenizers)
    return final


def _write(
    final: Path,
    config: TrainingConfig,
    tensors: Mapping[str, dict[str, Tensor]],
    state: RunState,
    tokenizers: Path,
    notes: Mapping[str, Any] | None = None,
) -> None:
    """Write a folder beside `final`, then rename it; `tensors` and `notes` (JSON) by file name."""
    temporary = final.with_name(final.name + ".tmp")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    (temporary / "config.json").write_text(json.dumps(config.to_dict(), indent=1))
    for name, values in tensors.items():
        save_file(values, temporary / name)
    for name, value in {**(notes or {}), "state.json": state.__dict__}.items():
        (temporary / name).write_text(json.dumps(value, indent=1))
    for name in TOKENIZERS:
        if (tokenizers / name).exists():
            shutil.copyfile(tokenizers / name, temporary / name)
    for path in temporary.iterdir():
        with open(path, "rb") as file:
            os.fsync(file.fileno())
    if final.exists():
        remove(final)
    os.replace(temporary, final)


def unshared(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Contiguous tensors, each storage once (tied weights are stored under their first name)."""
    seen: dict[int, str] = {}
    out = {}
    for name, tensor in state.items():
        if tensor.data_ptr() in seen and tensor.numel() > 1:
            continue
        seen[tensor.data_ptr()] = name
        out[name] = tensor.detach().cpu().contiguous()
    return out


def list_checkpoints(folder: Path) -> list[Path]:
    """Whole checkpoints of a run, oldest first."""
    if not folder.is_dir():
        return []
    paths = [p for p in folder.iterdir() if is_step_name(p.name) and (p / "state.json").exists()]
    return sorted(paths)


def is_step_name(name: str) -> bool:
    """Whether a run gives its checkpoints such a name: checkpoint-STEP."""
    return name.startswith(PREFIX) and name.removeprefix(PREFIX).isdecimal()


def resolve(path: str | Path) -> Path:
    """A checkpoint folder: the given one, or the newest in a run's folder. Raises PlgtError if there is none."""
    path = Path(path)
    if (path / "model.safetensors").exists():
        return path
    found = list_checkpoints(path)
    if not found:
        raise PlgtError(
            f'"{path}" is neither a checkpoint nor a run that has one; give a checkpoint-NNNN folder.'
        )
    return found[-1]


def load_config(path: Path) -> TrainingConfig:
    try:
        return from_dict(TrainingConfig, json.loads((path / "config.json").read_text()))
    except (OSError, json.JSONDecodeError) as error:
        raise PlgtError(f'The checkpoint "{path}" has no readable config.json: {error}.') from None


def load_state(path: Path) -> RunState:
    return RunState(**json.loads((path / "state.json").read_text()))


def load_tensors(path: Path) -> dict[str, Tensor]:
    try:
        return load_file(path)
    except (OSError, SafetensorError) as error:
        raise PlgtError(f'"{path}" is damaged: {error}.') from None


def load_weights(model: PLGT, tensors: dict[str, Tensor], where: str | Path) -> None:
    """Copy tensors into the model; raises PlgtError listing what is missing, left over or of another shape."""
    state = model.state_dict()
    tied = {"target_embedding.weight", "final.weight"} if model.config.tied_embeddings else set()
    missing = [name for name in state if name not in tensors and name not in tied]
    extra = [name for name in tensors if name not in state]
    other = [name for name, t in tensors.items() if name in state and state[name].shape != t.shape]
    if missing or extra or other:
        raise PlgtError(
            f'The weights in "{where}" do not fit the configuration: missing {missing or "none"}, '
            f"unknown {extra or 'none'}, other shape {other or 'none'}."
        )
    model.load_state_dict(tensors, strict=False)


def load_model(path: str | Path, *, ema: bool = True) -> tuple[PLGT, TrainingConfig]:
    """The model of a checkpoint or run, in evaluation mode on the CPU; `ema`: with averaged weights if it has them."""
    folder = resolve(path)
    config = load_config(folder)
    source = Tokenizer(folder / TOKENIZERS[0])
    target = Tokenizer(folder / TOKENIZERS[1]) if config.model.separate_vocabularies else source
    model = PLGT(config.model, source.size, target.size)
    averaged = folder / "ema.safetensors"
    file = averaged if ema and averaged.exists() else folder / "model.safetensors"
    load_weights(model, load_tensors(file), file)
    return model.eval(), config


def average(paths: list[Path]) -> dict[str, Tensor]:
    """The mean of the weights and running densities of several checkpoints of one configuration, in float32.

    Whole numbers (how many batches a density has seen) are those of the last checkpoint.
    """
    total: dict[str, Tensor] = {}
    for path in paths:
        tensors = load_tensors(path / "model.safetensors")
        shapes = {name: tensor.shape for name, tensor in tensors.items()}
        if total and shapes != {name: tensor.shape for name, tensor in total.items()}:
            raise PlgtError(
                f'"{path}" has other weights than "{paths[0]}": average checkpoints of one model.'
            )
        for name, tensor in tensors.items():
            if not tensor.is_floating_point():
                total[name] = tensor
            elif name in total:
                total[name] += tensor.double()
            else:
                total[name] = tensor.double()
    return {n: (t / len(paths)).float() if t.is_floating_point() else t for n, t in total.items()}


def to_average(paths: list[Path], last: int = 0) -> list[Path]:
    """The checkpoints meant by `paths`: of a run all that it has, or its `last` newest ones."""
    found: list[Path] = []
    for path in paths:
        if (path / "model.safetensors").exists():
            found.append(path)
        else:
            resolve(path)  # raises where there is none
            found.extend(list_checkpoints(path)[-last:])
    return found


def write_average(paths: list[Path], output: Path) -> None:
    """Write the average of checkpoints as a checkpoint without optimiser state, for export and warm starts.

    Raises PlgtError, before anything is written, where the checkpoints don't belong together or `output` exists.
    """
    if len({path.resolve() for path in paths}) < 2:
        raise PlgtError(f"An average needs at least two checkpoints; there are {len(paths)}.")
    if output.exists():
        raise PlgtError(f'"{output}" exists already: give the average a new name.')
    if is_step_name(output.name):
        raise PlgtError(
            f'"{output.name}" is a name for a run\'s own checkpoints: a run would resume from the average.'
        )
    first = load_config(paths[0])
    for path in paths[1:]:
        if load_config(path).model != first.model:
            raise PlgtError(f'"{path}" has other [model] settings than "{paths[0]}": they have no average.')
        for name in TOKENIZERS:
            files = [folder / name for folder in (paths[0], path)]
            if len({file.read_bytes() if file.exists() else None for file in files}) > 1:
                raise PlgtError(f'"{path}" has another vocabulary than "{paths[0]}": they have no average.')
    paths = sorted(paths, key=lambda path: load_state(path).step)
    newest = load_state(paths[-1])
    state = RunState(newest.step, newest.batches, newest.target_tokens, newest.seconds, newest.epoch)
    sources = [{"checkpoint": str(path), "step": load_state(path).step} for path in paths]
    weights = {"model.safetensors": average(paths)}
    output.parent.mkdir(parents=True, exist_ok=True)
    _write(output, load_config(paths[-1]), weights, state, paths[-1], {"average.json": sources})


def pack_optimisers(names: Mapping[Any, str], optimisers: list[torch.optim.Optimizer]) -> dict[str, Tensor]:
    """Adam's moments and Muon's momentum as NAME|KIND by parameter name."""
    packed: dict[str, Tensor] = {}
    for optimiser in optimisers:
        for parameter, values in optimiser.state.items():
            for key, value in values.items():
                tensor = value if isinstance(value, Tensor) else torch.tensor(float(value))
                packed[f"{names[parameter]}|{key}"] = tensor.detach().cpu().contiguous()
    return packed


# what an optimiser keeps of a parameter
KINDS = {"AdamW": {"step", "exp_avg", "exp_avg_sq"}, "Muon": {"momentum"}}


def unpack_optimisers(
    names: Mapping[Any, str], optimisers: list[torch.optim.Optimizer], packed: dict[str, Any]
) -> None:
    """The reverse of `pack_optimisers`. What an optimiser finds of another one's making is left: it starts anew."""
    by_name = {name: parameter for parameter, name in names.items()}
    for optimiser in optimisers:
        kinds = KINDS[type(optimiser).__name__]
        mine = {parameter for group in optimiser.param_groups for parameter in group["params"]}
        for key, tensor in packed.items():
            name, _, kind = key.partition("|")
            if kind in kinds and by_name.get(name) in mine:
                parameter = by_name[name]
                place = tensor.to(parameter.device, parameter.dtype) if kind != "step" else tensor
                optimiser.state[parameter][kind] = place.clone()


def write_compact(path: Path, folder: Path) -> Path:
    """Copy a checkpoint's weights in bfloat16 into `folder`, without what its optimiser keeps: a sixth of its size.

    It is for handing weights on: `plgt train --warm-start` begins with them, and a run in a folder that holds it goes
    on from its step, with an optimiser and a moving average that start anew. Returns the new checkpoint.
    """

    def half(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
        return {
            n: t.to(torch.bfloat16) if t.is_floating_point() and t.ndim else t for n, t in tensors.items()
        }

    final = folder / f"{PREFIX}{load_state(path).step:08d}"
    if final.exists():
        raise PlgtError(f'"{final}" exists already: remove it or name another folder.')
    files = {"model.safetensors": half(load_tensors(path / "model.safetensors"))}
    config = load_config(path)
    config.data.root, config.data.cache = "data", ""  # places on this machine are of no use elsewhere
    folder.mkdir(parents=True, exist_ok=True)
    _write(final, config, files, load_state(path), path)
    return final


def unshared_live(model: PLGT) -> dict[str, Tensor]:
    """The model's own tensors (no copies), tied weights once."""
    seen: set[int] = set()
    out = {}
    for name, tensor in model.state_dict().items():
        if tensor.data_ptr() not in seen or tensor.numel() <= 1:
            seen.add(tensor.data_ptr())
            out[name] = tensor
    return out


def remove(path: Path) -> None:
    """Delete a checkpoint; renamed first, so that a half-deleted one is never taken for whole."""
    doomed = path.with_name(path.name + ".old.tmp")
    shutil.rmtree(doomed, ignore_errors=True)
    os.replace(path, doomed)
    shutil.rmtree(doomed, ignore_errors=True)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m training.checkpoint", description=write_compact.__doc__)
    parser.add_argument("checkpoint", type=Path, help="a checkpoint, or a run (its newest one)")
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder that gets checkpoint-STEP")
    options = parser.parse_args(arguments)
    print(f"wrote {write_compact(resolve(options.checkpoint), options.output)}")


if __name__ == "__main__":
    main()
