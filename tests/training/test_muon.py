"""Muon: what its update is, that it learns, resumes exactly and takes over from AdamW."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import torch

from tests.training.test_resume import losses, train
from tests.training.toy import toy_config
from training import checkpoint
from training.config import ConfigurationError, TrainingConfig
from training.muon import Muon, orthogonalise
from training.trainer import Trainer


def muon_config(data: Path, **model: object) -> TrainingConfig:
    config = toy_config(data, **model)
    config.optimiser.name, config.optimiser.embedding_lr = "muon", 2.0
    config.run.max_steps, config.run.log_every, config.run.weight_ema = 12, 1, 0.9
    return config


@pytest.mark.parametrize("shape", [(3, 8, 8), (2, 6, 20), (2, 20, 6)])
def test_the_singular_values_come_near_one(shape: tuple[int, int, int]) -> None:
    torch.manual_seed(0)
    x = torch.randn(shape) * torch.tensor([1e-4, 1.0, 1e3])[: shape[0], None, None]
    y = orthogonalise(x)
    assert y.shape == x.shape
    values = torch.linalg.svdvals(y)
    assert values.min() > 0.5 and values.max() < 1.3
    # the singular vectors stay: y = U f(S) V', so U'yV is diagonal
    u, _, v = torch.linalg.svd(x, full_matrices=False)
    inner = u.transpose(1, 2) @ y @ v.transpose(1, 2)
    off = inner - torch.diag_embed(inner.diagonal(dim1=1, dim2=2))
    assert off.abs().max() < 1e-3


def test_an_update_agrees_with_pytorchs_own_muon() -> None:
    torch.manual_seed(1)
    start = [torch.randn(16, 16), torch.randn(16, 16), torch.randn(8, 24)]
    grads = [[torch.randn_like(w) for w in start] for _ in range(3)]
    mine = [torch.nn.Parameter(w.clone()) for w in start]
    theirs = [torch.nn.Parameter(w.clone()) for w in start]
    ours = Muon(mine, lr=0.02, momentum=0.9, weight_decay=0.1)
    reference = torch.optim.Muon(
        theirs, lr=0.02, momentum=0.9, weight_decay=0.1, nesterov=True, adjust_lr_fn="match_rms_adamw"
    )
    for step in grads:
        for parameters, optimiser in ((mine, ours), (theirs, reference)):
            for parameter, grad in zip(parameters, step, strict=True):
                parameter.grad = grad.clone()
            optimiser.step()
    for a, b, w in zip(mine, theirs, start, strict=True):
        moved = (b - w).norm()
        assert (a - b).norm() < 0.02 * moved  # PyTorch's products are in bfloat16


def test_parts_are_matrices_of_their_own() -> None:
    torch.manual_seed(2)
    both = torch.nn.Parameter(torch.zeros(8, 4))
    both.grad = torch.cat([torch.randn(4, 4), 100 * torch.randn(4, 4)])
    Muon([both], lr=1.0, parts={both: 2}).step()
    for part in both.detach().chunk(2):
        values = torch.linalg.svdvals(part) / (0.2 * math.sqrt(4))
        assert values.min() > 0.5 and values.max() < 1.3


def test_only_matrices_are_taken() -> None:
    with pytest.raises(ValueError, match="matrices"):
        Muon([torch.nn.Parameter(torch.zeros(3))])


def test_the_layers_matrices_go_to_muon_and_everything_else_to_adamw(toy_data: Path, tmp_path: Path) -> None:
    trainer = Trainer(muon_config(toy_data), tmp_path / "run", say=lambda _: None)
    adamw, muon = trainer.optimisers
    names = {trainer.names[p] for group in muon.param_groups for p in group["params"]}
    assert {n.split(".", 2)[2] for n in names} == {
        f"{block}.{matrix}.weight"
        for block in ("self_attention", "cross_attention")
        for matrix in ("wq", "wkv", "wo")
    } | {"feed_forward.inner.weight", "feed_forward.outer.weight"}
    others = {trainer.names[p] for group in adamw.param_groups for p in group["params"]}
    assert not names & others and names | others == set(trainer.names.values())
    factors = {trainer.names[p]: g["factor"] for g in adamw.param_groups for p in g["params"]}
    assert factors["source_embedding.weight"] == 2.0 and factors["final.bias"] == 1.0


def test_it_learns_faster_than_adamw_on_the_toy_task(toy_data: Path, tmp_path: Path) -> None:
    ends = {}
    for name in ("adamw", "muon"):
        config = muon_config(toy_data)
        config.optimiser.name = name  # type: ignore[assignment]
        config.optimiser.warmup_steps, config.run.max_steps = 20, 60
        trainer = train(config, tmp_path / name)
        assert trainer.state.step == 60
        seen = losses(tmp_path / name)
        ends[name] = sum(seen[s] for s in range(51, 61)) / 10
    assert ends["muon"] < ends["adamw"] - 0.05, ends


def test_resumed_losses_are_those_of_an_unbroken_run(toy_data: Path, tmp_path: Path) -> None:
    whole = train(muon_config(toy_data, dropout=0.1), tmp_path / "whole")
    first = muon_config(toy_data, dropout=0.1)
    first.run.max_steps = 5
    train(first, tmp_path / "broken")
    stored = checkpoint.load_tensors(checkpoint.resolve(tmp_path / "broken") / "optimiser.safetensors")
    assert "encoder.0.self_attention.wq.weight|momentum" in stored
    assert "source_embedding.weight|exp_avg" in stored
    resumed = train(muon_config(toy_data, dropout=0.1), tmp_path / "broken")
    assert losses(tmp_path / "broken") == losses(tmp_path / "whole")
    for name, tensor in checkpoint.unshared(whole.model.state_dict()).items():
        assert torch.equal(tensor, resumed.model.state_dict()[name]), name


def test_a_run_of_adamw_goes_on_with_muon(toy_data: Path, tmp_path: Path) -> None:
    config = muon_config(toy_data)
    config.optimiser.name, config.run.max_steps = "adamw", 4
    train(config, tmp_path / "run")
    config = muon_config(toy_data)
    config.run.max_steps = 8
    trainer = train(config, tmp_path / "run")
    assert trainer.state.step == 8
    adamw, muon = trainer.optimisers
    assert all(set(s) == {"momentum"} for s in muon.state.values())
    assert all(float(s["step"]) == 8 for s in adamw.state.values())


def test_a_factor_of_nothing_is_refused(toy_data: Path) -> None:
    config = toy_config(toy_data)
    config.optimiser.muon_lr = 0.0
    with pytest.raises(ConfigurationError, match=r"optimiser\.muon_lr"):
        config.validate()
