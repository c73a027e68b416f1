"""Every place where a file shows words is translated, or the report names it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from app.documents import open_document
from tests.app.documents.census import MAKERS, translated_word, word
from tests.app.documents.trip import by_words, convert


def everything(path: Path) -> str:
    """All that a package holds, as one text."""
    with zipfile.ZipFile(path) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


@pytest.mark.parametrize("kind", MAKERS)
def test_every_place_is_translated_or_named(kind: str, tmp_path: Path) -> None:
    census = MAKERS[kind](tmp_path / f"a.{kind}")
    source = everything(census.path)
    places = [*census.translated, *census.named]
    assert len(set(places)) == len(places)
    assert [
        name for name in census.translated if word(name) not in source
    ] == []  # each place is really there
    document = convert(census.path, tmp_path / f"b.{kind}", by_words)
    result = everything(tmp_path / f"b.{kind}")
    assert [name for name in census.translated if word(name) in result] == []
    assert [name for name in census.translated if translated_word(name) not in result] == []
    notes = " ".join(document.notes)
    assert [name for name, note in census.named.items() if note not in notes] == []
    assert [name for name in census.named if word(name) in source and word(name) not in result] == []


@pytest.mark.parametrize("kind", MAKERS)
def test_the_census_is_the_same_when_read_twice(kind: str, tmp_path: Path) -> None:
    census = MAKERS[kind](tmp_path / f"a.{kind}")
    document = open_document(census.path, "tr")
    first = [(segment.id, segment.text) for segment in document.segments()]
    assert first == [(segment.id, segment.text) for segment in document.segments()]
    assert len({number for number, _ in first}) == len(first)
    notes = list(document.notes)
    assert len(set(notes)) == len(notes)
