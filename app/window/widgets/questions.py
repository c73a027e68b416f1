"""Before something is lost a question with a verb, after something was removed a way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLabel, QMessageBox, QPushButton, QWidget

from app.window.widgets.controls import Retranslating


def ask(parent: QWidget, title: str, question: str, verb: str) -> bool:
    """Whether the button with the verb was pressed; the default is to cancel."""
    box = QMessageBox(QMessageBox.Icon.Question, title, question, QMessageBox.StandardButton.Cancel, parent)
    yes = box.addButton(verb, QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    box.setEscapeButton(QMessageBox.StandardButton.Cancel)
    box.exec()
    return box.clickedButton() is yes


class UndoLine(Retranslating, QWidget):
    """A line that says what was removed, with a button that brings it back; hidden while there is nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text, self.button = QLabel(), QPushButton()
        self._back: Callable[[], object] | None = None
        self.button.clicked.connect(self.undo)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text)
        layout.addWidget(self.button)
        layout.addStretch(1)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        self.button.setText(self.tr("Undo"))

    def offer(self, text: str, back: Callable[[], object]) -> None:
        """Show the text; the button calls `back` once."""
        self._back = back
        self.text.setText(text)
        self.show()

    def forget(self) -> None:
        self._back = None
        self.hide()

    def undo(self) -> None:
        back = self._back
        self.forget()
        if back is not None:
            back()
