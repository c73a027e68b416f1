"""Text from bytes: BOM, then strict UTF-8, then the source language's code page."""

from __future__ import annotations

import codecs

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, lang: str = "") -> tuple[str, str, bool]:
    """(text, encoding, whether there was a byte order mark)."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace"), name, True
    try:
        return data.decode("utf-8"), "utf-8", False
    except UnicodeDecodeError:
        page = "cp1254" if lang == "tr" else "cp1252"
        return data.decode(page, "replace"), page, False
