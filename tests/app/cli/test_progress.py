"""The progress bar is drawn on standard error, on terminals only."""

from __future__ import annotations

import ast
import io
from pathlib import Path

import pytest
from rich.console import Console
from rich.progress import MofNCompleteColumn

from app.cli import progress

COMMANDS = Path(progress.__file__).parent


def drawn(monkeypatch: pytest.MonkeyPatch, terminal: bool, shown: bool = True) -> str:
    out = io.StringIO()
    monkeypatch.setattr(
        progress,
        "Console",
        lambda stderr: Console(file=out, force_terminal=terminal, width=80) if stderr else None,
    )
    with progress.progress_bar(MofNCompleteColumn(), shown=shown, transient=False) as bar:
        bar.update(bar.add_task("[b]sentences", total=4), completed=3)
        bar.refresh()
    return out.getvalue()


def test_a_terminal_gets_description_bar_and_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    text = drawn(monkeypatch, terminal=True)
    assert "[b]sentences" in text and "3/4" in text and "━" in text


def test_nothing_is_drawn_elsewhere_or_when_it_is_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(monkeypatch, terminal=False).strip() == ""
    assert drawn(monkeypatch, terminal=True, shown=False).strip() == ""


def test_no_command_builds_a_bar_of_its_own() -> None:
    for path in COMMANDS.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {
            alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
        }
        assert ("BarColumn" in names) is (path.stem == "progress"), path
