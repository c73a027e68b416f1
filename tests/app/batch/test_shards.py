"""A job in parts: together they do all of it once, and their reports merge."""

from __future__ import annotations

from functools import partial
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.batch import BatchJob, BatchReport, FileReport, Shard, merge_reports
from app.batch.walk import Found
from app.errors import PlgtError
from tests.app.batch.test_job import contents
from tests.app.batch.words import make


def make_tree(root: Path) -> None:
    root.mkdir()
    for number in range(7):
        (root / f"f{number}.txt").write_text(f"Dosya {number} burada.\n" * (number + 1) ** 2, "utf-8")


@given(st.lists(st.integers(0, 10**6), max_size=40), st.integers(1, 9))
def test_every_file_is_in_one_shard_and_the_load_is_even(sizes: list[int], count: int) -> None:
    files = [Found(Path(f"{i}"), PurePosixPath(f"{i}"), size) for i, size in enumerate(sizes)]
    parts = [Shard(index, count).select(files) for index in range(1, count + 1)]
    assert sorted(f.relative for part in parts for f in part) == sorted(f.relative for f in files)
    loads = [sum(f.size + 1 for f in part) for part in parts]
    assert max(loads) - min(loads) <= max(sizes, default=0) + 1


@pytest.mark.parametrize("text", ["", "1", "0/2", "3/2", "a/b", "1/2/3", "-1/2"])
def test_what_is_no_shard_is_refused(text: str) -> None:
    with pytest.raises(PlgtError, match="is not a shard"):
        Shard.parse(text)


def test_shards_do_the_whole_and_merge(tmp_path: Path) -> None:
    root, out = tmp_path / "in", tmp_path / "out"
    make_tree(root)
    BatchJob([root], tmp_path / "whole", source="tr", translator=make()).run()
    for index in (1, 2, 3):
        job = BatchJob([root], out, source="tr", translator=make(), shard=Shard(index, 3))
        report = job.run()
        assert 0 < len(report.files) < 7
    assert contents(out) == contents(tmp_path / "whole")
    paths = sorted(out.glob("plgt-report.*.json"))
    merged = merge_reports([BatchReport.load(path) for path in paths])
    whole = BatchReport.load(tmp_path / "whole" / "plgt-report.json")
    assert [file.source for file in merged.files] == [file.source for file in whole.files]
    assert (merged.words, merged.flags, merged.exit_code) == (whole.words, whole.flags, 0)
    assert not merged.notes
    partly = merge_reports([BatchReport.load(path) for path in paths[:2]])
    assert "missing of shards 3 of 3" in partly.notes[0]


def test_reports_of_different_jobs_do_not_merge() -> None:
    with pytest.raises(PlgtError, match="different jobs"):
        merge_reports([BatchReport("en"), BatchReport("pt")])
    with pytest.raises(PlgtError, match="numbers of shards"):
        merge_reports([BatchReport("en", shards={"count": n, "index": 1, "files": "x"}) for n in (2, 3)])
    with pytest.raises(PlgtError, match="no reports"):
        merge_reports([])
    first = BatchReport("en", [FileReport("a", "b", "failed", error="no")])
    second = BatchReport("en", [FileReport("a", "b", "translated")])
    assert merge_reports([second, first]).exit_code == 0


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 1, "files": [1]}', '{"version":1,"files":[],"seconds":0}']
)
def test_other_json_is_no_report(tmp_path: Path, text: str) -> None:
    path = tmp_path / "r.json"
    path.write_text(text)
    with pytest.raises(PlgtError):
        BatchReport.load(path)


def test_a_dask_cluster_of_two_processes_gives_the_same_bytes(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="needs the dask extra")
    from app.batch.dask_runner import dask_pool

    root, log = tmp_path / "in", tmp_path / "log"
    make_tree(root)
    (root / "bad.txt").write_text("Bu olmaz.", "utf-8")
    BatchJob([root], tmp_path / "one", source="tr", translator=make(fails_on="olmaz")).run()
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        local_directory=str(tmp_path),
    ) as cluster:
        factory = partial(make, fails_on="olmaz", log=str(log))
        pool = dask_pool(cluster.scheduler_address)
        job = BatchJob([root], tmp_path / "two", source="tr", factory=factory, pool=pool)
        report = job.run()
    assert report.exit_code == 2
    assert [file.error for file in report.failed] == ["This text can't be translated: take it out."]
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert len(log.read_text("utf-8").splitlines()) == sum((n + 1) ** 2 for n in range(7))


def test_no_dask_scheduler_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="needs the dask extra")
    from app.batch import dask_runner

    monkeypatch.setattr(dask_runner, "CONNECT", 1)
    root = tmp_path / "in"
    make_tree(root)
    pool = dask_runner.dask_pool("tcp://127.0.0.1:9")
    with pytest.raises(PlgtError, match="No Dask scheduler answers"):
        BatchJob([root], tmp_path / "out", source="tr", factory=make, pool=pool).run()
