"""The list of shortcuts (F1)."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.settings import FIXED_KEYS, OPTIONS, Settings
from app.window.widgets.controls import Retranslating, translated


class ShortcutList(Retranslating, QDialog):
    """What each key does."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.table = QTableWidget(0, 2)
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.setTabKeyNavigation(False)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.table)
        layout.addWidget(self.buttons)
        self.resize(460, 520)
        self.retranslate()

    def rows(self) -> list[tuple[str, str]]:
        own = [
            (translated("Settings", option.label), str(self._settings[option.key]))
            for option in OPTIONS
            if option.key.startswith("key_")
        ]
        fixed = [
            (
                translated("Settings", action),
                f"{keys[0]} … {keys[-1]}" if len(keys) > 3 else ", ".join(keys),
            )
            for action, keys in FIXED_KEYS
        ]
        return own + fixed

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Shortcuts"))
        self.table.setAccessibleName(self.tr("Shortcuts"))
        self.table.setHorizontalHeaderLabels([self.tr("Action"), self.tr("Keys")])
        rows = self.rows()
        self.table.setRowCount(len(rows))
        for index, row in enumerate(rows):
            for column, text in enumerate(row):
                self.table.setItem(index, column, QTableWidgetItem(text))
        self.table.resizeColumnToContents(1)
