"""Places of office files that were once overlooked, each with what has to come out of it."""

# ruff: noqa: E501  (raw XML)

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from app.documents import Run, Segment, open_document
from app.documents.registry import sniff
from app.errors import PlgtError
from app.text.markup import project_runs
from tests.app.documents import census
from tests.app.documents.census import OFFICE, SPACES, R, S, W, package
from tests.app.documents.office import convert, needs_office, part, shout, soffice, texts

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
WORD_MAIN = f"{OFFICE}.wordprocessingml.document.main+xml"
SHEET_MAIN = f"{OFFICE}.spreadsheetml.sheet.main+xml"


def run(text: str, properties: str = "") -> str:
    kept = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{kept}<w:t xml:space="preserve">{text}</w:t></w:r>'


def field(code: str, result: str) -> str:
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{separate}{run(result)}{end}"


def word_file(path: Path, body: str, **more: tuple[str, str | bytes]) -> Path:
    """A Word document with a body and further parts, `name__ext` for `word/name.ext`."""
    parts = {f"word/{name.replace('__', '.')}": value for name, value in more.items()}
    namespaces = f'{W} {R} xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    document = f"<w:document {namespaces}><w:body>{body}</w:body></w:document>"
    package(
        path,
        {"word/document.xml": (WORD_MAIN, document), **parts},
        {
            "": [("r1", "officeDocument", "word/document.xml")],
            "word/document.xml": [
                (f"r{index}", "aFChunk" if "chunk" in name else "header", name.removeprefix("word/"))
                for index, name in enumerate(parts)
            ],
        },
    )
    return path


def open_text(path: Path, body: str, styles: str = "", kind: str = "text") -> Path:
    census._opendocument(path, kind, {"content.xml": census._content(kind, body, styles)})
    return path


def repacked(path: Path, target: Path, rename: dict[str, str], **content: str) -> Path:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = content.get(name.replace("[", "").replace("]", "").replace(".", "_").replace("/", "_"))
            info = zipfile.ZipInfo(name)
            info.filename = rename.get(name, name)  # a back-slash stays one
            new.writestr(info, old.read(name) if data is None else data)
    return target


def words_of(path: Path, name: str = "word/document.xml") -> str:
    return "".join(element.text or "" for element in part(path, name).iter(f"{WORD}t"))


# Parts and their names ------------------------------------------------------------------------------------


def test_the_type_of_the_main_part_may_stand_in_a_default(tmp_path: Path) -> None:
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="XML" '
        f'ContentType="{WORD_MAIN}"/></Types>'
    )
    path = word_file(tmp_path / "a.docx", f"<w:p>{run('Ev büyük.')}</w:p>")
    path = repacked(path, tmp_path / "b.docx", {}, Content_Types_xml=types)
    assert words_of(convert(path, tmp_path / "c.docx", shout)) == "EV BÜYÜK."


@pytest.mark.parametrize(
    "rename",
    [
        {"word/document.xml": "Word/Document.XML"},
        {"word/document.xml": "word\\document.xml"},
        {"[Content_Types].xml": "[content_types].XML", "_rels/.rels": "_RELS/.rels"},
    ],
)
def test_names_of_parts_are_the_same_in_any_spelling(rename: dict[str, str], tmp_path: Path) -> None:
    path = repacked(
        word_file(tmp_path / "a.docx", f"<w:p>{run('Ev büyük.')}</w:p>"), tmp_path / "b.docx", rename
    )
    result = convert(path, tmp_path / "c.docx", shout)
    name = rename.get("word/document.xml", "word/document.xml")
    with zipfile.ZipFile(result) as packed:
        assert b"EV B\xc3\x9cY\xc3\x9cK." in packed.read(name)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx"])
def test_a_package_without_its_main_part_is_damaged(kind: str, tmp_path: Path) -> None:
    whole = census.MAKERS[kind](tmp_path / f"a.{kind}").path
    main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}[kind]
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(tmp_path / f"b.{kind}", "w") as new:
        for name in old.namelist():
            if name != main:
                new.writestr(name, old.read(name))
    with pytest.raises(PlgtError, match=r"is damaged: .*missing.*\.$"):
        list(open_document(tmp_path / f"b.{kind}").segments())


@pytest.mark.parametrize("kind", census.MAKERS)
def test_every_kind_is_known_by_its_content(kind: str, tmp_path: Path) -> None:
    path = census.MAKERS[kind](tmp_path / "file").path
    assert sniff(path).name == kind


