"""HTML and XHTML text as blocks of runs: every character that is not translated stays as it was written.

The text is cut into tags, comments and characters by the tokenization rules of the HTML standard (section
13.2.5, without its error messages). No tree is built and nothing is mended: what no translation replaces is
copied from the source, so entities, attribute quotes, doctype and broken mark-up survive.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field

from app.documents.base import Translations
from app.documents.inline import Node, has_letters, mend_runs, nest, same_runs, worth_translating
from app.documents.xmlsafe import clean_text
from app.text.markup import Run, join_runs


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


BLOCKS = _names(
    "address article aside audio base blockquote body button canvas caption center col colgroup dd "
    "details dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 "
    "head header hgroup hr html legend li link main map area menu meta nav noscript ol optgroup option p "
    "param section select source summary table tbody td tfoot th thead title tr track ul video"
)  # everything else, unknown elements too, stands inside a sentence
PLACES = _names("img wbr input svg math")  # stand in a text without holding any of it
KEPT = _names("code kbd samp var tt")  # inside a sentence, but not translated
SKIPPED = _names("script style pre textarea template svg math xmp noembed noframes plaintext iframe object")
RAW_TEXT = _names("script style textarea title xmp noembed noframes iframe")  # no tags inside
VOID = _names("area base br col embed hr img input link meta param source track wbr")
TEXT_ATTRIBUTES = _names("alt title placeholder aria-label aria-description")
META_NAMES = _names("description og:title og:description twitter:title twitter:description")

DEEPEST = 50  # marks inside each other; deeper ones are carried as places

_OPEN = re.compile(r"<(/?)([A-Za-z][^\s/>]*+)((?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])))*+)>")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'=<>`]++)))?+")
_OTHER = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?>|<![^>]*>", re.S)
_SPACE = " \t\r\n\f"


@dataclass
class Tag:
    """A start tag: attributes as (name, value, start, end) with the value's place in the source."""

    name: str
    start: int
    end: int
    closing: bool
    attributes: list[tuple[str, str, int, int]] = field(default_factory=list)
    self_closing: bool = False

    def get(self, name: str) -> str | None:
        """An attribute's value, None when absent."""
        return next((value for key, value, _, _ in self.attributes if key.lower() == name), None)


@dataclass
class _Item:
    """A piece of a block: kind is text, open, close, place or break."""

    kind: str
    start: int
    end: int
    name: str = ""
    keep: bool = False
    visible: bool = False  # a picture, not just a tag


@dataclass
class TextBlock:
    """A stretch of text between two block tags: [start, end) in the source."""

    id: str
    start: int
    end: int
    runs: list[Run]
    marks: dict[int, tuple[str, str, int]]  # opening, closing, offset of the opening in the source
    breaks: list[str]
    context: str


@dataclass
class TextAttribute:
    """A value that people read: [start, end) in the source, between its quotes."""

    id: str
    start: int
    end: int
    text: str
    context: str


