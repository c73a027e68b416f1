"""Tokenised corpora on disk, memory-mapped, and batches of similar length drawn from them by weight.

The store is a folder: `tokens.npy` (uint16 or uint32, all ids in a row), `rows.npy` (int64 [N, 5]: start of the source,
its length, start of the target, its length, corpus) and `store.json` with a fingerprint of the configuration, the
tokenizer and the files. A store whose fingerprint differs is built anew.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.errors import PlgtError
from training.config import DataConfig
from training.data.corpus import Pair, clean, corpus_paths, read_lines, read_pairs
from training.data.filters import FilterReport, filter_pairs
from training.data.noise import Names, disturbed, lower, noisy_copy, placeholders
from training.data.tokenizer import SYNTHETIC_SYMBOL, Tokenizer, train_tokenizer
from training.model.plgt import BOS, EOS, PAD

FORMAT = 5
NOISY_SHARE = 0.35  # of the pairs get a noisy copy
OTHER_NAMES = 0.5  # of the pairs with a name or number that both sides share have it replaced by another
POOL_BATCHES = 2000
# Rows and widths come in these multiples, so that few shapes occur: oneDNN compiles a kernel for each new shape, which
# was a third of the time of a step.
ROWS, WIDTHS = 8, 2
NO_LINK = 255  # in an array of links


@dataclass
class Batch:
    """Padded ids: source [B, S] and target [B, T + 1] (BOS ... EOS), int64."""

    source: np.ndarray
    target: np.ndarray
    rows: np.ndarray  # [B] indices into the store
    links: np.ndarray | None = None  # [B, T] position of each target token's source token; -1 = none

    @property
    def target_tokens(self) -> int:
        return int((self.target[:, 1:] != PAD).sum())


def load_corpora(
    config: DataConfig, seed: int, say: Callable[[str], None] = lambda _: None
) -> tuple[list[list[Pair]], list[FilterReport]]:
    """Filtered, capped pairs of every source, in order; validation sentences are kept out."""
    held_out: set[int] = set()
    for validation in config.validation if config.filter else []:
        for path in corpus_paths(config, validation):
            held_out.update(hash(clean(line)) for line in read_lines(path))
    seen: set[int] = set()
    corpora, reports = [], []
    for source in config.sources:
        pairs, report = filter_pairs(source.path, read_pairs(config, source), config, seen, held_out)
        if source.cap and len(pairs) > source.cap:
            pairs = random.Random(seed).sample(pairs, source.cap)
            report.dropped["over the cap"] = report.kept - len(pairs)
            report.kept = len(pairs)
        if config.lowercase:
            a, b = source.languages
            pairs = [Pair(lower(p.source, a), lower(p.target, b)) for p in pairs]
        say(str(report))
        corpora.append(pairs)
        reports.append(report)
    if not any(corpora):
        raise PlgtError("No training pair is left after filtering: check data.sources and the filter limits.")
    return corpora, reports


def ensure_tokenizer(config: DataConfig, folder: Path, corpora: list[list[Pair]], threads: int) -> None:
    """Train `tokenizer.model` (and `tokenizer-target.model` when vocabularies are separate) unless it exists."""
    path = folder / "tokenizer.model"
    if path.exists():
        return

    def sentences() -> Iterator[str]:
        """Both sides of the pairs, each corpus as often as a pass has it: pieces are for the text that is learnt."""
        rng = random.Random(0)
        for source, pairs in zip(config.sources, corpora, strict=True):
            whole, fraction = divmod(source.weight, 1.0)
            for pair in pairs:
                for _ in range(int(whole) + (rng.random() < fraction)):
                    yield pair.source
                    yield pair.target

    train_tokenizer(
        sentences(),
        path,
        config.vocabulary,
        coverage=config.character_coverage,
        seed_sentences=config.tokenizer_sentences,
        threads=threads,
        symbols=[SYNTHETIC_SYMBOL] if any(s.synthetic == "tag" for s in config.sources) else [],
    )


def ensure_separate_tokenizers(
    config: DataConfig, folder: Path, corpora: list[list[Pair]], threads: int
) -> None:
    """The paper's set-up: one tokenizer for each side."""
    for name, side in (("tokenizer.model", "source"), ("tokenizer-target.model", "target")):
        if not (folder / name).exists():
            train_tokenizer(
                (getattr(pair, side) for pairs in corpora for pair in pairs),
                folder / name,
                config.vocabulary,
                coverage=config.character_coverage,
                seed_sentences=config.tokenizer_sentences,
                threads=threads,
            )


