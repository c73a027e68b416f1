"""The Models page: installed bundles, their cards, and what is inside them."""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QSplitter,
    QStackedWidget,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.errors import Cancelled, PlgtError
from app.model.store import AlreadyInstalled
from app.text.languages import Direction
from app.translation.attention import Attention, attention
from app.translation.result import Sentence
from app.window.context import Context
from app.window.language.runtime_text import error_text, language_name, runtime_text
from app.window.pages.heat_map import AlignmentMap, HeatMap, PieceMap
from app.window.pages.model_card import find, lines, scores, size_text
from app.window.text.looking_closer import LookingCloser
from app.window.widgets.controls import Retranslating, describe, icon_button, label, show_label, text_button
from app.window.widgets.questions import ask
from app.window.widgets.row_model import RowModel

OUTPUTS = ("G_LM", "A_LM", "P_LM")
ATTENTION_TAB = 2
SETTLED = 200  # ms without another current sentence until its attention is computed


class ModelsPage(Retranslating, QWidget):
    """A list of bundles above; card, deductive outputs and attention of the chosen one below."""

    def __init__(
        self, context: Context, closer: LookingCloser | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.context, self.closer = context, closer
        self._arrays: dict[str, Any] = {}
        self._attention: list[Attention] = []
        self._attention_of: tuple[str, str, str, str] | None = None  # what was asked for last
        self._stop_attention = threading.Event()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLED)
        self._settle.timeout.connect(self._show_attention)
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
        self.table.setMinimumHeight(72)
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
        inner.setContentsMargins(0, 8, 0, 0)
        inner.addLayout(choose)
        inner.addWidget(self.heat_map, 1)
        self.alignment = AlignmentMap()
        self.piece_map = PieceMap()
        self.alignment_note = label("dim", wrap=True)
        self.step_box = QComboBox()  # by way of English there are two matrices
        self.step_box.hide()
        self.attention_stack = QStackedWidget()
        self.attention_stack.addWidget(self.piece_map)
        self.attention_stack.addWidget(self.alignment)
        looks = QWidget()
        choose = QHBoxLayout()
        choose.addWidget(self.step_box)
        choose.addWidget(self.alignment_note, 1)
        inner = QVBoxLayout(looks)
        inner.setContentsMargins(0, 8, 0, 0)
        inner.addLayout(choose)
        inner.addWidget(self.attention_stack, 1)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for widget in (self.card, inside, looks):
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
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([170, 350])  # the two shipped models and one more
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
        self.step_box.currentIndexChanged.connect(lambda _: self._show_step())
        if self.closer is not None:
            self.closer.current_changed.connect(self._current_changed)
        self.context.models_changed.connect(self._forget_attention)

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
        self.piece_map.setAccessibleName(self.tr("Attention of the current sentence"))
        describe(self.step_box, self.tr("Step of the translation"))
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
                if column in (1, 3, 4)
                else QHeaderView.ResizeMode.ResizeToContents
            )
            self.table.horizontalHeader().setSectionResizeMode(column, mode)
        if self.model.rows:
            self.reload()
        self._show_step()

    # The list -------------------------------------------------------------------------------------

    def reload(self) -> None:
        kept = self.chosen.name if self.chosen is not None else ""
        bundles = self.context.store.bundles()
        self.model.fill(bundles, [self._row(bundle) for bundle in bundles])
        self.stack.setCurrentIndex(1 if bundles else 0)
        broken = self.context.store.broken()
        if broken:
            show_label(self.message, "\n".join(runtime_text(entry.reason) for entry in broken))
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
            scores(bundle.card) or "–", find(bundle.card, ("licen",)) or "–",
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
            **{key: value for key, value in bundle.card.items() if key != "data"},
            "variants": list(bundle.variants),
            "model": manifest.get("model", {}),
            "data": bundle.card.get("data", []),  # the longest: what people look for stands before it
        }
        self.card.setPlainText("\n".join(lines(facts)))
        self._tab_shown(self.tabs.currentIndex())

    # Actions --------------------------------------------------------------------------------------

    def _attempt(self, action: Any) -> Any:
        show_label(self.message, "")
        try:
            return action()
        except PlgtError as error:
            show_label(self.message, error_text(error))
            return None

    def ask_import(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Install a model"), "", "PLGT (*.plgt)")
        self.import_files([Path(name) for name in names])

    def import_files(self, files: Sequence[Path]) -> None:
        """Checked and copied on a worker."""
        show_label(self.message, "")
        show_label(self.notice, self.tr("Importing…"))
        self._import(list(files), replace=False)

    def _import(self, files: list[Path], replace: bool) -> None:
        store = self.context.store

        def work() -> tuple[list[Any], list[tuple[Path, AlreadyInstalled]]]:
            installed, questions = [], []
            for file in files:
                try:
                    installed.append(store.import_file(file, replace=replace))
                except AlreadyInstalled as question:
                    questions.append((file, question))
            return installed, questions

        self.context.tasks.run_task(work, self._imported)

    def _imported(self, outcome: Any, error: Exception | None) -> None:
        bundles, questions = outcome if outcome is not None else ([], [])
        show_label(self.notice, "")
        self.reload()  # first: it may set messages of its own
        if error is not None:
            show_label(self.message, error_text(error))
        elif bundles:
            show_label(
                self.notice, self.tr("Installed: {names}").format(names=", ".join(b.name for b in bundles))
            )
        self.context.models_changed.emit()
        replaced = [file for file, question in questions if self._ask_replace(question)]
        if replaced:
            self._import(replaced, replace=True)

    def _ask_replace(self, question: AlreadyInstalled) -> bool:
        """Whether another model of the same name is to take the installed one's place."""
        dates = [str(b.manifest.get("created", ""))[:10] for b in (question.installed, question.new)]
        text = self.tr("Replace the installed model “{name}” ({old}) by this one ({new})?").format(
            name=question.new.name, old=dates[0] or "?", new=dates[1] or "?"
        )
        return ask(self, self.heading.text(), text, self.tr("Replace"))

    def ask_remove(self) -> None:
        bundle = self.chosen
        if bundle is None:
            return
        question = self.tr("Remove the model “{name}”?").format(name=bundle.name)
        if ask(self, self.heading.text(), question, self.tr("Remove")):
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
        show_label(self.message, error_text(error) if error is not None else "")

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
        elif index == ATTENTION_TAB:
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

    # Attention of the current sentence ------------------------------------------------------------

    def _current_changed(self) -> None:
        if self.isVisible() and self.tabs.currentIndex() == ATTENTION_TAB:
            self._settle.start()

    def _forget_attention(self) -> None:
        self._attention_of = None
        self._current_changed()

    @property
    def current(self) -> Sentence | None:
        """The Translate page's current sentence."""
        if self.closer is None or self.closer.current < 0:
            return None
        return self.closer.map.places[self.closer.current].sentence

    def _show_attention(self) -> None:
        """Ask for the matrix of the current sentence; it is computed on a worker."""
        sentence = self.current
        translation = self.closer.map.translation if self.closer is not None else None
        if sentence is None or translation is None or self.closer is None:
            self._attention, self._attention_of = [], None
            self._stop_attention.set()
            self._show_step()
            return
        wanted = (
            sentence.source, self.closer.target_text(self.closer.current),
            sentence.source_lang or translation.source_lang, translation.target_lang,
        )  # fmt: skip
        if wanted == self._attention_of:
            return
        self._stop_attention.set()
        self._stop_attention = cancel = threading.Event()
        self._attention_of = wanted
        translator = self.context.translator
        self.context.tasks.run_task(
            lambda: attention(translator, *wanted, cancel),
            lambda found, error: self._attention_found(wanted, found, error),
        )

    def _attention_found(
        self, wanted: tuple[str, str, str, str], found: list[Attention] | None, error: Exception | None
    ) -> None:
        if wanted != self._attention_of or isinstance(error, Cancelled):
            return
        self._attention = found or []
        self.step_box.blockSignals(True)
        self.step_box.clear()
        self.step_box.addItems([self._step_text(step) for step in self._attention])
        self.step_box.setCurrentIndex(len(self._attention) - 1)
        self.step_box.blockSignals(False)
        self.step_box.setVisible(len(self._attention) > 1)
        self._show_step()
        if error is not None:
            self.alignment_note.setText(error_text(error))

    @staticmethod
    def _step_text(step: Attention) -> str:
        return f"{language_name(step.source_lang)} → {language_name(step.target_lang)}"

    def _show_step(self) -> None:
        """The chosen step's matrix; the aligned words where there is none."""
        if self._attention:
            for index, entry in enumerate(self._attention):
                self.step_box.setItemText(index, self._step_text(entry))
            step = self._attention[max(self.step_box.currentIndex(), 0)]
            self.piece_map.show_pieces(step.source, step.target, step.weights)
            self.attention_stack.setCurrentWidget(self.piece_map)
            self.alignment_note.setText(
                self.tr(
                    "E_LM of {model}, cross-attention, decoder layer {layer} of {layers}, head {head} of "
                    "{heads}: which source pieces each target piece looks at"
                ).format(
                    model=step.model, layer=step.layer, layers=step.layers, head=step.head, heads=step.heads
                )
            )
            return
        sentence = self.current
        self.attention_stack.setCurrentWidget(self.alignment)
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
        self.alignment_note.setText(
            self.tr("No single attention matrix belongs to this sentence; these are its aligned words.")
        )

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._tab_shown(self.tabs.currentIndex())


def _block_order(name: str) -> tuple[int, list[Any]]:
    parts: list[Any] = [int(part) if part.isdigit() else part for part in name.split(".")]
    return (0 if name.startswith("encoder") else 1, [str(p).rjust(3, "0") for p in parts])
