"""Copies of training pairs in the forms that real text has: cases, missing punctuation, typos, placeholders, names."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable

from app.text.quotes import APOSTROPHE
from training.data.corpus import Pair

# spans that a translation must repeat unchanged
COPIED = re.compile(
    r"https?://[^\s<>\"]+|www\.[^\s<>\"]+|[\w.+-]+@[\w-]+\.[\w.]+"  # addresses
    r"|\{\{?[\w.:]*\}?\}|%\(\w+\)[sd]|%\d*\$?[sdif]|\$\{\w+\}|\$\w+"  # placeholders
    r"|</?[a-zA-Z][^<>]{0,60}>|&[a-z]+;"  # tags and entities
    r"|`[^`]+`"  # code
    r"|[#@]\w+|\b\w+\(\)|--?[a-zA-Z][\w-]+|\b\w+[_/]\w[\w/]*(?:\.\w+)?|\b\w+\.(?:com|org|net|py|js|html|xml|json|txt|exe)\b"
    r"|\d+(?:[.,:/-]\d+)+|\b\d{3,}\b"  # numbers with separators, dates, times, long numbers
    r"|[\U0001F300-\U0001FAFF\u2600-\u27BF]\ufe0f?"  # emoji
)
_EMOJI = ("😀", "😂", "❤️", "👍", "🎉", "😢", "🔥", "🙏", "✨", "😍")
_CONTRACTION = re.compile(r"(?i)(?<=\w)('(?:s|m|re|ve|ll|d))\b|(?<=\w)(n't)\b")
_PUNCTUATION = re.compile(r"(?<=\w)([.,;:!?])(?=\s|$)|([()\[\]])|(?<=\s)([.,;:!?])(?=\w)")


def lower(text: str, language: str) -> str:
    """Lower case with the Turkish pairs I/ı and İ/i."""
    if language == "tr":
        text = text.replace("I", "ı").replace("İ", "i")
    return text.lower()


def upper(text: str, language: str) -> str:
    """Upper case with the Turkish pairs ı/I and i/İ."""
    if language == "tr":
        text = text.replace("i", "İ").replace("ı", "I")
    return text.upper()


def title(text: str, language: str) -> str:
    """Every word with a capital."""
    return " ".join(upper(word[:1], language) + word[1:] for word in text.split(" "))


def tokenised(text: str, language: str, rng: random.Random) -> str:
    """Punctuation, English contractions and Turkish endings of names apart by spaces, as in tokenised corpora.

    In the style of the Penn Treebank (do n't, ``quotes'') or of Moses (don 't, Tom ' un).
    """
    style = rng.random() < 0.5
    if language == "en" and style:
        text = _CONTRACTION.sub(lambda m: " " + m.group(0), text)
    else:
        text = APOSTROPHE.sub(" '" if language == "en" else " ' ", text)
    text = _PUNCTUATION.sub(lambda m: f" {m.group(0)} ", text)
    out, opening = [], True
    for character in text:
        if character == '"':
            quote = ("``" if opening else "''") if style else '"'
            out.append(f" {quote} ")
            opening = not opening
        else:
            out.append(character)
    return " ".join("".join(out).split())


def disturbed(text: str, rng: random.Random) -> str:
    """A sentence a tenth of whose words are gone and whose words have moved by at most three places.

    For sources that a model has made (Edunov, Ott, Auli and Grangier, "Understanding Back-Translation at Scale",
    arXiv 1808.09381, section 3): the model learns to trust them less. At least one word stays.
    """
    words = text.split()
    kept = [word for word in words if rng.random() >= 0.1] or words[:1]
    places = [index + rng.uniform(0, 3) for index in range(len(kept))]
    return " ".join(word for _, word in sorted(zip(places, kept, strict=True), key=lambda item: item[0]))


def placeholders(pair: Pair, rng: random.Random, *, always: bool = False) -> Pair:
    """Replace spans that both sides share by `<ph0>`, `<ph1>`, ... in the order of the source."""
    source, target = pair.source, pair.target
    spans = [match.group(0) for match in COPIED.finditer(source)]
    index = 0
    for span in spans:
        if index >= 10 or source.count(span) != 1 or target.count(span) != 1:
            continue
        if not always and rng.random() < 0.4:
            continue
        symbol = f"<ph{index}>"
        source, target = source.replace(span, symbol), target.replace(span, symbol)
        index += 1
    return Pair(source, target)


def copied_token(pair: Pair, rng: random.Random) -> Pair:
    """Put a placeholder or an emoji at the same edge of both sides."""
    symbol = rng.choice(_EMOJI) if rng.random() < 0.3 else f"<ph{rng.randrange(3)}>"
    if rng.random() < 0.25:
        return Pair(f"{symbol} {pair.source}", f"{symbol} {pair.target}")
    return Pair(f"{pair.source} {symbol}", f"{pair.target} {symbol}")


def shared_name(pair: Pair, rng: random.Random) -> Pair | None:
    """Replace a capitalised word that both sides share by a placeholder, so that any term can be copied."""
    words = [
        w for w in re.findall(r"\b[A-ZÇĞİÖŞÜÁÉÍÓÚÂÊÔÃÕ]\w{2,}", pair.source) if pair.target.count(w) == 1
    ]
    words = [w for w in words if pair.source.count(w) == 1 and re.search(rf"\b{w}\b", pair.target)]
    if not words:
        return None
    word, symbol = rng.choice(words), f"<ph{rng.randrange(2)}>"
    return Pair(pair.source.replace(word, symbol), pair.target.replace(word, symbol))


class Names:
    """Names to put in the place of others, so that a model learns to copy a name instead of remembering it.

    They are the capitalised words that both sides of the training pairs share inside a sentence, and made-up ones: the
    beginning of one such word with the end of another. Short numbers are exchanged too, by numbers of as many digits.
    """

    # In Tatoeba these few stand for everybody, often at the start of a sentence, where any word has a capital.
    EVERYBODY = frozenset(
        "Tom Mary Sami Layla John Jim Jane Bob Alice Ken Fadil Dan Linda Yanni Ziri Mariam".split()  # noqa: SIM905
    )
    _WORD = re.compile(r"\b[A-ZÇĞİÖŞÜÁÉÍÓÚÂÊÔÃÕ][^\W\d_]{2,14}\b")  # of these the ones with one capital
    _NUMBER = re.compile(r"(?<![\w.,:/%-])(?:[2-9]|[1-9]\d{1,3})(?![\w:/%-]|[.,]\d)")
    _SEAM = re.compile(r"(?<=[aeıioöuüáéíóúâêôãõ])(?=[^\Waeıioöuüáéíóúâêôãõ\d_])")

    def __init__(self, pairs: Iterable[Pair], limit: int = 20_000) -> None:
        names: dict[str, None] = {}
        for pair in pairs:
            names.update(dict.fromkeys(self.shared(pair)))
            if len(names) >= limit:
                break
        self.names = [name for name in names if name not in self.EVERYBODY]

    @classmethod
    def shared(cls, pair: Pair) -> list[str]:
        """Words that look like names and stand once in both sides."""
        inside = {m.group(0) for m in cls._WORD.finditer(pair.target) if m.start() > 0}
        inside &= {m.group(0) for m in cls._WORD.finditer(pair.source) if m.start() > 0}
        words = [m.group(0) for m in cls._WORD.finditer(pair.source)]
        return [
            word
            for word in words
            if word[1:].islower()
            and (word in inside or word in cls.EVERYBODY)
            and all(len(re.findall(rf"\b{word}\b", side)) == 1 for side in (pair.source, pair.target))
        ]

    @classmethod
    def shared_numbers(cls, pair: Pair) -> list[str]:
        """Numbers of up to four digits that stand once in both sides; 1 is left alone, for its singular."""
        source, target = cls._NUMBER.findall(pair.source), cls._NUMBER.findall(pair.target)
        return [n for n in source if source.count(n) == target.count(n) == 1]

    def draw(self, rng: random.Random) -> str:
        """One name; half of them are made up."""
        first = rng.choice(self.names)
        if rng.random() < 0.5:
            return first
        head, tail = self._SEAM.split(first), self._SEAM.split(rng.choice(self.names))
        return head[0] + "".join(tail[1:] or tail).lower()

    def exchange(self, pair: Pair, rng: random.Random) -> Pair:
        """The pair with each shared name, in both sides, replaced by another or by two, and each shared number too."""
        others: dict[str, str] = {}
        for word in self.shared(pair) if self.names else ():
            others[word] = self.draw(rng) if rng.random() < 0.75 else f"{self.draw(rng)} {self.draw(rng)}"
        for number in self.shared_numbers(pair):
            low = 10 ** (len(number) - 1)
            others[number] = str(rng.randrange(max(low, 2), 10 * low))
        if not others:
            return pair
        found = re.compile(
            rf"\b(?:{'|'.join(others)})\b(?<!\d)|{self._NUMBER.pattern}"
        )  # as they were looked for
        sides = (pair.source, pair.target)
        return Pair(*(found.sub(lambda m: others.get(m.group(0), m.group(0)), side) for side in sides))


def typo(text: str, rng: random.Random) -> str:
    """One to three swapped, dropped or doubled letters, or no diacritics at all."""
    if rng.random() < 0.4:
        return text.translate(str.maketrans("çğıöşüÇĞİÖŞÜãõáéíóúâêôà", "cgiosuCGIOSUaoaeiouaeoa"))
    letters = list(text)
    for _ in range(rng.randint(1, 1 + len(letters) // 40)):
        i = rng.randrange(max(1, len(letters) - 1))
        kind = rng.randrange(3)
        if kind == 0 and i + 1 < len(letters) and " " not in letters[i : i + 2]:
            letters[i], letters[i + 1] = letters[i + 1], letters[i]
        elif kind == 1 and len(letters) > 4:
            del letters[i]
        elif letters:
            letters.insert(i, letters[i])
    return "".join(letters)


def noisy_copy(pair: Pair, languages: tuple[str, str], rng: random.Random) -> Pair:
    """One altered copy of a pair; the same change on both sides except for typos."""
    a, b = languages
    kind = rng.random()
    if kind < 0.14:
        return Pair(lower(pair.source, a), lower(pair.target, b))
    if kind < 0.32:
        return Pair(tokenised(lower(pair.source, a), a, rng), tokenised(lower(pair.target, b), b, rng))
    if kind < 0.52:
        return Pair(tokenised(pair.source, a, rng), tokenised(pair.target, b, rng))
    if kind < 0.64:
        return Pair(pair.source.rstrip(".!?"), pair.target.rstrip(".!?"))
    if kind < 0.74:
        return Pair(typo(pair.source, rng), pair.target)
    if kind < 0.78:
        return Pair(upper(pair.source, a), upper(pair.target, b))
    if kind < 0.80:
        return Pair(title(pair.source, a), title(pair.target, b))
    if kind < 0.90:
        return copied_token(pair, rng)
    return shared_name(pair, rng) or copied_token(pair, rng)
