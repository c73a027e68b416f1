"""What a batch will do, before it does any: formats, words, languages, targets, and what can't be done."""

from __future__ import annotations

import hashlib
import os
import string
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from app.batch.unit import count_words
from app.batch.walk import Found
from app.documents import DocumentFile, Segment, formats_by_extension, open_document
from app.errors import PlgtError
from app.text.languages import AUTO, LANGUAGE_NAMES

SAMPLE = 4000  # characters of a file that its language is guessed from
DEFAULT_NAME = "{stem}{suffix}"
_FIELDS = ("name", "stem", "suffix", "source", "target")
_CHUNK = 1 << 20


@dataclass
class PlannedFile:
    """A file of the batch. error: why it will not be translated."""

    found: Found
    target: Path
    format: str = ""
    source_lang: str = ""
    detected: bool = False
    segments: int = 0
    words: int = 0
    sha256: str = ""
    stamp: tuple[int, int] = (0, 0)  # size and time when it was read
    error: str = ""
    notes: list[str] = field(default_factory=list)
    companions: tuple[Path, ...] = ()  # further files that are written with the target


def check_name_pattern(pattern: str) -> str:
    """The pattern, or PlgtError when it can't make file names."""
    try:
        parts = list(string.Formatter().parse(pattern))
    except ValueError:
        parts = [("", "?", None, None)]
    names = [name for _, name, _, _ in parts if name is not None]
    if not names or any(name not in _FIELDS for name in names) or "/" in pattern or "\\" in pattern:
        fields = ", ".join(f"{{{name}}}" for name in _FIELDS)
        raise PlgtError(
            f'"{pattern}" is no pattern for file names: combine {fields}, for example {{stem}}.en{{suffix}}.'
        )
    if "name" not in names and "stem" not in names:
        raise PlgtError(f'The pattern "{pattern}" gives every file the same name: put {{stem}} into it.')
    return pattern


def target_path(
    out: Path, relative: PurePosixPath, suffix: str, pattern: str, source: str, target: str
) -> Path:
    """Where a translated file goes: the tree of the input below `out`, the name by the pattern."""
    name = relative.name
    stem = name[: len(name) - len(relative.suffix)] if relative.suffix else name
    if suffix != relative.suffix:
        name = stem + suffix
    made = pattern.format(name=name, stem=stem, suffix=suffix, source=source, target=target)
    return out / relative.parent / made


def fingerprint(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise PlgtError(f'Cannot read "{path}": {error.strerror or error}.') from error
    return digest.hexdigest()


def stamp(path: Path) -> tuple[int, int]:
    """Size and time of change."""
    try:
        status = path.stat()
    except OSError as error:
        raise PlgtError(f'Cannot read "{path}": {error.strerror or error}.') from error
    return status.st_size, status.st_mtime_ns


def wanted(segment: Segment, retranslate: bool) -> bool:
    """Whether a segment goes to the translator."""
    return segment.translatable and (retranslate or not segment.existing) and bool(segment.text.strip())


@dataclass(frozen=True)
class Planner:
    """Opens files and counts. detect: guesses the language of a text (`.lang`, `.probability`)."""

    out: Path
    single: bool  # `out` is the one target file
    source: str
    target: str
    pattern: str
    retranslate: bool
    options: dict[str, Any]
    detect: Callable[[str], Any]

    def plan(self, found: Found) -> PlannedFile:
        """The plan of one file; what is wrong with it is in `error`."""
        planned = PlannedFile(found, self.out if self.single else self.out / found.relative)
        try:
            planned.stamp = stamp(found.path)
            planned.sha256 = fingerprint(found.path)
            self._read(planned)
        except PlgtError as error:
            planned.error = str(error)
        except MemoryError:
            planned.error = f'"{found.path.name}" does not fit into memory: split it first.'
        except Exception as error:  # one bad file must not end the batch
            planned.error = (
                f'"{found.path.name}" could not be read ({type(error).__name__}: {error}): please report it.'
            )
        return planned

    def _read(self, planned: PlannedFile) -> None:
        language = None if self.source == AUTO else self.source
        document = open_document(planned.found.path, language, self.options)
        planned.format = document.format
        sample: list[str] = []
        sampled = 0
        for segment in document.segments():
            if not wanted(segment, self.retranslate):
                continue
            planned.segments += 1
            planned.words += count_words(segment.text)
            if sampled < SAMPLE:
                sample.append(segment.text)
                sampled += len(segment.text)
        planned.source_lang = language or ""
        if language is None:
            planned.detected = True
            planned.source_lang = self._guess("\n".join(sample)[:SAMPLE])
            if planned.source_lang == self.target:
                name = LANGUAGE_NAMES[self.target]
                planned.notes.append(f"It is in {name} already: its text stays as it is.")
        planned.notes += document.notes
        if self.single:
            self._check_suffix(document)
        else:
            planned.target = target_path(
                self.out, planned.found.relative, document.target_suffix, self.pattern,
                planned.source_lang, self.target,
            )  # fmt: skip
            planned.companions = document.companions(planned.target)

    def _guess(self, sample: str) -> str:
        if not any(map(str.isalpha, sample)):
            return "en" if self.target != "en" else "tr"  # nothing to translate: any direction will do
        return str(self.detect(sample).lang)

    def _check_suffix(self, document: DocumentFile) -> None:
        known = formats_by_extension()
        wanted_suffix, suffix = document.target_suffix.lower(), self.out.suffix.lower()
        same = known.get(suffix) is not None and known.get(suffix) == known.get(wanted_suffix)
        if suffix != wanted_suffix and not same:
            raise PlgtError(
                f'"{document.path.name}" is translated into a {wanted_suffix} file: name the target so '
                "or give a folder."
            )


def settle_targets(files: Sequence[PlannedFile]) -> None:
    """No target twice, and none that is a source."""
    sources = {identity for file in files for identity in _identities(file.found.path)}
    taken: dict[str, PlannedFile] = {}
    for file in files:
        if file.error:
            continue
        key = os.path.normcase(os.path.abspath(file.target))
        if any(identity in sources for identity in _identities(file.target)):
            file.error = f'"{file.target}" is a file to be translated: choose another folder or name pattern.'
        elif key in taken:
            file.error = (
                f'"{file.target}" is the target of "{taken[key].found.path}" too: choose a name pattern that '
                "tells them apart."
            )
        else:
            taken[key] = file
    for file in files:
        free: list[Path] = []
        for path in () if file.error else file.companions:
            key = os.path.normcase(os.path.abspath(path))
            if key in taken or any(identity in sources for identity in _identities(path)):
                file.notes.append(f'"{path}" belongs to another file of this batch: it was not written here.')
            else:
                taken[key] = file
                free.append(path)
        file.companions = tuple(free)


def _identities(path: Path) -> Iterator[tuple[int, int]]:
    try:
        status = path.stat()
    except OSError:
        return
    yield status.st_dev, status.st_ino
