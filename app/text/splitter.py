"""Sentences of English, Turkish and Portuguese text."""

from __future__ import annotations

import re

# Before a name or the thing itself: never the end of a sentence.
_BEFORE_NAME = frozenset(
    (  # noqa: SIM905
        "mr mrs ms dr drs prof sra sras srs srª dra exmo exma capt sgt messrs sn sayın doç yrd gnkur uzm bkz "
        "örn vs approx ca ph.d ltda cia p.ex i.e e.g cf"
    ).split()
)
# The same, but only with a capital: written small they are words (sen, av, col, rev).
_WITH_CAPITAL = frozenset(
    (  # noqa: SIM905
        "Sr St Gen Col Lt Rev Hon Gov Sen Rep Eng Av Alb Op Cad Sok Mah Mt Ft Fr Mgr Jr Arq Adv Dep Pe Kur "
        "Öğr Arş Gör Üni Ort Müh Mim Ecz Hz Apt Blv Bul"
    ).split()
)
# These may end a sentence; before a number they don't.
_BEFORE_NUMBER = frozenset(
    (  # noqa: SIM905
        "no nos nr vol fig cap pág págs núm art p pp s sec tel md cilt böl jan feb apr aug sept oct nov dec"
    ).split()
)
_ERA = re.compile(r"(?:[ad]\.c|b\.c(?:\.e)?|a\.d|[ap]\.m)", re.IGNORECASE)
NEAR = 80  # characters around a mark that a decision looks at
_TURKISH = re.compile(r"[ışğİŞĞ]|['’](?:[dt][ea]n?|n[iıuü]n|[yn]?[aeiıuü])\b")
_UMLAUT, _PORTUGUESE = re.compile(r"[üöç]"), re.compile(r"[ãõáàâéêíóú]")
_BREAK = re.compile(r"(?<![.!?…])([.!?…]+[\"'”’»)\]]*)(\s+)(?=(\S))")
_LAST = re.compile(r"([\w.]+?)\.[\"'”’»)\]]*$")


def split(text: str, language: str = "") -> list[tuple[int, int]]:
    """Spans of the sentences of one paragraph, without the spaces between them."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _BREAK.finditer(text):
        before = text[max(start, match.end(1) - NEAR) : match.end(1)]
        if not _ends(before, match.group(1), match.group(3), text[match.end() + 1 : match.end() + NEAR]):
            continue
        spans.append((start, match.end(1)))
        start = match.end(2)
    end = len(text.rstrip())
    if start < end:
        spans.append((start, end))
    return spans


def _ends(before: str, mark: str, after: str, rest: str) -> bool:
    if after.islower():
        return False
    if not mark.startswith("."):
        return True
    word = _LAST.search(before)
    if word is None or mark.startswith(".."):
        return True
    last = word.group(1)
    if last.casefold() in _BEFORE_NAME or last in _WITH_CAPITAL:
        return False
    if last.casefold() in _BEFORE_NUMBER:
        return not after.isdigit()
    if _ERA.fullmatch(last):
        return not after.isdigit()
    if len(last) == 1 and last.isupper():
        return before[word.start() - 1 : word.start()] in ("°", "/", "-")  # else an initial
    if len(last) < 12 and re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]?", last):
        return False
    if (last.isdigit() and len(last) <= 2) or re.fullmatch(r"[IVXLC]{1,5}", last):
        return not looks_turkish(before + after + rest)  # a Turkish ordinal: "29. Ekim", "II. Mehmet"
    return True


def looks_turkish(text: str) -> bool:
    """Whether a text looks Turkish: the only one of the languages that writes ordinals with a full stop."""
    return bool(_TURKISH.search(text) or (_UMLAUT.search(text) and not _PORTUGUESE.search(text)))
