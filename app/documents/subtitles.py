"""SubRip, WebVTT and Advanced SubStation subtitles: times, positions, styles and comments stay to the byte;
the cues' texts are translated as whole sentences.

Files are read and written in place here and not with `pysubs2`, which reads them into one common model and
writes that model out again. Then the numbers and coordinates of SubRip cues, empty lines within a cue, cues
with loose times, the WebVTT header, its NOTE, STYLE and REGION blocks, cue names, settings, voices, classes
and ruby, and the comments, columns and blank margins of SubStation are gone or changed. The tests show each
of these, and use it as the second reader of what is written here."""

from __future__ import annotations

import html
import itertools
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.documents.base import DocumentFile, Segment, Translations
from app.documents.cues import MAX_LINE, Cue, group_cues, join_cues, reading_speed, split_runs, wrap_runs
from app.documents.cuetags import OrderedTag, spread, take_out
from app.documents.inline import Node, has_letters, mend_runs, nest, same_runs, worth_translating
from app.documents.textfile import encoding_note, read_text, write_text
from app.documents.timecodes import MAX_LINES, UNKNOWN, TimedText, stray_lines, timed_texts
from app.errors import PlgtError
from app.text.markup import Run, join_runs

MAX_SUBTITLES = 64 << 20
MANY_TAGS = 200  # in one text; more are kept in order and not given to words
DEEPEST = 30  # marks within each other
_ROLLED = 3  # lines that a caption repeats from the one before, at most
_CLOSE = 0.5  # seconds between captions that roll
_SHOWN = 5  # names in a note
_LINE_END = re.compile(r"\r\n|\n|\r")
_RT = re.compile(r"(<rt(?:\.[^<>]*)?>)([^<>]*)((?:</rt>)?)")
_TAG = re.compile(
    rf"{_RT.pattern}|</?(?:[A-Za-z][\w.-]*(?:\s[^<>]*)?|[A-Za-z][\w.-]*\.[^<>]*)>|<\d[\d:.]*>|\{{\\[^{{}}]*\}}"
)
_VOICE = re.compile(r"<v(?:\.[^<>\s]*)?[ \t][^<>]*>")
_DRAWING = r"\{[^{}]{0,4000}\\p[1-9][^{}]{0,4000}\}(?:[^\r\n{]|\{(?![^{}]{0,4000}\\p0))*"
_ASS_TAG = re.compile(rf"{_DRAWING}|\{{[^{{}}]*\}}|\\[Nnh]")
_TOGGLE = re.compile(r"\{\\([ibus])([01])\}")
_PLACED = re.compile(r"\\(?:an?\d+|pos\([^()]*\)|move\([^()]*\))")
_TIMING = re.compile(r"<\d[\d:.]*>|\{[^{}]*\\(?:[kK][fo]?|kt)\d[^{}]*\}")  # karaoke, word by word
_LANGUAGE = re.compile(r"\AWEBVTT[^\r\n]*(?:(?:\r\n|\n|\r)[^\r\n]+)*?(?:\r\n|\n|\r)Language:[ \t]*([\w-]+)")
_COLUMNS = ["layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text"]


@dataclass
class _Part:
    """A text of a cue that is translated as one, and its place in the file.

    owner: number of its cue. marks: opening and closing of each tag; an empty closing is a place.
    ordered: tags that stay in their order instead, and belong to no word. wrapped: may be broken into lines.
    origin: the part whose words it repeats."""

    cue: Cue
    start: int
    end: int
    owner: int
    marks: dict[Hashable, tuple[str, str]] = field(default_factory=dict)
    ordered: list[OrderedTag] | None = None
    wrapped: bool = True
    origin: _Part | None = None


@dataclass
class _Event:
    """A Dialogue line of SubStation."""

    start: float
    end: float
    layer: str
    style: str
    name: str
    effect: str
    span: tuple[int, int]  # of its text


