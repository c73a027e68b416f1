"""Fitting confidence tables into a bundle, as a user's command."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("sacrebleu", reason="calibration needs the train extra")

from app.model.bundle import Bundle, pack
from app.translation.confidence import Calibration
from export.calibrate import main
from tests.app.bundles import SENTENCES, tiny_bundle_path


def test_tables_are_fitted_written_and_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bundle = pack(Bundle(tiny_bundle_path()), tmp_path / "b.plgt")
    source, reference = tmp_path / "dev.tr", tmp_path / "dev.en"
    source.write_text("\n".join(SENTENCES) + "\n", encoding="utf-8")
    reference.write_text("\n".join(reversed(SENTENCES)) + "\n", encoding="utf-8")
    assert main([str(bundle.path), "--pair", "tr-en", str(source), str(reference)]) == 0
    assert "held out" in capsys.readouterr().out
    written = Bundle(bundle.path)
    written.verify()
    calibration = Calibration.from_manifest(written.manifest)
    assert calibration.fitted_on == "dev" and calibration != Calibration()
    assert written.fingerprint == Bundle(tiny_bundle_path()).fingerprint  # the graphs are untouched


def test_files_that_do_not_match_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a").write_text("bir\n")
    (tmp_path / "b").write_text("one\ntwo\n")
    assert main([str(tiny_bundle_path()), "--pair", "tr-en", str(tmp_path / "a"), str(tmp_path / "b")]) == 1
    assert "aligned" in capsys.readouterr().err
