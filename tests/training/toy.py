"""Small corpora and configurations for the tests of the trainer: digit strings to be copied or reversed."""

from __future__ import annotations

import random
from pathlib import Path

from training.config import DataConfig, ModelConfig, OptimiserConfig, RunConfig, SourceConfig, TrainingConfig

TASKS = ("copy", "reverse")


def digits(task: str, rng: random.Random, longest: int = 7) -> tuple[str, str]:
    """A digit string with its task in words, and the answer."""
    string = [str(rng.randrange(10)) for _ in range(rng.randint(3, longest))]
    answer = string if task == "copy" else string[::-1]
    return f"{task} {' '.join(string)}", f"digits {' '.join(answer)}"


def write_corpus(folder: Path, name: str, pairs: list[tuple[str, str]]) -> None:
    """`folder/name.tr-en.tr` and `.en`."""
    folder.mkdir(parents=True, exist_ok=True)
    for side, code in ((0, "tr"), (1, "en")):
        text = "".join(pair[side] + "\n" for pair in pairs)
        (folder / f"{name}.tr-en.{code}").write_text(text, encoding="utf-8")


def make_data(folder: Path, train: int = 3000, dev: int = 40, seed: int = 0) -> None:
    """`train.tr-en` and `dev.tr-en` with strings that do not occur in both."""
    rng = random.Random(seed)
    pairs = list(dict.fromkeys(digits(rng.choice(TASKS), rng) for _ in range(train + dev)))
    write_corpus(folder, "dev", pairs[:dev])
    write_corpus(folder, "train", pairs[dev:])


def toy_config(folder: Path, **model: object) -> TrainingConfig:
    """A model of two small layers that learns digit strings in seconds."""
    settings: dict[str, object] = {
        "encoder_layers": 2,
        "decoder_layers": 2,
        "d_model": 64,
        "heads": 4,
        "d_ff": 128,
        "dropout": 0.0,
        "residual_width": 32,
        "max_positions": 64,
    }
    config = TrainingConfig(
        name="toy",
        model=ModelConfig(**(settings | model)),  # type: ignore[arg-type]
        data=DataConfig(
            root=str(folder),
            sources=[SourceConfig("train.tr-en", ("tr", "en"))],
            validation=[SourceConfig("dev.tr-en", ("tr", "en"))],
            vocabulary=296,
            character_coverage=1.0,
            noise=False,
            max_pieces=40,
            batch_tokens=600,
        ),
        optimiser=OptimiserConfig(peak=3e-3, warmup_steps=100, label_smoothing=0.0),
        run=RunConfig(
            device="cpu",
            precision="float32",
            threads=1,
            max_steps=20,
            validate_every=10_000,
            checkpoint_every=10_000,
            tensorboard=False,
        ),
    )
    config.validate()
    return config
