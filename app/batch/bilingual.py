"""Source and translation together: a side by side HTML page, a TMX memory, an XLIFF file for review."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from xml.sax.saxutils import escape as xml_escape
from xml.sax.saxutils import quoteattr

from app.batch.unit import SegmentResult
from app.documents.base import write_atomically
from app.documents.xmlsafe import clean_text
from app.errors import PlgtError
from app.text.markup import join_runs


@dataclass(frozen=True)
class Pair:
    """A segment with its result; None where the source stayed."""

    id: str
    context: str
    source: str
    result: SegmentResult | None

    @property
    def target(self) -> str:
        return join_runs(self.result.runs) if self.result is not None else self.source


@dataclass(frozen=True)
class Heading:
    """What the files say about themselves."""

    name: str
    source_lang: str
    target_lang: str
    low: float  # confidence below which a sentence is doubtful


EXTENSIONS = {"html": ".bilingual.html", "tmx": ".tmx", "xliff": ".xlf"}


def check_kinds(kinds: Iterable[str]) -> tuple[str, ...]:
    """The kinds, or PlgtError naming those that exist."""
    chosen = tuple(dict.fromkeys(kinds))
    for kind in chosen:
        if kind not in EXTENSIONS:
            raise PlgtError(f'Unknown bilingual output "{kind}": use {", ".join(EXTENSIONS)}.')
    return chosen


def bilingual_path(target: Path, kind: str) -> Path:
    """Beside the translated file, its whole name kept: `a.docx` -> `a.docx.tmx`."""
    return target.with_name(target.name + EXTENSIONS[kind])


def write_bilingual(path: Path, kind: str, heading: Heading, pairs: Iterable[Pair]) -> None:
    """Write one file, streamed: whole or not at all."""
    writers: dict[str, Callable[[Heading, Iterable[Pair]], Iterator[str]]] = {
        "html": _html,
        "tmx": _tmx,
        "xliff": _xliff,
    }

    def fill(temporary: Path) -> None:
        with temporary.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
            out.writelines(writers[kind](heading, pairs))

    write_atomically(path, fill)


_STYLE = """
:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem}
table{border-collapse:collapse;width:100%;table-layout:fixed}
td,th{border-bottom:1px solid #8884;padding:.4rem .6rem;text-align:left;vertical-align:top;width:50%;
white-space:pre-wrap;overflow-wrap:anywhere}
tr.doubtful td{background:#f5c5421f}
small{display:block;opacity:.75}
"""


def _html(heading: Heading, pairs: Iterable[Pair]) -> Iterator[str]:
    yield (
        f'<!DOCTYPE html>\n<html lang="{heading.target_lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(heading.name)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{escape(heading.name)}</h1>\n<table>\n"
        f"<tr><th>{heading.source_lang}</th><th>{heading.target_lang}</th></tr>\n"
    )
    for pair in pairs:
        doubtful = pair.result is not None and pair.result.doubtful(heading.low)
        reasons = ""
        if doubtful and pair.result is not None:
            why = [reason for sentence in pair.result.sentences for _, reason in sentence.flags]
            text = "; ".join([f"{pair.result.confidence:.0%}", *dict.fromkeys(why)])
            reasons = f"<small>{escape(text)}</small>"
        mark = ' class="doubtful"' if doubtful else ""
        yield (
            f'<tr{mark}><td lang="{heading.source_lang}">{_clean_html(pair.source)}</td>'
            f'<td lang="{heading.target_lang}">{_clean_html(pair.target)}{reasons}</td></tr>\n'
        )
    yield "</table>\n</body>\n</html>\n"


def _clean_html(text: str) -> str:
    return escape(clean_text(text), quote=False)


def _tmx(heading: Heading, pairs: Iterable[Pair]) -> Iterator[str]:
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        '<header creationtool="plgt" creationtoolversion="1" segtype="sentence" o-tmf="plgt" adminlang="en" '
        f'srclang="{heading.source_lang}" datatype="plaintext"/>\n<body>\n'
    )
    for pair in pairs:
        if pair.result is None:
            continue
        for sentence in pair.result.sentences:
            yield (
                f'<tu><tuv xml:lang="{heading.source_lang}"><seg>{_clean_xml(sentence.source)}</seg></tuv>'
                f'<tuv xml:lang="{heading.target_lang}"><seg>{_clean_xml(sentence.target)}</seg></tuv></tu>\n'
            )
    yield "</body>\n</tmx>\n"


def _xliff(heading: Heading, pairs: Iterable[Pair]) -> Iterator[str]:
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n'
        f'<file original={quoteattr(clean_text(heading.name))} datatype="plaintext" '
        f'source-language="{heading.source_lang}" target-language="{heading.target_lang}">\n<body>\n'
    )
    for number, pair in enumerate(pairs, start=1):
        if pair.result is None:
            state = ""
        elif pair.result.doubtful(heading.low):
            state = ' state="needs-review-translation"'
        else:
            state = ' state="translated"'
        note = f"<note>{_clean_xml(pair.context)}</note>" if pair.context else ""
        yield (
            f'<trans-unit id="{number}" resname={quoteattr(clean_text(pair.id))} xml:space="preserve">'
            f"<source>{_clean_xml(pair.source)}</source><target{state}>{_clean_xml(pair.target)}</target>"
            f"{note}</trans-unit>\n"
        )
    yield "</body>\n</file>\n</xliff>\n"


def _clean_xml(text: str) -> str:
    return xml_escape(clean_text(text)).replace("\r", "&#13;")
