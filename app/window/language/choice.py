"""Which languages are translated between, and when the program changes them by itself."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QLocale, QObject, Signal

from app.settings import Settings
from app.text.languages import AUTO, LANGUAGE_NAMES
from app.window.language.chips import LanguageChips

CERTAIN = 0.9  # probability above which a guess is acted on
_LETTERS = re.compile(r"[^\W\d_]")


def telling(text: str) -> bool:
    """Whether a text is long enough for its language to be guessed."""
    return len(_LETTERS.findall(text[:2000])) >= 8


class LanguageChoice(QObject):
    """Joins the two pickers: they never show the same language, and `auto` comes back after it had to go."""

    changed = Signal()

    def __init__(self, settings: Settings, source: LanguageChips, target: LanguageChips) -> None:
        super().__init__(source)
        self.settings, self.source, self.target = settings, source, target
        self._auto_again = False  # auto was the user's choice before swapping or opening an entry
        self._held = ""  # the text whose target the user picked by hand
        self._setting = False
        self.text = ""  # that is being translated
        source.set_code(settings["source"])
        target.set_code(settings["target"])
        source.picked.connect(lambda _: self._picked(source))
        target.picked.connect(lambda _: self._picked(target))

    def _picked(self, picker: LanguageChips) -> None:
        if self._setting:
            return
        source, target = self.source.code, self.target.code
        if picker is self.source:
            self._auto_again = False
        else:
            self._held = self.text
        if source == target:  # the other one gives way
            if picker is self.source:
                before = self.settings["source"]
                target = before if before not in (AUTO, source) else self.other(source)
            else:
                before = self.settings["target"]
                source = before if before != target else AUTO
        self.set(source, target)

    def other(self, code: str) -> str:
        """The language to translate to from `code`: English, or from English the last other one."""
        if code != "en":
            return "en"
        last = self.settings["last_other"]
        if last:
            return str(last)
        system = (language.split("-")[0] for language in QLocale.system().uiLanguages())
        return next(
            (language for language in system if language in LANGUAGE_NAMES and language != "en"), "tr"
        )

    def set(self, source: str, target: str) -> None:
        """Both at once, without asking what gives way."""
        self._setting = True
        self.source.set_code(source)
        self.target.set_code(target)
        self._setting = False
        if source != AUTO:
            self.source.show_guess("", 0)
        self.settings["source"], self.settings["target"] = source, target
        for code in (target, source):
            if code not in (AUTO, "en"):
                self.settings["last_other"] = code
                break
        self.changed.emit()

    def fix(self, source: str, target: str) -> None:
        """Languages that come with a text (swapping, an entry of the history): auto comes back with the next."""
        again = self.source.code == AUTO or self._auto_again
        self.set(source, target)
        self._auto_again = again

    def new_text(self) -> None:
        """Another text comes in whole, or the old one was taken away."""
        self._held = ""
        if self._auto_again:
            self._auto_again = False
            self.set(AUTO, self.target.code)

    def follow(self, lang: str, probability: float, text: str) -> bool:
        """The text turned out to be in `lang`; if that is the target, another target is chosen. True then."""
        if self.source.code != AUTO or lang != self.target.code or text == self._held:
            return False
        if probability < CERTAIN or not telling(text):
            return False
        self.set(AUTO, self.other(lang))
        return True

    def offered(self, guess: Any, text: str) -> str:
        """The language to offer instead of the chosen source, or "". guess: has `lang` and `probability`."""
        source = self.source.code
        if guess is None or source == AUTO or guess.lang == source or guess.lang not in LANGUAGE_NAMES:
            return ""
        return str(guess.lang) if guess.probability > CERTAIN and telling(text) else ""

    def take(self, lang: str) -> None:
        """The offer was taken: from `lang`, to what was the source if `lang` was the target."""
        target = self.target.code if self.target.code != lang else self.source.code
        self.set(lang, target)
