"""Copies of training pairs in the forms that real text has: cases, missing punctuation, typos, placeholders."""

from __future__ import annotations

import random
import re

from training.corpus import Pair

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
    """Punctuation and English contractions apart by spaces, as in tokenised corpora."""
    if language == "en":
        text = _CONTRACTION.sub(lambda m: " " + m.group(0), text)
    text = _PUNCTUATION.sub(lambda m: f" {m.group(0)} ", text)
    style = rng.random() < 0.5
    out, opening = [], True
    for character in text:
        if character == '"':
            quote = ("``" if opening else "''") if style else '"'
            out.append(f" {quote} ")
            opening = not opening
        else:
            out.append(character)
    return " ".join("".join(out).split())


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
    if kind < 0.20:
        return Pair(lower(pair.source, a), lower(pair.target, b))
    if kind < 0.40:
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
