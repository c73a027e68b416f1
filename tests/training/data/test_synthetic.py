"""Sources that a model made are marked, pieces are sampled, neighbours are joined: as the configuration says."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from app.errors import PlgtError
from tests.training.toy import write_corpus
from training.config import ConfigurationError, DataConfig, SourceConfig, TrainingConfig
from training.data.batches import Store, joined_pairs
from training.data.corpus import Pair
from training.data.noise import disturbed
from training.data.tokenizer import SYNTHETIC_SYMBOL, Tokenizer, train_tokenizer

TEXT = [(f"evet {n} gün sonra eve geldim", f"yes after {n} days I came home") for n in range(100, 400)]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write_corpus(tmp_path / "data", "natural", TEXT[:150])
    write_corpus(tmp_path / "data", "made", TEXT[150:])
    return tmp_path / "data"


def config(data: Path, synthetic: str, **settings: object) -> DataConfig:
    sources = [
        SourceConfig("natural.tr-en", ("tr", "en")),
        SourceConfig("made.tr-en", ("tr", "en"), synthetic=synthetic),  # type: ignore[arg-type]
    ]
    values: dict[str, object] = {"vocabulary": 306, "character_coverage": 1.0, "noise": False}
    return DataConfig(root=str(data), sources=sources, **(values | settings))  # type: ignore[arg-type]


def texts(folder: Path, corpus: int) -> list[tuple[str, str]]:
    store, tokenizer = Store(folder), Tokenizer(folder / "tokenizer.model")
    rows = [i for i in range(len(store)) if store.rows[i, 4] == corpus]
    return [
        (tokenizer.decode(store.source(i).tolist()), tokenizer.decode(store.target(i).tolist())) for i in rows
    ]


def test_plain_sources_are_taken_as_they_are(data: Path, tmp_path: Path) -> None:
    Store.open(config(data, "plain"), tmp_path / "s", 1)
    assert texts(tmp_path / "s", 1) == TEXT[150:]


def test_noise_disturbs_the_synthetic_sources_alone(data: Path, tmp_path: Path) -> None:
    Store.open(config(data, "noise"), tmp_path / "s", 1)
    assert texts(tmp_path / "s", 0) == TEXT[:150]
    found = texts(tmp_path / "s", 1)
    assert [b for _, b in found] == [b for _, b in TEXT[150:]]
    changed = sum(a != wanted for (a, _), (wanted, _) in zip(found, TEXT[150:], strict=True))
    assert changed > 100


def test_a_tag_starts_the_synthetic_sources_alone(data: Path, tmp_path: Path) -> None:
    store = Store.open(config(data, "tag"), tmp_path / "s", 1)
    tag = Tokenizer(tmp_path / "s" / "tokenizer.model").synthetic_id
    for row in range(len(store)):
        assert (store.source(row)[0] == tag) == (store.rows[row, 4] == 1)
        assert tag not in store.source(row)[1:] and tag not in store.target(row)


def test_a_vocabulary_without_the_tag_is_refused(data: Path, tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    lines = [side for pair in TEXT for side in pair]
    train_tokenizer(lines, tmp_path / "s" / "tokenizer.model", 305, coverage=1.0, threads=1)
    with pytest.raises(PlgtError, match="no symbol for synthetic sources"):
        Store.open(config(data, "tag"), tmp_path / "s", 1)
    assert not (tmp_path / "s" / "store.json").exists()
    assert SYNTHETIC_SYMBOL == "<bt>"


def test_disturbed_words_stay_near_their_place() -> None:
    rng = random.Random(3)
    words = [f"w{n}" for n in range(30)]
    lost = 0
    for _ in range(200):
        out = disturbed(" ".join(words), rng).split()
        assert set(out) <= set(words)
        kept = [word for word in words if word in out]
        assert all(abs(out.index(word) - place) <= 3 for place, word in enumerate(kept))
        lost += len(words) - len(out)
    assert 0.08 < lost / (200 * 30) < 0.12
    assert disturbed("tek", rng) == "tek" and disturbed("", rng) == ""


def test_sampled_pieces_spell_the_same_text(data: Path, tmp_path: Path) -> None:
    Store.open(config(data, "plain"), tmp_path / "best", 1)
    (tmp_path / "sampled").mkdir()
    model = (tmp_path / "best" / "tokenizer.model").read_bytes()
    (tmp_path / "sampled" / "tokenizer.model").write_bytes(model)
    sampled = Store.open(config(data, "plain", sampled=0.5), tmp_path / "sampled", 1)
    best = Store(tmp_path / "best")
    assert texts(tmp_path / "sampled", 0) == texts(tmp_path / "best", 0)
    other = sum(list(sampled.source(i)) != list(best.source(i)) for i in range(len(best)))
    assert 0.3 < other / len(best) <= 0.6
    assert all(list(sampled.target(i)) == list(best.target(i)) for i in range(len(best)))
    again = Store.open(config(data, "plain", sampled=0.5), tmp_path / "sampled", 1)
    assert (again.tokens == sampled.tokens).all()


def test_neighbours_are_joined() -> None:
    pairs = [Pair(f"a{n}", f"b{n}") for n in range(5)]
    assert joined_pairs(pairs, 1.0, random.Random(1)) == [
        Pair(f"a{n} a{n + 1}", f"b{n} b{n + 1}") for n in range(4)
    ]
    assert joined_pairs(pairs, 0.0, random.Random(1)) == []


def test_joined_pairs_come_on_top(data: Path, tmp_path: Path) -> None:
    Store.open(config(data, "plain", joined=1.0), tmp_path / "s", 1)
    found = texts(tmp_path / "s", 0)
    assert found[:150] == TEXT[:150]
    assert found[150] == (f"{TEXT[0][0]} {TEXT[1][0]}", f"{TEXT[0][1]} {TEXT[1][1]}")
    assert len(found) == 150 + 149


def test_a_share_is_a_share(data: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"data\.joined"):
        TrainingConfig(data=config(data, "", joined=2.0)).validate()
