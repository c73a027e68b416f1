"""PowerPoint presentations: slides, notes, tables, charts, diagrams, comments, tips of links, names of sections;
fixed text of layouts and masters."""

from __future__ import annotations

from collections.abc import Iterator

from app.documents.inline import Block
from app.documents.leftovers import note_charts_and_formulas, note_wordless
from app.documents.ooxml import (
    DrawingParagraph,
    alternative_texts,
    attribute_blocks,
    drawing_paragraphs,
    element_block,
    paragraph_blocks,
    set_drawing_language,
)
from app.documents.package import PackageFile
from app.documents.parts import main_part, parts_of_type
from app.documents.xmlsafe import Element, ElementTree, local_name

_MAIN = (
    "presentation.main+xml",
    "slideshow.main+xml",
    "template.main+xml",
    "presentation.macroEnabled.main+xml",
    "slideshow.macroEnabled.main+xml",
    "template.macroEnabled.main+xml",
)
_SLIDES = "presentationml.slide+xml"
_PARTS = (
    _SLIDES,
    "notesSlide+xml",
    "drawingml.chart+xml",
    "drawingml.chartshapes+xml",
    "office.chartex+xml",
    "diagramData+xml",
    "diagramDrawing+xml",
    "presentationml.comments+xml",
    "ms-powerpoint.comments+xml",
    "slideLayout+xml",
    "slideMaster+xml",
    "notesMaster+xml",
    "handoutMaster+xml",
    *_MAIN,
)
_CONTEXTS = {"notes": "notes", "cmLst": "comment", "chartSpace": "chart", "dataModel": "diagram"}
_MASTERS = {"sldLayout", "sldMaster", "notesMaster", "handoutMaster"}


class PptxFile(PackageFile):
    """A `.pptx` file."""

    _names: list[str] | None = None

    def part_names(self) -> list[str]:
        if self._names is None:
            main = main_part(self.archive, *_MAIN)
            self._names = list(dict.fromkeys([*parts_of_type(self.archive, *_PARTS), main]))
            note_wordless(self, self._names)
        return self._names

    def essential(self, name: str) -> bool:
        return name in parts_of_type(self.archive, _SLIDES, *_MAIN)

    def blocks(self, name: str, tree: ElementTree) -> Iterator[Block]:
        root = local_name(tree.getroot())
        if root == "presentation":  # names of sections and of shows
            yield from attribute_blocks(
                name, tree, [("section", "name", "section"), ("custShow", "name", "show")]
            )
            return
        paragraphs: list[Element] = list(drawing_paragraphs(tree))
        if root in _MASTERS:  # placeholders only show prompts there, the program's own or the author's
            paragraphs = [element for element in paragraphs if not _in_placeholder(element)]

        def context(element: Element) -> str:
            if any(local_name(ancestor) == "tc" for ancestor in element.iterancestors()):
                return "table"
            return _CONTEXTS.get(root, "slide")

        yield from paragraph_blocks(name, paragraphs, DrawingParagraph, context)
        if root == "cmLst":
            for index, element in enumerate(tree.iter("{*}text")):
                block = element_block(f"{name}#text{index}", element, "comment")
                if block is not None:
                    yield block
        if root not in _MASTERS:
            yield from alternative_texts(name, tree)
        note_charts_and_formulas(self, name, tree)

    def set_language(self, name: str, tree: ElementTree, target_lang: str) -> bool:
        return set_drawing_language(tree, target_lang)


def _in_placeholder(element: Element) -> bool:
    for ancestor in element.iterancestors():
        if local_name(ancestor) in ("sp", "graphicFrame"):
            holder = ancestor.find("*/{*}nvPr/{*}ph")
            return holder is not None and holder.get("hasCustomPrompt") not in ("1", "true")
    return False
