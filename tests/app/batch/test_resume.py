"""Killed at any moment, a batch goes on where it was: same bytes, nothing translated twice."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from app.batch import BatchJob
from app.batch.journal import Journal
from app.batch.unit import SegmentResult, SentencePair
from app.errors import PlgtError
from app.text.markup import Run
from tests.app.batch.test_job import contents
from tests.app.batch.words import make

ROOT = Path(__file__).parents[3]
FIXTURES = ROOT / "tests" / "data" / "documents"  # a file of each office format


def make_tree(root: Path, files: int, lines: int) -> None:
    root.mkdir()
    for number in range(files):
        body = "".join(f"Dosya {number} satır {line} burada başlar. Sonra biter.\n" for line in range(lines))
        (root / f"f{number}.txt").write_text(body, "utf-8")
    for path in FIXTURES.iterdir():
        if path.suffix not in (".py", ""):
            shutil.copy(path, root)
    rows = "".join(f'{line},"Tabloda {line} numaralı uzun metin"\n' for line in range(lines))
    (root / "tablo.csv").write_text("no,metin\n" + rows, "utf-8")


def finished_texts(out: Path) -> set[str]:
    """Sources of the sentences that the journal has on disk, and of the files that are in place."""
    database = sqlite3.connect(out / ".plgt-batch" / "en" / "journal.sqlite")
    try:
        rows = database.execute("SELECT id, runs, facts FROM segment").fetchall()
        done = [row[0] for row in database.execute("SELECT relative FROM file WHERE state='done'")]
    finally:
        database.close()
    texts = {pair.source for row in rows for pair in SegmentResult.from_row(*row).sentences}
    for name in done:
        if name.endswith(".txt"):
            texts.update((out.parent / "in" / name).read_text("utf-8").splitlines())
    return {text for text in texts if text.startswith("Dosya")}  # other files hold the same text twice


def start(root: Path, out: Path, delay: float, log: Path) -> subprocess.Popen[bytes]:
    arguments = [sys.executable, "-m", "tests.app.batch.victim", str(root), str(out), str(delay), str(log)]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    return subprocess.Popen(arguments, cwd=ROOT, env=environment, start_new_session=True)


def test_ten_kills_at_random_moments_change_nothing(tmp_path: Path) -> None:
    chance = random.Random(11)
    root, out = tmp_path / "in", tmp_path / "out"
    make_tree(root, files=4, lines=330)
    job = BatchJob(
        [root], tmp_path / "whole", source="tr", factory=partial(make), workers=1, bilingual=["tmx"]
    )
    assert job.run().exit_code == 0
    kills = 0
    finished: set[str] = set()
    for attempt in range(40):
        log = tmp_path / f"log{attempt}"
        process = start(root, out, 0.004 if kills < 10 else 0.0, log)
        if kills < 10:
            # until it works, then a random moment of its work
            while not log.exists() and process.poll() is None:
                time.sleep(0.005)
            time.sleep(chance.uniform(0.0, 0.45))
            if process.poll() is None:
                os.kill(process.pid, signal.SIGKILL)
                kills += 1
            process.wait()
        else:
            assert process.wait(60) == 0
        time.sleep(0.4)  # orphaned workers end with the unit they are at
        asked = set(log.read_text("utf-8").splitlines()) if log.exists() else set()
        assert not asked & finished
        if process.returncode == 0:
            break
        finished |= finished_texts(out)
    assert kills == 10
    assert process.returncode == 0
    assert contents(out) == contents(tmp_path / "whole")
    assert not [name for name in contents(out) if name.endswith(".part")]


def test_workers_end_when_the_batch_is_killed(tmp_path: Path) -> None:
    root, out, log = tmp_path / "in", tmp_path / "out", tmp_path / "log"
    make_tree(root, files=2, lines=500)
    process = start(root, out, 0.01, log)
    while not log.exists() and process.poll() is None:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.1)
    else:
        os.killpg(process.pid, signal.SIGKILL)
        pytest.fail("worker processes outlived the batch")


def test_crash_between_writing_and_recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, out = tmp_path / "in", tmp_path / "out"
    make_tree(root, files=1, lines=5)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Journal, "finish", crash)
        BatchJob([root / "f0.txt"], out, source="tr", translator=make()).run()
    assert (out / "f0.txt").exists()
    log = tmp_path / "log"
    report = BatchJob([root / "f0.txt"], out, source="tr", translator=make(log=str(log)), resume=True).run()
    assert report.exit_code == 0
    assert not log.exists()


def test_leftover_temporary_files_are_removed(tmp_path: Path) -> None:
    root, out = tmp_path / "in", tmp_path / "out"
    make_tree(root, files=1, lines=2)
    out.mkdir()
    (out / ".f0.txt.abc.part").write_bytes(b"half")
    (out / ".f1.txt.abc.part").write_bytes(b"someone else's")
    BatchJob([root / "f0.txt"], out, source="tr", translator=make()).run()
    assert not (out / ".f0.txt.abc.part").exists()
    assert (out / ".f1.txt.abc.part").exists()


def test_a_damaged_journal_is_one_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    folder.mkdir()
    (folder / "journal.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(PlgtError, match="Cannot keep the journal"):
        Journal(folder, {})


def test_results_survive_the_journal_exactly(tmp_path: Path) -> None:
    runs = (Run("a\ud800\n", (1, ("b", 2))), Run("", (3,)), Run("kod", (), True))
    pairs = (SentencePair("k", "h", 0.25, (("loop", "It repeats."),)),)
    result = SegmentResult("s\ud8001", runs, 3, pairs)
    with Journal(tmp_path / "state", {"to": "en"}) as journal:
        entry = journal.start("a\udc80.txt", "00", "b")
        journal.add(entry.number, [result])
        assert journal.result(entry.number, result.id) == result
        translations = journal.translations(entry.number)
        assert translations[result.id] == runs
        assert len(translations) == 1 and "other" not in translations
        assert journal.missing(entry.number, [result.id, "x"]) == ["x"]
        # another content starts the file afresh
        assert journal.start("a\udc80.txt", "01", "b").number != entry.number or not journal.translations(
            entry.number
        )
