"""Translate the evaluation sets in a folder with a bundle or a checkpoint, and score them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import PlgtError
from app.text.languages import Direction
from training import checkpoint, evaluate
from training.data.corpus import clean
from training.data.noise import lower
from training.data.tokenizer import Tokenizer

Translate = Callable[[Sequence[str], str, str], list[str]]


@dataclass(frozen=True)
class Result:
    """Scores of one set in one direction."""

    name: str
    direction: str
    beam: int
    scores: dict[str, evaluate.Scores]

    def to_dict(self) -> dict[str, Any]:
        scores = {name: value.to_dict() for name, value in self.scores.items()}
        return {"set": self.name, "direction": self.direction, "beam": self.beam, **scores}


def checkpoint_translator(path: Path) -> tuple[Translate, set[tuple[str, str]]]:
    """Greedy translation with PyTorch from a checkpoint, and the directions it was trained for."""
    model, config = checkpoint.load_model(path)
    folder = checkpoint.resolve(path)
    source = Tokenizer(folder / "tokenizer.model")
    separate = config.model.separate_vocabularies
    target = Tokenizer(folder / "tokenizer-target.model") if separate else source
    directions = {(s.languages[0], s.languages[1]) for s in config.data.sources}
    tagged = len({t for _, t in directions}) > 1

    def translate(texts: Sequence[str], a: str, b: str) -> list[str]:
        if config.data.lowercase:
            texts = [lower(text, a) for text in texts]
        prefix = [source.language_ids[b]] if tagged else []
        return evaluate.translate_greedily(
            model, source, target, texts, prefix, max_length=config.data.max_pieces
        )

    return translate, directions


def bundle_translator(
    path: Path | None,
    beam: int,
    device: str,
    threads: int,
    variant: str | None,
    wanted: set[tuple[str, str]] | None,
) -> Iterator[tuple[Translate, set[tuple[str, str]]]]:
    """A translator and its directions for the given bundle, or for each bundle in use."""
    from app.model.bundle import Bundle
    from app.model.engine import Engine
    from app.model.store import ModelStore
    from app.model.tokenizer import Tokenizer as BundleTokenizer

    bundles = [Bundle(path)] if path is not None else ModelStore().bundles()
    if not bundles:
        raise PlgtError(
            "No model is installed: give one with --model, or import one with plgt models import FILE."
        )
    for bundle in bundles:
        directions = {(d.source, d.target) for d in bundle.directions}
        if wanted is not None and not directions & wanted:
            continue
        engine = Engine(bundle, device=device, threads=threads, variant=variant)
        tokenizer = BundleTokenizer(bundle)

        def translate(
            texts: Sequence[str],
            a: str,
            b: str,
            engine: Engine = engine,
            tokenizer: BundleTokenizer = tokenizer,
        ) -> list[str]:
            longest = engine.longest_source
            ids = [[*row[: longest - 1], tokenizer.eos] for row in tokenizer.encode_many(texts, b)]
            out = []
            for start in range(0, len(ids), 256):
                for hypotheses in engine.translate_ids(ids[start : start + 256], beam=beam):
                    out.append(tokenizer.decode(hypotheses[0].ids))
            return out

        yield translate, directions


def write_scores(path: Path, results: Sequence[Result], variant: str) -> None:
    """Put the scores into the model card of a bundle (both protocols, with signatures)."""
    from app.model.bundle import Bundle, rewrite

    bundle = Bundle(path)
    entries = [{**result.to_dict(), "variant": variant, "engine": "onnxruntime"} for result in results]
    rewrite(bundle, path, card={**bundle.card, "scores": entries})


def evaluate_sets(
    translate: Translate, sets: list[evaluate.EvaluationSet], beam: int, output: Path | None
) -> Iterator[Result]:
    """Translate and score; with `output` the translations are written as NAME.SOURCE-TARGET.hyp."""
    for dataset in sets:
        hypotheses = translate(
            [clean(t) for t in dataset.sources], dataset.source_language, dataset.target_language
        )
        direction = f"{dataset.source_language}-{dataset.target_language}"
        if output is not None:
            output.mkdir(parents=True, exist_ok=True)
            (output / f"{dataset.name}.{direction}.hyp").write_text(
                "\n".join(hypotheses) + "\n", encoding="utf-8"
            )
        yield Result(dataset.name, direction, beam, evaluate.protocols(hypotheses, dataset.references))


def evaluate_model(
    folder: Path,
    translators: Iterator[tuple[Translate, set[tuple[str, str]]]],
    wanted: set[tuple[str, str]] | None,
    beam: int,
    limit: int,
    output: Path | None,
) -> Iterator[Result]:
    for translate, directions in translators:
        chosen = directions if wanted is None else directions & wanted
        yield from evaluate_sets(translate, evaluate.find_sets(folder, chosen, limit), beam, output)


def run(
    folder: Path,
    model: Path | None = None,
    *,
    directions: list[str] | None = None,
    beam: int = 4,
    limit: int = 0,
    device: str = "auto",
    threads: int = 0,
    variant: str | None = None,
    output: Path | None = None,
) -> Iterator[Result]:
    """Score a bundle, a checkpoint, a run's newest checkpoint or, without `model`, every bundle in use."""
    parsed = [Direction.parse(text) for text in directions] if directions else None
    wanted = {(d.source, d.target) for d in parsed} if parsed is not None else None
    is_checkpoint = model is not None and model.is_dir() and not (model / "manifest.json").exists()
    if is_checkpoint:
        assert model is not None
        translators, beam = iter([checkpoint_translator(model)]), 1
    else:
        translators = bundle_translator(model, beam, device, threads, variant, wanted)
    yield from evaluate_model(folder, translators, wanted, beam, limit, output)
