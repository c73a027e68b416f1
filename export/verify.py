"""Checks of a bundle against the PyTorch model that it was made from.

fp32: log-probabilities of every step within 1e-4, the same greedy tokens and the same beam search output,
with and without the native operator. int8 and fp16 are judged by how far they may differ (see `Tolerance`).
The beam search of the product runs on PyTorch's numbers too (`TorchStepper`), so only the numbers can differ.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from torch import Tensor

from app.bundle import Bundle
from app.engine import Engine
from app.errors import PlgtError
from app.search import Hypothesis, Integers, SearchOptions, Step, search
from app.tokenizer import Tokenizer
from export.freeze import needs_calibration, pad
from export.samples import Sample
from training.model import PLGT, Cache

LOGIT_TOLERANCE = 1e-4  # of fp32, absolute, on log-probabilities
STEPS = 12  # decoding steps that are compared
BEAM = 4


class VerificationError(PlgtError):
    """A graph whose results differ from the model's."""


@dataclass
class VariantReport:
    """How a variant compares with PyTorch; stands in the manifest."""

    variant: str
    op: str  # native | function
    sentences: int
    max_logp_difference: float
    mean_logp_difference: float
    same_greedy_tokens: float  # share of steps with the same best token
    same_beam_output: float  # share of sentences with the same translation

    def to_manifest(self) -> dict[str, Any]:
        return asdict(self)


class TorchStepper:
    """The PyTorch model behind the interface of `app.search.Stepper`. Needs a constant G_LM."""

    def __init__(self, model: PLGT, rows: Sequence[Sequence[int]]) -> None:
        self.model = model
        self.lengths = [len(row) for row in rows]
        with torch.no_grad():
            self.cache: Cache = model.start(pad(rows))
        self.sentence = torch.arange(len(rows))  # of every row

    @torch.no_grad()
    def step(self, ids: Integers, position: int, beam: Integers, k: int, forced: Integers) -> Step:
        """See `app.search.Stepper`; `alignment` is left 0."""
        origin = torch.from_numpy(np.asarray(beam))
        cache = self.cache

        def taken(tensors: list[Any]) -> list[Any]:
            return [None if t is None else t[origin] for t in tensors]

        cache.self_keys, cache.self_values = taken(cache.self_keys), taken(cache.self_values)
        cache.cross_keys, cache.cross_values = taken(cache.cross_keys), taken(cache.cross_values)
        cache.memory_mask = cache.memory_mask[origin]
        logits = self.model.step(torch.from_numpy(np.asarray(ids)), cache)
        logp = torch.log_softmax(logits.float(), -1)
        top = torch.topk(logp, k)
        return Step(
            top.values.numpy(),
            top.indices.numpy(),
            logp.gather(1, torch.from_numpy(np.asarray(forced))).numpy(),
            np.zeros((len(ids), max(self.lengths)), np.float32),
        )

    def keep(self, sentences: Integers) -> None:
        """The next step's `beam` names rows of the kept sentences alone, so there is nothing to do."""


def torch_search(
    model: PLGT, engine: Engine, rows: Sequence[Sequence[int]], beam: int
) -> list[list[Hypothesis]]:
    """What the engine's search would give on PyTorch's numbers."""
    options = SearchOptions(**{**engine._options.__dict__, "beam": beam})
    return search(TorchStepper(model, rows), rows, [engine.limit(len(row)) for row in rows], options)


