"""What is installed, which device and which form of the attention operator run, and how to mend the rest.

Every check is real: the CUDA provider is started, the operator library is registered and its numbers are
compared with the function's, every file of every bundle is read and hashed.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from app import __version__, offline, paths
from app.errors import PlgtError
from app.model import devices
from app.model.bundle import BundleError
from app.model.store import ModelStore
from app.native import build, loader
from app.native.probe import largest_difference

Status = Literal["ok", "note", "problem"]

RUNTIMES = ("onnxruntime", "onnxruntime-gpu")
AGREEMENT = 1e-4  # kernel and function may differ by this much on scores of about 1


@dataclass(frozen=True)
class Finding:
    """One line of the report. `advice` says how to mend a problem, or how to get more out of a note."""

    subject: str
    status: Status
    text: str
    advice: str = ""


@dataclass
class Diagnosis:
    """The whole report."""

    findings: list[Finding] = field(default_factory=list)

    @property
    def healthy(self) -> bool:
        """Whether translation works as it should."""
        return all(finding.status != "problem" for finding in self.findings)

    def as_dict(self) -> dict[str, Any]:
        return {"healthy": self.healthy, "findings": [asdict(finding) for finding in self.findings]}


def examine(store: ModelStore | None = None) -> Diagnosis:
    """Run every check. Never raises for what it finds."""
    findings = [*_program(), *_runtime()]
    if all(finding.status != "problem" for finding in findings):
        findings += [*_device(), *_operator()]
    findings += [*_models(store or ModelStore()), *_folders(), *_window()]
    return Diagnosis(findings)


def _program() -> Iterator[Finding]:
    yield Finding("program", "ok", f"PLGT Translator {__version__}")
    version = platform.python_version()
    yield Finding("python", "ok", f"Python {version} on {platform.system()} {platform.machine()}")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    yield Finding("processor", "ok", f"{devices.cpu_name()}, {cores} cores")


def installed_runtimes() -> list[str]:
    """The onnxruntime distributions that are installed, as `name version`."""
    found = []
    for name in RUNTIMES:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def _runtime() -> Iterator[Finding]:
    found = installed_runtimes()
    if len(found) > 1:
        yield Finding(
            "onnxruntime",
            "problem",
            f"{' and '.join(found)} are both installed and overwrite each other's files",
            f"Run pip uninstall -y {' '.join(RUNTIMES)}, then install plgt-translator[cpu] or [gpu].",
        )
        return
    try:
        module = devices.onnxruntime()
    except PlgtError as error:
        yield Finding("onnxruntime", "problem", str(error), 'Run pip install "plgt-translator[cpu]".')
        return
    providers = ", ".join(name.removesuffix("ExecutionProvider") for name in module.get_available_providers())
    text = f"{found[0] if found else f'onnxruntime {module.__version__}'} (built with: {providers})"
    yield Finding("onnxruntime", "ok", text)
    yield _telemetry()


def _telemetry() -> Finding:
    """Whether onnxruntime's telemetry is off, and how that is known."""
    if offline.switched_off_in_time():
        return Finding(
            "telemetry", "ok", f"off: {offline.VARIABLE}=1 was set before onnxruntime was imported"
        )
    return Finding(
        "telemetry",
        "problem",
        "onnxruntime was imported before this program could switch its telemetry off",
        f"Import app before onnxruntime, or start the process with {offline.VARIABLE}=1.",
    )


def _device() -> Iterator[Finding]:
    report = devices.choose_device("auto")
    if report.device == "cuda":
        yield Finding("device", "ok", f"CUDA: {report.name or 'NVIDIA GPU'}")
        return
    if not devices.gpu_present():
        yield Finding("device", "ok", f"CPU ({report.reason})")
        return
    if "CPU build" in report.reason:
        advice = (
            "To use the GPU: pip uninstall -y onnxruntime, then pip install "
            '"onnxruntime-gpu[cuda,cudnn]>=1.27".'
        )
    else:
        advice = 'Run pip install -U "onnxruntime-gpu[cuda,cudnn]" and bring the NVIDIA driver up to date.'
    yield Finding("device", "note", f"CPU, not the GPU: {report.reason}", advice)


