"""Model bundles: a folder or one `.plgt` file (an uncompressed zip) with a manifest, graphs and tokenizer.

Files of format version 1: `manifest.json`, per variant an encoder and a decoder graph (`encoder.onnx`,
`decoder.onnx`, `encoder.int8.onnx`, ...), `tokenizer.model` (and `tokenizer-target.model` if the vocabularies
are separate), `deductive.npz` (A_LM, P_LM, G_LM of every block, for inspection).

A bundle is data. Members are read by the names in the manifest, never unpacked, and checked against the
manifest's SHA-256 whenever they are read; graphs that refer to files outside themselves are refused.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from app.errors import PlgtError
from app.text.languages import Direction

FORMAT = "plgt-bundle"
FORMAT_VERSION = 1
SUFFIX = ".plgt"
MANIFEST = "manifest.json"
MANIFEST_LIMIT = 16 * 1024 * 1024  # bytes; a manifest is a few kilobytes
VARIANTS = ("fp32", "fp16", "int8")
MODEL_SIZES = (
    "encoder_layers",
    "decoder_layers",
    "d_model",
    "heads",
    "head_size",
    "source_vocabulary",
    "target_vocabulary",
    "max_positions",
)
SPECIAL_IDS = ("pad", "bos", "eos", "unk")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# the protobuf field `key = "location"` of a tensor whose values lie in another file
_EXTERNAL_DATA = b"\x0a\x08location\x12"


class BundleError(PlgtError):
    """A bundle that can't be used; the message names it and what is wrong."""


@dataclass(frozen=True)
class Variant:
    """The graph files of one precision."""

    name: str
    encoder: str
    decoder: str


