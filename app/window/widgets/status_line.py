"""One line under the panes that always has its room: what happened, what is offered, stopping."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.window.widgets.controls import label

LINES = 2


class StatusLine(QWidget):
    """`message` for trouble, `hint` for the rest; buttons stand at the right. Its height never changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message, self.hint = label("bad", wrap=True), label("dim", wrap=True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2, 0, 0, 0)
        self._row.setSpacing(8)
        for part in (self.message, self.hint):
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
            part.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            part.hide()
            self._row.addWidget(part, 1)
        self._row.addStretch(0)
        self.setMinimumWidth(80)
        self.setFixedHeight(max(34, LINES * self.fontMetrics().lineSpacing() + 2))

    def add(self, button: QWidget) -> None:
        button.hide()
        self._row.addWidget(button)

    def show_text(self, part: QLabel, text: str, *, aloud: bool = False) -> None:
        """Show a sentence in `message` or `hint`; aloud: tell screen readers too."""
        part.setText(text)
        part.setToolTip(text)
        part.setVisible(bool(text))
        if text and aloud:
            announce(self, text)


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say a sentence."""
    event = QAccessibleAnnouncementEvent(widget, text)
    event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
    QAccessible.updateAccessibility(event)
