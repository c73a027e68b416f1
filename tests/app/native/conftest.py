"""A library built from the sources of this tree, once for all tests of the native operator."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.native import build, loader


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    reason = build.unsupported_reason(build.find_tools())
    if reason is not None:
        pytest.skip(reason)
    path = build.build_cpu(tmp_path_factory.mktemp("native"))
    if loader.kernel_name(path) is None:
        pytest.skip("this processor has no AVX2")
    return path


@pytest.fixture(scope="session")
def kernels(library: Path) -> list[str]:
    """The kernels that this processor can run."""
    return ["avx2", "avx512"] if loader.kernel_name(library) == "avx512" else ["avx2"]
