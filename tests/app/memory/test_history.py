"""The history holds each finished pair once, newest first, and wiped means wiped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import PlgtError
from app.memory.history import LONGEST, History


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    history = History(tmp_path / "history.sqlite")
    yield history
    history.close()


def sources(history: History) -> list[str]:
    return [entry.source for entry in history.entries()]


def test_a_text_that_goes_on_replaces_its_beginning(history: History) -> None:
    history.add("Bugün", "Today", "tr", "en")
    history.add("Bugün hava güzel.", "The weather is nice today.", "tr", "en")
    assert sources(history) == ["Bugün hava güzel."]


def test_a_pair_that_is_opened_again_moves_to_the_top(history: History) -> None:
    history.add("Merhaba.", "Hello.", "tr", "en")
    history.add("Bom dia.", "Good morning.", "pt", "en")
    history.add("Merhaba.", "Hello.", "tr", "en")
    assert sources(history) == ["Merhaba.", "Bom dia."]
    history.add("Merhaba.", "Hi.", "tr", "en")  # goes on from the newest
    assert [entry.target for entry in history.entries()] == ["Hi.", "Good morning."]


def test_search_takes_signs_as_they_are(history: History) -> None:
    history.add("100 % emin", "100 % sure", "tr", "en")
    history.add("yüz", "hundred", "tr", "en")
    assert [entry.target for entry in history.entries("%")] == ["100 % sure"]


def test_wiping_leaves_no_trace_on_the_disk(history: History) -> None:
    history.add("çok gizli bir cümle", "a very secret sentence", "tr", "en")
    history.clear()
    assert len(history) == 0
    assert b"secret sentence" not in history.path.read_bytes()


def test_nothing_and_too_much_are_not_stored(history: History) -> None:
    history.add("   ", "x", "tr", "en")
    history.add("a" * (LONGEST + 1), "x", "tr", "en")
    assert len(history) == 0


def test_a_file_that_is_no_history_is_said(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    path.write_bytes(b"not a database, but long enough to be read as one" * 50)
    with pytest.raises(PlgtError, match="history"):
        History(path)
