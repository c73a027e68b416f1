"""Capitals: what the model sees is ordinary text, what comes back has the capitals of the source.

Turkish has i/İ and ı/I: never use str.lower or str.upper on it directly. Names and acronyms keep
their capitals where `words.txt.gz` (written by `training/data/language_table.py`) knows them.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Literal

Style = Literal["plain", "upper", "title", "lower-start"]
TITLE_SHARE = 0.85  # of the words that have a capital in a title, without of, ve, da ...
LONGEST_NAME = 4  # words of a text without any known common word that is taken for a name, not a title
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_COMPOUND = re.compile(r"[^\W\d_][\w'’\-/]*")
_PLACEHOLDER = re.compile(r"(<ph\d>)")
_SENTENCE_START = re.compile(r"(?:^|(?<!\W[A-ZÇĞİÖŞÜ])[.!?…]\s+)[^\w<]{0,8}([^\W\d_])")
_SMALL = {
    "en": "a an the and or but nor of in on at to for by with from as vs via",
    "pt": "a o as os um uma e ou de da do das dos em na no nas nos para por pelo pela com ao à",
    "tr": "ve veya ile de da ki mi mı mu mü",
}
SMALL_WORDS = {language: frozenset(words.split()) for language, words in _SMALL.items()}
_VOWEL = re.compile("[AEIİOÖUÜÁÂÃÀÉÊÍÓÔÕÚY]")
_ABBREVIATED = frozenset("mr mrs ms dr sr sra jr st prof sn".split())  # noqa: SIM905
# First words of an English sentence that are no names: lower-cased where the source begins without capital.
_STARTERS = frozenset(
    (  # noqa: SIM905
        "the a an it he she they we you this that these those there here in on at to of for from with by and "
        "or but if when while as not no yes what who how why where which my your his her our their is are "
        "was were do does did can will would be some any all every each"
    ).split()
)


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
    for match in re.finditer(r"<ph\d>|\d|[^\W\d_]", text):
        if not match.group(0).isalpha():
            return text
        at = match.start()
        if text[at + 1 : at + 2].isupper():
            return text  # iPhone
        return text[:at] + _first(text[at], language) + text[at + 1 :]
    return text


def _first(letter: str, language: str) -> str:
    """One letter in upper (title) case: one letter again, unlike ß or ﬁ by str.upper."""
    raised = upper(letter, language)
    return raised if len(raised) == 1 else letter


@cache
def _known(language: str) -> tuple[dict[str, str], frozenset[str]]:
    """({lower-cased name or acronym: its form}, common words) of a language."""
    names: dict[str, str] = {}
    common: frozenset[str] = frozenset()
    data = gzip.decompress(Path(__file__).with_name("words.txt.gz").read_bytes()).decode("utf-8")
    for line in data.splitlines():
        code, kind, words = line.split(" ", 2)
        if code == language and kind == "names":
            names = {lower(word, language): word for word in words.split()}
        elif code == language:
            common = frozenset(words.split())
    return names, common


def is_common(word: str, language: str) -> bool:
    """Whether a word (or, with an ending, its stem) is known to be written small."""
    _, common = _known(language)
    small = lower(re.split("['’]", word)[0], language)
    if len(small) < 2 or small in common or small in SMALL_WORDS.get(language, ()):
        return True
    shortest = max(4, (3 * len(small) + 4) // 5)
    return any(small[:end] in common for end in range(len(small) - 1, shortest - 1, -1))


def _outside(text: str, change: Callable[[str], str]) -> str:
    """Apply a function to everything but the placeholders."""
    return "".join(
        part if _PLACEHOLDER.fullmatch(part) else change(part) for part in _PLACEHOLDER.split(text)
    )


def _words(text: str) -> list[str]:
    return _LETTERS.findall(_PLACEHOLDER.sub(" ", text))


def _is_upper(words: list[str], language: str) -> bool:
    """Whether the words are shouted, not acronyms: NASA and "TBMM AB" are none, "ACİL ÇIKIŞ" is."""
    letters = sum(map(len, words))
    if letters < 4 or not all(word.upper() == word for word in words):
        return False
    if not any(word.isupper() for word in words):
        return False
    names, _ = _known(language)
    if all(names.get(lower(word, language), "").isupper() or not _VOWEL.search(word) for word in words):
        return False
    return len(words) > 1 or letters > 5 or is_common(words[0], language)


def style_of(text: str, language: str) -> Style:
    """How the text uses capitals."""
    words = _words(text)
    if not words:
        return "plain"
    if _is_upper(words, language):
        return "upper"
    small = SMALL_WORDS.get(language, frozenset())
    long = [word for word in _title_words(text) if lower(word, language) not in small]
    raised = sum(word[0].isupper() for word in long)
    if len(long) >= 3 and raised >= TITLE_SHARE * len(long) and text.count(",") * 4 <= len(long):  # no list
        ordinary = [word for word in long if not word.isupper()]
        known = sum(is_common(word, language) for word in ordinary)
        if len(ordinary) >= 2 and (known * 3 >= len(ordinary) or len(long) > LONGEST_NAME) and known:
            return "title"
    return "lower-start" if words[0][0].islower() else "plain"


def _title_words(text: str) -> list[str]:
    return _COMPOUND.findall(_PLACEHOLDER.sub(" ", text))


def normalise(sentence: str, language: str) -> tuple[str, Style]:
    """The sentence in ordinary capitals, and the style to restore."""
    style = style_of(sentence, language)
    if style not in ("upper", "title"):
        return sentence, style
    names, _ = _known(language)
    short = len(_title_words(sentence)) <= 2 * LONGEST_NAME  # in a long one the names are few

    def ordinary(match: re.Match[str]) -> str:
        word = match.group(0)
        stem, ending = _stem(word)
        if language == "en" and stem == "I":
            return stem + lower(ending, language)
        small, ending = lower(stem, language), lower(ending, language)
        rest = match.string[match.end() : match.end() + 2]
        if small in names:
            return names[small] + ending
        before = match.string[max(match.start() - 1, 0) : match.start()]
        if len(word) == 1 and rest[:1] == "." and (rest[1:].isalpha() or before == "."):
            return word  # U.S.
        if small in _ABBREVIATED and rest[:1] == ".":
            return capitalise(small, language)
        if style == "upper" and 1 < len(stem) < 6 and not _VOWEL.search(stem):
            return stem + ending  # CNN
        if language == "tr" and ending and not is_common(stem, language):
            return capitalise(small, language) + ending  # only names have an apostrophe before the ending
        acronym = word[1:].upper() == word[1:] != ""
        if style == "title" and (acronym or (short and not is_common(word, language))):
            return word  # an acronym, or a name that the list doesn't have
        return lower(word, language)

    text = _outside(sentence, lambda part: _WORD.sub(ordinary, part))
    return _sentence_starts(text, language), style


def _stem(word: str) -> tuple[str, str]:
    """A word and its ending after an apostrophe: `NASA'nın` -> (`NASA`, `'nın`)."""
    at = min((word.find(mark) for mark in "'’" if mark in word), default=len(word))
    return word[:at], word[at:]


def _sentence_starts(text: str, language: str) -> str:
    letters = list(text)
    for match in _SENTENCE_START.finditer(text):
        letters[match.start(1)] = _first(match.group(1), language)
    return "".join(letters)


def restore(target: str, style: Style, language: str) -> str:
    """The translation in the style of the source."""
    if style == "upper":
        return _outside(target, lambda part: upper(part, language))
    if style == "title":
        return _title(target, language)
    if style == "plain":
        return capitalise(target, language)
    match = re.search(r"<ph\d>|[^\W\d_]+", target)
    if match and lower(match.group(0), language) in _starters(language) and match.group(0)[1:] != "":
        at = match.start()
        return target[:at] + lower(target[at], language) + target[at + 1 :]
    if match and match.group(0) in ("A", "O", "E", "É") and language != "tr":
        return target[: match.start()] + match.group(0).lower() + target[match.end() :]
    return target


def _starters(language: str) -> frozenset[str]:
    return _STARTERS if language == "en" else _common(language)


@cache
def _common(language: str) -> frozenset[str]:
    names, common = _known(language)
    return common - names.keys()


def _title(target: str, language: str) -> str:
    small = SMALL_WORDS.get(language, frozenset())
    first = True

    def raised(match: re.Match[str]) -> str:
        nonlocal first
        word = match.group(0)
        keep = not first and lower(word, language) in small
        first = False
        return word if keep else _first(word[0], language) + word[1:]

    return _outside(target, lambda part: _WORD.sub(raised, part))
