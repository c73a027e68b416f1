"""The lines of a gettext catalogue: where each entry's fields stand, so that only what changes is written anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import polib

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")
_KEYWORD = re.compile(r'\s*(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d+)\])?)\s*"((?:[^"\\]|\\.)*)"\s*')
_STRING = re.compile(r'\s*"((?:[^"\\]|\\.)*)"\s*')


@dataclass
class PoField:
    """One field: its value and the lines [first, end) that spell it."""

    first: int
    end: int
    value: str


@dataclass
class PoEntry:
    """An entry in use. `strings` holds the msgstr by its index, 0 where there are no plural forms."""

    first: int  # line
    flags: list[str] = field(default_factory=list)
    flag_lines: list[int] = field(default_factory=list)
    previous: list[int] = field(default_factory=list)  # lines with the msgid before the last change
    context: PoField | None = None
    id: PoField | None = None
    plural: PoField | None = None
    strings: dict[int, PoField] = field(default_factory=dict)

    @property
    def msgid(self) -> str:
        return self.id.value if self.id is not None else ""

    @property
    def texts(self) -> list[str]:
        """The msgstr in order."""
        return [self.strings[index].value for index in sorted(self.strings)]

    @property
    def translated(self) -> bool:
        """Whether every msgstr is filled."""
        return bool(self.strings) and all(self.texts)

    @property
    def fuzzy(self) -> bool:
        return "fuzzy" in self.flags


class PoLines:
    """A catalogue as lines with their ends, and its entries in order; the header is an entry of its own."""

    def __init__(self, text: str) -> None:
        self.lines = _LINES.findall(text)
        self.newline = next(
            (re.sub(r"[^\r\n]", "", line) for line in self.lines if line[-1:] in "\r\n"), "\n"
        )
        self.header: PoEntry | None = None
        self.entries: list[PoEntry] = []
        for entry in self._read():
            if entry.id is None:
                continue
            if entry.msgid == "" and entry.context is None and self.header is None and not self.entries:
                self.header = entry
            else:
                self.entries.append(entry)
        self._changed: dict[int, list[str]] = {}  # first line of a stretch -> its new lines
        self._gone: set[int] = set()

    def _read(self) -> Iterator[PoEntry]:
        entry: PoEntry | None = None
        current: PoField | None = None
        for number, line in enumerate(self.lines):
            body = line.strip("\r\n")
            comment = body.lstrip().startswith("#")
            keyword = None if comment else _KEYWORD.fullmatch(body)
            begins = comment or (keyword is not None and keyword[1] in ("msgctxt", "msgid"))
            seen = entry is not None and (
                entry.strings or (keyword is not None and keyword[1] == "msgid" and entry.id)
            )
            if begins and seen and entry is not None:
                yield entry
                entry = None
            if comment:
                current = None
                stripped = body.lstrip()
                if stripped.startswith("#~"):
                    continue
                entry = entry or PoEntry(number)
                if stripped.startswith("#,"):
                    entry.flags += [flag.strip() for flag in stripped[2:].split(",") if flag.strip()]
                    entry.flag_lines.append(number)
                elif stripped.startswith("#|"):
                    entry.previous.append(number)
            elif keyword is not None:
                entry = entry or PoEntry(number)
                current = PoField(number, number + 1, polib.unescape(keyword[3]))
                name, index = keyword[1], keyword[2]
                if name == "msgctxt":
                    entry.context = current
                elif name == "msgid":
                    entry.id = current
                elif name == "msgid_plural":
                    entry.plural = current
                else:
                    entry.strings[int(index or 0)] = current
            elif (string := _STRING.fullmatch(body)) is not None and current is not None:
                current.value += polib.unescape(string[1])
                current.end = number + 1
        if entry is not None:
            yield entry

    # Writing --------------------------------------------------------------------------------------

    def set_strings(self, entry: PoEntry, texts: Sequence[str], width: int) -> None:
        """Give an entry its msgstr: one, or one for each plural form. width: longest line, 0 = any."""
        wrap = 0 if "no-wrap" in entry.flags else width
        if entry.plural is None:
            made = polib.POEntry(msgid="x", msgstr=texts[0])
        else:
            made = polib.POEntry(msgid="x", msgid_plural="x", msgstr_plural=dict(enumerate(texts)))
        lines = made.__unicode__(wrapwidth=wrap).split("\n")
        start = next(i for i, line in enumerate(lines) if line.startswith("msgstr"))
        self._replace(list(entry.strings.values()), [line for line in lines[start:] if line])

    def set_fuzzy(self, entry: PoEntry, fuzzy: bool) -> None:
        """Mark an entry, or take the mark away, with the msgid that it was made for."""
        if fuzzy != entry.fuzzy:
            flags = [flag for flag in entry.flags if flag != "fuzzy"]
            flags = ["fuzzy", *flags] if fuzzy else flags
            line = [f"#, {', '.join(flags)}"] if flags else []
            if entry.flag_lines:
                self._changed |= {number: [] for number in entry.flag_lines}
                self._changed[entry.flag_lines[0]] = line
            elif line:
                first = entry.context or entry.id
                assert first is not None
                place = entry.previous[0] if entry.previous else first.first
                self._changed[place] = line + ([] if entry.previous else [self._body(place)])
        for number in entry.previous:
            self._changed.setdefault(number, [])

    def set_header(self, fields: dict[str, str]) -> None:
        """Give fields of the header their values; what is there already stays in its place."""
        header = self.header
        if header is None:
            return
        block = header.strings.get(0)
        if block is None:
            return
        metadata = [line.partition(":") for line in block.value.split("\n") if line]
        names = {name.strip(): index for index, (name, _, _) in enumerate(metadata)}
        plain = block.end - block.first == len(metadata) + 1 and all(
            self._body(block.first + 1 + index).strip().endswith('\\n"') for index in range(len(metadata))
        )
        added: list[str] = []
        lines = [f"{name}: {value.strip()}" for name, _, value in metadata]
        for name, value in fields.items():
            text = f"{name}: {value}"
            if name not in names:
                added.append(text)
            elif lines[names[name]] != text:
                lines[names[name]] = text
                if plain:
                    self._changed[block.first + 1 + names[name]] = [_quoted(text)]
        if not plain:
            self._replace([block], ['msgstr ""', *map(_quoted, [*lines, *added])])
        elif added:
            last = block.end - 1
            self._changed[last] = [*self._changed.get(last, [self._body(last)]), *map(_quoted, added)]

    def add_header(self, fields: dict[str, str]) -> None:
        """Put a header before everything."""
        lines = [
            'msgid ""',
            'msgstr ""',
            *(_quoted(f"{name}: {value}") for name, value in fields.items()),
            "",
        ]
        if self.lines:
            self._changed[0] = [*lines, *self._changed.get(0, [self._body(0)])]

    def _replace(self, fields: Sequence[PoField], lines: list[str]) -> None:
        first = min(one.first for one in fields)
        for one in fields:
            self._gone.update(range(one.first, one.end))
        self._changed[first] = lines

    def _body(self, number: int) -> str:
        return str(self.lines[number].rstrip("\r\n"))

    def text(self) -> str:
        """The catalogue with its changes; every other line as it was."""
        out: list[str] = []
        for number, line in enumerate(self.lines):
            if number in self._changed:
                end = line[len(line.rstrip("\r\n")) :]
                new = self._changed[number]
                out += [piece + self.newline for piece in new]
                if new and not end and number == len(self.lines) - 1:
                    out[-1] = new[-1]  # a last line without an end stays one
            elif number not in self._gone:
                out.append(line)
        return "".join(out)


def _quoted(line: str) -> str:
    return f'"{polib.escape(line)}\\n"'
