"""Inline elements of XLIFF and TMX as marks, and back."""

from __future__ import annotations

import copy
from collections.abc import Callable, Hashable, Sequence

from lxml import etree

from app.documents.inline import Node, mend_runs, nest
from app.documents.xmlsafe import Element, clean_text, local_name
from app.text.markup import Run


class InlineContent:
    """The content of a `source`, `target`, `seg` or `mrk` element.

    pairs: names of elements whose content is text to translate; all other elements are places, kept whole.
    protected: says of such an element that its text stays.
    """

    def __init__(
        self, element: Element, pairs: frozenset[str], protected: Callable[[Element], bool] | None = None
    ) -> None:
        self.runs: list[Run] = []
        self._marks: dict[Hashable, Element] = {}
        self._paired: set[Hashable] = set()
        self._pairs = pairs
        self._protected = protected or (lambda element: False)
        self._walk(element, (), False)

    def _walk(self, element: Element, path: tuple[Hashable, ...], keep: bool) -> None:
        self._text(element.text, path, keep)
        for child in element:
            number = len(self._marks) + 1
            if not isinstance(child.tag, str):  # a comment or processing instruction
                self._text(child.tail, path, keep)
                continue
            self._marks[number] = child
            below = (*path, number)
            if local_name(child) in self._pairs:
                self._paired.add(number)
                before = len(self.runs)
                self._walk(child, below, keep or self._protected(child))
                if len(self.runs) == before:
                    self.runs.append(Run("", below))
            else:
                self.runs.append(Run("", below))
            self._text(child.tail, path, keep)

    def _text(self, text: str | None, path: tuple[Hashable, ...], keep: bool) -> None:
        if text:
            self.runs.append(Run(text, path, keep))

    def fill(self, target: Element, runs: Sequence[Run]) -> None:
        """Replace the target element's content by translated runs; attributes stay."""
        for child in list(target):
            target.remove(child)
        target.text = None
        self._put(target, nest(mend_runs(self.runs, runs)))

    def _put(self, parent: Element, content: Sequence[str | Node]) -> None:
        last: Element | None = None
        for part in content:
            if isinstance(part, str):
                text = clean_text(part)
                if last is None:
                    parent.text = (parent.text or "") + text
                else:
                    last.tail = (last.tail or "") + text
                continue
            original = self._marks[part.tag]
            if part.tag in self._paired:
                last = etree.SubElement(parent, original.tag, dict(original.attrib))
                self._put(last, part.content)
            else:
                last = copy.deepcopy(original)
                last.tail = None
                parent.append(last)
