"""PDF: the text is taken out, paragraph by paragraph, into a plain text or Word file. Layout is not kept."""

from __future__ import annotations

import logging
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from app.documents.base import LOCALES, DocumentFile, Segment, Translations
from app.documents.inline import has_letters
from app.documents.xmlsafe import clean_text
from app.errors import PlgtError
from app.text.markup import Run, join_runs

MAX_PDF = 256 << 20
MAX_PAGE = 8 << 20  # characters of one page
_END = re.compile(r"[.!?…:][\"'”’)\]]*$")
_BULLET = re.compile(r"(?:[-•*▪◦‣–]|\d{1,3}[.)]|[a-z]\))\s")
_HYPHEN = re.compile(r"(\w)[-\u00ad\u2010]$")


class PdfFile(DocumentFile):
    """A `.pdf` file. options["pdf_to"]: "txt" or "docx"."""

    def __init__(
        self, path: Path, source_lang: str | None = None, options: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(path, source_lang, options)
        if path.stat().st_size > MAX_PDF:
            raise PlgtError(f'"{path.name}" is larger than {MAX_PDF >> 20} MB: split it first.')
        self._to = str(self.options.get("pdf_to") or "txt")
        self.notes.append("Only the text was taken out of the PDF: its layout and pictures are not kept.")
        self._pages: list[list[str]] | None = None

    @property
    def target_suffix(self) -> str:
        return f".{self._to}"

    def _paragraphs(self) -> list[list[str]]:
        """Paragraphs of every page."""
        if self._pages is None:
            self._pages = [paragraphs(text) for text in self._texts()]
            if not any(self._pages):
                raise PlgtError(
                    f'"{self.path.name}" holds no text (a scan?): run it through text recognition first.'
                )
        return self._pages

    def _texts(self) -> Iterator[str]:
        from pypdf import PdfReader
        from pypdf.errors import FileNotDecryptedError, PyPdfError

        logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports every oddity it mended
        damaged = PlgtError(f'"{self.path.name}" is a damaged PDF: save or print it into a new one.')
        protected = PlgtError(f'"{self.path.name}" is protected with a password: remove the password first.')
        try:
            with self.path.open("rb") as file:
                reader = PdfReader(file, strict=False)
                if reader.is_encrypted and not reader.decrypt(""):
                    raise protected
                for page in reader.pages:
                    yield page_text(page)[:MAX_PAGE]
        except PlgtError:
            raise
        except FileNotDecryptedError as error:
            raise protected from error
        except OSError as error:
            if error.filename is not None:
                raise
            raise damaged from error
        except MemoryError:
            raise
        except (PyPdfError, Exception) as error:  # a damaged file fails in any place of the parser
            if type(error).__name__ == "DependencyError":
                raise protected from error
            raise damaged from error

    def segments(self) -> Iterator[Segment]:
        for page, texts in enumerate(self._paragraphs(), start=1):
            for number, text in enumerate(texts, start=1):
                if has_letters(text):
                    yield Segment(f"{page}.{number}", (Run(text),), f"page {page}")

    def save(self, target: Path, translations: Translations, target_lang: str) -> None:
        pages: list[list[str]] = []
        for page, texts in enumerate(self._paragraphs(), start=1):
            done = []
            for number, text in enumerate(texts, start=1):
                runs = translations.get(f"{page}.{number}")
                done.append(text if runs is None else join_runs(runs))
            pages.append(done)
        if self._to == "docx":
            write_docx(target, pages, target_lang)
            return
        text = "\n\n".join("\n\n".join(page) for page in pages if page)
        target.write_text(text + "\n", encoding="utf-8", errors="replace", newline="\n")


def page_text(page: Any) -> str:
    """A page's text with an empty line where the next line is further away than lines of a paragraph are."""
    pieces: list[str] = []
    last: float | None = None

    def visit(text: str, outer: list[float], matrix: list[float], font: Any, size: float) -> None:
        nonlocal last
        if text.strip():
            height = matrix[5] * outer[3] + outer[5]
            size = abs(size * matrix[3] * outer[3]) or size
            if last is not None and "\n" not in text and (last - height > 1.8 * size or height - last > size):
                pieces.append("\n")
            last = height
        pieces.append(text)

    plain = str(page.extract_text(visitor_text=visit))
    spaced = "".join(pieces)
    return spaced if "".join(spaced.split()) == "".join(plain.split()) else plain


def paragraphs(text: str) -> list[str]:
    """A page's lines joined to paragraphs: hyphens at line ends undone, lists and headings left apart."""
    lines = [re.sub(r"\s+", " ", line).strip() for line in text.splitlines()]
    width = sorted(len(line) for line in lines if line)[-max(1, len(lines) // 10) :][:1] or [0]
    result: list[str] = []
    current = ""
    for line in lines:
        if not line:
            if current:
                result.append(current)
            current = ""
            continue
        if not current:
            current = line
        elif starts_anew(current, line, width[0]):
            result.append(current)
            current = line
        elif _HYPHEN.search(current) and line[:1].islower():
            current = current[:-1] + line
        else:
            current += " " + line
        last_length = len(line)
        if _END.search(line) and last_length < 0.75 * width[0]:
            result.append(current)
            current = ""
    if current:
        result.append(current)
    return result


def starts_anew(before: str, line: str, width: int) -> bool:
    """Whether a line begins a paragraph: a list item, or a capital after a short line without an end."""
    if _BULLET.match(line):
        return True
    return len(before) < 0.6 * width and not line[:1].islower() and not before.endswith((",", ";", "-"))


_CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>'
)


def write_docx(target: Path, pages: list[list[str]], target_lang: str) -> None:
    """A Word file of plain paragraphs, a page break between pages. The same pages give the same bytes."""
    language = LOCALES.get(target_lang, target_lang)
    body: list[str] = []
    for number, page in enumerate(page for page in pages if page):
        for index, text in enumerate(page):
            before = "<w:pPr><w:pageBreakBefore/></w:pPr>" if number and not index else ""
            body.append(
                f'<w:p>{before}<w:r><w:rPr><w:lang w:val="{language}"/></w:rPr>'
                f'<w:t xml:space="preserve">{escape(clean_text(text))}</w:t></w:r></w:p>'
            )
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        + "".join(body)
        + "<w:sectPr/></w:body></w:document>"
    )
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (
            ("[Content_Types].xml", _CONTENT_TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", document),
        ):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content.encode("utf-8", "replace"))
