"""Make the fixtures beside this file with the programs that people use: LibreOffice, python-docx,
python-pptx, openpyxl, odfdo.

    python tests/data/documents/make.py

Needs the `dev` extra and `soffice`. The tests read the files as committed.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import docx
import odfdo
import openpyxl
import pptx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from lxml import etree
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from pptx.util import Inches

HERE = Path(__file__).parent


def png() -> bytes:
    """A red square of 8 x 8 points."""
    import struct
    import zlib

    rows = b"".join(b"\0" + b"\xc0\x20\x20" * 8 for _ in range(8))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def soffice(source: Path, kind: str, out: Path) -> Path:
    """Convert with LibreOffice, in a profile of its own."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                str(out),
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
    return out / f"{source.stem}.{kind.split(':')[0]}"


def word(path: Path) -> None:
    """A letter as Word writes it: every inline element that matters."""
    document = docx.Document()
    document.core_properties.title = "Yıllık rapor"
    document.add_heading("Yıllık Rapor", 1)
    paragraph = document.add_paragraph("Bu yıl ")
    paragraph.add_run("çok önemli").bold = True
    paragraph.add_run(" sonuçlar ")
    paragraph.add_run("aldık").italic = True
    paragraph.add_run(".")
    link(document, paragraph, "https://example.org/rapor", "Ayrıntılar burada")
    paragraph.add_run(" bulunabilir.")
    # The pieces that Word makes of one sentence while it is being edited.
    pieces = document.add_paragraph()
    for text, rsid in (("Toplan", "00A1"), ("tı yarın ", "00A2"), ("saat onda başlıyor.", "00A3")):
        pieces.add_run(text)._r.set(qn("w:rsidR"), f"0000{rsid}")
    pieces._p.append(parse_xml(f'<w:proofErr {nsdecls("w")} w:type="spellEnd"/>'))
    table = document.add_table(2, 2, style="Table Grid")
    for cell, text in zip(table._cells, ("Ürün", "Fiyat", "Elma", "12,50 TL"), strict=True):
        cell.text = text
    for text in ("Birinci madde", "İkinci madde"):
        document.add_paragraph(text, style="List Bullet")
    pictured = document.add_paragraph("Resim burada: ")
    pictured.add_run().add_picture(io.BytesIO(png()), width=Pt(24))
    pictured._p.find(".//" + qn("wp:docPr")).set("descr", "Kırmızı bir kare")
    pictured.add_run(" kırmızı bir kare.")
    broken = document.add_paragraph("Birinci satır")
    broken.add_run().add_break()
    broken.add_run("İkinci satır\tsekmeden sonra")
    document.add_paragraph()._p.extend(tracked())
    document.add_paragraph()._p.extend(field())
    document.add_paragraph()._p.append(text_box())
    commented = document.add_paragraph("Bu cümlenin ")
    target = commented.add_run("bir yorumu")
    commented.add_run(" var.")
    document.add_comment(target, text="Lütfen bunu kontrol edin.", author="Ayşe", initials="A")
    section = document.sections[0]
    section.header.paragraphs[0].text = "Gizli belge"
    footer = section.footer.paragraphs[0]
    footer.add_run("Sayfa ")
    footer._p.extend(page_number())
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "tr-TR")
    document.save(str(path))


