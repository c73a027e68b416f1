"""Splitting long sentences: at clauses, between words, never inside one, nothing lost."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.text.clauses import separators, split_clauses


def parts(text: str, limit: int) -> list[str]:
    return [text[start:end] for start, end in split_clauses(text, lambda part: len(part) <= limit)]


def test_a_text_that_fits_stays_whole() -> None:
    assert parts("Bir iki üç.", 40) == ["Bir iki üç."]


def test_the_cut_is_at_a_comma_rather_than_between_words() -> None:
    assert parts("Eve geldim ve çok yoruldum, sonra yattım ve uyudum.", 30) == [
        "Eve geldim ve çok yoruldum,",
        "sonra yattım ve uyudum.",
    ]


def test_a_cut_before_a_conjunction() -> None:
    assert parts("uzun bir yol yürüdük ama sonunda eve vardık", 25) == [
        "uzun bir yol yürüdük",
        "ama sonunda eve vardık",
    ]


def test_a_word_that_is_too_long_comes_alone() -> None:
    long = "x" * 100
    assert parts(f"bir {long} iki", 10) == ["bir", long, "iki"]


@given(st.text("ab ,;\n\t.", max_size=80), st.integers(1, 12))
@settings(max_examples=300, deadline=None)
def test_nothing_is_lost_and_only_single_words_are_too_long(text: str, limit: int) -> None:
    spans = split_clauses(text, lambda part: len(part) <= limit)
    assert all(len(text[a:b]) <= limit or not any(c.isspace() for c in text[a:b]) for a, b in spans)
    assert all(gap.isspace() for gap in separators(text, spans))
    rest = text[: spans[0][0]] + text[spans[-1][1] :] if spans else text
    assert not rest.strip()


def test_a_hundred_thousand_words_are_split_quickly() -> None:
    text = "kelime " * 100_000
    assert sum(len(part.split()) for part in parts(text, 400)) == 100_000
