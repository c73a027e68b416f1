"""A text pane: plain text, places under the mouse, coloured marks in layers, drops of text and files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QResizeEvent, QTextCharFormat, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from app.window.text.offsets import Offsets, difference
from app.window.widgets.theme import current_theme

CORNER = 30  # logical pixels that the text keeps clear of a button in the corner
LIMIT = 3000  # marks of a layer


@dataclass(frozen=True)
class Mark:
    """A stretch [start, end) in code points and how it looks."""

    start: int
    end: int
    look: str  # counterpart | current | doubt | flag


class TextPane(QPlainTextEdit):
    """Positions in signals and marks are code points of `text`."""

    hovered = Signal(int)  # -1 when the mouse left the text
    pressed = Signal(int)
    files_dropped = Signal(list)
    zoomed = Signal(int)  # steps of Ctrl+wheel

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.viewport().setMouseTracking(True)
        self._layers: dict[str, list[Mark]] = {}
        self._offsets: Offsets | None = None
        self._press = QPoint()
        self._corner: QWidget | None = None
        self.document().contentsChange.connect(self._changed)  # comes before textChanged

    def set_corner(self, button: QWidget) -> None:
        """Put a button into the upper right corner; the text keeps clear of it."""
        self._corner = button
        button.setParent(self)
        self.setViewportMargins(0, 0, CORNER, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._corner is not None:
            self._corner.adjustSize()
            bar = self.verticalScrollBar().width() if self.verticalScrollBar().isVisible() else 0
            self._corner.move(self.width() - self._corner.width() - bar - 6, 5)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def _changed(self, *_: int) -> None:
        self._offsets = None

    @property
    def text(self) -> str:
        return self.toPlainText()

    @property
    def offsets(self) -> Offsets:
        if self._offsets is None:
            self._offsets = Offsets(self.toPlainText())
        return self._offsets

    def replace_all(self, text: str) -> None:
        """Set the text so that undo brings the old one back."""
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.End)

    def show_text(self, text: str) -> None:
        """Set the text without undo; what is the same stays as it is, with the place that is seen and the text
        cursor in it."""
        old = self.toPlainText()
        if text == old:
            return
        place = self.verticalScrollBar().value()
        if not old or not text:
            self.setPlainText(text)
        else:
            start, old_end, new_end = difference(old, text)
            cursor = QTextCursor(self.document())
            cursor.setPosition(self.offsets.to_qt(start))
            cursor.setPosition(self.offsets.to_qt(old_end), QTextCursor.MoveMode.KeepAnchor)
            self.document().setUndoRedoEnabled(False)
            cursor.insertText(text[start:new_end])
            self.document().setUndoRedoEnabled(True)
        self.verticalScrollBar().setValue(place)

    # Marks ----------------------------------------------------------------------------------------

    def set_marks(self, layer: str, marks: Iterable[Mark]) -> None:
        found = list(marks)[:LIMIT]
        if self._layers.get(layer, []) != found:
            self._layers[layer] = found
            self.draw_marks()

    def draw_marks(self) -> None:
        theme = current_theme()
        selections: list[QTextEdit.ExtraSelection] = []
        length = self.document().characterCount() - 1
        for layer in ("current", "flag", "doubt", "counterpart"):
            for mark in self._layers.get(layer, []):
                start, end = self.offsets.to_qt(mark.start), self.offsets.to_qt(mark.end)
                if not 0 <= start < end <= length:
                    continue
                selection = QTextEdit.ExtraSelection()
                look = QTextCharFormat()
                if mark.look == "doubt":
                    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
                    look.setUnderlineColor(QColor(theme.doubt))
                else:
                    ground = {
                        "counterpart": theme.counterpart, "current": theme.current,
                        "flag": theme.doubt_ground,
                    }[mark.look]  # fmt: skip
                    look.setBackground(QColor(ground))
                cursor = QTextCursor(self.document())
                cursor.setPosition(start)
                cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                selection.cursor, selection.format = cursor, look  # type: ignore[attr-defined]
                selections.append(selection)
        self.setExtraSelections(selections)

    @property
    def marks(self) -> dict[str, list[Mark]]:
        return self._layers

    def place_at(self, point: QPoint) -> int:
        """The code point under a point of the viewport, -1 where there is none."""
        cursor = self.cursorForPosition(point)
        box = self.cursorRect(cursor)
        if abs(point.y() - box.center().y()) > box.height() or abs(point.x() - box.center().x()) > 40:
            return -1
        place = cursor.position()
        if point.x() < box.left() and place > 0:
            place -= 1
        return self.offsets.from_qt(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if not event.buttons():
            self.hovered.emit(self.place_at(event.position().toPoint()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        moved = (event.position().toPoint() - self._press).manhattanLength()
        if event.button() == Qt.MouseButton.LeftButton and moved < 6:
            self.pressed.emit(self.place_at(event.position().toPoint()))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.hovered.emit(-1)
        return super().viewportEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "_layers", None):
            self.draw_marks()

    # Drops ----------------------------------------------------------------------------------------

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasUrls() or source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        files = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
        if files:
            self.files_dropped.emit(files)
        elif not self.isReadOnly():
            self.textCursor().insertText(source.text())
