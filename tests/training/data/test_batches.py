"""Batches come in few shapes with little padding, and the n-th one depends on the seed alone."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from training.config import DataConfig, SourceConfig
from training.data.batches import ROWS, WIDTHS, Batches, Store
from training.model.plgt import EOS, PAD


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """60,000 pairs of 3 to 60 pieces, the target about as long as the source."""
    rng = np.random.default_rng(5)
    rows, position = [], 0
    for _ in range(60_000):
        a = int(np.clip(rng.gamma(2.0, 9.0), 3, 60))
        b = int(np.clip(a * rng.normal(1.0, 0.12), 3, 60))
        rows.append((position, a, position + a, b, 0))
        position += a + b
    tokens = np.full(position, 10, dtype=np.uint16)
    for _, _, start, length, _ in rows:
        tokens[start + length - 1] = EOS
    np.save(tmp_path / "tokens.npy", tokens)
    np.save(tmp_path / "rows.npy", np.array(rows, dtype=np.int64))
    (tmp_path / "store.json").write_text(json.dumps({"fingerprint": "x", "multilingual": False}))
    return Store(tmp_path)


def config(**settings: object) -> DataConfig:
    return DataConfig(sources=[SourceConfig("x", ("tr", "en"))], batch_tokens=1024, **settings)  # type: ignore[arg-type]


def first_pass(store: Store, data: DataConfig, seed: int = 1) -> list[np.ndarray]:
    return list(Batches(store, data, seed).plan(0))


def test_one_pass_holds_every_row_once(store: Store) -> None:
    rows = np.concatenate(first_pass(store, config()))
    assert sorted(rows) == list(range(len(store)))


def test_less_than_a_twentieth_is_padding(store: Store) -> None:
    batches = Batches(store, config(), 1)
    real = total = 0
    for rows in batches.plan(0):
        batch = batches.batch(rows)
        total += batch.source.size + batch.target[:, 1:].size
        real += int((batch.source != PAD).sum() + (batch.target[:, 1:] != PAD).sum())
    assert real / total > 0.95


def test_shapes_repeat(store: Store) -> None:
    batches = Batches(store, config(), 1)
    plan = list(batches.plan(0))
    shapes = set()
    for rows in plan:
        batch = batches.batch(rows)
        assert batch.source.shape[1] % WIDTHS == 0 and (batch.target.shape[1] - 1) % WIDTHS == 0
        shapes.add((batch.source.shape, batch.target.shape))
        assert batch.source.size + batch.target[:, 1:].size <= 2 * 1024 + 2 * WIDTHS * len(rows)
    odd = sum(len(rows) % ROWS != 0 and len(rows) >= 2 * ROWS for rows in plan)
    assert odd <= 1  # the last one of the pool
    assert len(shapes) < 0.7 * len(plan)


def test_batches_can_be_skipped_to(store: Store) -> None:
    data = config()
    stream = Batches(store, data, 3)()
    wanted = [next(stream)[1].rows.tolist() for _ in range(12)][10:]
    later = Batches(store, data, 3)(skip=10)
    assert [next(later)[1].rows.tolist() for _ in range(2)] == wanted
    assert (
        next(Batches(store, data, 4)())[1].rows.tolist() != next(Batches(store, data, 3)())[1].rows.tolist()
    )
