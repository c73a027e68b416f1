"""Words inside the codes of Word's fields: tips of links, prompts, index entries, texts of buttons.

A code is `NAME operand "operand" \\switch "operand"`. ECMA-376 part 1, section 17.16.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.documents.inline import Block, has_letters
from app.documents.xmlsafe import Element, ElementTree, clean_text
from app.text.markup import Run, join_runs

_SHOWN = {
    "HYPERLINK": {"o"},
    "XE": {"", "t"},
    "TC": {""},
    "FILLIN": {"", "d"},
    "ASK": {"", "d"},
    "QUOTE": {""},
}  # field -> switches whose quoted operand is read by people; "" = the field's own operand
_BUTTONS = re.compile(r"^\s*(?:MACROBUTTON|GOTOBUTTON)\s+\S+\s+(?P<text>[^\\]*[^\s\\])", re.I)
_QUOTED = re.compile(r"(?:\\(?P<switch>\w)\s*)?\"(?P<text>[^\"]*)\"")


@dataclass
class _Code:
    """A field's code in an element's text or an attribute."""

    element: Element
    attribute: str  # "" = the element's text

    @property
    def text(self) -> str:
        return (self.element.get(self.attribute) if self.attribute else self.element.text) or ""

    @text.setter
    def text(self, value: str) -> None:
        if self.attribute:
            self.element.set(self.attribute, value)
        else:
            self.element.text = value


def code_blocks(name: str, tree: ElementTree) -> Iterator[Block]:
    """The words in the codes of a part's fields, each a block."""
    for index, element in enumerate(tree.iter("{*}instrText", "{*}fldSimple")):
        attribute = next((key for key in element.attrib if key.endswith("}instr")), "")
        code = _Code(element, attribute)
        for number, (start, end) in enumerate(_shown(code.text)):
            yield _block(f"{name}#code{index}.{number}", code, number, code.text[start:end])


def _block(identifier: str, code: _Code, number: int, text: str) -> Block:
    def replace(runs: Sequence[Run]) -> None:
        start, end = _shown(code.text)[number]
        words = clean_text(join_runs(runs)).replace('"', "”").replace("\\", "/")
        code.text = code.text[:start] + words + code.text[end:]

    return Block(identifier, [Run(text)], replace, "field")


def _shown(code: str) -> list[tuple[int, int]]:
    """Where in a code there are words that people read."""
    button = _BUTTONS.match(code)
    if button:
        return [button.span("text")] if has_letters(button["text"]) else []
    name = (code.split(None, 1) or [""])[0].upper()
    if name not in _SHOWN:
        return []
    return [
        match.span("text")
        for match in _QUOTED.finditer(code)
        if (match["switch"] or "").lower() in _SHOWN[name] and has_letters(match["text"])
    ]
