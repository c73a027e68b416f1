"""Markdown and its dialects: blocks found by markdown-it, written in place.

Only the text inside paragraphs, headings and table cells is replaced, and the texts of the front matter
(`frontmatter`); every other character stays. Lines and signs that a dialect gives a meaning (`dialects`) stay as
they are. A hard-wrapped paragraph that changes is written as one line. Code is left alone.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from app.documents import frontmatter, templates
from app.documents.base import DocumentFile, Segment, Translations
from app.documents.dialects import add_dialects
from app.documents.inline import Node, has_letters, nest, same_runs, worth_translating
from app.documents.kept import mend_with_kept
from app.documents.markuptext import DEEPEST, MarkupText
from app.documents.textfile import encoding_note, read_text, write_text
from app.text.markup import Run, join_runs, merge_runs

MAX_MARKDOWN = 16 << 20
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_SPECIAL = re.compile(r"([\\`*_\[\]<>&~!])")
_BLOCK_START = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^([-+*#>=~`|:])")
_TRAILING = re.compile(r"[ \t]*\{(?:[:#.][^{}\n]*|/\*[^\n]*?\*/)\}[ \t]*$")  # attributes at the end of a text
_BLANK = " \t"
_HTML_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)[^>]*?(/?)>$", re.S)


def _parser() -> MarkdownIt:
    """CommonMark whose inline tokens know where they end in their block's text (`meta["end"]`)."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.disable(["text_join", "fragments_join"], ignoreInvalid=True)
    add_dialects(parser)
    for rule in parser.inline.ruler.get_active_rules():
        if rule != "text":
            function = next(r.fn for r in parser.inline.ruler.__rules__ if r.name == rule)
            parser.inline.ruler.at(rule, _tracked(function))
    return parser


