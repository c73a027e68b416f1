"""Inline elements of XLIFF and TMX as marks, and back.

A mark holds its words whether the format writes it as one element (`g`, `pc`, `hi`) or as two: `bpt`/`ept`,
`bx`/`ex`, `sc`/`ec`, `sm`/`em`, `it` with its other half, `x` with START_ and CLOSE_ in its id, and places whose
code is an opening and a closing tag. What has no other half among its neighbours is a place.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from lxml import etree

from app.documents.inline import Node, has_letters, mend_runs, nest
from app.documents.xmlsafe import Element, clean_text, local_name
from app.text.markup import Run, unite_runs

_OPENERS = {"bpt": "ept", "bx": "ex", "sc": "ec", "sm": "em"}
_CLOSERS = {closer: opener for opener, closer in _OPENERS.items()}
_PLACES = frozenset(("x", "ph", "it", "ut"))
_NAMED = re.compile(r"(START|CLOSE)_(.+)")
_TAG = re.compile(r"\s*<\s*(/?)\s*([A-Za-z][\w:.\-]*|\d{1,3})(?:\s[^<>]*)?(?<!/)>\s*")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905


@dataclass(frozen=True)
class _Pair:
    """Places of the two halves among their parent's children."""

    start: int
    end: int


class InlineContent:
    """The content of a `source`, `target`, `seg` or `mrk` element.

    pairs: names of elements whose content is text to translate; all other elements are halves of a pair or
    places, kept whole. protected: says of an element that its text stays.
    """

    def __init__(
        self, element: Element, pairs: frozenset[str], protected: Callable[[Element], bool] | None = None
    ) -> None:
        self.runs: list[Run] = []
        self._marks: dict[Hashable, Element] = {}  # the element, or the opening one of two
        self._closing: dict[Hashable, Element] = {}  # the closing one
        self._paired: set[Hashable] = set()
        self._ordered: list[
            tuple[Hashable, Hashable]
        ] = []  # halves of pairs that cross others: places in order
        self._pairs = pairs
        self._protected = protected or (lambda element: False)
        self._walk(element, (), False)

    # Reading --------------------------------------------------------------------------------------

    def _walk(self, element: Element, path: tuple[Hashable, ...], keep: bool) -> None:
        self._text(element.text, path, keep)
        children = list(element)
        nested, crossing = _split_pairs(children)
        starts = {pair.start: pair for pair in nested}
        ends = {pair.end for pair in nested}
        numbers: dict[int, Hashable] = {}  # of places, by their index
        open_marks: list[tuple[Hashable, bool, int]] = []  # number, kept, runs before it
        for index, child in enumerate(children):
            number = len(self._marks) + 1
            here = (*path, *(mark for mark, _, _ in open_marks))
            kept = keep or any(mark_keeps for _, mark_keeps, _ in open_marks)
            if not isinstance(child.tag, str):  # a comment or processing instruction
                pass
            elif index in starts:
                self._marks[number] = child
                self._closing[number] = children[starts[index].end]
                self._paired.add(number)
                open_marks.append((number, self._protected(child), len(self.runs)))
            elif index in ends:
                _, _, before = open_marks.pop()
                if len(self.runs) == before:
                    self.runs.append(Run("", here))
            elif local_name(child) in self._pairs:
                self._marks[number] = child
                self._paired.add(number)
                before = len(self.runs)
                self._walk(child, (*here, number), kept or self._protected(child))
                if len(self.runs) == before:
                    self.runs.append(Run("", (*here, number)))
            else:
                self._marks[number] = child
                numbers[index] = number
                self.runs.append(Run("", (*here, number)))
            here = (*path, *(mark for mark, _, _ in open_marks))
            kept = keep or any(mark_keeps for _, mark_keeps, _ in open_marks)
            self._text(child.tail, here, kept)
        self._ordered += [(numbers[pair.start], numbers[pair.end]) for pair in crossing]

    def _text(self, text: str | None, path: tuple[Hashable, ...], keep: bool) -> None:
        if text:
            self.runs.append(Run(text, path, keep))

    # Writing --------------------------------------------------------------------------------------

    def fill(self, target: Element, runs: Sequence[Run]) -> None:
        """Replace the target element's content by translated runs; attributes stay.

        Every element of the source is there once, and the halves of a pair stand in their order."""
        for child in list(target):
            target.remove(child)
        target.text = None
        mended = mend_runs(self.runs, unite_runs(runs, lambda tag: tag in self._paired))
        self._put(target, nest(self._in_order(mended)))

    def _in_order(self, runs: list[Run]) -> list[Run]:
        """The runs with the halves of crossing pairs exchanged where the closing one came first."""
        for first, second in self._ordered:
            places = {run.tags[-1]: index for index, run in enumerate(runs) if run.tags and not run.text}
            a, b = places.get(first), places.get(second)
            if a is not None and b is not None and b < a:
                runs[a], runs[b] = runs[b], runs[a]
        return runs

    def _put(self, parent: Element, content: Sequence[str | Node]) -> None:
        for part in content:
            if isinstance(part, str):
                _append_text(parent, clean_text(part))
                continue
            original = self._marks[part.tag]
            if part.tag in self._closing:
                _append_copy(parent, original)
                self._put(parent, part.content)
                _append_copy(parent, self._closing[part.tag])
            elif part.tag in self._paired:
                self._put(etree.SubElement(parent, original.tag, dict(original.attrib)), part.content)
            else:
                _append_copy(parent, original)


