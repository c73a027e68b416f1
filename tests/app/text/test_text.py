"""Sentences, protection, casing, language, structure, encodings."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.text import casing, detect, encoding, protect, splitter, structure

DATA = Path(os.environ.get("PLGT_DATA") or Path(__file__).parents[3].parent / "shared" / "data")
PUD = {"en": "pud.tr-en.en", "tr": "pud.tr-en.tr", "pt": "pud.pt-en.pt"}


def pud(language: str) -> list[str]:
    file = DATA / "dev" / PUD[language]
    if not file.is_file():
        pytest.skip("UD-PUD is not here")
    return [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def boundary_f1(paragraphs: list[list[str]]) -> float:
    """F1 of the ends of sentences over paragraphs of one text each."""
    right = found = wanted = 0
    for sentences in paragraphs:
        ends, at = set(), -1
        for sentence in sentences:
            at += len(sentence) + 1
            ends.add(at)
        guess = {end for _, end in splitter.split(" ".join(sentences))}
        right, found, wanted = right + len(ends & guess), found + len(guess), wanted + len(ends)
    return 2 * right / (found + wanted)


@pytest.mark.parametrize(("language", "floor"), [("en", 0.997), ("tr", 0.997), ("pt", 0.992)])
def test_sentence_boundaries_on_pud(language: str, floor: float) -> None:
    lines = pud(language)
    assert boundary_f1([lines[at : at + 5] for at in range(0, len(lines), 5)]) >= floor


SAMPLE = [
    ["Dr. Ayşe Hanım geldi.", "29. Ekim günü tatil!", "Öyle mi?", "Evet, II. Mehmet'ten beri."],
    ["Mr. Smith paid $3.50 to J. K. Brown.", "He left at 5 p.m. yesterday.", '"Really?"', "Yes."],
    [
        "O Sr. Silva mora na Av. Paulista.",
        "Nasceu em 300 a.C. e viveu muito.",
        "Ver o art. 5 da lei.",
        "Fim.",
    ],
    ["Web sitesi www.ornek.com adresinde.", "Sürüm 2.0.1 çıktı.", "Tamam..."],
]


def test_sentence_boundaries_of_the_sample() -> None:
    assert boundary_f1(SAMPLE) == 1.0


@pytest.mark.parametrize(("words", "floor"), [(3, 0.94), (5, 0.98)])
@pytest.mark.parametrize("language", ["en", "tr", "pt"])
def test_languages_on_pud(language: str, words: int, floor: float) -> None:
    rng = random.Random(1)
    good = total = 0
    for line in pud(language):
        found = re.findall(r"[^\W\d_]+", line)
        if len(found) < words + 2:
            continue
        start = rng.randrange(len(found) - words)
        good += detect.detect(" ".join(found[start : start + words])).lang == language
        total += 1
    assert good / total >= floor


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("merhaba", "tr"),
        ("obrigado", "pt"),
        ("hello", "en"),
        ("bugun hava cok guzel", "tr"),
        ("IŞIKLAR SÖNDÜ", "tr"),
    ],
)
def test_short_and_plain_texts(text: str, language: str) -> None:
    guess = detect.detect(text)
    assert guess.lang == language and 0.5 < guess.probability <= 1.0


def test_nothing_to_go_by_is_an_unsure_guess() -> None:
    assert detect.detect("12 !?").probability < 0.5
    assert sum(guess.probability for guess in detect.rank("ev casa house")) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("source", "language", "shown", "style"),
    [
        ("KIRMIZI IŞIK YANIYOR", "tr", "Kırmızı ışık yanıyor", "upper"),
        ("SOPA DE ERVILHA", "pt", "Sopa de ervilha", "upper"),
        ("Bu Güzel Bir Başlıktır", "tr", "Bu güzel bir başlıktır", "title"),
        ("NATO toplandı.", "tr", "NATO toplandı.", "plain"),
        ("GÜZEL <ph0> EV İÇİN", "tr", "Güzel <ph0> ev için", "upper"),
    ],
)
def test_casing_is_normalised(source: str, language: str, shown: str, style: str) -> None:
    assert casing.normalise(source, language) == (shown, style)


def test_casing_is_restored_by_the_target_language() -> None:
    assert casing.restore("iyi ışık <ph0> geldi", "upper", "tr") == "İYİ IŞIK <ph0> GELDİ"
    assert casing.restore("it is <ph0> in", "upper", "en") == "IT IS <ph0> IN"
    assert casing.restore("the light of the house", "title", "en") == "The Light of the House"
    assert casing.restore("istanbul güzel", "plain", "tr") == "İstanbul güzel"
    assert casing.restore("The house", "lower-start", "en") == "the house"
    assert casing.lower("IİĞ", "tr") == "ıiğ" and casing.upper("ıiğ", "tr") == "IİĞ"


@pytest.mark.parametrize(
    "item",
    [
        "https://a.b/c?d=1,2",
        "ali.veli@x.com.tr", "{0}", "{{x}}", "%s", "%1$s", "<b>", "</b>", "`a b`", "1.234,56",
        "12/05/2024", "13:45", "2024", "#etiket", "@kisi", "snake_case", "f()", "/usr/bin/x",
        "😀", "👨‍👩‍👧‍👦", "🇹🇷", "&nbsp;", "日本",
    ],
)  # fmt: skip
def test_spans_are_protected_whole(item: str) -> None:
    found = protect.protect(f"Bugün {item} güzel.")
    assert (found.text, found.items) == ("Bugün <ph0> güzel.", [item])
    assert protect.restore(found.text, found.items) == protect.Restored(f"Bugün {item} güzel.", [])


def test_terms_are_protected_as_words() -> None:
    found = protect.protect("PLGT ve PLGTX, PLGT.", ["PLGT"])
    assert found.items == ["PLGT", "PLGT"] and "PLGTX" in found.text


def test_repairs_are_reported() -> None:
    items = ["https://a.b", "{x}"]
    restored = protect.restore("See <ph1> and <ph1>.", items)
    assert restored.text == "See {x} and https://a.b."
    assert len(restored.problems) == 2
    assert protect.restore("<ph7> x", items).text.count("<ph") == 0


@given(
    st.lists(st.sampled_from(["ev", "{0}", "12.5", "<ph0>", "<ph3>", "😀", "a@b.co", ",", "."]), max_size=12)
)
@settings(max_examples=200, deadline=None)
def test_protecting_and_restoring_is_the_identity(words: list[str]) -> None:
    sentence = " ".join(words)
    found = protect.protect(sentence)
    if len(found.items) <= protect.LIMIT:
        assert protect.restore(found.text, found.items) == protect.Restored(sentence, [])


def test_bullets_indentation_and_ends_are_structure() -> None:
    text = "  - bir iki. Üç dört!\r\n\t2. beş\n\n> altı  \n"
    pieces = structure.segment(text).pieces
    sentences = [piece.text for piece in pieces if isinstance(piece, structure.Sentence)]
    assert sentences == ["bir iki.", "Üç dört!", "beş", "altı"]
    assert structure.join(pieces, ["A", "B", "C", "D"]) == "  - A B\r\n\t2. C\n\n> D  \n"


@given(st.text("ab .!\n\r\t-1)•>#\u2028\u200b", max_size=60))
@settings(max_examples=400, deadline=None)
def test_pieces_join_to_the_text(text: str) -> None:
    pieces = structure.segment(text).pieces
    assert "".join(piece.text for piece in pieces) == text
    assert all(text[piece.start : piece.end] == piece.text for piece in pieces)


def test_a_million_characters_are_taken_apart_quickly() -> None:
    text = "Bugün hava çok güzel. " * 45_000
    assert len(structure.segment(text).pieces) >= 90_000


@pytest.mark.parametrize(
    ("data", "language", "expected"),
    [
        ("şeker".encode(), "tr", ("şeker", "utf-8", False)),
        (b"\xef\xbb\xbf" + "şeker".encode(), "tr", ("şeker", "utf-8-sig", True)),
        ("şeker".encode("utf-16"), "tr", ("şeker", "utf-16", True)),
        ("şeker".encode("cp1254"), "tr", ("şeker", "cp1254", False)),
        ("ação".encode("cp1252"), "pt", ("ação", "cp1252", False)),
    ],
)
def test_encodings(data: bytes, language: str, expected: tuple[str, str, bool]) -> None:
    assert encoding.decode(data, language) == expected
