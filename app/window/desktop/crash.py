"""Unexpected errors of any thread: a message, a report that can be saved, and the program goes on."""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app import __version__
from app.window.widgets.controls import Retranslating, label


def report_text(error: BaseException) -> str:
    """What is needed to understand the error: versions and the trace, never the user's text."""
    trace = "".join(traceback.format_exception(error))
    return (
        f"PLGT Translator {__version__}\nPython {platform.python_version()}, Qt {qVersion()}\n"
        f"{platform.platform()}\n\n{trace}"
    )


class CrashDialog(Retranslating, QDialog):
    """Shows the report and saves it."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.report = report_text(error)
        self.explanation = label(wrap=True)
        self.details = QPlainTextEdit(self.report)
        self.details.setReadOnly(True)
        self.save_button = QPushButton()
        self.save_button.clicked.connect(self._ask)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.explanation)
        layout.addWidget(self.details, 1)
        layout.addWidget(self.buttons)
        self.resize(620, 380)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Something went wrong"))
        self.explanation.setText(
            self.tr(
                "An unexpected error happened. Your text is kept and the program goes on. "
                "The report below holds no text of yours; save it to show it to someone."
            )
        )
        self.details.setAccessibleName(self.tr("Report"))
        self.save_button.setText(self.tr("Save report…"))
        self.save_button.setAccessibleName(self.tr("Save report"))

    def _ask(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save report"), "plgt-report.txt")
        if name:
            self.save(Path(name))

    def save(self, path: Path) -> None:
        try:
            path.write_text(self.report, encoding="utf-8")
        except OSError as error:
            QMessageBox.warning(self, self.windowTitle(), f"{path}: {error.strerror or error}")


class CrashReporter(QObject):
    """Catches what nobody caught, on every thread; one dialog at a time."""

    happened = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.dialog: CrashDialog | None = None
        self.happened.connect(self.show)

    def install(self) -> None:
        sys.excepthook = self._hook
        threading.excepthook = lambda arguments: self.happened.emit(arguments.exc_value)

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        if not issubclass(kind, KeyboardInterrupt):
            self.happened.emit(error)

    def show(self, error: object) -> None:
        if not isinstance(error, BaseException) or (self.dialog is not None and self.dialog.isVisible()):
            return
        self.dialog = CrashDialog(error, self._window)
        self.dialog.open()
