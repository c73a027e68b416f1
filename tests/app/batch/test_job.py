"""Batches: what is found, where it goes, what is reported, what is never touched."""

from __future__ import annotations

import json
import os
import threading
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app.batch import BatchJob, BatchReport, DoubtfulSentence, FileReport, Progress
from app.errors import PlgtError
from tests.app.batch.words import WordTranslator, make, translated

TEXT = "Merhaba dünya.\n\nBugün hava güzel: 25 derece.\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder of texts, a table, a file of no known kind, hidden files."""
    root = tmp_path / "in"
    (root / "alt" / "derin").mkdir(parents=True)
    (root / "a.txt").write_text(TEXT, "utf-8")
    (root / "alt" / "b.txt").write_text("İkinci metin.\n", "utf-8")
    (root / "alt" / "derin" / "c.csv").write_text("kod,metin\n1,Bir uzun cümle\n2,Bir başka cümle\n", "utf-8")
    (root / "resim.png").write_bytes(b"\x89PNG")
    (root / ".gizli.txt").write_text("gizli", "utf-8")
    return root


def job(inputs: Path | list[Path], out: Path, **options: Any) -> BatchJob:
    options.setdefault("translator", WordTranslator())
    return BatchJob(inputs if isinstance(inputs, list) else [inputs], out, **({"source": "tr"} | options))


