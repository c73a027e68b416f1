"""Two processes under torchrun (gloo, CPU) train as one process does with the same global batch."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from app.cli import main
from tests.training.toy import toy_config
from training import checkpoint, distributed
from training.config import TrainingConfig
from training.data.batches import Batch, Batches
from training.trainer import Trainer, TrainingDiverged

STEPS = 12
# Sums over tokens are taken in another order: float32 losses change by about 1e-7 of their value, and weights and
# densities by some 1e-6. Densities of one process alone would differ by 1e-2, a loss by 1e-5.
LOSS_TOLERANCE = 1e-6
WEIGHT_TOLERANCE = 2e-5


def quiet(_: str) -> None:
    pass


def config_of(data: Path, **model: object) -> TrainingConfig:
    config = toy_config(data, **model)
    config.run.max_steps, config.run.log_every, config.run.weight_ema = STEPS, 1, 0.9
    return config


def with_links(data: Path) -> TrainingConfig:
    """Dataset density, two batches a step and process, and an alignment loss."""
    config = config_of(data)
    config.optimiser.accumulate, config.run.guided_alignment = 2, 0.1
    return config


def with_dropout(data: Path, steps: int) -> TrainingConfig:
    config = config_of(data, dropout=0.1)
    config.run.max_steps = steps
    return config


# What each of the two processes does ------------------------------------------------------------------------


def work(data: Path, out: Path) -> None:
    """Run every scenario; what a process saw is written to `out/NAME.RANK.*`."""
    rank = int(os.environ["RANK"])
    notes: dict[str, object] = {}

    def dump(name: str, trainer: Trainer) -> None:
        save_file(checkpoint.unshared(trainer.model.state_dict()), out / f"{name}.{rank}.safetensors")

    def train(name: str, config: TrainingConfig) -> None:
        trainer = Trainer(config, out / name, say=quiet)
        trainer.run(progress=False)
        dump(name, trainer)

    def note(name: str, trainer: Trainer) -> None:
        notes[name] = {"step": trainer.state.step, "tokens": trainer.state.target_tokens}

    train("dataset", with_links(data))
    for name in OTHERS:
        train(name, other_config(data, name))
    train("whole", with_dropout(data, 6))
    train("broken", with_dropout(data, 3))
    train("broken", with_dropout(data, 6))

    trainer = Trainer(config_of(data), out / "diverged", say=quiet)
    if rank == 1:
        trainer.loss = poisoned(trainer.loss)  # type: ignore[method-assign]
    try:
        trainer.run(progress=False)
    except TrainingDiverged as error:
        notes["diverged"] = str(error)

    endless = config_of(data)
    endless.run.max_steps, endless.run.log_every = 1_000_000, 10
    trainer = Trainer(endless, out / "signal", say=quiet)
    if rank == 1:
        trainer.loss = terminating(trainer.loss, 5)  # type: ignore[method-assign]
    trainer.run(progress=False)
    note("signal", trainer)
    trainer = Trainer(endless, out / "budget", say=quiet)
    trainer.run(0.5 if rank == 1 else 3600, progress=False)
    note("budget", trainer)

    patient = config_of(data)
    patient.run.validate_every, patient.run.patience, patient.run.max_steps = 1, 2, 50
    patient.run.validate_sentences, patient.optimiser.peak = 4, 1e-9  # nothing gets better
    trainer = Trainer(patient, out / "patience", say=quiet)
    trainer.run(progress=False)
    note("patience", trainer)

    epochs = config_of(data)
    epochs.data.batch_tokens, epochs.run.max_epochs, epochs.run.max_steps = 4000, 1, 10_000
    trainer = Trainer(epochs, out / "epochs", say=quiet)
    trainer.run(progress=False)
    note("epochs", trainer)
    (out / f"notes.{rank}.json").write_text(json.dumps(notes))


OTHERS: dict[str, dict[str, object]] = {
    "instance": {"density": "instance"},
    "sdpa": {"attention": "sdpa"},
    "muon": {"attention": "sdpa"},
}


def other_config(data: Path, name: str) -> TrainingConfig:
    config = config_of(data, **OTHERS[name])
    if name == "muon":
        config.optimiser.name = "muon"
    return config


Loss = Callable[..., tuple[torch.Tensor, torch.Tensor, int]]


def poisoned(loss: Loss) -> Loss:
    """The loss, times a number that is none."""

    def wrapped(*arguments: object) -> tuple[torch.Tensor, torch.Tensor, int]:
        value, plain, tokens = loss(*arguments)
        return value * float("nan"), plain, tokens

    return wrapped


def terminating(loss: Loss, call: int) -> Loss:
    """The loss, whose given call sends this process a SIGTERM: after the run has begun, on the slowest machine too."""
    calls = itertools.count(1)

    def wrapped(*arguments: object) -> tuple[torch.Tensor, torch.Tensor, int]:
        if next(calls) == call:
            os.kill(os.getpid(), signal.SIGTERM)
        return loss(*arguments)

    return wrapped


# What the test sees -----------------------------------------------------------------------------------------


def torchrun(*arguments: object, timeout: float = 300) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [*command, *map(str, arguments)], env=environment, capture_output=True, text=True, timeout=timeout
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def pair(toy_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which two processes have run every scenario."""
    out = tmp_path_factory.mktemp("two")
    torchrun("-m", "tests.training.test_distributed", toy_data, out)
    return out


def losses(folder: Path) -> list[float]:
    lines = (folder / "metrics.jsonl").read_text().splitlines()
    return [r["loss"] for r in map(json.loads, lines) if "tokens_per_second" in r]


