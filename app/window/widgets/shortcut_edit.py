"""A field for the keys of a shortcut: Backspace and Delete empty it, Escape leaves it."""

from __future__ import annotations

from PySide6.QtCore import QKeyCombination, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QKeySequenceEdit

QUIT = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Q)


class ShortcutEdit(QKeySequenceEdit):
    """Emits `chosen` with the new keys ("" for none), but not when the first key of a new shortcut is pressed:
    Qt empties the field then, and the option would lose the keys that hold until the new ones are accepted.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._pressing = False
        self.keySequenceChanged.connect(self._changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() == Qt.KeyboardModifier.NoModifier:
            if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
                self.clear()
                return
            if event.key() == Qt.Key.Key_Escape:
                self.clearFocus()
                return
        if event.keyCombination() == QUIT:
            event.ignore()
            return
        self._pressing = True
        super().keyPressEvent(event)
        self._pressing = False

    def _changed(self, keys: QKeySequence) -> None:
        if not (self._pressing and keys.isEmpty()):
            self.chosen.emit(keys.toString(QKeySequence.SequenceFormat.PortableText))
