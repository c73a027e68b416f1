"""The pane of the translation: the right button offers other words for the one under the pointer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction, QContextMenuEvent, QTextCursor
from PySide6.QtWidgets import QMenu, QWidget

from app.window.text.text_pane import TextPane


class TargetPane(TextPane):
    """`words_at` (set by the page) gives (start, end, other words) of the word at a place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words_at: Callable[[int], tuple[int, int, list[str]]] = lambda _: (0, 0, [])

    def menu_at(self, position: int) -> QMenu:
        """The usual menu, other words for the one at a place in front."""
        menu = self.createStandardContextMenu()
        start, end, words = self.words_at(position) if position >= 0 else (0, 0, [])
        before = menu.actions()
        if words and before and not self.isReadOnly():
            for word in words:
                action = QAction(word, menu)
                action.triggered.connect(lambda _=False, text=word: self.exchange(start, end, text))
                menu.insertAction(before[0], action)
            menu.insertSeparator(before[0])
        return menu

    def exchange(self, start: int, end: int, text: str) -> None:
        """Put a text in the place of [start, end); undo takes it back."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self.offsets.to_qt(start))
        cursor.setPosition(self.offsets.to_qt(end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_at(self.place_at(event.pos())).exec(event.globalPos())
