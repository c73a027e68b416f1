"""Glossary terms stand where the source's words are aligned to, or the sentence says that they may not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app import paths
from app.memory.glossary import Glossary, Term, TermMatch
from app.model.store import ModelStore
from app.text.words import word_spans
from app.translation.terms import Linked, Place, counterpart, in_place, sound, strayed, substitute
from app.translation.translator import Translator


def linked(source: str, target: str, *links: tuple[int, int]) -> Linked:
    return Linked(source, target, word_spans(source), word_spans(target), links)


def place(source: str, found: str, translation: str, case: str = "match") -> Place:
    start = source.index(found)
    term = Term(found.lower() if case == "match" else found, translation, case)  # type: ignore[arg-type]
    match = TermMatch(term, start, start + len(found), found)
    return Place(match, (start, start + len(found)))


SCHOOL = "Okul çok güzel."
FREE = linked(SCHOOL, "The school is very beautiful.", (0, 0), (0, 1), (1, 2), (1, 3), (2, 4), (3, 5))


def test_a_term_takes_the_place_of_the_words_aligned_to_it() -> None:
    at = place(SCHOOL, "Okul", "academy")
    assert counterpart(FREE, at, "en") == (4, 10)
    assert substitute(FREE, [at], "en") == "The academy is very beautiful."


def test_capitals_of_the_beginning_belong_to_the_sentence() -> None:
    opening = linked("Okul kapalı.", "School is closed.", (0, 0), (1, 1), (1, 2), (2, 3))
    assert substitute(opening, [place("Okul kapalı.", "Okul", "academy")], "en") == "Academy is closed."
    shouted = linked("OKUL KAPALI.", "THE SCHOOL IS CLOSED.", (0, 0), (0, 1), (1, 2), (1, 3), (2, 4))
    assert substitute(shouted, [place("OKUL KAPALI.", "OKUL", "academy")], "en") == "THE ACADEMY IS CLOSED."
    exact = place(SCHOOL, "Okul", "aCademy", "exact")
    assert substitute(FREE, [exact], "en") == "The aCademy is very beautiful."


def test_articles_follow_the_term() -> None:
    source = "Bu bir okul."
    free = linked(source, "This is a school.", (0, 0), (1, 2), (2, 3), (3, 4))
    assert substitute(free, [place(source, "okul", "academy")], "en") == "This is an academy."
    assert substitute(free, [place(source, "okul", "college")], "en") == "This is a college."


def test_several_terms_and_one_that_is_there_already() -> None:
    source = "Ev büyük ve kapı açık."
    free = linked(
        source, "The house is big and the door is open.",
        (0, 0), (0, 1), (1, 2), (1, 3), (2, 4), (3, 5), (3, 6), (4, 7), (4, 8), (5, 9),
    )  # fmt: skip
    terms = [
        place(source, "Ev", "residence"),
        place(source, "kapı", "gateway"),
        place(source, "açık", "open"),
    ]
    assert substitute(free, terms, "en") == "The residence is big and the gateway is open."


def test_a_word_that_only_shares_its_attention_is_left_alone() -> None:
    source = "Bu şehirde birçok ev var."
    free = linked(
        source, "There are many houses in this city.",
        (0, 0), (1, 1), (2, 2), (3, 3), (1, 3), (1, 4), (0, 5), (1, 6), (5, 7),
    )  # fmt: skip
    assert substitute(free, [place(source, "şehirde", "town"), place(source, "ev", "home")], "en") == (
        "There are many home in this town."
    )


def test_no_aligned_word_no_substitution() -> None:
    free = linked("Arabanın kapısını kapat.", "Close the door.", (0, 1), (1, 2), (2, 0), (3, 3))
    at = place("Arabanın kapısını kapat.", "Arabanın", "automobile")
    assert counterpart(free, at, "en") is None and substitute(free, [at], "en") is None


def test_what_is_sound_and_what_is_not() -> None:
    at = [place(SCHOOL, "Okul", "academy")]
    good = linked(SCHOOL, "The academy is very beautiful.", (0, 0), (0, 1), (1, 3), (2, 4))
    elsewhere = linked(SCHOOL, "The school is academy.", (0, 0), (0, 1), (1, 2), (1, 3))
    leftover = linked(SCHOOL, "The academy is school.", (0, 0), (0, 1), (1, 2), (2, 3))
    lost = linked(SCHOOL, "Academy. " + "Really. Recent. " * 8, (0, 0))
    assert in_place(good, at[0]) and sound(good, FREE, at, "en") and not strayed(good, FREE)
    assert not in_place(elsewhere, at[0]) and not sound(elsewhere, FREE, at, "en")
    assert in_place(leftover, at[0]) and not sound(leftover, FREE, at, "en")
    assert strayed(lost, FREE)


@pytest.mark.parametrize("source", ["İİİ okul güzel.", "ß ŉ okul güzel."])
def test_offsets_hold_where_case_changes_lengths(source: str) -> None:
    free = linked(source, source.replace("okul", "school"), *((i, i) for i in range(len(word_spans(source)))))
    changed = substitute(free, [place(source, "okul", "academy")], "en")
    assert changed == source.replace("okul", "academy")


# With the shipped models --------------------------------------------------------------------------------------

TERMS = Glossary([
    Term("ev", "residence"), Term("kapı", "gateway"), Term("okul", "academy"), Term("kitap", "volume"),
])  # fmt: skip


@pytest.fixture(scope="module")
def translator() -> Iterator[Translator]:
    with Translator(ModelStore(user=paths.assets_dir() / "none"), device="cpu") as made:
        yield made


@pytest.mark.parametrize(
    ("source", "required"),
    [
        ("Ev büyük ve kapı açık. Şehir güzel.", ["residence", "gateway"]),
        ("Yarın okula gideceğim.", ["academy"]),
        ("Okul çok güzel.", ["academy"]),
        ("Kitap masanın üstünde duruyor.", ["volume"]),
        ("EV BÜYÜK VE KAPI AÇIK.", ["RESIDENCE", "GATEWAY"]),
        ("Kapı kapalı. Ev küçük.", ["gateway", "residence"]),
    ],
)
def test_terms_cost_the_sentence_nothing(translator: Translator, source: str, required: list[str]) -> None:
    """What the free translation says is still said, the terms once each, instead of their counterparts."""
    free = translator.translate(source, "tr", "en")
    result = translator.translate(source, "tr", "en", glossary=TERMS)
    assert result.flags == []
    for words in required:
        assert result.text.casefold().count(words.casefold()) == 1, result.text
    assert abs(len(result.text.split()) - len(free.text.split())) <= 1, (free.text, result.text)
    replaced = {"house", "door", "school", "book"}
    assert not replaced & {word.strip(".").casefold() for word in result.text.split()}


@pytest.mark.parametrize(
    "terms",
    [{"ev": "zqxj", "kapı": "wvkp"}, {"çocuklar": "the the the", "okulda": "of of"}, {"ve": "xylophone"}],
)
def test_absurd_terms_are_kept_out_of_trouble_or_flagged(
    translator: Translator, terms: dict[str, str]
) -> None:
    source = "Ev büyük ve kapı açık, çocuklar okulda."
    free = translator.translate(source, "tr", "en")
    glossary = Glossary([Term(*pair) for pair in terms.items()])
    result = translator.translate(source, "tr", "en", glossary=glossary)
    there = all(term in result.text.casefold() for term in terms.values())
    assert there or any(flag.code == "glossary" for flag in result.flags)
    assert len(result.text.split()) <= 1.5 * len(free.text.split()) + 6


def test_alternatives_and_words_of_a_substituted_sentence(translator: Translator) -> None:
    result = translator.translate("Okul çok güzel.", "tr", "en", alternatives=3, details=True, glossary=TERMS)
    (sentence,) = result.sentences
    assert "".join(sentence.target[word.start : word.end] for word in sentence.words).startswith("The")
    assert [sentence.target[word.start : word.end] for word in sentence.words] == [
        w.text for w in sentence.words
    ]
    academy = next(index for index, word in enumerate(sentence.words) if word.text.casefold() == "academy")
    assert (0, academy) in sentence.alignment
    assert all("academy" in other.casefold() for other in sentence.alternatives)
