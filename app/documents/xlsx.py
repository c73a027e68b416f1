"""Excel workbooks: text cells, never formulas.

Cell texts that something else in the workbook refers to by their wording stay as they are: words in formulas,
values of filters and drop-down lists, fields of pivot tables, table headers that formulas name. Other table
headers are translated together with the table's own list of column names, which has to match the cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.documents.base import Translations
from app.documents.inline import Block, worth_translating
from app.documents.ooxml import SharedString, natural_key, parts_of_type
from app.documents.package import PackageFile
from app.documents.xmlsafe import ElementTree, local_name, to_bytes
from app.text.markup import join_runs

_STRINGS = "sharedStrings+xml"
_SHEETS = ("spreadsheetml.worksheet+xml",)
_LITERAL = re.compile(r'"((?:[^"]|"")*)"')
_STRUCTURED = re.compile(r"\[([^\[\]]+)\]")


class XlsxFile(PackageFile):
    """A `.xlsx` file."""

    def part_names(self) -> list[str]:
        return parts_of_type(self.archive, _STRINGS, *_SHEETS)

    def blocks(self, name: str, tree: ElementTree) -> Iterator[Block]:
        fixed, cells = self._fixed(), self._first_cells()
        shared = local_name(tree.getroot()) == "sst"
        for index, element in enumerate(tree.iter("{*}si" if shared else "{*}is")):
            item = SharedString(element)
            if not worth_translating(item.runs):
                continue
            if join_runs(item.runs).strip().casefold() in fixed:
                self._note_kept()
                continue
            cell = element.getparent()
            where = cells.get(index, "") if shared else f"cell {cell.get('r', '')}"
            yield Block(f"{name}#{index}", item.runs, item.replace, where)

    def _note_kept(self) -> None:
        note = f'Some cells of "{self.path.name}" stay as they are: formulas, filters or lists use them.'
        if note not in self.notes:
            self.notes.append(note)

    def set_language(self, name: str, tree: ElementTree, target_lang: str) -> bool:
        return False  # workbooks have no language attribute

    def _sheet_names(self) -> list[str]:
        return parts_of_type(self.archive, *_SHEETS)

    def _parts(self, start: str) -> list[str]:
        found = [name for name in self.archive.names if name.startswith(start) and name.endswith(".xml")]
        return sorted(found, key=natural_key)

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
                    fixed.update(literals)
                    if kind == "formula1":  # a drop-down list spelled out
                        fixed.update(part for text in literals for part in text.split(","))
        for name in self._parts("xl/pivotCache/pivotCacheDefinition"):
            fixed.update(e.get("name", "") for e in self.parse(name).iter("{*}cacheField"))
        for name in self._parts("xl/tables/"):
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
        if not self._parts("xl/tables/"):
            return {}
        wording = self._header_wording(translations)
        result: dict[str, bytes] = {}
        for name in self._parts("xl/tables/"):
            tree = self.parse(name)
            touched = False
            for column in tree.iter("{*}tableColumn"):
                new = wording.get(column.get("name", ""))
                if new is not None and new != column.get("name"):
                    column.set("name", new)
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
        for name in self._parts("xl/tables/"):
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
