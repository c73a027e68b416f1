"""Bundles: whatever is wrong with one is said in a sentence, and nothing in it is run."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import PlgtError
from app.model.bundle import Bundle, BundleError, pack, write_bundle
from app.model.engine import Engine
from app.model.store import ModelStore
from app.model.tokenizer import Tokenizer
from app.text.languages import Direction

FIXTURE = Path(__file__).parents[2] / "data" / "tiny-v1.plgt"


def parts(bundle: Bundle) -> tuple[dict[str, Any], dict[str, bytes]]:
    files = {name: bundle.read(name) for name in bundle.manifest["files"]}
    return {k: v for k, v in bundle.manifest.items() if k != "files"}, files


def changed(path: Path, **entries: Any) -> Path:
    """A copy of the fixture with other manifest entries, unchecked."""
    with zipfile.ZipFile(FIXTURE) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "manifest.json":
                data = json.dumps({**json.loads(data), **entries}).encode()
            new.writestr(name, data)
    return path


def test_folder_and_file_are_the_same_bundle(tmp_path: Path) -> None:
    manifest, files = parts(Bundle(FIXTURE))
    folder = write_bundle(tmp_path / "folder", manifest, files)
    packed = pack(folder, tmp_path / "again.plgt")
    assert folder.fingerprint == packed.fingerprint == Bundle(FIXTURE).fingerprint
    assert (tmp_path / "again.plgt").read_bytes() == FIXTURE.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["again.plgt", "folder"]


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ({"format": "other"}, "not a model bundle"),
        ({"format_version": 2}, "format version 2.*update the program"),
        ({"format_version": "1"}, "format_version"),
        ({"directions": []}, "directions"),
        ({"directions": ["tr-xx"]}, "Unknown language"),
        ({"variants": {"fp32": {"encoder": "../../etc/passwd", "decoder": "decoder.onnx"}}}, "variants.fp32"),
        ({"variants": {"int4": {"encoder": "encoder.onnx", "decoder": "decoder.onnx"}}}, "variants.int4"),
        ({"files": {"../evil": {"size": 1, "sha256": ""}}}, "files"),
        ({"model": {"heads": 0}}, "model"),
        ({"special_ids": {"pad": 0}}, "special_ids"),
        ({"name": ""}, "name"),
    ],
)
def test_a_wrong_manifest_is_named(entries: dict[str, Any], message: str, tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=message):
        Bundle(changed(tmp_path / "x.plgt", **entries))


def test_files_that_are_no_bundles(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="no bundle"):
        Bundle(tmp_path / "absent.plgt")
    (tmp_path / "text.plgt").write_text("hello")
    with pytest.raises(BundleError, match="not a readable model bundle"):
        Bundle(tmp_path / "text.plgt")
    (tmp_path / "empty").mkdir()
    with pytest.raises(BundleError, match=r"no manifest\.json"):
        Bundle(tmp_path / "empty")
    with zipfile.ZipFile(tmp_path / "list.plgt", "w") as archive:
        archive.writestr("manifest.json", "[1, 2]")
    with pytest.raises(BundleError, match="not a table"):
        Bundle(tmp_path / "list.plgt")


def test_a_cut_file_is_refused(tmp_path: Path) -> None:
    whole = FIXTURE.read_bytes()
    for length in (10, len(whole) // 2, len(whole) - 1):
        path = tmp_path / f"{length}.plgt"
        path.write_bytes(whole[:length])
        with pytest.raises(BundleError):
            Bundle(path).verify()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, FIXTURE.stat().st_size - 1), bit=st.integers(0, 7))
def test_a_flipped_bit_is_noticed_or_harmless(place: int, bit: int, tmp_path: Path) -> None:
    data = bytearray(FIXTURE.read_bytes())
    data[place] ^= 1 << bit
    path = tmp_path / "flipped.plgt"
    path.write_bytes(data)
    original = Bundle(FIXTURE)
    try:
        bundle = Bundle(path)
        bundle.verify()
    except PlgtError:
        return
    # the flip hit bytes that carry no content (zip times, free text of the manifest)
    for name in original.manifest["files"]:
        assert bundle.read(name) == original.read(name)


def test_graphs_that_refer_to_other_files_are_refused(tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    manifest, files = parts(Bundle(FIXTURE))
    model = onnx.load_model_from_string(files["encoder.onnx"])
    tensor = model.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = onnx.TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="/etc/passwd")
    files["encoder.onnx"] = model.SerializeToString()
    bundle = write_bundle(tmp_path / "evil.plgt", manifest, files)
    with pytest.raises(BundleError, match="files outside itself"):
        Engine(bundle, "cpu", variant="fp32")


def test_graphs_that_do_not_fit_the_manifest(tmp_path: Path) -> None:
    manifest, files = parts(Bundle(FIXTURE))
    manifest["model"] = {**manifest["model"], "heads": 4}
    bundle = write_bundle(tmp_path / "heads.plgt", manifest, files)
    with pytest.raises(BundleError, match="does not fit its manifest"):
        Engine(bundle, "cpu", variant="fp32")
    files["decoder.onnx"] = b"not a graph"
    with pytest.raises(BundleError, match="can't be loaded by onnxruntime"):
        Engine(write_bundle(tmp_path / "junk.plgt", manifest, files), "cpu", variant="fp32")
    manifest["model"]["source_vocabulary"] = 99
    with pytest.raises(BundleError, match="pieces, but the model has 99"):
        Tokenizer(write_bundle(tmp_path / "vocabulary.plgt", manifest, files))


def test_an_unknown_variant_names_those_that_exist() -> None:
    with pytest.raises(PlgtError, match="it has fp32, int8"):
        Engine(Bundle(FIXTURE), "cpu", variant="fp16")
    assert Engine(Bundle(FIXTURE), "cpu").variant.name == "int8"


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    shipped, user = tmp_path / "shipped", tmp_path / "user"
    shipped.mkdir()
    shutil.copy(FIXTURE, shipped / "tiny.plgt")
    return ModelStore(shipped, user)


def renamed(path: Path, name: str, **entries: Any) -> Path:
    manifest, files = parts(Bundle(FIXTURE))
    return write_bundle(path, {**manifest, "name": name, **entries}, files).path


def test_importing_choosing_and_removing(store: ModelStore, tmp_path: Path) -> None:
    assert store.for_direction("tr", "en").name == "tiny"
    with pytest.raises(PlgtError, match=r"No installed model translates English to Turkish .*pt-en, tr-en"):
        store.for_direction("en", "tr")
    other = renamed(tmp_path / "other.plgt", "My model / v2", directions=["tr-en"])
    imported = store.import_file(other)
    assert imported.path.parent == store.user and imported.path.name == "My-model-v2.plgt"
    assert store.for_direction("tr", "en").name == "My model / v2"  # the user's before the shipped one
    assert store.for_direction("pt", "en").name == "tiny"
    assert store.set_default("tiny") == list(Bundle(FIXTURE).directions)
    assert store.for_direction("tr", "en").name == "tiny"
    with pytest.raises(PlgtError, match="does not translate pt-en"):
        store.set_default("My model / v2", Direction("pt", "en"))
    assert store.import_file(other).path == imported.path  # the very same: nothing to do
    changed_model = renamed(tmp_path / "changed.plgt", "My model / v2", directions=["pt-en"])
    manifest, files = parts(Bundle(changed_model))
    files.pop("deductive.npz")
    write_bundle(changed_model, manifest, files)
    with pytest.raises(PlgtError, match="--replace"):
        store.import_file(changed_model)
    assert store.import_file(changed_model, replace=True).directions == (Direction("pt", "en"),)
    store.remove("My model / v2")
    assert [b.name for b in store.bundles()] == ["tiny"]
    with pytest.raises(PlgtError, match="shipped"):
        store.remove("tiny")


def test_a_damaged_bundle_in_the_folder_does_not_hide_the_others(store: ModelStore) -> None:
    (store.shipped / "broken.plgt").write_bytes(b"PK")
    assert [b.name for b in store.bundles()] == ["tiny"]
    assert [b.path.name for b in store.broken()] == ["broken.plgt"]


def test_a_damaged_bundle_is_not_imported(store: ModelStore, tmp_path: Path) -> None:
    data = bytearray(FIXTURE.read_bytes())
    data[len(data) // 2] ^= 255
    (tmp_path / "bad.plgt").write_bytes(data)
    with pytest.raises(BundleError):
        store.import_file(tmp_path / "bad.plgt")
    assert not store.user.exists() or not list(store.user.iterdir())


def test_the_models_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from app.cli.main import main

    monkeypatch.setenv("PLGT_DATA_DIR", str(tmp_path))
    model = renamed(tmp_path / "mine.plgt", "mine")
    assert main(["models", "verify", str(model)]) == 0
    assert capsys.readouterr().out.count("sound") == 2  # fp32 and int8
    assert main(["models", "import", str(model)]) == 0
    assert main(["models", "default", "mine", "--direction", "tr-en"]) == 0
    assert main(["models", "list"]) == 0
    assert "tr-en" in capsys.readouterr().out
    assert main(["models", "default", "mine", "--direction", "en-tr"]) == 1
    assert "does not translate en-tr" in capsys.readouterr().err
    assert main(["models", "import", str(tmp_path / "absent.plgt")]) == 1
    assert "no bundle" in capsys.readouterr().err