class MarkupText:
    """One HTML or XHTML text, cut into blocks.

    xml: names are case-sensitive, any tag may close itself, no element holds raw text.
    """

    def __init__(self, source: str, *, xml: bool = False, source_lang: str | None = None) -> None:
        self.source = source
        self.xml = xml
        self.blocks: list[TextBlock] = []
        self.attributes: list[TextAttribute] = []
        self._languages: list[tuple[int, int, str]] = []  # value places; an empty place: an attribute to add
        self._source_lang = source_lang
        self._document_lang: str | None = None
        self._items: list[_Item] = []
        self._open: list[tuple[str, bool]] = []  # inline elements: name, whether kept
        self._context = ""
        self._seen_html = False
        self._scan()

    # -- cutting ---------------------------------------------------------------------------------------------

    def _scan(self) -> None:
        source, at = self.source, 0
        length = len(source)
        while at < length:
            next_tag = source.find("<", at)
            if next_tag < 0:
                next_tag = length
            if next_tag > at:
                self._text(at, next_tag)
                at = next_tag
                continue
            found = self._tag_at(at)
            if found is not None:
                at = self._handle(found)
                continue
            other = _OTHER.match(source, at)
            if other is not None:
                self._other(at, other.end())
                at = other.end()
            elif re.match(r"<[/!?A-Za-z]", source[at : at + 2]):  # never closed: the rest is not text
                self._flush()
                at = length
            else:
                self._text(at, at + 1)
                at += 1
        self._flush()

    def _text(self, start: int, end: int) -> None:
        last = self._items[-1] if self._items else None
        if last is not None and last.kind == "text" and last.end == start:
            last.end = end
        else:
            self._items.append(_Item("text", start, end, keep=self._kept()))

    def _tag_at(self, at: int) -> Tag | None:
        match = _OPEN.match(self.source, at)
        if match is None:
            return None
        name = match.group(2) if self.xml else match.group(2).lower()
        tag = Tag(name, at, match.end(), closing=bool(match.group(1)))
        if not tag.closing:
            body = match.group(3)
            tag.self_closing = body.endswith("/")
            offset = match.start(3)
            for attribute in _ATTRIBUTE.finditer(body):
                group = next((g for g in (2, 3, 4) if attribute.group(g) is not None), 0)
                if group:
                    start, end = attribute.span(group)
                    tag.attributes.append(
                        (
                            attribute.group(1),
                            html.unescape(attribute.group(group)),
                            offset + start,
                            offset + end,
                        )
                    )
                else:
                    tag.attributes.append((attribute.group(1), "", -1, -1))
        return tag

    def _kept(self) -> bool:
        return any(keep for _, keep in self._open)

    def _other(self, start: int, end: int) -> None:
        inside = self._items and self.source.startswith("<!--", start)
        if inside or (self._items and self.xml):
            self._items.append(_Item("place", start, end))
        else:
            self._flush()

    def _handle(self, tag: Tag) -> int:
        """Take a tag in; where to go on."""
        name = tag.name.lower() if self.xml else tag.name
        name = name.rpartition(":")[2] if self.xml else name
        if tag.closing:
            self._close(tag, name)
            return tag.end
        empty = (tag.self_closing and self.xml) or name in VOID
        foreign = self._note_language(tag, name)
        off = (tag.get("translate") or "").lower() == "no" or "notranslate" in (
            tag.get("class") or ""
        ).split()
        inline = name not in BLOCKS and name not in SKIPPED
        skip = name in SKIPPED or ((off or foreign) and not inline and not empty)
        if not (off or skip):
            self._note_attributes(tag, name)
        if skip and not empty and not (name in ("svg", "math") and tag.self_closing):
            end = self._end_of(tag)
            if name in PLACES and self._items:
                self._items.append(_Item("place", tag.start, end, visible=True))
            else:
                self._flush()
            return end
        if name == "br":
            self._items.append(_Item("break", tag.start, tag.end))
        elif name in PLACES or (inline and empty):
            self._items.append(_Item("place", tag.start, tag.end, visible=name in PLACES - {"wbr"}))
        elif inline:
            keep = off or foreign or name in KEPT
            self._items.append(_Item("open", tag.start, tag.end, tag.name, keep))
            self._open.append((tag.name, keep))
        else:
            self._flush()
            self._context = name
            if name in RAW_TEXT and not self.xml:  # a title
                end = self.source.lower().find(f"</{name}", tag.end) if len(self.source) else -1
                end = len(self.source) if end < 0 else end
                self._items.append(_Item("text", tag.end, end))
                self._flush()
                return end
        return tag.end

    def _close(self, tag: Tag, name: str) -> None:
        if name not in BLOCKS and name not in SKIPPED:
            self._items.append(_Item("close", tag.start, tag.end, tag.name))
            for index in range(len(self._open) - 1, -1, -1):
                if self._open[index][0] == tag.name:
                    del self._open[index:]
                    break
        else:
            self._flush()

    def _end_of(self, tag: Tag) -> int:
        """Where an element that is left alone ends."""
        if tag.name.lower() in RAW_TEXT and not self.xml:
            match = re.compile(rf"</{re.escape(tag.name)}[\s/>]", re.I).search(self.source, tag.end)
            if match is None:
                return len(self.source)
            close = self.source.find(">", match.start())
            return len(self.source) if close < 0 else close + 1
        depth = 1
        edges = re.compile(rf"<!--.*?-->|<(/?){re.escape(tag.name)}(?=[\s/>])", re.I | re.S)
        for edge in edges.finditer(self.source, tag.end):
            if edge.group(0).startswith("<!--"):
                continue
            found = self._tag_at(edge.start())
            if found is None:
                break
            depth += -1 if found.closing else (0 if found.self_closing and self.xml else 1)
            if depth == 0:
                return found.end
        return len(self.source)

    # -- attributes ------------------------------------------------------------------------------------------

    def _note_language(self, tag: Tag, name: str) -> bool:
        """Remember language attributes to set; whether the element is in a language of its own."""
        found = [(v, s, e) for k, v, s, e in tag.attributes if k.lower() in ("lang", "xml:lang") and s >= 0]
        if name == "html" and not self._seen_html:
            self._seen_html = True
            self._document_lang = found[0][0].lower().split("-")[0] if found else None
            self._languages.extend((start, end, "") for _, start, end in found)
            if not found:
                self._languages.append((tag.start + 1 + len(tag.name), -1, ""))
            return False
        if not found:
            return False
        own = found[0][0].lower().split("-")[0]
        if own in (self._document_lang, self._source_lang) or (
            self._document_lang is None and self._source_lang is None
        ):
            self._languages.extend((start, end, own) for _, start, end in found)
            return False
        return bool(own)

    def _note_attributes(self, tag: Tag, name: str) -> None:
        for key, value, start, end in tag.attributes:
            low = key.lower()
            wanted = low in TEXT_ATTRIBUTES
            if name == "input" and low == "value":
                wanted = (tag.get("type") or "").lower() in ("submit", "button", "reset")
            if name == "meta" and low == "content":
                wanted = (tag.get("name") or tag.get("property") or "").lower() in META_NAMES
            if wanted and start >= 0 and has_letters(value):
                number = f"a{len(self.attributes)}"
                self.attributes.append(TextAttribute(number, start, end, value, f"{name} {low}"))

    # -- blocks ----------------------------------------------------------------------------------------------

    def _flush(self) -> None:
        """End the block that was being collected."""
        items, self._items = self._items, []
        if not any(item.kind == "text" for item in items):
            return
        _pair(items)
        for edge in (0, -1):  # what stands at the edges stays there, with the blanks beside it
            while items and (items[edge].kind in ("place", "break") or self._is_blank(items[edge])):
                items.pop(edge)
        if not items:
            return
        block = self._block(items)
        if worth_translating(block.runs):
            self.blocks.append(block)

    def _is_blank(self, item: _Item) -> bool:
        return item.kind == "text" and not self.source[item.start : item.end].strip(_SPACE)

    def _block(self, items: list[_Item]) -> TextBlock:
        marks: dict[int, tuple[str, str, int]] = {}
        runs: list[Run] = []
        breaks: list[str] = []
        visible: set[Hashable] = set()
        path: list[int] = []
        keeps: list[bool] = []
        for item in items:
            raw = self.source[item.start : item.end]
            if item.kind == "text":
                keep = any(keeps) or (item.keep and not keeps)
                text = html.unescape(raw).replace("\0", "\ufffd")
                if not text:  # a reference to no character
                    continue
                if runs and runs[-1].text and runs[-1].tags == tuple(path) and runs[-1].keep == keep:
                    runs[-1] = Run(runs[-1].text + text, tuple(path), keep)
                else:
                    runs.append(Run(text, tuple(path), keep))
            elif item.kind == "break":
                runs.append(Run("\0", tuple(path)))
                breaks.append(raw)
            elif item.kind == "close":
                number = path.pop()
                keeps.pop()
                opening, _, offset = marks[number]
                marks[number] = (opening, raw, offset)
            else:
                number = len(marks)
                marks[number] = (raw, "", item.start)
                if item.visible:
                    visible.add(number)
                runs.append(Run("", (*path, number)))
                if item.kind == "open":
                    path.append(number)
                    keeps.append(item.keep)
        runs = _tidy(runs, visible)
        name = f"b{len(self.blocks)}"
        return TextBlock(name, items[0].start, items[-1].end, runs, marks, breaks, self._context)

    # -- writing ---------------------------------------------------------------------------------------------

    def texts(self) -> Iterator[tuple[str, list[Run], str]]:
        """Id, runs and context of everything to translate, in the order of the source."""
        entries: list[tuple[int, str, list[Run], str]] = [
            (b.start, b.id, b.runs, b.context) for b in self.blocks
        ]
        entries += [(a.start, a.id, [Run(a.text)], a.context) for a in self.attributes]
        for _, number, runs, context in sorted(entries, key=lambda entry: entry[0]):
            yield number, runs, context

    def render(self, translations: Translations, target_lang: str, prefix: str = "") -> str:
        """The text with translations put in. prefix: what the ids in `translations` start with."""
        edits: list[tuple[int, int, str]] = []
        for attribute in self.attributes:
            runs = translations.get(prefix + attribute.id)
            if runs is not None and join_runs(runs) != attribute.text:
                edits.append((attribute.start, attribute.end, self._value(join_runs(runs), attribute.start)))
        for start, end, own in self._languages:
            if end < 0:
                extra = f' lang="{target_lang}"' + (f' xml:lang="{target_lang}"' if self.xml else "")
                edits.append((start, start, extra))
            elif own or self.source[start:end].lower().split("-")[0] != target_lang:
                edits.append((start, end, target_lang))
        edits.sort()
        out: list[str] = []
        at = 0
        for block in self.blocks:
            runs = translations.get(prefix + block.id)
            if runs is None:
                continue
            mended = mend_runs(block.runs, runs)
            if same_runs(mended, block.runs):
                continue
            out.append(_edited(self.source, at, block.start, edits))
            out.append(self._spell(block, mended, edits))
            at = block.end
        out.append(_edited(self.source, at, len(self.source), edits))
        return "".join(out)

    def _value(self, text: str, start: int) -> str:
        value = html.escape(clean_text(text), quote=False)
        quote = self.source[start - 1]
        if quote == '"':
            return value.replace('"', "&quot;")
        if quote == "'":
            return value.replace("'", "&#39;")
        return '"' + value.replace('"', "&quot;") + '"'

    def _spell(self, block: TextBlock, runs: Sequence[Run], edits: list[tuple[int, int, str]]) -> str:
        raw = self.source[block.start : block.end]
        lead = raw[: len(raw) - len(raw.lstrip(_SPACE))]
        trail = raw[len(raw.rstrip(_SPACE)) :]
        breaks = list(block.breaks)

        def spell(nodes: Sequence[str | Node]) -> Iterator[str]:
            for node in nodes:
                if isinstance(node, str):
                    for index, line in enumerate(node.split("\n")):
                        if index:
                            yield breaks.pop(0) if breaks else ("<br/>" if self.xml else "<br>")
                        yield html.escape(clean_text(line), quote=False)
                    continue
                opening, closing, offset = block.marks[node.tag]  # type: ignore[index]
                yield _edited(self.source, offset, offset + len(opening), edits)
                yield from spell(node.content)
                yield closing

        return lead + "".join(spell(nest(runs))) + trail


