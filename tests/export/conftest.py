"""Checkpoints and bundles that several tests share; each is made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.model.bundle import Bundle
from export.exporter import ExportOptions, export_checkpoint
from tests.export.tiny import tiny_checkpoint


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_checkpoint(tmp_path_factory.mktemp("checkpoint"))


@pytest.fixture(scope="session")
def bundle(checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """All three variants."""
    path = tmp_path_factory.mktemp("bundle") / "tiny.plgt"
    return export_checkpoint(checkpoint, path, ExportOptions(variants=("fp32", "fp16", "int8")))
