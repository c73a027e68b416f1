"""PDF: paragraphs out, into text or Word; damage and passwords in one sentence."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from app.documents import open_document
from app.documents.pdf import paragraphs
from app.errors import PlgtError
from tests.app.batch.words import translated
from tests.app.documents.trip import convert, texts

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
    written = [paragraph.text for paragraph in docx.Document(str(target)).paragraphs]
    assert written == [translated(text) for text in texts(document)]
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
        ("Kısa başlık\nUzun bir paragraf satırı burada devam ediyor ve\nsürüyor.", 2),
        ("bir satır\n\nbaşka satır", 2),
        ("", 0),
        ("\n \n", 0),
        ("1. madde\n2. madde", 2),
    ],
)
def test_paragraph_borders(lines: str, expected: int) -> None:
    assert len(paragraphs(lines)) == expected


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
