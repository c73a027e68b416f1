"""Marks follow their words into a translation with another word order, through every format."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.documents import Run, open_document
from app.text.markup import project_runs
from app.text.words import word_spans
from tests.app.documents.office import convert, part, shout, texts

SOURCE = "Yarın kırmızı arabayı ona vereceğim."
TARGET = "I will give him the red car tomorrow."
LINKS = {
    "Yarın": ["tomorrow"],
    "kırmızı": ["red"],
    "arabayı": ["the", "car"],
    "ona": ["him"],
    "vereceğim": ["I", "will", "give"],
}


def links() -> list[tuple[int, int]]:
    sources = [SOURCE[a:b] for a, b in word_spans(SOURCE)]
    targets = [TARGET[a:b] for a, b in word_spans(TARGET)]
    return [(sources.index(s), targets.index(t)) for s, words in LINKS.items() for t in words]


def carried(runs: Sequence[Run]) -> list[Run]:
    return project_runs(runs, TARGET, links())


def translate(path: Path, target: Path) -> Path:
    document = open_document(path, "tr")
    segments = list(document.segments())
    assert [segment.text for segment in segments] == [SOURCE]
    document.write(target, {segment.id: carried(segment.runs) for segment in segments}, "en")
    assert texts(target) == [TARGET]
    return target


def test_word(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    paragraph = document.add_paragraph("Yarın ")
    paragraph.add_run("kırmızı").bold = True
    paragraph.add_run(" arabayı ona ")
    paragraph.add_run("vereceğim").italic = True
    paragraph.add_run(".")
    document.save(str(tmp_path / "a.docx"))
    result = docx.Document(str(translate(tmp_path / "a.docx", tmp_path / "b.docx")))
    runs = result.paragraphs[0].runs
    assert [run.text for run in runs if run.bold] == ["red"]
    assert [run.text for run in runs if run.italic] == ["I will give"]


def test_powerpoint(tmp_path: Path) -> None:
    pptx = pytest.importorskip("pptx")
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    paragraph = slide.shapes.title.text_frame.paragraphs[0]
    for text, bold in (("Yarın ", False), ("kırmızı", True), (" arabayı ona vereceğim.", False)):
        run = paragraph.add_run()
        run.text, run.font.bold = text, bold or None
    deck.save(str(tmp_path / "a.pptx"))
    result = pptx.Presentation(str(translate(tmp_path / "a.pptx", tmp_path / "b.pptx")))
    runs = result.slides[0].shapes.title.text_frame.paragraphs[0].runs
    assert [run.text for run in runs if run.font.bold] == ["red"]


def test_opendocument(tmp_path: Path) -> None:
    odfdo = pytest.importorskip("odfdo")
    document = odfdo.Document("text")
    document.body.clear()
    paragraph = odfdo.Paragraph(SOURCE)
    paragraph.set_span("Kalin", regex="kırmızı")
    paragraph.set_link("https://example.org/", regex="ona")
    document.body.append(paragraph)
    document.save(str(tmp_path / "a.odt"), pretty=False)
    root = part(translate(tmp_path / "a.odt", tmp_path / "b.odt"), "content.xml")
    text = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
    assert ["".join(e.itertext()) for e in root.iter(f"{text}span")] == ["red"]
    assert ["".join(e.itertext()) for e in root.iter(f"{text}a")] == ["him"]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        (
            "a.html",
            '<p>Yarın <b>kırmızı</b> arabayı <a href="x">ona</a> vereceğim.</p>',
            '<p>I will give <a href="x">him</a> the <b>red</b> car tomorrow.</p>',
        ),
        (
            "a.md",
            "- Yarın **kırmızı** arabayı [ona](x) _vereceğim_.\n",
            "- _I will give_ [him](x) the **red** car tomorrow.\n",
        ),
        (
            "b.md",
            "> Yarın ***kırmızı* arabayı** ona vereceğim.\n",
            "> I will give him **the *red* car** tomorrow.\n",
        ),
    ],
)
def test_markup(name: str, before: str, after: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(before, "utf-8")
    assert translate(tmp_path / name, tmp_path / "out" / name).read_text("utf-8") == after


def test_chart_titles_are_translated_and_their_data_stays(tmp_path: Path) -> None:
    pptx = pytest.importorskip("pptx")
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    data = CategoryChartData()
    data.categories = ["Ocak"]
    data.add_series("Satış", (1.0,))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, 0, 3000000, 3000000, data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Aylık satış"
    packed = io.BytesIO()
    deck.save(packed)
    (tmp_path / "a.pptx").write_bytes(packed.getvalue())
    result = pptx.Presentation(str(convert(tmp_path / "a.pptx", tmp_path / "b.pptx", shout)))
    chart = next(shape.chart for shape in result.slides[0].shapes if shape.has_chart)
    assert chart.chart_title.text_frame.text == "AYLIK SATIŞ"
    assert list(chart.plots[0].categories) == ["Ocak"]


def test_marks_in_marks_beyond_reason(tmp_path: Path) -> None:
    deep = "<b>" * 3000 + "kırmızı araba" + "</b>" * 3000
    (tmp_path / "a.html").write_text(f"<p>{deep}</p>", "utf-8")
    out = convert(tmp_path / "a.html", tmp_path / "b.html", shout).read_text("utf-8")
    assert out == f"<p>{deep}</p>".replace("kırmızı araba", "KIRMIZI ARABA")
    (tmp_path / "a.md").write_text("*a " * 2000 + "kırmızı" + " a*" * 2000, "utf-8")
    convert(tmp_path / "a.md", tmp_path / "b.md", shout)
