"""The text being typed, kept on disk so that it is there after a crash or a restart."""

from __future__ import annotations

import os
from pathlib import Path

from app import paths

LONGEST = 5_000_000  # characters


class Draft:
    """One text file in the state folder; trouble with the disk is no reason to disturb anybody."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path if path is not None else paths.state_dir() / "draft.txt"

    def load(self) -> str:
        try:
            with self.path.open(encoding="utf-8", newline="") as file:
                return file.read(LONGEST)
        except (OSError, UnicodeDecodeError):
            return ""

    def save(self, text: str) -> None:
        try:
            if not text:
                self.path.unlink(missing_ok=True)
                return
            self.path.parent.mkdir(parents=True, exist_ok=True)
            temporary = self.path.with_name(f".{self.path.name}.tmp")
            with temporary.open("w", encoding="utf-8", errors="replace", newline="") as file:
                file.write(text[:LONGEST])
            os.replace(temporary, self.path)
        except OSError:
            pass
