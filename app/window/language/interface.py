"""The interface's language: loads the compiled translations of `assets/interface`, also while running."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from app import paths

LANGUAGES = ("en", "tr", "pt")
_installed: list[QTranslator] = []


def resolve(name: str) -> str:
    """A language's code; `system` is the desktop's language if the interface has it, else English."""
    if name in LANGUAGES:
        return name
    for language in QLocale.system().uiLanguages():
        code = language.split("-")[0].split("_")[0]
        if code in LANGUAGES:
            return code
    return "en"


def set_language(application: QApplication, name: str) -> str:
    """Switch the whole interface; every widget gets a LanguageChange event. Returns the code."""
    code = resolve(name)
    if application.property("interface") == code:
        return code
    application.setProperty("interface", code)
    for translator in _installed:
        application.removeTranslator(translator)
    _installed.clear()
    QLocale.setDefault(QLocale(code))
    if code != "en":
        own = QTranslator(application)
        if own.load(f"plgt_{code}", str(paths.assets_dir() / "interface")):
            application.installTranslator(own)
            _installed.append(own)
        qt = QTranslator(application)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if qt.load(f"qtbase_{'pt_BR' if code == 'pt' else code}", folder):
            application.installTranslator(qt)
            _installed.append(qt)
    return code
