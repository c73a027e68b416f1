"""What the runtime says, in the interface's language: languages, doubts, devices, notes."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from app.settings import QT_TRANSLATE_NOOP
from app.window.language.runtime_sentences import SENTENCES as PATTERNS
from app.window.widgets.controls import translated

LANGUAGES = {
    "auto": QT_TRANSLATE_NOOP("Runtime", "Detect language"),
    "en": QT_TRANSLATE_NOOP("Runtime", "English"),
    "tr": QT_TRANSLATE_NOOP("Runtime", "Turkish"),
    "pt": QT_TRANSLATE_NOOP("Runtime", "Portuguese"),
}
FLAGS = {
    "loop": QT_TRANSLATE_NOOP("Runtime", "Words are repeated over and over."),
    "length": QT_TRANSLATE_NOOP("Runtime", "The length does not fit the original."),
    "empty": QT_TRANSLATE_NOOP("Runtime", "Nothing was translated."),
    "invented": QT_TRANSLATE_NOOP("Runtime", "Something was added that the original does not say."),
    "untranslated": QT_TRANSLATE_NOOP("Runtime", "The text was left as it is."),
    "lost": QT_TRANSLATE_NOOP("Runtime", "Something of the original is missing."),
    "cut": QT_TRANSLATE_NOOP("Runtime", "The translation breaks off."),
    "glossary": QT_TRANSLATE_NOOP("Runtime", "A glossary term could not be used."),
    "script": QT_TRANSLATE_NOOP("Runtime", "The text is in a script that the model does not know."),
    "confidence": QT_TRANSLATE_NOOP("Runtime", "The model is unsure of this sentence."),
    "placed": QT_TRANSLATE_NOOP("Runtime", "A placeholder or tag had to be put back."),
    "order": QT_TRANSLATE_NOOP("Runtime", "Placeholders changed places."),
    "pattern": QT_TRANSLATE_NOOP("Runtime", "A plural or select pattern was left as it is."),
}
SENTENCES = (
    QT_TRANSLATE_NOOP("Runtime", "there is no NVIDIA GPU"),
    QT_TRANSLATE_NOOP("Runtime", "there is an NVIDIA GPU, but the installed onnxruntime is the CPU build"),
    QT_TRANSLATE_NOOP("Runtime", "the CPU was asked for"),
    QT_TRANSLATE_NOOP("Runtime", "a session started on the CUDA provider"),
    QT_TRANSLATE_NOOP("Runtime", "From the translation memory."),
    QT_TRANSLATE_NOOP("Runtime", "By way of English."),
    QT_TRANSLATE_NOOP("Runtime", "A repeated part was cut to one round."),
    QT_TRANSLATE_NOOP("Runtime", "Translated clause by clause, because the whole went wrong."),
    QT_TRANSLATE_NOOP(
        "Runtime", "Split at clauses, because the sentence is longer than the model can read at once."
    ),
    QT_TRANSLATE_NOOP("Runtime", "The text is already in English."),
    QT_TRANSLATE_NOOP("Runtime", "The text is already in Turkish."),
    QT_TRANSLATE_NOOP("Runtime", "The text is already in Portuguese."),
)


INNER = {"detail", "error", "list", "reason", "source_language", "target_language", "what", "where"}
ACTIONS = {"action", "other"}  # options and keys by their label in the settings
LONGEST = 4000  # characters of a message that is looked at
_PLACE = re.compile(r"{(\w+)}")


def language_name(code: str) -> str:
    return translated("Runtime", LANGUAGES[code]) if code in LANGUAGES else code


def flag_text(flag: Any) -> str:
    """The doubt's own reason in the interface's language; the general one if that has no translation."""
    reason = str(flag.reason)
    general = FLAGS.get(flag.code)
    if general is None or find(reason) is not None:
        return runtime_text(reason)
    shown = translated("Runtime", general)
    return reason if shown == general and reason else shown


def error_text(error: Exception) -> str:
    """What an error says, in the interface's language."""
    return runtime_text(str(error))


def runtime_text(text: str) -> str:
    """A sentence of the runtime translated, what varies in it kept; of several notes each that is known."""
    found = find(text)
    if found is not None:
        pattern, places = found
        shown = {
            name: runtime_text(part) if name in INNER
            else translated("Settings", part) if name in ACTIONS
            else part
            for name, part in places.items()
        }  # fmt: skip
        return _PLACE.sub(
            lambda match: shown.get(match.group(1), match.group(0)), translated("Runtime", pattern)
        )
    for sentence in sorted(SENTENCES, key=len, reverse=True):
        if sentence in text:
            text = text.replace(sentence, translated("Runtime", sentence))
    where, colon, rest = text.partition(": ")
    if colon and find(rest) is not None:  # a place, then a sentence of its own
        return f"{runtime_text(where)}: {runtime_text(rest)}"
    return text


def find(text: str) -> tuple[str, dict[str, str]] | None:
    """The sentence with {places} that a text is, and what stands in its places."""
    if len(text) > LONGEST:
        return None
    for pattern, expression in _expressions():
        match = expression.fullmatch(text)
        if match is not None:
            return pattern, match.groupdict()
    return None


@cache
def _expressions() -> list[tuple[str, re.Pattern[str]]]:
    """Every known sentence as an expression, the one with most text of its own first."""
    texts = [*PATTERNS, *SENTENCES, *LANGUAGES.values()]
    texts.sort(key=lambda text: -len(_PLACE.sub("", text)))
    found: list[tuple[str, re.Pattern[str]]] = []
    for text in texts:
        seen: set[str] = set()
        parts = _PLACE.split(text)  # text, name, text, name, ..., text
        for index, part in enumerate(parts):
            if index % 2 == 0:
                parts[index] = re.escape(part)
            else:
                kind = r"\w+" if part == "line" else ".+?"
                parts[index] = f"(?P={part})" if part in seen else f"(?P<{part}>{kind})"
                seen.add(part)
        found.append((text, re.compile("".join(parts), re.DOTALL)))
    return found
