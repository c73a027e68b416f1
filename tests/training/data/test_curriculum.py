"""The length curriculum: batches hold short rows only, and a resumed stream goes on with the same batches."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from app.errors import PlgtError
from tests.training.test_resume import config_of, losses, train
from tests.training.toy import toy_config
from training.config import TrainingConfig
from training.data.batches import Batches, Store


def stream(data: Path, folder: Path, longest: int) -> Batches:
    config = toy_config(data).data
    config.batch_tokens = 60
    return Batches(Store.open(config, folder, 0), config, 0, longest=lambda n: longest if n < 40 else 99)


def test_no_batch_degenerates_and_numbers_stay(toy_data: Path, tmp_path: Path) -> None:
    batches = stream(toy_data, tmp_path, 13)
    whole = list(itertools.islice(batches(), 80))
    plain = sum(1 for _, batch in whole[:39] if batch.source.shape[1] > 13)
    assert plain == 0
    lengths = [batch.source.shape[1] for _, batch in whole[39:]]
    assert max(lengths) > 13  # the limit has been lifted
    for skip in (1, 7, 39, 60):
        for (_, a), (_, b) in zip(whole[skip:], batches(skip), strict=False):
            assert np.array_equal(a.rows, b.rows)


def test_a_limit_below_every_sentence_is_said(toy_data: Path, tmp_path: Path) -> None:
    with pytest.raises(PlgtError, match="length_curriculum_steps"):
        next(iter(stream(toy_data, tmp_path, 1)()))


def test_resume_within_the_curriculum_is_exact(toy_data: Path, tmp_path: Path) -> None:
    def config(steps: int) -> TrainingConfig:
        settings = config_of(toy_data)
        settings.run.length_curriculum_steps, settings.run.max_steps = 9, steps
        settings.data.batch_tokens = 60
        return settings

    train(config(12), tmp_path / "whole")
    train(config(5), tmp_path / "broken")
    train(config(12), tmp_path / "broken")
    assert losses(tmp_path / "broken") == losses(tmp_path / "whole")
