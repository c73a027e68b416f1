"""The queue of files and folders: translated one after the other on a worker, kept over a restart."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import threading
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app import paths
from app.batch.journal import OtherSettings
from app.batch.report import BatchReport
from app.errors import PlgtError
from app.memory.setting_aside import set_aside
from app.settings import QT_TRANSLATE_NOOP
from app.window.context import Context
from app.window.files.states import ENDED, State, list_file
from app.window.tasks import Tasks

# settings: the names of what is different
STARTED_OVER = QT_TRANSLATE_NOOP("Runtime", "Started over: changed since then ({settings}).")


@dataclass
class Entry:
    """One file or folder of the queue."""

    path: str
    out: str
    source: str
    target: str
    state: State = "waiting"
    words: int = 0
    words_done: int = 0
    words_per_second: float = 0.0
    seconds_left: float = -1.0  # -1 = unknown
    current: str = ""  # the file of a folder that is being translated
    message: str = ""
    report: str = ""  # path of the report (JSON; the readable one lies beside it)
    private: bool = False  # added in private mode: nothing of it is written but the translation itself

    @property
    def place(self) -> str:
        """The entry's own name for files about it: of two outputs of one name each has its own."""
        return hashlib.sha256(self.out.encode("utf-8", "surrogateescape")).hexdigest()[:16]

    @property
    def fraction(self) -> float:
        if self.state in ("done", "partly"):
            return 1.0
        return min(1.0, self.words_done / self.words) if self.words else 0.0


def output_path(path: Path, target: str, folder: str, taken: set[str]) -> Path:
    """Where the translation goes: beside the original or in `folder`, never onto something that exists."""
    parent = Path(folder) if folder else path.parent
    suffix = "" if path.is_dir() else path.suffix
    if suffix.casefold() == ".pdf":
        suffix = ".txt"
    stem = path.name if path.is_dir() else path.stem
    for number in range(1, 10_000):
        extra = "" if number == 1 else f" ({number})"
        out = parent / f"{stem}.{target}{extra}{suffix}"
        job = paths.state_dir() / "jobs" / Entry("", str(out), "", "").place
        if not out.exists() and str(out) not in taken and not job.exists():
            return out
    raise PlgtError(f'Too many translations of "{path.name}" in "{parent}": move some of them away.')


class _Equipped:
    """The window's translator with the user's terms and saved pairs: a batch gives those only to translators
    that it makes itself."""

    def __init__(self, translator: Any, glossary: Any, memory: Any) -> None:
        self._translator, self._glossary, self._memory = translator, glossary, memory

    def marked_translations(self, texts: Any, source: str, target: str, **options: Any) -> Any:
        return self._translator.marked_translations(
            texts, source, target, glossary=self._glossary, memory=self._memory, **options
        )

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._translator, name)