class Bundle:
    """A model bundle on disk, its manifest read and checked. Graphs are read when asked for."""

    def __init__(self, path: str | Path) -> None:
        """Raises BundleError: no such file, not a bundle, damaged, or of a newer format."""
        self.path = Path(path)
        self._zip = not self.path.is_dir()
        self.manifest: dict[str, Any] = self._read_manifest()
        _check_manifest(self.manifest, self.path)

    def __repr__(self) -> str:
        return f"Bundle({str(self.path)!r})"

    # What the manifest says -----------------------------------------------------------------------------

    @property
    def name(self) -> str:
        return str(self.manifest["name"])

    @cached_property
    def directions(self) -> tuple[Direction, ...]:
        return tuple(Direction.parse(text) for text in self.manifest["directions"])

    @cached_property
    def variants(self) -> dict[str, Variant]:
        return {n: Variant(n, v["encoder"], v["decoder"]) for n, v in self.manifest["variants"].items()}

    @property
    def target_token(self) -> bool:
        """Whether a source starts with the symbol of its target language."""
        return bool(self.manifest["target_token"])

    @property
    def max_length(self) -> int:
        """Longest sentence in tokens that the model was trained on."""
        return int(self.manifest["max_length"])

    @property
    def max_positions(self) -> int:
        """Longest source or target in tokens, end symbol included, that the graphs can take."""
        return int(self.manifest["model"]["max_positions"])

    @property
    def special_ids(self) -> Mapping[str, Any]:
        return self.manifest["special_ids"]

    @property
    def card(self) -> Mapping[str, Any]:
        """The model card: data, licences, scores, training command."""
        return self.manifest.get("card", {})

    def size(self, variant: str) -> int:
        """Elements of one graph pair in bytes on disk."""
        chosen = self.variants[variant]
        files = self.manifest["files"]
        return int(files[chosen.encoder]["size"]) + int(files[chosen.decoder]["size"])

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the files' hashes: the same for the folder and the zip form of one bundle."""
        files = self.manifest["files"]
        text = "\n".join(f"{name} {files[name]['sha256']}" for name in sorted(files))
        return hashlib.sha256(text.encode()).hexdigest()

    # Reading --------------------------------------------------------------------------------------------

    def read(self, name: str) -> bytes:
        """The bytes of a file of the manifest, checked. Raises BundleError if it is missing or changed."""
        expected = self.manifest["files"].get(name)
        if expected is None:
            raise BundleError(
                f'The bundle "{self.path}" has no file "{name}": it is incomplete, export it again.'
            )
        data = self._read(name, int(expected["size"]))
        if len(data) != expected["size"] or hashlib.sha256(data).hexdigest() != expected["sha256"]:
            raise BundleError(
                f'"{name}" in the bundle "{self.path}" is damaged (its checksum differs): '
                "download or export the bundle again."
            )
        if name.endswith(".onnx") and _EXTERNAL_DATA in data:
            raise BundleError(
                f'"{name}" in the bundle "{self.path}" refers to files outside itself, which a bundle may '
                "not do."
            )
        return data

    def verify(self) -> None:
        """Read every file once and check it. Raises BundleError for the first that is wrong."""
        for name in self.manifest["files"]:
            self.read(name)

    def _read_manifest(self) -> dict[str, Any]:
        try:
            data = self._read(MANIFEST, MANIFEST_LIMIT)
            manifest = json.loads(data)
        except (ValueError, RecursionError):
            raise BundleError(
                f'The manifest of the bundle "{self.path}" is damaged: download or export the bundle again.'
            ) from None
        if not isinstance(manifest, dict):
            raise BundleError(f'"{self.path}" is not a model bundle: its manifest is not a table.')
        return manifest

    def _read(self, name: str, limit: int) -> bytes:
        """At most limit + 1 bytes of a member."""
        try:
            if not self._zip:
                with open(self.path / name, "rb") as file:
                    return file.read(limit + 1)
            with zipfile.ZipFile(self.path) as archive, archive.open(name) as member:
                return member.read(limit + 1)
        except FileNotFoundError:
            if not self.path.exists():
                raise BundleError(f'There is no bundle "{self.path}": check the path.') from None
            raise self._missing(name) from None
        except KeyError:
            raise self._missing(name) from None
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
            raise BundleError(
                f'"{self.path}" is not a readable model bundle ({error}): download or export it again.'
            ) from None
        except OSError as error:
            raise BundleError(
                f'Can\'t read the bundle "{self.path}" ({error.strerror or error}): check the path and '
                "its permissions."
            ) from None

    def _missing(self, name: str) -> BundleError:
        if name == MANIFEST:
            return BundleError(f'"{self.path}" is not a model bundle: it has no {MANIFEST}.')
        return BundleError(f'"{name}" is missing from the bundle "{self.path}": download or export it again.')


def _check_manifest(manifest: dict[str, Any], path: Path) -> None:
    """Raise BundleError naming the first entry that is missing or wrong."""

    def need(condition: object, entry: str) -> None:
        if not condition:
            raise BundleError(
                f'The manifest of the bundle "{path}" has no valid "{entry}": download or export the '
                "bundle again."
            )

    if manifest.get("format") != FORMAT:
        raise BundleError(f'"{path}" is not a model bundle: its manifest is of another format.')
    version = manifest.get("format_version")
    need(isinstance(version, int) and not isinstance(version, bool) and version >= 1, "format_version")
    if version > FORMAT_VERSION:  # type: ignore[operator]
        raise BundleError(
            f'The bundle "{path}" has format version {version}, but this program knows versions up to '
            f"{FORMAT_VERSION}: update the program."
        )
    need(isinstance(manifest.get("name"), str) and manifest["name"], "name")
    directions = manifest.get("directions")
    need(
        isinstance(directions, list) and directions and all(isinstance(d, str) for d in directions),
        "directions",
    )
    try:
        for text in manifest["directions"]:
            Direction.parse(text)
    except PlgtError as error:
        raise BundleError(f'The manifest of the bundle "{path}" is wrong: {error}') from None
    need(isinstance(manifest.get("target_token"), bool), "target_token")
    need(_count(manifest.get("max_length")), "max_length")
    files = manifest.get("files")
    need(isinstance(files, dict) and files, "files")
    for name, entry in manifest["files"].items():
        need(_FILE_NAME.fullmatch(name) and isinstance(entry, dict), f"files.{name}")
        need(isinstance(entry.get("size"), int) and entry["size"] >= 0, f"files.{name}.size")
        need(isinstance(entry.get("sha256"), str), f"files.{name}.sha256")
    variants = manifest.get("variants")
    need(isinstance(variants, dict) and variants, "variants")
    for name, entry in manifest["variants"].items():
        need(name in VARIANTS and isinstance(entry, dict), f"variants.{name}")
        for part in ("encoder", "decoder"):
            need(entry.get(part) in manifest["files"], f"variants.{name}.{part}")
    tokenizer = manifest.get("tokenizer")
    need(isinstance(tokenizer, dict), "tokenizer")
    for side in ("source", "target"):
        need(manifest["tokenizer"].get(side) in manifest["files"], f"tokenizer.{side}")
    model = manifest.get("model")
    need(isinstance(model, dict), "model")
    for key in MODEL_SIZES:
        need(_count(manifest["model"].get(key)), f"model.{key}")
    ids = manifest.get("special_ids")
    need(isinstance(ids, dict), "special_ids")
    for key in SPECIAL_IDS:
        value = manifest["special_ids"].get(key)
        need(isinstance(value, int) and value >= 0, f"special_ids.{key}")
    need(isinstance(manifest["special_ids"].get("languages"), dict), "special_ids.languages")


