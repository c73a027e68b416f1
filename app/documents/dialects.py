"""Lines and signs that Markdown's dialects give a meaning, as rules for markdown-it.

Block rules put down three kinds of tokens beside CommonMark's: `kept` (lines that stay as they are; `meta["title"]`
is what readers see of them), `label_open` and `label_close` around a text that stands within a line, and
`definition_open`/`definition_close`. Inline rules put down `kept` (a place without text) and `kept_text` (a text
that the translator sees and leaves alone).

| dialect | lines | signs |
| --- | --- | --- |
| GitHub, Obsidian | `> [!NOTE]` | footnotes, task boxes, `:emoji:`, `[[page]]`, `![[file]]` |
| Docusaurus, MyST | `:::tip`, `:::{note}`, `:name: value`, ```` ```{note} ````, `(label)=`, `+++` | `{role}` |
| MkDocs, kramdown | `!!! note "Title"`, `=== "Tab"`, `--8<--`, `[TOC]`, `{: .class}` | `{#id}`, `{: .class}` |
| MDX | `import`, `export`, `<Tabs>`, `{expression}` | `<Kbd keys={…}>`, `{expression}` |
| mathematics | `$$ … $$`, `\\[ … \\]`, `\\begin{…} … \\end{…}` | `$…$`, `$$…$$`, `\\\\(…\\\\)` |
| Jekyll, Hugo | `{% … %}`, `{{< … >}}` | the same, `{{ … }}` |
| Pandoc, PHP Markdown Extra | `: definition`, `[^1]: note`, `*[HTML]: words` | |
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from app.documents import templates
from app.documents.elements import names

_AHEAD = 500  # lines of one formula, module or set of options
_TERMINATES = ["paragraph", "reference", "blockquote", "list"]

# -- blocks ------------------------------------------------------------------------------------------------------

_COLONS = re.compile(r"(:{3,})\s*(\{?\.?[\w:-]*\}?)(.*)")
_OPTION = re.compile(r":[A-Za-z][\w-]*:(?:\s|$)")
_FENCE = re.compile(r"(`{3,}|~{3,}|:{3,})\s*\{([\w:+-]+)\}(.*)")
_PROSE = names(
    "note tip hint important warning caution attention danger error seealso admonition todo topic sidebar margin "
    "versionadded versionchanged deprecated epigraph highlights pull-quote compound container dropdown card "
    "card-carousel tab-set tab-item grid grid-item grid-item-card figure exercise solution theorem proof lemma "
    "definition example remark corollary table list-table aside div details"
)  # directives whose content is Markdown
_VERBATIM = names(
    "mermaid math code code-block code-cell sourcecode literalinclude include raw toctree eval-rst csv-table image "
    "bibliography contents only graphviz plantuml digraph youtube video iframe literal parsed-literal doctest testcode "
    "autoclass autofunction automodule autosummary glossary-ref highlight prompt tikz mermaidjs"
)  # directives whose content is not
_SINGLE = re.compile(
    r"\[TOC\]|\[\[_?TOC_?\]\]|\\(?:newpage|pagebreak)|-{1,2}8<-{1,2}.*|\([\w:. -]+\)=|\+\+\+(?:\s*\{.*\})?"
    r"|\{(?::[^{}]*|[#.][^{}]*)\}|<!--\s*more\s*-->",
    re.I | re.A,
)
_ALERT = re.compile(r"(\[![A-Za-z][\w-]*(?:\|[^\]]*)?\][+-]?)[ \t]*(.*)", re.A)
_ADMONITION = re.compile(r"(?:!!!|\?\?\?\+?)\s+[\w-]+[\w ,-]*(?:\"(.*)\")?\s*|===[!+]?\s+\"(.*)\"\s*")
_IMPORT = re.compile(
    r"import\s+(?:[\w*{][^\n;]*?\sfrom\s+)?[\"']|import\s+(?:\w+\s*,\s*)?\{\s*$|import\s+type\s"
)
_EXPORT = re.compile(
    r"export\s+(?:default|const|let|var|async|function|class|type|interface|enum)\b|export\s+[{*]"
)
_COMPONENT = re.compile(r"</?(?:[A-Z][\w.]*|[a-z]+(?=[^<>]*\{)|(?=>))")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:[ \t]*")
_ABBREVIATION = re.compile(r"\*\[[^\]]+\]:[ \t]*")
_DEFINITION = re.compile(r":[ \t]+(?=\S)")
_SHOWN = re.compile(
    r"\b(?:label|title|alt|caption|placeholder|description)\s*[:=]\s*[\"'`]([^\"'`\n]+)[\"'`]"
)
_BEGIN = re.compile(r"\\begin\{([A-Za-z]+\*?)\}")


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]].rstrip()


def _is_code(state: StateBlock, number: int) -> bool:
    return state.sCount[number] - state.blkIndent > 3


def _keep(state: StateBlock, start: int, end: int, title: str = "") -> None:
    token = state.push("kept", "", 0)
    token.map = [start, end]
    token.meta = {"title": title}
    state.line = end


def _kept_lines(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines that stay as they are."""
    if _is_code(state, start):
        return False
    line = _line(state, start)
    if not line or line[0] not in ":$\\{[(+-<":
        return False
    stop, title = start, ""
    if line.startswith(":::"):
        stop, title = _colon_lines(state, start, end, line)
    elif _SINGLE.fullmatch(line):
        stop = start + 1
    elif line.startswith(("$$", "\\[")) or _BEGIN.match(line):
        stop = _formula(state, start, end, line)
    elif line.startswith("{"):
        stop = _template_lines(state, start, end)
        title = _shown(state, start, stop)
    if stop <= start:
        return False
    if not silent:
        _keep(state, start, stop, title)
    return True


