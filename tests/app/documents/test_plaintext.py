"""Plain text: encodings, line ends, long lines, flat memory."""

from __future__ import annotations

import textwrap
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.batch import BatchJob
from app.documents import open_document
from app.documents.textfile import CHUNK, find_encoding
from app.errors import PlgtError
from app.text.markup import Run, join_runs
from tests.app.batch.words import WordTranslator, translated
from tests.app.documents.trip import convert, texts, unchanged

TURKISH = "Güneşli bir gün.\r\n\r\n  - İğne ve iplik\n\tŞişe\rson satır"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1254", "iso8859-9"]
)
def test_text_comes_back_byte_for_byte_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    source, target = tmp_path / "a.txt", tmp_path / "b.txt"
    source.write_bytes(TURKISH.encode(encoding))
    document = convert(source, target, unchanged)
    assert target.read_bytes() == source.read_bytes()
    assert texts(document) == ["Güneşli bir gün.", "  - İğne ve iplik", "\tŞişe", "son satır"]


@given(st.binary(max_size=400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
def test_any_bytes_come_back_or_are_refused(tmp_path: Path, data: bytes) -> None:
    source, target = tmp_path / "a.txt", tmp_path / "b.txt"
    source.write_bytes(data)
    try:
        convert(source, target, unchanged)
    except PlgtError:
        return
    assert target.read_bytes() == data


@pytest.mark.parametrize(
    ("text", "encoding", "language", "expected"),
    [
        ("Işık ve gölge", "cp1254", None, "cp1254"),
        ("Coração e açúcar", "cp1252", None, "cp1252"),
        ("çay", "cp1254", "tr", "cp1254"),
        ("çay", "utf-8", "tr", "utf-8"),
        ("plain", "ascii", "pt", "utf-8"),
    ],
)
def test_encoding_is_found(
    tmp_path: Path, text: str, encoding: str, language: str | None, expected: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    assert find_encoding(path, language).name == expected


def test_turkish_out_of_a_western_code_page_changes_to_the_turkish_one(tmp_path: Path) -> None:
    source, target = tmp_path / "a.txt", tmp_path / "b.txt"
    source.write_bytes("A café".encode("cp1252"))
    document = convert(source, target, lambda segment: [Run("Şık bir kahve")], source="en", to="tr")
    assert target.read_bytes() == "Şık bir kahve".encode("cp1254")
    assert any("CP1254" in note for note in document.notes)


def test_what_no_code_page_holds_becomes_utf8(tmp_path: Path) -> None:
    source, target = tmp_path / "a.txt", tmp_path / "b.txt"
    source.write_bytes("A café\nnaïve".encode("cp1252"))
    convert(source, target, lambda segment: [Run("→ kahve")], source="en", to="tr")
    assert target.read_text("utf-8") == "→ kahve\n→ kahve"


def test_binary_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    for data in (bytes(range(256)) * 20, b"\x89PNG\r\n\x1a\n" + b"\x01\x02\x03\x04" * 2000):
        path.write_bytes(data)
        with pytest.raises(PlgtError, match="binary"):
            texts(open_document(path))


@pytest.mark.parametrize("sentence", ["Uzun bir cümle daha. ", "kelime ", "x"])
def test_a_very_long_line_is_cut_and_put_together(tmp_path: Path, sentence: str) -> None:
    source, target = tmp_path / "a.txt", tmp_path / "b.txt"
    text = sentence * (3_000_000 // len(sentence)) + "\nson"
    source.write_text(text, "utf-8")
    document = convert(source, target, unchanged)
    assert target.read_text("utf-8") == text
    pieces = texts(document)
    assert max(map(len, pieces)) <= 4000
    assert pieces[-1] == "son"
    if " " in sentence.strip():
        assert all(piece.startswith("Uzun") for piece in pieces[:-1])


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    source, target = tmp_path / "a.txt", tmp_path / "b.txt"
    with source.open("w", encoding="utf-8") as out:
        for number in range(100_000):
            out.write(f"Bu {number}. satırdır ve içinde yazı vardır.\n")
    assert source.stat().st_size > 4_000_000

    class Nothing(dict):  # type: ignore[type-arg]
        pass

    document = open_document(source, "tr")
    tracemalloc.start()
    try:
        count = sum(1 for _ in document.segments())
        document.write(target, Nothing(), "en")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 100_000
    assert peak < 5_000_000
    assert target.read_bytes() == source.read_bytes()


def test_line_break_split_between_two_reads(tmp_path: Path) -> None:
    source, target = tmp_path / "a.txt", tmp_path / "b.txt"
    source.write_bytes(b"a" * (CHUNK - 1) + b"\r\nbb\r\n")
    document = convert(source, target, lambda segment: [Run(join_runs(segment.runs).upper())])
    assert target.read_bytes() == b"A" * (CHUNK - 1) + b"\r\nBB\r\n"
    assert texts(document)[-1] == "bb"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1254"])
def test_a_hard_wrapped_paragraph_is_one_text_and_is_wrapped_again(
    tmp_path: Path, newline: str, encoding: str
) -> None:
    source, target = tmp_path / "a.txt", tmp_path / "b.txt"
    lines = [
        "Pazar",
        "",
        "  Sabah erkenden pazara gittik; satıcılar tezgâhları henüz",
        "kurmamıştı ve çay içiyordu. Biz de bir köşede oturup onları",
        "bekledik.",
        "",
        "- elma",
        "- armut",
    ]
    source.write_bytes(newline.join(lines).encode(encoding))
    document = convert(source, tmp_path / "same.txt", unchanged)
    assert (tmp_path / "same.txt").read_bytes() == source.read_bytes()
    paragraph = " ".join(lines[2:5]).strip()
    segments = list(document.segments())
    assert [(segment.id, segment.text) for segment in segments] == [
        ("1", "Pazar"), ("3", paragraph), ("7", "- elma"), ("8", "- armut")
    ]  # fmt: skip
    english = (
        "Early in the morning we went to the market; the sellers had not set up their stalls yet and were having "
        "tea, so we sat down in a corner and waited."
    )
    document.write(target, {"3": [Run(english)]}, "en")
    written = target.read_bytes().decode(encoding).split(newline)
    assert written[:2] + written[-3:] == lines[:2] + lines[-3:]
    assert written[2].startswith("  Early") and not written[3].startswith(" ")
    assert " ".join(written[2:-3]).split() == english.split()
    assert max(map(len, written)) <= max(map(len, lines))
    assert len(written[2]) + 1 + len(written[3].split()[0]) > max(map(len, lines))  # filled


def test_unwrapping_can_be_turned_off(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    text = "Sabah erkenden pazara gittik; satıcılar tezgâhları henüz\nkurmamıştı ve çay içiyordu."
    source.write_text(text, "utf-8")
    assert texts(open_document(source, "tr")) == [text.replace("\n", " ")]
    assert texts(open_document(source, "tr", {"unwrap": False})) == text.split("\n")


def test_long_wrapped_paragraphs_are_cut_and_lose_nothing(tmp_path: Path) -> None:
    source, target = tmp_path / "a.txt", tmp_path / "b.txt"
    sentence = "bu uzun paragraf bitmek bilmez ve satırdan satıra sürüp gider, hiç durmadan akar "
    text = textwrap.fill(sentence * 3000, 70) + "\n"
    source.write_text(text, "utf-8")
    document = convert(source, target, lambda segment: [Run(segment.text.upper())])
    found = texts(document)
    assert max(map(len, found)) <= 4000 and len(found) < 100
    assert target.read_text("utf-8").split() == text.upper().split()
    assert max(map(len, target.read_text("utf-8").split("\n"))) <= 70


@pytest.mark.parametrize("unwrap", [True, False])
def test_a_batch_joins_lines_unless_told_otherwise(tmp_path: Path, unwrap: bool) -> None:
    source = tmp_path / "a.txt"
    text = "Sabah erkenden pazara gittik; satıcılar tezgâhları henüz\nkurmamıştı ve çay içiyordu.\n"
    source.write_text(text, "utf-8")
    report = BatchJob(
        [source], tmp_path / "b.txt", source="tr", translator=WordTranslator(), unwrap=unwrap
    ).run()
    assert report.exit_code == 0 and report.files[0].segments == (1 if unwrap else 2)
    assert (tmp_path / "b.txt").read_text("utf-8").split() == translated(text).split()
