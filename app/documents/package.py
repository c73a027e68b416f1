"""Documents that are a zip of XML parts: office files and books."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from app.documents.archive import Archive
from app.documents.base import DocumentFile, Segment, Translations
from app.documents.inline import Block, mend_runs, same_runs
from app.documents.xmlsafe import ElementTree, parse_xml, to_bytes


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

    @abstractmethod
    def blocks(self, name: str, tree: ElementTree) -> Iterator[Block]:
        """Blocks of a part. They are collected before any is replaced."""

    @abstractmethod
    def set_language(self, name: str, tree: ElementTree, target_lang: str) -> bool:
        """Set the language attributes of a part; whether any changed."""

    def parse(self, name: str) -> ElementTree:
        """A part's tree. PlgtError names the file and the part."""
        return parse_xml(self.archive.read(name), f"{self.path.name}: {name}")

    def segments(self) -> Iterator[Segment]:
        for name in self.part_names():
            for block in self.blocks(name, self.parse(name)):
                yield block.segment()

    def save(self, target: Path, translations: Translations, target_lang: str) -> None:
        changed: dict[str, bytes] = {}
        for name in self.part_names():
            tree = self.parse(name)
            touched = apply_blocks(list(self.blocks(name, tree)), translations)
            if self.set_language(name, tree, target_lang) or touched:
                changed[name] = to_bytes(tree)
        changed.update(self.other_parts(translations, changed))
        self.archive.rewrite(target, changed)

    def other_parts(self, translations: Translations, changed: Mapping[str, bytes]) -> dict[str, bytes]:
        """Further parts that must follow the translation (a workbook's table headers)."""
        return {}


def apply_blocks(blocks: list[Block], translations: Translations) -> bool:
    """Replace the runs of the blocks that have a translation unlike their source; whether any was."""
    touched = False
    for block in blocks:
        runs = translations.get(block.id)
        if runs is None:
            continue
        mended = mend_runs(block.runs, runs)
        if not same_runs(mended, block.runs):
            block.replace(mended)
            touched = True
    return touched
