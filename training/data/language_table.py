"""Train the two small tables that `app.text` ships: language identification, and names against common words.

    python -m training.data.language_table DATA_ROOT [-o app/text] [--only words|languages]

DATA_ROOT holds `manifest.tsv` and line-aligned files; only corpora whose `ship` is `yes` are read. Written:
`languages.bin.gz`, a linear classifier over hashed character n-grams and words (one signed byte a weight),
and `words.txt.gz`: for each language the names and acronyms that keep their capitals inside ordinary
sentences, and its commonest other words.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import nn

from app.text.detect import BUCKETS, LANGUAGES, features
from training.data.noise import lower, upper

PER_FILE = 20_000  # lines of one corpus: documentation must not outweigh everyday speech
WINDOWS = 150_000  # training windows a language and epoch
EPOCHS = 5
LENGTHS = (1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 8)  # words of a window: short ones are the hard ones
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
NOISY = ("freedict", "atis", "-docs", "progit", "syllabi")  # headwords, one domain only, or mixed with code
NAMES = 5000  # a language
COMMON = 8000  # a language
NAMES_FROM = 4  # occurrences that make a word known
SHARE = 0.8  # of a word's occurrences inside sentences that are in capitals, to be kept so


def corpora(root: Path) -> Iterator[tuple[str, Path]]:
    """(language, file) of every side that may be shipped, each file once."""
    seen: set[Path] = set()
    with open(root / "manifest.tsv", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["ship"] != "yes" or not row["file"].startswith("train"):
                continue
            for language in (row["language"], "en"):
                path = root / f"{row['file']}.{language}"
                if path.is_file() and path not in seen:
                    seen.add(path)
                    yield language, path


def plain(text: str) -> str:
    """The text as people type it without a Turkish or Portuguese keyboard."""
    text = text.replace("ı", "i").replace("İ", "I")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def window(words: list[str], language: str, rng: random.Random) -> str:
    """A few neighbouring words, some without diacritics, in lower or in upper case."""
    size = min(rng.choice(LENGTHS), len(words))
    start = rng.randrange(len(words) - size + 1)
    text = " ".join(words[start : start + size])
    if language != "en" and rng.random() < 0.4:
        text = plain(text)
    chance = rng.random()
    if chance < 0.15:
        return upper(text, language)
    return lower(text, language) if chance < 0.3 else text


def train(lines: dict[str, list[list[str]]], seed: int = 1) -> tuple[torch.Tensor, torch.Tensor]:
    """Weights [BUCKETS, languages] and bias [languages] of a multinomial logistic regression."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    weights = nn.EmbeddingBag(BUCKETS, len(LANGUAGES), mode="sum")
    nn.init.zeros_(weights.weight)
    bias = nn.Parameter(torch.zeros(len(LANGUAGES)))
    optimizer = torch.optim.Adagrad([*weights.parameters(), bias], lr=0.15)
    for epoch in range(EPOCHS):
        total = 0.0
        batches = WINDOWS * len(LANGUAGES) // 512
        for _ in range(batches):
            ids: list[int] = []
            offsets: list[int] = []
            labels: list[int] = []
            for _ in range(512):
                label = rng.randrange(len(LANGUAGES))
                language = LANGUAGES[label]
                found = features(window(rng.choice(lines[language]), language, rng))
                offsets.append(len(ids))
                ids += [bucket for word in found for bucket in word]
                labels.append(label)
            scores = weights(torch.tensor(ids), torch.tensor(offsets)) + bias
            loss = nn.functional.cross_entropy(scores, torch.tensor(labels))
            loss = loss + 2e-6 * weights.weight.square().sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += float(loss.detach())
        print(f"epoch {epoch + 1}: loss {total / batches:.4f}", flush=True)
    return weights.weight.detach(), bias.detach()


def pack(weights: torch.Tensor, bias: torch.Tensor) -> bytes:
    """Step of a weight as float32, the biases as float32, then one signed byte a weight, bucket by bucket."""
    scale = float(weights.abs().max()) / 127
    quantised = (weights / scale).round().clamp(-127, 127).to(torch.int8)
    head = torch.tensor([scale, *bias.tolist()], dtype=torch.float32).numpy().astype("<f4").tobytes()
    return head + quantised.numpy().tobytes()


def words_of(texts: list[str], language: str) -> tuple[list[str], list[str]]:
    """(names and acronyms, common words) by how they stand inside sentences in ordinary capitals."""
    forms: dict[str, Counter[str]] = {}
    for text in texts:
        words = WORD.findall(text)
        if len(words) < 4 or sum(word.islower() for word in words) * 2 < len(words):
            continue  # a title
        for match in list(WORD.finditer(text))[1:]:
            if text[: match.start()].rstrip()[-1:] in ".!?:\"“”-–—…•*'":
                continue  # may begin a sentence
            word = re.split("['’]", match.group(0))[0]
            if len(word) > 1:
                forms.setdefault(lower(word, language), Counter())[word] += 1
    names: list[tuple[int, str]] = []
    common: list[tuple[int, str]] = []
    for counts in forms.values():
        best, often = counts.most_common(1)[0]
        total = sum(counts.values())
        if total < NAMES_FROM:
            continue
        if best.islower():
            common.append((total, best))
        elif often >= SHARE * total and (best[1:].islower() or (best.isupper() and len(best) <= 6)):
            names.append((total, best))
    return (
        sorted(word for _, word in sorted(names, reverse=True)[:NAMES]),
        sorted(word for _, word in sorted(common, reverse=True)[:COMMON]),
    )


def write(path: Path, data: bytes) -> None:
    packed = gzip.compress(data, 9, mtime=0)
    path.write_bytes(packed)
    print(f"{path}: {len(packed)} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("root", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("app/text"))
    parser.add_argument("--only", choices=("words", "languages"))
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    texts: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    names: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    rng = random.Random(1)
    for language, path in corpora(arguments.root):
        found = path.read_text(encoding="utf-8").splitlines()
        rng.shuffle(found)
        names[language] += found[: 3 * PER_FILE]
        if not any(part in path.name for part in NOISY):
            texts[language] += found[:PER_FILE]
    if arguments.only != "languages":
        rows = []
        for language in LANGUAGES:
            kept, common = words_of(names[language], language)
            rows += [f"{language} names {' '.join(kept)}", f"{language} common {' '.join(common)}"]
            print(language, len(kept), "names,", len(common), "common words")
        write(arguments.output / "words.txt.gz", ("\n".join(rows) + "\n").encode())
    if arguments.only == "words":
        return
    split = {language: [WORD.findall(line) for line in lines] for language, lines in texts.items()}
    split = {language: [words for words in lines if words] for language, lines in split.items()}
    print({language: len(lines) for language, lines in split.items()})
    weights, bias = train(split)
    write(arguments.output / "languages.bin.gz", pack(weights, bias))


if __name__ == "__main__":
    main()
