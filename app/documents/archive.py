"""Zip containers of office documents and books: read within limits, written again in the same order."""

from __future__ import annotations

import errno
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from app.errors import PlgtError

MAX_ENTRIES = 20_000
MAX_TOTAL = 1 << 30  # bytes unpacked, all entries together
MAX_RATIO = 250  # unpacked / packed, of entries above RATIO_FLOOR; XML of real documents stays below 100
RATIO_FLOOR = 8 << 20
MAX_PART = 256 << 20  # bytes unpacked of an entry that is read into memory
_CHUNK = 1 << 18
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    ValueError,
    RuntimeError,
    OverflowError,
)


class Archive:
    """A zip file, checked when opened: entry names that leave the archive, sizes, encryption."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._packed: zipfile.ZipFile | None = None  # open from the first read on
        self._spellings: dict[str, str] | None = None  # `same_name` -> entry
        try:
            with zipfile.ZipFile(path) as packed:
                self._infos = {info.filename: info for info in packed.infolist()}
                count = len(packed.infolist())
        except _BROKEN as error:
            raise self._damaged() from error
        except OSError as error:
            raise self._unreadable(error) from error
        if len(self._infos) != count:
            raise self._damaged()
        self._check(count)

    def _damaged(self) -> PlgtError:
        return PlgtError(f'"{self.path.name}" is damaged and cannot be unpacked: get or save a fresh copy.')

    def _unreadable(self, error: OSError) -> PlgtError:
        if error.errno == errno.EINVAL:  # the directory of the archive names a place that cannot be
            return self._damaged()
        return PlgtError(f'Cannot read "{self.path}": {error.strerror or error}.')

    def _check(self, count: int) -> None:
        name = self.path.name
        if count > MAX_ENTRIES:
            raise PlgtError(f'"{name}" holds {count} entries, more than a document can: it was not opened.')
        total = 0
        for info in self._infos.values():
            if info.flag_bits & 0x1:
                raise PlgtError(f'"{name}" is protected with a password: remove the password and try again.')
            if _escapes(info.filename):
                raise PlgtError(
                    f'"{name}" holds an entry that points outside it ("{_shown(info.filename)}"): '
                    "it was not opened."
                )
            total += info.file_size
            self._check_ratio(info, info.file_size)
        if total > MAX_TOTAL:
            raise PlgtError(
                f'"{name}" unpacks to {total >> 20} MB, more than the limit of {MAX_TOTAL >> 20} MB: '
                "it was not opened."
            )

    def _check_ratio(self, info: zipfile.ZipInfo, size: int) -> None:
        if size > RATIO_FLOOR and size > MAX_RATIO * max(info.compress_size, 1):
            raise PlgtError(
                f'"{self.path.name}" is packed like a zip bomb (an entry grows more than {MAX_RATIO} '
                "times): it was not opened."
            )

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def find(self, name: str) -> str:
        """The archive's own spelling of an entry's name, in any case and with `\\` or `/`; "" without it."""
        if name in self._infos:
            return name
        if self._spellings is None:
            self._spellings = {}
            for entry in self._infos:
                self._spellings.setdefault(same_name(entry), entry)
        return self._spellings.get(same_name(name), "")

    @property
    def names(self) -> list[str]:
        """Entry names in the order of the archive."""
        return list(self._infos)

    def read(self, name: str, limit: int = MAX_PART) -> bytes:
        """An entry's bytes. PlgtError when it is missing, damaged or larger than `limit`."""
        info = self._infos.get(name)
        if info is None:
            raise PlgtError(
                f'"{self.path.name}" is damaged: its part "{_shown(name)}" is missing; save it again.'
            )
        try:
            if self._packed is None:
                self._packed = zipfile.ZipFile(self.path)
            with self._packed.open(info) as entry:
                content = entry.read(limit + 1)
        except _BROKEN as error:
            raise self._damaged() from error
        except OSError as error:
            raise self._unreadable(error) from error
        if len(content) > limit:
            raise PlgtError(
                f'"{self.path.name}" holds a part ("{_shown(name)}") of more than {limit >> 20} MB: '
                "split the document first."
            )
        self._check_ratio(info, len(content))
        return content

    def rewrite(self, target: Path, changed: Mapping[str, bytes]) -> None:
        """Write the archive with some entries' bytes replaced: same order, names, times and attributes.

        Deterministic: the same input gives the same bytes. `mimetype` goes first and unpacked, as
        OpenDocument and EPUB ask."""
        names = sorted(self._infos, key=lambda name: name != "mimetype")
        try:
            with zipfile.ZipFile(self.path) as source, zipfile.ZipFile(target, "w") as out:
                written = 0
                for name in names:
                    old = self._infos[name]
                    info = zipfile.ZipInfo(name, old.date_time)
                    info.external_attr = old.external_attr
                    info.create_system = old.create_system
                    stored = old.compress_type == zipfile.ZIP_STORED or name == "mimetype"
                    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
                    if name in changed:
                        out.writestr(info, changed[name])
                        continue
                    info.file_size = old.file_size
                    with source.open(old) as entry, out.open(info, "w") as copy:
                        while chunk := entry.read(_CHUNK):
                            written += len(chunk)
                            if written > MAX_TOTAL:
                                raise self._damaged()
                            copy.write(chunk)
        except _BROKEN as error:
            raise self._damaged() from error
        except OSError as error:
            if error.errno == errno.EINVAL:
                raise self._damaged() from error
            raise


def same_name(name: str) -> str:
    """Equal for names of the same part of an Office package."""
    return "/" + name.replace("\\", "/").strip("/").casefold()


def _escapes(name: str) -> bool:
    if not name or name.startswith(("/", "\\")) or "\0" in name or re.match(r"[A-Za-z]:", name):
        return True
    return ".." in re.split(r"[/\\]", name)


def _shown(name: str) -> str:
    printable = "".join(character if character.isprintable() else "?" for character in name)
    return printable if len(printable) <= 60 else printable[:57] + "..."
