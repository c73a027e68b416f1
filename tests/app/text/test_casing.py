"""Capitals, with the two i of Turkish."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.text import casing
from tests.app.text.corpora import lines_of
from tests.data.nasty import INPUTS


@pytest.mark.parametrize(
    ("source", "language", "shown", "style"),
    [
        ("KIRMIZI IŞIK YANIYOR", "tr", "Kırmızı ışık yanıyor", "upper"),
        ("İSTANBUL'DA HAVA NASIL?", "tr", "İstanbul'da hava nasıl?", "upper"),
        ("ACİL ÇIKIŞ. DİKKAT!", "tr", "Acil çıkış. Dikkat!", "upper"),
        ("SOPA DE ERVILHA", "pt", "Sopa de ervilha", "upper"),
        ("WHAT DO I WANT?", "en", "What do I want?", "upper"),
        ("STOP", "en", "Stop", "upper"),
        ("NASA MARS'A ARAÇ GÖNDERDİ", "tr", "NASA Mars'a araç gönderdi", "upper"),
        ("GÜZEL <ph0> EV İÇİN", "tr", "Güzel <ph0> ev için", "upper"),
        ("Bu Güzel Bir Başlıktır", "tr", "Bu güzel bir başlıktır", "title"),
        ("How to Install Your New Printer", "en", "How to install your new printer", "title"),
        ("Mustafa Kemal Atatürk", "tr", "Mustafa Kemal Atatürk", "plain"),
        ("NATO toplandı.", "tr", "NATO toplandı.", "plain"),
        ("NASA", "en", "NASA", "plain"),
        ("TBMM", "tr", "TBMM", "plain"),
        ("Ali TBMM'ye gitti.", "tr", "Ali TBMM'ye gitti.", "plain"),
        ("merhaba", "tr", "merhaba", "lower-start"),
        ("TARKOV'UN GSM'İ VE U.S. EVİ", "tr", "Tarkov'un GSM'i ve U.S. evi", "upper"),
        ("Ankara, İzmir, Bursa, Adana", "tr", "Ankara, İzmir, Bursa, Adana", "plain"),
        ("<ph0> 12 !?", "en", "<ph0> 12 !?", "plain"),
    ],
)
def test_casing_is_normalised(source: str, language: str, shown: str, style: str) -> None:
    assert casing.normalise(source, language) == (shown, style)


def test_casing_is_restored_by_the_target_language() -> None:
    assert casing.restore("iyi ışık <ph0> geldi", "upper", "tr") == "İYİ IŞIK <ph0> GELDİ"
    assert casing.restore("it is <ph0> in", "upper", "en") == "IT IS <ph0> IN"
    assert casing.restore("the light of the house", "title", "en") == "The Light of the House"
    assert casing.restore("ışık ve ev'in içi", "title", "tr") == "Işık ve Ev'in İçi"
    assert casing.restore("istanbul güzel", "plain", "tr") == "İstanbul güzel"
    assert casing.restore("istanbul is", "plain", "en") == "Istanbul is"
    assert casing.restore("iPhone is", "plain", "en") == "iPhone is"
    assert casing.restore("The house", "lower-start", "en") == "the house"
    assert casing.restore("Ev güzel", "lower-start", "tr") == "ev güzel"
    assert casing.restore("Tom is", "lower-start", "en") == "Tom is"
    assert casing.restore("I am", "lower-start", "en") == "I am"


@given(st.text("abcçdıiğĞİIşŞöÖüÜkz ", max_size=30))
@settings(max_examples=200, deadline=None)
def test_turkish_cases_are_each_others_inverse(text: str) -> None:
    assert casing.lower(casing.upper(text, "tr"), "tr") == casing.lower(text, "tr")
    assert casing.upper(casing.lower(text, "tr"), "tr") == casing.upper(text, "tr")
    assert len(casing.lower(text, "tr")) == len(text)


@given(st.lists(st.sampled_from(["ışık", "güzel", "iyi", "ev", "için", "kırmızı"]), min_size=2, max_size=6))
@settings(max_examples=100, deadline=None)
def test_capitals_of_turkish_sentences_come_back(words: list[str]) -> None:
    shouted = casing.upper(" ".join(words), "tr")
    shown, style = casing.normalise(shouted, "tr")
    assert style == "upper" and casing.lower(shown, "tr") == " ".join(words)
    assert casing.restore(shown, style, "tr") == shouted


def test_nasty_inputs_survive() -> None:
    for text in INPUTS:
        for language in ("tr", "pt", "en"):
            shown, style = casing.normalise(text, language)
            assert shown.casefold().strip() != "" or not text.strip()
            casing.restore(shown, style, language)


@pytest.mark.parametrize(
    ("file", "language"),
    [("flores-dev.tr-en.tr", "tr"), ("flores-dev.tr-en.en", "en"), ("pud.pt-en.pt", "pt")],
)
def test_ordinary_capitals_of_whole_texts(file: str, language: str) -> None:
    """Shouted texts are noticed, come back, and most words get their own capitals; ordinary texts stay."""
    lines = lines_of(file)[:300]
    same = total = kept = noticed = 0
    for line in lines:
        kept += casing.normalise(line, language)[0] == line
        shouted = casing.upper(line, language)
        shown, style = casing.normalise(shouted, language)
        noticed += style == "upper"
        assert style != "upper" or casing.restore(shown, style, language) == shouted
        for word, guess in zip(line.split(), shown.split(), strict=True):
            same += word == guess
            total += 1
    assert kept >= 0.99 * len(lines)
    assert noticed >= 0.99 * len(lines)
    assert same >= 0.88 * total
