"""What was done with a file: its figures, and the sentences to look at, the most doubtful first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.batch.report import BatchReport, DoubtfulSentence
from app.window.language.runtime_text import FLAGS, runtime_text
from app.window.widgets.controls import label, translated


@dataclass(frozen=True)
class Row:
    """A sentence to look at."""

    file: str
    sentence: DoubtfulSentence
    source_lang: str

    @property
    def doubt(self) -> tuple[int, float]:
        """Flagged sentences first, then by confidence."""
        return (0 if self.sentence.flags else 1, self.sentence.confidence)


def rows_of(report: BatchReport) -> list[Row]:
    rows = [Row(file.source, one, file.source_lang) for file in report.files for one in file.doubtful]
    return sorted(rows, key=lambda row: row.doubt)


def reason_of(sentence: DoubtfulSentence) -> str:
    """Why a sentence is listed, in the interface's language."""
    reasons = [
        runtime_text(reason) if reason else translated("Runtime", FLAGS.get(code, code))
        for code, reason in sentence.flags
    ]
    return " ".join(reasons) or translated("Runtime", FLAGS["confidence"])


class ReportDialog(QDialog):
    """`chosen(source text, source language)`: a sentence is to be opened on the Translate page."""

    chosen = Signal(str, str)

    def __init__(self, name: str, report: BatchReport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(name)
        self.rows = rows_of(report)
        self.summary = label(wrap=True)
        self.summary.setText(self._summary(report))
        self.notes = label("dim", wrap=True)
        notes = [*report.notes, *(note for file in report.files for note in file.notes)]
        failed = [f"{file.source}: {file.error}" for file in report.failed]
        self.notes.setText("\n".join(runtime_text(note) for note in [*failed, *notes]))
        self.notes.setVisible(bool(self.notes.text()))
        self.table = QTableWidget(len(self.rows), 3)
        self.table.setHorizontalHeaderLabels([self.tr("Source"), self.tr("Translation"), self.tr("Why")])
        self.table.setAccessibleName(self.tr("Sentences to look at"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        for row, entry in enumerate(self.rows):
            texts = (entry.sentence.source, entry.sentence.target, reason_of(entry.sentence))
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(f"{entry.file}, {entry.sentence.context or entry.sentence.segment}")
                item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                self.table.setItem(row, column, item)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.setVisible(bool(self.rows))
        self.copy_button, self.open_button = (
            QPushButton(self.tr("Copy")),
            QPushButton(self.tr("Open in Translate")),
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        for button in (self.copy_button, self.open_button):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
            button.setEnabled(False)
        buttons.rejected.connect(self.reject)
        self.copy_button.clicked.connect(self.copy)
        self.open_button.clicked.connect(self.open_in_translate)
        self.table.itemSelectionChanged.connect(self._selected)
        self.table.itemActivated.connect(lambda _: self.open_in_translate())
        layout = QVBoxLayout(self)
        for widget in (self.summary, self.notes, self.table, buttons):
            layout.addWidget(widget)
        if self.rows:
            self.table.selectRow(0)
        self.resize(820, 480 if self.rows else 160)

    def _summary(self, report: BatchReport) -> str:
        sentences = sum(file.sentences for file in report.files)
        if not sentences:
            return self.tr("Nothing in it was translated.")
        if not self.rows:
            return self.tr("{count} sentences, none of them doubtful.").format(count=sentences)
        listed = len(self.rows)
        return self.tr("{count} sentences, {doubtful} of them to look at; the most doubtful first.").format(
            count=sentences, doubtful=listed
        )

    @property
    def row(self) -> Row | None:
        at = self.table.currentRow()
        return self.rows[at] if 0 <= at < len(self.rows) and self.table.selectedItems() else None

    def _selected(self) -> None:
        for button in (self.copy_button, self.open_button):
            button.setEnabled(self.row is not None)

    def copy(self) -> None:
        row = self.row
        clipboard: Any = QApplication.clipboard()
        if row is not None:
            clipboard.setText(f"{row.sentence.source}\t{row.sentence.target}\t{reason_of(row.sentence)}")

    def open_in_translate(self) -> None:
        row = self.row
        if row is not None:
            self.chosen.emit(row.sentence.source, row.source_lang)
            self.accept()
