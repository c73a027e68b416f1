"""Java `.properties` and INI files: values are translated, keys, comments and layout stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.documents.base import Segment, Translations
from app.documents.strings import StringFile
from app.documents.technical import is_technical, translated_locale
from app.documents.textfile import Encoding, encoding_note, read_text, write_text
from app.text.markup import Run


@dataclass(frozen=True)
class _Entry:
    """A value at [start, end) as the file spells it."""

    id: str
    start: int
    end: int
    key: str


class _ResourceFile(StringFile):
    """What the two formats share: entries found in the text, values spelled by the format's rules."""

    def __init__(
        self, path: Path, source_lang: str | None = None, options: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(path, source_lang, options)
        self._text, self._encoding = read_text(path, source_lang)
        self._entries = list(self._find())

    def _find(self) -> Iterator[_Entry]:
        raise NotImplementedError

    def _value(self, entry: _Entry) -> str:
        raise NotImplementedError

    def _spell(self, text: str, entry: _Entry) -> str:
        raise NotImplementedError

    def segments(self) -> Iterator[Segment]:
        kept = 0
        for entry in self._entries:
            text = self._value(entry)
            if not is_technical(text) and not self._locale(entry, text, ""):
                segment = self.string(Segment(entry.id, (Run(text),), entry.key[:120]))
                kept += not segment.translatable
                yield segment
        self.note_patterns(kept)

    def _locale(self, entry: _Entry, text: str, target_lang: str) -> str:
        """The code that takes the place of a value that names the file's language."""
        wanted = target_lang or str(self.options.get("target_lang", ""))
        return translated_locale(entry.key.rpartition(".")[2], text, self.source_lang, wanted)

    def save(self, target: Path, translations: Translations, target_lang: str) -> None:
        def pieces() -> Iterator[str]:
            at = 0
            for entry in self._entries:
                runs = translations.get(entry.id)
                source = self._value(entry)
                if runs is None:
                    text = self._locale(entry, source, target_lang)
                    if not text:
                        continue
                else:
                    text = self.spelled_text(source, runs)
                if text != source:
                    yield self._text[at : entry.start]
                    yield self._spell(text, entry)
                    at = entry.end
            yield self._text[at:]

        used = write_text(target, self._encoding, pieces, target_lang)
        if note := encoding_note(self.path.name, self._encoding, used):
            self.notes.append(note)


_LINE = re.compile(r"(?:[^\r\n\\]|\\(?:\r\n|[\s\S]|\Z))*")
_KEY = re.compile(r"[ \t\f]*(?P<key>(?:[^\\:=\s]|\\[\s\S])+)[ \t\f]*(?:[=:])?[ \t\f]*")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(\r\n|\r|\n)[ \t\f]*|([\s\S]))")
_REST = re.compile(r"[^\r\n]*")
_SIMPLE = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
_MESSAGE = re.compile(r"\{\s*\d+\s*[,}]")  # java.text.MessageFormat, where ' is written ''


class PropertiesFile(_ResourceFile):
    """A `.properties` file, in Latin-1 with `\\u` escapes or in UTF-8."""

    def _find(self) -> Iterator[_Entry]:
        if not self._encoding.unicode:  # the format's own default, not a code page
            self._encoding = Encoding("latin-1")
            self._text = self.path.read_bytes().decode("latin-1")
        at = number = 0
        while at < len(self._text):
            line = _LINE.match(self._text, at)
            assert line is not None
            end = line.end()
            body = self._text[at:end].lstrip(" \t\f")
            if body and body[0] in "#!":  # comments don't go on in the next line
                comment = _REST.match(self._text, at)
                end = comment.end() if comment is not None else end
            elif body:
                key = _KEY.match(self._text, at, end)
                if key is not None:
                    number += 1
                    yield _Entry(str(number), key.end(), end, key.group("key"))
            at = end + 1

    def _value(self, entry: _Entry) -> str:
        def plain(match: re.Match[str]) -> str:
            code, continued, other = match.groups()
            if code:
                return chr(int(code, 16))
            return "" if continued else _SIMPLE.get(other, other)

        text = _ESCAPE.sub(plain, self._text[entry.start : entry.end])
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # \ud83d\ude00 is one emoji
        return text.replace("''", "'") if _MESSAGE.search(text) else text

    def _spell(self, text: str, entry: _Entry) -> str:
        if _MESSAGE.search(text):
            text = text.replace("'", "''")
        raw = self._encoding.unicode and not self._encoding.ascii
        escaped = [mark for mark in "\"'" if f"\\{mark}" in self._text[entry.start : entry.end]]
        out: list[str] = []
        for character in text:
            if character == "\\":
                out.append("\\\\")
            elif character in escaped:
                out.append("\\" + character)
            elif character in "\t\n\r\f":
                out.append({"\t": "\\t", "\n": "\\n", "\r": "\\r", "\f": "\\f"}[character])
            elif (ord(character) < 0x7F and character >= " ") or (raw and character.isprintable()):
                out.append(character)
            else:
                units = character.encode("utf-16-be", "surrogatepass")
                out += [f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2)]
        spelled = "".join(out)
        return "\\" + spelled if spelled.startswith(" ") else spelled


_INI_LINE = re.compile(
    r"""^(?:[ \t]*(?:[;\#][^\r\n]*|\[[^\r\n]*\][^\r\n]*)        # comment or section
        |(?P<key>[^\s=:][^=:\r\n]*?)[ \t]*[=:][ \t]*(?P<value>[^\r\n]*?)
        |[ \t]+(?P<more>\S[^\r\n]*?))[ \t]*$""",
    re.VERBOSE | re.MULTILINE,
)
_JOOMLA = '"_QQ_"'
_ESCAPED_QUOTE = re.compile(r"\\([\"'])")
_SECTION = re.compile(r"[ \t]*\[([^\]\r\n]*)\]")


class IniFile(_ResourceFile):
    """A `.ini` or `.cfg` file; quotes around a value stay, and quotes within one are spelled as the value spells
    them: `\\"`, or `"_QQ_"` as in Joomla."""

    def _find(self) -> Iterator[_Entry]:
        section = key = ""
        number = 0
        at = 0
        for line in re.split(r"(\r\n|\r|\n)", self._text):
            match = _INI_LINE.match(line)
            if match is not None:
                if heading := _SECTION.match(line):
                    section, key = heading.group(1), ""
                name = "value" if match.group("value") is not None else "more"
                if match.group("key"):
                    key = match.group("key")
                if match.group(name) and key:
                    start, end = at + match.start(name), at + match.end(name)
                    quote = self._text[start]
                    if quote in "\"'" and end - start >= 2 and self._text[end - 1] == quote:
                        start, end = start + 1, end - 1
                    number += 1
                    yield _Entry(str(number), start, end, f"{section}.{key}" if section else key)
            at += len(line)

    def _value(self, entry: _Entry) -> str:
        text = self._text[entry.start : entry.end].replace(_JOOMLA, '"')
        return _ESCAPED_QUOTE.sub(r"\1", text)

    def _spell(self, text: str, entry: _Entry) -> str:
        quote = self._text[entry.start - 1] if entry.start else ""
        source = self._text[entry.start : entry.end]
        text = re.sub(r"[\r\n]+", " ", text)
        for mark in "\"'":
            if mark == '"' and _JOOMLA in source:
                text = text.replace(mark, _JOOMLA)
            elif f"\\{mark}" in source:
                text = text.replace(mark, f"\\{mark}")
            elif quote == mark and self._text[entry.end : entry.end + 1] == quote:
                text = text.replace(mark, "”" if mark == '"' else "’")
        return text
