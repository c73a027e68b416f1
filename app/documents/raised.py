"""Raised and lowered digits of a text: note references are places, powers and formulas are kept words.

`eski<sup>1</sup>` and `<a href="#n">1</a>` point to a note: a place behind its word. `m<sup>2</sup>` and
`H<sub>2</sub>O` are words that no translation changes; torn from its word, their digit would be lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

NOTE = re.compile(r"[\[(]?(?:\d{1,4}(?:\s?[,;–-]\s?\d{1,4})*|[*†‡§¶#∗⁎]{1,4})[\])]?")
LETTER_NOTE = re.compile(r"[\[(]?(?:[a-z]|[ivxl]{1,6})[\])]?")
_UNIT = re.compile(r"[nµμmcdhk]?m|k?g|ft|in|yd|sn|dk|[A-Za-np-zα-ωΑ-Ω]|\d+")
_ION = re.compile(r"[A-Z][a-z]?(?:\w*\d)?")
_POWER = re.compile(r"[+\-−–]?\d{1,3}[+\-−]?|[+\-−]")
_WORD = re.compile(r"\w+\Z")
_TAIL = re.compile(r"(?:[A-Z][a-z]?|\d)+(?![a-zçğıöşüâîûãõáéíóúàê])")
_LOWERED = re.compile(r"\w{1,4}")


class Item(Protocol):
    """What this module needs to know of a piece of a block (see `markuptext`)."""

    kind: str
    start: int
    end: int
    name: str
    raw: str | None


T = TypeVar("T", bound=Item)


def as_places(items: Sequence[T], source: str, make: Callable[..., T]) -> list[T]:
    """The items with note references as places, and powers and formulas as kept texts."""
    if not any(item.kind == "open" and _local(item) in ("sup", "sub", "a") for item in items):
        return list(items)
    out: list[T] = []
    at = 0
    while at < len(items):
        end = (
            _closing(items, at)
            if items[at].kind == "open" and _local(items[at]) in ("sup", "sub", "a")
            else -1
        )
        if end < 0 or any(item.raw is not None for item in items[at : end + 1]):
            out.append(items[at])
            at += 1
            continue
        word = _formula(out, items, at, source)
        if word is not None:
            base, after, text = word
            last = items[after - 1]
            _shorten(out, base)
            first = items[at].start - base
            stop = last.end
            following = items[after] if after < len(items) else None
            if following is not None and following.kind == "text" and following.raw is None:
                tail = _TAIL.match(source, following.start, following.end)
                if tail and "&" not in tail.group():
                    text += tail.group()
                    stop = following.start = tail.end()
                    if following.start == following.end:
                        after += 1
            out.append(make("kept", first, stop, shown=text))
            at = after
        elif _is_note(out, items[at : end + 1], source):
            out.append(make("place", items[at].start, items[end].end, visible=True))
            at = end + 1
        else:
            out.append(items[at])
            at += 1
    return out


def _local(item: Item) -> str:
    return item.name.rpartition(":")[2].lower()


def _closing(items: Sequence[Item], at: int) -> int:
    depth = 0
    for index in range(at, len(items)):
        depth += {"open": 1, "close": -1}.get(items[index].kind, 0)
        if depth == 0:
            return index
    return -1


def _text(items: Sequence[Item], source: str) -> str | None:
    """The text of items that hold nothing else, else None."""
    if any(item.kind not in ("open", "close", "text") for item in items):
        return None
    text = "".join(source[item.start : item.end] for item in items if item.kind == "text")
    return text.strip()


def _before(out: Sequence[Item], source: str) -> str:
    """The characters just before, "" after a place or at the start."""
    for item in reversed(out):
        if item.kind == "text" and item.raw is None:
            return source[item.start : item.end]
        if item.kind not in ("open", "close"):
            return ""
    return ""


def _is_note(out: Sequence[Item], element: Sequence[Item], source: str) -> bool:
    text = _text(element, source)
    if not text:
        return False
    names = {_local(item) for item in element if item.kind == "open"}
    before = _before(out, source)
    glued = before[-1:] != "" and not before[-1].isspace()
    if "sub" in names and "sup" not in names and "a" not in names:
        return _POWER.fullmatch(text) is not None
    if LETTER_NOTE.fullmatch(text) and "sup" in names:
        return glued and ((before[-2:].isalpha() and len(before) > 1) or not before[-1].isalnum())
    if not NOTE.fullmatch(text) and not (_POWER.fullmatch(text) and "sup" in names):
        return False
    opening = source[element[0].start : element[0].end]
    return "sup" in names or glued or "#" in opening or "noteref" in opening


def _formula(out: Sequence[Item], items: Sequence[Item], at: int, source: str) -> tuple[int, int, str] | None:
    """(length of the word before, item after it, the whole word) of `m<sup>2</sup>` or `H<sub>2</sub>O`."""
    if _local(items[at]) == "a" or not out or out[-1].kind != "text" or out[-1].raw is not None:
        return None
    base = _WORD.search(source, out[-1].start, out[-1].end)
    if base is None:
        return None
    text = base.group()
    whole = False
    while at + 2 < len(items) and items[at].kind == "open" and items[at + 2].kind == "close":
        name, index = _local(items[at]), source[items[at + 1].start : items[at + 1].end]
        if items[at + 1].kind != "text" or name not in ("sup", "sub"):
            break
        ion = index[-1:] in ("+", "-", "−") and _ION.fullmatch(text)
        power = name == "sup" and _POWER.fullmatch(index) and (_UNIT.fullmatch(text) or ion)
        lowered = name == "sub" and (
            index.isdigit()
            or (
                _LOWERED.fullmatch(index)
                and (len(base.group()) == 1 or (len(text) == 2 and not text.islower()))
            )
        )
        if not (power or lowered or (whole and _POWER.fullmatch(index))):
            break
        whole = True
        text += index
        at += 3
        middle = items[at] if at + 1 < len(items) and items[at + 1].kind == "open" else None
        if middle is not None and middle.kind == "text" and _local(items[at + 1]) in ("sup", "sub"):
            link = source[middle.start : middle.end]
            if not _TAIL.fullmatch(link):
                break
            text += link
            at += 1
    return (len(base.group()), at, text) if whole else None


def _shorten(out: list[T], length: int) -> None:
    out[-1].end -= length
    if out[-1].start == out[-1].end:
        out.pop()
