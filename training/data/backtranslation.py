"""Back-translation: sentences of one language become pairs whose other side a model has made.

Source: Sennrich, Haddow and Birch, "Improving Neural Machine Translation Models with Monolingual Data" (ACL 2016). The
natural sentence is the target that a model of the opposite direction learns to write; its synthetic source may be
clumsy, so what is no language at all is left out.

A folder gets NAME.XX-en.XX and NAME.XX-en.en, line-aligned like any corpus, and NAME.XX-en.json, which says how far the
work has come and what was left out. Every portion is on the disk before that file says so, and what a broken run wrote
beyond it is cut off: the same call goes on.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from app.errors import PlgtError
from app.model.bundle import Bundle
from app.model.engine import Engine
from app.model.scoring import mean_log_likelihoods
from app.model.tokenizer import Tokenizer
from app.paths import write_atomically
from app.text.detect import rank
from app.translation.result import Translation
from app.translation.translator import Translator
from training.data.corpus import clean

PORTION = 512  # sentences between two notes of the progress
LEAST_PROBABILITY = 0.5  # that the synthetic side is in its language, where it has FEWEST_WORDS
FEWEST_WORDS = 4
GRAVE = {"empty", "loop", "cut", "length", "untranslated", "script"}  # flags of the translator


@dataclass(frozen=True)
class Settings:
    """What a run of back-translation does; a run goes on only with the same ones."""

    natural: str  # language of the sentences
    synthetic: str  # language that they are translated into
    model: str  # fingerprint of the bundle
    beam: int
    sample: int = 0  # tokens that each one is drawn from; 0 = search
    judge: str = ""  # fingerprint of the bundle of the opposite direction
    least: float = -6.0  # log p(natural | synthetic) a token under the judge, nats


@dataclass
class Progress:
    """How far a run has come."""

    settings: Settings
    digest: str  # of the file of sentences
    lines: int = 0  # read
    sizes: dict[str, int] = field(default_factory=dict)  # bytes of the two sides
    kept: int = 0
    dropped: dict[str, int] = field(default_factory=dict)  # by reason
    examples: dict[str, list[str]] = field(default_factory=dict)
    seconds: float = 0.0

    def save(self, path: Path) -> None:
        write_atomically(path, json.dumps(asdict(self), indent=1, ensure_ascii=False).encode())

    @classmethod
    def load(cls, path: Path) -> Progress:
        values = json.loads(path.read_text(encoding="utf-8"))
        values["settings"] = Settings(**values["settings"])
        return cls(**values)


class Judge:
    """The model of the opposite direction: how likely it thinks the natural sentence, given the synthetic one."""

    def __init__(self, bundle: Bundle, natural: str, device: str = "auto", threads: int = 0) -> None:
        self.engine = Engine(bundle, device=device, threads=threads)
        self.tokenizer = Tokenizer(bundle)
        self.natural = natural

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """log p(natural | synthetic) a token in nats, of pairs (synthetic, natural)."""
        return mean_log_likelihoods(self.engine, self.tokenizer, pairs, self.natural)


def reason_to_drop(natural: str, translation: Translation, settings: Settings) -> str | None:
    """Why a translation is no source to learn from, or None; what the judge thinks comes afterwards."""
    made = clean(translation.text)
    if not made:
        return "empty"
    grave = sorted({flag.code for flag in translation.flags} & GRAVE)
    if grave:
        return grave[0]
    if made.casefold() == natural.casefold():
        return "copied"
    if len(made.split()) >= FEWEST_WORDS:
        probability = {guess.lang: guess.probability for guess in rank(made)}
        if probability[settings.synthetic] < LEAST_PROBABILITY:
            return "another language"
    return None


def pair_name(file: Path, settings: Settings) -> str:
    """NAME.XX-en as the corpora are called: the language that isn't English comes first."""
    other = settings.synthetic if settings.natural == "en" else settings.natural
    stem = file.name.removesuffix(f".{settings.natural}")
    return f"{stem}.{other}-en"


def backtranslate(
    translator: Translator,
    file: Path,
    folder: Path,
    settings: Settings,
    judge: Judge | None = None,
    *,
    most: int = 0,
    report: Callable[[Progress, int], None] = lambda *_: None,
) -> Progress:
    """Translate the lines of `file` into pairs in `folder`; at most `most` lines (0 = all).

    report(progress, lines in all) is called after every portion. Raises PlgtError where the folder holds pairs of
    another file or of other settings.
    """
    lines = [clean(line) for line in _lines(file)]
    lines = lines[:most] if most else lines
    digest = hashlib.sha256("\n".join(lines[:PORTION]).encode()).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    name = pair_name(file, settings)
    note = folder / f"{name}.json"
    sides = {code: folder / f"{name}.{code}" for code in (settings.synthetic, settings.natural)}
    progress = Progress(settings, digest, sizes=dict.fromkeys(sides, 0))
    if note.exists():
        progress = Progress.load(note)
        if progress.settings != settings or progress.digest != digest:
            raise PlgtError(
                f'"{note}" is of another model, file or setting: give the same ones, or another output folder.'
            )
    elif any(path.exists() for path in sides.values()):
        raise PlgtError(f'"{folder}" holds "{name}" already, but not how it was made: give another folder.')
    for code, path in sides.items():
        with open(path, "ab") as out:
            out.truncate(progress.sizes[code])
    while progress.lines < len(lines):
        started = time.monotonic()
        portion = lines[progress.lines : progress.lines + PORTION]
        _portion(translator, portion, settings, judge, sides, progress)
        progress.lines += len(portion)
        progress.seconds += time.monotonic() - started
        progress.save(note)
        report(progress, len(lines))
    return progress


def _portion(
    translator: Translator,
    portion: list[str],
    settings: Settings,
    judge: Judge | None,
    sides: dict[str, Path],
    progress: Progress,
) -> None:
    def drop(reason: str, *texts: str) -> None:
        progress.dropped[reason] = progress.dropped.get(reason, 0) + 1
        progress.examples.setdefault(reason, list(texts))

    made = translator.translate_many(
        portion, settings.natural, settings.synthetic, beam=settings.beam, sample=settings.sample
    )
    pairs: list[tuple[str, str]] = []
    for natural, translation in zip(portion, made, strict=True):
        reason = reason_to_drop(natural, translation, settings) if natural else "empty"
        if reason:
            drop(reason, natural, translation.text)
        else:
            pairs.append((clean(translation.text), natural))
    if judge is not None and pairs:
        values = judge(pairs)
        for (synthetic, natural), value in zip(pairs, values, strict=True):
            if value < settings.least:
                drop("unlikely", natural, synthetic, f"{value:.2f}")
        pairs = [pair for pair, value in zip(pairs, values, strict=True) if value >= settings.least]
    for code, texts in zip(sides, zip(*pairs, strict=True) if pairs else ((), ()), strict=True):
        with open(sides[code], "ab") as out:
            out.write("".join(text + "\n" for text in texts).encode())
            out.flush()
            os.fsync(out.fileno())
            progress.sizes[code] = out.tell()
    progress.kept += len(pairs)


def _lines(file: Path) -> Iterator[str]:
    try:
        with open(file, encoding="utf-8") as stream:
            yield from filter(None, map(str.strip, stream))
    except OSError as error:
        raise PlgtError(
            f'Can\'t read "{file}": {error.strerror}; give a text file with a sentence a line.'
        ) from None
    except UnicodeDecodeError:
        raise PlgtError(f'"{file}" is not UTF-8; convert it first.') from None
