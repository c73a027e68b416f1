"""What the user wrote in the place of translated sentences, kept by sentence and direction.

A translation may be made again for many reasons: a sentence was added, a term, a model, a setting. What was
written by hand is put back each time; nothing but the user takes it away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

from app.translation.result import Sentence, Translation

KEPT = 5000  # sentences of this run; the oldest go first


@dataclass(frozen=True)
class Key:
    """A sentence of the source in a direction; `nth` tells equal sentences of a text apart."""

    source: str
    source_lang: str
    target_lang: str
    nth: int = 0


@dataclass(frozen=True)
class Override:
    """The text that stands for a sentence's translation. `before` and `after` count the characters of the gaps
    beside the sentence (blanks, line breaks) that the user's change took in."""

    text: str
    before: int = 0
    after: int = 0


def keys(translation: Translation) -> Iterator[Key]:
    """The key of each sentence, in order."""
    seen: Counter[tuple[str, str]] = Counter()
    for sentence in translation.sentences:
        language = sentence.source_lang or translation.source_lang
        yield Key(sentence.source, language, translation.target_lang, seen[sentence.source, language])
        seen[sentence.source, language] += 1


def gaps(translation: Translation) -> list[str]:
    """What stands before, between and after the sentences of the target: one more than there are sentences."""
    found: list[str] = []
    at = 0
    for sentence in translation.sentences:
        found.append(translation.text[at : sentence.target_start])
        at = sentence.target_end
    return [*found, translation.text[at:]]


class Overrides:
    """By key, the newest last."""

    def __init__(self) -> None:
        self._texts: dict[Key, Override] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, key: Key) -> Override | None:
        return self._texts.get(key)

    def put(self, key: Key, override: Override) -> None:
        self._texts.pop(key, None)
        self._texts[key] = override
        while len(self._texts) > KEPT:
            self._texts.pop(next(iter(self._texts)))

    def drop(self, key: Key) -> None:
        self._texts.pop(key, None)

    def clear(self) -> None:
        self._texts.clear()

    def applied(self, translation: Translation) -> tuple[str, list[tuple[int, int, bool]]]:
        """The text with the overrides in it, and each sentence's (start, end, whether it differs from the
        translation's own) in it."""
        between = gaps(translation)
        if not self._texts:
            return translation.text, [(s.target_start, s.target_end, False) for s in translation.sentences]
        parts: list[str] = []
        places: list[tuple[int, int, bool]] = []
        length = after = 0
        for key, sentence, gap in zip(keys(translation), translation.sentences, between, strict=False):
            override = self._texts.get(key)
            gap = gap[after:]
            if override is not None and override.before:
                gap = gap[: max(0, len(gap) - override.before)]
            text = sentence.target if override is None else override.text
            differs = override is not None and not same(override, sentence)
            parts += [gap, text]
            places.append((length + len(gap), length + len(gap) + len(text), differs))
            length += len(gap) + len(text)
            after = override.after if override is not None else 0
        parts.append(between[-1][after:])
        return "".join(parts), places

    def dump(self, sources: Container[str] | None = None) -> list[list[Any]]:
        """Plain values, for `load`; with `sources` of their sentences alone."""
        return [
            [k.source, k.source_lang, k.target_lang, k.nth, o.text, o.before, o.after]
            for k, o in self._texts.items()
            if sources is None or k.source in sources
        ]

    def load(self, values: Any) -> None:
        """Take up what `dump` gave; what isn't of that form is passed over."""
        for value in values if isinstance(values, list) else []:
            if (
                isinstance(value, list)
                and len(value) == 7
                and all(isinstance(value[i], str) for i in (0, 1, 2, 4))
                and all(isinstance(value[i], int) and value[i] >= 0 for i in (3, 5, 6))
            ):
                self.put(Key(*value[:4]), Override(*value[4:]))


def same(override: Override, sentence: Sentence) -> bool:
    """Whether an override says just what the translation says."""
    return override == Override(sentence.target)
