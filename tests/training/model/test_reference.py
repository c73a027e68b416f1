"""The model computes what the author's published code computed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from training.model import reference

VECTORS = Path(os.environ.get("PLGT_REFERENCE", Path(__file__).parents[3] / ".." / "shared" / "reference"))


def vectors(name: str) -> Path:
    path = VECTORS / name
    if not path.exists():
        pytest.skip(f"no reference vectors at {path}")
    return path


@pytest.mark.parametrize("name", ["plgt_1layer.npz", "plgt_2layer.npz"])
def test_every_output_of_the_published_code_is_matched(name: str) -> None:
    differences = reference.compare(vectors(name))
    assert {n.rsplit(".", 1)[-1] for n in differences} >= {"A_LM", "G_LM", "scores", "E_LM", "output/logits"}
    assert {n: d.norm for n, d in differences.items() if d.norm > reference.TOLERANCE} == {}


def test_logits_and_deductive_outputs_match_in_every_element() -> None:
    for name in ("plgt_1layer.npz", "plgt_2layer.npz"):
        for output, difference in reference.compare(vectors(name)).items():
            if output.endswith(("A_LM", "G_LM", "logits")):
                assert difference.largest <= reference.TOLERANCE, output


def test_a_changed_weight_is_noticed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arrays = dict(np.load(vectors("plgt_1layer.npz")))
    arrays["weight/decoder.0.cross.P"] = arrays["weight/decoder.0.cross.P"] * np.float32(1.01)
    np.savez(tmp_path / "changed.npz", **arrays)
    assert reference.main([str(tmp_path / "changed.npz")]) == 1
    assert "largest relative error" in capsys.readouterr().out


def test_the_density_of_the_published_code_counts_padding() -> None:
    """With padding masked out of A the vectors can't be matched: the switch matters."""
    path = vectors("plgt_1layer.npz")
    author = json.loads(str(np.load(path)["config"]))
    assert reference.model_config(author).mask_density is False
    original = reference.model_config
    try:
        reference.model_config = lambda a: _masked(original(a))  # type: ignore[assignment]
        assert max(d.norm for d in reference.compare(path).values()) > 1e-2
    finally:
        reference.model_config = original


def _masked(config):  # type: ignore[no-untyped-def]
    config.mask_density = True
    return config


def test_a_file_of_another_kind_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    np.savez(tmp_path / "other.npz", x=np.zeros(3))
    assert reference.main([str(tmp_path / "other.npz")]) == 1
    assert reference.main([str(tmp_path / "missing.npz")]) == 1
    assert capsys.readouterr().err.count("Can't read the reference vectors") == 2
