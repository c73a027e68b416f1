"""A run that was stopped, or killed at any moment, goes on exactly where its last whole checkpoint stands."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from app.errors import PlgtError
from tests.training.toy import toy_config
from training import checkpoint
from training.config import TrainingConfig
from training.data.tokenizer import train_tokenizer
from training.trainer import Trainer, TrainingDiverged


def config_of(data: Path) -> TrainingConfig:
    config = toy_config(data, dropout=0.1)
    config.run.max_steps, config.run.log_every, config.run.weight_ema = 12, 1, 0.9
    return config


def losses(folder: Path) -> dict[int, float]:
    lines = (folder / "metrics.jsonl").read_text().splitlines()
    return {r["step"]: r["loss"] for r in map(json.loads, lines) if "tokens_per_second" in r}


def train(config: TrainingConfig, folder: Path) -> Trainer:
    trainer = Trainer(config, folder, say=lambda _: None)
    trainer.run(progress=False)
    return trainer


def test_resumed_losses_are_those_of_an_unbroken_run(toy_data: Path, tmp_path: Path) -> None:
    whole = train(config_of(toy_data), tmp_path / "whole")
    first = config_of(toy_data)
    first.run.max_steps = 5
    train(first, tmp_path / "broken")
    resumed = train(config_of(toy_data), tmp_path / "broken")
    assert losses(tmp_path / "broken") == losses(tmp_path / "whole")
    for name, tensor in checkpoint.unshared(whole.model.state_dict()).items():
        assert torch.equal(tensor, resumed.model.state_dict()[name]), name


# A run that says where it stands in the writing of a checkpoint, and waits there to be killed. A file is half written
# by then; at "rename" all files are whole, but the folder has not got its name yet.
SCRIPT = """
import sys, time
from pathlib import Path
import safetensors.torch
from tests.training.test_resume import config_of, train
from training import checkpoint

data, folder, step, place = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]


def wait_to_be_killed():
    print("here", flush=True)
    time.sleep(600)


def save_file(tensors, path):
    whole = safetensors.torch.save(tensors)
    if path.name == place and step in path.parent.name:
        with open(path, "wb") as file:
            file.write(whole[: len(whole) // 2])
            file.flush()
            wait_to_be_killed()
    path.write_bytes(whole)


def replace(source, target, replace=checkpoint.os.replace):
    if place == "rename" and step in source.name:
        wait_to_be_killed()
    replace(source, target)


checkpoint.save_file, checkpoint.os.replace = save_file, replace
config = config_of(data)
config.run.checkpoint_every = 2
train(config, folder)
"""


def test_a_run_killed_while_it_writes_a_checkpoint_reaches_the_same_weights(
    toy_data: Path, tmp_path: Path
) -> None:
    whole = train(config_of(toy_data), tmp_path / "whole")
    folder = tmp_path / "killed"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "OMP_NUM_THREADS": "1"}
    places = {4: "model.safetensors", 6: "ema.safetensors", 8: "optimiser.safetensors", 10: "rename"}
    for step, place in places.items():
        arguments = [sys.executable, "-c", SCRIPT, toy_data, folder, f"{step:08d}", place]
        with subprocess.Popen(
            list(map(str, arguments)),
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None and process.stderr is not None
            assert process.stdout.readline() == "here\n", process.stderr.read()
            process.send_signal(signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL
        torn = folder / f"{checkpoint.PREFIX}{step:08d}.tmp"
        if place == "rename":
            assert (torn / "state.json").exists()
        else:
            with pytest.raises(PlgtError, match="is damaged"):
                checkpoint.load_tensors(torn / place)
        newest = checkpoint.list_checkpoints(folder)[-1]
        assert checkpoint.load_state(newest).step == step - 2
        checkpoint.load_model(newest)
    resumed = train(config_of(toy_data), folder)
    assert resumed.state.step == whole.state.step
    for name, tensor in checkpoint.unshared(whole.model.state_dict()).items():
        assert torch.equal(tensor, resumed.model.state_dict()[name]), name
    assert whole.ema is not None and resumed.ema is not None
    for name, tensor in whole.ema.items():
        assert torch.equal(tensor, resumed.ema[name]), name


def test_a_warm_start_with_another_vocabulary_is_refused(
    toy_data: Path, toy_run: Path, tmp_path: Path
) -> None:
    words = [f"{a}{b}{c}" for a in "abcd" for b in "efgh" for c in "ijkl"]
    (tmp_path / "other").mkdir()
    train_tokenizer(words * 20, tmp_path / "other" / "tokenizer.model", 300, coverage=1.0, threads=1)
    with pytest.raises(PlgtError, match="another vocabulary"):
        Trainer(config_of(toy_data), tmp_path / "other", warm_start=toy_run, say=lambda _: None)


def test_a_warm_start_takes_the_weights(toy_data: Path, toy_run: Path, tmp_path: Path) -> None:
    trainer = Trainer(config_of(toy_data), tmp_path / "warm", warm_start=toy_run, say=lambda _: None)
    stored = checkpoint.load_tensors(checkpoint.resolve(toy_run) / "model.safetensors")
    assert torch.equal(trainer.model.final.bias.detach(), stored["final.bias"])
    assert trainer.state.step == 0


def test_a_loss_that_is_no_number_stops_with_advice(toy_data: Path, tmp_path: Path) -> None:
    trainer = Trainer(config_of(toy_data), tmp_path / "run", say=lambda _: None)
    with torch.no_grad():
        trainer.model.final.bias[:] = float("nan")
    with pytest.raises(TrainingDiverged, match=r"step 1 \(learning rate .*resume from the last checkpoint"):
        trainer.run(progress=False)


def test_early_stopping_keeps_patience(toy_data: Path, tmp_path: Path) -> None:
    config = config_of(toy_data)
    config.run.validate_every, config.run.patience, config.run.max_steps = 1, 2, 50
    config.run.validate_sentences, config.optimiser.peak = 4, 1e-9  # nothing gets better
    config.run.patience_metric = "bleu"
    assert train(config, tmp_path / "run").state.step < 50


def test_other_model_settings_do_not_resume(toy_data: Path, toy_run: Path, tmp_path: Path) -> None:
    shutil.copytree(toy_run, tmp_path / "run")
    with pytest.raises(PlgtError, match="other"):
        Trainer(toy_config(toy_data, d_ff=64), tmp_path / "run", say=lambda _: None)