def test_an_opendocument_without_its_mimetype_entry_is_known_by_its_manifest(tmp_path: Path) -> None:
    whole = census.ods(tmp_path / "a.ods").path
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(tmp_path / "b.ods", "w") as new:
        for name in old.namelist():
            if name != "mimetype":
                new.writestr(name, old.read(name))
    assert sniff(tmp_path / "b.ods").name == "ods"


def test_a_damaged_header_costs_only_itself(tmp_path: Path) -> None:
    header = (f"{OFFICE}.wordprocessingml.header+xml", "<w:hdr><broken>")
    path = word_file(tmp_path / "a.docx", f"<w:p>{run('Ev büyük.')}</w:p>", header1__xml=header)
    document = open_document(path, "tr")
    document.write(tmp_path / "b.docx", {s.id: shout(s) for s in document.segments()}, "en")
    assert words_of(tmp_path / "b.docx") == "EV BÜYÜK."
    assert document.notes == ['The part "word/header1.xml" of "a.docx" is damaged and stays as it is.']


# Places in Word's paragraphs ------------------------------------------------------------------------------


def carried(path: Path, target: Path, words: str, links: list[tuple[int, int]]) -> Path:
    """A translation of the only segment by a word alignment."""
    document = open_document(path, "tr")
    (segment,) = document.segments()
    document.write(target, {segment.id: project_runs(segment.runs, words, links)}, "en")
    return target


PLACES = {
    "field": field(" SEQ Tablo ", "1"),
    "merge field": field(" MERGEFIELD Ad ", "«1»"),
    "simple field": f'<w:fldSimple w:instr=" PAGE ">{run("1")}</w:fldSimple>',
    "equation": "<m:oMath><m:r><m:t>1</m:t></m:r></m:oMath>",
    "control": f"<w:sdt><w:sdtPr/><w:sdtContent>{run('')}</w:sdtContent></w:sdt>",
}


@pytest.mark.parametrize("place", PLACES)
def test_blanks_stay_on_both_sides_of_a_place_in_word(place: str, tmp_path: Path) -> None:
    body = f"<w:p>{run('Tablo ')}{PLACES[place]}{run(' şehirler.')}</w:p>"
    path = carried(
        word_file(tmp_path / "a.docx", body), tmp_path / "b.docx", "Table cities.", [(0, 0), (1, 1)]
    )
    root = part(path, "word/document.xml")
    shown = "".join(e.text or "" for e in root.iter("{*}t"))
    assert re.fullmatch("Table (1|«1»|) cities\\.", shown)


@pytest.mark.parametrize(
    "place",
    [
        '<text:placeholder text:placeholder-type="text">1</text:placeholder>',
        '<text:date text:fixed="true">1</text:date>',
        "<text:page-number>1</text:page-number>",
        "<draw:frame><draw:text-box><text:p>1</text:p></draw:text-box></draw:frame>",
    ],
)
def test_blanks_stay_on_both_sides_of_a_place_in_opendocument(place: str, tmp_path: Path) -> None:
    path = open_text(tmp_path / "a.odt", f"<text:p>Tablo {place} şehirler.</text:p>")
    path = carried(path, tmp_path / "b.odt", "Table cities.", [(0, 0), (1, 1)])
    paragraph = next(part(path, "content.xml").iter(f"{TEXT}p"))
    assert "".join(paragraph.itertext()) == "Table 1 cities."


def test_a_raised_number_stays_behind_its_word_in_word(tmp_path: Path) -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    body = f"<w:p>{run('Eski')}{run('1', raised)}{run(' ev 20 m')}{run('2', raised)}{run(' idi.')}</w:p>"
    path = word_file(tmp_path / "a.docx", body)
    assert texts(path) == ["Eski ev 20 m idi."]
    links = [(0, 4), (1, 5), (2, 2), (3, 3), (4, 1)]
    path = carried(path, tmp_path / "b.docx", "It was 20 m old house.", links)
    assert words_of(path) == "It was 20 m2 old1 house."
    runs = list(part(path, "word/document.xml").iter(f"{WORD}r"))
    assert [words for e in runs if e.find(f"{WORD}rPr") is not None for words in e.itertext()] == ["2", "1"]


