"""The words of a text, and those that a text and its translation have in common."""

from __future__ import annotations

import re
from collections.abc import Sequence

Span = tuple[int, int]
# A URL or e-mail address is one word; then letters and digits with inner apostrophes, dots and hyphens; then
# marks.
WORD = re.compile(r"https?://\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\w+(?:[.,'’:\-]\w+)*|[^\w\s]+", re.UNICODE)


def word_spans(text: str) -> list[Span]:
    """Character spans of the words and punctuation marks of a text, in order."""
    return [match.span() for match in WORD.finditer(text)]


def is_mark(word: str) -> bool:
    """Whether a word is punctuation."""
    return not any(character.isalnum() for character in word)


def identical_words(source_words: Sequence[str], target_words: Sequence[str]) -> list[tuple[int, int]]:
    """Links between words that are written the same on both sides, equally often, in the same order; also
    end marks."""
    links: list[tuple[int, int]] = []
    source_at: dict[str, list[int]] = {}
    target_at: dict[str, list[int]] = {}
    for index, word in enumerate(source_words):
        source_at.setdefault(word.casefold(), []).append(index)
    for index, word in enumerate(target_words):
        target_at.setdefault(word.casefold(), []).append(index)
    for word, sources in source_at.items():
        targets = target_at.get(word, [])
        certain = len(word) > 3 or any(character.isdigit() for character in word)
        if certain and len(sources) == len(targets):
            links += zip(sources, targets, strict=True)
    if source_words and target_words and is_mark(source_words[-1]) and is_mark(target_words[-1]):
        links.append((len(source_words) - 1, len(target_words) - 1))
    return sorted(set(links))
