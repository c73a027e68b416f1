"""SRT, WebVTT and ASS: times and styles stay, sentences are joined and split, lines are short."""

from __future__ import annotations

from pathlib import Path

import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents import open_document
from app.documents.cues import MAX_LINE, Cue, group_cues, split_runs, wrap_runs
from app.errors import PlgtError
from app.text.markup import Run, join_runs
from tests.app.batch.words import translated
from tests.app.documents.trip import convert, texts, unchanged

SRT = """1
00:00:01,000 --> 00:00:03,000
Dün akşam eve
geldiğimde kapı

2
00:00:03,100 --> 00:00:05,000
<i>açıktı</i> ve içeride kimse yoktu.

3
00:00:05,500 --> 00:00:07,000 X1:10 X2:20
{\\an8}- Nerede?
- Burada.

4
00:00:09,000 --> 00:00:10,000
♪ şarkı ♪

5
00:00:10,000 --> 00:00:11,000

6
00:00:12,000 --> 00:00:13,000
Son söz.
"""
VTT = """WEBVTT - başlık

STYLE
::cue { color: red }

NOTE bu bir not

giriş
00:01.000 --> 00:03.000 align:start position:10%
<v Ayşe><b>Merhaba</b> &amp; hoş geldin.</v>

01:00:04.000 --> 01:00:06.000
<c.sarı>Sarı</c> <00:05.000>yazı
"""
ASS = """[Script Info]
Title: Deneme
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize
Style: Default,Arial,20

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,not edilmez
Dialogue: 0,0:00:01.00,0:00:03.00,Default,,0,0,0,,{\\an8}Merhaba, {\\i1}sevgili{\\i0} dünya.\\Nİkinci satır!
Dialogue: 0,0:00:04.00,0:00:05.00,Default,,0,0,0,,{\\p1}m 0 0 l 10 10{\\p0}
"""


@pytest.mark.parametrize(("name", "text"), [("a.srt", SRT), ("a.vtt", VTT), ("a.ass", ASS)])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unchanged_text_is_byte_identical(
    tmp_path: Path, name: str, text: str, newline: str, encoding: str
) -> None:
    if name == "a.vtt" and encoding == "utf-16":
        pytest.skip("WebVTT is UTF-8 by its standard")
    source, target = tmp_path / name, tmp_path / f"b{name}"
    source.write_bytes(text.replace("\n", newline).encode(encoding))
    document = convert(source, target, unchanged)
    assert target.read_bytes() == source.read_bytes()
    assert texts(document)


def test_sentences_are_joined_across_cues_and_split_back(tmp_path: Path) -> None:
    source, target = tmp_path / "a.srt", tmp_path / "b.srt"
    source.write_text(SRT, "utf-8")
    document = open_document(source, "tr")
    segments = list(document.segments())
    assert [segment.text for segment in segments] == [
        "Dün akşam eve geldiğimde kapı açıktı ve içeride kimse yoktu.",
        "- Nerede?\n- Burada.",
        "♪ şarkı ♪",
        "Son söz.",
    ]
    assert all(segment.max_chars == MAX_LINE for segment in segments)
    first = segments[0]
    italic = next(run.tags for run in first.runs if run.tags)
    translation = [
        Run("When I came home last night, the door was "),
        Run("open", italic),
        Run(" and nobody was inside."),
    ]
    document.write(target, {first.id: translation}, "en")
    cues = pysubs2.load(str(target))
    assert [(event.start, event.end) for event in cues] == [
        (event.start, event.end) for event in pysubs2.load(str(source))
    ]
    assert cues[0].text.replace("\\N", " ") + " " + cues[1].text.replace("\\N", " ") == (
        "When I came home last night, the door was {\\i1}open{\\i0} and nobody was inside."
    )
    assert all(len(line) <= MAX_LINE for event in cues for line in event.plaintext.split("\n"))
    assert cues[0].text.endswith("night,")
    assert "X1:10 X2:20\n{\\an8}- Nerede?" in target.read_text("utf-8")
    assert any(note.startswith("Reading speed: median") for note in document.notes)


def test_vtt_settings_notes_speakers_and_entities_stay(tmp_path: Path) -> None:
    source, target = tmp_path / "a.vtt", tmp_path / "b.vtt"
    source.write_text(VTT, "utf-8")
    document = convert(source, target)
    assert texts(document) == ["Merhaba & hoş geldin.", "Sarı yazı"]
    result = target.read_text("utf-8")
    assert "<v Ayşe><b>Abahrem</b> &amp; şoh nidleg.</v>" in result
    assert "<c.sarı>Iras</c> <00:05.000>ızay" in result
    kept = [line for line in VTT.splitlines() if "-->" in line or "NOTE" in line or "::cue" in line]
    assert all(line in result for line in kept)


