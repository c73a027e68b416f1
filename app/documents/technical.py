"""Which short strings of resource files are for programs rather than for people."""

from __future__ import annotations

import re

from app.documents.base import LOCALES
from app.text import patterns
from app.text.languages import LANGUAGE_NAMES

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
_LOCALE_KEYS = frozenset("locale lang language languagecode localecode defaultlocale".split())  # noqa: SIM905
_LOCALE = re.compile(r"([a-z]{2})(?:([-_])[A-Za-z]{2,4})?")


def is_technical(text: str) -> bool:
    """Whether a value is an identifier, address, path, number, switch, formula or date pattern. Anything else
    with a blank is not."""
    text = text.strip()
    if patterns.kept_whole(text):
        return True
    if not any(map(str.isalpha, text)):
        return True
    if any(map(str.isspace, text)):
        return False
    return text.casefold() in _WORDS or _CODE.fullmatch(text) is not None


def translated_locale(key: str, value: str, source: str | None, target: str) -> str:
    """The target language's code for a value that names the language of the file; "" for any other value.

    key: as the file spells it (`@@locale`, `lang`); source: the language of the file, None when unknown."""
    name = re.sub(r"[@_\-\s]", "", key).casefold()
    match = _LOCALE.fullmatch(value.strip())
    if name not in _LOCALE_KEYS or match is None:
        return ""
    if match[1] != source if source else match[1] not in LANGUAGE_NAMES or match[1] == target:
        return ""
    return LOCALES[target].replace("-", match[2]) if match[2] and target in LOCALES else target
