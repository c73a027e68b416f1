"""Building the library and what the wheel's build hook makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest

from app.native import build, loader
from export.function import PACKED_ATTENTION
from tests.app.native.oracle import environment, model, session_of, step_model

pytest.importorskip("hatchling", reason="hatchling is only needed to build wheels")
from app.native.build_hook import NativeBuildHook

ROOT = Path(build.__file__).resolve().parents[2]


class Recorder:
    """Hatch's application object as the hook uses it."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def display_warning(self, message: str) -> None:
        self.warnings.append(message)


def run_hook(
    target: str = "wheel", version: str = "standard"
) -> tuple[dict[str, Any], list[str], NativeBuildHook]:
    recorder = Recorder()
    hook = NativeBuildHook(str(ROOT), {}, None, None, "", target, recorder)  # type: ignore[arg-type]
    data: dict[str, Any] = {"force_include": {}, "pure_python": True}
    hook.initialize(version, data)
    return data, recorder.warnings, hook


@pytest.fixture(autouse=True)
def native_is_not_required(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may demand the native operator; these tests say themselves what they demand."""
    monkeypatch.delenv("PLGT_REQUIRE_NATIVE", raising=False)


def test_hook_puts_the_library_into_a_tagged_wheel(library: Path) -> None:
    with environment(PLGT_NO_CUDA="1"):
        data, warnings, hook = run_hook()
    built = {Path(source).name: target for source, target in data["force_include"].items()}
    assert built[build.CPU_LIBRARY] == f"app/native/{build.CPU_LIBRARY}"
    assert data["pure_python"] is False
    assert data["tag"].startswith("py3-none-") and data["tag"].endswith("x86_64")
    assert warnings == []
    source = next(Path(path) for path in data["force_include"])
    assert source.is_file()
    hook.finalize("standard", data, "")
    assert not source.exists()


def test_hook_does_nothing_for_a_source_distribution() -> None:
    data, warnings, _ = run_hook(target="sdist")
    assert data == {"force_include": {}, "pure_python": True} and warnings == []


def test_no_native_gives_a_warning_and_a_pure_wheel() -> None:
    with environment(PLGT_NO_NATIVE="1"):
        data, warnings, _ = run_hook()
    assert data == {"force_include": {}, "pure_python": True}
    assert len(warnings) == 1 and "PLGT_NO_NATIVE" in warnings[0]


def test_no_compiler_gives_a_warning_and_a_pure_wheel() -> None:
    with environment(CXX="/nowhere/c++"):
        data, warnings, _ = run_hook()
    assert data["pure_python"] is True and data["force_include"] == {}
    assert "/nowhere/c++" in warnings[0]


def test_required_native_operator_is_an_error_when_it_cannot_be_built() -> None:
    with (
        environment(PLGT_REQUIRE_NATIVE="1", CXX="/nowhere/c++"),
        pytest.raises(RuntimeError, match="PLGT_REQUIRE_NATIVE"),
    ):
        run_hook()


def test_other_processors_have_no_library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(build.platform, "machine", lambda: "aarch64")
    with pytest.raises(build.BuildError, match="aarch64"):
        build.build_cpu(tmp_path)


def test_command_builds_into_a_folder(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build.main(["--output", str(tmp_path / "out")]) == 0
    path = Path(capsys.readouterr().out.strip())
    assert path.parent == tmp_path / "out" and loader.select_library("cpu", path.parent).native
    with environment(CXX="/nowhere/c++"):
        assert build.main(["--output", str(tmp_path / "out")]) == 1
    assert "not built" in capsys.readouterr().err


def test_cuda_library_registers_and_holds_the_cpu_kernels(library: Path, tmp_path: Path) -> None:
    """Compiled wherever nvcc is; without a GPU it must still serve a session on the CPU."""
    if build.find_tools().nvcc is None:
        pytest.skip("nvcc was not found")
    path = build.build_cuda(tmp_path)
    with environment(PLGT_CUDA_OP="1"):
        choice = loader.select_library("cuda", tmp_path)
    assert choice.path == path and choice.native
    settings = onnxruntime.SessionOptions()
    settings.register_custom_ops_library(str(path))
    session = onnxruntime.InferenceSession(model(), settings, providers=["CPUExecutionProvider"])
    assert session.get_inputs()[0].name == "Q"
    # the operators without a CUDA kernel are spelled by their functions, whose attention is the library's
    generator = np.random.default_rng(4)
    feed = {
        "QKV": generator.normal(size=(6, 24)).astype(np.float32),
        "lengths": np.array([3, 2]),
        "G": generator.normal(size=(2, 4, 4)).astype(np.float32),
    }
    proto = step_model(PACKED_ATTENTION, 2, 4)
    before = loader.native_calls(path)
    actual = session_of(proto, path).run(None, feed)[0]
    assert loader.native_calls(path) == before + 1
    np.testing.assert_allclose(actual, session_of(proto, None).run(None, feed)[0], atol=1e-5)
