"""What a person does with the window, done to the real widgets: typing, clicking, dropping, choosing files."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QTableView,
    QWidget,
)
from shiboken6 import isValid

from app.translation.result import Translation
from app.window.language.chips import LanguageChips
from app.window.main_window import MainWindow
from app.window.pages.translate_page import TranslatePage
from app.window.text.text_pane import TextPane

LONG = 60_000  # ms; a busy machine may take its time
NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton


def destroy(window: QWidget) -> None:
    """Close a window and delete it here and now, not in the middle of whatever comes next."""
    if isinstance(window, MainWindow):
        window.finish()
        window.stays_in_tray = False
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
    assert not isValid(window)


# Translating ------------------------------------------------------------------------------------------


def settled(qtbot: Any, page: TranslatePage) -> None:
    """Wait until nothing is waiting or running and, if there is a text, its translation is shown."""
    qtbot.waitUntil(lambda: not page.live.waiting and not page.live.busy, timeout=LONG)


def answer(page: TranslatePage, text: str = "", **options: Any) -> Translation:
    """What the translator itself says to the page's text with the page's languages and settings."""
    live = page.live
    options = {
        "details": True,
        "beam": live.beam,
        "glossary": live.glossary,
        "memory": live.memory,
        **options,
    }
    return live.translator.translate(
        text or page.source_pane.text, page.source_box.code, page.target_box.code, **options
    )


def shows_answer(qtbot: Any, page: TranslatePage) -> Translation:
    """Wait for the translation and check it against the translator's own; returns that."""
    settled(qtbot, page)
    expected = answer(page)
    assert expected.text.strip() and page.target_pane.text == expected.text
    return expected


def type_text(qtbot: Any, widget: QWidget, text: str) -> None:
    """With the keyboard; QTest knows no keys outside ASCII, so such letters come as from an input method."""
    widget.setFocus()
    for character in text:
        if character == "\n":
            qtbot.keyClick(widget, Qt.Key.Key_Return)
        elif character.isascii():
            qtbot.keyClicks(widget, character)
        else:
            event = QInputMethodEvent("", [])
            event.setCommitString(character)
            QApplication.sendEvent(widget, event)


def click(qtbot: Any, button: QWidget) -> None:
    assert button.isVisible() and button.isEnabled(), button.accessibleName()
    qtbot.mouseClick(button, LEFT)


def pick(qtbot: Any, box: Any, code: str) -> None:
    """Choose a language by its button, or an entry of a combo box with the keyboard."""
    if isinstance(box, LanguageChips):
        if box.isVisible():
            click(qtbot, box.chips[code])
        else:
            box.set_code(code)  # of a page that isn't shown now
        assert box.code == code
        return
    box.setFocus()
    index = box.findData(code)
    assert index >= 0
    qtbot.keyClick(box, Qt.Key.Key_Home)
    for _ in range(index):
        qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.currentData() == code


# Places in a pane -------------------------------------------------------------------------------------


