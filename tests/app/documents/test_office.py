"""Word, PowerPoint, Excel and OpenDocument files: formatting and structure stay, LibreOffice opens them."""

from __future__ import annotations

import hashlib
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from app.documents import Run, Segment, open_document
from tests.app.documents.office import (
    DATA,
    OFFICE,
    backwards,
    convert,
    needs_office,
    part,
    shout,
    skeleton,
    soffice,
    texts,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"


def same_language(name: str) -> str:
    return "pt" if name in ("slides.pptx", "office.pptx", "office.odp") else "tr"


@pytest.mark.parametrize("name", OFFICE)
def test_unchanged_texts_leave_every_byte_of_every_part(name: str, tmp_path: Path) -> None:
    document = open_document(DATA / name)
    same = {segment.id: list(segment.runs) for segment in document.segments()}
    document.write(tmp_path / name, same, same_language(name))
    with zipfile.ZipFile(DATA / name) as old, zipfile.ZipFile(tmp_path / name) as new:
        assert new.namelist() == old.namelist()
        for entry in old.namelist():
            if old.read(entry) != new.read(entry):  # only for a language attribute that was wrong before
                before, after = (
                    etree.tostring(etree.fromstring(z.read(entry)), method="c14n") for z in (old, new)
                )
                assert _without_languages(before) == _without_languages(after)


def _without_languages(content: bytes) -> list[tuple[str, str | None, list[str]]]:
    languages = {"lang", f"{FO}language", f"{FO}country"}
    return [
        (element.tag, element.text, [f"{k}={v}" for k, v in element.attrib.items() if k not in languages])
        for element in etree.fromstring(content).iter(etree.Element)
        if etree.QName(element).localname not in ("lang", "themeFontLang", "language")
    ]


@pytest.mark.parametrize("name", OFFICE)
def test_every_text_is_translated_and_the_structure_stays(name: str, tmp_path: Path) -> None:
    result = convert(DATA / name, tmp_path / name, shout)
    assert texts(result) == [text.upper() for text in texts(DATA / name)]
    assert skeleton(result) == skeleton(DATA / name)


@pytest.mark.parametrize("name", OFFICE)
def test_marks_that_change_places_are_all_kept(name: str, tmp_path: Path) -> None:
    result = convert(DATA / name, tmp_path / name, backwards)
    before, after = skeleton(DATA / name), skeleton(result)
    for entry, elements in before.items():
        assert sorted(tag for _, tag, _ in elements) == sorted(tag for _, tag, _ in after[entry]), entry


@pytest.mark.parametrize("name", OFFICE)
def test_the_same_input_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    one = convert(DATA / name, tmp_path / f"1{name}", shout).read_bytes()
    two = convert(DATA / name, tmp_path / f"2{name}", shout).read_bytes()
    assert hashlib.sha256(one).digest() == hashlib.sha256(two).digest()


@pytest.mark.parametrize("name", OFFICE)
def test_the_source_is_only_read(name: str, tmp_path: Path) -> None:
    source = tmp_path / name
    source.write_bytes((DATA / name).read_bytes())
    source.chmod(0o444)
    convert(source, tmp_path / "out" / name, shout)
    assert source.read_bytes() == (DATA / name).read_bytes()


def word_runs(path: Path, name: str = "word/document.xml") -> list[tuple[str, set[str]]]:
    """Texts of the runs with the names of their properties."""
    found = []
    for run in part(path, name).iter(f"{W}r"):
        properties = {etree.QName(p).localname for p in run.iterfind(f"{W}rPr/*")}
        found.append(("".join(t.text or "" for t in run.iter(f"{W}t")), properties))
    return found


def test_word_bold_links_and_insertions_stay_on_their_words(tmp_path: Path) -> None:
    result = convert(DATA / "word.docx", tmp_path / "a.docx", shout)
    runs = word_runs(result)
    assert ("ÇOK ÖNEMLI", {"b"}) in runs and ("ALDIK", {"i"}) in runs
    root = part(result, "word/document.xml")
    link = next(root.iter(f"{W}hyperlink"))
    assert "".join(link.itertext()) == "AYRINTILAR BURADA" and link.attrib
    assert "".join(next(root.iter(f"{W}ins")).itertext()) == "BUGÜN"
    assert "".join(next(root.iter(f"{W}del")).itertext()) == "dün"  # what was deleted is a record
    assert ("TOPLANTI YARIN SAAT ONDA BAŞLIYOR.", set()) in runs  # one sentence from three pieces


def test_word_fields_keep_their_codes_and_their_results(tmp_path: Path) -> None:
    result = convert(DATA / "word.docx", tmp_path / "a.docx", shout)
    root = part(result, "word/document.xml")
    codes = [(e.text or "").strip() for e in root.iter(f"{W}instrText")]
    assert codes == ['HYPERLINK "https://example.org/"', "DATE"]
    kinds = [e.get(f"{W}fldCharType") for e in root.iter(f"{W}fldChar")]
    assert kinds == ["begin", "separate", "end"] * 2
    assert ("BU ADRESTE", {"i"}) in word_runs(result) and ("1 Ocak", set()) in word_runs(result)


def test_word_comment_and_bookmark_ranges_hold_the_same_words(tmp_path: Path) -> None:
    result = convert(DATA / "word.docx", tmp_path / "a.docx", backwards)
    children = [e for e in part(result, "word/document.xml").iter() if isinstance(e.tag, str)]
    names = [etree.QName(e).localname for e in children]
    start, end = names.index("commentRangeStart"), names.index("commentRangeEnd")
    assert start < end
    assert "BIR YORUMU" in "".join(e.text or "" for e in children[start:end])
    assert names.index("bookmarkStart") < names.index("bookmarkEnd")


def test_word_text_boxes_tabs_and_breaks(tmp_path: Path) -> None:
    result = convert(DATA / "word.docx", tmp_path / "a.docx", shout)
    root = part(result, "word/document.xml")
    assert ["".join(e.itertext()) for e in root.iter(f"{W}txbxContent")] == ["KUTUNUN IÇINDEKI YAZI"]
    paragraph = next(p for p in root.iter(f"{W}p") if "BIRINCI SATIR" in "".join(p.itertext()))
    assert len(list(paragraph.iter(f"{W}br"))) == 1 and len(list(paragraph.iter(f"{W}tab"))) == 1


def test_word_table_of_contents_over_several_paragraphs(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    def entry(text: str, page: int) -> str:
        code = "<w:r><w:instrText> PAGEREF _Toc1 </w:instrText></w:r>"
        number = char("begin") + code + char("separate") + f"<w:r><w:t>{page}</w:t></w:r>" + char("end")
        return f'<w:hyperlink w:anchor="_Toc1"><w:r><w:t>{text}</w:t><w:tab/></w:r>{number}</w:hyperlink>'

    start = char("begin") + "<w:r><w:instrText> TOC </w:instrText></w:r>" + char("separate")
    body = docx.Document()
    for content in (start + entry("Giriş", 1), entry("Sonuç", 7), char("end")):
        paragraph = body.add_paragraph()._p
        paragraph.extend(etree.fromstring(f"<w:p {space}>{content}</w:p>"))
    body.save(str(tmp_path / "a.docx"))
    result = convert(tmp_path / "a.docx", tmp_path / "b.docx", shout)
    assert texts(result) == ["GIRIŞ\t", "SONUÇ\t"]
    assert skeleton(result) == skeleton(tmp_path / "a.docx")
    kinds = [e.get(f"{W}fldCharType") for e in part(result, "word/document.xml").iter(f"{W}fldChar")]
    assert kinds == ["begin", "separate", *["begin", "separate", "end"] * 2, "end"]
    assert [t.text for t in part(result, "word/document.xml").iter(f"{W}t")] == ["GIRIŞ", "1", "SONUÇ", "7"]


def test_word_language_becomes_the_target(tmp_path: Path) -> None:
    result = convert(DATA / "word.docx", tmp_path / "a.docx", shout)
    for name in ("word/document.xml", "word/styles.xml"):
        found = {e.get(f"{W}val") for e in part(result, name).iter(f"{W}lang")} - {None}
        assert found <= {"en-US"}, name
    assert {e.get(f"{W}val") for e in part(result, "word/styles.xml").iter(f"{W}lang")} == {"en-US"}


def test_metadata_stays(tmp_path: Path) -> None:
    result = convert(DATA / "word.docx", tmp_path / "a.docx", shout)
    with zipfile.ZipFile(DATA / "word.docx") as old, zipfile.ZipFile(result) as new:
        for name in ("docProps/core.xml", "docProps/app.xml", "[Content_Types].xml", "word/media/image1.png"):
            assert old.read(name) == new.read(name)


def test_opendocument_spans_notes_and_annotations(tmp_path: Path) -> None:
    result = convert(DATA / "text.odt", tmp_path / "a.odt", shout)
    root = part(result, "content.xml")
    span = next(e for e in root.iter(f"{T}span") if e.text == "ÇOK GÜZEL")
    assert span.get(f"{T}style-name") == "Kalin"
    note = next(root.iter(f"{T}note"))
    assert "".join(note.find(f"{T}note-body").itertext()) == "NÜFUSU YARIM MILYONDUR."
    assert note.find(f"{T}note-citation").text == "1"
    spaced = next(p for p in root.iter(f"{T}p") if (p.text or "").startswith("İKI"))
    assert [etree.QName(e).localname for e in spaced] == ["s", "tab", "line-break"]


def test_opendocument_language_becomes_the_target(tmp_path: Path) -> None:
    result = convert(DATA / "office.odt", tmp_path / "a.odt", shout)
    languages = {
        e.get(f"{FO}language") for name in ("content.xml", "styles.xml") for e in part(result, name).iter()
    } - {None, "zxx", "none"}
    assert languages == {"en"}


def test_mimetype_is_the_first_entry_and_stored(tmp_path: Path) -> None:
    for name in ("text.odt", "office.odp", "book.epub"):
        with zipfile.ZipFile(convert(DATA / name, tmp_path / name, shout)) as packed:
            first = packed.infolist()[0]
            assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")


def test_powerpoint_formatting_language_and_notes(tmp_path: Path) -> None:
    result = convert(DATA / "slides.pptx", tmp_path / "a.pptx", shout)
    root = part(result, "ppt/slides/slide2.xml")
    bold = [r for r in root.iter(f"{A}r") if (p := r.find(f"{A}rPr")) is not None and p.get("b") == "1"]
    assert ["".join(r.itertext()) for r in bold] == ["CRESCERAM MUITO"]
    linked = [r for r in root.iter(f"{A}r") if r.find(f"{A}rPr/{A}hlinkClick") is not None]
    assert ["".join(r.itertext()) for r in linked] == ["A NOSSA PÁGINA"]
    assert {e.get("lang") for e in root.iter(f"{A}rPr")} - {None} == {"en-US"}
    assert "NÃO ESQUECER DE AGRADECER À EQUIPA." in texts(result)


def test_excel_formulas_and_the_words_they_use_stay(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    for name in ("workbook.xlsx", "office.xlsx"):
        sheet = openpyxl.load_workbook(convert(DATA / name, tmp_path / name, shout)).active
        values = [sheet[cell].value for cell in ("A1", "A2", "B2", "C2", "A5")]
        assert values == ["ÜRÜN", "KIRMIZI ELMA", 3, "Evet", "TOPLAM"]
        assert sheet["B5"].value == "=SUM(B2:B3)" and '"Evet"' in sheet["C5"].value
        table = sheet.tables["Tablo1"]
        assert [column.name for column in table.tableColumns] == ["ÜRÜN", "ADET", "DURUM"]


def test_excel_table_headers_that_would_clash_keep_their_source(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")

    def same(segment: Segment) -> list[Run]:
        return [Run("Thing")] if segment.text in ("Ürün", "Adet") else shout(segment)

    sheet = openpyxl.load_workbook(convert(DATA / "office.xlsx", tmp_path / "a.xlsx", same)).active
    assert [cell.value for cell in sheet[1]] == ["Ürün", "Adet", "DURUM"]
    assert [column.name for column in sheet.tables["Tablo1"].tableColumns] == ["Ürün", "Adet", "DURUM"]


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("soffice")


@pytest.mark.office
@needs_office
@pytest.mark.parametrize("name", [*OFFICE, "office.html"])
def test_libreoffice_opens_the_result_and_shows_its_text(name: str, tmp_path: Path, profile: Path) -> None:
    before = tmp_path / f"before{Path(name).suffix}"
    before.write_bytes((DATA / name).read_bytes())
    after = convert(before, tmp_path / f"after{before.suffix}", shout)
    kind = "csv:Text - txt - csv (StarCalc):44,34,76" if before.suffix == ".xlsx" else "pdf"
    soffice([before, after], kind, tmp_path, profile)
    old, new = (shown(tmp_path / f"{stem}.{kind[:3]}") for stem in ("before", "after"))
    assert len(old) > 5
    assert sorted(word.upper() for word in new) == sorted(word.upper() for word in old)


def shown(path: Path) -> list[str]:
    """The words on a page that LibreOffice made."""
    if path.suffix == ".csv":
        return re.findall(r"\w+", path.read_text("utf-8"))
    text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return re.findall(r"\w+", text)
