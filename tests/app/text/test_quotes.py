"""Quotes and apostrophes follow the source."""

from __future__ import annotations

import pytest

from app.text import quotes


@pytest.mark.parametrize(
    ("source", "target", "text"),
    [
        ("“Evet” dedi.", '"Yes", he said.', "“Yes”, he said."),
        ("«Evet» dedi.", 'He said "yes" and "no".', "He said «yes» and «no»."),
        ("„Evet“ dedi.", '"Yes"', "„Yes“"),
        ('"Evet" dedi.', '"Yes"', '"Yes"'),
        ("“Evet” dedi.", 'A "lone quote', 'A "lone quote'),
        ("Ali’nin evi", "Ali's house isn't", "Ali’s house isn’t"),
        ("Ali'nin evi", "Ali's house", "Ali's house"),
        ("Ali&#39;nin &quot;evi&quot;", 'Ali\'s "house"', "Ali&#39;s &quot;house&quot;"),
        ("Ali'nin &quot;evi&quot;", 'Ali\'s "house"', "Ali's &quot;house&quot;"),
        ('"Ali&apos;nin" &quot;evi&quot;', 'Ali\'s "house"', 'Ali&apos;s "house"'),
    ],
)
def test_marks_follow_the_source(source: str, target: str, text: str) -> None:
    assert quotes.follow(target, quotes.style_of(source)) == text


def test_straightening_keeps_the_length() -> None:
    text = "“a” «b» ‘c’ d’e\u00a0f\tg‑h"
    assert quotes.straight(text) == '"a" "b" \'c\' d\'e f g-h' and len(quotes.straight(text)) == len(text)
    assert quotes.compose("gu\u0308zel") == "güzel"


def test_quotes_escaped_by_a_backslash_are_quotes_to_the_model_and_escaped_again() -> None:
    source = r"Press \"Save\" and don\'t wait"
    assert quotes.straight(source) == 'Press "Save" and don\'t wait'
    style = quotes.style_of(source)
    assert (
        quotes.follow('"Kaydet" deyin, Ali\'yi beklemeyin', style) == r"\"Kaydet\" deyin, Ali\'yi beklemeyin"
    )
    mixed = quotes.style_of(r'Press \"Save\" or "Open"')
    assert quotes.follow('"Kaydet"', mixed) == '"Kaydet"'
