"""The window at another scale, as a program of its own: a scale holds for a whole process.

python -m tests.app.window.scaled LANGUAGE prints what is not sharp or not whole, a line each.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionToolButton,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)

from app.model.store import ModelStore
from app.settings import Settings
from app.translation.translator import Translator
from app.window.application import make_application
from app.window.context import Context
from app.window.main_window import PAGES, MainWindow

ICON_ONLY = Qt.ToolButtonStyle.ToolButtonIconOnly


def width_for_text(widget: QWidget) -> int:
    """Logical pixels that a control has for its text; -1 if it shows none."""
    style = widget.style()
    if isinstance(widget, QCheckBox):
        option = QStyleOptionButton()
        widget.initStyleOption(option)
        return style.subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, widget).width()
    if isinstance(widget, QPushButton):
        option = QStyleOptionButton()
        widget.initStyleOption(option)
        room = style.subElementRect(QStyle.SubElement.SE_PushButtonContents, option, widget).width()
        return room - (widget.iconSize().width() + 4 if not widget.icon().isNull() else 0)
    if isinstance(widget, QToolButton) and widget.text() and not widget.property("flat"):
        tool = QStyleOptionToolButton()
        widget.initStyleOption(tool)
        box = style.subControlRect(
            QStyle.ComplexControl.CC_ToolButton, tool, QStyle.SubControl.SC_ToolButton, widget
        )
        return box.width() - 12  # padding and border
    if isinstance(widget, QComboBox):
        combo = QStyleOptionComboBox()
        widget.initStyleOption(combo)
        return style.subControlRect(
            QStyle.ComplexControl.CC_ComboBox, combo, QStyle.SubControl.SC_ComboBoxEditField, widget
        ).width()
    return -1


def cut(page: QWidget) -> Iterator[str]:
    """Visible texts of the interface that do not fit where they stand."""
    for widget in page.findChildren(QWidget):
        if not widget.isVisible() or widget.visibleRegion().isEmpty():
            continue
        font = widget.font()
        if (isinstance(widget, QToolButton) and widget.isCheckable()) or widget.property("primary"):
            font.setWeight(font.Weight.DemiBold)  # so the style sheet writes it, chosen
        metrics = QFontMetrics(font)
        where = f"{type(page).__name__} {type(widget).__name__}"
        if isinstance(widget, QLabel) and widget.text():
            box = widget.contentsRect()
            if widget.wordWrap():
                lines = metrics.boundingRect(
                    0, 0, box.width(), 10_000, Qt.TextFlag.TextWordWrap, widget.text()
                ).height()
                if lines > box.height() + 1:
                    yield f"{where}: {widget.text()!r} needs {lines} of {box.height()} pixels of height"
            elif metrics.horizontalAdvance(widget.text()) > box.width() + 1:
                yield f"{where}: {widget.text()!r} is wider than {box.width()}"
        elif isinstance(widget, (QAbstractButton, QComboBox)):
            icon = not widget.icon().isNull() if isinstance(widget, QToolButton) else False
            if icon and widget.toolButtonStyle() == ICON_ONLY:
                continue  # its text is the tool tip
            text = widget.currentText() if isinstance(widget, QComboBox) else widget.text().replace("&", "")
            room = width_for_text(widget)
            if text and room >= 0 and metrics.horizontalAdvance(text) > room + 1:
                yield f"{where}: {text!r} needs {metrics.horizontalAdvance(text)} of {room}"
        elif isinstance(widget, QLineEdit) and not widget.text() and widget.placeholderText():
            room = widget.contentsRect().width() - 18
            if metrics.horizontalAdvance(widget.placeholderText()) > room:
                yield f"{where}: the hint {widget.placeholderText()!r} is wider than {room}"
        elif isinstance(widget, QTabBar):
            for index in range(widget.count()):
                needed = metrics.horizontalAdvance(widget.tabText(index))
                if needed > widget.tabRect(index).width() - 20:
                    yield f"{where}: {widget.tabText(index)!r}"
        elif isinstance(widget, QTableView):
            header = widget.horizontalHeader()
            for column in range(header.count()):
                text = str(widget.model().headerData(column, Qt.Orientation.Horizontal))
                if QFontMetrics(header.font()).horizontalAdvance(text) + 16 > header.sectionSize(column) + 1:
                    yield f"{where}: the heading {text!r} is wider than {header.sectionSize(column)}"


def blurred(page: QWidget, ratio: float) -> Iterator[str]:
    """Icons that have no picture of their own for this scale."""
    for button in page.findChildren(QAbstractButton):
        if button.icon().isNull() or not button.property("icon_name"):
            continue
        size = button.iconSize()
        exact = size * ratio in button.icon().availableSizes()
        picture = button.icon().pixmap(size, ratio)
        if picture.devicePixelRatio() != ratio or picture.size() != size * ratio or not exact:
            yield f"{button.property('icon_name')}: {picture.size()} at {picture.devicePixelRatio()}"


def main(language: str) -> None:
    settings = Settings()
    settings["interface_language"], settings["theme"], settings["started_before"] = language, "light", True
    make_application(settings)
    translator = Translator(store=ModelStore(), device="cpu", threads=1)
    window = MainWindow(Context(settings, translator))
    window.resize(QSize(640, 400))
    window.show()
    ratio = window.devicePixelRatioF()
    print(f"ratio {ratio:g}")
    if window.size() != QSize(640, 400):
        print(f"the window is {window.size()}")
    for name in PAGES:
        window.show_page(name)
        for _ in range(5):
            QCoreApplication.processEvents()
        parts = [window.page(name), window.navigation, window.statusBar()]
        for part in parts:
            for line in (*cut(part), *blurred(part, ratio)):
                print(f"{name}: {line}")
    window.finish()
    translator.close()


if __name__ == "__main__":
    main(sys.argv[1])
