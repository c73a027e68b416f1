"""Damaged pages, books and Markdown of every dialect: a translation, a note or one sentence, in bounded time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from app.documents import open_document
from tests.app.documents.fuzz import campaign
from tests.app.documents.office import DATA
from tests.app.documents.test_html_kinds import TEMPLATES
from tests.app.documents.test_markdown_dialects import FRONT, LINES
from tests.app.documents.test_web_census import BOOK, PAGE, pack


def seeds(tmp_path: Path) -> dict[str, list[Path]]:
    html, markdown = tmp_path / "s.html", tmp_path / "s.md"
    templates = "".join(f"<p title='{text[:20]}'>{text}</p>" for text in TEMPLATES)
    html.write_text(PAGE.replace("</body>", templates + "</body>"), "utf-8")
    (tmp_path / "s.xhtml").write_text("<?xml version='1.0'?>" + PAGE, "utf-8")
    markdown.write_text(FRONT + "\n".join(LINES.values()), "utf-8")
    toml = tmp_path / "t.md"
    toml.write_text('+++\ntitle = "ev"\n+++\n' + "\n".join(reversed(LINES.values())), "utf-8")
    book = pack(tmp_path / "s.epub", BOOK)
    return {
        "html": [html, tmp_path / "s.xhtml", DATA / "office.html"],
        "epub": [book, DATA / "book.epub"],
        "markdown": [markdown, toml, DATA / "notes.md"],
    }


@pytest.mark.parametrize("kind", ["html", "epub", "markdown"])
def test_damaged_files(kind: str, tmp_path: Path) -> None:
    ends = campaign(seeds(tmp_path)[kind], 250, 18, tmp_path / "fuzz")
    assert ends["translated"] + ends["noted"] > 50


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["html", "epub", "markdown"])
def test_ten_thousand_damaged_files(kind: str, tmp_path: Path) -> None:
    ends = campaign(seeds(tmp_path)[kind], 10_000, 81, tmp_path / "fuzz")
    assert ends["translated"] + ends["noted"] > 2_000


SLOW = {
    "a.html": [
        "{{" * 100_000, "{%" * 100_000, "<?" * 100_000, "<%" * 100_000, "<a " + "<?" * 100_000, "<a " + "{{" * 100_000,
        "<a b='" + "<%" * 50_000, "<p>x<sup>1</sup>" * 20_000, "<b><i>x</b></i>" * 20_000, "x<sub>2</sub>" * 20_000,
        "<ruby>x<rt>y" * 20_000, "<math>" * 3_000, "<svg><text>x" * 3_000, "<svg><foreignObject>" * 3_000 + "x",
        "<b>" * 3_000 + "x" + "</i></b>" * 3_000, "<title>{{ x }}" * 10_000, "<p>" + "<%= x %> y " * 5_000,
        "<p>" + "<code>x</code> y " * 2_000, "&x" * 100_000, "<p>" + "<i>x </b>y <b>z </i>" * 5_000,
    ],
    "a.md": [
        "$" * 50_000, "$a" * 30_000, "$$\n" * 10_000, ":::\n" * 20_000, ":::{mermaid}\n" * 5_000, "```{note}\n" * 2_000,
        "!!! note\n    " * 2_000 + "x", "".join("    " * n + "!!! note\n" for n in range(300)), "{" * 50_000,
        "<A b={" * 10_000, "<A\n" * 10_000, "{{<" * 20_000, "import {\n" * 10_000, "export const a = {\n" * 5_000,
        "[^1]: " * 5_000 + "x", ": x\n" * 10_000, "a\n: " * 5_000, "\\begin{a}\n" * 4_000, "\\[\n" * 10_000,
        ":a" * 30_000, "> [!NOTE]\n" * 10_000, "---\n" + "a: [" * 5_000 + "\n---\n", "[[" * 10_000, "(a)=\n" * 10_000,
        "---\ntitle: &a [" + "*a, " * 5_000 + "]\n---\n", "x " + "`kod` y " * 2_000, "*[a]: " * 5_000,
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"),
    [(name, text) for name, texts in SLOW.items() for text in texts],
    ids=lambda text: text[:14],
)
def test_files_made_to_be_slow(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    started = time.process_time()
    document = open_document(path, "tr")
    document.write(tmp_path / f"b{name}", {s.id: list(s.runs)[::-1] for s in document.segments()}, "en")
    assert time.process_time() - started < 20
