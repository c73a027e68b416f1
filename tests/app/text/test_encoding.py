"""Bytes to text and back."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import PlgtError
from app.text import encoding
from tests.data.nasty import INPUTS

TURKISH = "Şu köşe yaz köşesi, şu köşe kış köşesi.\r\nIğdır'ın ılık rüzgârı…"


@pytest.mark.parametrize(
    ("data", "language", "expected"),
    [
        ("şeker".encode(), "tr", ("şeker", "utf-8", False)),
        (codecs.BOM_UTF8 + "şeker".encode(), "tr", ("şeker", "utf-8", True)),
        (codecs.BOM_UTF16_LE + "şeker".encode("utf-16-le"), "tr", ("şeker", "utf-16-le", True)),
        (codecs.BOM_UTF16_BE + "şeker".encode("utf-16-be"), "tr", ("şeker", "utf-16-be", True)),
        (codecs.BOM_UTF32_LE + "şeker".encode("utf-32-le"), "tr", ("şeker", "utf-32-le", True)),
        ("şeker".encode("cp1254"), "tr", ("şeker", "cp1254", False)),
        ("ação".encode("cp1252"), "pt", ("ação", "cp1252", False)),
        ("“ação”".encode("cp1252"), "pt", ("“ação”", "cp1252", False)),
        ("Iğdır'ın şekeri".encode("cp1254"), "", ("Iğdır'ın şekeri", "cp1254", False)),
        ("coração".encode("cp1252"), "", ("coração", "cp1252", False)),
        (b"", "tr", ("", "utf-8", False)),
        (b"a\x81\xe7", "pt", ("a\x81ç", "iso8859-1", False)),
    ],
)
def test_encodings(data: bytes, language: str, expected: tuple[str, str, bool]) -> None:
    assert encoding.decode(data, language) == expected


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_text_without_mark(name: str) -> None:
    assert encoding.decode(TURKISH.encode(name), "tr") == (TURKISH, name, False)


def test_a_broken_byte_does_not_change_the_encoding() -> None:
    data = TURKISH.encode() + b" \xe7 " + TURKISH.encode()
    assert encoding.decode(data, "tr") == (f"{TURKISH} \ufffd {TURKISH}", "utf-8", False)


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"%PDF-1.7\n", b"PK\x03\x04\x14\0", bytes(range(256)) * 8,
             b"\0" * 64, b"\x7fELF\x02\x01\x01\0\0\0"]
)  # fmt: skip
def test_binary_files_are_refused_in_one_sentence(data: bytes) -> None:
    assert encoding.is_binary(data)
    with pytest.raises(PlgtError, match=r'^"a\.bin" is not text: [^.]+\.$'):
        encoding.decode(data, "tr", '"a.bin"')


def test_a_broken_wide_file_says_so() -> None:
    with pytest.raises(PlgtError, match="UTF-16-LE but is broken"):
        encoding.decode(codecs.BOM_UTF16_LE + b"a\0b", "tr")


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60),
    st.sampled_from(["tr", "pt", "en", ""]),
)
@settings(max_examples=300, deadline=None)
def test_utf8_comes_back_whatever_it_says(text: str, language: str) -> None:
    if text.startswith("\ufeff") or text.startswith("%PDF") or text.startswith("PK"):
        return
    assert encoding.decode(text.encode(), language) == (text, "utf-8", False)


@pytest.mark.parametrize(
    ("name", "language"), [("cp1254", "tr"), ("cp1252", "pt"), ("utf-8", "tr"), ("utf-16-le", "tr")]
)
@pytest.mark.parametrize("bom", [True, False])
def test_bytes_come_back(name: str, language: str, bom: bool) -> None:
    text = "coração" if language == "pt" else TURKISH
    data, used = encoding.encode(text, name, bom)
    assert used == name
    decoded = encoding.decode(data, language)
    assert decoded[:2] == (text, name)
    assert encoding.encode(*decoded)[0] == data


def test_utf8_takes_over_where_the_code_page_lacks_a_character() -> None:
    assert encoding.encode("日本", "cp1254") == ("日本".encode(), "utf-8")


def test_nasty_inputs_are_read_or_refused() -> None:
    for text in INPUTS:
        data = text.encode("utf-8", "replace")
        try:
            assert encoding.decode(data, "tr")[1] == "utf-8"
        except PlgtError:
            assert encoding.is_binary(data)
