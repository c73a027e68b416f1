"""The text of subtitle cues: sentences joined across cues, split back in time, broken into short lines."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from app.text.markup import Run, join_runs

_PUNCTUATED = re.compile(r"[.!?,;:…][\"'”’)]*$")
MAX_LINE = 42  # characters
MAX_GAP = 2.0  # seconds between cues of one sentence
MAX_JOINED = 6  # cues
MANY_WORDS = 400  # of a group of cues, above which the best borders would take too long to find
FAST = 21.0  # characters per second that few people can read

_ENDS = re.compile(r"[.!?…:;♪♫][\"'”’»)\]]*\s*$")
_DASH = re.compile(r"\s*[-–—‐]\s*\S")
_LABEL = re.compile(r"\s*[A-ZÇĞİÖŞÜÁÂÃÀÉÊÍÓÔÕÚ][A-ZÇĞİÖŞÜÁÂÃÀÉÊÍÓÔÕÚ0-9 .'’-]{1,24}:\s")  # AYŞE: Gel.
_STARTS_NEW = re.compile(r"\s*(?:[-–—‐♪♫#\[(])")


@dataclass
class Cue:
    """One cue, or a part of one. runs: its text with marks, "\\n" between its lines. start, end: seconds.

    voice: style and place on the screen, and the speaker; cues of two voices are never one sentence.
    alone: it is never joined with another. inner: it goes on in the cue of the part before it."""

    start: float
    end: float
    runs: list[Run]
    voice: tuple[Hashable, str] = ("", "")
    alone: bool = False
    inner: bool = False

    @property
    def text(self) -> str:
        return join_runs(self.runs)

    @property
    def dialogue(self) -> bool:
        """Whether its lines are of different speakers: they stay lines."""
        lines = self.text.split("\n")
        return len(lines) > 1 and sum(bool(_DASH.match(line)) for line in lines) >= 1


def group_cues(cues: Sequence[Cue]) -> Iterator[list[int]]:
    """Indices of cues that make up whole sentences together."""
    group: list[int] = []
    for index, cue in enumerate(cues):
        if group and not _continues(cues[group[-1]], cue, len(group)):
            yield group
            group = []
        group.append(index)
    if group:
        yield group


def _continues(before: Cue, after: Cue, length: int) -> bool:
    if length >= MAX_JOINED or before.alone or after.alone or before.voice != after.voice:
        return False
    if not after.inner and not 0 <= after.start - before.end + 0.5 <= MAX_GAP + 0.5:
        return False
    if before.dialogue or after.dialogue or _STARTS_NEW.match(after.text):
        return False
    text = before.text.strip()
    if not text or not after.text.strip() or _LABEL.match(after.text):
        return False
    if " ".join(after.text.split()).startswith(" ".join(text.split())):  # it grows, or is said again
        return False
    if _ENDS.search(text):
        return text.endswith("...") and after.text.strip()[:1].islower()
    return text[-1:] not in ")]"


def join_cues(cues: Sequence[Cue]) -> list[Run]:
    """The runs of a group as one text: lines joined by blanks, unless they are different speakers'."""
    runs: list[Run] = []
    for cue in cues:
        if runs:
            runs.append(Run(" "))
        for run in cue.runs:
            text = run.text if cue.dialogue else re.sub(r"[ \t]*\n[ \t]*", " ", run.text)
            runs.append(Run(text, run.tags, run.keep))
    return runs


@dataclass(frozen=True)
class _Word:
    """A word with its marks and the marks of the blank before it. Places travel as words without letters."""

    runs: tuple[Run, ...]
    gap: str  # "", " " or "\n" before it
    gap_tags: tuple[Hashable, ...] = ()

    @property
    def text(self) -> str:
        return join_runs(self.runs)


def split_runs(runs: Sequence[Run], lengths: Sequence[int]) -> list[list[Run]]:
    """Divide a translation among cues whose sources have these lengths: in proportion, at words, rather after
    punctuation. The parts' words join to the text's words."""
    count = len(lengths)
    if count == 1:
        return [list(runs)]
    words = _words(runs)
    sizes = [len(word.text) + 1 for word in words]
    total, share = sum(sizes), sum(lengths) or 1
    ideal = [total * length / share for length in lengths]
    if len(words) > MANY_WORDS:
        return _split_evenly(words, sizes, ideal)
    prefix = [0]
    for size in sizes:
        prefix.append(prefix[-1] + size)
    limit = float("inf")
    n = len(words)
    # best[c][i]: least cost of the first i words in the first c cues
    best = [[limit] * (n + 1) for _ in range(count + 1)]
    back = [[0] * (n + 1) for _ in range(count + 1)]
    best[0][0] = 0.0
    for c in range(1, count + 1):
        for i in range(n + 1):
            for j in range(i + 1):
                if best[c - 1][j] == limit:
                    continue
                size = prefix[i] - prefix[j]
                cost = ((size - ideal[c - 1]) / max(ideal[c - 1], 1.0)) ** 2 + (1e4 if i == j else 0.0)
                if c < count and i and not _PUNCTUATED.search(words[i - 1].text):
                    cost += 0.08 if len(words[i - 1].text) > 3 else 0.12  # no article left behind
                if best[c - 1][j] + cost < best[c][i]:
                    best[c][i], back[c][i] = best[c - 1][j] + cost, j
    cuts = [n]
    for c in range(count, 0, -1):
        cuts.append(back[c][cuts[-1]])
    cuts.reverse()
    return [_unite(words[cuts[c] : cuts[c + 1]]) for c in range(count)]


