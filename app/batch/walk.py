"""Which files a batch is about: folders walked recursively, patterns, loops of links."""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from app.documents import formats_by_extension
from app.errors import PlgtError
from app.paths import check_regular


@dataclass(frozen=True)
class Found:
    """A file to translate.

    relative: its place in the tree of the output folder. named: the user gave the file itself.
    """

    path: Path
    relative: PurePosixPath
    size: int
    named: bool = False


@dataclass(frozen=True)
class Walk:
    """What the inputs hold: files to translate, others, and sentences about what was left out."""

    files: list[Found]
    others: list[Found]
    notes: list[str]


def find_files(
    inputs: Sequence[Path | str],
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    avoid: Sequence[Path] = (),
) -> Walk:
    """Walk the inputs. Names that start with a dot are left out of folders.

    include, exclude: patterns such as `*.docx` or `drafts/*`, compared with the name and with the path inside
    the input folder. avoid: folders that are not entered (the output). One folder is the root of the tree; of
    several inputs each folder keeps its name. Raises PlgtError for an input that is not there.
    """
    if not inputs:
        raise PlgtError("Nothing to translate: name files or folders.")
    known = formats_by_extension()
    files: list[Found] = []
    others: list[Found] = []
    notes: list[str] = []
    shunned = {_identity(folder) for folder in avoid if folder.is_dir()}
    for given in dict.fromkeys(Path(entry) for entry in inputs):
        if not given.is_dir():
            check_regular(given, f'"{given}"', f'"{given}" is not there: check the name.')
            if _wanted(PurePosixPath(given.name), include, exclude):
                files.append(Found(given, PurePosixPath(given.name), given.stat().st_size, named=True))
            continue
        prefix = PurePosixPath(given.resolve().name) if len(inputs) > 1 else PurePosixPath()
        for path, inside in _walk(given, shunned, notes):
            if not _wanted(inside, include, exclude):
                continue
            try:
                size = path.stat().st_size
            except OSError as error:
                notes.append(f'"{path}" cannot be read ({error.strerror}): left out.')
                continue
            found = Found(path, prefix / inside, size)
            (files if path.suffix.lower() in known else others).append(found)
    return Walk(files, others, notes)


def _walk(
    root: Path, shunned: set[tuple[int, int]], notes: list[str]
) -> Iterator[tuple[Path, PurePosixPath]]:
    seen: set[tuple[int, int]] = set()
    waiting = [(root, PurePosixPath())]
    while waiting:
        folder, inside = waiting.pop()
        identity = _identity(folder)
        if identity in shunned:
            continue
        if identity in seen:
            notes.append(f'"{folder}" was visited already (a link in a loop): left out.')
            continue
        seen.add(identity)
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            notes.append(f'"{folder}" cannot be opened ({error.strerror}): left out.')
            continue
        below = []
        for entry in entries:
            if entry.name.startswith("."):
                continue
            try:
                if entry.is_dir():
                    below.append((folder / entry.name, inside / entry.name))
                elif entry.is_file():
                    yield folder / entry.name, inside / entry.name
                else:
                    notes.append(f'"{folder / entry.name}" is no regular file: left out.')
            except OSError as error:
                notes.append(f'"{folder / entry.name}" cannot be read ({error.strerror}): left out.')
        waiting += reversed(below)


def _identity(folder: Path) -> tuple[int, int]:
    status = folder.stat()
    return status.st_dev, status.st_ino


def _wanted(path: PurePosixPath, include: Sequence[str], exclude: Sequence[str]) -> bool:
    def matches(pattern: str) -> bool:
        parts = [str(parent) for parent in path.parents if str(parent) != "."]
        return any(fnmatch.fnmatch(name, pattern.rstrip("/")) for name in (path.name, str(path), *parts))

    return (not include or any(map(matches, include))) and not any(map(matches, exclude))
