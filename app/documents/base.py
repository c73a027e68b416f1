"""What every file format offers: segments to translate, and a way to write them back."""

from __future__ import annotations

import os
import re
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import PlgtError
from app.text.markup import Run, join_runs

LOCALES: dict[str, str] = {"en": "en-US", "tr": "tr-TR", "pt": "pt-PT"}
"""Language and country, for formats whose language attribute wants both."""


def primary_language(code: str) -> str:
    """`tr` of `tr-TR`, `tr_TR.UTF-8` and `TR`."""
    return re.split(r"[-_@.]", code.strip().lower())[0]


@dataclass(frozen=True)
class Segment:
    """One text to translate on its own: a paragraph, a cell, a cue.

    id: unique in the document, and the same each time the same file is opened.
    runs: the text; a line break inside the segment is "\\n" and comes back as the format's own break.
    context: where it stands, for reports ("footnote", "cell B3").
    translatable: False for text that is shown in bilingual output but must stay as it is.
    max_chars: longest line that fits, where the format has such a limit (subtitles).
    existing: a translation that the file brings along (PO, XLIFF, TMX), "" without one.
    """

    id: str
    runs: tuple[Run, ...]
    context: str = ""
    translatable: bool = True
    max_chars: int | None = None
    existing: str = ""

    @property
    def text(self) -> str:
        """The text without its marks."""
        return join_runs(self.runs)


Translations = Mapping[str, Sequence[Run]]


class DocumentFile(ABC):
    """A file opened for translation. The file itself is only ever read.

    Subclasses parse in `__init__` (raising PlgtError for what is damaged) or lazily in `segments`.
    """

    format: str = ""
    """Name of the format in `registry.FORMATS`; set by `open_document`."""

    def __init__(
        self, path: Path, source_lang: str | None = None, options: Mapping[str, Any] | None = None
    ) -> None:
        self.path = path
        self.source_lang = source_lang
        self.options: Mapping[str, Any] = options or {}
        self.notes: list[str] = []  # sentences for the report: what could not be kept, what was guessed

    @property
    def target_suffix(self) -> str:
        """Extension of the translated file (that of the source unless the format says otherwise)."""
        return self.path.suffix

    def companions(self, target: Path) -> tuple[Path, ...]:
        """Further files that belong to a translated file `target`: the same content in another format."""
        return ()

    @abstractmethod
    def segments(self) -> Iterator[Segment]:
        """The segments in reading order. May be called again, with the same result."""

    @abstractmethod
    def save(self, target: Path, translations: Translations, target_lang: str) -> None:
        """Write to `target`, a new temporary file. Use `write`, which calls this."""

    def save_companion(self, target: Path, translations: Translations, target_lang: str) -> None:
        """Write one of `companions` to `target`, a new temporary file."""
        raise NotImplementedError

    def write_companions(
        self, companions: Sequence[Path], translations: Translations, target_lang: str
    ) -> None:
        """Write `companions`, each whole or not at all. Raises PlgtError as `write` does."""
        for path in companions:
            write_atomically(
                path, lambda temporary: self.save_companion(temporary, translations, target_lang)
            )

    def write(self, target: Path | str, translations: Translations, target_lang: str) -> None:
        """Write the translated file: whole or not at all.

        translations: runs by segment id; a segment that is missing keeps its source text.
        Raises PlgtError when the target cannot be written or is the source itself.
        """
        target = Path(target)
        if target.exists() and self.path.exists() and os.path.samefile(target, self.path):
            raise PlgtError(f'"{target}" is the file being translated: choose another target.')
        write_atomically(target, lambda temporary: self.save(temporary, translations, target_lang))


def write_atomically(target: Path, writer: Callable[[Path], None]) -> None:
    """Let `writer` fill a temporary file beside `target`, then put it in place. No half file ever stays.

    Raises PlgtError when the folder or disk refuses it."""
    temporary: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", suffix=".part", dir=target.parent)
        os.close(handle)
        temporary = Path(name)
        writer(temporary)
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)  # mkstemp makes files that only their owner can read
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        os.replace(temporary, target)
        temporary = None
    except OSError as error:
        reason = error.strerror or str(error)
        raise PlgtError(f'Cannot write "{target}": {reason}; free space or choose another target.') from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
