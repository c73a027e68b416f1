"""The main window: the rail, the pages, the status bar, the shortcuts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from app.errors import PlgtError
from app.window.context import Context
from app.window.language import interface
from app.window.language.runtime_text import runtime_text
from app.window.pages.translate_page import TranslatePage
from app.window.widgets import theme
from app.window.widgets.controls import Retranslating, label
from app.window.widgets.icons import program_icon
from app.window.widgets.navigation import Navigation

FIRST = (1000, 640)  # logical pixels of the first window
SMALLEST = (560, 360)
SHARE = 0.9  # of the screen that a window takes at most
TITLE = 28  # about the height of a title bar
NARROW = 900  # from here down the rail has icons alone
PAGES = ("translate", "files", "models", "glossary", "memory", "history", "settings")


class MainWindow(Retranslating, QMainWindow):
    """Pages other than Translate are built when they are first shown."""

    crashed = Signal(object)
    hidden = Signal()  # closed into the tray

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.stays_in_tray = False
        self.setMinimumSize(*SMALLEST)
        self.fit_screen(QSize(*FIRST))
        self.setWindowIcon(program_icon())
        self.translate_page = TranslatePage(context)
        self._makers: dict[str, Callable[[], QWidget]] = {
            "files": self._files, "models": self._models, "glossary": self._glossary,
            "memory": self._memory, "history": self._history, "settings": self._settings,
        }  # fmt: skip
        self._pages: dict[str, QWidget] = {"translate": self.translate_page}
        self.navigation = Navigation(list(PAGES))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.translate_page)
        body = QWidget()
        layout = QHBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.navigation)
        layout.addWidget(self.stack, 1)
        self.setCentralWidget(body)
        self.speed, self.device = label("dim"), label("dim")
        self.statusBar().addPermanentWidget(self.speed)
        self.statusBar().addPermanentWidget(self.device)
        self.statusBar().setSizeGripEnabled(False)
        self.navigation.chosen.connect(lambda index: self.show_page(PAGES[index]))
        self.translate_page.status.connect(self._status)
        self.translate_page.files_dropped.connect(self.open_files)
        self.translate_page.models_wanted.connect(lambda: self.show_page("models"))
        self.translate_page.crashed.connect(self.crashed)
        self.context.settings_changed.connect(self.apply_settings)
        QApplication.styleHints().colorSchemeChanged.connect(self._scheme_changed)
        self._shortcuts: list[QShortcut] = []
        self._make_shortcuts()
        self.setAcceptDrops(True)
        self.retranslate()
        self.show_page("translate")
        for message in context.settings.messages:
            self.statusBar().showMessage(runtime_text(message), 15_000)
        QTimer.singleShot(0, self, self.look_for_unfinished_files)
        geometry = str(context.settings["geometry"])
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "ignore")))
            if not self.isMaximized():
                self.fit_screen(self.size())

    def fit_screen(self, wanted: QSize) -> None:
        """As large as wanted, but never more than the screen has room for, and wholly on it."""
        room = self.screen().availableGeometry()
        self.resize(wanted.boundedTo(QSize(round(room.width() * SHARE), round(room.height() * SHARE))))
        frame = self.geometry()
        if not room.contains(frame):
            frame.moveLeft(max(room.left(), min(frame.left(), room.right() - frame.width())))
            frame.moveTop(max(room.top() + TITLE, min(frame.top(), room.bottom() - frame.height())))
            self.move(frame.topLeft() - QPoint(0, TITLE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.navigation.set_narrow(self.width() < NARROW)

    # Pages ----------------------------------------------------------------------------------------

    def page(self, name: str) -> QWidget:
        """A page, built when it is first asked for."""
        if name not in self._pages:
            self._pages[name] = self._makers[name]()
            self.stack.addWidget(self._pages[name])
        return self._pages[name]

    def show_page(self, name: str) -> None:
        self.stack.setCurrentWidget(self.page(name))
        self.navigation.choose(PAGES.index(name))
        if name == "translate":
            self.translate_page.source_pane.setFocus()

    @property
    def current_page(self) -> str:
        return next(name for name, page in self._pages.items() if page is self.stack.currentWidget())

    def _files(self) -> QWidget:
        from app.window.pages.files_page import FilesPage

        page = FilesPage(self.context)
        page.sentence_chosen.connect(self._open_sentence)
        for signal in (page.queue.changed, page.queue.reordered):
            signal.connect(lambda *_: self._show_waiting(page.queue.open_count))
        self._show_waiting(page.queue.open_count)
        return page

    def _show_waiting(self, count: int) -> None:
        self.navigation.set_badge(PAGES.index("files"), count)

    def look_for_unfinished_files(self) -> None:
        """Build the Files page at once where an earlier run of the program left files in the queue."""
        from app.window.files.states import unfinished

        if unfinished():
            self.page("files")

    def _open_sentence(self, text: str, language: str) -> None:
        """A sentence of a report on the Translate page."""
        if language:
            self.translate_page.source_box.set_code(language)
        self.show_page("translate")
        self.translate_page.set_source(text)

    def _models(self) -> QWidget:
        from app.window.pages.models_page import ModelsPage

        return ModelsPage(self.context, self.translate_page.closer)

    def _glossary(self) -> QWidget:
        from app.window.pages.glossary_page import GlossaryPage

        return GlossaryPage(self.context)

    def _memory(self) -> QWidget:
        from app.window.pages.memory_page import MemoryPage

        return MemoryPage(self.context)

    def _history(self) -> QWidget:
        from app.window.pages.history_page import HistoryPage

        page = HistoryPage(self.context)
        page.opened.connect(self._open_entry)
        return page

    def _settings(self) -> QWidget:
        from app.window.pages.settings_page import SettingsPage

        return SettingsPage(self.context)

    def _open_entry(self, entry: Any) -> None:
        self.show_page("translate")
        self.translate_page.open_entry(entry)

    def open_files(self, files: list[Path]) -> None:
        """Bundles are imported, everything else is queued."""
        bundles = [file for file in files if file.suffix == ".plgt"]
        others = [file for file in files if file.suffix != ".plgt"]
        if bundles:
            self.show_page("models")
            page: Any = self.page("models")
            page.import_files(bundles)
        if others:
            self.show_page("files")
            queue: Any = self.page("files")
            queue.add_paths(others)

    # Following the settings -----------------------------------------------------------------------

    def retranslate(self) -> None:
        self.setWindowTitle("PLGT Translator")
        self.navigation.set_names(
            [
                self.tr("Translate"), self.tr("Files"), self.tr("Models"), self.tr("Glossary"),
                self.tr("Memory"), self.tr("History"), self.tr("Settings"),
            ]
        )  # fmt: skip
        self.navigation.setAccessibleName(self.tr("Pages"))

    def restyle(self) -> None:
        super().restyle()
        self.navigation.draw()

    def apply_settings(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        settings = self.context.settings
        interface.set_language(application, settings["interface_language"])
        theme.apply(application, settings["theme"])
        self.translate_page.apply_settings()
        self._make_shortcuts()

    def _make_shortcuts(self) -> None:
        for shortcut in self._shortcuts:
            shortcut.setParent(None)
            shortcut.deleteLater()
        page = self.translate_page
        settings = self.context.settings
        actions: list[tuple[str, Callable[[], Any]]] = [
            (settings["key_translate"], page.translate_now),
            (settings["key_swap"], page.swap),
            (settings["key_copy"], page.copy),
            (settings["key_paste"], page.paste_and_translate),
            (settings["key_clear"], page.clear),
            (settings["key_save"], page.save_pair),
            ("Alt+Return", page.closer.choose_at_cursor),
            ("Esc", page.escape),
            ("Ctrl++", partial(page.zoom, 1)),
            ("Ctrl+-", partial(page.zoom, -1)),
            ("F1", self.show_shortcuts),
            ("Ctrl+Q", self.quit),
        ]
        actions += [(f"Ctrl+{index + 1}", partial(self.show_page, name)) for index, name in enumerate(PAGES)]
        self._shortcuts = []
        for key, action in actions:
            if key:
                shortcut = QShortcut(QKeySequence(key), self)
                shortcut.activated.connect(action)
                self._shortcuts.append(shortcut)

    def show_shortcuts(self) -> None:
        from app.window.widgets.shortcut_list import ShortcutList

        ShortcutList(self.context.settings, self).show()

    def _status(self, speed: str, device: str) -> None:
        if speed:
            self.speed.setText(speed)
        if device:
            self.device.setText(device)

    # Dropping and closing -------------------------------------------------------------------------

    def dragEnterEvent(self, event: Any) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: Any) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.open_files(files)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.stays_in_tray and self.isVisible():
            event.ignore()
            self.hide()
            self.hidden.emit()
            return
        self.finish()
        event.accept()

    def finish(self) -> None:
        """Stop all work and keep what is to be kept."""
        self.translate_page.close_page()
        files: Any = self._pages.get("files")
        if files is not None:
            files.close_page()
        settings = self.context.settings
        settings["geometry"] = bytes(self.saveGeometry().toBase64().data()).decode()
        try:
            settings.save()
        except PlgtError as error:
            print(f"plgt: {error}")
        self.context.close()

    def quit(self) -> None:
        self.stays_in_tray = False
        self.close()
        QApplication.quit()

    def bring_forward(self) -> None:
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def _scheme_changed(self) -> None:
        """The desktop turned light or dark."""
        application = QApplication.instance()
        if self.context.settings["theme"] == "system" and isinstance(application, QApplication):
            theme.apply(application, "system")
