"""`plgt bench` measures what it says, for any bundle; the numbers themselves are the machine's."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from app.cli import main
from app.diagnosis import bench, ctranslate2_peer
from app.diagnosis.bench import Plan
from app.model.bundle import Bundle
from app.model.engine import Engine
from app.native import build, loader
from tests.app.bundles import tiny_bundle_path

SMALL = Plan(
    threads=(1,), batches=(1, 3), beams=(1, 4), operator_batches=(1,), repeats=1, budget=0.1
)  # fmt: skip


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return Bundle(tiny_bundle_path())


def test_sides_take_turns_and_medians_are_seconds() -> None:
    order: list[str] = []

    def side(name: str, seconds: float) -> None:
        order.append(name)
        time.sleep(seconds)

    medians = bench.take_turns({"a": lambda: side("a", 0.01), "b": lambda: side("b", 0.04)}, 4, 60)
    assert order == ["a", "b"] * 5  # the first pair warms up
    assert 0.01 <= medians["a"].wall < medians["b"].wall
    assert 0 <= medians["b"].cpu < medians["b"].wall  # it slept


def test_measuring_stops_when_the_budget_is_spent() -> None:
    calls: list[int] = []
    bench.take_turns({"a": lambda: (calls.append(1), time.sleep(0.02))}, 100, 0.01)
    assert len(calls) == 4


@pytest.mark.parametrize("beam", [1, 4])
def test_forced_translation_has_the_forced_length(bundle: Bundle, beam: int) -> None:
    engine = Engine(bundle, "cpu", threads=1)
    sources = bench.random_sources(bundle, 3)
    assert all(len(source) == bench.SOURCE_LENGTH for source in sources)
    assert bench.forced_translation(engine, sources, beam) == 3 * bench.TARGET_LENGTH


def test_operator_rows_compare_both_forms(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if build.unsupported_reason(build.find_tools()) is not None:
        pytest.skip("no library can be built here")
    build.build_cpu(tmp_path)
    monkeypatch.setattr(loader, "LIBRARY_FOLDER", tmp_path)
    rows = bench.bench_operator(SMALL, lambda _: None)
    if not rows:
        pytest.skip(loader.select_library().reason)
    assert len(rows) == 2 * len(bench.OPERATOR_SHAPES)
    for function, native in zip(rows[::2], rows[1::2], strict=True):
        assert (function.subject, native.subject) == ("function", "native")
        assert function.setting == native.setting and function.ratio == 1.0
        assert native.ratio == pytest.approx(function.milliseconds / native.milliseconds)


def test_operator_is_left_out_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLGT_NO_NATIVE", "1")
    said: list[str] = []
    assert bench.bench_operator(SMALL, said.append) == []
    assert "PLGT_NO_NATIVE" in said[0]


def test_translation_rows(bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctranslate2_peer, "installed", lambda: False)
    rows = bench.bench_translation(bundle, SMALL, lambda _: None)
    assert {row.setting for row in rows} == {
        f"batch {batch}, beam {beam}, 1 thread" for batch in (1, 3) for beam in (1, 4)
    }
    assert {row.subject for row in rows} >= {"fp32, function"}
    for row in rows:
        batch = int(row.setting.split()[1].rstrip(","))
        assert row.sentences_per_second == pytest.approx(1000 * batch / row.milliseconds)
        assert row.tokens_per_second == pytest.approx(bench.TARGET_LENGTH * row.sentences_per_second)
        assert row.ratio is None


def test_ctranslate2_of_the_same_sizes_translates_the_forced_length(bundle: Bundle, tmp_path: Path) -> None:
    pytest.importorskip("ctranslate2", reason="CTranslate2 is only needed for the comparison")
    ctranslate2_peer.write_model(tmp_path, bundle.manifest["model"])
    for kind in ("float32", "int8"):
        peer = ctranslate2_peer.Peer(tmp_path, kind, 1)
        for beam in (1, 4):
            assert peer.translate(bench.random_sources(bundle, 2), beam, 12) == 24
    rows = bench.bench_translation(bundle, SMALL, lambda _: None)
    compared = [row for row in rows if row.ratio is not None]
    assert compared and {row.reference for row in compared} == {"CTranslate2 float32"}


def test_start_is_measured_in_a_process_of_its_own(bundle: Bundle) -> None:
    (row,) = bench.bench_start(bundle, Plan(repeats=1), lambda _: None)
    assert row.milliseconds > 50
    assert row.megabytes is not None and row.peak_megabytes is not None
    if Path("/proc/self/status").exists():
        assert 20 < row.megabytes <= row.peak_megabytes < 2000


def test_command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctranslate2_peer, "installed", lambda: False)
    arguments = ["bench", "--model", str(tiny_bundle_path()), "--quick", "--repeats", "1"]
    assert main([*arguments, "--section", "translation", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["machine"]["onnxruntime"] and report["model"]["name"].startswith("tiny")
    assert {row["section"] for row in report["rows"]} == {"translation"}
    assert main([*arguments, "--section", "start"]) == 0
    assert "A new process" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--section", "everything"], "Unknown section"),
        (["--threads", "0"], "no list of thread counts"),
        (["--threads", "a,b"], "no list of thread counts"),
        (["--model", "no-such-model"], "no model named"),
    ],
)
def test_wrong_options_get_one_sentence(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bench", *arguments]) == 1
    assert message in capsys.readouterr().err
