"""A batch from the outside: what to translate, where to and how; planned, run, resumed, reported."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

from app.batch.bilingual import check_kinds
from app.batch.journal import Journal
from app.batch.plan import (
    DEFAULT_NAME,
    PlannedFile,
    Planner,
    check_name_pattern,
    fingerprint,
    settle_targets,
)
from app.batch.pool import InlinePool, Pool, ProcessPool, default_factory, usable_cores
from app.batch.progress import Meter, ProgressCallback
from app.batch.report import BatchReport, FileReport
from app.batch.runner import Runner, RunSettings, remove_leftovers
from app.batch.shard import Shard
from app.batch.shard import fingerprint as tree_fingerprint
from app.batch.unit import TranslatorFactory
from app.batch.walk import Found, find_files
from app.documents import formats_by_extension
from app.documents.base import write_atomically
from app.errors import Cancelled, PlgtError
from app.text.languages import AUTO, check_language

STATE = ".plgt-batch"  # folder in the output for journals
REPORT = "plgt-report"


@dataclass
class BatchPlan:
    """What would be done."""

    files: list[PlannedFile]
    others: list[Found]
    notes: list[str]

    @property
    def words(self) -> int:
        """Of the files that can be translated."""
        return sum(file.words for file in self.files if not file.error)


class BatchJob:
    """Translates files and folders into `out`; see the package's description for an example.

    inputs: files and folders. out: a folder, or the target file of a single input file.
    source, target: language codes; `auto` guesses each file's language.
    include, exclude: patterns of file names. name: pattern of the translated files' names.
    workers: translating processes of one thread each; 0 = one per core, or one engine where a GPU runs.
    translator: an object to use in this process instead; factory: a picklable function that makes one.
    pool: something else to translate with (a Dask cluster); it is closed at the end of `run`.
    pdf_to: txt, docx, or both: a text with a Word file of the same name beside it.
    columns: of tables, by name or number from 1.
    unwrap: the lines of hard-wrapped paragraphs of plain text are joined, and wrapped again.
    retranslate: also what has a translation already (PO, XLIFF).
    low: confidence below which a sentence is listed in the report.
    state: folder of the journal (default: a hidden one beside the output).
    Raises PlgtError for settings that can't be.
    """

    def __init__(
        self,
        inputs: Sequence[Path | str],
        out: Path | str,
        *,
        source: str = AUTO,
        target: str = "en",
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        name: str = DEFAULT_NAME,
        bilingual: Sequence[str] = (),
        columns: Sequence[str] = (),
        pdf_to: str = "both",
        unwrap: bool = True,
        retranslate: bool = False,
        copy_others: bool = False,
        force: bool = False,
        resume: bool = False,
        shard: Shard | None = None,
        report: Path | None = None,
        device: str = "auto",
        workers: int = 0,
        beam: int = 4,
        model: str = "",
        glossary: Path | str | None = None,
        memory: Path | str | None = None,
        low: float = 0.5,
        state: Path | None = None,
        translator: Any = None,
        factory: TranslatorFactory | None = None,
        pool: Callable[[TranslatorFactory], Pool] | None = None,
    ) -> None:
        self.inputs = [Path(entry) for entry in inputs]
        self.out = Path(out)
        self.source = check_language(source, allow_auto=True)
        self.target = check_language(target)
        if self.source == self.target:
            raise PlgtError("Source and target are the same language: choose two different ones.")
        if workers < 0:
            raise PlgtError("The number of workers can't be negative: use 0 for one per core.")
        if not 1 <= beam <= 32:
            raise PlgtError(f"A beam of {beam} isn't possible: use 1 to 32.")
        if pdf_to not in ("txt", "docx", "both"):
            raise PlgtError(f'A PDF can\'t be translated into "{pdf_to}": use txt, docx or both.')
        self.include, self.exclude = tuple(include), tuple(exclude)
        self.name = check_name_pattern(name)
        self.bilingual = check_kinds(bilingual)
        self.copy_others = copy_others
        self.retranslate = retranslate
        self.force, self.resume = force, resume
        self.shard = shard
        self.device, self.workers, self.beam = device, workers, beam
        self.model = model
        self.glossary = os.fspath(glossary) if glossary else None
        self.memory = os.fspath(memory) if memory else None
        self.low = low
        self._state = state
        self.translator = translator
        self.factory = factory
        self._make_pool = pool
        self.single = (
            len(self.inputs) == 1
            and self.inputs[0].is_file()
            and not self.out.is_dir()
            and self.out.suffix.lower() in formats_by_extension()
        )
        if self.single and self.inputs[0].suffix.lower() == ".pdf":
            pdf_to = {".docx": "docx", ".txt": "txt"}.get(self.out.suffix.lower(), pdf_to)
        self.columns = tuple(columns)
        self.pdf_to = pdf_to
        self.unwrap = unwrap
        self._report_path = report

    # Where things are -----------------------------------------------------------------------------

    @property
    def state_folder(self) -> Path:
        """Where the journal is kept."""
        if self._state is not None:
            return self._state
        label = self.target if self.shard is None else f"{self.target}-{self.shard.label}"
        if self.single:
            return self.out.parent / f".{self.out.name}{STATE}" / label
        return self.out / STATE / label

    @property
    def report_path(self) -> Path | None:
        """The JSON report; None for a single file, unless asked for."""
        if self._report_path is not None:
            return self._report_path
        if self.single:
            return None
        shard = f".{self.shard.label}" if self.shard is not None else ""
        return self.out / f"{REPORT}{shard}.json"

    # Planning -------------------------------------------------------------------------------------

    def plan(self, progress: ProgressCallback | None = None, cancel: Event | None = None) -> BatchPlan:
        """Look at every file, write nothing."""
        found, others, notes, _ = self._find()
        return BatchPlan(self._plan_files(found, Meter(progress), cancel, None), others, notes)

    def _find(self, written: frozenset[str] = frozenset()) -> tuple[list[Found], list[Found], list[str], str]:
        """Files and others of this shard, notes, and the fingerprint of the whole tree.

        written: targets of earlier runs, which are no sources."""
        roots = {entry.resolve() for entry in self.inputs if entry.is_dir()}
        avoid = [] if self.single or self.out.resolve() in roots else [self.out]
        walk = find_files(self.inputs, include=self.include, exclude=self.exclude, avoid=avoid)
        own = {f"{REPORT}.json", f"{REPORT}.txt"}
        files = [
            found
            for found in walk.files
            if os.path.abspath(found.path) not in written
            and not (found.path.name in own and found.path.parent.resolve() == self.out.resolve())
        ]
        tree = tree_fingerprint(files)
        others = walk.others
        if self.shard is not None:
            files = self.shard.select(files)
            others = self.shard.select(others)
        return files, others, walk.notes, tree

    def _plan_files(
        self, found: Sequence[Found], meter: Meter, cancel: Event | None, journal: Journal | None
    ) -> list[PlannedFile]:
        planner = Planner(
            self.out, self.single, self.source, self.target, self.name, self.retranslate,
            self._options, self._detect,
        )  # fmt: skip
        files: list[PlannedFile] = []
        meter.files = len(found)
        for entry in found:
            if cancel is not None and cancel.is_set():
                raise Cancelled("Stopped before anything was translated.")
            planned = self._finished(entry, journal) if journal is not None else None
            if planned is None:
                planned = planner.plan(entry)
            files.append(planned)
            meter.words += 0 if planned.error else planned.words
            meter.tell("planned", entry.path, planned.target, planned.words, message=planned.error)
        settle_targets(files)
        return files

    def _finished(self, found: Found, journal: Journal) -> PlannedFile | None:
        """The plan of a file that an earlier run finished, without opening it."""
        entry = journal.entry(found.relative.as_posix())
        if entry is None or entry.state != "done" or not Path(entry.target).exists():
            return None
        if fingerprint(found.path) != entry.sha256:
            return None
        record = FileReport.from_json(json.loads(entry.record))
        return PlannedFile(
            found, Path(entry.target), record.format, record.source_lang, record.detected,
            record.segments, record.words, entry.sha256,
        )  # fmt: skip

    @property
    def _options(self) -> dict[str, Any]:
        return {"target_lang": self.target, "columns": self.columns, "pdf_to": self.pdf_to,
                "unwrap": self.unwrap}  # fmt: skip

    def _detect(self, text: str) -> Any:
        if self.translator is not None and hasattr(self.translator, "detect"):
            return self.translator.detect(text)
        from app.text import detect

        return detect.detect(text)

    # Running --------------------------------------------------------------------------------------

    def run(
        self,
        progress: ProgressCallback | None = None,
        pause: Event | None = None,
        cancel: Event | None = None,
    ) -> BatchReport:
        """Translate. While `pause` is set nothing new is begun; when `cancel` is set, what is finished is
        kept for `resume` and the report says `cancelled`.

        One bad file is in the report as failed; PlgtError is for what concerns the whole batch.
        """
        meter = Meter(progress)
        self._find()  # a wrong name is noticed before anything is written
        self._check_report()
        folder = self.state_folder
        self._settle_journal(folder)
        with Journal(folder, self._identity()) as journal:
            found, others, notes, tree = self._find(journal.targets())
            report = BatchReport(self.target, notes=list(notes))
            if self.shard is not None:
                report.shards = {"index": self.shard.index, "count": self.shard.count, "files": tree}
            try:
                files = self._plan_files(found, meter, cancel, journal)
            except Cancelled:
                report.cancelled = True
                return report
            self._check_models(files)
            meter.begin(len(files), sum(file.words for file in files if not file.error))
            settings = RunSettings(
                self.target, self.retranslate, self.force, self.bilingual, self.low, self._options
            )
            pool = self._pool(cancel)
            try:
                Runner(files, journal, pool, settings, report, meter, pause, cancel).run()
            finally:
                pool.close()
            self._others(others, report)
            report.seconds, report.words_per_second = meter.seconds, meter.words_per_second
        if self.report_path is not None:
            remove_leftovers(self.report_path)
            report.write(self.report_path)
        if self.single and not report.exit_code:
            Journal.remove(folder)
            shutil.rmtree(folder if self._state is not None else folder.parent, ignore_errors=True)
        meter.tell("finished")
        return report

    def _settle_journal(self, folder: Path) -> None:
        """Whether an earlier run's journal is continued, left behind or in the way."""
        if self.resume or not Journal.exists(folder):
            return
        if not self.force and Journal.unfinished(folder):
            raise PlgtError(
                f'A batch into "{self.out}" was not finished: add --resume to continue it or --force to '
                "start over."
            )
        Journal.remove(folder)

    def _check_report(self) -> None:
        path = self.report_path
        if path is None or self.force:
            return
        for existing in (path, path.with_suffix(".txt")):
            if existing == path and existing.exists():
                try:
                    BatchReport.load(existing)
                except PlgtError:
                    raise PlgtError(
                        f'"{path}" exists and is no report: choose another name with --report.'
                    ) from None

    def _identity(self) -> dict[str, Any]:
        """The settings that translations depend on; `resume` insists on them."""
        return {
            "from": self.source,
            "to": self.target,
            "name": self.name,
            "beam": self.beam,
            "glossary": _content(self.glossary),
            "memory": self.memory or "",
            "columns": list(self.columns),
            "pdf-to": self.pdf_to,
            "unwrap": self.unwrap,
            "retranslate": self.retranslate,
            "bilingual": list(self.bilingual),
            "models": self._models(),
        }

    @property
    def _own_models(self) -> bool:
        return self.translator is None and self.factory is None

    def _models(self) -> list[str]:
        """The bundles that may take part."""
        if not self._own_models:
            return []
        from app.model.store import ModelStore

        return sorted(
            f"{bundle.name} {bundle.fingerprint}"
            for bundle in ModelStore(only=self.model).bundles()
            if any(direction.target in (self.target, "en") for direction in bundle.directions)
        )

    def _check_models(self, files: Sequence[PlannedFile]) -> None:
        """Without a model nothing can be done: say so once, before starting processes."""
        if not self._own_models:
            return
        from app.model.store import ModelStore

        store = ModelStore(only=self.model)
        able = {(direction.source, direction.target) for direction in store.directions()}
        missing: PlgtError | None = None
        usable = False
        for file in files:
            if file.error or not file.segments or file.source_lang == self.target:
                continue
            pivot = {(file.source_lang, "en"), ("en", self.target)} <= able
            if (file.source_lang, self.target) in able or pivot:
                usable = True
                continue
            try:
                store.for_direction(file.source_lang, self.target)  # raises what says how to get it
            except PlgtError as error:
                file.error, missing = str(error), error
        if missing is not None and not usable:
            raise missing

    def _pool(self, cancel: Event | None) -> Pool:
        if self.translator is not None:
            return InlinePool(self.translator, cancel)
        gpu = self.factory is None and self._make_pool is None and self._gpu()
        threads = 0 if gpu else 1
        factory = self.factory or default_factory(
            self.device, threads, self.beam, self.glossary, self.memory, self.model
        )
        if self._make_pool is not None:
            return self._make_pool(factory)
        if gpu and self.workers == 0:
            return InlinePool(factory, cancel)
        return ProcessPool(self.workers or usable_cores(), factory)

    def _gpu(self) -> bool:
        from app.model.devices import choose_device

        return choose_device(self.device).device == "cuda"

    def _others(self, others: Sequence[Found], report: BatchReport) -> None:
        """Files of no known format: copied, or counted."""
        if not self.copy_others:
            if others:
                report.notes.append(
                    f"{len(others)} files are of no format that can be translated: left out (--copy-others "
                    "brings them along)."
                )
            return
        for found in others:
            target = self.out / found.relative
            entry = FileReport(os.fspath(found.path), os.fspath(target), "copied")
            report.files.append(entry)
            if report.cancelled:
                entry.state = "open"
                continue
            try:
                if target.exists() and not self.force:
                    if fingerprint(target) == fingerprint(found.path):
                        entry.state = "kept"
                        continue
                    raise PlgtError(f'"{target}" exists already: add --force to replace it.')
                remove_leftovers(target)
                _copy(found.path, target)
            except PlgtError as error:
                entry.state, entry.error = "failed", str(error)


def _copy(source: Path, target: Path) -> None:
    write_atomically(target, lambda temporary: _copy_bytes(source, temporary))


def _copy_bytes(source: Path, target: Path) -> None:
    with source.open("rb") as data, target.open("wb") as out:
        shutil.copyfileobj(data, out, 1 << 20)


def _content(path: str | None) -> str:
    """A file's hash; "" without one."""
    if not path:
        return ""
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError as error:
        raise PlgtError(f'Cannot read "{path}": {error.strerror or error}.') from error
