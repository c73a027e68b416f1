"""A tiny bundle with random weights, made on the spot: translations are nonsense, interfaces are real.

Nonsense is the harder test for everything around the model: placeholders that are never copied, endless
output, unrelated words. What needs sense uses the shipped bundles.
"""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

import pytest

from app.model.bundle import write_bundle
from app.model.store import ModelStore

SENTENCES = [
    "Bugün hava çok güzel, yarın yağmur yağacak.",
    "O tempo está muito bom hoje e amanhã vai chover.",
    "The weather is very nice today, and it will rain tomorrow.",
    "Kitaplar masanın üstünde duruyordu; çocuklar bahçede oynuyordu.",
    "As crianças brincavam no jardim enquanto os livros estavam sobre a mesa.",
    "The children were playing in the garden while the books lay on the table.",
    "Ankara Türkiye'nin başkentidir ve İstanbul en büyük şehridir.",
    "What did you say about the price of 1250 lira?",
]


@functools.cache
def tiny_bundle_path(*directions: str, seed: int = 7) -> Path:
    """A `.plgt` file for the directions (default tr-en, pt-en)."""
    torch = pytest.importorskip("torch", reason="making a bundle needs the train extra")
    pytest.importorskip("onnx", reason="making a bundle needs the train extra")
    from export.freeze import freeze
    from export.graphs import build_decoder, build_encoder
    from training.config import ModelConfig
    from training.data.tokenizer import train_tokenizer
    from training.model.plgt import PLGT

    directions = directions or ("tr-en", "pt-en")
    folder = Path(tempfile.mkdtemp(prefix="plgt-tiny-"))
    train_tokenizer(SENTENCES * 4, folder / "tokenizer.model", 360, coverage=1.0, threads=1)
    torch.manual_seed(seed)
    config = ModelConfig(
        encoder_layers=1, decoder_layers=1, d_model=32, heads=2, d_ff=64, residual_width=16, max_positions=64
    )
    model = PLGT(config, 360).eval()
    frozen = freeze(model)
    manifest = {
        "name": "tiny-" + "-".join(directions),
        "directions": list(directions),
        "target_token": len({d.split("-")[1] for d in directions}) > 1,
        "max_length": 48,
        "tokenizer": {"source": "tokenizer.model", "target": "tokenizer.model"},
        "variants": {"fp32": {"encoder": "encoder.onnx", "decoder": "decoder.onnx"}},
        "model": {
            "encoder_layers": 1,
            "decoder_layers": 1,
            "d_model": 32,
            "heads": 2,
            "head_size": 16,
            "source_vocabulary": 360,
            "target_vocabulary": 360,
            "max_positions": 64,
        },
        "special_ids": {
            "pad": 0, "bos": 1, "eos": 2, "unk": 3, "languages": {"en": 4, "tr": 5, "pt": 6},
            "placeholders": list(range(7, 17)),
        },
        "card": {},
    }  # fmt: skip
    files = {
        "encoder.onnx": build_encoder(frozen).SerializeToString(),
        "decoder.onnx": build_decoder(frozen).SerializeToString(),
        "tokenizer.model": (folder / "tokenizer.model").read_bytes(),
    }
    return write_bundle(folder / "models" / f"{manifest['name']}.plgt", manifest, files).path


def tiny_store(*directions: str) -> ModelStore:
    """A store that holds the tiny bundle alone."""
    path = tiny_bundle_path(*directions)
    return ModelStore(shipped=path.parent, user=path.parent.parent / "user")


def tiny_pivot_store() -> ModelStore:
    """A store with tr, pt -> en and en -> tr, pt."""
    first, second = tiny_bundle_path(), tiny_bundle_path("en-tr", "en-pt")
    user = Path(tempfile.mkdtemp(prefix="plgt-user-"))
    store = ModelStore(shipped=first.parent, user=user / "models")
    store.import_file(second)
    return store
