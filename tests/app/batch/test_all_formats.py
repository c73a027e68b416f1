"""A folder with a file of each format: the same tree comes out, each file opens and holds the translation."""

from __future__ import annotations

import shutil
from pathlib import Path

from app.batch import BatchJob
from app.documents import FORMATS, formats_by_extension, open_document
from tests.app.batch.test_job import contents
from tests.app.batch.words import WordTranslator, translated
from tests.app.documents.test_exchange import PO, TMX, XLIFF_1, XLIFF_2
from tests.app.documents.test_pdf import LINES, make_pdf
from tests.app.documents.test_resources import CSV, INI, JSON, PROPERTIES
from tests.app.documents.test_subtitles import ASS, SRT, VTT

FIXTURES = Path(__file__).parents[2] / "data" / "documents"
TEXTS = {
    "düz.txt": "Merhaba dünya.\n", "a.srt": SRT, "a.vtt": VTT, "a.ass": ASS, "a.po": PO, "1.xlf": XLIFF_1,
    "2.xliff": XLIFF_2.replace("pt-PT", "tr"), "a.tmx": TMX, "a.csv": CSV, "a.tsv": CSV.replace(";", "\t"),
    "a.json": JSON, "a.properties": PROPERTIES, "a.ini": INI,
}  # fmt: skip


def test_one_file_of_each_format(tmp_path: Path) -> None:
    root, out = tmp_path / "in", tmp_path / "out"
    (root / "ofis").mkdir(parents=True)
    for name, text in TEXTS.items():
        (root / name).write_text(text, "utf-8")
    make_pdf(root / "a.pdf", [LINES])
    for path in FIXTURES.iterdir():
        if path.suffix.lower() in formats_by_extension():
            shutil.copy(path, root / "ofis")
    before = contents(root)
    # PO and XLIFF name their target language: it must be the one asked for
    (root / "a.po").write_text(PO.replace("Language: tr", "Language: en"), "utf-8")
    report = BatchJob([root], out, source="tr", translator=WordTranslator(), bilingual=["xliff"]).run()
    assert [(file.source, file.error) for file in report.failed] == []
    assert {file.format for file in report.files} == set(FORMATS)
    made = {name for name in contents(out) if not name.endswith(".xlf") or name == "1.xlf"}
    assert made == {name.replace(".pdf", ".txt") for name in before} | {"a.docx"}  # the PDF's Word version
    for file in report.files:
        if file.format == "pdf":
            continue
        source = open_document(Path(file.source), "tr", {"target_lang": "en"})
        target = open_document(Path(file.target), "en")
        left = [s for s in source.segments() if s.translatable and not s.existing]
        right = {s.id: s for s in target.segments()}
        assert file.segments == len(left) > 0, file.source
        if file.format in ("po", "xliff", "tmx"):
            continue  # the source stays in the file, beside its translation
        if file.format != "srt" and file.format != "vtt" and file.format != "ass":
            assert set(right) >= {s.id for s in left} or file.format == "xlsx", file.source
        words = " ".join(" ".join(s.text for s in right.values()).split())
        sample = max(left, key=lambda s: len(s.text))
        assert translated(" ".join(sample.text.split()))[:20] in words, file.source
    assert contents(root).keys() == before.keys()
