"""PDF: paragraphs out, into text or Word; damage and passwords in one sentence."""

from __future__ import annotations

import re
import shutil
import subprocess
import textwrap
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from app.batch import BatchJob
from app.documents import open_document
from app.errors import PlgtError
from tests.app.batch.words import WordTranslator, translated
from tests.app.documents.office import DATA
from tests.app.documents.trip import convert, texts, unchanged

LINES = [
    "Bir baslik",
    "",
    "Bu ilk paragrafin ilk satiridir ve ikinci satira kadar uza-",
    "narak orada biter. Sonra bir cumle daha gelir ve paragraf bi-",
    "ter.",
    "- Bir madde",
    "- Baska bir madde",
]


def make_pdf(path: Path, pages: list[list[str]]) -> None:
    """A PDF of the standard's minimum, one text line per line."""
    objects: list[bytes] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    kids = []
    for lines in pages:
        drawn = "".join(f"1 0 0 1 50 {780 - 20 * i} Tm ({line}) Tj " for i, line in enumerate(lines) if line)
        stream = f"BT /F1 10 Tf {drawn}ET".encode("latin-1")
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        content = len(objects)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % content
        )
        kids.append(len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % k for k in kids))
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        out.rindex(b"xref\n0 "),
    )
    path.write_bytes(out)


def test_text_becomes_paragraphs(tmp_path: Path) -> None:
    source, target = tmp_path / "a.pdf", tmp_path / "b.txt"
    make_pdf(source, [LINES, ["Ikinci sayfa burada."]])
    document = convert(source, target)
    assert document.target_suffix == ".txt"
    found = texts(document)
    assert found == [
        "Bir baslik",
        "Bu ilk paragrafin ilk satiridir ve ikinci satira kadar uzanarak orada biter. Sonra bir cumle daha "
        "gelir ve paragraf biter.",
        "- Bir madde",
        "- Baska bir madde",
        "Ikinci sayfa burada.",
    ]
    assert target.read_text("utf-8") == "\n\n".join(map(translated, found)) + "\n"
    assert "not kept" in document.notes[0]


def test_into_a_word_file(tmp_path: Path) -> None:
    import docx

    source, target, again = tmp_path / "a.pdf", tmp_path / "b.docx", tmp_path / "c.docx"
    make_pdf(source, [LINES, ["Ikinci sayfa & <burada>."]])
    document = convert(source, target, options={"pdf_to": "docx"})
    assert document.target_suffix == ".docx"
    paragraphs = docx.Document(str(target)).paragraphs
    listed = [paragraph.style.name == "List Bullet" for paragraph in paragraphs]
    assert listed == [text.startswith("- ") for text in texts(document)] and sum(listed) == 2
    written = [paragraph.text for paragraph in paragraphs]
    assert written == [translated(text.removeprefix("- ")) for text in texts(document)]
    convert(source, again, options={"pdf_to": "docx"})
    assert target.read_bytes() == again.read_bytes()
    assert zipfile.ZipFile(target).testzip() is None
    assert texts(open_document(target))  # and it can be read back


