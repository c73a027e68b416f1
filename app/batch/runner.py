"""Runs a planned batch: segments to the pool, results to the journal, finished files to their place."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

from app.batch.bilingual import Heading, Pair, bilingual_path, write_bilingual
from app.batch.journal import Doubtful, Journal
from app.batch.plan import PlannedFile, stamp, wanted
from app.batch.pool import Pool
from app.batch.progress import Meter
from app.batch.report import LISTED, BatchReport, DoubtfulSentence, FileReport
from app.batch.unit import Outcome, Unit, count_words
from app.documents import DocumentFile, Segment, open_document
from app.errors import PlgtError

UNIT_WEIGHT = 64  # about as many sentences: enough for full engine batches, little to lose in a kill
_WAIT = 0.1  # seconds between looks at `cancel` and `pause`


@dataclass
class _OpenFile:
    """A file whose segments are on their way."""

    planned: PlannedFile
    number: int
    document: DocumentFile
    report: FileReport
    pending: int = 0
    exhausted: bool = False
    failed: bool = False
    words_done: int = 0


@dataclass(frozen=True)
class RunSettings:
    """What holds for every file."""

    target: str
    retranslate: bool = False
    force: bool = False
    bilingual: tuple[str, ...] = ()
    low: float = 0.5
    options: dict[str, Any] = field(default_factory=dict)


class Runner:
    """One run over planned files. The journal decides what is still to do."""

    def __init__(
        self,
        files: Sequence[PlannedFile],
        journal: Journal,
        pool: Pool,
        settings: RunSettings,
        report: BatchReport,
        meter: Meter,
        pause: Event | None = None,
        cancel: Event | None = None,
    ) -> None:
        self.files = files
        self.journal = journal
        self.pool = pool
        self.settings = settings
        self.report = report
        self.meter = meter
        self.pause = pause
        self.cancel = cancel
        self._in_flight: dict[int, tuple[_OpenFile, Unit]] = {}
        self._unit = 0

    @property
    def _stopped(self) -> bool:
        return self.cancel is not None and self.cancel.is_set()

    @property
    def _waiting(self) -> bool:
        return self.pause is not None and self.pause.is_set()

    def run(self) -> None:
        """Until everything is done or `cancel` is set. Failures are in the report."""
        units = self._units()
        ended = False
        while not self._stopped:
            if self._waiting:
                self.meter.pause()
            else:
                self.meter.go_on()
                while not ended and not self._stopped and self.pool.free() > 0:
                    pair = next(units, None)
                    if pair is None:
                        ended = True
                        break
                    self._in_flight[pair[1].number] = pair
                    self.pool.submit(pair[1])
            if not self._in_flight:
                if ended:
                    break
                time.sleep(_WAIT)  # paused
                continue
            for outcome in self.pool.wait(_WAIT):
                self._take(outcome)
        self.meter.go_on()
        self.report.cancelled = self._stopped

    # Feeding --------------------------------------------------------------------------------------

    def _units(self) -> Iterator[tuple[_OpenFile, Unit]]:
        for planned in self.files:
            if self._stopped:
                return
            opened = self._open(planned)
            if opened is None:
                continue
            try:
                for unit in self._units_of(opened):
                    if opened.failed:
                        break
                    opened.pending += 1
                    yield opened, unit
            except Exception as error:
                self._fail(opened, _sentence(error, planned.found.path))
            opened.exhausted = True
            self._finish_if_done(opened)

    def _open(self, planned: PlannedFile) -> _OpenFile | None:
        report = FileReport(
            os.fspath(planned.found.path), os.fspath(planned.target), format=planned.format,
            source_lang=planned.source_lang, detected=planned.detected, notes=list(planned.notes),
        )  # fmt: skip
        self.report.files.append(report)
        if planned.error:
            report.state, report.error = "failed", planned.error
            self._done(planned, report)
            return None
        relative = planned.found.relative.as_posix()
        old = self.journal.entry(relative)
        exists = planned.target.exists()
        same = old is not None and old.sha256 == planned.sha256
        if old is not None and old.state == "done" and same and exists:
            self._keep(planned, report, old.record)
            return None
        ours = old is not None and old.state == "writing"  # the crash came between writing and recording
        if exists and not ours and not self.settings.force:
            report.state = "failed"
            report.error = f'"{planned.target}" exists already: add --force to replace it.'
            if old is not None and old.state == "done":
                report.error = (
                    f'"{planned.found.path}" has changed since it was translated: add --force to replace '
                    f'"{planned.target}".'
                )
            self._done(planned, report)
            return None
        entry = self.journal.start(relative, planned.sha256, os.fspath(planned.target))
        if entry.state == "done":
            self.journal.restart(entry.number)
        try:
            options = self.settings.options | {
                "doubtful": Doubtful(lambda i: self.journal.result(entry.number, i), self.settings.low),
            }
            document = open_document(planned.found.path, planned.source_lang or None, options)
        except Exception as error:
            report.state, report.error = "failed", _sentence(error, planned.found.path)
            self._done(planned, report)
            return None
        self.meter.tell("started", planned.found.path, planned.target, planned.words)
        return _OpenFile(planned, entry.number, document, report)

    def _units_of(self, opened: _OpenFile) -> Iterator[Unit]:
        """Units that the journal doesn't hold yet. Their borders depend on the file alone, so that a resumed
        run asks the engine for exactly what an undisturbed one would have asked."""
        group: list[Segment] = []
        weight = 0
        for segment in opened.document.segments():
            if not wanted(segment, self.settings.retranslate):
                continue
            group.append(segment)
            weight += 1 + len(segment.text) // 100
            if weight >= UNIT_WEIGHT:
                yield from self._unit_of(opened, group)
                group, weight = [], 0
        if group:
            yield from self._unit_of(opened, group)

    def _unit_of(self, opened: _OpenFile, group: list[Segment]) -> Iterator[Unit]:
        words = sum(count_words(segment.text) for segment in group)
        if not self.journal.missing(opened.number, [segment.id for segment in group]):
            opened.words_done += words
            self.meter.words_done += words
            return
        self._unit += 1
        yield Unit(
            self._unit, opened.number, opened.planned.source_lang, self.settings.target,
            tuple(segment.id for segment in group), tuple(segment.runs for segment in group), words,
        )  # fmt: skip

    # Taking results -------------------------------------------------------------------------------

    def _take(self, outcome: Outcome) -> None:
        opened, unit = self._in_flight.pop(outcome.number)
        opened.pending -= 1
        if outcome.cancelled:
            return
        if outcome.error:
            self._fail(opened, outcome.error)
        elif not opened.failed:
            self.journal.add(opened.number, outcome.results)
            opened.words_done += unit.words
            self.meter.words_done += unit.words
            self.meter.translated += unit.words
            for key, value in outcome.facts.items():
                name = {"device": "device", "reason": "device_reason", "model": "model"}[key]
                setattr(self.report, name, value)
            planned = opened.planned
            self.meter.tell("running", planned.found.path, planned.target, planned.words, opened.words_done)
        self._finish_if_done(opened)

    def _finish_if_done(self, opened: _OpenFile) -> None:
        if not opened.exhausted or opened.pending or opened.report.state != "open":
            return
        try:
            self._write(opened)
        except Exception as error:
            self._fail(opened, _sentence(error, opened.planned.found.path))

    def _fail(self, opened: _OpenFile, message: str) -> None:
        if opened.failed:
            return
        opened.failed = True
        opened.report.state, opened.report.error = "failed", message
        self.meter.words_done += opened.planned.words - opened.words_done  # they will not come
        self._done(opened.planned, opened.report)

    def _done(self, planned: PlannedFile, report: FileReport) -> None:
        self.meter.files_done += 1
        event: Any = {"failed": "failed", "kept": "kept"}.get(report.state, "written")
        words = planned.words if report.state != "failed" else 0
        self.meter.tell(event, planned.found.path, planned.target, planned.words, words, report.error)

    def _keep(self, planned: PlannedFile, report: FileReport, record: str) -> None:
        kept = FileReport.from_json(json.loads(record))
        vars(report).update(vars(kept))
        report.source, report.target, report.state = (
            os.fspath(planned.found.path), os.fspath(planned.target), "kept"
        )  # fmt: skip
        self.meter.words_done += planned.words
        self._done(planned, report)

    # Writing --------------------------------------------------------------------------------------

    def _write(self, opened: _OpenFile) -> None:
        planned, report = opened.planned, opened.report
        if stamp(planned.found.path) != planned.stamp:
            raise PlgtError(
                f'"{planned.found.path}" changed while it was being translated: run the batch again.'
            )
        extra = {kind: bilingual_path(planned.target, kind) for kind in self.settings.bilingual}
        entry = self.journal.entry(planned.found.relative.as_posix())
        if not (self.settings.force or (entry is not None and entry.state == "writing")):
            for path in (planned.target, *planned.companions, *extra.values()):
                if path.exists():
                    raise PlgtError(f'"{path}" exists already: add --force to replace it.')
        self.journal.set_state(opened.number, "writing")
        for path in (planned.target, *planned.companions, *extra.values()):
            remove_leftovers(path)
        translations = self.journal.translations(opened.number)
        opened.document.write(planned.target, translations, self.settings.target)
        opened.document.write_companions(planned.companions, translations, self.settings.target)
        heading = Heading(
            planned.found.path.name, planned.source_lang, self.settings.target, self.settings.low
        )
        for kind, path in extra.items():
            write_bilingual(path, kind, heading, self._pairs(opened))
        sync_folder(planned.target.parent)
        report.also = [os.fspath(path) for path in (*planned.companions, *extra.values())]
        self._summarise(opened)
        report.state = "translated"
        self.journal.finish(opened.number, json.dumps(asdict(report)))
        self._done(planned, report)

    def _pairs(self, opened: _OpenFile) -> Iterator[Pair]:
        for segment in opened.document.segments():
            result = self.journal.result(opened.number, segment.id)
            yield Pair(segment.id, segment.context, segment.text, result)

    def _summarise(self, opened: _OpenFile) -> None:
        report, low = opened.report, self.settings.low
        flags: Counter[str] = Counter()
        weight = total = 0.0
        for pair in self._pairs(opened):
            if pair.result is None:
                continue
            report.segments += 1
            report.words += pair.result.words
            for sentence in pair.result.sentences:
                report.sentences += 1
                weight += len(sentence.source)
                total += len(sentence.source) * sentence.confidence
                flags.update(code for code, _ in sentence.flags)
                report.low_confidence += sentence.confidence < low
                if (sentence.flags or sentence.confidence < low) and len(report.doubtful) < LISTED:
                    report.doubtful.append(
                        DoubtfulSentence(
                            pair.id, pair.context, sentence.source, sentence.target,
                            round(sentence.confidence, 4), [list(flag) for flag in sentence.flags],
                        )
                    )  # fmt: skip
        report.confidence = round(total / weight, 4) if weight else 1.0
        report.flags = dict(sorted(flags.items()))
        report.notes = list(dict.fromkeys([*report.notes, *opened.document.notes]))


def remove_leftovers(target: Path) -> None:
    """Temporary files that a killed run left beside a target."""
    if target.parent.is_dir():
        prefix = f".{target.name[:80]}."
        for entry in list(os.scandir(target.parent)):
            if entry.name.startswith(prefix) and entry.name.endswith(".part"):
                Path(entry.path).unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder survive a power cut, where the system can."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass
    finally:
        os.close(descriptor)


def _sentence(error: Exception, path: Path) -> str:
    if isinstance(error, PlgtError):
        return str(error)
    if isinstance(error, MemoryError):
        return f'"{path.name}" does not fit into memory: split it first.'
    return f'"{path.name}" could not be translated ({type(error).__name__}: {error}): please report it.'
