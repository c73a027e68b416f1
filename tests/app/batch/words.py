"""A translator that needs no model: each word is turned into another one by a fixed rule.

It has the interface of `app.translation.translator.Translator` that batches use, returns the same classes, runs in any
process, and can be slow and keep a log of what it was asked."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import Any

from app.errors import Cancelled, PlgtError
from app.model.devices import DeviceReport
from app.text.markup import Run, join_runs
from app.translation.guards import Flag
from app.translation.result import Sentence, Translation

_WORD = re.compile(r"(?<![%{<&\\\w])[^\W\d_]{2,}(?![\w}>])")


def turned(word: str) -> str:
    """`Kitap` -> `Patik`."""
    back = word[::-1].lower()
    return back.capitalize() if word[0].isupper() else back


def translated(text: str) -> str:
    """Every word turned; digits, placeholders, punctuation and blanks as they were."""
    return _WORD.sub(lambda match: turned(match.group()), text)


class WordTranslator:
    """`delay`: seconds per text. `log`: a file that gets a line per text asked for. `fails_on`: a text that
    raises, `dies_on`: one that ends the process."""

    def __init__(self, delay: float = 0.0, log: str = "", fails_on: str = "", dies_on: str = "") -> None:
        self.delay, self.log, self.fails_on, self.dies_on = delay, log, fails_on, dies_on

    def marked_translations(
        self,
        texts: Iterable[Sequence[Run]],
        source: str,
        target: str,
        *,
        cancel: Event | None = None,
        **_: Any,
    ) -> Iterator[tuple[list[Run], Translation]]:
        for runs in texts:
            if cancel is not None and cancel.is_set():
                raise Cancelled()
            plain = join_runs(runs)
            if self.fails_on and self.fails_on in plain:
                raise PlgtError("This text can't be translated: take it out.")
            if self.dies_on and self.dies_on in plain:
                os._exit(9)
            if self.log:
                with Path(self.log).open("a", encoding="utf-8") as log:
                    log.write(plain.replace("\n", "\\n") + "\n")
            time.sleep(self.delay)
            result = [run if run.keep else Run(translated(run.text), run.tags) for run in runs]
            low = "ç" in plain
            flags = [Flag("length", "The translation is much longer than the text.")] if "!!" in plain else []
            sentence = Sentence(
                plain, join_runs(result), 0, len(plain), confidence=0.3 if low else 0.9, flags=flags
            )
            device = DeviceReport("cpu", "no GPU was found")
            yield (
                result,
                Translation(
                    join_runs(result), source, False, target, [sentence], device, "words", self.delay
                ),
            )


def make(delay: float = 0.0, log: str = "", fails_on: str = "", dies_on: str = "") -> WordTranslator:
    """What worker processes are given."""
    return WordTranslator(delay, log, fails_on, dies_on)
