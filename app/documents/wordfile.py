"""A new Word file of headings, paragraphs, lists and pictures, written with python-docx."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.documents.base import LOCALES
from app.documents.pdflayout import Block
from app.documents.xmlsafe import clean_text
from app.text.markup import Run, join_runs

_MARKER = re.compile(r"^\s*(?:[-•*▪◦‣–●○■□➤✓·]|[\ue000-\uf8ff])\s+")
_DATE = (1980, 1, 1, 0, 0, 0)
_MARGIN = 56.0  # points


def write_word(
    target: Path, content: Sequence[tuple[Block, Sequence[Run]]], size: tuple[float, float], language: str
) -> None:
    """Write blocks with their texts. size: of a page, in points. The same content gives the same bytes."""
    import docx
    from docx.shared import Pt

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = (Pt(min(max(side, 200.0), 1500.0)) for side in size)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Pt(_MARGIN)
    _set_language(document, LOCALES.get(language, language))
    widest = min(max(size[0], 200.0), 1500.0) - 2 * _MARGIN
    for kind, group in itertools.groupby(content, lambda pair: pair[0].kind):
        if kind == "row":
            _add_table(document, [_cells(runs) for _, runs in group])
            continue
        for block, runs in group:
            _add_block(document, block, runs, widest)
    packed = io.BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as made, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in made.infolist():
            info = zipfile.ZipInfo(entry.filename, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, made.read(entry))


def _add_block(document: Any, block: Block, runs: Sequence[Run], widest: float) -> None:
    from docx.shared import Pt

    section = document.sections[0]
    if block.kind == "picture":
        _add_picture(document, block, widest)
    elif block.kind in ("header", "footer"):
        part = section.header if block.kind == "header" else section.footer
        paragraph = part.paragraphs[0] if not part.paragraphs[0].text else part.add_paragraph()
        _add_runs(paragraph, runs)
    elif block.kind == "heading":
        _add_runs(document.add_heading(level=block.level), runs)
    elif block.kind == "bullet":
        _add_runs(document.add_paragraph(style="List Bullet"), _without_marker(runs))
    else:
        paragraph = document.add_paragraph()
        if block.kind == "number":  # its own number stays: Word would count anew
            paragraph.paragraph_format.left_indent = Pt(18)
            paragraph.paragraph_format.first_line_indent = Pt(-18)
        _add_runs(paragraph, runs)


def _cells(runs: Sequence[Run]) -> list[list[Run]]:
    """The runs of a row's cells."""
    cells: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.split("\t")
        cells[-1].append(Run(first, run.tags))
        cells += [[Run(other, run.tags)] for other in others]
    return cells


def _add_table(document: Any, rows: list[list[list[Run]]]) -> None:
    table = document.add_table(len(rows), max(map(len, rows)), style="Table Grid")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, runs in zip(row.cells, cells, strict=False):
            _add_runs(cell.paragraphs[0], runs)
    document.add_paragraph()  # tables that touch would be one


def _add_runs(paragraph: Any, runs: Sequence[Run]) -> None:
    for run in runs:
        if run.text:
            made = paragraph.add_run(clean_text(run.text))
            made.bold = True if any(str(tag).startswith("b") for tag in run.tags) else None
            made.italic = True if any(str(tag).startswith("i") for tag in run.tags) else None


def _without_marker(runs: Sequence[Run]) -> list[Run]:
    """The runs of a list item without its bullet, which the list brings along."""
    found = _MARKER.match(join_runs(runs))
    left = found.end() if found else 0
    result: list[Run] = []
    for run in runs:
        cut = min(left, len(run.text))
        left -= cut
        result.append(Run(run.text[cut:], run.tags))
    return result


def _add_picture(document: Any, block: Block, widest: float) -> None:
    from docx.image.exceptions import (
        InvalidImageStreamError,
        UnexpectedEndOfFileError,
        UnrecognizedImageError,
    )
    from docx.shared import Pt

    if block.picture is None:
        return
    try:
        document.add_picture(io.BytesIO(block.picture.data), width=Pt(min(block.picture.width, widest)))
    except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError, ZeroDivisionError):
        return  # not a picture after all


def _set_language(document: Any, locale: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = document.styles["Normal"].element.get_or_add_rPr()
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    language.set(qn("w:val"), locale)
