"""A bundle's SentencePiece tokenizer: sentences to ids and ids to sentences.

A source is `[<2xx>] pieces eos`, the target-language symbol only in bundles with more than one target
language; a target is `pieces eos`. The placeholders `<ph0>` ... `<ph9>` are single pieces that the model
copies.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import sentencepiece

from app.model.bundle import Bundle, BundleError

PLACEHOLDERS = tuple(f"<ph{i}>" for i in range(10))
_BYTE = re.compile(r"<0x([0-9A-F]{2})>")


class Tokenizer:
    """Text <-> ids of one bundle. Thread-safe."""

    def __init__(self, bundle: Bundle) -> None:
        """Raises BundleError if a tokenizer can't be read or has another vocabulary than the graphs."""
        names = bundle.manifest["tokenizer"]
        self._source = _load(bundle, names["source"], "source")
        self._target = (
            self._source if names["target"] == names["source"] else _load(bundle, names["target"], "target")
        )
        ids = bundle.special_ids
        self.pad, self.bos, self.eos, self.unk = (int(ids[k]) for k in ("pad", "bos", "eos", "unk"))
        self.language_ids: dict[str, int] = {k: int(v) for k, v in ids["languages"].items()}
        self._target_token = bundle.target_token
        self.lowercase = bool(names.get("lowercase", False))
        self._name = bundle.name
        self.special = frozenset(i for i in range(self._target.vocab_size()) if self._target.is_control(i))

    @property
    def source_vocabulary(self) -> int:
        return int(self._source.vocab_size())

    @property
    def target_vocabulary(self) -> int:
        return int(self._target.vocab_size())

    def encode(self, text: str, target: str) -> list[int]:
        """Source ids, end symbol included, of one sentence to be translated into language `target`."""
        return [*self._prefix(target), *self._source.encode(text), self.eos]

    def encode_many(self, texts: Sequence[str], target: str) -> list[list[int]]:
        """As `encode`, for many sentences."""
        prefix = self._prefix(target)
        return [[*prefix, *ids, self.eos] for ids in self._source.encode(list(texts))]

    def _prefix(self, target: str) -> list[int]:
        if not self._target_token:
            return []
        if target not in self.language_ids:
            raise BundleError(f'The bundle "{self._name}" has no symbol for the target language "{target}".')
        return [self.language_ids[target]]

    def encode_target(self, text: str) -> list[int]:
        """Target pieces without end symbol: a term that a translation must hold, or a given translation."""
        return list(self._target.encode(text))

    def decode(self, ids: Sequence[int]) -> str:
        """Text of target ids; beginning, end and padding symbols are left out."""
        kept = [int(i) for i in ids if int(i) not in (self.pad, self.bos, self.eos)]
        return str(self._target.decode(kept))

    def pieces(self, ids: Sequence[int]) -> list[str]:
        """The target pieces of ids (`▁` stands for a space, `<0x..>` for a byte)."""
        return [self._target.id_to_piece(int(i)) for i in ids]

    def source_pieces(self, ids: Sequence[int]) -> list[str]:
        """The source pieces of ids."""
        return [self._source.id_to_piece(int(i)) for i in ids]

    def placeholder(self, index: int) -> int:
        """Target id of `<ph index>`; raises BundleError if the vocabulary has none."""
        value = int(self._target.piece_to_id(PLACEHOLDERS[index]))
        if value == self.unk:
            raise BundleError(f'The tokenizer of the bundle "{self._name}" has no placeholder symbols.')
        return value


def _load(bundle: Bundle, name: str, side: str) -> sentencepiece.SentencePieceProcessor:
    data = bundle.read(name)
    try:
        processor = sentencepiece.SentencePieceProcessor(model_proto=data)
    except (RuntimeError, OSError) as error:
        first = str(error).splitlines()[0] if str(error) else "unreadable"
        raise BundleError(
            f'The tokenizer "{name}" of the bundle "{bundle.path}" can\'t be read: {first}.'
        ) from None
    expected = bundle.manifest["model"][f"{side}_vocabulary"]
    if processor.vocab_size() != expected:
        raise BundleError(
            f'The tokenizer "{name}" of the bundle "{bundle.path}" has {processor.vocab_size()} pieces, '
            "but the model "
            f"has {expected}: export the bundle again."
        )
    return processor
