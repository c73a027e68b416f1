"""Picks the operator library that a session registers, or says why the models' ONNX functions run instead."""

from __future__ import annotations

import ctypes
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.native.build import CPU_LIBRARY, CUDA_LIBRARY
from app.native.runtime import onnxruntime_module

LIBRARY_VERSION = 1  # what `plgt_version()` of a fitting library returns
OLDEST_ONNXRUNTIME = (1, 20)
LIBRARY_FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True)
class LibraryChoice:
    """The library to register (None: do not register any) and which form of the operator will then run."""

    path: Path | None
    op: Literal["native", "function"]
    reason: str  # one sentence for `plgt doctor`

    @property
    def native(self) -> bool:
        return self.op == "native"


def select_library(device: str = "cpu", folder: Path | None = None) -> LibraryChoice:
    """Choose for "cpu" or "cuda"; never raises.

    Every check that could fail while a session loads is made here first: the library is opened, its version
    and the processor are checked, and it is registered with a throw-away session configuration.
    """
    folder = folder or LIBRARY_FOLDER
    if os.environ.get("PLGT_NO_NATIVE", "0") not in ("", "0"):
        return _function("PLGT_NO_NATIVE is set")
    if device == "cuda":
        if os.environ.get("PLGT_CUDA_OP", "0") in ("", "0"):
            # a library without a kernel for the GPU would pull the attention back to the CPU
            return _function(
                "the ONNX function is the default on a GPU (PLGT_CUDA_OP=1 tries the CUDA kernel)"
            )
        path = folder / CUDA_LIBRARY
    else:
        path = folder / CPU_LIBRARY
    if not path.is_file():
        return _function(f"{path.name} was not built (`python -m app.native.build` makes it)")
    problem = _onnxruntime_problem() or _library_problem(path) or _registration_problem(path)
    if problem is not None:
        return _function(problem)
    kernel = "cuda" if device == "cuda" else kernel_name(path)
    return LibraryChoice(path, "native", f"{path.name} with the {kernel} kernel")


def kernel_name(path: Path) -> str | None:
    """The CPU kernel that the library at `path` runs on this processor: "avx2", "avx512", or None."""
    library = ctypes.CDLL(str(path))
    library.plgt_kernel.restype = ctypes.c_char_p
    name = library.plgt_kernel()
    return name.decode("ascii") if name else None


def native_calls(path: Path) -> int:
    """How often the CPU operators of the library at `path` have run in this process."""
    library = ctypes.CDLL(str(path))
    library.plgt_calls.restype = ctypes.c_long
    return int(library.plgt_calls())


def _function(reason: str) -> LibraryChoice:
    return LibraryChoice(None, "function", reason)


def _onnxruntime_problem() -> str | None:
    try:
        onnxruntime = onnxruntime_module()
    except ImportError:
        return "onnxruntime is not installed"
    version = re.match(r"(\d+)\.(\d+)", onnxruntime.__version__)
    if version is None:
        return f"onnxruntime {onnxruntime.__version__} has an unknown version"
    if (int(version[1]), int(version[2])) < OLDEST_ONNXRUNTIME:
        oldest = ".".join(map(str, OLDEST_ONNXRUNTIME))
        return f"onnxruntime {onnxruntime.__version__} is older than {oldest}"
    return None


def _library_problem(path: Path) -> str | None:
    try:
        library = ctypes.CDLL(str(path))
    except OSError as error:
        return f"{path.name} cannot be loaded ({error})"
    try:
        version = int(library.plgt_version())
        kernel = kernel_name(path)
    except AttributeError:
        return f"{path.name} is not a PLGT operator library"
    if version != LIBRARY_VERSION:
        return f"{path.name} has version {version}, but version {LIBRARY_VERSION} is needed: build it again"
    if kernel is None:
        return "this processor has no AVX2 and FMA"
    return None


def _registration_problem(path: Path) -> str | None:
    onnxruntime = onnxruntime_module()
    try:
        onnxruntime.SessionOptions().register_custom_ops_library(str(path))
    except Exception as error:  # onnxruntime's exception classes share no base of their own
        return f"onnxruntime {onnxruntime.__version__} refuses {path.name} ({error})"
    return None
