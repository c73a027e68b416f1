"""Which format a file has, by its content first and its extension second."""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.documents.archive import Archive
from app.documents.base import DocumentFile
from app.documents.parts import TYPES
from app.errors import PlgtError
from app.paths import check_regular

HEAD = 4096  # bytes that are looked at


@dataclass(frozen=True)
class Format:
    """One file format.

    handler: "module:class" in this package, imported when a file of the format is opened.
    container: "zip", "pdf" or "text": what the content must look like.
    """

    name: str
    title: str
    extensions: tuple[str, ...]
    handler: str
    container: str = "text"


FORMATS: dict[str, Format] = {
    entry.name: entry
    for entry in (
        Format("docx", "Word document", (".docx", ".docm", ".dotx", ".dotm"), "docx:DocxFile", "zip"),
        Format(
            "pptx",
            "PowerPoint presentation",
            (".pptx", ".pptm", ".potx", ".potm", ".ppsx", ".ppsm"),
            "pptx:PptxFile",
            "zip",
        ),
        Format("xlsx", "Excel workbook", (".xlsx", ".xlsm", ".xltx", ".xltm"), "xlsx:XlsxFile", "zip"),
        Format("odt", "OpenDocument text", (".odt", ".ott"), "opendocument:OpenDocumentFile", "zip"),
        Format("ods", "OpenDocument spreadsheet", (".ods", ".ots"), "opendocument:OpenDocumentFile", "zip"),
        Format("odp", "OpenDocument presentation", (".odp", ".otp"), "opendocument:OpenDocumentFile", "zip"),
        Format("epub", "EPUB book", (".epub",), "epub:EpubFile", "zip"),
        Format("html", "HTML page", (".html", ".htm", ".xhtml"), "html:HtmlFile"),
        Format("markdown", "Markdown text", (".md", ".markdown"), "markdown:MarkdownFile"),
        Format("txt", "plain text", (".txt", ".text"), "plaintext:TextFile"),
        Format("srt", "SubRip subtitles", (".srt",), "subtitles:SubtitleFile"),
        Format("vtt", "WebVTT subtitles", (".vtt",), "subtitles:SubtitleFile"),
        Format("ass", "Advanced SubStation subtitles", (".ass", ".ssa"), "subtitles:SubtitleFile"),
        Format("po", "gettext catalogue", (".po", ".pot"), "po:PoFile"),
        Format("xliff", "XLIFF file", (".xlf", ".xliff"), "xliff:XliffFile"),
        Format("tmx", "TMX translation memory", (".tmx",), "tmx:TmxFile"),
        Format("csv", "comma-separated table", (".csv",), "table:TableFile"),
        Format("tsv", "tab-separated table", (".tsv", ".tab"), "table:TableFile"),
        Format("json", "JSON file", (".json",), "jsonfile:JsonFile"),
        Format("properties", "Java properties", (".properties",), "resources:PropertiesFile"),
        Format("ini", "INI file", (".ini", ".cfg"), "resources:IniFile"),
        Format("pdf", "PDF", (".pdf",), "pdf:PdfFile", "pdf"),
    )
}


def formats_by_extension() -> dict[str, Format]:
    """Extension with its dot, lower-case -> format."""
    return {extension: entry for entry in FORMATS.values() for extension in entry.extensions}


def open_document(
    path: Path | str, source_lang: str | None = None, options: Mapping[str, Any] | None = None
) -> DocumentFile:
    """Open a file of any known format.

    options: format-specific choices, such as the columns of a table; unknown ones are ignored.
    Raises PlgtError naming what is wrong with the file.
    """
    path = Path(path)
    entry = sniff(path)
    module, _, name = entry.handler.partition(":")
    handler: type[DocumentFile] = getattr(importlib.import_module(f"app.documents.{module}"), name)
    try:
        document = handler(path, source_lang, options)
    except OSError as error:
        raise PlgtError(f'Cannot read "{path}": {error.strerror or error}.') from error
    document.format = entry.name
    if path.suffix.lower() not in entry.extensions and path.suffix:
        document.notes.append(f'"{path.name}" was read as {entry.title}, which its content says it is.')
    return document


