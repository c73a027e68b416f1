"""What the runtime says is translated in the window: every sentence of its sources, found by reading them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.errors import PlgtError
from app.text.languages import check_language
from app.translation.guards import Flag
from app.window.language import interface
from app.window.language.runtime_text import FLAGS, error_text, find, flag_text, runtime_text

APP = Path(__file__).parents[4] / "app"
VALUE = "Q7"  # stands for whatever varies
NOT_IN_THE_WINDOW = {
    "diagnosis/bench.py": "the benchmark runs in a terminal",
    "diagnosis/ctranslate2_peer.py": "the benchmark runs in a terminal",
    "diagnosis/doctor.py": "plgt doctor runs in a terminal",
    "batch/bilingual.py": "bilingual output is an option of the command line",
    "batch/dask_runner.py": "a cluster is an option of the command line",
    "batch/shard.py": "shards are an option of the command line",
}
ONLY_ON_THE_COMMAND_LINE = {
    f'"{VALUE}" is no pattern for file names': "--name is an option of plgt batch",
    f'The pattern "{VALUE}" gives every file': "--name is an option of plgt batch",
    f'The model "{VALUE}" does not translate {VALUE} to': "--model names one bundle for one run",
    "There are no reports to merge": "plgt batch --merge",
    "The reports are of different jobs": "plgt batch --merge",
}
A_PLACE_AND_A_SENTENCE = f"{VALUE}: {VALUE}"  # each is translated by itself
CLASSES = {"PlgtError": 0, "BundleError": 0, "Cancelled": 0, "Flag": 1, "DeviceReport": 1}
NAMES = {"reason", "note"}


def alternatives(node: ast.expr, function: ast.AST, names: tuple[str, ...] = ()) -> list[str]:
    """The texts that an expression can be, with VALUE for what is not known; [] if it is no text."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.IfExp):
        either = [alternatives(branch, function, names) for branch in (node.body, node.orelse)]
        return either[0] + either[1] if all(either) else []
    if isinstance(node, ast.JoinedStr):
        parts = []
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                percent = part.format_spec is not None and "%" in ast.unparse(part.format_spec)
                parts.append(["7%"] if percent else alternatives(part.value, function, names) or [VALUE])
            else:
                parts.append(alternatives(part, function, names))
        return ["".join(choice) for choice in product(*parts)]
    if isinstance(node, ast.Name) and node.id not in names:
        return [
            text
            for inner in ast.walk(function)
            if isinstance(inner, ast.Assign) and ast.unparse(inner.targets[0]) == node.id
            for text in alternatives(inner.value, function, (*names, node.id))
        ]
    return []