def joined(batches: Batches, count: int) -> Callable[[int, int, int], Iterator[tuple[int, Batch]]]:
    """A stream of batches that hold the rows of `count` batches each."""

    def stream(skip: int, rank: int, processes: int) -> Iterator[tuple[int, Batch]]:
        inner = batches(skip * count)
        while True:
            parts = [next(inner) for _ in range(count)]
            yield parts[-1][0], batches.batch(np.concatenate([batch.rows for _, batch in parts]))

    return stream


def close(folder: Path, single: Trainer, name: str) -> None:
    """The two processes `name` and a single one have the same losses, weights and running densities."""
    assert len(losses(folder / name)) == STEPS  # one writer
    for ours, theirs in zip(losses(folder / name), losses(single.folder), strict=True):
        assert ours == pytest.approx(theirs, rel=LOSS_TOLERANCE)
    weights = checkpoint.unshared(single.model.state_dict())
    for rank in range(2):
        for key, tensor in load_file(folder / f"{name}.{rank}.safetensors").items():
            torch.testing.assert_close(tensor, weights[key], rtol=0, atol=WEIGHT_TOLERANCE)
    assert (
        single.state.target_tokens == checkpoint.load_state(checkpoint.resolve(folder / name)).target_tokens
    )


def test_dataset_density_is_that_of_one_process_with_joined_batches(
    pair: Path, toy_data: Path, tmp_path: Path
) -> None:
    single = Trainer(with_links(toy_data), tmp_path, say=quiet)
    single.batches = joined(single.batches, 2)  # type: ignore[assignment]
    single.run(progress=False)
    close(pair, single, "dataset")


@pytest.mark.parametrize("name", OTHERS)
def test_without_a_running_density_it_is_one_process_that_accumulates(
    pair: Path, toy_data: Path, tmp_path: Path, name: str
) -> None:
    config = other_config(toy_data, name)
    config.optimiser.accumulate = 2
    single = Trainer(config, tmp_path, say=quiet)
    single.run(progress=False)
    close(pair, single, name)


@pytest.mark.parametrize("name", ["dataset", *OTHERS, "broken"])
def test_weights_and_running_densities_are_equal_in_both_processes(pair: Path, name: str) -> None:
    first, second = (load_file(pair / f"{name}.{rank}.safetensors") for rank in range(2))
    densities = [key for key in first if "density" in key]
    assert bool(densities) == (name in ("dataset", "broken"))
    for key, tensor in first.items():
        assert torch.equal(tensor, second[key]), key


def test_two_processes_resume_exactly(pair: Path) -> None:
    assert losses(pair / "broken") == losses(pair / "whole")
    for rank in range(2):
        whole = load_file(pair / f"whole.{rank}.safetensors")
        for key, tensor in load_file(pair / f"broken.{rank}.safetensors").items():
            assert torch.equal(tensor, whole[key]), key


def test_processes_stop_together(pair: Path) -> None:
    first, second = (json.loads((pair / f"notes.{rank}.json").read_text()) for rank in range(2))
    assert first == second
    assert "at step 1 " in first["diverged"]  # the loss was no number in the second process alone
    for name in ("signal", "budget"):  # the second process alone was told to stop
        assert first[name]["step"] > 0
        newest = checkpoint.load_state(checkpoint.resolve(pair / name))
        assert newest.step == first[name]["step"]
        assert newest.batches == 2 * newest.step
    assert 3 <= first["patience"]["step"] < 50
    assert 3 <= first["epochs"]["step"] < 10_000


CONFIGURATION = """
name = "toy"
[model]
encoder_layers = 1
decoder_layers = 1
d_model = 32
heads = 4
d_ff = 64
dropout = 0.1
max_positions = 64
[data]
root = "{root}"
vocabulary = 296
character_coverage = 1.0
max_pieces = 40
batch_tokens = 600
sources = [{{ path = "train.tr-en", languages = ["tr", "en"] }}]
validation = [{{ path = "dev.tr-en", languages = ["tr", "en"] }}]
[run]
device = "cpu"
threads = 1
weight_ema = 0.9
log_every = 1
validate_every = 2
validate_sentences = 4
tensorboard = false
guided_alignment = 0.1
"""


def test_the_command_builds_the_store_once_and_one_process_goes_on(toy_data: Path, tmp_path: Path) -> None:
    config, run = tmp_path / "toy.toml", tmp_path / "run"
    config.write_text(CONFIGURATION.format(root=toy_data))
    common = ["train", str(config), "-o", str(run), "--no-progress", "--set"]
    done = torchrun("-m", "app", *common, "run.max_steps=4")
    assert "Warning" not in done.stderr, done.stderr
    output = done.stdout
    for message in (
        "training the tokenizer",
        "pairs tokenised",
        "2 processes",
        "step 4: ",
        "stopped at step 4",
    ):
        assert output.count(message) == 1, output
    state = checkpoint.load_state(checkpoint.resolve(run))
    assert (state.step, state.batches) == (4, 8)
    assert len(losses(run)) == 4
    checkpoint.load_model(run)  # with the averaged weights
    assert main([*common, "run.max_steps=6"]) == 0
    state = checkpoint.load_state(checkpoint.resolve(run))
    assert (state.step, state.batches) == (6, 10)
    assert losses(run)[-1] < losses(run)[0]


if __name__ == "__main__":
    work(Path(sys.argv[1]), Path(sys.argv[2]))
    distributed.leave()
