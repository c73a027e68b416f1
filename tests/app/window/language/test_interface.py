"""Languages, names for screen readers, keyboard, contrast, size: what holds for every page."""

from __future__ import annotations

import ast
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QTabBar,
    QTableView,
    QWidget,
)

from app import paths
from app.settings import OPTIONS
from app.window.language import interface
from app.window.main_window import PAGES
from app.window.widgets import theme
from app.window.widgets.shortcut_list import ShortcutList

ROOT = Path(__file__).parents[4]
SAME = {  # words that are the same in another language
    "tr": {"Model", "Auto", ""},
    "pt": {"Auto", ""},
}


def sources() -> list[Path]:
    return [ROOT / "app/settings.py", *sorted((ROOT / "app/window").rglob("*.py"))]


def marked_strings() -> set[str]:
    """Every literal that the code hands to tr or QT_TRANSLATE_NOOP."""
    found: set[str] = set()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            argument = {"tr": 0, "QT_TRANSLATE_NOOP": 1}.get(name)
            if argument is not None:
                assert len(node.args) > argument, f"{path}: {ast.unparse(node)}"
                value = node.args[argument]
                assert isinstance(value, ast.Constant), f"{path}:{node.lineno} is not a literal"
                found.add(value.value)
    return found


@pytest.mark.parametrize("language", ["tr", "pt"])
def test_every_string_of_the_code_is_translated(language: str):
    tree = ElementTree.parse(ROOT / "assets" / "interface" / f"plgt_{language}.ts")
    translated: dict[str, str] = {}
    for message in tree.getroot().iter("message"):
        entry = message.find("translation")
        source = message.findtext("source") or ""
        assert entry is not None and entry.text and entry.get("type") is None, f"unfinished: {source}"
        assert set(re.findall(r"{\w+}", source)) == set(re.findall(r"{\w+}", entry.text)), source
        translated[source] = entry.text
    assert marked_strings() - {""} <= set(translated)
    compiled = ROOT / "assets" / "interface" / f"plgt_{language}.qm"
    assert compiled.stat().st_size > 10_000


@pytest.mark.parametrize("language", ["tr", "pt"])
def test_no_page_shows_an_english_text_after_switching_at_run_time(qtbot, window, settings, language):
    for name in PAGES:
        window.show_page(name)
    english = {text for _, text in shown_texts(window)}
    settings["interface_language"] = language
    window.apply_settings()
    qtbot.wait(50)
    tree = ElementTree.parse(ROOT / "assets" / "interface" / f"plgt_{language}.ts")
    pairs = {m.findtext("source"): m.findtext("translation") for m in tree.getroot().iter("message")}
    still = [
        (type(widget).__name__, text)
        for widget, text in shown_texts(window)
        if text in english and text in pairs and pairs[text] != text
    ]
    assert still == []
    assert window.navigation.buttons[0].text() == pairs["Translate"]
    assert pairs["Settings"] in {text for _, text in shown_texts(window)}
    settings["interface_language"] = "en"
    window.apply_settings()
    qtbot.wait(50)
    assert window.navigation.buttons[0].text() == "Translate"


def shown_texts(window: QWidget) -> list[tuple[QWidget, str]]:
    """Labels, buttons, placeholders, tool tips, accessible names, headings."""
    found: list[tuple[QWidget, str]] = []
    for widget in window.findChildren(QWidget):
        for getter in ("text", "placeholderText", "toolTip", "accessibleName", "windowTitle"):
            method = getattr(widget, getter, None)
            if callable(method) and not (getter == "text" and isinstance(widget, QLineEdit)):
                value = method()
                if isinstance(value, str) and value.strip():
                    found.append((widget, value))
        if isinstance(widget, QTableView) and widget.model() is not None:
            model = widget.model()
            for column in range(model.columnCount()):
                heading = model.headerData(column, Qt.Orientation.Horizontal)
                if isinstance(heading, str):
                    found.append((widget, heading))
        if isinstance(widget, QComboBox) and widget.objectName() not in ("font_family", "interface_language"):
            found += [
                (widget, widget.itemText(index)) for index in range(widget.count()) if widget.count() < 12
            ]
    return found


CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QKeySequenceEdit, QLineEdit,
    QPlainTextEdit, QProgressBar,
)  # fmt: skip


def is_part(widget: QWidget) -> bool:
    """Whether a widget is the inside of a control (a spin box's line, a combo box's list)."""
    controls = (QComboBox, QAbstractSpinBox, QKeySequenceEdit, QLineEdit, QAbstractItemView)
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, controls):
            return True
        parent = parent.parentWidget()
    return widget.objectName().startswith("qt_") or (
        isinstance(widget, QAbstractButton) and isinstance(widget.parentWidget(), QTabBar)
    )


def test_every_control_has_an_accessible_name(window):
    for name in PAGES:
        window.show_page(name)
    nameless = []
    count = 0
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, CONTROLS) or is_part(widget):
            continue
        count += 1
        if not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text())):
            nameless.append(
                (widget.metaObject().className(), widget.objectName(), str(widget.parentWidget()))
            )
    assert count > 60
    assert nameless == []


