"""BLEU and chrF with sacrebleu, under the paper's protocol and the plain one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import sacrebleu
import torch

from app.errors import PlgtError
from training.data.batches import pad
from training.data.corpus import read_lines
from training.data.tokenizer import Tokenizer
from training.model.plgt import EOS, PLGT

_DETACHED = re.compile(r" (?='(?:s|m|re|ve|ll|d|t)\b)|(?<=\w) (?=n't\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Scores:
    """Corpus scores (0..100) with sacrebleu's signatures."""

    bleu: float
    bleu_signature: str
    chrf: float
    chrf_signature: str
    sentences: int
    brevity_penalty: float

    def to_dict(self) -> dict[str, float | str]:
        return asdict(self)


def detokenise(text: str) -> str:
    """Undo corpus tokenisation (spaces before punctuation, split contractions, `` '' quotes, XML entities)."""
    for entity, character in (
        ("&apos;", "'"),
        ("&quot;", '"'),
        ("&amp;", "&"),
        ("&#91;", "["),
        ("&#93;", "]"),
    ):
        text = text.replace(entity, character)
    text = text.replace("``", '"').replace("''", '"')
    text = _DETACHED.sub("", text)
    text = re.sub(r" ([.,;:!?%)\]}])", r"\1", text)
    text = re.sub(r"([(\[{]) ", r"\1", text)
    parts = re.split(r'(")', text)
    opening, out = True, ""
    for part in parts:
        if part == '"':
            out = out + '"' if opening else out.rstrip(" ") + '"'
            opening = not opening
        else:
            after_opening = out.endswith('"') and not opening
            out += part.lstrip(" ") if after_opening else part
    return " ".join(out.split())


def score(hypotheses: Sequence[str], references: Sequence[str]) -> Scores:
    """Score translations against one reference each."""
    if len(hypotheses) != len(references) or not references:
        raise PlgtError(f"There are {len(hypotheses)} translations for {len(references)} references.")
    bleu, chrf = sacrebleu.BLEU(force=True), sacrebleu.CHRF()  # force: no warning on tokenised references
    b = bleu.corpus_score(list(hypotheses), [list(references)])
    c = chrf.corpus_score(list(hypotheses), [list(references)])
    return Scores(
        b.score, str(bleu.get_signature()), c.score, str(chrf.get_signature()), len(references), b.bp
    )


def published_detokenisation(text: str) -> str:
    """The text as the published evaluation sees it: lower case, every punctuation character apart ("i ' m").

    It is scored against the reference as the corpus has it ("i 'm"): the references of TED HRLR pt-en get 87.29.
    """
    return " ".join(re.sub(r"([^\w\s])", r" \1 ", text.lower()).split())


def protocols(hypotheses: Sequence[str], references: Sequence[str]) -> dict[str, Scores]:
    """`bleu`: both sides detokenised in the same way, cased as given. `bleu_paper`: the paper's protocol, see below."""
    plain = score([detokenise(h) for h in hypotheses], [detokenise(r) for r in references])
    paper = score([published_detokenisation(h) for h in hypotheses], list(references))
    return {"bleu": plain, "bleu_paper": paper}


@dataclass(frozen=True)
class EvaluationSet:
    """Two line-aligned files in a folder: NAME.SOURCE-TARGET.SOURCE and NAME.SOURCE-TARGET.TARGET (either order)."""

    name: str
    source_language: str
    target_language: str
    sources: list[str]
    references: list[str]


def find_sets(folder: Path, directions: set[tuple[str, str]], limit: int = 0) -> list[EvaluationSet]:
    """Every set in a folder that one of the directions can be scored on."""
    if not folder.is_dir():
        raise PlgtError(
            f'"{folder}" is not a folder of line-aligned files such as NAME.tr-en.tr and NAME.tr-en.en.'
        )
    found = []
    for path in sorted(folder.iterdir()):
        match = re.fullmatch(r"(.+\.(\w\w)-(\w\w))\.\2", path.name)
        if not match:
            continue
        base, a, b = match.groups()
        other = folder / f"{base}.{b}"
        if not other.exists():
            continue
        lines = {a: read_lines(path), b: read_lines(other)}
        if len(lines[a]) != len(lines[b]):
            raise PlgtError(f'"{path}" and "{other}" differ in their number of lines.')
        for source, target in ((a, b), (b, a)):
            if (source, target) in directions:
                end = limit or None
                found.append(EvaluationSet(base, source, target, lines[source][:end], lines[target][:end]))
    if not found:
        raise PlgtError(f'"{folder}" holds no pair of files for the directions of this model.')
    return found


@torch.no_grad()
def translate_greedily(
    model: PLGT,
    source_tokenizer: Tokenizer,
    target_tokenizer: Tokenizer,
    sentences: Sequence[str],
    prefix: Sequence[int] = (),
    *,
    batch: int = 64,
    max_length: int = 120,
    autocast: Callable[[], torch.autocast] | None = None,
) -> list[str]:
    """Greedy translations with PyTorch (for validation while training)."""
    device = next(model.parameters()).device
    encoded = [[*prefix, *ids[:max_length], EOS] for ids in source_tokenizer.encode_many(list(sentences))]
    order = sorted(range(len(encoded)), key=lambda i: len(encoded[i]))
    out = [""] * len(encoded)
    for start in range(0, len(order), batch):
        part = order[start : start + batch]
        import numpy as np

        ids = torch.from_numpy(pad([np.array(encoded[i]) for i in part])).to(device)
        limit = min(max_length, 2 * ids.shape[1] + 10)
        if autocast is None:
            rows = model.greedy(ids, limit)
        else:
            with autocast():
                rows = model.greedy(ids, limit)
        for i, row in zip(part, rows, strict=True):
            out[i] = target_tokenizer.decode(row)
    return out
