"""Guards against loops, invention and loss: what is wrong with a translation, as flags with reasons.

A guard looks at the source and the target text alone, so that it judges every route (engine, memory, pivot)
alike. `check` returns the flags; the translator then tries again with other settings and keeps the flags of
the best attempt in view.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

WORD = re.compile(r"\w+(?:['’\-]\w+)*", re.UNICODE)
NUMBER = re.compile(r"\d+(?:[.,:/\-]\d+)*")
MAX_NGRAM = 8  # longest repeated phrase that is looked for, in words
PLACEHOLDER = re.compile(r"<\s*ph\s*\d\s*>")


@dataclass(frozen=True)
class Flag:
    """One doubt about a sentence. `code` is for programs, `reason` for people."""

    code: str  # loop | length | empty | invented | untranslated | lost | cut | glossary | script | confidence
    # | order | placed | pattern
    reason: str


def has_letters(text: str) -> bool:
    """Whether there is anything that a language could be in."""
    return any(character.isalpha() for character in text)


def longest_repeat(words: list[str]) -> tuple[int, int, int]:
    """(start, n, count): the phrase of n words repeated `count` times in a row that covers most words; (0,
    0, 1) if none."""
    best = (0, 0, 1)
    for n in range(1, min(MAX_NGRAM, len(words) // 2) + 1):
        run = 0  # number of positions i in a row with words[i] == words[i - n]
        for index in range(n, len(words) + 1):
            if index < len(words) and words[index] == words[index - n]:
                run += 1
                continue
            count = run // n + 1
            if count > 1 and n * count > best[1] * best[2]:
                best = (index - run - n, n, count)
            run = 0
    return best


def _character_repeat(text: str) -> int:
    """Length of the longest run of one short unit (1..4 characters) repeated inside a word, in repeats."""
    longest = 1
    for match in re.finditer(r"(\S{1,4}?)\1{3,}", text):
        longest = max(longest, len(match.group(0)) // len(match.group(1)))
    return longest


def _loops(source: str, target: str) -> str:
    words = [word.casefold() for word in WORD.findall(target)]
    _, n, count = longest_repeat(words)
    _, source_n, source_count = longest_repeat([word.casefold() for word in WORD.findall(source)])
    allowed = max(source_count * max(source_n, 1), 1)
    # Three times a word, or twice a phrase of four words and more, is not language unless the source does it
    # too.
    if (count >= 3 or (count >= 2 and n >= 4)) and n * count > allowed + 1:
        return f"The same {'word' if n == 1 else f'{n} words'} came {count} times in a row."
    runs = _character_repeat(target)
    if runs >= 6 and runs > 2 * _character_repeat(source):
        return f"The same letters came {runs} times in a row."
    if len(words) >= 24:
        most, times = Counter(zip(words, words[1:], words[2:], strict=False)).most_common(1)[0]
        source_words = [word.casefold() for word in WORD.findall(source)]
        trigrams = Counter(zip(source_words, source_words[1:], source_words[2:], strict=False))
        if times >= 4 and times > 2 * max(trigrams.values(), default=1):
            return f'"{" ".join(most)}" came {times} times.'
    return ""


def _length(source: str, target: str) -> str:
    source_size, target_size = len(source.strip()), len(target.strip())
    if target_size > 3 * source_size + 40:
        return f"The translation is {target_size / max(source_size, 1):.0f} times as long as the source."
    if source_size >= 40 and target_size < source_size / 5:
        return "The translation is much shorter than the source; something is probably missing."
    return ""


def _digits(text: str) -> Counter[str]:
    return Counter(re.sub(r"\D", "", number) for number in NUMBER.findall(text))


def _invented(source: str, target: str) -> str:
    extra = [number for number in _digits(target) - _digits(source) if len(number) > 1]
    if extra:
        return f"The number {extra[0]} isn't in the source."
    return ""


def _lost(source: str, target: str) -> str:
    missing = [number for number in _digits(source) - _digits(target) if len(number) > 1]
    if missing:
        return f"The number {missing[0]} of the source is missing."
    return ""


def _untranslated(source: str, target: str) -> bool:
    words = WORD.findall(source)
    letters = [word for word in words if has_letters(word) and word[:1].islower()]
    return len(set(letters)) >= 3 and source.strip().casefold() == target.strip().casefold()


def check(source: str, target: str, *, finished: bool = True) -> list[Flag]:
    """Everything suspicious about `target` as a translation of `source`; an empty list means nothing was
    found.

    finished: False when the search stopped at the length limit without an end token.
    """
    flags: list[Flag] = []
    if has_letters(source) and not target.strip():
        return [Flag("empty", "The model gave no translation.")]
    if loop := _loops(source, target):
        flags.append(Flag("loop", loop))
    if length := _length(source, target):
        flags.append(Flag("length", length))
    if not finished:
        flags.append(Flag("cut", "The translation reached the length limit before its end."))
    if invented := _invented(source, target):
        flags.append(Flag("invented", invented))
    if lost := _lost(source, target):
        flags.append(Flag("lost", lost))
    if _untranslated(source, target):
        flags.append(Flag("untranslated", "The sentence came back untranslated."))
    return flags


WEIGHTS = {
    "empty": 8,
    "loop": 5,
    "cut": 4,
    "length": 4,
    "lost": 3,
    "invented": 3,
    "untranslated": 2,
    "glossary": 2,
}


def severity(flags: list[Flag]) -> int:
    """How bad a set of flags is, to choose between attempts: 0 = nothing found."""
    return sum(WEIGHTS.get(flag.code, 1) for flag in flags)


def collapse_loops(target: str) -> str:
    """Keep one of a phrase that is repeated three times and more in a row; the last resort for a looping
    output."""
    for _ in range(4):
        matches = list(WORD.finditer(target))
        start, n, count = longest_repeat([match.group(0).casefold() for match in matches])
        if count < 3:
            break
        keep_end = matches[start + n - 1].end()
        cut_end = matches[start + n * count - 1].end()
        target = target[:keep_end] + target[cut_end:]
    return re.sub(r"(\S{1,4}?)\1{7,}", r"\1\1\1", target)
