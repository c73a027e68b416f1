"""Word alignments of the tokenised corpora for guided attention, by expectation maximisation.

IBM model 1 with fast_align's prior on the diagonal (Dyer, Chahuneau and Smith 2013), over pieces, in both
directions:

p(link t-s) is proportional to T[x_s, y_t] * exp(-sharpness * |t / Ty - s / Sx|), and NULL * T[0, y_t]

T is learnt on a sample of the pairs. A target piece is linked to the source piece that both directions
agree on, if the product of their posteriors is above AGREEMENT (alignment by agreement, Liang, Taskar and
Klein 2006); the others get no link and no loss. The result is one byte for each token of the store: at a
target token the position of its source token in the source row, or NO_LINK.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from app.errors import PlgtError
from training.data.batches import NO_LINK, Store, pad

ITERATIONS = 4
SAMPLE = 250_000  # pairs that T is learnt on
SHARPNESS = 4.0
NULL = 0.08
AGREEMENT = 0.15
SMOOTHING = 0.01  # added to every count that occurs
MOST_ENTRIES = 300_000_000  # of T: 1.2 GB
CELLS = 2_000_000  # of a batch
FORMAT = 1


class LexicalTable:
    """T[x, y] = p(y | x) for piece ids x (0 = no word) and y; dense, [Vx, Vy] float32."""

    def __init__(self, from_size: int, to_size: int) -> None:
        if from_size * to_size > MOST_ENTRIES:
            raise PlgtError(
                f"Vocabularies of {from_size} and {to_size} pieces are too large for guided alignment: "
                "set run.guided_alignment = 0 or lower data.vocabulary."
            )
        self.columns = to_size
        self.table = torch.full((from_size * to_size,), 1.0 / to_size)
        self.counts = torch.zeros(from_size * to_size)

    def posterior(self, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        """For x [B, S] and y [B, T] (0 = padding): p(link) [B, T, S + 1] (column 0: no word) and the
        indices used.
        """
        source = torch.cat([torch.zeros_like(x[:, :1]), x], 1)
        index = source[:, None, :] * self.columns + y[:, :, None]  # [B, T, S + 1]
        weight = self.table[index]
        real_x, real_y = x != 0, y != 0
        length_x, length_y = real_x.sum(1)[:, None, None], real_y.sum(1)[:, None, None]
        t = (torch.arange(y.shape[1]) + 0.5)[None, :, None] / length_y
        s = (torch.arange(x.shape[1]) + 0.5)[None, None, :] / length_x
        prior = torch.exp(-SHARPNESS * (t - s).abs()) * real_x[:, None, :]
        # a padded y far beyond a short x has no prior left at all
        prior = (1 - NULL) * prior / prior.sum(2, keepdim=True).clamp_min(1e-30)
        weight[:, :, 1:] *= prior
        weight[:, :, 0] *= NULL
        weight *= real_y[:, :, None]
        return weight / weight.sum(2, keepdim=True).clamp_min(1e-30), index

    def count(self, x: Tensor, y: Tensor) -> None:
        """Add the expected links of a batch."""
        posterior, index = self.posterior(x, y)
        self.counts.scatter_add_(0, index.flatten(), posterior.flatten())

    def update(self) -> None:
        """T from the counts."""
        counts = self.counts.view(-1, self.columns)
        for rows in counts.split(256):
            rows += SMOOTHING * (rows > 0)
            rows /= rows.sum(1, keepdim=True).clamp_min(1e-30)
        self.table, self.counts = self.counts, self.table
        self.counts.zero_()


def align(
    store: Store,
    source_size: int,
    target_size: int,
    *,
    seed: int = 1,
    say: Callable[[str], None] = lambda _: None,
) -> np.ndarray:
    """The link of every token: uint8 [tokens of the store]."""
    prefix = 1 if store.info["multilingual"] else 0
    rows = np.random.default_rng([seed, 7]).permutation(len(store))[:SAMPLE]
    forward, backward = LexicalTable(source_size, target_size), LexicalTable(target_size, source_size)
    for iteration in range(ITERATIONS):
        started = time.monotonic()
        for _, x, y in _batches(store, rows, prefix):
            forward.count(x, y)
            backward.count(y, x)
        forward.update()
        backward.update()
        say(
            f"word alignment: iteration {iteration + 1} of {ITERATIONS} in {time.monotonic() - started:.0f} s"
        )
    links = np.full(len(store.tokens), NO_LINK, dtype=np.uint8)
    linked = total = 0
    for part, x, y in _batches(store, np.arange(len(store)), prefix):
        agreed = forward.posterior(x, y)[0][:, :, 1:]
        agreed *= backward.posterior(y, x)[0][:, :, 1:].transpose(1, 2)
        value, position = agreed.max(2)
        position += prefix
        position[~(value >= AGREEMENT)] = NO_LINK  # a product that is no number is no link either
        lengths = store.rows[part, 3] - 1
        inside = np.arange(y.shape[1]) < lengths[:, None]
        places = (store.rows[part, 2][:, None] + np.arange(y.shape[1]))[inside]
        found = position.numpy()[inside].astype(np.uint8)
        links[places] = found
        linked += int((found != NO_LINK).sum())
        total += len(found)
    say(f"word alignment: {100 * linked / max(1, total):.0f} % of the target pieces are linked")
    return links


def _batches(store: Store, rows: np.ndarray, prefix: int) -> Iterator[tuple[np.ndarray, Tensor, Tensor]]:
    """(rows, source [B, S], target [B, T]) without language symbol and end, rows of similar size together."""
    lengths = store.rows[:, [1, 3]]
    rows = rows[np.lexsort((lengths[rows, 0], lengths[rows, 1]))]
    start = 0
    while start < len(rows):
        count = 1
        width = int(lengths[rows[start : start + 4096], 0].max()) * int(
            lengths[rows[start : start + 4096], 1].max()
        )
        count = max(1, min(4096, CELLS // max(1, width)))
        part = rows[start : start + count]
        x = pad([store.source(row)[prefix:-1] for row in part])
        y = pad([store.target(row)[:-1] for row in part])
        yield part, torch.from_numpy(x), torch.from_numpy(y)
        start += count


def open_alignments(
    store: Store,
    folder: Path,
    source_size: int,
    target_size: int,
    *,
    seed: int = 1,
    say: Callable[[str], None] = lambda _: None,
) -> np.ndarray:
    """The links of a store, memory-mapped from `folder/alignment.npy`, which is made if missing or out of
    date.
    """
    settings = [FORMAT, store.info["fingerprint"], ITERATIONS, SAMPLE, SHARPNESS, NULL, AGREEMENT, seed]
    mark = hashlib.sha256(json.dumps(settings).encode()).hexdigest()
    place, note = folder / "alignment.npy", folder / "alignment.json"
    if not place.exists() or not note.exists() or json.loads(note.read_text()).get("fingerprint") != mark:
        links = align(store, source_size, target_size, seed=seed, say=say)
        temporary = folder / "alignment.tmp.npy"
        np.save(temporary, links)
        note.unlink(missing_ok=True)
        os.replace(temporary, place)
        note.write_text(json.dumps({"fingerprint": mark, "linked": int((links != NO_LINK).sum())}))
    return np.load(place, mmap_mode="r")
