"""What a call wants of a translation, declared once for every surface."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from app.errors import Cancelled, PlgtError
from app.memory.glossary import Glossary
from app.memory.translation_memory import TranslationMemory

Progress = Callable[[int, int], None]  # (sentences done, sentences in all)

MOST_ALTERNATIVES = 20
MOST_BEAM = 32


@dataclass(frozen=True)
class Options:
    """Raises PlgtError for a value that isn't possible."""

    alternatives: int = 0  # other versions of each sentence, 0 to 20
    details: bool = False  # words, their confidence and alternatives, and the word alignment
    glossary: Glossary | None = None  # None: the translator's own
    memory: TranslationMemory | None = None  # None: the translator's own
    progress: Progress | None = None  # called after every batch
    cancel: threading.Event | None = None  # when it is set, Cancelled is raised within a second
    beam: int | None = None  # None: the translator's own
    sample: int = 0  # draw tokens from the so many likeliest (beam 1) instead of searching
    unwrap: bool = False  # the lines of hard-wrapped paragraphs are joined, and the translation is wrapped

    def __post_init__(self) -> None:
        if not 0 <= self.alternatives <= MOST_ALTERNATIVES:
            raise PlgtError(
                f"{self.alternatives} alternatives aren't possible: ask for 0 to {MOST_ALTERNATIVES}."
            )
        if self.beam is not None:
            check_beam(self.beam)
        if self.sample < 0 or (self.sample and self.beam != 1):
            raise PlgtError("Sampling draws from 1 or more tokens, and needs a beam of 1.")

    def stop_if_cancelled(self) -> None:
        stop_if(self.cancel)

    def report(self, done: int, total: int) -> None:
        """Tell the caller how far the work is."""
        if self.progress is not None:
            self.progress(done, total)


def check_beam(beam: int) -> None:
    if not 1 <= beam <= MOST_BEAM:
        raise PlgtError(f"A beam of {beam} isn't possible: use 1 to {MOST_BEAM}.")


def stop_if(cancel: threading.Event | None) -> None:
    """Raise Cancelled where the event is set."""
    if cancel is not None and cancel.is_set():
        raise Cancelled()
