"""The states of a queue's entries, and whether an earlier run left any that did not end: quick to import."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from app import paths

State = Literal["waiting", "running", "paused", "done", "partly", "failed", "stopped"]
ENDED: tuple[State, ...] = ("done", "partly", "failed", "stopped")


def list_file() -> Path:
    """Where the queue is kept."""
    return paths.state_dir() / "queue.json"


def unfinished() -> bool:
    """Whether the list of an earlier run holds files that did not end."""
    try:
        entries = json.loads(list_file().read_text(encoding="utf-8"))
        return any(entry["state"] not in ENDED for entry in entries)
    except (OSError, ValueError, TypeError, KeyError):
        return False
