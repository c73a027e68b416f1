"""`plgt inspect`: numbers are right, pictures are drawn, the page needs no network."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
import torch

from app.cli import main
from app.errors import PlgtError
from tests.training.toy import toy_config
from training import checkpoint
from training.analysis import inspection
from training.trainer import Trainer

PNG = b"\x89PNG\r\n\x1a\n"


def test_a_power_law_is_recovered_with_its_error() -> None:
    rng = np.random.default_rng(0)
    ranks = np.arange(1, 65)
    exact = inspection.fit_power_law(3.0 * ranks**-1.7)
    assert exact is not None
    assert exact.exponent == pytest.approx(1.7) and exact.factor == pytest.approx(3.0)
    assert exact.error < 1e-9 and exact.r_squared == pytest.approx(1)
    errors = []
    for _ in range(300):
        fit = inspection.fit_power_law(ranks**-1.0 * np.exp(0.001 * rng.normal(size=64)))
        assert fit is not None
        errors.append((fit.exponent - 1.0) / fit.error)
    assert 0.8 < float(np.std(errors)) < 1.25  # the standard error is one


def test_no_fit_without_points() -> None:
    assert inspection.fit_power_law(np.zeros(5)) is None
    assert inspection.fit_power_law(np.array([1.0, 0.5])) is None
    assert inspection.fit_power_law(np.array([np.nan, 1.0, 2.0])) is None


def test_ranks_and_determinants_are_those_of_the_matrices() -> None:
    low = np.outer(np.arange(1, 5), np.arange(1, 5)).astype(float)
    summary = inspection.summarise({"A_LM": np.stack([np.diag([1.0, 2.0, 3.0, -4.0]), low])})["A_LM"]
    assert [head["rank"] for head in summary] == [4, 1]
    assert summary[0]["determinant_sign"] == -1
    assert summary[0]["log10_abs_determinant"] == pytest.approx(np.log10(24))
    assert summary[0]["condition"] == pytest.approx(4)


def test_the_command_writes_page_pictures_arrays_and_report(toy_run: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["inspect", str(toy_run), "-o", str(out), "-s", "copy 1 2 3", "-s", "reverse 4 5 6 7"]) == 0
    page = (out / "index.html").read_text(encoding="utf-8")
    model, _ = checkpoint.load_model(toy_run)
    blocks = dict(model.attention_blocks())
    assert not re.search(r"(?:src|href)=\"(?!data:)", page), "the page must not point outside itself"
    assert page.count("data:image/png;base64,") == len(blocks) * (2 + 2)
    for name in blocks:
        for suffix in ("tensors", "spectrum"):
            assert (out / f"{name}-{suffix}.png").read_bytes().startswith(PNG)
    arrays = np.load(out / "arrays.npz")
    with torch.no_grad():
        for name, block in blocks.items():
            expected = block.constant_energy_curvature().numpy()
            np.testing.assert_allclose(arrays[f"{name}/G_LM"], expected, rtol=1e-5)
            metric = arrays[f"{name}/A_LM"].astype(np.float64)
            rebuilt = (
                block.deductive.a.numpy() @ metric ** arrays[f"{name}/P_LM"] + block.deductive.b_a.numpy()
            )
            np.testing.assert_allclose(rebuilt, expected, rtol=1e-3, atol=1e-4)
    for name in arrays.files:
        if name.startswith("attention/"):
            np.testing.assert_allclose(arrays[name].sum(-1), 1, atol=1e-4)
    report = json.loads((out / "report.json").read_text())
    assert set(report["summary"]) == set(blocks) == set(report["invariance"]["blocks"])
    assert report["invariance"]["max_dlogit"] == 0 and len(report["sentences"]) == 2
    assert not list(out.glob(".*"))


def test_instance_density_reports_what_freezing_changes(toy_data: Path, tmp_path: Path) -> None:
    config = toy_config(toy_data, density="instance")
    config.run.max_steps = 3
    Trainer(config, tmp_path / "run", say=lambda _: None).run(progress=False)
    found = inspection.inspect_model(tmp_path / "run", ["copy 1 2 3", "reverse 9 8 7 6 5"])
    report = found.invariance
    assert report["max_dlogit"] > 0
    for entry in report["blocks"].values():
        assert entry["max_dG"] >= entry["rmse_dG"] > 0
    one = inspection.inspect_model(tmp_path / "run", ["copy 1 2 3"]).invariance
    assert one["max_dlogit"] == pytest.approx(0, abs=1e-3), "the mean over one sentence is its own G_LM"


def test_two_models_are_compared(toy_run: Path, tmp_path: Path) -> None:
    first = checkpoint.list_checkpoints(toy_run)[-1]
    out = tmp_path / "same"
    assert main(["inspect", "--compare", str(first), str(toy_run), "-o", str(out), "-s", "copy 1 2"]) == 0
    rows = json.loads((out / "report.json").read_text())
    assert rows and all(row["relative_difference"] == 0 for row in rows)
    assert list(out.glob("*-G_LM-difference.png"))
    a = inspection.inspect_model(toy_run, ["copy 1 2"])
    b = inspection.inspect_model(toy_run, ["copy 1 2"])
    b.tensors["encoder.0.self"]["G_LM"] = 2 * b.tensors["encoder.0.self"]["G_LM"]
    changed = {
        (r["block"], r["tensor"]): r for r in inspection.compare(a, b).rows if r["relative_difference"] > 0
    }
    assert list(changed) == [("encoder.0.self", "G_LM")]
    row = changed["encoder.0.self", "G_LM"]
    assert row["relative_difference"] == pytest.approx(1) and row["correlation"] == pytest.approx(1)


def test_wrong_requests_get_one_sentence(
    toy_data: Path, toy_run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["inspect", str(tmp_path / "nothing")]) == 1
    assert "give a checkpoint" in capsys.readouterr().err
    assert main(["inspect", "--compare", str(toy_run)]) == 1
    assert "two models" in capsys.readouterr().err
    assert main(["inspect", str(toy_run), "--direction", "pt-en"]) == 1
    assert "it knows tr-en" in capsys.readouterr().err
    config = toy_config(toy_data, attention="sdpa")
    config.run.max_steps = 1
    Trainer(config, tmp_path / "sdpa", say=lambda _: None).run(progress=False)
    with pytest.raises(PlgtError, match="no deductive outputs"):
        inspection.inspect_model(tmp_path / "sdpa")
