"""Text from bytes and back: byte order mark, then strict UTF-8, then the source language's code page.

The rules of this module are everybody's: `decode` applies them to bytes in memory, `documents.textfile` to
files of any size.
"""

from __future__ import annotations

import codecs
import re

from app.errors import PlgtError

CODE_PAGES = {"tr": "cp1254", "pt": "cp1252", "en": "cp1252"}
SAMPLE = 65536  # bytes that decide between text and binary
BOMS = (  # the longer mark first: UTF-32-LE begins like UTF-16-LE
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    b"%PDF-", b"PK\x03\x04", b"PK\x05\x06", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"MZ\x90\x00",
    b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"Rar!", b"\xd0\xcf\x11\xe0", b"SQLite format 3\0", b"OggS", b"ID3",
    b"RIFF", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"\xca\xfe\xba\xbe",
)  # fmt: skip
_CONTROL = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")  # not: bell..carriage return, escape
TURKISH = re.compile(rb"[\xd0\xdd\xde\xf0\xfd\xfe]")  # ĞİŞğış; in Western pages the Icelandic letters
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def decode(data: bytes, lang: str = "", name: str = "The text") -> tuple[str, str, bool]:
    """(text without byte order mark, encoding, whether there was a mark); `encode` is the way back.

    lang: the source language if it is known. Raises PlgtError for what isn't text. Broken bytes of a file
    that is otherwise UTF-8 become U+FFFD.
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), encoding, True
            except UnicodeDecodeError:
                if encoding == "utf-8":
                    return data[len(mark) :].decode(encoding, "replace"), encoding, True
                raise PlgtError(
                    f"{name} begins as {encoding.upper()} but is broken further on: save it again as UTF-8."
                ) from None
    if found := wide(data):
        return data.decode(found), found, False
    if is_binary(data):
        raise PlgtError(f"{name} is not text: give a text file, or a document in one of the known formats.")
    try:
        return data.decode("utf-8"), "utf-8", False
    except UnicodeDecodeError:
        pass
    high = len(re.findall(rb"[\x80-\xff]", data))
    good = sum(map(len, _SEQUENCE.findall(data)))
    if good > 0.8 * high:
        return data.decode("utf-8", "replace"), "utf-8", False
    page = code_page(lang, data)
    try:
        return data.decode(page), page, False
    except UnicodeDecodeError:  # bytes that the page doesn't have: the ISO standard beside it has them all
        page = "iso8859-9" if page == "cp1254" else "iso8859-1"
        return data.decode(page), page, False


def code_page(lang: str, data: bytes) -> str:
    """The code page of a text that isn't Unicode. lang: "" when unknown; then its letters decide."""
    return CODE_PAGES.get(lang) or ("cp1254" if TURKISH.search(data) else "cp1252")


def byte_order_mark(data: bytes) -> tuple[bytes, str]:
    """(mark, encoding) that a text begins with, empty without one."""
    return next(((mark, name) for mark, name in BOMS if data.startswith(mark)), (b"", ""))


def encode(text: str, encoding: str, bom: bool = False) -> tuple[bytes, str]:
    """(bytes, encoding that was used): UTF-8 takes over where the encoding lacks a character."""
    mark = next((mark for mark, name in BOMS if name == encoding), b"") if bom else b""
    try:
        return mark + text.encode(encoding), encoding
    except UnicodeEncodeError:
        mark = codecs.BOM_UTF8 if bom else b""
        return mark + text.encode("utf-8", "replace"), "utf-8"


def is_binary(data: bytes) -> bool:
    """Whether bytes without a byte order mark are anything but text."""
    if data.startswith(_MAGIC) and (b"\0" in data[:SAMPLE] or not _is_utf8(data[:SAMPLE])):
        return True
    if data.startswith((b"%PDF-", b"PK\x03\x04")):
        return True
    sample = data[:SAMPLE]
    if b"\0" in sample and not wide(data):
        return sample.count(b"\0") > max(1, len(sample) // 500) or not _is_utf8(sample)
    return len(_CONTROL.findall(sample)) * 10 > max(len(sample), 20)


def unicode_form(head: bytes) -> tuple[str, int]:
    """(encoding, length of the byte order mark) of a stream that begins with `head`: UTF-8 unless a mark or the
    zeros of UTF-16 or UTF-32 say otherwise."""
    for mark, encoding in BOMS:
        if head.startswith(mark):
            return encoding, len(mark)
    return wide(head[: len(head) // 2 * 2], whole=False) or "utf-8", 0


def _is_utf8(data: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True


def wide(data: bytes, *, whole: bool = True) -> str:
    """The UTF-16 or UTF-32 form of a text without byte order mark, else an empty string. whole: whether the
    data is all of it, not its beginning.

    In Latin text nearly every second byte is 0 or 1, on the high side only.
    """
    sample = data[: SAMPLE // 4 * 4]
    if len(sample) < 4 or len(sample) % 2 or b"\0" not in sample:
        return ""
    candidates: list[str] = []
    if len(sample) % 4 == 0 and sample.count(b"\0") * 2 > len(sample):
        candidates += ["utf-32-le", "utf-32-be"]
    size = len(sample) // 2
    odd, even = sample[1::2], sample[::2]
    if _small(odd) > 0.7 * size and even.count(0) < 0.05 * size + 1:
        candidates.append("utf-16-le")
    if _small(even) > 0.7 * size and odd.count(0) < 0.05 * size + 1:
        candidates.append("utf-16-be")
    for encoding in candidates:
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(data, whole)
        except UnicodeDecodeError:
            continue
        if sum(c.isprintable() or c in "\t\r\n\f\ufeff" for c in text[:2000]) >= 0.95 * len(text[:2000]):
            return encoding
    return ""


def _small(data: bytes) -> int:
    """How many of the bytes are 0, 1 (Latin letters) or 32 (punctuation and the euro sign)."""
    return data.count(0) + data.count(1) + data.count(32)
