"""Translation while the user types: one request counts, the newest; older work is cancelled.

A text is translated in portions of whole lines, so that the first lines appear soon and a long text shows
its progress. The translator keeps finished sentences, so that only changed ones cost time.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import Cancelled
from app.text.languages import AUTO
from app.translation.result import Sentence, Translation
from app.window.tasks import Tasks

FIRST = 400  # characters of the first portion; each later one is twice as long ...
GUESSED = 2000  # characters that the language is guessed from
LARGEST = 6000  # ... up to this


@dataclass(frozen=True)
class Request:
    """What the user wants translated."""

    text: str
    source: str
    target: str


def portions(text: str) -> list[str]:
    """The text in pieces that end at line ends; they join to the text."""
    parts: list[str] = []
    size = FIRST
    part: list[str] = []
    length = 0
    for line in text.splitlines(keepends=True):
        part.append(line)
        length += len(line)
        if length >= size:
            parts.append("".join(part))
            part, length = [], 0
            size = min(size * 2, LARGEST)
    if part or not parts:
        parts.append("".join(part))
    return parts


class Joined:
    """Translations of consecutive portions as one."""

    def __init__(self, whole: str) -> None:
        self._whole = whole
        self._texts: list[str] = []
        self._sentences: list[Sentence] = []
        self._source_at = self._target_at = 0
        self._last: Translation | None = None
        self._seconds = 0.0
        self._device: Any = None
        self._model = ""

    def add(self, part: str, translation: Translation) -> Translation:
        for sentence in translation.sentences:
            self._sentences.append(
                replace(
                    sentence,
                    start=sentence.start + self._source_at,
                    end=sentence.end + self._source_at,
                    target_start=sentence.target_start + self._target_at,
                )
            )
        self._texts.append(translation.text)
        self._source_at += len(part)
        self._target_at += len(translation.text)
        self._seconds += translation.seconds
        self._device = translation.device or self._device
        self._model = translation.model or self._model
        self._last = replace(
            translation, text="".join(self._texts), sentences=list(self._sentences), seconds=self._seconds,
            device=self._device, model=self._model,
        )  # fmt: skip
        return self._last


class LiveTranslation(QObject):
    """Debounces requests, runs the newest on a worker, reports on the main thread."""

    started = Signal()
    progress = Signal(object, float)  # Translation so far, fraction 0..1
    finished = Signal(object, float)  # Translation, seconds
    failed = Signal(object)  # Exception

    def __init__(self, translator: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.translator = translator
        self.glossary: Any = None
        self.memory: Any = None
        self.beam: int | None = None
        self.delay = 250  # ms
        self._tasks = Tasks()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._start)
        self._wanted: Request | None = None
        self.guess: Any = None  # the language that the latest text seems to be in, whatever was chosen
        self._cancel = threading.Event()
        self._number = 0
        self._partial.connect(self._show_partial)

    _partial = Signal(int, object, float)

    @property
    def busy(self) -> bool:
        return not self._idle

    @property
    def waiting(self) -> bool:
        """Whether a request waits for the pause to end."""
        return self._timer.isActive()

    _idle = True

    def request(self, request: Request, *, now: bool = False) -> None:
        """Translate after the pause, or at once; whatever ran before is stale and stops."""
        self.cancel()
        self._wanted, self.guess = request, None
        if now:
            self._start()
        else:
            self._timer.start(self.delay)

    def cancel(self) -> None:
        """Forget the request and stop its work."""
        self._timer.stop()
        self._cancel.set()
        self._number += 1
        self._wanted = None
        self._idle = True

    def close(self) -> None:
        self.cancel()
        self._tasks.close()

    def _start(self) -> None:
        wanted = self._wanted
        if wanted is None:
            return
        self._timer.stop()
        self._cancel = cancel = threading.Event()
        self._number += 1
        number = self._number
        self._idle = False
        self.started.emit()
        began = time.perf_counter()
        self._tasks.run_task(
            lambda: self._translate(wanted, cancel, number),
            lambda result, error: self._done(number, result, error, time.perf_counter() - began),
        )

    def _translate(self, request: Request, cancel: threading.Event, number: int) -> Translation:
        """On the worker."""
        options: dict[str, Any] = {"details": True, "cancel": cancel}
        for name in ("glossary", "memory", "beam"):
            if getattr(self, name) is not None:
                options[name] = getattr(self, name)
        parts = portions(request.text)
        source = request.source
        detected, probability = False, 1.0
        if source == AUTO and len(parts) > 1:
            guess = self.translator.detect(request.text)
            if guess.lang != request.target:
                source, detected, probability = guess.lang, True, float(guess.probability)
        joined = Joined(request.text)
        result: Translation | None = None
        at = 0
        for part in parts:
            if cancel.is_set():
                raise Cancelled()
            result = joined.add(part, self.translator.translate(part, source, request.target, **options))
            if detected:
                result.detected, result.detection_confidence = True, probability
            at += len(part)
            if at < len(request.text):
                self._partial.emit(number, result, at / len(request.text))
        assert result is not None
        if request.source != AUTO and hasattr(self.translator, "detect"):
            guess = self.translator.detect(request.text[:GUESSED])
            if number == self._number:
                self.guess = guess
        return result

    def _show_partial(self, number: int, translation: Translation, fraction: float) -> None:
        if number == self._number:
            self.progress.emit(translation, fraction)

    def _done(self, number: int, result: Translation | None, error: Exception | None, seconds: float) -> None:
        if number != self._number:
            return
        self._idle = True
        if error is None:
            self.finished.emit(result, seconds)
        elif not isinstance(error, Cancelled):
            self.failed.emit(error)
