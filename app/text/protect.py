"""Spans that must come through exactly, hidden behind the placeholders that the model copies.

`protect` puts `<ph0>` ... `<ph9>` in their place, `restore` fills them in, checks that each is there once,
and says what had to be repaired.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

LIMIT = 10
_EMOJI = (
    "[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2300-\u23ff\u2190-\u21ff©®™]"
    "[\ufe0f\u200d\U0001f3fb-\U0001f3ff\U0001f300-\U0001faff\u2640\u2642\u20e3]*"
)
_SPANS = re.compile(
    "|".join(
        (
            r"(?:https?|ftp|file)://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]",
            r"www\.[^\s<>\"']+[^\s<>\"'.,;:!?)\]]",
            r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
            r"`[^`\n]+`",
            r"</?[A-Za-z][^<>\n]{0,200}>",
            r"\{\{[^{}\n]{0,60}\}\}|\$?\{[^{}\n]{0,60}\}",
            r"%(?:\d+\$)?[-+#0]*\d*(?:\.\d+)?[sdiufgexXc@](?!\w)|%\([\w.]+\)[sd]|%[A-Z_]{3,}%|%\d(?!\w)",
            r"&(?:[A-Za-z]+|#\d+);",
            r"(?<!\w)[#@][^\W\d_][\w.-]*\w",
            r"(?<![\w/])(?:[A-Za-z]:\\|~?/)[\w.\-]+(?:[\\/][\w.\-]+)+",
            r"\b\w+(?:_\w+)+\b|\b\w+\(\)",
            r"(?<![\w.,])[+-]?\d+(?:[.,:/\u00a0\u202f\-]\d+)+(?![\w])|(?<![\w])\d{3,}(?![\w])",
            _EMOJI,
        )
    )
)
_UNKNOWN = re.compile(
    r"[^\x00-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u206f\u20a0-\u20bf\u2100-\u214f\ufeff]+"
)
_INVISIBLE = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_IN_WORD = re.compile(rf"(?<=[^\W\d_])[{_INVISIBLE}]+(?=[^\W\d_])")
_PLACEHOLDER = re.compile(r"<\s*ph\s*(\d)\s*>")


@dataclass(frozen=True)
class Protected:
    """The text for the model, and what stands behind `<ph i>`."""

    text: str
    items: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Restored:
    """The filled-in text, and a sentence for every repair."""

    text: str
    problems: list[str] = field(default_factory=list)


def protect(sentence: str, terms: Sequence[str] = ()) -> Protected:
    """Hide what must not change: at most ten spans get a placeholder, `items` lists all.

    Invisible characters inside a word (soft hyphens, zero-width, direction marks) are left out, so that the
    model knows the word; elsewhere they are kept.
    """
    sentence = _IN_WORD.sub("", sentence)
    spans = [match.span() for match in _SPANS.finditer(sentence)]
    spans += [match.span() for match in _UNKNOWN.finditer(sentence)]
    spans += [match.span() for match in re.finditer(rf"<ph\d>|[{_INVISIBLE}]+", sentence)]
    first: list[tuple[int, int]] = []
    for term in sorted(terms, key=len, reverse=True):
        before, after = (r"(?<!\w)" if term[:1].isalnum() else ""), (r"(?!\w)" if term[-1:].isalnum() else "")
        if term:
            first += [match.span() for match in re.finditer(before + re.escape(term) + after, sentence)]
    chosen: list[tuple[int, int]] = []
    for start, end in [*first, *sorted(spans, key=lambda span: (span[0], -span[1]))]:
        if start < end and all(end <= a or start >= b for a, b in chosen):
            chosen.append((start, end))
    chosen.sort()
    parts: list[str] = []
    items: list[str] = []
    at = 0
    for start, end in chosen:
        parts += [sentence[at:start], f"<ph{len(items)}>" if len(items) < LIMIT else sentence[start:end]]
        items.append(sentence[start:end])
        at = end
    return Protected("".join(parts) + sentence[at:], items)


def restore(target: str, items: Sequence[str]) -> Restored:
    """Fill in the items; each is there exactly once afterwards."""
    problems: list[str] = []
    seen: set[int] = set()

    def fill(match: re.Match[str]) -> str:
        index = int(match.group(1))
        if index >= len(items):
            return ""
        if index in seen:
            problems.append(f'"{items[index]}" came twice; one was taken out.')
            return ""
        seen.add(index)
        return items[index]

    text = _PLACEHOLDER.sub(fill, target)
    for index, item in enumerate(items):
        if index not in seen and index < LIMIT:
            if text.count(item) == 1:
                continue
            problems.append(f'"{item}" was missing and was put at the end.')
            body = text.rstrip()
            mark = re.search(r"[.!?…:;,]+$", body)
            cut = mark.start() if mark else len(body)
            text = f"{body[:cut]} {item}{body[cut:]}".lstrip() if body else item
    if problems:
        text = re.sub(r"(?<=\S)  +(?=\S)", " ", text)
    return Restored(text, problems)
