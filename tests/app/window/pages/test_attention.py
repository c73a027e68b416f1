"""The attention of the current sentence: the engine's own matrix, its picture, and that nothing waits for it."""

from __future__ import annotations

import time

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QColor

from app.model.store import ModelStore
from app.translation.attention import attention
from app.translation.translator import Translator
from app.window.application import make_application
from app.window.context import Context
from app.window.main_window import MainWindow
from app.window.pages.heat_map import PieceMap
from app.window.widgets import theme

TEXT = "Bugün hava çok güzel. Kitabı 2019 yılında okudum."
SLOW = 60_000  # ms; other work may keep the machine busy


@pytest.fixture(scope="module")
def engine():
    store = ModelStore()
    if not any(d.source == "tr" and d.target == "en" for d in store.directions()):
        pytest.skip("no bundle for Turkish to English is shipped")
    translator = Translator(store=store, device="cpu", threads=1, beam=1)
    yield translator
    translator.close()


@pytest.fixture
def window(qtbot, settings, engine):
    make_application(settings)
    settings["beam"] = 1
    main = MainWindow(Context(settings, engine))
    main.resize(720, 480)
    main.show()
    qtbot.waitExposed(main)
    main.translate_page.source_box.set_code("tr")
    main.translate_page.target_box.set_code("en")
    yield main
    main.finish()
    main.close()
    main.deleteLater()


def test_the_matrix_is_the_one_that_the_search_saw(engine):
    """Read piece by piece, the translation gives the rows that the beam search had when it found it."""
    hop = engine.steps("tr", "en")[0]
    source = "Bugün hava çok güzel."
    ids = hop.tokenizer.encode(source, "en")
    found = hop.engine.translate_ids([ids], beam=1)[0][0]
    raw = hop.tokenizer.decode(found.ids)
    step = attention(engine, source, raw, "tr", "en")[0]
    assert step.source == hop.tokenizer.source_pieces(ids)
    assert step.target == hop.tokenizer.pieces([*found.ids, hop.tokenizer.eos])
    np.testing.assert_allclose(step.weights, found.alignment, atol=1e-3)
    np.testing.assert_allclose(step.weights.sum(axis=1), 1, atol=1e-3)
    model = hop.engine.engine.bundle.manifest["model"]
    assert (step.layer, step.layers, step.head, step.heads) == (
        model["decoder_layers"], model["decoder_layers"], 1, model["heads"]
    )  # fmt: skip


def test_protected_parts_are_placeholders_on_both_sides(engine):
    step = attention(engine, "Adresim ali@example.com.", "My address is ali@example.com.", "tr", "en")[0]
    assert "<ph0>" in step.source and "<ph0>" in step.target


def test_a_sentence_that_is_too_long_or_empty_has_no_matrix(engine):
    assert attention(engine, "uzun " * 600, "long", "tr", "en") == []
    assert attention(engine, "Ev.", "", "tr", "en") == []


def test_the_page_follows_the_current_sentence(qtbot, window):
    page = window.translate_page
    page.set_source(TEXT)
    qtbot.waitUntil(lambda: len(page.closer.map.places) == 2 and not page.live.busy, timeout=SLOW)
    window.show_page("models")
    models = window.page("models")
    models.tabs.setCurrentIndex(2)
    qtbot.waitUntil(lambda: bool(models._attention), timeout=SLOW)
    assert models.attention_stack.currentWidget() is models.piece_map
    page.closer.choose(0)
    qtbot.waitUntil(lambda: "·hava" in models.piece_map.source, timeout=SLOW)
    assert models.piece_map.weights.shape == (len(models.piece_map.target), len(models.piece_map.source))
    note = models.alignment_note.text()
    assert "E_LM" in note and "head 1 of" in note and "decoder layer" in note
    page.closer.choose(1)
    qtbot.waitUntil(
        lambda: "</s>" in models.piece_map.source and "·hava" not in models.piece_map.source, timeout=SLOW
    )
    page.closer.use("I read the book.")
    qtbot.waitUntil(lambda: "·book" in models.piece_map.target, timeout=SLOW)
    page.clear()
    qtbot.waitUntil(lambda: models.attention_stack.currentWidget() is models.alignment, timeout=SLOW)
    assert "Translate a sentence first" in models.alignment_note.text()


