"""Where the words of a text begin and end."""

from __future__ import annotations

from app.text.words import word_spans


def texts(spans: list[tuple[int, int]], text: str) -> list[str]:
    return [text[start:end] for start, end in spans]


def test_words_keep_suffix_apostrophes_numbers_and_addresses_whole() -> None:
    text = "Ankara'ya 1.250,50 lira: https://a.b/c?d=1 (me@x.org)!"
    assert texts(word_spans(text), text) == [
        "Ankara'ya", "1.250,50", "lira", ":", "https://a.b/c?d=1", "(", "me@x.org", ")!",
    ]  # fmt: skip
