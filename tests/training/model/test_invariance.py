"""A sentence's output depends neither on its companions in a batch, nor on their order, nor on padding."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from training.config import ConfigurationError, ModelConfig
from training.data.batches import pad
from training.model.plgt import BOS, EOS, PLGT

ROWS = [[7, 9, 11, EOS], [5, 6, 7, 8, 9, 10, 11, 12, EOS], [20, EOS], [30, 31, 32, 33, 34, EOS]]


@pytest.fixture(params=["plga", "sdpa"])
def model(request: pytest.FixtureRequest) -> PLGT:
    torch.manual_seed(3)
    config = ModelConfig(
        attention=request.param,
        encoder_layers=2,
        decoder_layers=2,
        d_model=32,
        heads=4,
        d_ff=64,
        dropout=0.0,
        max_positions=64,
    )
    model = PLGT(config, 50)
    model.train()
    with torch.no_grad():  # a running density that is no identity
        model(ids(ROWS), ids(ROWS))
    return model.eval()


def ids(rows: list[list[int]], width: int = 0) -> torch.Tensor:
    array = pad([np.array(row) for row in rows])
    return torch.from_numpy(np.pad(array, ((0, 0), (0, max(0, width - array.shape[1])))))


def logits(model: PLGT, rows: list[list[int]], width: int = 0) -> list[torch.Tensor]:
    """Logits of each row's own positions."""
    with torch.no_grad():
        out = model(ids(rows, width), ids([[BOS, *row] for row in rows], width))
    return [out[i, : len(row) + 1] for i, row in enumerate(rows)]


def test_logits_do_not_depend_on_the_batch(model: PLGT) -> None:
    together = logits(model, ROWS)
    backwards = logits(model, ROWS[::-1])[::-1]
    padded = logits(model, ROWS, width=40)
    for i, row in enumerate(ROWS):
        alone = logits(model, [row])[0]
        for other in (together[i], backwards[i], padded[i]):
            torch.testing.assert_close(other, alone, atol=2e-5, rtol=1e-5)


def test_one_step_decoding_gives_the_logits_of_the_whole_prefix(model: PLGT) -> None:
    row = ROWS[1]
    whole = logits(model, [row])[0]
    cache = model.start(ids([row]))
    with torch.no_grad():
        for position, token in enumerate([BOS, *row]):
            step = model.step(torch.tensor([token]), cache)[0]
            torch.testing.assert_close(step, whole[position], atol=2e-5, rtol=1e-5)


def test_greedy_translations_do_not_depend_on_the_batch(model: PLGT) -> None:
    together = model.greedy(ids(ROWS, width=30), 20)
    assert together == [model.greedy(ids([row]), 20)[0] for row in ROWS]


def test_published_density_does_depend_on_padding() -> None:
    """The switch is real: without a mask padding enters A, as in the published code."""
    torch.manual_seed(3)
    config = ModelConfig(
        density="instance",
        mask_density=False,
        encoder_layers=1,
        decoder_layers=1,
        d_model=16,
        heads=2,
        d_ff=32,
    )
    model = PLGT(config, 50).eval()
    difference = (logits(model, [ROWS[0]])[0] - logits(model, [ROWS[0]], width=12)[0]).abs().max()
    assert difference > 1e-4


@pytest.mark.parametrize("groups", [1, 2])
def test_heads_of_a_group_share_one_energy_curvature(groups: int) -> None:
    config = ModelConfig(d_model=32, heads=4, d_ff=32, deductive_groups=groups)
    model = PLGT(config, 40)
    _, block = next(model.attention_blocks())
    assert block.deductive is not None
    outputs = block.deductive(torch.rand(4, 8, 8))
    for tensor in (outputs.metric, outputs.power, outputs.energy_curvature):
        assert tensor.shape == (4, 8, 8)
        size = 4 // groups
        for head in range(4):
            assert torch.equal(tensor[head], tensor[head - head % size])
    if groups == 2:
        assert not torch.equal(outputs.energy_curvature[0], outputs.energy_curvature[2])
    with pytest.raises(ConfigurationError, match="deductive_groups"):
        PLGT(ModelConfig(d_model=32, heads=4, deductive_groups=3), 40)
