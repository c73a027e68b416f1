"""CSV and TSV tables: chosen columns are translated, every other character stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.documents.base import Segment, Translations
from app.documents.inline import has_letters
from app.documents.strings import StringFile
from app.documents.technical import is_technical
from app.documents.textfile import encoding_note, read_text, write_text
from app.errors import PlgtError
from app.text.markup import Run
from app.text.patterns import is_formula

DELIMITERS = ",;\t|"
_LOOKED_AT = 200  # rows that the kind of a column is judged by


@dataclass(frozen=True)
class Cell:
    """A cell at [start, end) of the text, its quotes included."""

    row: int  # from 0
    column: int  # from 0
    start: int
    end: int
    quoted: bool


class TableFile(StringFile):
    """A `.csv` or `.tsv` file. options["columns"]: names or numbers (from 1); without them, columns of
    running text are found."""

    def __init__(
        self, path: Path, source_lang: str | None = None, options: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(path, source_lang, options)
        self._text, self._encoding = read_text(path, source_lang)
        tabs = path.suffix.lower() in (".tsv", ".tab")
        self._delimiter = "\t" if tabs else _find_delimiter(self._text)
        self._columns, self._header = self._choose([str(c) for c in self.options.get("columns", ())])

    def segments(self) -> Iterator[Segment]:
        kept = formulas = 0
        for cell in self._cells():
            text = self._value(cell)
            if not self._chosen(cell) or not has_letters(text):
                continue
            if not is_technical(text):
                segment = self.string(
                    Segment(_id(cell), (Run(text),), f"row {cell.row + 1}, column {cell.column + 1}")
                )
                kept += not segment.translatable
                yield segment
            formulas += is_formula(text)
        self.note_patterns(kept)
        note = f"{formulas} formulas were left as they are: the words in them are not translated."
        if formulas and note not in self.notes:
            self.notes.append(note)

    def save(self, target: Path, translations: Translations, target_lang: str) -> None:
        def pieces() -> Iterator[str]:
            at = 0
            for cell in self._cells():
                runs = translations.get(_id(cell)) if self._chosen(cell) else None
                if runs is None:
                    continue
                text = self.spelled_text(self._value(cell), runs)
                if text != self._value(cell):
                    yield self._text[at : cell.start]
                    yield self._spell(text, cell.quoted)
                    at = cell.end
            yield self._text[at:]

        used = write_text(target, self._encoding, pieces, target_lang)
        if note := encoding_note(self.path.name, self._encoding, used):
            self.notes.append(note)

    def _cells(self) -> Iterator[Cell]:
        return read_cells(self._text, self._delimiter)

    def _chosen(self, cell: Cell) -> bool:
        return cell.column in self._columns and (cell.row > 0 or not self._header)

    def _value(self, cell: Cell) -> str:
        text = self._text[cell.start : cell.end]
        return text[1:-1].replace('""', '"') if cell.quoted else text

    def _spell(self, text: str, quoted: bool) -> str:
        if quoted or any(c in text for c in (self._delimiter, "\n", "\r")) or text.startswith('"'):
            return '"' + text.replace('"', '""') + '"'
        return text

    def _choose(self, wanted: list[str]) -> tuple[frozenset[int], bool]:
        """Columns to translate, and whether the first row is a header."""
        rows: list[list[str]] = []
        for cell in self._cells():
            if cell.row > _LOOKED_AT:
                break
            if cell.row == len(rows):
                rows.append([])
            rows[-1].append(self._value(cell))
        head = [name.strip() for name in rows[0]] if rows else []
        width = max(map(len, rows), default=0)
        if wanted:
            columns: set[int] = set()
            header = False
            for name in wanted:
                if name in head:
                    columns.add(head.index(name))
                    header = True
                elif name.isdecimal() and 1 <= int(name) <= width:
                    columns.add(int(name) - 1)
                else:
                    known = ", ".join(head)[:200]
                    raise PlgtError(f'"{self.path.name}" has no column "{name}": it has {width} ({known}).')
            return frozenset(columns), header or _is_header(rows)
        found = frozenset(
            i for i in range(width) if _is_text_column([row[i] for row in rows[1:] if i < len(row)])
        )
        if not found and len(rows) == 1:
            found = frozenset(i for i, value in enumerate(rows[0]) if not is_technical(value))
            return found, False
        header = _is_header(rows)
        names = ", ".join(
            head[i] if header and i < len(head) and head[i] else str(i + 1) for i in sorted(found)
        )
        if names:
            self.notes.append(f"Columns taken for text: {names} (choose others with --column).")
        else:
            self.notes.append("No column of text was found: choose columns with --column.")
        return found, header


def read_cells(text: str, delimiter: str) -> Iterator[Cell]:
    """Cells in order, by RFC 4180; a stray quote inside an unquoted cell is a character like any other."""
    plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
    quoted = re.compile(rf'"(?:[^"]++|"")*+"(?=[{re.escape(delimiter)}\r\n]|\Z)')
    ends = re.compile(rf"{re.escape(delimiter)}|\r\n|\n|\r")
    row = column = at = 0
    unclosed = False  # no quoted cell can follow when one was searched to the end in vain
    while at <= len(text):
        match = quoted.match(text, at) if not unclosed and text.startswith('"', at) else None
        if match is None and text.startswith('"', at) and not unclosed:
            unclosed = text.find('"', at + 1) < 0
        is_quoted = match is not None
        if match is None:
            match = plain.match(text, at)
            assert match is not None
        if match.end() == len(text) and match.start() == len(text) and column == 0:
            return  # after the last line break
        yield Cell(row, column, match.start(), match.end(), is_quoted)
        end = ends.match(text, match.end())
        if end is None:
            return
        at = end.end()
        if end.group() == delimiter:
            column += 1
        else:
            row, column = row + 1, 0


def _id(cell: Cell) -> str:
    return f"{cell.row + 1}:{cell.column + 1}"


def _find_delimiter(text: str) -> str:
    """The character that splits the first lines into the same number of cells, most cells first."""
    sample = text[:65536]
    if first := re.match(r"sep=([,;|\t])\r?\n", sample):
        return first.group(1)
    best, choice = (0.0, 0), ","
    for delimiter in DELIMITERS:
        widths: dict[int, int] = {}
        for cell in read_cells(sample, delimiter):
            if cell.row >= 30:
                break
            widths[cell.row] = cell.column + 1
        counts = list(widths.values())[: 30 if len(text) <= 65536 else -1] or [1]
        common = max(set(counts), key=lambda width: (counts.count(width), width))
        score = (counts.count(common) / len(counts) if common > 1 else 0.0, common)
        if score > best:
            best, choice = score, delimiter
    return choice


def _is_text_column(values: list[str]) -> bool:
    filled = [value for value in values if value.strip() and not is_formula(value)]
    wordy = [value for value in filled if not is_technical(value)]
    several = sum(len(value.split()) > 1 for value in wordy)
    return bool(filled) and len(wordy) * 2 > len(filled) and several * 4 >= len(filled)


def _is_header(rows: list[list[str]]) -> bool:
    """Short names, all different, above at least one row."""
    if len(rows) < 2:
        return False
    names = [name.strip() for name in rows[0]]
    short = all(
        len(name) <= 40 and not re.search(r"[.!?]\s|[.!?]$", name) and not name[:1].isdigit()
        for name in names
    )
    below = [value for row in rows[1:] for value in row]
    longer = max(map(len, below), default=0) > max(map(len, names), default=0)
    return short and len(set(names)) == len(names) and (longer or all(len(n.split()) <= 2 for n in names))
