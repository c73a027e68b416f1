"""What a model has learnt about its data set: deductive outputs, spectra, invariance, attention.

The numbers come from here, the pictures and the page from `training.analysis.drawing`. A model is a checkpoint, a
run or a bundle; a bundle holds A_LM, P_LM and G_LM as constants, its invariance report in the manifest,
and one attention head.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from app.errors import PlgtError
from app.model.bundle import Bundle, BundleError
from app.text.languages import Direction
from training import checkpoint
from training.config import TrainingConfig
from training.data.corpus import clean
from training.data.noise import lower
from training.data.tokenizer import Tokenizer
from training.model.plgt import BOS, EOS, PLGT, PowerLawAttention

TENSORS = ("A_LM", "P_LM", "G_LM")
SENTENCES = {
    "tr": [
        "Bugün hava çok güzel.",
        "Kitabı masanın üzerine koydum.",
        "Yarın sabah erken kalkmam gerekiyor.",
        "Bu bizim çözmemiz gereken bir sorun.",
        "Çocuklar bahçede oynuyor.",
    ],
    "pt": [
        "O tempo está muito bom hoje.",
        "Pus o livro em cima da mesa.",
        "Preciso de acordar cedo amanhã.",
        "Este é um problema que temos de resolver.",
        "As crianças estão a brincar no jardim.",
    ],
    "en": [
        "The weather is very nice today.",
        "I put the book on the table.",
        "I have to get up early tomorrow.",
        "This is a problem we have to solve.",
        "The children are playing in the garden.",
    ],
}


@dataclass(frozen=True)
class PowerLaw:
    """value = factor * rank ^ -exponent, fitted by least squares in log-log; error is the exponent's
    standard error.
    """

    exponent: float
    error: float
    factor: float
    r_squared: float
    points: int


@dataclass
class AttentionMap:
    """E_LM of one block for one sentence: [H, T, S], with the pieces at its rows and columns."""

    block: str
    rows: list[str]
    columns: list[str]
    weights: np.ndarray


@dataclass
class SentenceMaps:
    """A sentence, its translation and the attention maps on the way."""

    source: str
    translation: str
    maps: list[AttentionMap]


@dataclass
class Inspection:
    """Everything that is drawn and written for one model."""

    name: str
    kind: str  # what the model is and where G_LM comes from
    tensors: dict[str, dict[str, np.ndarray]]  # block -> A_LM, P_LM, G_LM, each [H, K, K]
    summary: dict[str, dict[str, Any]] = field(
        default_factory=dict
    )  # block -> rank, determinant, fits of each head
    invariance: dict[str, Any] = field(default_factory=dict)
    sentences: list[SentenceMaps] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def fit_power_law(values: np.ndarray, floor: float = 1e-6) -> PowerLaw | None:
    """Fit sorted positive values against their rank; those below floor * largest are left out. None below
    3 points.
    """
    ordered = np.sort(np.abs(values))[::-1]
    if ordered.size == 0 or not np.isfinite(ordered).all() or ordered[0] <= 0:
        return None
    ordered = ordered[ordered > floor * ordered[0]]
    count = len(ordered)
    if count < 3:
        return None
    x, y = np.log(np.arange(1, count + 1)), np.log(ordered)
    dx, dy = x - x.mean(), y - y.mean()
    slope = float((dx * dy).sum() / (dx * dx).sum())
    rest = dy - slope * dx
    error = float(np.sqrt((rest * rest).sum() / (count - 2) / (dx * dx).sum()))
    total = float((dy * dy).sum())
    r_squared = 1 - float((rest * rest).sum()) / total if total > 0 else 1.0
    return PowerLaw(-slope, error, float(np.exp(y.mean() - slope * x.mean())), r_squared, count)


def summarise(tensors: dict[str, np.ndarray]) -> dict[str, Any]:
    """Rank, determinant, condition, eigenvalues and fits of every head of one block."""
    out: dict[str, Any] = {}
    for name, matrices in tensors.items():
        heads = []
        for matrix in matrices.astype(np.float64):
            sign, log = np.linalg.slogdet(matrix)
            singular = np.linalg.svd(matrix, compute_uv=False)
            fit = fit_power_law(np.linalg.eigvals(matrix))
            heads.append(
                {
                    "rank": int(np.linalg.matrix_rank(matrix)),
                    "log10_abs_determinant": float(log / np.log(10)) if np.isfinite(log) else None,
                    "determinant_sign": int(sign),
                    "condition": float(singular[0] / singular[-1]) if singular[-1] > 0 else None,
                    "mean": float(matrix.mean()),
                    "std": float(matrix.std()),
                    "largest": float(np.abs(matrix).max()),
                    "power_law": None if fit is None else fit.__dict__,
                }
            )
        out[name] = heads
    return out


@contextmanager
def _captured_queries(blocks: dict[str, PowerLawAttention]) -> Iterator[dict[str, Tensor]]:
    """The queries [B, H, T, K] of every block in the passes inside the context."""
    queries: dict[str, Tensor] = {}
    handles = []
    for name, block in blocks.items():

        def keep(_: Any, __: Any, output: Tensor, name: str = name, block: PowerLawAttention = block) -> None:
            (queries[name],) = block.split(output.detach())

        handles.append(block.wq.register_forward_hook(keep))
    try:
        yield queries
    finally:
        for handle in handles:
            handle.remove()


@dataclass
class _Text:
    """How a checkpoint's text becomes ids."""

    source: Tokenizer
    target: Tokenizer
    prefix: list[int]
    language: str
    lowercase: bool

    def ids(self, sentence: str) -> list[int]:
        text = clean(sentence)
        return [
            *self.prefix,
            *self.source.encode(lower(text, self.language) if self.lowercase else text),
            EOS,
        ]

    def pieces(self, ids: Sequence[int], target: bool = False) -> list[str]:
        tokenizer = self.target if target else self.source
        return [tokenizer.processor.id_to_piece(int(i)).replace("\u2581", "_") for i in ids]


