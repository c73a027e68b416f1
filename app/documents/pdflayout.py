"""What a PDF shows, in reading order: headings, paragraphs, list items, pictures, running heads and feet.

A PDF holds characters and their places, no more. pdfminer.six puts characters together to lines and blocks;
here blocks are put in order (columns), and their lines into paragraphs, across columns and pages too."""

from __future__ import annotations

import itertools
import re
import statistics
import struct
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pdfminer.layout import LTChar, LTFigure, LTImage, LTPage, LTTextBox, LTTextLine
from pdfminer.pdftypes import PDFStream

from app.text.markup import Run, join_runs, merge_runs

MAX_PICTURE = 64 << 20  # bytes, unpacked
_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_BULLET = re.compile(r"(?:[-•*▪◦‣–●○■□➤✓·]|[\ue000-\uf8ff])\s")
_NUMBER = re.compile(r"(?:\(?\d{1,3}[.)]|\(?[a-zA-Z]\)|[ivx]{1,4}[.)])\s")
_HYPHEN = re.compile(r"\w[-\u00ad\u2010]$")
_SYMBOL = re.compile(r"[\ue000-\uf8ff](?=\s)")
_EDGE = 0.12  # of a page's height, where running heads and feet stand
_GUTTER = 9.0  # points between columns, at least
_COLUMN = 36.0  # points that a column is high, at least
_FILLED = 0.4  # of a column's width, the usual line in it
_STRETCH = 2.5  # letter sizes that a blank may be wide in a stretched line; wider ones part cells
_TITLE = 200  # characters of a heading, at most
_SMALLEST = 18.0  # points; smaller pictures are ornaments


@dataclass(frozen=True)
class Picture:
    """A picture that a Word file can hold. data: PNG or JPEG. width: points on the page."""

    data: bytes
    width: float


@dataclass
class Block:
    """A paragraph or picture. kind: heading, text, bullet, number, row, header, footer or picture.

    runs: the text, in a row of a table with tabs between the cells; tags that begin with "b" are bold, with "i"
    italic. level: of a heading, from 1."""

    page: int
    kind: str
    runs: list[Run] = field(default_factory=list)
    level: int = 0
    picture: Picture | None = None

    @property
    def text(self) -> str:
        return join_runs(self.runs)


@dataclass
class Line:
    """A line of a page: its runs, size of letters, and box (points from the lower left corner)."""

    page: int
    runs: list[tuple[str, str]]  # (text, style): "", "b", "i" or "bi"
    size: float
    x0: float
    y0: float
    x1: float
    y1: float
    left: float = 0.0  # of its column
    right: float = 0.0
    row: bool = False  # of a table: its cells are parted by tabs

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.runs)

    @property
    def bold(self) -> bool:
        return all("b" in style for text, style in self.runs if text.strip())


@dataclass
class PageText:
    """What stands on a page, before it is put in order."""

    number: int
    width: float
    height: float
    boxes: list[list[Line]]
    pictures: list[tuple[tuple[float, float, float, float], Picture]]
    lost: int = 0  # pictures of a kind that can't be taken along


def read_page(layout: LTPage, number: int) -> PageText:
    """The lines and pictures of a page that pdfminer has analysed."""
    page = PageText(number, layout.width, layout.height, [], [])
    stack: list[Any] = list(layout)[::-1]
    while stack:
        item = stack.pop()
        if isinstance(item, LTTextBox):
            lines = [line for each in item if isinstance(each, LTTextLine) and (line := _line(each, number))]
            if lines:
                page.boxes.append(lines)
        elif isinstance(item, LTTextLine):
            if (line := _line(item, number)) is not None:
                page.boxes.append([line])
        elif isinstance(item, LTFigure):
            stack += list(item)[::-1]
        elif isinstance(item, LTImage):
            large = item.width >= _SMALLEST and item.height >= _SMALLEST
            whole = item.width * item.height > 0.9 * page.width * page.height
            if large and not whole:
                picture = _picture(item)
                if picture is None:
                    page.lost += 1
                else:
                    page.pictures.append((item.bbox, picture))
    return page


def _line(item: LTTextLine, number: int) -> Line | None:
    runs: list[tuple[str, str]] = []
    sizes: list[float] = []
    style = ""
    for letter in item:
        text = letter.get_text()
        if isinstance(letter, LTChar):
            style = _style(letter.fontname)
            sizes.append(letter.size)
            text = "" if text.startswith("(cid:") else text
        text = re.sub(r"\s+", " ", text)
        if runs and runs[-1][1] == style:
            runs[-1] = (runs[-1][0] + text, style)
        else:
            runs.append((text, style))
    if not sizes or not any(text.strip() for text, _ in runs):
        return None
    return Line(number, runs, statistics.median(sizes), *item.bbox)