def test_the_event_loop_runs_while_the_matrix_is_computed(qtbot, window):
    """A slow engine keeps a worker busy, never the window: a timer goes on ticking until the matrix is there."""
    page = window.translate_page
    page.set_source(TEXT)
    qtbot.waitUntil(lambda: len(page.closer.map.places) == 2 and not page.live.busy, timeout=SLOW)
    window.show_page("models")
    models = window.page("models")
    hop = window.context.translator.steps("tr", "en")[0]
    engine = hop.engine.engine
    stepper = engine.stepper

    def slow(rows):
        time.sleep(0.5)
        return stepper(rows)

    ticks: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(len(models._attention)))
    timer.start(10)
    engine.stepper = slow
    try:
        models.tabs.setCurrentIndex(2)
        assert models._attention == []  # nothing was computed on this thread
        qtbot.waitUntil(lambda: bool(models._attention), timeout=SLOW)
    finally:
        del engine.stepper
        timer.stop()
    assert ticks.count(0) >= 5  # of about fifty in half a second


def test_the_picture_shows_the_weights_and_tells_them(qtbot, window):
    shown = PieceMap()
    qtbot.addWidget(shown)
    shown.resize(500, 300)
    weights = np.array([[1.0, 0.0, 0.0], [0.0, 0.25, 0.75]], dtype=np.float32)
    shown.show_pieces(["▁bir", "▁ev", "</s>"], ["▁house", "</s>"], weights)
    shown.show()
    qtbot.waitExposed(shown)
    image = shown.grab().toImage()
    cell = shown.cell

    def centre(row: int, column: int) -> QPoint:
        return QPoint(
            shown.left + column * cell.width() + cell.width() // 2,
            shown.top + row * cell.height() + cell.height() // 2,
        )

    colours = theme.current_theme()
    assert image.pixelColor(centre(0, 0)) == QColor(colours.accent)
    assert image.pixelColor(centre(0, 1)) == QColor(colours.base)
    assert image.pixelColor(centre(1, 2)) not in (QColor(colours.accent), QColor(colours.base))
    assert shown.piece_at(centre(1, 2)) == (1, 2)
    assert shown.tip_at(centre(1, 2)) == "</s> looks at </s>: 0.750"
    assert shown.tip_at(QPoint(2, 2)) == ""
    assert "·house → ·bir 1.00" in shown.accessibleDescription()


def test_a_long_sentence_scrolls_and_its_squares_stay_as_large_as_a_line_of_text(qtbot, window):
    shown = PieceMap()
    qtbot.addWidget(shown)
    shown.resize(560, 160)
    weights = np.eye(60, dtype=np.float32)
    shown.show_pieces([f"▁s{i}" for i in range(60)], [f"▁t{i}" for i in range(60)], weights)
    shown.show()
    qtbot.waitExposed(shown)
    assert shown.cell.height() >= shown.fontMetrics().height()
    assert shown.horizontalScrollBar().maximum() > 0 and shown.verticalScrollBar().maximum() > 0
    shown.verticalScrollBar().setValue(shown.verticalScrollBar().maximum())
    shown.horizontalScrollBar().setValue(shown.horizontalScrollBar().maximum())
    last = QPoint(
        shown.left + 60 * shown.cell.width() - shown.horizontalScrollBar().value() - 3,
        shown.top + 60 * shown.cell.height() - shown.verticalScrollBar().value() - 3,
    )
    assert shown.viewport().rect().contains(last) and shown.piece_at(last) == (59, 59)