class SubtitleFile(DocumentFile):
    """A `.srt`, `.vtt`, `.ass` or `.ssa` file."""

    def __init__(
        self, path: Path, source_lang: str | None = None, options: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(path, source_lang, options)
        self._text, self._encoding = read_text(path, source_lang, limit=MAX_SUBTITLES)
        if self._text.count("\n") + self._text.count("\r") > MAX_LINES:
            raise PlgtError(f'"{path.name}" has more than {MAX_LINES:,} lines: split it first.')
        self._ass = path.suffix.lower() in (".ass", ".ssa") or "[Script Info]" in self._text[:400]
        self._vtt = not self._ass and (self._text.startswith("WEBVTT") or path.suffix.lower() == ".vtt")
        self._tags = _ASS_TAG if self._ass else _TAG
        self._soft = "\n" if re.search(r"^WrapStyle:[ \t]*2\b", self._text[:20_000], re.M) else " "
        self._newline = found.group() if (found := _LINE_END.search(self._text)) else "\n"
        self._next_tag = 0
        self._times: list[tuple[float, float]] = []  # of the cues, by number
        self._parts: list[_Part] = list(self._find_events() if self._ass else self._find_cues())
        if not self._times and self._text.strip():
            raise PlgtError(f'"{path.name}" holds no subtitles that could be read: check its format.')
        self._groups = list(self._group())
        self._readings = self._find_readings()

    # Reading --------------------------------------------------------------------------------------

    def _find_cues(self) -> Iterator[_Part]:
        """The parts of SubRip and WebVTT cues."""
        cues = list(timed_texts(self._text, vtt=self._vtt))
        self._times = [(cue.start, cue.end) for cue in cues]
        self._note_odd_times(cues)
        plain = [self._plain_lines(cue) for cue in cues]
        repeats = [0] * (len(cues) + 1)  # how many of its first lines each cue repeats
        for number in range(1, len(cues)):
            repeats[number] = _repeated(cues[number - 1], cues[number], plain[number - 1], plain[number])
        before: list[_Part | None] = []
        for number, cue in enumerate(cues):
            if repeats[number] or repeats[number + 1]:
                parts = self._rolling(number, cue, before[len(before) - repeats[number] :])
                before = parts
                yield from (part for part in parts if part is not None)
            else:
                before = []
                yield from self._resting(number, cue)
        if self._vtt and (stray := stray_lines(self._text)):
            self._note(
                f"{_listed('Line', stray)} belong to no cue, because an empty line ends a cue: left as it is."
            )

    def _plain_lines(self, cue: TimedText) -> list[str]:
        if len(cue.lines) > 2 * _ROLLED:
            return []
        return [" ".join(self._tags.sub("", self._text[start:end]).split()) for start, end in cue.lines]

    def _rolling(self, number: int, cue: TimedText, repeated: Sequence[_Part | None]) -> list[_Part | None]:
        """A caption whose lines come and go: every line for itself, those that are repeated by reference."""
        parts: list[_Part | None] = []
        for index, (start, end) in enumerate(cue.lines):
            part = self._part(number, cue.start, cue.end, start, end, cue.settings, ordered=True)
            if part is not None:
                part.wrapped = False
                if index < len(repeated) and (earlier := repeated[index]) is not None:
                    part.origin = earlier.origin or earlier
            parts.append(part)
        return parts

    def _resting(self, number: int, cue: TimedText) -> Iterator[_Part]:
        """A cue on its own: its lines are one text, unless blank lines or speakers part them."""
        inner = False
        for _, lines in itertools.groupby(zip(cue.blocks, cue.lines, strict=True), lambda pair: pair[0]):
            spans = [span for _, span in lines]
            start, end = spans[0][0], spans[-1][1]
            borders = [start, end]
            if self._vtt:
                borders[1:1] = [
                    m.start() for m in _VOICE.finditer(self._text, start, end) if m.start() > start
                ]
            for left, right in itertools.pairwise(borders):
                part = self._part(number, cue.start, cue.end, left, right, cue.settings)
                if part is not None:
                    part.cue.inner, inner = inner, True
                    part.cue.alone = cue.start == UNKNOWN
                    yield part

    def _note_odd_times(self, cues: Sequence[TimedText]) -> None:
        unread = [cue.name for cue in cues if cue.start == UNKNOWN]
        odd = [cue.name for cue in cues if cue.odd and cue.start != UNKNOWN]
        if unread:
            self._note(
                f"The times of {_listed('cue', unread)} can't be read: the text was translated, the times stay as "
                "they are."
            )
        if odd:
            self._note(
                f"{_listed('Cue', odd)}: times in an unusual form, which stays as it is; some players won't show it."
            )

    def _find_events(self) -> Iterator[_Part]:
        """The parts of SubStation's Dialogue lines."""
        effects = 0
        for event in self._events():
            number = len(self._times)
            self._times.append((event.start, event.end))
            if event.effect.lower() == "fx":  # made by a script, syllable by syllable
                effects += 1
                continue
            start, end = event.span
            placed = "".join(_PLACED.findall(self._text, start, min(end, start + 400)))
            stream = (event.layer, event.style, event.effect, placed)
            part = self._part(number, event.start, event.end, start, end, stream, event.name)
            if part is not None:
                karaoke = part.ordered is not None or event.effect.lower().startswith("karaoke")
                part.cue.alone = karaoke or event.start == UNKNOWN
                part.wrapped = not karaoke or "\n" in part.cue.text
                yield part
        if effects:
            self._note(f"Lines with the effect fx ({effects}) were made by a script: left as they are.")

    def _events(self) -> Iterator[_Event]:
        """Dialogue lines of the [Events] section, by its Format line."""
        columns = _COLUMNS
        section = ""
        incomplete: list[int] = []
        at = 0
        for number, line in enumerate(re.split(r"(\r\n|\n|\r)", self._text)):
            kind = line.partition(":")[0].strip().lower() if ":" in line[:20] else ""
            head = line.find(":") + 1
            if line[:1] == "[":
                section = line.strip().lower()
            elif section == "[events]" and kind == "format":
                columns = [name.strip().lower() for name in line[head:].split(",")]
            elif section == "[events]" and kind == "dialogue":
                parts = line[head:].split(",", len(columns) - 1)
                if len(parts) == len(columns) and columns[-1] == "text":
                    values = {name: part.strip() for name, part in zip(columns, parts, strict=True)}
                    began, ended = (_seconds(values.get(name, "")) for name in ("start", "end"))
                    span = (at + len(line) - len(parts[-1]), at + len(line))
                    layer, style, name, effect = (
                        values.get(column, "") for column in ("layer", "style", "name", "effect")
                    )
                    yield _Event(began, ended, layer, style, name, effect, span)
                else:
                    incomplete.append(number // 2 + 1)
            at += len(line)
        if incomplete:
            self._note(f"{_listed('Line', incomplete)}: no complete Dialogue line, left as it is.")

    def _part(
        self, owner: int, began: float, ended: float, start: int, end: int, stream: Hashable, speaker: str = "",
        *, ordered: bool = False,
    ) -> _Part | None:  # fmt: skip
        """The text at [start, end) as a part; None where there is none. stream: see `_group`."""
        start, end = self._trimmed(start, end)
        outer = start
        start, end = self._trimmed(*self._without_wrapping(start, end))
        if start >= end:
            return None
        if self._vtt:
            speaker = self._text[outer:start]
        elif not self._ass:
            stream = (stream, self._text[outer:start])
        part = _Part(Cue(began, ended, [], (stream, speaker)), start, end, owner)
        many = sum(1 for _ in itertools.islice(self._tags.finditer(self._text, start, end), MANY_TAGS + 1))
        if ordered or many > MANY_TAGS or _TIMING.search(self._text, outer if self._ass else start, end):
            text, part.ordered = take_out(self._text[start:end], self._tags)
            self._add_text(part.cue.runs, text, ())
            return part
        path: list[tuple[Hashable, str]] = []
        at = start
        for match in self._tags.finditer(self._text, start, end):
            self._add_text(part.cue.runs, self._text[at : match.start()], path)
            self._add_tag(part, match, path)
            at = match.end()
        self._add_text(part.cue.runs, self._text[at:end], path)
        return part

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self._text[start] in " \t\r\n":
            start += 1
        while start < end and self._text[end - 1] in " \t\r\n":
            end -= 1
        return start, end

    def _without_wrapping(self, start: int, end: int) -> tuple[int, int]:
        """Leave out tags that hold for the whole text: positions, speakers."""
        for _ in range(MANY_TAGS):
            match = self._tags.match(self._text, start, end)
            if match is None:
                break
            text = match.group()
            place = text.startswith("{") or _VOICE.fullmatch(text) is not None
            if not place or (_TOGGLE.fullmatch(text) and self._text.find(_off(text), match.end(), end) >= 0):
                break
            start = match.end()
        if self._text.endswith("</v>", start, end):
            end -= 4
        return start, end

    def _add_text(self, runs: list[Run], text: str, path: Sequence[tuple[Hashable, str]]) -> None:
        if text:
            text = _LINE_END.sub("\n", text)
            if self._vtt:
                text = html.unescape(text)
            runs.append(Run(text, tuple(number for number, _ in path)))

    def _add_tag(self, part: _Part, match: re.Match[str], path: list[tuple[Hashable, str]]) -> None:
        tag = match.group()
        tags = tuple(number for number, _ in path)
        if spaced := {"\\N": "\n", "\\n": self._soft, "\\h": "\u00a0"}.get(tag):
            part.cue.runs.append(Run(spaced, tags))
            return
        name = re.sub(r"[^\w].*", "", tag.strip("</>"), flags=re.S).lower()
        if tag.startswith("</") and any(opened == name for _, opened in path):
            while path and path.pop()[1] != name:
                pass
            return
        toggle = _TOGGLE.fullmatch(tag)
        if toggle is not None:
            name = "\\" + toggle.group(1)
            if toggle.group(2) == "0" and any(opened == name for _, opened in path):
                while path and path.pop()[1] != name:
                    pass
                return
        self._next_tag += 1
        number = self._next_tag
        closing = self._closing(tag, name, toggle, match.end(), part.end) if len(path) < DEEPEST else ""
        part.marks[number] = (tag, closing)
        if closing:
            path.append((number, name))
        else:
            part.cue.runs.append(Run("", (*tags, number)))

    def _closing(self, tag: str, name: str, toggle: re.Match[str] | None, at: int, end: int) -> str:
        """What ends a tag further on, "" where nothing does."""
        if toggle is not None:
            found = toggle.group(2) == "1" and self._text.find(_off(tag), at, end) >= 0
            return _off(tag) if found else ""
        if not tag.startswith("<") or tag.startswith(("</", "<rt")) or not name:
            return ""
        closed = re.compile(rf"</{re.escape(name)}>", re.I).search(self._text, at, end)
        return closed.group() if closed else ""

    def _group(self) -> Iterator[list[_Part]]:
        """Parts in the order of time, grouped into sentences; the groups in the order of the file.

        What stands elsewhere on the screen or in another style (a stream of its own) may come between the
        cues of a sentence; another speaker may not."""
        streams: dict[Hashable, list[_Part]] = defaultdict(list)
        for part in self._parts:
            if part.origin is None:
                streams[part.cue.voice[0]].append(part)
        groups: list[list[_Part]] = []
        for parts in streams.values():
            timed = [part for part in parts if not part.cue.alone]
            if any(a.cue.start > b.cue.start for a, b in itertools.pairwise(timed)):
                groups += [[part] for part in parts]  # not in the order of time: every cue for itself
            else:
                groups += [[parts[i] for i in group] for group in group_cues([part.cue for part in parts])]
        yield from sorted(groups, key=lambda group: group[0].start)

    def _find_readings(self) -> dict[str, str]:
        """Texts over ruby bases and their segments' ids. They are short texts of their own."""
        readings: dict[str, str] = {}
        if self._vtt:
            for part in self._parts:
                for match in _RT.finditer(self._text, part.start, part.end):
                    if has_letters(match.group(2)):
                        readings.setdefault(match.group(2), f"reading {len(readings) + 1}")
        return readings

    # Translating ----------------------------------------------------------------------------------

    def segments(self) -> Iterator[Segment]:
        for number, group in enumerate(self._groups, start=1):
            runs = join_cues([part.cue for part in group])
            if worth_translating(runs):
                at = int(max(group[0].cue.start, 0.0))
                context = f"{at // 3600}:{at // 60 % 60:02}:{at % 60:02}"
                yield Segment(str(number), tuple(runs), context, max_chars=MAX_LINE)
        for text, identifier in self._readings.items():
            yield Segment(identifier, (Run(html.unescape(text)),), "ruby text")

    def save(self, target: Path, translations: Translations, target_lang: str) -> None:
        done: dict[int, list[Run]] = {}  # translated parts by their place in the file
        ordered = 0
        for number, group in enumerate(self._groups, start=1):
            source = join_cues([part.cue for part in group])
            runs = translations.get(str(number))
            if runs is None or same_runs(runs, source):
                continue
            pieces = split_runs(mend_runs(source, runs), [len(part.cue.text.strip()) for part in group])
            for part, piece in zip(group, pieces, strict=True):
                done[part.start] = wrap_runs(piece) if part.wrapped else piece
        edits: list[tuple[int, int, str]] = []
        texts: list[list[str]] = [[] for _ in self._times]  # of the cues, for their reading speed
        long: set[int] = set()
        for part in self._parts:
            result = done.get((part.origin or part).start)
            text = part.cue.text if result is None else join_runs(result)
            if part.origin is None:  # what is said again is read already
                texts[part.owner].append(text)
            if result is None:
                continue
            if text.count("\n") > max(1, part.cue.text.count("\n")):
                long.add(part.owner)
            if part.ordered is not None:
                ordered += bool(part.ordered) and bool(_TIMING.search(self._text, part.start, part.end))
                rendered = self._insert(part.ordered, text)
            else:
                rendered = self._render(nest(result), part.marks)
            edits.append((part.start, part.end, rendered))
        self._note(
            reading_speed([(*times, " ".join(said)) for times, said in zip(self._times, texts, strict=True)])
        )
        if long:
            self._note(f"{len(long)} cues need more lines than before: their text is long for its time.")
        if ordered:
            self._note(
                f"Tags of karaoke or word times in {ordered} line{'s' * (ordered > 1)} stay in their order, each at "
                "the same share of its line."
            )
        edits = self._with_readings(edits, translations)
        language = _LANGUAGE.match(self._text) if edits and self._vtt else None
        if language and language.group(1).partition("-")[0].lower() == self.source_lang:
            edits.append((*language.span(1), target_lang))
        edits.sort()

        def pieces_of_file() -> Iterator[str]:
            at = 0
            for start, end, text in edits:
                yield self._text[at:start]
                yield text
                at = end
            yield self._text[at:]

        used = write_text(target, self._encoding, pieces_of_file, target_lang)
        self._note(encoding_note(self.path.name, self._encoding, used))

    def _with_readings(
        self, edits: Iterable[tuple[int, int, str]], translations: Translations
    ) -> list[tuple[int, int, str]]:
        """The edits with the texts over ruby bases exchanged, also where nothing else changes."""
        edits = list(edits)
        if not self._readings:
            return edits
        changed = {start for start, _, _ in edits}
        edits += [
            (part.start, part.end, self._text[part.start : part.end])
            for part in self._parts
            if part.start not in changed and _RT.search(self._text, part.start, part.end)
        ]

        def exchange(match: re.Match[str]) -> str:
            runs = translations.get(self._readings.get(match.group(2), ""))
            text = match.group(2) if runs is None else self._escape(" ".join(join_runs(runs).split()))
            return match.group(1) + text + match.group(3)

        return [(start, end, _RT.sub(exchange, text)) for start, end, text in edits]

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

    def _insert(self, tags: Sequence[OrderedTag], text: str) -> str:
        """A text with its tags in their order."""
        text = re.sub(r"\n+", "\n", text)
        out: list[str] = []
        at = 0
        for place, tag in spread(tags, text):
            out += [self._escape(text[at:place]), tag]
            at = place
        return "".join([*out, self._escape(text[at:])])

    def _escape(self, text: str) -> str:
        if self._ass:
            return text.replace("\n", "\\N").replace("\u00a0", "\\h").replace("{", "(").replace("}", ")")
        if self._vtt:
            text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        else:
            text = text.replace("-->", "->")
        return re.sub(r"\n+", "\n", text).replace("\n", self._newline)


def _repeated(before: TimedText, after: TimedText, said: Sequence[str], says: Sequence[str]) -> int:
    """How many lines at the end of a caption stand at the beginning of the next one too."""
    if UNKNOWN in (before.start, after.start) or not before.start <= after.start <= before.end + _CLOSE:
        return 0
    for count in range(min(len(said), len(says), _ROLLED), 0, -1):
        if said[-count:] == says[:count] and any(map(has_letters, says[:count])):
            return count
    return 0


def _off(toggle: str) -> str:
    """What ends `{\\i1}`."""
    return toggle.replace("1}", "0}")


def _listed(noun: str, names: Sequence[object]) -> str:
    """`cues 1, 2 and 3`, `cue 4`."""
    shown = [str(name) for name in names[:_SHOWN]]
    more = len(names) - len(shown)
    if more:
        text = f"{', '.join(shown)} and {more} more"
    else:
        text = " and ".join([*filter(None, [", ".join(shown[:-1])]), shown[-1]])
    return f"{noun}{'s' if len(names) > 1 else ''} {text}"


def _seconds(stamp: str) -> float:
    """`0:00:01.50` -> 1.5."""
    parts = re.split(r"[:,.]", stamp)
    if len(parts) < 2 or not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        return UNKNOWN
    *whole, fraction = parts
    total = 0
    for part in whole:
        total = 60 * total + int(part)
    return total + int(fraction) / 10 ** len(fraction)
