"""What is done to a decoded sentence before it is shown."""

from __future__ import annotations

import pytest

from app.translation.sentences import follow_ending, foreign_script, tidy


@pytest.mark.parametrize(
    ("source", "target", "tidied"),
    [
        ("Ev güzel.", "The house , is nice .", "The house, is nice."),
        ("Ev güzel değil.", "The house is n't nice, it 's old.", "The house isn't nice, it's old."),
        ("Ev güzel.", "❤️ The house ❤️ is nice.", "The house is nice."),
        ("Ev ❤️ güzel.", "House ❤️ nice.", "House ❤️ nice."),
        ("Ev , güzel .", "House , nice .", "House , nice ."),
        ("Fiyat .5", "Price .5", "Price .5"),
    ],
)
def test_symbols_and_spaces_that_nobody_wrote_are_taken_out(source: str, target: str, tidied: str) -> None:
    assert tidy(source, target, "en") == tidied


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Ev güzel.", "The house is nice", "The house is nice."),
        ("Ev güzel", "The house is nice.", "The house is nice"),
        ("Ev güzel mi?", "Is the house nice.", "Is the house nice?"),
        ("Ev güzel!", "Nice house!", "Nice house!"),
        ('"Ev güzel."', '"Nice house."', '"Nice house."'),
        ("Ev güzel:", "The house.", "The house:"),
        ("123", "123.", "123."),
    ],
)
def test_final_punctuation_follows_the_source(source: str, target: str, expected: str) -> None:
    assert follow_ending(source, target) == expected


def test_foreign_scripts_are_named() -> None:
    assert foreign_script("Сегодня") == "Cyrillic"
    assert foreign_script("Bugün açık") == "" and foreign_script("123") == ""
