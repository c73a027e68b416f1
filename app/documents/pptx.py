"""PowerPoint presentations: slides, notes, tables, charts, diagrams, comments; fixed text of layouts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.documents.inline import Block, has_letters
from app.documents.ooxml import (
    DrawingParagraph,
    alternative_texts,
    drawing_paragraphs,
    paragraph_blocks,
    parts_of_type,
    set_drawing_language,
)
from app.documents.package import PackageFile
from app.documents.xmlsafe import Element, ElementTree, clean_text, local_name
from app.text.markup import Run, join_runs

_PARTS = (
    "presentationml.slide+xml",
    "notesSlide+xml",
    "drawingml.chart+xml",
    "diagramData+xml",
    "diagramDrawing+xml",
    "presentationml.comments+xml",
    "ms-powerpoint.comments+xml",
    "slideLayout+xml",
    "slideMaster+xml",
    "notesMaster+xml",
    "presentation.main+xml",
    "slideshow.main+xml",
    "template.main+xml",
)
_CONTEXTS = {"notes": "notes", "cmLst": "comment", "chartSpace": "chart", "dataModel": "diagram"}
_MASTERS = {"sldLayout", "sldMaster", "notesMaster"}


class PptxFile(PackageFile):
    """A `.pptx` file."""

    def part_names(self) -> list[str]:
        return parts_of_type(self.archive, *_PARTS)

    def blocks(self, name: str, tree: ElementTree) -> Iterator[Block]:
        root = local_name(tree.getroot())
        if root == "presentation":
            return
        paragraphs: list[Element] = list(drawing_paragraphs(tree))
        if root in _MASTERS:  # placeholders only show prompts there
            paragraphs = [element for element in paragraphs if not _in_placeholder(element)]

        def context(element: Element) -> str:
            if any(local_name(ancestor) == "tc" for ancestor in element.iterancestors()):
                return "table"
            return _CONTEXTS.get(root, "slide")

        yield from paragraph_blocks(name, paragraphs, DrawingParagraph, context)
        if root == "cmLst":
            yield from _comments(name, tree)
        if root not in _MASTERS:
            yield from alternative_texts(name, tree)

    def set_language(self, name: str, tree: ElementTree, target_lang: str) -> bool:
        return set_drawing_language(tree, target_lang)


def _in_placeholder(element: Element) -> bool:
    for ancestor in element.iterancestors():
        if local_name(ancestor) in ("sp", "graphicFrame"):
            return ancestor.find("*/{*}nvPr/{*}ph") is not None
    return False


def _comments(name: str, tree: ElementTree) -> Iterator[Block]:
    for index, element in enumerate(tree.iter("{*}text")):
        if not has_letters(element.text or ""):
            continue

        def replace(runs: Sequence[Run], element: Element = element) -> None:
            element.text = clean_text(join_runs(runs))

        yield Block(f"{name}#text{index}", [Run(element.text)], replace, "comment")
