"""A step makes all its tensors on the model's device: tried without a GPU, on a device that holds no numbers.

FakeTensorMode computes shapes and devices alone and raises where an operation has tensors of two devices. PyTorch's
build for the CPU has no `cuda` device to pretend, so "meta" stands for it; autocast, which doesn't know it, is off.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import pytest
import torch
from torch import nn
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.fx.experimental.symbolic_shapes import ShapeEnv

from training.config import ModelConfig, RunConfig
from training.model.plgt import PLGT
from training.muon import Muon
from training.trainer import Objective

OTHER = "meta"
SHAPES = {"d_model": 32, "heads": 2, "d_ff": 64, "residual_width": 16, "max_positions": 64}


@pytest.fixture(autouse=True)
def no_autocast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch, "autocast", lambda *_, **__: nullcontext())
    monkeypatch.setattr(torch, "is_autocast_enabled", lambda *_: False)


@contextmanager
def elsewhere(**settings: object) -> Iterator[Objective]:
    """An objective whose weights and buffers are on the other device."""
    with FakeTensorMode(shape_env=ShapeEnv()):
        config = ModelConfig(encoder_layers=1, decoder_layers=1, **{**SHAPES, **settings})  # type: ignore[arg-type]
        model = PLGT(config, 100)
        moved: dict[nn.Parameter, nn.Parameter] = {}  # tied weights stay tied
        for module in model.modules():
            for name, parameter in list(module._parameters.items()):
                if parameter is not None:
                    new = nn.Parameter(torch.empty(parameter.shape, device=OTHER))
                    module._parameters[name] = moved.setdefault(parameter, new)
            for name, buffer in list(module._buffers.items()):
                if buffer is not None:
                    module._buffers[name] = torch.empty(buffer.shape, dtype=buffer.dtype, device=OTHER)
        yield Objective(model, RunConfig(guided_alignment=0.5), torch.device(OTHER), torch.float32)


def batch() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    source = torch.empty((4, 10), dtype=torch.long, device=OTHER)
    target = torch.empty((4, 12), dtype=torch.long, device=OTHER)
    return source, target, torch.empty((4, 11), dtype=torch.long, device=OTHER)


@pytest.mark.parametrize(
    "settings", [{}, {"attention": "sdpa"}, {"density": "instance"}, {"mask_density": False}], ids=str
)
def test_a_step_stays_on_its_device(settings: dict[str, object]) -> None:
    with elsewhere(**settings) as objective:
        loss, plain, _ = objective(*batch(), 0.1)
        loss.backward()
        assert loss.device.type == plain.device.type == OTHER
        matrices = [
            p for n, p in objective.model.named_parameters() if n.endswith(("wq.weight", "wo.weight"))
        ]
        assert all(p.grad is not None and p.grad.device.type == OTHER for p in matrices)
        muon = Muon(matrices, lr=0.1)
        muon.step()
        assert all(state["momentum"].device.type == OTHER for state in muon.state.values())


def test_a_tensor_elsewhere_is_seen() -> None:
    with elsewhere() as objective:
        source, target, _ = batch()
        with pytest.raises(RuntimeError, match="device"):
            objective(source, target, torch.zeros((4, 11), dtype=torch.long), 0.1)
