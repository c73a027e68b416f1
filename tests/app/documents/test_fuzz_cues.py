"""Hostile subtitles, text files and PDFs: see `fuzz` for what they have to end in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.documents.fuzz import campaign, no_longer_than, survives
from tests.app.documents.test_cue_structure import ASS_HEAD, ROLLING
from tests.app.documents.test_pdf import BODY, LINES, PROSE, TITLE, draw, make_pdf, set_text
from tests.app.documents.test_subtitles import ASS, SRT, VTT

TEXTS = {
    "a.srt": SRT,
    "b.srt": SRT.replace("\n\n", "\n").replace("00:00:09,000 --> 00:00:10,000", "0:0:9 -> 00:00:10"),
    "c.srt": SRT.replace("\n", "\r\n").replace("geldiğimde", "{\\an8}<font color=red>geldiğimde</font>\r\n"),
    "a.vtt": VTT,
    "b.vtt": ROLLING,
    "c.vtt": VTT + "\n00:05.000 --> 00:06.000\n<v Ali>Bu <ruby>söz<rt>okunuş</rt></ruby> <v Ece>eskidir\n \nson\n",
    "a.ass": ASS,
    "b.ass": ASS_HEAD
    + "Dialogue: 0,0:00:01.00,0:00:04.00,Kara,,0,0,0,Karaoke,{\\k20}Ses{\\k30}siz {\\kf40\\c&HFF&}ge{\\ko25}ce\n"
    + "Dialogue: 0,0:00:04.00,0:00:05.00,A,Ali,0,0,0,,{\\p1}m 0 0{\\p0}Merhaba{\\i1}\\Nsevgili{\\i0}\\hdünya\n",
    "a.txt": "Başlık\n\n" + "\n".join(line for *_, line in set_text(PROSE * 3, 0, 0, 60)) + "\n\n- bir\n> iki\n",
    "b.txt": "Satır.\r\n\tİkinci satır\r\n" + "uzun " * 60 + "\r\n",
}  # fmt: skip


def sources(kind: str, folder: Path) -> list[Path]:
    folder.mkdir(exist_ok=True)
    if kind == "pdf":
        make_pdf(folder / "a.pdf", [LINES, ["Ikinci sayfa burada."]])
        columns = set_text(PROSE, 60, 700, 40) + set_text(PROSE, 320, 700, 40)
        title = (60.0, 760.0, TITLE, "F2", "Kiyiya dogru")
        draw(
            folder / "b.pdf",
            [[title, *columns], [(60.0, 700.0, BODY, "F1", "- Su")]],
            picture=bytes(range(12)),
        )
    for name, text in TEXTS.items():
        if name.endswith(kind):
            (folder / name).write_bytes(text.encode())
    return sorted(folder.glob(f"*.{kind}"))


def run(kind: str, count: int, tmp_path: Path) -> None:
    options = {"pdf_to": "docx"} if kind == "pdf" else None
    ends = campaign(sources(kind, tmp_path / "sources"), count, 18, tmp_path / "work", options)
    assert ends.total() == count
    assert ends["translated"] + ends["noted"] > count // 10  # most inputs get past the door


@pytest.mark.parametrize(
    ("kind", "count"), [("srt", 250), ("vtt", 250), ("ass", 250), ("txt", 200), ("pdf", 120)]
)
def test_mutated_files(kind: str, count: int, tmp_path: Path) -> None:
    run(kind, count, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["srt", "vtt", "ass", "txt", "pdf"])
def test_many_mutated_files(kind: str, tmp_path: Path) -> None:
    run(kind, 10_000, tmp_path)


HEAD = "1\n00:00:01,000 --> 00:00:02,000\n"
SLOW = {
    "open.srt": HEAD + "<i>a" * 60_000,
    "nested.srt": HEAD + "<i>" * 20_000 + "a" + "</i>" * 20_000,
    "braces.srt": HEAD + "{\\an8}" * 60_000 + "a",
    "times.srt": HEAD * 40_000,
    "numbers.srt": HEAD + "1\n" * 200_000,
    "arrows.srt": HEAD + "\n1 --> a" * 60_000,
    "blanks.srt": HEAD + "a\n\n" * 30_000,
    "digits.srt": HEAD + "\n" + "1" * 200_000 + " --> " + "2" * 200_000,
    "short.srt": "".join(f"{i}\n0:{i // 60}:{i % 60},0 --> 0:{i // 60}:{i % 60},9\na b\n" for i in range(6_000)),
    "voices.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v a>b " * 15_000,
    "ruby.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<ruby>a<rt>b" * 40_000,
    "tags.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<00:01.000><c>a</c>" * 40_000,
    "rolling.vtt": "WEBVTT\n\n" + "".join(f"00:01.000 --> 00:02.000\na{i}\na{i + 1}\n\n" for i in range(6_000)),
    "blocks.vtt": "WEBVTT\n\n" + "a\n\n" * 100_000 + "00:01.000 --> 00:02.000\na",
    "language.vtt": "WEBVTT\n" + "a: b\n" * 100_000 + "\n00:01.000 --> 00:02.000\na",
    "karaoke.ass": ASS_HEAD + "Dialogue: 0,0:00:01.00,0:00:02.00,,,0,0,0,," + "{\\k1}a" * 60_000,
    "drawing.ass": ASS_HEAD + "Dialogue: 0,0:00:01.00,0:00:02.00,,,0,0,0,," + "{\\p1" * 30_000 + "a",
    "shapes.ass": ASS_HEAD + "Dialogue: 0,0:00:01.00,0:00:02.00,,,0,0,0,," + "{\\p1}m{" * 20_000 + "a",
    "toggles.ass": ASS_HEAD + "Dialogue: 0,0:00:01.00,0:00:02.00,,,0,0,0,," + "{\\i1}" * 60_000 + "a",
    "columns.ass": "[Script Info]\n[Events]\nFormat: " + "a," * 50_000 + "text\n" + "Dialogue: ,,\n" * 20_000,
    "narrow.txt": "sözler uzar gider ve bitmez bir türlü asla\n" * 15_000,
    "hyphens.txt": "sözler uzar gider ve bitmez bir türlü asl-\n" * 15_000,
    "columns.txt": ("a   " * 400 + "\n") * 400,
}  # fmt: skip


@pytest.mark.parametrize("name", list(SLOW))
def test_files_made_to_be_slow(name: str, tmp_path: Path) -> None:
    content = SLOW[name].encode()
    with no_longer_than(120):
        survives(content, Path(name).suffix, tmp_path / "work")
