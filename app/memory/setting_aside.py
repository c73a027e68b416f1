"""A person's file that can't be read is kept under another name, never overwritten."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from app.errors import PlgtError


def is_damage(error: PlgtError) -> bool:
    """Whether a database's content is wrong, rather than the disk or the rights to it."""
    cause = error.__cause__
    return isinstance(cause, sqlite3.DatabaseError) and not isinstance(cause, sqlite3.OperationalError)


def set_aside(path: Path) -> Path | None:
    """Rename a damaged file to NAME.damaged (NAME.damaged.2, ...), with the companions that SQLite keeps beside it;
    its new place, or None where the folder can't be written to."""
    for number in range(1, 1000):
        kept = path.with_name(f"{path.name}.damaged" + (f".{number}" if number > 1 else ""))
        if kept.exists():
            continue
        try:
            os.replace(path, kept)
            for ending in ("-wal", "-shm"):
                companion = path.with_name(path.name + ending)
                if companion.exists():
                    os.replace(companion, kept.with_name(kept.name + ending))
        except OSError:
            return None
        return kept
    return None
