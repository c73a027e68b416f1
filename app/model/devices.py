"""Which device really runs the models: CUDA only where a session starts on it, else the CPU and the reason
why."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from app.errors import PlgtError
from app.native.runtime import onnxruntime_module

Device = Literal["cpu", "cuda"]
CUDA_PROVIDER = "CUDAExecutionProvider"
CPU_PROVIDER = "CPUExecutionProvider"

# A graph with one Identity node, serialized (opset 17, IR 8): what the CUDA provider is tried with.
_PROBE = bytes.fromhex(
    "08083a3b0a100a017812017922084964656e74697479120570726f62655a0f0a0178120a0a08080112040a020801"
    "620f0a0179120a0a08080112040a02080142040a001011"
)


@dataclass(frozen=True)
class DeviceReport:
    """What runs, for people: the device, the reason if it is not CUDA, and the form of the attention
    operator."""

    device: Device
    reason: str
    op: Literal["native", "function"] = "function"
    op_reason: str = ""
    name: str = ""  # of the hardware

    def with_op(self, op: Literal["native", "function"], reason: str) -> DeviceReport:
        return replace(self, op=op, op_reason=reason)


def onnxruntime() -> Any:
    """The onnxruntime module; raises PlgtError telling how to install it."""
    try:
        module = onnxruntime_module()
    except ImportError:
        raise PlgtError(
            'onnxruntime is not installed: run pip install "plgt-translator[cpu]" (or [gpu] for an '
            "NVIDIA GPU)."
        ) from None
    if not hasattr(module, "InferenceSession"):
        raise PlgtError(
            "onnxruntime is damaged, as happens when onnxruntime and onnxruntime-gpu were both "
            "installed: uninstall both "
            "and install one of them again."
        )
    return module


def choose_device(wanted: str = "auto") -> DeviceReport:
    """The device to run on. Raises PlgtError if CUDA is asked for and can't run."""
    if wanted not in ("auto", "cpu", "cuda"):
        raise PlgtError(f'Unknown device "{wanted}": use auto, cpu or cuda.')
    onnxruntime()
    if wanted == "cpu":
        return DeviceReport("cpu", "the CPU was asked for", name=cpu_name())
    problem = cuda_problem()
    if problem is None:
        return DeviceReport("cuda", "a session started on the CUDA provider", name=gpu_name())
    if wanted == "cuda":
        raise PlgtError(f"CUDA can't be used: {problem}; choose the device auto or cpu.")
    return DeviceReport("cpu", problem, name=cpu_name())


@cache
def cuda_problem() -> str | None:
    """Why CUDA can't run here, or None if it can. A provider that is listed may still fail, so one is
    started."""
    ort = onnxruntime()
    if CUDA_PROVIDER not in ort.get_available_providers():
        if gpu_present():
            return "there is an NVIDIA GPU, but the installed onnxruntime is the CPU build"
        return "there is no NVIDIA GPU"
    if not gpu_present():
        return "there is no NVIDIA GPU"
    if hasattr(ort, "preload_dlls"):
        try:
            ort.preload_dlls()
        except Exception as error:  # a library that is absent shows when the session starts
            return f"CUDA libraries can't be loaded ({_first_line(error)})"
    options = ort.SessionOptions()
    options.log_severity_level = 4
    try:
        session = ort.InferenceSession(probe_graph(), options, providers=[CUDA_PROVIDER, CPU_PROVIDER])
    except Exception as error:
        return f"the CUDA provider doesn't start ({_first_line(error)})"
    if session.get_providers()[0] != CUDA_PROVIDER:
        return "the CUDA provider doesn't start: CUDA, cuDNN or the driver is missing or of another version"
    return None


def _first_line(error: Exception) -> str:
    text = str(error).strip()
    return text.splitlines()[0][:200] if text else type(error).__name__


def probe_graph() -> bytes:
    """A serialized graph `y = Identity(x)`, float [1]."""
    return _PROBE


def gpu_present() -> bool:
    """Whether the NVIDIA driver shows a device."""
    if os.name == "nt":
        return Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "nvcuda.dll").exists()
    return (
        Path("/proc/driver/nvidia/version").exists()
        or Path("/dev/nvidia0").exists()
        or Path("/dev/dxg").exists()
    )


def gpu_name() -> str:
    """The first GPU's name as the driver gives it, or ""."""
    folder = Path("/proc/driver/nvidia/gpus")
    try:
        for information in sorted(folder.glob("*/information")):
            for line in information.read_text(encoding="utf-8", errors="replace").splitlines():
                if line.startswith("Model:"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return ""


@cache
def cpu_name() -> str:
    """The processor's name, or ""."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    import platform

    return platform.processor()
