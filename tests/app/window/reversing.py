"""A translator that turns every word round: the whole protocol, sentence by sentence, without a model."""

from __future__ import annotations

import re
import threading
import time
from typing import Any

from app.devices import DeviceReport
from app.errors import Cancelled, PlgtError
from app.guards import Flag
from app.memory import MemoryMatch
from app.text import detect, structure
from app.translation import Sentence, Translation, Word

WORD = re.compile(r"\w+|[^\w\s]")


class ReversingTranslator:
    """`calls` counts sentences really worked on; finished ones come from the cache."""

    def __init__(self, pause: float = 0.0) -> None:
        self.pause = pause
        self.calls: list[str] = []
        self.cancelled = 0
        self.threads: set[int] = set()
        self._cache: dict[tuple[str, str], str] = {}
        self._lock = threading.Lock()

    def detect(self, text: str) -> Any:
        return detect.detect(text)

    def forget(self) -> None:
        self._cache.clear()

    def translate(
        self,
        text: str,
        source: str = "auto",
        target: str = "en",
        *,
        alternatives: int = 0,
        details: bool = False,
        glossary: Any = None,
        memory: Any = None,
        progress: Any = None,
        cancel: threading.Event | None = None,
        beam: int | None = None,
    ) -> Translation:
        self.threads.add(threading.get_ident())
        began = time.perf_counter()
        detected = source == "auto"
        guess = detect.detect(text) if detected else None
        source = guess.lang if guess else source
        if "kaboom" in text:
            raise RuntimeError("the engine broke")
        if (source, target) == ("en", "pt"):
            raise PlgtError("No installed model translates English to Portuguese: import one.")
        document = structure.segment(text, source)
        sentences: list[Sentence] = []
        parts: list[str] = []
        at = 0
        for piece in document.pieces:
            out = piece.text
            if isinstance(piece, structure.Sentence):
                sentence = self._sentence(piece.text, source, target, cancel, memory)
                sentence.alternatives = [f"{sentence.target} ({n})" for n in range(1, alternatives + 1)]
                sentence.start, sentence.end, sentence.target_start = piece.start, piece.end, at
                sentences.append(sentence)
                out = sentence.target
            parts.append(out)
            at += len(out)
        report = DeviceReport("cpu", "there is no NVIDIA GPU")
        return Translation(
            "".join(parts), source, detected, target, sentences, report, "reversing",
            time.perf_counter() - began, guess.probability if guess else 1.0,
        )  # fmt: skip

    def _sentence(
        self, text: str, source: str, target: str, cancel: threading.Event | None, memory: Any
    ) -> Sentence:
        hit = memory.exact(text, source, target) if memory is not None else None
        if hit is not None:
            return Sentence(text, hit.target, source_lang=source, note="From the translation memory.")
        with self._lock:
            known = self._cache.get((text, target))
        if known is None:
            if self.pause:
                until = time.monotonic() + self.pause
                while time.monotonic() < until:
                    if cancel is not None and cancel.is_set():
                        self.cancelled += 1
                        raise Cancelled()
                    time.sleep(0.001)
            self.calls.append(text)
            known = WORD.sub(lambda match: match.group()[::-1], text)
            with self._lock:
                self._cache[(text, target)] = known
        spans = [(m.start(), m.end()) for m in WORD.finditer(text)]
        words = [
            Word(m.group(), m.start(), m.end(), 0.2 if len(m.group()) > 9 else 0.9)
            for m in WORD.finditer(known)
        ]
        flags = [Flag("loop", "the word is repeated")] if "ha ha ha" in text else []
        return Sentence(
            text, known, source_lang=source, confidence=0.42 if flags else 0.87, flags=flags, words=words,
            source_words=spans, alignment=[(i, i) for i in range(len(spans))],
            memory=[MemoryMatch("like", "ekil", 0.8)] if "similar" in text else [],
        )  # fmt: skip
