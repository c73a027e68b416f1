"""The list of what is tested (this package's description) names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

import tests.app.window


def test_every_test_of_the_list_exists():
    there = {
        name
        for path in Path(__file__).parent.rglob("test_*.py")
        for name in re.findall(r"^def test_(\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    named = re.findall(r"\b[a-z0-9]+(?:_[a-z0-9]+){3,}\b", tests.app.window.__doc__ or "")
    assert len(named) > 60
    assert [name for name in named if name not in there] == []
