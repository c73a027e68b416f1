"""Beam search with PyTorch as the published code does it: one sentence at a time, the whole prefix at
every step.

It is for comparing with the paper, whose instance density has no constant G_LM; the product searches in
`app`.
"""

from __future__ import annotations

import torch

from training.model.plgt import BOS, EOS, PLGT


def length_penalty(length: int, alpha: float) -> float:
    """((5 + length) / 6) ^ alpha; the published code counts the start symbol."""
    return ((5.0 + length) / 6.0) ** alpha


@torch.no_grad()
def beam_search(
    model: PLGT, source: list[int], beam: int, max_length: int, alpha: float = 0.6
) -> list[tuple[list[int], float]]:
    """At most `beam` translations of one sentence (ids without BOS and EOS) with their penalised cost,
    best first.

    The cost is -log p / ((5 + n) / 6)^alpha. As published, finished hypotheses leave the beam, which is
    refilled from the open ones, and the search goes on for max_length steps. It is cut short once no open
    hypothesis can win any more: its cost can only grow, and the penalty is at most that of max_length.
    """
    device = next(model.parameters()).device
    memory, mask = model.encode(torch.tensor([source], device=device))
    open_ones: list[tuple[list[int], float]] = [([BOS], 0.0)]  # ids, -log p
    finished: list[tuple[list[int], float]] = []
    for _ in range(max_length):
        rows = len(open_ones)
        prefix = torch.tensor([ids for ids, _ in open_ones], device=device)
        states, _ = model.decode(prefix, memory.expand(rows, -1, -1), mask.expand(rows, -1, -1, -1))
        logp = torch.log_softmax(model.final(states[:, -1]).float(), -1)
        top = logp.topk(min(beam, logp.shape[-1]), dim=-1)
        candidates = [
            ([*ids, int(token)], cost - float(value))
            for (ids, cost), values, tokens in zip(open_ones, top.values, top.indices, strict=True)
            for value, token in zip(values, tokens, strict=True)
        ]
        finished += [
            (ids, cost / length_penalty(len(ids), alpha)) for ids, cost in candidates if ids[-1] == EOS
        ]
        open_ones = sorted((c for c in candidates if c[0][-1] != EOS), key=lambda c: c[1])[:beam]
        finished = sorted(finished, key=lambda f: f[1])[:beam]
        if not open_ones:
            break
        best_possible = open_ones[0][1] / length_penalty(max_length + 1, alpha)
        if len(finished) == beam and finished[-1][1] <= best_possible:
            break
    if len(finished) < beam:
        finished += [(ids, cost / length_penalty(len(ids), alpha)) for ids, cost in open_ones]
    finished.sort(key=lambda f: f[1])
    return [([i for i in ids[1:] if i != EOS], cost) for ids, cost in finished[:beam]]
