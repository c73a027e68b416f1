"""The tray icon and the global hotkey, where the desktop offers them."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from app.window.hotkey import GlobalHotkey
from app.window.icons import program_icon
from app.window.main_window import MainWindow


class Tray(QObject):
    """Follows the settings `tray` and `hotkey`."""

    def __init__(self, window: MainWindow, application: QApplication) -> None:
        super().__init__(window)
        self._window, self._application = window, application
        self._icon: QSystemTrayIcon | None = None
        self._hotkey: GlobalHotkey | None = None
        window.context.settings_changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        settings = self._window.context.settings
        wanted = bool(settings["tray"]) and QSystemTrayIcon.isSystemTrayAvailable()
        self._window.stays_in_tray = wanted
        self._application.setQuitOnLastWindowClosed(not wanted)
        if wanted:
            self._show_icon()
        elif self._icon is not None:
            self._icon.hide()
            self._icon = None
        key = str(settings["hotkey"])
        if self._hotkey is not None and self._hotkey.key != key:
            self._hotkey.close()
            self._hotkey = None
        if key and self._hotkey is None:
            self._hotkey = GlobalHotkey(key)
            self._hotkey.pressed.connect(self.translate_clipboard)
            if not self._hotkey.start():
                self._window.statusBar().showMessage(
                    self.tr(
                        "This desktop does not allow a global hotkey: "
                        "bind a key to “plgt window --clipboard”."
                    ),
                    15_000,
                )

    def _show_icon(self) -> None:
        menu = QMenu()
        for text, action in (
            (self.tr("Show the window"), self._window.bring_forward),
            (self.tr("Translate the clipboard"), self.translate_clipboard),
            (self.tr("Quit"), self._window.quit),
        ):
            entry = QAction(text, menu)
            entry.triggered.connect(action)
            menu.addAction(entry)
        self._menu = menu
        if self._icon is None:
            self._icon = QSystemTrayIcon(program_icon(), self)
            self._icon.activated.connect(lambda _: self._window.bring_forward())
        self._icon.setToolTip("PLGT Translator")
        self._icon.setContextMenu(menu)
        self._icon.show()

    def translate_clipboard(self) -> None:
        self._window.bring_forward()
        self._window.show_page("translate")
        self._window.translate_page.paste_and_translate()

    def close(self) -> None:
        if self._hotkey is not None:
            self._hotkey.close()
        if self._icon is not None:
            self._icon.hide()
