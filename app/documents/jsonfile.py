"""JSON: string values are translated; keys, numbers, order, indentation and escapes stay as they are.

What stands under a key with `@` (the notes of ARB files, `@type` of JSON-LD) or under an empty one (the head of
gettext catalogues in JSON) is for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.documents.base import Segment, Translations
from app.documents.strings import StringFile
from app.documents.technical import is_technical, translated_locale
from app.documents.textfile import Encoding, read_text, write_text
from app.errors import PlgtError
from app.text.markup import Run

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{},:]', re.S)


@dataclass(frozen=True)
class _Value:
    """A string value at [start, end), quotes included; path: the keys above it."""

    id: str
    start: int
    end: int
    path: str
    keys: tuple[str | int, ...] = ()


class JsonFile(StringFile):
    """A `.json` file."""

    def __init__(
        self, path: Path, source_lang: str | None = None, options: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(path, source_lang, options)
        self._text, self._encoding = read_text(path, source_lang)
        try:
            json.loads(self._text)
        except (ValueError, RecursionError) as error:
            place = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
            raise PlgtError(f'"{path.name}" is not valid JSON{place}: correct it first.') from error
        self._escape = self._text.isascii() and "\\u" in self._text

    def segments(self) -> Iterator[Segment]:
        kept = 0
        for value in self._values():
            text = json.loads(self._text[value.start : value.end])
            if is_technical(text) or self._for_programs(value, text, ""):
                continue
            segment = self.string(Segment(value.id, (Run(text),), value.path[:120]))
            kept += not segment.translatable
            yield segment
        self.note_patterns(kept)

    def _for_programs(self, value: _Value, text: str, target_lang: str) -> bool:
        names = [key for key in value.keys if isinstance(key, str)]
        if any(key.startswith("@") or (key == "" and len(value.keys) > 1) for key in names):
            return True
        return bool(self._locale(value, text, target_lang))

    def _locale(self, value: _Value, text: str, target_lang: str) -> str:
        """The code that takes the place of a value that names the file's language."""
        key = value.keys[-1] if value.keys else 0
        if not isinstance(key, str) or (len(value.keys) != 1 and value.keys[:-1] != ("",)):
            return ""
        wanted = target_lang or str(self.options.get("target_lang", ""))
        return translated_locale(key, text, self.source_lang, wanted)

    def save(self, target: Path, translations: Translations, target_lang: str) -> None:
        def pieces() -> Iterator[str]:
            at = 0
            for value in self._values():
                runs = translations.get(value.id)
                source = json.loads(self._text[value.start : value.end])
                if runs is None:
                    text = self._locale(value, source, target_lang)
                    if not text:
                        continue
                else:
                    text = self.spelled_text(source, runs)
                if text != source:
                    yield self._text[at : value.start]
                    yield json.dumps(text, ensure_ascii=self._escape or _lone(text))
                    at = value.end
            yield self._text[at:]

        encoding = self._encoding if self._encoding.unicode else Encoding("utf-8")
        write_text(target, encoding, pieces, target_lang)

    def _values(self) -> Iterator[_Value]:
        keys: list[str | int] = []
        number = 0
        expect_key = False
        kinds: list[str] = []
        for token in _TOKEN.finditer(self._text):
            symbol = token.group()[0]
            if symbol == '"':
                if expect_key:
                    keys[-1] = json.loads(token.group())
                    continue
                number += 1
                yield _Value(str(number), token.start(), token.end(), ".".join(map(str, keys)), tuple(keys))
            elif symbol in "{[":
                kinds.append(symbol)
                keys.append("" if symbol == "{" else 0)
                expect_key = symbol == "{"
            elif symbol in "}]":
                kinds.pop()
                keys.pop()
                expect_key = False
            elif symbol == ",":
                expect_key = kinds[-1] == "{"
                last = keys[-1]
                if isinstance(last, int):
                    keys[-1] = last + 1
            else:
                expect_key = False


def _lone(text: str) -> bool:
    """Whether it holds half a surrogate pair, which only an escape can spell."""
    return any("\ud800" <= character <= "\udfff" for character in text)