def fingerprint(config: DataConfig, tokenizers: list[Path], seed: int) -> str:
    """Changes whenever the tokenised data would: settings, tokenizer bytes, names, sizes and times of the files."""
    digest = hashlib.sha256()
    description = [
        FORMAT,
        seed,
        config.max_pieces,
        config.max_ratio,
        config.max_characters,
        config.drop_duplicates,
        config.lowercase,
        config.noise,
        *([] if config.filter else ["all"]),
        [[s.path, list(s.languages), s.cap, *filter(None, [s.synthetic])] for s in config.sources],
        *([["sampled", config.sampled]] if config.sampled else []),
        *([["joined", config.joined]] if config.joined else []),
    ]
    digest.update(json.dumps(description).encode())
    for path in tokenizers:
        digest.update(path.read_bytes())
    for source in config.sources:
        for path in corpus_paths(config, source):
            stat = path.stat()
            digest.update(f"{path.name} {stat.st_size}".encode())
    return digest.hexdigest()


def joined_pairs(pairs: list[Pair], share: float, rng: random.Random) -> list[Pair]:
    """Neighbours of a corpus in one, drawn with probability `share`: longer inputs than most corpora have."""
    return [
        Pair(f"{a.source} {b.source}", f"{a.target} {b.target}")
        for a, b in itertools.pairwise(pairs)
        if rng.random() < share
    ]


def multilingual(config: DataConfig) -> bool:
    """Whether a target-language symbol starts the source (more than one target language)."""
    return len({source.languages[1] for source in config.sources}) > 1


class Store:
    """Tokenised pairs, read through a memory map."""

    def __init__(self, folder: Path) -> None:
        self.tokens = np.load(folder / "tokens.npy", mmap_mode="r")
        self.rows = np.load(folder / "rows.npy")
        self.info = json.loads((folder / "store.json").read_text())

    def __len__(self) -> int:
        return len(self.rows)

    def source(self, row: int) -> np.ndarray:
        start, length = self.rows[row, 0], self.rows[row, 1]
        return self.tokens[start : start + length]

    def target(self, row: int) -> np.ndarray:
        start, length = self.rows[row, 2], self.rows[row, 3]
        return self.tokens[start : start + length]

    @classmethod
    def open(
        cls,
        config: DataConfig,
        folder: Path,
        seed: int,
        threads: int = 1,
        separate: bool = False,
        say: Callable[[str], None] = lambda _: None,
    ) -> Store:
        """The store in `folder`, built (tokenizer included) if it is missing or out of date."""
        folder.mkdir(parents=True, exist_ok=True)
        paths = [folder / "tokenizer.model"] + ([folder / "tokenizer-target.model"] if separate else [])
        corpora = None
        if not all(path.exists() for path in paths):
            corpora, _ = load_corpora(config, seed, say)
            say("training the tokenizer")
            (ensure_separate_tokenizers if separate else ensure_tokenizer)(config, folder, corpora, threads)
        mark = fingerprint(config, paths, seed)
        if (folder / "store.json").exists():
            store = cls(folder)
            if store.info["fingerprint"] == mark:
                return store
            say("the tokenised data is out of date: building it anew")
        if corpora is None:
            corpora, _ = load_corpora(config, seed, say)
        _build(config, folder, corpora, paths, mark, seed, say)
        return cls(folder)


