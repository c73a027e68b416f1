"""Inline marks of HTML, EPUB and Markdown come back well nested, whatever the alignment looks like."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from app.documents import Segment, open_document
from app.text.markup import Run, project_runs
from app.translation.guards import has_letters

WORDS = ["Ev", "büyük", "İstanbul'da", "kırmızı", "ßtraße", "ŉ", "i̇ki", "araba.", "ve", "gün"]
TARGET = ["The", "house", "red", "İ", "big", "ß", "car", "was", "there", "now.", "snake_case", "2*3"]
NAMES = ["b", "i", "span", "a"]
links = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=14)
relaxed = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def tree(opening: str, closing: str) -> st.SearchStrategy[str]:
    """Random nested elements around random words."""
    words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)

    def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        element = st.tuples(st.sampled_from(NAMES), inner).map(
            lambda pair: f"{opening.format(pair[0])}{pair[1]}{closing.format(pair[0])}"
        )
        return st.lists(element | words, min_size=1, max_size=3).map(" ".join)

    return st.recursive(words, grow, max_leaves=8)


def carried(segment: Segment, text: str, alignment: list[tuple[int, int]]) -> list[Run]:
    return project_runs(segment.runs, text, alignment)


def balanced(html: str) -> bool:
    stack: list[str] = []
    for slash, name in re.findall(r"<(/?)(\w+)[^>]*>", html):
        if not slash:
            stack.append(name)
        elif not stack or stack.pop() != name:
            return False
    return not stack


def names(html: str) -> list[str]:
    return sorted(re.findall(r"</?\w+", html))


# a link around digits alone is a note reference, a place: in HTML every word has a letter
target_words = st.lists(st.sampled_from([w for w in TARGET if has_letters(w)]), min_size=1, max_size=9).map(
    " ".join
)
target_text = st.lists(st.sampled_from(TARGET), min_size=1, max_size=9).map(" ".join)


@given(tree("<{}>", "</{}>"), target_words, links)
@relaxed
def test_html(tmp_path: Path, source: str, text: str, alignment: list[tuple[int, int]]) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<p>{source}</p>", "utf-8")
    document = open_document(path, "tr")
    runs = {s.id: carried(s, text, alignment) for s in document.segments()}
    document.write(tmp_path / "b.html", runs, "en")
    out = (tmp_path / "b.html").read_text("utf-8")
    assert balanced(out), out
    assert names(out) == names(f"<p>{source}</p>"), "each element is there once"
    again = list(open_document(tmp_path / "b.html", "en").segments())
    assert " ".join(again[0].text.split()) == " ".join(text.split()) if again else not has_letters(text)


@given(
    st.lists(st.sampled_from(["<b>", "</b>", "<i>", "</i>", "<a>", "</a>", "ev ", "gün "]), max_size=14),
    target_text,
    links,
)
@relaxed
def test_html_that_overlaps_is_nested_again(
    tmp_path: Path, parts: list[str], text: str, alignment: list[tuple[int, int]]
) -> None:
    """Tags whose counterpart is there come back well nested, in any order that they were written in."""
    counts = {name: 0 for name in "bia"}
    for part in parts:  # only sequences in which every tag has a counterpart
        name = part.strip("</> ")
        if name in counts:
            counts[name] += -1 if part[1] == "/" else 1
            if counts[name] < 0:
                return
    source = "".join(parts) + "".join(f"</{name}>" * count for name, count in counts.items())
    path = tmp_path / "a.html"
    path.write_text(f"<p>ev {source} son</p>", "utf-8")
    document = open_document(path, "tr")
    document.write(
        tmp_path / "b.html", {s.id: carried(s, text, alignment) for s in document.segments()}, "en"
    )
    assert balanced((tmp_path / "b.html").read_text("utf-8"))


CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="c.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/><manifest>'
    '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
    '<spine><itemref idref="a"/></spine></package>'
)


@given(tree("<{}>", "</{}>"), target_text, links)
@relaxed
def test_epub(tmp_path: Path, source: str, text: str, alignment: list[tuple[int, int]]) -> None:
    path = tmp_path / "a.epub"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", CONTAINER)
        book.writestr("c.opf", PACKAGE)
        book.writestr(
            "a.xhtml", f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{source}</p></body></html>'
        )
    document = open_document(path, "tr")
    document.write(
        tmp_path / "b.epub", {s.id: carried(s, text, alignment) for s in document.segments()}, "en"
    )
    with zipfile.ZipFile(tmp_path / "b.epub") as book:
        root = etree.fromstring(book.read("a.xhtml"))  # well-formed, or this raises
    assert len(list(root.iter("{*}b", "{*}i", "{*}span", "{*}a"))) == len(re.findall(r"<\w", source))


def marked() -> st.SearchStrategy[str]:
    words = st.lists(
        st.sampled_from(["ev", "büyük", "İzmir", "kırmızı", "araba"]), min_size=1, max_size=3
    ).map(" ".join)
    whole = st.sampled_from(["`kod()`", "$a_1 * b$", "[^1]", "![resim](a.png)", "{{ ad }}"])

    def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        element = st.one_of(
            words.map(lambda text: f"*{text}*"),
            inner.map(lambda text: f"[{text}](u)" if "](" not in text else text),
            words.map(lambda text: f"~~{text}~~"),
            inner.map(lambda text: f"<b>{text}</b>"),
            words.map(lambda text: f"**{text}**"),
        )
        return st.lists(element | words | whole, min_size=1, max_size=4).map(" ".join)

    return st.recursive(words, grow, max_leaves=6)


def shape(document_path: Path) -> list[str]:
    """The kinds of the marks of a file of one paragraph, sorted."""
    from app.documents.markdown import MarkdownFile

    document = open_document(document_path, "tr")
    assert isinstance(document, MarkdownFile)
    (block,) = document._blocks
    return sorted(block.text._kind(tag) for tag in {t for run in block.text.runs for t in run.tags})


@given(marked(), target_text, links)
@relaxed
def test_markdown(tmp_path: Path, source: str, text: str, alignment: list[tuple[int, int]]) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"Bir {source}\n\n[^1]: Not.\n", "utf-8")
    document = open_document(path, "tr")
    segment = next(iter(document.segments()))
    runs = carried(segment, text, alignment)
    (tmp_path / "c.md").write_text(f"Bir {source}\n", "utf-8")
    single = open_document(tmp_path / "c.md", "tr")
    single.write(tmp_path / "b.md", {segment.id: runs}, "en")
    assert shape(tmp_path / "b.md") == shape(tmp_path / "c.md"), (tmp_path / "b.md").read_text("utf-8")
    again = next(iter(open_document(tmp_path / "b.md", "en").segments()), None)
    if again is not None:
        seen = re.sub(r"kod\(\)|\$a_1 \* b\$|\{\{ ad \}\}", "", again.text)
        assert "".join(seen.split()) == "".join(text.split())
