"""The language picker. As a source it offers `auto` and shows the guess."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from app.text.languages import AUTO, LANGUAGE_NAMES
from app.window.language.runtime_text import language_name
from app.window.widgets.controls import Retranslating


class LanguageBox(Retranslating, QComboBox):
    """Languages by name; `code` is the chosen one."""

    picked = Signal(str)  # by the user or by `set_code`

    def __init__(self, auto: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guess: tuple[str, float] | None = None
        for code in [*([AUTO] if auto else []), *LANGUAGE_NAMES]:
            self.addItem("", code)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(16)
        self.retranslate()
        self.currentIndexChanged.connect(lambda _: self.picked.emit(self.code))

    @property
    def code(self) -> str:
        return str(self.currentData())

    def set_code(self, code: str) -> None:
        index = self.findData(code)
        if index >= 0:
            self.setCurrentIndex(index)

    def show_guess(self, code: str, probability: float) -> None:
        """What `auto` found; an empty code takes it away."""
        self._guess = (code, probability) if code else None
        self.retranslate()

    @property
    def guess(self) -> str:
        return self._guess[0] if self._guess else ""

    def retranslate(self) -> None:
        for index in range(self.count()):
            code = self.itemData(index)
            text = language_name(code)
            if code == AUTO and self._guess is not None:
                text = self.tr("{language} (detected, {percent} %)").format(
                    language=language_name(self._guess[0]), percent=round(self._guess[1] * 100)
                )
            self.setItemText(index, text)
