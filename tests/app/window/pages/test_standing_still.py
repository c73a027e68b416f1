"""The layout of the Translate page: nothing moves under the pointer, everything fits, work can be stopped."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QScreen, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

import app.window
from tests.app.window.driving import ALT, CONTROL, click, click_text, pick, settled, shows_answer, type_text

TWO = "Bugün hava çok güzel. Kitaplar masanın üstünde."


@pytest.fixture
def page(qtbot, window):
    pick(qtbot, window.translate_page.source_box, "tr")
    return window.translate_page


def test_opening_the_panel_and_messages_move_nothing(qtbot, window, page):
    page.set_source(TWO)
    shows_answer(qtbot, page)
    panes = page.source_pane.geometry(), page.target_pane.geometry()
    click(qtbot, page.copy_button)
    assert page.hint.isVisible()
    assert (page.source_pane.geometry(), page.target_pane.geometry()) == panes
    click_text(qtbot, page.target_pane, 2)
    qtbot.waitUntil(lambda: page.panel.isVisible() and not page.panel._waiting, timeout=30_000)
    assert (page.source_pane.geometry(), page.target_pane.geometry()) == panes
    assert page.rect().contains(page.panel.geometry())
    qtbot.keyClick(page.target_pane, Qt.Key.Key_Escape)
    assert not page.panel.isVisible()


def test_the_first_version_is_marked_for_the_keyboard(qtbot, page):
    page.set_source(TWO)
    shows_answer(qtbot, page)
    page.target_pane.setFocus()
    qtbot.keyClick(page.target_pane, Qt.Key.Key_Return, ALT)
    qtbot.waitUntil(lambda: page.panel.isVisible() and not page.panel._waiting, timeout=30_000)
    versions = page.panel.versions
    assert versions.hasFocus() and versions.currentRow() == 0 and versions.currentItem().isSelected()


def test_typing_into_the_translation_opens_nothing(qtbot, page):
    page.set_source(TWO)
    shows_answer(qtbot, page)
    page.target_pane.setFocus()
    type_text(qtbot, page.target_pane, "a")
    assert not page.panel.isVisible()


def test_a_long_text_can_be_stopped(qtbot, window, page, translator):
    translator.pause = 0.2
    page.set_source("\n".join(f"{n} yıl önce tren geç geldi." for n in range(200)))
    qtbot.waitUntil(page.stop_button.isVisible, timeout=20_000)
    qtbot.waitUntil(lambda: bool(page.target_pane.text), timeout=20_000)
    click(qtbot, page.stop_button)
    assert not page.live.busy and not page.stop_button.isVisible() and page.hint.text() == "Stopped."
    assert page.source_pane.hasFocus() and page.target_pane.text
    translator.pause = 0


def test_the_panes_scroll_together(qtbot, page):
    page.set_source("\n".join(f"{n} yıl önce tren geç geldi." for n in range(120)))
    settled(qtbot, page)
    source, target = page.source_pane.verticalScrollBar(), page.target_pane.verticalScrollBar()
    assert source.maximum() > 20 and target.maximum() > 20
    for share in (0.0, 0.5, 1.0):
        source.setValue(round(share * source.maximum()))
        assert target.value() == pytest.approx(share * target.maximum(), abs=1)
    page.target_pane.setFocus()
    target.setValue(0)
    assert source.value() == 0


def wheel(pane, step: int) -> None:
    place = QPointF(pane.viewport().rect().center())
    event = QWheelEvent(
        place, QPointF(pane.mapToGlobal(place.toPoint())), QPoint(), QPoint(0, 120 * step), Qt.MouseButton.NoButton,
        CONTROL, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(pane.viewport(), event)


def test_the_wheel_and_keys_make_the_text_larger(qtbot, window, page, settings):
    size = settings["font_size"]
    wheel(page.source_pane, 1)
    assert settings["font_size"] == size + 1
    assert page.source_pane.font().pointSize() == page.target_pane.font().pointSize() == size + 1
    qtbot.keyClick(page.source_pane, Qt.Key.Key_Minus, CONTROL)
    assert settings["font_size"] == size


def test_another_word_takes_its_place(qtbot, page):
    page.set_source(" ".join([TWO, "Çocuklar bahçede oynuyor.", "Bir bardak su istiyorum."]))
    translation = shows_answer(qtbot, page)
    places = [(s, w) for s in translation.sentences for w in s.words if w.alternatives]
    if not places:
        pytest.skip("the model is sure of every word here")
    sentence, word = places[0]
    menu = page.target_pane.menu_at(sentence.target_start + word.start)
    assert [a.text() for a in menu.actions()][: len(word.alternatives)] == word.alternatives
    menu.actions()[0].trigger()
    start = sentence.target_start + word.start
    assert page.target_pane.text[start:].startswith(word.alternatives[0])
    qtbot.keyClick(page.target_pane, "z", CONTROL)
    assert page.target_pane.text == translation.text


@pytest.mark.parametrize("room", [QSize(640, 400), QSize(960, 540), QSize(1024, 600), QSize(3840, 2160)])
def test_the_window_is_never_larger_than_the_screen(window, monkeypatch, room):
    """The offscreen screen has one size: another one is put in its place."""
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _: QRect(QPoint(0, 0), room))
    window.fit_screen(QSize(1000, 640))
    assert window.width() == min(1000, round(room.width() * 0.9))
    assert window.height() == max(360, min(640, round(room.height() * 0.9)))


def test_the_rail_has_icons_alone_in_a_narrow_window(qtbot, window):
    window.resize(1000, 640)
    qtbot.waitUntil(lambda: window.navigation.width() > 90, timeout=5000)
    assert window.navigation.buttons[0].toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextUnderIcon
    window.resize(700, 500)
    qtbot.waitUntil(lambda: window.navigation.width() < 70, timeout=5000)
    assert all(button.toolTip() and button.accessibleName() for button in window.navigation.buttons)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # raising and grabbing, offscreen
def test_a_drop_down_list_shows_every_entry(qtbot, window):
    window.show_page("settings")
    for box in window.page("settings").findChildren(QComboBox):
        if not 1 < box.count() < 8:
            continue
        box.showPopup()
        view = box.view()
        qtbot.waitUntil(view.isVisible, timeout=5000)
        QApplication.processEvents()
        last = view.visualRect(view.model().index(box.count() - 1, 0))
        assert view.viewport().rect().bottom() >= last.bottom(), box.objectName()
        assert view.verticalScrollBar().maximum() == 0
        box.hidePopup()


@pytest.mark.parametrize("key", ["hotkey", "key_copy"])
def test_a_bare_letter_is_no_shortcut_and_keys_empty_or_leave_the_field(qtbot, window, settings, key):
    window.show_page("settings")
    page = window.page("settings")
    field = page.controls[key]
    page.area.ensureWidgetVisible(field)
    before = settings[key]
    line = field.findChild(QLineEdit)
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: "typed in texts" in page.message.text(), timeout=5000)
    assert settings[key] == before
    qtbot.keyClick(field, Qt.Key.Key_J, CONTROL | ALT)
    qtbot.waitUntil(lambda: settings[key] == "Ctrl+Alt+J", timeout=5000)
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    assert settings[key] == ""
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert settings[key] == "" and not line.hasFocus() and not field.hasFocus()


def test_a_bare_letter_in_the_settings_file_is_given_up_with_a_message(folders):
    from app.settings import Settings

    (folders / "config").mkdir()
    (folders / "config" / "settings.json").write_text(
        '{"hotkey": "A", "key_copy": "Shift+C", "key_swap": "F8"}'
    )
    settings = Settings()
    assert (settings["hotkey"], settings["key_copy"], settings["key_swap"]) == ("", "", "F8")
    assert len(settings.messages) == 2 and "typed in texts" in settings.messages[0]


def test_no_sentence_of_the_window_names_a_command_line_option():
    assert [
        f"{path.name}: {text}"
        for path in Path(app.window.__file__).parent.rglob("*.py")
        if path.name != "runtime_sentences.py"  # the command line's sentences, which are translated there
        for text in re.findall(r'"[^"\n]*"', path.read_text(encoding="utf-8"))
        if re.search(r"(^|\s|“)--\w|plgt window", text)
    ] == []


def test_a_screen_reader_is_told_of_done_and_failed(qtbot, window, page, translator, monkeypatch):
    from PySide6.QtGui import QAccessible

    said: list[str] = []
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", staticmethod(lambda event: said.append(event.message()))
    )
    page.set_source(TWO)
    settled(qtbot, page)
    assert said == ["The translation is done."]
    translator.broken = RuntimeError("broken")
    page.set_source("Ev uzak.")
    settled(qtbot, page)
    assert "your text is kept" in said[-1]
    QGuiApplication.processEvents()
