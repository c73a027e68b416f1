"""Each reason for falling back from the native library to the models' own functions."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from app.native import build, loader
from app.native.loader import select_library
from tests.app.native.oracle import environment, model

ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(library: Path, tmp_path: Path) -> Path:
    """A folder with a fitting library, under a name that this process has not loaded before."""
    shutil.copy(library, tmp_path / build.CPU_LIBRARY)
    return tmp_path


def assert_falls_back(folder: Path, *words: str, device: str = "cpu") -> None:
    choice = select_library(device, folder)
    assert (choice.path, choice.op, choice.native) == (None, "function", False)
    for word in words:
        assert word in choice.reason


def test_a_fitting_library_is_chosen(folder: Path) -> None:
    choice = select_library("cpu", folder)
    assert choice.native
    assert choice.path == folder / build.CPU_LIBRARY
    assert "avx" in choice.reason


def test_no_library_was_built(tmp_path: Path) -> None:
    assert_falls_back(tmp_path, "was not built", "python -m app.native.build")


def test_switched_off(folder: Path) -> None:
    with environment(PLGT_NO_NATIVE="1"):
        assert_falls_back(folder, "PLGT_NO_NATIVE")
    with environment(PLGT_NO_NATIVE="0"):
        assert select_library("cpu", folder).native


def test_unloadable_library(tmp_path: Path) -> None:
    (tmp_path / build.CPU_LIBRARY).write_bytes(b"\x7fELF and then nothing")
    assert_falls_back(tmp_path, "cannot be loaded")


def test_another_library_of_that_name(tmp_path: Path) -> None:
    source = tmp_path / "other.c"
    source.write_text("int something_else(void) { return 1; }\n")
    tools = build.find_tools()
    if tools.cxx is None:
        pytest.skip("no compiler")
    build._run([tools.cxx, "-shared", "-fPIC", str(source), "-o", str(tmp_path / build.CPU_LIBRARY)])
    assert_falls_back(tmp_path, "not a PLGT operator library")


def test_library_of_another_version(library: Path, tmp_path: Path) -> None:
    build.build_cpu(tmp_path, flags=("-O0", "-DPLGT_VERSION=99"))
    assert_falls_back(tmp_path, "version 99", "build it again")


def test_library_for_a_newer_onnxruntime(library: Path, tmp_path: Path) -> None:
    build.build_cpu(tmp_path, flags=("-O0", "-DPLGT_ORT_API_VERSION=9999"))
    assert_falls_back(tmp_path, "refuses", "too old for the operator library")


def test_onnxruntime_too_old(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnxruntime, "__version__", "1.19.2")
    assert_falls_back(folder, "1.19.2", "older than 1.20")


def test_processor_without_avx2(library: Path, tmp_path: Path) -> None:
    """The sources built as if for a processor on which the check for AVX2 fails."""
    build.build_cpu(tmp_path, flags=("-O0", "-DPLGT_WITHOUT_AVX2"))
    assert loader.kernel_name(tmp_path / build.CPU_LIBRARY) is None
    assert_falls_back(tmp_path, "no AVX2")
    with pytest.raises(Exception, match="no AVX2"):  # even when registered directly
        onnxruntime.SessionOptions().register_custom_ops_library(str(tmp_path / build.CPU_LIBRARY))


def test_no_onnxruntime(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert_falls_back(folder, "onnxruntime is not installed")


def test_gpu_uses_the_function_unless_asked(folder: Path) -> None:
    assert_falls_back(folder, "PLGT_CUDA_OP", device="cuda")
    with environment(PLGT_CUDA_OP="1"):
        assert_falls_back(folder, build.CUDA_LIBRARY, "not built", device="cuda")


def test_model_runs_with_and_without_the_chosen_library(folder: Path) -> None:
    """What an engine does with the choice gives the same numbers either way, from one and the same file."""
    generator = np.random.default_rng(3)
    feed = {name: generator.normal(size=(1, 2, 4, 8)).astype(np.float32) for name in ("Q", "K", "V")}
    feed |= {
        "G": generator.normal(size=(2, 8, 8)).astype(np.float32),
        "mask": np.zeros((1, 1, 1, 4), np.float32),
    }
    results = []
    for switched_off in ("0", "1"):
        with environment(PLGT_NO_NATIVE=switched_off):
            choice = select_library("cpu", folder)
        settings = onnxruntime.SessionOptions()
        if choice.path is not None:
            settings.register_custom_ops_library(str(choice.path))
        running = onnxruntime.InferenceSession(model(), settings, providers=["CPUExecutionProvider"])
        before = loader.native_calls(folder / build.CPU_LIBRARY)
        results.append(running.run(None, feed)[0])
        assert (loader.native_calls(folder / build.CPU_LIBRARY) > before) == choice.native
    np.testing.assert_allclose(results[0], results[1], rtol=1e-5, atol=1e-6)


def test_sessions_may_be_opened_by_several_threads_at_once(folder: Path) -> None:
    """In a fresh process, so that the library's first registration is among them."""
    script = (
        "import sys, onnxruntime as o\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from app.native.probe import probe_session, probe_inputs\n"
        "from pathlib import Path\n"
        "name = 'PowerLawAttention'\n"
        "feed = probe_inputs(name, 1, 1, 5)\n"
        "run = lambda _: probe_session(name, Path(sys.argv[1])).run(None, feed)[0].tobytes()\n"
        "with ThreadPoolExecutor(8) as pool:\n"
        "    print(len(set(pool.map(run, range(16)))))\n"
    )
    path = str(folder / build.CPU_LIBRARY)
    done = subprocess.run(
        [sys.executable, "-c", script, path], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "1"