def inspect_checkpoint(
    path: Path, sentences: Sequence[str] = (), direction: tuple[str, str] | None = None
) -> Inspection:
    """Inspect a checkpoint or run. `direction` (source, target) is needed to know which example sentences
    to take.

    Raises PlgtError for a model without deductive outputs (sdpa) or a direction that it was not trained
    in.
    """
    folder = checkpoint.resolve(path)
    model, config = checkpoint.load_model(folder)
    if config.model.attention != "plga":
        raise PlgtError(
            f'"{path}" is a plain attention model (sdpa): it has no deductive outputs to inspect.'
        )
    known = list(dict.fromkeys(source.languages for source in config.data.sources))
    direction = direction or (known[0] if known else ("tr", "en"))
    if known and direction not in known:
        names = ", ".join("-".join(d) for d in known)
        raise PlgtError(f'"{path}" was not trained for {"-".join(direction)}: it knows {names}.')
    text = _text(folder, config, direction)
    chosen = list(sentences) or SENTENCES.get(direction[0], SENTENCES["en"])
    pairs = [_translate(model, text.ids(sentence)) for sentence in chosen]
    blocks = dict(model.attention_blocks())
    collected = [_instance_tensors(model, blocks, pair) for pair in pairs]
    tensors: dict[str, dict[str, np.ndarray]] = {}
    for name, block in blocks.items():
        assert block.deductive is not None
        if config.model.density == "dataset":
            outputs = block.deductive(block.running_density)
            metric, curvature = outputs.metric, outputs.energy_curvature
        else:
            metric = torch.stack([c[name][0] for c in collected]).mean(0)
            curvature = torch.stack([c[name][1] for c in collected]).mean(0)
        tensors[name] = {
            "A_LM": metric.detach().numpy(),
            "P_LM": block.deductive.power.detach().numpy(),
            "G_LM": curvature.detach().numpy(),
        }
    parameters = sum(p.numel() for p in model.parameters())
    kind = f"{config.model.density} density, {parameters / 1e6:.1f}M parameters, {folder.name}"
    inspection = Inspection(config.name, kind, tensors)
    inspection.summary = {name: summarise(values) for name, values in tensors.items()}
    inspection.invariance = _invariance(model, config, blocks, tensors, collected, pairs)
    inspection.sentences = [
        _attention_maps(model, blocks, text, sentence, pair)
        for sentence, pair in zip(chosen, pairs, strict=True)
    ]
    return inspection


def _text(folder: Path, config: TrainingConfig, direction: tuple[str, str]) -> _Text:
    source = Tokenizer(folder / checkpoint.TOKENIZERS[0])
    separate = config.model.separate_vocabularies
    target = Tokenizer(folder / checkpoint.TOKENIZERS[1]) if separate else source
    tagged = len({s.languages[1] for s in config.data.sources}) > 1
    prefix = [source.language_ids[direction[1]]] if tagged else []
    return _Text(source, target, prefix, direction[0], config.data.lowercase)


