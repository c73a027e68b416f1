"""The History page: finished translations, which open again with a double click."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from app.memory.history import Entry
from app.window.context import Context
from app.window.language.runtime_text import language_name
from app.window.pages.table_page import TablePage, removed_text
from app.window.widgets.controls import describe


class HistoryPage(TablePage):
    """Can be searched, wiped, switched off; private mode stops every writing."""

    file = "history"
    export_filter = "CSV (*.csv)"
    opened = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.open_button = self.add_button("translate", self.open_chosen)
        self.remove_button = self.add_button("remove", self.remove_chosen)
        self.export_button = self.add_button("save", self.ask_export)
        self.wipe_button = self.add_button("clear", self.ask_wipe)
        self.keep_box, self.private_box = QCheckBox(), QCheckBox()
        for box in (self.keep_box, self.private_box):
            self.top.insertWidget(self.top.count() - 1, box)
        self.keep_box.toggled.connect(lambda on: self._set("history", on))
        self.private_box.toggled.connect(lambda on: self._set("private_mode", on))
        self.table.activated.connect(lambda _: self.open_chosen())
        context.history_changed.connect(lambda: self.attempt(self.reload))
        context.settings_changed.connect(self._follow)
        self._follow()
        self.retranslate()
        self.attempt(self.reload)

    def _follow(self) -> None:
        for box, key in ((self.keep_box, "history"), (self.private_box, "private_mode")):
            box.blockSignals(True)
            box.setChecked(self.context.settings[key])
            box.blockSignals(False)

    def _set(self, key: str, on: bool) -> None:
        self.context.settings[key] = on
        self.attempt(self.context.settings.save)

    def retranslate(self) -> None:
        self.set_texts(
            self.tr("History"),
            self.tr("Finished translations stay on this computer until you wipe them."),
            self.tr("Search the history"),
            [self.tr("Source"), self.tr("Translation"), self.tr("Languages"), self.tr("When")],
            {0, 1},
        )
        for button, text, tip in (
            (self.open_button, self.tr("Open"), self.tr("Open the selected translation again")),
            (self.remove_button, self.tr("Remove"), self.tr("Remove the selected entries (Del)")),
            (self.export_button, self.tr("Export…"), self.tr("Write the history to a CSV file")),
            (self.wipe_button, self.tr("Wipe"), self.tr("Delete the whole history")),
        ):
            button.setText(text)
            describe(button, tip)
        self.keep_box.setText(self.tr("Keep"))
        describe(self.keep_box, self.tr("Keep a history"))
        self.private_box.setText(self.tr("Private"))
        describe(self.private_box, self.tr("Private mode: write neither history nor draft to the disk"))
        if self.model.rows:
            self.attempt(self.reload)

    def reload(self) -> None:
        history = self.context.history
        self.show_notice()
        entries = history.entries(self.search.text())
        rows = [
            [
                e.source, e.target, f"{language_name(e.source_lang)} → {language_name(e.target_lang)}",
                _when(e.changed),
            ]
            for e in entries
        ]  # fmt: skip
        self.model.fill(entries, rows)
        self.show_total(len(rows))

    def open_chosen(self) -> None:
        if self.chosen:
            self.opened.emit(self.chosen[0])

    def remove_chosen(self) -> None:
        entries = self.chosen
        for entry in entries:
            self.attempt(partial(self.context.history.remove, entry.id))
        self.attempt(self.reload)
        if entries:
            self.undo_line.offer(
                removed_text(len(entries)), lambda: self.attempt(partial(self._restore, entries))
            )

    def _restore(self, entries: list[Entry]) -> None:
        self.context.history.restore(entries)
        self.reload()

    def ask_wipe(self) -> None:
        count = len(self.context.history)
        one = count == 1
        question = self.tr("Delete the only entry of the history?") if one else self.tr(
            "Delete all {count} entries of the history, those that the search hides too?"
        ).format(count=count)  # fmt: skip
        verb = self.tr("Delete 1 entry") if one else self.tr("Delete {count} entries").format(count=count)
        if count and self.confirm(question, verb):
            self.undo_line.forget()
            self.wipe()

    def wipe(self) -> None:
        self.context.history.clear()
        self.reload()

    def export_file(self, path: Path) -> None:
        from app.paths import write_atomically

        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["changed", "source_lang", "target_lang", "source", "target"])
        for e in self.context.history.entries(limit=-1):
            writer.writerow([e.changed, e.source_lang, e.target_lang, e.source, e.target])
        write_atomically(path, out.getvalue().encode("utf-8"))


def _when(stamp: str) -> str:
    """UTC ISO 8601 -> local date and time as the locale writes it."""
    local = QDateTime.fromSecsSinceEpoch(int(datetime.fromisoformat(stamp).timestamp()))
    return QLocale().toString(local, QLocale.FormatType.ShortFormat)
