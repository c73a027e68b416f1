"""No input makes a text function slow: what takes time in proportion to its length, not to the square."""

from __future__ import annotations

import time

import pytest

from app.text import casing, detect, protect, quotes, splitter, structure

UNITS = [
    "a", "ab ", "a.", "a-", "a_", "_", ".", ". ", "..a", "<", "<a", "<ph0>", "{", "{{", "`", "`a", "1-",
    "1.", "1 ", "+1 ", "\U0001f600", "@", "a@", "a@a.", "#", "#a", "/", "/a", "\\", "%", "%d", "&", "&a",
    "--", "--a", "http://", "http://a(", "www.", "\u65e5", "\u65e5 ", "\u200b", "a\u200b", "\u0301", "“",
    "“a", "”", "'", "a'", "İ", "Iı", "A ", "A. ", "$", "::", "a::", "(", ")", "\x00", "\u202e", "-",
    "- ", "1. ", "\t", "   ", "٣",
]  # fmt: skip
LENGTH = 20_000


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_a_long_row_of_anything_is_quick(unit: str) -> None:
    text = unit * (LENGTH // len(unit))
    begun = time.process_time()
    splitter.split(text)
    list(structure.pieces(text))
    shown, style = casing.normalise(text, "tr")
    casing.restore(shown, style, "tr")
    detect.detect(text)
    quotes.follow(text, quotes.style_of(text))
    assert time.process_time() - begun < 3
    begun = time.process_time()
    found = protect.protect(text)
    if len(found.items) < 500:  # a sentence of more goes through in clauses
        protect.restore(found.text, found)
        protect.restore(text, found)
    assert time.process_time() - begun < 3
