"""Which short strings of resource files are for programs rather than for people."""

from __future__ import annotations

import re

_CODE = re.compile(
    r"""
      (?:https?|ftp|file|mailto|data)\S*:\S+          # addresses
    | \#[0-9A-Fa-f]{3,8}                              # colours
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                    # e-mail
    | (?:\.{0,2}/|[A-Za-z]:\\|~/)\S*                  # paths
    | [\w-]+(?:/[\w.-]+)+                             # a/b/c, image/png
    | [\w-]+(?:\.[\w-]+)*\.[A-Za-z][A-Za-z0-9]{0,4}   # file.ext, pack.age
    | \w*_\w*                                         # snake_case
    | [a-z]+[a-z0-9]*(?:[A-Z][a-z0-9]+)+              # camelCase
    | [\w.-]*\d[\w.-]*                                # v1.2, utf-8, 2026-01-02
    | [a-z]{2,3}[-_][A-Z]{2,4}                        # tr-TR
    | [a-z]+(?:-[a-z]+)+                              # kebab-case
    """,
    re.VERBOSE,
)
_WORDS = frozenset(("true", "false", "yes", "no", "on", "off", "null", "none", "nil", "undefined", "auto"))
_ICU = re.compile(r"\{\s*\w+\s*,\s*(?:plural|select|selectordinal|choice)\s*,")


def is_technical(text: str) -> bool:
    """Whether a value is an identifier, address, path, number or switch. Anything with a blank is not."""
    text = text.strip()
    if not any(map(str.isalpha, text)):
        return True
    if any(map(str.isspace, text)):
        return False
    return text.casefold() in _WORDS or _CODE.fullmatch(text) is not None


def is_message_pattern(text: str) -> bool:
    """Whether it is an ICU plural or select pattern, whose branches no sentence translator can keep."""
    return _ICU.search(text) is not None
