"""Which of the three languages a text is in: py3langid, letters and well-known words."""

from __future__ import annotations

import math
import re
import threading
from dataclasses import dataclass
from functools import cache
from typing import Any

LANGUAGES = ("en", "pt", "tr")
_LETTERS = {"tr": "ışğİŞĞ", "pt": "ãõáêàÁÃÊÀ"}
_WORDS = {
    "tr": "bir bu ve için ile çok ne mi mı da de var yok ben sen biz siz o değil gibi ama evet hayır "
    "merhaba selam teşekkürler teşekkür günaydın tamam nasıl nerede kim neden niye kadar daha en her "
    "şey bugün yarın dün hava ev su cok guzel degil icin gun iyi nasilsin lütfen lutfen tesekkurler "
    "bana sana bunu onu olarak olan sonra önce ise",
    "pt": "o a os as um uma e de do da dos das em no na nos nas que não nao para por com se é está esta "
    "muito bem mas eu tu você voce ele ela nós eles sim obrigado obrigada bom boa dia olá ola como "
    "onde quem porque mais isso este hoje amanhã ontem casa tem foi ser são sao ao à pelo pela seu "
    "sua meu minha já ja só so também tambem",
    "en": "the a an and of to in is it you that he she was for on are with as i his they be at one have "
    "this from or had by not but what all were we when your can said there use each which do how "
    "their if will up other about out hello hi yes no thanks thank please good morning my me us our "
    "them who where why very today tomorrow",
}
_SETS = {language: set(words.split()) for language, words in _WORDS.items()}
_lock = threading.Lock()


@dataclass(frozen=True)
class Guess:
    """A language and how sure the guess is, 0..1."""

    lang: str
    probability: float


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def detect(text: str) -> Guess:
    """The likeliest of the three; English with little probability if nothing speaks for any."""
    return rank(text)[0]


def common_words(text: str) -> dict[str, int]:
    """How many of the text's words are among each language's most common ones: a quick first look."""
    words = [word.replace("İ", "i").lower() for word in re.findall(r"[^\W\d_]+", text[:4000])]
    return {language: sum(word in known for word in words) for language, known in _SETS.items()}


def rank(text: str) -> list[Guess]:
    """All three languages, likeliest first; their probabilities sum to 1."""
    sample = re.sub(r"https?://\S+|[\w.+-]+@\S+|<[^>]*>|[\d_]+", " ", text[:4000])
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", sample)
    if not words:
        return [Guess("en", 0.34), Guess("pt", 0.33), Guess("tr", 0.33)]
    if sample.isupper():
        if any(character in sample for character in "İŞĞ"):
            sample = sample.replace("I", "ı").replace("İ", "i")
        sample = sample.lower()
        words = sample.split()
    with _lock:
        ranked = _identifier().rank(sample)
    scores = {language: math.log(max(float(probability), 1e-9)) for language, probability in ranked}
    weight = 4.0 / (1.0 + len(words) / 6.0)  # rules count for short texts, statistics for long ones
    for language, letters in _LETTERS.items():
        hits = sum(character in letters for character in sample)
        scores[language] += min(hits, 4) * weight
    lowered = [word.replace("İ", "i").lower() for word in words]
    for language, known in _SETS.items():
        scores[language] += sum(word in known for word in lowered[:40]) * 1.5 * min(1.0, weight)
    best = max(scores.values())
    total = sum(math.exp(score - best) for score in scores.values())
    ordered = sorted(scores, key=lambda language: -scores[language])
    return [Guess(language, math.exp(scores[language] - best) / total) for language in ordered]
