"""Two panes that scroll together: the same share of either text is seen."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPlainTextEdit, QScrollBar


class ScrollingTogether(QObject):
    """Follows whichever pane the user scrolls."""

    def __init__(self, first: QPlainTextEdit, second: QPlainTextEdit) -> None:
        super().__init__(first)
        self._following = False
        one, other = first.verticalScrollBar(), second.verticalScrollBar()
        one.valueChanged.connect(lambda _: self._follow(one, other))
        other.valueChanged.connect(  # not when the program fills the pane
            lambda _: self._follow(other, one) if second.hasFocus() or second.underMouse() else None
        )
        other.rangeChanged.connect(lambda *_: self._follow(one, other))

    def _follow(self, moved: QScrollBar, other: QScrollBar) -> None:
        if self._following or not moved.maximum() or not other.maximum():
            return
        self._following = True
        other.setValue(round(moved.value() / moved.maximum() * other.maximum()))
        self._following = False
