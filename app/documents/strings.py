"""What the files of a program's strings share: access keys, plural patterns, values that stay.

PO, XLIFF, TMX, JSON, properties, INI and tables make their segments by `StringFile.string` and write by
`StringFile.spelled`, so that one rule holds for all of them. Tags and placeholders within a string are the
translator's (`app.translation.tags`, `app.text.patterns`), which every text passes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.documents.base import DocumentFile, Segment
from app.text import patterns
from app.text.access_keys import put_key, take_key
from app.text.markup import Run, join_runs

PATTERNS_LEFT = "plural or select patterns were left as they are: translate them by hand."


class StringFile(DocumentFile):
    """A file of strings that a program shows."""

    underscores = False
    """Whether `_` before a letter is an access key, as in GTK."""
    inside = False
    """Whether it is one within a word too."""

    def string(self, segment: Segment) -> Segment:
        """The segment as the translator gets to see it: without its access key; with `translatable` off where
        it holds a plural or select pattern."""
        if patterns.message_spans(segment.text):
            return replace(segment, translatable=False)
        runs, key = take_key(segment.runs, self.underscores, self.inside)
        return segment if key is None else replace(segment, runs=tuple(runs))

    def spelled(self, source: Sequence[Run], runs: Sequence[Run]) -> list[Run]:
        """Translated runs with the access key of the source."""
        _, key = take_key(source, self.underscores, self.inside)
        return list(runs) if key is None else put_key(runs, key)

    def spelled_text(self, source: str, runs: Sequence[Run]) -> str:
        """`spelled` for formats without marks."""
        return join_runs(self.spelled([Run(source)], runs))

    def note_patterns(self, segments: Sequence[Segment] | int) -> None:
        """Say how many patterns stay."""
        count = segments if isinstance(segments, int) else len(segments)
        note = f"{count} {PATTERNS_LEFT}"
        if count and note not in self.notes:
            self.notes.append(note)
