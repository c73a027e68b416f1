"""The shipped models keep what a reader relies on: numbers, dates, names, "not" and question marks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app import paths
from app.model.store import ModelStore
from app.translation.translator import Translator
from tests.everyday import KINDS, checks, count, sentences

DIRECTIONS = [("tr", "en"), ("pt", "en"), ("en", "tr"), ("en", "pt")]


def test_the_sentences_are_whole() -> None:
    assert len(sentences()) == 120
    assert len({s.en for s in sentences()}) == len({s.tr for s in sentences()}) == 120


@pytest.mark.parametrize("target", ["en", "tr", "pt"])
def test_the_references_keep_everything(target: str) -> None:
    """What is counted is in the references too: each check can pass."""
    source = "tr" if target == "en" else "en"
    for sentence in sentences():
        for kind, kept in checks(sentence, source, target, sentence[target]):
            assert kept, (kind, sentence[target])


def test_what_is_lost_is_seen() -> None:
    price = next(s for s in sentences() if "85 euros" in s.en)
    assert dict(checks(price, "en", "pt", "O quarto custa 58 euros."))["numbers"] is False
    negated = next(s for s in sentences() if s.en.startswith("They did not come"))
    assert dict(checks(negated, "en", "tr", "Partiye geldiler."))["negation"] is False
    assert dict(checks(negated, "en", "pt", "Eles vieram à festa."))["negation"] is False
    assert dict(checks(negated, "tr", "en", "They came to the party."))["negation"] is False
    asked = next(s for s in sentences() if s.en.startswith("Who wrote"))
    assert dict(checks(asked, "en", "tr", "Bu kitabı kim yazdı."))["question marks"] is False


@pytest.fixture(scope="module")
def translator() -> Iterator[Translator]:
    with Translator(ModelStore(user=paths.assets_dir() / "none"), device="cpu") as made:
        yield made


@pytest.mark.slow
@pytest.mark.parametrize(("source", "target"), DIRECTIONS)
def test_the_shipped_models_keep_it(translator: Translator, source: str, target: str) -> None:
    found = count(translator, source, target)
    assert not found.looped and not found.dropped and not found.copied
    shares = {kind: found.share(kind) for kind in KINDS}
    assert min(shares.values()) >= 0.95, shares
