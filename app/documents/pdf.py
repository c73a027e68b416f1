"""PDF: its text in paragraphs, into a plain text file and a Word file with headings, lists and pictures.

What a page looks like is not kept: see `pdflayout` for what is recovered of it."""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from app.documents.base import DocumentFile, Segment, Translations
from app.documents.inline import mend_runs, worth_translating
from app.documents.pdflayout import Block, PageText, blocks, read_page
from app.errors import PlgtError
from app.text.markup import Run, join_runs

MAX_PDF = 256 << 20
MAX_STREAM = 256 << 20  # bytes of one stream, unpacked
MAX_PAGES = 20_000
MAX_LETTERS = 200_000  # of one page
_CATALOG = re.compile(rb"(\d{1,9}) 0 obj\s{0,9}<<[^>]{0,400}?/Type\s{0,9}/Catalog")
_STREAM = re.compile(rb"stream\r?\n")
_SHOWN = 8  # page numbers in a note
_LOST = (
    "Taken out of the PDF: text, headings, lists, simple tables and pictures in reading order. Its page layout, "
    "page numbers, fonts and colours are not kept."
)
_LOST_TEXT = "Only the text was taken out of the PDF: its layout and pictures are not kept."


class PdfFile(DocumentFile):
    """A `.pdf` file. options["pdf_to"]: "txt", "docx", or "both" for a Word file beside the text."""

    def __init__(
        self, path: Path, source_lang: str | None = None, options: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(path, source_lang, options)
        if path.stat().st_size > MAX_PDF:
            raise PlgtError(f'"{path.name}" is larger than {MAX_PDF >> 20} MB: split it first.')
        self._to = str(self.options.get("pdf_to") or "txt")
        self.notes.append(_LOST_TEXT if self._to == "txt" else _LOST)
        self._found: list[tuple[str, Block]] | None = None
        self._size: tuple[float, float] = (595.0, 842.0)

    @property
    def target_suffix(self) -> str:
        return ".docx" if self._to == "docx" else ".txt"

    def companions(self, target: Path) -> tuple[Path, ...]:
        return (target.with_suffix(".docx"),) if self._to == "both" else ()

    # Reading --------------------------------------------------------------------------------------

    def _blocks(self) -> list[tuple[str, Block]]:
        """(id, block) of the whole file, in reading order."""
        if self._found is None:
            pages = list(self._pages())
            if pages:
                self._size = (pages[0].width, pages[0].height)
            if lost := sum(page.lost for page in pages):
                self.notes.append(f"Pictures of a kind that can't be taken along: {lost}.")
            found: list[tuple[str, Block]] = []
            count: dict[int, int] = {}
            recovered, left_out = blocks(pages)
            if left_out:
                shown = ", ".join(f'"{text}"' for text in dict.fromkeys(left_out[:_SHOWN]))
                more = f" and {len(left_out) - _SHOWN} more" if len(left_out) > _SHOWN else ""
                self.notes.append(f"Running heads of some pages are left out: {shown}{more}.")
            for block in recovered:
                count[block.page] = count.get(block.page, 0) + 1
                found.append((f"{block.page}.{count[block.page]}", block))
            if not any(block.text for _, block in found):
                raise PlgtError(
                    f'"{self.path.name}" holds no text (a scan?): run it through text recognition first.'
                )
            self._found = found
        return self._found

    def _pages(self) -> Iterator[PageText]:
        from pdfminer.pdfdocument import PDFPasswordIncorrect
        from pdfminer.pdfexceptions import PDFException
        from pdfminer.pdfpage import PDFPage

        logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it reports every oddity it mended
        damaged = PlgtError(f'"{self.path.name}" is a damaged PDF: save or print it into a new one.')
        protected = PlgtError(f'"{self.path.name}" is protected with a password: remove the password first.')
        data = self.path.read_bytes()
        _check_streams(data, self.path.name)
        analyser = _Analyser()
        doubtful = _doubtful_pages(data)
        unread: list[int] = []
        number = named = 0
        try:
            document = _open(data)
            named = _page_count(document)
            for number, page in enumerate(PDFPage.create_pages(document), start=1):
                if number > MAX_PAGES:
                    raise PlgtError(f'"{self.path.name}" has more than {MAX_PAGES:,} pages: split it first.')
                if not _whole(page):
                    doubtful.add(number)
                try:
                    yield read_page(analyser.analyse(page), number)
                except MemoryError:
                    raise
                except Exception:  # a damaged page fails in any place of the parser
                    unread.append(number)
        except PlgtError:
            raise
        except PDFPasswordIncorrect as error:
            raise protected from error
        except MemoryError:
            raise
        except (PDFException, Exception) as error:
            if not number or len(unread) == number:
                raise damaged from error
            self.notes.append(f"The file is damaged after page {number}: what follows could not be read.")
        if not number or len(unread) == number:
            raise damaged
        if (missing := named - number) > 0:
            verb = "are" if missing > 1 else "is"
            self.notes.append(f"The file names {named} pages; {missing} of them {verb} not in it.")
        if unread:
            self.notes.append(f"{_named(unread)} could not be read and {_verb(unread)} left out.")
        if partly := sorted(page for page in doubtful if page not in unread and page <= number):
            self.notes.append(f"{_named(partly)} {_verb(partly)} damaged: text may be missing there.")

    def segments(self) -> Iterator[Segment]:
        for identifier, block in self._blocks():
            if worth_translating(block.runs):
                yield Segment(identifier, tuple(block.runs), f"page {block.page}")

    # Writing --------------------------------------------------------------------------------------

    def save(self, target: Path, translations: Translations, target_lang: str) -> None:
        done = self._translated(translations)
        if self._to == "docx":
            self._write_word(target, done, target_lang)
            return
        shown = [(block.kind, join_runs(runs)) for block, runs in done if block.kind != "picture"]
        text = "".join(
            ("" if not index else "\n" if kind == shown[index - 1][0] == "row" else "\n\n") + said
            for index, (kind, said) in enumerate(shown)
        )
        target.write_text(text + "\n", encoding="utf-8", errors="replace", newline="\n")

    def save_companion(self, target: Path, translations: Translations, target_lang: str) -> None:
        self._write_word(target, self._translated(translations), target_lang)

    def _translated(self, translations: Translations) -> list[tuple[Block, list[Run]]]:
        done: list[tuple[Block, list[Run]]] = []
        for identifier, block in self._blocks():
            runs = translations.get(identifier)
            done.append((block, block.runs if runs is None else mend_runs(block.runs, list(runs))))
        return done

    def _write_word(self, target: Path, done: list[tuple[Block, list[Run]]], target_lang: str) -> None:
        from app.documents.wordfile import write_word

        write_word(target, done, self._size, target_lang)


class _Analyser:
    """pdfminer for one page after another, within bounds."""

    def __init__(self) -> None:
        from pdfminer.converter import PDFPageAggregator
        from pdfminer.layout import LAParams
        from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager

        class Bounded(PDFPageAggregator):
            letters = 0

            def begin_page(self, page: Any, ctm: Any) -> None:
                self.letters = 0
                super().begin_page(page, ctm)

            def render_char(self, *arguments: Any, **options: Any) -> float:
                self.letters += 1
                if self.letters > MAX_LETTERS:
                    raise PlgtError("A page holds too many letters.")
                return float(super().render_char(*arguments, **options))

        manager = PDFResourceManager()
        self._device = Bounded(manager, laparams=LAParams(boxes_flow=None))
        self._interpreter = PDFPageInterpreter(manager, self._device)

    def analyse(self, page: Any) -> Any:
        """The layout of a page. Raises whatever pdfminer does for a damaged one."""
        self._interpreter.process_page(page)
        return self._device.get_result()


def _open(data: bytes) -> Any:
    """The file as pdfminer reads it, also where its end with the table of contents is cut off."""
    from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
    from pdfminer.pdfparser import PDFParser

    try:
        return PDFDocument(PDFParser(io.BytesIO(data)))
    except PDFPasswordIncorrect:
        raise
    except Exception:
        root = _CATALOG.search(data)
        if root is None:
            raise
        end = b"\nendstream\nendobj\ntrailer\n<</Root %s 0 R>>\nstartxref\n0\n%%%%EOF\n" % root.group(1)
        return PDFDocument(PDFParser(io.BytesIO(data + end)))


def _page_count(document: Any) -> int:
    """How many pages the file says it has; 0 if it doesn't say."""
    from pdfminer.pdftypes import resolve1

    try:
        count = resolve1(resolve1(document.catalog["Pages"])["Count"])
    except Exception:
        return 0
    return count if isinstance(count, int) and 0 <= count <= MAX_PAGES else 0


def _whole(page: Any) -> bool:
    """Whether the drawing instructions of a page are there and unpack to their end."""
    from pdfminer.pdftypes import PDFStream, resolve1

    for each in page.contents:
        stream = resolve1(each)
        if not isinstance(stream, PDFStream):
            return False
        filters = [getattr(name, "name", "") for name, _ in stream.get_filters()]
        if filters[:1] in (["FlateDecode"], ["Fl"]):
            unpacker = zlib.decompressobj()
            try:
                unpacker.decompress(stream.get_rawdata() or b"")
            except zlib.error:
                return False
            if not unpacker.eof:
                return False
    return True


def _check_streams(data: bytes, name: str) -> None:
    """PlgtError for a stream that unpacks to more than anyone needs, before a parser unpacks it."""
    for match in _STREAM.finditer(data):
        packed = data[match.end() : match.end() + 2]
        if len(packed) < 2 or packed[0] & 0x0F != 8 or (packed[0] << 8 | packed[1]) % 31:
            continue
        end = data.find(b"endstream", match.end())
        body = memoryview(data)[match.end() : end if end >= 0 else len(data)]
        unpacked = 0
        unpacker = zlib.decompressobj()
        try:
            chunk = unpacker.decompress(body, 1 << 20)
            while chunk:
                unpacked += len(chunk)
                if unpacked > MAX_STREAM:
                    raise PlgtError(f'"{name}" unpacks to more than {MAX_STREAM >> 20} MB: it is refused.')
                chunk = unpacker.decompress(unpacker.unconsumed_tail, 1 << 20)
        except zlib.error:
            continue


def _doubtful_pages(data: bytes) -> set[int]:
    """Numbers of the pages whose drawing instructions break off or make no sense to a strict reader."""
    from pypdf import PdfReader
    from pypdf.generic import ContentStream

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    found: set[int] = set()
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return set()
        count = min(len(reader.pages), MAX_PAGES)
    except Exception:  # pdfminer has the say
        return set()
    for number in range(count):
        try:
            contents = reader.pages[number].get_contents()
            if contents is not None:
                _ = ContentStream(contents, reader).operations
        except MemoryError:
            raise
        except Exception:
            found.add(number + 1)
    return found


def _named(pages: list[int]) -> str:
    shown = ", ".join(map(str, pages[:_SHOWN])) + (
        f" and {len(pages) - _SHOWN} more" if len(pages) > _SHOWN else ""
    )
    return f"Page{'s' if len(pages) > 1 else ''} {shown}"


def _verb(pages: list[int]) -> str:
    return "are" if len(pages) > 1 else "is"
