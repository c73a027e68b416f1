"""Who may import whom: rooms, floors, no circles, and doors that can be read."""

from __future__ import annotations

import ast
import re
from graphlib import CycleError, TopologicalSorter
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

# room (a package, or a module at the root of one) -> rooms that it may import, from the ground up. Those of
# GROUND may be imported by everyone.
GROUND = {"app", "app.errors", "app.offline", "app.paths"}
TRAINING = {
    "training.checkpoint", "training.config", "training.data", "training.distributed", "training.evaluate",
    "training.model", "training.muon", "training.schedule", "training.trainer",
}  # fmt: skip
ROOMS: dict[str, set[str]] = {
    "app": set(),  # the version
    "app.errors": set(),
    "app.offline": set(),
    "app.paths": set(),
    "app.settings": set(),
    "app.native": set(),
    "app.text": set(),
    "app.model": {"app.native", "app.text"},
    "app.memory": {"app.text"},
    "app.documents": {"app.text"},
    "app.translation": {"app.memory", "app.model", "app.text"},
    "app.diagnosis": {"app.model", "app.native"},
    "app.batch": {"app.documents", "app.memory", "app.model", "app.text", "app.translation"},
    "app.server": {"app.batch", "app.documents", "app.memory", "app.text", "app.translation"},
    "app.window": {"app.window.references"},
    "app.window.references": set(),
    "app.window.tasks": set(),
    "app.window.widgets": {"app.settings"},
    "app.window.language": {"app.settings", "app.text", "app.window.widgets"},
    "app.window.context": {"app.memory", "app.model", "app.settings", "app.translation", "app.window.tasks"},
    "app.window.text": {
        "app.text", "app.translation", "app.window.context", "app.window.language", "app.window.tasks",
        "app.window.widgets",
    },
    "app.window.files": {
        "app.batch", "app.documents", "app.memory", "app.settings", "app.window.context",
        "app.window.language", "app.window.tasks", "app.window.widgets",
    },
    "app.window.pages": {
        "app.documents", "app.memory", "app.model", "app.settings", "app.text", "app.translation",
        "app.window.context", "app.window.files", "app.window.language", "app.window.text",
        "app.window.widgets",
    },
    "app.window.main_window": {
        "app.window.context", "app.window.files", "app.window.language", "app.window.pages",
        "app.window.widgets",
    },
    "app.window.desktop": {"app.window.main_window", "app.window.widgets"},
    "app.window.application": {
        "app.settings", "app.window.context", "app.window.desktop", "app.window.language",
        "app.window.main_window", "app.window.widgets",
    },
    "training": set(),
    "training.config": set(),
    "training.distributed": set(),
    "training.schedule": {"training.config"},
    "training.model": {"training.config"},
    "training.muon": set(),
    "training.data": {"app.model", "app.text", "app.translation", "training.config", "training.model"},
    "training.checkpoint": {"training.config", "training.data", "training.model"},
    "training.evaluate": {"training.data", "training.model"},
    "training.trainer": TRAINING - {"training.trainer"},
    "training.analysis": {"app.model", "app.text", *TRAINING},
    "export": {"app.model", "app.native", "app.text", "app.translation", *TRAINING},
    "app.cli": {
        "app.batch", "app.diagnosis", "app.documents", "app.memory", "app.model", "app.server",
        "app.settings", "app.text", "app.translation", "app.window.application", "export",
        "training.analysis", *TRAINING,
    },
    "app.__main__": {"app.cli"},
}  # fmt: skip
OPEN = {"app", "app.window", "training"}  # their modules are rooms of their own
PACKAGES = sorted(
    path.parent.relative_to(ROOT).as_posix()
    for name in FORBIDDEN
    for path in (ROOT / name).rglob("__init__.py")
)


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