def link(document, paragraph, address: str, text: str) -> None:
    relation = document.part.relate_to(
        address,
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    paragraph._p.append(
        parse_xml(
            f'<w:hyperlink {nsdecls("w", "r")} r:id="{relation}"><w:r><w:rPr><w:color w:val="0000FF"/>'
            f'<w:u w:val="single"/><w:lang w:val="tr-TR"/></w:rPr><w:t>{text}</w:t></w:r></w:hyperlink>'
        )
    )


def elements(xml: str) -> list[etree._Element]:
    return list(parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>"))


def tracked() -> list[etree._Element]:
    return elements(
        '<w:r><w:t xml:space="preserve">Fiyatlar </w:t></w:r>'
        '<w:del w:id="90" w:author="Ayşe" w:date="2024-01-02T03:04:05Z"><w:r><w:delText>dün</w:delText></w:r></w:del>'
        '<w:ins w:id="91" w:author="Ayşe" w:date="2024-01-02T03:04:05Z"><w:r><w:t>bugün</w:t></w:r></w:ins>'
        '<w:r><w:t xml:space="preserve"> değişti.</w:t></w:r>'
    )


def field() -> list[etree._Element]:
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = '<w:r><w:instrText xml:space="preserve">{}</w:instrText></w:r>'
    return elements(
        '<w:bookmarkStart w:id="70" w:name="yer"/><w:r><w:t xml:space="preserve">Belge </w:t></w:r>'
        + char.format("begin")
        + code.format(' HYPERLINK "https://example.org/" ')
        + char.format("separate")
        + "<w:r><w:rPr><w:i/></w:rPr><w:t>bu adreste</w:t></w:r>"
        + char.format("end")
        + '<w:bookmarkEnd w:id="70"/><w:r><w:t xml:space="preserve"> durur, tarih </w:t></w:r>'
        + char.format("begin")
        + code.format(" DATE ")
        + char.format("separate")
        + "<w:r><w:t>1 Ocak</w:t></w:r>"
        + char.format("end")
        + "<w:r><w:t>.</w:t></w:r>"
    )


def page_number() -> list[etree._Element]:
    return elements('<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>')


def text_box() -> etree._Element:
    return parse_xml(
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape id="kutu" '
        'style="width:200pt;height:40pt"><v:textbox><w:txbxContent><w:p><w:r><w:t>Kutunun içindeki '
        "yazı</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )


def sheet(path: Path) -> None:
    """A spreadsheet made by odfdo: two texts and a number."""
    document = odfdo.Document("spreadsheet")
    document.body.clear()
    table = odfdo.Table("Sayfa1")
    for place, value in (((0, 0), "Bugün hava çok güzel."), ((1, 0), 12), ((0, 1), "Ev uzak.")):
        table.set_value(place, value)
    document.body.append(table)
    document.save(str(path))


def open_text(path: Path) -> None:
    """A text document made by odfdo: spans, notes, annotations, a frame, tables, headers."""
    document = odfdo.Document("text")
    body = document.body
    body.clear()
    document.insert_style(odfdo.Style("text", name="Kalin", bold=True), automatic=True)
    body.append(odfdo.Header(1, "Gezi notları"))
    paragraph = odfdo.Paragraph("Lizbon çok güzel bir şehir ve ben orada yaşıyorum.")
    paragraph.set_span("Kalin", regex="çok güzel")
    paragraph.insert_note(after="şehir", note_id="ftn1", citation="1", body="Nüfusu yarım milyondur.")
    paragraph.insert_annotation(after="orada", body="Doğru mu?", creator="Ayşe")
    body.append(paragraph)
    linked = odfdo.Paragraph("Daha fazlası için siteye bakın.")
    linked.set_link("https://example.org/", regex="siteye bakın")
    body.append(linked)
    spaced = odfdo.Paragraph()
    spaced.append_plain_text("İki  boşluk,\tsekme ve\nyeni satır.")
    body.append(spaced)
    table = odfdo.Table("Tablo", width=2, height=2)
    for place, text in (("A1", "Şehir"), ("B1", "Ülke"), ("A2", "İzmir"), ("B2", "Türkiye")):
        table.set_value(place, text)
    body.append(table)
    items = odfdo.List(["Birinci durak", "İkinci durak"])
    body.append(items)
    frame = odfdo.Frame.text_frame("Kenardaki kutu", size=("5cm", "2cm"), anchor_type="paragraph")
    body.append(odfdo.Paragraph("Kutu yanda durur."))
    body.append(frame)
    document.save(str(path), pretty=False)


def slides(path: Path) -> None:
    """Two slides: title, bullets, a table, notes, a picture, mixed formatting."""
    deck = pptx.Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[0])
    first.shapes.title.text = "Relatório anual"
    first.placeholders[1].text = "Resultados e planos\npara o próximo ano"
    second = deck.slides.add_slide(deck.slide_layouts[1])
    second.shapes.title.text = "Pontos principais"
    frame = second.placeholders[1].text_frame
    frame.text = "As vendas "
    run = frame.paragraphs[0].add_run()
    run.text = "cresceram muito"
    run.font.bold = True
    run = frame.paragraphs[0].add_run()
    run.text = " este ano, veja "
    run = frame.paragraphs[0].add_run()
    run.text = "a nossa página"
    run.hyperlink.address = "https://example.org/"
    frame.add_paragraph().text = "Primeira linha\vsegunda linha"
    table = second.shapes.add_table(2, 2, Inches(1), Inches(4), Inches(6), Inches(1)).table
    for (row, column), text in zip(
        ((0, 0), (0, 1), (1, 0), (1, 1)), ("Produto", "Preço", "Maçã", "12,50"), strict=True
    ):
        table.cell(row, column).text = text
    second.notes_slide.notes_text_frame.text = "Não esquecer de agradecer à equipa."
    picture = second.shapes.add_picture(io.BytesIO(png()), Inches(8), Inches(1))
    picture._element.nvPicPr.cNvPr.set("descr", "Um quadrado vermelho")
    for properties in second.shapes._spTree.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/main}rPr"
    ):
        properties.set("lang", "pt-PT")
    deck.save(str(path))


