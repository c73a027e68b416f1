"""Files as translatable segments, and back with their formatting.

    document = open_document(path, source_lang="tr")
    translations = {segment.id: translate(segment.runs) for segment in document.segments()}
    document.write(target, translations, "en")

A segment is a paragraph, a cell, a caption...: a list of runs (text and the marks around it, see
`app.text.markup`). What is not in a segment is carried to the target file as it stands. `registry` lists the
formats, one module each.

Gives: `registry.open_document`, `registry.FORMATS`, `base.DocumentFile`, `base.Segment`, `htmltext.translate_html`.
May import `app.text`, nothing that runs a model; may be used by batches and the server.
"""

from app.documents.base import LOCALES, DocumentFile, Segment
from app.documents.registry import FORMATS, Format, formats_by_extension, open_document, sniff
from app.text.markup import Run

__all__ = [
    "FORMATS",
    "LOCALES",
    "DocumentFile",
    "Format",
    "Run",
    "Segment",
    "formats_by_extension",
    "open_document",
    "sniff",
]