def _split_evenly(words: list[_Word], sizes: list[int], ideal: list[float]) -> list[list[Run]]:
    """In proportion alone, for texts that no cue should hold."""
    parts: list[list[_Word]] = [[] for _ in ideal]
    cue, done, border = 0, 0, ideal[0]
    for word, size in zip(words, sizes, strict=True):
        while done >= border and cue + 1 < len(ideal):
            cue += 1
            border += ideal[cue]
        parts[cue].append(word)
        done += size
    return [_unite(part) for part in parts]


def _words(runs: Sequence[Run]) -> list[_Word]:
    words: list[_Word] = []
    current: list[Run] = []
    gap = ""
    gap_tags: tuple[Hashable, ...] = ()
    for run in runs:
        if not run.text:
            current.append(run)
            continue
        for piece in re.split(r"([ \t\n]+)", run.text):
            if not piece:
                continue
            if piece.strip(" \t\n"):
                current.append(Run(piece, run.tags, run.keep))
                continue
            if current:
                words.append(_Word(tuple(current), gap, gap_tags))
                current = []
                gap, gap_tags = "", ()
            gap = "\n" if "\n" in piece or gap == "\n" else " "
            gap_tags = run.tags
    if current:
        words.append(_Word(tuple(current), gap, gap_tags))
    return words


def _unite(words: Sequence[_Word]) -> list[Run]:
    runs: list[Run] = []
    for index, word in enumerate(words):
        if index and word.gap:
            runs.append(Run(word.gap, word.gap_tags))
        runs += word.runs
    return runs


def wrap_runs(runs: Sequence[Run], limit: int = MAX_LINE) -> list[Run]:
    """Break a text into as few lines of at most `limit` characters as possible, of similar length. Line
    breaks that are there stay. A longer word stands alone."""
    lines: list[list[_Word]] = [[]]
    for word in _words(runs):
        if word.gap == "\n" and lines[-1]:
            lines.append([])
        lines[-1].append(word)
    result: list[Run] = []
    for words in lines:
        for part in _balanced(words, limit):
            if result:
                result.append(Run("\n"))
            result += _unite(part)
    return result


def _balanced(words: list[_Word], limit: int) -> list[list[_Word]]:
    fewest = len(_greedy(words, limit))
    if fewest <= 1:
        return [words]
    for width in range(limit // 2, limit + 1):
        lines = _greedy(words, width)
        if len(lines) == fewest and all(_width(line) <= width or len(line) == 1 for line in lines):
            return lines
    return _greedy(words, limit)


def _greedy(words: list[_Word], limit: int) -> list[list[_Word]]:
    lines: list[list[_Word]] = [[]]
    for word in words:
        if lines[-1] and word.gap and _width([*lines[-1], word]) > limit:
            lines.append([])
        lines[-1].append(word)
    return lines


def _width(words: Sequence[_Word]) -> int:
    return sum(len(word.text) + (1 if index and word.gap else 0) for index, word in enumerate(words))


def reading_speed(cues: Sequence[tuple[float, float, str]]) -> str:
    """A sentence on (start, end, text) of all cues, for the report."""
    speeds = [
        (len(" ".join(text.split())) / (end - start), start)
        for start, end, text in cues
        if end > start and text.strip()
    ]
    if not speeds:
        return ""
    ordered = sorted(speed for speed, _ in speeds)
    fast = [start for speed, start in speeds if speed > FAST]
    note = f"Reading speed: median {ordered[len(ordered) // 2]:.1f}, highest {ordered[-1]:.1f} characters/s"
    if fast:
        first = f"{int(fast[0] // 3600)}:{int(fast[0] // 60 % 60):02}:{int(fast[0] % 60):02}"
        note += f"; {len(fast)} cues are above {FAST:.0f} (the first at {first})"
    return note + "."
