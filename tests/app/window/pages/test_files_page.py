"""The queue through the page: real files, real batches, the real engine."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from app.window.context import Context
from app.window.files.file_queue import Entry, FileQueue, output_path
from app.window.main_window import MainWindow
from app.window.pages.files_page import FilesPage
from tests.app.window.driving import (
    choose_file,
    click,
    click_row,
    destroy,
    drop,
    pick,
    type_text,
)

LINES = ["Bugün hava çok güzel.", "", "Kitaplar masanın üstünde.", "Ev uzak."]
SUBTITLES = """1
00:00:01,000 --> 00:00:02,500
Bugün hava çok güzel.

2
00:00:03,000 --> 00:00:05,000
<i>Kitaplar masanın üstünde.</i>
"""


@pytest.fixture
def page(qtbot, window) -> FilesPage:
    click(qtbot, window.navigation.buttons[1])
    page = window.page("files")
    pick(qtbot, page.source_box, "tr")
    pick(qtbot, page.target_box, "en")
    return page


def said(page: FilesPage, text: str) -> str:
    """What the translator itself makes of a text with the page's settings."""
    context = page.context
    glossary, memory = context.glossary, context.memory
    return context.translator.translate(
        text, "tr", "en", beam=context.settings["beam"], glossary=glossary, memory=memory
    ).text


def ended(qtbot, page: FilesPage, state: str = "done") -> None:
    qtbot.waitUntil(
        lambda: all(e.state not in ("waiting", "running") for e in page.queue.entries), timeout=60_000
    )
    assert {entry.state for entry in page.queue.entries} == {state}, [e.message for e in page.queue.entries]


def long_file(path: Path, lines: int) -> Path:
    path.write_text("".join(f"{n} yıl önce tren geç geldi.\n" for n in range(lines)), encoding="utf-8")
    return path


def shown(page: FilesPage, row: int, column: int) -> str:
    return str(page.model.data(page.model.index(row, column)))


def test_a_dropped_text_file_comes_back_translated_beside_itself(qtbot, page, tmp_path: Path, monkeypatch):
    file = tmp_path / "mektup.txt"
    file.write_text("\n".join(LINES) + "\n", encoding="utf-8")
    drop(page, [file])
    ended(qtbot, page)
    result = tmp_path / "mektup.en.txt"
    assert result.read_text(encoding="utf-8") == "".join(f"{said(page, x) if x else ''}\n" for x in LINES)
    assert file.read_text(encoding="utf-8") == "\n".join(LINES) + "\n"
    assert [shown(page, 0, column) for column in range(4)] == [
        "mektup.txt", "Turkish → English", "Done", "100 %"
    ]  # fmt: skip
    assert page.overall.value() == 1000
    opened: list[str] = []  # other programs are not started in a test
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(QUrl(url).toLocalFile()))
    click_row(qtbot, page.table, 0)
    click(qtbot, page.open_button)
    click(qtbot, page.folder_button)
    assert opened == [str(result), str(tmp_path)]
    click(qtbot, page.report_button)
    assert page.report.isVisible() and "mektup" in page.report.windowTitle()
    assert "3 sentences" in page.report.summary.text()
    page.report.reject()


def test_a_word_document_keeps_its_formatting(qtbot, page, tmp_path: Path):
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading("Bugün hava çok güzel.", 1)
    paragraph = document.add_paragraph("Kitaplar ")
    paragraph.add_run("masanın").bold = True
    paragraph.add_run(" üstünde.")
    document.add_paragraph("Ev uzak.")
    document.save(str(tmp_path / "belge.docx"))
    drop(page, [tmp_path / "belge.docx"])
    ended(qtbot, page)
    result = docx.Document(str(tmp_path / "belge.en.docx")).paragraphs
    assert [p.style.name for p in result] == [p.style.name for p in document.paragraphs]
    assert [p.text for p in result] == [said(page, p.text) for p in document.paragraphs]
    assert any(run.bold for run in result[1].runs)


def test_subtitles_keep_their_times(qtbot, page, tmp_path: Path):
    file = tmp_path / "film.srt"
    file.write_text(SUBTITLES, encoding="utf-8")
    drop(page, [file])
    ended(qtbot, page)
    result = (tmp_path / "film.en.srt").read_text(encoding="utf-8")
    times = re.compile(r"\d+:\d+:\d+,\d+ --> \d+:\d+:\d+,\d+")
    assert times.findall(result) == times.findall(SUBTITLES)
    assert said(page, LINES[0]).split()[0] in result and "<i>" in result and "Kitaplar" not in result


