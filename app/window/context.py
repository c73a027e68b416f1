"""What the pages share: settings, translator, and the user's stores, each opened when first needed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app import paths
from app.errors import PlgtError
from app.memory.history import History
from app.memory.setting_aside import is_damage, set_aside
from app.settings import QT_TRANSLATE_NOOP, Settings
from app.window.tasks import Tasks

SET_ASIDE = QT_TRANSLATE_NOOP(
    "Runtime", 'The file is damaged: it was set aside as "{kept}", and a new one is begun.'
)
NOT_KEPT = QT_TRANSLATE_NOOP(
    "Runtime", "Nothing can be kept on this disk ({detail}): what is saved now lasts until the program ends."
)


class LazyTranslator:
    """Makes the real translator when it is first asked for something, so that the window opens at once."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make

    @cached_property
    def _real(self) -> Any:
        return self._make()

    @property
    def loaded(self) -> bool:
        return "_real" in self.__dict__

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._real, name)

    def set_beam(self, beam: int) -> None:
        """Of calls that don't say one; a translator that isn't made yet finds it in the settings."""
        if self.loaded:
            self._real.beam = beam


def default_translator(settings: Settings) -> LazyTranslator:
    """The product's translator as the settings want it."""

    def make() -> Any:
        from app.translation.translator import Translator

        return Translator(device=settings["device"], threads=settings["threads"], beam=settings["beam"])

    return LazyTranslator(make)


class Context(QObject):
    """One per window."""

    glossary_changed = Signal()
    memory_changed = Signal()
    models_changed = Signal()
    history_changed = Signal()
    settings_changed = Signal()
    noticed = Signal(str)  # a sentence about the user's files; `notices` keeps them by file

    def __init__(self, settings: Settings, translator: Any = None, store: Any = None) -> None:
        super().__init__()
        self.settings = settings
        self._own_translator = translator is None
        self.translator = translator if translator is not None else default_translator(settings)
        self._store = store
        self.notices: dict[str, str] = {}  # "glossary", "memory", "history": what happened to the file
        self.tasks = Tasks(2)
        self.settings_changed.connect(self._follow_settings)

    @property
    def store(self) -> Any:
        """The bundles: the translator's own store if it has one."""
        if self._store is None:
            if not isinstance(self.translator, LazyTranslator) and hasattr(self.translator, "store"):
                self._store = self.translator.store
            else:
                from app.model.store import ModelStore

                self._store = ModelStore()
        return self._store

    def renew_translator(self) -> bool:
        """A new translator after its settings changed; False if it was given from outside."""
        if not self._own_translator:
            return False
        self.translator = default_translator(self.settings)
        return True

    def _follow_settings(self) -> None:
        if isinstance(self.translator, LazyTranslator):
            self.translator.set_beam(self.settings["beam"])
        else:
            self.translator.beam = self.settings["beam"]

    # The user's files -----------------------------------------------------------------------------

    @property
    def glossary_path(self) -> Path:
        return paths.data_dir() / "glossary.csv"

    @cached_property
    def glossary(self) -> Any:
        from app.memory.glossary import Glossary

        if not self.glossary_path.is_file():
            return Glossary()
        try:
            return Glossary.load(self.glossary_path)
        except PlgtError as error:
            self._damaged("glossary", self.glossary_path, error)
            return Glossary()

    def set_glossary(self, glossary: Any) -> None:
        """Keep and write the terms; PlgtError where they can't be written, and the old ones stay."""
        try:
            self.glossary_path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise PlgtError(
                f"Can't write {self.glossary_path} ({error.strerror or error}): choose a folder that you may write to."
            ) from error
        glossary.save(self.glossary_path)
        self.glossary = glossary
        self.glossary_changed.emit()

    @cached_property
    def memory(self) -> Any:
        from app.memory.translation_memory import TranslationMemory

        return self._opened("memory", TranslationMemory, paths.data_dir() / "memory.sqlite")

    @cached_property
    def history(self) -> History:
        opened: History = self._opened("history", History, paths.data_dir() / "history.sqlite")
        return opened

    def _opened(self, name: str, kind: Callable[[Any], Any], path: Path) -> Any:
        """The user's database; a damaged one is set aside for a new one, and where the disk refuses, one in memory
        serves until the program ends."""
        try:
            return kind(path)
        except PlgtError as error:
            if is_damage(error) and self._damaged(name, path, error):
                with suppress(PlgtError):
                    return kind(path)
            else:
                self.notice(name, NOT_KEPT.format(detail=str(error.__cause__ or error)))
        return kind(":memory:")

    def _damaged(self, name: str, path: Path, error: PlgtError) -> bool:
        """Keep a file that can't be read under another name, and say so."""
        kept = set_aside(path)
        text = SET_ASIDE.format(kept=kept) if kept is not None else str(error)
        self.notice(name, text)
        return kept is not None

    def notice(self, name: str, text: str) -> None:
        self.notices[name] = text
        self.noticed.emit(text)

    @property
    def keeps_history(self) -> bool:
        return bool(self.settings["history"]) and not self.settings["private_mode"]

    def close(self) -> None:
        self.tasks.close()
        for name in ("memory", "history"):
            if name in self.__dict__:
                getattr(self, name).close()
