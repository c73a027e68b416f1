"""Hard-wrapped plain text: which lines are one paragraph, and that paragraph in lines again.

A program that wraps text puts a word on the next line because it didn't fit. So lines are taken for one
paragraph only if nearly every one of them had no room for the first word of the next, and sentences go on
from line to line. Verse, lists, tables, quotes, headings, code and addresses fail one or the other."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

NARROWEST = 40  # characters; narrower columns are verse or addresses more often than prose
WIDEST = 160
FULL = 0.6  # share of the line ends of a paragraph where the next word did not fit
RUNNING = 0.4  # share of the line ends at which a sentence goes on
_SHORT = 0.5  # of the width: a last line that may be a signature
_ITEM = re.compile(
    r"\s*(?:(?:[-*+•‣◦▪●○■□✓✔➤·–—]|\(?\d{1,3}[.)]|\(?[a-zA-Z]\)|\[[ xX]\]|[ivxlc]{1,5}[.)])\s|>|\|)"
)
_COLUMNS = re.compile(r"\S(?:\t|[ \u00a0]{3,})\s*\S|\|.*\|")
_CODE = re.compile(r"[{};\\]\s*$|==|=>|->|::|\(\)|</|/>|&&|^\s*(?:#|//|/\*|\$ |\{|\}|<[A-Za-z!/])")
_FIELD = re.compile(r"[^\W\d][\w-]{0,20}:(?:\s|$)")  # `Konu: ...`
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_STOPS = re.compile(r"[.!?…][\"'”’»)\]]*$")
_OPENING = "\"'“‘«(["


@dataclass(frozen=True)
class Paragraph:
    """Lines [first, last) of a text that are one hard-wrapped paragraph.

    text: them joined. width: of its longest line. indent: before its first line; hanging: before the others."""

    first: int
    last: int
    text: str
    width: int
    indent: str = ""
    hanging: str = ""

    def wrap(self, text: str) -> list[str]:
        """Another text in lines of this paragraph's width. A longer word stands alone."""
        lines = textwrap.wrap(
            text, self.width, initial_indent=self.indent, subsequent_indent=self.hanging,
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
        return lines or [""]


def paragraphs(lines: Sequence[str]) -> list[Paragraph]:
    """The hard-wrapped paragraphs among lines (without their ends), in order. Other lines are in none."""
    found: list[Paragraph] = []
    start = 0
    for index in range(len(lines) + 1):
        if index == len(lines) or not lines[index].strip():
            if index - start > 1:
                found += _in_block(lines, start, index)
            start = index + 1
    return found


def fill(text: str, width: int) -> str:
    """The text in lines of at most `width` characters, of the same length: blanks become line ends."""
    characters = list(text)
    start = last = -1  # the line end before this line, and the last blank in it
    for index, character in enumerate([*text, " "]):
        if character != " ":
            continue
        if index - start - 1 > width and last > start:
            characters[last] = "\n"
            start = last
        last = index
    return "".join(characters)


def _in_block(lines: Sequence[str], start: int, stop: int) -> Iterator[Paragraph]:
    """Those in a stretch of lines without a blank one."""
    stop = next((i for i in range(start, stop) if _ITEM.match(lines[i])), stop)  # a list, to the block's end
    if sum(bool(_FIELD.match(line)) for line in lines[start:stop]) > 1:
        return
    width = max((len(line.rstrip()) for line in lines[start:stop]), default=0)
    if not NARROWEST <= width <= WIDEST:
        return
    first = start
    for index in range(start + 1, stop + 1):
        if index == stop or _parted(lines, first, index, width):
            if (paragraph := _paragraph(lines, first, index, width)) is not None:
                yield paragraph
            first = index


def _parted(lines: Sequence[str], first: int, index: int, width: int) -> bool:
    """Whether another paragraph, heading or the like begins at a line."""
    before, line = lines[index - 1], lines[index]
    if _fixed(before) or _fixed(line) or before.isupper() != line.isupper():
        return True
    if index - first > 1 and _indent(line) != _indent(before):
        return True
    return not _full(before, line, width) and not _runs_on(before, line)


def _paragraph(lines: Sequence[str], first: int, last: int, width: int) -> Paragraph | None:
    """Lines as a paragraph, None if they aren't clearly one."""
    if last - first > 2 and _signature(lines[last - 2], lines[last - 1], width):
        last -= 1
    ends = list(zip(lines[first : last - 1], lines[first + 1 : last], strict=True))
    if not ends:
        return None
    full = sum(_full(before, after, width) for before, after in ends)
    running = sum(_runs_on(before, after) for before, after in ends)
    if full < FULL * len(ends) or running < max(1, RUNNING * len(ends)):
        return None
    if len(ends) == 1 and not _STOPS.search(lines[last - 1].rstrip()):
        return None
    own = max(len(line.rstrip()) for line in lines[first:last])
    return Paragraph(
        first, last, _joined(lines[first:last]), own, _indent(lines[first]), _indent(lines[first + 1])
    )


def _fixed(line: str) -> bool:
    """Whether a line has a form of its own: columns, code, a rule."""
    return bool(_COLUMNS.search(line) or _CODE.search(line)) or not any(map(str.isalnum, line))


def _full(before: str, after: str, width: int) -> bool:
    """Whether the next line's first word had no room on the line before it."""
    return len(before.rstrip()) + 1 + len(after.split(maxsplit=1)[0]) > width


def _runs_on(before: str, after: str) -> bool:
    """Whether a sentence goes on from one line to the next."""
    word = re.match(r"\w*", after.lstrip().lstrip(_OPENING))
    head = word.group() if word else ""
    return not _ENDS.search(before.rstrip()) and (head[:1].islower() or head[:1].isdigit() or head == "I")


def _signature(before: str, line: str, width: int) -> bool:
    """Whether a last line is a name or greeting rather than the end of the paragraph."""
    text = line.strip()
    short = len(text) < _SHORT * width and text[:1].isupper() and not _STOPS.search(text)
    return short and bool(_ENDS.search(before.rstrip()))


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _joined(lines: Sequence[str]) -> str:
    """Lines as one; a word that was broken at its own hyphen stays one word."""
    text = lines[0].strip()
    for line in lines[1:]:
        piece = line.strip()
        broken = len(text) > 1 and text[-1] == "-" and text[-2].isalpha() and piece[:1].islower()
        text += piece if broken else f" {piece}"
    return text
