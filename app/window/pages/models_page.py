"""The Models page: installed bundles, their cards, and what is inside them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QMessageBox,
    QPlainTextEdit,
    QSplitter,
    QStackedWidget,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.errors import PlgtError
from app.languages import Direction
from app.window.context import Context
from app.window.heat_map import AlignmentMap, HeatMap
from app.window.looking_closer import LookingCloser
from app.window.model_card import find, lines, size_text
from app.window.runtime_text import language_name
from app.window.table_page import RowModel
from app.window.widgets import Retranslating, describe, icon_button, label, show_label, text_button

OUTPUTS = ("G_LM", "A_LM", "P_LM")


class ModelsPage(Retranslating, QWidget):
    """A list of bundles above; card, deductive outputs and attention of the chosen one below."""

    def __init__(
        self, context: Context, closer: LookingCloser | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.context, self.closer = context, closer
        self._arrays: dict[str, Any] = {}
        self._build()
        self._connect()
        self.retranslate()
        self.reload()

    def _build(self) -> None:
        self.setAcceptDrops(True)
        self.heading = label("heading")
        self.import_button = text_button("add", primary=True)
        self.remove_button, self.verify_button = icon_button("remove"), text_button()
        self.default_box, self.default_button = QComboBox(), text_button()
        self.model = RowModel(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(34)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.table.setMinimumHeight(80)
        self.empty = label("dim", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.table)
        self.message = label("bad", wrap=True)
        self.notice = label("dim", wrap=True)
        self.message.hide()
        self.notice.hide()

        self.card = QPlainTextEdit()
        self.card.setReadOnly(True)
        self.output_box, self.block_box = QComboBox(), QComboBox()
        self.output_box.addItems(OUTPUTS)
        self.block_box.setMinimumContentsLength(18)
        self.map_note = label("dim", wrap=True)
        self.heat_map = HeatMap()
        inside = QWidget()
        choose = QHBoxLayout()
        choose.addWidget(self.output_box)
        choose.addWidget(self.block_box)
        choose.addWidget(self.map_note, 1)
        inner = QVBoxLayout(inside)
        inner.addLayout(choose)
        inner.addWidget(self.heat_map, 1)
        self.alignment = AlignmentMap()
        self.alignment_note = label("dim", wrap=True)
        attention = QWidget()
        inner = QVBoxLayout(attention)
        inner.addWidget(self.alignment_note)
        inner.addWidget(self.alignment, 1)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for widget in (self.card, inside, attention):
            self.tabs.addTab(widget, "")

        top = QHBoxLayout()
        top.addWidget(self.heading)
        top.addStretch(1)
        top.addWidget(self.import_button)
        actions = QHBoxLayout()
        for widget in (self.default_box, self.default_button, self.verify_button):
            actions.addWidget(widget)
        actions.addStretch(1)
        actions.addWidget(self.remove_button)
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack, 1)
        column.addLayout(actions)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.addWidget(upper)
        self.splitter.addWidget(self.tabs)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([200, 320])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.splitter, 1)
        layout.addWidget(self.message)
        layout.addWidget(self.notice)

    def _connect(self) -> None:
        self.import_button.clicked.connect(self.ask_import)
        self.remove_button.clicked.connect(self.ask_remove)
        self.verify_button.clicked.connect(self.verify)
        self.default_button.clicked.connect(self.set_default)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())
        self.output_box.currentIndexChanged.connect(lambda _: self._show_map())
        self.block_box.currentIndexChanged.connect(lambda _: self._show_map())
        self.tabs.currentChanged.connect(self._tab_shown)

    def retranslate(self) -> None:
        self.heading.setText(self.tr("Models"))
        self.empty.setText(self.tr("No model is installed. Import a .plgt file, or drop it here."))
        self.import_button.setText(self.tr("Import…"))
        describe(self.import_button, self.tr("Install a model from a .plgt file"))
        self.verify_button.setText(self.tr("Verify"))
        describe(self.verify_button, self.tr("Check every file of the model against its checksum"))
        self.default_button.setText(self.tr("Make default"))
        describe(self.default_button, self.tr("Use this model for the chosen direction"))
        describe(self.default_box, self.tr("Direction"))
        describe(self.remove_button, self.tr("Remove the model"))
        describe(self.output_box, self.tr("Deductive output"))
        describe(self.block_box, self.tr("Attention block"))
        self.card.setAccessibleName(self.tr("Model card"))
        self.heat_map.setAccessibleName(self.tr("Heat map of the deductive output"))
        self.alignment.setAccessibleName(self.tr("Attention of the current sentence"))
        self.table.setAccessibleName(self.tr("Models"))
        self.tabs.setAccessibleName(self.tr("Details of the model"))
        for index, text in enumerate(
            (self.tr("Model card"), self.tr("Deductive outputs"), self.tr("Attention"))
        ):
            self.tabs.setTabText(index, text)
        headings = (
            self.tr("Model"), self.tr("Directions"), self.tr("Size"), self.tr("Scores"), self.tr("Licence"),
        )  # fmt: skip
        self.model.set_headings(list(headings))
        for column in range(5):
            mode = (
                QHeaderView.ResizeMode.Stretch
                if column in (1, 3)
                else QHeaderView.ResizeMode.ResizeToContents
            )
            self.table.horizontalHeader().setSectionResizeMode(column, mode)
        if self.model.rows:
            self.reload()

    # The list -------------------------------------------------------------------------------------

    def reload(self) -> None:
        kept = self.chosen.name if self.chosen is not None else ""
        bundles = self.context.store.bundles()
        self.model.fill(bundles, [self._row(bundle) for bundle in bundles])
        self.stack.setCurrentIndex(1 if bundles else 0)
        broken = self.context.store.broken()
        if broken:
            show_label(self.message, "\n".join(entry.reason for entry in broken))
        names = [bundle.name for bundle in bundles]
        if names:
            self.table.selectRow(names.index(kept) if kept in names else 0)
        self._show_chosen()

    def _row(self, bundle: Any) -> list[str]:
        size = max((bundle.size(variant) for variant in bundle.variants), default=0)
        if bundle.path.is_file():
            size = bundle.path.stat().st_size
        return [
            bundle.name, ", ".join(self._direction(d) for d in bundle.directions), size_text(size),
            find(bundle.card, ("bleu", "score", "chrf")) or "–", find(bundle.card, ("licen",)) or "–",
        ]  # fmt: skip

    @staticmethod
    def _direction(direction: Direction) -> str:
        return f"{language_name(direction.source)} → {language_name(direction.target)}"

    @property
    def chosen(self) -> Any:
        rows = self.table.selectionModel().selectedRows()
        return self.model.items[rows[0].row()] if rows and rows[0].row() < len(self.model.items) else None

    def _show_chosen(self) -> None:
        bundle = self.chosen
        for widget in (self.remove_button, self.verify_button, self.default_button, self.default_box):
            widget.setEnabled(bundle is not None)
        self.default_box.clear()
        self._arrays = {}
        if bundle is None:
            self.card.setPlainText("")
            self._show_map()
            return
        self.remove_button.setEnabled(bundle.path.parent == self.context.store.user)
        defaults = self.context.store.defaults()
        for direction in bundle.directions:
            mark = " ✓" if defaults.get(str(direction)) == bundle.name else ""
            self.default_box.addItem(self._direction(direction) + mark, direction)
        manifest = bundle.manifest
        facts = {
            "name": bundle.name,
            "file": str(bundle.path),
            "created": manifest.get("created", ""),
            **bundle.card,
            "variants": list(bundle.variants),
            "model": manifest.get("model", {}),
        }
        self.card.setPlainText("\n".join(lines(facts)))
        self._tab_shown(self.tabs.currentIndex())

    # Actions --------------------------------------------------------------------------------------

    def _attempt(self, action: Any) -> Any:
        show_label(self.message, "")
        try:
            return action()
        except PlgtError as error:
            show_label(self.message, str(error))
            return None

    def ask_import(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Install a model"), "", "PLGT (*.plgt)")
        self.import_files([Path(name) for name in names])

    def import_files(self, files: Sequence[Path]) -> None:
        """Checked and copied on a worker."""
        show_label(self.message, "")
        show_label(self.notice, self.tr("Importing…"))
        store = self.context.store
        self.context.tasks.run_task(lambda: [store.import_file(file) for file in files], self._imported)

    def _imported(self, bundles: Any, error: Exception | None) -> None:
        show_label(self.notice, "")
        self.reload()  # first: it may set messages of its own
        if error is not None:
            show_label(self.message, str(error))
        else:
            show_label(
                self.notice, self.tr("Installed: {names}").format(names=", ".join(b.name for b in bundles))
            )
        self.context.models_changed.emit()

    def ask_remove(self) -> None:
        bundle = self.chosen
        if bundle is None:
            return
        question = self.tr("Remove the model “{name}”?").format(name=bundle.name)
        yes = QMessageBox.StandardButton.Yes
        if (
            QMessageBox.question(self, self.heading.text(), question, yes | QMessageBox.StandardButton.No)
            == yes
        ):
            self.remove()

    def remove(self) -> None:
        bundle = self.chosen
        if bundle is not None:
            self._attempt(lambda: self.context.store.remove(bundle.name))
            self.reload()
            self.context.models_changed.emit()

    def verify(self) -> None:
        bundle = self.chosen
        if bundle is None:
            return
        show_label(self.message, "")
        show_label(self.notice, self.tr("Checking…"))
        self.context.tasks.run_task(bundle.verify, self._verified)

    def _verified(self, _: Any, error: Exception | None) -> None:
        show_label(self.notice, "" if error is not None else self.tr("The model is complete and unchanged."))
        show_label(self.message, str(error) if error is not None else "")

    def set_default(self) -> None:
        bundle, direction = self.chosen, self.default_box.currentData()
        if bundle is not None and direction is not None:
            index = self.default_box.currentIndex()
            self._attempt(lambda: self.context.store.set_default(bundle.name, direction))
            self._show_chosen()
            self.default_box.setCurrentIndex(index)
            self.context.models_changed.emit()

    def dragEnterEvent(self, event: Any) -> None:
        if any(url.toLocalFile().endswith(".plgt") for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: Any) -> None:
        self.import_files(
            [Path(u.toLocalFile()) for u in event.mimeData().urls() if u.toLocalFile().endswith(".plgt")]
        )

    # Inside ---------------------------------------------------------------------------------------

    def _tab_shown(self, index: int) -> None:
        if index == 1 and not self._arrays:
            self._read_arrays()
        elif index == 2:
            self._show_attention()

    def _read_arrays(self) -> None:
        import numpy as np

        bundle = self.chosen
        if bundle is None:
            return
        if "deductive.npz" not in bundle.manifest["files"]:
            self._show_map()
            return

        def read() -> dict[str, Any]:
            with np.load(io.BytesIO(bundle.read("deductive.npz")), allow_pickle=False) as data:
                return {name: data[name] for name in data.files}

        found = self._attempt(read)
        self._arrays = found or {}
        names = sorted({name.rpartition("/")[0] for name in self._arrays}, key=_block_order)
        self.block_box.blockSignals(True)
        self.block_box.clear()
        for name in names:
            self.block_box.addItem(name, name)
        self.block_box.blockSignals(False)
        self._show_map()

    def _show_map(self) -> None:
        import numpy as np

        matrices = self._arrays.get(f"{self.block_box.currentData()}/{self.output_box.currentText()}")
        if matrices is None:
            self.heat_map.show_matrices(np.zeros((0, 0, 0), dtype=np.float32))
            self.map_note.setText(
                self.tr("This model holds no deductive outputs.") if self.chosen is not None else ""
            )
            return
        matrices = np.asarray(matrices, dtype=np.float32)
        if matrices.ndim == 2:
            matrices = matrices[None]
        self.heat_map.show_matrices(matrices.reshape(-1, *matrices.shape[-2:]))
        self.map_note.setText(
            self.tr("{heads} heads, from {low} to {high}; blue is positive, red negative").format(
                heads=len(matrices), low=f"{matrices.min():.3g}", high=f"{matrices.max():.3g}"
            )
        )

    def _show_attention(self) -> None:
        places = self.closer.map.places if self.closer is not None else []
        index = self.closer.chosen if self.closer is not None and self.closer.chosen >= 0 else 0
        sentence = places[index].sentence if places else None
        if sentence is None or not sentence.alignment:
            self.alignment.show_alignment([], [], [])
            self.alignment_note.setText(
                self.tr("Translate a sentence first: its word attention is shown here.")
            )
            return
        self.alignment.show_alignment(
            [sentence.source[a:b] for a, b in sentence.source_words],
            [word.text for word in sentence.words],
            list(sentence.alignment),
        )
        self.alignment_note.setText(self.tr("Which source word each target word looks at, from E_LM."))

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._tab_shown(self.tabs.currentIndex())


def _block_order(name: str) -> tuple[int, list[Any]]:
    parts: list[Any] = [int(part) if part.isdigit() else part for part in name.split(".")]
    return (0 if name.startswith("encoder") else 1, [str(p).rjust(3, "0") for p in parts])