def test_passwords_scans_and_damage(tmp_path: Path) -> None:
    source, locked = tmp_path / "a.pdf", tmp_path / "l.pdf"
    make_pdf(source, [LINES])
    writer = PdfWriter(clone_from=PdfReader(source))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(locked)
    with pytest.raises(PlgtError, match="password"):
        texts(open_document(locked))
    make_pdf(source, [[]])
    with pytest.raises(PlgtError, match="holds no text"):
        texts(open_document(source))
    source.write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(PlgtError, match="damaged PDF"):
        texts(open_document(source))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Kisa baslik\nUzun bir paragraf satiri burada devam ediyor ve\nsuruyor.", 2),
        ("bir satir\n\nbaska satir", 2),
        ("", 0),
        ("\n \n", 0),
        ("1. madde\n2. madde", 2),
    ],
)
def test_paragraph_borders(tmp_path: Path, lines: str, expected: int) -> None:
    path = tmp_path / "a.pdf"
    make_pdf(path, [[line.strip() for line in lines.split("\n")]])
    if expected:
        assert len(texts(open_document(path))) == expected
    else:
        with pytest.raises(PlgtError, match="holds no text"):
            texts(open_document(path))


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_pdf_of_libreoffice(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("Çocuklar bahçede oynuyordu; güneş parlıyordu.\n\nİkinci paragraf ışıklıydı.\n", "utf-8")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(text)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    assert texts(open_document(tmp_path / "a.pdf")) == [
        "Çocuklar bahçede oynuyordu; güneş parlıyordu.",
        "İkinci paragraf ışıklıydı.",
    ]


def test_damaged_pages_are_named_and_the_others_translated(tmp_path: Path) -> None:
    source, target = tmp_path / "a.pdf", tmp_path / "b.txt"
    make_pdf(source, [["Ilk sayfa saglam."], ["bozuk"], ["Son sayfa da saglam."]])
    data = source.read_bytes()
    source.write_bytes(data.replace(b"(bozuk) Tj ET", b"(bozu)) ] >> "))
    document = convert(source, target)
    assert translated("Ilk sayfa saglam.") in target.read_text("utf-8")
    assert translated("Son sayfa da saglam.") in target.read_text("utf-8")
    assert any(note.startswith("Page 2 ") for note in document.notes)
    assert not any("Page 1" in note or "Page 3" in note for note in document.notes)


def with_content(data: bytes, body: Callable[[bytes], bytes], extra: bytes) -> bytes:
    """The PDF with the drawing instructions of the page that says "Kayip" changed."""
    found = re.search(rb"<</Length \d+>>stream\n(BT [^\n]*Kayip[^\n]*ET)\nendstream", data)
    assert found is not None
    made = body(found.group(1))
    stream = b"<</Length %d%s>>stream\n%s\nendstream" % (len(made), extra, made)
    return data[: found.start()] + stream + data[found.end() :]


@pytest.mark.parametrize(
    ("damage", "note"),
    [
        (
            lambda d: with_content(d, lambda b: zlib.compress(b)[:20], b"/Filter/FlateDecode"),
            "Page 2 is damaged",
        ),
        (
            lambda d: with_content(d, lambda b: b"x\x9c" + b"\xff" * 40, b"/Filter/FlateDecode"),
            "Page 2 is damaged",
        ),
        (
            lambda d: with_content(d, lambda b: b, b"/Filter/Nothing"),
            "Page 2 could not be read and is left out",
        ),
        (lambda d: d.replace(b"/Contents 6 0 R", b"/Contents 99 0 R"), "Page 2 is damaged"),
        (lambda d: d.replace(b"[5 0 R 7 0 R 9 0 R]", b"[5 0 R 77 0 R 9 0 R]"), "The file names 3 pages"),
    ],
)
def test_a_page_that_is_lost_is_named(tmp_path: Path, damage: Callable[[bytes], bytes], note: str) -> None:
    source = tmp_path / "a.pdf"
    make_pdf(source, [["Ilk sayfa."], ["Kayip sayfa."], ["Son sayfa."]])
    source.write_bytes(damage(source.read_bytes()))
    document = open_document(source)
    assert texts(document) == ["Ilk sayfa.", "Son sayfa."]
    assert any(each.startswith(note) for each in document.notes)


@pytest.mark.parametrize("cut", [b"Son sayfa", b"xref\n0", b"trailer"])
def test_a_file_whose_end_is_missing(tmp_path: Path, cut: bytes) -> None:
    source = tmp_path / "a.pdf"
    make_pdf(source, [["Ilk sayfa."], ["Orta sayfa."], ["Son sayfa."]])
    data = source.read_bytes()
    source.write_bytes(data[: data.index(cut)])
    document = open_document(source)
    assert texts(document)[:2] == ["Ilk sayfa.", "Orta sayfa."]
    if cut == b"Son sayfa":
        assert any("The file names 3 pages; 1 of them is not in it." in note for note in document.notes)


def test_a_stream_that_unpacks_to_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    make_pdf(path, [["Merhaba."]])
    bomb = zlib.compress(bytes(300 << 20), 9)
    packed = b"9 0 obj\n<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream\nendobj\n" % (len(bomb), bomb)
    path.write_bytes(path.read_bytes().replace(b"xref\n0 ", packed + b"xref\n0 ", 1))
    with pytest.raises(PlgtError, match="unpacks to more than"):
        texts(open_document(path))


TITLE, BODY = 18, 10
PROSE = (
    "Sabah erkenden yola ciktik ve hic durmadan yuruduk. Dagin eteginde bir koy vardi ve sokaklarda kimse yoktu. "
    "Yasli bir kadin bize su verdi ve nereye gittigimizi sordu."
)


def draw(path: Path, pages: list[list[tuple[float, float, float, str, str]]], picture: bytes = b"") -> None:
    """Lines at (x, y) of a size in a font (F1 regular, F2 bold) on A4 pages; a picture on the first one."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
               b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>",
               b"<</Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceRGB/Length 12>>"
               b"stream\n" + (picture or bytes(12)) + b"\nendstream"]  # fmt: skip
    kids = []
    for number, lines in enumerate(pages):
        shown = b"q 100 0 0 50 60 300 cm /P1 Do Q " if picture and number == 0 else b""
        text = "".join(
            f"/{font} {size} Tf 1 0 0 1 {x} {y} Tm ({said}) Tj " for x, y, size, font, said in lines
        )
        stream = shown + f"BT {text}ET".encode("latin-1")
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F1 3 0 R/F2 4 0 R>>"
            b"/XObject<</P1 5 0 R>>>>>>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    path.write_bytes(
        data + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    )


def set_text(text: str, x: float, y: float, width: int) -> list[tuple[float, float, float, str, str]]:
    """A paragraph as lines of `width` letters."""
    lines = textwrap.wrap(text, width)
    return [(x, y - 12 * i, BODY, "F1", line) for i, line in enumerate(lines)]


def test_headings_columns_lists_pictures_and_running_heads_become_a_word_file(tmp_path: Path) -> None:
    import docx

    source, target = tmp_path / "a.pdf", tmp_path / "b.docx"
    running = [(60.0, 810.0, 9, "F1", "Yol notlari"), (500.0, 30.0, 9, "F1", "Sayfa 1")]
    columns = set_text(PROSE, 60, 700, 40) + set_text(PROSE.replace("Sabah", "Aksam"), 320, 700, 40)
    first = [*running, (60.0, 760.0, TITLE, "F2", "Kiyiya dogru"), *columns]
    first += [(60.0, 520.0, BODY, "F1", "- Ekmek ve bol miktarda peynir ile zeytin, ama once"),
              (68.0, 508.0, BODY, "F1", "herkese sormak gerek"), (60.0, 496.0, BODY, "F1", "- Su"),
              (60.0, 460.0, 14, "F2", "Ikinci gun"),
              (60.0, 200.0, BODY, "F1", "Bu paragraf sayfanin sonunda bitmez ve oteki sayfanin ilk satirinda"),
              (60.0, 188.0, BODY, "F1", "surup gider, cunku yer kalmamis ve yazar anlatmak istemis-")]  # fmt: skip
    second = [(60.0, 810.0, 9, "F1", "Yol notlari"), (500.0, 30.0, 9, "F1", "Sayfa 2"),
              (60.0, 760.0, BODY, "F1", "tir. Sonra uyudu."), (60.0, 730.0, BODY, "F1", "Yeni paragraf.")]  # fmt: skip
    draw(source, [first, second], picture=bytes(range(12)))
    document = convert(source, target, unchanged, options={"pdf_to": "docx"})
    made = docx.Document(str(target))
    found = [(p.style.name, p.text) for p in made.paragraphs]
    assert found == [
        ("Heading 1", "Kiyiya dogru"),
        ("Normal", PROSE),
        ("Normal", PROSE.replace("Sabah", "Aksam")),
        ("List Bullet", "Ekmek ve bol miktarda peynir ile zeytin, ama once herkese sormak gerek"),
        ("List Bullet", "Su"),
        ("Heading 2", "Ikinci gun"),
        ("Normal", ""),  # the picture
        ("Normal", "Bu paragraf sayfanin sonunda bitmez ve oteki sayfanin ilk satirinda surup gider, cunku yer "
                   "kalmamis ve yazar anlatmak istemistir. Sonra uyudu."),
        ("Normal", "Yeni paragraf."),
    ]  # fmt: skip
    assert [p.text for p in made.sections[0].header.paragraphs] == ["Yol notlari"]
    assert [p.text for p in made.sections[0].footer.paragraphs] == ["Sayfa 1"]
    assert len(made.inline_shapes) == 1
    assert "not kept" in document.notes[0]


def test_bold_words_stay_bold(tmp_path: Path) -> None:
    import docx

    source, target = tmp_path / "a.pdf", tmp_path / "b.docx"
    draw(
        source,
        [
            [
                (60, 700, 10, "F1", "Bu cok "),
                (94, 700, 10, "F2", "onemli"),
                (130, 700, 10, "F1", "bir sozdur."),
            ]
        ],
    )
    document = convert(source, target, options={"pdf_to": "docx"})
    (segment,) = document.segments()
    assert segment.text == "Bu cok onemli bir sozdur."
    (paragraph,) = docx.Document(str(target)).paragraphs
    assert paragraph.text == translated(segment.text)
    assert [run.text.strip() for run in paragraph.runs if run.bold] == [translated("onemli")]


def test_both_files_of_a_batch(tmp_path: Path) -> None:
    import docx

    (tmp_path / "in").mkdir()
    make_pdf(tmp_path / "in" / "a.pdf", [LINES])
    make_pdf(tmp_path / "in" / "b.pdf", [LINES])
    (tmp_path / "in" / "b.docx").write_bytes((DATA / "word.docx").read_bytes())
    job = BatchJob([tmp_path / "in"], tmp_path / "out", source="tr", name="{stem}.{target}{suffix}",
                   translator=WordTranslator())  # fmt: skip
    report = job.run()
    assert report.exit_code == 0
    made = sorted(path.name for path in (tmp_path / "out").glob("*.en.*"))
    assert made == ["a.en.docx", "a.en.txt", "b.en.docx", "b.en.txt"]
    paragraphs = docx.Document(str(tmp_path / "out" / "a.en.docx")).paragraphs
    assert paragraphs[0].text == translated(LINES[0])
    by_name = {Path(entry.source).name: entry for entry in report.files}
    assert by_name["a.pdf"].also == [str(tmp_path / "out" / "a.en.docx")]
    assert by_name["b.pdf"].also == []
    assert any("belongs to another file" in note for note in by_name["b.pdf"].notes)
    assert BatchJob([tmp_path / "in"], tmp_path / "out", source="tr", name="{stem}.{target}{suffix}",
                    translator=WordTranslator()).run().exit_code == 2  # nothing is overwritten  # fmt: skip
    single = BatchJob(
        [tmp_path / "in" / "a.pdf"], tmp_path / "only.txt", source="tr", translator=WordTranslator()
    )
    assert single.run().exit_code == 0
    assert not (tmp_path / "only.docx").exists()


def test_rows_of_a_table_and_stretched_lines(tmp_path: Path) -> None:
    import docx

    source, word, text = tmp_path / "a.pdf", tmp_path / "b.docx", tmp_path / "b.txt"
    rows = [
        ("Ad", "Soyad", "Sehir"),
        ("Ali", "Kaya", "Ankara"),
        ("Ece", "Demir", "Izmir"),
        ("Can", "Oz", "Bursa"),
    ]
    cells = [(60.0 + 150 * k, 500.0 - 14 * r, BODY, "F1", said) for r, row in enumerate(rows)
             for k, said in enumerate(row)]  # fmt: skip
    stretched = [(60.0, 700.0, BODY, "F1", "Aradaki"), (115.0, 700.0, BODY, "F1", "bosluklar cok genis olunca bile"),
                 (60.0, 688.0, BODY, "F1", "bu tek bir cumledir, cunku satir yayilmistir.")]  # fmt: skip
    draw(source, [[*stretched, *cells, (60.0, 420.0, BODY, "F1", "Son soz.")]])
    sentence = "Aradaki bosluklar cok genis olunca bile bu tek bir cumledir, cunku satir yayilmistir."
    document = convert(source, word, options={"pdf_to": "docx"})
    assert texts(document) == [sentence, *("\t".join(row) for row in rows), "Son soz."]
    made = docx.Document(str(word))
    (table,) = made.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        list(map(translated, row)) for row in rows
    ]
    assert [p.text for p in made.paragraphs if p.text] == [translated(sentence), translated("Son soz.")]
    convert(source, text)
    assert "\n\n" + "\n".join(translated("\t".join(row)) for row in rows) + "\n\n" in text.read_text("utf-8")


def test_running_heads_of_chapters_are_named_and_part_no_paragraph(tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    pages = []
    for number in range(10):
        chapter = "Birinci bolum" if number < 3 else "Ikinci bolum" if number < 6 else "Ek"
        pages.append([
            (60.0, 810.0, 9, "F1", f"Kitap {number + 1}"), (300.0, 810.0, 9, "F1", chapter),
            (60.0, 700.0, BODY, "F1", f"Sayfa {number} burada baslar ve cumle oteki sayfanin ilk satirinda surup"),
            (60.0, 20.0, 9, "F1", f"{number + 1}"),
        ])  # fmt: skip
    draw(source, pages)
    document = open_document(source)
    found = texts(document)
    assert found[:2] == ["Kitap 1", "Ek"] and len(found) < 14
    assert not any("bolum" in text for text in found[2:])
    assert any('left out: "Birinci bolum", "Ikinci bolum".' in note for note in document.notes)
