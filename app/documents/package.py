"""Documents that are a zip of XML parts: office files and books."""

from __future__ import annotations

import tempfile
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.documents.archive import Archive
from app.documents.base import DocumentFile, Segment, Translations
from app.documents.inline import Block, mend_runs, same_runs
from app.documents.xmlsafe import ElementTree, parse_xml, to_bytes
from app.errors import PlgtError

MOST_NESTING = 3  # documents within documents


class PackageFile(DocumentFile):
    """Walks the XML parts of an archive; a subclass names the parts and finds the blocks in each.

    One part is in memory at a time. Parts in which nothing changed keep their bytes.
    """

    def __init__(
        self, path: Path, source_lang: str | None = None, options: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(path, source_lang, options)
        self.archive = Archive(path)

    @abstractmethod
    def part_names(self) -> list[str]:
        """Parts that hold text or language attributes, in reading order."""

    def essential(self, name: str) -> bool:
        """Whether the file is damaged when this part is; of other parts a note says that they stay."""
        return True

    def attached(self) -> dict[str, str]:
        """Parts that are documents of their own, which the document shows: entry -> extension."""
        return {}

    def note(self, sentence: str) -> None:
        """Add a sentence to the report, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    @abstractmethod
    def blocks(self, name: str, tree: ElementTree) -> Iterator[Block]:
        """Blocks of a part. They are collected before any is replaced."""

    @abstractmethod
    def set_language(self, name: str, tree: ElementTree, target_lang: str) -> bool:
        """Set the language attributes of a part; whether any changed."""

    def parse(self, name: str) -> ElementTree:
        """A part's tree. PlgtError names the file and the part."""
        return parse_xml(self.archive.read(name), f"{self.path.name}: {name}")

    def _trees(self) -> Iterator[tuple[str, ElementTree]]:
        for name in self.part_names():
            try:
                tree = self.parse(name)
            except PlgtError:
                if self.essential(name):
                    raise
                self.note(f'The part "{name}" of "{self.path.name}" is damaged and stays as it is.')
                continue
            yield name, tree

    def segments(self) -> Iterator[Segment]:
        for name, tree in self._trees():
            for block in self.blocks(name, tree):
                yield block.segment()
        for name, document in self._attached_documents():
            for segment in document.segments():
                yield replace(segment, id=f"{name}!{segment.id}")

    def save(self, target: Path, translations: Translations, target_lang: str) -> None:
        changed: dict[str, bytes] = {}
        for name, tree in self._trees():
            touched = apply_blocks(list(self.blocks(name, tree)), translations)
            if self.set_language(name, tree, target_lang) or touched:
                changed[name] = to_bytes(tree)
        for name, document in self._attached_documents():
            inner = {
                number.removeprefix(f"{name}!"): runs
                for number, runs in translations.items()
                if number.startswith(f"{name}!")
            }
            result = document.path.with_name(f"result{document.path.suffix}")
            document.save(result, inner, target_lang)
            changed[name] = result.read_bytes()
        changed.update(self.other_parts(translations, changed))
        self.archive.rewrite(target, changed)

    def _attached_documents(self) -> Iterator[tuple[str, DocumentFile]]:
        """Documents inside the file, opened one after the other. What can't be read is noted and stays."""
        from app.documents.registry import open_document

        nesting = int(self.options.get("nesting", 0))
        for name, suffix in self.attached().items():
            with tempfile.TemporaryDirectory(prefix="plgt-") as folder:
                path = Path(folder) / f"part{suffix}"
                try:
                    if nesting >= MOST_NESTING:
                        raise PlgtError("It stands too deep.")
                    path.write_bytes(self.archive.read(name))
                    document = open_document(path, self.source_lang, {**self.options, "nesting": nesting + 1})
                    sum(1 for _ in document.segments())
                except PlgtError:
                    self.note(
                        f'The document "{name}" within "{self.path.name}" can\'t be read and stays as it is.'
                    )
                    continue
                yield name, document
                for sentence in document.notes:
                    self.note(sentence)

    def other_parts(self, translations: Translations, changed: Mapping[str, bytes]) -> dict[str, bytes]:
        """Further parts that must follow the translation (a workbook's table headers)."""
        return {}


def apply_blocks(blocks: list[Block], translations: Translations) -> bool:
    """Replace the runs of the blocks that have a translation unlike their source; whether any was.

    From the last to the first: texts in attributes come after the paragraphs that copy their elements."""
    touched = False
    for block in reversed(blocks):
        runs = translations.get(block.id)
        if runs is None:
            continue
        mended = mend_runs(block.runs, runs)
        if not same_runs(mended, block.runs):
            block.replace(mended)
            touched = True
    return touched