def test_files_and_a_folder_are_chosen_in_dialogs(qtbot, page, tmp_path: Path):
    folder = tmp_path / "metinler"
    (folder / "alt").mkdir(parents=True)
    (folder / "a.txt").write_text("Ev uzak.\n", encoding="utf-8")
    (folder / "alt" / "b.txt").write_text("Bugün hava çok güzel.\n", encoding="utf-8")
    file = tmp_path / "tek.txt"
    file.write_text("Ev uzak.\n", encoding="utf-8")
    choose_file(qtbot, lambda: click(qtbot, page.add_files_button), file)
    choose_file(qtbot, lambda: click(qtbot, page.add_folder_button), folder)
    ended(qtbot, page)
    assert [Path(e.path).name for e in page.queue.entries] == ["tek.txt", "metinler"]
    assert (tmp_path / "tek.en.txt").read_text(encoding="utf-8") == said(page, "Ev uzak.") + "\n"
    out = tmp_path / "metinler.en"
    texts = {
        p.relative_to(out).parts[:-1]: p.read_text(encoding="utf-8")
        for p in out.rglob("*.txt")
        if not p.name.startswith("plgt-report")
    }
    assert texts == {(): said(page, "Ev uzak.") + "\n", ("alt",): said(page, LINES[0]) + "\n"}


def test_a_bad_file_fails_alone_and_can_be_tried_again(qtbot, page, tmp_path: Path):
    bad = tmp_path / "bozuk.docx"
    bad.write_bytes(b"PK\x03\x04 nothing")
    good = tmp_path / "iyi.txt"
    good.write_text("Ev uzak.", encoding="utf-8")
    drop(page, [bad, good])
    qtbot.waitUntil(lambda: [e.state for e in page.queue.entries] == ["failed", "done"], timeout=30_000)
    assert page.queue.entries[0].message and "bozuk.docx" in shown(page, 0, 2)
    click_row(qtbot, page.table, 0)
    assert page.retry_button.isEnabled() and not page.open_button.isEnabled()
    bad.unlink()
    bad.write_bytes(Path(__file__).parents[3].joinpath("data", "documents", "word.docx").read_bytes())
    click(qtbot, page.retry_button)  # the file was mended meanwhile
    ended(qtbot, page)
    assert (tmp_path / "bozuk.en.docx").is_file()
    click(qtbot, page.remove_button)
    assert [Path(e.path).name for e in page.queue.entries] == ["iyi.txt"]


def test_pause_stop_and_going_on(qtbot, page, tmp_path: Path, slow):
    file = long_file(tmp_path / "uzun.txt", 120)
    drop(page, [file])
    qtbot.waitUntil(lambda: len(slow.calls) > 3, timeout=20_000)
    click(qtbot, page.pause_button)
    assert page.queue.paused and page.pause_button.text() == "Continue"
    assert shown(page, 0, 2) == "Paused"
    done = -1
    while done < len(slow.calls):  # what had begun ends: at most 64 sentences
        done = len(slow.calls)
        qtbot.wait(300)
    assert done <= 64 and page.queue.entries[0].state == "paused"
    click(qtbot, page.pause_button)
    qtbot.waitUntil(lambda: len(slow.calls) > done + 3, timeout=20_000)
    click_row(qtbot, page.table, 0)
    click(qtbot, page.stop_button)
    qtbot.waitUntil(lambda: page.queue.entries[0].state == "stopped", timeout=20_000)
    assert not (tmp_path / "uzun.en.txt").exists() and shown(page, 0, 2) == "Stopped"
    before = set(slow.calls)
    assert len(before) < 120
    slow.pause = 0.0
    slow.calls.clear()
    slow.forget()
    click(qtbot, page.retry_button)
    ended(qtbot, page)
    assert len((tmp_path / "uzun.en.txt").read_text(encoding="utf-8").splitlines()) == 120


def test_the_queue_goes_on_in_the_background(qtbot, window, page, tmp_path: Path, slow):
    """On another page, and while the window is hidden, as it is in the tray."""
    drop(page, [long_file(tmp_path / "uzun.txt", 60)])
    qtbot.waitUntil(lambda: len(slow.calls) > 2, timeout=20_000)
    click(qtbot, window.navigation.buttons[0])
    translate = window.translate_page
    pick(qtbot, translate.source_box, "tr")
    type_text(qtbot, translate.source_pane, LINES[0])  # the page works beside the queue
    qtbot.waitUntil(lambda: translate.target_pane.text == said(page, LINES[0]), timeout=20_000)
    assert page.queue.entries[0].state == "running"
    window.hide()
    slow.pause = 0.0
    ended(qtbot, page)
    assert (tmp_path / "uzun.en.txt").is_file()
    window.show()


