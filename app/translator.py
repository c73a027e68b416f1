"""The one way to translate: command line, window, files and server all call `Translator`.

text -> structure -> sentences -> (memory | engine, once or by way of English) -> sentences -> text.
Everything around the sentences comes back exactly; every decision (language guessed, sentence left alone,
second try, device) is in the result.
"""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from app.alignment import compose
from app.bundle import Bundle
from app.clauses import split_clauses
from app.confidence import Calibration
from app.devices import DeviceReport
from app.engine import Engine
from app.errors import Cancelled, PlgtError
from app.fallback import ResilientEngine
from app.glossary import Glossary
from app.guards import Flag, has_letters
from app.languages import AUTO, Direction, check_language
from app.markup import (
    Run,
    Tags,
    join_runs,
    merge_runs,
    project_runs,
    settle_blanks,
    slice_runs,
    stand_in,
    without_signs,
)
from app.memory import TranslationMemory
from app.models import ModelStore
from app.search import LENGTH_PENALTY
from app.sentences import Request, SentenceTranslator, languages_note
from app.text import detect as detection
from app.text import structure
from app.tokenizer import Tokenizer
from app.translation import Sentence, Translation, Word

__all__ = ["Cancelled", "Flag", "Run", "Sentence", "Translation", "Translator", "Word"]

Mode = Literal["latency", "throughput"]
Identity = tuple[str, str]  # path and fingerprint of a bundle
Progress = Callable[[int, int], None]  # (sentences done, sentences in all)
PIVOT = "en"
WINDOW = 256  # sentences that are sorted by length together
BATCH = 32  # sentences in one engine call
CACHED = 2000  # sentences whose results are kept, so that typing translates only what changed
PORTION = 2000  # characters; a longer sentence is taken apart at clauses before anything else
SAMPLE = 4000  # characters that language detection looks at
SURE = 0.8  # a guess that the text is in the target language already must be at least so probable
FOREIGN_WORDS = 4  # a sentence of at least this many words ...
FOREIGN_PROBABILITY = 0.97  # ... and this probability is taken for another language than the text's


@dataclass
class _Job:
    """A sentence to translate; `result` is filled in."""

    text: str
    source: str  # language
    target: str
    keep: tuple[str, ...] = ()
    result: Sentence | None = None


@dataclass
class _Gap:
    """White space between two portions of a very long sentence."""

    text: str


@dataclass
class _Plan:
    """A text taken apart: pieces in order, a job for each sentence piece."""

    text: str
    source: str
    detected: bool
    probability: float
    target: str
    pieces: list[Any] = field(default_factory=list)
    jobs: list[_Job | None] = field(default_factory=list)  # None = a piece that stays as it is
    note: str = ""

    @property
    def open_jobs(self) -> list[_Job]:
        return [job for job in self.jobs if job is not None and job.result is None]


@dataclass(frozen=True)
class _Options:
    """What holds for all sentences of a call."""

    request: Request
    glossary: Glossary | None
    memory: TranslationMemory | None
    progress: Progress | None
    cancel: threading.Event | None