@torch.no_grad()
def compare(model: PLGT, engine: Engine, rows: Sequence[Sequence[int]], beam: bool = True) -> VariantReport:
    """Run both on sources `rows` (ids with eos). The graphs follow PyTorch's greedy tokens step by step."""
    vocabulary = int(engine.bundle.manifest["model"]["target_vocabulary"])
    bos = int(engine.bundle.special_ids["bos"])
    largest, total, count, same, steps = 0.0, 0.0, 0, 0, 0
    for start in range(0, len(rows), 16):
        part = rows[start : start + 16]
        cache = model.start(pad(part))
        stepper = engine.stepper(part)
        ids: Tensor = torch.full((len(part),), bos)
        nothing = np.zeros((len(part), 0), np.int64)
        for position in range(min(STEPS, engine.bundle.max_positions - 1)):
            expected = torch.log_softmax(model.step(ids, cache), -1).numpy()
            found = stepper.step(ids.numpy(), position, np.arange(len(part)), vocabulary, nothing)
            logp = np.empty_like(expected)
            np.put_along_axis(logp, found.top_ids, found.top_logp, axis=1)
            difference = np.abs(logp - expected)
            largest, total, count = (
                max(largest, float(difference.max())),
                total + difference.sum(),
                count + logp.size,
            )
            ids = torch.from_numpy(expected.argmax(-1))
            same += int((logp.argmax(-1) == ids.numpy()).sum())
            steps += len(part)
    agreeing = 1.0
    if beam:
        found_beams = engine.translate_ids(rows, beam=BEAM)
        torch_beams = torch_search(model, engine, rows, BEAM)
        pairs = zip(found_beams, torch_beams, strict=True)
        agreeing = sum(a[0].ids == b[0].ids for a, b in pairs) / len(rows)
    return VariantReport(
        variant=engine.variant.name,
        op=engine.device.op,
        sentences=len(rows),
        max_logp_difference=largest,
        mean_logp_difference=float(total / max(count, 1)),
        same_greedy_tokens=same / max(steps, 1),
        same_beam_output=agreeing,
    )


def check(report: VariantReport) -> None:
    """Raise VerificationError if an fp32 variant differs from PyTorch."""
    if report.variant != "fp32":
        return
    if not report.max_logp_difference <= LOGIT_TOLERANCE:  # also catches NaN
        raise VerificationError(
            f"The exported graphs ({report.op} operator) differ from PyTorch by "
            f"{report.max_logp_difference:.2e} in a "
            f"log-probability, more than {LOGIT_TOLERANCE:g}: the bundle was not written."
        )
    if report.same_greedy_tokens < 1 or report.same_beam_output < 1:
        raise VerificationError(
            f"The exported graphs ({report.op} operator) choose other tokens than PyTorch "
            f"(greedy {report.same_greedy_tokens:.2%}, beam {report.same_beam_output:.2%} the same): "
            "the bundle was not written."
        )


def random_rows(bundle: Bundle, count: int, seed: int = 0) -> list[list[int]]:
    """Sources of random ids and lengths, end symbol included."""
    generator = random.Random(seed)
    eos = int(bundle.special_ids["eos"])
    vocabulary = int(bundle.manifest["model"]["source_vocabulary"])
    longest = min(30, bundle.max_positions - 1)
    return [
        [*(generator.randrange(4, vocabulary) for _ in range(generator.randint(1, longest))), eos]
        for _ in range(count)
    ]


def check_graphs(bundle: Bundle, variant: str) -> None:
    """onnx.checker on both graphs of a variant. Raises VerificationError."""
    chosen = bundle.variants[variant]
    for name in (chosen.encoder, chosen.decoder):
        try:
            onnx.checker.check_model(onnx.load_model_from_string(bundle.read(name)))
        except (onnx.checker.ValidationError, ValueError) as error:
            raise VerificationError(f'onnx.checker refuses "{name}": {str(error).splitlines()[0]}.') from None


# BLEU ---------------------------------------------------------------------------------------------------

BLEU_TOLERANCE = 0.3
BLEU_SENTENCES = 100  # with fewer references the difference is stated, but not judged


