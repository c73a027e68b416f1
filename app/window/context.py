"""What the pages share: settings, translator, and the user's stores, each opened when first needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app import paths
from app.errors import PlgtError
from app.memory.history import History
from app.settings import Settings
from app.window.tasks import Tasks


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

    def __init__(self, settings: Settings, translator: Any = None, store: Any = None) -> None:
        super().__init__()
        self.settings = settings
        self._own_translator = translator is None
        self.translator = translator if translator is not None else default_translator(settings)
        self._store = store
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
        except PlgtError:
            return Glossary()

    def set_glossary(self, glossary: Any) -> None:
        """Keep and write the terms."""
        self.glossary_path.parent.mkdir(parents=True, exist_ok=True)
        glossary.save(self.glossary_path)
        self.glossary = glossary
        self.glossary_changed.emit()

    @cached_property
    def memory(self) -> Any:
        from app.memory.translation_memory import TranslationMemory

        return TranslationMemory(paths.data_dir() / "memory.sqlite")

    @cached_property
    def history(self) -> History:
        return History(paths.data_dir() / "history.sqlite")

    @property
    def keeps_history(self) -> bool:
        return bool(self.settings["history"]) and not self.settings["private_mode"]

    def close(self) -> None:
        self.tasks.close()
        for name in ("memory", "history"):
            if name in self.__dict__:
                getattr(self, name).close()