class Translator:
    """Translates with the installed bundles. One object serves any number of threads.

    store: where bundles come from (default: shipped and installed ones). device: auto, cpu or cuda.
    threads: 0 = all cores. mode: `latency` gives one sentence all cores; `throughput` runs one
    single-threaded search per core, which translates more sentences per second of a long text.
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
        if not 1 <= beam <= 32:
            raise PlgtError(f"A beam of {beam} isn't possible: use 1 to 32.")
        if batch_size < 1:
            raise PlgtError(f"A batch size of {batch_size} isn't possible: use at least 1.")
        self.store = store if store is not None else ModelStore()
        self.device_wanted = device
        self.threads = threads
        self.mode: Mode = mode
        self.beam = beam
        self.length_penalty = length_penalty
        self.glossary = glossary
        self.memory = memory
        self.batch_size = batch_size
        self._lock = threading.RLock()
        self._engines: dict[Identity, ResilientEngine] = {}
        self._tokenizers: dict[Identity, Tokenizer] = {}
        self._hops: dict[tuple[Identity, str, str], SentenceTranslator] = {}
        self._cache: OrderedDict[Hashable, Sentence] = OrderedDict()
        self._pool: ThreadPoolExecutor | None = None

    # Engines --------------------------------------------------------------------------------------

    def close(self) -> None:
        """Free engines and workers. The object can be used again; it loads them anew."""
        with self._lock:
            if self._pool is not None:
                self._pool.shutdown(wait=False, cancel_futures=True)
                self._pool = None
            self._engines.clear()
            self._hops.clear()
            self._tokenizers.clear()
            self._cache.clear()

    def __enter__(self) -> Translator:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def forget(self) -> None:
        """Empty the cache of finished sentences (private mode, changed bundles)."""
        with self._lock:
            self._cache.clear()

    def _make_engine(self, bundle: Bundle, device: str) -> Engine:
        return Engine(bundle, device=device, threads=1 if self.mode == "throughput" else self.threads)

    def _route(self, source: str, target: str) -> list[tuple[str, str, Bundle]]:
        """(source, target, bundle) of one step, or of two by way of English; PlgtError if no bundle helps."""
        try:
            return [(source, target, self.store.for_direction(source, target))]
        except PlgtError:
            if PIVOT in (source, target):
                raise
            try:
                first = self.store.for_direction(source, PIVOT)
                return [(source, PIVOT, first), (PIVOT, target, self.store.for_direction(PIVOT, target))]
            except PlgtError:
                pass
            raise

    def steps(self, source: str, target: str) -> list[SentenceTranslator]:
        """The sentence translators of one step, or of two by way of English; PlgtError if no bundle helps."""
        return [self._hop(*step) for step in self._route(source, target)]

    def _hop(self, source: str, target: str, bundle: Bundle) -> SentenceTranslator:
        """The sentence translator of one direction; a bundle's directions share its engine."""
        path, identity = str(bundle.path), _identity(bundle)
        with self._lock:
            for other in [key for key in self._engines if key[0] == path and key != identity]:
                self._forget_bundle(other)  # the file was replaced
            hop = self._hops.get((identity, source, target))
            if hop is None:
                if identity not in self._engines:
                    self._engines[identity] = ResilientEngine(
                        self._make_engine(bundle, self.device_wanted),
                        lambda reason: _with_reason(self._make_engine(bundle, "cpu"), reason),
                    )
                hop = SentenceTranslator(
                    self._engines[identity],
                    self._tokenizers.setdefault(identity, Tokenizer(bundle)),
                    Direction(source, target),
                    Calibration.from_manifest(bundle.manifest),
                    bundle.max_length,
                )
                self._hops[(identity, source, target)] = hop
            return hop

    def _forget_bundle(self, identity: Identity) -> None:
        self._engines.pop(identity, None)
        self._tokenizers.pop(identity, None)
        for key in [key for key in self._hops if key[0] == identity]:
            del self._hops[key]

    def load(self, source: str, target: str) -> DeviceReport:
        """Load what a direction needs ahead of the first text; the report of the device that it runs on."""
        hops = self.steps(check_language(source), check_language(target))
        report: DeviceReport = hops[0].engine.device
        return report

    def directions(self) -> list[Direction]:
        """Every direction that can be translated now, pivots included."""
        direct = {(d.source, d.target) for bundle in self.store.bundles() for d in bundle.directions}
        pivots = {(s, t) for s, p in direct for q, t in direct if p == q == PIVOT and s != t}
        return sorted(Direction(*pair) for pair in direct | pivots)

    # Public calls ---------------------------------------------------------------------------------

    def detect(self, text: str) -> Any:
        """The guess of the text's language: `.lang`, `.probability`."""
        return detection.detect(text[:SAMPLE])

    def translate(
        self,
        text: str,
        source: str = AUTO,
        target: str = "en",
        *,
        alternatives: int = 0,
        details: bool = False,
        glossary: Glossary | None = None,
        memory: TranslationMemory | None = None,
        progress: Progress | None = None,
        cancel: threading.Event | None = None,
        beam: int | None = None,
    ) -> Translation:
        """Translate one text of any length.

        details: words, their confidence and alternatives, and the word alignment. progress(done, total) is
        called after every batch. When `cancel` is set, Cancelled is raised within a second.
        """
        options = self._options(alternatives, details, glossary, memory, progress, cancel, beam)
        return next(self._run([text], source, target, options))

    def translate_many(
        self,
        texts: Iterable[str],
        source: str = AUTO,
        target: str = "en",
        *,
        alternatives: int = 0,
        details: bool = False,
        glossary: Glossary | None = None,
        memory: TranslationMemory | None = None,
        progress: Progress | None = None,
        cancel: threading.Event | None = None,
        beam: int | None = None,
    ) -> Iterator[Translation]:
        """Translate texts as they come, in order, in batches; takes no more of the iterable than a batch
        needs."""
        options = self._options(alternatives, details, glossary, memory, progress, cancel, beam)
        group: list[str] = []
        size = 0
        for text in texts:
            group.append(text)
            size += 1 + len(text) // 100
            if size >= WINDOW:
                yield from self._run(group, source, target, options)
                group, size = [], 0
        if group:
            yield from self._run(group, source, target, options)

    def translate_lines(
        self, lines: Iterable[str], source: str = AUTO, target: str = "en", **options: Any
    ) -> Iterator[str]:
        """A line in, a line out, each as soon as it is ready; line ends stay as they are."""
        for line in lines:
            yield self.translate(line, source, target, **options).text

    def translate_marked(
        self,
        runs: Sequence[Run] | Sequence[tuple[str, Tags]],
        source: str = AUTO,
        target: str = "en",
        **options: Any,
    ) -> list[Run]:
        """Translate a text with inline marks, given and returned as runs; see `app.markup`."""
        return next(self.translate_marked_many([runs], source, target, **options))

    def translate_marked_many(
        self,
        texts: Iterable[Sequence[Run] | Sequence[tuple[str, Tags]]],
        source: str = AUTO,
        target: str = "en",
        *,
        glossary: Glossary | None = None,
        memory: TranslationMemory | None = None,
        progress: Progress | None = None,
        cancel: threading.Event | None = None,
        report: Callable[[Translation], None] | None = None,
    ) -> Iterator[list[Run]]:
        """`translate_marked` for many texts, batched. report: called with each text's Translation."""
        for runs, translation in self.marked_translations(
            texts, source, target, glossary=glossary, memory=memory, progress=progress, cancel=cancel
        ):
            if report is not None:
                report(translation)
            yield runs

    def marked_translations(
        self,
        texts: Iterable[Sequence[Run] | Sequence[tuple[str, Tags]]],
        source: str = AUTO,
        target: str = "en",
        *,
        glossary: Glossary | None = None,
        memory: TranslationMemory | None = None,
        progress: Progress | None = None,
        cancel: threading.Event | None = None,
    ) -> Iterator[tuple[list[Run], Translation]]:
        """(translated runs, Translation) of every text with inline marks, in order."""
        plain = self._options(0, False, glossary, memory, progress, cancel, None)
        group: list[list[Run]] = []
        size = 0

        def flush() -> Iterator[tuple[list[Run], Translation]]:
            for aligned in (False, True):  # texts without marks need no alignment
                part = [
                    (i, stand_in(runs)) for i, runs in enumerate(group) if _needs_alignment(runs) is aligned
                ]
                options = replace(plain, request=replace(plain.request, aligned=aligned))
                keep = [
                    tuple(run.text.strip() for run in runs if run.keep and run.text.strip())
                    for _, (runs, _) in part
                ]
                shown = [join_runs(runs) for _, (runs, _) in part]
                translations = self._run(shown, source, target, options, keep)
                for (index, (runs, signs)), text, translation in zip(part, shown, translations, strict=True):
                    carried = without_signs(_carry(runs, translation), signs)
                    results[index] = (
                        settle_blanks(group[index], carried),
                        _unsigned(translation, text, signs),
                    )
            yield from (results[index] for index in range(len(group)))

        results: dict[int, tuple[list[Run], Translation]] = {}
        for text in texts:
            runs = [run if isinstance(run, Run) else Run(run[0], tuple(run[1])) for run in text]
            group.append(runs)
            size += 1 + sum(len(run.text) for run in runs) // 100
            if size >= WINDOW:
                yield from flush()
                group.clear()
                results.clear()
                size = 0
        yield from flush()

    # The work -------------------------------------------------------------------------------------

    def _options(
        self,
        alternatives: int,
        details: bool,
        glossary: Glossary | None,
        memory: TranslationMemory | None,
        progress: Progress | None,
        cancel: threading.Event | None,
        beam: int | None,
    ) -> _Options:
        if alternatives < 0 or alternatives > 20:
            raise PlgtError(f"{alternatives} alternatives aren't possible: ask for 0 to 20.")
        beam = self.beam if beam is None else beam
        if not 1 <= beam <= 32:
            raise PlgtError(f"A beam of {beam} isn't possible: use 1 to 32.")
        glossary = glossary if glossary is not None else self.glossary
        memory = memory if memory is not None else self.memory
        request = Request(
            beam, self.length_penalty, alternatives, details=details, glossary=glossary, cancel=cancel
        )
        return _Options(request, glossary, memory, progress, cancel)

    def _run(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        options: _Options,
        keep: Sequence[tuple[str, ...]] | None = None,
    ) -> Iterator[Translation]:
        """Plan all texts, translate all their sentences in common batches, put every text together."""
        source = check_language(source, allow_auto=True)
        target = check_language(target)
        started = time.perf_counter()
        plans = [
            self._plan(text, source, target, options, keep[index] if keep else ())
            for index, text in enumerate(texts)
        ]
        self._translate_jobs([job for plan in plans for job in plan.open_jobs], options)
        seconds = (time.perf_counter() - started) / max(len(plans), 1)
        for plan in plans:
            yield self._finish(plan, seconds)

    def _plan(self, text: str, source: str, target: str, options: _Options, keep: tuple[str, ...]) -> _Plan:
        detected, probability = source == AUTO, 1.0
        if detected:
            guesses = detection.rank(text[:SAMPLE])
            guess = guesses[0]
            if guess.lang == target and guess.probability < SURE:
                guess = guesses[1]  # who asks for a translation rarely means a text that needs none
            source, probability = guess.lang, float(guess.probability)
        plan = _Plan(text, source, detected, probability, target)
        if not has_letters(text):
            return plan
        if source == target:
            plan.note = languages_note(target)
            return plan
        plan.pieces = [part for piece in structure.pieces(text, source) for part in _portions(piece)]
        for piece in plan.pieces:
            _stop_if(options.cancel)
            if not isinstance(piece, structure.Sentence) or not has_letters(piece.text):
                plan.jobs.append(None)
                continue
            job = _Job(piece.text, source, target, tuple(term for term in keep if term in piece.text))
            language = self._foreign(piece.text, source)
            if language == target:
                job.result = Sentence(piece.text, piece.text, source_lang=target, note=languages_note(target))
            elif language and detected:
                job.source = language
            if job.result is None and options.memory is not None:
                self._look_up(job, options.memory)
            plan.jobs.append(job)
        return plan

    def _foreign(self, sentence: str, expected: str) -> str:
        """The sentence's language when it certainly isn't the expected one, else an empty string."""
        if len(sentence.split()) < FOREIGN_WORDS:
            return ""
        common = detection.common_words(sentence)
        if max(count for language, count in common.items() if language != expected) <= common.get(
            expected, 0
        ):
            return ""
        guess = detection.detect(sentence[:SAMPLE])
        sure = guess.lang != expected and guess.probability >= FOREIGN_PROBABILITY
        return str(guess.lang) if sure else ""

    @staticmethod
    def _look_up(job: _Job, memory: TranslationMemory) -> None:
        hit = memory.exact(job.text, job.source, job.target)
        if hit is not None:
            job.result = Sentence(job.text, hit.target, source_lang=job.source, memory=[hit])
            job.result.note = "From the translation memory."

    def _translate_jobs(self, jobs: list[_Job], options: _Options) -> None:
        """Fill in the results, in windows sorted by length, batch by batch; equal sentences are translated
        once."""
        groups: dict[tuple[str, str, tuple[str, ...]], dict[str, list[_Job]]] = {}
        for job in jobs:
            by_text = groups.setdefault((job.source, job.target, job.keep), {})
            by_text.setdefault(job.text, []).append(job)
        total = len(jobs)
        done = 0
        if options.progress is not None and total:
            options.progress(0, total)
        for (source, target, keep), by_text in groups.items():
            request = replace(options.request, keep=keep)
            texts = list(by_text)
            for batch in self._batches(texts):
                _stop_if(options.cancel)
                for results in self._run_batches(batch, source, target, request):
                    for result in results:
                        same = by_text[result.source]
                        for job in same:
                            job.result = replace(result, flags=list(result.flags))
                            if options.memory is not None:
                                job.result.memory = options.memory.fuzzy(job.text, source, target)
                        done += len(same)
                    if options.progress is not None:
                        options.progress(done, total)
                    _stop_if(options.cancel)

    def _batches(self, texts: list[str]) -> Iterator[list[list[str]]]:
        """Windows of texts, each as batches of sentences of like length."""
        for start in range(0, len(texts), WINDOW):
            window = sorted(texts[start : start + WINDOW], key=len)
            yield [window[at : at + self.batch_size] for at in range(0, len(window), self.batch_size)]

    def _run_batches(
        self, batches: list[list[str]], source: str, target: str, request: Request
    ) -> Iterator[list[Sentence]]:
        if self.mode == "latency" or len(batches) == 1:
            for batch in batches:
                yield self._run_batch(batch, source, target, request)
            return
        with self._lock:
            if self._pool is None:
                workers = self.threads or _cores()
                self._pool = ThreadPoolExecutor(workers, thread_name_prefix="plgt-search")
            pool = self._pool
        futures = [pool.submit(self._run_batch, batch, source, target, request) for batch in batches]
        try:
            for future in futures:
                yield future.result()
        finally:
            for future in futures:
                future.cancel()

    def _run_batch(self, texts: list[str], source: str, target: str, request: Request) -> list[Sentence]:
        """Results in the order of the texts; finished ones come from the cache."""
        settings = (
            source, target, request.beam, request.length_penalty, request.alternatives, request.details,
            request.aligned,
            request.keep, None if request.glossary is None else request.glossary.terms,
            tuple(_identity(bundle) for _, _, bundle in self._route(source, target)),
        )  # fmt: skip
        results: dict[str, Sentence] = {}
        with self._lock:
            for text in texts:
                cached = self._cache.get((text, settings))
                if cached is not None:
                    self._cache.move_to_end((text, settings))
                    results[text] = cached
        missing = [text for text in texts if text not in results]
        if missing:
            _stop_if(request.cancel)
            for text, sentence in zip(missing, self._through(missing, source, target, request), strict=True):
                results[text] = sentence
            with self._lock:
                for text in missing:
                    if len(text) <= 2000:
                        self._cache[(text, settings)] = results[text]
                while len(self._cache) > CACHED:
                    self._cache.popitem(last=False)
        return [results[text] for text in texts]

    def _through(self, texts: list[str], source: str, target: str, request: Request) -> list[Sentence]:
        route = self.steps(source, target)
        if len(route) == 1:
            results = route[0].translate(texts, request)
        else:
            first = route[0].translate(texts, replace(request, alternatives=0))
            second = route[1].translate([sentence.target for sentence in first], request)
            results = [_joined(a, b) for a, b in zip(first, second, strict=True)]
        for result in results:
            result.source_lang = source
        return results

    def _finish(self, plan: _Plan, seconds: float) -> Translation:
        """The text with its structure, and every sentence with its place in both texts."""
        sentences: list[Sentence] = []
        parts: list[str] = []
        at = 0
        for piece, job in zip(plan.pieces, plan.jobs, strict=True):
            text = piece.text
            if job is not None and job.result is not None:
                result = job.result
                result.start, result.end, result.target_start = piece.start, piece.end, at
                sentences.append(result)
                text = result.target
            parts.append(text)
            at += len(text)
        text = "".join(parts) if plan.pieces else plan.text
        device, model = self._used(plan)
        return Translation(
            text, plan.source, plan.detected, plan.target, sentences, device, model, seconds,
            plan.probability,
            plan.note,
        )  # fmt: skip

    def _used(self, plan: _Plan) -> tuple[DeviceReport | None, str]:
        """Device report and bundle names of the plan's route, if it needed one."""
        if not any(job is not None and job.result is not None for job in plan.jobs):
            return None, ""
        try:
            route = self._route(plan.source, plan.target)
        except PlgtError:  # everything came from the memory, or from sentences of other languages
            return None, ""
        with self._lock:
            engines = [self._engines.get(_identity(bundle)) for _, _, bundle in route]
        device = engines[0].device if engines[0] is not None else None
        return device, " + ".join(dict.fromkeys(bundle.name for _, _, bundle in route))


