"""The processes of one run, started by `torchrun`: who they are and what they tell each other.

Messages (token counts, stop requests) are tensors in main memory and travel through gloo, so that a process
that waits for a validation of the first one doesn't keep a GPU busy; gradients and densities of a CUDA run
travel through NCCL. All processes call the methods below in the same order.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import torch
from torch import Tensor, distributed

from app.errors import PlgtError

PATIENCE = timedelta(hours=12)  # the first process may tokenise, align words or validate for so long


class _Sum(torch.autograd.Function):
    """The sum of a tensor over all processes, whose gradient is the sum of their gradients."""

    @staticmethod
    def forward(ctx: Any, tensor: Tensor) -> Tensor:
        tensor = tensor.clone()
        distributed.all_reduce(tensor)
        return tensor

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> Tensor:
        grad = grads[0].contiguous().clone()
        distributed.all_reduce(grad)
        return grad


@dataclass(frozen=True)
class Processes:
    """This process among `count`; the first one (rank 0) alone writes files and speaks."""

    rank: int = 0
    count: int = 1
    local_rank: int = 0  # on this host: the number of its GPU

    @property
    def first(self) -> bool:
        return self.rank == 0

    def sum(self, value: float) -> float:
        """The sum over all processes, in float64."""
        if self.count == 1:
            return value
        total = torch.tensor([value], dtype=torch.float64)
        distributed.all_reduce(total)
        return float(total)

    def any(self, flag: bool) -> bool:
        """Whether the flag is set in at least one process."""
        return bool(self.sum(float(flag)))

    def wait(self) -> None:
        """Until all processes have come here."""
        self.sum(0.0)

    def gather(self, tensor: Tensor) -> list[Tensor]:
        """The tensors of all processes, by rank; all of one shape and in main memory."""
        if self.count == 1:
            return [tensor]
        gathered = [torch.empty_like(tensor) for _ in range(self.count)]
        distributed.all_gather(gathered, tensor)
        return gathered

    def first_does(self, action: Callable[[], object]) -> None:
        """Run `action` in the first process while the others wait; where it raises, the others raise PlgtError."""
        failed = True
        try:
            if self.first:
                action()
            failed = False
        finally:
            failed_somewhere = self.any(failed)
        if failed_somewhere:
            raise PlgtError("The first process could not prepare the run; its message says why.")

    def add(self, total: Tensor, count: Tensor | int) -> tuple[Tensor, Tensor]:
        """The sums of a float32 tensor and of a number of tokens (below 2^24) over all processes.

        The gradient of the sum is the sum of the gradients: every process's loss depends on every process's `total`.
        """
        number = torch.as_tensor(count, dtype=total.dtype, device=total.device)
        both: Tensor = _Sum.apply(torch.cat([total.flatten(), number.reshape(1)]))
        return both[:-1].view_as(total), both[-1].detach()


def join(device: str) -> Processes:
    """The processes that `torchrun` has started for a run on `device` ("cpu" or "cuda"); one if it wasn't used."""
    count = int(os.environ.get("WORLD_SIZE", "1"))
    if count == 1:
        return Processes()
    local_rank = int(os.environ.get("LOCAL_RANK", "0"))
    if device == "cuda":
        if local_rank >= torch.cuda.device_count():
            raise PlgtError(
                f"There are more processes than CUDA devices ({torch.cuda.device_count()}) on this host: "
                "lower --nproc-per-node."
            )
        torch.cuda.set_device(local_rank)
    if not distributed.is_initialized():
        distributed.init_process_group("cpu:gloo,cuda:nccl" if device == "cuda" else "gloo", timeout=PATIENCE)
    return Processes(distributed.get_rank(), count, local_rank)


def leave() -> None:
    """Say goodbye to the other processes, after a run that ended well in all of them."""
    if distributed.is_available() and distributed.is_initialized():
        gc.collect()  # what still holds the group
        distributed.destroy_process_group()
