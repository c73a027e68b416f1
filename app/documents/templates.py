"""Tags of template languages and PHP in a text: what they span, and whether they stand for a text.

| tag | language | kind |
| --- | --- | --- |
| `{{ name }}`, `{{{ name }}}`, `{{< figure >}}` | Jinja, Django, Liquid, Handlebars, Vue, Hugo | value |
| `{% if %}`, `{% endfor %}` | Jinja, Django, Liquid | control |
| `{% url 'x' %}` and other names | Jinja, Django, Liquid | value |
| `{# … #}` | Jinja, Django | comment |
| `<%= name %>`, `<%- name %>` | ERB, EJS, JSP | value |
| `<% if … %>` | ERB, EJS, JSP | control |
| `<%# … %>`, `<%-- … --%>` | ERB, JSP | comment |
| `<?= $name ?>`, `<?php echo … ?>` | PHP | value |
| `<?php if … ?>` | PHP | control |

A value stands inside a sentence. A control tag chooses or repeats what follows: it ends a sentence and never
moves. PHP ends at the first `?>`, as in PHP's own reader, or with the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 4000  # characters between the signs of a tag, PHP aside

OPENING = re.compile(r"\{\{|\{%|\{#|<%|<\?(?:php\b|=|(?=\s))", re.A)
_FURTHER = 400  # characters of a template tag within a tag of HTML
WITHIN_TAG = "|".join(  # a pattern for tags within the tags of HTML
    rf"{opening}(?:(?!{closing}).){{0,{_FURTHER}}}+{closing}"
    for opening, closing in ((r"<\?", r"\?>"), ("<%", "%>"), (r"\{%", r"%\}"), (r"\{\{", r"\}\}"))
)
_CONTROL = re.compile(
    r"\{%[-+~]?\s*(?:if|else|elif|elsif|elseif|unless|for|while|case|when|switch|default|empty|block|with|filter|"
    r"macro|call|set|assign|capture|increment|decrement|autoescape|raw|verbatim|comment|extends|load"
    r"|import|from|layout|section|form|paginate|tablerow|cycle|break|continue|spaceless|cache|language|end\w*)\b",
    re.A,
)
_PHP_VALUE = re.compile(
    r"<\?(?:=|php\s+(?:echo|print|printf|vprintf|_e|esc_html_e|esc_attr_e|the_\w+|bloginfo)\b|\s*echo\b)",
    re.A,
)
_STOPS = re.compile(r"[.!?…][\"'”’)\]%}]*(?:\s|>)")  # what a splitter could take for the end of a sentence


@dataclass(frozen=True)
class TemplateTag:
    """A tag at [start, end) of a text; kind is value, control or comment."""

    start: int
    end: int
    kind: str


def tag_at(text: str, at: int, limit: int | None = None) -> TemplateTag | None:
    """The tag that starts at `at` and ends before `limit`, None without one."""
    limit = len(text) if limit is None else limit
    opening = OPENING.match(text, at, limit)
    if opening is None:
        return None
    if opening.group().startswith("<?"):
        end = text.find("?>", opening.end(), limit)
        kind = "value" if _PHP_VALUE.match(text, at) else "control"
        if end < 0:
            return None if opening.group() == "<?" else TemplateTag(at, limit, "control")
        return TemplateTag(at, end + 2, kind)
    closing = {"{{": "}}", "{%": "%}", "{#": "#}", "<%": "%>"}[opening.group()]
    if text.startswith("{{{", at):
        closing = "}}}"
    elif text.startswith("<%--", at):
        closing = "--%>"
    end = text.find(closing, opening.end(), min(limit, at + LONGEST))
    if end < 0:
        return None
    end += len(closing)
    if opening.group() == "{#":
        return TemplateTag(at, end, "comment") if text[at + 2].isspace() or text[at + 2] in "-#" else None
    if opening.group() == "{{":
        return TemplateTag(at, end, "value")
    if opening.group() == "{%":
        return TemplateTag(at, end, "control" if _CONTROL.match(text, at) else "value")
    sign = text[at + 2 : at + 3]
    return TemplateTag(at, end, "value" if sign and sign in "=-" and not text.startswith("<%--", at) else
                       "comment" if sign in ("#", "-") else "control")  # fmt: skip


def find_tags(text: str, start: int = 0, end: int | None = None) -> Iterator[TemplateTag]:
    """The tags of a stretch of text in order."""
    at, end = start, len(text) if end is None else end
    while opening := OPENING.search(text, at, end):
        tag = tag_at(text, opening.start(), end)
        if tag is not None:
            yield tag
        at = opening.end() if tag is None else tag.end


def controls(text: str) -> list[str]:
    """The control tags of a text: their order is the program's."""
    return [text[tag.start : tag.end] for tag in find_tags(text) if tag.kind == "control"]


def stand_in(raw: str, number: int) -> str:
    """What the translator sees in a tag's place: the tag itself where that is safe, else `{number}`."""
    shown = " ".join(raw.split())
    safe = len(shown) <= 60 and not _STOPS.search(shown) and shown.isprintable()
    return shown if safe and "?>" not in shown else f"{{{number}}}"
