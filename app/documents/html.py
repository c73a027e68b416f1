"""HTML pages. See `markuptext` for what is translated; the file keeps its encoding."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from app.documents.base import DocumentFile, Segment, Translations
from app.documents.entities import declared_entities
from app.documents.markuptext import MarkupText
from app.documents.xmlsafe import declares_entities
from app.errors import PlgtError
from app.text.encoding import byte_order_mark, decode

MAX_HTML = 64 << 20
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.I)
_DECLARED = re.compile(rb"^<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)")


class HtmlFile(DocumentFile):
    """A `.html` or `.xhtml` file."""

    def __init__(
        self, path: Path, source_lang: str | None = None, options: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(path, source_lang, options)
        if path.stat().st_size > MAX_HTML:
            raise PlgtError(f'"{path.name}" is larger than {MAX_HTML >> 20} MB: split it first.')
        content = path.read_bytes()
        self._bom, text, self._encoding = read_markup(content, source_lang)
        xml = path.suffix.lower() == ".xhtml" or text.lstrip().startswith("<?xml")
        entities = declared_entities(text) if xml and declares_entities(content) else {}
        if entities is None:
            raise PlgtError(
                f'"{path.name}" declares XML entities that nest or stand outside it: it was not opened.'
            )
        self._markup = MarkupText(text, xml=xml, source_lang=source_lang, entities=entities)
        if note := self._markup.untranslated_note(path.name):
            self.notes.append(note)

    def segments(self) -> Iterator[Segment]:
        for number, runs, context in self._markup.texts():
            yield Segment(number, tuple(runs), context)

    def save(self, target: Path, translations: Translations, target_lang: str) -> None:
        text = self._markup.render(translations, target_lang)
        target.write_bytes(self._bom + text.encode(self._encoding, "xmlcharrefreplace"))


def read_markup(content: bytes, source_lang: str | None) -> tuple[bytes, str, str]:
    """Byte order mark, text and encoding, by the mark, then the page's own declaration, then the contents."""
    bom, encoding = byte_order_mark(content)
    if bom:
        return bom, content[len(bom) :].decode(encoding, "replace"), encoding
    declared = _DECLARED.search(content[:300]) or _CHARSET.search(content[:4096])
    if declared is not None:
        name = declared.group(1).decode("ascii")
        try:
            if not codecs.lookup(name).name.startswith(
                ("utf-16", "utf-32")
            ):  # else it could not be read here
                return b"", content.decode(name), name
        except (LookupError, UnicodeDecodeError, ValueError):
            pass  # a wrong label: judge by the contents
    text, encoding, _ = decode(content, source_lang or "")
    return b"", text, encoding
