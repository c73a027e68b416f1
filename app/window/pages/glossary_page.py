"""The Glossary page: the user's terms."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QWidget

from app.errors import PlgtError
from app.text.languages import Direction
from app.window.context import Context
from app.window.pages.table_page import TablePage, removed_text
from app.window.widgets.controls import describe


class GlossaryPage(TablePage):
    """Term, translation, case rule, direction; every cell can be edited."""

    file = "glossary"
    import_filter = "CSV, TSV, TBX (*.csv *.tsv *.tbx)"
    export_filter = "CSV (*.csv);;TSV (*.tsv);;TBX (*.tbx)"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.model.editable = {0, 1, 2, 3}
        self.add_term_button = self.add_button("add", self.add_term)
        self.remove_button = self.add_button("remove", self.remove_chosen)
        self.import_button = self.add_button("folder", self.ask_import)
        self.export_button = self.add_button("save", self.ask_export)
        context.glossary_changed.connect(self.reload)
        self.retranslate()
        self.reload()

    def retranslate(self) -> None:
        self.set_texts(
            self.tr("Glossary"),
            self.tr(
                "Terms are always translated as you say. An equals sign keeps a term as it is; case is "
                "“match” or “exact”; a direction is written tr-en, empty means every direction."
            ),
            self.tr("Search terms"),
            [self.tr("Term"), self.tr("Translation"), self.tr("Case"), self.tr("Direction")],
            {0, 1},
        )
        for button, text, tip in (
            (self.add_term_button, self.tr("Add"), self.tr("Add a term")),
            (self.remove_button, self.tr("Remove"), self.tr("Remove the selected terms (Del)")),
            (self.import_button, self.tr("Import…"), self.tr("Add the terms of a CSV, TSV or TBX file")),
            (self.export_button, self.tr("Export…"), self.tr("Write all terms to a file")),
        ):
            button.setText(text)
            describe(button, tip)
        self.show_total(len(self.model.rows))

    def reload(self) -> None:
        self.show_notice()
        wanted = self.search.text().casefold()
        terms = [
            term
            for term in self.context.glossary.terms
            if wanted in term.source.casefold() or wanted in term.translation.casefold()
        ]
        rows = [[t.source, "=" if t.keep else t.translation, t.case, str(t.direction or "")] for t in terms]
        self.model.fill(terms, rows)
        self.show_total(len(rows))

    def add_term(self) -> None:
        """A new row, ready to be typed into; it is stored once it has a term."""
        from app.memory.glossary import Term

        self.search.clear()
        self.model.beginInsertRows(QModelIndex(), 0, 0)
        self.model.items.insert(0, Term("", ""))
        self.model.rows.insert(0, ["", "", "match", ""])
        self.model.endInsertRows()
        first = self.model.index(0, 0)
        self.table.setCurrentIndex(first)
        self.table.edit(first)

    def change(self, row: int, column: int, text: str) -> bool:
        return bool(self.attempt(lambda: self._change(row, column, text.strip())))

    def _change(self, row: int, column: int, text: str) -> bool:
        from app.memory.glossary import Term

        old = self.model.items[row]
        if column == 0:
            keeps = old.source != "" and old.keep
            new = Term(text, text if keeps else old.translation, old.case, old.direction)
        elif column == 1:
            new = replace(old, translation=old.source if text in ("", "=") else text)
        elif column == 2:
            if text not in ("match", "exact"):
                raise PlgtError(self.tr("The case rule is “match” or “exact”."))
            new = replace(old, case=text)
        else:
            new = replace(old, direction=Direction.parse(text) if text else None)
        if not new.source or (not new.translation and not old.source):
            self.model.items[row] = new  # not whole yet
            self.model.rows[row][column] = text
            return True
        if not new.translation:
            new = replace(new, translation=new.source)
        terms = [new if term is old or term == old else term for term in self.context.glossary.terms]
        if new not in terms:
            terms.insert(0, new)
        return self._store(terms)

    def remove_chosen(self) -> None:
        before = list(self.context.glossary.terms)
        gone = {id(term) for term in self.chosen}
        kept = [term for term in before if id(term) not in gone]
        if len(kept) == len(before):
            return
        if self._store(kept):
            self.undo_line.offer(removed_text(len(before) - len(kept)), lambda: self._store(before))

    def import_file(self, path: Path) -> None:
        from app.memory.glossary import Glossary

        self._store([*self.context.glossary.terms, *Glossary.load(path).terms])

    def export_file(self, path: Path) -> None:
        self.context.glossary.save(path)

    def _store(self, terms: list) -> bool:  # type: ignore[type-arg]
        """Keep the terms; where that fails the page shows again what is kept."""
        from app.memory.glossary import Glossary

        def store() -> bool:
            self.context.set_glossary(Glossary(terms))
            return True

        stored = bool(self.attempt(store))
        if not stored:
            self.reload()
        return stored
