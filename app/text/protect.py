"""Spans that must come through exactly, hidden behind the placeholders that the model copies.

`protect` puts `<ph0>` ... `<ph9>` in their place, `restore` fills them in, checks that each is there once,
and says what had to be repaired. What is hidden stands in the table of `app.text.patterns`. Short whole numbers
stay in the text, because their words may bend (5. sınıf, fifth grade); they are compared afterwards.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.text import patterns, quotes

LIMIT = 10  # placeholders that the vocabulary has
_QT = re.compile(r"(?<![\w%])%(?:[1-9]|L[1-9])(?!\w)|%n(?!\w)")  # not in Turkish, where %5 is five per cent
_LATIN = r"\x00-\u024f\u02b0-\u036f\u1e00-\u1eff\u2000-\u206f€\ufb00-\ufb06\ufeff"
# A word with a letter that none of the three languages has is a name: it is copied, not spelled.
_STRANGE = r"\u0100-\u011d\u0120-\u012f\u0132-\u0151\u0154-\u015d\u0160-\u0177\u0179-\u024f\u1e00-\u1eff"
_NAME = re.compile(rf"(?<![^\W\d_])[^\W\d_]*[{_STRANGE}][^\W\d_]*")
_UNKNOWN = re.compile(rf"[^{_LATIN}]+(?: +[^{_LATIN}]+)*")
INVISIBLE = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
_IN_WORD = re.compile(rf"(?<=[A-Za-z\u00c0-\u024f\u0300-\u036f])[{INVISIBLE}]+(?=[A-Za-z\u00c0-\u024f])")
_PLACEHOLDER = re.compile(r"<\s*ph\s*(\d)\s*>", re.IGNORECASE)
_LITERAL = re.compile(r"<\s*(?:ph\s*\d|2(?:en|tr|pt)|/?s|pad|unk|0x[0-9A-Fa-f]{2})\s*>|▁+", re.IGNORECASE)
_INTEGER = re.compile(r"(?<![\w.,:/\-])\d{1,9}(?![\d]|[.,:/\-]\d)")
_PLAIN = re.compile(r"\d{3,}")
_GONE = "\udead"  # stands for a placeholder that is taken out, until the space beside it is out too
_NOTHING = re.compile(r"[^\w<>]*")
_END = re.compile(r"(?<![.!?…:;,])[.!?…:;,]+[\"'”’»)\]]*$")
_WORDS = {
    number: frozenset(words.split())
    for number, words in {
        "0": "zero sıfır",
        "1": "one a an first once single bir birinci ilk tek um uma primeiro primeira único",
        "2": "two second twice both iki ikinci çift dois duas segundo segunda ambos",
        "3": "three third üç üçüncü três terceiro terceira",
        "4": "four fourth dört dördüncü quatro quarto quarta",
        "5": "five fifth beş beşinci cinco quinto quinta",
        "6": "six sixth altı altıncı seis sexto sexta",
        "7": "seven seventh yedi yedinci sete sétimo sétima",
        "8": "eight eighth sekiz sekizinci oito oitavo oitava",
        "9": "nine ninth dokuz dokuzuncu nove nono nona",
        "10": "ten tenth on onuncu dez décimo décima",
        "11": "eleven eleventh onze", "12": "twelve twelfth dozen doze dúzia", "13": "thirteen treze",
        "14": "fourteen quatorze catorze", "15": "fifteen quinze", "16": "sixteen dezesseis dezasseis",
        "17": "seventeen dezessete dezassete", "18": "eighteen dezoito", "19": "nineteen dezenove dezanove",
        "20": "twenty twentieth yirmi yirminci vinte", "30": "thirty otuz trinta",
        "40": "forty kırk quarenta", "50": "fifty elli half cinquenta", "60": "sixty altmış sessenta",
        "70": "seventy yetmiş setenta",
        "80": "eighty seksen oitenta", "90": "ninety doksan noventa", "100": "hundred yüz cem",
    }.items()
}  # fmt: skip


@dataclass(frozen=True)
class Protected:
    """The text for the model, and what stands behind `<ph i>`."""

    text: str
    items: list[str] = field(default_factory=list)
    source: str = ""
    style: quotes.QuoteStyle = field(default_factory=quotes.QuoteStyle)


@dataclass(frozen=True)
class Restored:
    """The filled-in text, and a sentence for every repair."""

    text: str
    problems: list[str] = field(default_factory=list)


def protect(sentence: str, terms: Sequence[str] = (), language: str = "") -> Protected:
    """Hide what must not change: at most ten spans get a placeholder, `items` lists all.

    More than ten are brought down by taking neighbours without a word between them as one, then by leaving
    plain whole numbers in the text (`restore` still looks for them). What is left over stays visible.
    Invisible characters inside a word (soft hyphens, zero-width, direction marks) are left out, so that the
    model knows the word; elsewhere they are kept. The text around the spans becomes NFC with straight quotes.
    """
    whole = sentence
    sentence = _IN_WORD.sub("", sentence)
    spans = _reduce(sentence, _chosen(sentence, terms, language))
    parts: list[str] = []
    items: list[str] = []
    at = 0
    for start, end in spans:
        hidden = f"<ph{len(items)}>" if len(items) < LIMIT else sentence[start:end]
        parts += [_known(sentence[at:start]), hidden]
        items.append(sentence[start:end])
        at = end
    parts.append(_known(sentence[at:]))
    return Protected("".join(parts), items, whole, quotes.style_of(whole))


def _known(text: str) -> str:
    return quotes.straight(quotes.compose(text))


def _chosen(sentence: str, terms: Sequence[str], language: str) -> list[tuple[int, int]]:
    """Spans to be kept, in order, without overlap; terms come before patterns."""
    kinds = [_LITERAL, patterns.SPANS, _NAME, _UNKNOWN, _INVISIBLE] + ([] if language == "tr" else [_QT])
    found = [(m.start(), -m.end()) for kind in kinds for m in kind.finditer(sentence)]
    for term in terms:
        if term:
            before = r"(?<!\w)" if term[0].isalnum() else ""
            after = r"(?!\w)" if term[-1].isalnum() else ""
            pattern = re.compile(before + re.escape(term) + after)
            found += [(m.start(), -m.end()) for m in pattern.finditer(sentence)]
            # a term inside a longer span (an address) is kept with it
    chosen: list[tuple[int, int]] = []
    for start, minus_end in sorted(found):
        if start < -minus_end and (not chosen or start >= chosen[-1][1]):
            chosen.append((start, -minus_end))
    return chosen


def _reduce(sentence: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """At most LIMIT spans, if that can be had without taking in words."""
    if len(spans) > LIMIT:
        gaps = sorted(
            (after[0] - before[1], index)
            for index, (before, after) in enumerate(pairwise(spans))
            if _NOTHING.fullmatch(sentence, before[1], after[0])
        )
        closed = {index for _, index in gaps[: len(spans) - LIMIT]}
        joined: list[tuple[int, int]] = []
        for index, (start, end) in enumerate(spans):
            if index - 1 in closed:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        spans = joined
    if len(spans) > LIMIT:
        plain = [span for span in spans if _PLAIN.fullmatch(sentence, *span)]
        spare = set(plain[: len(spans) - LIMIT])
        spans = [span for span in spans if span not in spare]
    return spans


def restore(target: str, items: Sequence[str] | Protected) -> Restored:
    """Fill in the items; each is there exactly once afterwards.

    With the whole `Protected` also the spaces around the items, the style of the quotes and the plain numbers
    follow the source.
    """
    protected = items if isinstance(items, Protected) else None
    kept: Sequence[str] = protected.items if protected is not None else list(items)  # type: ignore[arg-type]
    problems: list[str] = []
    if protected is not None:
        target = quotes.follow(_spaced(target, protected), protected.style)
    seen: set[int] = set()

    def fill(match: re.Match[str]) -> str:
        index = int(match.group(1))
        if index >= len(kept):
            return _GONE  # invented
        if index in seen:
            same = [i for i in range(min(len(kept), LIMIT)) if kept[i] == kept[index] and i not in seen]
            if not same:
                problems.append(f'"{kept[index]}" came twice; one was taken out.')
                return _GONE
            index = same[0]
        seen.add(index)
        return kept[index]

    filled = _PLACEHOLDER.sub(fill, target)
    if _GONE in filled:
        filled = re.sub(f"^{_GONE} +| ?{_GONE}", "", filled)
    so_far: Counter[str] = Counter()
    total = Counter(kept)
    there = {item: filled.count(item) for item in total}
    for index, item in enumerate(kept):
        so_far[item] += 1
        if index in seen or (index < LIMIT and there[item] == total[item]):
            continue
        if index >= LIMIT and there[item] >= so_far[item]:
            continue
        there[item] += 1
        problems.append(f'"{item}" was missing and was put {_place(protected, index)[1]}.')
        filled = _insert(filled, item, _place(protected, index)[0])
    if protected is not None:
        filled, repaired = repair_numbers(protected.text, filled, kept)
        problems += repaired
    return Restored(filled, problems)


def out_of_order(target: str, protected: Protected) -> str:
    """A sentence when directives that take the next argument (`%s`, `%d`) changed places, else "".

    target: as decoded, with its placeholders."""
    taking = [
        index
        for index, item in enumerate(protected.items[:LIMIT])
        if patterns.PRINTF_IN_ORDER.fullmatch(item.removesuffix("%%"))
    ]
    came = [int(number) for number in _PLACEHOLDER.findall(target)]
    came = [index for index in dict.fromkeys(came) if index in taking]
    for before, after in pairwise(came):
        if before > after:
            first, second = protected.items[after], protected.items[before]
            return f'"{first}" and "{second}" changed places, and they take the arguments in order.'
    return ""


def _spaced(target: str, protected: Protected) -> str:
    """The target with tags and invisible marks as close to the words as in the source."""
    source = protected.text
    for index, item in enumerate(protected.items[:LIMIT]):
        before, name, after = source.partition(f"<ph{index}>")
        if not (item.startswith("<") or _INVISIBLE.fullmatch(item)):
            continue
        if after[:1] and not after[0].isspace():
            target = re.sub(rf"({name}) +(?=\S)", r"\1", target)
        if before[-1:] and not before[-1].isspace():
            target = re.sub(rf"(?<=\S) +({name})", r"\1", target)
    return target


def _place(protected: Protected | None, index: int) -> tuple[str, str]:
    """Where a lost item goes: (start | end | after, in words)."""
    if protected is not None and index < LIMIT:
        before, _, after = protected.text.partition(f"<ph{index}>")
        if not any(c.isalnum() for c in _PLACEHOLDER.sub("", before)):
            return "start", "at the start"
        if not any(c.isalnum() for c in _PLACEHOLDER.sub("", after)) and _END.search(before.rstrip()):
            return "after", "at the end"
    return "end", "at the end"


def _insert(text: str, item: str, place: str) -> str:
    body = text.rstrip(" ")
    if not body:
        return item
    if place == "start":
        return f"{item} {text.lstrip(' ')}"
    mark = _END.search(body) if place == "end" else None
    cut = mark.start() if mark else len(body)
    gap = " " if body[:cut] else ""
    return f"{body[:cut]}{gap}{item}{body[cut:]}{text[len(body) :]}"


def repair_numbers(source: str, target: str, items: Sequence[str] = ()) -> tuple[str, list[str]]:
    """Compare the plain whole numbers: one that was exchanged for another is put right, others are reported.

    A number written as a word is fine. `source` may hold placeholders, `items` what they stand for.
    """
    wanted = Counter(_INTEGER.findall(source))
    if not wanted:
        return target, []
    bare = target
    for item in items:
        # rather not within a longer number: "2024" and not the end of "52024"
        apart = re.search(rf"(?<!\d){re.escape(item)}(?!\d)", bare)
        start = apart.start() if apart else bare.find(item)
        if start >= 0:
            bare = bare[:start] + "\0" * len(item) + bare[start + len(item) :]
    there = Counter(match.lstrip("0") or match for match in _INTEGER.findall(bare))
    missing = [
        number
        for number, count in (wanted - Counter(_INTEGER.findall(bare))).items()
        for _ in range(count)
        if (number.lstrip("0") or number) not in there and not _spelled(number, bare)
    ]
    extra = [m for m in _INTEGER.finditer(bare) if m.group(0) not in wanted]
    if len(missing) == len(extra) == 1:
        match = extra[0]
        fixed = target[: match.start()] + missing[0] + target[match.end() :]
        return fixed, [f'"{match.group(0)}" was put right to "{missing[0]}".']
    return target, [f'The number "{number}" is missing.' for number in missing]


def _spelled(number: str, target: str) -> bool:
    words = _WORDS.get(number)
    if words is None:
        return any(char.isdigit() for char in target) and re.search(rf"\d*{number}\d*", target) is not None
    found = re.findall(r"[^\W\d_]+", target.replace("İ", "i").lower())
    return any(word in words or any(len(w) > 2 and word.startswith(w) for w in words) for word in found)
