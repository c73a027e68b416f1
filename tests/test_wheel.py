"""What an installation brings to a user's machine: everything that runs, and no more."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

pytest.importorskip("hatchling", reason="hatchling is only needed to build wheels")
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parent.parent
LARGEST = 45_000_000  # bytes, unpacked: two models of 12 MB each are the most of it
LARGEST_FILE = 16_000_000


@pytest.fixture(scope="module")
def files() -> dict[str, Path]:
    """Path in the wheel -> file, as hatchling selects them."""
    return {
        entry.distribution_path: Path(entry.path)
        for entry in WheelBuilder(str(ROOT)).recurse_included_files()
    }


def test_no_training_checkpoint_travels(files: dict[str, Path]) -> None:
    assert [path for path in files if "checkpoints/" in path] == []
    assert [path for path in files if path.endswith((".safetensors", ".pt", ".bin"))] == []
    assert [path for path in files if "screenshots" in path or path.startswith("tests/")] == []


def test_a_wheel_stays_small(files: dict[str, Path]) -> None:
    sizes = {path: file.stat().st_size for path, file in files.items()}
    assert sum(sizes.values()) < LARGEST
    assert [path for path, size in sizes.items() if size > LARGEST_FILE] == []


def test_what_runs_is_in_the_wheel(files: dict[str, Path]) -> None:
    packages = [path for name in ("app", "training", "export") for path in (ROOT / name).rglob("*.py")]
    missing = {path.relative_to(ROOT).as_posix() for path in packages} - set(files)
    assert missing == set()
    for path in ("app/_assets/models/xx-en.plgt", "app/_assets/models/en-xx.plgt", "training/configs/xx-en.toml",
                 "app/native/src/attention.cpp", "app/native/OPERATOR.md"):  # fmt: skip
        assert path in files
    for folder in ("desktop", "icons", "interface", "models"):
        shipped = {path.name for path in (ROOT / "assets" / folder).iterdir() if path.is_file()}
        assert shipped <= {Path(path).name for path in files if path.startswith(f"app/_assets/{folder}/")}


def test_every_asset_is_shipped_or_left_out_on_purpose() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shipped = set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"])
    folders = {f"assets/{path.name}" for path in (ROOT / "assets").iterdir()}
    assert folders - shipped == {"assets/screenshots"}


def test_one_command_installs_the_server_too() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert {entry.split(">")[0] for entry in extras["serve"]} == {"starlette", "uvicorn", "python-multipart"}
    for extra in ("cpu", "gpu", "dev"):
        assert f"{project['name']}[serve]" in extras[extra]
