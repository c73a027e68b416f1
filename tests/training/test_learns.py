"""The model learns: digit strings are copied and reversed, with power law and with plain attention."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.training.toy import TASKS, digits, make_data, toy_config
from training import evaluate
from training.trainer import Trainer


@pytest.mark.parametrize("attention", ["plga", pytest.param("sdpa", marks=pytest.mark.slow)])
def test_digit_strings_are_copied_and_reversed(tmp_path: Path, attention: str) -> None:
    make_data(tmp_path, train=8000)
    config = toy_config(tmp_path, attention=attention)
    assert config.model.density == "dataset"
    config.data.batch_tokens = 900
    # with AdamW this run ends anywhere between half and all of the answers, by the rounding of the processor
    config.optimiser.name = "muon"
    config.optimiser.peak, config.optimiser.deductive_lr = 3e-3, 0.1
    config.run.max_steps, config.optimiser.cooldown_steps = 1000, 300
    trainer = Trainer(config, tmp_path / "run", say=lambda _: None)
    trainer.run(progress=False)
    rng = random.Random(99)
    pairs = [digits(rng.choice(TASKS), rng) for _ in range(200)]
    answers = evaluate.translate_greedily(
        trainer.model.eval(),
        trainer.source_tokenizer,
        trainer.target_tokenizer,
        [question for question, _ in pairs],
        max_length=40,
    )
    exact = sum(a == b for a, (_, b) in zip(answers, pairs, strict=True))
    assert exact / len(pairs) > 0.95