@torch.no_grad()
def _translate(model: PLGT, ids: list[int]) -> tuple[list[int], list[int]]:
    longest = min(2 * len(ids) + 10, model.config.max_positions - 2)
    return ids, model.greedy(torch.tensor([ids]), longest)[0]


@torch.no_grad()
def _instance_tensors(
    model: PLGT, blocks: dict[str, PowerLawAttention], pair: tuple[list[int], list[int]]
) -> dict[str, tuple[Tensor, Tensor]]:
    """A_LM and G_LM [H, K, K] that every block deduces from this sentence alone."""
    source, target = pair
    with _captured_queries(blocks) as queries:
        model(torch.tensor([source]), torch.tensor([[BOS, *target]]))
    out = {}
    for name, block in blocks.items():
        q = queries[name][0].float()  # [H, T, K]
        density = q.transpose(-1, -2) @ q
        if block.config.density == "dataset":
            density = density / q.shape[1]
        assert block.deductive is not None
        outputs = block.deductive(density)
        out[name] = (outputs.metric, outputs.energy_curvature)
    return out


@torch.no_grad()
def _invariance(
    model: PLGT,
    config: TrainingConfig,
    blocks: dict[str, PowerLawAttention],
    tensors: dict[str, dict[str, np.ndarray]],
    collected: list[dict[str, tuple[Tensor, Tensor]]],
    pairs: list[tuple[list[int], list[int]]],
) -> dict[str, Any]:
    """How far each sentence's own A_LM and G_LM are from the constants, and what the constants change."""
    report: dict[str, Any] = {"sentences": len(pairs), "blocks": {}}
    for name in blocks:
        entry: dict[str, float] = {}
        for place, (index, tensor) in enumerate((("dA", "A_LM"), ("dG", "G_LM"))):
            constant = torch.from_numpy(tensors[name][tensor])
            differences = torch.stack([c[name][place] for c in collected]) - constant
            entry[f"max_{index}"] = float(differences.abs().max())
            entry[f"rmse_{index}"] = float(differences.pow(2).mean().sqrt())
            entry[f"relative_{index}"] = float(
                differences.pow(2).mean().sqrt() / constant.pow(2).mean().sqrt()
            )
        report["blocks"][name] = entry
    if config.model.density == "dataset":
        report["used"] = (
            "G_LM is a constant of the model (dataset density): evaluation uses it for every sentence, "
            "freezing loses nothing; the differences tell how far a sentence's own density would move it"
        )
        report["max_dlogit"] = 0.0
        return report
    dynamic = [model(torch.tensor([a]), torch.tensor([[BOS, *b]])) for a, b in pairs]
    for name, block in blocks.items():
        block.freeze(torch.from_numpy(tensors[name]["G_LM"]))
    frozen = [model(torch.tensor([a]), torch.tensor([[BOS, *b]])) for a, b in pairs]
    for block in blocks.values():
        block.frozen = None
    report["used"] = (
        "G_LM depends on the sentence (instance density); the constant is its mean over the sentences"
    )
    report["max_dlogit"] = max(float((a - b).abs().max()) for a, b in zip(dynamic, frozen, strict=True))
    same = [bool((a.argmax(-1) == b.argmax(-1)).all()) for a, b in zip(dynamic, frozen, strict=True)]
    report["sentences_with_the_same_greedy_tokens"] = sum(same)
    return report


@torch.no_grad()
def _attention_maps(
    model: PLGT,
    blocks: dict[str, PowerLawAttention],
    text: _Text,
    sentence: str,
    pair: tuple[list[int], list[int]],
) -> SentenceMaps:
    source, target = pair
    for block in blocks.values():
        block.record = {}
    model(torch.tensor([source]), torch.tensor([[BOS, *target]]))
    source_pieces = text.pieces(source)
    inputs, outputs = text.pieces([BOS, *target], True), text.pieces([*target, EOS], True)
    maps = []
    for name, block in blocks.items():
        assert block.record is not None
        weights = block.record["E_LM"][0].float().numpy()
        block.record = None
        if name.startswith("encoder"):
            rows, columns = source_pieces, source_pieces
        elif name.endswith("cross"):
            rows, columns = outputs, source_pieces
        else:
            rows, columns = outputs, inputs
        maps.append(AttentionMap(name, rows, columns, weights))
    return SentenceMaps(sentence, text.target.decode(target), maps)


