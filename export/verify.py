"""Checks of a bundle against the PyTorch model that it was made from.

The reference is the model in float64 with its G_LM as a constant: on sharp attention PyTorch's own float32 is
off by several 1e-4. fp32 graphs must stay within 1e-4 of it (or within twice what PyTorch's float32 strays on
the same sentences), choose the same greedy tokens and give the same beam search output, with and without the
native operator. int8 and fp16 are judged by BLEU. The product's own beam search runs on PyTorch's numbers too
(`TorchStepper`), so that only the numbers can differ.
"""

from __future__ import annotations

import copy
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

from app.errors import PlgtError
from app.model.bundle import Bundle
from app.model.engine import Engine
from app.model.search import Hypothesis, Integers, SearchOptions, Step, search
from app.model.tokenizer import Tokenizer
from export.freeze import needs_calibration, pad
from export.samples import Sample, everyday
from export.source import Source, load_source
from training.evaluate import detokenise, score
from training.model.plgt import PLGT, Cache

LOGIT_TOLERANCE = 1e-4  # of fp32, absolute, on log-probabilities
TIE = 1e-3  # scores nearer than this are equally good: either choice is right
STEPS = 12  # decoding steps that are compared
BEAM = 4
VERIFIED_SENTENCES = 48  # real ones that are compared with PyTorch
RANDOM_SENTENCES = 16


class VerificationError(PlgtError):
    """A graph whose results differ from the model's."""


@dataclass
class VariantReport:
    """How a variant compares with PyTorch; stands in the manifest."""

    variant: str
    op: str  # native | function
    sentences: int
    max_logp_difference: float  # from PyTorch in float64
    mean_logp_difference: float
    pytorch_float32_difference: float  # how far PyTorch in float32 is from it on the same sentences
    same_greedy_tokens: float  # share of steps with the same best token
    same_beam_output: float  # share of sentences with the same translation

    def to_manifest(self) -> dict[str, Any]:
        return asdict(self)


class TorchStepper:
    """The PyTorch model behind the interface of `app.model.search.Stepper`. Needs a constant G_LM."""

    def __init__(self, model: PLGT, rows: Sequence[Sequence[int]]) -> None:
        self.model = model
        self.lengths = [len(row) for row in rows]
        with torch.no_grad():
            self.cache: Cache = model.start(pad(rows))
        self.sentence = torch.arange(len(rows))  # of every row

    @torch.no_grad()
    def step(self, ids: Integers, position: int, beam: Integers, k: int, forced: Integers) -> Step:
        """See `app.model.search.Stepper`; `alignment` is left 0."""
        origin = torch.from_numpy(np.asarray(beam))
        cache = self.cache

        def taken(tensors: list[Any]) -> list[Any]:
            return [None if t is None else t[origin] for t in tensors]

        cache.self_keys, cache.self_values = taken(cache.self_keys), taken(cache.self_values)
        cache.cross_keys, cache.cross_values = taken(cache.cross_keys), taken(cache.cross_values)
        cache.memory_mask = cache.memory_mask[origin]
        logits = self.model.step(torch.from_numpy(np.asarray(ids)), cache)
        logp = torch.log_softmax(logits, -1)
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


def double_precision(model: PLGT) -> PLGT:
    """A copy in float64 whose G_LM is the constant that the graphs hold."""
    exact = copy.deepcopy(model).double()
    blocks = zip(model.attention_blocks(), exact.attention_blocks(), strict=True)
    for (_, block), (_, exact_block) in blocks:
        if block.deductive is not None or block.frozen is not None:
            exact_block.frozen = block.constant_energy_curvature().detach().double()
    return exact


