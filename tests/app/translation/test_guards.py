"""Guards: what they catch, and that ordinary sentences pass."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.translation.guards import check, collapse_loops, has_letters, longest_repeat, severity

DATA = Path(os.environ.get("PLGT_DATA") or Path(__file__).parents[3].parent / "shared" / "data")


def codes(source: str, target: str, *, finished: bool = True) -> set[str]:
    return {flag.code for flag in check(source, target, finished=finished)}


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        ("Bugün hava çok güzel.", "The weather is very very very very nice.", "loop"),
        ("Bugün hava çok güzel.", "It is a nice day. It is a nice day. It is a nice day.", "loop"),
        ("Selam", "Hellooooooooooooo", "loop"),
        ("Selam", "hahahahahahahahahaha", "loop"),
        ("Selam", "Hello my dear friends, I would like to tell you a story about a cat and more", "length"),
        ("Bu uzun cümlede pek çok kelime var ve hepsi çevrilmelidir.", "This.", "length"),
        ("Merhaba", "", "empty"),
        ("Fiyat 1250 lira", "The price is 1350 lira", "invented"),
        ("Fiyat 1250 lira", "The price is high", "lost"),
        ("ben eve geldim", "ben eve geldim", "untranslated"),
    ],
)
def test_suspicious_translations_are_flagged_with_a_reason(source: str, target: str, code: str) -> None:
    flags = check(source, target)
    assert code in {flag.code for flag in flags}
    assert all(flag.reason.endswith(".") for flag in flags)
    assert severity(flags) > 0


def test_an_unfinished_search_is_flagged() -> None:
    assert codes("Merhaba dünya", "Hello world", finished=False) == {"cut"}


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Çok çok çok güzel", "Very very very nice"),
        ("ha ha ha ha ha", "ha ha ha ha ha"),
        ("Ankara", "Ankara"),
        ("1.250,50 TL", "1,250.50 TL"),
        ("12/05/2024 günü", "On 12-05-2024"),
        ("Sim.", "Yes, that is right."),
        ("12345", "12345"),
    ],
)
def test_ordinary_translations_pass(source: str, target: str) -> None:
    assert codes(source, target) == set()


def test_real_references_are_rarely_called_loops() -> None:
    files = DATA / "dev" / "ted.tr-en.tr", DATA / "dev" / "ted.tr-en.en"
    if not all(file.is_file() for file in files):
        pytest.skip("the development sets are not here")
    source, target = (file.read_text(encoding="utf-8").splitlines() for file in files)
    flagged = sum("loop" in codes(s, t) for s, t in zip(source, target, strict=True))
    assert flagged <= len(source) * 0.005


def test_longest_repeat() -> None:
    assert longest_repeat(["a", "b", "c", "a", "b", "c", "a", "b", "c", "d"]) == (0, 3, 3)
    assert longest_repeat(["x", "a", "a", "a", "a"]) == (1, 1, 4)
    assert longest_repeat(["a", "b", "c"]) == (0, 0, 1)


def test_a_loop_collapses_to_one_round() -> None:
    assert collapse_loops("I went to the, to the, to the, to the market.") == "I went to the market."
    assert collapse_loops("no no way, twice twice is fine") == "no no way, twice twice is fine"
    assert len(collapse_loops("He" + "lo" * 500)) < 20


@pytest.mark.parametrize(
    ("text", "answer"), [("123 !?", False), ("", False), ("ğ", True), ("日本", True), ("🙂", False)]
)
def test_letters(text: str, answer: bool) -> None:
    assert has_letters(text) is answer