def test_glossary_memory_and_beam_hold_for_files_too(qtbot, window, page, tmp_path: Path, translator):
    from app.memory.glossary import Glossary, Term

    window.context.set_glossary(Glossary([Term("Zonguldak", "Coal Town")]))
    window.context.memory.add("Ev uzak.", "The house? Far away!", "tr", "en")
    window.show_page("settings")
    window.page("settings").controls["beam"].setValue(2)
    window.show_page("files")
    file = tmp_path / "mektup.txt"
    file.write_text("Ev uzak.\nZonguldak çok güzel.\n", encoding="utf-8")
    drop(page, [file])
    ended(qtbot, page)
    first, second = (tmp_path / "mektup.en.txt").read_text(encoding="utf-8").splitlines()
    assert first == "The house? Far away!" and "Coal Town" in second
    assert translator.beam == 2 and second == said(page, "Zonguldak çok güzel.")


def test_progress_is_shown_per_file_and_overall(qtbot, page, tmp_path: Path, slow):
    drop(page, [long_file(tmp_path / "bir.txt", 80), long_file(tmp_path / "iki.txt", 20)])
    seen: list[tuple[float, int]] = []
    page.queue.changed.connect(lambda _: seen.append((page.queue.entries[0].fraction, page.overall.value())))
    qtbot.waitUntil(lambda: 0 < page.queue.entries[0].fraction < 1, timeout=20_000)
    assert shown(page, 0, 3) == f"{round(page.queue.entries[0].fraction * 100)} %"
    assert shown(page, 1, 2) == "Waiting" and 0 < page.overall.value() < 1000
    slow.pause = 0.0
    ended(qtbot, page)
    assert [f for f, _ in seen] == sorted(f for f, _ in seen) and page.overall.value() == 1000


@pytest.mark.parametrize("paused", [False, True])
def test_the_queue_survives_a_restart_of_the_program(
    qtbot, window, page, tmp_path: Path, slow, settings, paused: bool
):
    drop(page, [long_file(tmp_path / "uzun.txt", 100), long_file(tmp_path / "kısa.txt", 3)])
    qtbot.waitUntil(lambda: len(slow.calls) > 5, timeout=20_000)
    if paused:
        click(qtbot, page.pause_button)
    file = page.queue.file
    window.close()
    states = [entry["state"] for entry in json.loads(file.read_text(encoding="utf-8"))]
    assert states == ["waiting", "waiting"]
    assert not (tmp_path / "uzun.en.txt").exists()
    slow.pause = 0.0
    again = MainWindow(Context(settings, slow))
    again.show()
    qtbot.waitUntil(lambda: again.navigation.buttons[1].text() == "Files (2)")  # without going there
    click(qtbot, again.navigation.buttons[1])
    click(qtbot, again.page("files").go_on_button)
    ended(qtbot, again.page("files"))
    assert len((tmp_path / "uzun.en.txt").read_text(encoding="utf-8").splitlines()) == 100
    assert (tmp_path / "kısa.en.txt").is_file()
    destroy(again)


def test_a_crash_of_the_engine_fails_the_file_and_is_told(qtbot, window, page, tmp_path: Path, translator):
    """The crash is injected: no shipped bundle crashes the engine on purpose."""
    translator.broken = RuntimeError("the engine broke")
    drop(page, [long_file(tmp_path / "uzun.txt", 3)])
    ended(qtbot, page, "failed")
    assert "the engine broke" in shown(page, 0, 2)
    translator.broken = None
    click_row(qtbot, page.table, 0)
    click(qtbot, page.retry_button)
    ended(qtbot, page)


def test_a_damaged_queue_file_is_no_obstacle(window, folders: Path):
    file = folders / "queue.json"
    for content in ("{", "[1]", '[{"path": 1}]', "null"):
        file.write_text(content)
        assert FileQueue(window.context, file).entries == []


def test_nothing_that_exists_is_overwritten(tmp_path: Path):
    (tmp_path / "a.txt").write_text("x")
    assert output_path(tmp_path / "a.txt", "en", "", set()) == tmp_path / "a.en.txt"
    (tmp_path / "a.en.txt").write_text("mine")
    assert output_path(tmp_path / "a.txt", "en", "", set()) == tmp_path / "a.en (2).txt"
    taken = {str(tmp_path / "a.en (2).txt")}
    assert output_path(tmp_path / "a.txt", "en", "", taken) == tmp_path / "a.en (3).txt"
    assert (
        output_path(tmp_path / "b.pdf", "tr", str(tmp_path / "out"), set()) == tmp_path / "out" / "b.tr.txt"
    )


def test_the_same_language_twice_is_refused(qtbot, page, tmp_path: Path):
    pick(qtbot, page.source_box, "en")
    drop(page, [tmp_path])
    assert "different" in page.message.text() and not page.queue.entries


def test_progress_over_all_entries(window):
    queue = FileQueue(window.context)
    queue.entries = [
        Entry("a", "b", "tr", "en", "done", 100, 100),
        Entry("c", "d", "tr", "en", "running", 100, 50),
    ]
    assert queue.fraction == pytest.approx(0.75)
