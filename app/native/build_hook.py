"""Hatchling's hook: compiles the operator library when a wheel, or an editable install, is made.

Without a compiler, or with PLGT_NO_NATIVE=1, it warns and the wheel is pure Python: the models' own ONNX
functions then do the operator's work. PLGT_REQUIRE_NATIVE=1 turns the warning into an error. The CUDA kernels
are compiled too where nvcc is found, unless PLGT_NO_CUDA=1.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class NativeBuildHook(BuildHookInterface):
    """Adds `app/native/libplgt_ops*.so` to the wheel and tags it for this platform."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before the wheel is put together; `version` is "standard" or "editable"."""
        if self.target_name != "wheel":
            return
        build = _load_build_module(Path(self.root))
        if version == "editable":
            folder = Path(self.root) / "app" / "native"  # an editable install runs from the source tree
        else:
            self._temporary = tempfile.TemporaryDirectory(prefix="plgt-native-")
            folder = Path(self._temporary.name)
        libraries = self._build(build, folder)
        if not libraries:
            return
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{_platform_tag()}"  # loaded with ctypes: no Python ABI
        if version != "editable":
            for library in libraries:
                build_data["force_include"][str(library)] = f"app/native/{library.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Called when the wheel is written."""
        temporary = getattr(self, "_temporary", None)
        if temporary is not None:
            temporary.cleanup()

    def _build(self, build: ModuleType, folder: Path) -> list[Path]:
        if _switched_on("PLGT_NO_NATIVE"):
            return self._without("PLGT_NO_NATIVE is set")
        tools = build.find_tools()
        try:
            libraries = [self._build_cpu(build, folder, tools)]
        except build.BuildError as error:
            return self._without(str(error))
        if tools.nvcc is not None and not _switched_on("PLGT_NO_CUDA"):
            try:
                libraries.append(build.build_cuda(folder, tools))
            except build.BuildError as error:
                self.app.display_warning(f"The CUDA kernels were left out: {error}")
        return libraries

    def _build_cpu(self, build: ModuleType, folder: Path, tools: Any) -> Path:
        """With warnings as errors; without, if an unknown compiler has something new to warn about."""
        try:
            return Path(build.build_cpu(folder, tools))
        except build.BuildError:
            return Path(build.build_cpu(folder, tools, flags=()))

    def _without(self, reason: str) -> list[Path]:
        if _switched_on("PLGT_REQUIRE_NATIVE"):
            raise RuntimeError(f"PLGT_REQUIRE_NATIVE is set, but the native operator was not built: {reason}")
        self.app.display_warning(
            f"Building without the native operator (translation works, more slowly): {reason}"
        )
        return []


def _switched_on(variable: str) -> bool:
    return os.environ.get(variable, "0") not in ("", "0")


def _platform_tag() -> str:
    """The tag for this machine, such as manylinux_2_36_x86_64."""
    from packaging.tags import sys_tags

    return next(tag.platform for tag in sys_tags() if tag.platform != "any")


def _load_build_module(root: Path) -> ModuleType:
    """`app/native/build.py` by its path: the project itself is not importable while it is being built."""
    spec = importlib.util.spec_from_file_location("plgt_native_build", root / "app" / "native" / "build.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module