def test_ass_overrides_breaks_comments_and_drawings_stay(tmp_path: Path) -> None:
    source, target = tmp_path / "a.ass", tmp_path / "b.ass"
    source.write_text(ASS, "utf-8")
    convert(source, target)
    result = target.read_text("utf-8")
    line = f"{{\\an8}}Abahrem, {{\\i1}}iligves{{\\i0}} aynüd. {translated('İkinci satır!')}\n"
    assert line in result
    assert result.split("Dialogue")[0] == ASS.split("Dialogue")[0]
    assert result.splitlines()[-1] == ASS.splitlines()[-1]
    assert len(pysubs2.load(str(target))) == 3


def test_files_of_pysubs2_come_back(tmp_path: Path) -> None:
    made = pysubs2.SSAFile()
    made.append(pysubs2.SSAEvent(start=0, end=2000, text="Birinci {\\i1}eğik{\\i0} cümle.\\Nİkinci satır."))
    made.append(pysubs2.SSAEvent(start=2500, end=4000, text="Başka bir cümle."))
    for extension in ("srt", "vtt", "ass", "ssa"):
        source, target = tmp_path / f"a.{extension}", tmp_path / f"b.{extension}"
        made.save(str(source))
        convert(source, target)
        before, after = pysubs2.load(str(source)), pysubs2.load(str(target))
        assert [(e.start, e.end, e.style) for e in before] == [(e.start, e.end, e.style) for e in after]
        assert after[1].text == "Akşab rib elmüc."
        assert "{\\i1}" in after[0].text or extension in ("srt", "vtt")


def test_fast_cues_are_reported(tmp_path: Path) -> None:
    source = tmp_path / "a.srt"
    text = "Bu çok hızlı okunması gereken bir satırdır."
    source.write_text(f"1\n00:01:00,000 --> 00:01:01,000\n{text}\n", "utf-8")
    document = convert(source, tmp_path / "b.srt")
    assert any("1 cues are above 21 (the first at 0:01:00)" in note for note in document.notes)


def test_cues_far_apart_or_of_other_speakers_are_not_joined() -> None:
    def cue(start: float, text: str) -> Cue:
        return Cue(start, start + 1, [Run(text)])

    cues = [cue(0, "Bu bir"), cue(1.2, "cümle."), cue(2.5, "Devam"), cue(9, "eden"), cue(10.1, "- Konuşan"),
            cue(11.2, "[kapı]"), cue(12.3, "son")]  # fmt: skip
    assert list(group_cues(cues)) == [[0, 1], [2], [3], [4], [5], [6]]


@given(
    st.lists(st.text(alphabet="abcğı.,", min_size=1, max_size=12), min_size=1, max_size=40),
    st.lists(st.integers(1, 80), min_size=1, max_size=6),
)
def test_splitting_and_wrapping_lose_no_word(words: list[str], lengths: list[int]) -> None:
    runs = [Run(word + " ", (index % 3,) if index % 3 else ()) for index, word in enumerate(words)]
    parts = split_runs(runs, lengths)
    assert len(parts) == len(lengths)
    assert " ".join(join_runs(part) for part in parts).split() == words
    if len(words) >= len(lengths):
        assert all(join_runs(part).strip() for part in parts)
    for part in parts:
        lines = join_runs(wrap_runs(part)).split("\n")
        assert " ".join(lines).split() == join_runs(part).split()
        assert all(len(line) <= MAX_LINE for line in lines)
        total = len(" ".join(join_runs(part).split()))
        assert len(lines) <= max(1, -(-total // (MAX_LINE - 12)))


def test_endless_cues_take_no_endless_time(tmp_path: Path) -> None:
    source, target = tmp_path / "a.srt", tmp_path / "b.srt"
    text = "kelime " * 20_000
    source.write_text(
        f"1\n00:00:01,000 --> 00:00:02,000\n{text}\n\n2\n00:00:02,100 --> 00:00:03,000\nbitti {text}\n",
        "utf-8",
    )
    document = convert(source, target)
    assert len(texts(document)) == 1
    cues = pysubs2.load(str(target))
    assert [len(cue.plaintext.split()) for cue in cues] == [20_000, 20_001]


def test_what_is_no_subtitle_file(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_text("just text")
    with pytest.raises(PlgtError, match="no subtitles"):
        open_document(path)
