"""One direction of one bundle on plain sentences: protect, normalise, encode, search, judge, try again,
restore.

The unit of the engine is a chunk: a sentence, or a clause of one that is too long. What can't be translated
(no letters, a foreign script, a word longer than the model's limit) passes through unchanged and says so.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from app.memory.glossary import Glossary, TermMatch
from app.model.search import LENGTH_PENALTY
from app.text import casing, protect
from app.text.clauses import split_clauses
from app.text.languages import LANGUAGE_NAMES, Direction
from app.text.words import Span, word_spans
from app.translation import terms
from app.translation.alignment import OffsetMap, align_words, piece_spans, pieces_of_words
from app.translation.alternatives import choose_diverse, recombine, word_variants
from app.translation.confidence import Calibration
from app.translation.guards import Flag, check, collapse_loops, has_letters, severity
from app.translation.result import Sentence, Word

if TYPE_CHECKING:
    from app.model.tokenizer import Tokenizer

MAX_ITEMS = 10  # placeholder tokens that the vocabulary has
RETRY_PENALTY = 2.0  # length penalty of the second try
RECOMBINE = 4  # last tokens that make partial hypotheses equivalent in the wider search
UNSURE = 0.2  # a sentence below this calibrated confidence is flagged
WIDE_BEAM = 8  # at least this many hypotheses when alternatives are wanted
RUNNER_UP = 0.05  # smallest probability of a word offered from the runner-up tokens


@dataclass(frozen=True)
class Request:
    """What is wanted of a batch of sentences."""

    beam: int = 4
    length_penalty: float = LENGTH_PENALTY
    alternatives: int = 0
    sample: int = 0  # draw the tokens of the first try from the so many likeliest (beam 1); 0 = search
    details: bool = False  # words with confidence and alternatives, and the alignment
    aligned: bool = False  # words and alignment alone, which cost almost nothing
    glossary: Glossary | None = None
    keep: tuple[str, ...] = ()  # further texts to be kept as they are
    cancel: threading.Event | None = None


@dataclass
class _Attempt:
    """One decoded translation of a chunk."""

    text: str  # restored: placeholders filled, casing of the source
    raw: str  # as decoded
    hypothesis: Any
    flags: list[Flag]
    problems: list[str]
    found: dict[str, int] = field(default_factory=dict)

    @property
    def badness(self) -> tuple[int, float]:
        return severity(self.flags) + 3 * len(self.problems), -float(self.hypothesis.score)


@dataclass
class _Chunk:
    """A part of a sentence that goes through the engine at once."""

    text: str
    start: int  # offset in the sentence
    verbatim: str = ""  # reason why it isn't translated; empty = it is
    shown: str = ""  # what the model sees
    items: list[str] = field(default_factory=list)
    protected: Any = None
    style: Any = None
    ids: list[int] = field(default_factory=list)
    matches: list[TermMatch] = field(default_factory=list)
    forced: list[list[int]] = field(default_factory=list)
    best: _Attempt | None = None
    others: list[Any] = field(default_factory=list)  # further hypotheses of the best attempt
    notes: list[str] = field(default_factory=list)


def foreign_script(text: str) -> str:
    """Name of the script when most letters aren't Latin, else an empty string."""
    letters = [character for character in text if character.isalpha()]
    latin = sum(
        unicodedata.name(character, "").startswith(("LATIN", "FEMININE", "MASCULINE"))
        for character in letters
    )
    if not letters or latin * 2 > len(letters):
        return ""
    other = next(c for c in letters if not unicodedata.name(c, "").startswith("LATIN"))
    return unicodedata.name(other, "UNKNOWN").split()[0].capitalize()


