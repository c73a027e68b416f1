"""`plgt batch` as a user runs it: real processes, the real translator, a tiny model."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.batch import BatchJob
from app.batch.pool import InlinePool
from app.errors import PlgtError
from tests.app.batch.test_job import contents
from tests.app.batch.words import WordTranslator
from tests.app.bundles import tiny_bundle_path, tiny_store
from tests.app.documents.test_exchange import PO, XLIFF_1
from tests.app.documents.test_resources import CSV, INI, JSON, PROPERTIES
from tests.app.documents.test_subtitles import ASS, SRT, VTT

ROOT = Path(__file__).parents[3]
TEXT = "Bugün hava çok güzel.\n\n  - 25 derece\n"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The user's folders, with the tiny bundle installed."""
    home = tmp_path_factory.mktemp("home")
    (home / "data" / "models").mkdir(parents=True)
    shutil.copy(tiny_bundle_path(), home / "data" / "models")
    folders = {f"PLGT_{name}_DIR": str(home / name.lower()) for name in ("DATA", "CONFIG", "STATE")}
    return os.environ | folders | {"OMP_NUM_THREADS": "1"}


def plgt(environment: dict[str, str], *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "app", "batch", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=300)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "in"
    (root / "alt").mkdir(parents=True)
    (root / "a.txt").write_text(TEXT, "utf-8")
    (root / "alt" / "b.txt").write_text("O tempo está muito bom hoje e amanhã vai chover.\n", "utf-8")
    return root


def test_a_folder_from_auto(environment: dict[str, str], tree: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = plgt(environment, tree, "--from", "auto", "--to", "en", "-o", out, "--device", "cpu", "-w", "2")
    assert done.returncode == 0, done.stderr
    report = json.loads((out / "plgt-report.json").read_text("utf-8"))
    assert [(file["source_lang"], file["state"]) for file in report["files"]] == [
        ("tr", "translated"), ("pt", "translated"),
    ]  # fmt: skip
    assert report["device"] == "cpu" and report["model"]
    assert report["words_per_second"] > 0
    lines = (out / "a.txt").read_text("utf-8").split("\n")
    assert lines[1] == "" and lines[2].startswith("  - ") and len(lines) == 4
    assert "[2/2]" in done.stderr and "2 files (2 translated)" in done.stdout
    again = plgt(environment, tree, "-o", out, "--device", "cpu", "--resume", "-q")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_one_model_for_a_whole_job(environment: dict[str, str], tree: Path, tmp_path: Path) -> None:
    shipped = ROOT / "assets" / "models" / "xx-en.plgt"
    done = plgt(
        environment, tree / "a.txt", "-f", "tr", "-o", tmp_path / "out", "-w", "1", "--model", shipped
    )
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "out" / "plgt-report.json").read_text("utf-8"))
    assert report["model"] == "xx-en"
    done = plgt(
        environment, tree / "a.txt", "-f", "en", "-t", "pt", "-o", tmp_path / "no", "--model", shipped
    )
    assert done.returncode == 1 and "does not translate English to Portuguese" in done.stderr