def _operator() -> Iterator[Finding]:
    """Which form of the attention operator a session on the chosen device gets."""
    device = devices.choose_device("auto").device
    choice = loader.select_library(device)
    if choice.path is None:
        yield Finding("attention", "note", f"ONNX function: {choice.reason}", _operator_advice(device))
        return
    if device == "cuda":
        yield Finding("attention", "note", f"native: {choice.reason}", "This kernel is experimental.")
        return
    try:
        difference = largest_difference(choice.path)
    except Exception as error:  # onnxruntime's exceptions share no base class
        yield Finding(
            "attention",
            "problem",
            f"{choice.path.name} fails when it runs ({error})",
            "Build it again with python -m app.native.build, or set PLGT_NO_NATIVE=1.",
        )
        return
    if not difference < AGREEMENT:
        yield Finding(
            "attention",
            "problem",
            f"{choice.path.name} computes something else than the models' function (by {difference:.1e})",
            "Build it again with python -m app.native.build, or set PLGT_NO_NATIVE=1.",
        )
        return
    yield Finding("attention", "ok", f"native: {choice.reason}, within {difference:.0e} of the function")


def _operator_advice(device: str) -> str:
    if device == "cuda" or os.environ.get("PLGT_NO_NATIVE", "0") not in ("", "0"):
        return ""
    reason = build.unsupported_reason(build.find_tools())
    if reason is None:
        return "Run python -m app.native.build for faster translation."
    if "compiler" in reason:
        return "For faster translation install g++ or clang++ and run python -m app.native.build."
    return f"Nothing to mend: {reason}."


def _models(store: ModelStore) -> Iterator[Finding]:
    for bundle in store.bundles():
        try:
            bundle.verify()
        except BundleError as error:
            yield Finding(
                "model", "problem", str(error), f"Import {bundle.name} again, or remove {bundle.path}."
            )
            continue
        directions = ", ".join(map(str, bundle.directions))
        megabytes = sum(int(entry["size"]) for entry in bundle.manifest["files"].values()) / 1e6
        variants = ", ".join(bundle.variants)
        yield Finding("model", "ok", f"{bundle.name}: {directions} ({variants}; {megabytes:.0f} MB)")
    for broken in store.broken():
        yield Finding("model", "problem", broken.reason, f"Import it again, or remove {broken.path}.")
    if not store.bundles():
        yield Finding(
            "model",
            "problem",
            f"no model is installed (looked in {store.user} and {store.shipped})",
            "Import one with plgt models import FILE.",
        )


def _folders() -> Iterator[Finding]:
    for name, folder in (
        ("data", paths.data_dir()),
        ("config", paths.config_dir()),
        ("state", paths.state_dir()),
    ):
        existing = folder
        while not existing.exists():
            existing = existing.parent
        if _writable(existing):
            yield Finding("folder", "ok", f"{name}: {folder}")
        else:
            variable = f"PLGT_{name.upper()}_DIR"
            yield Finding(
                "folder",
                "problem",
                f"{name}: {folder} can't be written",
                f"Mend its permissions, or set {variable} to a folder of yours.",
            )


def _writable(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _window() -> Iterator[Finding]:
    if importlib.util.find_spec("PySide6") is None:
        yield Finding("window", "problem", "PySide6 is not installed", "Run pip install PySide6-Essentials.")
        return
    text = f"PySide6 {importlib.metadata.version('PySide6-Essentials')}"
    if sys.platform.startswith("linux") and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        yield Finding("window", "note", f"{text}, but there is no display", "The command line needs none.")
        return
    yield Finding("window", "ok", text)
