"""From a checkpoint to a bundle: freeze, build, quantize, verify, write. A bundle that fails a check isn't
written."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app import __version__
from app.errors import PlgtError
from app.model.bundle import SUFFIX, VARIANTS, Bundle, BundleError, today, write_bundle
from app.text.languages import Direction
from export import freeze as freezing
from export import invariance, samples, verify
from export.freeze import FrozenModel, Pair
from export.graphs import FP16, FP32, Precision, build_decoder, build_encoder
from export.quantize import measure_ranges
from export.source import Source, calibration_pairs, load_source
from training import checkpoint
from training.data.tokenizer import PLACEHOLDERS
from training.model.plgt import BOS, EOS, PAD, UNK

CALIBRATION_SENTENCES = 300  # of a file and direction, for ranges, mean G_LM and BLEU


@dataclass
class ExportOptions:
    """What `plgt export` can be asked for."""

    variants: Sequence[str] = ("fp32",)
    fold: bool = False  # G_LM multiplied into the query weights
    calibrate: Sequence[Path] = ()
    finetune_steps: int = 0  # with frozen G_LM, after calibrating instance density
    name: str = ""  # default: the configuration's
    directions: Sequence[Direction] = ()  # default: those of the training data
    card: Mapping[str, Any] = field(default_factory=dict)
    ema: bool = True  # averaged weights if the checkpoint has them


def export_checkpoint(
    path: str | Path,
    output: str | Path,
    options: ExportOptions | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Bundle:
    """Write a verified bundle to `output` (`.plgt` file or new folder). Raises PlgtError if a check fails."""
    options = options or ExportOptions()
    for variant in options.variants:
        if variant not in VARIANTS:
            raise PlgtError(f'Unknown variant "{variant}": use {", ".join(VARIANTS)}.')
    output = Path(output)
    if output.suffix != SUFFIX and output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise BundleError(f'"{output}" exists already: remove it first or give another name.')
    source = load_source(path, options.directions, ema=options.ema)
    given = samples.read_samples(options.calibrate, source.directions, CALIBRATION_SENTENCES)
    report: dict[str, Any] = {}
    if freezing.needs_calibration(source.model):
        if not given:
            freezing.freeze(source.model)  # says what is missing
        say(f"averaging G_LM over {len(given)} sentences")
        report = invariance.freeze_instance(source, given, options.finetune_steps, say)
    else:
        report = invariance.constant_report(source.model)
    everyday = samples.everyday(source.directions)
    pairs = calibration_pairs(source, given or everyday)

    say("building the graphs")
    frozen = freezing.freeze(source.model, fold=options.fold)
    # fp32 is always built and verified, as what the other variants are compared with
    files, variants = build_files(source, frozen, {"fp32", *options.variants}, pairs)
    manifest = make_manifest(source, frozen, options, variants)
    manifest["invariance"] = report
    with tempfile.TemporaryDirectory(prefix="plgt-export-") as temporary:
        trial = write_bundle(Path(temporary) / f"trial{SUFFIX}", manifest, files)
        manifest["verification"] = verify.verify_all(source, trial, everyday, given, say)
    dropped = {part for name in set(variants) - set(options.variants) for part in variants[name].values()}
    manifest["variants"] = {name: parts for name, parts in variants.items() if name in options.variants}
    bundle = write_bundle(output, manifest, {name: d for name, d in files.items() if name not in dropped})
    say(f"wrote {output}")
    return bundle


def build_files(
    source: Source, frozen: FrozenModel, names: Collection[str], pairs: Sequence[Pair]
) -> tuple[dict[str, bytes], dict[str, dict[str, str]]]:
    """The bundle's files, and the manifest's table of variants."""
    files: dict[str, bytes] = {}
    variants: dict[str, dict[str, str]] = {}
    for name in [v for v in VARIANTS if v in names]:
        if name == "int8":
            precision = Precision("int8", measure_ranges(source.model, pairs))
        else:
            precision = FP32 if name == "fp32" else FP16
        suffix = "" if name == "fp32" else f".{name}"
        variants[name] = {"encoder": f"encoder{suffix}.onnx", "decoder": f"decoder{suffix}.onnx"}
        files[variants[name]["encoder"]] = build_encoder(frozen, precision).SerializeToString(
            deterministic=True
        )
        files[variants[name]["decoder"]] = build_decoder(frozen, precision).SerializeToString(
            deterministic=True
        )
    for name in checkpoint.TOKENIZERS:
        if (source.folder / name).exists():
            files[name] = (source.folder / name).read_bytes()
    if frozen.deductive:
        files["deductive.npz"] = packed_arrays(frozen.deductive)
    return files, variants


def packed_arrays(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """A compressed .npz with sorted names; the same arrays give the same bytes."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **{name: arrays[name] for name in sorted(arrays)})  # type: ignore[arg-type]
    return buffer.getvalue()


def make_manifest(
    source: Source, frozen: FrozenModel, options: ExportOptions, variants: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    """Everything but the file table and the reports."""
    config, model = source.config, frozen.config
    target = "tokenizer-target.model" if model.separate_vocabularies else "tokenizer.model"
    placeholders = [source.target_tokenizer.processor.piece_to_id(piece) for piece in PLACEHOLDERS]
    return {
        "name": options.name or config.name,
        "created": today(),
        "exporter": __version__,
        "directions": [str(d) for d in source.directions],
        "target_token": source.target_token,
        "max_length": config.data.max_pieces,
        "tokenizer": {"source": "tokenizer.model", "target": target, "lowercase": config.data.lowercase},
        "special_ids": {
            "pad": PAD,
            "bos": BOS,
            "eos": EOS,
            "unk": UNK,
            "languages": dict(source.source_tokenizer.language_ids),
            "placeholders": placeholders,
        },
        "model": {
            "attention": model.attention,
            "density": model.density,
            "norm": model.norm,
            "encoder_layers": model.encoder_layers,
            "decoder_layers": model.decoder_layers,
            "d_model": model.d_model,
            "heads": model.heads,
            "head_size": model.head_size,
            "d_ff": model.d_ff,
            "source_vocabulary": source.source_tokenizer.size,
            "target_vocabulary": source.target_tokenizer.size,
            "max_positions": model.max_positions,
            "negative_slope": model.negative_slope if model.attention == "plga" else 1.0,
            "folded": options.fold,
            "parameters": frozen.parameters,
        },
        "variants": {name: dict(entry) for name, entry in variants.items()},
        "card": {**default_card(source), **options.card},
    }


def default_card(source: Source) -> dict[str, Any]:
    """What the checkpoint itself tells: the training data with its weights, and how far it was trained."""
    state = checkpoint.load_state(source.folder) if (source.folder / "state.json").exists() else None
    corpora = [
        {"corpus": Path(c.path).name, "languages": list(c.languages), "weight": c.weight, "cap": c.cap}
        for c in source.config.data.sources
    ]
    training = {} if state is None else {"step": state.step, "target_tokens": state.target_tokens}
    return {"data": corpora, "training": training}


def read_card(path: Path) -> dict[str, Any]:
    """A model card from a JSON file. Raises PlgtError if it isn't a table."""
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PlgtError(f'Can\'t read the model card "{path}": {error.strerror}.') from None
    except ValueError as error:
        raise PlgtError(f'The model card "{path}" is not valid JSON: {error}.') from None
    if not isinstance(card, dict):
        raise PlgtError(f'The model card "{path}" must be a JSON table.')
    return card