def compare_bleu(
    bundle: Bundle, references: Sequence[Sample], rows: Sequence[Sequence[int]], say: Callable[[str], None]
) -> list[dict[str, Any]]:
    """BLEU (beam 4) of every variant on samples with references; int8 and fp16 may lose 0.3 against fp32.

    Raises VerificationError if a variant loses more, on at least 100 sentences.
    """
    from training.evaluate import detokenise, score

    tokenizer = Tokenizer(bundle)
    scores: dict[str, float] = {}
    reports: list[dict[str, Any]] = []
    for name in bundle.variants:
        found = Engine(bundle, "cpu", variant=name).translate_ids(rows, beam=BEAM)
        texts = [detokenise(tokenizer.decode(hypotheses[0].ids)) for hypotheses in found]
        result = score(texts, [detokenise(str(sample.reference)) for sample in references])
        scores[name] = result.bleu
        difference = result.bleu - scores.get("fp32", result.bleu)
        say(f"{name}: BLEU {result.bleu:.2f} on {len(rows)} sentences ({difference:+.2f} against fp32)")
        reports.append(
            {"variant": name, "bleu": result.bleu, "bleu_difference": difference, "sentences": len(rows)}
        )
        if len(rows) >= BLEU_SENTENCES and difference < -BLEU_TOLERANCE:
            raise VerificationError(
                f"The {name} variant loses {-difference:.2f} BLEU against fp32, more than "
                f"{BLEU_TOLERANCE}: leave it "
                "out of --variants, or calibrate on text that is nearer to its use."
            )
    return reports


# A bundle that exists -----------------------------------------------------------------------------------


def verify_bundle(
    bundle: Bundle, checkpoint: Path | None = None, *, say: Callable[[str], None] = lambda _: None
) -> None:
    """Repeat the checks on any bundle. Raises BundleError or VerificationError at the first that fails.

    Always: hashes, tokenizer, onnx.checker, the graphs run, every variant gives the same with and without the
    native operator. With the checkpoint that it was made from: everything that is checked when exporting,
    too.
    """
    from export import exporter, samples

    bundle.verify()
    tokenizer = Tokenizer(bundle)
    everyday = samples.everyday(bundle.directions)
    if checkpoint is not None:
        source = exporter.load(checkpoint, bundle.directions)
        if needs_calibration(source.model):
            restore_curvature(source.model, bundle)
        exporter.verify_all(source, bundle, everyday, [], say)
        return
    rows = [tokenizer.encode(sample.source, sample.direction.target) for sample in everyday]
    rows = [row for row in rows if len(row) <= bundle.max_positions] + random_rows(bundle, 16)
    for name in bundle.variants:
        check_graphs(bundle, name)
        native = Engine(bundle, "cpu", threads=1, variant=name)
        function = Engine(bundle, "cpu", threads=1, variant=name, native=False)
        found = function.translate_ids(rows, beam=BEAM)
        if not all(np.isfinite(h.score) for hypotheses in found for h in hypotheses):
            raise VerificationError(
                f"The {name} graphs give scores that are not numbers: export the bundle again."
            )
        if native.device.op == "native":
            compared = native.translate_ids(rows, beam=BEAM)
            pairs = list(zip(found, compared, strict=True))
            different = sum(a[0].ids != b[0].ids for a, b in pairs)
            if different > (0 if name == "fp32" else len(rows) // 10):
                raise VerificationError(
                    f"{different} of {len(rows)} translations by the {name} graphs differ with the native "
                    "operator: "
                    "build the operator library again."
                )
            say(
                f"{name}: sound, {len(rows) - different} of {len(rows)} translations the same with the "
                "native operator"
            )
        else:
            say(f"{name}: sound (the native operator was not compared: {native.device.op_reason})")


def restore_curvature(model: PLGT, bundle: Bundle) -> None:
    """Freeze an instance-density model at the G_LM that a bundle was exported with."""
    with np.load(io.BytesIO(bundle.read("deductive.npz")), allow_pickle=False) as arrays:
        for name, block in model.attention_blocks():
            if f"{name}/G_LM" in arrays:
                block.freeze(torch.from_numpy(arrays[f"{name}/G_LM"]))
