"""The time lines of SubRip and WebVTT: what is the text of which cue, also where a file is written loosely."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

_STAMP = r"(?:\d{1,4}[ \t]?:[ \t]?)?\d{1,3}[ \t]?:[ \t]?\d{1,2}(?:[ \t]?[,.:;][ \t]?\d{1,3})?(?!\d)"
_REGULAR = re.compile(
    r"[ \t]*((?:\d{2,4}:)?\d{2}:\d{2}[,.]\d{3})[ \t]+-->[ \t]+((?:\d{2,4}:)?\d{2}:\d{2}[,.]\d{3})(?:[ \t].*)?"
)
_LOOSE = re.compile(rf"[ \t]*({_STAMP})[ \t]*(?:-{{1,3}}|[–—]|- -)>[ \t]*({_STAMP})(?:[ \t].*)?")
_LINES = re.compile(r"([^\r\n]*+)(\r\n|\n|\r|\Z)")
_NUMBER = re.compile(r"[ \t\ufeff]*(\d{1,9})[ \t]*\Z")
UNKNOWN = -1.0  # a time that can't be read
MAX_LINES = 1_000_000  # a hundred hours of film have a quarter of them


@dataclass(frozen=True)
class TimedText:
    """A cue of a file.

    start, end: seconds, UNKNOWN where the line of times can't be read. settings: what follows the times.
    label: the cue's number or name, "" without one; ordinal: its place in the file, from 1.
    lines: spans of its lines of text, without line ends; those in between that are empty are left out.
    blocks: for each line the stretch it belongs to, where blank lines part the text: 0, 0, 1 for two lines,
    a gap and one more.
    odd: the line of times isn't written as the format wants it.
    """

    start: float
    end: float
    settings: str
    label: str
    ordinal: int
    lines: tuple[tuple[int, int], ...]
    blocks: tuple[int, ...]
    odd: bool = False

    @property
    def name(self) -> str:
        """How a report calls it."""
        return self.label or f"no. {self.ordinal}"


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        return not self.text.strip()


@dataclass(frozen=True)
class _Times:
    """A line of times, by its index among all lines."""

    index: int
    start: float
    end: float
    settings: str
    odd: bool


def timed_texts(text: str, *, vtt: bool) -> Iterator[TimedText]:
    """The cues of a file in its order.

    In SubRip everything up to the next number and time line is the cue's, empty lines within it too, whether
    an empty line comes before that number or not. In WebVTT an empty line, and only an empty line, ends a
    cue."""
    lines = [_Line(m.start(1), m.end(1), m.group(1)) for m in _LINES.finditer(text) if m.group()]
    times = [found for found in map(_times, itertools.count(), lines, _before(lines)) if found is not None]
    label = -1  # index of the line that numbers or names the cue at hand
    last = 0
    for ordinal, (at, following) in enumerate(itertools.zip_longest(times, times[1:]), start=1):
        if ordinal == 1:
            label, last = _label(lines, at.index, 0, last, vtt)
        stop = following.index if following is not None else len(lines)
        next_label, next_last = -1, last
        if following is not None:
            next_label, next_last = _label(lines, stop, at.index + 1, last, vtt)
            if next_label >= 0:
                stop = next_label
        spans: list[tuple[int, int]] = []
        blocks: list[int] = []
        block, gap = 0, False
        for line in lines[at.index + 1 : stop]:
            if vtt and not line.text:
                break
            if line.blank:
                gap = True
                continue
            block += gap and bool(spans)
            gap = False
            spans.append((line.start, line.end))
            blocks.append(block)
        name = lines[label].text.strip(" \t\ufeff") if label >= 0 else ""
        yield TimedText(at.start, at.end, at.settings, name, ordinal, tuple(spans), tuple(blocks), at.odd)
        label, last = next_label, next_last


def stray_lines(text: str) -> list[int]:
    """Numbers of the lines of a WebVTT file that begin a block of text which no player shows: it stands
    behind an empty line without times of its own."""
    found: list[int] = []
    number, block = 0, []
    for match in itertools.chain(_LINES.finditer(text), [None]):
        line = match.group(1) if match is not None else ""
        number += 1
        if line:
            block.append(line)
            continue
        head = block[0].lstrip("\ufeff") if block else ""
        shown = any("-->" in each for each in block) or head.startswith(("WEBVTT", "NOTE", "STYLE", "REGION"))
        if block and not shown and any(character.isalpha() for each in block for character in each):
            found.append(number - len(block))
        block = []
    return found


def _before(lines: list[_Line]) -> Iterator[_Line | None]:
    return itertools.chain([None], lines)


def _times(index: int, line: _Line, before: _Line | None) -> _Times | None:
    """What a line says if it is one of times. A loose one counts only where a cue can begin."""
    if ">" not in line.text:
        return None
    if found := _REGULAR.fullmatch(line.text):
        return _Times(
            index,
            _seconds(found.group(1)),
            _seconds(found.group(2)),
            line.text[found.end(2) :].strip(),
            False,
        )
    begins = before is None or before.blank or _NUMBER.match(before.text) is not None
    if found := _LOOSE.fullmatch(line.text):
        full = all(stamp.count(":") >= 2 or re.search(r"[,.]", stamp) for stamp in found.groups())
        if begins or (full and "-->" in line.text):
            start, end = _seconds(found.group(1)), _seconds(found.group(2))
            return _Times(index, start, end, line.text[found.end(2) :].strip(), True)
    if begins and any(map(str.isdigit, line.text.partition("-->")[0])) and "-->" in line.text:
        return _Times(index, UNKNOWN, UNKNOWN, "", True)
    return None


def _label(lines: list[_Line], index: int, low: int, last: int, vtt: bool) -> tuple[int, int]:
    """Index of the line that numbers the times at `index` (-1: none), not before `low`, and its number."""
    if index - 1 < low:
        return -1, last
    line = lines[index - 1]
    if vtt:
        named = not line.blank and (index - 2 < low or not lines[index - 2].text)
        named = named or _NUMBER.match(line.text) is not None
        return (index - 1 if named and not line.text.startswith("WEBVTT") else -1), last
    if number := _NUMBER.match(line.text):
        return index - 1, int(number.group(1))
    if line.blank and index - 2 >= low:  # an empty line between number and times
        number = _NUMBER.match(lines[index - 2].text)
        if number is not None and int(number.group(1)) == last + 1:
            return index - 2, last + 1
    return -1, last


def _seconds(stamp: str) -> float:
    """`1:02:03,5` -> 3723.5; `00:00:01` and `00:01` have no fraction."""
    whole, _, fraction = re.sub(r"[ \t]", "", stamp).replace(";", ",").replace(".", ",").partition(",")
    parts = whole.split(":")
    if not fraction and len(parts) == 4:  # 00:00:01:500
        fraction = parts.pop()
    total = 0
    for part in parts:
        total = 60 * total + int(part)
    return total + (int(fraction) / 10 ** len(fraction) if fraction else 0.0)
