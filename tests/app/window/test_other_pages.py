"""Glossary, memory, history, models: through their tables and buttons."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.glossary import Glossary
from app.memory import TranslationMemory
from app.window.heat_map import colours
from app.window.model_card import find, lines


def put(page, row: int, column: int, text: str) -> bool:
    """Type into a cell, as the editor does when it closes."""
    return page.model.setData(page.model.index(row, column), text)


def test_glossary_add_edit_search_remove_export_import(qtbot, window, tmp_path: Path):
    window.show_page("glossary")
    page = window.page("glossary")
    page.add_term_button.click()
    assert put(page, 0, 0, "yazılım")
    assert put(page, 0, 1, "software")
    assert put(page, 0, 3, "tr-en")
    page.add_term_button.click()
    put(page, 0, 0, "PLGT")
    put(page, 0, 1, "=")
    stored = Glossary.load(window.context.glossary_path)
    assert {(t.source, t.translation, str(t.direction or "")) for t in stored.terms} == {
        ("yazılım", "software", "tr-en"), ("PLGT", "PLGT", "")
    }  # fmt: skip
    assert not put(page, 0, 2, "sometimes") and "match" in page.message.text()
    assert not put(page, 0, 3, "xx-yy") and page.message.isVisible()
    page.search.setText("soft")
    qtbot.waitUntil(lambda: len(page.model.rows) == 1, timeout=2000)
    page.search.clear()
    qtbot.waitUntil(lambda: len(page.model.rows) == 2, timeout=2000)
    page.export_file(tmp_path / "terms.tbx")
    page.table.selectAll()
    page.remove_button.click()
    assert page.model.rows == [] and len(Glossary.load(window.context.glossary_path)) == 0
    page.import_file(tmp_path / "terms.tbx")
    assert "software" in {row[1] for row in page.model.rows}
    assert window.translate_page.live.glossary is not None


def test_memory_edit_search_remove_export_import(qtbot, window, tmp_path: Path):
    window.context.memory.add("Bir ev.", "A house.", "tr", "en")
    window.context.memory.add("Um rio.", "A river.", "pt", "en")
    window.show_page("memory")
    page = window.page("memory")
    assert [row[1] for row in page.model.rows] == ["A river.", "A house."]
    assert put(page, 1, 1, "One house.")
    assert window.context.memory.exact("Bir ev.", "tr", "en").target == "One house."
    assert not put(page, 0, 1, "  ")
    page.search.setText("river")
    qtbot.waitUntil(lambda: [row[1] for row in page.model.rows] == ["A river."], timeout=2000)
    page.export_file(tmp_path / "pairs.tmx")
    page.table.selectRow(0)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert len(window.context.memory) == 1
    page.search.clear()
    page.import_file(tmp_path / "pairs.tmx")
    qtbot.waitUntil(lambda: len(page.model.rows) == 2, timeout=5000)
    (tmp_path / "no.tmx").write_text("<nothing/>")
    page.import_file(tmp_path / "no.tmx")
    qtbot.waitUntil(lambda: "TMX" in page.message.text(), timeout=5000)
    assert isinstance(window.context.memory, TranslationMemory)


def test_history_opens_again_and_is_wiped(qtbot, window, tmp_path: Path, monkeypatch):
    history = window.context.history
    history.add("Bir ev.", "A house.", "tr", "en")
    history.add("Um rio.", "A river.", "pt", "en")
    window.show_page("history")
    page = window.page("history")
    page.search.setText("house")
    qtbot.waitUntil(lambda: len(page.model.rows) == 1, timeout=2000)
    page.table.selectRow(0)
    page.open_button.click()
    assert window.current_page == "translate"
    assert (
        window.translate_page.source_pane.text == "Bir ev." and window.translate_page.source_box.code == "tr"
    )
    page.search.clear()
    page.export_file(tmp_path / "history.csv")
    assert "Um rio." in (tmp_path / "history.csv").read_text(encoding="utf-8")
    monkeypatch.setattr(page, "confirm", lambda question: True)
    page.wipe_button.click()
    assert len(history) == 0 and page.model.rows == []
    page.private_box.setChecked(True)
    assert window.context.settings["private_mode"] and not window.context.keeps_history


def test_a_text_that_goes_on_replaces_its_beginning_in_the_history(window):
    history = window.context.history
    history.add("Bir", "One", "tr", "en")
    history.add("Bir ev", "A house", "tr", "en")
    assert [entry.source for entry in history.entries()] == ["Bir ev"]


def test_models_are_listed_verified_made_default_and_removed(qtbot, window, tmp_path: Path):
    from tests.app.bundles import tiny_bundle_path

    path = tiny_bundle_path()
    window.show_page("models")
    page = window.page("models")
    assert page.empty.isVisible() or page.model.rows
    shipped = len(page.model.rows)
    page.import_files([path])
    qtbot.waitUntil(lambda: len(page.model.rows) == shipped + 1, timeout=15_000)
    row = next(i for i, r in enumerate(page.model.rows) if r[0].startswith("tiny"))
    page.table.selectRow(row)
    assert "Turkish → English" in page.model.rows[row][1]
    page.verify_button.click()
    qtbot.waitUntil(lambda: "complete" in page.notice.text(), timeout=10_000)
    page.default_button.click()
    assert window.context.store.defaults() == {"tr-en": page.chosen.name}
    assert page.default_box.currentText().endswith("✓")
    page.tabs.setCurrentIndex(1)
    assert "no deductive" in page.map_note.text()
    page.remove()
    assert len(page.model.rows) == shipped
    broken = tmp_path / "broken.plgt"
    broken.write_bytes(b"not a bundle")
    page.import_files([broken])
    qtbot.waitUntil(lambda: "broken.plgt" in page.message.text(), timeout=10_000)


def test_deductive_outputs_and_attention_are_drawn(qtbot, window):
    import numpy as np

    window.show_page("models")
    page = window.page("models")
    page._arrays = {
        f"encoder.0.self/{name}": np.eye(8, dtype=np.float32)[None].repeat(2, 0)
        for name in ("G_LM", "A_LM", "P_LM")
    }
    page.block_box.addItem("encoder.0.self", "encoder.0.self")
    page.tabs.setCurrentIndex(1)
    page._show_map()
    assert page.heat_map.matrices.shape == (2, 8, 8)
    image = page.heat_map.grab().toImage()
    assert len({image.pixelColor(x, y).name() for x in range(0, 60, 3) for y in range(0, 60, 3)}) >= 2
    window.translate_page.set_source("one two three.")
    qtbot.waitUntil(lambda: bool(window.translate_page.closer.map.places), timeout=5000)
    page.tabs.setCurrentIndex(2)
    assert page.alignment.source == ["one", "two", "three", "."] and (2, 2) in page.alignment.cells
    assert not page.alignment.grab().isNull()


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
