"""Files that are broken, protected, mislabelled or made to hurt: one sentence, in bounded time and memory."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile
from pathlib import Path

import pytest

from app.documents import open_document, sniff
from app.documents.archive import MAX_ENTRIES
from app.documents.xmlsafe import parse_xml
from app.errors import PlgtError
from tests.app.documents.census import MAKERS
from tests.app.documents.office import DATA, OFFICE, convert, shout
from tests.app.documents.test_office_parts import run, word_file


def refused(path: Path, match: str, seconds: float = 20.0) -> str:
    """Opening or reading the file says why not, in one sentence."""
    started = time.monotonic()
    with pytest.raises(PlgtError, match=match) as caught:
        list(open_document(path).segments())
    assert time.monotonic() - started < seconds
    message = str(caught.value)
    assert message.endswith(".") and "\n" not in message and len(message) < 400, message
    return message


def repacked(source: str, target: Path, **parts: bytes) -> Path:
    """A fixture with some parts replaced (`/` and `.` in names as they are in `parts`' values' keys)."""
    with zipfile.ZipFile(DATA / source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name, None) or old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return target


def test_an_entry_that_grows_like_a_bomb(tmp_path: Path) -> None:
    body = b"<w:document xmlns:w='x'>" + b" " * (200 << 20) + b"</w:document>"
    path = repacked("word.docx", tmp_path / "bomb.docx", **{"word/document.xml": body})
    assert path.stat().st_size < 1 << 20
    refused(path, "zip bomb")


def test_an_entry_that_lies_about_its_size(tmp_path: Path) -> None:
    path = repacked("word.docx", tmp_path / "liar.docx", **{"word/document.xml": b"<a>" + b" " * (40 << 20)})
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as packed:
        size = packed.getinfo("word/document.xml").file_size
    wrong, right = struct.pack("<I", 1000), struct.pack("<I", size)
    assert content.count(right) >= 2
    path.write_bytes(bytes(content.replace(right, wrong)))
    refused(path, "damaged|zip bomb")


def test_many_entries_that_are_large_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.documents.archive.MAX_TOTAL", 4 << 20)
    noise = random.Random(1).randbytes(1 << 20)
    path = repacked("word.docx", tmp_path / "a.docx", **{f"word/media/{n}.bin": noise for n in range(5)})
    refused(path, "unpacks to")


def test_too_many_entries(tmp_path: Path) -> None:
    path = tmp_path / "many.docx"
    with zipfile.ZipFile(path, "w") as packed:
        for number in range(MAX_ENTRIES + 1):
            packed.writestr(f"{number}", b"")
    refused(path, "entries")


@pytest.mark.parametrize("name", ["../../evil.xml", "/etc/evil", "..\\evil", "C:\\evil", "a/../../b"])
def test_paths_that_leave_the_archive(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(DATA / "word.docx") as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, old.read(entry))
        new.writestr(zipfile.ZipInfo(name), b"x")
    refused(path, "points outside")
    assert not (tmp_path.parent / "evil.xml").exists()


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(
        b'<!ENTITY a%d "%s">' % (i, b"&a%s;" % (b"%d" % (i - 1) if i else b"") * 10) for i in range(12)
    )
    + b"]><x>&a11;</x>"
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
EXTERNAL = b'<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x>a</x>'


@pytest.mark.parametrize("content", [LAUGHS, OUTSIDE])
@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("word.docx", "word/document.xml"),
        ("text.odt", "content.xml"),
        ("slides.pptx", "ppt/slides/slide1.xml"),
        ("book.epub", "OEBPS/c1.xhtml"),
        ("book.epub", "OEBPS/book.opf"),
        ("workbook.xlsx", "xl/worksheets/sheet1.xml"),
    ],
)
def test_xml_entities(content: bytes, source: str, part: str, tmp_path: Path) -> None:
    path = repacked(source, tmp_path / source, **{part: content})
    assert "root:" not in refused(path, "entities")


def test_entities_in_utf16() -> None:
    with pytest.raises(PlgtError, match="entities"):
        parse_xml(OUTSIDE.decode().replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16"), "x")


def test_external_dtd_is_not_fetched() -> None:
    assert parse_xml(EXTERNAL, "x").getroot().text == "a"


def test_xml_nested_very_deep() -> None:
    with pytest.raises(PlgtError, match="cannot be read"):
        parse_xml(b"<a>" * 100_000 + b"</a>" * 100_000, "x")


def test_broken_archives(tmp_path: Path) -> None:
    whole = (DATA / "word.docx").read_bytes()
    for number, content in enumerate([whole[:5000], whole[: len(whole) - 30], whole[:4] + b"\0" * 3000]):
        path = tmp_path / f"{number}.docx"
        path.write_bytes(content)
        refused(path, "damaged")
    (tmp_path / "e.docx").write_bytes(b"")
    refused(tmp_path / "e.docx", "empty")


def test_a_missing_part(tmp_path: Path) -> None:
    path = tmp_path / "a.odt"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    refused(path, "content.xml")


@pytest.mark.parametrize("name", OFFICE)
def test_broken_xml_inside(name: str, tmp_path: Path) -> None:
    main = {
        "docx": "word/document.xml",
        "odt": "content.xml",
        "odp": "content.xml",
        "pptx": "ppt/slides/slide1.xml",
        "xlsx": "xl/worksheets/sheet1.xml",
    }[name.rsplit(".")[-1]]
    refused(repacked(name, tmp_path / name, **{main: b"<a><b></a>"}), "damaged")


def test_password_protected_files(tmp_path: Path) -> None:
    office = tmp_path / "a.docx"
    office.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(1000)
        + "EncryptedPackage".encode("utf-16-le")
        + bytes(3000)
    )
    refused(office, "password")
    old = tmp_path / "old.doc"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000))
    refused(old, "old binary Office format")
    manifest = (
        b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        b'<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>'
    )
    odt = repacked("text.odt", tmp_path / "a.odt", **{"META-INF/manifest.xml": manifest})
    refused(odt, "password")
    packed = bytearray((DATA / "word.docx").read_bytes())
    at = packed.find(b"PK\x01\x02")
    while at >= 0:
        packed[at + 8] |= 1
        at = packed.find(b"PK\x01\x02", at + 4)
    (tmp_path / "z.docx").write_bytes(bytes(packed))
    refused(tmp_path / "z.docx", "password")


def test_wrong_extensions(tmp_path: Path) -> None:
    mislabelled = tmp_path / "report.txt"
    mislabelled.write_bytes((DATA / "word.docx").read_bytes())
    document = open_document(mislabelled)
    assert document.format == "docx" and "Word document" in document.notes[0]
    fake = tmp_path / "fake.docx"
    fake.write_text("only text", "utf-8")
    refused(fake, "not a Word document")
    plain = tmp_path / "plain.zip"
    with zipfile.ZipFile(plain, "w") as packed:
        packed.writestr("a.txt", "x")
    refused(plain, "zip archive")
    image = tmp_path / "a.txt"
    image.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(100))
    refused(image, "binary")
    unknown = tmp_path / "a.xyz"
    unknown.write_text("text", "utf-8")
    refused(unknown, "no known extension")
    refused(tmp_path, "folder")
    refused(tmp_path / "nowhere.docx", "not there")


def test_content_names_the_format_where_the_extension_does_not(tmp_path: Path) -> None:
    for content, name in (
        ("<!DOCTYPE html><p>a", "html"),
        ("WEBVTT\n", "vtt"),
        ("<?xml version='1.0'?><tmx/>", "tmx"),
    ):
        path = tmp_path / "file"
        path.write_text(content, "utf-8")
        assert sniff(path).name == name


def test_a_target_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(PlgtError, match="Cannot write"):
        convert(DATA / "word.docx", tmp_path / "file" / "a.docx", shout)
    source = tmp_path / "a.docx"
    source.write_bytes((DATA / "word.docx").read_bytes())
    with pytest.raises(PlgtError, match="being translated"):
        convert(source, source, shout)
    assert source.read_bytes() == (DATA / "word.docx").read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.docx", "file"]


def test_a_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(PlgtError, match="No space left"):
        convert(DATA / "word.docx", tmp_path / "a.docx", shout)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    [
        "<" * 300_000,
        "<a " * 100_000,
        '<a b="' * 60_000,
        "<b>" * 30_000,
        "<!--" * 100_000,
        "&" * 300_000,
        "<div translate=no>" * 20_000,
        "<svg>" * 5_000,
        "<p>a" * 50_000,
        "<title>" * 20_000,
    ],
    ids=lambda text: text[:12],
)
def test_pages_made_to_be_slow(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(text, "utf-8")
    started = time.monotonic()
    list(open_document(path).segments())
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    "text",
    [
        "*a " * 3_000,
        "[" * 5_000,
        "**a*" * 1_500,
        "> " * 800 + "a",
        "`" * 20_000,
        "| a " * 3_000 + "\n" + "|-" * 3_000,
    ],
    ids=lambda text: text[:8],
)
def test_markdown_made_to_be_slow(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(text, "utf-8")
    started = time.monotonic()
    list(open_document(path).segments())
    assert time.monotonic() - started < 20


def test_archive_from_memory_is_the_same_as_from_disk() -> None:
    """The fixtures themselves are sound: what the tests above break was whole before."""
    for name in [*OFFICE, "book.epub"]:
        with zipfile.ZipFile(io.BytesIO((DATA / name).read_bytes())) as packed:
            assert packed.testzip() is None


@pytest.mark.parametrize("content", [LAUGHS, OUTSIDE])
@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("docx", "word/header1.xml"),
        ("docx", "docProps/core.xml"),
        ("docx", "customXml/item1.xml"),
        ("docx", "word/chunk.html"),
        ("xlsx", "xl/comments1.xml"),
        ("xlsx", "xl/drawings/vmlDrawing1.vml"),
        ("pptx", "ppt/notesSlides/notesSlide1.xml"),
        ("odt", "styles.xml"),
        ("ods", "meta.xml"),
        ("odp", "styles.xml"),
    ],
)
def test_xml_entities_in_a_part_that_the_file_can_do_without(
    content: bytes, kind: str, part: str, tmp_path: Path
) -> None:
    """The part stays as it is and the report says so; nothing is read from outside, nothing grows."""
    path = MAKERS[kind](tmp_path / f"a.{kind}").path
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / f"b.{kind}", "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    document = open_document(tmp_path / f"b.{kind}", "tr")
    segments = list(document.segments())
    assert segments and not any("root:" in segment.text for segment in segments)
    document.write(tmp_path / f"c.{kind}", {segment.id: shout(segment) for segment in segments}, "en")
    with zipfile.ZipFile(tmp_path / f"c.{kind}") as packed:
        assert len(packed.read(part)) < 2 * len(content)
    if not part.endswith((".html", "core.xml", "item1.xml")):
        assert any(part in note for note in document.notes), document.notes


def test_documents_within_documents_end_somewhere(tmp_path: Path) -> None:
    inner = b"PK"
    for depth in range(6):
        path = word_file(
            tmp_path / f"{depth}.docx", f'<w:p>{run(f"Derinlik {chr(97 + depth)}ev")}</w:p><w:altChunk r:id="r0"/>',
            chunk__docx=("application/vnd.openxmlformats-officedocument.wordprocessingml.document", inner),
        )  # fmt: skip
        inner = path.read_bytes()
    document = open_document(path, "tr")
    assert [segment.text for segment in document.segments()] == [f"Derinlik {letter}ev" for letter in "fedc"]
    assert any("can't be read" in note for note in document.notes)


def test_a_bomb_within_an_inserted_document(tmp_path: Path) -> None:
    body = b"<w:document xmlns:w='x'>" + b" " * (40 << 20) + b"</w:document>"
    bomb = repacked("word.docx", tmp_path / "bomb.docx", **{"word/document.xml": body}).read_bytes()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    path = word_file(tmp_path / "a.docx", f"<w:p>{run('Ev büyük.')}</w:p>", chunk__docx=(kind, bomb))
    document = open_document(path, "tr")
    assert [segment.text for segment in document.segments()] == ["Ev büyük."]
    assert any("word/chunk.docx" in note for note in document.notes)