def _tracked(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    def tracked(state: StateInline, silent: bool) -> bool:
        before, start = len(state.tokens), state.pos
        label_end = -1
        if not silent and state.src.startswith("![", start):
            label_end = state.md.helpers.parseLinkLabel(state, start + 1, False)
            state.pos = start
        matched = rule(state, silent)
        if not matched or silent:
            return matched
        new = state.tokens[before:]
        links = [
            token for token in new if token.type in ("link_open", "link_close") and "end" not in token.meta
        ]
        if links and links[0].markup == "autolink":
            links[0].meta["end"] = state.pos
            links[-1].meta["end"] = state.pos
            return matched
        if links:
            links[0].meta["end"] = start + 1
            links[-1].meta["end"] = state.pos
            return matched
        at = start
        for index, token in enumerate(new):
            if index == 0 and token.type == "text" and len(new) > 1 and not _delimiters(new):
                continue  # the text before, put down by this rule
            if index == 0 and token.type == "text" and _delimiters(new) and token.content[:1] not in "*_~":
                continue
            if token.type == "text" and _delimiters(new):
                at += len(token.content)
                token.meta["end"] = at
            else:
                token.meta["end"] = state.pos
                token.meta["label_end"] = label_end
        return matched

    return tracked


def _delimiters(tokens: Sequence[Token]) -> bool:
    """Whether a rule put down emphasis characters, one token each."""
    last = tokens[-1]
    return last.type == "text" and last.content[:1] in ("*", "_", "~")


_TAGS = {"em_open": "em", "strong_open": "strong", "s_open": "del"}
_EMPHASES = {f"<{name}>": kind for kind, name in _TAGS.items()}


@dataclass
class _Mark:
    opening: str
    closing: str = ""
    alternative: tuple[str, str] | None = None  # around the alternative text of a picture
    label: str = ""  # of a link whose text is also the name of its definition


class InlineText:
    """The inline Markdown of one block as runs, and back."""

    def __init__(self, source: str, parser: MarkdownIt, environment: dict[str, Any]) -> None:
        self.source = source
        self._parser = parser
        self._environment = environment
        self.marks: dict[int, _Mark] = {}
        self.breaks: list[str] = []
        self.pictures: dict[int, str] = {}  # alternative texts by mark
        self.kinds: dict[int, str] = {}
        self.valid = True
        self._starts: dict[int, int] = {}  # where the text of a mark starts
        self.runs: list[Run] = self._read()

    def _read(self) -> list[Run]:
        tokens = self._parser.parseInline(self.source, dict(self._environment))[0].children or []
        runs: list[Run] = []
        path: list[int] = []
        at = 0
        html = _html_pairs(tokens)
        position = 0
        while position < len(tokens):
            token = tokens[position]
            if token.type == "link_open" and token.markup == "autolink":
                end = token.meta.get("end", at)
                number = self._mark("autolink", "<", ">")
                runs.append(Run(self.source[at + 1 : end - 1], (*path, number), True))
                at = end
                while tokens[position].type != "link_close":
                    position += 1
                position += 1
                continue
            end = token.meta.get("end", at + len(token.content))
            raw = self.source[at:end]
            if token.type == "text":
                if token.content:
                    self.valid = self.valid and raw == token.content
                    runs.append(Run(token.content, tuple(path)))
            elif token.type == "text_special":
                runs.append(Run(token.content, tuple(path)))
            elif token.type == "softbreak":
                runs.append(Run(" ", tuple(path)))
            elif token.type == "hardbreak":
                self.breaks.append(raw.rstrip(" \t") if raw.rstrip(" \t").endswith("\n") else raw)
                runs.append(Run("\n", tuple(path)))
            elif token.type == "kept_text":
                number = self._mark("kept_text", raw)
                texts = sum(kind == "kept_text" for kind in self.kinds.values())
                runs.append(Run(templates.stand_in(raw, texts), (*path, number), True))
            elif token.type == "code_inline":
                width = len(token.markup)
                number = self._mark("code", raw[:width], raw[-width:])
                runs.append(Run(raw[width:-width], (*path, number), True))
            elif token.nesting == 1 or html.get(position) == 1:
                opening = token.markup or raw
                number = self._mark(
                    token.type, raw if token.type in ("link_open", "html_inline") else opening
                )
                path.append(number)
                if len(path) > DEEPEST:
                    self.valid = False
                    return []
                self._starts[number] = end
                runs.append(Run("", tuple(path)))
            elif token.nesting == -1 or html.get(position) == -1:
                if not path:
                    self.valid = False
                    return []
                number = path.pop()
                if token.type == "link_close" and raw in ("]", "][]"):
                    self.marks[number].label = self.source[self._starts[number] : at]
                self.marks[number].closing = (
                    raw if token.type in ("link_close", "html_inline") else token.markup
                )
            else:
                number = self._mark(token.type, raw)
                label_end = token.meta.get("label_end", -1)
                if token.type == "image" and label_end > 0:
                    self.marks[number].alternative = ("![", self.source[label_end:end])
                    self.pictures[number] = self.source[at + 2 : label_end]
                runs.append(Run("", (*path, number)))
            at = end
            position += 1
        self.valid = self.valid and at == len(self.source) and not path
        filled = {run.tags[:depth] for run in runs if run.text for depth in range(1, len(run.tags) + 1)}
        nested = {run.tags[:-1] for run in runs if run.tags}
        return merge_runs(
            [r for r in runs if r.text or (r.tags and r.tags not in filled and r.tags not in nested)]
        )

    def _mark(self, kind: str, opening: str, closing: str = "") -> int:
        number = len(self.marks)
        self.marks[number] = _Mark(opening, closing)
        self.kinds[number] = kind
        return number

    # -- writing ---------------------------------------------------------------------------------------------

    def spell(self, runs: Sequence[Run], continuation: str, *, paragraph: bool) -> str:
        """Markdown that reads as these runs. continuation: what starts the lines after a hard break.

        First as it is, then with signs escaped, at last with emphasis as HTML, which holds in any place."""
        runs = _blanks_outside(runs)
        wanted = self._shape(runs)
        text = ""
        for escaped, tags in ((False, False), (True, False), (True, True)):
            text = "".join(self._spell(nest(runs), escaped, list(self.breaks), "", tags))
            again = InlineText(text, self._parser, self._environment)
            if again.valid and again._shape(again.runs) == wanted:
                break
        if paragraph and not self._is_paragraph(text):
            lines = [self._plain_start(line) for line in text.split("\n")]
            text = "\n".join(lines)
        return text.replace("\n", "\n" + continuation)

    def _plain_start(self, line: str) -> str:
        """A line that starts no block of its own."""
        if _BLOCK_START.match(line):
            return _BLOCK_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", line, count=1)
        if line and not self._is_paragraph(line):
            return f"&#{ord(line[0])};{line[1:]}"
        return line

    def _is_paragraph(self, text: str) -> bool:
        tokens = self._parser.parse(text, dict(self._environment))
        return [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]

    def _shape(self, runs: Sequence[Run]) -> list[tuple[str, tuple[str, ...]]]:
        shape: list[tuple[str, tuple[str, ...]]] = []
        for run in runs:
            kinds = tuple(self._kind(tag) for tag in run.tags)
            text = "" if kinds[-1:] == ("kept_text",) else re.sub(r"\s+", " ", run.text)
            if shape and shape[-1][1] == kinds and shape[-1][0] and text:
                shape[-1] = (shape[-1][0] + text, kinds)
            else:
                shape.append((text, kinds))
        return [(text, kinds) for text, kinds in shape if text or kinds]

    def _kind(self, tag: Hashable) -> str:
        kind = self.kinds[tag]  # type: ignore[index]
        if kind == "html_inline":
            return _EMPHASES.get(self.marks[tag].opening.lower(), kind)  # type: ignore[index]
        return kind

    def _spell(
        self, nodes: Sequence[str | Node], escaped: bool, breaks: list[str], kind: str, tags: bool
    ) -> Iterator[str]:
        for node in nodes:
            if isinstance(node, str):
                if kind in ("code", "autolink"):
                    yield node
                    continue
                for index, line in enumerate(node.split("\n")):
                    if index:
                        yield breaks.pop(0) if breaks else "\\\n"
                    yield _SPECIAL.sub(r"\\\1", line) if escaped else line
                continue
            number = node.tag
            assert isinstance(number, int)
            mark = self.marks[number]
            if mark.alternative is not None:
                yield mark.alternative[0] + self.pictures[number] + mark.alternative[1]
                continue
            if self.kinds[number] == "kept_text":
                yield mark.opening
                continue
            inner = "".join(self._spell(node.content, escaped, breaks, self.kinds[number], tags))
            if tags and self.kinds[number] in _TAGS:
                yield f"<{_TAGS[self.kinds[number]]}>{inner}</{_TAGS[self.kinds[number]]}>"
                continue
            renamed = mark.label and inner != mark.label
            yield mark.opening + inner + (f"][{mark.label}]" if renamed else mark.closing)


def _html_pairs(tokens: Sequence[Token]) -> dict[int, int]:
    """Index of an inline HTML tag -> 1 (opens) or -1 (closes), for tags that nest with their counterpart."""
    pairs: dict[int, int] = {}
    stack: list[tuple[int, str]] = []
    for index, token in enumerate(tokens):
        if token.type != "html_inline":
            if token.nesting == 1:
                stack.append((index, token.type.removesuffix("_open")))
            elif token.nesting == -1:
                name = token.type.removesuffix("_close")
                while stack and stack[-1][1] != name:
                    stack.pop()
                if stack:
                    stack.pop()
            continue
        match = _HTML_TAG.match(token.content)
        if match is None or match.group(3):
            continue
        if not match.group(1):
            stack.append((index, "<" + match.group(2).lower()))
        elif stack and stack[-1][1] == "<" + match.group(2).lower():
            pairs[stack.pop()[0]] = 1
            pairs[index] = -1
    return pairs


def _blanks_outside(runs: Sequence[Run]) -> list[Run]:
    """Emphasis cannot start or end with a blank: blanks at a mark's edges go before or behind it."""
    out: list[Run] = []
    for index, run in enumerate(runs):
        if not run.tags or run.keep or not run.text.strip():
            out.append(run)
            continue
        before = runs[index - 1].tags if index else ()
        after = runs[index + 1].tags if index + 1 < len(runs) else ()
        core = run.text.strip(" ")
        lead = run.text[: len(run.text) - len(run.text.lstrip(" "))]
        trail = run.text[len(run.text.rstrip(" ")) :]
        if lead and before[: len(run.tags)] != run.tags:
            out.append(Run(lead, _common(before, run.tags)))
        else:
            core = lead + core
        end = trail and after[: len(run.tags)] != run.tags
        out.append(Run(core if end else core + trail, run.tags))
        if end:
            out.append(Run(trail, _common(run.tags, after)))
    return merge_runs(out)


def _common(first: tuple[Any, ...], second: tuple[Any, ...]) -> tuple[Any, ...]:
    depth = 0
    while depth < min(len(first), len(second)) and first[depth] == second[depth]:
        depth += 1
    return first[:depth]


@dataclass
class _Block:
    """An inline text in the file: from `start` in line `first` to `end` in line `last`."""

    id: str
    first: int
    start: int
    last: int
    end: int
    text: InlineText
    context: str
    continuation: str
    cell: bool
    quoted: bool = False  # between double quotes

    @property
    def one_line(self) -> bool:
        """Whether it can't hold a line break."""
        return self.cell or self.context in ("heading", "label", "term")


@dataclass
class _Html:
    """HTML in the file: from `column` of line `first` to the end of the line before `last`."""

    id: str
    first: int
    column: int
    last: int
    markup: MarkupText


class MarkdownFile(DocumentFile):
    """A `.md` file."""

    def __init__(
        self, path: Path, source_lang: str | None = None, options: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(path, source_lang, options)
        text, self._encoding = read_text(path, source_lang, MAX_MARKDOWN)
        self._lines = _LINES.findall(text)
        self._matter = _front_matter(self._lines)
        self._front = frontmatter.FrontMatter("".join(self._lines[: self._matter]))
        self._parser = _parser()
        self._blocks: list[_Block] = []
        self._html: list[_Html] = []
        self._unread: list[int] = []  # lines of texts that can't be written back
        self._titles: list[str] = []  # texts on lines that stay
        self._find()
        self._add_notes()

    def _find(self) -> None:
        body = "".join(self._lines[self._matter :])
        environment: dict[str, Any] = {}
        tokens = self._parser.parse(body, environment)
        row: list[tuple[int, int]] = []
        line = 0
        context: list[str] = []
        for index, token in enumerate(tokens):
            if token.nesting == 1:
                context.append(token.type.removesuffix("_open"))
            elif token.nesting == -1 and context:
                context.pop()
            if token.type == "tr_open" and token.map:
                line = token.map[0] + self._matter
                row = _cells(self._bare(line))
            elif token.type == "html_block" and token.map:
                self._add_html(token.map[0] + self._matter, token.map[1] + self._matter, token.content)
            elif token.type == "kept" and has_letters(token.meta["title"]):
                self._titles.append(token.meta["title"])
            elif token.type == "inline" and context:
                for part in _terms(tokens, index):
                    place = self._place(part, context[-1], line, row)
                    if place is not None:
                        self._add(part, place, context, environment)
                    elif has_letters(part.content) and part.map:
                        self._unread.append((line if row else part.map[0] + self._matter) + 1)

    def _add_html(self, first: int, last: int, content: str) -> None:
        """HTML on lines of its own, in a list or quotation too."""
        while last > first and not self._bare(last - 1).strip():
            last -= 1
        lines = content.split("\n")
        column = self._bare(first).find(lines[0].strip()) if lines[0].strip() else -1
        raw = "".join(self._lines[first:last])[max(column, 0) :]
        markup = MarkupText(raw)
        quoted = any(self._bare(number).lstrip().startswith(">") for number in range(first + 1, last))
        if column < 0 or quoted:
            if any(True for _ in markup.texts()):
                self._unread.append(first + 1)
            return
        self._html.append(_Html(f"h{len(self._html)}", first, column, last, markup))

    def _add_notes(self) -> None:
        name = self.path.name
        if self._front.problem:
            self.notes.append(f'"{name}": the front matter stays as it is: {self._front.problem}')
        if self._titles:
            shown = ", ".join(f'"{title[:40]}"' for title in self._titles[:5])
            more = f" and {len(self._titles) - 5} more" if len(self._titles) > 5 else ""
            self.notes.append(f'"{name}": texts on lines that steer a page stay as they are: {shown}{more}.')
        if self._unread:
            lines = ", ".join(map(str, self._unread[:10])) + (", …" if len(self._unread) > 10 else "")
            self.notes.append(
                f'"{name}": these lines could not be taken apart and stay as they are: {lines}.'
            )
        untranslated: Counter[str] = Counter()
        for html in self._html:
            untranslated += html.markup.untranslated
        if untranslated:
            kinds = ", ".join(f"{kind} ({count})" for kind, count in sorted(untranslated.items()))
            self.notes.append(f'"{name}": left as it is: {kinds}.')

    def _note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)

    def _bare(self, number: int) -> str:
        return self._lines[number].rstrip("\r\n")

    def _place(
        self, token: Token, kind: str, line: int, row: list[tuple[int, int]]
    ) -> tuple[int, int, int, int, str] | None:
        """Where a block's text stands: first line and column, last line and column, continuation."""
        if kind in ("td", "th"):
            if not row:
                return None
            start, end = row.pop(0)
            found = self._bare(line)[start:end].replace("\\|", "|")
            return (line, start, line, end, "") if found == token.content else None
        if not token.map or not token.content:
            return None
        first = token.map[0] + self._matter
        if kind == "label":
            column = token.meta["column"]
            end = column + len(token.content)
            return (first, column, first, end, "") if self._bare(first)[column:end] == token.content else None
        parts = token.content.split("\n")
        bare = self._bare(first)
        if kind == "heading" and not bare.rstrip().endswith(token.content):
            opening = bare.find("#")
            start = bare.find(token.content, opening + 1)
            return (
                (first, start, first, start + len(token.content), "") if opening >= 0 and start > 0 else None
            )
        columns: list[int] = []
        for offset, part in enumerate(parts):
            if first + offset >= len(self._lines):
                return None
            bare = self._bare(first + offset)
            if offset == len(parts) - 1:
                bare = bare.rstrip()
            if offset and not bare.endswith(part):
                part = part.lstrip()  # a tab of which the block's indent took a part
            if not bare.endswith(part):
                return None
            columns.append(len(bare) - len(part))
        last = first + len(parts) - 1
        continuation = self._bare(first + 1)[: columns[1]] if len(parts) > 1 else ""
        return first, columns[0], last, columns[-1] + len(parts[-1]), continuation

    def _add(
        self,
        token: Token,
        place: tuple[int, int, int, int, str],
        context: list[str],
        environment: dict[str, Any],
    ) -> None:
        first, start, last, end, continuation = place
        trailing = _TRAILING.search(token.content)
        content = token.content[: trailing.start()] if trailing else token.content
        end -= len(token.content) - len(content)
        text = InlineText(content, self._parser, environment)
        if not text.valid:
            if has_letters(content):
                self._unread.append(first + 1)
            return
        cell = context[-1] in ("td", "th")
        name = "table" if cell else "list" if "list_item" in context else context[-1]
        quoted = bool(token.meta.get("quoted"))
        block = _Block(
            f"p{len(self._blocks)}", first, start, last, end, text, name, continuation, cell, quoted
        )
        self._blocks.append(block)

    def segments(self) -> Iterator[Segment]:
        entries: list[tuple[int, int, list[Segment]]] = [(-1, 0, list(self._front.segments()))]
        for block in self._blocks:
            found: list[Segment] = []
            if worth_translating(block.text.runs):
                found.append(Segment(block.id, tuple(block.text.runs), block.context))
            for number, text in block.text.pictures.items():
                if has_letters(text):
                    found.append(Segment(f"{block.id}.{number}", (Run(text),), "alternative text"))
            entries.append((block.first, block.start, found))
        for html in self._html:
            found = [
                Segment(f"{html.id}.{number}", tuple(runs), context)
                for number, runs, context in html.markup.texts()
            ]
            entries.append((html.first, html.column, found))
        for _, _, found in sorted(entries, key=lambda entry: entry[:2]):
            yield from found

    def save(self, target: Path, translations: Translations, target_lang: str) -> None:
        text = self._render(translations, target_lang)
        used = write_text(target, self._encoding, lambda: [text], target_lang)
        if note := encoding_note(self.path.name, self._encoding, used):
            self.notes.append(note)

    def _render(self, translations: Translations, target_lang: str) -> str:
        lines = list(self._lines)
        if self._matter:
            lines[0] = self._front.render(translations, target_lang)
            lines[1 : self._matter] = [""] * (self._matter - 1)
        for html in self._html:
            fragment = html.markup.render(translations, target_lang, f"{html.id}.")
            lines[html.first] = lines[html.first][: html.column] + fragment
            for number in range(html.first + 1, html.last):
                lines[number] = ""
        for block in reversed(self._blocks):  # from the end, so that columns stay right
            new = self._translated(block, translations)
            if new is None:
                continue
            head, tail = lines[block.first][: block.start], lines[block.last][block.end :]
            lines[block.first] = head + new + tail
            for number in range(block.first + 1, block.last + 1):
                lines[number] = ""
        return "".join(lines)

    def _translated(self, block: _Block, translations: Translations) -> str | None:
        touched = False
        for number, old in block.text.pictures.items():
            runs = translations.get(f"{block.id}.{number}")
            if runs is not None and join_runs(runs) != old:
                block.text.pictures[number] = re.sub(r"([\[\]\\])", r"\\\1", join_runs(runs)).replace(
                    "\n", " "
                )
                touched = True
        runs = translations.get(block.id)
        source = block.text.runs
        mended = mend_with_kept(source, runs) if runs is not None else source
        if same_runs(mended, source) and not touched:
            return None
        if block.one_line:
            mended = [Run(run.text.replace("\n", " "), run.tags, run.keep) for run in mended]
        if block.quoted:
            mended = [Run(run.text.replace('"', "'"), run.tags, run.keep) for run in mended]
        new = block.text.spell(mended, block.continuation, paragraph=not block.one_line)
        if templates.controls(new) != templates.controls(block.text.source):
            self._note(
                f'"{self.path.name}": line {block.first + 1} stays as it is: its template tags changed places.'
            )
            return None
        newline = "\r\n" if self._lines[block.first].endswith("\r\n") else "\n"
        new = new.replace("\n", newline)
        return re.sub(r"(?<!\\)\|", r"\\|", new) if block.cell else new


def _cells(row: str) -> list[tuple[int, int]]:
    """Where the cells of a table row stand, blanks left out."""
    cells: list[tuple[int, int]] = []
    edges = [-1, *(m.start() for m in re.finditer(r"(?<!\\)\|", row)), len(row)]
    for left, right in itertools.pairwise(edges):
        cell = row[left + 1 : right]
        start = left + 1 + len(cell) - len(cell.lstrip())
        cells.append((start, max(start, left + 1 + len(cell.rstrip()))))
    prefix = row[: edges[1]].strip(" \t>") if len(edges) > 2 else ""
    if len(edges) > 2 and not re.sub(r"^(?:[-+*]|\d+[.)])\s*", "", prefix):
        cells.pop(0)
    return cells


def _front_matter(lines: Sequence[str]) -> int:
    """How many lines the front matter takes; 0 without one."""
    if not lines or lines[0].rstrip() not in ("---", "+++"):
        return 0
    ends = ("---", "...") if lines[0].startswith("-") else ("+++",)
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() in ends:
            return number + 1
    return 0


def _terms(tokens: Sequence[Token], index: int) -> list[Token]:
    """The texts of an inline token: one, but for the terms before a definition, each of which has a line."""
    token = tokens[index]
    following = tokens[index + 2] if index + 2 < len(tokens) else None
    if following is None or following.type != "definition_open" or "\n" not in token.content or not token.map:
        return [token]
    parts: list[Token] = []
    for offset, line in enumerate(token.content.split("\n")):
        first = token.map[0] + offset
        parts.append(
            Token("inline", "", 0, content=line.strip(), map=[first, first + 1], meta=dict(token.meta))
        )
    return parts
