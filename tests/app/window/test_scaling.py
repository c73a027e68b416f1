"""Screens of other scales: sharp icons and whole texts at the smallest window, in every language."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("scale", "language"), [("2", "en"), ("2", "tr"), ("2", "pt"), ("1.25", "pt"), ("1.5", "tr")]
)
def test_icons_are_sharp_and_no_text_is_cut_at_640_by_400(folders, scale: str, language: str):
    environment = {**os.environ, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.app.window.scaled", language],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [f"ratio {scale}"]
