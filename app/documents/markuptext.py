"""HTML and XHTML text as blocks of runs: every character that is not translated stays as it was written.

The text is cut into tags, comments and characters by the tokenization rules of the HTML standard (section
13.2.5, without its error messages). No tree is built and nothing is mended: what no translation replaces is
copied from the source, so entities, attribute quotes, doctype and broken mark-up survive. Tags of template
languages and PHP (`templates`) are kept as they are, wherever they stand.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.documents import raised, templates
from app.documents.base import LOCALES, Translations
from app.documents.elements import (
    BLOCKS,
    BUTTONS,
    KEPT,
    LABELLED,
    META_LANGUAGES,
    META_LOCALES,
    META_TEXTS,
    PLACES,
    RAW_TEXT,
    SKIPPED,
    SUMMARIZED,
    SVG_INLINE,
    SVG_MOVED,
    TEXT_ATTRIBUTES,
    UNTRANSLATED,
    VOID,
)
from app.documents.inline import Node, has_letters, nest, same_runs, worth_translating
from app.documents.kept import mend_with_kept
from app.documents.xmlsafe import clean_text
from app.text.markup import Run, join_runs

DEEPEST = 50  # marks inside each other; deeper ones are carried as places
DEEPEST_PICTURE = 8  # pictures and formulas inside each other that are looked into

_T = templates.WITHIN_TAG
_OPEN = re.compile(
    rf"<(/?)([A-Za-z][^\s/>]*+)((?:[^=><{{]++|{_T}|[<{{]"
    rf"|=\s*+(?:\"(?:[^\"<{{]++|{_T}|[<{{])*+\"|'(?:[^'<{{]++|{_T}|[<{{])*+'|(?![\"'])))*+)>",
    re.S,
)
_ATTRIBUTE = re.compile(
    rf"({_T})|([^\s\"'<>/=]++)"
    rf"(?:\s*+=\s*+(?:\"((?:[^\"<{{]++|{_T}|[<{{])*+)\"|'((?:[^'<{{]++|{_T}|[<{{])*+)'|([^\s\"'=<>`]++)))?+",
    re.S,
)
_OTHER = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?>|<![^>]*>", re.S)
_EDGE = re.compile(r"<|\{[{%#]")
_REFERENCE = re.compile(r"&([A-Za-z][\w.:-]*);", re.A)
_STYLE_TEXT = re.compile(r"content\s*:[^;{}]*?[\"']([^\"']+)[\"']", re.I | re.A)
_MTEXT = re.compile(r"<(?:[\w-]+:)?(?:mtext|ms)(?:\s[^<>]*)?>([^<]*)</", re.I | re.A)
_RUBY_END = re.compile(r"<(?:/?(?:\w+:)?(?:rt|rp|rb|rtc)|/(?:\w+:)?ruby)(?=[\s/>])", re.I | re.A)
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
        return next((value for key, value, _, _ in self.attributes if _ascii_lower(key) == name), None)


@dataclass
class _Item:
    """A piece of a block: kind is text, open, close, place, break, kept (a text that stays) or gone.

    raw: what is written where that isn't source[start:end]. shown: what a kept text looks like to the translator.
    """

    kind: str
    start: int
    end: int
    name: str = ""
    keep: bool = False
    visible: bool = False  # a picture, not just a tag
    raw: str | None = None
    shown: str = ""


@dataclass
class TextBlock:
    """A stretch of text between two block tags: [start, end) in the source."""

    id: str
    start: int
    end: int
    runs: list[Run]
    marks: dict[int, tuple[str, str, int]]  # opening, closing, offset of the opening in the source or -1
    breaks: list[str]
    context: str
    kept: set[Hashable] = field(default_factory=set)  # marks whose text is written as in the source
    ruby: set[Hashable] = field(default_factory=set)  # marks whose places stand behind their text


@dataclass
class TextAttribute:
    """A value that people read: [start, end) in the source, between its quotes."""

    id: str
    start: int
    end: int
    runs: list[Run]
    kept: dict[Hashable, str]  # mark -> source of a template tag
    context: str


class MarkupText:
    """One HTML or XHTML text, cut into blocks.

    xml: names are case-sensitive, any tag may close itself, no element holds raw text.
    attributes: whether attributes that people read are translated and languages set.
    entities: characters by the names that the document declares itself.
    blocks: names of the elements that end a sentence.
    """

    def __init__(
        self,
        source: str,
        *,
        xml: bool = False,
        source_lang: str | None = None,
        attributes: bool = True,
        entities: Mapping[str, str] | None = None,
        blocks: frozenset[str] = BLOCKS,
    ) -> None:
        self.source = source
        self.xml = xml
        self.blocks: list[TextBlock] = []
        self.attributes: list[TextAttribute] = []
        self.untranslated: Counter[str] = Counter()  # texts that stay as they are, by kind
        self._languages: list[tuple[int, int, str, str]] = []  # see _note_language
        self._source_lang = source_lang
        self._document_lang: str | None = None
        self._with_attributes = attributes
        self._entities = entities or {}
        self._block_names = blocks
        self._items: list[_Item] = []
        self._open: list[tuple[str, bool]] = []  # inline elements: name, whether kept
        self._context = ""
        self._seen_html = False
        self._svg = False
        self._depth = 0
        self._number = 0  # of the last template tag, within its block
        self._numbers = frozenset(re.findall(r"\{(\d+)\}", source))
        self._scan(0, len(source))

    def untranslated_note(self, name: str) -> str:
        """A sentence for the report that names what stays as it is, "" when nothing does."""
        if not self.untranslated:
            return ""
        kinds = ", ".join(f"{kind} ({count})" for kind, count in sorted(self.untranslated.items()))
        return f'"{name}": left as it is: {kinds}.'

    # -- cutting ---------------------------------------------------------------------------------------------

    def _scan(self, start: int, length: int) -> None:
        source, at = self.source, start
        while at < length:
            edge = _EDGE.search(source, at, length)
            next_tag = edge.start() if edge else length
            if next_tag > at:
                self._text(at, next_tag)
                at = next_tag
                continue
            tag = templates.tag_at(source, at, length)
            if tag is not None and not (self.xml and source[at] == "<"):
                self._template(tag)
                at = tag.end
                continue
            found = self._tag_at(at) if source[at] == "<" else None
            if found is not None:
                at = min(self._handle(found), length)
                continue
            other = _OTHER.match(source, at, length)
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

    def _inside(self, start: int, end: int, *, svg: bool, context: str) -> None:
        """Cut a stretch whose texts stand for themselves: inside a picture, beside a word."""
        if self._depth >= DEEPEST_PICTURE:
            self.untranslated["deeply nested pictures"] += 1
            return
        saved = self._items, self._open, self._context, self._svg
        self._items, self._open, self._context, self._svg = [], [], context, svg
        self._depth += 1
        self._scan(start, end)
        self._depth -= 1
        self._items, self._open, self._context, self._svg = saved

    def _plain(self, start: int, end: int) -> None:
        """Text without tags, as in a title."""
        at = start
        for tag in templates.find_tags(self.source, start, end):
            if tag.start > at:
                self._text(at, tag.start)
            self._template(tag)
            at = tag.end
        if end > at:
            self._text(at, end)

    def _text(self, start: int, end: int) -> None:
        last = self._items[-1] if self._items else None
        if last is not None and last.kind == "text" and last.end == start and last.raw is None:
            last.end = end
        else:
            self._items.append(_Item("text", start, end, keep=self._kept()))

    def _template(self, tag: templates.TemplateTag) -> None:
        if tag.kind == "value":
            self._number = self._number + 1 if self._items else 1
            while str(self._number) in self._numbers:
                self._number += 1
            shown = templates.stand_in(self.source[tag.start : tag.end], self._number)
            self._items.append(_Item("kept", tag.start, tag.end, shown=shown))
        elif tag.kind == "comment" and self._items:
            self._items.append(_Item("place", tag.start, tag.end))
        else:
            self._flush()

    def _tag_at(self, at: int) -> Tag | None:
        match = _OPEN.match(self.source, at)
        if match is None:
            return None
        name = match.group(2) if self.xml else _ascii_lower(match.group(2))
        tag = Tag(name, at, match.end(), closing=bool(match.group(1)))
        if not tag.closing:
            body = match.group(3)
            tag.self_closing = body.endswith("/")
            offset = match.start(3)
            for attribute in _ATTRIBUTE.finditer(body):
                key, group = (
                    attribute.group(2),
                    next((g for g in (3, 4, 5) if attribute.group(g) is not None), 0),
                )
                if key is None:  # a template tag
                    continue
                start, end = attribute.span(group) if group else (-1 - offset, -1 - offset)
                value = self._characters(attribute.group(group)) if group else ""
                tag.attributes.append((key, value, offset + start, offset + end))
        return tag

    def _kept(self) -> bool:
        return any(keep for _, keep in self._open)

    def _characters(self, raw: str) -> str:
        """Source characters with their references resolved."""
        if self._entities and "&" in raw:
            raw = _REFERENCE.sub(
                lambda match: html.escape(self._entities.get(match[1], ""), quote=False) or match[0], raw
            )
        return html.unescape(raw).replace("\0", "\ufffd")

    def _other(self, start: int, end: int) -> None:
        if self.xml and self.source.startswith("<![CDATA[", start):
            self._items.append(
                _Item("text", start, end, raw=self.source[start + 9 : end - 3], keep=self._kept())
            )
            return
        inside = self._items and self.source.startswith("<!--", start)
        if inside or (self._items and self.xml):
            self._items.append(_Item("place", start, end))
        else:
            self._flush()

    def _handle(self, tag: Tag) -> int:
        """Take a tag in; where to go on."""
        name = _ascii_lower(tag.name)
        name = name.rpartition(":")[2] if self.xml else name
        if tag.closing:
            self._close(tag, name)
            return tag.end
        empty = (tag.self_closing and (self.xml or self._svg)) or name in VOID
        foreign = self._note_language(tag, name)
        classes = (tag.get("class") or "").split()
        off = _ascii_lower(tag.get("translate") or "") == "no" or "notranslate" in classes
        inline = self._is_inline(tag, name)
        if not (off or foreign):
            self._note_attributes(tag, name)
        if name in ("svg", "math") and not empty:
            return self._picture(tag, name, silent=off or foreign)
        if name in ("rt", "rp", "rtc") and self._items and not empty:
            return self._reading(tag, silent=off or foreign or name == "rp")
        if (name in SKIPPED or ((off or foreign) and not inline)) and not empty:
            self._flush()
            inner, end = self._end_of(tag)
            if not off:
                self._note_untranslated(name, self.source[tag.end : inner], foreign)
            return end
        if name == "br":
            self._items.append(_Item("break", tag.start, tag.end))
        elif name in PLACES or (inline and empty):
            self._items.append(_Item("place", tag.start, tag.end, visible=name in PLACES - {"wbr"}))
        elif inline:
            keep = off or foreign or name in KEPT
            if foreign:
                self.untranslated["text marked as another language"] += 1
            self._items.append(_Item("open", tag.start, tag.end, tag.name, keep))
            self._open.append((tag.name, keep))
        else:
            self._flush()
            self._context = name
            if name in RAW_TEXT and not self.xml and not self._svg:  # a title
                end = self._end_of(tag)[0]
                self._plain(tag.end, end)
                self._flush()
                return end
        return tag.end

    def _is_inline(self, tag: Tag, name: str) -> bool:
        if self._svg:
            return name in SVG_INLINE and not any(
                _ascii_lower(key) in SVG_MOVED for key, *_ in tag.attributes
            )
        return name not in self._block_names and name not in SKIPPED

    def _close(self, tag: Tag, name: str) -> None:
        inline = name in SVG_INLINE if self._svg else name not in self._block_names and name not in SKIPPED
        if inline:
            self._items.append(_Item("close", tag.start, tag.end, tag.name))
            for index in range(len(self._open) - 1, -1, -1):
                if self._open[index][0] == tag.name:
                    del self._open[index:]
                    break
        else:
            self._flush()

    def _picture(self, tag: Tag, name: str, *, silent: bool) -> int:
        """A drawing or a formula: a place in the sentence, whose own texts are blocks of their own."""
        inner, end = self._end_of(tag)
        if self._items:
            self._items.append(_Item("place", tag.start, end, visible=True))
        else:
            self._flush()
        if silent:
            return end
        if name == "svg":
            self._inside(tag.end, inner, svg=True, context="picture")
        else:
            for words in _MTEXT.finditer(self.source, tag.end, inner):
                self._inside(*words.span(1), svg=False, context="formula")
        return end

    def _reading(self, tag: Tag, *, silent: bool) -> int:
        """The small text above a word: a place behind it, with a text of its own."""
        edge = _RUBY_END.search(self.source, tag.end)
        inner = edge.start() if edge else tag.end
        end = inner
        if edge and edge.group().startswith("</") and not edge.group().lower().endswith("ruby"):
            close = self.source.find(">", inner)
            end = len(self.source) if close < 0 else close + 1
        self._items.append(_Item("place", tag.start, end, name="reading"))
        if not silent:
            self._inside(tag.end, inner, svg=False, context="ruby")
        return end

    def _note_untranslated(self, name: str, text: str, foreign: bool) -> None:
        if name == "style":
            count = sum(has_letters(found) for found in _STYLE_TEXT.findall(text))
            if count:
                self.untranslated["text that style sheets add"] += count
        elif foreign and has_letters(text):
            self.untranslated["text marked as another language"] += 1
        elif name in UNTRANSLATED and has_letters(text):
            self.untranslated[UNTRANSLATED[name]] += 1

    def _end_of(self, tag: Tag) -> tuple[int, int]:
        """Where the content of an element ends, and where the element does."""
        name = re.escape(tag.name)
        if _ascii_lower(tag.name) in RAW_TEXT and not self.xml and not self._svg:
            match = re.compile(rf"</{name}(?=[\s/>])", re.I | re.A).search(self.source, tag.end)
            if match is None:
                return len(self.source), len(self.source)
            close = self.source.find(">", match.start())
            return match.start(), len(self.source) if close < 0 else close + 1
        depth = 1
        edges = re.compile(rf"<!--.*?-->|<(/?){name}(?=[\s/>])", re.I | re.A | re.S)
        for edge in edges.finditer(self.source, tag.end):
            if edge.group(0).startswith("<!--"):
                continue
            found = self._tag_at(edge.start())
            if found is None:
                break
            depth += -1 if found.closing else (0 if found.self_closing and self.xml else 1)
            if depth == 0:
                return found.start, found.end
        return len(self.source), len(self.source)

    # -- attributes ------------------------------------------------------------------------------------------

    def _note_language(self, tag: Tag, name: str) -> bool:
        """Remember language attributes to set; whether the element is in a language of its own.

        Each is (start, end, what it says, "code" or "locale"); end < 0: an attribute to add."""
        found = [
            (v, s, e) for k, v, s, e in tag.attributes if _ascii_lower(k) in ("lang", "xml:lang") and s >= 0
        ]
        if name == "html" and not self._seen_html:
            self._seen_html = True
            self._document_lang = _primary(found[0][0]) if found else None
            self._languages.extend((start, end, "", "code") for _, start, end in found)
            if not found:
                self._languages.append((tag.start + 1 + len(tag.name), -1, "", "code"))
            return False
        if name == "meta":
            self._note_meta_language(tag)
        if not found:
            return False
        own = _primary(found[0][0])
        if own in (self._document_lang, self._source_lang) or (
            self._document_lang is None and self._source_lang is None
        ):
            self._languages.extend((start, end, own, "code") for _, start, end in found)
            return False
        return bool(own)

    def _note_meta_language(self, tag: Tag) -> None:
        keys = {_ascii_lower(tag.get(key) or "") for key in ("name", "property", "http-equiv", "itemprop")}
        for key, value, start, end in tag.attributes:
            known = _primary(value) in (self._document_lang, self._source_lang) or self._source_lang is None
            if _ascii_lower(key) == "content" and start >= 0 and known and value.strip():
                if keys & META_LANGUAGES:
                    self._languages.append((start, end, _primary(value), "code"))
                elif keys & META_LOCALES:
                    self._languages.append((start, end, _primary(value), "locale"))

    def _note_attributes(self, tag: Tag, name: str) -> None:
        if not self._with_attributes:
            return
        for key, value, start, end in tag.attributes:
            low = _ascii_lower(key)
            if start < 0 or not has_letters(value):
                continue
            if self._is_read(tag, name, low):
                number = f"a{len(self.attributes)}"
                runs, kept = self._value_runs(start, end)
                if worth_translating(runs):
                    self.attributes.append(TextAttribute(number, start, end, runs, kept, f"{name} {low}"))
            elif low == "srcdoc" and name == "iframe":
                self.untranslated["a page inside the page (srcdoc)"] += 1
            elif low == "style" and any(map(has_letters, _STYLE_TEXT.findall(value))):
                self.untranslated["text that style sheets add"] += 1

    def _is_read(self, tag: Tag, name: str, key: str) -> bool:
        if key == "value":
            return name == "input" and _ascii_lower(tag.get("type") or "") in BUTTONS
        if key == "content":
            named = (tag.get("name"), tag.get("property"), tag.get("itemprop"))
            wanted = {_ascii_lower(text) for text in named if text}
            return name == "meta" and bool(wanted & META_TEXTS) and not tag.get("http-equiv")
        if key == "label":
            return name in LABELLED or name not in self._block_names
        if key in ("summary", "abbr"):
            return name in SUMMARIZED
        return key in TEXT_ATTRIBUTES

    def _value_runs(self, start: int, end: int) -> tuple[list[Run], dict[Hashable, str]]:
        """An attribute's value as runs, its template tags as kept texts."""
        runs: list[Run] = []
        kept: dict[Hashable, str] = {}
        at = start
        for tag in templates.find_tags(self.source, start, end):
            if tag.start > at:
                runs.append(Run(self._characters(self.source[at : tag.start])))
            number = len(kept)
            kept[number] = self.source[tag.start : tag.end]
            runs.append(Run(templates.stand_in(kept[number], number + 1), (number,), True))
            at = tag.end
        if end > at:
            runs.append(Run(self._characters(self.source[at:end])))
        return runs, kept

    # -- blocks ----------------------------------------------------------------------------------------------

    def _flush(self) -> None:
        """End the block that was being collected."""
        items, self._items = self._items, []
        if not any(item.kind == "text" for item in items):
            return
        items = _pair(items, self.source)
        items = raised.as_places(items, self.source, _Item)
        for edge in (0, -1):  # what stands at the edges stays there, with the blanks beside it
            while items and (items[edge].kind in ("place", "break") or self._is_blank(items[edge])):
                items.pop(edge)
        if not any(item.kind == "text" for item in items):
            return
        block = self._block(items)
        if worth_translating(block.runs):
            self.blocks.append(block)

    def _is_blank(self, item: _Item) -> bool:
        return item.kind == "text" and not self._raw(item).strip(_SPACE)

    def _raw(self, item: _Item) -> str:
        return self.source[item.start : item.end] if item.raw is None else item.raw

    def _block(self, items: list[_Item]) -> TextBlock:
        marks: dict[int, tuple[str, str, int]] = {}
        runs: list[Run] = []
        breaks: list[str] = []
        visible: set[Hashable] = set()
        kept: set[Hashable] = set()
        ruby: set[Hashable] = set()
        path: list[int] = []
        keeps: list[bool] = []
        for item in items:
            raw = self._raw(item)
            if item.kind == "text":
                keep = any(keeps) or (item.keep and not keeps)
                cdata = item.raw is not None
                text = raw.replace("\0", "\ufffd") if cdata else self._characters(raw)
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
            elif item.kind == "kept":
                number = len(marks)
                marks[number] = (raw, "", item.start)
                kept.add(number)
                runs.append(Run(item.shown, (*path, number), True))
            elif item.kind != "gone":
                number = len(marks)
                marks[number] = (raw, "", item.start if item.raw is None else -1)
                if item.name == "reading":
                    ruby.update(path[-1:])
                if item.visible:
                    visible.add(number)
                runs.append(Run("", (*path, number)))
                if item.kind == "open":
                    path.append(number)
                    keeps.append(item.keep)
        runs = _tidy(runs, visible)
        name = f"b{len(self.blocks)}"
        start, end = items[0].start, items[-1].end
        return TextBlock(name, start, end, runs, marks, breaks, self._context, kept, ruby)

    # -- writing ---------------------------------------------------------------------------------------------

    def texts(self) -> Iterator[tuple[str, list[Run], str]]:
        """Id, runs and context of everything to translate, in the order of the source."""
        entries: list[tuple[int, str, list[Run], str]] = [
            (b.start, b.id, b.runs, b.context) for b in self.blocks
        ]
        entries += [(a.start, a.id, a.runs, a.context) for a in self.attributes]
        for _, number, runs, context in sorted(entries, key=lambda entry: entry[0]):
            yield number, runs, context

    def render(self, translations: Translations, target_lang: str | None, prefix: str = "") -> str:
        """The text with translations put in. prefix: what the ids in `translations` start with.

        target_lang: None leaves language attributes as they are."""
        edits: list[tuple[int, int, str]] = []
        for attribute in self.attributes:
            runs = translations.get(prefix + attribute.id)
            if runs is not None and join_runs(runs) != join_runs(attribute.runs):
                edits.append((attribute.start, attribute.end, self._value(attribute, runs)))
        if target_lang is not None:
            edits += self._language_edits(target_lang)
        edits.sort()
        outer, inner = self._levels()
        for block in inner:
            new = self._new(block, translations.get(prefix + block.id), edits)
            if new is not None:
                insort(edits, (block.start, block.end, new))
        out: list[str] = []
        at = 0
        for block in outer:
            new = self._new(block, translations.get(prefix + block.id), edits)
            if new is not None:
                out.append(_edited(self.source, at, block.start, edits))
                out.append(new)
                at = block.end
        out.append(_edited(self.source, at, len(self.source), edits))
        return "".join(out)

    def _language_edits(self, target_lang: str) -> Iterator[tuple[int, int, str]]:
        for start, end, own, form in self._languages:
            if end < 0:
                yield (
                    start,
                    start,
                    f' lang="{target_lang}"' + (f' xml:lang="{target_lang}"' if self.xml else ""),
                )
            elif form == "locale":
                yield start, end, LOCALES.get(target_lang, target_lang).replace("-", "_")
            elif own or _primary(self.source[start:end]) != target_lang:
                yield start, end, target_lang

    def _levels(self) -> tuple[list[TextBlock], list[TextBlock]]:
        """Blocks that stand for themselves, in order, and those within another one, innermost first."""
        outer: list[TextBlock] = []
        inner: list[TextBlock] = []
        reach = 0
        for block in sorted(self.blocks, key=lambda block: (block.start, -block.end)):
            (inner if block.end <= reach else outer).append(block)
            reach = max(reach, block.end)
        return outer, inner[::-1]

    def _new(
        self, block: TextBlock, runs: Sequence[Run] | None, edits: list[tuple[int, int, str]]
    ) -> str | None:
        """A block's new source, None when it stays as it is."""
        if runs is None:
            return None
        mended = mend_with_kept(block.runs, runs)
        return None if same_runs(mended, block.runs) else self._spell(block, mended, edits)

    def _value(self, attribute: TextAttribute, runs: Sequence[Run]) -> str:
        mended = mend_with_kept(attribute.runs, runs)
        quote = self.source[attribute.start - 1]
        parts: list[str] = []
        for node in nest(mended):
            if isinstance(node, Node):
                parts.append(attribute.kept[node.tag])
                continue
            value = html.escape(clean_text(node), quote=False)
            parts.append(value.replace("'", "&#39;") if quote == "'" else value.replace('"', "&quot;"))
        source = self.source[attribute.start : attribute.end]
        if templates.controls("".join(parts)) != templates.controls(source):
            return source
        return "".join(parts) if quote in "\"'" else '"' + "".join(parts) + '"'

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
                yield opening if offset < 0 else _edited(self.source, offset, offset + len(opening), edits)
                if node.tag in block.kept:
                    continue
                content = node.content
                if node.tag in block.ruby:  # what is read above stands behind its word
                    content = sorted(content, key=lambda part: isinstance(part, Node) and not part.content)
                yield from spell(content)
                yield closing

        return lead + "".join(spell(nest(runs))) + trail


