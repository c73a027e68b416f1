"""Excel workbooks: text cells, comments, text boxes, headers and footers, charts, prompts; never formulas.

Cell texts that something else in the workbook refers to by their wording stay as they are: words in formulas,
values of filters and drop-down lists, fields of pivot tables, table headers that formulas name. Other table
headers are translated together with the table's own list of column names, which has to match the cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.documents.base import Translations
from app.documents.inline import Block, has_letters, worth_translating
from app.documents.leftovers import note_charts_and_formulas, note_wordless
from app.documents.ooxml import (
    DrawingParagraph,
    SharedString,
    alternative_texts,
    attribute_blocks,
    drawing_paragraphs,
    element_block,
    paragraph_blocks,
    pattern_block,
    set_drawing_language,
)
from app.documents.package import PackageFile
from app.documents.parts import content_types, main_part, natural_key, parts_of_type
from app.documents.xmlsafe import Element, ElementTree, local_name, to_bytes
from app.text.markup import join_runs

_MAIN = (
    "sheet.main+xml",
    "template.main+xml",
    "sheet.macroEnabled.main+xml",
    "template.macroEnabled.main+xml",
)
_STRINGS = "sharedStrings+xml"
_SHEETS = ("spreadsheetml.worksheet+xml",)
_OTHERS = (
    "spreadsheetml.chartsheet+xml",
    "spreadsheetml.dialogsheet+xml",
    "spreadsheetml.comments+xml",
    "ms-excel.threadedcomments+xml",
    "officedocument.drawing+xml",
    "drawingml.chart+xml",
    "drawingml.chartshapes+xml",
    "office.chartex+xml",
    "diagramData+xml",
    "diagramDrawing+xml",
    "vmlDrawing",
    "ms-excel.slicer+xml",
    "ms-excel.timeline+xml",
)
_LITERAL = re.compile(r'"((?:[^"]|"")*)"')
_STRUCTURED = re.compile(r"\[([^\[\]]+)\]")
_ATTRIBUTES = (
    ("hyperlink", "tooltip", "tip"),
    ("hyperlink", "display", "link"),
    ("slicer", "caption", "slicer"),
    ("timeline", "caption", "slicer"),
    ("scenario", "comment", "scenario"),
)
_SHORT = (("dataValidation", "promptTitle", "prompt"), ("dataValidation", "errorTitle", "error message"))
_LONG = (("dataValidation", "prompt", "prompt"), ("dataValidation", "error", "error message"))
_TITLE, _TEXT = 32, 255  # characters that Excel takes in the title and the text of a prompt
_HEADER = re.compile(r'&(?:&|"[^"]*"|\d+|K(?:[0-9A-Fa-f]{6}|\d\d[+-]\d{3})|[A-Za-z+\-])')
_SECTION = re.compile(r"(?<!&)((?:&&)*)(&[LCR])")
_FORMAT_WORD = re.compile(r"[^\W\d_]{3,}")
_DEFAULT_NAME = re.compile(r"[^\W\d_]+ ?\d+")


class XlsxFile(PackageFile):
    """A `.xlsx` file."""

    _names: list[str] | None = None

    def part_names(self) -> list[str]:
        if self._names is None:
            main_part(self.archive, *_MAIN)  # a workbook without its main part is damaged
            self._names = parts_of_type(self.archive, _STRINGS, *_SHEETS, *_OTHERS)
            note_wordless(self, [*self._names, *parts_of_type(self.archive, *_MAIN)])
            self._note_kept()
        return self._names

    def essential(self, name: str) -> bool:
        return name in parts_of_type(self.archive, _STRINGS, *_SHEETS)

    def blocks(self, name: str, tree: ElementTree) -> Iterator[Block]:
        root = local_name(tree.getroot())
        if root in ("sst", "worksheet"):
            yield from self._cells_of(name, tree, shared=root == "sst")
        for index, element in enumerate(tree.iter("{*}text")):
            if root == "comments":
                item = SharedString(element)
                if worth_translating(item.runs):
                    where = element.getparent().get("ref", "")
                    yield Block(f"{name}#{index}", item.runs, item.replace, f"comment at {where}")
            elif root == "ThreadedComments":
                block = element_block(f"{name}#{index}", element, "comment")
                if block is not None:
                    yield block
        yield from _headers(name, tree)
        yield from attribute_blocks(name, tree, _ATTRIBUTES)
        yield from attribute_blocks(f"{name}#title", tree, _SHORT, _TITLE)
        yield from attribute_blocks(f"{name}#text", tree, _LONG, _TEXT)
        drawn = drawing_paragraphs(tree)
        yield from paragraph_blocks(f"{name}#a", drawn, DrawingParagraph, lambda element: "drawing")
        yield from alternative_texts(name, tree)
        for index, element in enumerate(_vml_texts(tree)):
            block = element_block(f"{name}#vml{index}", element, "form control")
            if block is not None:
                yield block
        note_charts_and_formulas(self, name, tree)

    def _cells_of(self, name: str, tree: ElementTree, *, shared: bool) -> Iterator[Block]:
        fixed, cells = self._fixed(), self._first_cells()
        for index, element in enumerate(tree.iter("{*}si" if shared else "{*}is")):
            item = SharedString(element)
            if not worth_translating(item.runs):
                continue
            if join_runs(item.runs).strip().casefold() in fixed:
                self.note(
                    f'Some cells of "{self.path.name}" stay as they are: formulas, filters or lists use them.'
                )
                continue
            cell = element.getparent()
            where = cells.get(index, "") if shared else f"cell {cell.get('r', '')}"
            yield Block(f"{name}#{index}", item.runs, item.replace, where)

    def _note_kept(self) -> None:
        """Name the words that a workbook shows and that something refers to by their wording."""
        kept: list[str] = []
        types = content_types(self.archive)
        for part in parts_of_type(self.archive, *_MAIN)[:1]:
            names = [e.get("name", "") for e in self.parse(part).iter("{*}sheet")]
            if any(has_letters(name) and not _DEFAULT_NAME.fullmatch(name) for name in names):
                kept.append("names of sheets")
        if self._formula_words():
            kept.append("words in formulas and drop-down lists")
        for part in parts_of_type(self.archive, "spreadsheetml.styles+xml")[:1]:
            codes = [e.get("formatCode", "") for e in self.parse(part).iter("{*}numFmt")]
            if any(_FORMAT_WORD.search(text) for code in codes for text in _LITERAL.findall(code)):
                kept.append("words in number formats")
        if any(kind.endswith("pivotTable+xml") for kind in types.values()):
            kept.append("fields of pivot tables")
        if kept:
            self.note(f'In "{self.path.name}" these stay as they are: {", ".join(kept)}.')

    def _formula_words(self) -> bool:
        self._fixed()
        return self._literals

    _literals: bool = False

    def set_language(self, name: str, tree: ElementTree, target_lang: str) -> bool:
        return set_drawing_language(tree, target_lang)  # cells have no language attribute

    def _sheet_names(self) -> list[str]:
        return parts_of_type(self.archive, *_SHEETS)

    def _parts(self, ending: str) -> list[str]:
        return sorted(parts_of_type(self.archive, ending), key=natural_key)

    def _scan(self) -> None:
        """Look once through the sheets for words that formulas use and for where each string stands."""
        fixed: set[str] = set()
        columns: set[str] = set()
        cells: dict[int, str] = {}
        for sheet in self._sheet_names():
            tree = self.parse(sheet)
            for element in tree.iter("{*}c", "{*}f", "{*}formula", "{*}formula1", "{*}formula2", "{*}filter"):
                kind = local_name(element)
                if kind == "c":
                    value = element.find("{*}v")
                    number = (value.text or "").strip() if value is not None else ""
                    if element.get("t") == "s" and re.fullmatch("[0-9]{1,9}", number):
                        cells.setdefault(int(number), f"cell {element.get('r', '')}")
                elif kind == "filter":
                    fixed.add(element.get("val", ""))
                else:
                    formula = element.text or ""
                    columns.update(_STRUCTURED.findall(formula))
                    literals = [text.replace('""', '"') for text in _LITERAL.findall(formula)]
                    self._literals |= any(map(_FORMAT_WORD.search, literals))
                    fixed.update(literals)
                    if kind == "formula1":  # a drop-down list spelled out
                        fixed.update(part for text in literals for part in text.split(","))
        for name in self._parts("pivotCacheDefinition+xml"):
            fixed.update(e.get("name", "") for e in self.parse(name).iter("{*}cacheField"))
        for name in self._parts("spreadsheetml.table+xml"):
            tree = self.parse(name)
            columns.update(
                _STRUCTURED.findall(" ".join(e.text or "" for e in tree.iter("{*}calculatedColumnFormula")))
            )
            fixed.update(e.get("val", "") for e in tree.iter("{*}filter"))
        fixed.update(column.lstrip("@#'") for column in columns)
        self._fixed_words = {word.strip().casefold() for word in fixed if word.strip()}
        self._cells = cells

    _fixed_words: set[str] | None = None
    _cells: dict[int, str] | None = None

    def _fixed(self) -> set[str]:
        if self._fixed_words is None:
            self._scan()
        return self._fixed_words or set()

    def _first_cells(self) -> dict[int, str]:
        if self._cells is None:
            self._scan()
        return self._cells or {}

    def other_parts(self, translations: Translations, changed: Mapping[str, bytes]) -> dict[str, bytes]:
        """Tables whose headers were translated: their column names follow."""
        if not self._parts("spreadsheetml.table+xml"):
            return {}
        wording = self._header_wording(translations)
        result: dict[str, bytes] = {}
        for name in self._parts("spreadsheetml.table+xml"):
            tree = self.parse(name)
            touched = False
            for column in tree.iter("{*}tableColumn"):
                new = wording.get(column.get("name", ""))
                if new is not None and new != column.get("name"):
                    column.set("name", new)
                    touched = True
                label = wording.get(column.get("totalsRowLabel", ""))
                if label is not None:
                    column.set("totalsRowLabel", label)
                    touched = True
            if touched:
                result[name] = to_bytes(tree)
        return result

    def _header_wording(self, translations: Translations) -> dict[str, str]:
        wording: dict[str, str] = {}
        for part in self.part_names():
            for block in self.blocks(part, self.parse(part)):
                if block.id in translations:
                    wording[_column_name(join_runs(block.runs))] = _column_name(
                        join_runs(translations[block.id])
                    )
        return wording

    def save(self, target: Path, translations: Translations, target_lang: str) -> None:
        super().save(target, self._without_clashes(translations), target_lang)

    def _without_clashes(self, translations: Translations) -> Translations:
        """Two headers of one table must not become the same word: then both keep their source."""
        headers: list[list[str]] = []
        for name in self._parts("spreadsheetml.table+xml"):
            headers.append([e.get("name", "") for e in self.parse(name).iter("{*}tableColumn")])
        if not headers:
            return translations
        wording = self._header_wording(translations)
        clashing: set[str] = set()
        for names in headers:
            taken: dict[str, str] = {}
            for name in names:
                new = wording.get(name, name).casefold()
                if new in taken or not new.strip():
                    clashing.update((name, taken.get(new, name)))
                taken[new] = name
        if not clashing:
            return translations
        kept = dict(translations)
        for part in self.part_names():
            for block in self.blocks(part, self.parse(part)):
                if _column_name(join_runs(block.runs)) in clashing:
                    kept.pop(block.id, None)
        return kept


def _column_name(text: str) -> str:
    """How a table's column list spells a header: line breaks as `_x000a_`."""
    return text.replace("\n", "_x000a_")


def _headers(name: str, tree: ElementTree) -> Iterator[Block]:
    """Headers and footers: up to three sections, each with codes for fonts, page numbers and the like."""
    places = [f"{{*}}{side}{kind}" for side in ("odd", "even", "first") for kind in ("Header", "Footer")]
    for index, element in enumerate(tree.iter(*places)):
        sections = _SECTION.split(element.text or "")
        for number, text in enumerate(sections):
            if number % 3:
                continue

            def put(
                new: str, element: Element = element, sections: list[str] = sections, at: int = number
            ) -> None:
                old, sections[at] = sections[at], new
                if len("".join(sections)) > _TEXT:  # Excel calls a file damaged whose header is longer
                    sections[at] = old
                element.text = "".join(sections)

            kind = "header" if local_name(element).endswith("Header") else "footer"
            block = pattern_block(f"{name}#hf{index}.{number}", text, _HEADER, put, kind, "&")
            if block is not None:
                yield block


def _vml_texts(tree: ElementTree) -> Iterator[Element]:
    """Texts of buttons, labels and boxes in the old drawing format; the notes' own boxes are empty."""
    for box in tree.iter("{urn:schemas-microsoft-com:vml}textbox"):
        yield from box.iter("*")
