"""What a batch has finished, in one SQLite file that survives a kill or a power cut at any moment.

Write-ahead log, one transaction per unit, `synchronous=FULL`: a unit that was reported as done is on the
disk. A second process cannot open the same journal: a lock that the operating system frees when its holder
dies. Segments are dropped once the translated file is in place.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.batch.unit import SegmentResult, load_runs
from app.errors import PlgtError
from app.text.markup import Run

VERSION = 1
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE file (
    number INTEGER PRIMARY KEY,
    relative TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    target TEXT NOT NULL,
    state TEXT NOT NULL,          -- open | writing | done
    record TEXT NOT NULL DEFAULT ''
);
CREATE TABLE segment (
    file INTEGER NOT NULL, id TEXT NOT NULL, runs TEXT NOT NULL, facts TEXT NOT NULL,
    PRIMARY KEY (file, id)
) WITHOUT ROWID;
"""
_FILES = ("journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm", "lock.sqlite", "lock.sqlite-journal")


@dataclass(frozen=True)
class FileEntry:
    """A file in the journal."""

    number: int
    sha256: str
    target: str
    state: str
    record: str


class OtherSettings(PlgtError):
    """A job was started with other settings; `keys` names those that differ."""

    def __init__(self, keys: list[str]) -> None:
        super().__init__(
            f"The batch was started with other settings ({', '.join(keys)}): resume with the same "
            "ones or start over with --force."
        )
        self.keys = keys


class Journal:
    """The journal in `folder`, made if it isn't there. Close it to let the next process in."""

    def __init__(self, folder: Path, settings: Mapping[str, Any]) -> None:
        self.folder = folder
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._guard: sqlite3.Connection | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise PlgtError(
                f'Cannot write in "{folder.parent}": {error.strerror}; choose another output folder.'
            ) from error
        try:
            self._take_lock()
            with self._errors():
                self._open(settings)
        except BaseException:
            self.close()
            raise

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether a job was started there."""
        return (folder / "journal.sqlite").is_file()

    @staticmethod
    def unfinished(folder: Path) -> bool:
        """Whether a job there still has work to do, as far as its journal can tell."""
        try:
            database = sqlite3.connect(folder / "journal.sqlite")
            try:
                query = "SELECT count(*) FROM file WHERE state != 'done'"
                return bool(database.execute(query).fetchone()[0])
            finally:
                database.close()
        except sqlite3.Error:
            return False  # nothing that could be continued

    @staticmethod
    def remove(folder: Path) -> None:
        """Forget a job; PlgtError if it is running."""
        if not folder.is_dir():
            return
        guard = _lock_database(folder)
        guard.close()
        for name in _FILES:
            (folder / name).unlink(missing_ok=True)
        if not any(folder.iterdir()):
            shutil.rmtree(folder, ignore_errors=True)

    def _take_lock(self) -> None:
        self._guard = _lock_database(self.folder)

    def _open(self, settings: Mapping[str, Any]) -> None:
        database = sqlite3.connect(
            self.folder / "journal.sqlite", isolation_level=None, check_same_thread=False
        )
        self._connection = database
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            with self._transaction():
                for statement in SCHEMA.split(";"):
                    database.execute(statement)
                database.execute(f"PRAGMA user_version={VERSION}")
                database.execute("INSERT INTO meta VALUES ('settings', ?)", (json.dumps(dict(settings)),))
        elif version != VERSION:
            raise PlgtError(
                f'The batch in "{self.folder}" was started by another version of the program: finish it '
                "there or start over with --force."
            )
        row = database.execute("SELECT value FROM meta WHERE key='settings'").fetchone()
        earlier = json.loads(row[0]) if row else {}
        different = sorted(key for key in settings if earlier.get(key) != settings[key])
        if different:
            raise OtherSettings(different)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise PlgtError(
                f'Cannot keep the journal in "{self.folder}": {error}; free space or choose '
                "another output folder."
            ) from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._errors():
            database = self._database()
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
            except BaseException:
                if database.in_transaction:
                    database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")

    def _database(self) -> sqlite3.Connection:
        if self._connection is None:
            raise PlgtError("The journal of the batch is closed.")
        return self._connection

    def close(self) -> None:
        """Close both files."""
        with self._lock:
            for connection in (self._connection, self._guard):
                if connection is not None:
                    connection.close()
            self._connection = self._guard = None

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Files ----------------------------------------------------------------------------------------

    def entry(self, relative: str) -> FileEntry | None:
        """What is known of a file."""
        with self._lock, self._errors():
            row = (
                self._database()
                .execute(
                    "SELECT number, sha256, target, state, record FROM file WHERE relative=?",
                    (_text(relative),),
                )
                .fetchone()
            )
        return FileEntry(*row) if row else None

    def targets(self) -> frozenset[str]:
        """Absolute paths of the files that the job wrote or will write."""
        written: set[str] = set()
        for target, record in self._rows("SELECT target, record FROM file"):
            also = json.loads(record).get("also", []) if record else []
            written |= {os.path.abspath(path) for path in (target, *also)}
        return frozenset(written)

    def start(self, relative: str, sha256: str, target: str) -> FileEntry:
        """The file's entry; one with another content or target is started afresh."""
        with self._transaction() as database:
            old = self.entry(relative)
            if old is not None and (old.sha256, old.target) != (sha256, _text(target)):
                database.execute("DELETE FROM segment WHERE file=?", (old.number,))
                database.execute("DELETE FROM file WHERE number=?", (old.number,))
            database.execute(
                "INSERT OR IGNORE INTO file (relative, sha256, target, state) VALUES (?, ?, ?, 'open')",
                (_text(relative), sha256, _text(target)),
            )
        entry = self.entry(relative)
        assert entry is not None
        return entry

    def set_state(self, number: int, state: str) -> None:
        """`open`, `writing` (its target may be overwritten after a crash) or `done`."""
        with self._transaction() as database:
            database.execute("UPDATE file SET state=? WHERE number=?", (state, number))

    def finish(self, number: int, record: str) -> None:
        """The translated file is in place: keep its record, drop its segments."""
        with self._transaction() as database:
            database.execute("UPDATE file SET state='done', record=? WHERE number=?", (record, number))
            database.execute("DELETE FROM segment WHERE file=?", (number,))

    def restart(self, number: int) -> None:
        """Forget a file's segments."""
        with self._transaction() as database:
            database.execute("UPDATE file SET state='open', record='' WHERE number=?", (number,))
            database.execute("DELETE FROM segment WHERE file=?", (number,))

    # Segments -------------------------------------------------------------------------------------

    def add(self, number: int, results: Sequence[SegmentResult]) -> None:
        """Record a unit's segments, all or none."""
        with self._transaction() as database:
            database.executemany(
                "INSERT OR REPLACE INTO segment (file, id, runs, facts) VALUES (?, ?, ?, ?)",
                ((number, *map(_text, result.to_row())) for result in results),
            )

    def missing(self, number: int, ids: Sequence[str]) -> list[str]:
        """Those of the ids that have no result yet."""
        with self._lock, self._errors():
            database = self._database()
            query = "SELECT 1 FROM segment WHERE file=? AND id=?"
            return [i for i in ids if database.execute(query, (number, _text(i))).fetchone() is None]

    def result(self, number: int, identifier: str) -> SegmentResult | None:
        """A segment's result."""
        with self._lock, self._errors():
            row = (
                self._database()
                .execute("SELECT runs, facts FROM segment WHERE file=? AND id=?", (number, _text(identifier)))
                .fetchone()
            )
        return SegmentResult.from_row(identifier, *row) if row else None

    def translations(self, number: int) -> JournalTranslations:
        """A file's translations by segment id, read from the disk when asked for."""
        return JournalTranslations(self, number)

    def _rows(self, query: str, *parameters: Any) -> list[Any]:
        with self._lock, self._errors():
            return self._database().execute(query, parameters).fetchall()