def _count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


# Writing ------------------------------------------------------------------------------------------------


def write_bundle(path: str | Path, manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> Bundle:
    """Write `files` and the manifest (its "files" entry is filled in) and open the result.

    A path ending in `.plgt` becomes one file, any other a folder that must not exist yet. Written beside its
    place and renamed, so that a bundle is whole or absent. The same content gives the same bytes.
    """
    path = Path(path)
    table = {n: {"sha256": hashlib.sha256(d).hexdigest(), "size": len(d)} for n, d in sorted(files.items())}
    complete = {"format": FORMAT, "format_version": FORMAT_VERSION, **manifest, "files": table}
    _check_manifest(complete, path)
    text = json.dumps(complete, indent=1, ensure_ascii=False).encode() + b"\n"
    members = {MANIFEST: text, **{name: files[name] for name in sorted(files)}}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == SUFFIX:
            _write_zip(path, members)
        else:
            _write_folder(path, members)
    except OSError as error:
        raise BundleError(f'Can\'t write the bundle "{path}": {error.strerror or error}.') from None
    return Bundle(path)


def _write_zip(path: Path, members: Mapping[str, bytes]) -> None:
    handle, temporary = tempfile.mkstemp(prefix=path.name + ".", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                for name, data in members.items():
                    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                    info.external_attr = 0o644 << 16
                    archive.writestr(info, data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _write_folder(path: Path, members: Mapping[str, bytes]) -> None:
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise BundleError(f'"{path}" exists already: remove it first or give another name.')
    with tempfile.TemporaryDirectory(prefix=path.name + ".", suffix=".tmp", dir=path.parent) as temporary:
        whole = Path(temporary) / "bundle"
        whole.mkdir(mode=0o755)
        for name, data in members.items():
            (whole / name).write_bytes(data)
        os.replace(whole, path)


def pack(bundle: Bundle, path: str | Path) -> Bundle:
    """Copy a bundle (folder or file), every file checked on the way, to one `.plgt` file."""
    return rewrite(bundle, Path(path).with_suffix(SUFFIX))


def rewrite(bundle: Bundle, path: str | Path, **entries: Any) -> Bundle:
    """Write a bundle's files, each checked on the way, to `path` with manifest `entries` replaced or added."""
    files = {name: bundle.read(name) for name in bundle.manifest["files"]}
    manifest = {key: value for key, value in bundle.manifest.items() if key != "files"}
    return write_bundle(path, {**manifest, **entries}, files)


def today() -> str:
    """The date that a new bundle carries (SOURCE_DATE_EPOCH overrides it, for reproducible builds)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch)) if epoch and epoch.isdigit() else datetime.now()
    return moment.date().isoformat()
