"""A vocabulary never changes under weights: a run keeps its checkpoint's, and a new one gets its rows from the old."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch

from app.errors import PlgtError
from tests.training.test_resume import train
from tests.training.toy import toy_config, write_corpus
from training import checkpoint
from training.config import TrainingConfig
from training.data.tokenizer import Tokenizer, train_tokenizer
from training.data.vocabulary_transfer import piece_shares, spread_rows
from training.trainer import Trainer


def config_of(data: Path, steps: int) -> TrainingConfig:
    config = toy_config(data)
    config.run.max_steps = steps
    return config


@pytest.fixture
def started(toy_data: Path, tmp_path: Path) -> Path:
    """A run of 3 steps in a folder of its own, with its tokenised data."""
    train(config_of(toy_data, 3), tmp_path / "run")
    return tmp_path / "run"


def changed(data: Path, folder: Path) -> Path:
    """Other text than `data`: a tokenizer that is trained on it differs."""
    shutil.copytree(data, folder)
    words = [("copy 1 2 evet hayır", "yes no digits 1 2"), ("reverse 3 4 güle güle", "goodbye digits 4 3")]
    lines = (folder / "train.tr-en.tr").read_text(encoding="utf-8").splitlines()
    others = (folder / "train.tr-en.en").read_text(encoding="utf-8").splitlines()
    write_corpus(folder, "train", [*zip(lines[:500], others[:500], strict=True), *words * 50])
    return folder


def test_a_run_without_its_tokenizer_takes_the_checkpoints(toy_data: Path, started: Path) -> None:
    before = (started / "tokenizer.model").read_bytes()
    for name in ("tokenizer.model", "store.json", "tokens.npy", "rows.npy"):
        (started / name).unlink()
    trainer = train(config_of(changed(toy_data, started.parent / "changed"), 5), started)
    assert trainer.state.step == 5
    assert (started / "tokenizer.model").read_bytes() == before
    assert trainer.source_tokenizer.path.read_bytes() == before


def test_changed_corpora_keep_the_vocabulary(toy_data: Path, started: Path) -> None:
    before = (started / "tokenizer.model").read_bytes()
    trainer = train(config_of(changed(toy_data, started.parent / "changed"), 5), started)
    assert trainer.state.step == 5 and (started / "tokenizer.model").read_bytes() == before


def test_another_cache_gets_the_checkpoints_vocabulary(toy_data: Path, started: Path) -> None:
    config = config_of(toy_data, 5)
    config.data.cache = str(started.parent / "cache")
    assert train(config, started).state.step == 5
    cached = started.parent / "cache" / "tokenizer.model"
    assert cached.read_bytes() == (started / "tokenizer.model").read_bytes()


def test_another_vocabulary_in_the_cache_is_refused(toy_data: Path, started: Path) -> None:
    cache = started.parent / "cache"
    cache.mkdir()
    words = [f"{a}{b}{c}" for a in "abcd" for b in "efgh" for c in "ijkl"]
    train_tokenizer(words * 20, cache / "tokenizer.model", 296, coverage=1.0, threads=1)
    before = (cache / "tokenizer.model").read_bytes()
    config = config_of(toy_data, 5)
    config.data.cache = str(cache)
    with pytest.raises(PlgtError, match="another vocabulary"):
        Trainer(config, started, say=lambda _: None)
    assert (cache / "tokenizer.model").read_bytes() == before


def test_rows_of_a_new_piece_are_the_mean_of_its_parts(tmp_path: Path) -> None:
    stems = ["ev", "okul", "deniz", "kitap", "güzel", "yol", "araba", "sokak"]
    words = [stem + ending for stem in stems for ending in ("", "ler", "lerde", "den", "in", "siz")]
    for name, text, size in (("old", words[:24], 296), ("new", words, 305)):
        train_tokenizer(text * 40, tmp_path / f"{name}.model", size, coverage=1.0, threads=1)
    old, new = Tokenizer(tmp_path / "old.model"), Tokenizer(tmp_path / "new.model")
    shares = piece_shares(old, new)
    assert len(shares) == new.size and all(shares)
    for i, parts in enumerate(shares):
        piece = new.processor.id_to_piece(i)
        spelt = [old.processor.id_to_piece(p) for p in parts]
        if new.processor.is_control(i) or new.processor.is_byte(i) or new.processor.is_unknown(i):
            assert spelt == [piece]
            continue
        text = b"".join(bytes([int(s[3:5], 16)]) if s.startswith("<0x") else s.encode() for s in spelt)
        assert text.decode() == piece
    assert any(len(parts) > 1 for parts in shares)
    rows = torch.randn(old.size, 4)
    spread = spread_rows(rows, shares)
    for i, parts in enumerate(shares):
        assert torch.allclose(spread[i], rows[parts].mean(0), atol=1e-6)


def test_a_warm_start_with_a_new_vocabulary_learns_on(toy_data: Path, tmp_path: Path) -> None:
    """After a change of the vocabulary the loss is far nearer the old model's than a new model's."""
    config = config_of(toy_data, 150)
    config.optimiser.name = "muon"
    config.optimiser.warmup_steps, config.run.validate_sentences = 20, 20
    old = train(config, tmp_path / "old")
    before = old.validate()["loss"]
    config = config_of(toy_data, 1)
    config.data.root, config.data.vocabulary = str(changed(toy_data, tmp_path / "changed")), 304
    config.run.validate_sentences = 20
    warm = Trainer(
        config, tmp_path / "warm", warm_start=tmp_path / "old", new_vocabulary=True, say=lambda _: None
    )
    assert warm.source_tokenizer.size == 304 != old.source_tokenizer.size
    cold = Trainer(config, tmp_path / "cold", say=lambda _: None).validate()["loss"]
    carried = warm.validate()["loss"]
    assert carried < before + 0.5 * (cold - before), (before, carried, cold)
    assert checkpoint.load_config(checkpoint.resolve(tmp_path / "old")).data.vocabulary == 296
