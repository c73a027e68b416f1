"""What the user wrote into the translation stays, whatever happens around it. Real widgets, real engine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from app.window.pages.translate_page import TranslatePage
from app.window.text.draft import Draft
from tests.app.window.driving import (
    CONTROL,
    click,
    click_item,
    click_text,
    pick,
    settled,
    shows_answer,
    type_text,
)

WEATHER = "Bugün hava çok güzel."
BOOKS = "Kitaplar masanın üstünde."
TWO = f"{WEATHER} {BOOKS}"


@pytest.fixture
def page(qtbot, window):
    page = window.translate_page
    pick(qtbot, page.source_box, "tr")
    page.set_source(TWO)
    shows_answer(qtbot, page)
    return page


def write_at_end(qtbot, page, text: str) -> str:
    """Type at the end of the translation; returns what stands there then."""
    page.target_pane.setFocus()
    qtbot.keyClick(page.target_pane, Qt.Key.Key_End, CONTROL)
    type_text(qtbot, page.target_pane, text)
    return page.target_pane.text


def test_an_edit_outlives_new_text_settings_terms_and_models(qtbot, window, page):
    edited = write_at_end(qtbot, page, " Really")
    page.source_pane.moveCursor(QTextCursor.MoveOperation.End)
    type_text(qtbot, page.source_pane, " Ev uzak.")
    settled(qtbot, page)
    assert page.target_pane.text.startswith(edited) and page.target_pane.text != edited
    page.source_pane.moveCursor(QTextCursor.MoveOperation.Start)
    type_text(qtbot, page.source_pane, "Ev uzak. ")
    settled(qtbot, page)
    grown = page.target_pane.text
    assert edited in grown and not grown.startswith(edited)
    for change in (
        lambda: window.context.settings.__setitem__("theme", "dark"),
        lambda: window.context.settings.__setitem__("beam", 2),
        lambda: window.context.settings.__setitem__("use_memory", False),
    ):
        change()
        window.context.settings_changed.emit()
        settled(qtbot, page)
        assert edited.split(". ")[1] in page.target_pane.text
    window.context.models_changed.emit()
    settled(qtbot, page)
    assert edited.split(". ")[1] in page.target_pane.text
    from app.memory.glossary import Glossary, Term

    window.context.set_glossary(Glossary([Term("deniz", "ocean")]))
    settled(qtbot, page)
    assert edited.split(". ")[1] in page.target_pane.text
    page.source_pane.selectAll()
    type_text(qtbot, page.source_pane, "Ev")
    settled(qtbot, page)
    assert "Really" not in page.target_pane.text
    while page.source_pane.text != f"Ev uzak. {TWO} Ev uzak.":
        qtbot.keyClick(page.source_pane, "z", CONTROL)
    settled(qtbot, page)
    assert edited.split(". ")[1] in page.target_pane.text


def test_a_chosen_version_and_an_edit_outlive_saving_a_pair(qtbot, window, page):
    click_text(qtbot, page.target_pane, 1)
    qtbot.waitUntil(lambda: page.panel.isVisible() and not page.panel._waiting, timeout=30_000)
    click_item(qtbot, page.panel.versions, 0)
    write_at_end(qtbot, page, " Really")
    click_text(qtbot, page.target_pane, len(page.target_pane.text) - 3)
    before = page.target_pane.text
    assert page.closer.chosen == 1
    click(qtbot, page.panel.save_button)
    settled(qtbot, page)
    assert page.target_pane.text == before
    assert page.panel.isVisible() and page.closer.chosen == 1
    assert (
        window.context.memory.exact(BOOKS, "tr", "en").target == before[len(page.closer.target_text(0)) + 1 :]
    )


def test_settings_that_change_no_result_translate_nothing_again(qtbot, window, page, translator):
    translator.forget()
    translator.calls.clear()
    for key, value in (
        ("theme", "dark"),
        ("font_size", 15),
        ("mark_unsure", False),
        ("interface_language", "tr"),
    ):
        window.context.settings[key] = value
        window.context.settings_changed.emit()
        settled(qtbot, page)
    assert translator.calls == []
    window.context.settings["beam"] = 2
    window.context.settings_changed.emit()
    settled(qtbot, page)
    assert set(translator.calls) == {WEATHER, BOOKS}


def test_an_edit_while_a_text_is_being_translated_is_kept(qtbot, window, page, translator):
    lines = [f"{n} yıl önce tren geç geldi." for n in range(80)]
    translator.pause = 0.3
    page.set_source("\n".join(lines))
    qtbot.waitUntil(lambda: page.live.busy and len(page.closer.map.places) > 3, timeout=60_000)
    page.target_pane.setFocus()
    page.target_pane.moveCursor(QTextCursor.MoveOperation.Start)
    type_text(qtbot, page.target_pane, "Mine: ")
    assert page.live.busy
    qtbot.wait(400)
    type_text(qtbot, page.target_pane, "x ")
    translator.pause = 0
    settled(qtbot, page)
    assert page.target_pane.text.startswith("Mine: x ") and len(page.target_pane.text.splitlines()) == 80


def test_an_edit_is_there_after_a_restart_and_in_the_history(qtbot, window, page):
    page._rest.setInterval(50)
    edited = write_at_end(qtbot, page, " Really")
    qtbot.waitUntil(lambda: Draft().edits_path.is_file() and len(window.context.history) == 1, timeout=10_000)
    assert window.context.history.entries()[0].target == edited
    again = TranslatePage(window.context)
    qtbot.addWidget(again)
    again.keep_draft()  # before the translation is there
    settled(qtbot, again)
    assert again.target_pane.text == edited
    again.close_page()


def test_an_opened_entry_of_the_history_is_shown_as_it_was_kept(qtbot, window, page):
    window.context.history.add(TWO, "Weather fine.\nBooks there.", "tr", "en")
    page.set_source("Ev")
    settled(qtbot, page)
    window._open_entry(window.context.history.entries()[0])
    settled(qtbot, page)
    assert (page.source_pane.text, page.target_pane.text) == (TWO, "Weather fine.\nBooks there.")
    page.source_pane.moveCursor(QTextCursor.MoveOperation.End)
    type_text(qtbot, page.source_pane, " Ev")
    settled(qtbot, page)
    assert page.target_pane.text.startswith("Weather fine.\nBooks there.")


def test_undo_in_the_translation_takes_the_edit_back_for_good(qtbot, window, page):
    plain = page.target_pane.text
    write_at_end(qtbot, page, "!")
    qtbot.keyClick(page.target_pane, "z", CONTROL)
    assert page.target_pane.text == plain and len(page.closer.overrides) == 0


def test_steady_typing_is_on_the_disk_in_time(qtbot, window, page):
    """The rest never comes while a key is pressed again and again: the draft is written all the same."""
    assert page._latest.interval() <= 5000
    page._latest.setInterval(300)
    page._latest.stop()
    page.source_pane.moveCursor(QTextCursor.MoveOperation.End)
    for _ in range(12):
        type_text(qtbot, page.source_pane, "a")
        qtbot.wait(50)
    assert page._rest.isActive()
    assert Draft().load().startswith(TWO + "aa")


def test_damaged_drafts_are_set_aside(qtbot, window, folders: Path):
    (folders / "state").mkdir(exist_ok=True)
    draft = Draft()
    draft.path.write_bytes(b"\xff\xfe\xfa bad")
    draft.edits_path.write_text("[[[")
    assert draft.load() == "" and draft.load_edits() is None
    assert draft.path.with_name("draft.txt.damaged").read_bytes() == b"\xff\xfe\xfa bad"
    assert draft.edits_path.with_name("edits.json.damaged").read_text() == "[[["
    draft.save("Ev", [["a", "tr", "en", 0, "b", 0, 0]])
    assert (draft.load(), json.loads(draft.edits_path.read_text())) == (
        "Ev",
        [["a", "tr", "en", 0, "b", 0, 0]],
    )


def test_a_disk_that_refuses_is_told_on_the_page(qtbot, window, page, folders: Path):
    page.draft = Draft(folders / "file" / "draft.txt")
    (folders / "file").write_text("no folder")
    page.source_pane.moveCursor(QTextCursor.MoveOperation.End)
    type_text(qtbot, page.source_pane, " Ev")
    settled(qtbot, page)
    page.keep_draft()
    assert "Nothing can be kept" in page.message.text() and page.message.isVisible()