class FileQueue(QObject):
    """`changed(index)` for one entry, `reordered` when entries came or went."""

    changed = Signal(int)
    reordered = Signal()
    crashed = Signal(object)
    _moment = Signal(object, object)  # entry, Progress

    def __init__(self, context: Context, file: Path | None = None) -> None:
        super().__init__()
        self.context = context
        self.file = file if file is not None else list_file()
        self.entries: list[Entry] = []
        self._tasks = Tasks()
        self._running: Entry | None = None
        self._pause, self._cancel = threading.Event(), threading.Event()
        self._closing = False
        self._earlier: list[Entry] = []
        self._private: tempfile.TemporaryDirectory[str] | None = None
        self._private_reports: dict[str, BatchReport] = {}
        self.damaged: Path | None = None  # where a list that could not be read lies now
        self._moment.connect(self._progress)
        self._load()

    # The list -------------------------------------------------------------------------------------

    def add(self, path: Path, source: str, target: str) -> Entry:
        """Queue a file or folder and start when its turn comes.

        Raises PlgtError for a file of a kind that can't be translated, or whose name has no place left.
        """
        if not path.is_dir():
            from app.documents.registry import formats_by_extension, sniff

            if (
                path.suffix.lower() not in formats_by_extension()
            ):  # a damaged one of these may be mended meanwhile
                sniff(path)
        taken = {entry.out for entry in self.entries}
        out = output_path(path.absolute(), target, self.context.settings["output_folder"], taken)
        entry = Entry(str(path.absolute()), str(out), source, target)
        entry.private = bool(self.context.settings["private_mode"])
        self.entries.append(entry)
        self._kept()
        self.start()
        return entry

    def remove(self, entry: Entry) -> None:
        """Take an entry out; a running one stops."""
        if entry is self._running:
            self._cancel.set()
            self._pause.clear()
        if entry in self.entries:
            self.entries.remove(entry)
        if entry is not self._running:
            self._forget(entry)
        self._kept()

    def remove_ended(self) -> None:
        for entry in [entry for entry in self.entries if entry.state in ENDED]:
            self.entries.remove(entry)
            self._forget(entry)
        self._kept()

    def _forget(self, entry: Entry) -> None:
        """Delete what was kept about an entry: its report, and what an unfinished job left."""
        self._private_reports.pop(entry.place, None)
        for folder in (self._job_folder(entry), self._report_file(entry).parent):
            shutil.rmtree(folder, ignore_errors=True)

    def _job_folder(self, entry: Entry) -> Path:
        """Where the journal of a job lies: never beside the user's files."""
        if entry.private:
            return Path(self._private_folder()) / entry.place
        return paths.state_dir() / "jobs" / entry.place

    @staticmethod
    def _report_file(entry: Entry) -> Path:
        return paths.state_dir() / "reports" / entry.place / "report.json"

    def _private_folder(self) -> str:
        if self._private is None:
            self._private = tempfile.TemporaryDirectory(prefix="plgt-")
        return self._private.name

    def report_of(self, entry: Entry) -> BatchReport | None:
        """What was done and what is doubtful; None as long as there is no report. Raises PlgtError."""
        if entry.private:
            return self._private_reports.get(entry.place)
        return BatchReport.load(Path(entry.report)) if entry.report else None

    @property
    def interrupted(self) -> list[Entry]:
        """Entries that wait since an earlier run of the program."""
        return [entry for entry in self.entries if entry in self._earlier and entry.state == "waiting"]

    @property
    def open_count(self) -> int:
        """Entries that wait or run."""
        return sum(entry.state not in ENDED for entry in self.entries)

    def go_on(self) -> None:
        """Begin with what an earlier run of the program left."""
        self._earlier.clear()
        self.start()

    def not_now(self) -> None:
        """Stop what an earlier run left; `retry` goes on with each."""
        for entry in self.interrupted:
            self.stop(entry)
        self._earlier.clear()
        self.reordered.emit()

    def change_target(self, entry: Entry, target: str) -> None:
        """Translate a waiting entry into another language."""
        if entry.state != "waiting" or target == entry.target:
            return
        taken = {other.out for other in self.entries if other is not entry}
        folder = self.context.settings["output_folder"]
        entry.out = str(output_path(Path(entry.path), target, folder, taken))
        entry.target = target
        self._save()
        self._tell(entry)

    def retry(self, entry: Entry) -> None:
        """Go on with an entry that ended; what is finished stays finished."""
        if entry.state in ENDED:
            entry.state, entry.message, entry.words_done = "waiting", "", 0
            self._save()
            self._tell(entry)
            self.start()

    def stop(self, entry: Entry) -> None:
        """End an entry; `retry` goes on from there."""
        if entry is self._running:
            self._cancel.set()
            self._pause.clear()
        elif entry.state == "waiting":
            entry.state = "stopped"
            self._save()
            self._tell(entry)

    @property
    def paused(self) -> bool:
        return self._pause.is_set()

    def pause(self, on: bool) -> None:
        """Hold the whole queue."""
        if on:
            self._pause.set()
        else:
            self._pause.clear()
            self.start()
        if self._running is not None:
            self._running.state = "paused" if on else "running"
            self._tell(self._running)

    @property
    def fraction(self) -> float:
        """0..1 over all entries; entries that were not counted yet weigh as much as the mean."""
        if not self.entries:
            return 0.0
        known = [entry.words for entry in self.entries if entry.words]
        mean = sum(known) / len(known) if known else 1.0
        total = sum(entry.words or mean for entry in self.entries)
        return (
            sum(
                (entry.words or mean) * (1.0 if has_ended(entry) else entry.fraction)
                for entry in self.entries
            )
            / total
        )

    # Working --------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin the first waiting entry if nothing runs."""
        if self._running is not None or self._pause.is_set() or self._closing or self.interrupted:
            return
        entry = next((e for e in self.entries if e.state == "waiting"), None)
        if entry is None:
            return
        self._running, self._cancel = entry, threading.Event()
        entry.state = "running"
        self._tell(entry)
        cancel = self._cancel
        self._tasks.run_task(
            lambda: self._work(entry, cancel), lambda report, error: self._ended(entry, report, error)
        )

    def _work(self, entry: Entry, cancel: threading.Event) -> Any:
        """On the worker."""
        from app.batch import BatchJob

        out = Path(entry.out)
        if Path(entry.path).is_dir():
            out.mkdir(parents=True, exist_ok=True)
        settings = self.context.settings
        glossary = self.context.glossary_path
        file = Path(self._private_folder()) / "report.json" if entry.private else self._report_file(entry)
        file.parent.mkdir(parents=True, exist_ok=True)
        job = BatchJob(
            [entry.path], out, source=entry.source, target=entry.target, resume=True,
            beam=settings["beam"],
            glossary=glossary if settings["use_glossary"] and glossary.is_file() else None,
            memory=paths.data_dir() / "memory.sqlite" if settings["use_memory"] else None,
            translator=self._translator(), state=self._job_folder(entry), report=file,
        )  # fmt: skip

        def tell(moment: Any) -> None:
            self._moment.emit(entry, moment)

        try:
            report = job.run(tell, self._pause, cancel)
        except OtherSettings as changed:  # what was finished has other terms in it: start over
            entry.message = STARTED_OVER.format(settings=", ".join(changed.keys))
            job.resume, job.force = False, True
            report = job.run(tell, self._pause, cancel)
        if entry.private:
            self._private_reports[entry.place] = report
            for path in (file, file.with_suffix(".txt")):
                path.unlink(missing_ok=True)
        else:
            entry.report = str(file)
        return report

    def _translator(self) -> Any:
        settings = self.context.settings
        glossary = self.context.glossary if settings["use_glossary"] and len(self.context.glossary) else None
        memory = None
        if settings["use_memory"]:
            with contextlib.suppress(PlgtError):  # a damaged memory is told on the Translate page
                memory = self.context.memory
        return _Equipped(self.context.translator, glossary, memory)

    def _progress(self, entry: Entry, moment: Any) -> None:
        entry.words, entry.words_done = moment.words, moment.words_done
        entry.words_per_second = moment.words_per_second
        entry.seconds_left = -1.0 if moment.seconds_left is None else moment.seconds_left
        if moment.file is not None:
            entry.current = moment.file.name
        self._tell(entry)

    def _ended(self, entry: Entry, report: Any, error: Exception | None) -> None:
        self._running = None
        entry.seconds_left, entry.current = -1.0, ""
        if self._closing:
            if entry.state in ("running", "paused") and (report is None or report.cancelled):
                entry.state = "waiting"  # goes on at the next start
            self._save()
            return
        if error is not None:
            entry.state, entry.message = "failed", str(error)
            if not isinstance(error, PlgtError):
                self.crashed.emit(error)
        elif report.cancelled:
            entry.state = "stopped"
        else:
            failed = report.failed
            entry.state = "done" if not failed else "failed" if len(failed) == len(report.files) else "partly"
            if failed:
                entry.message = failed[0].error
        if entry not in self.entries:  # removed while it ran
            self._forget(entry)
        self._save()
        self._tell(entry)
        self.start()

    def _tell(self, entry: Entry) -> None:
        if entry in self.entries:
            self.changed.emit(self.entries.index(entry))

    # Keeping --------------------------------------------------------------------------------------

    def close(self) -> None:
        """Stop for now; what was running goes on at the next start."""
        self._closing = True
        running = self._running
        self._cancel.set()
        self._pause.clear()
        self._tasks.close()
        self.blockSignals(True)  # who listens may be deleted by the time that a late report comes
        if running is not None and running.state in ("running", "paused"):
            running.state = "waiting"
        self._save()
        if self._private is not None:
            self._private.cleanup()

    def _kept(self) -> None:
        self._save()
        self.reordered.emit()

    def _save(self) -> None:
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            temporary = self.file.with_name(f".{self.file.name}.tmp")
            kept = [asdict(entry) for entry in self.entries if not entry.private]
            text = json.dumps(kept, ensure_ascii=False, indent=1)
            temporary.write_text(text, encoding="utf-8", errors="backslashreplace")
            os.replace(temporary, self.file)
        except OSError:
            pass  # a full disk must not stop the translation itself

    def _load(self) -> None:
        try:
            values = json.loads(self.file.read_text(encoding="utf-8"))
            known = {entry.name for entry in fields(Entry)}
            self.entries = [Entry(**{k: v for k, v in value.items() if k in known}) for value in values]
        except FileNotFoundError:
            return
        except (OSError, ValueError, TypeError, AttributeError):
            self.entries = []
            self.damaged = set_aside(self.file)
            return
        for entry in self.entries:
            if entry.state in ("running", "paused"):
                entry.state = "waiting"
        self._earlier = [entry for entry in self.entries if entry.state == "waiting"]


def has_ended(entry: Entry) -> bool:
    return entry.state in ENDED
