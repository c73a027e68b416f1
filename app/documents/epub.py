"""EPUB books: chapters and navigation are XHTML, HTML or SVG, the older table of contents (NCX) and the package
file XML.

Of the package file the title, description, subjects and rights of the book and the names in its guide are
translated; names of people, publishers and series stay.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from app.documents.archive import Archive
from app.documents.base import DocumentFile, Segment, Translations
from app.documents.elements import BLOCKS, DTBOOK
from app.documents.entities import declared_entities, expanded
from app.documents.html import read_markup
from app.documents.inline import has_letters
from app.documents.markuptext import MarkupText
from app.documents.xmlsafe import (
    Element,
    ElementTree,
    clean_text,
    declares_entities,
    local_name,
    parse_xml,
    to_bytes,
)
from app.errors import PlgtError
from app.text.markup import Run, join_runs

_CHAPTERS = {  # media type -> whether it is XML
    "application/xhtml+xml": True,
    "image/svg+xml": True,
    "application/x-dtbook+xml": True,
    "text/html": False,
    "text/x-oeb1-document": False,
}
_EXTENSIONS = {
    ".xhtml": "application/xhtml+xml",
    ".html": "text/html",
    ".htm": "text/html",
    ".svg": "image/svg+xml",
}
_NCX = "application/x-dtbncx+xml"
_WITHOUT_TEXT = ("image/", "audio/", "video/", "font/")
_DC = "{http://purl.org/dc/elements/1.1/}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DC_TEXTS = {"title": "book title", "description": "description", "subject": "subject", "rights": "rights"}
_META_TEXTS = {
    "dcterms:title": "book title",
    "dcterms:description": "description",
    "schema:accessibilitySummary": "accessibility",
}


@dataclass
class _Chapter:
    """A part of the book that is shown: its name in the archive and what kind of markup it is."""

    name: str
    kind: str


class EpubFile(DocumentFile):
    """An `.epub` file."""

    def __init__(
        self, path: Path, source_lang: str | None = None, options: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(path, source_lang, options)
        self.archive = Archive(path)
        self._refuse_protection()
        self._packages = self._package_names()
        self._chapters: list[_Chapter] = []
        self._contents: list[str] = []
        for package in self._packages:
            self._read_manifest(package)

    def _tree(self, name: str) -> ElementTree:
        content = self.archive.read(name)
        if declares_entities(content):
            bom, text, encoding = read_markup(content, self.source_lang)
            content = bom + expanded(text, self._entities(text, name)).encode(encoding, "xmlcharrefreplace")
        return parse_xml(content, f"{self.path.name}: {name}")

    def _entities(self, text: str, name: str) -> dict[str, str]:
        found = declared_entities(text)
        if found is None:
            raise PlgtError(
                f'"{self.path.name}" declares XML entities that nest or stand outside it ("{name[-80:]}"), '
                "which books never need: it was not opened."
            )
        return found

    def _refuse_protection(self) -> None:
        if "META-INF/encryption.xml" not in self.archive:
            return
        for reference in self._tree("META-INF/encryption.xml").iter("{*}CipherReference"):
            if reference.get("URI", "").lower().endswith((".xhtml", ".html", ".htm", ".xml", ".opf", ".svg")):
                raise PlgtError(f'"{self.path.name}" is protected against copying and cannot be read.')

    def _package_names(self) -> list[str]:
        roots = self._tree("META-INF/container.xml").iter("{*}rootfile")
        named = dict.fromkeys(unquote(root.get("full-path", "")) for root in roots)
        names = [name for name in named if name in self.archive and not name.lower().endswith(".pdf")]
        if not names or names[0] != next(iter(named)):
            raise PlgtError(
                f'"{self.path.name}" is damaged: its list of contents is missing; get a fresh copy.'
            )
        return names

    def _read_manifest(self, package: str) -> None:
        """Chapters, in reading order where the spine says so, and the older tables of contents."""
        tree = self._tree(package)
        folder = posixpath.dirname(package)
        items: dict[str, tuple[str, str]] = {}
        for item in tree.iter("{*}item"):
            name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
            items[item.get("id", "")] = (name, item.get("media-type", "").strip().lower())
        spine = dict.fromkeys(reference.get("idref", "") for reference in tree.iter("{*}itemref"))
        known = {chapter.name for chapter in self._chapters}
        for key in dict.fromkeys([*spine, *items]):
            name, kind = items.get(key, ("", ""))
            if name not in self.archive:
                if name and key in spine:
                    self._note(f'"{self.path.name}": its part "{name[-80:]}" is missing.')
                continue
            if kind not in _CHAPTERS and key in spine:
                kind = _EXTENSIONS.get(posixpath.splitext(name)[1].lower(), kind)
            if kind == _NCX and name not in self._contents:
                self._contents.append(name)
            elif kind in _CHAPTERS and name not in known:
                known.add(name)
                self._chapters.append(_Chapter(name, kind))
            elif key in spine and kind not in _CHAPTERS and not kind.startswith(_WITHOUT_TEXT):
                self._note(f'"{self.path.name}": its part "{name[-80:]}" ({kind[:60]}) stays as it is.')

    def _note(self, sentence: str) -> None:
        if sentence and sentence not in self.notes:
            self.notes.append(sentence)

    def _markup(self, chapter: _Chapter) -> tuple[bytes, MarkupText, str]:
        content = self.archive.read(chapter.name)
        bom, text, encoding = read_markup(content, self.source_lang)
        entities = self._entities(text, chapter.name) if declares_entities(content) else {}
        markup = MarkupText(
            text,
            xml=_CHAPTERS[chapter.kind],
            source_lang=self.source_lang,
            entities=entities,
            blocks=BLOCKS | DTBOOK if "dtbook" in chapter.kind else BLOCKS,
        )
        return bom, markup, encoding

    def _contents_tree(self, name: str) -> ElementTree | None:
        """A table of contents; one that is damaged costs itself alone."""
        content = self.archive.read(name)
        if declares_entities(content):
            self._entities(read_markup(content, self.source_lang)[1], name)
        try:
            return self._tree(name)
        except PlgtError as error:
            self._note(f"{error} The rest of the book was translated.")
            return None

    def segments(self) -> Iterator[Segment]:
        for package in self._packages:
            for number, runs, context in _package_texts(self._tree(package)):
                yield Segment(f"{package}#{number}", tuple(runs), context)
        untranslated: Counter[str] = Counter()
        for chapter in self._chapters:
            markup = self._markup(chapter)[1]
            untranslated += markup.untranslated
            for number, runs, context in markup.texts():
                yield Segment(f"{chapter.name}#{number}", tuple(runs), context)
        if untranslated:
            kinds = ", ".join(f"{kind} ({count})" for kind, count in sorted(untranslated.items()))
            self._note(f'"{self.path.name}": left as it is: {kinds}.')
        for name in self._contents:
            tree = self._contents_tree(name)
            for index, element in enumerate(_labels(tree) if tree is not None else ()):
                if has_letters(element.text or ""):
                    yield Segment(f"{name}#{index}", (Run(element.text),), "contents")

    def save(self, target: Path, translations: Translations, target_lang: str) -> None:
        changed: dict[str, bytes] = {}
        for chapter in self._chapters:
            bom, markup, encoding = self._markup(chapter)
            text = markup.render(translations, target_lang, f"{chapter.name}#")
            if text != markup.source:
                changed[chapter.name] = bom + text.encode(encoding, "xmlcharrefreplace")
        for name in self._contents:
            tree = self._contents_tree(name)
            if tree is None:
                continue
            for index, element in enumerate(_labels(tree)):
                runs = translations.get(f"{name}#{index}")
                if runs is not None:
                    element.text = clean_text(join_runs(runs))
            self._set_language(tree, target_lang)
            changed[name] = to_bytes(tree)
        for package in self._packages:
            changed[package] = self._new_package(package, translations, target_lang)
        self.archive.rewrite(target, changed)

    def _new_package(self, name: str, translations: Translations, target_lang: str) -> bytes:
        tree = self._tree(name)
        _write_package(tree, translations, f"{name}#")
        self._set_language(tree, target_lang)
        languages = list(tree.iter(_DC + "language"))
        for element in languages[:1]:
            element.text = target_lang
        for element in languages[1:]:
            element.getparent().remove(element)
        return to_bytes(tree)

    def _set_language(self, tree: ElementTree, target_lang: str) -> None:
        root = tree.getroot()
        if root.get(_XML_LANG):
            root.set(_XML_LANG, target_lang)


def _labels(tree: ElementTree) -> Iterator[Element]:
    """The texts of an NCX but for the names of authors."""
    for element in tree.iter("{*}text"):
        parent = element.getparent()
        if parent is None or local_name(parent) != "docAuthor":
            yield element


def _package_entries(tree: ElementTree) -> Iterator[tuple[str, Element, str, str]]:
    """(number, element, attribute or "", context) of what readers see of a package file."""
    for index, element in enumerate(tree.iter("{*}*")):
        name = local_name(element)
        if element.tag == _DC + name and name in _DC_TEXTS:
            yield str(index), element, "", _DC_TEXTS[name]
        elif name == "meta" and element.get("property") in _META_TEXTS:
            yield str(index), element, "", _META_TEXTS[element.get("property")]
        elif name == "reference" and element.get("title"):
            yield str(index), element, "title", "guide"


def _package_texts(tree: ElementTree) -> Iterator[tuple[str, list[Run], str]]:
    for number, element, attribute, context in _package_entries(tree):
        text = (element.get(attribute) if attribute else element.text) or ""
        if "<" in text:  # descriptions are HTML, written as text
            for inner, runs, _ in MarkupText(text, attributes=False).texts():
                yield f"{number}.{inner}", runs, context
        elif has_letters(text):
            yield number, [Run(text)], context


def _write_package(tree: ElementTree, translations: Translations, prefix: str) -> None:
    for number, element, attribute, _ in _package_entries(tree):
        text = (element.get(attribute) if attribute else element.text) or ""
        runs = translations.get(prefix + number)
        if "<" in text:
            new = MarkupText(text, attributes=False).render(translations, None, f"{prefix}{number}.")
        elif runs is not None:
            new = join_runs(runs)
        else:
            continue
        if attribute:
            element.set(attribute, clean_text(new))
        else:
            element.text = clean_text(new)
