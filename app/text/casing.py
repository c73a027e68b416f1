"""Capitals: what the model sees is ordinary text, what comes back has the capitals of the source.

Turkish has i/İ and ı/I: never use str.lower or str.upper on it directly.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

Style = Literal["plain", "upper", "title", "lower-start"]
_LETTERS = re.compile(r"[^\W\d_]+")
_PLACEHOLDER = re.compile(r"(<ph\d>)")
SMALL_WORDS = {
    "en": {
        "a",
        "an",
        "the",
        "and",
        "or",
        "but",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "by",
        "with",
        "from",
        "as",
    },
    "pt": {
        "a",
        "o",
        "as",
        "os",
        "e",
        "ou",
        "de",
        "da",
        "do",
        "das",
        "dos",
        "em",
        "na",
        "no",
        "para",
        "por",
        "com",
    },
    "tr": {"ve", "veya", "ile", "de", "da", "ki", "mi", "mı", "mu", "mü"},
}


def lower(text: str, language: str) -> str:
    """Lower case by the language's rules."""
    if language == "tr":
        text = text.replace("I", "ı").replace("İ", "i")
    return text.replace("İ", "i").lower()


def upper(text: str, language: str) -> str:
    """Upper case by the language's rules."""
    if language == "tr":
        text = text.replace("i", "İ").replace("ı", "I")
    return text.upper()


def capitalise(text: str, language: str) -> str:
    """The text with its first letter in upper case; placeholders and marks before it stay."""
    for match in re.finditer(r"<ph\d>|[^\W\d_]", text):
        if match.group(0).startswith("<"):
            return text
        at = match.start()
        return text[:at] + upper(text[at], language) + text[at + 1 :]
    return text


def _outside(text: str, change: Callable[[str], str]) -> str:
    """Apply a function to everything but the placeholders."""
    return "".join(
        part if _PLACEHOLDER.fullmatch(part) else change(part) for part in _PLACEHOLDER.split(text)
    )


def _words(text: str) -> list[str]:
    return _LETTERS.findall(_PLACEHOLDER.sub(" ", text))


def style_of(text: str, language: str) -> Style:
    """How the text uses capitals."""
    words = _words(text)
    letters = "".join(words)
    if not letters:
        return "plain"
    if len(letters) > 3 and letters.isupper() and (len(words) > 1 or len(letters) > 6):
        return "upper"
    long = [word for word in words if word.casefold() not in SMALL_WORDS.get(language, set())]
    if len(long) >= 3 and all(
        word[0].isupper() and (len(word) == 1 or not word[1:].isupper()) for word in long
    ):
        return "title"
    return "lower-start" if words[0][0].islower() else "plain"


def normalise(sentence: str, language: str) -> tuple[str, Style]:
    """The sentence in ordinary capitals, and the style to restore."""
    style = style_of(sentence, language)
    if style == "upper":
        return capitalise(_outside(sentence, lambda part: lower(part, language)), language), style
    if style == "title":
        return capitalise(_outside(sentence, lambda part: lower(part, language)), language), style
    return sentence, style


def restore(target: str, style: Style, language: str) -> str:
    """The translation in the style of the source."""
    if style == "upper":
        return _outside(target, lambda part: upper(part, language))
    if style == "title":
        small = SMALL_WORDS.get(language, set())
        first = True

        def title(match: re.Match[str]) -> str:
            nonlocal first
            word = match.group(0)
            keep = not first and word.casefold() in small
            first = False
            return word if keep else upper(word[0], language) + word[1:]

        return _outside(target, lambda part: re.sub(r"[^\W\d_][\w'’]*", title, part))
    if style == "plain":
        return capitalise(target, language)
    match = re.search(r"<ph\d>|[^\W\d_]+", target)
    if (
        match
        and not match.group(0).startswith("<")
        and match.group(0) != "I"
        and not match.group(0)[1:].isupper()
    ):
        at = match.start()
        word = match.group(0)
        if word in (
            "The",
            "A",
            "An",
            "It",
            "He",
            "She",
            "They",
            "We",
            "You",
            "This",
            "That",
            "In",
            "On",
            "At",
            "To",
        ):
            return target[:at] + lower(target[at], language) + target[at + 1 :]
    return target
