"""The queue through the page: real batches of real files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent

from app.window.file_queue import Entry, FileQueue, output_path
from app.window.pages.files_page import FilesPage
from tests.app.window.reversing import ReversingTranslator


class MarkedTranslator(ReversingTranslator):
    """Adds what batches need: whole segments with their marks."""

    def translate_many(self, texts, source="auto", target="en", **options):
        for text in texts:
            yield self.translate(text, source, target, **options)

    def marked_translations(self, texts, source="auto", target="en", *, progress=None, **options):
        from app.markup import Run, join_runs
        from app.translator import _carry

        for runs in texts:
            runs = [run if isinstance(run, Run) else Run(run[0], tuple(run[1])) for run in runs]
            translation = self.translate(join_runs(runs), source, target, **options)
            yield _carry(runs, translation), translation


@pytest.fixture
def translator() -> MarkedTranslator:
    return MarkedTranslator()


@pytest.fixture
def page(window) -> FilesPage:
    window.show_page("files")
    page = window.page("files")
    page.source_box.set_code("tr")
    page.target_box.set_code("en")
    return page


def ended(qtbot, page: FilesPage, state: str = "done") -> None:
    qtbot.waitUntil(
        lambda: all(e.state not in ("waiting", "running") for e in page.queue.entries), timeout=15_000
    )
    assert {entry.state for entry in page.queue.entries} == {state}, [e.message for e in page.queue.entries]


def test_a_dropped_file_comes_back_translated_beside_itself(qtbot, page, tmp_path: Path, monkeypatch):
    file = tmp_path / "mektup.txt"
    file.write_text("bir ev.\n\niki göz.\n", encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)
    ended(qtbot, page)
    assert (tmp_path / "mektup.en.txt").read_text(encoding="utf-8") == "rib ve.\n\niki zög.\n"
    assert file.read_text(encoding="utf-8") == "bir ev.\n\niki göz.\n"
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    page.table.selectRow(0)
    page.open_button.click()
    page.folder_button.click()
    assert opened == [str(tmp_path / "mektup.en.txt"), str(tmp_path)]
    page.report_button.click()
    assert "mektup" in page.report.text.toPlainText()
    page.report.reject()
    assert page.overall.value() == 1000


def test_a_folder_keeps_its_tree(qtbot, page, tmp_path: Path):
    folder = tmp_path / "metinler"
    (folder / "alt").mkdir(parents=True)
    (folder / "a.txt").write_text("ev\n", encoding="utf-8")
    (folder / "alt" / "b.txt").write_text("su\n", encoding="utf-8")
    page.add_paths([folder])
    ended(qtbot, page)
    out = tmp_path / "metinler.en"
    names = sorted(
        p.relative_to(out).as_posix() for p in out.rglob("*.txt") if not p.name.startswith("plgt-report")
    )
    assert len(names) == 2 and names[1].startswith("alt/")


def test_a_bad_file_fails_alone_and_can_be_tried_again(qtbot, page, tmp_path: Path):
    bad = tmp_path / "bozuk.docx"
    bad.write_bytes(b"PK\x03\x04 nothing")
    good = tmp_path / "iyi.txt"
    good.write_text("ev", encoding="utf-8")
    page.add_paths([bad, good])
    qtbot.waitUntil(lambda: [e.state for e in page.queue.entries] == ["failed", "done"], timeout=15_000)
    assert page.queue.entries[0].message
    assert page.queue.entries[0].message in page.model.data(page.model.index(0, 2))
    page.table.selectRow(0)
    assert page.retry_button.isEnabled() and not page.open_button.isEnabled()
    page.retry_button.click()
    qtbot.waitUntil(lambda: page.queue.entries[0].state == "failed", timeout=15_000)
    page.remove_button.click()
    assert [Path(e.path).name for e in page.queue.entries] == ["iyi.txt"]


def test_pause_stop_and_going_on(qtbot, page, tmp_path: Path, translator):
    translator.pause = 0.02
    file = tmp_path / "uzun.txt"
    file.write_text("".join(f"bu {n} numara.\n" for n in range(150)), encoding="utf-8")
    page.add_paths([file])
    qtbot.waitUntil(lambda: len(translator.calls) > 3, timeout=10_000)
    page.pause_button.click()
    assert page.queue.paused and page.pause_button.text() == "Continue"
    page.pause_button.click()
    page.table.selectRow(0)
    qtbot.waitUntil(lambda: page.stop_button.isEnabled(), timeout=5000)
    page.stop_button.click()
    qtbot.waitUntil(lambda: page.queue.entries[0].state == "stopped", timeout=10_000)
    assert not (tmp_path / "uzun.en.txt").exists()
    translator.pause = 0
    page.retry_button.click()
    ended(qtbot, page)
    assert len((tmp_path / "uzun.en.txt").read_text(encoding="utf-8").splitlines()) == 150


def test_the_queue_survives_a_restart(qtbot, window, page, tmp_path: Path, translator):
    translator.pause = 0.02
    file = tmp_path / "uzun.txt"
    file.write_text("".join(f"bu {n} numara.\n" for n in range(100)), encoding="utf-8")
    page.add_paths([file])
    qtbot.waitUntil(lambda: len(translator.calls) > 3, timeout=10_000)
    page.queue.close()  # as at the end of the program
    assert json.loads(page.queue.file.read_text(encoding="utf-8"))[0]["state"] == "waiting"
    translator.pause = 0
    again = FilesPage(window.context, FileQueue(window.context))
    qtbot.addWidget(again)
    ended(qtbot, again)
    assert len((tmp_path / "uzun.en.txt").read_text(encoding="utf-8").splitlines()) == 100
    again.close_page()


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


def test_the_same_language_twice_is_refused(page, tmp_path: Path):
    page.source_box.set_code("en")
    page.add_paths([tmp_path])
    assert "different" in page.message.text() and not page.queue.entries


def test_progress_over_all_entries(window):
    queue = FileQueue(window.context)
    queue.entries = [
        Entry("a", "b", "tr", "en", "done", 100, 100),
        Entry("c", "d", "tr", "en", "running", 100, 50),
    ]
    assert queue.fraction == pytest.approx(0.75)
