"""Plain text, streamed: a segment is a line, or a part of one that is very long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from app.documents.base import DocumentFile, Segment, Translations
from app.documents.inline import has_letters
from app.documents.textfile import encoding_note, find_encoding, stream_text, write_text
from app.text.markup import Run, join_runs

LONGEST = 4000  # characters of a segment
_BREAK = re.compile(r"\r\n|\n|\r")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+")
_BLANK = re.compile(r"\s+")


class TextFile(DocumentFile):
    """A `.txt` file of any size."""

    def __init__(
        self, path: Path, source_lang: str | None = None, options: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(path, source_lang, options)
        self._encoding = find_encoding(path, source_lang)

    def segments(self) -> Iterator[Segment]:
        for identifier, text in self._pieces():
            if identifier:
                yield Segment(identifier, (Run(text),), f"line {identifier.partition('.')[0]}")

    def save(self, target: Path, translations: Translations, target_lang: str) -> None:
        def pieces() -> Iterator[str]:
            for identifier, text in self._pieces():
                runs = translations.get(identifier) if identifier else None
                yield text if runs is None else join_runs(runs)

        used = write_text(target, self._encoding, pieces, target_lang)
        if note := encoding_note(self.path.name, self._encoding, used):
            self.notes.append(note)

    def _pieces(self) -> Iterator[tuple[str, str]]:
        """(id, text) in order; the id is "" for what is not translated."""
        number = part = 1
        rest = ""
        chunks = stream_text(self.path, self._encoding)
        last = False
        while not last:
            chunk = next(chunks, None)
            last = chunk is None
            rest += chunk or ""
            at = 0
            while at < len(rest):
                found = _BREAK.search(rest, at)
                if found is not None and (found.group() != "\r" or found.end() < len(rest) or last):
                    end = found.start()
                elif last:
                    end, found = len(rest), None
                else:
                    end, found = -1, None
                while (end if end >= 0 else len(rest)) - at > LONGEST:
                    cut = _cut(rest, at)
                    yield self._piece(f"{number}.{part}", rest[at:cut])
                    part += 1
                    at = cut
                if end < 0:
                    break
                if end > at:
                    identifier = str(number) if part == 1 else f"{number}.{part}"
                    yield self._piece(identifier, rest[at:end])
                at = end
                if found is not None:
                    yield "", found.group()
                    at = found.end()
                number, part = number + 1, 1
            rest = rest[at:]

    @staticmethod
    def _piece(identifier: str, text: str) -> tuple[str, str]:
        return (identifier if has_letters(text) else ""), text


def _cut(text: str, at: int) -> int:
    """Where a long line is cut: after a sentence, a blank, or anywhere, within LONGEST characters."""
    end = at + LONGEST
    for pattern in (_SENTENCE_END, _BLANK):
        places = [match.end() for match in pattern.finditer(text, at + LONGEST // 2, end)]
        if places:
            return places[-1]
    return end