def _build(
    config: DataConfig,
    folder: Path,
    corpora: list[list[Pair]],
    tokenizers: list[Path],
    mark: str,
    seed: int,
    say: Callable[[str], None],
) -> None:
    source_tokenizer, target_tokenizer = Tokenizer(tokenizers[0]), Tokenizer(tokenizers[-1])
    tagged = multilingual(config)
    chunks: list[np.ndarray] = []
    rows: list[tuple[int, int, int, int, int]] = []
    position = too_long = 0
    names = Names(pair for pairs in corpora for pair in pairs) if config.noise else None
    for index, (source, pairs) in enumerate(zip(config.sources, corpora, strict=True)):
        rng = random.Random(f"{seed} {source.path}")
        if config.joined:
            pairs = [*pairs, *joined_pairs(pairs, config.joined, rng)]
        if names and not source.synthetic:
            pairs = [names.exchange(p, rng) if rng.random() < OTHER_NAMES else p for p in pairs]
            noisy = [noisy_copy(p, source.languages, rng) for p in pairs if rng.random() < NOISY_SHARE]
            pairs = [placeholders(p, rng) for p in pairs] + noisy
        if source.synthetic == "noise":
            pairs = [Pair(disturbed(p.source, rng), p.target) for p in pairs]
        prefix = [source_tokenizer.language_ids[source.languages[1]]] if tagged else []
        if source.synthetic == "tag":
            prefix = [*prefix, source_tokenizer.synthetic_id]
        sources = source_tokenizer.encode_many([p.source for p in pairs])
        if config.sampled:
            chosen = [i for i in range(len(pairs)) if rng.random() < config.sampled]
            texts = [pairs[i].source for i in chosen]
            for i, ids in zip(chosen, source_tokenizer.sample_many(texts, rng.randrange(2**31)), strict=True):
                sources[i] = ids
        targets = target_tokenizer.encode_many([p.target for p in pairs])
        for a, b in zip(sources, targets, strict=True):
            if not a or not b or max(len(a), len(b)) > config.max_pieces:
                too_long += 1
                continue
            a, b = [*prefix, *a, EOS], [*b, EOS]
            chunks.append(np.array(a + b, dtype=np.uint16 if target_tokenizer.size < 65536 else np.uint32))
            rows.append((position, len(a), position + len(a), len(b), index))
            position += len(a) + len(b)
        say(f"{source.path}: {len(pairs)} pairs tokenised")
    temporary = folder / "store.tmp"
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir()
    np.save(temporary / "tokens.npy", np.concatenate(chunks))
    np.save(temporary / "rows.npy", np.array(rows, dtype=np.int64))
    information = {
        "fingerprint": mark,
        "pairs": len(rows),
        "over_max_pieces": too_long,
        "multilingual": tagged,
    }
    (temporary / "store.json").write_text(json.dumps(information))
    (folder / "store.json").unlink(missing_ok=True)
    for name in ("tokens.npy", "rows.npy", "store.json"):
        os.replace(temporary / name, folder / name)
    temporary.rmdir()


