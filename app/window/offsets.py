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
