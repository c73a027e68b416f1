"""A checkpoint as the export sees it: model, tokenizers, directions, and its sentences as ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import PlgtError
from app.text.languages import Direction
from export.freeze import Pair, pad
from export.samples import Sample
from training import checkpoint
from training.config import TrainingConfig
from training.data.noise import lower
from training.data.tokenizer import Tokenizer
from training.model.plgt import BOS, EOS, PLGT


@dataclass
class Source:
    """A checkpoint, ready to be exported."""

    folder: Path
    model: PLGT
    config: TrainingConfig
    source_tokenizer: Tokenizer
    target_tokenizer: Tokenizer
    directions: tuple[Direction, ...]

    @property
    def target_token(self) -> bool:
        """Whether a source starts with its target language's symbol: with more than one target language."""
        return len({d.target for d in self.directions}) > 1

    def ids(self, sample: Sample) -> list[int]:
        """Source ids with eos."""
        text = sample.source
        if self.config.data.lowercase:
            text = lower(text, sample.direction.source)
        prefix = [self.source_tokenizer.language_ids[sample.direction.target]] if self.target_token else []
        pieces = self.source_tokenizer.encode(text)[: self.config.data.max_pieces]
        return [*prefix, *pieces, EOS]

    def target_ids(self, sample: Sample) -> list[int] | None:
        """Target ids from bos to eos of the reference, None without one."""
        if sample.reference is None:
            return None
        text = sample.reference
        if self.config.data.lowercase:
            text = lower(text, sample.direction.target)
        return [BOS, *self.target_tokenizer.encode(text)[: self.config.data.max_pieces], EOS]


def load_source(path: str | Path, directions: Sequence[Direction] = (), *, ema: bool = True) -> Source:
    """Read a checkpoint (or a run's newest). Raises PlgtError if it is damaged or its directions are
    unknown."""
    folder = checkpoint.resolve(path)
    model, config = checkpoint.load_model(folder, ema=ema)
    source = Tokenizer(folder / "tokenizer.model")
    target = Tokenizer(folder / "tokenizer-target.model") if config.model.separate_vocabularies else source
    found = directions or sorted({Direction(*corpus.languages) for corpus in config.data.sources})
    if not found:
        raise PlgtError(
            "The checkpoint's configuration names no directions: give them with --directions tr-en,pt-en."
        )
    return Source(folder, model, config, source, target, tuple(found))


def calibration_pairs(source: Source, given: Sequence[Sample]) -> list[Pair]:
    """(source ids, target ids) of samples; the model's own greedy translation where there is no reference."""
    references = [source.target_ids(sample) for sample in given]
    rows = [source.ids(sample) for sample in given]
    own: dict[int, list[int]] = {}
    missing = [i for i, reference in enumerate(references) if reference is None]
    for start in range(0, len(missing), 32):
        part = missing[start : start + 32]
        outputs = source.model.greedy(pad([rows[i] for i in part]), source.config.data.max_pieces)
        own.update(zip(part, outputs, strict=True))
    return [
        (row, reference if reference is not None else [BOS, *own[i], EOS])
        for i, (row, reference) in enumerate(zip(rows, references, strict=True))
    ]
