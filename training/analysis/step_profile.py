"""`python -m training.analysis.step_profile CONFIG`: what a training step reaches, beside plain matrix products.

The work of a step is counted from the shapes: 2 m n k floating-point operations for each product of the forward pass
and twice that for its gradients, products with padding not counted. The yardstick is the speed of the same products
(forward and both gradients of every Linear layer, at the batch's number of positions) run alone in a loop.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from training.config import ModelConfig, TrainingConfig
from training.data.batches import Batch
from training.model.plgt import PAD
from training.trainer import Trainer

WARM_UP, STEPS = 20, 60  # timed: the later ones


def step_operations(config: ModelConfig, vocabulary: int, batch: Batch) -> float:
    """Floating-point operations of forward and backward for the real tokens of a batch."""
    source = (batch.source != PAD).sum(1).astype(np.float64)
    target = (batch.target[:, 1:] != PAD).sum(1).astype(np.float64)
    d, ff = config.d_model, config.d_ff
    graph = config.attention == "plga"
    projections = 4 * d * d + (d * config.head_size if graph else 0)  # Q, K, V, output and Q G_LM
    encoder = source * (projections + 2 * d * ff) + 2 * d * source**2
    decoder = target * (2 * projections - 2 * d * d + 2 * d * ff)
    decoder += source * 2 * d * d + 2 * d * target**2 + 2 * d * source * target
    output = target * d * vocabulary
    products = config.encoder_layers * encoder + config.decoder_layers * decoder + output
    return float(6 * products.sum())


def product_shapes(config: ModelConfig, vocabulary: int, positions: int) -> list[tuple[int, int, int]]:
    """(rows, inner size, columns) of the forward products of an encoder layer and of the output layer."""
    d = config.d_model
    return [
        (positions, d, d),
        (positions, d, 2 * d),
        (positions, d, d),
        (positions, d, config.d_ff),
        (positions, config.d_ff, d),
        (min(positions, 512), d, vocabulary),
    ]


def product_speed(shapes: list[tuple[int, int, int]], precision: torch.dtype, device: torch.device) -> float:
    """Floating-point operations a second of products y = x W', dx = dy W, dW = dy' x, median of ten rounds."""

    def synchronise() -> None:
        if device.type == "cuda":
            torch.cuda.synchronize()

    arrays = []
    for m, k, n in shapes:
        x, w, y = (torch.randn(s, device=device).to(precision) for s in ((m, k), (n, k), (m, n)))
        arrays.append((x, w, y))
    work = sum(6.0 * m * k * n for m, k, n in shapes)
    times = []
    for _ in range(13):
        synchronise()
        started = time.perf_counter()
        for x, w, y in arrays:
            x @ w.T, y @ w, y.T @ x
        synchronise()
        times.append(time.perf_counter() - started)
    return work / statistics.median(times[3:])


def main(arguments: list[str] | None = None, say: Callable[[str], None] = print) -> None:
    parser = argparse.ArgumentParser(prog="python -m training.analysis.step_profile", description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("--set", action="append", default=[], dest="overrides", help="section.key=value")
    parser.add_argument("--operators", action="store_true", help="also the time of each operator")
    options = parser.parse_args(arguments)
    config = TrainingConfig.from_toml(options.config, options.overrides)
    config.data.validation = []
    with tempfile.TemporaryDirectory() as folder:
        trainer = Trainer(config, Path(folder), say=say)
        stream = trainer.batches()
        batches = [next(stream)[1] for _ in range(STEPS)]
        for batch in batches:
            trainer.step([batch])  # every shape once: kernels are made here
        speeds, rates = [], []
        for batch in batches[WARM_UP:]:
            started = time.perf_counter()
            trainer.step([batch])
            if trainer.device.type == "cuda":
                torch.cuda.synchronize()
            seconds = time.perf_counter() - started
            speeds.append(step_operations(config.model, trainer.target_tokenizer.size, batch) / seconds)
            rates.append(batch.target_tokens / seconds)
        positions = round(statistics.median(b.source.size for b in batches))
        shapes = product_shapes(config.model, trainer.target_tokenizer.size, positions)
        plain = product_speed(shapes, trainer.precision, trainer.device)
        reached = statistics.median(speeds)
        say(f"step: {statistics.median(rates):,.0f} target tokens/s, {reached / 1e9:,.0f} GFLOP/s")
        say(f"plain matrix products of its layers: {plain / 1e9:,.0f} GFLOP/s")
        say(f"ratio: {100 * reached / plain:.0f} %")
        if options.operators:
            from torch.profiler import profile

            with profile() as record:
                for batch in batches[WARM_UP : WARM_UP + 10]:
                    trainer.step([batch])
            say(record.key_averages().table(sort_by="self_cpu_time_total", row_limit=25))


if __name__ == "__main__":
    main()