class JournalTranslations(Mapping[str, Sequence[Run]]):
    """Runs by segment id, straight from the journal: a file's translations never stand in memory at once."""

    def __init__(self, journal: Journal, number: int) -> None:
        self._journal = journal
        self._number = number

    def __getitem__(self, identifier: str) -> Sequence[Run]:
        rows = self._journal._rows(
            "SELECT runs FROM segment WHERE file=? AND id=?", self._number, _text(identifier)
        )
        if not rows:
            raise KeyError(identifier)
        return load_runs(rows[0][0])

    def __iter__(self) -> Iterator[str]:
        rows = self._journal._rows("SELECT id FROM segment WHERE file=?", self._number)
        return iter([row[0] for row in rows])

    def __len__(self) -> int:
        rows = self._journal._rows("SELECT count(*) FROM segment WHERE file=?", self._number)
        return int(rows[0][0])


class Doubtful:
    """The ids of segments that a person should look at, as `in` understands it."""

    def __init__(self, lookup: Callable[[str], SegmentResult | None], low: float) -> None:
        self._lookup = lookup
        self._low = low

    def __contains__(self, identifier: object) -> bool:
        result = self._lookup(str(identifier))
        return result is not None and result.doubtful(self._low)


def _text(value: str) -> str:
    """File names and segment ids may hold surrogates, which SQLite refuses."""
    return value.encode("utf-8", "backslashreplace").decode("utf-8")


def _lock_database(folder: Path) -> sqlite3.Connection:
    guard = sqlite3.connect(folder / "lock.sqlite", timeout=0, isolation_level=None, check_same_thread=False)
    try:
        guard.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        guard.close()
        if "locked" in str(error) or "busy" in str(error):
            raise PlgtError(
                f'Another batch is running in "{folder.parent}": wait for it or choose another output folder.'
            ) from error
        raise PlgtError(
            f'Cannot write in "{folder.parent}": {error}; choose another output folder.'
        ) from error
    return guard
