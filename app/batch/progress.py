"""How far a batch is: per file and overall, words per second, time left."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Event = Literal["planned", "started", "running", "written", "failed", "kept", "finished"]
_SETTLING = 3.0  # seconds before a speed is believed


@dataclass(frozen=True)
class Progress:
    """One moment of a batch.

    event: what happened to `file`: planned (counted), started, running (segments finished), written, failed
    (message says why), kept (finished by an earlier run); finished: the batch is over, no file.
    seconds_left: None while it can't be told.
    """

    event: Event
    file: Path | None
    target: Path | None
    file_words: int
    file_words_done: int
    files: int
    files_done: int
    words: int
    words_done: int
    seconds: float
    words_per_second: float
    seconds_left: float | None
    message: str = ""

    @property
    def fraction(self) -> float:
        """0..1 of all words."""
        return min(1.0, self.words_done / self.words) if self.words else 1.0


ProgressCallback = Callable[[Progress], None]


class Meter:
    """Counts words and tells the callback."""

    def __init__(
        self, callback: ProgressCallback | None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._callback = callback
        self._clock = clock
        self._began = clock()
        self._paused = 0.0
        self._pause_began: float | None = None
        self.files = 0
        self.files_done = 0
        self.words = 0
        self.words_done = 0
        self.translated = 0  # words of this run: those of an earlier run don't count for the speed

    @property
    def seconds(self) -> float:
        """Since the translation began, pauses left out."""
        now = self._clock() if self._pause_began is None else self._pause_began
        return max(0.0, now - self._began - self._paused)

    @property
    def words_per_second(self) -> float:
        return self.translated / self.seconds if self.seconds > 0 else 0.0

    def begin(self, files: int, words: int) -> None:
        """The plan is made; the clock of the translation starts."""
        self.files, self.words = files, words
        self._began, self._paused = self._clock(), 0.0

    def pause(self) -> None:
        if self._pause_began is None:
            self._pause_began = self._clock()

    def go_on(self) -> None:
        if self._pause_began is not None:
            self._paused += self._clock() - self._pause_began
            self._pause_began = None

    def tell(
        self,
        event: Event,
        file: Path | None = None,
        target: Path | None = None,
        file_words: int = 0,
        file_words_done: int = 0,
        message: str = "",
    ) -> None:
        """Call back with the present state."""
        if self._callback is None:
            return
        speed = self.words_per_second
        left = None
        if speed > 0 and self.seconds >= _SETTLING:
            left = max(0, self.words - self.words_done) / speed
        self._callback(
            Progress(
                event, file, target, file_words, file_words_done, self.files, self.files_done,
                self.words, min(self.words_done, self.words), self.seconds, speed, left, message,
            )
        )  # fmt: skip