def sniff(path: Path) -> Format:
    """The format of a file; PlgtError for unknown, binary, protected or mislabelled files."""
    by_extension = formats_by_extension().get(path.suffix.lower())
    try:
        if path.is_dir():
            raise PlgtError(f'"{path}" is a folder: give a file.')
        check_regular(path, f'"{path}"', f'"{path}" is not there: check the name.')
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise PlgtError(f'Cannot read "{path}": {error.strerror or error}.') from error
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise _ole_error(path)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(path)
    if b"%PDF-" in head[:1024]:
        return FORMATS["pdf"]
    if by_extension is not None and by_extension.container != "text":
        what = "empty" if not head else f"not a {by_extension.title} inside, or it is damaged"
        raise PlgtError(f'"{path.name}" is {what}: save it again in the program that made it.')
    if _is_binary(head):
        raise PlgtError(f'"{path.name}" is a binary file, not a text or document of a known format.')
    return by_extension or _sniff_text(path, head)


def _ole_error(path: Path) -> PlgtError:
    with path.open("rb") as file:
        content = file.read(1 << 20)
    if "EncryptedPackage".encode("utf-16-le") in content:
        return PlgtError(f'"{path.name}" is protected with a password: remove the password and try again.')
    return PlgtError(f'"{path.name}" is in an old binary Office format: save it as docx, xlsx or pptx first.')


_CONTENT_TYPES = {
    b"wordprocessingml.document.main": "docx",
    b"wordprocessingml.template.main": "docx",
    b"ms-word.document.macroenabled.main": "docx",
    b"ms-word.template.macroenabledtemplate.main": "docx",
    b"presentationml.presentation.main": "pptx",
    b"presentationml.template.main": "pptx",
    b"presentationml.slideshow.main": "pptx",
    b"ms-powerpoint.presentation.macroenabled.main": "pptx",
    b"ms-powerpoint.slideshow.macroenabled.main": "pptx",
    b"ms-powerpoint.template.macroenabled.main": "pptx",
    b"spreadsheetml.sheet.main": "xlsx",
    b"spreadsheetml.template.main": "xlsx",
    b"ms-excel.sheet.macroenabled.main": "xlsx",
    b"ms-excel.template.macroenabled.main": "xlsx",
}
_MIMETYPES = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.text-template": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.spreadsheet-template": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/vnd.oasis.opendocument.presentation-template": "odp",
    "application/epub+zip": "epub",
}


def _sniff_zip(path: Path) -> Format:
    archive = Archive(path)
    if "mimetype" in archive:
        mimetype = archive.read("mimetype", limit=256).decode("ascii", "replace").strip()
        if mimetype in _MIMETYPES:
            return FORMATS[_MIMETYPES[mimetype]]
    entry = archive.find(TYPES)
    if entry:
        types = archive.read(entry, limit=16 << 20).lower()
        for marker, name in _CONTENT_TYPES.items():
            if marker in types:
                return FORMATS[name]
    if "content.xml" in archive and "META-INF/manifest.xml" in archive:  # a mimetype entry that got lost
        manifest = archive.read("META-INF/manifest.xml", limit=16 << 20).decode("utf-8", "replace")
        root = re.search(r"<[^<>]*full-path\s*=\s*[\"']/[\"'][^<>]*>", manifest)
        for mimetype, name in _MIMETYPES.items():
            if root and re.search(rf"[\"']{re.escape(mimetype)}[\"']", root.group()):
                return FORMATS[name]
    if "META-INF/container.xml" in archive:
        return FORMATS["epub"]
    raise PlgtError(f'"{path.name}" is a zip archive but no known kind of document: unpack it first.')


def _is_binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return False
    if b"\0" not in head:
        return False
    # UTF-16 without a mark: every other byte of Latin text is zero.
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(len(head) // 2, 1)
    return not (max(even, odd) > 0.6 * half and min(even, odd) < 0.1 * half)


def _sniff_text(path: Path, head: bytes) -> Format:
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    text = head.decode(encoding, "replace").lstrip()
    if text.startswith("WEBVTT"):
        return FORMATS["vtt"]
    root = re.match(
        r"(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!doctype[^>]*>\s*)*<([A-Za-z][\w.-]*)", text, re.S | re.I
    )
    if root and root.group(1).lower() in ("html", "xliff", "tmx"):
        return FORMATS[root.group(1).lower()]
    if re.match(r"<!doctype\s+html", text, re.I):
        return FORMATS["html"]
    known = ", ".join(sorted(formats_by_extension()))
    raise PlgtError(f'"{path.name}" has no known extension: files of these kinds can be translated: {known}.')
