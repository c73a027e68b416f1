"""EPUB books: chapters and navigation are XHTML, the older table of contents (NCX) and package file XML."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from app.documents.archive import Archive
from app.documents.base import DocumentFile, Segment, Translations
from app.documents.html import read_markup
from app.documents.inline import has_letters
from app.documents.markuptext import MarkupText
from app.documents.xmlsafe import ElementTree, clean_text, declares_entities, parse_xml, to_bytes
from app.errors import PlgtError
from app.text.markup import Run, join_runs

_XHTML = "application/xhtml+xml"
_NCX = "application/x-dtbncx+xml"
_DC_LANGUAGE = "{http://purl.org/dc/elements/1.1/}language"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class EpubFile(DocumentFile):
    """An `.epub` file."""

    def __init__(
        self, path: Path, source_lang: str | None = None, options: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(path, source_lang, options)
        self.archive = Archive(path)
        self._refuse_protection()
        self._package = self._package_name()
        self._chapters, self._contents = self._manifest()

    def _tree(self, name: str) -> ElementTree:
        return parse_xml(self.archive.read(name), f"{self.path.name}: {name}")

    def _refuse_protection(self) -> None:
        if "META-INF/encryption.xml" not in self.archive:
            return
        for reference in self._tree("META-INF/encryption.xml").iter("{*}CipherReference"):
            if reference.get("URI", "").lower().endswith((".xhtml", ".html", ".htm", ".xml", ".opf")):
                raise PlgtError(f'"{self.path.name}" is protected against copying and cannot be read.')

    def _package_name(self) -> str:
        root = next(self._tree("META-INF/container.xml").iter("{*}rootfile"), None)
        name = unquote(root.get("full-path", "")) if root is not None else ""
        if name not in self.archive:
            raise PlgtError(
                f'"{self.path.name}" is damaged: its list of contents is missing; get a fresh copy.'
            )
        return name

    def _manifest(self) -> tuple[list[str], list[str]]:
        """Names of the XHTML parts, in reading order where the spine says so, and of the NCX."""
        tree = self._tree(self._package)
        folder = posixpath.dirname(self._package)
        items: dict[str, tuple[str, str]] = {}
        for item in tree.iter("{*}item"):
            name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
            if name in self.archive:
                items[item.get("id", "")] = (name, item.get("media-type", ""))
        spine = [reference.get("idref", "") for reference in tree.iter("{*}itemref")]
        ordered = [items[key] for key in dict.fromkeys([*spine, *items]) if key in items]
        chapters = list(dict.fromkeys(name for name, kind in ordered if kind == _XHTML))
        return chapters, list(dict.fromkeys(name for name, kind in ordered if kind == _NCX))

    def _markup(self, name: str) -> tuple[bytes, MarkupText, str]:
        content = self.archive.read(name)
        if declares_entities(content):
            raise PlgtError(
                f'"{self.path.name}" declares XML entities, which books never need: it was not opened.'
            )
        bom, text, encoding = read_markup(content, self.source_lang)
        return bom, MarkupText(text, xml=True, source_lang=self.source_lang), encoding

    def segments(self) -> Iterator[Segment]:
        for name in self._chapters:
            for number, runs, context in self._markup(name)[1].texts():
                yield Segment(f"{name}#{number}", tuple(runs), context)
        for name in self._contents:
            for index, element in enumerate(self._tree(name).iter("{*}text")):
                if has_letters(element.text or ""):
                    yield Segment(f"{name}#{index}", (Run(element.text),), "contents")

    def save(self, target: Path, translations: Translations, target_lang: str) -> None:
        changed: dict[str, bytes] = {}
        for name in self._chapters:
            bom, markup, encoding = self._markup(name)
            text = markup.render(translations, target_lang, f"{name}#")
            if text != markup.source:
                changed[name] = bom + text.encode(encoding, "xmlcharrefreplace")
        for name in self._contents:
            tree = self._tree(name)
            for index, element in enumerate(tree.iter("{*}text")):
                runs = translations.get(f"{name}#{index}")
                if runs is not None:
                    element.text = clean_text(join_runs(runs))
            self._set_language(tree, target_lang)
            changed[name] = to_bytes(tree)
        package = self._tree(self._package)
        self._set_language(package, target_lang)
        languages = list(package.iter(_DC_LANGUAGE))
        for element in languages[:1]:
            element.text = target_lang
        for element in languages[1:]:
            element.getparent().remove(element)
        changed[self._package] = to_bytes(package)
        self.archive.rewrite(target, changed)

    def _set_language(self, tree: ElementTree, target_lang: str) -> None:
        root = tree.getroot()
        if root.get(_XML_LANG):
            root.set(_XML_LANG, target_lang)
