"""What the runtime says, in the interface's language: languages, doubts, devices, notes."""

from __future__ import annotations

from typing import Any

from app.settings import QT_TRANSLATE_NOOP
from app.window.widgets import translated

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


def language_name(code: str) -> str:
    return translated("Runtime", LANGUAGES[code]) if code in LANGUAGES else code


def flag_text(flag: Any) -> str:
    """The doubt in the interface's language; the runtime's own detail follows when that is English."""
    general = FLAGS.get(flag.code)
    if general is None:
        return str(flag.reason)
    shown = translated("Runtime", general)
    return str(flag.reason) if shown == general and flag.reason else shown


def runtime_text(text: str) -> str:
    """The known sentences in a text translated; anything else as it is."""
    for sentence in SENTENCES:
        if sentence in text:
            text = text.replace(sentence, translated("Runtime", sentence))
    return text