def _style(font: str) -> str:
    name = str(font).lower()
    bold = any(word in name for word in ("bold", "black", "heavy"))
    return ("b" if bold else "") + ("i" if "italic" in name or "oblique" in name else "")


def _picture(item: LTImage) -> Picture | None:
    """JPEG as it is, plain grey and RGB samples as PNG, nothing else."""
    stream: PDFStream = item.stream
    filters = [str(getattr(name, "name", name)) for name, _ in stream.get_filters()]
    if filters and filters[-1] in ("DCTDecode", "DCT"):
        data = stream.get_rawdata() if len(filters) == 1 else stream.get_data()
        return Picture(bytes(data), item.width) if data else None
    columns, rows = item.srcsize
    space = [getattr(name, "name", "") for name in item.colorspace if name is not None]
    channels = {"DeviceRGB": 3, "CalRGB": 3, "DeviceGray": 1, "CalGray": 1}.get(space[0] if space else "", 0)
    if space[:1] == ["ICCBased"]:
        profile = getattr(item.colorspace[-1], "attrs", None) or {}
        channels = {1: 1, 3: 3}.get(int(profile.get("N") or 0), 0)
    if item.bits != 8 or not channels or not 0 < columns * rows * channels <= MAX_PICTURE:
        return None
    data = stream.get_data()
    if len(data) < columns * rows * channels:
        return None
    return Picture(_png(columns, rows, channels, data), item.width)


