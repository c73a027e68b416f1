"""XLIFF 1.2 and 2.0: sources are translated into targets, inline elements carried over, states set."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from app.documents.base import LOCALES, Segment, Translations, primary_language
from app.documents.inline import collapse_space, worth_translating
from app.documents.strings import StringFile
from app.documents.xmlinline import InlineContent, note_on_inner_texts
from app.documents.xmlsafe import (
    XML_LANG,
    XML_SPACE,
    Element,
    ElementTree,
    parse_xml,
    read_xml,
    to_bytes_like,
)
from app.errors import PlgtError
from app.text.markup import Run, join_runs

_PAIRS = frozenset(("g", "mrk", "pc"))
_OPEN_STATES = frozenset(
    ("", "new", "initial", "needs-translation", "needs-adaptation", "needs-l10n", "needs-review-translation")
)


@dataclass
class _Item:
    """One text to translate: `unit` is its trans-unit (1.2) or segment (2.0); mid names a segment of 1.2."""

    id: str
    unit: Element
    source: Element
    mid: str
    content: InlineContent
    runs: tuple[Run, ...]
    context: str
    existing: str
    translatable: bool


class XliffFile(StringFile):
    """A `.xlf` file of version 1.0-1.2 or 2.x."""

    underscores = True

    def __init__(
        self, path: Path, source_lang: str | None = None, options: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(path, source_lang, options)
        self._content, self._tree = read_xml(path, "xliff", "XLIFF file")
        root = self._tree.getroot()
        version = root.get("version", "1.2")
        self._two = version.startswith("2")
        if not (self._two or version.startswith("1")):
            raise PlgtError(f'"{path.name}" is XLIFF {version[:20]}: versions 1.2 and 2.0 can be translated.')
        self._check_languages()

    def _check_languages(self) -> None:
        wanted = str(self.options.get("target_lang", ""))
        root = self._tree.getroot()
        places = [root] if self._two else list(root.iter("{*}file"))
        for place in places:
            target = place.get("trgLang" if self._two else "target-language", "")
            if wanted and target and primary_language(target) != wanted:
                raise PlgtError(
                    f'"{self.path.name}" is for a translation into "{target[:20]}", not "{wanted}".'
                )
            source = place.get("srcLang" if self._two else "source-language", "")
            if self.source_lang and source and primary_language(source) != self.source_lang:
                note = f'"{self.path.name}" names "{source[:20]}" as its source language.'
                if note not in self.notes:
                    self.notes.append(note)

    # Reading --------------------------------------------------------------------------------------

    def segments(self) -> Iterator[Segment]:
        kept = 0
        for item in self._items(self._tree):
            if worth_translating(item.runs):
                segment = self.string(
                    Segment(item.id, item.runs, item.context, item.translatable, existing=item.existing)
                )
                kept += item.translatable and not segment.translatable
                yield segment
        self.note_patterns(kept)
        if (note := note_on_inner_texts(self._tree.getroot())) and note not in self.notes:
            self.notes.append(note)

    def _items(self, tree: ElementTree) -> Iterator[_Item]:
        yield from self._items_two(tree) if self._two else self._items_one(tree)

    def _items_one(self, tree: ElementTree) -> Iterator[_Item]:
        for number, unit in enumerate(tree.iter("{*}trans-unit"), start=1):
            source = unit.find("{*}source")
            if source is None:
                continue
            target = unit.find("{*}target")
            translatable = _inherited(unit, "translate", "yes") != "no"
            context = unit.get("resname") or unit.get("id", "")
            segmented = unit.find("{*}seg-source")
            parts = _segments_of(segmented) if segmented is not None else []
            for part in parts or [source]:
                mid = part.get("mid", "") if parts else ""
                identifier = f"{number}/{mid}" if parts else str(number)
                yield self._item(
                    identifier, unit, part, mid, context, _existing_one(unit, target), translatable
                )

    def _items_two(self, tree: ElementTree) -> Iterator[_Item]:
        for number, segment in enumerate(tree.iter("{*}segment"), start=1):
            source = segment.find("{*}source")
            if source is None:
                continue
            unit = segment.getparent()
            context = (unit.get("name") or unit.get("id", "")) if unit is not None else ""
            translatable = _inherited(segment, "translate", "yes") != "no"
            target = segment.find("{*}target")
            state = segment.get("state", "")
            text = "".join(target.itertext()) if target is not None else ""
            existing = text if text.strip() and (state not in _OPEN_STATES or not state) else ""
            yield self._item(str(number), segment, source, "", context, existing, translatable)

    def _item(
        self, identifier: str, unit: Element, source: Element, mid: str, context: str, existing: str,
        translatable: bool,
    ) -> _Item:  # fmt: skip
        content = InlineContent(source, _PAIRS, lambda element: element.get("translate") == "no"
                                or element.get("mtype") == "protected")  # fmt: skip
        runs = content.runs
        if _inherited(source, XML_SPACE, "default") != "preserve" and re.search(r"[\r\n]", join_runs(runs)):
            runs = collapse_space(runs)
        return _Item(identifier, unit, source, mid, content, tuple(runs), context, existing, translatable)

    # Writing --------------------------------------------------------------------------------------

    def save(self, target: Path, translations: Translations, target_lang: str) -> None:
        tree = parse_xml(self._content, self.path.name)  # the one that was read stays as it is
        doubtful = self.options.get("doubtful", ())
        changed = False
        written: dict[int, bool] = {}  # trans-unit -> whether one of its segments is doubtful
        units: dict[int, Element] = {}
        for item in self._items(tree):
            runs = translations.get(item.id)
            if runs is None:
                continue
            changed = True
            unsure = item.id in doubtful
            if self._two:
                self._fill_two(item, self.spelled(item.runs, runs), unsure)
                continue
            key = id(item.unit)
            fresh = key not in written
            units[key] = item.unit  # keeps the element, and so its id, alive
            self._fill_one(item, self.spelled(item.runs, runs), fresh)
            written[key] = written.get(key, False) or unsure
        for key, unsure in written.items():
            element = units[key].find("{*}target")
            element.set("state", "needs-review-translation" if unsure else "translated")
            element.attrib.pop("state-qualifier", None)
        if not changed:
            target.write_bytes(self._content)
            return
        self._set_language(tree, target_lang)
        target.write_bytes(to_bytes_like(tree, self._content))

    def _fill_one(self, item: _Item, runs: list[Run], fresh: bool) -> None:
        target = item.unit.find("{*}target")
        namespace = etree.QName(item.unit).namespace
        tag = f"{{{namespace}}}target" if namespace else "target"
        segmented = item.unit.find("{*}seg-source")
        if target is None:
            target = etree.Element(tag)
            after = segmented if segmented is not None else item.unit.find("{*}source")
            _insert_after(after, target)
        if not item.mid:
            item.content.fill(target, runs)
            return
        if fresh and segmented is not None:  # the segments' frame: white space and marks between them
            for child in list(target):
                target.remove(child)
            target.text = segmented.text
            for child in segmented:
                target.append(copy.deepcopy(child))
        for mark in target.iter("{*}mrk"):
            if mark.get("mid") == item.mid and mark.get("mtype") == "seg":
                item.content.fill(mark, runs)

    def _fill_two(self, item: _Item, runs: list[Run], unsure: bool) -> None:
        target = item.unit.find("{*}target")
        if target is None:
            namespace = etree.QName(item.unit).namespace
            target = etree.Element(f"{{{namespace}}}target" if namespace else "target")
            _insert_after(item.source, target)
        item.content.fill(target, runs)
        item.unit.set("state", "translated")
        if unsure:
            item.unit.set("subState", "plgt:needs-review")
        else:
            item.unit.attrib.pop("subState", None)

    def _set_language(self, tree: ElementTree, target_lang: str) -> None:
        root = tree.getroot()
        places = [root] if self._two else list(root.iter("{*}file"))
        name = "trgLang" if self._two else "target-language"
        for place in places:
            if not place.get(name):
                source = place.get("srcLang" if self._two else "source-language", "")
                place.set(name, LOCALES.get(target_lang, target_lang) if "-" in source else target_lang)
        for element in root.iter("{*}target"):
            language = element.get(XML_LANG)
            if language and primary_language(language) != target_lang:
                element.set(XML_LANG, target_lang)


def _insert_after(element: Element, added: Element) -> None:
    """Put an element behind another, indented like it."""
    parent = element.getparent()
    added.tail = element.tail
    if element.getnext() is None and not (parent.text or "").strip():
        element.tail = parent.text
    parent.insert(parent.index(element) + 1, added)


def _segments_of(segmented: Element) -> list[Element]:
    return [mark for mark in segmented.iter("{*}mrk") if mark.get("mtype") == "seg" and mark.get("mid")]


def _existing_one(unit: Element, target: Element | None) -> str:
    if target is None:
        return ""
    text = "".join(target.itertext())
    state = target.get("state", "")
    if not text.strip():
        return ""
    if unit.get("approved") == "yes" or not state:
        return text
    return "" if state in _OPEN_STATES else text


def _inherited(element: Element, attribute: str, default: str) -> str:
    while element is not None:
        value = element.get(attribute)
        if value is not None:
            return str(value)
        element = element.getparent()
    return default
