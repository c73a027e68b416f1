"""CONTRIBUTING.md names files that exist, and stays short enough to be read."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PLACE = re.compile(r"`((?:app|training|export|tests|assets)/[\w./-]*|\.ci/run)`")


def test_every_place_exists() -> None:
    places = PLACE.findall(TEXT)
    assert len(places) > 40
    missing = [place for place in places if not (ROOT / place).exists()]
    assert not missing


def test_every_name_in_brackets_is_defined() -> None:
    """Types that are handed over: a class of that name stands in the packages."""
    names = set(re.findall(r"`(_?[A-Z][A-Za-z]+)`", TEXT)) - {"FORMATS"}
    assert {"Plan", "Sentence", "Translation", "Hypothesis", "Bundle", "Segment", "Run"} <= names
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for package in ("app", "training", "export")
        for path in (ROOT / package).rglob("*.py")
    )
    assert not [name for name in names if not re.search(rf"^class {name}\b", code, re.M)]


def test_it_fits_on_two_screens() -> None:
    assert len(TEXT.splitlines()) <= 100
