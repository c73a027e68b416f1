"""Languages of short texts, with and without diacritics."""

from __future__ import annotations

import random
import re
import unicodedata

import pytest

from app.text import detect
from tests.app.text.corpora import PUD, lines_of
from tests.data.nasty import INPUTS


def plain(text: str) -> str:
    text = text.replace("ı", "i").replace("İ", "I")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def accuracy(file: str, language: str, words: int, *, diacritics: bool) -> float:
    """Share of windows of so many words, one a line, whose language is found."""
    rng = random.Random(1)
    good = total = 0
    for line in lines_of(file)[:1000]:
        found = [word for word in line.split() if re.search(r"[^\W\d_]", word)]
        if len(found) < words:
            continue
        start = rng.randrange(len(found) - words + 1)
        text = " ".join(found[start : start + words])
        good += detect.detect(text if diacritics else plain(text)).lang == language
        total += 1
    return good / total


@pytest.mark.parametrize("diacritics", [True, False])
@pytest.mark.parametrize(("words", "floor"), [(3, 0.94), (5, 0.98)])
@pytest.mark.parametrize(
    ("file", "language"),
    [
        *((file, language) for language, file in PUD.items()),
        ("flores-dev.tr-en.tr", "tr"),
        ("newsdev2016.tr-en.tr", "tr"),
        ("flores-dev.tr-en.en", "en"),
        ("ted-hrlr.pt-en.pt", "pt"),
    ],
)
def test_languages_of_a_few_words(
    file: str, language: str, words: int, floor: float, diacritics: bool
) -> None:
    assert accuracy(file, language, words, diacritics=diacritics) >= floor


SAMPLE = {
    "tr": "bugün hava|bugun hava cok guzel|IŞIKLAR SÖNDÜ|merhaba|günaydın|nasılsın|su|ev|evet|iyi geceler"
    "|kac lira|yarin gelecek misin|teşekkürler|anlamadım|anlamadim|köpek|çocuk|lütfen|gelmiyorum"
    "|ne yapıyorsun",
    "pt": "obrigado|bom dia|não sei|nao sei|onde fica a praia|OBRIGADO POR TUDO|coração|coracao|amanhã|casa"
    "|sim"
    "|quanto custa|você|voce vem|cachorro|menina|por favor|estou com fome|o que você fez|muito bem",
    "en": "hello|good morning|thanks|yes|where is the station|HOW MUCH IS IT|I don't know|water|please"
    "|house|tomorrow"
    "|what time is it|children|friend|see you later|very well|the dog|nothing happened|who are you"
    "|good night",
}


@pytest.mark.parametrize("language", ["tr", "pt", "en"])
def test_everyday_words_and_phrases(language: str) -> None:
    texts = SAMPLE[language].split("|")
    wrong = [text for text in texts if detect.detect(text).lang != language]
    assert not wrong


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("merhaba", "tr"),
        ("obrigado", "pt"),
        ("hello", "en"),
        ("bugun hava cok guzel", "tr"),
        ("IŞIKLAR SÖNDÜ", "tr"),
    ],
)
def test_short_texts_give_more_than_an_even_chance(text: str, language: str) -> None:
    guess = detect.detect(text)
    assert guess.lang == language and 0.5 < guess.probability <= 1.0


def test_names_and_addresses_do_not_decide() -> None:
    assert detect.detect("I live near Beşiktaş in İstanbul").lang == "en"
    assert detect.detect("Dün São Paulo'da maç vardı").lang == "tr"
    assert detect.detect("Kod https://github.com/the/what/where adresinde").lang == "tr"


def test_nothing_to_go_by_is_an_unsure_guess() -> None:
    for text in ("12 !?", "", "Привет", "今日は"):
        assert detect.detect(text).probability < 0.5


def test_probabilities_sum_to_one() -> None:
    for text in [*INPUTS, "ev casa house"]:
        guesses = detect.rank(text)
        assert sorted(guess.lang for guess in guesses) == ["en", "pt", "tr"]
        assert sum(guess.probability for guess in guesses) == pytest.approx(1.0)
        assert guesses[0].probability >= guesses[1].probability >= guesses[2].probability
