"""Word documents: body, tables, headers and footers, notes, comments, text boxes, charts, diagrams, watermarks,
words of numbers, form fields, content controls with the values they are bound to, inserted documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from app.documents.base import LOCALES
from app.documents.inline import Block
from app.documents.leftovers import note_charts_and_formulas, note_wordless
from app.documents.ooxml import (
    NO_LANGUAGE,
    DrawingParagraph,
    W,
    WordParagraph,
    alternative_texts,
    attribute_blocks,
    drawing_paragraphs,
    paragraph_blocks,
    pattern_block,
    set_drawing_language,
    vocabulary,
)
from app.documents.package import PackageFile
from app.documents.parts import main_part, parts_of_type, relationships
from app.documents.wordbinding import Bindings
from app.documents.wordcodes import code_blocks
from app.documents.xmlsafe import Element, ElementTree, local_name
from app.errors import PlgtError

_MAIN = (
    "document.main+xml",
    "template.main+xml",
    "document.macroEnabled.main+xml",
    "macroEnabledTemplate.main+xml",
)
_TEXT_PARTS = (
    *_MAIN,
    "footnotes+xml",
    "endnotes+xml",
    "wordprocessingml.comments+xml",
    "wordprocessingml.header+xml",
    "wordprocessingml.footer+xml",
    "document.glossary+xml",
    "wordprocessingml.numbering+xml",
    "drawingml.chart+xml",
    "drawingml.chartshapes+xml",
    "office.chartex+xml",
    "diagramData+xml",
    "diagramDrawing+xml",
)
_LANGUAGE_PARTS = ("wordprocessingml.styles+xml", "wordprocessingml.settings+xml")
_CONTEXTS = {
    "footnote": "footnote",
    "endnote": "endnote",
    "comment": "comment",
    "hdr": "header",
    "ftr": "footer",
    "glossaryDocument": "building block",
}
_ATTRIBUTES = (
    ("hyperlink", "tooltip", "tip"),
    ("textpath", "string", "watermark"),
    ("shape", "alt", "alternative text"),
    ("rect", "alt", "alternative text"),
    ("roundrect", "alt", "alternative text"),
    ("oval", "alt", "alternative text"),
    ("group", "alt", "alternative text"),
    ("tblCaption", "val", "alternative text"),
    ("tblDescription", "val", "alternative text"),
    ("alias", "val", "content control"),
    ("listItem", "displayText", "content control"),
    ("listEntry", "val", "form field"),
    ("textInput/default", "val", "form field"),
    ("helpText", "val", "form field"),
    ("statusText", "val", "form field"),
)
_NUMBER = re.compile(r"%[1-9]")
_CHUNKS = {
    "htm": ".html",
    "html": ".html",
    "xhtml": ".xhtml",
    "txt": ".txt",
    "docx": ".docx",
    "docm": ".docm",
    "dotx": ".dotx",
}


class DocxFile(PackageFile):
    """A `.docx` file."""

    _names: list[str] | None = None
    _bindings: Bindings | None = None

    def part_names(self) -> list[str]:
        if self._names is None:
            main = main_part(self.archive, *_MAIN)
            found = parts_of_type(self.archive, *_TEXT_PARTS, *_LANGUAGE_PARTS)
            self._bindings = self._look_for_bindings(found)
            self._names = list(dict.fromkeys([main, *found, *self._bindings.paths]))
            note_wordless(self, [*self._names, *self.attached()])
        return self._names

    def _look_for_bindings(self, names: list[str]) -> Bindings:
        bindings = Bindings(self.archive)
        for name in names:
            try:
                bindings.look(self.parse(name))
            except PlgtError:
                continue  # said when the part's texts are read
        return bindings

    def essential(self, name: str) -> bool:
        return name == self.part_names()[0]

    def attached(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name in self.part_names():
            for relationship in relationships(self.archive, name):
                if relationship.kind != "aFChunk" or not relationship.target:
                    continue
                suffix = _CHUNKS.get(relationship.target.rpartition(".")[2].casefold())
                if suffix is None:
                    self.note(
                        f'The inserted document "{relationship.target}" is of another kind and stays as it is.'
                    )
                else:
                    found[relationship.target] = suffix
        return found

    def blocks(self, name: str, tree: ElementTree) -> Iterator[Block]:
        root = local_name(tree.getroot())
        if root in ("styles", "settings"):
            return
        assert self._bindings is not None
        yield from self._bindings.blocks(name, tree)
        if root == "numbering":
            yield from _numbering(name, tree)
            return
        words = [element for element in tree.iter("{*}p", "{*}rubyBase", "{*}rt") if vocabulary(element) == W]
        yield from paragraph_blocks(name, words, WordParagraph, _context, self._note_fields)
        drawn = drawing_paragraphs(tree)
        yield from paragraph_blocks(f"{name}#a", drawn, DrawingParagraph, lambda element: "drawing")
        yield from alternative_texts(name, tree)
        yield from attribute_blocks(name, tree, _ATTRIBUTES)
        yield from code_blocks(name, tree)
        note_charts_and_formulas(self, name, tree)

    def _note_fields(self, names: list[str]) -> None:
        for name in names:
            self.note(f'The words of {name} fields in "{self.path.name}" stay as they are.')

    def set_language(self, name: str, tree: ElementTree, target_lang: str) -> bool:
        changed = set_drawing_language(tree, target_lang)
        for element in tree.iter("{*}lang", "{*}themeFontLang"):
            attribute = f"{{{etree.QName(element).namespace}}}val"
            old = element.get(attribute, "")
            if old.lower() not in NO_LANGUAGE and old.lower().split("-")[0] != target_lang:
                element.set(attribute, LOCALES.get(target_lang, target_lang))
                changed = True
        if local_name(tree.getroot()) == "styles":
            changed |= _add_default_language(tree, target_lang)
        return changed


def _add_default_language(tree: ElementTree, target_lang: str) -> bool:
    """Name the language where the document names none."""
    default = tree.find(".//{*}docDefaults/{*}rPrDefault/{*}rPr")
    if default is None or default.find("{*}lang") is not None:
        return False
    namespace = etree.QName(default).namespace
    language = etree.Element(f"{{{namespace}}}lang")
    language.set(f"{{{namespace}}}val", LOCALES.get(target_lang, target_lang))
    after = ("eastAsianLayout", "specVanish", "oMath", "rPrChange")
    at = next((i for i, child in enumerate(default) if local_name(child) in after), len(default))
    default.insert(at, language)
    return True


def _numbering(name: str, tree: ElementTree) -> Iterator[Block]:
    """Words of automatic numbers (`Article %1`); bullets are signs of a font, not words."""
    for index, level in enumerate(tree.iter("{*}lvl")):
        shown, kind = level.find("{*}lvlText"), level.find("{*}numFmt")
        if shown is None or (kind is not None and "bullet" in kind.attrib.values()):
            continue
        key = f"{{{etree.QName(shown).namespace}}}val"
        text = shown.get(key, "")
        if not re.search(r"[^\W\d_]{2}", text):  # `%1.a`
            continue

        def put(new: str, shown: Element = shown, key: str = key) -> None:
            shown.set(key, new)

        block = pattern_block(f"{name}#{index}", text, _NUMBER, put, "number")
        if block is not None:
            yield block


def _context(element: Element) -> str:
    for ancestor in element.iterancestors():
        name = local_name(ancestor)
        if name == "txbxContent":
            return "text box"
        if name == "tc":
            return "table"
        if name in _CONTEXTS:
            return _CONTEXTS[name]
    style = element.find("{*}pPr/{*}pStyle")
    value = next(iter(style.attrib.values()), "") if style is not None else ""
    return "heading" if value.lower().startswith(("heading", "title")) else "body"
