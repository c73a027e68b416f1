"""`python -m tests.everyday [MODEL ...]`: 120 everyday sentences through the models, and what a machine can count.

Every sentence stands in English, Turkish and Portuguese in `data/everyday.tsv`; the translations are printed beside
their references, for somebody to read: BLEU doesn't show a lost number or a lost "not".
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app import paths
from app.model.store import ModelStore
from app.translation.translator import Translator

FILE = Path(__file__).parent / "data" / "everyday.tsv"
_MONTHS = {
    "en": ["january", "march", "may", "october"],
    "tr": ["ocak", "mart", "mayıs", "ekim"],
    "pt": ["janeiro", "março", "maio", "outubro"],
}
_NEGATION = {
    "en": re.compile(
        r"(?i)\b(?:not|no|never|nobody|nothing|none|neither|nor|without|cannot|\w+n't|no one)\b"
    ),
    # the verb's -ma-/-me- before a tense, a person or another suffix, -maz/-mez, and the words
    "tr": re.compile(
        r"(?i)\b(?:değil\w*|yok\w*|hiç\w*|asla|kimse\w*|ne yazık"
        r"|\w+m[ae](?:d[ıi]\w*|m\w*|y\w*|z\w*|s[ıi]n\w*|l[ıi]\w*|k\w*|n\w*)?"
        r"|\w+m[ıiuü]yor\w*|\w+m[ae]z\w*)\b"
    ),
    "pt": re.compile(r"(?i)\b(?:não|nunca|nada|ninguém|nenhum\w*|nem|sem|jamais)\b"),
}
KINDS = ("numbers", "dates", "names", "negation", "question marks")


@dataclass(frozen=True)
class Everyday:
    """A sentence in the three languages."""

    kind: str
    en: str
    tr: str
    pt: str

    def __getitem__(self, language: str) -> str:
        return str(getattr(self, language))


@cache
def sentences() -> list[Everyday]:
    with open(FILE, encoding="utf-8", newline="") as file:
        return [Everyday(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def _numbers(text: str) -> list[str]:
    return sorted(re.sub(r"\D", "", n) for n in re.findall(r"\d[\d.,:]*", text))


def _names(sentence: Everyday) -> list[str]:
    """Capitalised words that all three languages share, whatever ending follows."""
    words = re.findall(r"\b[A-ZÇĞİÖŞÜÁ]\w{2,}", sentence.en)
    return [w for w in words if re.search(rf"\b{w}", sentence.tr) and re.search(rf"\b{w}", sentence.pt)]


def checks(sentence: Everyday, source: str, target: str, translation: str) -> Iterator[tuple[str, bool]]:
    """(kind, whether it is kept) of everything that can be counted of a translation."""
    if numbers := _numbers(sentence[source]):
        kept = _numbers(translation)
        yield from (("numbers", number in kept) for number in numbers)
    for month, wanted in zip(_MONTHS["en"], _MONTHS[target], strict=True):
        if re.search(rf"(?i)\b{month}\b", sentence.en) and re.search(r"\d", sentence.en):
            yield "dates", wanted in translation.replace("İ", "i").lower()
    yield from (("names", name in translation) for name in _names(sentence))
    if _NEGATION["en"].search(sentence.en):
        yield "negation", bool(_NEGATION[target].search(translation))
    if sentence.en.endswith("?"):
        yield "question marks", translation.rstrip().endswith("?")


@dataclass
class Count:
    """What became of the 120 sentences in one direction."""

    kept: dict[str, list[bool]]
    looped: list[str]
    dropped: list[str]
    copied: list[str]
    translations: list[str]

    def share(self, kind: str) -> float:
        return sum(self.kept[kind]) / len(self.kept[kind])


def count(translator: Translator, source: str, target: str) -> Count:
    texts = [sentence[source] for sentence in sentences()]
    found = Count({kind: [] for kind in KINDS}, [], [], [], [])
    for sentence, translation in zip(
        sentences(), translator.translate_many(texts, source, target), strict=True
    ):
        text = translation.text
        found.translations.append(text)
        for kind, kept in checks(sentence, source, target, text):
            found.kept[kind].append(kept)
        if any(flag.code == "loop" for flag in translation.flags):
            found.looped.append(text)
        if len(text) < 0.3 * len(sentence[target]):
            found.dropped.append(text)
        if text.casefold() == sentence[source].casefold():
            found.copied.append(text)
    return found


def main(models: list[str]) -> None:
    stores = [ModelStore(only=model) for model in models] or [ModelStore(user=paths.assets_dir() / "none")]
    for store in stores:
        with Translator(store, device="cpu") as translator:
            for direction in store.directions():
                found = count(translator, direction.source, direction.target)
                print(f"\n# {direction}")
                for sentence, text in zip(sentences(), found.translations, strict=True):
                    print(f"{sentence[direction.source]}\n    {text}\n  = {sentence[direction.target]}")
                shares = ", ".join(f"{kind} {100 * found.share(kind):.0f} %" for kind in KINDS)
                print(f"{direction}: {shares}; looped {len(found.looped)}, dropped {len(found.dropped)}, "
                      f"copied {len(found.copied)}")  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
