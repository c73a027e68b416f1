"""The text being typed and the user's edits of its translation, kept on disk for a crash or a restart."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

from app import paths

LONGEST = 5_000_000  # characters


class Draft:
    """A text file and a JSON file beside it in the state folder. `trouble` says why the disk refused, or ""."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path if path is not None else paths.state_dir() / "draft.txt"
        self.edits_path = self.path.with_name("edits.json")
        self.trouble = ""

    def load(self) -> str:
        try:
            with self.path.open(encoding="utf-8", newline="") as file:
                return file.read(LONGEST)
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError):
            _set_aside(self.path)
            return ""

    def load_edits(self) -> Any:
        """What `save` was given as edits; None where there is nothing or nothing that can be read."""
        try:
            return json.loads(self.edits_path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError):
            _set_aside(self.edits_path)
            return None

    def save(self, text: str, edits: list[Any] | None = None) -> None:
        self.trouble = ""
        _write(self, self.path, text[:LONGEST])
        _write(self, self.edits_path, json.dumps(edits, ensure_ascii=False) if text and edits else "")


def _write(draft: Draft, path: Path, text: str) -> None:
    """All or nothing; an empty text removes the file."""
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        if not text:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("w", encoding="utf-8", errors="replace", newline="") as file:
            file.write(text)
        os.replace(temporary, path)
    except OSError as error:
        draft.trouble = error.strerror or str(error)
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _set_aside(path: Path) -> None:
    """A file that can't be read is kept under another name, so that the next draft doesn't overwrite it."""
    with contextlib.suppress(OSError):
        os.replace(path, path.with_name(f"{path.name}.damaged"))