def _ascii_lower(text: str) -> str:
    """Lower case of the letters that names of HTML are compared by: of the same length, always."""
    return text.translate(_LOWER)


_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def _primary(language: str) -> str:
    """The language of a tag: `pt` of `pt-BR` and `pt_BR`."""
    return re.split(r"[-_]", _ascii_lower(language.strip()))[0]


def _pair(items: Sequence[_Item], source: str) -> list[_Item]:
    """Tags with their counterpart, well nested. Those without one in the block become places.

    Of two elements that overlap, the one that was opened last is closed and opened again, which is what browsers
    do."""
    partners: dict[int, int] = {}
    waiting: dict[str, list[int]] = {}
    for index, item in enumerate(items):
        if item.kind == "open":
            waiting.setdefault(item.name, []).append(index)
        elif item.kind == "close" and waiting.get(item.name):
            partners[waiting[item.name].pop()] = index
    closes = set(partners.values())
    out: list[_Item] = []
    stack: list[int] = []  # indices of openings
    for index, item in enumerate(items):
        if item.kind == "open":
            if index in partners and len(stack) < DEEPEST:
                stack.append(index)
            else:
                closes.discard(partners.pop(index, -1))
                item.kind = "place"
            out.append(item)
        elif item.kind != "close" or index not in closes:
            if item.kind == "close":
                item.kind = "place"
            out.append(item)
        else:
            place = next(at for at, opening in enumerate(stack) if partners[opening] == index)
            crossed = stack[place + 1 :]
            for opening in reversed(crossed):
                last = items[partners[opening]]
                raw = source[last.start : last.end]
                out.append(_Item("close", item.start, item.start, last.name, raw=raw))
            _close_or_drop(out, item)
            del stack[place]
            for opening in crossed:
                first = items[opening]
                raw = source[first.start : first.end]
                out.append(_Item("open", item.end, item.end, first.name, first.keep, raw=raw))
    return out


def _close_or_drop(out: list[_Item], item: _Item) -> None:
    """Add a closing tag; an element that was opened again for nothing goes with it."""
    if out and out[-1].kind == "open" and out[-1].raw is not None and out[-1].name == item.name:
        out[-1].kind, item.kind = "gone", "gone"
    out.append(item)


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
        if right <= end and left >= at:  # not within another edit
            out.append(source[at:left])
            out.append(text)
            at = max(left, right)
    out.append(source[at:end])
    return "".join(out)
