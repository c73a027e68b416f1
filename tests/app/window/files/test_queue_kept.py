"""The queue over restarts and changes: nothing goes on unasked, nothing fails for good, nothing is left behind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app import paths
from app.errors import PlgtError
from app.memory.glossary import Term
from app.window.files.file_queue import Entry, FileQueue, output_path
from app.window.pages.files_page import FilesPage
from tests.app.window.driving import click, click_row, destroy, drop, pick
from tests.app.window.pages.test_files_page import LINES, ended, long_file


@pytest.fixture
def page(qtbot, window) -> FilesPage:
    click(qtbot, window.navigation.buttons[1])
    page = window.page("files")
    pick(qtbot, page.source_box, "tr")
    pick(qtbot, page.target_box, "en")
    return page


def letter(folder: Path, name: str = "mektup.txt", lines: list[str] = LINES) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / name


def stopped_midway(qtbot, page: FilesPage, slow: Any, file: Path) -> None:
    drop(page, [file])
    qtbot.waitUntil(lambda: len(slow.calls) > 3, timeout=60_000)
    click_row(qtbot, page.table, 0)
    click(qtbot, page.stop_button)
    qtbot.waitUntil(lambda: page.queue.entries[0].state == "stopped", timeout=60_000)


def contents(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def test_a_stopped_file_starts_over_after_the_glossary_changed(qtbot, page, tmp_path: Path, slow):
    stopped_midway(qtbot, page, slow, long_file(tmp_path / "uzun.txt", 60))
    page.context.set_glossary(page.context.glossary.with_terms([Term("tren", "railway")]))
    slow.pause = 0.0
    click(qtbot, page.retry_button)
    ended(qtbot, page)
    assert "ailway" in (tmp_path / "uzun.en.txt").read_text(encoding="utf-8")
    entry = page.queue.entries[0]
    assert entry.message == "Started over: changed since then (glossary)."
    assert "Started over" in page.model.state_text(entry)


def test_nothing_is_left_beside_the_users_files(qtbot, page, tmp_path: Path, slow):
    folder = tmp_path / "belgeler"
    letter(folder)
    stopped_midway(qtbot, page, slow, long_file(folder / "uzun.txt", 60))
    assert {p.name for p in folder.iterdir()} <= {"mektup.txt", "uzun.txt", "uzun.en.txt"}
    assert contents(paths.state_dir() / "jobs")
    click(qtbot, page.remove_button)
    assert not page.queue.entries
    assert not contents(paths.state_dir() / "jobs") and not contents(paths.state_dir() / "reports")


def test_a_removed_file_can_be_added_again_with_other_settings(qtbot, page, tmp_path: Path, slow):
    file = long_file(tmp_path / "uzun.txt", 40)
    drop(page, [file])
    qtbot.waitUntil(lambda: len(slow.calls) > 3, timeout=60_000)
    click_row(qtbot, page.table, 0)
    click(qtbot, page.remove_button)  # while it runs
    qtbot.waitUntil(lambda: page.queue._running is None, timeout=60_000)
    slow.pause = 0.0
    pick(qtbot, page.source_box, "auto")
    drop(page, [file])
    ended(qtbot, page)


def test_kinds_that_cannot_be_translated_are_refused_when_they_are_added(qtbot, page, tmp_path: Path):
    folder = tmp_path / "belgeler"
    mine = letter(folder)
    (folder / "resim.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    drop(page, [folder / "resim.png", mine])
    ended(qtbot, page)
    assert [Path(e.path).name for e in page.queue.entries] == ["mektup.txt"]
    assert page.message.isVisible() and "resim.png" in page.message.text()
    assert {p.name for p in folder.iterdir()} == {"mektup.txt", "mektup.en.txt", "resim.png"}


def test_files_of_one_name_have_reports_of_their_own(qtbot, page, tmp_path: Path):
    letter(tmp_path / "a", "rapor.txt", ["asdfgh qwerty zxcvbn poiuy."])
    letter(tmp_path / "b", "rapor.txt", ["lkjhg mnbvc trewq yuiop."])
    drop(page, [tmp_path / "a" / "rapor.txt", tmp_path / "b" / "rapor.txt"])
    ended(qtbot, page)
    first, second = (page.queue.report_of(entry) for entry in page.queue.entries)
    assert first is not None and second is not None
    assert first.files[0].source.endswith("a/rapor.txt") and second.files[0].source.endswith("b/rapor.txt")


def test_private_mode_leaves_nothing_on_the_disk(qtbot, page, tmp_path: Path):
    page.context.settings["private_mode"] = True
    drop(page, [letter(tmp_path / "belgeler", lines=["Gizli asdfgh qwerty."])])
    ended(qtbot, page)
    for folder in (paths.state_dir(), paths.data_dir()):
        for file in folder.rglob("*") if folder.is_dir() else ():
            if file.is_file():
                data = file.read_bytes()
                assert b"mektup" not in data and b"asdfgh" not in data, file
    click_row(qtbot, page.table, 0)
    click(qtbot, page.report_button)  # it is there as long as the window
    assert page.report.isVisible()
    page.report.reject()


def restarted(qtbot, page: FilesPage) -> FilesPage:
    """A Files page that reads the list as a new program would; the file was killed while it ran."""
    page.queue.entries[0].state = "running"
    page.queue._save()
    again = FilesPage(page.context, FileQueue(page.context))
    qtbot.addWidget(again)
    again.show()
    return again


def test_an_interrupted_file_asks_before_it_goes_on(qtbot, page, tmp_path: Path, slow):
    stopped_midway(qtbot, page, slow, long_file(tmp_path / "uzun.txt", 60))
    slow.pause = 0.0
    again = restarted(qtbot, page)
    assert again.interrupted.isVisible() and "uzun.txt" in again.interrupted_text.text()
    qtbot.wait(200)
    assert again.queue.entries[0].state == "waiting"
    click(qtbot, again.go_on_button)
    ended(qtbot, again)
    assert not again.interrupted.isVisible()
    again.close_page()
    destroy(again)


def test_not_now_leaves_it_stopped(qtbot, page, tmp_path: Path, slow):
    stopped_midway(qtbot, page, slow, long_file(tmp_path / "uzun.txt", 60))
    again = restarted(qtbot, page)
    click(qtbot, again.not_now_button)
    assert again.queue.entries[0].state == "stopped" and not again.interrupted.isVisible()
    again.close_page()
    destroy(again)


def test_a_damaged_list_is_set_aside(page, tmp_path: Path):
    file = tmp_path / "queue.json"
    file.write_bytes(b"\xff\xfe not json")
    queue = FileQueue(page.context, file)
    assert queue.entries == [] and queue.damaged == tmp_path / "queue.json.damaged"
    assert queue.damaged.read_bytes() == b"\xff\xfe not json"
    queue.close()


def test_the_rail_counts_the_files_that_wait(qtbot, page, window, tmp_path: Path, slow):
    drop(page, [letter(tmp_path, "a.txt"), letter(tmp_path, "b.txt")])
    assert window.navigation.buttons[1].text() == "Files (2)"
    slow.pause = 0.0
    ended(qtbot, page)
    assert window.navigation.buttons[1].text() == "Files"


def test_a_waiting_file_can_go_into_another_language(qtbot, page, tmp_path: Path):
    page.queue.pause(True)
    drop(page, [letter(tmp_path)])
    click_row(qtbot, page.table, 0)
    page.change_target("pt")
    entry = page.queue.entries[0]
    assert entry.target == "pt" and entry.out.endswith("mektup.pt.txt")
    page.queue.remove(entry)
    page.queue.pause(False)


def test_clear_finished_keeps_what_waits(qtbot, page, tmp_path: Path):
    drop(page, [letter(tmp_path, "a.txt")])
    ended(qtbot, page)
    page.queue.pause(True)
    drop(page, [letter(tmp_path, "b.txt")])
    click(qtbot, page.clear_button)
    assert [Path(e.path).name for e in page.queue.entries] == ["b.txt"]
    page.queue.remove(page.queue.entries[0])
    page.queue.pause(False)


def test_the_report_is_a_table_by_doubt_that_opens_in_translate(qtbot, page, window, tmp_path: Path):
    drop(page, [letter(tmp_path, lines=["Bugün hava çok güzel.", "asdfgh qwerty zxcvbn poiuy lkjhg."])])
    ended(qtbot, page)
    click_row(qtbot, page.table, 0)
    click(qtbot, page.report_button)
    dialog = page.report
    doubts = [row.doubt for row in dialog.rows]
    assert doubts and doubts == sorted(doubts)
    wanted = dialog.rows[0].sentence.source
    click(qtbot, dialog.open_button)
    assert window.current_page == "translate"
    assert window.translate_page.source_pane.text == wanted


def test_a_name_whose_job_is_unfinished_is_not_chosen_again(tmp_path: Path, page):
    first = output_path(tmp_path / "x.txt", "en", "", set())
    (paths.state_dir() / "jobs" / Entry("", str(first), "", "").place).mkdir(parents=True)
    assert output_path(tmp_path / "x.txt", "en", "", set()) != first
    with pytest.raises(PlgtError):
        page.queue.add(tmp_path / "none.xyz", "tr", "en")