def said(path: Path) -> Iterator[str]:
    """Every sentence that a module raises, flags, notes or gives as a reason."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for function in functions:
        for node in ast.walk(function):
            found: list[ast.expr | None] = []
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in CLASSES and len(node.args) > CLASSES[name]:
                    found.append(node.args[CLASSES[name]])
                found += [word.value for word in node.keywords if word.arg == "error"]
                if name == "append" and ast.unparse(node.func) in (
                    "notes.append", "chunk.notes.append", "self.messages.append"
                ) and path.name in ("sentences.py", "settings.py"):  # fmt: skip
                    found.append(node.args[0])
            elif isinstance(node, ast.Assign) and path.parent.name != "documents":
                target = node.targets[0]
                if getattr(target, "id", getattr(target, "attr", "")) in NAMES:
                    found.append(node.value)
            elif (
                isinstance(node, ast.Return)
                and path.name in ("guards.py", "devices.py", "runner.py")
                and function.name not in ("cpu_name", "gpu_name", "collapse_loops")
            ):
                found.append(node.value)
            for entry in found:
                if entry is not None:
                    yield from (text for text in alternatives(entry, function) if " " in text.strip())


def sentences() -> dict[str, str]:
    """Each sentence and the module that says it."""
    result: dict[str, str] = {}
    for path in sorted(APP.rglob("*.py")):
        name = path.relative_to(APP).as_posix()
        if name in NOT_IN_THE_WINDOW or name.startswith(("window/", "cli/", "native/", "server/")):
            continue
        result.update(dict.fromkeys(said(path), name))
    return {
        text: name
        for text, name in result.items()
        if text != A_PLACE_AND_A_SENTENCE and not any(text.startswith(s) for s in ONLY_ON_THE_COMMAND_LINE)
    }


@pytest.fixture
def language(request, window):
    application = QApplication.instance()
    interface.set_language(application, request.param)
    yield request.param
    interface.set_language(application, "en")


def test_the_sources_say_what_is_expected():
    found = sentences()
    assert len(found) > 150
    for expected in (
        f"There isn't enough memory to translate a sentence ({VALUE}): close other programs.",
        f"The same {VALUE} words came {VALUE} times in a row.",
        "The same word came Q7 times in a row.",
        f'"{VALUE}" is not valid JSON: correct it first.',
        "there is no NVIDIA GPU",
        "Translated clause by clause, because the whole went wrong.",
        "The settings file is damaged: it is ignored and the defaults are used.",
        f'"{VALUE}" does not fit into memory: split it first.',
    ):
        assert expected in found, expected


def test_every_sentence_of_the_runtime_is_known():
    unknown = []
    for text, module in sentences().items():
        found = find(text)
        own = len(re.sub(r"{\w+}", "", found[0])) if found is not None else 0
        if own < 0.6 * len(text.replace(VALUE, "")):
            unknown.append((module, text, found))
    assert unknown == [], (
        "add it to app/window/language/runtime_sentences.py with its translations, or to a list above"
    )


@pytest.mark.parametrize("language", ["tr", "pt"], indirect=True)
def test_every_sentence_of_the_runtime_is_translated(language):
    for text in sentences():
        shown = runtime_text(text)
        assert shown != text
        assert shown.count(VALUE) == text.count(VALUE), (text, shown)
        assert "{" not in shown.replace("{stem}", ""), shown


@pytest.mark.parametrize("language", ["tr"], indirect=True)
def test_what_varies_is_kept_and_what_is_inside_is_translated(language):
    shown = runtime_text('Cannot read "/a: b/No such.txt": Permission denied.')
    assert shown == "“/a: b/No such.txt” okunamıyor: izin verilmedi."
    assert (
        runtime_text("CUDA can't be used: there is no NVIDIA GPU; choose the device auto or cpu.")
        == "CUDA kullanılamıyor: NVIDIA GPU yok; aygıt olarak auto veya cpu seçin."
    )
    text = 'terms.csv, line 3: Unknown language "xx": use one of en, tr, pt.'
    assert runtime_text(text).startswith("terms.csv, satır 3: Bilinmeyen dil “xx”")
    assert "Türkçe → İngilizce" in runtime_text(
        "No installed model translates Turkish to English (installed directions: none): "
        "import one with: plgt models import FILE."
    )
    notes = runtime_text("By way of English. A repeated part was cut to one round.")
    assert "English" not in notes and "round" not in notes
    with pytest.raises(PlgtError) as raised:
        check_language("klingon")
    assert "klingon" in error_text(raised.value) and "Bilinmeyen" in error_text(raised.value)
    assert runtime_text("nobody has said this before") == "nobody has said this before"
    assert runtime_text("") == "" and runtime_text("x" * 100_000) == "x" * 100_000


@pytest.mark.parametrize("language", ["en", "tr", "pt"], indirect=True)
def test_a_flag_gives_its_own_reason(language):
    reason = "The number 1998 isn't in the source."
    shown = flag_text(Flag("invented", reason))
    assert "1998" in shown and (shown == reason) == (language == "en")
    other = flag_text(Flag("loop", "something new"))
    assert other == ("something new" if language == "en" else runtime_text(FLAGS["loop"])) or language != "en"
    assert other != "something new" or language == "en"


@pytest.mark.parametrize("language", ["pt"], indirect=True)
def test_the_pages_show_translated_errors(language, qtbot, window, tmp_path: Path):
    window.show_page("models")
    page = window.page("models")
    (tmp_path / "no.plgt").write_bytes(b"nothing")
    page.import_files([tmp_path / "no.plgt"])
    qtbot.waitUntil(lambda: "pacote de modelo" in page.message.text(), timeout=5000)
    window.show_page("glossary")
    page = window.page("glossary")
    (tmp_path / "terms.csv").write_text("term,translation,direction\na,b,xx-yy\n", encoding="utf-8")
    page.attempt(lambda: page.import_file(tmp_path / "terms.csv"))
    assert "linha 2: Língua desconhecida “xx”" in page.message.text()