def _png(columns: int, rows: int, channels: int, data: bytes) -> bytes:
    width = columns * channels
    samples = b"".join(b"\0" + data[row * width : (row + 1) * width] for row in range(rows))
    head = struct.pack(">IIBBBBB", columns, rows, 8, 2 if channels == 3 else 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(samples)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def blocks(pages: Sequence[PageText]) -> tuple[list[Block], list[str]]:
    """Paragraphs and pictures of all pages in reading order; running heads and feet once, at the start.

    Also the texts of those that only some pages have: they have no place in a text that flows."""
    found, left_out = _take_running(pages)
    letters: Counter[float] = Counter()
    for page in pages:
        for box in page.boxes:
            for line in box:
                letters[round(line.size, 1)] += len(line.text)
    body = letters.most_common(1)[0][0] if letters else 10.0
    larger = sorted((size for size in letters if size > 1.12 * body), reverse=True)
    flow = [item for page in pages for item in _in_order(page)]
    builder = _Builder(body, larger, _pitch(flow))
    for item in flow:
        if isinstance(item, Line):
            builder.add(item)
        else:
            builder.picture(*item)
    return found + builder.finish(), left_out


def _take_running(pages: Sequence[PageText]) -> tuple[list[Block], list[str]]:
    """Take out the lines that stand at the edge of several pages alike, and page numbers.

    Returns those of most pages as blocks, and the texts of the others (a chapter's own)."""
    seen: dict[tuple[str, str, int], list[tuple[PageText, list[Line], Line]]] = defaultdict(list)
    for page in pages:
        for box in page.boxes:
            for line in box:
                edge = "header" if line.y0 > (1 - _EDGE) * page.height else "footer"
                if edge == "header" or line.y1 < _EDGE * page.height:
                    key = re.sub(r"\d+", "#", " ".join(line.text.split()))
                    seen[edge, key, round(line.y0 / 8)].append((page, box, line))
    found: list[Block] = []
    left_out: list[str] = []
    for (edge, key, _), places in seen.items():
        share = len({page.number for page, _, _ in places})
        everywhere = share >= max(2, 0.4 * len(pages))
        if not everywhere and share < 3:
            continue
        for _, box, line in places:
            box[:] = [other for other in box if other is not line]
        first = places[0][2]
        text = " ".join(first.text.split())
        if not any(map(str.isalpha, key)):
            continue  # a page number
        if everywhere:
            found.append(Block(first.page, edge, [Run(text)]))
        else:
            left_out.append(text)
    return found, left_out


Item = Line | tuple[int, Picture]


def _in_order(page: PageText) -> Iterator[Item]:
    """The lines and pictures of a page, column by column."""
    Box = tuple[tuple[float, float, float, float], Any]
    boxes: list[Box] = []
    for lines in page.boxes:
        if lines:
            edges = (
                min(line.x0 for line in lines), min(line.y0 for line in lines),
                max(line.x1 for line in lines), max(line.y1 for line in lines),
            )  # fmt: skip
            boxes.append((edges, lines))
    boxes += [(edges, picture) for edges, picture in page.pictures]
    for group in _columns(boxes, 0):
        left, right = min(edges[0] for edges, _ in group), max(edges[2] for edges, _ in group)
        items: list[tuple[float, Item]] = []
        lines = [line for _, content in group if not isinstance(content, Picture) for line in content]
        for line in _rows(lines):
            line.left, line.right = left, right
            items.append((line.y1, line))
        items += [(edges[3], (page.number, each)) for edges, each in group if isinstance(each, Picture)]
        yield from (item for _, item in sorted(items, key=lambda pair: -pair[0]))


def _rows(lines: Sequence[Line]) -> list[Line]:
    """Lines with those that stand beside each other as one: a stretched line, or a row of a table."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (-line.y0, line.x0)):
        row = rows[-1] if rows else []
        beside = row and abs(row[0].y0 - line.y0) < 0.35 * min(row[0].size, line.size)
        if beside and all(line.x0 >= other.x1 or line.x1 <= other.x0 for other in row):
            row.append(line)
        else:
            rows.append([line])
    return [_beside(row) for row in rows]


def _beside(row: list[Line]) -> Line:
    if len(row) == 1:
        return row[0]
    row = sorted(row, key=lambda line: line.x0)
    table = any(after.x0 - before.x1 > _STRETCH * before.size for before, after in itertools.pairwise(row))
    runs = list(row[0].runs)
    for line in row[1:]:
        runs[-1] = (runs[-1][0].rstrip() + ("\t" if table else " "), runs[-1][1])
        runs += line.runs
    return Line(
        row[0].page, runs, max(line.size for line in row), row[0].x0, min(line.y0 for line in row),
        row[-1].x1, max(line.y1 for line in row), row=table,
    )  # fmt: skip


def _columns(boxes: list[Any], depth: int) -> Iterator[list[Any]]:
    """Boxes in groups, each of one column: cut at white space, first between columns, then across."""
    if len(boxes) < 2 or depth > 40:
        if boxes:
            yield sorted(boxes, key=lambda box: (-box[0][3], box[0][0]))
        return
    if (at := _cut(boxes, 0)) is not None:
        yield from _columns([box for box in boxes if box[0][2] <= at], depth + 1)
        yield from _columns([box for box in boxes if box[0][2] > at], depth + 1)
        return
    if _needs_cut(boxes) and (at := _cut(boxes, 1)) is not None:
        yield from _columns([box for box in boxes if box[0][1] >= at], depth + 1)
        yield from _columns([box for box in boxes if box[0][1] < at], depth + 1)
        return
    yield sorted(boxes, key=lambda box: (-box[0][3], box[0][0]))


def _needs_cut(boxes: list[Any]) -> bool:
    """Whether two boxes stand beside each other."""
    ordered = sorted(boxes, key=lambda box: -box[0][3])
    low = ordered[0][0][1]
    for box in ordered[1:]:
        if box[0][3] > low + 1:
            return True
        low = min(low, box[0][1])
    return False


def _cut(boxes: list[Any], axis: int) -> float | None:
    """The middle of the widest gap in the boxes' projection on an axis (0: x), None without one."""
    spans = sorted((box[0][axis], box[0][axis + 2]) for box in boxes)
    best, at = (_GUTTER if axis == 0 else 0.5), None
    reach = spans[0][1]
    for start, end in spans[1:]:
        if start - reach > best:
            middle = (start + reach) / 2
            if axis == 1 or _tall(boxes, middle):
                best, at = start - reach, middle
        reach = max(reach, end)
    return at


def _tall(boxes: list[Any], at: float) -> bool:
    """Whether there are columns of text on both sides: several lines high, beside each other, and filled."""
    sides = [[box for box in boxes if (box[0][2] <= at) is side] for side in (True, False)]
    lefts = [min(edges[0] for edges, _ in side) for side in sides]
    for side in sides:
        widths = [
            line.x1 - line.x0 for _, content in side if not isinstance(content, Picture) for line in content
        ]
        if widths and statistics.median(widths) < _FILLED * (lefts[1] - lefts[0]):
            return False  # cells of a table
    spans = [(min(edges[1] for edges, _ in side), max(edges[3] for edges, _ in side)) for side in sides]
    return min(top for _, top in spans) - max(low for low, _ in spans) >= 0 and all(
        top - low >= _COLUMN for low, top in spans
    )


def _pitch(flow: Sequence[Item]) -> float:
    """The distance of two lines of a paragraph, in sizes of their letters."""
    lines = [item for item in flow if isinstance(item, Line)]
    pitches = [
        (before.y0 - after.y0) / before.size
        for before, after in itertools.pairwise(lines)
        if before.page == after.page and before.size > 0 and abs(before.size - after.size) < 0.5
        and 0.8 < (before.y0 - after.y0) / before.size < 4
    ]  # fmt: skip
    usual = sorted(pitches)[len(pitches) // 4] if pitches else 1.3
    return usual if len(pitches) > 2 else min(usual, 1.5)  # two lines may well be two paragraphs


class _Builder:
    """Puts lines together to paragraphs."""

    def __init__(self, body: float, larger: Sequence[float], pitch: float) -> None:
        self._body = body
        self._larger = larger
        self._pitch = pitch
        self._done: list[Block] = []
        self._lines: list[Line] = []
        self._waiting: list[Block] = []  # pictures, until the paragraph before them is whole
        self._tag = 0

    def add(self, line: Line) -> None:
        if self._lines and self._begins(self._lines, line):
            self._close()
        self._lines.append(line)

    def picture(self, page: int, picture: Picture) -> None:
        """A picture; a paragraph that goes on behind it isn't parted by it."""
        block = Block(page, "picture", picture=picture)
        (self._waiting if self._lines else self._done).append(block)

    def finish(self) -> list[Block]:
        self._close()
        return self._done

    def _begins(self, lines: Sequence[Line], line: Line) -> bool:
        """Whether a line begins another paragraph than the lines before it."""
        before = lines[-1]
        if before.row or line.row:
            return True
        said, says = before.text.rstrip(), line.text.lstrip()
        if _BULLET.match(says) or _NUMBER.match(says):
            return True
        if abs(before.size - line.size) > 0.1 * max(before.size, line.size) or before.bold != line.bold:
            return True
        ended = bool(_END.search(said))
        lower = says[:1].islower()
        width = max(before.right - before.left, 1.0)
        short = before.x1 < before.right - 0.15 * width
        follows = (
            before.page == line.page and before.y0 > line.y0 and before.x0 < line.x1 and line.x0 < before.x1
        )
        if not follows:  # the next column or page
            return ended or not (lower or not short or _HYPHEN.search(said))
        usual = self._pitch * line.size
        if before.y0 - line.y0 > (1.3 if ended or not lower else 2.2) * usual:
            return True
        item = bool(_BULLET.match(lines[0].text.lstrip()) or _NUMBER.match(lines[0].text.lstrip()))
        if item:
            return line.x0 <= lines[0].x0 + 2 and (ended or short)
        indented = line.x0 > before.x0 + 6 and (len(lines) > 1 or ended)
        very_short = (
            before.x1 < before.right - 0.4 * width and not lower and not said.endswith((",", ";", "-"))
        )
        return (ended and (short or indented)) or (very_short and not _HYPHEN.search(said))

    def _close(self) -> None:
        if not self._lines:
            return
        runs: list[tuple[str, str]] = []
        for line in self._lines:
            pieces = list(line.runs)
            if runs:
                last = runs[-1][0].rstrip()
                if _HYPHEN.search(last) and line.text.lstrip()[:1].islower():
                    runs[-1] = (last[:-1], runs[-1][1])
                else:
                    runs[-1] = (last + " ", runs[-1][1])
                pieces[0] = (pieces[0][0].lstrip(), pieces[0][1])
            runs += pieces
        plain = "".join(text for text, _ in runs).strip()
        first = self._lines[0]
        block = Block(first.page, "text", [])
        if first.row:
            block.kind = "row"
        elif _BULLET.match(plain):
            block.kind = "bullet"
        elif first.size > 1.12 * self._body and len(plain) <= _TITLE:
            block.kind = "heading"
            block.level = min(1 + self._larger.index(round(first.size, 1)), 4) if (
                round(first.size, 1) in self._larger
            ) else 4  # fmt: skip
        elif _NUMBER.match(plain):
            block.kind = "number"
        elif first.bold and len(self._lines) == 1 and len(plain) <= 80 and not _END.search(plain):
            block.kind, block.level = "heading", min(len(self._larger) + 1, 4)
        block.runs = self._marked(runs, block.kind == "heading")
        self._lines = []
        if block.runs:
            self._done.append(block)
        self._done += self._waiting
        self._waiting = []

    def _marked(self, runs: Sequence[tuple[str, str]], plain: bool) -> list[Run]:
        """Runs with marks for bold and italic words; blanks as one, none at the edges."""
        merged: list[tuple[str, str]] = []
        for text, style in runs:
            style = "" if plain else style
            if merged and (merged[-1][1] == style or not text.strip()):
                merged[-1] = (merged[-1][0] + text, merged[-1][1])
            elif text:
                merged.append((text, style))
        result: list[Run] = []
        for text, style in merged:
            tags: tuple[str, ...] = ()
            if style:
                self._tag += 1
                tags = tuple(f"{letter}{self._tag}" for letter in style)
            text = _SYMBOL.sub("•", re.sub(r" *\t *", "\t", re.sub(r"[^\S\t]+", " ", text)))
            if not result or result[-1].text.endswith((" ", "\t")):
                text = text.lstrip()
            if text:
                result.append(Run(text, tags))
        while result and not result[-1].text.rstrip():
            result.pop()
        if result:
            result[-1] = Run(result[-1].text.rstrip(), result[-1].tags)
        return merge_runs(result)
