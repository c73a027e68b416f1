"""Compiles the operator library: `python -m app.native.build`, and the wheel's build hook.

Uses the standard library alone, since the hook loads this file before anything is installed.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
SOURCES = FOLDER / "src"
CPU_LIBRARY = "libplgt_ops.so"
CUDA_LIBRARY = "libplgt_ops_cuda.so"  # holds the CPU kernels too, since only one library can be loaded

FLAGS = ("-O3", "-std=c++17", "-fPIC", "-fvisibility=hidden", "-fno-math-errno", "-Wall", "-Wextra")
LINK_FLAGS = ("-static-libstdc++", "-static-libgcc", "-Wl,--exclude-libs,ALL")
NVCC_FLAGS = ("-O3", "-std=c++17", "-arch=all-major", "-cudart", "static")
NVCC_HOST_FLAGS = ("-Xcompiler", "-fPIC,-fvisibility=hidden,-Wall,-Wextra")
NVCC_LINK_FLAGS = ("-Xcompiler", "-static-libstdc++,-static-libgcc", "-Xlinker", "--exclude-libs=ALL")
# source -> flags of its own; the kernels are chosen at run time, everything else runs on any processor
CPU_SOURCES: dict[str, tuple[str, ...]] = {
    "attention.cpp": (),
    "attention_avx2.cpp": ("-mavx2", "-mfma"),
    "attention_avx512.cpp": ("-mavx2", "-mfma", "-mavx512f", "-mavx512vl"),
    "step_avx2.cpp": ("-mavx2", "-mfma"),
    "step_vnni.cpp": ("-mavx2", "-mfma", "-mavx512f", "-mavx512vl", "-mavx512vnni"),
    "decoder.cpp": (),
    "beam_search.cpp": (),
    "decoding.cpp": (),
    "operators.cpp": (),
}


class BuildError(Exception):
    """The library can't be built; the message says why in one sentence."""


@dataclass(frozen=True)
class Tools:
    """The compilers found on this machine."""

    cxx: str | None
    nvcc: str | None


def find_tools() -> Tools:
    """CXX or the usual names for the C++ compiler; nvcc from the path, CUDA_HOME or /usr/local/cuda."""
    cxx = os.environ.get("CXX") or next(filter(None, map(shutil.which, ("c++", "g++", "clang++"))), None)
    homes = [os.environ.get("CUDA_HOME"), os.environ.get("CUDA_PATH"), "/usr/local/cuda"]
    nvcc = shutil.which("nvcc") or next(
        filter(None, (shutil.which("nvcc", path=str(Path(home) / "bin")) for home in homes if home)), None
    )
    return Tools(cxx, nvcc)


def unsupported_reason(tools: Tools) -> str | None:
    """Why no library can be built here, or None."""
    if not sys.platform.startswith("linux"):
        return f"the operator library is built on Linux only, not on {sys.platform}"
    if platform.machine() not in ("x86_64", "AMD64"):
        return f"the operator library has kernels for x86-64 only, not for {platform.machine()}"
    if tools.cxx is None:
        return "no C++ compiler was found"
    return None


def build_cpu(
    output: Path,
    tools: Tools | None = None,
    *,
    flags: Sequence[str] = (),
    link_flags: Sequence[str] = LINK_FLAGS,
) -> Path:
    """Compile the CPU library into the folder `output`; `flags` come after the standard ones."""
    tools = tools or find_tools()
    with tempfile.TemporaryDirectory() as work:
        objects = _cpu_objects(tools, Path(work), flags)
        objects.append(_compile(_cxx(tools), "no_cuda.cpp", flags, Path(work)))
        target = Path(work) / CPU_LIBRARY
        _run([_cxx(tools), "-shared", *LINK_FLAGS, "-o", str(target), *map(str, objects)])
        return _install(target, output)


def build_cuda(output: Path, tools: Tools | None = None) -> Path:
    """Compile the library with CUDA and CPU kernels into the folder `output`."""
    tools = tools or find_tools()
    if tools.nvcc is None:
        raise BuildError("nvcc was not found")
    with tempfile.TemporaryDirectory() as work:
        objects = _cpu_objects(tools, Path(work), ("-Werror",))
        objects.append(_compile(_cxx(tools), "cuda_operators.cpp", ("-Werror",), Path(work)))
        device = Path(work) / "cuda_attention.o"
        nvcc = [tools.nvcc, *NVCC_FLAGS, "-ccbin", _cxx(tools), *NVCC_HOST_FLAGS]
        _run([*nvcc, "-c", str(SOURCES / "cuda_attention.cu"), "-o", str(device)])
        target = Path(work) / CUDA_LIBRARY
        _run([*nvcc, "-shared", *NVCC_LINK_FLAGS, "-o", str(target), str(device), *map(str, objects)])
        return _install(target, output)


def _cxx(tools: Tools) -> str:
    reason = unsupported_reason(tools)
    if reason is not None:
        raise BuildError(reason)
    assert tools.cxx is not None
    return tools.cxx


def _cpu_objects(tools: Tools, work: Path, flags: Sequence[str]) -> list[Path]:
    return [_compile(_cxx(tools), name, (*own, *flags), work) for name, own in CPU_SOURCES.items()]


def _compile(cxx: str, name: str, flags: Sequence[str], work: Path) -> Path:
    target = work / f"{Path(name).stem}.o"
    _run([cxx, *FLAGS, *flags, "-c", str(SOURCES / name), "-o", str(target)])
    return target


def _run(command: Sequence[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise BuildError(f"{command[0]} could not be started: {error}") from error
    if done.returncode != 0:
        raise BuildError(f"{' '.join(command)} failed:\n{done.stderr.strip() or done.stdout.strip()}")


def _install(library: Path, output: Path) -> Path:
    """Put the library in place in one step: a running program may have the old one loaded."""
    output.mkdir(parents=True, exist_ok=True)
    target = output / library.name
    part = target.with_suffix(f".{os.getpid()}.part")
    shutil.copyfile(library, part)
    os.chmod(part, 0o755)
    os.replace(part, target)
    return target


def main(arguments: Sequence[str] | None = None) -> int:
    """Build into the package folder, or where told."""
    parser = argparse.ArgumentParser(
        prog="python -m app.native.build", description="Build the operator library."
    )
    parser.add_argument("-o", "--output", type=Path, default=FOLDER, help="folder for the library")
    parser.add_argument("--cuda", action="store_true", help="build the library with the CUDA kernels as well")
    options = parser.parse_args(arguments)
    try:
        print(build_cpu(options.output))
        if options.cuda:
            print(build_cuda(options.output))
    except BuildError as error:
        print(f"not built: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
