"""Finished translations, in one SQLite file of the user. Nothing is written unless `add` is called."""

from __future__ import annotations

import os
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.errors import PlgtError

SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
    id INTEGER PRIMARY KEY, changed TEXT NOT NULL,
    source_lang TEXT NOT NULL, target_lang TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL
);
"""
KEPT = 5000  # entries; the oldest go first
LONGEST = 100_000  # characters of an entry


@dataclass(frozen=True)
class Entry:
    """One finished translation."""

    id: int
    changed: str  # UTC, ISO 8601
    source_lang: str
    target_lang: str
    source: str
    target: str


class History:
    """Opens or creates the file. Any thread may use it."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self._lock = threading.RLock()
        with self._errors():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self.path, check_same_thread=False, timeout=10)
            self._db.execute("PRAGMA secure_delete = ON")  # wiped means wiped
            self._db.executescript(SCHEMA)

    def close(self) -> None:
        with self._lock:
            self._db.close()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            with self._lock:
                yield
        except (sqlite3.Error, OSError) as error:
            raise PlgtError(
                f"The history {self.path} failed ({error}): check the disk or delete the file."
            ) from error

    def add(self, source: str, target: str, source_lang: str, target_lang: str) -> None:
        """Store a pair. A text that goes on from the newest entry replaces it; a pair that is there already moves
        to the top."""
        if not source.strip() or len(source) > LONGEST:
            return
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._errors(), self._db:
            newest = self._db.execute(
                "SELECT id, source, target_lang FROM entry ORDER BY id DESC LIMIT 1"
            ).fetchone()
            if newest and newest[2] == target_lang and source.startswith(newest[1]):
                self._db.execute("DELETE FROM entry WHERE id = ?", (newest[0],))
            self._db.execute(
                "DELETE FROM entry WHERE source = ? AND target = ? AND source_lang = ? AND target_lang = ?",
                (source, target, source_lang, target_lang),
            )
            self._db.execute(
                "INSERT INTO entry (changed, source_lang, target_lang, source, target) "
                "VALUES (?, ?, ?, ?, ?)",
                (now, source_lang, target_lang, source, target),
            )
            self._db.execute("DELETE FROM entry WHERE id <= (SELECT max(id) FROM entry) - ?", (KEPT,))

    def entries(self, search: str = "", limit: int = 1000) -> list[Entry]:
        """Newest first, optionally those that contain `search` on either side."""
        pattern = "%" + re.sub(r"([\\%_])", r"\\\1", search) + "%"
        with self._errors():
            rows = self._db.execute(
                "SELECT id, changed, source_lang, target_lang, source, target FROM entry "
                "WHERE source LIKE ? ESCAPE '\\' OR target LIKE ? ESCAPE '\\' ORDER BY id DESC LIMIT ?",
                (pattern, pattern, limit),
            ).fetchall()
        return [Entry(*row) for row in rows]

    def remove(self, entry_id: int) -> None:
        with self._errors(), self._db:
            self._db.execute("DELETE FROM entry WHERE id = ?", (entry_id,))

    def restore(self, entries: list[Entry]) -> None:
        """Put removed entries back to their places."""
        with self._errors(), self._db:
            self._db.executemany(
                "INSERT OR IGNORE INTO entry (id, changed, source_lang, target_lang, source, target) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                [(e.id, e.changed, e.source_lang, e.target_lang, e.source, e.target) for e in entries],
            )

    def clear(self) -> None:
        """Delete everything and give the disk space back."""
        with self._errors():
            with self._db:
                self._db.execute("DELETE FROM entry")
            self._db.execute("VACUUM")

    def __len__(self) -> int:
        with self._errors():
            return int(self._db.execute("SELECT count(*) FROM entry").fetchone()[0])