def test_a_lowered_number_stays_in_its_word_in_word(tmp_path: Path) -> None:
    low = run("2", '<w:vertAlign w:val="subscript"/>')
    path = word_file(tmp_path / "a.docx", f"<w:p>{run('Suya H')}{low}{run('O denir.')}</w:p>")
    assert texts(path) == ["Suya H2O denir."]
    path = carried(path, tmp_path / "b.docx", "Water is called H2O.", [(0, 0), (1, 3), (2, 2)])
    runs = list(part(path, "word/document.xml").iter(f"{WORD}r"))
    assert ["".join(e.itertext()) for e in runs] == ["Water is called H", "2", "O."]
    assert [e.find(f"{WORD}rPr") is not None for e in runs] == [False, True, False]


@pytest.mark.parametrize("position", ["super 58%", "33% 58%"])
def test_a_raised_number_is_a_place_in_opendocument(position: str, tmp_path: Path) -> None:
    style = (
        f'<style:style style:name="T1" style:family="text"><style:text-properties style:text-position="{position}"/>'
        "</style:style>"
    )
    body = '<text:p>Eski<text:span text:style-name="T1">1</text:span> ev.</text:p>'
    path = open_text(tmp_path / "a.odt", body, style)
    assert texts(path) == ["Eski ev."]
    path = carried(path, tmp_path / "b.odt", "Old house.", [(0, 0), (1, 1)])
    assert "".join(next(part(path, "content.xml").iter(f"{TEXT}p")).itertext()) == "Old1 house."


def test_a_raised_number_is_a_place_on_slides_and_in_cells(tmp_path: Path) -> None:
    pptx = pytest.importorskip("pptx")
    deck = pptx.Presentation()
    paragraph = deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text_frame.paragraphs[0]
    for text, raised in (("Eski", False), ("1", True), (" ev", False)):
        piece = paragraph.add_run()
        piece.text = text
        if raised:
            piece.font._element.set("baseline", "30000")
    deck.save(str(tmp_path / "a.pptx"))
    assert texts(tmp_path / "a.pptx") == ["Eski ev"]
    path = workbook(
        tmp_path / "a.xlsx",
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><r><t>20 m</t></r><r><rPr><vertAlign val="superscript"/>'
        "</rPr><t>2</t></r><r><t> ev</t></r></is></c></row></sheetData>",
    )
    assert texts(path) == ["20 m ev"]


EMPTY = {
    "control": '<w:sdt><w:sdtPr><w:alias w:val="1"/></w:sdtPr><w:sdtContent><w:r><w:t/></w:r></w:sdtContent></w:sdt>',
    "control without content": "<w:sdt><w:sdtPr/><w:sdtContent/></w:sdt>",
    "insertion": '<w:ins w:id="1" w:author="a"/>',
    "link": '<w:hyperlink w:anchor="x"><w:r/></w:hyperlink>',
    "bookmark": '<w:bookmarkStart w:id="1" w:name="x"/><w:proofErr w:type="a"/><w:bookmarkEnd w:id="1"/>',
    "field": f'<w:fldSimple w:instr=" REF x ">{run("")}</w:fldSimple>',
    "nested": '<w:ins w:id="1" w:author="a"><w:hyperlink w:anchor="x"/></w:ins>',
}


@pytest.mark.parametrize("name", EMPTY)
def test_what_is_empty_stays_in_word(name: str, tmp_path: Path) -> None:
    body = f"<w:p>{run('Adınız: ')}{EMPTY[name]}{run(' yaşınız: ')}{EMPTY[name]}</w:p>"
    path = convert(word_file(tmp_path / "a.docx", body), tmp_path / "b.docx", shout)
    paragraph = next(part(path, "word/document.xml").iter(f"{WORD}p"))
    tags = [etree.QName(e).localname for e in paragraph if e.tag != f"{WORD}r"]
    assert len([tag for tag in tags if not tag.startswith("proof")]) == (4 if name == "bookmark" else 2)
    assert words_of(path) == "ADINIZ:  YAŞINIZ: "
    assert etree.QName(paragraph[0]).localname == "r" and "ADINIZ: " in "".join(paragraph[0].itertext())


@pytest.mark.parametrize("inside", ["", " "])
def test_what_is_empty_stays_in_opendocument(inside: str, tmp_path: Path) -> None:
    body = f'<text:p>Ev <text:a xlink:href="x">{inside}</text:a><text:bookmark text:name="b"/> ve bahçe.</text:p>'
    path = convert(open_text(tmp_path / "a.odt", body), tmp_path / "b.odt", shout)
    paragraph = next(part(path, "content.xml").iter(f"{TEXT}p"))
    assert [etree.QName(e).localname for e in paragraph if etree.QName(e).localname != "s"] == [
        "a",
        "bookmark",
    ]


