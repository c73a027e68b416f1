"""What glossary, memory and history have in common: a table with search, buttons and a row of totals."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.errors import PlgtError
from app.settings import QT_TRANSLATE_NOOP
from app.window.context import Context
from app.window.language.runtime_text import error_text, runtime_text
from app.window.widgets.controls import Retranslating, describe, label, show_label, text_button, translated
from app.window.widgets.questions import UndoLine, ask
from app.window.widgets.row_model import RowModel


def removed_text(count: int) -> str:
    """What the line with the way back says."""
    one, many = (
        QT_TRANSLATE_NOOP("TablePage", "1 entry was removed."),
        QT_TRANSLATE_NOOP("TablePage", "{count} entries were removed."),
    )
    return translated("TablePage", one) if count == 1 else translated("TablePage", many).format(count=count)


class TablePage(Retranslating, QWidget):
    """A page with a heading, a search line, a table and buttons. Subclasses fill it."""

    export_filter = ""
    import_filter = ""
    file = ""  # the user's file that the page shows: a key of the context's notices

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.heading, self.explanation = label("heading"), label("dim", wrap=True)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.total = label("dim")
        self.message = label("bad", wrap=True)
        self.message.hide()
        self.notice = label("bad", wrap=True)  # what happened to the user's file
        self.notice.hide()
        self.undo_line = UndoLine(self)
        self.model = RowModel(self)
        self.model.change = self.change
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setAlternatingRowColors(False)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(32)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.buttons = QHBoxLayout()
        self.top = top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.heading)
        top.addStretch(1)
        top.addWidget(self.search)
        self.search.setMinimumWidth(200)
        bottom = QHBoxLayout()
        bottom.addLayout(self.buttons)
        bottom.addStretch(1)
        bottom.addWidget(self.total)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.explanation)
        layout.addWidget(self.notice)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.undo_line)
        layout.addWidget(self.message)
        layout.addLayout(bottom)
        context.noticed.connect(lambda _: self.show_notice())
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(150)
        self._wait.timeout.connect(lambda: self.attempt(self.reload))
        self.search.textChanged.connect(lambda _: self._wait.start())
        delete = QShortcut(QKeySequence.StandardKey.Delete, self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.remove_chosen)
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.activated.connect(self.search.setFocus)

    def add_button(self, icon_name: str, action: Callable[[], Any]) -> QPushButton:
        button = text_button(icon_name)
        button.clicked.connect(lambda _=False: self.attempt(action))
        self.buttons.addWidget(button)
        return button

    def set_texts(
        self, heading: str, explanation: str, search: str, headings: list[str], stretched: set[int]
    ) -> None:
        self.heading.setText(heading)
        self.explanation.setText(explanation)
        self.search.setPlaceholderText(search)
        describe(self.search, search)
        self.table.setAccessibleName(heading)
        self.model.set_headings(headings)
        for column in range(len(headings)):
            mode = (
                QHeaderView.ResizeMode.Stretch
                if column in stretched
                else QHeaderView.ResizeMode.ResizeToContents
            )
            self.table.horizontalHeader().setSectionResizeMode(column, mode)

    def show_total(self, count: int) -> None:
        self.total.setText(
            self.tr("1 entry") if count == 1 else self.tr("{count} entries").format(count=count)
        )

    def show_notice(self) -> None:
        """Say what happened to the user's file, if anything did."""
        show_label(self.notice, runtime_text(self.context.notices.get(self.file, "")))

    def attempt(self, action: Callable[[], Any]) -> Any:
        """Do something; an expected failure is shown on the page."""
        show_label(self.message, "")
        try:
            return action()
        except PlgtError as error:
            show_label(self.message, error_text(error))
            return None

    @property
    def chosen(self) -> list[Any]:
        """The items of the selected rows."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.model.items[row] for row in rows]

    def ask_import(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.heading.text(), "", self.import_filter)
        for name in names:
            self.import_file(Path(name))

    def ask_export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.heading.text(), "", self.export_filter)
        if name:
            self.export_file(Path(name))

    def confirm(self, question: str, verb: str) -> bool:
        """Ask before something that can't be undone; the safe answer is the default one."""
        return ask(self, self.heading.text(), question, verb)

    # For subclasses -------------------------------------------------------------------------------

    def reload(self) -> None:
        """Fill the table with what the search finds."""
        raise NotImplementedError

    def change(self, row: int, column: int, text: str) -> bool:
        return False

    def remove_chosen(self) -> None:
        raise NotImplementedError

    def import_file(self, path: Path) -> None:
        raise NotImplementedError

    def export_file(self, path: Path) -> None:
        raise NotImplementedError
