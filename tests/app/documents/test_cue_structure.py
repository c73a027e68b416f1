"""What makes a cue, in files as people and programs write them: numbers, blank lines, speakers, karaoke, rolling
captions, ruby, loose times. And what a library that writes subtitles anew would not keep."""

from __future__ import annotations

import re
from pathlib import Path

import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents import DocumentFile, open_document
from app.documents.cuetags import spread, take_out
from app.documents.timecodes import UNKNOWN, timed_texts
from app.text.markup import Run
from tests.app.batch.words import translated
from tests.app.documents.trip import convert, texts, unchanged

ASS_HEAD = """[Script Info]
ScriptType: v4.00+

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def trip(tmp_path: Path, name: str, text: str, newline: str = "\n") -> tuple[list[str], str, DocumentFile]:
    """Segments, the file with every word turned, and the document."""
    source, target = tmp_path / name, tmp_path / f"out-{name}"
    source.write_bytes(text.replace("\n", newline).encode("utf-8"))
    document = convert(source, target)
    same = tmp_path / f"same-{name}"
    convert(source, same, unchanged)
    assert same.read_bytes() == source.read_bytes()
    return texts(document), target.read_bytes().decode("utf-8").replace(newline, "\n"), document


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_numbers_stay_where_no_empty_line_comes_before_them(tmp_path: Path, newline: str) -> None:
    text = (
        "9\n00:00:01,000 --> 00:00:02,000\nBir kedi geldi.\n10\n00:00:03,000 --> 00:00:04,000\nUyudu,\nsonra\n"
        "11\n00:00:04,100 --> 00:00:06,000\ngitti.\n"
    )
    segments, result, _ = trip(tmp_path, "a.srt", text, newline)
    assert segments == ["Bir kedi geldi.", "Uyudu, sonra gitti."]
    lines = result.split("\n")
    assert [line for line in lines if line.isdigit()] == ["9", "10", "11"]
    assert lines[2] == translated("Bir kedi geldi.")
    assert " ".join(lines[5:-4] + lines[-2:-1]).split() == translated("Uyudu, sonra gitti.").split()


def test_a_cue_whose_text_is_a_number(tmp_path: Path) -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\n1984\n\n2\n00:00:13,000 --> 00:00:14,000\n2\n3\n"
        "00:00:25,000 --> 00:00:26,000\nson\n"
    )
    segments, result, _ = trip(tmp_path, "a.srt", text)
    assert segments == ["son"]
    assert result == text.replace("son", "nos")


@pytest.mark.parametrize("blank", ["", " ", "\t "])
def test_a_subrip_cue_goes_on_behind_an_empty_line(tmp_path: Path, blank: str) -> None:
    text = (
        f"1\n00:00:01,000 --> 00:00:03,000\nÖnce bu.\n{blank}\nSonra şu.\n{blank}\n{blank}\nEn son o.\n\n"
        "2\n00:00:04,000 --> 00:00:06,000\nBaşka.\n\n\n"
    )
    segments, result, _ = trip(tmp_path, "a.srt", text)
    assert segments == ["Önce bu.", "Sonra şu.", "En son o.", "Başka."]
    assert result == re.sub(r"(?m)^[^\W\d].*$", lambda m: translated(m.group()), text)


def test_a_sentence_that_goes_on_behind_an_empty_line_is_one(tmp_path: Path) -> None:
    text = "1\n00:00:01,000 --> 00:00:03,000\nYarın\n\nsabah gelirim.\n"
    assert trip(tmp_path, "a.srt", text)[0] == ["Yarın sabah gelirim."]


def test_empty_cues_and_numbers_apart_from_their_times(tmp_path: Path) -> None:
    text = (
        "1\n\n00:00:01,000 --> 00:00:02,000\nBir.\n\n2\n\n00:00:03,000 --> 00:00:04,000\n\n3\n"
        "00:00:05,000 --> 00:00:06,000\n\n\n4\n00:00:07,000 --> 00:00:08,000\nDört."
    )
    segments, result, _ = trip(tmp_path, "a.srt", text)
    assert segments == ["Bir.", "Dört."]
    assert result == text.replace("Bir", "Rib").replace("Dört", "Tröd")


@pytest.mark.parametrize(
    ("times", "start", "end"),
    [
        ("00:00:01 --> 00:00:02", 1.0, 2.0),
        ("00:00:01,500 -> 00:00:02,000", 1.5, 2.0),
        ("0:0:1,5 --> 0:0:2.25", 1.5, 2.25),
        ("1:02:03.004 --> 1:02:04.005", 3723.004, 3724.005),
        ("00:00:01:500 --> 00:00:02:750", 1.5, 2.75),
        ("00:00:01,000-->00:00:02,000", 1.0, 2.0),
        ("00: 00: 01, 000 --> 00: 00: 02, 000", 1.0, 2.0),
        ("00:00:01,000 —> 00:00:02,000", 1.0, 2.0),
        ("00:01 --> 00:02", 1.0, 2.0),
        ("00:00:01,000 --> 00:00:02,000 X1:1 X2:2", 1.0, 2.0),
    ],
)
def test_loose_times_are_read(tmp_path: Path, times: str, start: float, end: float) -> None:
    text = f"4\n{times}\nGel buraya.\n5\n00:01:00,000 --> 00:01:01,000\nGit.\n"
    first = next(timed_texts(text, vtt=False))
    assert (first.start, first.end, first.label) == (pytest.approx(start), pytest.approx(end), "4")
    _, result, document = trip(tmp_path, "a.srt", text)
    assert result == text.replace("Gel buraya.", "Leg ayarub.").replace("Git.", "Tig.")
    regular = "X1" in times or times.startswith("1:02")
    assert any(note.startswith("Cue 4: times in an unusual form") for note in document.notes) != regular or (
        times.startswith("1:02")
    )


def test_times_that_can_t_be_read_are_named_and_their_text_translated(tmp_path: Path) -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nBugün\n\n2\n00:xx:0l,000 --> yarın\nyağmur var.\n"
    segments, result, document = trip(tmp_path, "a.srt", text)
    assert segments == ["Bugün", "yağmur var."]
    assert result == text.replace("Bugün", "Nügub").replace("yağmur var", "rumğay rav")
    assert "The times of cue 2 can't be read: the text was translated, the times stay as they are." in (
        document.notes
    )
    assert [cue.start for cue in timed_texts(text, vtt=False)] == [1.0, UNKNOWN]


def test_an_arrow_in_what_is_said_begins_no_cue(tmp_path: Path) -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nSaat 12:30 -> 13:00\n12:30 -> 13:00 arası kapalı.\n"
    segments, _, _ = trip(tmp_path, "a.srt", text)
    assert segments == ["Saat 12:30 -> 13:00 12:30 -> 13:00 arası kapalı."]


ROLLING = """WEBVTT
Kind: captions
Language: tr-TR

