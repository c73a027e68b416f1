"""Open, translate by a rule, write: what the tests of the formats share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from app.documents import DocumentFile, Segment, open_document
from app.text.markup import Run
from tests.app.batch.words import translated


def by_words(segment: Segment) -> list[Run]:
    """Every word turned, marks where they were."""
    return [run if run.keep else Run(translated(run.text), run.tags) for run in segment.runs]


def unchanged(segment: Segment) -> list[Run]:
    return list(segment.runs)


def convert(
    path: Path,
    target: Path,
    rule: Callable[[Segment], list[Run]] = by_words,
    *,
    source: str | None = "tr",
    to: str = "en",
    options: Mapping[str, Any] | None = None,
) -> DocumentFile:
    """Write `target` with every translatable segment changed by the rule."""
    document = open_document(path, source, {"target_lang": to, **(options or {})})
    translations = {
        segment.id: rule(segment)
        for segment in document.segments()
        if segment.translatable and not segment.existing
    }
    document.write(target, translations, to)
    return document


def texts(document: DocumentFile) -> list[str]:
    return [segment.text for segment in document.segments()]
