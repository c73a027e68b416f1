"""How likely given translations are under a model: forced decoding through the graphs of a bundle."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from app.errors import Cancelled, PlgtError
from app.model.engine import Engine
from app.model.tokenizer import Tokenizer


def log_likelihoods(
    engine: Engine,
    sources: Sequence[Sequence[int]],
    targets: Sequence[Sequence[int]],
    cancel: threading.Event | None = None,
) -> list[float]:
    """log p(target | source) of each pair in nats, end symbol included.

    sources are ids with their end symbol, targets without it; both must fit the model (PlgtError). What stands
    beside a pair does not change its value. Raises Cancelled when `cancel` is set.
    """
    eos = int(engine.bundle.special_ids["eos"])
    whole = [[*target, eos] for target in targets]
    for rows, most in ((sources, engine.longest_source), (whole, engine.bundle.max_positions)):
        longest = max(map(len, rows), default=0)
        if longest > most:
            raise PlgtError(
                f"A sentence of {longest} tokens is longer than the model can read ({most}): split it."
            )
    totals = [0.0] * len(whole)
    order = sorted(range(len(whole)), key=lambda i: (-len(sources[i]), -len(whole[i])))
    for batch in engine.batches(order, sources):
        stepper = engine.stepper([list(sources[i]) for i in batch])
        open_rows = list(batch)
        ids = np.full(len(batch), int(engine.bundle.special_ids["bos"]), dtype=np.int64)
        origin = np.arange(len(batch), dtype=np.int64)
        position = 0
        while open_rows:
            if cancel is not None and cancel.is_set():
                raise Cancelled()
            wanted = np.array([[whole[i][position]] for i in open_rows], dtype=np.int64)
            step = stepper.step(ids, position, origin, 1, wanted)
            for i, value in zip(open_rows, step.forced_logp[:, 0], strict=True):
                totals[i] += float(value)
            position += 1
            kept = np.array([r for r, i in enumerate(open_rows) if len(whole[i]) > position], dtype=np.int64)
            if len(kept) < len(open_rows) and len(kept):
                stepper.keep(kept)
            ids, origin = wanted[kept, 0], kept
            open_rows = [open_rows[r] for r in kept]
    return totals


def mean_log_likelihoods(
    engine: Engine, tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]], target: str
) -> list[float]:
    """log p(target | source) a target token, in nats, of sentence pairs (source, target); -inf where one of them is
    empty or longer than the model can read. `target` is the language of the targets."""
    sources = tokenizer.encode_many([a for a, _ in pairs], target)
    targets = [tokenizer.encode_target(b) for _, b in pairs]
    most = engine.bundle.max_positions - 1
    fit = [
        i
        for i, (a, b) in enumerate(zip(sources, targets, strict=True))
        if pairs[i][0] and b and len(a) <= min(most, engine.longest_source) and len(b) < most
    ]
    values = [-np.inf] * len(pairs)
    found = log_likelihoods(engine, [sources[i] for i in fit], [targets[i] for i in fit])
    for i, value in zip(fit, found, strict=True):
        values[i] = value / (len(targets[i]) + 1)
    return values