def point_of(pane: TextPane, position: int) -> QPoint:
    """Where the code point `position` of the text is drawn, in the viewport."""
    before, after = QTextCursor(pane.document()), QTextCursor(pane.document())
    before.setPosition(pane.offsets.to_qt(position))
    after.setPosition(pane.offsets.to_qt(position + 1))
    first, second = pane.cursorRect(before), pane.cursorRect(after)
    if second.top() != first.top():
        return first.center() + QPoint(2, 0)
    return QPoint((first.center().x() + second.center().x()) // 2, first.center().y())


def hover(qtbot: Any, pane: TextPane, position: int) -> None:
    point = point_of(pane, position)
    qtbot.mouseMove(pane.viewport(), point - QPoint(0, 1))
    qtbot.mouseMove(pane.viewport(), point)


def click_text(qtbot: Any, pane: TextPane, position: int) -> None:
    qtbot.mouseClick(pane.viewport(), LEFT, pos=point_of(pane, position))


def marked(pane: TextPane, layer: str) -> list[str]:
    """The stretches of text that a layer marks."""
    return [pane.text[mark.start : mark.end] for mark in pane.marks.get(layer, [])]


# Tables and lists -------------------------------------------------------------------------------------


def click_row(qtbot: Any, table: QTableView, row: int, column: int = 0) -> None:
    index = table.model().index(row, column)
    table.scrollTo(index)
    qtbot.mouseClick(table.viewport(), LEFT, pos=table.visualRect(index).center())


def click_item(qtbot: Any, view: QListWidget, row: int) -> None:
    view.scrollToItem(view.item(row))
    qtbot.mouseClick(view.viewport(), LEFT, pos=view.visualItemRect(view.item(row)).center())


def write_cell(qtbot: Any, table: QTableView, row: int, column: int, text: str) -> None:
    """Open a cell's editor with a double click (unless it is open), type, press Enter."""
    if table.state() != QAbstractItemView.State.EditingState:
        click_row(qtbot, table, row, column)
        place = table.visualRect(table.model().index(row, column)).center()
        qtbot.mouseDClick(table.viewport(), LEFT, pos=place)
    editor = table.viewport().findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    if text:
        type_text(qtbot, editor, text)
    else:
        qtbot.keyClick(editor, Qt.Key.Key_Delete)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


# Dropping and dialogs ---------------------------------------------------------------------------------


def drop(widget: QWidget, files: Sequence[Path] = (), text: str = "") -> None:
    """Drag files or a text over a widget and let go: the events that the desktop would send."""
    mime = QMimeData()
    if files:
        mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    if text:
        mime.setText(text)
    place = widget.rect().center()
    action = Qt.DropAction.CopyAction
    with warnings.catch_warnings():  # newer versions of Qt prefer a QPointF, older ones know only the QPoint
        warnings.simplefilter("ignore", DeprecationWarning)
        enter = QDragEnterEvent(place, action, mime, LEFT, NONE)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(QPointF(place), action, mime, LEFT, NONE))


def meanwhile(qtbot: Any, kind: type[Any], act: Callable[[Any], None]) -> Callable[[], None]:
    """`act` on the modal dialog of a kind as soon as one is open; call the result afterwards to check that
    it was."""
    met: list[bool] = []
    failed: list[BaseException] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, kind):
            return
        timer.stop()
        met.append(True)
        try:
            act(dialog)
        except BaseException as error:
            failed.append(error)
            dialog.reject()

    before = QApplication.activeWindow()
    timer = QTimer()
    timer.setInterval(20)
    timer.timeout.connect(look)
    timer.start()

    def check() -> None:
        timer.stop()
        if failed:
            raise failed[0]
        assert met, f"no {kind.__name__} opened"
        if before is not None and isValid(before):  # a desktop gives the focus back; offscreen nobody does
            before.activateWindow()
            qtbot.waitUntil(lambda: QApplication.activeWindow() is before, timeout=5000)

    return check


def choose_file(qtbot: Any, open_dialog: Callable[[], None], path: Path) -> None:
    """Open a file dialog, enter a path, press Enter."""

    def act(dialog: QFileDialog) -> None:
        if dialog.fileMode() == QFileDialog.FileMode.Directory:
            dialog.setDirectory(str(path.parent))
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        assert line is not None
        line.setText(str(path))
        qtbot.keyClick(line, Qt.Key.Key_Return)
        if dialog.isVisible():
            dialog.accept()

    check = meanwhile(qtbot, QFileDialog, act)
    open_dialog()
    check()


def say_yes(qtbot: Any, ask: Callable[[], None]) -> None:
    """Answer the question that `ask` opens with its verb; the default is Cancel."""

    def press(box: Any) -> None:
        assert box.defaultButton() is box.button(QMessageBox.StandardButton.Cancel)
        (verb,) = (b for b in box.buttons() if box.buttonRole(b) == QMessageBox.ButtonRole.DestructiveRole)
        qtbot.mouseClick(verb, LEFT)

    check = meanwhile(qtbot, QMessageBox, press)
    ask()
    check()
