"""Plain text, streamed: a segment is a line, a part of one that is very long, or a hard-wrapped paragraph.

The lines of such a paragraph are joined for the translation, and that is wrapped to the paragraph's own width.
options["unwrap"] = False leaves every line a segment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.documents.base import DocumentFile, Segment, Translations
from app.documents.inline import has_letters
from app.documents.textfile import encoding_note, find_encoding, stream_text, write_text
from app.text.markup import Run, join_runs
from app.text.wrapping import Paragraph, paragraphs

LONGEST = 4000  # characters of a segment
BLOCK = 400  # lines that are looked at together
_BREAK = re.compile(r"\r\n|\n|\r")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+")
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True)
class _Piece:
    """Characters of the file. id: "" for what is not translated. paragraph: set for lines that are one."""

    id: str
    text: str
    paragraph: Paragraph | None = None

    @property
    def source(self) -> str:
        """What the translator gets to see."""
        return self.text if self.paragraph is None else self.paragraph.text

    def rendered(self, translation: str) -> str:
        """The translation in this piece's place."""
        if self.paragraph is None or translation == self.source:
            return self.text if translation == self.source else translation
        line_end = _BREAK.search(self.text)
        return (line_end.group() if line_end else "\n").join(self.paragraph.wrap(translation))


class TextFile(DocumentFile):
    """A `.txt` file of any size."""

    def __init__(
        self, path: Path, source_lang: str | None = None, options: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(path, source_lang, options)
        self._encoding = find_encoding(path, source_lang)

    def segments(self) -> Iterator[Segment]:
        for piece in self._pieces():
            if piece.id:
                number = piece.id.partition(".")[0]
                yield Segment(piece.id, (Run(piece.source),), f"line {number}")

    def save(self, target: Path, translations: Translations, target_lang: str) -> None:
        def written() -> Iterator[str]:
            for piece in self._pieces():
                runs = translations.get(piece.id) if piece.id else None
                yield piece.text if runs is None else piece.rendered(join_runs(runs))

        used = write_text(target, self._encoding, written, target_lang)
        if note := encoding_note(self.path.name, self._encoding, used):
            self.notes.append(note)

    def _pieces(self) -> Iterator[_Piece]:
        """The pieces in order: with the lines of hard-wrapped paragraphs as one, unless that is turned off."""
        if self.options.get("unwrap", True) is False:
            yield from self._lines()
            return
        block: list[_Piece] = []  # lines and their ends, alternating
        size = 0
        for piece in self._lines():
            is_end = not piece.id and _BREAK.fullmatch(piece.text) is not None
            line = not is_end and "." not in piece.id
            size += len(piece.text)
            if (line and len(block) % 2 == 0 and size <= LONGEST) or (is_end and len(block) % 2):
                block.append(piece)
            else:  # a blank line, a part of a very long one, or enough
                yield from _united(block)
                block, size = [piece] if line else [], len(piece.text)
                if not line:
                    yield piece
            if len(block) >= 2 * BLOCK:
                yield from _united(block)
                block, size = [], 0
        yield from _united(block)

    def _lines(self) -> Iterator[_Piece]:
        """Lines and line ends in order; the parts of a very long line are `number.part`."""
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
                    yield _Piece("", found.group())
                    at = found.end()
                number, part = number + 1, 1
            rest = rest[at:]

    @staticmethod
    def _piece(identifier: str, text: str) -> _Piece:
        return _Piece(identifier if has_letters(text) else "", text)


def _united(block: Sequence[_Piece]) -> Iterator[_Piece]:
    """Lines and their ends, the lines of a paragraph as one piece."""
    at = 0
    for paragraph in paragraphs([piece.text for piece in block[::2]]):
        first, last = 2 * paragraph.first, 2 * paragraph.last - 1
        yield from block[at:first]
        text = "".join(piece.text for piece in block[first:last])
        identifier = next((piece.id for piece in block[first:last] if piece.id), "")
        yield _Piece(identifier, text, paragraph)
        at = last
    yield from block[at:]


def _cut(text: str, at: int) -> int:
    """Where a long line is cut: after a sentence, a blank, or anywhere, within LONGEST characters."""
    end = at + LONGEST
    for pattern in (_SENTENCE_END, _BLANK):
        places = [match.end() for match in pattern.finditer(text, at + LONGEST // 2, end)]
        if places:
            return places[-1]
    return end
