"""What happens to the user's files is said, and nothing of them is overwritten: kinds of data x kinds of harm."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from app import paths
from app.errors import PlgtError
from app.memory.glossary import Glossary, Term
from app.memory.history import History
from app.memory.translation_memory import TranslationMemory
from app.settings import Settings
from app.window.context import Context
from tests.app.window.driving import click, click_row

NAMES = {"glossary": "glossary.csv", "memory": "memory.sqlite", "history": "history.sqlite"}


def write_glossary(path: Path) -> None:
    Glossary([Term("okul", "school")]).save(path)


def write_memory(path: Path) -> None:
    with TranslationMemory(path) as memory:
        memory.add("Ev.", "House.", "tr", "en")


def write_history(path: Path) -> None:
    history = History(path)
    history.add("Ev.", "House.", "tr", "en")
    history.close()


WRITERS: dict[str, Callable[[Path], None]] = {
    "glossary": write_glossary,
    "memory": write_memory,
    "history": write_history,
}


def bad_bytes(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\xfa" * 400)


def truncated(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 3] + (b"\xc3" if path.suffix == ".csv" else b""))


def first_page_lost(path: Path) -> None:
    """As a disk that loses a block leaves it; a table loses its first letters."""
    data = path.read_bytes()
    path.write_bytes(b"\xfe" * min(4096, len(data)) + data[4096:])


@pytest.mark.parametrize("harm", [bad_bytes, truncated, first_page_lost], ids=lambda harm: harm.__name__)
@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_file_is_set_aside_with_a_sentence(
    folders: Path, settings: Settings, name: str, harm: Callable[[Path], None]
):
    path = paths.data_dir() / NAMES[name]
    path.parent.mkdir(parents=True, exist_ok=True)
    WRITERS[name](path)
    harm(path)
    before = path.read_bytes()
    context = Context(settings)
    data = getattr(context, name)
    assert len(data) == 0
    kept = path.with_name(path.name + ".damaged")
    assert kept.read_bytes() == before
    assert str(kept) in context.notices[name]
    if name == "glossary":
        context.set_glossary(Glossary([Term("ev", "house")]))
    else:
        data.add("Su.", "Water.", "tr", "en")
    context.close()
    assert kept.read_bytes() == before
    again = Context(settings)
    assert len(getattr(again, name)) == 1 and not again.notices
    again.close()


@pytest.mark.parametrize("name", ["memory", "history"])
def test_a_database_that_cannot_be_opened_leaves_the_program_usable(
    folders: Path, settings: Settings, name: str
):
    """A folder in the file's place stands for what refuses: rights, a full or a missing disk."""
    path = paths.data_dir() / NAMES[name]
    (path / "inside").mkdir(parents=True)
    context = Context(settings)
    data = getattr(context, name)
    data.add("Su.", "Water.", "tr", "en")
    assert len(data) == 1
    assert "Nothing can be kept" in context.notices[name]
    assert (path / "inside").is_dir()
    context.close()


def test_a_glossary_that_cannot_be_written_keeps_its_terms(folders: Path, settings: Settings):
    path = paths.data_dir() / "glossary.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_glossary(path)
    context = Context(settings)
    assert len(context.glossary) == 1
    path.unlink()
    os.rmdir(path.parent) if not any(path.parent.iterdir()) else None
    blocked = path.parent.with_name("blocked")
    blocked.write_text("a file where the folder should be")
    context.__class__ = type(
        "Blocked", (Context,), {"glossary_path": property(lambda _: blocked / "x" / "g.csv")}
    )
    with pytest.raises(PlgtError, match="Can't write"):
        context.set_glossary(context.glossary.with_terms([Term("ev", "house")]))
    assert [term.source for term in context.glossary.terms] == ["okul"]
    context.close()


def test_a_damaged_database_inside_is_not_taken_for_a_refusing_disk(tmp_path: Path):
    from app.memory.setting_aside import is_damage

    (tmp_path / "memory.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(PlgtError) as caught:
        TranslationMemory(tmp_path / "memory.sqlite")
    assert is_damage(caught.value) and isinstance(caught.value.__cause__, sqlite3.DatabaseError)


def test_the_page_says_it_and_removals_can_be_undone(qtbot, window):
    path = window.context.glossary_path
    path.parent.mkdir(parents=True, exist_ok=True)
    bad_bytes(path)
    window.context.__dict__.pop("glossary", None)
    click(qtbot, window.navigation.buttons[3])
    page = window.page("glossary")
    page.reload()
    assert page.notice.isVisible() and "glossary.csv.damaged" in page.notice.text()
    window.context.set_glossary(Glossary([Term("ev", "house"), Term("su", "water")]))
    click_row(qtbot, page.table, 0)
    click(qtbot, page.remove_button)
    assert [t.source for t in window.context.glossary.terms] == ["su"]
    assert page.undo_line.isVisible() and page.undo_line.text.text() == "1 entry was removed."
    click(qtbot, page.undo_line.button)
    assert [t.source for t in window.context.glossary.terms] == ["ev", "su"]
    assert not page.undo_line.isVisible()


@pytest.mark.parametrize("name", ["memory", "history"])
def test_removed_pairs_come_back(qtbot, window, name: str):
    data = getattr(window.context, name)
    data.add("Ev uzak.", "The house is far.", "tr", "en")
    window.show_page(name)
    page = window.page(name)
    page.reload()
    before = [row[:3] for row in page.model.rows]
    click_row(qtbot, page.table, 0)
    click(qtbot, page.remove_button)
    assert len(page.model.rows) == len(before) - 1
    click(qtbot, page.undo_line.button)
    assert [row[:3] for row in page.model.rows] == before
