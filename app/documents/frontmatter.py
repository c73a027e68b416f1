"""Front matter of Markdown pages (YAML between `---`, TOML between `+++`): titles and descriptions as texts.

What a page shows of it is translated and its language set; keys, other values, comments and order stay to the
character."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from app.documents.base import Segment, Translations
from app.documents.elements import names
from app.documents.inline import has_letters
from app.text.markup import Run, join_runs

LONGEST = 1 << 16  # characters
DEEPEST = 12
KEYS = names(
    "title subtitle description summary excerpt abstract tagline lead intro details headline heading caption alt "
    "image_alt sidebar_label sidebar_title sidebartitle nav_title navtitle nav_label pagination_label linktitle "
    "link_title menu_title short_title shorttitle seo_title seo_description meta_title meta_description og_title "
    "og_description social_title social_description teaser"
)
_UNDER = {
    ("sidebar", "label"),
    ("hero", "text"),
    ("hero", "name"),
    ("actions", "text"),
    ("banner", "content"),
}
_LANGUAGE = re.compile(
    r"^((?:lang|language|locale)\s*[:=]\s*[\"']?)[A-Za-z]{2,3}(?:[-_]\w+)?(?=[\"']?\s*$)", re.M
)
_TOML = re.compile(
    r"^([ \t]*)([A-Za-z_][\w-]*)([ \t]*=[ \t]*)(\"(?:[^\"\\]|\\.)*\"|'[^'\n]*')(?=[ \t]*(?:#.*)?$)", re.M
)
_PLAIN = re.compile(r"[^\W\d_][^:#,\[\]{}&*!|>'\"%@`\n]*")


@dataclass
class _Value:
    """A text at [start, end) of the front matter; style as YAML's own (None plain, ' " | >) or "toml"."""

    id: str
    key: str
    start: int
    end: int
    text: str
    style: str | None


class FrontMatter:
    """The lines between the fences, fences included; "" without any."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.problem = ""  # why nothing of it is translated, as the end of a sentence
        self._values: list[_Value] = []
        if not source:
            return
        self._toml = source.startswith("+++")
        try:
            if len(source) > LONGEST:
                self.problem = f"it is longer than {LONGEST >> 10} KB."
            elif self._toml:
                self._read_toml()
            else:
                self._read_yaml()
        except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError, ValueError):
            self._values.clear()
            self.problem = f"it is no valid {'TOML' if self._toml else 'YAML'}."

    def _body(self) -> tuple[int, int]:
        """Where the lines between the fences stand."""
        start = self.source.find("\n") + 1
        end = self.source.rstrip().rfind("\n") + 1
        return start, max(end, start)

    def _read_toml(self) -> None:
        start, end = self._body()
        tomllib.loads(self.source[start:end].replace("\r\n", "\n"))
        for match in _TOML.finditer(self.source, start, end):
            if match[2].casefold() in KEYS:
                text = tomllib.loads("x=" + match[4])["x"]
                self._add(match[2], match.start(4), match.end(4), text, "toml")

    def _read_yaml(self) -> None:
        start, end = self._body()
        node = yaml.compose(self.source[start:end], Loader=yaml.SafeLoader)
        if node is not None:
            self._visit(node, start, ("", ""), 0, set())

    def _visit(self, node: Any, offset: int, path: tuple[str, str], depth: int, seen: set[int]) -> None:
        if depth > DEEPEST or id(node) in seen:  # an anchor used again
            return
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            for item in node.value:
                self._visit(item, offset, path, depth + 1, seen)
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                name = str(key.value).casefold() if isinstance(key, yaml.ScalarNode) else ""
                self._visit(value, offset, (path[1], name), depth + 1, seen)
        elif node.tag == "tag:yaml.org,2002:str" and (path[1] in KEYS or path in _UNDER):
            start, end = node.start_mark.index + offset, node.end_mark.index + offset
            self._add(path[1], start, end, node.value, node.style)

    def _add(self, key: str, start: int, end: int, text: str, style: str | None) -> None:
        raw = self.source[start:end]
        tagged = style is None and raw[:1] in "!&" and raw[:1] != ""
        if has_letters(text) and not tagged:
            self._values.append(_Value(f"f{len(self._values)}", key, start, end, text, style))

    def segments(self) -> Iterator[Segment]:
        """The texts in order."""
        for value in self._values:
            yield Segment(value.id, (Run(value.text.rstrip("\n")),), value.key)

    def render(self, translations: Translations, target_lang: str) -> str:
        """The front matter with translations put in and its language set."""
        out: list[str] = []
        at = 0
        for value in self._values:
            runs = translations.get(value.id)
            text = value.text.rstrip("\n") if runs is None else join_runs(runs)
            if text != value.text.rstrip("\n"):
                out += [self.source[at : value.start], self._spell(value, text)]
                at = value.end
        new = "".join(out) + self.source[at:]
        return _LANGUAGE.sub(lambda match: match[1] + target_lang, new)

    def _spell(self, value: _Value, text: str) -> str:
        text = "".join(character for character in text if character.isprintable() or character == "\n")
        raw = self.source[value.start : value.end]
        if value.style in ("|", ">"):
            header, _, body = raw.partition("\n")
            indent = re.match(r"[ \t]*", next((line for line in body.split("\n") if line.strip()), ""))
            prefix = indent.group() if indent else "  "
            trail = body[len(body.rstrip()) :]
            newline = "\r\n" if header.endswith("\r") else "\n"
            return header + "\n" + newline.join((prefix + line).rstrip() for line in text.split("\n")) + trail
        text = " ".join(text.split())
        if value.style == "'" and "'" in raw[:1]:
            return "'" + text.replace("'", "''") + "'"
        if value.style is None and _PLAIN.fullmatch(text) and _reads_as(text):
            return text
        if value.style == "toml" and raw.startswith("'") and "'" not in text:
            return f"'{text}'"
        return json.dumps(text, ensure_ascii=False)


def _reads_as(text: str) -> bool:
    """Whether plain YAML reads a text as itself."""
    try:
        return bool(yaml.safe_load(f"key: {text}") == {"key": text})
    except (yaml.YAMLError, ValueError):
        return False