# What Word's fields, numbers and controls show ------------------------------------------------------------


def test_fields_that_show_words_are_translated_and_others_stay(tmp_path: Path) -> None:
    codes = {
        " REF _Ref1 \\h ": "giriş", " STYLEREF 1 ": "bölüm", " FORMTEXT ": "sokak", " IF 1 = 1 ": "doğru",
        " MERGEFIELD Ad ": "isim", " DATE ": "1 Ocak", " PAGE ": "bir", " SEQ Tablo ": "iki", " = 1 + 1 ": "üç",
        " ADDIN ZOTERO ": "yazar",
    }  # fmt: skip
    body = "".join(f"<w:p>{field(code, result)}</w:p>" for code, result in codes.items())
    path = convert(word_file(tmp_path / "a.docx", body), tmp_path / "b.docx", shout)
    shown = [words.text for words in part(path, "word/document.xml").iter(f"{WORD}t")]
    assert shown == ["GIRIŞ", "BÖLÜM", "SOKAK", "DOĞRU", *list(codes.values())[4:]]
    assert [e.text for e in part(path, "word/document.xml").iter(f"{WORD}instrText")] == list(codes)


def test_a_field_with_a_field_in_its_code(tmp_path: Path) -> None:
    inner = field(" MERGEFIELD Cinsiyet ", "Erkek")
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    code = f'<w:r><w:instrText> IF </w:instrText></w:r>{inner}<w:r><w:instrText> = "Erkek" "Bay" </w:instrText></w:r>'
    body = f"<w:p>{run('Sayın ')}{marks['begin']}{code}{marks['separate']}{run('bay')}{marks['end']}</w:p>"
    path = convert(word_file(tmp_path / "a.docx", body), tmp_path / "b.docx", shout)
    assert words_of(path) == "SAYIN ErkekBAY"
    kinds = [e.get(f"{WORD}fldCharType") for e in part(path, "word/document.xml").iter(f"{WORD}fldChar")]
    assert kinds == ["begin", "begin", "separate", "end", "separate", "end"]


def test_a_field_whose_words_cannot_be_reached_is_named(tmp_path: Path) -> None:
    one = (
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> REF x </w:instrText><w:fldChar '
        'w:fldCharType="separate"/><w:t>giriş</w:t><w:fldChar w:fldCharType="end"/></w:r>'
    )
    document = open_document(word_file(tmp_path / "a.docx", f"<w:p>{run('Bakınız ')}{one}</w:p>"), "tr")
    assert [segment.text for segment in document.segments()] == ["Bakınız "]
    assert document.notes == ['The words of REF fields in "a.docx" stay as they are.']


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        (" MACROBUTTON NoMacro adınız buraya ", " MACROBUTTON NoMacro ADINIZ BURAYA "),
        (' HYPERLINK "http://evim" \\o "ipucu" ', ' HYPERLINK "http://evim" \\o "IPUCU" '),
        (' XE "kelime" \\r isim ', ' XE "KELIME" \\r isim '),
        (' FILLIN "sorunuz" \\d "yanıt" ', ' FILLIN "SORUNUZ" \\d "YANIT" '),
        (' INCLUDETEXT "dosya.docx" ', ' INCLUDETEXT "dosya.docx" '),
    ],
)
def test_words_in_codes(code: str, wanted: str, tmp_path: Path) -> None:
    body = f"<w:p>{run('Ev ')}{field(code.replace(chr(34), '&quot;'), '1')}</w:p>"
    path = convert(word_file(tmp_path / "a.docx", body), tmp_path / "b.docx", shout)
    assert [e.text for e in part(path, "word/document.xml").iter(f"{WORD}instrText")] == [wanted]


