"""`plgt doctor` finds what is wrong and says how to mend it."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from app.cli import main
from app.diagnosis import doctor
from app.model import devices
from app.model.store import ModelStore
from app.native import build, loader


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "shipped", tmp_path / "user")


def finding(store: ModelStore, subject: str) -> doctor.Finding:
    return next(f for f in doctor.examine(store).findings if f.subject == subject)


def test_reports_python_runtime_and_device(store: ModelStore) -> None:
    assert sys.version.split()[0] in finding(store, "python").text
    assert "onnxruntime" in finding(store, "onnxruntime").text
    assert finding(store, "device").text.startswith(("CPU", "CUDA"))


def test_says_that_telemetry_is_off_and_how_it_knows(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = finding(store, "telemetry")
    assert found.status == "ok" and "ORT_DISABLE_TELEMETRY=1" in found.text
    monkeypatch.setattr(doctor.offline, "_state", [False])  # onnxruntime was there first
    found = finding(store, "telemetry")
    assert found.status == "problem" and "before" in found.text


def test_missing_models_are_a_problem_with_advice(store: ModelStore) -> None:
    found = finding(store, "model")
    assert found.status == "problem" and "plgt models import" in found.advice
    assert not doctor.examine(store).healthy


def test_broken_bundle_is_named(store: ModelStore) -> None:
    store.user.mkdir(parents=True)
    (store.user / "bad.plgt").write_bytes(b"not a zip")
    found = finding(store, "model")
    assert found.status == "problem" and "bad.plgt" in found.text and "remove" in found.advice


def test_both_runtimes_are_a_problem(store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.importlib.metadata, "version", lambda name: "1.30")
    found = finding(store, "onnxruntime")
    assert found.status == "problem" and "pip uninstall -y onnxruntime onnxruntime-gpu" in found.advice


def test_no_runtime_is_a_problem_and_later_checks_are_left_out(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    diagnosis = doctor.examine(store)
    subjects = {f.subject: f for f in diagnosis.findings}
    assert subjects["onnxruntime"].status == "problem" and "[cpu]" in subjects["onnxruntime"].advice
    assert "attention" not in subjects and "folder" in subjects


def test_gpu_without_gpu_build_gets_advice(store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    if devices.CUDA_PROVIDER in devices.onnxruntime().get_available_providers():
        pytest.skip("the GPU build is installed here")
    monkeypatch.setattr(devices, "gpu_present", lambda: True)
    devices.cuda_problem.cache_clear()
    try:
        found = finding(store, "device")
    finally:
        devices.cuda_problem.cache_clear()
    assert found.status == "note" and "CPU build" in found.text and "onnxruntime-gpu" in found.advice


def test_switched_off_operator_is_a_note_with_the_reason(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLGT_NO_NATIVE", "1")
    found = finding(store, "attention")
    assert found.status == "note" and "PLGT_NO_NATIVE" in found.text


def test_missing_library_is_a_note_that_tells_how_to_build_it(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(loader, "LIBRARY_FOLDER", tmp_path)
    found = finding(store, "attention")
    assert found.status == "note"
    assert "build" in found.advice or "Nothing to mend" in found.advice


def test_working_library_is_compared_with_the_function(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if build.unsupported_reason(build.find_tools()) is not None:
        pytest.skip("no library can be built here")
    monkeypatch.setattr(loader, "LIBRARY_FOLDER", tmp_path)
    build.build_cpu(tmp_path)
    found = finding(store, "attention")
    if "no AVX2" in found.text:
        pytest.skip(found.text)
    assert found.status == "ok" and "native" in found.text and "of the function" in found.text
    monkeypatch.setattr(doctor, "largest_difference", lambda path: 0.5)
    found = finding(store, "attention")
    assert found.status == "problem" and "something else" in found.text


def test_unwritable_folder_is_a_problem(store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLGT_DATA_DIR", "/proc/plgt")
    found = next(f for f in doctor.examine(store).findings if f.subject == "folder" and "data" in f.text)
    assert found.status == "problem" and "PLGT_DATA_DIR" in found.advice


def test_command_prints_a_report_and_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PLGT_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "data" / "models").mkdir(parents=True)
    (tmp_path / "data" / "models" / "bad.plgt").write_bytes(b"")
    assert main(["doctor"]) == 1
    text = capsys.readouterr().out
    assert "onnxruntime" in text and "PROBLEM" in text and "->" in text
    assert main(["doctor", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["healthy"] is False
    assert {"subject", "status", "text", "advice"} == set(report["findings"][0])
    shutil.rmtree(tmp_path / "data")
