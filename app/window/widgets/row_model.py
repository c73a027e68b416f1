"""Rows of texts behind a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

Index = QModelIndex | QPersistentModelIndex


class RowModel(QAbstractTableModel):
    """Rows of texts. `change(row, column, text)` is asked to store an edit and says whether it did."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headings: list[str] = []
        self.rows: list[list[str]] = []
        self.items: list[Any] = []  # what the rows stand for
        self.editable: set[int] = set()
        self.change: Callable[[int, int, str], bool] = lambda row, column, text: False

    def set_headings(self, headings: list[str]) -> None:
        if len(headings) != len(self.headings):
            self.beginResetModel()
            self.headings = headings
            self.endResetModel()
        self.headings = headings
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(headings) - 1)

    def fill(self, items: list[Any], rows: list[list[str]]) -> None:
        self.beginResetModel()
        self.items, self.rows = items, rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        text = self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text.replace("\n", " ⏎ ") if len(text) < 2000 else text[:2000].replace("\n", " ⏎ ") + "…"
        if role in (Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            return text
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.headings[section] if section < len(self.headings) else None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() in self.editable else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or str(value) == self.rows[index.row()][index.column()]:
            return False
        return self.change(index.row(), index.column(), str(value))
