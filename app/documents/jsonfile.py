"""JSON: string values are translated; keys, numbers, order, indentation and escapes stay as they are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.documents.base import DocumentFile, Segment, Translations
from app.documents.technical import is_message_pattern, is_technical
from app.documents.textfile import Encoding, read_text, write_text
from app.errors import PlgtError
from app.text.markup import Run, join_runs

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{},:]', re.S)


@dataclass(frozen=True)
class _Value:
    """A string value at [start, end), quotes included; path: the keys above it."""

    id: str
    start: int
    end: int
    path: str


class JsonFile(DocumentFile):
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
        patterns = 0
        for value in self._values():
            text = json.loads(self._text[value.start : value.end])
            if is_technical(text):
                continue
            pattern = is_message_pattern(text)
            patterns += pattern
            yield Segment(value.id, (Run(text),), value.path[:120], translatable=not pattern)
        note = f"{patterns} plural or select patterns were left as they are: translate them by hand."
        if patterns and note not in self.notes:
            self.notes.append(note)

    def save(self, target: Path, translations: Translations, target_lang: str) -> None:
        def pieces() -> Iterator[str]:
            at = 0
            for value in self._values():
                runs = translations.get(value.id)
                if runs is None:
                    continue
                text = join_runs(runs)
                if text != json.loads(self._text[value.start : value.end]):
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
                yield _Value(str(number), token.start(), token.end(), ".".join(map(str, keys)))
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
