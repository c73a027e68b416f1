"""A tiny random-weight checkpoint with a real tokenizer, made for tests of everything downstream."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from training import checkpoint
from training.config import DataConfig, ModelConfig, SourceConfig, TrainingConfig
from training.data.tokenizer import Tokenizer, train_tokenizer
from training.model.plgt import PLGT

TEXT = (
    "The weather is very nice today.",
    "Where is the station?",
    "I would like a cup of coffee, please.",
    "She has two brothers and one sister.",
    "We will meet tomorrow morning at nine.",
    "Thank you very much!",
    "Bugün hava çok güzel.",
    "İstasyon nerede?",
    "Bir fincan kahve istiyorum, lütfen.",
    "Onun iki erkek kardeşi ve bir kız kardeşi var.",
    "Yarın sabah dokuzda buluşacağız.",
    "Çok teşekkür ederim!",
    "O tempo está muito bom hoje.",
    "Onde fica a estação?",
    "Gostaria de uma xícara de café, por favor.",
    "Ela tem dois irmãos e uma irmã.",
    "Vamos nos encontrar amanhã às nove.",
    "Muito obrigado!",
)
SENTENCES = {"en": TEXT[:6], "tr": TEXT[6:12], "pt": TEXT[12:]}


def tiny_config(**changes: Any) -> TrainingConfig:
    """Two encoder and two decoder layers of 16 columns; `changes` are fields of ModelConfig."""
    values: dict[str, Any] = {
        "encoder_layers": 2, "decoder_layers": 2, "d_model": 16, "heads": 2, "d_ff": 32, "residual_width": 8,
        "max_positions": 64,
    }  # fmt: skip
    model = ModelConfig(**{**values, **changes})
    sources = [SourceConfig("toy", ("tr", "en")), SourceConfig("toy", ("pt", "en"))]
    data = DataConfig(max_pieces=48, vocabulary=400, sources=sources)
    return TrainingConfig(name="tiny", model=model, data=data)


def tiny_checkpoint(folder: Path, *, vocabulary: int = 400, seed: int = 1, **changes: Any) -> Path:
    """Write a checkpoint below `folder` and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    config = tiny_config(**changes)
    train_tokenizer(TEXT * 3, folder / "tokenizer.model", vocabulary, coverage=1.0, threads=1)
    if config.model.separate_vocabularies:
        train_tokenizer(SENTENCES["en"] * 3, folder / "tokenizer-target.model", 330, coverage=1.0, threads=1)
    source = Tokenizer(folder / "tokenizer.model")
    target = Tokenizer(folder / "tokenizer-target.model") if config.model.separate_vocabularies else source
    model = PLGT(config.model, source.size, target.size)
    with torch.no_grad():
        model.final.bias.normal_(std=0.3)
        for name, block in model.attention_blocks():
            if hasattr(block, "running_density"):  # as if it had been trained: symmetric, positive
                root = torch.randn_like(block.running_density)
                block.running_density.copy_(root @ root.transpose(-1, -2) / root.shape[-1])
            assert name
    return checkpoint.save(folder, config, model, checkpoint.RunState(step=1), folder)
