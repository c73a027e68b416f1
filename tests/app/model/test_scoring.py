"""Forced decoding gives the log-likelihoods that the search and the PyTorch model give."""

from __future__ import annotations

import math

import pytest

from app.errors import Cancelled, PlgtError
from app.model.bundle import Bundle
from app.model.engine import Engine
from app.model.scoring import log_likelihoods, mean_log_likelihoods
from app.model.tokenizer import Tokenizer
from tests.app.bundles import SENTENCES, tiny_bundle_path


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Bundle(tiny_bundle_path()), device="cpu", threads=1)


@pytest.fixture(scope="module")
def tokenizer(engine: Engine) -> Tokenizer:
    return Tokenizer(engine.bundle)


def test_a_hypothesis_has_the_likelihood_that_the_search_gave_it(
    engine: Engine, tokenizer: Tokenizer
) -> None:
    sources = tokenizer.encode_many(SENTENCES, "en")
    found = [h[0] for h in engine.translate_ids(sources, beam=2, max_length=12)]
    finished = [(s, h) for s, h in zip(sources, found, strict=True) if h.finished]
    cut = [(s, h) for s, h in zip(sources, found, strict=True) if not h.finished]
    assert finished or cut
    values = log_likelihoods(engine, sources, [h.ids for h in found])
    for value, hypothesis in zip(values, found, strict=True):
        if hypothesis.finished:
            assert value == pytest.approx(sum(hypothesis.logprobs), abs=1e-3)
        else:  # the end symbol comes on top
            assert value < sum(hypothesis.logprobs)


def test_it_is_what_pytorch_computes(engine: Engine, tokenizer: Tokenizer) -> None:
    torch = pytest.importorskip("torch", reason="needs the train extra")
    from training.config import ModelConfig
    from training.model.plgt import PLGT

    torch.manual_seed(7)  # the bundle's own weights
    config = ModelConfig(
        encoder_layers=1, decoder_layers=1, d_model=32, heads=2, d_ff=64, residual_width=16, max_positions=64
    )
    model = PLGT(config, 360).eval()
    source, target = tokenizer.encode(SENTENCES[0], "en"), tokenizer.encode_target(SENTENCES[2])
    with torch.no_grad():
        logits = model(torch.tensor([source]), torch.tensor([[tokenizer.bos, *target]]))[0]
    wanted = torch.log_softmax(logits, -1).gather(1, torch.tensor([*target, tokenizer.eos])[:, None]).sum()
    assert log_likelihoods(engine, [source], [target])[0] == pytest.approx(float(wanted), abs=1e-3)


def test_a_value_does_not_depend_on_its_batch(engine: Engine, tokenizer: Tokenizer) -> None:
    pairs = [(a, b) for a in SENTENCES[:4] for b in (SENTENCES[2], "Yes.", SENTENCES[7])]
    together = mean_log_likelihoods(engine, tokenizer, pairs, "en")
    alone = [mean_log_likelihoods(engine, tokenizer, [pair], "en")[0] for pair in pairs]
    assert together == pytest.approx(alone, abs=1e-4)


def test_what_the_model_cannot_read_has_no_likelihood(engine: Engine, tokenizer: Tokenizer) -> None:
    pairs = [("", "Yes."), ("Evet.", ""), ("Evet.", "yes " * 200), ("evet " * 200, "Yes."), ("Evet.", "Yes.")]
    values = mean_log_likelihoods(engine, tokenizer, pairs, "en")
    assert values[:4] == [-math.inf] * 4 and math.isfinite(values[4])
    with pytest.raises(PlgtError, match="longer than the model can read"):
        log_likelihoods(engine, [[5] * 100], [[5]])


def test_it_can_be_cancelled(engine: Engine, tokenizer: Tokenizer) -> None:
    import threading

    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        log_likelihoods(engine, [tokenizer.encode("Evet.", "en")], [tokenizer.encode_target("Yes.")], cancel)
