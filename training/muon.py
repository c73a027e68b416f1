"""Muon: momentum whose update is orthogonalised, for the matrices of the layers.

Source: Jordan et al., "Muon: An optimizer for hidden layers in neural networks" (2024); the factor on the learning rate
is that of Liu et al., "Muon is Scalable for LLM Training" (arXiv 2502.16982), section 2.2: with it an update has
the size that AdamW's has, so that both share one learning rate. Embeddings, biases, norms and the deductive
weights stay with AdamW.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import torch
from torch import Tensor

COEFFICIENTS = (3.4445, -4.7750, 2.0315)  # of the quintic Newton-Schulz iteration (Jordan et al.)
STEPS = 5
EPSILON = 1e-7  # added to a norm


def orthogonalise(x: Tensor, steps: int = STEPS) -> Tensor:
    """Nearly orthogonal matrices U V' for x = U S V' [N, rows, columns]: singular values come near 1 (0.7 to 1.2).

    All N matrices go through one batched product a step, which costs much less than one matrix after the other. The
    type of the products is that of x.
    """
    a, b, c = COEFFICIENTS
    upright = x.shape[1] > x.shape[2]
    if upright:
        x = x.transpose(1, 2)
    x = x / (x.flatten(1).norm(dim=1)[:, None, None] + EPSILON)
    for _ in range(steps):
        gram = torch.bmm(x, x.transpose(1, 2))
        x = torch.baddbmm(x, torch.baddbmm(gram, gram, gram, beta=b, alpha=c), x, beta=a)
    return x.transpose(1, 2) if upright else x


class Muon(torch.optim.Optimizer):
    """Nesterov momentum, orthogonalised by Newton-Schulz; all matrices of one shape together.

    `parts` says of a matrix into how many equal blocks of rows it falls that are matrices of their own (keys and
    values share one). An update has a root mean square of 0.2 times the learning rate, about AdamW's.
    """

    def __init__(
        self,
        parameters: Iterable[Tensor] | list[dict[str, Any]],
        lr: float = 0.0,
        *,
        momentum: float = 0.95,
        weight_decay: float = 0.0,
        parts: Mapping[Tensor, int] | None = None,
    ) -> None:
        super().__init__(parameters, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})
        self.parts = dict(parts or {})
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.ndim != 2 or parameter.shape[0] % self.parts.get(parameter, 1):
                    raise ValueError(f"Muon takes matrices, not {tuple(parameter.shape)}")

    @torch.no_grad()
    def step(self, closure: Callable[[], Any] | None = None) -> None:  # type: ignore[override]
        for group in self.param_groups:
            shapes: dict[tuple[int, int], list[tuple[Tensor, Tensor]]] = defaultdict(list)
            for parameter in group["params"]:
                if parameter.grad is None:
                    continue
                state = self.state[parameter]
                if "momentum" not in state:
                    state["momentum"] = torch.zeros_like(parameter)
                momentum: Tensor = state["momentum"].lerp_(parameter.grad, 1 - group["momentum"])
                update = parameter.grad.lerp(momentum, group["momentum"])
                for place, part in zip(
                    parameter.chunk(self.parts.get(parameter, 1)),
                    update.chunk(self.parts.get(parameter, 1)),
                    strict=True,
                ):
                    shapes[(part.shape[0], part.shape[1])].append((place, part))
            for (rows, columns), pairs in shapes.items():
                stacked = torch.stack([update for _, update in pairs])
                if stacked.device.type == "cuda":
                    stacked = stacked.to(torch.bfloat16)
                rate = group["lr"] * 0.2 * math.sqrt(max(rows, columns))
                for (place, _), update in zip(pairs, orthogonalise(stacked), strict=True):
                    place.mul_(1 - group["lr"] * group["weight_decay"])
                    place.add_(update.to(place.dtype), alpha=-rate)
