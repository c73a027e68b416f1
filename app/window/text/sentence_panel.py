"""The panel of the chosen sentence: how sure the model is, why it is doubtful, other versions, saving it.

It lies over the page beside its sentence, so that nothing moves under the pointer when it opens.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.translation.result import Sentence
from app.window.language.runtime_text import flag_text, runtime_text
from app.window.widgets.controls import Retranslating, describe, icon_button, label, show_label, text_button

LIKELY, DOUBTFUL = 0.5, 0.3  # calibrated confidence: from here on, and under which


class SentencePanel(Retranslating, QFrame):
    """Shown while a sentence is chosen. Escape closes it."""

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
        self.setAutoFillBackground(True)
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
        self.title.setText(self.tr("Other versions"))
        describe(self.close_button, self.tr("Close the sentence panel"))
        self.save_button.setText(self.tr("Save pair to memory"))
        describe(self.save_button, self.tr("Save pair to memory"))
        describe(self.versions, self.tr("Other versions"), self.tr("Press Enter or click to use a version"))
        if self._sentence is not None:
            self.show_sentence(self._sentence, waiting=self._waiting)

    def show_sentence(self, sentence: Sentence, *, waiting: bool = False) -> None:
        """waiting: other versions are being made."""
        self._sentence, self._waiting = sentence, waiting
        self.confidence.setText(self._judgement(sentence.confidence))
        self.confidence.setToolTip(
            self.tr("confidence {percent} %").format(percent=round(sentence.confidence * 100))
        )
        show_label(self.reasons, "\n".join(flag_text(flag) for flag in sentence.flags))
        show_label(self.note, runtime_text(sentence.note))
        self.versions.clear()
        for match in sentence.memory:
            remark = self.tr("From your memory ({percent} % alike): {source}").format(
                percent=round(match.score * 100), source=match.source
            )
            self._add(match.target, remark)
        for text in dict.fromkeys([*sentence.alternatives]):
            self._add(text, "")
        if waiting:
            self._say(self.tr("Looking for other versions…"))
        elif not self.versions.count():
            self._say(self.tr("No other version found."))
        self._choose_first()
        self._fit()
        self.show()
        self.raise_()

    def _judgement(self, confidence: float) -> str:
        if confidence >= LIKELY:
            return self.tr("likely right")
        return self.tr("check") if confidence >= DOUBTFUL else self.tr("doubtful")

    def _say(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.versions.addItem(item)

    def _choose_first(self) -> None:
        for row in range(self.versions.count()):
            if self.versions.item(row).flags() & Qt.ItemFlag.ItemIsEnabled:
                self.versions.setCurrentRow(row)
                return

    def _fit(self) -> None:
        rows = sum(max(self.versions.sizeHintForRow(i), 20) for i in range(self.versions.count()))
        room = max(64, min(200, self.window().height() // 3))
        self.versions.setFixedHeight(min(room, rows + 12))

    def place(self, sentence: QRect, inside: QRect) -> None:
        """Lie under a sentence (or above it where there is more room), within a stretch of the page."""
        self.setFixedWidth(min(inside.width(), 560))
        self._fit()
        layout = self.layout()
        assert layout is not None
        layout.activate()
        height = min(max(self.sizeHint().height(), self.heightForWidth(self.width())), inside.height())
        self.resize(self.width(), height)
        x = max(inside.left(), min(sentence.left() - 12, inside.right() - self.width()))
        below = sentence.bottom() + 6
        y = below if below + height <= inside.bottom() else max(inside.top(), sentence.top() - height - 6)
        self.move(x, y)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _add(self, text: str, remark: str) -> None:
        item = QListWidgetItem(f"{text}\n{remark}" if remark else text)
        item.setData(Qt.ItemDataRole.UserRole, text)
        self.versions.addItem(item)

    def _activated(self, item: Any) -> None:
        if item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))
