"""Sentences: F1 on UD-PUD paragraphs, and on a sample of our own."""

from __future__ import annotations

import pytest

from app.text import splitter
from tests.app.text.corpora import PUD, lines_of


def boundary_f1(paragraphs: list[list[str]], language: str = "") -> float:
    """F1 of the ends of sentences over paragraphs of one text each."""
    right = found = wanted = 0
    for sentences in paragraphs:
        ends, at = set(), -1
        for sentence in sentences:
            at += len(sentence) + 1
            ends.add(at)
        guess = {end for _, end in splitter.split(" ".join(sentences), language)}
        right, found, wanted = right + len(ends & guess), found + len(guess), wanted + len(ends)
    return 2 * right / (found + wanted)


@pytest.mark.parametrize("size", [2, 5, 20])
@pytest.mark.parametrize(("language", "floor"), [("en", 0.997), ("tr", 0.997), ("pt", 0.992)])
def test_sentence_boundaries_on_pud(language: str, floor: float, size: int) -> None:
    lines = lines_of(PUD[language])
    paragraphs = [lines[at : at + size] for at in range(0, len(lines), size)]
    assert boundary_f1(paragraphs) >= floor
    assert boundary_f1(paragraphs, language) >= floor


SAMPLE = [
    ["Dr. Ayşe Hanım geldi.", "29. Ekim günü tatil!", "Öyle mi?", "Evet, II. Mehmet'ten beri."],
    ["5. sınıf öğrencisiyim.", "Kardeşim 3. sınıfta.", "M.Ö. 300 yılında yapıldı.", "Bkz. sayfa 12."],
    ["Elma, armut vb. aldık.", "Gelen sensin sen.", "Ben değilim.", "Sn. Ahmet Bey aradı."],
    ["Mr. Smith paid $3.50 to J. K. Brown.", "He left at 5 p.m. yesterday.", '"Really?"', "Yes."],
    ["He moved to St. Louis on Jan. 5 with Mrs. Day.", "Wait... what?", "No!", "(It was late.)", "Go."],
    ["See e.g. the U.S. Senate.", "I have 3.", "You have 40.", "Apple vs. Samsung is on."],
    ["O Sr. Silva mora na Av. Paulista.", "Nasceu em 300 a.C. e viveu muito.", "Ver o art. 5.", "Fim."],
    ["A Dra. Lima chegou às 17.30.", "“Que bom!”", "O D. Pedro saiu…", "E o n.º 5 ficou."],
    ["Web sitesi www.ornek.com adresinde.", "Sürüm 2.0.1 çıktı.", "Tamam..."],
]


def test_sentence_boundaries_of_the_sample() -> None:
    for paragraph in SAMPLE:
        assert boundary_f1([paragraph]) == 1.0, paragraph


def test_spans_leave_out_only_white_space() -> None:
    text = "Bir.  İki!\u00a0Üç? "
    spans = splitter.split(text)
    assert [text[a:b] for a, b in spans] == ["Bir.", "İki!", "Üç?"]
    assert splitter.split("") == [] and splitter.split("  ") == []
