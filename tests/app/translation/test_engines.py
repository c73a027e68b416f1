"""A damaged bundle never blocks a sound one of the same direction."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from app.model.bundle import BundleError
from app.model.store import AlreadyInstalled, ModelStore
from app.translation.translator import Translator
from tests.app.bundles import tiny_bundle_path

TEXT = "Bugün hava çok güzel."


def damaged(path: Path) -> None:
    """Zeros in the middle of a member, whose checksum then is wrong."""
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("decoder.onnx")
        start = info.header_offset + 200
    data = bytearray(path.read_bytes())
    data[start : start + 2000] = bytes(2000)
    path.write_bytes(bytes(data))


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    """A sound shipped bundle, and a damaged one of the user's for the same directions."""
    for folder in ("shipped", "user"):
        (tmp_path / folder).mkdir()
        data = tiny_bundle_path(seed=7 if folder == "shipped" else 8).read_bytes()
        (tmp_path / folder / "tiny.plgt").write_bytes(data)
    damaged(tmp_path / "user" / "tiny.plgt")
    return ModelStore(tmp_path / "shipped", tmp_path / "user")


def test_the_next_bundle_takes_over(store: ModelStore, tmp_path: Path) -> None:
    only = ModelStore(tmp_path / "shipped", tmp_path / "none")
    with Translator(only, device="cpu", threads=1, beam=1) as sound:
        wanted = sound.translate(TEXT, "tr", "en").text
    assert store.for_direction("tr", "en").path.parent.name == "user"  # nothing is known yet
    with Translator(store, device="cpu", threads=1, beam=1) as translator:
        assert translator.translate(TEXT, "tr", "en").text == wanted
        assert translator.translate(TEXT, "tr", "en").text == wanted
    (broken,) = store.broken()
    assert broken.path == tmp_path / "user" / "tiny.plgt" and broken.reason
    assert [bundle.path.parent.name for bundle in store.bundles()] == ["shipped"]


def test_a_mended_file_is_used_again(store: ModelStore, tmp_path: Path) -> None:
    with Translator(store, device="cpu", threads=1, beam=1) as translator:
        translator.translate(TEXT, "tr", "en")
        (tmp_path / "user" / "tiny.plgt").write_bytes(tiny_bundle_path(seed=8).read_bytes() + b"")
        assert store.for_direction("tr", "en").path.parent.name == "user"
        assert not store.broken()


def test_the_only_bundle_says_what_is_wrong(store: ModelStore, tmp_path: Path) -> None:
    (tmp_path / "shipped" / "tiny.plgt").unlink()
    with Translator(store, device="cpu", threads=1) as translator, pytest.raises(BundleError):
        translator.translate(TEXT, "tr", "en")
    named = ModelStore(only=str(tmp_path / "user" / "tiny.plgt"))
    with Translator(named, device="cpu", threads=1) as translator, pytest.raises(BundleError):
        translator.translate(TEXT, "tr", "en")


def test_a_damaged_file_is_not_installed_whatever_its_manifest_says(tmp_path: Path) -> None:
    store = ModelStore(tmp_path / "shipped", tmp_path / "user")
    store.import_file(tiny_bundle_path())
    copy = tmp_path / "copy.plgt"
    copy.write_bytes(tiny_bundle_path().read_bytes())
    assert store.import_file(copy).path.parent == tmp_path / "user"  # the same once more
    damaged(copy)
    with pytest.raises(BundleError):
        store.import_file(copy)


def test_another_bundle_of_the_name_is_a_question(tmp_path: Path) -> None:
    store = ModelStore(tmp_path / "shipped", tmp_path / "user")
    store.import_file(tiny_bundle_path())
    with pytest.raises(AlreadyInstalled) as caught:
        store.import_file(tiny_bundle_path(seed=8))
    assert caught.value.installed.fingerprint != caught.value.new.fingerprint
    store.import_file(tiny_bundle_path(seed=8), replace=True)
    assert store.bundles()[0].fingerprint == caught.value.new.fingerprint


def test_a_damaged_installed_one_is_replaced_without_a_question(tmp_path: Path) -> None:
    store = ModelStore(tmp_path / "shipped", tmp_path / "user")
    installed = store.import_file(tiny_bundle_path()).path
    damaged(installed)
    assert store.import_file(tiny_bundle_path(seed=8)).path == installed
    store.bundles()[0].verify()
