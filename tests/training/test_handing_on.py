"""A compact checkpoint is small and a run resumes from it as from its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch

from app.errors import PlgtError
from tests.training.toy import toy_config
from training import checkpoint
from training.trainer import Trainer


def size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("*.safetensors"))


def test_a_run_goes_on_from_a_compact_checkpoint(toy_data: Path, toy_run: Path, tmp_path: Path) -> None:
    newest = checkpoint.resolve(toy_run)
    checkpoint.main([str(toy_run), "-o", str(tmp_path / "kept")])
    compact = checkpoint.resolve(tmp_path / "kept")
    assert compact.name == newest.name
    assert size(compact) < 0.2 * size(newest)
    assert not (compact / "optimiser.safetensors").exists()
    shutil.copytree(compact, tmp_path / "run" / compact.name)
    config = toy_config(toy_data)
    config.run.max_steps = checkpoint.load_state(newest).step + 3
    said: list[str] = []
    trainer = Trainer(config, tmp_path / "run", say=said.append)
    assert any("resumed" in line for line in said) and any("starts anew" in line for line in said)
    assert all(t.dtype == torch.float32 for t in trainer.model.parameters())
    kept = checkpoint.load_tensors(newest / "model.safetensors")
    for name, tensor in checkpoint.unshared(trainer.model.state_dict()).items():
        torch.testing.assert_close(tensor, kept[name], rtol=1e-2, atol=1e-2)  # bfloat16 on the way
    assert not any(optimiser.state for optimiser in trainer.optimisers)
    assert trainer.run(progress=False).step == config.run.max_steps


def test_it_is_never_overwritten(toy_run: Path, tmp_path: Path) -> None:
    checkpoint.write_compact(checkpoint.resolve(toy_run), tmp_path)
    with pytest.raises(PlgtError, match="exists already"):
        checkpoint.write_compact(checkpoint.resolve(toy_run), tmp_path)
