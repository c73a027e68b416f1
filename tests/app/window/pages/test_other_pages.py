"""Models, glossary, memory, history: through their tables, buttons and dialogs, with the real engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app import paths
from app.memory.glossary import Glossary
from app.memory.translation_memory import TranslationMemory
from app.model.bundle import Bundle, rewrite
from app.model.store import ModelStore
from app.window.pages.heat_map import colours
from app.window.pages.model_card import find, lines
from tests.app.window.driving import (
    CONTROL,
    choose_file,
    click,
    click_row,
    drop,
    pick,
    say_yes,
    settled,
    shows_answer,
    type_text,
    write_cell,
)

SHIPPED = paths.assets_dir() / "models" / "xx-en.plgt"
WEATHER = "Bugün hava çok güzel."


def open_page(qtbot, window, name: str):
    from app.window.main_window import PAGES

    click(qtbot, window.navigation.buttons[PAGES.index(name)])
    assert window.current_page == name
    return window.page(name)


def search(qtbot, page, text: str) -> None:
    """With Ctrl+F and the keyboard."""
    qtbot.keyClick(page, "f", CONTROL)
    page.search.setFocus()
    page.search.selectAll()
    if text:
        type_text(qtbot, page.search, text)
    else:
        qtbot.keyClick(page.search, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not page._wait.isActive(), timeout=5000)


# Glossary -----------------------------------------------------------------------------------------


def test_a_term_typed_into_the_glossary_stands_in_the_translation(qtbot, window):
    translate = window.translate_page
    pick(qtbot, translate.source_box, "tr")
    translate.set_source("Zonguldak çok güzel.")
    before = shows_answer(qtbot, translate)
    assert "Coal Town" not in before.text
    page = open_page(qtbot, window, "glossary")
    click(qtbot, page.add_term_button)
    write_cell(qtbot, page.table, 0, 0, "Zonguldak")
    write_cell(qtbot, page.table, 0, 1, "Coal Town")
    write_cell(qtbot, page.table, 0, 3, "tr-en")
    assert page.model.rows == [["Zonguldak", "Coal Town", "match", "tr-en"]]
    open_page(qtbot, window, "translate")
    assert "Coal Town" in shows_answer(qtbot, translate).text
    window.show_page("settings")
    click(qtbot, window.page("settings").controls["use_glossary"])
    settled(qtbot, translate)
    assert translate.target_pane.text == before.text


def test_glossary_edit_search_remove_export_import(qtbot, window, tmp_path: Path):
    page = open_page(qtbot, window, "glossary")
    click(qtbot, page.add_term_button)
    write_cell(qtbot, page.table, 0, 0, "yazılım")
    write_cell(qtbot, page.table, 0, 1, "software")
    write_cell(qtbot, page.table, 0, 3, "tr-en")
    click(qtbot, page.add_term_button)
    write_cell(qtbot, page.table, 0, 0, "PLGT")
    write_cell(qtbot, page.table, 0, 1, "=")
    stored = Glossary.load(window.context.glossary_path)
    assert {(t.source, t.translation, str(t.direction or "")) for t in stored.terms} == {
        ("yazılım", "software", "tr-en"), ("PLGT", "PLGT", "")
    }  # fmt: skip
    write_cell(qtbot, page.table, 0, 2, "sometimes")
    assert "match" in page.message.text() and page.model.rows[0][2] == "match"
    write_cell(qtbot, page.table, 0, 3, "xx-yy")
    assert page.message.isVisible() and page.model.rows[0][3] == ""
    write_cell(qtbot, page.table, 0, 2, "exact")
    assert page.model.rows[0][2] == "exact" and not page.message.isVisible()
    search(qtbot, page, "soft")
    assert [row[1] for row in page.model.rows] == ["software"] and page.total.text() == "1 entry"
    search(qtbot, page, "")
    assert len(page.model.rows) == 2
    rows = [list(row) for row in page.model.rows]
    for name in ("terms.csv", "terms.tbx"):
        choose_file(qtbot, lambda n=name: click(qtbot, page.export_button), tmp_path / name)
    page.table.setFocus()
    qtbot.keyClick(page.table, "a", CONTROL)
    click(qtbot, page.remove_button)
    assert page.model.rows == [] and len(Glossary.load(window.context.glossary_path)) == 0
    choose_file(qtbot, lambda: click(qtbot, page.import_button), tmp_path / "terms.csv")
    assert page.model.rows == rows
    choose_file(qtbot, lambda: click(qtbot, page.import_button), tmp_path / "terms.tbx")
    assert "yazılım" in {row[1] for row in page.model.rows}  # a concept of TBX serves both directions
    assert window.translate_page.live.glossary is not None


# Memory -------------------------------------------------------------------------------------------


def test_memory_edit_search_remove_export_import(qtbot, window, tmp_path: Path):
    translate = window.translate_page
    pick(qtbot, translate.source_box, "tr")
    window.context.memory.add("Bir ev.", "A house.", "tr", "en")
    window.context.memory.add("Um rio.", "A river.", "pt", "en")
    page = open_page(qtbot, window, "memory")
    assert [row[1] for row in page.model.rows] == ["A river.", "A house."]
    write_cell(qtbot, page.table, 1, 1, "One single house.")
    assert window.context.memory.exact("Bir ev.", "tr", "en").target == "One single house."
    window.show_page("translate")
    translate.set_source("Bir ev.")
    assert shows_answer(qtbot, translate).text == "One single house."  # an exact hit
    window.show_page("memory")
    write_cell(qtbot, page.table, 0, 1, "")
    assert "" not in {row[1] for row in page.model.rows}  # an empty cell is no edit
    search(qtbot, page, "river")
    assert [row[1] for row in page.model.rows] == ["A river."]
    choose_file(qtbot, lambda: click(qtbot, page.export_button), tmp_path / "pairs.tmx")
    click_row(qtbot, page.table, 0)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert len(window.context.memory) == 1
    search(qtbot, page, "")
    choose_file(qtbot, lambda: click(qtbot, page.import_button), tmp_path / "pairs.tmx")
    qtbot.waitUntil(lambda: len(page.model.rows) == 2, timeout=10_000)
    (tmp_path / "no.tmx").write_text("<nothing/>")
    choose_file(qtbot, lambda: click(qtbot, page.import_button), tmp_path / "no.tmx")
    qtbot.waitUntil(lambda: "TMX" in page.message.text(), timeout=10_000)
    assert isinstance(window.context.memory, TranslationMemory)
    settled(qtbot, translate)


# History ------------------------------------------------------------------------------------------


def test_a_finished_translation_opens_again_from_the_history_and_is_wiped(qtbot, window, tmp_path: Path):
    translate = window.translate_page
    pick(qtbot, translate.source_box, "tr")
    translate._rest.setInterval(50)
    for text in (WEATHER, "Kitaplar masanın üstünde."):
        translate.set_source(text)
        shows_answer(qtbot, translate)
        qtbot.waitUntil(
            lambda t=text: [e.source for e in window.context.history.entries()][:1] == [t], timeout=10_000
        )
    page = open_page(qtbot, window, "history")
    assert [row[0] for row in page.model.rows] == ["Kitaplar masanın üstünde.", WEATHER]
    assert page.model.rows[1][2] == "Turkish → English"
    search(qtbot, page, "hava")
    assert [row[0] for row in page.model.rows] == [WEATHER]
    click_row(qtbot, page.table, 0)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert window.current_page == "translate"
    assert (translate.source_pane.text, translate.source_box.code) == (WEATHER, "tr")
    shows_answer(qtbot, translate)
    open_page(qtbot, window, "history")
    search(qtbot, page, "")
    choose_file(qtbot, lambda: click(qtbot, page.export_button), tmp_path / "history.csv")
    assert WEATHER in (tmp_path / "history.csv").read_text(encoding="utf-8")
    qtbot.waitUntil(lambda: not translate._rest.isActive(), timeout=5000)
    rows = len(page.model.rows)
    click_row(qtbot, page.table, 0)
    click(qtbot, page.remove_button)
    assert len(page.model.rows) == rows - 1
    say_yes(qtbot, lambda: click(qtbot, page.wipe_button))
    assert len(window.context.history) == 0 and page.model.rows == []


def test_nothing_is_written_in_private_mode_or_with_the_history_off(qtbot, window):
    translate = window.translate_page
    translate._rest.setInterval(30)
    page = open_page(qtbot, window, "history")
    click(qtbot, page.private_box)
    assert window.context.settings["private_mode"] and not window.context.keeps_history
    open_page(qtbot, window, "translate")
    type_text(qtbot, translate.source_pane, WEATHER)
    shows_answer(qtbot, translate)
    qtbot.waitUntil(lambda: not translate._rest.isActive(), timeout=5000)
    assert len(window.context.history) == 0 and not translate.draft.path.exists()
    open_page(qtbot, window, "history")
    click(qtbot, page.private_box)
    click(qtbot, page.keep_box)
    assert not window.context.settings["history"]
    translate.keep()
    assert len(window.context.history) == 0
    click(qtbot, page.keep_box)
    translate.keep()
    assert [row[0] for row in page.model.rows] == [WEATHER]


def test_a_text_that_goes_on_replaces_its_beginning_in_the_history(window):
    history = window.context.history
    history.add("Bir", "One", "tr", "en")
    history.add("Bir ev", "A house", "tr", "en")
    assert [entry.source for entry in history.entries()] == ["Bir ev"]


# Models -------------------------------------------------------------------------------------------


def test_the_shipped_models_are_listed_with_what_their_cards_say(qtbot, window):
    page = open_page(qtbot, window, "models")
    bundles = window.context.store.bundles()
    assert [row[0] for row in page.model.rows] == [bundle.name for bundle in bundles]
    row = page.model.rows[[bundle.name for bundle in bundles].index("xx-en")]
    assert "Turkish → English" in row[1] and "Portuguese → English" in row[1]
    assert row[2].endswith("MB") and row[3] != "–" and row[4] != "–"
    click_row(qtbot, page.table, page.model.rows.index(row))
    text = page.card.toPlainText()
    assert "xx-en" in text and "licence" in text
    assert not page.remove_button.isEnabled()  # shipped
    click(qtbot, page.verify_button)
    qtbot.waitUntil(lambda: "complete" in page.notice.text(), timeout=30_000)


@pytest.mark.parametrize("way", ["dialog", "drop on the page", "drop on the window"])
def test_a_bundle_is_imported_made_default_verified_and_removed(
    qtbot, window, translator, tmp_path: Path, way: str
):
    """A copy of the shipped bundle under another name stands for one from elsewhere."""
    path = tmp_path / "mine.plgt"
    rewrite(Bundle(SHIPPED), path, name="mine")
    shipped = len(ModelStore().bundles())
    if way == "drop on the window":
        drop(window, [path])
        assert window.current_page == "models"
        page = window.page("models")
    else:
        page = open_page(qtbot, window, "models")
        if way == "dialog":
            choose_file(qtbot, lambda: click(qtbot, page.import_button), path)
        else:
            drop(page, [path])
    qtbot.waitUntil(lambda: len(page.model.rows) == shipped + 1, timeout=30_000)
    assert "Installed: mine" in page.notice.text()
    names = [row[0] for row in page.model.rows]
    click_row(qtbot, page.table, names.index("xx-en"))
    page.default_box.setCurrentIndex(page.default_box.findText("Turkish → English"))
    click(qtbot, page.default_button)
    assert window.context.store.defaults() == {"tr-en": "xx-en"}
    assert page.default_box.currentText() == "Turkish → English ✓"
    translate = window.translate_page
    pick(qtbot, translate.source_box, "tr")
    translate.set_source(WEATHER)
    shows_answer(qtbot, translate)
    assert translate.translation.model == "xx-en"
    click_row(qtbot, page.table, names.index("mine"))
    page.default_box.setCurrentIndex(page.default_box.findText("Turkish → English"))
    click(qtbot, page.default_button)
    shows_answer(qtbot, translate)
    assert translate.translation.model == "mine"
    click(qtbot, page.verify_button)
    qtbot.waitUntil(lambda: "complete" in page.notice.text(), timeout=30_000)
    say_yes(qtbot, lambda: click(qtbot, page.remove_button))
    assert len(page.model.rows) == shipped and not window.context.store.defaults()
    shows_answer(qtbot, translate)
    assert translate.translation.model == "xx-en"


def test_a_file_that_is_no_bundle_is_refused_with_its_name(qtbot, window, tmp_path: Path):
    broken = tmp_path / "broken.plgt"
    broken.write_bytes(b"not a bundle")
    page = open_page(qtbot, window, "models")
    shipped = len(page.model.rows)
    drop(page, [broken])
    qtbot.waitUntil(lambda: "broken.plgt" in page.message.text(), timeout=30_000)
    assert len(page.model.rows) == shipped


def test_the_shipped_models_deductive_outputs_are_drawn(qtbot, window):
    page = open_page(qtbot, window, "models")
    row = [r[0] for r in page.model.rows].index("xx-en")
    click_row(qtbot, page.table, row)
    bar = page.tabs.tabBar()
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(1).center())
    assert page.block_box.count() >= 3 and page.output_box.count() == 3
    shapes = set()
    for name in ("G_LM", "A_LM", "P_LM"):
        page.output_box.setFocus()
        pick_text(qtbot, page.output_box, name)
        assert page.heat_map.matrices.size and "heads" in page.map_note.text()
        shapes.add(page.heat_map.matrices.shape)
        image = page.heat_map.grab().toImage()
        shades = {image.pixelColor(x, y).name() for x in range(0, 60, 3) for y in range(0, 60, 3)}
        assert len(shades) >= 2
    heads, rows, columns = shapes.pop()
    assert not shapes and heads >= 1 and rows == columns > 1
    first = page.heat_map.matrices.copy()
    page.block_box.setFocus()
    qtbot.keyClick(page.block_box, Qt.Key.Key_Down)
    assert page.block_box.currentIndex() == 1 and not (page.heat_map.matrices == first).all()


def pick_text(qtbot, box, text: str) -> None:
    qtbot.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.findText(text)):
        qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == text


def test_heat_map_colours_tell_signs_apart():
    import numpy as np

    pixels = colours(np.array([[1.0, -1.0], [0.0, float("nan")]], dtype=np.float32), "#ffffff")
    assert pixels[0, 0, 2] > pixels[0, 0, 0] and pixels[0, 1, 0] > pixels[0, 1, 2]
    assert tuple(pixels[1, 0]) == tuple(pixels[1, 1]) == (255, 255, 255)


@pytest.mark.parametrize(
    "card", [{}, {"data": [{"corpus": "a", "licence": "CC-BY"}, {"corpus": "b", "licence": "CC0"}]}]
)
def test_model_cards_of_any_shape_are_shown(card: dict):
    text = "\n".join(lines(card))
    assert ("CC0" in text) == bool(card)
    assert find(card, ("licen",)) == ("CC-BY, CC0" if card else "")
    assert find({"scores": {"ted": {"bleu": 18.2}}}, ("score",)) == "ted bleu 18.2"