def _portions(piece: Any) -> list[Any]:
    """A piece as it is; a very long sentence in portions, for even progress, memory and cancelling."""
    if not isinstance(piece, structure.Sentence) or len(piece.text) <= PORTION:
        return [piece]
    portions: list[Any] = []
    at = 0
    for start, end in split_clauses(piece.text, lambda text: len(text) <= PORTION):
        if start > at:
            portions.append(_Gap(piece.text[at:start]))
        portions.append(structure.Sentence(piece.text[start:end], piece.start + start, piece.start + end))
        at = end
    return [*portions, _Gap(piece.text[at:])]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _stop_if(cancel: threading.Event | None) -> None:
    if cancel is not None and cancel.is_set():
        raise Cancelled()


def _identity(bundle: Bundle) -> Identity:
    return str(bundle.path), bundle.fingerprint


def _with_reason(engine: Engine, reason: str) -> Engine:
    """An engine whose device report tells why it runs on the CPU."""
    engine.device = replace(engine.device, reason=reason)
    return engine


def _joined(first: Sentence, second: Sentence) -> Sentence:
    """Two hops as one sentence: source of the first, target of the second."""
    notes = dict.fromkeys(note for note in ("By way of English.", first.note, second.note) if note)
    return replace(
        second,
        source=first.source,
        confidence=round(first.confidence * second.confidence, 4),
        flags=[*first.flags, *(flag for flag in second.flags if flag not in first.flags)],
        note=" ".join(notes),
        source_words=first.source_words,
        alignment=compose(first.alignment, second.alignment),
    )