@torch.no_grad()
def compare(
    model: PLGT, exact: PLGT, engine: Engine, rows: Sequence[Sequence[int]], beam: bool = True
) -> VariantReport:
    """Run all on sources `rows` (ids with eos); `exact` is `double_precision(model)`.

    The graphs follow the exact model's greedy tokens step by step.
    """
    vocabulary = int(engine.bundle.manifest["model"]["target_vocabulary"])
    bos = int(engine.bundle.special_ids["bos"])
    largest, total, count, same, steps, own = 0.0, 0.0, 0, 0, 0, 0.0
    for start in range(0, len(rows), 16):
        part = rows[start : start + 16]
        cache, exact_cache = model.start(pad(part)), exact.start(pad(part))
        stepper = engine.stepper(part)
        ids: Tensor = torch.full((len(part),), bos)
        nothing = np.zeros((len(part), 0), np.int64)
        for position in range(min(STEPS, engine.bundle.max_positions - 1)):
            expected = torch.log_softmax(exact.step(ids, exact_cache), -1).numpy()
            single = torch.log_softmax(model.step(ids, cache).double(), -1).numpy()
            found = stepper.step(ids.numpy(), position, np.arange(len(part)), vocabulary, nothing)
            logp = np.empty_like(expected)
            np.put_along_axis(logp, found.top_ids, found.top_logp.astype(np.float64), axis=1)
            difference = np.abs(logp - expected)
            largest, own = (
                max(largest, float(difference.max())),
                max(own, float(np.abs(single - expected).max())),
            )
            total, count = total + float(difference.sum()), count + logp.size
            best = expected.max(-1)
            chosen = np.take_along_axis(expected, logp.argmax(-1)[:, None], axis=1)[:, 0]
            same += int((best - chosen < TIE).sum())
            steps += len(part)
            ids = torch.from_numpy(expected.argmax(-1))
    agreeing = 1.0
    if beam:
        found_beams = engine.translate_ids(rows, beam=BEAM)
        torch_beams = torch_search(exact, engine, rows, BEAM)
        pairs = [(a[0], b[0]) for a, b in zip(found_beams, torch_beams, strict=True)]
        agreeing = sum(a.ids == b.ids or abs(a.score - b.score) < TIE for a, b in pairs) / len(rows)
    return VariantReport(
        variant=engine.variant.name,
        op=engine.device.op,
        sentences=len(rows),
        max_logp_difference=largest,
        mean_logp_difference=total / max(count, 1),
        pytorch_float32_difference=own,
        same_greedy_tokens=same / max(steps, 1),
        same_beam_output=agreeing,
    )


def check(report: VariantReport) -> None:
    """Raise VerificationError if an fp32 variant differs from PyTorch."""
    if report.variant != "fp32":
        return
    tolerance = max(LOGIT_TOLERANCE, 2 * report.pytorch_float32_difference)
    if not report.max_logp_difference <= tolerance:  # also catches NaN
        raise VerificationError(
            f"The exported graphs ({report.op} operator) differ from PyTorch by "
            f"{report.max_logp_difference:.2e} in a "
            f"log-probability, more than {tolerance:.1e}: the bundle was not written."
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


# All variants -------------------------------------------------------------------------------------------


def verify_all(
    source: Source,
    bundle: Bundle,
    sentences: Sequence[Sample],
    given: Sequence[Sample],
    say: Callable[[str], None],
) -> list[dict[str, Any]]:
    """Compare every variant, with and without the native operator, with PyTorch. Raises VerificationError."""
    real = [
        source.ids(sample) for sample in [*sentences, *given][:: max(1, len(given) // VERIFIED_SENTENCES)]
    ]
    longest = bundle.max_positions
    rows = [row for row in real if len(row) <= longest] + random_rows(bundle, RANDOM_SENTENCES)
    exact = double_precision(source.model)
    reports: list[dict[str, Any]] = []
    for name in bundle.variants:
        check_graphs(bundle, name)
        for native in (True, False):
            engine = Engine(bundle, "cpu", threads=1, variant=name, native=native)
            if native and engine.device.op != "native":
                say(f"the native operator was not compared: {engine.device.op_reason}")
                continue
            report = compare(source.model, exact, engine, rows)
            check(report)
            say(
                f"{name}, {report.op}: log-probabilities within {report.max_logp_difference:.1e} of PyTorch, "
                f"{report.same_greedy_tokens:.1%} of greedy tokens and {report.same_beam_output:.1%} of "
                "translations "
                "the same"
            )
            reports.append(report.to_manifest())
    references = [sample for sample in given if sample.reference is not None]
    if references and len(bundle.variants) > 1:
        reports += compare_bleu(bundle, references, [source.ids(s) for s in references], say)
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
    bundle.verify()
    tokenizer = Tokenizer(bundle)
    sentences = everyday(bundle.directions)
    if checkpoint is not None:
        source = load_source(checkpoint, bundle.directions)
        if needs_calibration(source.model):
            restore_curvature(source.model, bundle)
        verify_all(source, bundle, sentences, [], say)
        return
    rows = [tokenizer.encode(sample.source, sample.direction.target) for sample in sentences]
    rows = [row for row in rows if len(row) <= bundle.max_positions] + random_rows(bundle, RANDOM_SENTENCES)
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
