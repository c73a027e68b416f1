"""The real translator, watched: what really reaches the engine, on which thread, and, where a test asks for
it, a slow machine or a broken engine."""

from __future__ import annotations

import threading
import time

from app.errors import Cancelled
from app.model.store import ModelStore
from app.translation.result import Sentence
from app.translation.sentences import Request
from app.translation.translator import Translator


class WatchedTranslator(Translator):
    """`calls` holds the sentences that the engine worked on; finished ones come from the cache.

    pause (seconds before each engine call) and broken (raised instead of it) stand for what no real bundle
    does on purpose: a machine that is slow enough for a test to press a button meanwhile, and a crash.
    """

    def __init__(self) -> None:
        super().__init__(device="cpu", threads=1)
        self.begin(self.store)

    def begin(self, store: ModelStore) -> None:
        """A new test: another store and nothing remembered; the loaded engines stay."""
        self.store = store
        self.batching.batch_size = 32
        self.beam = 1
        self.pause = 0.0
        self.broken: Exception | None = None
        self.calls: list[str] = []
        self.cancelled = 0
        self.working_threads: set[int] = set()
        self.forget()

    def _through(self, texts: list[str], source: str, target: str, request: Request) -> list[Sentence]:
        self.working_threads.add(threading.get_ident())
        until = time.monotonic() + self.pause
        while time.monotonic() < until:
            self._look(request)
            time.sleep(0.002)
        self._look(request)
        if self.broken is not None:
            raise self.broken
        results = super()._through(texts, source, target, request)
        self.calls += texts
        return results

    def _look(self, request: Request) -> None:
        if request.cancel is not None and request.cancel.is_set():
            self.cancelled += 1
            raise Cancelled()
