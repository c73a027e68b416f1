"""The Memory page: the pairs of the translation memory."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.memory.translation_memory import Unit
from app.window.context import Context
from app.window.language.runtime_text import language_name
from app.window.pages.table_page import TablePage, removed_text
from app.window.widgets.controls import describe

SHOWN = 2000  # pairs; the search reaches all


class MemoryPage(TablePage):
    """Source and target can be edited; TMX goes in and out."""

    file = "memory"
    import_filter = export_filter = "TMX (*.tmx)"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.model.editable = {0, 1}
        self.remove_button = self.add_button("remove", self.remove_chosen)
        self.import_button = self.add_button("folder", self.ask_import)
        self.export_button = self.add_button("save", self.ask_export)
        context.memory_changed.connect(lambda: self.attempt(self.reload))
        self.retranslate()
        self.attempt(self.reload)

    def retranslate(self) -> None:
        self.set_texts(
            self.tr("Translation memory"),
            self.tr(
                "Saved pairs are reused for the same sentence; similar ones are offered "
                "beside the translation."
            ),
            self.tr("Search pairs"),
            [
                self.tr("Source"),
                self.tr("Translation"),
                self.tr("Languages"),
                self.tr("From"),
                self.tr("Changed"),
            ],
            {0, 1},
        )
        for button, text, tip in (
            (self.remove_button, self.tr("Remove"), self.tr("Remove the selected pairs (Del)")),
            (self.import_button, self.tr("Import…"), self.tr("Add the pairs of a TMX file")),
            (self.export_button, self.tr("Export…"), self.tr("Write all pairs to a TMX file")),
        ):
            button.setText(text)
            describe(button, tip)
        if self.model.rows:
            self.attempt(self.reload)

    def reload(self) -> None:
        memory = self.context.memory
        self.show_notice()
        units = memory.units(self.search.text(), SHOWN)
        rows = [
            [
                u.source, u.target, f"{language_name(u.source_lang)} → {language_name(u.target_lang)}",
                u.origin, u.changed[:10],
            ]
            for u in units
        ]  # fmt: skip
        self.model.fill(units, rows)
        self.show_total(len(self.context.memory) if not self.search.text() else len(rows))

    def change(self, row: int, column: int, text: str) -> bool:
        unit = self.model.items[row]
        source, target = (text, unit.target) if column == 0 else (unit.source, text)
        if not source.strip() or not target.strip():
            return False

        def store() -> bool:
            self.context.memory.remove(unit.id)
            self.context.memory.add(source, target, unit.source_lang, unit.target_lang)
            self.context.memory_changed.emit()
            return True

        return bool(self.attempt(store))

    def remove_chosen(self) -> None:
        units = self.chosen
        for unit in units:
            self.attempt(partial(self.context.memory.remove, unit.id))
        self.context.memory_changed.emit()
        if units:
            self.undo_line.offer(
                removed_text(len(units)), lambda: self.attempt(partial(self._restore, units))
            )

    def _restore(self, units: list[Unit]) -> None:
        for unit in units:
            pair = unit.source, unit.target, unit.source_lang, unit.target_lang
            self.context.memory.add(*pair, origin=unit.origin)
        self.context.memory_changed.emit()

    def import_file(self, path: Path) -> None:
        self.context.tasks.run_task(lambda: self.context.memory.import_tmx(path), self._imported)

    def _imported(self, count: int | None, error: Exception | None) -> None:
        def show() -> None:
            if error is not None:
                raise error

        self.context.memory_changed.emit()
        self.attempt(show)

    def export_file(self, path: Path) -> None:
        self.context.memory.export_tmx(path)
