"""Offsets: Python counts code points, Qt's documents count UTF-16 units. They differ after an emoji."""

from __future__ import annotations

from bisect import bisect_right


class Offsets:
    """Translates between the two counts for one text."""

    def __init__(self, text: str) -> None:
        self._wide = [index for index, character in enumerate(text) if ord(character) > 0xFFFF]
        self._wide_units = [index + count for count, index in enumerate(self._wide)]

    def to_qt(self, index: int) -> int:
        """Code points -> UTF-16 units."""
        return index + bisect_right(self._wide, index - 1)

    def from_qt(self, units: int) -> int:
        """UTF-16 units -> code points."""
        return units - bisect_right(self._wide_units, units - 1)


def difference(old: str, new: str) -> tuple[int, int, int]:
    """(start, end in old, end in new) of the shortest stretch that was exchanged, in code points."""
    start = _alike(old, new)
    tail = _alike(old[start:][::-1], new[start:][::-1])
    return start, len(old) - tail, len(new) - tail


def _alike(first: str, second: str) -> int:
    """Length of the common beginning, by halving: comparing slices is quicker than a loop."""
    low, high = 0, min(len(first), len(second))
    while low < high:
        middle = (low + high + 1) // 2
        if first[low:middle] == second[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
