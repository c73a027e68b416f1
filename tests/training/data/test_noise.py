"""Altered training pairs keep what both sides share: names, numbers, placeholders and Turkish letters."""

from __future__ import annotations

import random

import pytest

from training.data.corpus import Pair
from training.data.noise import Names, lower, noisy_copy, placeholders, shared_name, tokenised, upper

KNOWN = [
    Pair("Dün Bergama'da Osborne ile konuştum.", "I talked to Osborne in Bergama yesterday."),
    Pair("O Knightley'i ve Ravenna'yı sever.", "She loves Knightley and Ravenna."),
]


@pytest.fixture
def names() -> Names:
    return Names(KNOWN)


def test_names_are_the_capitalised_words_shared_inside_a_sentence(names: Names) -> None:
    assert sorted(names.names) == ["Bergama", "Knightley", "Osborne", "Ravenna"]
    assert Names.shared(Pair("Menu açıldı.", "Menu opened.")) == []  # at the start any word has a capital
    assert Names.shared(Pair("Tom geldi.", "Tom came.")) == ["Tom"]  # but everybody knows Tom
    assert Names.shared(Pair("Bir POS ve eBay.", "A POS and eBay.")) == []  # abbreviations and brands stay
    assert Names.shared(Pair("O Osborne, Osborne değil.", "He is Osborne.")) == []  # which of the two?


def test_both_sides_get_the_same_other_name_and_keep_their_suffixes(names: Names) -> None:
    seen = set()
    for seed in range(40):
        changed = names.exchange(
            Pair("Dün Tom'un evini gördüm.", "I saw Tom's house yesterday."), random.Random(seed)
        )
        name = changed.source.removeprefix("Dün ").removesuffix("'un evini gördüm.")
        assert changed.target == f"I saw {name}'s house yesterday."
        assert all(word[0].isupper() and word[1:].islower() for word in name.split())
        seen.add(name)
    assert "Tom" not in seen
    assert len(seen) > 10  # made-up ones too
    assert any(" " in name for name in seen)


def test_names_exchanged_for_each_other_are_not_mixed_up() -> None:
    two = Names([Pair("a Osborne b", "c Osborne d"), Pair("a Ravenna b", "c Ravenna d")])
    pair = Pair("Dün Osborne ile Ravenna geldi.", "Yesterday Ravenna came with Osborne.")
    for seed in range(40):
        changed = two.exchange(pair, random.Random(seed))
        first, second = changed.source.removeprefix("Dün ").removesuffix(" geldi.").split(" ile ")
        assert changed.target == f"Yesterday {second} came with {first}."


def test_numbers_keep_their_digits_and_one_is_left_alone(names: Names) -> None:
    for seed in range(40):
        changed = names.exchange(Pair("11 kişi 1 ev aldı.", "11 people bought 1 house."), random.Random(seed))
        number = changed.source.split()[0]
        assert 10 <= int(number) <= 99
        assert changed == Pair(f"{number} kişi 1 ev aldı.", f"{number} people bought 1 house.")
    for kept in ("UTF-8 ve 3.14", "12:30 ve 5.000", "2 ve 2"):
        assert names.exchange(Pair(kept, kept), random.Random(1)) == Pair(kept, kept)


def test_a_name_or_number_is_exchanged_in_both_sides_or_in_none(names: Names) -> None:
    for seed in range(20):
        changed = names.exchange(Pair("Dün -Osborne geldi.", "Yesterday Osborne came."), random.Random(seed))
        name = changed.target.removeprefix("Yesterday ").removesuffix(" came.")
        assert changed.source == f"Dün -{name} geldi."
        changed = names.exchange(Pair("5 kişi 5.000 lira", "5 people 5,000 lira"), random.Random(seed))
        number = changed.source.split()[0]
        assert changed == Pair(f"{number} kişi 5.000 lira", f"{number} people 5,000 lira")


def test_without_names_only_numbers_change() -> None:
    nobody = Names([])
    pair = Pair("Tom geldi.", "Tom came.")
    assert nobody.exchange(pair, random.Random(1)) == pair


def test_turkish_case() -> None:
    assert lower("IŞIK İYİ", "tr") == "ışık iyi"
    assert upper("ışık iyi", "tr") == "IŞIK İYİ"
    assert upper("iyi", "pt") == "IYI"


def test_shared_spans_become_placeholders() -> None:
    pair = Pair("https://a.example adresine 2024 kez bakın.", "See https://a.example 2024 times.")
    assert placeholders(pair, random.Random(1), always=True) == Pair(
        "<ph0> adresine <ph1> kez bakın.", "See <ph0> <ph1> times."
    )
    changed = shared_name(Pair("Dün Osborne geldi.", "Osborne came yesterday."), random.Random(1))
    assert changed is not None
    symbol = changed.source.split()[1]
    assert symbol.startswith("<ph")
    assert changed.target == f"{symbol} came yesterday."


def test_tokenised_text() -> None:
    assert tokenised("Don't go, Tom!", "en", random.Random(1)) == "Do n't go , Tom !"
    assert tokenised("Don't go, Tom!", "en", random.Random(2)) == "Don 't go , Tom !"
    for seed in (1, 2):
        assert tokenised("Tom'un evi 5'te.", "tr", random.Random(seed)) == "Tom ' un evi 5 ' te ."


def test_noise_depends_on_the_seed_alone() -> None:
    pair = Pair("Dün Osborne ile konuştum.", "I talked to Osborne yesterday.")
    several = {noisy_copy(pair, ("tr", "en"), random.Random(seed)) for seed in range(60)}
    assert several == {noisy_copy(pair, ("tr", "en"), random.Random(seed)) for seed in range(60)}
    assert len(several) > 8