def test_words_of_automatic_numbers_and_their_codes(tmp_path: Path) -> None:
    levels = [
        ("decimal", "Madde %1 –"),
        ("decimal", "%1.%2 fıkra"),
        ("bullet", "o"),
        ("decimal", "%1.a"),
        ("bullet", "ok"),
    ]
    inside = "".join(
        f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (kind, text) in enumerate(levels)
    )
    numbering = f"<w:numbering {W}><w:abstractNum>{inside}</w:abstractNum></w:numbering>"
    path = word_file(
        tmp_path / "a.docx", f"<w:p>{run('Ev')}</w:p>",
        numbering__xml=(f"{OFFICE}.wordprocessingml.numbering+xml", numbering),
    )  # fmt: skip
    result = part(convert(path, tmp_path / "b.docx", shout), "word/numbering.xml")
    shown = [e.get(f"{WORD}val") for e in result.iter(f"{WORD}lvlText")]
    assert shown == ["MADDE %1 –", "%1.%2 FIKRA", "o", "%1.a", "ok"]


def test_a_bound_value_becomes_what_the_page_shows(tmp_path: Path) -> None:
    whole = census.docx(tmp_path / "a.docx").path
    result = convert(whole, tmp_path / "b.docx", shout)
    assert part(result, "docProps/core.xml").find("{*}title").text == census.word("coretitle").upper()
    assert part(result, "customXml/item1.xml")[1].text == census.word("customxml").upper()
    assert part(result, "customXml/item1.xml")[0].text == "1"


def test_properties_that_nothing_shows_stay(tmp_path: Path) -> None:
    core = (
        "application/vnd.openxmlformats-package.core-properties+xml",
        '<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Gizli</dc:title></c:coreProperties>',
    )
    path = word_file(tmp_path / "a.docx", f"<w:p>{run('Ev büyük.')}</w:p>", core__xml=core)
    assert texts(path) == ["Ev büyük."]


def test_inserted_documents(tmp_path: Path) -> None:
    inner = word_file(tmp_path / "inner.docx", f"<w:p>{run('İçerideki metin.')}</w:p>").read_bytes()
    body = f"<w:p>{run('Ev büyük.')}</w:p>" + "".join(f'<w:altChunk r:id="r{n}"/>' for n in range(3))
    path = word_file(
        tmp_path / "a.docx", body,
        chunk1__html=("text/html", b"<p>Sayfadan <b>geldi</b>.</p>"),
        chunk2__docx=(f"{OFFICE}.wordprocessingml.document", inner),
        chunk3__docx=(f"{OFFICE}.wordprocessingml.document", b"PK\x03\x04 broken"),
    )  # fmt: skip
    document = open_document(path, "tr")
    segments = list(document.segments())
    assert [segment.text for segment in segments] == ["Ev büyük.", "Sayfadan geldi.", "İçerideki metin."]
    document.write(tmp_path / "b.docx", {s.id: shout(s) for s in segments}, "en")
    with zipfile.ZipFile(tmp_path / "b.docx") as packed:
        assert packed.read("word/chunk1.html") == b"<p>SAYFADAN <b>GELDI</b>.</p>"
        (tmp_path / "c.docx").write_bytes(packed.read("word/chunk2.docx"))
        assert packed.read("word/chunk3.docx") == b"PK\x03\x04 broken"
    assert words_of(tmp_path / "c.docx") == "İÇERIDEKI METIN."
    assert document.notes == [
        'The document "word/chunk3.docx" within "a.docx" can\'t be read and stays as it is.'
    ]


# Workbooks --------------------------------------------------------------------------------------------------


def workbook(path: Path, sheet: str, name: str = "Sayfa1") -> Path:
    book = f'<workbook {S} {R}><sheets><sheet name="{name}" sheetId="1" r:id="r1"/></sheets></workbook>'
    package(
        path,
        {
            "xl/workbook.xml": (SHEET_MAIN, book),
            "xl/worksheets/sheet1.xml": (
                f"{OFFICE}.spreadsheetml.worksheet+xml",
                f"<worksheet {S} {R}>{sheet}</worksheet>",
            ),
        },
        {
            "": [("r1", "officeDocument", "xl/workbook.xml")],
            "xl/workbook.xml": [("r1", "worksheet", "worksheets/sheet1.xml")],
        },
    )
    return path


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("&CYıllık rapor", "&CYILLIK RAPOR"),
        ('&L&"Arial,Kalın"&12Metin &P / &N&RAh && vah', '&L&"Arial,Kalın"&12METIN &P / &N&RAH && VAH'),
        ("&KFF0000Kırmızı &D", "&KFF0000KIRMIZI &D"),
        ("&C&P", "&C&P"),
        ("Ev && &Cbahçe", "EV && &CBAHÇE"),
    ],
)
def test_codes_of_a_sheets_header_stay(header: str, wanted: str, tmp_path: Path) -> None:
    spelled = header.replace("&", "&amp;")
    sheet = f"<sheetData/><headerFooter><oddHeader>{spelled}</oddHeader></headerFooter>"
    path = convert(workbook(tmp_path / "a.xlsx", sheet), tmp_path / "b.xlsx", shout)
    assert next(part(path, "xl/worksheets/sheet1.xml").iter("{*}oddHeader")).text == wanted


