"""HTML fragments as translatable blocks of runs, and back: for the HTTP API's `format=html`.

Every tag, comment and attribute is carried as the exact characters that came in; only text between tags
changes.
Block elements end a text; inline elements become marks that the translation keeps (see `app.text.markup`).
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from app.text.markup import Run

INLINE = set(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
    ]
)
PLACES = {"img", "wbr", "input", "picture", "svg"}  # stand in a text without holding any of it
KEPT = {"code", "kbd", "samp", "var", "tt"}  # inline, but their text is not translated
SKIPPED = {"script", "style", "pre", "textarea", "template", "math", "svg", "noscript"}
VOID = set(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)


@dataclass
class _Block:
    """A stretch of text between two block tags."""

    runs: list[Run] = field(default_factory=list)


class _Reader(HTMLParser):
    """Splits a fragment into raw strings and blocks; tag id n is `self.tags[n]` = (opening, closing) as
    written."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str | _Block] = []
        self.tags: list[tuple[str, str]] = []
        self._open: list[tuple[str, int]] = []  # inline elements: name, tag id
        self._skip: list[str] = []  # open elements from an untranslatable one inwards
        self._skipped: list[str] = []  # their characters
        self._kept = 0

    # What the parser reports ----------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raw = self.get_starttag_text() or f"<{tag}>"
        off = (
            dict(attrs).get("translate") == "no" or "notranslate" in (dict(attrs).get("class") or "").split()
        )
        if self._skip or tag in SKIPPED or (off and tag not in VOID):
            self._skipped.append(raw)
            if tag not in VOID:
                self._skip.append(tag)
        elif tag in INLINE:
            self.tags.append((raw, f"</{tag}>"))
            self._open.append((tag, len(self.tags) - 1))
            self._kept += tag in KEPT
            self._run("")  # so that an element without text stays
        else:
            self._place(raw, inline=tag in PLACES)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raw = self.get_starttag_text() or f"<{tag}/>"
        if self._skip:
            self._skipped.append(raw)
        else:
            self._place(raw, inline=tag in PLACES or tag in INLINE)

    def handle_endtag(self, tag: str) -> None:
        raw = f"</{tag}>"
        if self._skip:
            self._skipped.append(raw)
            if tag in self._skip:
                outermost = self._skip[0]
                while self._skip.pop() != tag:
                    pass
                if not self._skip:
                    self._end_skip(outermost)
        elif any(name == tag for name, _ in self._open):
            while True:
                name, _ = self._open.pop()
                self._kept -= name in KEPT
                if name == tag:
                    return
        else:
            self._place(raw, inline=False)

    def handle_data(self, data: str) -> None:
        if self._skip:
            self._skipped.append(data)
        else:
            self._run(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};" if self._skip else html.unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};" if self._skip else html.unescape(f"&#{name};"))

    def handle_comment(self, data: str) -> None:
        self._place(f"<!--{data}-->", inline=True)

    def handle_decl(self, decl: str) -> None:
        self._place(f"<!{decl}>", inline=False)

    def unknown_decl(self, data: str) -> None:
        self._place(f"<![{data}]>", inline=False)

    def handle_pi(self, data: str) -> None:
        self._place(f"<?{data}>", inline=False)

    def finish(self) -> None:
        """Close, and give up what an element that never ends has swallowed."""
        self.close()
        if self._skipped:
            self._end_skip("")

    # Building -------------------------------------------------------------------------------------

    def _run(self, text: str) -> None:
        if not self.parts or not isinstance(self.parts[-1], _Block):
            self.parts.append(_Block())
        block = self.parts[-1]
        assert isinstance(block, _Block)
        block.runs.append(Run(text, tuple(number for _, number in self._open), self._kept > 0))

    def _place(self, raw: str, *, inline: bool) -> None:
        """Characters that stay as they are: a place in the text when `inline`, else the end of a block."""
        if self._skip:
            self._skipped.append(raw)
        elif self._open or (inline and self.parts and isinstance(self.parts[-1], _Block)):
            self.tags.append((raw, ""))
            self._open.append(("", len(self.tags) - 1))
            self._run("")
            self._open.pop()
        else:
            self.parts.append(raw)

    def _end_skip(self, tag: str) -> None:
        raw, self._skipped = "".join(self._skipped), []
        self._skip.clear()
        self._place(raw, inline=tag in INLINE | PLACES | {"math"})


def translate_html(
    fragment: str, translate_runs: Callable[[list[list[Run]]], Sequence[Sequence[Run]]]
) -> str:
    """Translate the text of an HTML fragment. translate_runs: blocks of runs -> their translations, same
    length."""
    reader = _Reader()
    reader.feed(fragment)
    reader.finish()
    blocks = [part for part in reader.parts if isinstance(part, _Block)]
    translations = iter(translate_runs([block.runs for block in blocks]))
    out: list[str] = []
    for part in reader.parts:
        out.append(_write(next(translations), reader.tags) if isinstance(part, _Block) else part)
    return "".join(out)


def _write(runs: Sequence[Run], tags: Sequence[tuple[str, str]]) -> str:
    """Runs as HTML: tags open and close as the marks change."""
    out: list[str] = []
    stack: list[int] = []
    for run in runs:
        wanted = [number for number in run.tags if isinstance(number, int)]
        common = 0
        while common < min(len(stack), len(wanted)) and stack[common] == wanted[common]:
            common += 1
        for number in reversed(stack[common:]):
            out.append(tags[number][1])
        del stack[common:]
        for number in wanted[common:]:
            out.append(tags[number][0])
            stack.append(number)
        out.append(html.escape(run.text, quote=False))
    for number in reversed(stack):
        out.append(tags[number][1])
    return "".join(out)
