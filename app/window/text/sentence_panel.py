"""The panel of the chosen sentence: how sure the model is, why it is doubtful, other versions, saving it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.translation.result import Sentence
from app.window.language.runtime_text import flag_text, runtime_text
from app.window.widgets.controls import Retranslating, describe, icon_button, label, show_label, text_button


class SentencePanel(Retranslating, QFrame):
    """Shown under the panes while a sentence is chosen."""

    chosen = Signal(str)  # another version
    save_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._sentence: Sentence | None = None
        self._waiting = False
        self.title = label("heading")
        self.title.setStyleSheet("font-size: 14px")
        self.confidence = label("dim")
        self.close_button = icon_button("clear")
        self.save_button = text_button("save")
        self.reasons = label("doubt", wrap=True)
        self.note = label("dim", wrap=True)
        self.versions = QListWidget()
        self.versions.setWordWrap(True)
        self.versions.setMaximumHeight(132)
        self.versions.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        top = QHBoxLayout()
        top.addWidget(self.title)
        top.addWidget(self.confidence)
        top.addStretch(1)
        top.addWidget(self.save_button)
        top.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(6)
        layout.addLayout(top)
        for widget in (self.reasons, self.note, self.versions):
            layout.addWidget(widget)
        self.versions.itemActivated.connect(self._activated)
        self.versions.itemClicked.connect(self._activated)
        self.close_button.clicked.connect(self.closed)
        self.save_button.clicked.connect(self.save_wanted)
        self.retranslate()

    def retranslate(self) -> None:
        self.title.setText(self.tr("Sentence"))
        describe(self.close_button, self.tr("Close the sentence panel"))
        self.save_button.setText(self.tr("Save pair to memory"))
        describe(self.save_button, self.tr("Save pair to memory"))
        describe(self.versions, self.tr("Other versions"), self.tr("Press Enter or click to use a version"))
        if self._sentence is not None:
            self.show_sentence(self._sentence, waiting=self._waiting)

    def show_sentence(self, sentence: Sentence, *, waiting: bool = False) -> None:
        """waiting: other versions are being made."""
        self._sentence, self._waiting = sentence, waiting
        self.confidence.setText(
            self.tr("confidence {percent} %").format(percent=round(sentence.confidence * 100))
        )
        show_label(self.reasons, "\n".join(flag_text(flag) for flag in sentence.flags))
        show_label(self.note, runtime_text(sentence.note))
        self.versions.clear()
        for text in dict.fromkeys([*sentence.alternatives]):
            self._add(text, "")
        for match in sentence.memory:
            self._add(
                match.target, self.tr("memory, {percent} % alike").format(percent=round(match.score * 100))
            )
        if waiting:
            self._add(self.tr("Looking for other versions…"), "")
            self.versions.item(self.versions.count() - 1).setFlags(Qt.ItemFlag.NoItemFlags)
        elif not self.versions.count():
            self._add(self.tr("No other version found."), "")
            self.versions.item(0).setFlags(Qt.ItemFlag.NoItemFlags)
        rows = sum(max(self.versions.sizeHintForRow(i), 20) for i in range(self.versions.count()))
        room = 132 if self.window().height() > 560 else 84
        self.versions.setFixedHeight(min(room, rows + 12))
        self.show()

    def _add(self, text: str, remark: str) -> None:
        item = QListWidgetItem(f"{text}   ({remark})" if remark else text)
        item.setData(Qt.ItemDataRole.UserRole, text)
        self.versions.addItem(item)

    def _activated(self, item: Any) -> None:
        if item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))