def _needs_alignment(runs: Sequence[Run]) -> bool:
    return len({run.tags for run in runs}) > 1 or any(not run.text for run in runs)


def _carry(runs: list[Run], translation: Translation) -> list[Run]:
    """The runs of the translated text: what is outside sentences as it was, each sentence by its
    alignment."""
    source = join_runs(runs)
    if translation.text == source:
        return runs
    result: list[Run] = []
    at = 0
    for index, sentence in enumerate(translation.sentences):
        result += slice_runs(runs, at, sentence.start, last=False)
        last = index + 1 == len(translation.sentences) and sentence.end == len(source)
        part = slice_runs(runs, sentence.start, sentence.end, last=last)
        before = _tags_at(runs, sentence.start - 1)
        after = _tags_at(runs, sentence.end)
        result += project_runs(part, sentence.target, sentence.alignment, before=before, after=after)
        at = sentence.end
    if at < len(source) or not translation.sentences:
        result += slice_runs(runs, at, len(source), last=True)
    return merge_runs(result)


def _unsigned(translation: Translation, source: str, signs: str) -> Translation:
    """The translation of `source` as it reads without the signs that stood for places. Its words and their
    alignment, which counted the signs, are left out."""
    if not signs:
        return translation
    gone = dict.fromkeys(map(ord, signs))
    named = dict.fromkeys(map(ord, signs), "...")

    def at(text: str, offset: int) -> int:
        return len(text[:offset].translate(gone))

    sentences = [
        replace(
            sentence,
            source=sentence.source.translate(gone),
            target=sentence.target.translate(gone),
            start=at(source, sentence.start),
            end=at(source, sentence.end),
            target_start=at(translation.text, sentence.target_start),
            flags=[replace(flag, reason=flag.reason.translate(named)) for flag in sentence.flags],
            words=[],
            source_words=[],
            alignment=[],
        )
        for sentence in translation.sentences
    ]
    return replace(translation, text=translation.text.translate(gone), sentences=sentences)


def _tags_at(runs: Sequence[Run], place: int) -> Tags:
    at = 0
    for run in runs:
        if at <= place < at + len(run.text):
            return run.tags
        at += len(run.text)
    return ()
