"""The queue as a table: file, state, progress."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.window.files.file_queue import Entry, FileQueue
from app.window.language.runtime_text import language_name, runtime_text
from app.window.widgets.row_model import Index
from app.window.widgets.theme import current_theme

FRACTION = Qt.ItemDataRole.UserRole


class QueueModel(QAbstractTableModel):
    """Rows of the queue."""

    def __init__(self, queue: FileQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.queue = queue
        queue.changed.connect(self._changed)
        queue.reordered.connect(self._reordered)

    def _changed(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, 3))

    def _reordered(self) -> None:
        self.beginResetModel()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.queue.entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 4

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.queue.entries):
            return None
        entry = self.queue.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(entry, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{entry.path}\n→ {entry.out}" + (
                f"\n{runtime_text(entry.message)}" if entry.message else ""
            )
        if role == FRACTION and index.column() == 3:
            return entry.fraction
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 2:
            theme = current_theme()
            colours = {"failed": theme.bad, "partly": theme.doubt, "done": theme.good}
            return QColor(colours[entry.state]) if entry.state in colours else None
        return None

    def _text(self, entry: Entry, column: int) -> str:
        if column == 0:
            return Path(entry.path).name
        if column == 1:
            source = language_name(entry.source) if entry.source != "auto" else self.tr("Auto")
            return f"{source} → {language_name(entry.target)}"
        if column == 2:
            return self.state_text(entry)
        return f"{round(entry.fraction * 100)} %"

    def state_text(self, entry: Entry) -> str:
        if entry.state == "running":
            if entry.seconds_left >= 0:
                minutes, seconds = divmod(round(entry.seconds_left), 60)
                return self.tr("{minutes}:{seconds} left, {speed} words/s").format(
                    minutes=minutes, seconds=f"{seconds:02d}", speed=round(entry.words_per_second)
                )
            return self.tr("Translating")
        if entry.state == "failed":
            return runtime_text(entry.message) or self.tr("Failed")
        if entry.message and entry.state in ("done", "partly"):
            return f"{self.tr('Done')}. {runtime_text(entry.message)}"
        return {
            "waiting": self.tr("Waiting"),
            "paused": self.tr("Paused"),
            "done": self.tr("Done"),
            "partly": self.tr("Done, some files failed"),
            "stopped": self.tr("Stopped"),
        }[entry.state]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (self.tr("File"), self.tr("Languages"), self.tr("State"), self.tr("Progress"))[section]
        return None


class ProgressDelegate(QStyledItemDelegate):
    """Draws the fraction as a bar with its percentage beside."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        fraction = index.data(FRACTION)
        if fraction is None:
            return
        theme = current_theme()
        box = QRectF(option.rect).adjusted(56, 0, -10, 0)  # type: ignore[attr-defined]
        if box.width() < 20:
            return
        bar = QRectF(box.left(), box.center().y() - 3, box.width(), 6)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.border))
        painter.drawRoundedRect(bar, 3, 3)
        if fraction > 0:
            painter.setBrush(QColor(theme.good if fraction >= 1 else theme.accent))
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), max(6.0, bar.width() * fraction), 6), 3, 3)
        painter.restore()
