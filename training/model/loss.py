"""Cross-entropy with label smoothing over a large vocabulary, without keeping the logits."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F


class _ChunkedCrossEntropy(torch.autograd.Function):
    """Loss and gradients chunk by chunk, so that no [N, V] array leaves the cache (CPU)."""

    @staticmethod
    def forward(
        ctx: Any, hidden: Tensor, weight: Tensor, bias: Tensor, targets: Tensor, smoothing: float, chunk: int
    ) -> tuple[Tensor, Tensor]:
        dtype, (count, size), vocabulary = hidden.dtype, hidden.shape, weight.shape[0]
        padded = size + 8
        # The bias is a column of the matrix, whose input is 1: adding it to [N, V] would be a pass of its own, and so
        # would be the sum that is its gradient. The columns of zeros keep the rows aligned.
        w = torch.zeros(vocabulary, padded, dtype=dtype)
        w[:, :size], w[:, size] = weight, bias
        x = torch.zeros(count, padded, dtype=dtype)
        x[:, :size], x[:, size] = hidden, 1
        # the smoothing term -(s / V) sum_v logit_v is linear: it needs no pass over [N, V]
        mean_weight, summed = weight.mean(0), hidden.float().sum(0)
        mean_logits = (summed * mean_weight).sum() + count * bias.mean()  # of all tokens, summed
        total = -smoothing * mean_logits.double()
        plain = torch.zeros((), dtype=torch.float64)
        grad_hidden = torch.empty_like(hidden)
        grad_matrix = torch.zeros(vocabulary, padded)
        uniform = smoothing * mean_weight.to(dtype)
        for start in range(0, count, chunk):
            h, y = x[start : start + chunk], targets[start : start + chunk, None]
            logits = h @ w.T  # [n, V]
            picked = logits.gather(1, y).float().sum()
            p = torch.softmax(logits, dim=1)
            likelihood = -p.gather(1, y).float().clamp_(min=1e-30).log_().sum()
            total += likelihood + smoothing * picked
            plain += likelihood
            flat = p.view(-1)  # index_put_ on one axis; scatter_ would copy all of p twice
            flat[torch.arange(0, flat.numel(), vocabulary) + y[:, 0]] += smoothing - 1.0
            grad_hidden[start : start + chunk] = torch.mm(p, w[:, :size]).sub_(uniform)
            grad_matrix += p.T @ h
        grad_weight, grad_bias = grad_matrix[:, :size], grad_matrix[:, size]
        grad_weight -= smoothing / vocabulary * summed
        grad_bias -= smoothing / vocabulary * count
        ctx.save_for_backward(grad_hidden, grad_weight, grad_bias)
        return total.float(), plain.float()

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        grad_hidden, grad_weight, grad_bias = ctx.saved_tensors
        scale = grads[0]
        return (
            grad_hidden * scale.to(grad_hidden.dtype),
            grad_weight * scale,
            grad_bias * scale,
            None,
            None,
            None,
        )


def cross_entropy(
    hidden: Tensor, weight: Tensor, bias: Tensor, targets: Tensor, smoothing: float, chunk: int = 1024
) -> tuple[Tensor, Tensor]:
    """Summed (smoothed loss, plain negative log-likelihood) in nats.

    hidden [N, D] of real tokens only, weight [V, D], bias [V], targets [N]. Only the first has a gradient.
    """
    if hidden.device.type == "cpu":
        return _ChunkedCrossEntropy.apply(hidden, weight, bias, targets, smoothing, chunk)
    logits = F.linear(hidden, weight.to(hidden.dtype), bias.to(hidden.dtype)).float()
    loss = F.cross_entropy(logits, targets, label_smoothing=smoothing, reduction="sum")
    with torch.no_grad():
        plain = F.cross_entropy(logits, targets, reduction="sum") if smoothing else loss.detach()
    return loss, plain


def alignment_loss(attention: Tensor, links: Tensor) -> Tensor:
    """Summed -log E_LM of the linked source positions: attention [B, T, S], links [B, T] (-1 = no link)."""
    linked = links >= 0
    picked = attention.gather(2, links.clamp_min(0)[:, :, None])[:, :, 0]
    return -(picked[linked] + 1e-6).log().sum()
