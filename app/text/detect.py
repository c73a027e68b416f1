"""Which of the three languages a text is in: a linear classifier over character n-grams and words.

The weights are in `languages.bin.gz`, written by `training/data/language_table.py`; diacritics may be missing, and
capitals don't count.
"""

from __future__ import annotations

import array
import gzip
import math
import re
import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

LANGUAGES = ("en", "pt", "tr")
BUCKETS = 1 << 16  # of the hashed features
SAMPLE = 4000  # characters looked at
MOST_WORDS = 200
WORD_LIMIT = 6.0  # one word, be it a name, speaks no louder than this (nats)
NAME_SHARE = 0.4  # weight of a capitalised word inside a running text: names are at home anywhere
COMMON = 2.0  # of being one of a language's best-known words (nats)
_COMMON = {
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
_SETS = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_NOT_LANGUAGE = re.compile(
    r"https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]+@\S+|<[^<>]{0,200}>|&\w+;|[{%][^{}\s]*[}sd]|[\d_]+|`[^`]*`"
)


@dataclass(frozen=True)
class Guess:
    """A language and how sure the guess is, 0..1."""

    lang: str
    probability: float


def features(text: str) -> list[list[int]]:
    """For every word the buckets of its character n-grams (2 to 5, with its edges) and of itself."""
    return [_buckets(word) for word in _WORD.findall(text)]


def _small(word: str) -> str:
    return word.replace("İ", "i").lower()


def _buckets(word: str) -> list[int]:
    edged = f"<{_small(word)}>"
    grams = [edged, *(edged[i : i + n] for n in (2, 3, 4, 5) for i in range(min(len(edged), 40) - n + 1))]
    return [crc32(gram.encode("utf-8", "replace")) % BUCKETS for gram in grams]


@cache
def _table() -> tuple[float, tuple[float, ...], array.array[int]]:
    """(step of a weight, bias of each language, weights [BUCKETS * languages])."""
    data = gzip.decompress(Path(__file__).with_name("languages.bin.gz").read_bytes())
    head = struct.unpack(f"<{1 + len(LANGUAGES)}f", data[: 4 * (1 + len(LANGUAGES))])
    weights = array.array("b", data[4 * (1 + len(LANGUAGES)) :])
    return head[0], head[1:], weights


def detect(text: str) -> Guess:
    """The likeliest of the three; English with little probability if nothing speaks for any."""
    return rank(text)[0]


def rank(text: str) -> list[Guess]:
    """All three languages, likeliest first; their probabilities sum to 1."""
    sample = _NOT_LANGUAGE.sub(" ", text[:SAMPLE])
    words = [word for word in _WORD.findall(sample) if _LATIN.search(word)][:MOST_WORDS]
    if not words:
        return [Guess("en", 0.34), Guess("pt", 0.33), Guess("tr", 0.33)]
    step, bias, weights = _table()
    count = len(LANGUAGES)
    scores = list(bias)
    running = any(word.islower() for word in words)  # in a running text capitals are for names
    for place, (word, buckets) in enumerate(zip(words, map(_buckets, words), strict=True)):
        votes = [step * sum(weights[count * b + i] for b in buckets) for i in range(count)]
        small = _small(word)
        votes = [v + COMMON * (small in _SETS[LANGUAGES[i]]) for i, v in enumerate(votes)]
        best = max(votes)
        share = NAME_SHARE if running and place and word[0].isupper() else 1.0
        scores = [s + share * max(v - best, -WORD_LIMIT) for s, v in zip(scores, votes, strict=True)]
    best = max(scores)
    total = sum(math.exp(score - best) for score in scores)
    order = sorted(range(count), key=lambda i: -scores[i])
    return [Guess(LANGUAGES[i], math.exp(scores[i] - best) / total) for i in order]


def common_words(text: str) -> dict[str, int]:
    """How many of the text's words are among each language's most common ones: a quick first look."""
    words = [_small(word) for word in re.findall(r"[^\W\d_]+", text[:SAMPLE])]
    return {language: sum(word in known for word in words) for language, known in _SETS.items()}
