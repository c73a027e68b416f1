"""Whether a glossary's terms stand where they belong, and how to put them there without forcing the search.

A search that is forced to say a term may say it anywhere, or lose the thread over it. So the sentence is also
translated freely, and the two are compared by their alignment: a term belongs where the words of its match in the
source are aligned to. Where the forced translation has it elsewhere, the free one's aligned words are replaced.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.memory.glossary import TermMatch
from app.text.words import Span

# words that belong to the sentence more than to the thing named: they stay when a term replaces its words
FUNCTION_WORDS = {
    "en": "a an the this that these those to of in on at by for from with into as and or but than is are was were "
    "be been being am has have had do does did will would can could should may not no it its he his him she her "
    "they their them we our us you your i my me there here very so too also",
    "pt": "o a os as um uma uns umas de do da dos das em no na nos nas por pelo pela pelos pelas para com sem ao "
    "à aos às e ou mas que se é são foi era ser está estão estava tem têm há não seu sua seus suas meu minha este "
    "esta esse essa isso isto muito também já ele ela eles elas você nós eu",
    "tr": "bir ve ile de da ki bu şu o için gibi mi mı mu mü çok daha en ama veya ya ne değil var yok ben sen biz "
    "siz onlar",
}
_FUNCTION_WORDS = {language: frozenset(words.split()) for language, words in FUNCTION_WORDS.items()}
STRAYED = (
    1.5  # a forced translation of so many times as many words as the free one, and three more, has strayed
)


@dataclass(frozen=True)
class Linked:
    """A translation with its words and links (source word, target word). Spans count characters."""

    source: str
    target: str
    source_spans: Sequence[Span]
    target_spans: Sequence[Span]
    links: Sequence[tuple[int, int]]

    def linked_to(self, span: Span) -> set[int]:
        """The target words that are linked to a source word within `span` of the source."""
        sources = {i for i, word in enumerate(self.source_spans) if _overlap(word, span)}
        return {target for source, target in self.links if source in sources}

    def words(self) -> list[str]:
        return [self.target[start:end] for start, end in self.target_spans]


@dataclass(frozen=True)
class Place:
    """A term that was found in the source, and the characters there."""

    match: TermMatch
    span: Span


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _occurrences(text: str, words: str) -> list[Span]:
    """Where `words` stand in `text` as whole words, in any case."""
    pattern = rf"(?<!\w){re.escape(words)}(?!\w)"
    return [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]


def in_place(linked: Linked, place: Place) -> bool:
    """Whether the required words stand at a target word that is aligned to the term's words in the source."""
    wanted = linked.linked_to(place.span)
    return any(
        _overlap(linked.target_spans[index], found)
        for found in _occurrences(linked.target, place.match.required)
        for index in wanted
    )


def counterpart(linked: Linked, place: Place, language: str) -> Span | None:
    """The words of the target that say the term, as one span; None where the alignment shows none.

    Of the words aligned to the term's, function words are left out; of several runs the longest counts.
    """
    words = linked.words()
    own = sorted(
        index
        for index in linked.linked_to(place.span)
        if any(map(str.isalnum, words[index]))
        and _plain(words[index]) not in _FUNCTION_WORDS.get(language, ())
    )
    # a word that only shares its attention says something else: prefer those linked to the term's words alone
    sources = {i for i, word in enumerate(linked.source_spans) if _overlap(word, place.span)}
    own = [i for i in own if all(s in sources for s, t in linked.links if t == i)] or own
    runs: list[list[int]] = []
    for index in own:
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    if not runs:
        return None
    best = max(runs, key=len)
    return linked.target_spans[best[0]][0], linked.target_spans[best[-1]][1]


def strayed(forced: Linked, free: Linked) -> bool:
    """Whether a forced translation is so much longer than the free one that it must have lost the thread."""
    return len(forced.target_spans) > STRAYED * len(free.target_spans) + 3


def sound(forced: Linked, free: Linked, places: Sequence[Place], language: str) -> bool:
    """Whether a forced translation says every term in its place, instead of the free one's words for it."""
    said = [_plain(word) for word in forced.words()]
    freely = [_plain(word) for word in free.words()]
    for place in places:
        if not in_place(forced, place):
            return False
        span = counterpart(free, place, language)
        required = {_plain(word) for word in re.findall(r"\w+", place.match.required)}
        for word in re.findall(r"\w+", free.target[span[0] : span[1]]) if span else ():
            kept = _plain(word)
            if kept not in required and said.count(kept) >= freely.count(kept) > 0:
                return False
    return True


def substitute(free: Linked, places: Sequence[Place], language: str) -> str | None:
    """The free translation with the terms in place of their counterparts; None if one has no counterpart."""
    changes: list[tuple[Span, str]] = []
    for place in places:
        if in_place(free, place):
            continue
        span = counterpart(free, place, language)
        if span is None or any(_overlap(span, other) for other, _ in changes):
            return None
        changes.append((span, _written(free, place, span)))
    text = free.target
    for (start, end), words in sorted(changes, reverse=True):
        before = text[:start]
        if language == "en":
            before = _article(before, words)
        text = before + words + text[end:]
    return text


def _written(free: Linked, place: Place, span: Span) -> str:
    """The term as it is written at `span`: capitals of the source count unless they are those of its beginning."""
    match = place.match
    words = match.required
    if match.term.case == "exact":
        return words
    replaced = free.target[slice(*span)]
    if len(replaced) > 1 and replaced.isupper():
        return words.upper()
    begins = not any(map(str.isalnum, free.source[: place.span[0]]))
    if begins and not match.text.isupper():
        words = match.term.translation
    if replaced[:1].isupper() and not any(map(str.isalnum, free.target[: span[0]])):
        words = words[:1].upper() + words[1:]
    return words


def _article(before: str, words: str) -> str:
    """`before`, its final a or an fitting the word that follows now (by its letter)."""
    match = re.search(r"(?<!\w)([Aa])n?( +)$", before)
    if match is None:
        return before
    return before[: match.start()] + match[1] + ("n" if words[:1].lower() in "aeiou" else "") + match[2]


def _plain(word: str) -> str:
    return word.casefold()
