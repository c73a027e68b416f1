"""A text taken apart into what is translated and what stays, and put together again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from app.memory.translation_memory import TranslationMemory
from app.model.devices import DeviceReport
from app.text import detect as detection
from app.text import patterns, structure
from app.text.clauses import split_clauses
from app.text.languages import AUTO
from app.text.wrapping import fill
from app.translation.guards import Flag, has_letters
from app.translation.options import Options
from app.translation.result import Sentence, Translation
from app.translation.sentences import languages_note

PORTION = 2000  # characters; a longer sentence is taken apart at clauses before anything else
SAMPLE = 4000  # characters that language detection looks at
SURE = 0.8  # a guess that the text is in the target language already must be at least so probable
FOREIGN_WORDS = 4  # a sentence of at least this many words ...
FOREIGN_PROBABILITY = 0.97  # ... and this probability is taken for another language than the text's


@dataclass
class Job:
    """A sentence to translate; `result` is filled in."""

    text: str
    source: str  # language
    target: str
    keep: tuple[str, ...] = ()
    result: Sentence | None = None


@dataclass
class Gap:
    """White space between two portions of a very long sentence."""

    text: str


@dataclass(frozen=True)
class Message(structure.Sentence):
    """Lines that hold a plural or select pattern, which no sentence translator can keep."""


@dataclass
class Plan:
    """A text taken apart: pieces in order, a job for each sentence piece."""

    text: str
    source: str
    detected: bool
    probability: float
    target: str
    pieces: list[Any] = field(default_factory=list)
    jobs: list[Job | None] = field(default_factory=list)  # None = a piece that stays as it is
    note: str = ""

    @property
    def open_jobs(self) -> list[Job]:
        return [job for job in self.jobs if job is not None and job.result is None]

    @property
    def any_result(self) -> bool:
        return any(job is not None and job.result is not None for job in self.jobs)

    def finish(self, seconds: float, device: DeviceReport | None, model: str) -> Translation:
        """The text with its structure, and every sentence with its place in both texts."""
        sentences: list[Sentence] = []
        parts: list[str] = []
        at = paragraph = 0
        for piece, job in zip(self.pieces, self.jobs, strict=True):
            text = piece.text
            if isinstance(piece, structure.Fill):
                if not piece.begins:
                    parts[paragraph:] = [fill("".join(parts[paragraph:]), piece.width)]
                paragraph = len(parts)
            if job is not None and job.result is not None:
                result = job.result
                result.start, result.end, result.target_start = piece.start, piece.end, at
                sentences.append(result)
                text = result.target
            parts.append(text)
            at += len(text)
        text = "".join(parts) if self.pieces else self.text
        return Translation(
            text, self.source, self.detected, self.target, sentences, device, model, seconds,
            self.probability,
            self.note,
        )  # fmt: skip


def make_plan(text: str, source: str, target: str, options: Options, keep: Iterable[str] = ()) -> Plan:
    """Take a text apart; what the memory knows, and what is in the target language already, is done at once.

    source: a language or AUTO; keep: terms that stay as they are. Raises Cancelled.
    """
    detected, probability = source == AUTO, 1.0
    if detected:
        guesses = detection.rank(text[:SAMPLE])
        guess = guesses[0]
        if guess.lang == target and guess.probability < SURE:
            guess = guesses[1]  # who asks for a translation rarely means a text that needs none
        source, probability = guess.lang, float(guess.probability)
    plan = Plan(text, source, detected, probability, target)
    if not has_letters(text):
        return plan
    if source == target:
        plan.note = languages_note(target)
        return plan
    pieces = _pieces(text, source, options.unwrap)
    plan.pieces = [part for piece in pieces for part in _portions(piece)]
    for piece in plan.pieces:
        options.stop_if_cancelled()
        if isinstance(piece, Message):
            flag = Flag("pattern", "A plural or select pattern was left as it is: translate it by hand.")
            result = Sentence(piece.text, piece.text, source_lang=source, flags=[flag])
            plan.jobs.append(Job(piece.text, source, target, result=result))
            continue
        if not isinstance(piece, structure.Sentence) or not has_letters(piece.text):
            plan.jobs.append(None)
            continue
        job = Job(piece.text, source, target, tuple(term for term in keep if term in piece.text))
        language = _foreign(piece.text, source)
        if language == target:
            job.result = Sentence(piece.text, piece.text, source_lang=target, note=languages_note(target))
        elif language and detected:
            job.source = language
        if job.result is None and options.memory is not None:
            _look_up(job, options.memory)
        plan.jobs.append(job)
    return plan


def _foreign(sentence: str, expected: str) -> str:
    """The sentence's language when it certainly isn't the expected one, else an empty string."""
    if len(sentence.split()) < FOREIGN_WORDS:
        return ""
    common = detection.common_words(sentence)
    if max(count for language, count in common.items() if language != expected) <= common.get(expected, 0):
        return ""
    guess = detection.detect(sentence[:SAMPLE])
    sure = guess.lang != expected and guess.probability >= FOREIGN_PROBABILITY
    return str(guess.lang) if sure else ""


def _look_up(job: Job, memory: TranslationMemory) -> None:
    hit = memory.exact(job.text, job.source, job.target)
    if hit is not None:
        job.result = Sentence(job.text, hit.target, source_lang=job.source, memory=[hit])
        job.result.note = "From the translation memory."


def _pieces(text: str, language: str, unwrap: bool) -> Iterator[Any]:
    """The pieces of a text; the lines of its plural and select patterns are one piece each."""
    at = 0
    for start, end in patterns.message_spans(text):
        if start < at:
            continue
        first = max(text.rfind("\n", 0, start) + 1, at)
        last = text.find("\n", end)
        last = len(text) if last < 0 else last
        yield from _moved(structure.pieces(text[at:first], language, unwrap=unwrap), at)
        yield Message(text[first:last], first, last)
        at = last
    yield from _moved(structure.pieces(text[at:], language, unwrap=unwrap), at)


def _moved(pieces: Iterable[structure.Piece], by: int) -> Iterator[structure.Piece]:
    """Pieces of a part of a text that begins at `by`."""
    for piece in pieces:
        if isinstance(piece, structure.Fill) or not by:
            yield piece
        else:
            yield replace(piece, start=piece.start + by, end=piece.end + by)


def _portions(piece: Any) -> list[Any]:
    """A piece as it is; a very long sentence in portions, for even progress, memory and cancelling."""
    whole = not isinstance(piece, structure.Sentence) or isinstance(piece, Message)
    if whole or len(piece.text) <= PORTION:
        return [piece]
    portions: list[Any] = []
    at = 0
    for start, end in split_clauses(piece.text, lambda text: len(text) <= PORTION):
        if start > at:
            portions.append(Gap(piece.text[at:start]))
        portions.append(structure.Sentence(piece.text[start:end], piece.start + start, piece.start + end))
        at = end
    return [*portions, Gap(piece.text[at:])]
