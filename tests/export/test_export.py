"""Exporting: what is written is the model, or nothing is written."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch

from app.errors import PlgtError
from app.model.bundle import Bundle
from app.model.engine import Engine
from app.model.tokenizer import Tokenizer
from export import freeze, verify
from export.exporter import ExportOptions, export_checkpoint
from export.graphs import build_decoder, build_encoder
from export.samples import read_samples
from export.source import calibration_pairs, load_source
from tests.export.tiny import SENTENCES, tiny_checkpoint

FORMS = {
    "pre-norm": {},
    "post-norm": {"norm": "post"},
    "untied": {"tied_embeddings": False},
    "two vocabularies": {"tied_embeddings": False, "separate_vocabularies": True},
    "sdpa": {"attention": "sdpa"},
    "no slope, relu": {"negative_slope": 0.0, "activation": "relu"},
    "one decoder layer": {"decoder_layers": 1, "encoder_layers": 1, "heads": 4},
}


@pytest.mark.parametrize("form", list(FORMS))
@pytest.mark.parametrize("fold", [False, True])
def test_every_form_of_the_model_gives_pytorchs_numbers(form: str, fold: bool, tmp_path: Path) -> None:
    checkpoint = tiny_checkpoint(tmp_path, **FORMS[form])
    bundle = export_checkpoint(checkpoint, tmp_path / "out.plgt", ExportOptions(fold=fold))
    reports = bundle.manifest["verification"]
    assert {report["op"] for report in reports} >= {"function"}
    for report in reports:
        assert report["max_logp_difference"] < 1e-4
        assert report["same_greedy_tokens"] == report["same_beam_output"] == 1.0


def test_g_lm_is_an_initializer_unless_folded(checkpoint: Path) -> None:
    source = load_source(checkpoint)
    blocks = dict(source.model.attention_blocks())
    decoder = build_decoder(freeze.freeze(source.model))
    constants = {t.name: onnx.numpy_helper.to_array(t) for t in decoder.graph.initializer}
    with torch.no_grad():
        expected = blocks["decoder.1.cross"].constant_energy_curvature().numpy()
    np.testing.assert_array_equal(constants["decoder.1.cross.G"], expected)
    nodes = [n for n in decoder.graph.node if n.domain == "plgt" and "Attention" in n.op_type]
    assert len(nodes) == 4 and all(n.input[-1] == n.output[0].replace(".attended", ".G") for n in nodes)
    ours = {n.op_type for n in decoder.graph.node if n.domain == "plgt"}
    assert {f.name for f in decoder.functions} >= ours  # functions may call each other

    folded = build_encoder(freeze.freeze(source.model, fold=True))
    assert {n.op_type for n in folded.graph.node if n.domain == "plgt"} == {"FoldedPowerLawAttention"}
    assert not any(t.name.endswith(".G") for t in folded.graph.initializer)


def test_a_tied_embedding_is_stored_once(bundle: Bundle) -> None:
    vocabulary = bundle.manifest["model"]["target_vocabulary"]
    for variant in bundle.variants.values():
        model = onnx.load_model_from_string(bundle.read(variant.decoder))
        matrices = {t.name: t.dims for t in model.graph.initializer if len(t.dims) == 2 and min(t.dims) > 1}
        large = [name for name, dims in matrices.items() if vocabulary in dims]
        assert large == ["embedding"]


def test_the_same_checkpoint_gives_the_same_bytes(checkpoint: Path, bundle: Bundle, tmp_path: Path) -> None:
    again = export_checkpoint(checkpoint, tmp_path / "b", ExportOptions(variants=("fp32", "fp16", "int8")))
    assert again.fingerprint == bundle.fingerprint
    assert again.read("decoder.int8.onnx") == bundle.read("decoder.int8.onnx")


def test_a_changed_weight_is_refused_and_nothing_is_written(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = freeze.freeze

    def spoiled(model: object, **options: bool) -> freeze.FrozenModel:
        frozen = real(model, **options)  # type: ignore[arg-type]
        frozen.decoder[0].inner.weight[0, 0] += 0.5
        return frozen

    monkeypatch.setattr(freeze, "freeze", spoiled)
    with pytest.raises(verify.VerificationError, match="differ from PyTorch"):
        export_checkpoint(checkpoint, tmp_path / "out.plgt")
    assert list(tmp_path.iterdir()) == []


def test_an_existing_folder_is_not_overwritten(checkpoint: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("years of work")
    with pytest.raises(PlgtError, match="exists already"):
        export_checkpoint(checkpoint, tmp_path / "out")
    assert (tmp_path / "out" / "thesis.txt").read_text() == "years of work"


def test_deductive_outputs_lie_beside_the_graphs(bundle: Bundle) -> None:
    with np.load(io.BytesIO(bundle.read("deductive.npz")), allow_pickle=False) as arrays:
        blocks = {name.partition("/")[0] for name in arrays}
        assert blocks == {"encoder.0.self", "encoder.1.self", "decoder.0.self", "decoder.0.cross",
                          "decoder.1.self", "decoder.1.cross"}  # fmt: skip
        a, p, g = (arrays[f"decoder.0.self/{part}_LM"] for part in "APG")
        assert a.shape == p.shape == g.shape == (2, 8, 8) and (a > 0).all()
    assert set(bundle.manifest["invariance"]["blocks"]) == blocks
    assert bundle.manifest["invariance"]["max_dlogit"] == 0.0


def test_instance_density_needs_calibration(tmp_path: Path) -> None:
    checkpoint = tiny_checkpoint(tmp_path, density="instance", mask_density=False)
    with pytest.raises(PlgtError, match="--calibrate"):
        export_checkpoint(checkpoint, tmp_path / "out.plgt")


def test_instance_density_is_frozen_at_its_mean_with_a_report(tmp_path: Path) -> None:
    checkpoint = tiny_checkpoint(tmp_path, density="instance", mask_density=False)
    (tmp_path / "dev.tr").write_text("\n".join(SENTENCES["tr"]) + "\n", encoding="utf-8")
    (tmp_path / "dev.en").write_text("\n".join(SENTENCES["en"]) + "\n", encoding="utf-8")
    options = ExportOptions(calibrate=[tmp_path / "dev.tr"], finetune_steps=2)
    bundle = export_checkpoint(checkpoint, tmp_path / "out.plgt", options)
    report = bundle.manifest["invariance"]
    assert report["max_dlogit"] > 0
    assert report["bleu_dynamic"] is not None and report["bleu_frozen"] is not None
    assert np.isfinite(report["finetune_loss"])
    block = report["blocks"]["decoder.0.cross"]
    assert block["max_dG"] >= block["rmse"] > 0 and len(block["A_LM"]["rank"]) == 2
    # G_LM of the bundle is the mean of the sentences' own
    source = load_source(checkpoint)
    blocks = dict(source.model.attention_blocks())
    given = read_samples(options.calibrate, source.directions)
    pairs = calibration_pairs(source, given)
    seen = []
    for ids, target in pairs:
        blocks["encoder.1.self"].record = record = {}
        with torch.no_grad():
            source.model(torch.tensor([ids]), torch.tensor([target[:-1]]))
        seen.append(record["G_LM"][0].double())
    with np.load(io.BytesIO(bundle.read("deductive.npz"))) as arrays:
        mean = torch.stack(seen).mean(0).numpy()
        frozen = arrays["encoder.1.self/G_LM"]
    np.testing.assert_allclose(frozen, mean, rtol=1e-4, atol=1e-4 * np.abs(mean).max())


def test_quantized_weights_stay_in_seven_bits_and_near(bundle: Bundle) -> None:
    integers = {
        t.name: onnx.numpy_helper.to_array(t)
        for t in onnx.load_model_from_string(bundle.read("encoder.int8.onnx")).graph.initializer
    }
    reals = {
        t.name: onnx.numpy_helper.to_array(t)
        for t in onnx.load_model_from_string(bundle.read("encoder.onnx")).graph.initializer
    }
    name = "encoder.0.inner"
    values, scale = integers[f"{name}.weight"], integers[f"{name}.scale"]
    assert values.dtype == np.int8 and np.abs(values).max() == 64
    assert np.abs(values * scale - reals[f"{name}.weight"]).max() <= scale.max() / 2 + 1e-7


@pytest.mark.parametrize("variant", ["int8", "fp16"])
def test_small_variants_follow_fp32(bundle: Bundle, variant: str) -> None:
    reports = [r for r in bundle.manifest["verification"] if r["variant"] == variant and "op" in r]
    assert reports and all(r["mean_logp_difference"] < 0.05 for r in reports)
    assert bundle.size("int8") < bundle.size("fp32")


def test_int8_alone_is_still_compared_with_fp32(checkpoint: Path, bundle: Bundle, tmp_path: Path) -> None:
    small = export_checkpoint(checkpoint, tmp_path / "small.plgt", ExportOptions(variants=("int8",)))
    assert list(small.variants) == ["int8"] and "decoder.onnx" not in small.manifest["files"]
    assert {report["variant"] for report in small.manifest["verification"]} == {"fp32", "int8"}
    assert small.read("decoder.int8.onnx") == bundle.read("decoder.int8.onnx")
    assert Engine(small, "cpu").translate_ids([[20, 30, 2]])


def test_verifying_a_bundle_again(bundle: Bundle, checkpoint: Path) -> None:
    lines: list[str] = []
    verify.verify_bundle(bundle, say=lines.append)
    assert [line.split(":")[0] for line in lines] == ["fp32", "fp16", "int8"]
    verify.verify_bundle(bundle, checkpoint, say=lines.append)


def test_a_users_commands_from_checkpoint_to_translation(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from app.cli.main import main

    monkeypatch.setenv("PLGT_DATA_DIR", str(tmp_path / "home"))
    card = tmp_path / "card.json"
    card.write_text(json.dumps({"licences": ["CC0"]}))
    out = tmp_path / "new.plgt"
    arguments = ["export", str(checkpoint), "-o", str(out), "--variants", "fp32,int8", "--name", "mine"]
    assert main([*arguments, "--card", str(card)]) == 0
    assert main(["export", "--verify", str(out)]) == 0
    assert main(["models", "import", str(out)]) == 0
    capsys.readouterr()
    assert main(["models", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["models"]
    mine = next(model for model in listed if model["name"] == "mine")
    assert mine["directions"] == ["pt-en", "tr-en"] and mine["variants"] == ["fp32", "int8"]
    assert main(["models", "show", "mine"]) == 0
    assert json.loads(capsys.readouterr().out)["card"]["licences"] == ["CC0"]
    assert main(["translate", "Bugün hava çok güzel.", "--from", "tr", "--to", "en"]) == 0
    assert capsys.readouterr().out.strip()
    assert main(["models", "remove", "mine"]) == 0
    assert main(["models", "remove", "mine"]) == 1


def test_the_first_format_version_keeps_loading() -> None:
    fixture = Bundle(Path(__file__).parents[1] / "data" / "tiny-v1.plgt")
    assert fixture.manifest["format_version"] == 1
    fixture.verify()
    tokenizer = Tokenizer(fixture)
    ids = tokenizer.encode("Bugün hava çok güzel.", "en")
    for variant in ("fp32", "int8"):
        for native in (True, False):
            engine = Engine(fixture, "cpu", threads=1, variant=variant, native=native)
            best = engine.translate_ids([ids], beam=2)[0][0]
            assert best.ids and np.isfinite(best.score)
    assert tokenizer.decode(tokenizer.encode_target("Obrigado!")) == "Obrigado!"
