"""Text files as characters and back: encoding found by rule, undecodable bytes carried through, streamed.

The rules are those of `app.text.encoding`: byte order mark, then UTF-16 or UTF-32 where most high bytes are
zero, then strict UTF-8 (the whole file), then the source language's code page. Bytes that a code page leaves
undefined become the control characters of the same number and are written back as they were.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.errors import PlgtError
from app.text.encoding import byte_order_mark, code_page, wide

CHUNK = 1 << 18
MAX_TEXT = 128 << 20  # bytes, for formats that are held in memory
_CONTROLS = frozenset(range(0x20)) - frozenset(b"\t\n\r\f\v\x1a\x1b")
_HANDLER = "plgt-undefined-byte"


def _carry_through(error: UnicodeError) -> tuple[str | bytes, int]:
    if isinstance(error, UnicodeDecodeError):
        return "".join(map(chr, error.object[error.start : error.end])), error.end
    if isinstance(error, UnicodeEncodeError):
        part = error.object[error.start : error.end]
        if all(0x80 <= ord(character) <= 0x9F for character in part):
            return bytes(map(ord, part)), error.end
    raise error


codecs.register_error(_HANDLER, _carry_through)


@dataclass(frozen=True)
class Encoding:
    """How a file spells its characters. ascii: it holds nothing beyond ASCII."""

    name: str
    bom: bytes = b""
    ascii: bool = False

    @property
    def errors(self) -> str:
        """The error handler that goes with it."""
        return _HANDLER if self.name.startswith("cp") else "strict"

    @property
    def unicode(self) -> bool:
        """Whether it can spell every character."""
        return self.name.startswith("utf")


def find_encoding(path: Path, lang: str | None = None) -> Encoding:
    """Read the file once, in pieces. lang: the language expected in it, None when unknown.

    Raises PlgtError for files that hold no text."""
    with path.open("rb") as file:
        head = file.read(CHUNK)
        bom, name = byte_order_mark(head)
        name = name or wide(head, whole=len(head) < CHUNK)
        if name:
            return Encoding(name, bom)
        decoder = codecs.getincrementaldecoder("utf-8")()
        seen: set[int] = set()
        utf8, ascii_only, controls, size, chunk = True, True, 0, 0, head
        while chunk:
            size += len(chunk)
            ascii_only = ascii_only and chunk.isascii()
            controls += len(chunk) - len(chunk.translate(None, bytes(_CONTROLS)))
            if not ascii_only:
                seen.update(chunk)
            if utf8:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    utf8 = False
            chunk = file.read(CHUNK)
    if utf8:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            utf8 = False
    if controls > size // (20 if utf8 else 100):
        raise PlgtError(f'"{path.name}" is a binary file, not a text.')
    if utf8:
        return Encoding("utf-8", ascii=ascii_only)
    return Encoding(code_page(lang or "", bytes(sorted(seen))))


def stream_text(path: Path, encoding: Encoding) -> Iterator[str]:
    """The text in pieces, line ends as they are, without the byte order mark."""
    decoder = codecs.getincrementaldecoder(encoding.name)(encoding.errors)
    try:
        with path.open("rb") as file:
            file.seek(len(encoding.bom))
            while chunk := file.read(CHUNK):
                yield decoder.decode(chunk)
            yield decoder.decode(b"", final=True)
    except UnicodeError as error:
        raise PlgtError(
            f'"{path.name}" is not valid {encoding.name.upper()} text, as its beginning says: save it again.'
        ) from error


def read_text(path: Path, lang: str | None = None, limit: int = MAX_TEXT) -> tuple[str, Encoding]:
    """The whole text; PlgtError when it is larger than `limit` bytes."""
    if path.stat().st_size > limit:
        raise PlgtError(f'"{path.name}" is larger than {limit >> 20} MB: split it first.')
    encoding = find_encoding(path, lang)
    return "".join(stream_text(path, encoding)), encoding


def write_text(
    target: Path, encoding: Encoding, pieces: Callable[[], Iterable[str]], target_lang: str
) -> Encoding:
    """Write in the source's encoding; if that can't spell the text, in the target language's code page, else
    in UTF-8. Returns the encoding used. pieces: called again for every attempt."""
    attempts = [encoding]
    if not encoding.unicode:
        attempts += [Encoding(code_page(target_lang, b"")), Encoding("utf-8")]
    for attempt in attempts:
        encoder = codecs.getincrementalencoder(attempt.name)(
            "surrogatepass" if attempt.unicode else attempt.errors
        )
        try:
            with target.open("wb") as out:
                out.write(attempt.bom)
                for piece in pieces():
                    out.write(encoder.encode(piece))
                out.write(encoder.encode("", final=True))
            return attempt
        except UnicodeEncodeError:
            continue
    raise AssertionError("UTF-8 spells everything")


def encoding_note(name: str, before: Encoding, after: Encoding) -> str:
    """A sentence when a file changes its encoding, else ""."""
    if before == after:
        return ""
    old, new = before.name.upper(), after.name.upper()
    return f'"{name}": the translation is in {new}, because {old} lacks its letters.'
