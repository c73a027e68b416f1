"""Parallel development texts for tests that measure; they skip where the texts aren't there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

DATA = Path(os.environ.get("PLGT_DATA") or Path(__file__).parents[3].parent / "shared" / "data")
PUD = {"en": "pud.tr-en.en", "tr": "pud.tr-en.tr", "pt": "pud.pt-en.pt"}


def lines_of(name: str) -> list[str]:
    """The lines of a file under `dev/`, without empty ones."""
    file = DATA / "dev" / name
    if not file.is_file():
        pytest.skip(f"{name} is not here: set PLGT_DATA to the folder with dev/")
    return [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
