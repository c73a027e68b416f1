"""Names for characters that an XML document declares itself: expanded where harmless, refused elsewhere.

A declaration is harmless when its value is text: characters and references to characters. Values that name
further entities can grow without bound (they nest), and values outside the document would be fetched."""

from __future__ import annotations

import html
import re

MOST = 5000  # declarations; the entity sets of HTML have 253
LONGEST = 1000  # characters of one value

_COMMENT = re.compile(r"<!--.*?-->", re.S)
_DECLARATION = re.compile(r"<!ENTITY\s+(%\s+)?([^\s\"'<>%]+)\s+(?:\"([^\"]*)\"|'([^']*)')\s*>")
_TEXT = re.compile(r"(?:[^&<%]|&#\d{1,7};|&#x[0-9A-Fa-f]{1,6};)*")
_REFERENCE = re.compile(r"&([A-Za-z_:][\w.:-]*);")


def declared_entities(text: str) -> dict[str, str] | None:
    """Character strings by the names that the document type declares; None when one is not harmless."""
    start = text.find("<!DOCTYPE")
    if start < 0:
        return {}
    bracket, tag = text.find("[", start), text.find(">", start)
    if bracket < 0 or 0 <= tag < bracket:
        return {}
    end = re.compile(r"\]\s*>").search(text, bracket)
    subset = _COMMENT.sub("", text[bracket : end.end() if end else len(text)])
    found: dict[str, str] = {}
    for match in _DECLARATION.finditer(subset):
        value = match[3] if match[3] is not None else match[4]
        for _ in range(2):  # `&#38;#60;` is `&#60;` is `<`
            if len(value) > LONGEST or not _TEXT.fullmatch(value):
                return None
            value = html.unescape(value)
            if "&" not in value:
                break
        if match[1] or ("&" in value and value != "&"):
            return None
        found.setdefault(match[2], value)  # the first declaration binds
    if subset.count("<!ENTITY") != len(_DECLARATION.findall(subset)) or len(found) > MOST:
        return None
    return found


def expanded(text: str, entities: dict[str, str]) -> str:
    """The document with its own entities written out, their declarations removed."""
    body = _REFERENCE.sub(
        lambda match: html.escape(entities[match[1]], quote=True) if match[1] in entities else match[0], text
    )
    return _DECLARATION.sub("", body)
