"""Starts the program's window: one instance, theme, language, tray, crash reports."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from app import __version__
from app.settings import Settings
from app.window.context import Context
from app.window.desktop.crash import CrashReporter
from app.window.desktop.single import SingleInstance
from app.window.language import interface
from app.window.main_window import MainWindow
from app.window.widgets import theme
from app.window.widgets.icons import program_icon


def program_arguments() -> list[str]:
    """What the QApplication is made with. The style is chosen here and never again: once a style sheet is
    set, the application's style is a wrapper without a name, and exchanging the style below it makes Qt
    delete the wrapper under every widget that is still there."""
    if sys.platform.startswith("linux") and not os.environ.get("QT_STYLE_OVERRIDE"):
        return ["plgt", "-style", "Fusion"]
    return ["plgt"]


def make_application(settings: Settings) -> QApplication:
    """The QApplication (the running one if there is one), dressed and in the right language."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(program_arguments())
    application.setApplicationName("PLGT Translator")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("plgt-translator")
    interface.set_language(application, settings["interface_language"])
    theme.apply(application, settings["theme"])
    application.setWindowIcon(program_icon())
    return application


def run(
    settings: Settings,
    files: Sequence[Path] = (),
    text: str = "",
    clipboard: bool = False,
    translator: Any = None,
) -> int:
    """Open the window, or hand the arguments to the one that is open; returns the exit code."""
    application = make_application(settings)
    single = SingleInstance()
    message = {"files": [str(file.absolute()) for file in files], "text": text, "clipboard": clipboard}
    if single.hand_over(message):
        return 0
    context = Context(settings, translator)
    window = MainWindow(context)
    reporter = CrashReporter(window)
    reporter.install()
    window.crashed.connect(reporter.show)

    def take(arguments: dict[str, Any]) -> None:
        window.bring_forward()
        if arguments.get("clipboard"):
            window.show_page("translate")
            window.translate_page.paste_and_translate()
        if arguments.get("text"):
            window.show_page("translate")
            window.translate_page.set_source(str(arguments["text"]))
        names = arguments.get("files")
        if isinstance(names, list) and names:
            window.open_files([Path(str(name)) for name in names])

    single.received.connect(take)
    single.listen()
    from app.window.desktop.tray import Tray

    tray = Tray(window, application)
    window.show()
    if files or text or clipboard:
        take(message)
    code = application.exec()
    tray.close()
    window.finish()
    single.close()
    return int(code)
