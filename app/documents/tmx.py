"""TMX translation memories: every unit gets a variant in the target language."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from app.documents.base import LOCALES, Segment, Translations, primary_language
from app.documents.inline import worth_translating
from app.documents.strings import StringFile
from app.documents.xmlinline import InlineContent, note_on_inner_texts
from app.documents.xmlsafe import (
    XML_LANG,
    Element,
    ElementTree,
    local_name,
    parse_xml,
    read_xml,
    to_bytes_like,
)
from app.text.languages import LANGUAGE_NAMES

_PAIRS = frozenset(("hi",))


class TmxFile(StringFile):
    """A `.tmx` file, version 1.1-1.4."""

    def __init__(
        self, path: Path, source_lang: str | None = None, options: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(path, source_lang, options)
        self._content, self._tree = read_xml(path, "tmx", "TMX file")
        self._target = str(self.options.get("target_lang", ""))

    def segments(self) -> Iterator[Segment]:
        kept = 0
        for identifier, _, variant, content in self._units(self._tree, self._target):
            existing = "" if variant is None else "".join(variant.itertext())
            if worth_translating(content.runs):
                segment = self.string(Segment(identifier, tuple(content.runs), existing=existing))
                kept += not segment.translatable
                yield segment
        self.note_patterns(kept)
        if (note := note_on_inner_texts(self._tree.getroot())) and note not in self.notes:
            self.notes.append(note)

    def _units(
        self, tree: ElementTree, target: str
    ) -> Iterator[tuple[str, Element, Element | None, InlineContent]]:
        """(id, source variant, target segment or None, source content)."""
        header = tree.find(".//{*}header")
        default = header.get("srclang", "") if header is not None else ""
        for number, unit in enumerate(tree.iter("{*}tu"), start=1):
            source = self._source(unit, unit.get("srclang", default), target)
            if source is None:
                continue
            segment = source.find("{*}seg")
            if segment is None:
                continue
            variant = next((v for v in _variants(unit) if v is not source and _language(v) == target), None)
            existing = variant.find("{*}seg") if variant is not None else None
            yield str(number), source, existing, InlineContent(segment, _PAIRS)

    def _source(self, unit: Element, declared: str, target: str) -> Element | None:
        variants = _variants(unit)
        wanted = [self.source_lang or "", primary_language(declared)]
        if declared == "*all*" or not declared or not self.source_lang:
            wanted += [code for code in LANGUAGE_NAMES if code != target]
        for language in wanted:
            for variant in variants:
                if language and _language(variant) == language:
                    return variant
        return None

    def save(self, target: Path, translations: Translations, target_lang: str) -> None:
        tree = parse_xml(self._content, self.path.name)  # the one that was read stays as it is
        changed = False
        for identifier, source, existing, content in list(self._units(tree, target_lang)):
            runs = translations.get(identifier)
            if runs is None:
                continue
            changed = True
            if existing is None:
                regional = "-" in _language_name(source)
                variant = etree.Element(source.tag)
                variant.set(XML_LANG, LOCALES.get(target_lang, target_lang) if regional else target_lang)
                segment = source.find("{*}seg")
                existing = etree.SubElement(variant, segment.tag, dict(segment.attrib))
                variant.text, existing.tail = source.text, segment.tail
                variant.tail = source.tail
                parent = source.getparent()
                position = parent.index(source) + 1
                before = source.getprevious()
                if before is not None:  # the indentation between variants, not that before the end
                    source.tail = copy.copy(before.tail)
                elif position == len(parent):
                    source.tail = parent.text
                parent.insert(position, variant)
            content.fill(existing, self.spelled(content.runs, runs))
        target.write_bytes(to_bytes_like(tree, self._content) if changed else self._content)


def _variants(unit: Element) -> list[Element]:
    return [child for child in unit if local_name(child) == "tuv"]


def _language_name(variant: Element) -> str:
    return str(variant.get(XML_LANG) or variant.get("lang") or "")


def _language(variant: Element) -> str:
    return primary_language(_language_name(variant))