def test_prompts_stay_within_what_excel_takes(tmp_path: Path) -> None:
    sheet = (
        '<sheetData/><dataValidations><dataValidation sqref="A1" promptTitle="Seçim" prompt="Birini seçin."/>'
        "</dataValidations><headerFooter><oddHeader>Kısa başlık</oddHeader></headerFooter>"
    )

    def long(segment: Segment) -> list[Run]:
        return [Run("word " * 60)]

    path = convert(workbook(tmp_path / "a.xlsx", sheet), tmp_path / "b.xlsx", long)
    root = part(path, "xl/worksheets/sheet1.xml")
    prompt = next(root.iter("{*}dataValidation"))
    assert (prompt.get("promptTitle"), prompt.get("prompt")) == ("Seçim", "Birini seçin.")
    assert next(root.iter("{*}oddHeader")).text == "Kısa başlık"


@pytest.mark.parametrize(
    ("name", "noted"), [("Satışlar", True), ("Sayfa1", False), ("Sheet 2", False), ("2024", False)]
)
def test_names_of_sheets_are_named_where_they_are_words(name: str, noted: bool, tmp_path: Path) -> None:
    sheet = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Ev</t></is></c></row></sheetData>'
    document = open_document(workbook(tmp_path / "a.xlsx", sheet, name), "tr")
    assert [segment.text for segment in document.segments()] == ["Ev"]
    assert ["names of sheets" in note for note in document.notes] == ([True] if noted else [])


# OpenDocument ----------------------------------------------------------------------------------------------


def test_a_user_field_shows_its_translated_value(tmp_path: Path) -> None:
    body = (
        '<text:user-field-decls><text:user-field-decl office:value-type="string" office:string-value="kırmızı araba" '
        'text:name="u"/></text:user-field-decls><text:p>Aracımız <text:user-field-get text:name="u">kırmızı araba'
        "</text:user-field-get> olarak bilinir.</text:p>"
    )
    root = part(convert(open_text(tmp_path / "a.odt", body), tmp_path / "b.odt", shout), "content.xml")
    assert next(root.iter(f"{TEXT}user-field-decl")).get(census_name("string-value")) == "KIRMIZI ARABA"
    assert "".join(next(root.iter(f"{TEXT}p")).itertext()) == "ARACIMIZ KIRMIZI ARABA OLARAK BILINIR."


def census_name(name: str) -> str:
    return f"{{urn:oasis:names:tc:opendocument:xmlns:office:1.0}}{name}"


def test_values_that_conditions_compare_stay_and_are_named(tmp_path: Path) -> None:
    body = (
        '<text:user-field-decls><text:user-field-decl office:value-type="string" office:string-value="evet" '
        'text:name="u"/></text:user-field-decls><text:p>Yanıt: <text:conditional-text text:condition=\'ooow:u=="evet"\' '
        'text:string-value-if-true="doğru" text:string-value-if-false="yanlış">doğru</text:conditional-text></text:p>'
    )
    document = open_document(open_text(tmp_path / "a.odt", body), "tr")
    assert sorted(segment.text for segment in document.segments()) == ["Yanıt: ", "doğru", "doğru", "yanlış"]
    assert document.notes == [
        'Some texts of "a.odt" stay as they are: formulas, conditions or lists use them.'
    ]


def test_ruby_keeps_its_base_and_what_stands_above(tmp_path: Path) -> None:
    body = (
        "<text:p>Bu <text:ruby><text:ruby-base>kelime</text:ruby-base><text:ruby-text>okunuş</text:ruby-text></text:ruby>"
        " eskidir.</text:p>"
    )
    root = part(convert(open_text(tmp_path / "a.odt", body), tmp_path / "b.odt", shout), "content.xml")
    (ruby,) = root.iter(f"{TEXT}ruby")
    assert [(etree.QName(e).localname, e.text) for e in ruby] == [
        ("ruby-base", "KELIME"),
        ("ruby-text", "OKUNUŞ"),
    ]
    assert next(root.iter(f"{TEXT}p")).text == "BU " and ruby.tail == " ESKIDIR."


