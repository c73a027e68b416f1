"""Spans that come through exactly, and what is done when the model loses one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.text import protect
from tests.data.nasty import INPUTS

ITEMS = [
    "https://a.b/c?d=1,2",
    "https://en.wikipedia.org/wiki/A_(b)", "www.ornek.com.tr/a", "ornek.com.tr", "mailto:a@b.co",
    "ali.veli@x.com.tr", "{0}", "{{x}}", "{name}", "${HOME}", "$PATH", "%s", "%1$s", "%d", "%(n)s", "%1",
    "%n",
    "<b>", "</b>", "<br/>", '<a href="https://x.y">', "`a b`", "1.234,56", "1,234.56", "3.5km", "12/05/2024",
    "2024-11-24", "2024-11-24T09:42:42Z", "13:45", "2024", "-1,5", "192.168.1.1", "v2.0.1",
    "+90 (555) 123-45-67",
    "#etiket", "@kisi", "snake_case", "f()", "a.b()", "--verbose", "/usr/bin/x", "./run.sh", "C:\\Dir\\x.txt",
    "rapor.pdf", "0x1F", "123e4567-e89b-12d3-a456-426614174000", "😀", "👨‍👩‍👧‍👦", "🇹🇷", "👍🏽", "1️⃣",
    "&nbsp;",
    "日本", "Łódź", "Dvořák", "Nguyễn", "₺", "≥", "Привет мир", "שלום", "\\n",
]  # fmt: skip


@pytest.mark.parametrize("item", ITEMS)
def test_spans_are_protected_whole(item: str) -> None:
    for sentence in (f"Bugün {item} güzel.", f"{item} güzel.", f"Bugün ({item}), güzel."):
        found = protect.protect(sentence)
        assert found.items == [item] and found.text == sentence.replace(item, "<ph0>")
        assert protect.restore(found.text, found) == protect.Restored(sentence, [])
        assert protect.restore(found.text, found.items) == protect.Restored(sentence, [])


@pytest.mark.parametrize(
    "sentence",
    ["5. sınıf 3 öğrenci", "and/or", "e.g. this", "Bitti.Sonra geldi.", "I/O, B2B; 100'e", "A & B < C"],
)
def test_words_stay_in_the_text(sentence: str) -> None:
    assert not re.search(r"<ph\d>", protect.protect(sentence.replace("100", "10")).text)


def test_per_cent_before_a_number_is_turkish() -> None:
    assert protect.protect("Fiyatlar %5 arttı.", language="tr").items == []
    assert protect.protect("Delete %5 now?", language="en").items == ["%5"]


def test_terms_are_protected_as_words() -> None:
    found = protect.protect("PLGT ve PLGTX, PLGT; https://plgt.org/PLGT", ["PLGT", "ve PLGTX"])
    assert found.items == ["PLGT", "ve PLGTX", "PLGT", "https://plgt.org/PLGT"]


def test_the_model_sees_composed_letters_and_straight_quotes() -> None:
    found = protect.protect("“Gu\u0308zel” s\u00adey, Ahmet’in\u00a0ev")
    assert found.text == '"Güzel" sey, Ahmet\'in ev' and found.items == []
    assert protect.restore('"Nice" thing, Ahmet\'s home', found).text == "“Nice” thing, Ahmet’s home"


def test_the_model_sees_escaped_quotes_as_quotes() -> None:
    protected = protect.protect("&quot; Duolingo &apos; da &quot; AT&amp;T var .")
    assert protected.text == '" Duolingo \' da " AT<ph0>T var .'
    restored = protect.restore('" On Duolingo " there \'s AT<ph0>T .', protected)
    assert restored.text == "&quot; On Duolingo &quot; there &apos;s AT&amp;T ."
    assert restored.problems == []


def test_repairs_are_reported() -> None:
    items = ["https://a.b", "{x}"]
    restored = protect.restore("See <ph1> and <ph1>.", items)
    assert restored.text == "See {x} and https://a.b."
    assert len(restored.problems) == 2
    assert protect.restore("<ph7> x", items).text.count("<ph") == 0


def test_lost_items_go_back_to_their_side() -> None:
    found = protect.protect("{0}: dosya silindi. 😀")
    restored = protect.restore("The file was deleted.", found)
    assert restored.text == "{0} The file was deleted. 😀" and len(restored.problems) == 2


def test_equal_items_may_change_places() -> None:
    found = protect.protect("{x} ile {x}")
    assert protect.restore("<ph1> with <ph1>", found) == protect.Restored("{x} with {x}", [])


def test_tags_stay_close_to_their_words() -> None:
    found = protect.protect("<b>kalın</b> yazı")
    assert protect.restore("<ph0> bold <ph1> text", found).text == "<b>bold</b> text"


@pytest.mark.parametrize(
    ("source", "target", "text", "problems"),
    [
        ("3 elma", "3 apples", "3 apples", 0),
        ("3 elma", "three apples", "three apples", 0),
        ("3 elma", "5 apples", "3 apples", 1),
        ("15 elma 20 armut", "20 pears 15 apples", "20 pears 15 apples", 0),
        ("15 elma", "apples", "apples", 1),
        ("5. sınıf", "fifth grade", "fifth grade", 0),
        ("Saat 1.234,56 ve 7", "<ph0> and 8", "1.234,56 and 7", 1),
        ("07 Mart", "March 7", "March 7", 0),
    ],
)
def test_plain_numbers_are_compared(source: str, target: str, text: str, problems: int) -> None:
    restored = protect.restore(target, protect.protect(source))
    assert restored.text == text and len(restored.problems) == problems, restored


def test_more_than_ten_items_are_brought_down() -> None:
    numbers = " ".join(str(n) for n in range(1000, 1030))
    found = protect.protect(f"Sayılar {numbers} bunlar.")
    assert len(found.items) <= protect.LIMIT
    assert protect.restore(found.text, found) == protect.Restored(f"Sayılar {numbers} bunlar.", [])
    dates = protect.protect(" ve ".join(f"{year} yılı {{x{year}}}" for year in range(2000, 2009)))
    assert len(dates.items) == protect.LIMIT
    assert protect.restore(dates.text, dates) == protect.Restored(dates.source, [])


def test_items_beyond_the_placeholders_are_checked_too() -> None:
    words = [f"{{x{number}}} ev" for number in range(14)]
    found = protect.protect(" ".join(words))
    assert len(found.items) == 14 and "<ph9>" in found.text and "{x13}" in found.text
    assert protect.restore(found.text, found) == protect.Restored(" ".join(words), [])
    lost = protect.restore(found.text.replace("{x13}", ""), found)
    assert lost.text.endswith("{x13}") and len(lost.problems) == 1


@given(
    st.lists(
        st.sampled_from(
            ["ev", "{0}", "12.5", "<ph0>", "<ph3>", "😀", "a@b.co", ",", ".", "<b>", "5", "2024",
             "日本", "x_y", "«a»"]
        ),
        max_size=14,
    ),
    st.sampled_from([" ", "", ", "]),
)  # fmt: skip
@settings(max_examples=400, deadline=None)
def test_protecting_and_restoring_is_the_identity(words: list[str], between: str) -> None:
    sentence = between.join(words)
    found = protect.protect(sentence)
    if len(found.items) <= protect.LIMIT:
        restored = protect.restore(found.text, found)
        assert restored.problems == []
        assert protect.protect(restored.text).items == found.items
        if "«" not in sentence and not re.search("\\w\u200e\\w", sentence):
            assert restored.text == sentence


@given(st.text(max_size=40), st.text("<ph0123> ev5.", max_size=30))
@settings(max_examples=300, deadline=None)
def test_whatever_the_model_says_every_item_is_there(sentence: str, target: str) -> None:
    found = protect.protect(sentence)
    restored = protect.restore(target, found).text
    for item in found.items:
        assert item in restored


def test_nasty_inputs_survive() -> None:
    for text in INPUTS:
        found = protect.protect(text)
        assert len(found.text) <= 6 * len(text) + 10
        if len(found.items) <= protect.LIMIT:
            assert protect.restore(found.text, found).problems == [], ascii(text[:60])


def test_a_number_within_a_longer_one_is_not_taken_for_it() -> None:
    sentence = "52024ev{0}2024"
    found = protect.protect(sentence)
    restored = protect.restore(found.text, found)
    assert (restored.text, restored.problems) == (sentence, [])
