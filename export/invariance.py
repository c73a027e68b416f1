"""What freezing G_LM changes: how far it strays from its constant, and what that costs.

Per block: max |dG| and RMSE over the calibration sentences, determinant and rank of the metric tensor A_LM
and of G_LM. For the model: max |dlogit|, and BLEU with the dynamic and with the frozen G_LM where there are
references. (The published observation: Gokden, arXiv 2502.13502: the deductive outputs become invariant.)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from export.freeze import Pair, calibrate, pad
from export.samples import Sample
from export.source import Source, calibration_pairs
from training.evaluate import score
from training.model.plgt import PLGT

FINETUNE_RATE = 1e-4


def matrix_summary(metric: Any, curvature: Any) -> dict[str, Any]:
    """Means over heads of log10 |determinant| and rank of A_LM and G_LM, [H, K, K] each."""
    out: dict[str, Any] = {}
    for name, matrix in (("A_LM", metric), ("G_LM", curvature)):
        sign, log = torch.linalg.slogdet(matrix.double())
        logs = log / np.log(10)
        out[name] = {
            "log10_determinant": [round(float(v), 3) if np.isfinite(float(v)) else None for v in logs],
            "determinant_sign": [int(v) for v in sign],
            "rank": [int(v) for v in torch.linalg.matrix_rank(matrix.double())],
        }
    return out


@torch.no_grad()
def constant_report(model: PLGT) -> dict[str, Any]:
    """For a model whose G_LM is a constant anyway: nothing changes, by construction."""
    blocks: dict[str, Any] = {}
    for name, block in model.attention_blocks():
        if block.deductive is None or block.frozen is not None:
            continue
        outputs = block.deductive(block.running_density)
        blocks[name] = {
            "max_dG": 0.0,
            "rmse": 0.0,
            **matrix_summary(outputs.metric, outputs.energy_curvature),
        }
    kind = (
        "dataset density: G_LM is a constant of the model"
        if blocks
        else "no deductive network: G_LM is the identity"
    )
    return {"kind": kind, "max_dlogit": 0.0, "blocks": blocks}


@torch.no_grad()
def block_differences(model: PLGT, pairs: Sequence[Pair]) -> dict[str, dict[str, float]]:
    """max |dG| and RMSE of every block's instance-level G_LM against its frozen one, over `pairs`."""
    blocks = dict(model.attention_blocks())
    frozen = {name: block.frozen for name, block in blocks.items() if block.frozen is not None}
    largest = dict.fromkeys(frozen, 0.0)
    squares = dict.fromkeys(frozen, 0.0)
    try:
        for name in frozen:
            blocks[name].frozen = None
        for source, target in pairs:
            for name in frozen:
                blocks[name].record = {}
            memory, mask = model.encode(pad([source]))
            model.decode(pad([target[:-1]]), memory, mask)
            for name, g in frozen.items():
                record = blocks[name].record
                assert record is not None and g is not None
                difference = record["G_LM"][0] - g
                largest[name] = max(largest[name], float(difference.abs().max()))
                squares[name] += float(difference.double().pow(2).mean())
    finally:
        for name, g in frozen.items():
            blocks[name].frozen, blocks[name].record = g, None
    return {
        name: {"max_dG": largest[name], "rmse": float(np.sqrt(squares[name] / len(pairs)))} for name in frozen
    }


@torch.no_grad()
def _logits(model: PLGT, pairs: Sequence[Pair]) -> list[Tensor]:
    return [model(pad([source]), pad([target[:-1]])) for source, target in pairs]


def _bleu(source: Source, given: Sequence[Sample]) -> float | None:
    """BLEU of greedy translations of the samples with references, None without any."""
    referenced = [sample for sample in given if sample.reference is not None]
    if not referenced:
        return None
    texts: list[str] = []
    for start in range(0, len(referenced), 32):
        rows = [source.ids(sample) for sample in referenced[start : start + 32]]
        for ids in source.model.greedy(pad(rows), source.config.data.max_pieces):
            texts.append(source.target_tokenizer.decode(ids))
    return score(texts, [str(sample.reference) for sample in referenced]).bleu


def freeze_instance(
    source: Source, given: Sequence[Sample], finetune_steps: int, say: Callable[[str], None]
) -> dict[str, Any]:
    """Freeze an instance-density model at its mean G_LM, fine-tune if asked, and report what changed."""
    model = source.model
    pairs = calibration_pairs(source, given)
    judged = given[:: max(1, len(given) // 100)]
    bleu_dynamic = _bleu(source, judged)
    few = pairs[:: max(1, len(pairs) // 50)]
    dynamic = _logits(model, few)
    calibrate(model, pairs)
    differences = block_differences(model, few)
    frozen = _logits(model, few)
    largest = max(float((a - b).abs().max()) for a, b in zip(dynamic, frozen, strict=True))
    blocks: dict[str, Any] = {}
    for name, block in model.attention_blocks():
        if name in differences:
            summary = matrix_summary(block.calibrated_metric, block.constant_energy_curvature())
            blocks[name] = {**differences[name], **summary}
    report: dict[str, Any] = {
        "kind": f"instance density: mean over {len(pairs)} sentences",
        "max_dlogit": largest,
        "bleu_dynamic": bleu_dynamic,
        "bleu_frozen": _bleu(source, judged),
        "blocks": blocks,
    }
    if finetune_steps:
        report["finetune_steps"] = finetune_steps
        report["finetune_loss"] = finetune(model, pairs, finetune_steps)
        report["bleu_finetuned"] = _bleu(source, judged)
        say(f"fine-tuned {finetune_steps} steps with frozen G_LM: loss {report['finetune_loss']:.3f}")
    say(
        f"frozen G_LM: max |dlogit| {largest:.3g}, BLEU {bleu_dynamic} dynamic, {report['bleu_frozen']} "
        "frozen"
    )
    return report


def finetune(
    model: PLGT, pairs: Sequence[Pair], steps: int, batch: int = 16, rate: float = FINETUNE_RATE
) -> float:
    """Adam on everything but the deductive networks, G_LM held constant; returns the last loss."""
    generator = torch.Generator().manual_seed(1)
    weights = [p for name, p in model.named_parameters() if ".deductive." not in name]
    optimiser = torch.optim.Adam(weights, lr=rate, betas=(0.9, 0.98), eps=1e-9)
    loss_value = float("nan")
    model.eval()  # no dropout: a short adjustment on little text
    for _ in range(steps):
        chosen = torch.randint(len(pairs), (min(batch, len(pairs)),), generator=generator).tolist()
        source = pad([pairs[i][0] for i in chosen])
        target = pad([pairs[i][1] for i in chosen])
        logits = model(source, target[:, :-1])
        loss = torch.nn.functional.cross_entropy(
            logits.flatten(0, 1), target[:, 1:].flatten(), ignore_index=0
        )
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        loss_value = float(loss.detach())
    return loss_value