def contents(root: Path) -> dict[str, bytes]:
    """Every file below, state and reports left out."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".plgt-batch" not in path.parts and not path.name.startswith("plgt-report")
    }


def test_the_tree_is_kept_and_translated(tree: Path, tmp_path: Path) -> None:
    before = contents(tree)
    report = job(tree, tmp_path / "out").run()
    result = contents(tmp_path / "out")
    assert list(result) == ["a.txt", "alt/b.txt", "alt/derin/c.csv"]
    assert result["a.txt"].decode() == translated(TEXT)
    assert result["alt/derin/c.csv"].decode() == translated(
        "kod,metin\n1,Bir uzun cümle\n2,Bir başka cümle\n"
    ).replace(translated("kod,metin"), "kod,metin")
    assert contents(tree) == before
    assert report.exit_code == 0
    assert [file.state for file in report.files] == ["translated"] * 3
    assert report.words == 7 + 2 + 6
    assert "1 files are of no format" in report.notes[0]


def test_include_and_exclude(tree: Path, tmp_path: Path) -> None:
    job(tree, tmp_path / "one", include=["*.txt"]).run()
    assert list(contents(tmp_path / "one")) == ["a.txt", "alt/b.txt"]
    job(tree, tmp_path / "two", exclude=["alt"]).run()
    assert list(contents(tmp_path / "two")) == ["a.txt"]
    job(tree, tmp_path / "three", include=["alt/*"], exclude=["*.csv"]).run()
    assert list(contents(tmp_path / "three")) == ["alt/b.txt"]


def test_names_by_pattern_and_several_inputs(tree: Path, tmp_path: Path) -> None:
    other = tmp_path / "tek.txt"
    other.write_text("Tek dosya.", "utf-8")
    job([tree, other], tmp_path / "out", name="{stem}.{target}{suffix}").run()
    assert list(contents(tmp_path / "out")) == [
        "in/a.en.txt", "in/alt/b.en.txt", "in/alt/derin/c.en.csv", "tek.en.txt",
    ]  # fmt: skip


@pytest.mark.parametrize("pattern", ["", "x", "{", "{stem}/{name}", "{other}", "{target}{suffix}", "{0}"])
def test_patterns_that_make_no_names_are_refused(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(PlgtError, match="pattern"):
        job(tmp_path, tmp_path / "out", name=pattern)


def test_one_file_to_one_file_leaves_nothing_else(tree: Path, tmp_path: Path) -> None:
    job(tree / "a.txt", tmp_path / "sonuç" / "b.txt").run()
    assert os.listdir(tmp_path / "sonuç") == ["b.txt"]
    report = job(tree / "a.txt", tmp_path / "sonuç" / "b.csv").run()
    assert "name the target so" in report.files[0].error


def test_a_folder_can_hold_its_own_translations(tree: Path) -> None:
    for _ in range(2):
        report = job(tree, tree, name="{stem}.{target}{suffix}", resume=True).run()
        assert [file.error for file in report.files] == [""] * 3
    assert sum(".en." in name for name in contents(tree)) == 3


def test_sources_are_never_the_target(tree: Path) -> None:
    before = contents(tree)
    report = job(tree, tree, force=True).run()
    assert report.exit_code == 2
    assert all("is a file to be translated" in file.error for file in report.files)
    assert contents(tree) == before


def test_two_files_with_one_target_are_told_apart_or_refused(tmp_path: Path) -> None:
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(name * 3, "utf-8")
    report = job([tmp_path / "x" / "a.txt", tmp_path / "y" / "a.txt"], tmp_path / "out").run()
    assert [file.state for file in report.files] == ["translated", "failed"]
    assert "is the target of" in report.files[1].error


def test_nothing_is_overwritten_without_force(tree: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.txt").write_text("mine")
    report = job(tree, out).run()
    assert report.exit_code == 2
    assert (out / "a.txt").read_text() == "mine"
    assert "add --force" in report.files[0].error
    assert (out / "alt" / "b.txt").exists()
    assert job(tree, out, force=True).run().exit_code == 0
    assert (out / "a.txt").read_text("utf-8") == translated(TEXT)


def test_a_second_run_is_refused_while_unfinished_and_kept_when_finished(tree: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    bad = WordTranslator(fails_on="İkinci")
    assert job(tree, out, translator=bad).run().exit_code == 2
    with pytest.raises(PlgtError, match="--resume"):
        job(tree, out).run()
    log = tmp_path / "log"
    report = job(tree, out, resume=True, translator=WordTranslator(log=str(log))).run()
    assert sorted(file.state for file in report.files) == ["kept", "kept", "translated"]
    assert log.read_text("utf-8") == "İkinci metin.\n"
    assert report.words == 15
    with pytest.raises(PlgtError, match=r"other settings \(beam\)"):
        job(tree, out, resume=True, beam=1).run()


def test_one_bad_file_does_not_end_the_batch(tree: Path, tmp_path: Path) -> None:
    (tree / "bozuk.json").write_text("{", "utf-8")
    (tree / "ikili.txt").write_bytes(bytes(range(256)))
    (tree / "sahte.docx").write_text("no zip")
    report = job(tree, tmp_path / "out", translator=WordTranslator(fails_on="İkinci")).run()
    states = {Path(file.source).name: file for file in report.files}
    assert {name for name, file in states.items() if file.state == "failed"} == {
        "bozuk.json", "ikili.txt", "sahte.docx", "b.txt",
    }  # fmt: skip
    assert report.exit_code == 2
    assert all(file.error.endswith(".") and "\n" not in file.error for file in report.failed)
    assert set(contents(tmp_path / "out")) == {"a.txt", "alt/derin/c.csv"}


def test_a_bug_in_a_reader_or_translator_fails_one_file(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.documents.table import TableFile

    monkeypatch.setattr(TableFile, "save", lambda *_: 1 / 0)
    report = job(tree, tmp_path / "out").run()
    assert [file.state for file in report.files] == ["translated", "translated", "failed"]
    assert "please report it" in report.files[2].error


def test_dry_run_writes_nothing(tree: Path, tmp_path: Path) -> None:
    (tree / "bozuk.json").write_text("{", "utf-8")
    plan = job(tree, tmp_path / "out").plan()
    assert not (tmp_path / "out").exists()
    assert plan.words == 15
    assert [file.found.path.name for file in plan.files if file.error] == ["bozuk.json"]
    assert len(plan.others) == 1


def test_links_in_loops_end(tree: Path, tmp_path: Path) -> None:
    (tree / "alt" / "yukarı").symlink_to(tree)
    (tree / "kendi").symlink_to(tree / "kendi")
    report = job(tree, tmp_path / "out").run()
    assert len(report.files) == 3
    assert any("loop" in note for note in report.notes)


def test_output_inside_the_input_is_not_translated_again(tree: Path) -> None:
    job(tree, tree / "out").run()
    job(tree, tree / "out", force=True).run()
    assert not (tree / "out" / "out").exists()


def test_others_are_copied_when_asked(tree: Path, tmp_path: Path) -> None:
    report = job(tree, tmp_path / "out", copy_others=True).run()
    assert (tmp_path / "out" / "resim.png").read_bytes() == b"\x89PNG"
    assert [file.state for file in report.files].count("copied") == 1


def test_a_missing_input_and_no_input(tmp_path: Path) -> None:
    with pytest.raises(PlgtError, match="not there"):
        job(tmp_path / "yok", tmp_path / "out").run()
    assert not (tmp_path / "out").exists()
    with pytest.raises(PlgtError, match="Nothing to translate"):
        job([], tmp_path / "out").run()


def test_report_for_programs_and_people(tree: Path, tmp_path: Path) -> None:
    (tree / "kötü.txt").write_text("Çok kötü!! ve küçük\n", "utf-8")
    report = job(tree, tmp_path / "out").run()
    saved = json.loads((tmp_path / "out" / "plgt-report.json").read_text("utf-8"))
    assert saved["totals"]["files"] == 4
    assert saved["totals"]["flags"] == {"length": 1}
    assert saved["totals"]["low_confidence"] == 1
    loaded = BatchReport.load(tmp_path / "out" / "plgt-report.json")
    assert loaded == report
    doubtful = next(file for file in loaded.files if file.doubtful).doubtful[0]
    assert (doubtful.source, doubtful.confidence, doubtful.context) == ("Çok kötü!! ve küçük", 0.3, "line 1")
    readable = (tmp_path / "out" / "plgt-report.txt").read_text("utf-8")
    assert "much longer than the text" in readable
    assert "4 files (4 translated)" in readable
    assert "no GPU was found" in readable


def test_readable_report_has_no_control_characters_and_can_be_cut() -> None:
    import io

    sentences = [
        DoubtfulSentence("1", "line 1", f"a\x1b[31m\x07{n}", "b\x01\ud800", 0.1, [["loop", "It repeats."]])
        for n in range(5)
    ]
    report = BatchReport("en", [FileReport("a\x1b.txt", "b", "translated", sentences=5, doubtful=sentences)])
    for limit, lines in ((None, 5), (2, 2)):
        out = io.StringIO()
        report.print(out, 100, limit)
        assert out.getvalue().count("It repeats.") == lines
        assert all(character.isprintable() or character == "\n" for character in out.getvalue())
    assert "3 more doubtful sentences" in out.getvalue()


def test_somebody_elses_report_is_not_replaced(tree: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.json"
    mine.write_text("{}")
    with pytest.raises(PlgtError, match="is no report"):
        job(tree, tmp_path / "out", report=mine).run()
    assert mine.read_text() == "{}"


def test_progress_tells_files_words_and_speed(tree: Path, tmp_path: Path) -> None:
    events: list[Progress] = []
    job(tree, tmp_path / "out", translator=WordTranslator(delay=0.01)).run(events.append)
    assert [e.event for e in events].count("planned") == 3
    assert [e.event for e in events].count("written") == 3
    assert events[-1].event == "finished"
    running = [e for e in events if e.event != "planned"]
    assert [e.words_done for e in running] == sorted(e.words_done for e in running)
    assert events[-1].words_done == events[-1].words == 15
    assert events[-1].fraction == 1
    assert events[-1].words_per_second > 0


def test_cancel_keeps_what_is_done_and_pause_holds(tree: Path, tmp_path: Path) -> None:
    cancel, pause, log = threading.Event(), threading.Event(), tmp_path / "log"
    out = tmp_path / "out"

    def stop(progress: Progress) -> None:
        if progress.event == "written":
            cancel.set()

    report = job(tree, out, translator=WordTranslator(log=str(log))).run(stop, pause, cancel)
    assert report.cancelled and report.exit_code == 130
    assert len(contents(out)) == 1

    pause.set()
    done = threading.Event()
    seen: list[Progress] = []

    def go() -> None:
        job(tree, out, resume=True, translator=WordTranslator(log=str(log))).run(seen.append, pause)
        done.set()

    thread = threading.Thread(target=go)
    thread.start()
    assert not done.wait(0.5)
    assert len(contents(out)) == 1
    pause.clear()
    assert done.wait(10)
    thread.join()
    assert len(contents(out)) == 3
    lines = log.read_text("utf-8").splitlines()
    assert len(lines) == len(set(lines)) == 5


def test_cancel_while_looking(tree: Path, tmp_path: Path) -> None:
    cancel = threading.Event()
    report = job(tree, tmp_path / "out").run(lambda progress: cancel.set(), None, cancel)
    assert report.cancelled and not report.files
    assert contents(tmp_path / "out") == {}
    assert job(tree, tmp_path / "out").run().exit_code == 0


def test_two_batches_into_one_folder_are_refused(tree: Path, tmp_path: Path) -> None:
    errors: list[str] = []

    def another(progress: Progress) -> None:
        if progress.event == "started" and not errors:
            try:
                job(tree, tmp_path / "out", resume=True).run()
            except PlgtError as error:
                errors.append(str(error))

    job(tree, tmp_path / "out").run(another)
    assert "Another batch is running" in errors[0]


def test_a_source_that_changes_meanwhile_is_not_written(tree: Path, tmp_path: Path) -> None:
    def touch(progress: Progress) -> None:
        if progress.event == "started" and progress.file == tree / "a.txt":
            (tree / "a.txt").write_text("Yeni metin geldi.", "utf-8")

    report = job(tree, tmp_path / "out").run(touch)
    assert "changed while" in report.files[0].error
    assert not (tmp_path / "out" / "a.txt").exists()
    job(tree, tmp_path / "out", resume=True).run()
    assert (tmp_path / "out" / "a.txt").read_text("utf-8") == translated("Yeni metin geldi.")


def test_a_changed_source_is_translated_again_with_force_only(tree: Path, tmp_path: Path) -> None:
    job(tree, tmp_path / "out").run()
    (tree / "a.txt").write_text("Yeni metin geldi.", "utf-8")
    report = job(tree, tmp_path / "out", resume=True).run()
    assert "has changed since" in report.files[0].error
    report = job(tree, tmp_path / "out", resume=True, force=True).run()
    assert [file.state for file in report.files] == ["translated", "kept", "kept"]


def test_read_only_target_and_full_disk_leave_no_half_file(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "file"
    closed.write_text("")
    with pytest.raises(PlgtError, match="Cannot write in"):
        job(tree, closed / "out").run()

    from app.documents.plaintext import TextFile

    def full(self: TextFile, target: Path, *_: object) -> None:
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(TextFile, "save", full)
    report = job(tree, tmp_path / "out").run()
    assert [file.state for file in report.files] == ["failed", "failed", "translated"]
    assert report.files[0].error.startswith("Cannot write") and "No space left" in report.files[0].error
    assert list(contents(tmp_path / "out")) == ["alt/derin/c.csv"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_journal_on_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    from app.batch.journal import Journal

    state = tmp_path / "state"
    state.mkdir()
    (state / "journal.sqlite").symlink_to("/dev/full")
    with pytest.raises(PlgtError) as caught:
        Journal(state, {})
    assert "\n" not in str(caught.value)


def test_worker_processes_give_the_same_as_one(tree: Path, tmp_path: Path) -> None:
    for number in range(6):
        (tree / f"n{number}.txt").write_text("Satır bir.\nSatır iki.\n" * 100, "utf-8")
    job(tree, tmp_path / "one").run()
    report = job(tree, tmp_path / "two", translator=None, factory=partial(make), workers=2).run()
    assert report.exit_code == 0
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_dying_worker_costs_one_file(tree: Path, tmp_path: Path) -> None:
    factory = partial(make, dies_on="İkinci")
    report = job(tree, tmp_path / "out", translator=None, factory=factory, workers=2).run()
    assert [file.state for file in report.files] == ["translated", "failed", "translated"]
    assert "ended twice" in report.files[1].error


def test_bilingual_files(tree: Path, tmp_path: Path) -> None:
    from lxml import etree

    (tree / "a.txt").write_text('Ali & Veli <b>"güzel"</b>!!\x0b\nçay\n', "utf-8")
    report = job(tree / "a.txt", tmp_path / "out", bilingual=["html", "tmx", "xliff"]).run()
    assert report.exit_code == 0
    assert sorted(contents(tmp_path / "out")) == [
        "a.txt", "a.txt.bilingual.html", "a.txt.tmx", "a.txt.xlf",
    ]  # fmt: skip
    tmx = etree.parse(tmp_path / "out" / "a.txt.tmx")
    assert [seg.text for seg in tmx.iter("seg")][2:] == ["çay", "yaç"]
    xliff = etree.parse(tmp_path / "out" / "a.txt.xlf")
    states = [target.get("state") for target in xliff.iter("{*}target")]
    assert states == ["needs-review-translation"] * 2
    page = (tmp_path / "out" / "a.txt.bilingual.html").read_text("utf-8")
    assert "Ali &amp; Veli &lt;b&gt;" in page and '<html lang="en">' in page
    with pytest.raises(PlgtError, match="bilingual"):
        job(tree, tmp_path / "x", bilingual=["pdf"])


def test_language_is_guessed_file_by_file(tmp_path: Path) -> None:
    root = tmp_path / "in"
    root.mkdir()
    (root / "pt.txt").write_text("O menino não quer comer a sopa porque está muito quente.", "utf-8")
    (root / "tr.txt").write_text("Çocuk çorbayı içmek istemiyor çünkü çok sıcak.", "utf-8")
    report = job(root, tmp_path / "out", source="auto").run()
    assert [(file.source_lang, file.detected) for file in report.files] == [("pt", True), ("tr", True)]
