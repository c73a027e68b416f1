"""The rail at the left: one button per page."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from app.window.widgets.icons import icon

WIDTH, ICONS_ALONE = 92, 44  # logical pixels of a button
DAILY = 2  # pages that stand apart from the libraries below them


class Navigation(QFrame):
    """Buttons with an icon above a name; the arrow keys move between them."""

    chosen = Signal(int)

    def __init__(self, icons: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 10, 6, 10)
        layout.setSpacing(4)
        self.buttons: list[QToolButton] = []
        for index, name in enumerate(icons):
            if index == len(icons) - 1:
                layout.addStretch(1)
            elif index == DAILY:
                layout.addSpacing(10)
            button = QToolButton()
            button.setCheckable(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setProperty("icon_name", name)
            button.setIconSize(QSize(22, 22))
            button.setFixedWidth(WIDTH)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._group.addButton(button, index)
            layout.addWidget(button)
            self.buttons.append(button)
        self._group.idClicked.connect(self.chosen)
        self.draw()

    def draw(self) -> None:
        for button in self.buttons:
            button.setIcon(icon(str(button.property("icon_name"))))

    def set_names(self, names: list[str]) -> None:
        for index, (button, name) in enumerate(zip(self.buttons, names, strict=True)):
            button.setText(name)
            button.setAccessibleName(name)
            button.setToolTip(f"{name} (Ctrl+{index + 1})")

    def set_narrow(self, narrow: bool) -> None:
        """Icons alone, with the names as tool tips."""
        style = Qt.ToolButtonStyle
        for button in self.buttons:
            button.setToolButtonStyle(style.ToolButtonIconOnly if narrow else style.ToolButtonTextUnderIcon)
            button.setFixedWidth(ICONS_ALONE if narrow else WIDTH)

    def set_badge(self, index: int, count: int) -> None:
        """Show a number beside a page's name, as of files that wait; 0 = none."""
        button = self.buttons[index]
        name = button.accessibleName().rsplit(" (", 1)[0]
        shown = f"{name} ({count})" if count else name
        button.setText(shown)
        button.setAccessibleName(shown)
        button.setToolTip(f"{shown} (Ctrl+{index + 1})")

    def choose(self, index: int) -> None:
        self.buttons[index].setChecked(True)
