"""Nasty inputs through the whole translator: nothing crashes, loops or disappears."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import pytest

from app.text import structure
from app.translation.guards import longest_repeat
from app.translation.translator import Translator
from tests.app.bundles import tiny_store
from tests.data.nasty import INPUTS


@pytest.fixture(scope="module")
def translator() -> Iterator[Translator]:
    with Translator(tiny_store(), device="cpu", threads=1, beam=1) as value:
        yield value


def test_there_are_three_hundred() -> None:
    assert len(INPUTS) >= 300


def test_every_input_can_be_taken_apart_and_put_together() -> None:
    for text in INPUTS:
        pieces = structure.segment(text).pieces
        assert "".join(piece.text for piece in pieces) == text
        sentences = [piece.text for piece in pieces if isinstance(piece, structure.Sentence)]
        assert structure.join(pieces, sentences) == text


@pytest.mark.parametrize("part", range(6))
def test_nothing_crashes_loops_or_disappears(translator: Translator, part: int) -> None:
    for text in INPUTS[part::6]:
        result = translator.translate(text, "tr", "en", details=len(text) < 2000)
        shown = ascii(text[:60])
        if any(character.isalnum() for character in text):
            assert result.text.strip(), f"{shown} disappeared"
        assert len(result.text) <= 12 * len(text) + 400, f"{shown} grew"
        assert re.findall(r"\r\n|\n|\r", result.text) == re.findall(r"\r\n|\n|\r", text), f"lines of {shown}"
        for sentence in result.sentences:
            assert text[sentence.start : sentence.end] == sentence.source, shown
            assert result.text[sentence.target_start : sentence.target_end] == sentence.target, shown
            words = [word.casefold() for word in re.findall(r"\w+", sentence.target)]
            sources = [word.casefold() for word in re.findall(r"\w+", sentence.source)]
            start, n, count = longest_repeat(words)
            _, _, allowed = longest_repeat(sources)
            loops = count > max(3, allowed) and not sentence.flags
            assert not loops, f"{shown} loops: {words[start : start + n]} x {count}"


def test_other_scripts_come_through_whole(translator: Translator) -> None:
    for text in INPUTS:
        foreign = [c for c in text if unicodedata.category(c).startswith("Lo") and c not in "ªº"]
        if foreign and len(text) < 500:
            result = translator.translate(text, "tr", "en").text
            assert "".join(c for c in result if c in foreign) == "".join(foreign), ascii(text)