def workbook(path: Path) -> None:
    """Texts, numbers, dates, formulas, rich text, a table, a drop-down list."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Satışlar"
    for row in (["Ürün", "Adet", "Durum"], ["Kırmızı elma", 3, "Evet"], ["Yeşil armut", 4, "Hayır"]):
        sheet.append(row)
    sheet["A5"] = "Toplam"
    sheet["B5"] = "=SUM(B2:B3)"
    sheet["C5"] = '=IF(C2="Evet","var","yok")'
    sheet["A6"] = CellRichText("Bu ", TextBlock(InlineFont(b=True), "çok önemli"), " bir nottur.")
    sheet["A7"] = "Kırmızı elma"
    sheet["B7"] = '=A7&" taze"'
    sheet.add_table(Table(displayName="Tablo1", ref="A1:C3"))
    rule = DataValidation(type="list", formula1='"Evet,Hayır"')
    rule.add("C2:C3")
    sheet.add_data_validation(rule)
    book.save(str(path))


CHAPTER = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="pt" lang="pt">
<head><title>Capítulo um</title><link rel="stylesheet" href="style.css"/></head>
<body>
  <h1 id="c1">O começo</h1>
  <p>Era uma vez um rei que tinha <em>três</em> filhas<a epub:type="noteref" href="#n1">1</a> &#8212; todas
     muito <b>bonitas</b>.</p>
  <p><img src="red.png" alt="Um quadrado vermelho"/></p>
  <pre>nada = muda</pre>
  <aside id="n1" epub:type="footnote"><p>Uma nota no fim.</p></aside>
</body>
</html>
"""


def book(path: Path) -> None:
    """An EPUB 3 with navigation, NCX, a chapter and a picture, put together by hand as its standard says."""
    parts = {
        "META-INF/container.xml": '<?xml version="1.0"?>\n<container version="1.0" xmlns="urn:oasis:names:tc:'
        'opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf" '
        'media-type="application/oebps-package+xml"/></rootfiles></container>\n',
        "OEBPS/book.opf": '<?xml version="1.0" encoding="utf-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" '
        'version="3.0" unique-identifier="id" xml:lang="pt"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<dc:identifier id="id">urn:uuid:4a1c6a9e-0000-4000-8000-000000000001</dc:identifier>'
        "<dc:title>As três filhas</dc:title><dc:language>pt</dc:language>"
        '<meta property="dcterms:modified">2024-01-01T00:00:00Z</meta></metadata><manifest>'
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        '<item id="ncx" href="book.ncx" media-type="application/x-dtbncx+xml"/>'
        '<item id="c1" href="c1.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="css" href="style.css" media-type="text/css"/>'
        '<item id="png" href="red.png" media-type="image/png"/></manifest>'
        '<spine toc="ncx"><itemref idref="c1"/></spine></package>\n',
        "OEBPS/nav.xhtml": '<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml" '
        'xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="pt" lang="pt"><head><title>Índice</title></head><body>'
        '<nav epub:type="toc"><ol><li><a href="c1.xhtml">O começo</a></li></ol></nav></body></html>\n',
        "OEBPS/book.ncx": '<?xml version="1.0" encoding="utf-8"?>\n<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" '
        'version="2005-1" xml:lang="pt"><head/><docTitle><text>As três filhas</text></docTitle><navMap>'
        '<navPoint id="p1" playOrder="1"><navLabel><text>O começo</text></navLabel><content src="c1.xhtml"/>'
        "</navPoint></navMap></ncx>\n",
        "OEBPS/c1.xhtml": CHAPTER,
        "OEBPS/style.css": "em { color: red }\n",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        stamp = (2024, 1, 1, 0, 0, 0)
        out.writestr(zipfile.ZipInfo("mimetype", stamp), "application/epub+zip")
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, content)
        out.writestr(zipfile.ZipInfo("OEBPS/red.png", stamp), png())


def main() -> None:
    word(HERE / "word.docx")
    open_text(HERE / "text.odt")
    sheet(HERE / "sheet.ods")
    slides(HERE / "slides.pptx")
    workbook(HERE / "workbook.xlsx")
    book(HERE / "book.epub")
    with tempfile.TemporaryDirectory() as scratch:
        for source, kind, name in (
            ("text.odt", "docx", "office.docx"),
            ("word.docx", "odt", "office.odt"),
            ("slides.pptx", "odp", "office.odp"),
            ("slides.pptx", "pptx", "office.pptx"),
            ("workbook.xlsx", "xlsx", "office.xlsx"),
            ("word.docx", "html", "office.html"),
        ):
            made = soffice(HERE / source, kind, Path(scratch))
            (HERE / name).write_bytes(made.read_bytes())
            made.unlink()


if __name__ == "__main__":
    sys.exit(main())
