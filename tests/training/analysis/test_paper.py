"""The published set-up: its configurations, its protocol and its table."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import pytest
import torch

from tests.training.toy import write_corpus
from training.analysis import paper
from training.config import TrainingConfig
from training.data.batches import Batches, Store
from training.evaluate import protocols, published_detokenisation
from training.model import beam
from training.model.plgt import BOS, EOS, PLGT
from training.trainer import Trainer

CONFIGS = Path(__file__).parents[3] / "training" / "configs"
SENTENCES = [
    ("bugün hava çok güzel .", "the weather is very nice today ."),
    ("nasılsın ?", "how are you ?"),
    ("bu bizim çözmemiz gereken bir sorun .", "this is a problem we have to solve ."),
    ("ben hastayım .", "i 'm sick ."),
    ("kitabı okudum .", "i read the book ."),
]


@pytest.mark.parametrize("preset", paper.PRESETS, ids=lambda p: p.name)
def test_configurations_are_the_published_ones(preset: paper.Preset) -> None:
    config = TrainingConfig.from_toml(CONFIGS / f"{preset.name}.toml")
    model, data, optimiser, run = config.model, config.data, config.optimiser, config.run
    sdpa = preset.name.endswith("sdpa")
    assert config.name == preset.name
    assert (model.d_model, model.heads, model.d_ff, model.norm) == (512, 8, 2048, "post")
    assert (model.encoder_layers, model.decoder_layers) == ((4, 4) if sdpa else (1, 1))
    assert model.dropout == (0.1 if sdpa else 0.4)
    assert model.separate_vocabularies and not model.tied_embeddings and not model.mask_density
    assert (data.vocabulary, data.lowercase, data.batch_sentences, data.noise) == (15_000, True, 64, False)
    assert (optimiser.schedule, optimiser.warmup_steps) == ("noam", 4000 if sdpa else 15_000)
    assert (optimiser.beta1, optimiser.beta2, optimiser.epsilon) == (0.9, 0.98, 1e-9)
    assert optimiser.label_smoothing == 0 and optimiser.clip_norm == 0 and optimiser.weight_decay == 0
    assert run.max_epochs == (40 if sdpa else 120)
    if sdpa:
        assert model.attention == "sdpa" and model.attention_dropout == 0
    else:
        assert (model.attention, model.density, model.activation) == ("plga", "instance", "relu")
        assert (model.epsilon, model.identity_start, model.negative_slope) == (1e-9, False, 0.2)
        assert (model.residual_units, model.residual_dense, model.residual_width) == (8, 2, 256)
        assert (model.residual_dropout, model.attention_dropout) == (0.1, 0.1)


def test_initialisation_is_that_of_keras() -> None:
    torch.manual_seed(0)
    config = TrainingConfig.from_toml(CONFIGS / "paper-pt-en.toml")
    model = PLGT(config.model, 300, 300)
    block = model.encoder[0].self_attention
    assert float(model.source_embedding.weight.detach().abs().max()) <= 0.05
    assert float(block.deductive.P.detach().std()) == pytest.approx(math.sqrt(1 / 512), rel=0.02)
    assert float(block.wkv.weight.detach().abs().max()) == pytest.approx(math.sqrt(6 / 1024), rel=0.01)
    out = block.deductive.residual[0].out
    assert float(out.weight.detach().abs().max()) == pytest.approx(math.sqrt(6 / 320), rel=0.01)
    assert float(out.bias.detach().abs().max()) == 0


def test_the_paper_protocol_sets_punctuation_apart() -> None:
    assert published_detokenisation("I 'm here.") == "i ' m here ."
    references = ["i 'm here , you know .", "he didn 't say a word about it ."] * 3
    scores = protocols(references, references)
    assert scores["bleu"].bleu == pytest.approx(100)
    assert 40 < scores["bleu_paper"].bleu < 95


def small(config: TrainingConfig, folder: Path) -> TrainingConfig:
    """The configuration with small numbers, but everything else as it is."""
    config.data.root = str(folder)
    config.data.sources[0].path = "train/ted-hrlr.tr-en"
    config.data.vocabulary = 310
    config.model.d_model, config.model.heads, config.model.d_ff = 32, 4, 32
    config.model.residual_units, config.model.residual_width = 2, 16
    config.run.max_steps, config.run.validate_every, config.run.validate_sentences = 3, 3, 2
    config.run.tensorboard, config.run.threads = False, 1
    config.run.device = "cpu"
    return config


@pytest.mark.parametrize("name", ["paper-tr-en", "paper-tr-en-sdpa"])
def test_a_run_is_evaluated_into_the_table(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    extra = [(f"{a} {i}", f"{b} {i}") for i in range(30) for a, b in SENTENCES]
    write_corpus(tmp_path / "train", "ted-hrlr", [*SENTENCES, *SENTENCES, *extra])
    write_corpus(tmp_path / "dev", "ted-hrlr", SENTENCES)
    write_corpus(tmp_path / "test", "ted-hrlr", SENTENCES)
    config = small(TrainingConfig.from_toml(CONFIGS / f"{name}.toml"), tmp_path)
    trainer = Trainer(config, tmp_path / "runs" / name, say=lambda _: None)
    assert len(trainer.store) == 160, (
        "the published set-up keeps every pair, duplicates and development ones too"
    )
    trainer.run(progress=False)
    assert paper.main(["--runs", str(tmp_path / "runs"), "--data", str(tmp_path), "--device", "cpu"]) == 0
    out = capsys.readouterr().out
    assert f"| {name} | greedy |" in out and f"| {name} | beam 4 |" in out
    assert "| paper-pt-en | | | | | 28.33 | not trained |" in out
    assert "nrefs:1" in out


def test_without_the_test_set_the_command_says_how_to_get_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(paper.PlgtError, match="plgt data ted-hrlr"):
        paper.test_set(tmp_path, "tr")
    assert paper.main(["--runs", str(tmp_path)]) == 0
    assert capsys.readouterr().out.count("not trained") == 4


def test_batches_of_the_paper_are_not_sorted_by_length(tmp_path: Path) -> None:
    lines = [f"bir {'a ' * (i % 20)} {i}" for i in range(400)]
    write_corpus(tmp_path / "train", "ted-hrlr", list(zip(lines, lines, strict=True)))
    write_corpus(tmp_path / "dev", "ted-hrlr", SENTENCES)
    config = small(TrainingConfig.from_toml(CONFIGS / "paper-tr-en.toml"), tmp_path)
    config.data.vocabulary = 288
    store = Store.open(config.data, tmp_path / "run", 1, separate=True)
    rows = list(Batches(store, config.data, seed=1).plan(0))
    assert [len(r) for r in rows].count(64) == 400 // 64 and sum(map(len, rows)) == 400
    spread = [int(store.rows[r, 1].max() - store.rows[r, 1].min()) for r in rows if len(r) == 64]
    assert min(spread) > 5


def test_beam_search_finds_the_best_of_all_short_sentences() -> None:
    torch.manual_seed(3)
    config = TrainingConfig.from_toml(CONFIGS / "paper-tr-en.toml").model
    config.d_model, config.heads, config.d_ff, config.residual_units, config.residual_width = 16, 2, 16, 1, 8
    model = PLGT(config, 8, 8).eval()
    source = [4, 5, 6, EOS]
    memory, mask = model.encode(torch.tensor([source]))

    def cost(ids: tuple[int, ...]) -> float:
        prefix = torch.tensor([[BOS, *ids]])
        total = 0.0
        for t, following in enumerate([*ids, EOS]):  # step by step: instance density changes with the prefix
            states, _ = model.decode(prefix[:, : t + 1], memory, mask)
            total -= float(torch.log_softmax(model.final(states[0, -1]), -1)[following])
        return total / beam.length_penalty(len(ids) + 2, 0.6)

    with torch.no_grad():
        others = [i for i in range(8) if i != EOS]
        every = [ids for n in range(3) for ids in itertools.product(others, repeat=n)]
        best = min(every, key=cost)
        found = beam.beam_search(model, source, beam=57, max_length=3)
        assert tuple(found[0][0]) == best
        assert found[0][1] == pytest.approx(cost(best), rel=1e-4)
