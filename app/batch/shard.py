"""A job in N parts that know nothing of each other: each decides alike about who does which file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from app.batch.walk import Found
from app.errors import PlgtError


@dataclass(frozen=True)
class Shard:
    """Part `index` (from 1) of `count`."""

    index: int
    count: int

    def __str__(self) -> str:
        return f"{self.index}/{self.count}"

    @property
    def label(self) -> str:
        """As a part of file names."""
        return f"{self.index}-of-{self.count}"

    @classmethod
    def parse(cls, text: str) -> Shard:
        """Read `2/8`; PlgtError for anything else."""
        first, separator, second = text.partition("/")
        if separator and first.strip().isdecimal() and second.strip().isdecimal():
            shard = cls(int(first), int(second))
            if 1 <= shard.index <= shard.count:
                return shard
        raise PlgtError(f'"{text}" is not a shard: write I/N with I from 1 to N, for example 2/8.')

    def select(self, files: Sequence[Found]) -> list[Found]:
        """The files of this part: largest first, each to the part with least to do so far."""
        loads = [0] * self.count
        mine: set[str] = set()
        for found in sorted(files, key=lambda f: (-f.size, str(f.relative))):
            lightest = loads.index(min(loads))
            loads[lightest] += found.size + 1
            if lightest == self.index - 1:
                mine.add(str(found.relative))
        return [found for found in files if str(found.relative) in mine]


def fingerprint(files: Sequence[Found]) -> str:
    """The same for shards that saw the same files; merging checks it."""
    lines = sorted(f"{found.relative}\0{found.size}" for found in files)
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()[:16]
