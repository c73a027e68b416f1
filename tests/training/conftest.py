"""Fixtures shared by the tests of training."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.training.toy import make_data, toy_config


@pytest.fixture(scope="session")
def toy_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the digit corpora."""
    folder = tmp_path_factory.mktemp("digits")
    make_data(folder)
    return folder


@pytest.fixture(scope="session")
def toy_run(toy_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of a few steps with a checkpoint."""
    from training.trainer import Trainer

    folder = tmp_path_factory.mktemp("run")
    Trainer(toy_config(toy_data), folder, say=lambda _: None).run(progress=False)
    return folder