def pad(sequences: list[np.ndarray], start: int | None = None, multiple: int = 1) -> np.ndarray:
    """[B, T] int64 with T the longest rounded up to a `multiple`, filled with PAD; `start` is put before every
    sequence and comes on top of T."""
    extra = 0 if start is None else 1
    width = -(-max(map(len, sequences)) // multiple) * multiple
    out = np.full((len(sequences), width + extra), PAD, dtype=np.int64)
    for row, sequence in enumerate(sequences):
        out[row, extra : extra + len(sequence)] = sequence
    if start is not None:
        out[:, 0] = start
    return out


class Batches:
    """Endless batches by weight and length; the n-th batch depends only on the seed, so a run can be resumed.

    One pass holds every corpus `weight` times (the fraction is drawn at random). Rows are shuffled, sorted by length
    within pools of 500 batches, cut by the token budget, and the batches of a pool are shuffled.
    """

    def __init__(
        self, store: Store, config: DataConfig, seed: int, *, longest: Callable[[int], int] | None = None
    ) -> None:
        self.store = store
        self.config = config
        self.seed = seed
        self.multiple = WIDTHS if config.bucket else 1
        self.links: np.ndarray | None = None  # one byte a token of the store; see training.data.alignment
        self.longest = longest  # batch number -> most source pieces allowed there (curriculum)
        self.by_corpus = [np.flatnonzero(store.rows[:, 4] == i) for i in range(len(config.sources))]

    def rows_of_pass(self, number: int) -> np.ndarray:
        rng = np.random.default_rng([self.seed, number])
        parts = []
        for source, rows in zip(self.config.sources, self.by_corpus, strict=True):
            whole, fraction = divmod(source.weight, 1.0)
            parts.extend([rows] * int(whole))
            if fraction:
                parts.append(rng.permutation(rows)[: round(fraction * len(rows))])
        rows = np.concatenate(parts)
        rng.shuffle(rows)
        return rows

    def plan(self, number: int) -> Iterator[np.ndarray]:
        """Row indices of each batch of one pass."""
        rng = np.random.default_rng([self.seed, number, 1])
        rows = self.rows_of_pass(number)
        lengths = self.store.rows[:, [1, 3]]
        budget = 2 * self.config.batch_tokens
        mean = max(1.0, float(lengths[rows].sum(1).mean()))
        pool = int(POOL_BATCHES * (self.config.batch_sentences or budget / mean))
        for start in range(0, len(rows), pool):
            part = rows[start : start + pool]
            size = lengths[part]
            if self.config.bucket:
                part = part[np.lexsort((size[:, 0], size[:, 1]))]
            batches, first, width_a, width_b = [], 0, 0, 0
            for i, row in enumerate(part):
                a, b = max(width_a, lengths[row, 0]), max(width_b, lengths[row, 1])
                count = i - first + 1
                full = (
                    count > self.config.batch_sentences
                    if self.config.batch_sentences
                    else count * (a + b) > budget
                )
                if full and i > first:
                    end = i - (i - first) % ROWS if self.config.bucket and i - first >= 2 * ROWS else i
                    batches.append(part[first:end])
                    first = end
                    a, b = lengths[part[first : i + 1]].max(0)
                width_a, width_b = a, b
            batches.append(part[first:])
            for index in rng.permutation(len(batches)):
                yield batches[index]

    def __call__(self, skip: int = 0, rank: int = 0, processes: int = 1) -> Iterator[tuple[int, Batch]]:
        """(pass number, batch) from the `skip`-th batch on.

        Of several processes each gets one of every `processes` batches in a row, with the pass number of the last of
        them, so that all see a pass end at the same time.
        """
        number = position = 0
        together: list[np.ndarray] = []
        while True:
            before = position
            for rows in self.plan(number):
                rows = self.short_enough(rows, position + 1)
                if not len(rows):
                    continue  # not counted, so that `skip` counts what the trainer has taken
                position += 1
                if position > skip:
                    together.append(rows)
                if len(together) == processes:
                    yield number, self.batch(together[rank])
                    together = []
            if position == before:
                raise PlgtError(
                    "No sentence is short enough for the start of the length curriculum: "
                    "set run.length_curriculum_steps = 0."
                )
            number += 1

    def short_enough(self, rows: np.ndarray, position: int) -> np.ndarray:
        """The rows that the curriculum lets into the `position`-th batch; may be none."""
        if self.longest is None:
            return rows
        return rows[self.store.rows[rows, 1] <= self.longest(position)]

    def batch(self, rows: np.ndarray) -> Batch:
        batch = Batch(
            pad([self.store.source(row) for row in rows], None, self.multiple),
            pad([self.store.target(row) for row in rows], BOS, self.multiple),
            rows,
        )
        if self.links is not None:
            batch.links = np.full((len(rows), batch.target.shape[1] - 1), -1, dtype=np.int64)
            for i, (start, length) in enumerate(self.store.rows[rows][:, 2:4]):
                found = self.links[start : start + length].astype(np.int64)
                outside = found >= self.store.rows[rows[i], 1]  # NO_LINK, or beyond the source
                batch.links[i, :length] = np.where(outside, -1, found)
        return batch
