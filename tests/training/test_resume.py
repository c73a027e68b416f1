"""A run that was stopped, or killed at any moment, goes on exactly where its last whole checkpoint stands."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from app.errors import PlgtError
from tests.training.toy import toy_config
from training import checkpoint
from training.config import TrainingConfig
from training.tokenizer import train_tokenizer
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


SCRIPT = """
import sys
from pathlib import Path
from tests.training.test_resume import config_of, train
config = config_of(Path(sys.argv[1]))
config.run.checkpoint_every, config.run.max_steps = 1, 100000
train(config, Path(sys.argv[2]))
"""


def test_a_killed_run_resumes_from_its_last_whole_checkpoint(toy_data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    rng = random.Random(4)
    reached = 0
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "OMP_NUM_THREADS": "1"}
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(toy_data), str(folder)],
            env=environment,
            stderr=subprocess.PIPE,
        )
        deadline = time.monotonic() + 120
        while not [p for p in checkpoint.list_checkpoints(folder) if int(p.name[-8:]) > reached]:
            assert process.poll() is None, process.stderr.read().decode() if process.stderr else ""
            assert time.monotonic() < deadline, "the run made no checkpoint"
            time.sleep(0.02)
        time.sleep(rng.random() / 5)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        newest = checkpoint.list_checkpoints(folder)[-1]
        checkpoint.load_model(newest)
        assert int(newest.name[-8:]) > reached
        reached = int(newest.name[-8:])
    # a half-written checkpoint beside the whole ones is not taken for one
    torn = folder / f"{checkpoint.PREFIX}{reached + 1:08d}.tmp"
    shutil.copytree(checkpoint.list_checkpoints(folder)[-1], torn, dirs_exist_ok=True)
    (torn / "model.safetensors").write_bytes(b"half")
    config = config_of(toy_data)
    config.run.max_steps = reached + 2
    assert train(config, folder).state.step == reached + 2


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
