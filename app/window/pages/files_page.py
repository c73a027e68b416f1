"""The Files page: whole files and folders, translated in the background."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.errors import PlgtError
from app.text.languages import LANGUAGE_NAMES
from app.window.context import Context
from app.window.files.file_queue import ENDED, Entry, FileQueue
from app.window.files.queue_view import ProgressDelegate, QueueModel
from app.window.files.report_dialog import ReportDialog
from app.window.language.language_box import LanguageBox
from app.window.language.runtime_text import error_text, language_name
from app.window.widgets.controls import Retranslating, describe, icon_button, label, show_label, text_button


class FilesPage(Retranslating, QWidget):
    """The queue and its buttons. Files can be dropped anywhere on the page.

    `sentence_chosen(text, language)`: a sentence of a report is to be opened on the Translate page.
    """

    sentence_chosen = Signal(str, str)

    def __init__(
        self, context: Context, queue: FileQueue | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.queue = queue if queue is not None else FileQueue(context)
        self.setAcceptDrops(True)
        self._build()
        self._connect()
        self.source_box.set_code(context.settings["source"])
        self.target_box.set_code(context.settings["target"])
        self.retranslate()
        self._refresh()
        self.queue.start()

    def _build(self) -> None:
        self.heading = label("heading")
        self.source_box, self.target_box = LanguageBox(auto=True), LanguageBox()
        self.arrow = label("dim")
        self.arrow.setText("→")
        self.add_files_button = text_button("add", primary=True)
        self.add_folder_button = text_button("folder")
        self.empty = label("dim", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.model = QueueModel(self.queue, self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setItemDelegateForColumn(3, ProgressDelegate(self.table))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(36)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, mode in enumerate(("Stretch", "ResizeToContents", "Stretch", "Fixed")):
            header.setSectionResizeMode(column, getattr(QHeaderView.ResizeMode, mode))
        header.resizeSection(3, 170)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.table)
        self.pause_button, self.stop_button = text_button("pause"), text_button("clear")
        self.retry_button, self.remove_button = text_button("retry"), icon_button("remove")
        self.open_button, self.folder_button = text_button("files"), icon_button("folder")
        self.report_button = text_button()
        self.clear_button = text_button("clear")
        self.target_button = icon_button("translate")
        self.target_menu = QMenu(self.target_button)
        self.target_button.setMenu(self.target_menu)
        self.target_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        # what an earlier run of the program left waits for an answer
        self.interrupted = QWidget()
        self.interrupted_text = label(wrap=True)
        self.go_on_button, self.not_now_button = QPushButton(), QPushButton()
        self.overall = QProgressBar()
        self.overall.setTextVisible(False)
        self.overall.setRange(0, 1000)
        self.message = label("bad", wrap=True)
        self.message.hide()

        top = QHBoxLayout()
        top.addWidget(self.heading)
        top.addStretch(1)
        for shown in (self.source_box, self.arrow, self.target_box):
            top.addWidget(shown)
        self.source_box.setMinimumContentsLength(13)
        self.target_box.setMinimumContentsLength(9)
        adding = QHBoxLayout()
        adding.addWidget(self.add_files_button)
        adding.addWidget(self.add_folder_button)
        adding.addStretch(1)
        adding.addWidget(self.clear_button)
        adding.addWidget(self.pause_button)
        bottom = QHBoxLayout()
        for button in (
            self.open_button, self.report_button, self.target_button, self.stop_button, self.retry_button,
        ):  # fmt: skip
            bottom.addWidget(button)
        bottom.addStretch(1)
        bottom.addWidget(self.folder_button)
        bottom.addWidget(self.remove_button)
        question = QHBoxLayout(self.interrupted)
        question.setContentsMargins(0, 0, 0, 0)
        question.addWidget(self.interrupted_text, 1)
        question.addWidget(self.go_on_button)
        question.addWidget(self.not_now_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addLayout(adding)
        layout.addWidget(self.interrupted)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.overall)
        layout.addWidget(self.message)
        layout.addLayout(bottom)

    def _connect(self) -> None:
        self.add_files_button.clicked.connect(self.ask_files)
        self.add_folder_button.clicked.connect(self.ask_folder)
        self.pause_button.clicked.connect(lambda: self.pause(not self.queue.paused))
        self.stop_button.clicked.connect(lambda: self._each(self.queue.stop))
        self.retry_button.clicked.connect(lambda: self._each(self.queue.retry))
        self.remove_button.clicked.connect(self.remove)
        self.open_button.clicked.connect(self.open_result)
        self.folder_button.clicked.connect(self.open_folder)
        self.report_button.clicked.connect(self.show_report)
        self.clear_button.clicked.connect(self.queue.remove_ended)
        self.go_on_button.clicked.connect(self.go_on)
        self.not_now_button.clicked.connect(self.queue.not_now)
        self.target_menu.aboutToShow.connect(self._fill_targets)
        self.table.activated.connect(lambda _: self.open_result())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._refresh())
        self.queue.changed.connect(self._refresh)
        self.queue.reordered.connect(self._refresh)

    def retranslate(self) -> None:
        self.heading.setText(self.tr("Files"))
        self.empty.setText(
            self.tr(
                "Drop files or folders here.\nDocuments, web pages, e-books, subtitles, tables and "
                "translation files come back with their formatting."
            )
        )
        describe(self.source_box, self.tr("Language of the files"))
        describe(self.target_box, self.tr("Translate files into"))
        self.table.setAccessibleName(self.tr("Queue"))
        self.overall.setAccessibleName(self.tr("Progress of the whole queue"))
        for button, text, tip in (
            (self.add_files_button, self.tr("Add files…"), self.tr("Choose files to translate")),
            (self.add_folder_button, self.tr("Add folder…"), self.tr("Choose a folder to translate")),
            (self.stop_button, self.tr("Stop"), self.tr("Stop the selected files; they can go on later")),
            (self.retry_button, self.tr("Retry"), self.tr("Go on with the selected files")),
            (
                self.clear_button,
                self.tr("Clear finished"),
                self.tr("Take all files that ended out of the queue"),
            ),
            (self.go_on_button, self.tr("Continue"), self.tr("Go on with the interrupted files")),
            (self.not_now_button, self.tr("Not now"), self.tr("Leave the interrupted files stopped")),
            (self.open_button, self.tr("Open"), self.tr("Open the translated file")),
            (self.report_button, self.tr("Report"), self.tr("What was done and what is doubtful")),
        ):
            button.setText(text)
            describe(button, tip)
        describe(self.target_button, self.tr("Translate the selected waiting files into…"))
        describe(self.remove_button, self.tr("Remove the selected files from the queue"))
        describe(self.folder_button, self.tr("Open the folder of the translated file"))
        self._refresh()
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 3)

    def _refresh(self, *_: int) -> None:
        self.stack.setCurrentIndex(1 if self.queue.entries else 0)
        chosen = self.chosen
        ended = [entry for entry in chosen if entry.state in ENDED]
        self.pause_button.setText(self.tr("Continue") if self.queue.paused else self.tr("Pause"))
        describe(
            self.pause_button,
            self.tr("Go on with the queue") if self.queue.paused else self.tr("Hold the queue"),
        )
        name = "play" if self.queue.paused else "pause"
        if self.pause_button.property("icon_name") != name:
            self.pause_button.setProperty("icon_name", name)
            self.restyle()
        self.pause_button.setEnabled(bool(self.queue.entries))
        self.stop_button.setEnabled(len(ended) < len(chosen))
        self.retry_button.setEnabled(any(entry.state != "done" for entry in ended))
        self.remove_button.setEnabled(bool(chosen))
        finished = any(entry.state in ("done", "partly") for entry in chosen)
        self.open_button.setEnabled(finished)
        self.folder_button.setEnabled(finished)
        self.report_button.setEnabled(any(entry.report or entry.private for entry in ended))
        self.target_button.setEnabled(any(entry.state == "waiting" for entry in chosen))
        self.clear_button.setVisible(any(entry.state in ENDED for entry in self.queue.entries))
        interrupted = self.queue.interrupted
        self.interrupted.setVisible(bool(interrupted))
        if len(interrupted) == 1:
            name = Path(interrupted[0].path).name
            self.interrupted_text.setText(self.tr("“{name}” was interrupted.").format(name=name))
        else:
            self.interrupted_text.setText(
                self.tr("{count} files were interrupted.").format(count=len(interrupted))
            )
        self.overall.setVisible(bool(self.queue.entries))
        self.overall.setValue(round(self.queue.fraction * 1000))

    # Actions --------------------------------------------------------------------------------------

    @property
    def chosen(self) -> list[Entry]:
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.queue.entries[row] for row in rows if row < len(self.queue.entries)]

    def _each(self, action: Any) -> None:
        for entry in self.chosen:
            action(entry)
        self._refresh()

    def pause(self, on: bool) -> None:
        self.queue.pause(on)
        self._refresh()

    def go_on(self) -> None:
        self.queue.go_on()
        self._refresh()

    def _fill_targets(self) -> None:
        self.target_menu.clear()
        for code in LANGUAGE_NAMES:
            action = self.target_menu.addAction(language_name(code))
            action.triggered.connect(lambda _=False, code=code: self.change_target(code))

    def change_target(self, code: str) -> None:
        """Translate the selected waiting files into another language."""
        try:
            for entry in self.chosen:
                if code != entry.source:
                    self.queue.change_target(entry, code)
        except PlgtError as error:
            show_label(self.message, error_text(error))
        self._refresh()

    def remove(self) -> None:
        self._each(self.queue.remove)

    def add_paths(self, files: Sequence[Path]) -> None:
        show_label(self.message, "")
        if self.source_box.code == self.target_box.code:
            show_label(self.message, self.tr("Choose two different languages."))
            return
        refused: list[str] = []
        for file in files:
            try:
                self.queue.add(file, self.source_box.code, self.target_box.code)
            except PlgtError as error:
                refused.append(error_text(error))
        show_label(self.message, "\n".join(refused))
        if self.queue.entries and not self.chosen:
            self.table.selectRow(len(self.queue.entries) - 1)

    def ask_files(self) -> None:
        from app.documents.registry import formats_by_extension

        endings = " ".join(f"*{ending}" for ending in sorted(formats_by_extension()))
        known, everything = self.tr("Files that can be translated"), self.tr("All files")
        names, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Choose files to translate"), "", f"{known} ({endings});;{everything} (*)"
        )
        self.add_paths([Path(name) for name in names])

    def ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder to translate"))
        if name:
            self.add_paths([Path(name)])

    def open_result(self) -> None:
        for entry in self.chosen:
            if entry.state in ("done", "partly"):
                QDesktopServices.openUrl(QUrl.fromLocalFile(entry.out))

    def open_folder(self) -> None:
        for entry in self.chosen[:1]:
            QDesktopServices.openUrl(QUrl.fromLocalFile(os.path.dirname(entry.out)))

    def show_report(self) -> None:
        for entry in self.chosen:
            try:
                report = self.queue.report_of(entry)
            except PlgtError as error:
                show_label(self.message, error_text(error))
                return
            if report is not None:
                self.report = ReportDialog(Path(entry.path).name, report, self)
                self.report.chosen.connect(self.sentence_chosen)
                self.report.open()
                return

    def dragEnterEvent(self, event: Any) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: Any) -> None:
        self.add_paths([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def close_page(self) -> None:
        self.queue.close()