00:00:00.000 --> 00:00:02.000 align:start position:0%
·
dün<00:00:00.400><c> akşam</c><00:00:00.900><c> geldik.</c>

00:00:02.000 --> 00:00:02.010 align:start position:0%
dün akşam geldik.
·

00:00:02.010 --> 00:00:04.000 align:start position:0%
dün akşam geldik.
yorgunduk<00:00:02.500><c> ama</c><00:00:03.000><c> mutluyduk.</c>

00:00:04.000 --> 00:00:04.010 align:start position:0%
yorgunduk ama mutluyduk.
·

00:00:04.010 --> 00:00:06.000 align:start position:0%
yorgunduk ama mutluyduk.
iyi<00:00:04.500><c> geceler!</c>
""".replace("·", " ")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_rolling_captions_are_translated_once_and_repeated(tmp_path: Path, newline: str) -> None:
    segments, result, document = trip(tmp_path, "a.vtt", ROLLING, newline)
    assert segments == ["dün akşam geldik.", "yorgunduk ama mutluyduk.", "iyi geceler!"]
    expected = ROLLING.replace("tr-TR", "en")
    for word in ("dün", "akşam", "geldik", "yorgunduk", "ama", "mutluyduk", "iyi", "geceler"):
        expected = re.sub(rf"\b{word}\b", word[::-1], expected)
    assert result == expected
    assert not any("above" in note for note in document.notes)  # a repeated line is read already


def test_joined_rolling_lines_keep_their_own_time_tags(tmp_path: Path) -> None:
    text = ROLLING.replace("geldik.", "geldik").replace("mutluyduk.", "mutluyduk")
    source, target = tmp_path / "a.vtt", tmp_path / "b.vtt"
    source.write_text(text, "utf-8")
    document = open_document(source, "tr")
    assert [segment.text for segment in document.segments()] == [
        "dün akşam geldik yorgunduk ama mutluyduk iyi geceler!"
    ]
    words = "though we were tired when we came last night we were happy so good night all of you"
    document.write(target, {"1": [Run(words)]}, "en")
    result = target.read_text("utf-8")
    stamps = re.compile(r"<[\d:.]+>")
    assert stamps.findall(result) == stamps.findall(text)
    blocks = [block.split("\n")[1:] for block in result.split("\n\n")[1:]]
    plain = [[re.sub(r"<[^>]+>", "", line).strip() for line in lines if line.strip()] for lines in blocks]
    assert [len(lines) for lines in plain] == [1, 1, 2, 1, 2]
    assert plain[1] == plain[0] == plain[2][:1] and plain[3] == plain[2][1:] == plain[4][:1]
    assert " ".join([plain[0][0], plain[2][1], plain[4][1]]) == words
    for before, after in zip(text.split("\n\n")[1:], result.split("\n\n")[1:], strict=True):
        assert stamps.findall(before) == stamps.findall(after)
        assert before.split("\n")[0] == after.split("\n")[0]


def test_a_caption_that_grows_is_not_joined_with_itself(tmp_path: Path) -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\nben seni\n\n2\n00:00:02,000 --> 00:00:03,000\nben seni gördüm\n\n"
        "3\n00:00:03,000 --> 00:00:04,000\nben seni gördüm\n"
    )
    segments, result, _ = trip(tmp_path, "a.srt", text)
    assert segments == ["ben seni", "ben seni gördüm"]
    assert result.count("neb ines müdrög") == 2


def test_a_line_of_one_blank_ends_no_webvtt_cue_and_an_empty_one_does(tmp_path: Path) -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n \nÜst satır.\n \nAlt satır.\n\nkimsenin görmediği\n\nNOTE not\n\n"
        "00:03.000 --> 00:04.000\nSon.\n"
    )
    segments, result, document = trip(tmp_path, "a.vtt", text)
    assert segments == ["Üst satır.", "Alt satır.", "Son."]
    assert "kimsenin görmediği" in result and "\n \nTsü rıtas.\n \nTla rıtas.\n" in result
    assert any(note.startswith("Line 9 belong") for note in document.notes)


def test_webvtt_blocks_settings_and_names_stay(tmp_path: Path) -> None:
    head = (
        "WEBVTT Deneme\nX-Info: bir şey\n\nREGION\nid:alt\nwidth:40%\n\nSTYLE\n::cue(b) { color: lime }\n\n"
        "NOTE\nAçıklama, iki\nsatır\n\n"
    )
    text = head + (
        "ilk cümle\n00:01.000 --> 00:02.000 region:alt line:0 align:left\nMerhaba.\n\nNOTE ara not\n\n"
        "7\n00:03.000 --> 00:04.000\nKapı &lt; 2 &amp; pencere&lrm;.\n"
    )
    segments, result, _ = trip(tmp_path, "a.vtt", text)
    assert segments == ["Merhaba.", "Kapı < 2 & pencere\u200e."]
    assert result.startswith(
        head + "ilk cümle\n00:01.000 --> 00:02.000 region:alt line:0 align:left\nAbahrem."
    )
    assert "NOTE ara not\n\n7\n00:03.000 --> 00:04.000\nIpak &lt; 2 &amp; erecnep" in result


def test_speakers_of_one_webvtt_cue_keep_their_words(tmp_path: Path) -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ali>Nereye gidiyorsun\n<v.bağır Ece>eve dönüyorum</v>\n\n"
        "00:02.100 --> 00:03.000\n<v Ali>ben de geliyorum\n"
    )
    segments, result, _ = trip(tmp_path, "a.vtt", text)
    assert segments == ["Nereye gidiyorsun", "eve dönüyorum", "ben de geliyorum"]
    assert "<v Ali>Eyeren nusroyidig\n<v.bağır Ece>eve muroyünöd</v>\n" in result


def test_ruby_is_two_texts(tmp_path: Path) -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:03.000\nBu <ruby>sözcük<rt>okunuş</rt></ruby> eskidir & güzel.\n\n"
        "00:05.000 --> 00:06.000\n<ruby>東<rt>doğu</rt>京<rt>başkent</rt></ruby>\n"
    )
    source, target = tmp_path / "a.vtt", tmp_path / "b.vtt"
    source.write_text(text, "utf-8")
    document = open_document(source, "tr")
    segments = {segment.text: segment for segment in document.segments()}
    assert {"Bu sözcük eskidir & güzel.", "okunuş", "doğu", "başkent"} <= set(segments)
    ruby = next(run.tags for run in segments["Bu sözcük eskidir & güzel."].runs if run.text == "sözcük")
    place = next(
        run.tags for run in segments["Bu sözcük eskidir & güzel."].runs if not run.text and len(run.tags) == 2
    )
    assert place[:1] == ruby
    translations = {
        segments["Bu sözcük eskidir & güzel."].id: [
            Run("This old "), Run("word", ruby), Run("", place), Run(" is fine.")
        ],
        segments["okunuş"].id: [Run("<spelling>")],
        segments["doğu"].id: [Run("east")],
    }  # fmt: skip
    document.write(target, translations, "en")
    result = target.read_text("utf-8")
    assert "This old <ruby>word<rt>&lt;spelling&gt;</rt></ruby> is fine.\n" in result
    assert "<ruby>東<rt>east</rt>京<rt>başkent</rt></ruby>\n" in result


def test_cues_of_other_style_name_layer_effect_or_place_are_other_sentences(tmp_path: Path) -> None:
    rows = [
        ("0", "Default", "Ali", "", "dün gece"),
        ("0", "Default", "Ali", "", "eve döndüm."),
        ("0", "Default", "Ali", "", "sonra"),
        ("0", "Default", "Ece", "", "ben de uyudum"),
        ("0", "Levha", "Ece", "", "KAPALI"),
        ("1", "Levha", "Ece", "", "ÇARŞI"),
        ("1", "Levha", "Ece", "Banner;10", "AKAR YAZI"),
        ("1", "Levha", "Ece", "Banner;10", "{\\an8}üst yazı"),
    ]
    text = ASS_HEAD + "".join(
        f"Dialogue: {layer},0:00:{i:02}.00,0:00:{i + 1:02}.00,{style},{name},0,0,0,{effect},{said}\n"
        for i, (layer, style, name, effect, said) in enumerate(rows, start=1)
    )
    segments, result, _ = trip(tmp_path, "a.ass", text)
    assert segments == ["dün gece eve döndüm.", *[re.sub(r"\{.*\}", "", row[-1]) for row in rows[2:]]]
    said = [line.split(",", 9)[-1] for line in result.splitlines() if line.startswith("Dialogue")]
    assert " ".join(said[:2]) == translated("dün gece eve döndüm.")
    assert said[2:] == [translated(row[-1]) if "{" not in row[-1] else "{\\an8}tsü ızay" for row in rows[2:]]


def test_signs_between_them_do_not_part_the_cues_of_a_sentence(tmp_path: Path) -> None:
    text = ASS_HEAD + (
        "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,dün gece\n"
        "Dialogue: 0,0:00:01.50,0:00:03.00,Levha,,0,0,0,,OTEL\n"
        "Dialogue: 0,0:00:02.10,0:00:03.00,Default,,0,0,0,,eve döndüm.\n"
    )
    assert trip(tmp_path, "a.ass", text)[0] == ["dün gece eve döndüm.", "OTEL"]


def test_karaoke_tags_stay_in_their_line_in_order(tmp_path: Path) -> None:
    line = "{\\k20}Ses{\\k30}siz {\\kf40\\c&HFF&}ge{\\ko25}ce {\\K50}i{\\k10}çin{\\k20}de"
    text = ASS_HEAD + (
        f"Dialogue: 0,0:00:01.00,0:00:04.00,Kara,,0,0,0,Karaoke,{line}\n"
        "Dialogue: 0,0:00:04.10,0:00:06.00,Kara,,0,0,0,Karaoke,{\\k50}yürü{\\k60}düm\n"
        "Dialogue: 0,0:00:06.10,0:00:07.00,Kara,,0,0,0,,düz satır\n"
    )
    source, target = tmp_path / "a.ass", tmp_path / "b.ass"
    source.write_text(text, "utf-8")
    document = open_document(source, "tr")
    assert texts(document) == ["Sessiz gece içinde", "yürüdüm", "düz satır"]
    document.write(target, {"1": [Run("In the still of the night")], "2": [Run("I")]}, "en")
    lines = [row.split(",", 9)[-1] for row in target.read_text("utf-8").splitlines() if "Dialogue" in row]
    tags = re.compile(r"\{[^}]*\}")
    assert tags.findall(lines[0]) == tags.findall(line)
    assert tags.sub("", lines[0]) == "In the still of the night"
    assert "}{" not in lines[0] and not re.search(
        r" \{[^}]*\} ", lines[0]
    )  # none doubled, none between blanks
    assert lines[1] == "{\\k50}I{\\k60}"
    assert lines[2] == "düz satır"
    assert any(note.startswith("Tags of karaoke or word times in 2 lines") for note in document.notes)


def test_drawings_comments_breaks_and_script_effects(tmp_path: Path) -> None:
    text = ASS_HEAD + (
        "Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,yorum\n"
        "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\p1}m 0 0 l 10 b 10{\\p0} Bayrak.\n"
        "Dialogue: 0,0:00:02.00,0:00:03.00,Default,,0,0,0,,{\\an7\\p2}m 0 0 l 10 b 10\n"
        "Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,Bir{not: bak} kedi,\\hgördüm\\nonu.\n"
        "Dialogue: 0,0:00:04.00,0:00:05.00,Default,,0,0,0,fx,{\\pos(1,2)}hece\n"
        "Dialogue: 0,0:00:05.00\n"
    )
    segments, result, document = trip(tmp_path, "a.ass", text)
    assert segments == ["Bayrak.", "Bir kedi,\u00a0gördüm onu."]
    assert ",,{\\p1}m 0 0 l 10 b 10{\\p0} Karyab.\n" in result
    assert ",,Rib{not: bak} idek,\\hmüdrög uno.\n" in result
    kept = [line for line in text.splitlines() if "yorum" in line or "p2" in line or "fx" in line]
    assert all(line in result.splitlines() for line in kept)
    assert any("Line 11: no complete Dialogue line" in note for note in document.notes)
    assert any("effect fx (1)" in note for note in document.notes)


def test_labels_and_dashes_of_speakers_begin_sentences(tmp_path: Path) -> None:
    said = ["ALİ: ben", "AYŞE: ben de", "- biz", "(kapı)", "{\\an8}tabela", "devam"]
    text = "".join(
        f"{i}\n00:00:{i:02},000 --> 00:00:{i + 1:02},000\n{words}\n\n"
        for i, words in enumerate(said, start=1)
    )
    segments, _, _ = trip(tmp_path, "a.srt", text)
    assert segments == [words.removeprefix("{\\an8}") for words in said]


@given(
    st.lists(
        st.sampled_from(
            ["İstanbul", "ışık", "ŉ", "ß", "e\u0301", "{\\k12}", "<00:01.000>", "<c>", "</c>", " ", "𝔸"]
        ),
        max_size=30,
    ),
    st.text(alphabet="abİıßŉ \n\u0307", max_size=40),
)
def test_ordered_tags_lose_nothing_and_keep_their_order(pieces: list[str], text: str) -> None:
    pattern = re.compile(r"\{[^{}]*\}|<[^<>]*>")
    source = "".join(pieces)
    plain, tags = take_out(source, pattern)
    assert plain == pattern.sub("", source)
    assert [tag for each in tags for tag in pattern.findall(each.text)] == pattern.findall(source)
    placed = spread(tags, text)
    assert [tag for _, tag in placed] == [each.text for each in tags]
    offsets = [place for place, _ in placed]
    assert offsets == sorted(offsets) and all(0 <= place <= len(text) for place in offsets)
    if tags and tags[0].share == 0:
        assert offsets[0] == 0 or not text[: offsets[0]].strip()


def test_letters_that_grow_in_another_case_move_no_offset(tmp_path: Path) -> None:
    said = "İİİ <i>İyi ki ŉ ß e\u0307</i> İİ"
    for name, head, text in (
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n", said),
        ("a.vtt", "WEBVTT İİİ\n\nİİ\n00:01.000 --> 00:02.000\n", said.replace("i>", "I>")),
        ("a.ass", "[Script Info]\nTitle: İİİ\n" + ASS_HEAD + "Dialogue: 0,0:00:01.00,0:00:02.00,İ,İ,0,0,0,,",
         said.replace("<i>", "{\\i1}").replace("</i>", "{\\i0}")),
    ):  # fmt: skip
        segments, result, _ = trip(tmp_path, name, head + text + "\n")
        assert segments == ["İİİ İyi ki ŉ ß e\u0307 İİ"]
        plain = re.sub(r"<[^>]*>|\{[^}]*\}", "", result[len(head) :])
        assert plain.split() == translated("İİİ İyi ki ŉ ß e\u0307 İİ").split()


def test_what_the_library_would_not_keep(tmp_path: Path) -> None:
    """`pysubs2` reads into a model of its own and writes that: why files are written in place here."""
    srt = (
        "9\n00:00:02 --> 00:00:03\nGizli.\n\n"
        "7\n00:00:05,500 --> 00:00:07,000 X1:10 X2:20\n{\\an8}<font color=\"red\">Nerede?</font>\n\n"
        "12\n00:00:11,000 --> 00:00:12,000\nBir.\n\nİki.\n"
    )  # fmt: skip
    vtt = (
        "WEBVTT başlık\n\nSTYLE\n::cue { color: red }\n\nNOTE not\n\nad\n00:01.000 --> 00:03.000 position:10%\n"
        "<v Ece><c.sarı>Merhaba</c> <ruby>a<rt>b</rt></ruby></v>\n"
    )
    ass = "; yorum\n" + ASS_HEAD + "Dialogue: 0,0:00:01.00,0:00:03.00,Default,,0000,0000,0000,,Merhaba\n"
    lost = {
        "srt": (srt, ["7\n", "9\n", "12\n", "X1:10 X2:20", "<font", "Gizli", "Bir.\n\nİki."]),
        "vtt": (vtt, ["başlık", "STYLE", "NOTE", "\nad\n", "position:10%", "<v Ece>", "<c.sarı>", "<rt>"]),
        "ass": (ass, ["; yorum", ",0000,"]),
    }
    for kind, (text, promises) in lost.items():
        rewritten = pysubs2.SSAFile.from_string(text, format_=kind).to_string(kind)
        path = tmp_path / f"a.{kind}"
        path.write_text(text, "utf-8")
        convert(path, tmp_path / f"b.{kind}", lambda segment: [*segment.runs, Run("")])
        kept = (tmp_path / f"b.{kind}").read_text("utf-8")
        assert all(promise in kept for promise in promises)
        assert [promise for promise in promises if promise in rewritten] == [], kind
