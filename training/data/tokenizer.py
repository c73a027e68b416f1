"""Joint SentencePiece tokenizer with byte fallback and the symbols that the product needs.

Ids: 0 padding, 1 beginning, 2 end, 3 unknown, then `<2en> <2tr> <2pt>` (target language) and the placeholders
`<ph0>` ... `<ph9>`, which the model learns to copy.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import sentencepiece

from app.errors import PlgtError

LANGUAGE_SYMBOLS = ("<2en>", "<2tr>", "<2pt>")
SYNTHETIC_SYMBOL = "<bt>"  # starts a source that a model has made, where the configuration says "tag"
PLACEHOLDERS = tuple(f"<ph{i}>" for i in range(10))


def train_tokenizer(
    sentences: Iterable[str],
    path: Path,
    vocabulary: int,
    *,
    coverage: float = 0.9998,
    seed_sentences: int = 1_500_000,
    threads: int = 2,
    symbols: Iterable[str] = (),
) -> None:
    """Write a SentencePiece unigram model to `path`, with `symbols` beside the usual ones.

    Raises PlgtError if the text is too small for the vocabulary.
    """
    model = io.BytesIO()
    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(sentences),
            model_writer=model,
            vocab_size=vocabulary,
            model_type="unigram",
            character_coverage=coverage,
            byte_fallback=True,
            pad_id=0,
            bos_id=1,
            eos_id=2,
            unk_id=3,
            user_defined_symbols=[*LANGUAGE_SYMBOLS, *PLACEHOLDERS, *symbols],
            normalization_rule_name="identity",
            remove_extra_whitespaces=True,
            split_digits=True,
            input_sentence_size=seed_sentences,
            shuffle_input_sentence=True,
            num_threads=threads,
            train_extremely_large_corpus=False,
            minloglevel=2,
        )
    except (RuntimeError, OSError) as error:
        raise PlgtError(
            f"The tokenizer could not be trained ({str(error).splitlines()[0]}): "
            "give more text or lower data.vocabulary."
        ) from None
    path.write_bytes(model.getvalue())


class Tokenizer:
    """Text to ids and back."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        try:
            self.processor = sentencepiece.SentencePieceProcessor(model_file=str(path))
        except (OSError, RuntimeError) as error:
            raise PlgtError(f'Can\'t read the tokenizer "{path}": {error}.') from None
        self.size: int = self.processor.vocab_size()
        self.language_ids = {s[2:4]: self.processor.piece_to_id(s) for s in LANGUAGE_SYMBOLS}

    def encode(self, text: str) -> list[int]:
        """Ids without beginning and end symbols."""
        return self.processor.encode(text)

    def encode_many(self, texts: list[str]) -> list[list[int]]:
        return self.processor.encode(texts)

    def sample_many(self, texts: list[str], seed: int, alpha: float = 0.2) -> list[list[int]]:
        """One of the ways to cut each text into pieces, drawn with p ~ P(pieces)^alpha (Kudo, arXiv 1804.10959)."""
        sentencepiece.set_random_generator_seed(seed)
        return self.processor.encode(texts, enable_sampling=True, alpha=alpha, nbest_size=-1)

    @property
    def synthetic_id(self) -> int:
        """The symbol of synthetic sources; PlgtError where the vocabulary was made without it."""
        value: int = self.processor.piece_to_id(SYNTHETIC_SYMBOL)
        if value == self.processor.unk_id():
            raise PlgtError(
                f'The vocabulary "{self.path}" has no symbol for synthetic sources: use synthetic = "noise" '
                'or "plain", or start with --new-vocabulary.'
            )
        return value

    def decode(self, ids: list[int]) -> str:
        return self.processor.decode(ids)
