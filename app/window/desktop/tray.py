"""The tray icon and the global hotkey, where the desktop offers them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from app.window.desktop.hotkey import GlobalHotkey
from app.window.main_window import MainWindow
from app.window.widgets.icons import program_icon

LATER = 2000  # ms until a tray that isn't there yet is looked for again ...
TRIES = 30  # ... so often: a program that starts with the desktop may be faster than its panel
SHOWING = (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick)


class Tray(QObject):
    """Follows the settings `tray` and `hotkey`."""

    def __init__(self, window: MainWindow, application: QApplication) -> None:
        super().__init__(window)
        self._window, self._application = window, application
        self._icon: QSystemTrayIcon | None = None
        self._hotkey: GlobalHotkey | None = None
        self._tries = 0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LATER)
        self._later.timeout.connect(self.follow)
        window.context.settings_changed.connect(self.follow)
        window.hidden.connect(self._tell_once)
        self.follow()

    def follow(self) -> None:
        settings = self._window.context.settings
        wanted = bool(settings["tray"]) and QSystemTrayIcon.isSystemTrayAvailable()
        if settings["tray"] and not wanted and self._tries < TRIES:
            self._tries += 1
            self._later.start()
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
                        "use “Translate the clipboard” in the menu of the tray icon."
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
            self._icon.activated.connect(self._activated)
        self._icon.setToolTip("PLGT Translator")
        self._icon.setContextMenu(menu)
        self._icon.show()

    def _tell_once(self) -> None:
        """The first time that closing leaves the program in the tray, say where it is."""
        settings = self._window.context.settings
        if self._icon is None or settings["told_of_tray"]:
            return
        settings["told_of_tray"] = True
        self._icon.showMessage(
            "PLGT Translator", self.tr("The program goes on here. Quit it with the menu of this icon.")
        )

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        """A click shows the window; the click that opens the menu must not, or it would close the menu."""
        if reason in SHOWING:
            self._window.bring_forward()

    def translate_clipboard(self) -> None:
        self._window.bring_forward()
        self._window.show_page("translate")
        self._window.translate_page.paste_and_translate()

    def close(self) -> None:
        self._later.stop()
        if self._hotkey is not None:
            self._hotkey.close()
        if self._icon is not None:
            self._icon.hide()
