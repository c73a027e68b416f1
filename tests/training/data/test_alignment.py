"""Word alignments are learnt from the tokenised pairs and pull one attention head."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from app.errors import PlgtError
from training.config import DataConfig, SourceConfig
from training.data import alignment
from training.data.batches import NO_LINK, Batches, Store
from training.model.loss import alignment_loss
from training.model.plgt import EOS

WORDS, FIRST = 120, 20  # ids FIRST .. FIRST + WORDS are words


def make_store(folder: Path, *, multilingual: bool, pairs: int = 1500) -> list[list[int]]:
    """A store of sentences whose words are translated one by one and now and then swapped; returns the
    true links.
    """
    rng = np.random.default_rng(3)
    lexicon = rng.permutation(WORDS) + FIRST + WORDS
    tokens: list[int] = []
    rows, truth = [], []
    for _ in range(pairs):
        words = rng.integers(0, WORDS, rng.integers(3, 9))
        order = np.arange(len(words))
        if rng.random() < 0.5:
            i = rng.integers(0, len(words) - 1)
            order[[i, i + 1]] = order[[i + 1, i]]
        source = [4] * multilingual + [int(w) + FIRST for w in words] + [EOS]
        target = [int(lexicon[words[i]]) for i in order] + [EOS]
        rows.append((len(tokens), len(source), len(tokens) + len(source), len(target), 0))
        tokens += source + target
        truth.append([int(i) + multilingual for i in order])
    np.save(folder / "tokens.npy", np.array(tokens, dtype=np.uint16))
    np.save(folder / "rows.npy", np.array(rows, dtype=np.int64))
    information = {"fingerprint": "x", "multilingual": multilingual}
    (folder / "store.json").write_text(json.dumps(information))
    return truth


SIZE = FIRST + 2 * WORDS


@pytest.mark.parametrize("multilingual", [False, True])
def test_links_follow_the_lexicon_through_reordering(tmp_path: Path, multilingual: bool) -> None:
    truth = make_store(tmp_path, multilingual=multilingual)
    store = Store(tmp_path)
    links = alignment.align(store, SIZE, SIZE)
    right = wrong = 0
    for row, expected in enumerate(truth):
        start, length = store.rows[row, 2:4]
        found = links[start : start + length]
        assert found[-1] == NO_LINK  # the end symbol
        for a, b in zip(found, expected, strict=False):
            right += int(a) == b
            wrong += a not in (b, NO_LINK)
        begin, count = store.rows[row, :2]
        assert (links[begin : begin + count] == NO_LINK).all()
    words = sum(map(len, truth))
    assert right / words > 0.9
    assert wrong / words < 0.05


def test_padding_far_beyond_a_short_sentence_has_no_probability() -> None:
    x = torch.tensor([[20] + [0] * 44, list(range(20, 65))])
    y = torch.tensor([[30, 31], [32, 33]])
    table = alignment.LexicalTable(SIZE, SIZE)
    posterior, _ = table.posterior(y, x)
    assert torch.isfinite(posterior).all()
    assert posterior[0, 1:].sum() == 0
    table.count(y, x)
    assert torch.isfinite(table.counts).all()


def test_links_are_kept_and_made_anew_for_other_data(tmp_path: Path) -> None:
    make_store(tmp_path, multilingual=False, pairs=50)
    said: list[str] = []
    alignment.open_alignments(Store(tmp_path), tmp_path, SIZE, SIZE, say=said.append)
    assert said
    said.clear()
    links = alignment.open_alignments(Store(tmp_path), tmp_path, SIZE, SIZE, say=said.append)
    assert not said and len(links) == len(Store(tmp_path).tokens)
    info = json.loads((tmp_path / "store.json").read_text())
    (tmp_path / "store.json").write_text(json.dumps(info | {"fingerprint": "another"}))
    alignment.open_alignments(Store(tmp_path), tmp_path, SIZE, SIZE, say=said.append)
    assert said


def test_batches_carry_links_of_their_rows(tmp_path: Path) -> None:
    truth = make_store(tmp_path, multilingual=True, pairs=200)
    store = Store(tmp_path)
    config = DataConfig(sources=[SourceConfig("x", ("tr", "en"))], batch_tokens=100)
    batches = Batches(store, config, seed=1)
    links = np.full(len(store.tokens), NO_LINK, dtype=np.uint8)
    for row, expected in enumerate(truth):
        start = store.rows[row, 2]
        links[start : start + len(expected)] = expected
    batches.links = links
    batch = next(batches())[1]
    assert batch.links is not None and batch.links.shape == (len(batch.rows), batch.target.shape[1] - 1)
    for i, row in enumerate(batch.rows):
        expected = truth[row]
        assert batch.links[i, : len(expected)].tolist() == expected
        assert (batch.links[i, len(expected) :] == -1).all()


def test_the_loss_counts_linked_tokens_only() -> None:
    attention = torch.tensor([[[0.5, 0.5], [0.25, 0.75], [1.0, 0.0]]], requires_grad=True)
    loss = alignment_loss(attention, torch.tensor([[0, 1, -1]]))
    assert float(loss.detach()) == pytest.approx(-np.log(0.5) - np.log(0.75), rel=1e-4)
    loss.backward()
    assert attention.grad is not None
    assert attention.grad[0, 2].abs().sum() == 0 and attention.grad[0, 0, 0] < 0


def test_vocabularies_beyond_memory_are_refused() -> None:
    with pytest.raises(PlgtError, match="guided_alignment"):
        alignment.LexicalTable(60_000, 60_000)