def modules() -> dict[str, Path]:
    """Every module of the three packages by its dotted name."""
    found = {}
    for package in FORBIDDEN:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def arrows() -> dict[str, set[str]]:
    """Module -> the modules of the project that it imports, anywhere: in functions and for types too."""
    found: dict[str, set[str]] = {}
    paths = modules()
    for name, path in paths.items():
        found[name] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found[name] |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{name}: say the whole name of what is imported"
                for alias in node.names:
                    inner = f"{node.module}.{alias.name}"
                    found[name].add(inner if inner in paths else str(node.module))
        found[name] = {other for other in found[name] if other in paths} - {name}
    return found


def room_of(module: str) -> str:
    """The room that a module lies in; "" if it has none."""
    name = module
    while name not in ROOMS or (name in OPEN and name != module):
        name = name.rpartition(".")[0]
        if not name:
            return ""
    return name


def allowed(room: str, other: str) -> bool:
    return other == room or other in GROUND or other in ROOMS[room]


def circle(graph: dict[str, set[str]]) -> list[str]:
    """A circle of the graph, [] without any."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


@pytest.mark.parametrize(("package", "path"), TESTS, ids=lambda value: str(value).removeprefix(str(ROOT)))
def test_imports_follow_the_rules(package: str, path: Path) -> None:
    relative = path.relative_to(ROOT)
    command = relative.parts[:2] == ("app", "cli") and relative.stem in COMMANDS
    names = imported(ast.parse(path.read_text(encoding="utf-8")), top_level_only=command)
    wrong = sorted(name for name in names for rule in FORBIDDEN[package] if breaks(name, rule))
    assert not wrong, f"{relative} imports {wrong}"


def test_no_module_imports_itself_over_others() -> None:
    assert circle(arrows()) == []


def test_the_table_of_rooms_has_no_circle_either() -> None:
    assert circle(ROOMS) == []


def test_every_module_has_a_room_and_every_arrow_is_allowed() -> None:
    found = arrows()
    assert [name for name in found if not room_of(name)] == []
    wrong = sorted(
        f"{name} -> {other}"
        for name, others in found.items()
        for other in others
        if not allowed(room_of(name), room_of(other))
    )
    assert wrong == []
    assert [room for room in ROOMS if room not in found] == [], "the table names rooms that are gone"


def test_a_circle_and_a_forbidden_arrow_are_found() -> None:
    assert set(circle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})) == {"a", "b", "c"}
    assert not allowed("app.text", "app.translation")
    assert not allowed("app.window.widgets", "app.window.pages")
    assert allowed("app.cli", "training.data") and not allowed("training.data", "app.cli")
    assert room_of("app.stranger") == "" and room_of("app.window.stranger") == ""
    assert (
        room_of("app.window.pages.files_page") == "app.window.pages" and room_of("app.window") == "app.window"
    )


def defined(path: Path) -> set[str]:
    """The names of functions, classes and constants at the top of a module."""
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {ast.unparse(target) for target in targets}
    return names


@pytest.mark.parametrize("package", PACKAGES)
def test_each_room_says_what_is_inside_what_it_gives_and_who_may_use_it(package: str) -> None:
    docstring = ast.get_docstring(ast.parse((ROOT / package / "__init__.py").read_text(encoding="utf-8")))
    assert docstring is not None
    assert len(docstring.splitlines()) >= 3
    assert re.search(r"\bMay import\b", docstring)
    assert re.search(r"\bmay\s+be\s+used\s+by\b", docstring)
    gives = re.search(r"^Gives: (.*?)^May import", docstring, re.MULTILINE | re.DOTALL)
    assert gives, "a line that begins with Gives: names what others take from this room"
    named = [name.rpartition(".") for name in re.findall(r"`([a-z_.0-9]+\.\w+)`", gives.group(1))]
    assert named
    for module, _, name in named:
        path = ROOT / package / (module.replace(".", "/") + ".py")
        assert name in defined(path), f"{package}/__init__.py names {module}.{name}, which is not there"