def inspect_bundle(
    path: Path, sentences: Sequence[str] = (), direction: tuple[str, str] | None = None
) -> Inspection:
    """Inspect a bundle: its deductive.npz and invariance report, and the alignment head for sentences."""
    bundle = Bundle(path)
    try:
        arrays = np.load(io.BytesIO(bundle.read("deductive.npz")), allow_pickle=False)
        named = {key: arrays[key] for key in arrays.files}
    except (BundleError, KeyError, ValueError):
        raise PlgtError(
            f'The bundle "{path}" has no deductive outputs: it is a plain attention model.'
        ) from None
    tensors: dict[str, dict[str, np.ndarray]] = {}
    for key, value in named.items():
        block, _, tensor = key.rpartition("/")
        if tensor in TENSORS and block:
            tensors.setdefault(block, {})[tensor] = value
    for name, values in tensors.items():
        tensors[name] = {tensor: values[tensor] for tensor in TENSORS if tensor in values}
    directions = ", ".join(f"{d.source}-{d.target}" for d in bundle.directions)
    inspection = Inspection(bundle.name, f"bundle for {directions}", tensors)
    inspection.summary = {name: summarise(values) for name, values in tensors.items()}
    inspection.invariance = dict(bundle.manifest.get("invariance") or {})
    pair = direction or (bundle.directions[0].source, bundle.directions[0].target)
    if Direction(*pair) not in bundle.directions:
        raise PlgtError(f'The bundle "{path}" does not translate {"-".join(pair)}: it knows {directions}.')
    inspection.notes.append(
        "A bundle shows one attention head, the one that the word alignment comes from; "
        "inspect the checkpoint to see all."
    )
    inspection.sentences = _bundle_maps(bundle, list(sentences) or SENTENCES[pair[0]], pair)
    return inspection


def _bundle_maps(bundle: Bundle, sentences: Sequence[str], direction: tuple[str, str]) -> list[SentenceMaps]:
    from app.model.engine import Engine
    from app.model.tokenizer import Tokenizer as BundleTokenizer

    engine = Engine(bundle, device="cpu", threads=1)
    tokenizer = BundleTokenizer(bundle)
    out = []
    for sentence in sentences:
        ids = tokenizer.encode(clean(sentence), direction[1])
        best = engine.translate_ids([ids], beam=4)[0][0]
        rows = [piece.replace("\u2581", "_") for piece in tokenizer.pieces(best.ids)]
        columns = [piece.replace("\u2581", "_") for piece in tokenizer.source_pieces(ids)]
        weights = np.asarray(best.alignment, dtype=np.float32)[None, : len(rows), : len(columns)]
        found = AttentionMap(
            "decoder.last.cross (alignment head)", rows[: weights.shape[1]], columns, weights
        )
        out.append(SentenceMaps(sentence, tokenizer.decode(best.ids), [found]))
    return out


def inspect_model(
    path: Path, sentences: Sequence[str] = (), direction: tuple[str, str] | None = None
) -> Inspection:
    """Inspect a bundle (a .plgt file or a folder with a manifest), a checkpoint or a run."""
    if path.suffix == ".plgt" or (path / "manifest.json").exists():
        return inspect_bundle(path, sentences, direction)
    return inspect_checkpoint(path, sentences, direction)


@dataclass
class Comparison:
    """Two models of the same shape, block by block."""

    first: Inspection
    second: Inspection
    rows: list[dict[str, Any]]  # block, tensor, head, relative difference, correlation, exponents


def compare(first: Inspection, second: Inspection) -> Comparison:
    """Differences of every tensor that both models have in the same shape; PlgtError if there is none."""
    rows = []
    for block, tensors in first.tensors.items():
        for tensor, a in tensors.items():
            b = second.tensors.get(block, {}).get(tensor)
            if b is None or b.shape != a.shape:
                continue
            for head in range(a.shape[0]):
                x, y = a[head].astype(np.float64).ravel(), b[head].astype(np.float64).ravel()
                spread = float(x.std() * y.std())
                fits = [i.summary[block][tensor][head]["power_law"] for i in (first, second)]
                rows.append(
                    {
                        "block": block,
                        "tensor": tensor,
                        "head": head,
                        "relative_difference": float(np.linalg.norm(x - y))
                        / max(float(np.linalg.norm(x)), 1e-30),
                        "correlation": float(np.cov(x, y, bias=True)[0, 1] / spread) if spread > 0 else None,
                        "exponents": [fit and fit["exponent"] for fit in fits],
                    }
                )
    if not rows:
        raise PlgtError(
            f"{first.name} and {second.name} have no block of the same name and shape: "
            "nothing can be compared."
        )
    return Comparison(first, second, rows)