def test_a_drop_down_keeps_its_choices(tmp_path: Path) -> None:
    body = '<text:p>Yanıt: <text:drop-down text:name="d"><text:label text:value="evet"/>evet</text:drop-down></text:p>'
    root = part(convert(open_text(tmp_path / "a.odt", body), tmp_path / "b.odt", shout), "content.xml")
    (field,) = root.iter(f"{TEXT}drop-down")
    assert field[0].get(f"{TEXT}value") == "EVET" and field[0].tail == "EVET"


def test_words_before_the_numbers_of_a_list_keep_their_blank(tmp_path: Path) -> None:
    styles = (
        '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-prefix="Madde " '
        'style:num-suffix="." loext:num-list-format="Madde %1%."/></text:list-style>'
    )
    path = convert(open_text(tmp_path / "a.odt", "<text:p>Ev</text:p>", styles), tmp_path / "b.odt", shout)
    level = next(part(path, "content.xml").iter(f"{TEXT}list-level-style-number"))
    values = {etree.QName(key).localname: value for key, value in level.attrib.items()}
    assert values["num-prefix"] == "MADDE " and values["num-suffix"] == "."
    assert values["num-list-format"] == "MADDE %1%."


def test_spreadsheets_keep_formulas_and_what_they_use(tmp_path: Path) -> None:
    cells = (
        '<table:table-cell office:value-type="string"><text:p>Elma</text:p></table:table-cell><table:table-cell '
        'office:value-type="string"><text:p>Evet</text:p></table:table-cell><table:table-cell '
        'table:formula="of:=IF([.B1]=&quot;Evet&quot;;1;0)" office:value-type="string"><text:p>Sonuç</text:p></table:table-cell>'
    )
    body = f'<table:table table:name="Sayfa1"><table:table-row>{cells}</table:table-row></table:table>'
    path = open_text(tmp_path / "a.ods", body, kind="spreadsheet")
    assert open_document(path).format == "ods" and texts(path) == ["Elma"]
    assert SPACES in zipfile.ZipFile(convert(path, tmp_path / "b.ods", shout)).read("content.xml").decode()


# Letters whose other case has another length -----------------------------------------------------------------

awkward = st.lists(
    st.sampled_from(["İ", "ß", "ŉ", "ǰ", "ΐ", "i̇", "ı", "I", "ﬁ", "ẞ", "a", "ev", " ", ".", "1", "é"]),
    min_size=1,
    max_size=12,
).map("".join)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx", "odt", "ods", "odp"])
@given(source=awkward, target=awkward)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_letters_that_change_their_length_with_their_case(
    kind: str, source: str, target: str, tmp_path: Path
) -> None:
    """Every place of the census gets such letters, and such letters come out where words went in."""
    made = census.MAKERS[kind](tmp_path / f"a.{kind}")
    with zipfile.ZipFile(made.path) as old, zipfile.ZipFile(tmp_path / f"b.{kind}", "w") as new:
        for name in old.namelist():
            longer = re.sub(rb"Q[a-z]+z", lambda word: word.group() + source.encode(), old.read(name))
            new.writestr(name, longer)
    document = open_document(tmp_path / f"b.{kind}", "tr")
    segments = [segment for segment in document.segments() if len(segment.runs) == 1]
    wanted = {segment.id: [Run(f"zz{target}zz", segment.runs[0].tags)] for segment in segments}
    document.write(tmp_path / f"c.{kind}", wanted, "en")
    result = {segment.id: segment.text for segment in open_document(tmp_path / f"c.{kind}").segments()}
    assert len(segments) > 10 and set(wanted) <= set(result)
    assert {re.sub(" +", " ", result[number]) for number in wanted} == {re.sub(" +", " ", f"zz{target}zz")}


@pytest.mark.office
@needs_office
@pytest.mark.parametrize("kind", census.MAKERS)
def test_libreoffice_opens_a_translated_census(kind: str, tmp_path: Path) -> None:
    made = census.MAKERS[kind](tmp_path / f"a.{kind}")
    result = convert(made.path, tmp_path / f"b.{kind}", shout)
    soffice([result], "pdf", tmp_path, tmp_path / "profile")
    assert (tmp_path / "b.pdf").read_bytes().startswith(b"%PDF")
