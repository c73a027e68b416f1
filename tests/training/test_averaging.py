"""`plgt average`: the mean of checkpoints is a checkpoint that exports, is drawn and starts a run."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from app.cli import main
from tests.training.toy import toy_config
from training import checkpoint
from training.trainer import Trainer


def averaged(*arguments: Path | str) -> int:
    return main(["average", *map(str, arguments)])


@pytest.fixture(scope="module")
def run(toy_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with checkpoints of steps 2, 4 and 6 and averaged weights of its own."""
    config = toy_config(toy_data)
    config.run.max_steps, config.run.checkpoint_every, config.run.weight_ema = 6, 2, 0.9
    folder = tmp_path_factory.mktemp("averaged") / "run"
    Trainer(config, folder, say=lambda _: None).run(progress=False)
    assert [path.name[-1] for path in checkpoint.list_checkpoints(folder)] == ["2", "4", "6"]
    return folder


@pytest.fixture(scope="module")
def average(run: Path) -> Path:
    assert averaged(run, "-o", run.parent / "average", "--last", "2") == 0
    return run.parent / "average"


def test_weights_and_running_densities_are_means_in_float32(run: Path, average: Path) -> None:
    parts = [load_file(path / "model.safetensors") for path in checkpoint.list_checkpoints(run)[-2:]]
    mean = load_file(average / "model.safetensors")
    assert set(mean) == set(parts[0])
    assert any(name.endswith("running_density") for name in mean)
    for name, tensor in mean.items():
        first, second = (part[name] for part in parts)
        if tensor.is_floating_point():
            assert tensor.dtype == torch.float32
            torch.testing.assert_close(tensor, (first + second) / 2, rtol=1e-6, atol=1e-7)
            assert not torch.equal(tensor, second), name
        else:
            assert torch.equal(tensor, second), name
    files = {path.name for path in average.iterdir()}
    expected = {"config.json", "model.safetensors", "state.json", "tokenizer.model", "average.json"}
    assert files == expected
    assert checkpoint.load_state(average).step == 6
    assert [part["step"] for part in json.loads((average / "average.json").read_text())] == [4, 6]


def test_checkpoints_are_named_or_all_of_a_run(run: Path, tmp_path: Path) -> None:
    assert averaged(run, "-o", tmp_path / "all") == 0
    assert averaged(*reversed(checkpoint.list_checkpoints(run)), "-o", tmp_path / "named") == 0
    first, second = (load_file(tmp_path / name / "model.safetensors") for name in ("all", "named"))
    assert all(torch.equal(first[name], second[name]) for name in first)
    assert not list(tmp_path.glob("*.tmp"))


def test_half_precision_weights_are_averaged_in_float32(run: Path, tmp_path: Path) -> None:
    newest = checkpoint.list_checkpoints(run)[-1]
    small = [tmp_path / name for name in ("a", "b")]
    for number, folder in enumerate(small):
        shutil.copytree(newest, folder)
        tensors = load_file(newest / "model.safetensors")
        tensors["final.bias"] = torch.full_like(tensors["final.bias"], 1 + 2**-7 * number)
        save_file({k: v.bfloat16() for k, v in tensors.items()}, folder / "model.safetensors")
    assert averaged(*small, "-o", tmp_path / "mean") == 0
    bias = load_file(tmp_path / "mean" / "model.safetensors")["final.bias"]
    assert bias.dtype == torch.float32
    assert torch.equal(bias, torch.full_like(bias, 1 + 2**-8))  # bfloat16 can't say this


def test_an_average_is_exported_drawn_and_starts_a_run(average: Path, toy_data: Path, tmp_path: Path) -> None:
    assert main(["export", str(average), "-o", str(tmp_path / "toy.plgt")]) == 0
    assert (tmp_path / "toy.plgt").stat().st_size > 100_000
    assert main(["inspect", str(average), "-o", str(tmp_path / "pictures"), "-s", "copy 1 2"]) == 0
    trainer = Trainer(toy_config(toy_data), tmp_path / "warm", warm_start=average, say=lambda _: None)
    stored = load_file(average / "model.safetensors")
    for name, tensor in checkpoint.unshared(trainer.model.state_dict()).items():
        assert torch.equal(tensor, stored[name]), name
    assert trainer.state.step == 0


def test_a_run_does_not_resume_from_an_average_in_its_folder(
    run: Path, toy_data: Path, tmp_path: Path
) -> None:
    shutil.copytree(run, tmp_path / "run")
    assert averaged(run, "-o", tmp_path / "run" / "checkpoint-average") == 0
    config = toy_config(toy_data)
    config.run.max_steps = 7
    trainer = Trainer(config, tmp_path / "run", say=lambda _: None)
    assert trainer.state.step == 6
    trainer.run(progress=False)  # and drops its oldest checkpoint, not the average
    assert (tmp_path / "run" / "checkpoint-average").exists()


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ("model", "has other [model] settings than"),
        ("vocabulary", "has another vocabulary than"),
        ("weights", "has other weights than"),
        ("damaged", "is damaged"),
        ("one", "needs at least two checkpoints; there are 1"),
        ("twice", "needs at least two checkpoints"),
        ("nothing", "is neither a checkpoint nor a run"),
        ("exists", "exists already"),
        ("name", "a name for a run's own checkpoints"),
    ],
)
def test_what_has_no_average_is_refused_in_a_sentence(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], case: str, message: str
) -> None:
    newest, other, output = checkpoint.list_checkpoints(run)[-1], tmp_path / "other", tmp_path / "out"
    shutil.copytree(newest, other)
    paths = [newest, other]
    if case == "model":
        text = (other / "config.json").read_text()
        (other / "config.json").write_text(text.replace('"negative_slope": 0.2', '"negative_slope": 0.3'))
    elif case == "vocabulary":
        (other / "tokenizer.model").write_bytes((other / "tokenizer.model").read_bytes() + b"x")
    elif case == "weights":
        tensors = load_file(other / "model.safetensors")
        save_file({k: v for k, v in tensors.items() if k != "final.bias"}, other / "model.safetensors")
    elif case == "damaged":
        (other / "model.safetensors").write_bytes(b"half")
    elif case == "one":
        paths = [newest]
    elif case == "twice":
        paths = [newest, newest]
    elif case == "nothing":
        paths = [newest, tmp_path]
    elif case == "exists":
        output.mkdir()
    elif case == "name":
        output = tmp_path / "checkpoint-00000007"
    before = sorted(path.name for path in tmp_path.iterdir())
    assert averaged(*paths, "-o", output) == 1
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == before
