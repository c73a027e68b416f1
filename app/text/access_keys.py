"""Access keys of menus and buttons (`&File`, `_Open`, `E&xit`): out for the model, in again before a letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.text import patterns
from app.text.markup import Run, join_runs

LONGEST = 120  # characters of a label that has an access key
_AMPERSAND = re.compile(r"(?<![\w&=/])(&&?)(?=[^\W_])(?!\w{1,10};)|(?<=[^\W\d_])(&)(?=[^\W\d_])(?!\w{1,10};)")
_UNDERSCORE = re.compile(r"""(?<![\w"'`/.\-])(_)(?=[^\W_])""")
_INSIDE = re.compile(r"(?<!\S)[^\W\d_]+(_)[^\W\d_]+(?![\w.(])")
_CLOSED = re.compile("|".join(row.expression for row in patterns.PATTERNS if row.name != "name in code"))
_LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True)
class AccessKey:
    """The sign of an access key, and the letter that it stands before."""

    sign: str
    letter: str


def find_key(text: str, underscores: bool = False, inside: bool = False) -> tuple[int, AccessKey] | None:
    """Where a label's only access key stands. None for `R&D`, `a && b`, `&amp;`, addresses, and running text.

    underscores: `_` before a capital is a sign too. inside: also before a small letter and within a word
    (`E_xit`), which is right for catalogues that have others."""
    if len(text) > LONGEST or "\n" in text.strip("\n"):
        return None
    if "&" in text:
        found = [match for match in _AMPERSAND.finditer(text) if _is_sign(text, match)]
        if len(found) == 1 and not _closed(text, found[0].start()):
            place = found[0].start()
            sign = found[0].group()
            return place, AccessKey(sign, text[place + len(sign)])
    if underscores and text.count("_") == 1:
        match = _UNDERSCORE.search(text) or (_INSIDE.search(text) if inside else None)
        if match is not None and not _closed(text, match.start(1)):
            letter = text[match.end(1)]
            if inside or not letter.islower():
                return match.start(1), AccessKey("_", letter)
    return None


def _closed(text: str, place: int) -> bool:
    """Whether a place lies within what programs read."""
    return any(match.start() <= place < match.end() for match in _CLOSED.finditer(text))


def _is_sign(text: str, match: re.Match[str]) -> bool:
    """Within a word it must stand between small letters (`Sa&ve`, not `R&D`), or behind one capital (`E&xit`)."""
    if match[2] is None:
        return True
    before = re.search(r"[^\W\d_]+$", text[: match.start()])
    after = re.match(r"[^\W\d_]+", text[match.end() :])
    if before is None or after is None or not after.group().islower():
        return False
    return before.group()[1:].islower() or (len(before.group()) == 1 and before.group().isupper())


def take_key(
    runs: Sequence[Run], underscores: bool = False, inside: bool = False
) -> tuple[list[Run], AccessKey | None]:
    """The runs without their access key, and the key."""
    found = find_key(join_runs(runs), underscores, inside)
    if found is None:
        return list(runs), None
    place, key = found
    result: list[Run] = []
    at = 0
    for run in runs:
        left, right = max(place - at, 0), max(place + len(key.sign) - at, 0)
        at += len(run.text)
        if left < len(run.text) and right:
            if run.keep or left < 0 or right > len(run.text):
                return list(runs), None
            run = Run(run.text[:left] + run.text[right:], run.tags, run.keep)
        result.append(run)
    return result, key


def put_key(runs: Sequence[Run], key: AccessKey) -> list[Run]:
    """The runs with the key's sign before its letter at the start of a word, else anywhere, else before the first
    letter; once."""
    text = join_runs(runs)
    closed = [match.span() for match in patterns.SPANS.finditer(text)]
    at = 0
    for run in runs:
        if run.keep:
            closed.append((at, at + len(run.text)))
        at += len(run.text)
    places = [
        match.start()
        for match in _LETTER.finditer(text)
        if not any(start <= match.start() < end for start, end in closed)
    ] or [match.start() for match in _LETTER.finditer(text)]
    if not places:
        return list(runs)
    same = [place for place in places if _fold(text[place]) == _fold(key.letter)]
    starts = [place for place in same if not (place and text[place - 1].isalnum())]
    place = (starts or same or places)[0]
    result: list[Run] = []
    at, placed = 0, False
    for run in runs:
        cut = place - at
        at += len(run.text)
        inside = 0 <= cut < len(run.text) and not placed
        before, after = (run.text[:cut], run.text[cut:]) if inside else (run.text, "")
        if not run.keep:
            before, after = _without(before, key.sign), _without(after, key.sign)
        result.append(Run(before + (key.sign if inside else "") + after, run.tags, run.keep))
        placed = placed or inside
    return result


def _without(text: str, sign: str) -> str:
    """A text without signs that a program would take for a second access key."""
    if sign == "&":  # one that is meant is written twice
        return re.sub(r"&+(?!\w{1,10};)(?=(\w?))", lambda m: _even(len(m.group()), bool(m[1])), text)
    return text.replace("_", "") if sign == "_" else text


def _even(count: int, before_word: bool) -> str:
    if count == 1:
        return "" if before_word else "&&"
    return "&" * (count - count % 2)


def _fold(letter: str) -> str:
    return "i" if letter in "iıİI" else letter.casefold()