def _shown(state: StateBlock, start: int, end: int) -> str:
    """What lines that stay show to readers: labels and captions of components and shortcodes."""
    lines = (state.src[state.bMarks[number] : state.eMarks[number]] for number in range(start, end))
    return ", ".join(found for line in lines for found in _SHOWN.findall(line))


def _colon_lines(state: StateBlock, start: int, end: int, line: str) -> tuple[int, str]:
    match = _COLONS.match(line)
    assert match is not None
    directive = match[2].strip("{}. ")
    if directive.lower() in _VERBATIM:
        return max(_closing(state, start, end, match[1]), start + 1), ""
    title = match[3].strip()
    title = "" if title.startswith("{") or not directive else title
    return _options(state, start + 1, end), title


def _closing(state: StateBlock, start: int, end: int, fence: str) -> int:
    """The line after the one that closes a fence, -1 when nothing does."""
    unclosed = state.env.setdefault(
        "unclosed", {}
    )  # sign and end -> shortest fence that nothing closes below
    if len(fence) >= unclosed.get((fence[0], end, state.src), len(fence) + 1):
        return -1
    for number in range(start + 1, end):
        line = _line(state, number)
        if len(line) >= len(fence) and line == fence[0] * len(line):
            return number + 1
    unclosed[fence[0], end, state.src] = len(fence)
    return -1


def _options(state: StateBlock, start: int, end: int) -> int:
    """The line after the options of a directive: `:name: value` lines or YAML between dashes."""
    if start < end and _line(state, start) == "---":
        for number in range(start + 1, min(end, start + _AHEAD)):
            if _line(state, number) == "---":
                return number + 1
    while start < end and _OPTION.match(_line(state, start)):
        start += 1
    return start


def _formula(state: StateBlock, start: int, end: int, line: str) -> int:
    """The line after a formula on lines of its own, `start` when there is none."""
    begin = _BEGIN.match(line)
    closing = f"\\end{{{begin[1]}}}" if begin else {"$": "$$", "\\": "\\]"}[line[0]]
    skip = begin.end() if begin else 2
    reach = state.eMarks[min(end, start + _AHEAD) - 1]
    if state.src.find(closing, state.bMarks[start] + state.tShift[start] + skip, reach) < 0:
        return start
    for number in range(start, min(end, start + _AHEAD)):
        text = _line(state, number)[skip if number == start else 0 :]
        if state.sCount[number] < 0 and number > start:
            return start
        at = text.find(closing)
        if at >= 0:
            rest = text[at + len(closing) :].strip()
            return number + 1 if not rest or re.fullmatch(r"\([\w:.-]+\)|\{.*\}|[.,]", rest) else start
        if not text and closing == "$$" and number > start + 1 and not _line(state, number - 1):
            return start  # two empty lines: a price, not a formula
    return start


def _template_lines(state: StateBlock, start: int, end: int) -> int:
    """The line after lines that hold nothing but template tags or one expression."""
    at = state.bMarks[start] + state.tShift[start]
    limit = state.eMarks[end - 1]
    while at < limit:
        tag = templates.tag_at(state.src, at, limit)
        if tag is None:
            break
        at = tag.end
        while at < limit and state.src[at] in " \t":
            at += 1
        if at >= limit or state.src[at] == "\n":
            return state.src.count("\n", state.bMarks[start], at) + start + 1
    if state.src.startswith("{", at) and at == state.bMarks[start] + state.tShift[start]:
        stop = _braces(state.src, at, limit)
        if stop > 0 and (stop >= limit or state.src[stop] == "\n"):
            return state.src.count("\n", at, stop) + start + 1
    return start


def _braces(text: str, at: int, limit: int) -> int:
    """Where braces that open at `at` are closed, -1 if nowhere near; strings may hold braces."""
    depth = 0
    quote = ""
    limit = min(limit, at + templates.LONGEST)
    for index in range(at, limit if text.find("}", at, limit) >= 0 else at):
        character = text[index]
        if quote:
            quote = "" if character == quote and text[index - 1] != "\\" else quote
        elif character in '"`':
            quote = character
        elif character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
            if depth == 0:
                return index + 1
    return -1


