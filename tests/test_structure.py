"""The packages import only what their docstrings allow."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# package -> top-level modules (or dotted prefixes) that none of its files may import
FORBIDDEN = {
    "app": ("torch", "training", "export", "onnx", "tensorboard", "matplotlib"),
    "training": ("export", "app.window", "app.cli", "PySide6"),
    "export": ("app.window", "app.cli", "PySide6"),
}
# commands that train, evaluate, export and inspect import those packages inside their functions only
COMMANDS = {"train", "average", "backtranslate", "data", "evaluate", "export", "inspect", "bench", "paper"}
TESTS = [(package, path) for package in FORBIDDEN for path in sorted((ROOT / package).rglob("*.py"))]


def imported(tree: ast.AST, top_level_only: bool) -> set[str]:
    """Dotted names of all modules that a file imports."""
    names: set[str] = set()
    nodes = tree.body if top_level_only and isinstance(tree, ast.Module) else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


ONNXRUNTIME_IMPORT = ROOT / "app/native/runtime.py"


@pytest.mark.parametrize("package", FORBIDDEN)
def test_onnxruntime_is_imported_in_one_place(package: str) -> None:
    """There its telemetry is off; the packages around it switch it off before anything else."""
    for path in sorted((ROOT / package).rglob("*.py")):
        names = imported(ast.parse(path.read_text(encoding="utf-8")), top_level_only=False)
        here = {name for name in names if breaks(name, "onnxruntime")}
        assert bool(here) is (path == ONNXRUNTIME_IMPORT), path
    text = (ROOT / package / "__init__.py").read_text(encoding="utf-8")
    assert "import app" in text or "switch_off_telemetry()" in text


def breaks(name: str, rule: str) -> bool:
    return name == rule or name.startswith(rule + ".")


@pytest.mark.parametrize(("package", "path"), TESTS, ids=lambda value: str(value).removeprefix(str(ROOT)))
def test_imports_follow_the_rules(package: str, path: Path) -> None:
    relative = path.relative_to(ROOT)
    command = relative.parts[:2] == ("app", "cli") and relative.stem in COMMANDS
    names = imported(ast.parse(path.read_text(encoding="utf-8")), top_level_only=command)
    wrong = sorted(name for name in names for rule in FORBIDDEN[package] if breaks(name, rule))
    assert not wrong, f"{relative} imports {wrong}"


@pytest.mark.parametrize(
    "package", ["app", "training", "export", "app/text", "app/documents", "app/batch", "app/window"]
)
def test_each_package_says_what_is_inside_and_what_it_may_import(package: str) -> None:
    docstring = ast.get_docstring(ast.parse((ROOT / package / "__init__.py").read_text(encoding="utf-8")))
    assert docstring is not None
    assert "may import" in docstring.lower()
    assert len(docstring.splitlines()) >= 3