def _pair(items: list[_Item]) -> None:
    """Tags without their counterpart in the block become places."""
    stack: list[int] = []
    for index, item in enumerate(items):
        if item.kind == "open" and len(stack) < DEEPEST:
            stack.append(index)
        elif item.kind == "open":
            item.kind = "place"
        elif item.kind == "close":
            match = next((i for i in reversed(stack) if items[i].name == item.name), None)
            if match is None:
                item.kind = "place"
                continue
            while stack[-1] != match:
                items[stack.pop()].kind = "place"
            stack.pop()
    for index in stack:
        items[index].kind = "place"


def _tidy(runs: list[Run], visible: set[Hashable]) -> list[Run]:
    """Blanks count as one, none beside a line break ("\\0" here, "\\n" in the result) or at the edges."""
    out: list[Run] = []
    blank = True
    for run in runs:
        text: list[str] = []
        if not run.text and run.tags[-1] in visible:
            blank = False
        for character in run.text:
            if character == "\0":
                _strip_end(out, text)
                text.append("\n")
                blank = True
            elif character in _SPACE:
                if not blank:
                    text.append(" ")
                blank = True
            else:
                text.append(character)
                blank = False
        if text or not run.text:
            out.append(Run("".join(text), run.tags, run.keep))
    _strip_end(out, [])
    filled = {run.tags[:depth] for run in out if run.text for depth in range(1, len(run.tags) + 1)}
    nested = {run.tags[:-1] for run in out if run.tags}
    # an opening was noted as a place; it is one only where nothing follows inside
    tidy = [
        run for run in out if run.text or (run.tags and run.tags not in filled and run.tags not in nested)
    ]
    return _merge(tidy)


def _strip_end(out: list[Run], text: list[str]) -> None:
    if text:
        while text and text[-1] == " ":
            text.pop()
        return
    for index in range(len(out) - 1, -1, -1):
        if out[index].text:
            run = out[index]
            stripped = run.text.rstrip(" ")
            out[index] = Run(stripped, run.tags, run.keep)
            if not stripped and not run.tags:
                del out[index]
            return


def _merge(runs: list[Run]) -> list[Run]:
    merged: list[Run] = []
    for run in runs:
        last = merged[-1] if merged else None
        if last is not None and last.text and run.text and last.tags == run.tags and last.keep == run.keep:
            merged[-1] = Run(last.text + run.text, run.tags, run.keep)
        else:
            merged.append(run)
    return merged


def _edited(source: str, start: int, end: int, edits: list[tuple[int, int, str]]) -> str:
    """A stretch of the source with the edits (sorted) that fall into it."""
    out: list[str] = []
    at = start
    for index in range(bisect_left(edits, (start, -1, "")), len(edits)):
        left, right, text = edits[index]
        if left >= end:
            break
        if right <= end:
            out.append(source[at:left])
            out.append(text)
            at = max(left, right)
    out.append(source[at:end])
    return "".join(out)
