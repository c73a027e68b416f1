"""Finished sentences, kept so that typing translates only what changed."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence

from app.translation.result import Sentence

CACHED = 2000  # sentences
LONGEST = 2000  # characters; longer sentences are not kept


class SentenceCache:
    """The least recently used go first. Thread-safe; a key is a text and everything that its result depends on."""

    def __init__(self, most: int = CACHED) -> None:
        self.most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Sentence] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()

    def fill(
        self, texts: Sequence[str], settings: Hashable, make: Callable[[list[str]], list[Sentence]]
    ) -> list[Sentence]:
        """The results of the texts, in order; `make` is called once with those that are not kept, if any."""
        results: dict[str, Sentence] = {}
        with self._lock:
            for text in texts:
                kept = self._kept.get((text, settings))
                if kept is not None:
                    self._kept.move_to_end((text, settings))
                    results[text] = kept
        missing = [text for text in texts if text not in results]
        if missing:
            results.update(zip(missing, make(missing), strict=True))
            with self._lock:
                for text in missing:
                    if len(text) <= LONGEST:
                        self._kept[(text, settings)] = results[text]
                while len(self._kept) > self.most:
                    self._kept.popitem(last=False)
        return [results[text] for text in texts]