def test_every_format_at_once_and_workers_agree(
    environment: dict[str, str], tree: Path, tmp_path: Path
) -> None:
    files = {"a.po": PO.replace("Language: tr", "Language: en"), "a.xlf": XLIFF_1, "a.csv": CSV,
             "a.json": JSON, "a.properties": PROPERTIES.replace("ş", "s"), "a.ini": INI, "a.srt": SRT,
             "a.vtt": VTT, "a.ass": ASS}  # fmt: skip
    for name, text in files.items():
        (tree / name).write_text(text, "utf-8")
    outs = [tmp_path / "one", tmp_path / "two"]
    for out, workers in zip(outs, "12", strict=True):
        arguments = [tree, "--from", "tr", "-o", out, "--device", "cpu", "-w", workers, "--exclude", "alt"]
        done = plgt(environment, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    assert contents(outs[0]) == contents(outs[1])
    assert len(contents(outs[0])) == 10


def test_dry_run_failures_and_exit_codes(environment: dict[str, str], tree: Path, tmp_path: Path) -> None:
    (tree / "bozuk.json").write_text("{")
    out = tmp_path / "out"
    done = plgt(environment, tree, "-o", out, "--dry-run")
    assert done.returncode == 2 and not out.exists()
    assert "2 files, 16 words would be translated; 1 can't be" in done.stdout
    done = plgt(environment, tree, "-o", out, "--device", "cpu", "-q")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and "not valid JSON" in done.stderr
    for arguments in (
        [tree], [tmp_path / "yok", "-o", out], [tree, "-o", out, "--shard", "3/2"],
        [tree, "-o", out, "--to", "de"],
        [tree, "-o", tree / "a.txt" / "x", "--device", "cpu"],
    ):  # fmt: skip
        done = plgt(environment, *arguments)
        assert done.returncode == 1, arguments
        assert done.stderr.startswith("plgt: ") and done.stderr.count("\n") == 1, done.stderr


def test_models_that_are_missing(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file without a model does not stop the rest; without any, it is said once."""
    monkeypatch.setattr("app.model.store.ModelStore", lambda only="": tiny_store("tr-en"))

    def words(factory: object) -> InlinePool:
        return InlinePool(WordTranslator())

    report = BatchJob([tree], tmp_path / "out", pool=words).run()
    assert [(file.source_lang, file.state) for file in report.files] == [
        ("tr", "translated"),
        ("pt", "failed"),
    ]
    assert "Portuguese" in report.files[1].error
    assert list(contents(tmp_path / "out")) == ["a.txt"]
    with pytest.raises(PlgtError, match="Portuguese"):
        BatchJob([tree], tmp_path / "none", source="tr", target="pt", pool=words).run()
    assert contents(tmp_path / "none") == {}


def test_interrupted_then_resumed(environment: dict[str, str], tree: Path, tmp_path: Path) -> None:
    (tree / "uzun.txt").write_text("".join(f"Bu {n} numaralı satırdır.\n" for n in range(700)), "utf-8")
    out, whole = tmp_path / "out", tmp_path / "whole"
    arguments = ["--from", "tr", "--beam", "1", "--device", "cpu", "-w", "1", "--exclude", "alt"]
    assert plgt(environment, tree, "-o", whole, *arguments).returncode == 0
    command = [sys.executable, "-m", "app", "batch", str(tree), "-o", str(out), *arguments]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 120
    while not (out / "a.txt").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    shown, errors = process.communicate(timeout=120)
    assert "Traceback" not in errors
    assert process.returncode == 130, shown
    assert "add --resume to continue" in shown
    refused = plgt(environment, tree, "-o", out, *arguments)
    assert refused.returncode == 1 and "--resume" in refused.stderr
    assert plgt(environment, tree, "-o", out, *arguments, "--resume").returncode == 0
    assert contents(out) == contents(whole)


def test_shards_and_their_merged_report(environment: dict[str, str], tree: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for index in "12":
        done = plgt(environment, tree, "-o", out, "--device", "cpu", "--shard", f"{index}/2", "-w", "1")
        assert done.returncode == 0, done.stderr
    done = plgt(environment, out, "--merge-reports")
    assert done.returncode == 0
    assert "2 files (2 translated)" in done.stdout
    assert len(json.loads((out / "plgt-report.json").read_text("utf-8"))["files"]) == 2


def test_the_real_translator_on_a_dask_cluster(
    environment: dict[str, str], tree: Path, tmp_path: Path
) -> None:
    distributed = pytest.importorskip("distributed", reason="needs the dask extra")
    arguments = ["--from", "tr", "--beam", "2", "--device", "cpu"]
    assert plgt(environment, tree, "-o", tmp_path / "one", *arguments, "-w", "1").returncode == 0
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
        local_directory=str(tmp_path / "dask"), env={k: environment[k] for k in environment if "PLGT" in k},
    ) as cluster:  # fmt: skip
        address = cluster.scheduler_address
        done = plgt(environment, tree, "-o", tmp_path / "two", *arguments, "--dask", address)
    assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
