"""The language picker: a button for each language, one of them chosen; as a source `auto` with its guess."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from app.text.languages import AUTO, LANGUAGE_NAMES
from app.window.language.runtime_text import language_name
from app.window.widgets.controls import Retranslating

SURE = 0.8  # probability of a guess under which it gets a question mark
PADDING = 26  # logical pixels of a button beside its text


class LanguageChips(Retranslating, QWidget):
    """`code` is the chosen one. Where the names don't fit, codes stand for them."""

    picked = Signal(str)  # by the user or by `set_code`

    def __init__(self, auto: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guess: tuple[str, float] | None = None
        self.chips: dict[str, QToolButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for code in [*([AUTO] if auto else []), *LANGUAGE_NAMES]:
            chip = QToolButton()
            chip.setCheckable(True)
            chip.setProperty("chip", True)
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            chip.clicked.connect(lambda _=False, chosen=code: self._clicked(chosen))
            self.chips[code] = chip
            layout.addWidget(chip)
        layout.addStretch(1)
        self._code = next(iter(self.chips))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    @property
    def code(self) -> str:
        return self._code

    @property
    def text(self) -> str:
        """What the chosen button says."""
        return self.chips[self._code].text()

    def set_code(self, code: str) -> None:
        if code in self.chips and code != self._code:
            self._code = code
            self._check()
            self.picked.emit(code)
        self._check()

    def _clicked(self, code: str) -> None:
        self.set_code(code)

    def _check(self) -> None:
        for code, chip in self.chips.items():
            chip.setChecked(code == self._code)

    def show_guess(self, code: str, probability: float) -> None:
        """What `auto` found; an empty code takes it away."""
        self._guess = (code, probability) if code else None
        self.retranslate()

    @property
    def guess(self) -> str:
        return self._guess[0] if self._guess else ""

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.retranslate()

    def _names(self) -> dict[str, tuple[str, str]]:
        """(whole, short) text of each button."""
        names = {code: (language_name(code), code.upper()) for code in self.chips}
        if AUTO in names:
            whole, short = self.tr("Detect language"), self.tr("Auto")
            if self._guess is not None:
                code, probability = self._guess
                form = self.tr("{language} (detected)") if probability >= SURE else self.tr("{language}?")
                whole, short = form.format(language=language_name(code)), f"{short}: {code.upper()}"
            names[AUTO] = (whole, short)
        return names

    def _width(self, texts: list[str]) -> int:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(font)
        return sum(metrics.horizontalAdvance(text) + PADDING for text in texts) + 2 * len(texts)

    def retranslate(self) -> None:
        names = self._names()
        whole = self._width([name for name, _ in names.values()]) <= self.width()
        for code, chip in self.chips.items():
            name, short = names[code]
            text = name if whole else short
            chip.setText(text)
            chip.setFixedWidth(self._width([text]))
            chip.setAccessibleName(f"{self.accessibleName()}: {name}" if self.accessibleName() else name)
            chip.setToolTip(name)
        self._check()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width([short for _, short in self._names().values()]), 34)

    def sizeHint(self) -> QSize:
        return QSize(self._width([name for name, _ in self._names().values()]), 34)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys go from button to button."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        row: list[Any] = list(self.chips.values())
        focused = next((index for index, chip in enumerate(row) if chip.hasFocus()), -1)
        if step and focused >= 0:
            row[(focused + step) % len(row)].setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)