class SentenceTranslator:
    """Translates lists of sentences in one direction. Thread-safe if the engine is."""

    def __init__(
        self,
        engine: Any,
        tokenizer: Tokenizer,
        direction: Direction,
        calibration: Calibration,
        max_length: int,
    ) -> None:
        """max_length: pieces of the longest source that the model was trained on (tokens around it
        included)."""
        self.engine = engine
        self.tokenizer = tokenizer
        self.direction = direction
        self.calibration = calibration
        self.max_length = max_length

    # Preparing -------------------------------------------------------------------------------------------

    def prepare(self, text: str, request: Request) -> _Chunk:
        chunk = _Chunk(text, 0)
        source, target = self.direction.source, self.direction.target
        keep = list(request.keep)
        if request.glossary is not None:
            keep += request.glossary.keep_terms(source, target)
        chunk.protected = protect.protect(text, keep, source)
        chunk.items = list(chunk.protected.items)
        chunk.shown, chunk.style = casing.normalise(chunk.protected.text, source)
        chunk.ids = self.tokenizer.encode(encodable(chunk.shown), target)
        return chunk

    def _chunks(self, sentence: str, request: Request) -> list[_Chunk]:
        ready: dict[str, _Chunk] = {}  # prepared texts that fit the model

        def fits(text: str) -> bool:
            if len(text) > 40 * self.max_length:
                return False
            chunk = self.prepare(text, request)
            if len(chunk.ids) > self.max_length or len(chunk.items) > MAX_ITEMS:
                return False
            ready[text] = chunk
            return True

        chunks: list[_Chunk] = []
        for start, end in split_clauses(sentence, fits):
            text = sentence[start:end]
            if not has_letters(text):
                chunk = _Chunk(text, start, verbatim="no letters")
            elif script := foreign_script(text):
                chunk = _Chunk(text, start, verbatim=f"{script} script")
            elif text not in ready:
                chunk = _Chunk(text, start, verbatim="a word longer than the model can read")
            else:
                chunk = replace(ready[text], matches=[], forced=[], others=[], notes=[])
                chunk.start = start
                if not has_letters(re.sub(r"<ph\d>", "", chunk.shown)):
                    chunk.verbatim = "nothing to translate"
                self._require_terms(chunk, request)
            chunks.append(chunk)
        return chunks

    def _require_terms(self, chunk: _Chunk, request: Request) -> None:
        if request.glossary is None:
            return
        source, target = self.direction.source, self.direction.target
        for match in request.glossary.find(chunk.shown, source, target):
            if not match.term.keep:
                chunk.matches.append(match)
                ids = self.tokenizer.encode_target(match.required)
                if ids and ids not in chunk.forced:
                    chunk.forced.append(ids)

    # Searching -------------------------------------------------------------------------------------------

    def translate(self, sentences: Sequence[str], request: Request) -> list[Sentence]:
        """A `Sentence` for every text, in order. One engine call for all, further calls for those that
        went wrong."""
        plans = [self._chunks(sentence, request) for sentence in sentences]
        chunks = [chunk for plan in plans for chunk in plan if not chunk.verbatim]
        self._attempt(chunks, request)
        self._settle_terms([chunk for chunk in chunks if chunk.matches], request)
        self._second_try(chunks, request)
        if request.alternatives:
            self._look_wider(chunks, request)
        return [self._assemble(text, plan, request) for text, plan in zip(sentences, plans, strict=True)]

    def _attempt(self, chunks: list[_Chunk], request: Request, **changes: Any) -> None:
        if not chunks:
            return
        beam = changes.pop("beam", request.beam)
        n_best = beam if request.alternatives or request.details else 1
        options: dict[str, Any] = {
            "beam": beam,
            "length_penalty": request.length_penalty,
            "n_best": n_best,
            "cancel": request.cancel,
            **changes,
        }
        if request.sample and beam == 1:
            options["sample"] = request.sample
        if any(chunk.forced for chunk in chunks):
            options["constraints"] = [chunk.forced for chunk in chunks]
        results = self.engine.translate_ids([chunk.ids for chunk in chunks], **options)
        for chunk, hypotheses in zip(chunks, results, strict=True):
            attempt = self._judge(chunk, hypotheses[0])
            if chunk.best is None or attempt.badness < chunk.best.badness:
                chunk.best = attempt
                chunk.others = list(hypotheses[1:])

    def _settle_terms(self, chunks: list[_Chunk], request: Request) -> None:
        """Compare the forced translations of chunks with terms with free ones, and take what says the terms in
        their places: see `terms`."""
        if not chunks:
            return
        free_chunks = [replace(chunk, forced=[], best=None, others=[]) for chunk in chunks]
        self._attempt(free_chunks, request)
        for chunk, free in zip(chunks, free_chunks, strict=True):
            self._settle(chunk, free)

    def _settle(self, chunk: _Chunk, free_chunk: _Chunk) -> None:
        """Choose between the forced translation of a chunk, its free one, and that with the terms put in."""
        forced, free = chunk.best, free_chunk.best
        assert forced is not None and free is not None
        language = self.direction.target
        source_map = OffsetMap(chunk.shown, chunk.text, chunk.items)
        places = [terms.Place(match, source_map.span(match.start, match.end)) for match in chunk.matches]
        forced_links, free_links = self._linked(chunk, forced), self._linked(chunk, free)
        missing = any(flag.code == "glossary" for flag in forced.flags)
        strayed = terms.strayed(forced_links, free_links) or _without_terms(forced) > _without_terms(free)
        if not missing and not strayed and terms.sound(forced_links, free_links, places, language):
            return
        text = terms.substitute(free_links, places, language)
        if text is not None:
            flags = self._flags(chunk, text, free.hypothesis)
            chunk.best = _Attempt(text, free.raw, free.hypothesis, flags, free.problems)
            chunk.others, chunk.forced = [], []
            if text != free.text:
                chunk.notes.append("The glossary's terms were put in place of the words aligned to them.")
        elif strayed:
            chunk.best, chunk.others, chunk.forced = free, free_chunk.others, []
        elif not missing:
            stray = next((p for p in places if not terms.in_place(forced_links, p)), places[0])
            reason = f'The glossary\'s "{stray.match.required}" may stand in the wrong place.'
            forced.flags.append(Flag("glossary", reason))

    def _linked(self, chunk: _Chunk, attempt: _Attempt) -> terms.Linked:
        """An attempt's words with their links to the source's."""
        source_spans, target_spans, _, links = self._align(chunk, attempt)
        return terms.Linked(chunk.text, attempt.text, source_spans, target_spans, links)

    def _look_wider(self, chunks: list[_Chunk], request: Request) -> None:
        """More hypotheses for the alternatives. The translation itself stays that of the usual beam."""
        beam = max(WIDE_BEAM, 2 * request.alternatives + 2)
        results = self.engine.translate_ids(
            [chunk.ids for chunk in chunks],
            beam=beam,
            n_best=beam,
            length_penalty=request.length_penalty,
            recombine=RECOMBINE,
            cancel=request.cancel,
            constraints=[chunk.forced for chunk in chunks] if any(chunk.forced for chunk in chunks) else None,
        )
        for chunk, hypotheses in zip(chunks, results, strict=True):
            chunk.others += hypotheses

    def _judge(self, chunk: _Chunk, hypothesis: Any) -> _Attempt:
        raw = self.tokenizer.decode(hypothesis.ids)
        text, problems = self._restore(chunk, raw)
        return _Attempt(text, raw, hypothesis, self._flags(chunk, text, hypothesis), problems)

    def _flags(self, chunk: _Chunk, text: str, hypothesis: Any) -> list[Flag]:
        """What is wrong with a text that was made of a hypothesis."""
        raw = self.tokenizer.decode(hypothesis.ids)
        flags = check(chunk.text, text, finished=hypothesis.finished)
        if not has_letters(re.sub(r"<ph\d>", "", raw)) and not any(flag.code == "empty" for flag in flags):
            flags.append(Flag("empty", "The model gave no words."))
        if hypothesis.guarded and not any(flag.code == "loop" for flag in flags):
            flags.append(Flag("loop", "The model began to repeat itself and was stopped."))
        if order := protect.out_of_order(raw, chunk.protected):
            flags.append(Flag("order", order))
        folded = text.casefold()
        for match in chunk.matches:
            if match.required.casefold() not in folded:
                flags.append(
                    Flag("glossary", f'The glossary\'s "{match.required}" for "{match.text}" is missing.')
                )
        return flags

    def _restore(self, chunk: _Chunk, raw: str) -> tuple[str, list[str]]:
        tidied = tidy(chunk.text, raw, self.direction.target)
        cased = casing.restore(tidied, chunk.style, self.direction.target)
        restored = protect.restore(cased, chunk.protected)
        text = follow_ending(chunk.text, restored.text)
        return text, list(restored.problems)

    def _second_try(self, chunks: list[_Chunk], request: Request) -> None:
        """Other settings for what went wrong: required placeholders, a wider beam, then clause by clause."""
        lost = [chunk for chunk in chunks if chunk.best and chunk.best.problems]
        for chunk in lost:
            forced = [[self.tokenizer.placeholder(index)] for index in range(len(chunk.items))]
            chunk.forced = [*chunk.forced, *(ids for ids in forced if ids not in chunk.forced)]
        wrong = [
            chunk
            for chunk in chunks
            if chunk.best and not chunk.best.problems and severity(chunk.best.flags) >= 3
        ]
        self._attempt(lost, request)
        self._attempt(
            wrong, request, beam=request.beam + 2 if request.beam > 1 else 4, length_penalty=RETRY_PENALTY
        )
        self._by_clauses([chunk for chunk in chunks if chunk.best and _went_wrong(chunk.best.flags)], request)

    def _by_clauses(self, chunks: list[_Chunk], request: Request) -> None:
        """Third try: the clauses of the chunks one by one; a loop that stays is cut to one round."""
        parts = [self._clauses(chunk, request) for chunk in chunks]
        self._attempt([part for some in parts for part in some if not part.verbatim], request)
        for chunk, some in zip(chunks, parts, strict=True):
            if some:
                self._prefer(chunk, some)
            assert chunk.best is not None
            collapsed = collapse_loops(chunk.best.text)
            if collapsed != chunk.best.text and any(flag.code == "loop" for flag in chunk.best.flags):
                chunk.best.text = collapsed
                chunk.notes.append("A repeated part was cut to one round.")

    def _clauses(self, chunk: _Chunk, request: Request) -> list[_Chunk]:
        """The clauses of a chunk, ready for the engine; none if it can't be taken apart."""
        limit = max(len(chunk.ids) * 2 // 3, 6)
        spans = split_clauses(chunk.text, lambda text: len(self.prepare(text, request).ids) <= limit)
        parts: list[_Chunk] = []
        for start, end in spans if len(spans) > 1 else ():
            part = self.prepare(chunk.text[start:end], request)
            part.start = start
            part.verbatim = "" if has_letters(re.sub(r"<ph\d>", "", part.shown)) else "no letters"
            if len(part.ids) > self.max_length:
                part.verbatim = "a word longer than the model can read"
            self._require_terms(part, request)
            parts.append(part)
        return parts

    @staticmethod
    def _prefer(chunk: _Chunk, parts: list[_Chunk]) -> None:
        """Take the translation of the parts if less is wrong with it than with the whole's."""
        assert chunk.best is not None
        live = [part.best for part in parts if part.best is not None]
        targets = [part.best.text if part.best else part.text for part in parts]
        text = _join(chunk.text, [(part.start, part.start + len(part.text)) for part in parts], targets)
        flags = check(chunk.text, text, finished=all(part.hypothesis.finished for part in live))
        problems = [problem for part in live for problem in part.problems]
        if live and severity(flags) + 3 * len(problems) < chunk.best.badness[0]:
            hypothesis = _merged([part.hypothesis for part in live])
            chunk.best = _Attempt(text, text, hypothesis, flags, problems)
            chunk.others = []
            chunk.notes.append("Translated clause by clause, because the whole went wrong.")

    # Putting together ------------------------------------------------------------------------------------

    def _assemble(self, sentence: str, chunks: list[_Chunk], request: Request) -> Sentence:
        targets = [chunk.best.text if chunk.best else chunk.text for chunk in chunks]
        spans = [(chunk.start, chunk.start + len(chunk.text)) for chunk in chunks]
        result = Sentence(sentence, _join(sentence, spans, targets))
        logprobs: list[float] = []
        notes: list[str] = []
        offset = spans[0][0] if spans else 0  # of the chunk's target in the sentence's target
        for index, (chunk, target) in enumerate(zip(chunks, targets, strict=True)):
            if chunk.best:
                logprobs += chunk.best.hypothesis.logprobs
                result.flags += chunk.best.flags
                result.flags += [
                    Flag("placed", problem) for problem in chunk.best.problems if "was put at" in problem
                ]
                notes += [*chunk.notes, *chunk.best.problems]
            elif chunk.verbatim not in ("no letters", "nothing to translate"):
                result.flags.append(Flag("script" if "script" in chunk.verbatim else "length",
                                         f"A part was kept as it is: {chunk.verbatim}."))  # fmt: skip
            if request.details or request.aligned:
                self._describe(result, chunk, target, offset)
            offset += len(target)
            if index + 1 < len(chunks):
                offset += spans[index + 1][0] - spans[index][1]
        if len([chunk for chunk in chunks if chunk.best]) > 1:
            notes.append("Split at clauses, because the sentence is longer than the model can read at once.")
        result.note = " ".join(dict.fromkeys(notes))
        if logprobs:
            result.confidence = self.calibration.sentence(logprobs)
            if result.confidence < UNSURE and not result.flags:
                reason = f"The model is unsure of this sentence ({result.confidence:.0%} confidence)."
                result.flags.append(Flag("confidence", reason))
        if (request.alternatives or request.details) and len(chunks) == 1 and chunks[0].best:
            self._add_alternatives(result, chunks[0], request)
        return result

    def _describe(self, result: Sentence, chunk: _Chunk, target: str, offset: int) -> None:
        """Words with confidence and their alignment; word offsets count in the whole sentence."""
        source_spans, target_spans = word_spans(chunk.text), word_spans(target)
        first_source, first_target = len(result.source_words), len(result.words)
        target_words = [target[a:b] for a, b in target_spans]
        result.source_words += [(a + chunk.start, b + chunk.start) for a, b in source_spans]
        if chunk.best is None:
            same = list(enumerate(zip(source_spans, target_spans, strict=False)))
            result.alignment += [(first_source + i, first_target + i) for i, _ in same]
            result.words += [
                Word(word, a + offset, b + offset, 1.0)
                for word, (a, b) in zip(target_words, target_spans, strict=True)
            ]
            return
        best = chunk.best
        ids = list(best.hypothesis.ids)
        _, _, target_pieces, links = self._align(chunk, best)
        result.alignment += [(first_source + s, first_target + t) for s, t in links]
        sentence = self.calibration.sentence(best.hypothesis.logprobs)
        for word, (a, b), pieces in zip(target_words, target_spans, target_pieces, strict=True):
            logprobs = [best.hypothesis.logprobs[i] for i in pieces if i < len(best.hypothesis.logprobs)]
            confidence = self.calibration.word(logprobs) if logprobs else sentence
            entry = Word(word, a + offset, b + offset, confidence)
            entry.alternatives = self._runners_up(ids, best.hypothesis, pieces, word)
            result.words.append(entry)

    def _align(
        self, chunk: _Chunk, attempt: _Attempt
    ) -> tuple[list[Span], list[Span], list[list[int]], list[tuple[int, int]]]:
        """(spans of the source's words, of the target's words, pieces of each target word, links)."""
        source_spans, target_spans = word_spans(chunk.text), word_spans(attempt.text)
        target_map = OffsetMap(attempt.raw, attempt.text, chunk.items)
        pieces = self.tokenizer.pieces(list(attempt.hypothesis.ids))
        raw_spans = piece_spans(pieces, attempt.raw) if attempt.raw else []
        target_pieces = pieces_of_words(target_spans, [target_map.span(*span) for span in raw_spans])
        source_map = OffsetMap(chunk.shown, chunk.text, chunk.items)
        shown_spans = piece_spans(self.tokenizer.source_pieces(chunk.ids), chunk.shown)
        source_pieces = pieces_of_words(source_spans, [source_map.span(*span) for span in shown_spans])
        links = align_words(
            attempt.hypothesis.alignment,
            source_pieces,
            target_pieces,
            [chunk.text[a:b] for a, b in source_spans],
            [attempt.text[a:b] for a, b in target_spans],
        )
        return source_spans, target_spans, target_pieces, links

    def _runners_up(self, ids: list[int], hypothesis: Any, pieces: list[int], word: str) -> list[str]:
        """Whole words among the second-best tokens of a word that is one token."""
        runner_up = hypothesis.runner_up
        if len(pieces) != 1 or pieces[0] >= len(runner_up) or not word[:1].isalpha():
            return []
        following = self.tokenizer.pieces(ids[pieces[0] + 1 : pieces[0] + 2])
        if following and not following[0].startswith("▁") and following[0][:1].isalpha():
            return []
        words: list[str] = []
        for token, logprob in runner_up[pieces[0]]:
            piece = self.tokenizer.pieces([token])[0]
            text = piece.removeprefix("▁")
            if (
                piece.startswith("▁") and len(text) > 1 and text.isalpha() and logprob > -3.0
            ):  # exp(-3) = RUNNER_UP
                text = text[:1].upper() + text[1:] if word[:1].isupper() else text
                if text != word and text not in words:
                    words.append(text)
        return words

    def _add_alternatives(self, result: Sentence, chunk: _Chunk, request: Request) -> None:
        best = chunk.best
        assert best is not None
        hypotheses = [best.hypothesis, *chunk.others]
        eos = self.tokenizer.eos
        candidates: list[tuple[str, float]] = []
        required = {match.required.casefold() for match in chunk.matches} - {""}
        required = {words for words in required if words in best.text.casefold()}
        for path in recombine([(h.ids, h.logprobs) for h in hypotheses], eos):
            raw = self.tokenizer.decode(list(path.ids))
            text, problems = self._restore(chunk, raw)
            sound = len(problems) <= len(best.problems) and severity(check(chunk.text, text)) <= severity(
                best.flags
            )
            has_terms = all(words in text.casefold() for words in required)
            if sound and has_terms and text.strip() and not protect.out_of_order(raw, chunk.protected):
                candidates.append((text, path.score))
        chosen = choose_diverse(best.text, candidates, max(request.alternatives, 4))
        lead, tail = result.target[: chunk.start], result.target[chunk.start + len(best.text) :]
        result.alternatives = [lead + text + tail for text in chosen[: request.alternatives]]
        if request.details:
            words = [word.text for word in result.words]
            others = [[text[a:b] for a, b in word_spans(text)] for text in chosen]
            for word, variants in zip(result.words, word_variants(words, others), strict=True):
                word.alternatives += [variant for variant in variants if variant not in word.alternatives]


@dataclass
class _Merged:
    """Hypotheses of clauses, one after another: enough for the confidence of the whole."""

    ids: list[int]
    score: float
    logprobs: list[float]
    alignment: Any
    runner_up: list[list[tuple[int, float]]]
    finished: bool
    guarded: bool = False


def _merged(hypotheses: list[Any]) -> _Merged:
    import numpy as np

    logprobs = [value for hypothesis in hypotheses for value in hypothesis.logprobs]
    score = sum(float(hypothesis.score) for hypothesis in hypotheses) / max(len(hypotheses), 1)
    return _Merged([], score, logprobs, np.zeros((0, 0), dtype=np.float32), [], True)


def _without_terms(attempt: _Attempt) -> int:
    """How bad an attempt is, its glossary's terms left aside."""
    return severity([flag for flag in attempt.flags if flag.code != "glossary"])


def _went_wrong(flags: Sequence[Flag]) -> bool:
    """Whether translating smaller parts may help."""
    return any(flag.code in ("loop", "cut", "length", "empty") for flag in flags)


def _join(sentence: str, spans: Sequence[tuple[int, int]], targets: Sequence[str]) -> str:
    """The targets with the white space that stood around their chunks' spans in the sentence."""
    parts: list[str] = []
    at = 0
    for (start, end), target in zip(spans, targets, strict=True):
        parts += [sentence[at:start], target]
        at = end
    return "".join(parts) + sentence[at:]


_ENDING = re.compile(r"[.!?…]+[\"'”’»)\]]*$")


def follow_ending(source: str, target: str) -> str:
    """The target with the source's final punctuation: added, exchanged or taken away."""
    wanted = re.search(r"[.!?…:;,]+$", source.rstrip())
    body = target.rstrip()
    has = re.search(r"[.!?…:;,]+$", body)
    if not body or not has_letters(source):
        return target
    if wanted and not has:
        if _ENDING.search(body):  # the mark stands before a closing quote or bracket
            return target
        return body + wanted.group(0)
    if wanted and has and wanted.group(0) != has.group(0):
        return body[: has.start()] + wanted.group(0)
    if has and not wanted and not _ENDING.search(source.rstrip()) and has.group(0) in (".", "!", "?", ","):
        return body[: has.start()] or target
    return target


_CLITIC = re.compile(r"(?<=\w) (n't|['’](?:s|re|ve|ll|d|m))\b", re.IGNORECASE)
_SPACED_MARK = re.compile(r"(?<=[\w\")\]>”’]) +([.,!?;:…]+)(?=\s|$|[\"”’)])")


def tidy(source: str, target: str, language: str) -> str:
    """What models write wrongly: symbols that nobody wrote, and the spaces of tokenised training text."""
    symbols = {character for character in target if _is_symbol(character) and character not in source}
    if symbols:
        kept = "".join(character for character in target if character not in symbols)
        target = re.sub(r"\s{2,}", " ", kept).strip()
    if not _SPACED_MARK.search(source):
        target = _SPACED_MARK.sub(r"\1", target)
    if language == "en":
        target = _CLITIC.sub(r"\1", target)
    return target


def _is_symbol(character: str) -> bool:
    """Emoji and dingbats, and the selector that follows them."""
    return character == "\ufe0f" or (unicodedata.category(character) == "So" and character not in "°©®™")


def languages_note(language: str) -> str:
    """The note of a text that is in the target language already."""
    return f"The text is already in {LANGUAGE_NAMES[language]}."


def encodable(text: str) -> str:
    """The text without lone surrogates, which UTF-8 (and so the tokenizer) can't hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
