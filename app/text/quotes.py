"""Quotes, apostrophes and spaces: straight and plain for the model, the source's own in the translation.

Every change is one character for one, so offsets stay; only `compose` (NFC) and `straight` where marks are escaped
(`&quot;` as in HTML and in corpora tokenised by Moses, `\\"` as in code) may shorten a text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_STRAIGHT = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
        "’": "'", "‘": "'", "‚": "'", "‛": "'", "´": "'", "ʼ": "'", "′": "'",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2002": " ", "\u2003": " ", "\u3000": " ",
        "‐": "-", "‑": "-", "\t": " ",
    }
)  # fmt: skip
ESCAPED = {
    "&quot;": '"', "&#34;": '"', "&apos;": "'", "&#39;": "'", "&#039;": "'", '\\"': '"', "\\'": "'",
}  # fmt: skip
_ESCAPED = re.compile("|".join(map(re.escape, ESCAPED)))
_PAIR = re.compile(r"[“„«][^“”„«»\"]*[”“»]|»[^«»]*«")
APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")  # within a word


@dataclass(frozen=True)
class QuoteStyle:
    """The marks of a source: `opening` and `closing` are empty where it uses straight ones or none.

    `escaped` holds the first escaped quote and the first escaped apostrophe of a source that escapes all of them.
    """

    opening: str = ""
    closing: str = ""
    apostrophe: str = "'"
    escaped: tuple[str, ...] = ()


def straight(text: str) -> str:
    """Straight quotes, ordinary spaces and hyphens; as long as the text if no quote or apostrophe is escaped."""
    return _ESCAPED.sub(lambda match: ESCAPED[match.group(0)], text.translate(_STRAIGHT))


def compose(text: str) -> str:
    """NFC: letters with their diacritics as one character."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def style_of(text: str) -> QuoteStyle:
    """How a text writes its quotes and apostrophes."""
    pair = _PAIR.search(text)
    opening, closing = (pair.group(0)[0], pair.group(0)[-1]) if pair and '"' not in text else ("", "")
    inner = APOSTROPHE.search(text)
    plain = _ESCAPED.sub("", text)
    escaped = {ESCAPED[mark]: mark for mark in reversed(_ESCAPED.findall(text)) if ESCAPED[mark] not in plain}
    return QuoteStyle(opening, closing, inner.group(0) if inner else "'", tuple(escaped.values()))


def follow(target: str, style: QuoteStyle) -> str:
    """The target with the marks of the source; an odd number of quotes stays straight."""
    if style.opening and target.count('"') and target.count('"') % 2 == 0:
        parts = target.split('"')
        marks = [style.opening if index % 2 == 0 else style.closing for index in range(len(parts) - 1)]
        target = "".join(part + mark for part, mark in zip(parts, [*marks, ""], strict=True))
    if style.apostrophe != "'":
        target = APOSTROPHE.sub(style.apostrophe, target)
    for mark in style.escaped:
        target = target.replace(ESCAPED[mark], mark)
    return target
