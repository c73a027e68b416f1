"""SubRip, WebVTT and Advanced SubStation subtitles: times, positions, styles and comments stay to the byte;
the cues' texts are translated as whole sentences."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.documents.base import DocumentFile, Segment, Translations
from app.documents.cues import MAX_LINE, Cue, group_cues, join_cues, reading_speed, split_runs, wrap_runs
from app.documents.inline import Node, mend_runs, nest, same_runs, worth_translating
from app.documents.textfile import encoding_note, read_text, write_text
from app.errors import PlgtError
from app.text.markup import Run

_STAMP = r"(?:\d{1,4}:)?\d{1,3}:\d{2}[,.]\d{1,3}"
_TIMES = re.compile(rf"(?:\A|(?<=[\r\n]))[ \t]*({_STAMP})[ \t]*-->[ \t]*({_STAMP})[^\r\n]*+")
_LINE_END = re.compile(r"\r\n|\n|\r")
_BLANK_LINE = re.compile(r"(?:\r\n|\n|\r(?!\n))[ \t]*(?=\r\n|\n|\r|\Z)")
_TAG = re.compile(r"</?(?:[A-Za-z][\w.-]*(?:\s[^<>]*)?|[A-Za-z][\w.-]*\.[^<>]*)>|<\d[\d:.]*>|\{\\[^{}]*\}")
_ASS_TAG = re.compile(r"\{[^{}]*\}|\\[Nnh]")
_TOGGLE = re.compile(r"\{\\([ibus])([01])\}")
_DRAWING = re.compile(r"\\p[1-9]")


@dataclass
class _Located:
    """A cue and the place of its translatable text in the file. marks: opening and closing of each tag;
    an empty closing is a place."""

    cue: Cue
    start: int
    end: int
    marks: dict[Hashable, tuple[str, str]] = field(default_factory=dict)


class SubtitleFile(DocumentFile):
    """A `.srt`, `.vtt`, `.ass` or `.ssa` file."""

    def __init__(
        self, path: Path, source_lang: str | None = None, options: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(path, source_lang, options)
        self._text, self._encoding = read_text(path, source_lang, limit=64 << 20)
        self._ass = path.suffix.lower() in (".ass", ".ssa") or "[Script Info]" in self._text[:400]
        self._vtt = not self._ass and self._text.startswith("WEBVTT")
        self._newline = found.group() if (found := _LINE_END.search(self._text)) else "\n"
        self._next_tag = 0
        self._cues = list(self._find_ass() if self._ass else self._find_timed())
        if not self._cues and self._text.strip():
            raise PlgtError(f'"{path.name}" holds no subtitles that could be read: check its format.')
        self._groups = list(self._group())

    # Reading --------------------------------------------------------------------------------------

    def _find_timed(self) -> Iterator[_Located]:
        """Cues of SubRip and WebVTT: a line of times, then text up to a blank line."""
        matches = list(_TIMES.finditer(self._text))
        for match, following in itertools.zip_longest(matches, matches[1:]):
            line_end = _LINE_END.match(self._text, match.end())
            if line_end is None:
                continue
            start = line_end.end()
            limit = following.start() if following is not None else len(self._text)
            blank = _BLANK_LINE.search(self._text, match.end(), limit)
            # a blank line at once: no text at all
            end = blank.start() if blank is not None else limit
            if end < start:
                end = start
            if blank is None and following is not None:
                # no blank line before the next cue: its number is not text
                number = re.search(
                    r"(?:\r\n|\n|\r)?[ \t]*\d*[ \t]*(?:\r\n|\n|\r)?\Z", self._text[start:limit]
                )
                end = start + number.start() if number else end
            while end > start and self._text[end - 1] in "\r\n":
                end -= 1
            yield self._located(_seconds(match.group(1)), _seconds(match.group(2)), start, end, _TAG)

    def _find_ass(self) -> Iterator[_Located]:
        """Dialogue lines of the [Events] section, by its Format line."""
        columns: list[str] = []
        section = ""
        at = 0
        for line in re.split(r"(\r\n|\n|\r)", self._text):
            if line.startswith("["):
                section = line.strip().lower()
            elif section == "[events]" and line.startswith("Format:"):
                columns = [name.strip().lower() for name in line[7:].split(",")]
            elif section == "[events]" and line.startswith("Dialogue:") and "text" in columns:
                parts = line[9:].split(",", len(columns) - 1)
                if len(parts) == len(columns) and columns[-1] == "text":
                    values = dict(zip(columns, parts, strict=True))
                    start = at + len(line) - len(parts[-1])
                    times = [_seconds(values.get(name, "").strip()) for name in ("start", "end")]
                    if not _DRAWING.search(parts[-1]):
                        yield self._located(times[0], times[1], start, at + len(line), _ASS_TAG)
            at += len(line)

    def _located(self, began: float, ended: float, start: int, end: int, tags: re.Pattern[str]) -> _Located:
        start, end = self._without_wrapping(start, end, tags)
        located = _Located(Cue(began, ended, []), start, end)
        runs = located.cue.runs
        path: list[tuple[Hashable, str]] = []
        at = start
        for match in tags.finditer(self._text, start, end):
            self._add_text(runs, self._text[at : match.start()], path)
            self._add_tag(located, match, path, end)
            at = match.end()
        self._add_text(runs, self._text[at:end], path)
        return located

    def _without_wrapping(self, start: int, end: int, tags: re.Pattern[str]) -> tuple[int, int]:
        """Leave out tags that hold for the whole cue: positions, speakers."""
        while (match := tags.match(self._text, start, end)) is not None:
            text = match.group()
            place = text.startswith(("{", "<v ", "<v.")) and not text.startswith("</")
            if not place or (_TOGGLE.fullmatch(text) and _off(text) in self._text[match.end() : end]):
                break
            start = match.end()
        if self._text.endswith("</v>", start, end):
            end -= 4
        while end > start and self._text[end - 1] in " \t":
            end -= 1
        return start, end

    def _add_text(self, runs: list[Run], text: str, path: Sequence[tuple[Hashable, str]]) -> None:
        if text:
            text = _LINE_END.sub("\n", text)
            if self._vtt:
                text = html.unescape(text)
            runs.append(Run(text, tuple(number for number, _ in path)))

    def _add_tag(
        self, located: _Located, match: re.Match[str], path: list[tuple[Hashable, str]], end: int
    ) -> None:
        tag = match.group()
        tags = tuple(number for number, _ in path)
        if tag in ("\\N", "\\n"):
            located.cue.runs.append(Run("\n", tags))
            return
        if tag == "\\h":
            located.cue.runs.append(Run("\u00a0", tags))
            return
        name = re.sub(r"[^\w].*", "", tag.strip("</>"), flags=re.S).lower()
        if tag.startswith("</") and any(opened == name for _, opened in path):
            while path and path.pop()[1] != name:
                pass
            return
        closing = f"</{name}>"
        if toggle := _TOGGLE.fullmatch(tag):
            name = "\\" + toggle.group(1)
            if toggle.group(2) == "0" and any(opened == name for _, opened in path):
                while path and path.pop()[1] != name:
                    pass
                return
        self._next_tag += 1
        number = self._next_tag
        if toggle is not None and toggle.group(2) == "1" and _off(tag) in self._text[match.end() : end]:
            located.marks[number] = (tag, _off(tag))
            path.append((number, name))
            return
        if tag.startswith("<") and name and not tag.startswith("</"):
            found = re.compile(re.escape(closing), re.I).search(self._text, match.end(), end)
            if found is not None:
                located.marks[number] = (tag, found.group())
                path.append((number, name))
                return
        located.marks[number] = (tag, "")
        located.cue.runs.append(Run("", (*tags, number)))

    def _group(self) -> Iterator[list[_Located]]:
        """Cues in the order of time (the file may hold them in another), grouped into sentences."""
        order = sorted(self._cues, key=lambda located: (located.cue.start, located.start))
        in_order = all(a.start < b.start for a, b in itertools.pairwise(order))
        if not in_order:  # styled layers repeat and overlap: every cue for itself
            yield from ([located] for located in self._cues)
            return
        for group in group_cues([located.cue for located in order]):
            yield [order[index] for index in group]

    # Translating ----------------------------------------------------------------------------------

    def segments(self) -> Iterator[Segment]:
        for number, group in enumerate(self._groups, start=1):
            runs = join_cues([located.cue for located in group])
            if worth_translating(runs):
                at = int(group[0].cue.start)
                context = f"{at // 3600}:{at // 60 % 60:02}:{at % 60:02}"
                yield Segment(str(number), tuple(runs), context, max_chars=MAX_LINE)

    def save(self, target: Path, translations: Translations, target_lang: str) -> None:
        edits: list[tuple[int, int, str]] = []
        shown: list[tuple[float, float, str]] = []
        long = 0
        for number, group in enumerate(self._groups, start=1):
            source = join_cues([located.cue for located in group])
            runs = translations.get(str(number))
            if runs is None or same_runs(runs, source):
                shown += [(c.cue.start, c.cue.end, c.cue.text) for c in group]
                continue
            marks = {tag: pair for located in group for tag, pair in located.marks.items()}
            parts = split_runs(mend_runs(source, runs), [len(located.cue.text.strip()) for located in group])
            for located, part in zip(group, parts, strict=True):
                wrapped = wrap_runs(part)
                text = "".join(run.text for run in wrapped)
                long += text.count("\n") > max(1, located.cue.text.count("\n"))
                edits.append((located.start, located.end, self._render(nest(wrapped), marks)))
                shown.append((located.cue.start, located.cue.end, text))
        self._note(reading_speed(shown))
        if long:
            self._note(f"{long} cues need more lines than before: their text is long for its time.")
        edits.sort()

        def pieces() -> Iterator[str]:
            at = 0
            for start, end, text in edits:
                yield self._text[at:start]
                yield text
                at = end
            yield self._text[at:]

        used = write_text(target, self._encoding, pieces, target_lang)
        self._note(encoding_note(self.path.name, self._encoding, used))

    def _note(self, note: str) -> None:
        if note and note not in self.notes:
            self.notes.append(note)

    def _render(self, content: Sequence[str | Node], marks: Mapping[Hashable, tuple[str, str]]) -> str:
        out: list[str] = []
        for part in content:
            if isinstance(part, str):
                out.append(self._escape(part))
            else:
                opening, closing = marks[part.tag]
                out.append(opening + self._render(part.content, marks) + closing)
        return "".join(out)

    def _escape(self, text: str) -> str:
        if self._ass:
            return text.replace("\n", "\\N").replace("\u00a0", "\\h").replace("{", "(").replace("}", ")")
        if self._vtt:
            text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        else:
            text = text.replace("-->", "->")
        return re.sub(r"\n+", "\n", text).replace("\n", self._newline)


def _off(toggle: str) -> str:
    """What ends `{\\i1}`."""
    return toggle.replace("1}", "0}")


def _seconds(stamp: str) -> float:
    parts = re.split(r"[:,.]", stamp)
    if not all(part.isdecimal() for part in parts) or len(parts) < 2:
        return 0.0
    *whole, fraction = parts
    total = 0
    for part in whole:
        total = 60 * total + int(part)
    return total + int(fraction) / 10 ** len(fraction)
