"""Pieces, offsets, links."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.translation.alignment import (
    OffsetMap,
    align_words,
    compose,
    piece_spans,
    pieces_of_words,
)


def texts(spans: list[tuple[int, int]], text: str) -> list[str]:
    return [text[start:end] for start, end in spans]


def test_pieces_are_found_in_the_text_byte_pieces_included() -> None:
    text = "Gün 🙂 iyi"
    pieces = ["▁Gü", "n", "▁", "<0xF0>", "<0x9F>", "<0x99>", "<0x82>", "▁iyi"]
    spans = piece_spans(pieces, text)
    assert texts(spans, text) == ["Gü", "n", "", "🙂", "🙂", "🙂", "🙂", "iyi"]


def test_offsets_follow_case_and_placeholders() -> None:
    before, after = "see <ph0> now", "SEE https://a.b NOW"
    mapping = OffsetMap(before, after, ["https://a.b"])
    assert mapping.span(0, 3) == (0, 3)
    assert mapping.span(4, 9) == (4, 15)
    assert mapping.span(10, 13) == (16, 19)


def test_offsets_survive_a_repair_by_difference() -> None:
    before, after = "the cat sat", "The big cat sat."
    start, end = OffsetMap(before, after).span(4, 7)
    assert after[start:end] == "cat"


@given(st.text("aİı<ph0>bÇ ", max_size=20), st.text("aİı<ph0>bÇ ", max_size=20))
@settings(max_examples=300, deadline=None)
def test_offsets_are_always_inside(before: str, after: str) -> None:
    mapping = OffsetMap(before, after, ["x"])
    for start in range(len(before)):
        left, right = mapping.span(start, start + 1)
        assert 0 <= left <= right <= len(after)


def test_links_follow_attention_and_copies() -> None:
    source, target = ["Kedi", "2024", "uyudu", "."], ["The", "cat", "slept", "2024", "."]
    attention = np.array(  # columns: ke, di, 2024, uyudu, ., eos
        [
            [0.05, 0.05, 0.05, 0.05, 0.0, 0.8],  # The: looks at the end token
            [0.5, 0.3, 0.1, 0.1, 0.0, 0.0],
            [0.1, 0.0, 0.1, 0.7, 0.1, 0.0],
            [0.4, 0.3, 0.3, 0.0, 0.0, 0.0],
            [0.0, 0.0, 0.0, 0.0, 1.0, 0.0],
        ],
        dtype=np.float32,
    )
    links = align_words(attention, [[0, 1], [2], [3], [4]], [[0], [1], [2], [3], [4]], source, target)
    assert links == [(0, 1), (2, 2), (1, 3), (3, 4)]


def test_pieces_of_words_may_span_two_words() -> None:
    assert pieces_of_words([(0, 3), (3, 4), (5, 8)], [(0, 2), (2, 4), (5, 8), (8, 8)]) == [[0, 1], [1], [2]]


def test_a_pivot_composes_links() -> None:
    assert compose([(0, 1), (1, 0)], [(0, 2), (1, 0), (5, 1)]) == [(0, 0), (1, 2)]