def _alert(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The first line of a GitHub alert or an Obsidian callout, which may have a title."""
    if state.parentType != "blockquote" or _is_code(state, start):
        return False
    match = _ALERT.fullmatch(_line(state, start))
    if match is None or (match[2].startswith(("(", "[", ":")) and not match[2].startswith("[!")):
        return False
    if not silent:
        column = state.bMarks[start] + state.tShift[start] + match.start(2) - _start_of(state, start)
        _label(state, start, match[2], column)
    return True


def _start_of(state: StateBlock, number: int) -> int:
    """Where a line starts in the source, before what containers took off it."""
    return state.src.rfind("\n", 0, state.bMarks[number] + state.tShift[number]) + 1


def _label(state: StateBlock, number: int, text: str, column: int, quoted: bool = False) -> None:
    if not text.strip():
        _keep(state, number, number + 1)
        return
    state.push("label_open", "p", 1).map = [number, number + 1]
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = text, [number, number + 1], []
    token.meta = {"column": column, "quoted": quoted}
    state.push("label_close", "p", -1)
    state.line = number + 1


def _admonition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block of MkDocs: its content is indented by four."""
    if _is_code(state, start):
        return False
    line = _line(state, start)
    match = _ADMONITION.fullmatch(line) if line[:3] in ("!!!", "???", "===") else None
    if match is None:
        return False
    if silent:
        return True
    group = 1 if match[1] is not None else 2
    column = state.bMarks[start] + state.tShift[start] - _start_of(state, start)
    _label(state, start, match[group] or "", column + max(match.start(group), 0), quoted=True)
    _nested(state, start + 1, end, 4)
    return True


def _nested(state: StateBlock, start: int, end: int, indent: int) -> None:
    """Read what is indented below a line as blocks."""
    parent, state.parentType = state.parentType, "list"
    state.blkIndent += indent
    state.level += 1
    state.line = start
    state.md.block.tokenize(state, start, end)
    state.level -= 1
    state.blkIndent -= indent
    state.parentType = parent


def _marked(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Footnotes, definitions and abbreviations: a mark, then a text that may go on below, indented."""
    if _is_code(state, start):
        return False
    line = _line(state, start)
    definition = _DEFINITION.match(line)
    match = definition or _FOOTNOTE.match(line) or _ABBREVIATION.match(line)
    if match is None:
        return False
    if silent:
        return True
    saved = state.bMarks[start], state.tShift[start], state.sCount[start]
    indent = min(match.end(), 4) if definition else 4
    if definition:
        state.push("definition_open", "dd", 1).map = [start, start + 1]
    state.bMarks[start] += state.tShift[start] + match.end()
    state.tShift[start] = 0
    state.sCount[start] = state.blkIndent + indent
    _nested(state, start, end, indent)
    state.bMarks[start], state.tShift[start], state.sCount[start] = saved
    if definition:
        state.push("definition_close", "dd", -1)
    state.line = max(state.line, start + 1)
    return True


def _directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A fence whose content is Markdown (MyST)."""
    match = _FENCE.fullmatch(_line(state, start))
    if match is None or match[1][0] == ":" or match[2].lower() not in _PROSE or _is_code(state, start):
        return False
    stop = _closing(state, start, end, match[1])
    if stop < 0:
        return False
    if silent:
        return True
    first = _options(state, start + 1, stop - 1)
    _keep(state, start, first, match[3].strip())
    limit, state.lineMax = state.lineMax, stop - 1
    state.level += 1
    state.md.block.tokenize(state, first, stop - 1)
    state.level -= 1
    state.lineMax = limit
    _keep(state, stop - 1, stop)
    return True


def _module(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """MDX: `import` and `export` at the margin, up to an empty line outside brackets."""
    line = _line(state, start)
    if silent or state.blkIndent or state.tShift[start] or state.parentType != "root":
        return False
    if not (_IMPORT.match(line) or _EXPORT.match(line)):
        return False
    depth = 0
    number = start
    window = state.src[state.bMarks[start] : state.eMarks[min(end, start + _AHEAD) - 1]]
    if not re.search(r"[)\]}]|\n[ \t]*\n", window):  # its brackets are never closed
        end = start + 1
    while number < min(end, start + _AHEAD):
        text = _line(state, number)
        if not text and depth <= 0:
            break
        depth += sum(text.count(sign) for sign in "([{") - sum(text.count(sign) for sign in ")]}")
        number += 1
    _keep(state, start, number if depth <= 0 else start + 1)
    return True


def _component(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """MDX: the opening or closing tag of a component, alone on its lines."""
    at = state.bMarks[start] + state.tShift[start]
    if _is_code(state, start) or not _COMPONENT.match(state.src, at):
        return False
    limit = state.eMarks[end - 1]
    stop = component_end(state.src, at, limit)
    if (
        stop < 0
        or state.src[stop : state.src.find("\n", stop) if "\n" in state.src[stop:] else limit].strip()
    ):
        return False
    raw = state.src[at:stop]
    last = start + raw.count("\n")
    if any(not _line(state, number) for number in range(start, min(last + 1, end))):
        return False
    if not silent:
        inside = re.sub(r"\{[^{}]*\}", "", re.sub(r"\{[^{}]*\}", "", raw))
        if ">" in inside[:-1] or ">" in raw[:-1]:
            _keep(state, start, last + 1, _shown(state, start, last + 1))
        else:
            token = state.push("html_block", "", 0)
            token.map, token.content = [start, last + 1], raw
            state.line = last + 1
    return True


def component_end(text: str, at: int, limit: int) -> int:
    """Where a tag that may hold `{expressions}` ends, -1 if it doesn't."""
    index = at + 1
    limit = min(limit, at + templates.LONGEST)
    limit = text.rfind(">", at, limit) + 1
    while index < limit:
        character = text[index]
        if character in "\"'":
            index = text.find(character, index + 1, limit)
            if index < 0:
                return -1
        elif character == "{":
            index = _braces(text, index, limit) - 1
            if index < 0:
                return -1
        elif character == ">":
            return index + 1
        elif character == "<":
            return -1
        index += 1
    return -1


# -- inline ------------------------------------------------------------------------------------------------------

_PLACE_SIGNS = (
    re.compile(r"\[\^[^\]\s]+\]"),
    re.compile(r"\{(?:[:#.](?![:#.\s]*\})[^{}\n]*|/\*.*?\*/)\}"),
)
_TASK = re.compile(r"\[[ xX]\](?=\s)")
_TEXT_SIGNS = (
    re.compile(r"!?\[\[[^\[\]\n]{1,200}\]\]"),
    re.compile(r"\{[A-Za-z][\w:+-]*\}(`+)(?!`).+?(?<!`)\1(?!`)", re.A),
    re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]{1,40}:(?![\w:])", re.A),
    re.compile(r"\$`[^`\n]+`\$"),
    re.compile(r"\$\$(?!\s)(?:[^$\\]|\\.){1,2000}?\$\$", re.S),
    re.compile(
        r"(?<![\w$\\])\$(?![\s$]|\d[\d.,]*\s+[^\W\d_]{2})(?:[^$\\\n]|\\.|\n(?!\s*\n)){0,1000}?(?<!\s)\$(?![\d$])"
    ),
    re.compile(r"\{[A-Za-z_][\w.\[\]'\"()]*\}", re.A),
    re.compile(r"\\\\\((?:.{1,1000}?)\\\\\)|\\\\\[(?:.{1,1000}?)\\\\\]", re.S),
)


def _first(patterns: Sequence[re.Pattern[str]], state: StateInline) -> re.Match[str] | None:
    return next((m for p in patterns if (m := p.match(state.src, state.pos, state.posMax))), None)


def _signs(state: StateInline, silent: bool) -> bool:
    """Signs within a text: what they are is said by the module's table."""
    source, at = state.src, state.pos
    if source[at] not in "[!{:$\\<":
        return False
    kind, end = "", -1
    tag = templates.tag_at(source, at, state.posMax)
    if tag is not None:
        kind, end = "kept" if tag.kind == "comment" else "kept_text", tag.end
    elif at == 0 and (task := _TASK.match(source)):
        kind, end = "kept", task.end()
    elif found := _first(_PLACE_SIGNS, state):
        kind, end = "kept", found.end()
    elif found := _first(_TEXT_SIGNS, state):
        kind, end = "kept_text", found.end()
    elif source[at] == "<" and _COMPONENT.match(source, at, state.posMax):
        stop = component_end(source, at, state.posMax)
        if stop > 0 and "{" in source[at:stop]:
            kind, end = "html_inline", stop
    if end < 0:
        return False
    if not silent:
        state.push(kind, "", 0).content = source[at:end]
    state.pos = end
    return True


def add_dialects(parser: MarkdownIt) -> None:
    """Teach a parser the dialects."""
    block = parser.block.ruler
    alone: RuleOptionsType = {"alt": _TERMINATES}
    block.before("table", "component", _component, alone)
    block.before("table", "directive", _directive, alone)
    block.before("table", "admonition", _admonition, alone)
    block.before("table", "marked", _marked, alone)
    block.before("table", "alert", _alert)
    block.before("table", "kept_lines", _kept_lines, alone)
    block.before("table", "module", _module)
    parser.inline.ruler.before("escape", "signs", _signs)