def note_on_inner_texts(root: Element) -> str:
    """A sentence that counts the texts within codes (`sub`: a title in a tag), which stay; "" without any."""
    count = sum(has_letters("".join(sub.itertext())) for sub in root.iter("{*}sub"))
    return f"{count} texts within codes (sub elements) were left as they are." if count else ""


def _append_text(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _append_copy(parent: Element, element: Element) -> None:
    added = copy.deepcopy(element)
    added.tail = None
    parent.append(added)


# Which elements are two halves of one -----------------------------------------------------------------------


def _split_pairs(children: Sequence[Element]) -> tuple[list[_Pair], list[_Pair]]:
    """(pairs that nest, pairs that cross another) among the children of one element."""
    waiting: dict[tuple[str, str], list[int]] = {}
    pairs: list[_Pair] = []
    for index, child in enumerate(children):
        half = _half(child) if isinstance(child.tag, str) else None
        if half is None:
            continue
        opening, key = half
        if opening:
            waiting.setdefault(key, []).append(index)
        elif waiting.get(key):
            pairs.append(_Pair(waiting[key].pop(), index))
    pairs.sort(key=lambda pair: pair.start)
    active: list[_Pair] = []
    crossing: set[_Pair] = set()
    for pair in pairs:
        active = [other for other in active if other.end > pair.start]
        crossed = [other for other in active if other.end < pair.end]
        if crossed:
            crossing.update(crossed, (pair,))
        active.append(pair)
    return [pair for pair in pairs if pair not in crossing], [pair for pair in pairs if pair in crossing]


def _half(element: Element) -> tuple[bool, tuple[str, str]] | None:
    """(whether it opens, what the other half shares with it); None for a place and an isolated half."""
    name = local_name(element)
    if element.get("isolated") == "yes":
        return None
    if name in ("bpt", "bx", "sc", "sm"):
        return True, (name, _identity(element))
    if name in ("ept", "ex"):
        return False, (_CLOSERS[name], _identity(element))
    if name in ("ec", "em"):
        return False, (_CLOSERS[name], element.get("startRef") or element.get("id") or "")
    if name not in _PLACES:
        return None
    position = element.get("pos", "")
    shared = element.get("rid") or element.get("x")
    if name == "it" and shared and position in ("begin", "open", "end", "close"):
        return position in ("begin", "open"), ("it", shared)
    if named := _NAMED.fullmatch(element.get("id", "") if name == "x" else ""):
        return named[1] == "START", ("x", re.sub(r"_\d+$", "", named[2]))
    for code in _codes(element):
        if (tag := _TAG.fullmatch(code)) and tag[2].casefold() not in _VOID:
            return not tag[1], (name, tag[2].casefold())
    return None


def _identity(element: Element) -> str:
    return element.get("rid") or element.get("i") or element.get("id") or ""


def _codes(element: Element) -> list[str]:
    """What the element stands for in the original document, as the file tells it."""
    codes = [element.get(name, "") for name in ("equiv-text", "disp", "equiv")] + [
        "".join(element.itertext())
    ]
    reference = element.get("dataRef")
    if reference:
        unit = next(element.iterancestors("{*}unit"), None)
        if unit is not None:
            codes += [
                "".join(data.itertext()) for data in unit.iter("{*}data") if data.get("id") == reference
            ]
    return [code for code in codes if code]
