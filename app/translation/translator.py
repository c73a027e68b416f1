"""The one way to translate: command line, window, files and server all call `Translator`.

text -> plan (structure, sentences) -> memory, cache, or engines by batches -> text.
Everything around the sentences comes back exactly; every decision (language guessed, sentence left alone,
second try, device) is in the result.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Literal, TypeVar

from app.errors import Cancelled, PlgtError
from app.memory.glossary import Glossary
from app.memory.translation_memory import TranslationMemory
from app.model.devices import DeviceReport
from app.model.search import LENGTH_PENALTY
from app.model.store import ModelStore
from app.text import detect as detection
from app.text.languages import AUTO, Direction, check_language
from app.text.markup import Run, Tags, join_runs, stand_in
from app.translation.batching import BATCH, WINDOW, Batching, cores
from app.translation.cache import SentenceCache
from app.translation.engines import Engines, identity_of
from app.translation.guards import Flag
from app.translation.marked import as_runs, carry_signed, kept_texts, needs_alignment
from app.translation.options import Options, check_beam, stop_if
from app.translation.pivot import through
from app.translation.plan import SAMPLE, make_plan
from app.translation.result import Sentence, Translation, Word
from app.translation.sentences import Request, SentenceTranslator
from app.translation.tags import Opened, open_tags

__all__ = ["Cancelled", "Flag", "Options", "Run", "Sentence", "Translation", "Translator", "Word"]

Mode = Literal["latency", "throughput"]
Marked = Sequence[Run] | Sequence[tuple[str, Tags]]
PLAIN = Options()
_Text = TypeVar("_Text")


class Translator:
    """Translates with the installed bundles. One object serves any number of threads.

    store: where bundles come from (default: shipped and installed ones). device: auto, cpu or cuda.
    threads: 0 = all cores. mode: `latency` gives one sentence all cores; `throughput` runs one
    single-threaded search per core, which translates more sentences per second of a long text.

    Every call takes `Options`, as an object or as keywords: translate(text, "tr", alternatives=3).
    """

    def __init__(
        self,
        store: ModelStore | None = None,
        device: str = "auto",
        threads: int = 0,
        mode: Mode = "latency",
        beam: int = 4,
        length_penalty: float = LENGTH_PENALTY,
        glossary: Glossary | None = None,
        memory: TranslationMemory | None = None,
        batch_size: int = BATCH,
    ) -> None:
        if mode not in ("latency", "throughput"):
            raise PlgtError(f'Unknown mode "{mode}": use latency or throughput.')
        check_beam(beam)
        if batch_size < 1:
            raise PlgtError(f"A batch size of {batch_size} isn't possible: use at least 1.")
        self.beam = beam
        self.length_penalty = length_penalty
        self.glossary = glossary
        self.memory = memory
        spread = mode == "throughput"
        self.engines = Engines(store if store is not None else ModelStore(), device, 1 if spread else threads)
        self.cache = SentenceCache()
        self.batching = Batching(self._translate_batch, batch_size, (threads or cores()) if spread else 0)

    # Engines --------------------------------------------------------------------------------------

    @property
    def store(self) -> ModelStore:
        """Where bundles come from; another one holds from the next call on."""
        return self.engines.store

    @store.setter
    def store(self, store: ModelStore) -> None:
        self.engines.store = store

    def close(self) -> None:
        """Free engines and workers. The object can be used again; it loads them anew."""
        self.batching.close()
        self.engines.close()
        self.cache.clear()

    def __enter__(self) -> Translator:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def forget(self) -> None:
        """Empty the cache of finished sentences (private mode, changed bundles)."""
        self.cache.clear()

    def steps(self, source: str, target: str) -> list[SentenceTranslator]:
        """The sentence translators of one step, or of two by way of English; PlgtError if no bundle helps."""
        return self.engines.hops(source, target)

    def load(self, source: str, target: str) -> DeviceReport:
        """Load what a direction needs ahead of the first text; the report of the device that it runs on."""
        hops = self.steps(check_language(source), check_language(target))
        report: DeviceReport = hops[0].engine.device
        return report

    def directions(self) -> list[Direction]:
        """Every direction that can be translated now, pivots included."""
        return self.engines.directions()

    # Public calls ---------------------------------------------------------------------------------

    def detect(self, text: str) -> Any:
        """The guess of the text's language: `.lang`, `.probability`."""
        return detection.detect(text[:SAMPLE])

    def translate(
        self, text: str, source: str = AUTO, target: str = "en", options: Options = PLAIN, **changes: Any
    ) -> Translation:
        """Translate one text of any length."""
        return next(self._strings([text], source, target, replace(options, **changes)))

    def translate_many(
        self,
        texts: Iterable[str],
        source: str = AUTO,
        target: str = "en",
        options: Options = PLAIN,
        **changes: Any,
    ) -> Iterator[Translation]:
        """Translate texts as they come, in order, in batches; takes no more of the iterable than a batch
        needs."""
        options = replace(options, **changes)
        for group in _groups(texts, len):
            yield from self._strings(group, source, target, options)

    def translate_lines(
        self, lines: Iterable[str], source: str = AUTO, target: str = "en", **changes: Any
    ) -> Iterator[str]:
        """A line in, a line out, each as soon as it is ready; line ends stay as they are."""
        for line in lines:
            yield self.translate(line, source, target, **changes).text

    def translate_marked(
        self, runs: Marked, source: str = AUTO, target: str = "en", **changes: Any
    ) -> list[Run]:
        """Translate a text with inline marks, given and returned as runs; see `app.text.markup`."""
        return next(self.translate_marked_many([runs], source, target, **changes))

    def translate_marked_many(
        self,
        texts: Iterable[Marked],
        source: str = AUTO,
        target: str = "en",
        options: Options = PLAIN,
        report: Callable[[Translation], None] | None = None,
        **changes: Any,
    ) -> Iterator[list[Run]]:
        """`translate_marked` for many texts, batched. report: called with each text's Translation."""
        for runs, translation in self.marked_translations(texts, source, target, options, **changes):
            if report is not None:
                report(translation)
            yield runs

    def marked_translations(
        self,
        texts: Iterable[Marked],
        source: str = AUTO,
        target: str = "en",
        options: Options = PLAIN,
        **changes: Any,
    ) -> Iterator[tuple[list[Run], Translation]]:
        """(translated runs, Translation) of every text with inline marks, in order. Pairs of tags written out in
        the text are marks too."""
        options = replace(options, **changes)
        waiting: deque[Opened] = deque()

        def opened_runs() -> Iterator[list[Run]]:
            for text in texts:
                waiting.append(self._opened(as_runs(text), source, target, options))
                yield waiting[-1].runs

        for runs, translation in self._marked(opened_runs(), source, target, options):
            yield waiting.popleft().close(runs, translation)

    # The work -------------------------------------------------------------------------------------

    def _opened(self, runs: list[Run], source: str, target: str, options: Options) -> Opened:
        """A text with its tags taken out, unless the memory knows it with its tags."""
        memory = options.memory if options.memory is not None else self.memory
        if memory is not None and memory.exact(join_runs(runs), source, target) is not None:
            return Opened(runs, runs)
        return open_tags(runs)

    def _strings(
        self, texts: Sequence[str], source: str, target: str, options: Options
    ) -> Iterator[Translation]:
        """Translations of plain texts, in order; those with pairs of tags are texts with marks."""
        opened = [self._opened([Run(text)], source, target, options) for text in texts]
        bare = [text for text, entry in zip(texts, opened, strict=True) if not entry.changed]
        plain = self._run(bare, source, target, options)
        marked = self._marked((entry.runs for entry in opened if entry.changed), source, target, options)
        for entry in opened:
            yield entry.close(*next(marked))[1] if entry.changed else next(plain)

    def _marked(
        self, texts: Iterable[list[Run]], source: str, target: str, options: Options
    ) -> Iterator[tuple[list[Run], Translation]]:
        """(translated runs, Translation) of every text, in order."""
        for group in _groups(texts, lambda runs: sum(len(run.text) for run in runs)):
            results: dict[int, tuple[list[Run], Translation]] = {}
            for aligned in (False, True):  # texts without marks need no alignment
                part = [
                    (i, *stand_in(runs)) for i, runs in enumerate(group) if needs_alignment(runs) is aligned
                ]
                plain = [join_runs(shown) for _, shown, _ in part]
                keep = [kept_texts(shown) for _, shown, _ in part]
                translations = self._run(plain, source, target, options, keep, aligned=aligned)
                for (index, shown, signs), translation in zip(part, translations, strict=True):
                    results[index] = carry_signed(group[index], shown, signs, translation)
            yield from (results[index] for index in range(len(group)))

    def _run(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        options: Options,
        keep: Sequence[tuple[str, ...]] | None = None,
        aligned: bool = False,
    ) -> Iterator[Translation]:
        """Plan all texts, translate all their sentences in common batches, put every text together."""
        source = check_language(source, allow_auto=True)
        target = check_language(target)
        options = replace(
            options,
            glossary=options.glossary if options.glossary is not None else self.glossary,
            memory=options.memory if options.memory is not None else self.memory,
        )
        request = Request(
            self.beam if options.beam is None else options.beam,
            self.length_penalty,
            options.alternatives,
            sample=options.sample,
            details=options.details,
            aligned=aligned,
            glossary=options.glossary,
            cancel=options.cancel,
        )
        started = time.perf_counter()
        plans = [
            make_plan(text, source, target, options, keep[index] if keep else ())
            for index, text in enumerate(texts)
        ]
        self.batching.run([job for plan in plans for job in plan.open_jobs], request, options)
        seconds = (time.perf_counter() - started) / max(len(plans), 1)
        for plan in plans:
            used = self.engines.used(plan.source, plan.target) if plan.any_result else (None, "")
            yield plan.finish(seconds, *used)

    def _translate_batch(
        self, texts: list[str], source: str, target: str, request: Request
    ) -> list[Sentence]:
        """Results in the order of the texts; finished ones come from the cache."""
        settings = (
            source, target, request.beam, request.length_penalty, request.alternatives, request.sample, request.details,
            request.aligned,
            request.keep, None if request.glossary is None else request.glossary.terms,
            tuple(identity_of(bundle) for _, _, bundle in self.engines.route(source, target)),
        )  # fmt: skip

        def make(missing: list[str]) -> list[Sentence]:
            stop_if(request.cancel)
            return self._through(missing, source, target, request)

        return self.cache.fill(texts, settings, make)

    def _through(self, texts: list[str], source: str, target: str, request: Request) -> list[Sentence]:
        """What the cache lacks, through the engines."""
        return through(self.steps(source, target), texts, request)


def _groups(texts: Iterable[_Text], length: Callable[[_Text], int]) -> Iterator[list[_Text]]:
    """The texts in groups of about a window of sentences, a hundred characters to a sentence."""
    group: list[_Text] = []
    size = 0
    for text in texts:
        group.append(text)
        size += 1 + length(text) // 100
        if size >= WINDOW:
            yield group
            group, size = [], 0
    if group:
        yield group
