"""Choosing languages: buttons, a target that follows the text, an offer where the chosen source is wrong."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tests.app.window.driving import click, pick, settled, type_text

TURKISH = "Bugün hava çok güzel ve deniz kenarında yürüyüşe çıkıyoruz."
ENGLISH = "The weather is lovely today and we are going for a walk by the sea."
PORTUGUESE = "Hoje o tempo está muito bom e vamos dar um passeio à beira-mar."


@pytest.fixture
def page(window):
    return window.translate_page


def paste(qtbot, page, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    click(qtbot, page.paste_button)
    settled(qtbot, page)
    qtbot.wait(20)
    settled(qtbot, page)


def test_english_with_the_target_english_goes_to_the_last_other_language(qtbot, window, page, settings):
    pick(qtbot, page.target_box, "pt")
    pick(qtbot, page.target_box, "en")
    paste(qtbot, page, ENGLISH)
    assert (page.source_box.code, page.target_box.code) == ("auto", "pt")
    assert page.target_pane.text not in ("", ENGLISH)
    paste(qtbot, page, PORTUGUESE)
    assert (page.source_box.code, page.target_box.code) == ("auto", "en")
    pick(qtbot, page.target_box, "pt")  # by hand: so it stays
    settled(qtbot, page)
    assert (page.target_box.code, page.target_pane.text) == ("pt", PORTUGUESE)


def test_another_language_than_the_chosen_one_is_offered(qtbot, page):
    pick(qtbot, page.source_box, "pt")
    paste(qtbot, page, TURKISH)
    assert page.offer_button.isVisible() and "Turkish" in page.offer_button.text()
    click(qtbot, page.offer_button)
    settled(qtbot, page)
    assert (page.source_box.code, page.target_box.code) == ("tr", "en")
    assert not page.offer_button.isVisible() and "sea" in page.target_pane.text.casefold()


def test_auto_comes_back_after_swapping_and_after_an_entry_of_the_history(qtbot, window, page):
    assert page.source_box.code == "auto"
    paste(qtbot, page, TURKISH)
    click(qtbot, page.swap_button)
    settled(qtbot, page)
    assert (page.source_box.code, page.target_box.code) == ("en", "tr")
    pick(qtbot, page.target_box, "en")
    click(qtbot, page.clear_button)
    assert page.source_box.code == "auto"
    window.context.history.add(PORTUGUESE, "Fine weather.", "pt", "en")
    window._open_entry(window.context.history.entries()[0])
    settled(qtbot, page)
    assert page.source_box.code == "pt"
    paste(qtbot, page, TURKISH)
    assert (page.source_box.code, page.source_box.guess) == ("auto", "tr")


def test_languages_are_buttons_for_mouse_and_keyboard(qtbot, window, page):
    for code, chip in page.source_box.chips.items():
        click(qtbot, chip)
        assert page.source_box.code == code and chip.isChecked()
        assert [c for c in page.source_box.chips.values() if c.isChecked()] == [chip]
    first = page.source_box.chips["auto"]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert page.source_box.chips["en"].hasFocus()
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: page.source_box.chips["pt"].text() == "Portuguese", timeout=5000)
    window.resize(640, 400)
    qtbot.waitUntil(lambda: page.source_box.chips["pt"].text() == "PT", timeout=5000)
    assert "Portuguese" in page.source_box.chips["pt"].accessibleName()


def test_a_doubtful_guess_has_a_question_mark(page):
    page.source_box.show_guess("tr", 0.5)
    page.source_box.resize(900, 34)
    page.source_box.retranslate()
    assert page.source_box.text == "Turkish?"


def test_an_empty_translation_leaves_the_clipboard_alone(qtbot, page):
    QGuiApplication.clipboard().setText("precious")
    assert not page.copy_button.isEnabled()
    page.source_pane.setFocus()
    qtbot.keyClick(
        page.source_pane,
        Qt.Key.Key_C,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert QGuiApplication.clipboard().text() == "precious" and not page.hint.text()


def test_typing_takes_the_place_of_the_example(qtbot, window, settings):
    from app.window.pages.translate_page import TranslatePage

    settings["started_before"] = False
    page = TranslatePage(window.context)
    qtbot.addWidget(page)
    settled(qtbot, page)
    page.keep()
    assert len(window.context.history) == 0
    type_text(qtbot, page.source_pane, "Ev")
    assert page.source_pane.text == "Ev"
    settled(qtbot, page)
    page.close_page()


def test_the_example_is_in_the_users_language(qtbot, window, settings, monkeypatch):
    from PySide6.QtCore import QLocale

    from app.window.pages.translate_page import EXAMPLES

    page = window.translate_page
    settings["last_other"] = ""
    brazil = QLocale("pt_BR")
    monkeypatch.setattr(QLocale, "system", staticmethod(lambda: brazil))
    click(qtbot, page.example_button)
    assert page.source_pane.text == EXAMPLES["pt"]
    settled(qtbot, page)
