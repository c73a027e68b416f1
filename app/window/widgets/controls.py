"""Small helpers that every page uses: texts that follow the language, icon buttons, headings."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from app.window.widgets.icons import icon
from app.window.widgets.theme import current_theme


class Retranslating:
    """Mixin: `retranslate` runs when the interface language changes, `restyle` when the theme does."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)  # type: ignore[misc]
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self.restyle()

    def retranslate(self) -> None:
        """Set every text."""

    def restyle(self) -> None:
        """Draw icons and marks in the theme's colours."""
        for button in self.findChildren(QToolButton) + self.findChildren(QPushButton):  # type: ignore[attr-defined]
            name = button.property("icon_name")
            if name:
                colour = _on_accent() if button.property("primary") else ""
                button.setIcon(icon(str(name), colour))


def _on_accent() -> str:
    return current_theme().on_accent


def translated(context: str, text: str) -> str:
    """A text that was marked with QT_TRANSLATE_NOOP, in the interface's language."""
    return QCoreApplication.translate(context, text) if text else ""


def describe(widget: QWidget, name: str, tip: str = "") -> None:
    """The name that screen readers say, shown as a tool tip too."""
    widget.setAccessibleName(name)
    widget.setToolTip(tip or name)


def icon_button(name: str, parent: QWidget | None = None) -> QToolButton:
    """A flat button with an icon alone; `describe` it."""
    button = QToolButton(parent)
    button.setProperty("flat", True)
    button.setProperty("icon_name", name)
    button.setIcon(icon(name))
    button.setIconSize(QSize(20, 20))
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def text_button(name: str = "", primary: bool = False) -> QPushButton:
    """A button with a text, perhaps an icon, perhaps the page's main one."""
    button = QPushButton()
    button.setProperty("primary", primary)
    if name:
        button.setProperty("icon_name", name)
        button.setIcon(icon(name, _on_accent() if primary else ""))
    return button


def label(role: str = "", wrap: bool = False) -> QLabel:
    """A label; role: dim, doubt, bad, heading."""
    result = QLabel()
    if role:
        result.setProperty(role, True)
    result.setWordWrap(wrap)
    if wrap:
        result.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    result.setTextFormat(Qt.TextFormat.PlainText)
    return result


def show_label(target: QLabel, text: str) -> None:
    """Set the text; an empty label takes no room."""
    target.setText(text)
    target.setVisible(bool(text))


def item_text(value: Any) -> str:
    return "" if value is None else str(value)