def test_every_enabled_control_of_a_page_is_reached_with_the_tab_key(qtbot, window):
    for name in PAGES:
        window.show_page(name)
        page = window.page(name)
        wanted = {
            widget
            for widget in page.findChildren(QWidget)
            if isinstance(widget, (QAbstractButton, QComboBox, QCheckBox, QPlainTextEdit, QAbstractItemView))
            and widget.isVisible() and widget.isEnabled() and not is_part(widget)
            and widget.metaObject().className() not in ("QTableCornerButton", "QHeaderView")
        }  # fmt: skip
        reached: set[QWidget] = set()
        start = window.navigation.buttons[0]
        start.setFocus()
        for _ in range(400):
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            current = QApplication.focusWidget()
            assert current is not None and current.isVisible(), name
            if current is start:
                break
            reached.add(current)
        missed = {widget for widget in wanted if widget not in reached and widget.focusProxy() is None}
        assert missed == set(), name
        assert QApplication.focusWidget() is start  # round once


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_focus_is_visible_on_every_control(qtbot, window, settings, name):
    settings["theme"] = name
    window.apply_settings()
    window.translate_page.source_pane.setPlainText("Ev")
    blind = []
    for page in PAGES:
        window.show_page(page)
        controls = [
            widget
            for widget in window.findChildren(QWidget)
            if isinstance(widget, CONTROLS) and widget.isVisible() and widget.isEnabled()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not is_part(widget)
        ]  # fmt: skip
        assert len(controls) > 3
        for widget in controls:
            elsewhere = window.navigation.buttons[0 if widget is not window.navigation.buttons[0] else 1]
            elsewhere.setFocus(Qt.FocusReason.TabFocusReason)
            without = widget.grab().toImage()
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            if widget.grab().toImage() == without:
                blind.append((page, widget.metaObject().className(), widget.accessibleName()))
    assert blind == []


def test_the_shortcut_list_names_every_shortcut(qtbot, window, settings):
    qtbot.keyClick(window, Qt.Key.Key_F1)
    dialog = window.findChild(ShortcutList)
    assert dialog.isVisible()
    listed = " ".join(keys for _, keys in dialog.rows())
    for option in OPTIONS:
        if option.key.startswith("key_"):
            assert settings[option.key] in listed
    for index in range(len(PAGES)):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_1 + index), Qt.KeyboardModifier.ControlModifier)
        assert window.current_page == PAGES[index]


@pytest.mark.parametrize("name", ["light", "dark"])
def test_contrast_is_at_least_4_5_in_both_themes(name: str):
    shades = theme.THEMES[name]
    weak = [
        (what, round(theme.contrast(a, b), 2))
        for what, a, b in theme.pairs(shades)
        if theme.contrast(a, b) < 4.5
    ]
    assert weak == []
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_what_is_drawn_has_the_themes_colours(qtbot, window, settings, name):
    settings["theme"] = name
    window.apply_settings()
    qtbot.wait(50)
    image = window.grab().toImage()
    shades = theme.THEMES[name]
    pane = window.translate_page.source_pane
    place = pane.mapTo(window, pane.rect().center()) * image.devicePixelRatio()
    assert image.pixelColor(place).name() == shades.base
    assert (
        image.pixelColor(
            window.translate_page.mapTo(window, window.translate_page.rect().topLeft()) * 1
        ).name()
        == shades.window
    )


@pytest.mark.parametrize("language", ["en", "tr", "pt"])
def test_every_page_fits_into_640_by_400(qtbot, window, settings, language):
    settings["interface_language"] = language
    window.apply_settings()
    for name in PAGES:
        window.show_page(name)
        window.resize(640, 400)
        QCoreApplication.processEvents()
        assert (window.width(), window.height()) == (640, 400)
        needed = window.centralWidget().minimumSizeHint()
        assert needed.width() <= 640 and needed.height() <= 375, (name, needed)
    assert (window.minimumWidth(), window.minimumHeight()) == (560, 360)


def test_no_label_shows_markup_of_other_people(window):
    for name in PAGES:
        window.show_page(name)
    for shown in window.findChildren(QLabel):
        if shown.parentWidget() is not None and not is_part(shown) and shown.text():
            assert shown.textFormat() in (Qt.TextFormat.PlainText, Qt.TextFormat.AutoText)


def test_an_unknown_system_language_gives_english(qapp):
    assert interface.resolve("pt") == "pt"
    assert interface.resolve("system") in interface.LANGUAGES
    assert interface.set_language(qapp, "en") == "en"


def test_icons_and_desktop_files_are_there():
    icons = paths.assets_dir() / "icons"
    for name in (*PAGES, "plgt-translator"):
        assert (icons / f"{name}.svg").is_file()
    desktop = (paths.assets_dir() / "desktop" / "plgt-translator.desktop").read_text(encoding="utf-8")
    assert "Exec=plgt window %F" in desktop and "application/x-plgt-bundle" in desktop
    mime = ElementTree.parse(paths.assets_dir() / "desktop" / "plgt-translator.xml")
    assert any(e.get("pattern") == "*.plgt" for e in mime.getroot().iter() if e.tag.endswith("glob"))
