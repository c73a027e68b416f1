"""Word documents: body, tables, headers and footers, notes, comments, text boxes, charts, diagrams."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from app.documents.base import LOCALES
from app.documents.inline import Block
from app.documents.ooxml import (
    NO_LANGUAGE,
    DrawingParagraph,
    W,
    WordParagraph,
    alternative_texts,
    drawing_paragraphs,
    paragraph_blocks,
    parts_of_type,
    set_drawing_language,
    vocabulary,
)
from app.documents.package import PackageFile
from app.documents.xmlsafe import Element, ElementTree, local_name

_TEXT_PARTS = (
    "document.main+xml",
    "template.main+xml",
    "document.macroEnabled.main+xml",
    "footnotes+xml",
    "endnotes+xml",
    "wordprocessingml.comments+xml",
    "header+xml",
    "footer+xml",
    "drawingml.chart+xml",
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
}


class DocxFile(PackageFile):
    """A `.docx` file."""

    def part_names(self) -> list[str]:
        return parts_of_type(self.archive, *_TEXT_PARTS, *_LANGUAGE_PARTS)

    def blocks(self, name: str, tree: ElementTree) -> Iterator[Block]:
        root = local_name(tree.getroot())
        if root in ("styles", "settings"):
            return
        words = [element for element in tree.iter("{*}p") if vocabulary(element) == W]
        yield from paragraph_blocks(name, words, WordParagraph, _context)
        drawn = drawing_paragraphs(tree)
        yield from paragraph_blocks(f"{name}#a", drawn, DrawingParagraph, lambda element: "drawing")
        yield from alternative_texts(name, tree)

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
