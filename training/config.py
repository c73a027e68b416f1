"""Every hyper-parameter of a training run, read from TOML, with the reason beside the value.

`TrainingConfig.from_toml(path)` raises ConfigurationError naming the key that is wrong.
"""

from __future__ import annotations

import dataclasses
import tomllib
import types
import typing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from app.errors import PlgtError


class ConfigurationError(PlgtError):
    """A configuration that can't be used; the message names the key and what is allowed."""


@dataclass
class ModelConfig:
    """The Power Law Graph Transformer (arXiv 2107.02039) and its switches."""

    attention: Literal["plga", "sdpa"] = "plga"  # sdpa = G_LM is I and no LeakyReLU: the paper's baseline
    density: Literal["instance", "dataset"] = "dataset"  # instance leaks future targets; see the design notes
    mask_density: bool = True  # the published code lets padding rows into A = Q^T Q
    activation: Literal["relu", "softplus"] = "softplus"  # of the metric tensor A_LM
    epsilon: float = 1e-3  # added to A_LM; 1e-9 to a negative power makes |G_LM| about 1e5
    initialisation: Literal["product", "published"] = (
        "product"  # published: Keras' defaults, see training.model.plgt
    )
    identity_start: bool = True  # b_a = I and a scaled by 0.1: training starts at SDPA
    residual_gate: bool = False  # scale a unit's output by a learned gate that starts at 0 (not in the paper)
    deductive_groups: int = 0  # so many G_LM a block, each for heads / groups heads; 0 = one a head
    negative_slope: float = 0.2  # LeakyReLU on the scores
    norm: Literal["pre", "post"] = "pre"
    tied_embeddings: bool = True  # one matrix for source, target and output
    separate_vocabularies: bool = False  # the paper's set-up: two tokenizers
    encoder_layers: int = 4  # deep encoder, shallow decoder: the decoder runs once a token
    decoder_layers: int = 2
    d_model: int = 384
    heads: int = 8
    d_ff: int = 1536
    dropout: float = 0.1
    attention_dropout: float = 0.0
    activation_dropout: float = 0.0
    residual_units: int = 2  # units of the residual network on A
    residual_dense: int = 1  # Dense-ReLU layers of a unit before its last Dense
    residual_width: int = 128
    residual_dropout: float = 0.0
    density_value: Literal["running", "batch"] = (
        "running"  # dataset density while training; see training/README.md
    )
    density_momentum: float = 0.01  # weight of a batch in the running mean of A, as in BatchNorm
    layer_norm_epsilon: float = 1e-6
    max_positions: int = 256

    @property
    def head_size(self) -> int:
        return self.d_model // self.heads

    def validate(self) -> None:
        _require(self.d_model % self.heads == 0, "model.d_model", "must be a multiple of model.heads")
        _require(
            self.deductive_groups >= 0
            and (not self.deductive_groups or self.heads % self.deductive_groups == 0),
            "model.deductive_groups",
            "must be 0 or divide model.heads",
        )
        _require(self.d_model % 2 == 0, "model.d_model", "must be even (sinusoidal positions)")
        for name in ("encoder_layers", "decoder_layers", "heads", "d_ff", "max_positions"):
            _require(getattr(self, name) >= 1, f"model.{name}", "must be at least 1")
        for name in ("dropout", "attention_dropout", "activation_dropout", "residual_dropout"):
            _require(0 <= getattr(self, name) < 1, f"model.{name}", "must be in [0, 1)")
        _require(0 < self.density_momentum <= 1, "model.density_momentum", "must be in (0, 1]")
        _require(
            not (self.tied_embeddings and self.separate_vocabularies),
            "model.tied_embeddings",
            "can't be true with model.separate_vocabularies",
        )


@dataclass
class SourceConfig:
    """One parallel corpus: `path` without language suffix, so `path.tr` and `path.en` exist."""

    path: str
    languages: tuple[str, str]  # (source, target)
    weight: float = 1.0  # how often a pair is seen in one pass, relative to the others
    cap: int = 0  # most pairs taken (after shuffling); 0 = all
    # the source side was made by a model: "plain" takes it as it is, "noise" drops and moves words (Edunov et al.
    # 2018), "tag" starts it with a symbol of its own (Caswell et al. 2019)
    synthetic: Literal["", "plain", "noise", "tag"] = ""


@dataclass
class DataConfig:
    """Which text, how it is filtered and how it is cut into batches."""

    root: str = "."  # relative paths below start here; relative to the configuration file
    sources: list[SourceConfig] = field(default_factory=list)
    validation: list[SourceConfig] = field(default_factory=list)
    cache: str = ""  # where tokenised data is kept; default: the run's folder
    max_pieces: int = 120  # longer pairs are dropped
    max_ratio: float = 3.0  # characters of the longer side to the shorter (+ 10)
    max_characters: int = 600
    drop_duplicates: bool = True
    vocabulary: int = 8000
    lowercase: bool = False  # the paper's tokenizers are lower-cased
    character_coverage: float = 0.9998
    tokenizer_sentences: int = 1_500_000
    filter: bool = True  # false: only empty pairs are dropped (the paper keeps everything)
    noise: bool = (
        True  # lower-cased, all-caps, title-cased, unpunctuated, tokenised, typo and placeholder copies
    )
    sampled: float = (
        0.0  # share of the pairs whose source is cut into pieces at random (Kudo 2018), not the best way
    )
    joined: float = (
        0.0  # so many pairs more, for each pair, that are it and the next one of its corpus in one
    )
    batch_tokens: int = 4096  # padded source + target positions of a batch are at most twice this
    bucket: bool = True  # sentences of similar length together; the paper draws them at random
    batch_sentences: int = 0  # if not 0: batches of so many sentences (the paper: 64)


@dataclass
class OptimiserConfig:
    """AdamW, or Muon for the layers' matrices and AdamW for the rest, and their schedule."""

    name: Literal["adamw", "muon"] = "adamw"  # the paper's; muon: half of the tokens for the same scores
    muon_lr: float = 2.5  # factor on the learning rate of the matrices; 1 to 4.5 are close, 8 is worse
    muon_momentum: float = 0.9  # 0.95 (Jordan et al.) is a little worse on small batches
    embedding_lr: float = 1.0  # factor on the learning rate of the embeddings
    schedule: Literal["noam", "inverse_sqrt", "constant"] = "inverse_sqrt"
    peak: float = 1.5e-3  # inverse_sqrt, constant: learning rate at the end of the warm-up
    noam_factor: float = 1.0
    warmup_steps: int = 1000
    cooldown_steps: int = 0  # linear decay to 0 over the last steps before max_steps
    beta1: float = 0.9
    beta2: float = 0.98
    epsilon: float = 1e-9
    weight_decay: float = 0.0  # decoupled, on matrices only
    deductive_lr: float = 1.0  # factor on the learning rate of the deductive weights
    clip_norm: float = 1.0  # 0 = no clipping
    label_smoothing: float = 0.1
    accumulate: int = 1  # batches per step


@dataclass
class RunConfig:
    """How long, how often, on what."""

    seed: int = 1
    device: Literal["auto", "cpu", "cuda"] = "auto"
    precision: Literal["auto", "float32", "bf16", "fp16"] = "auto"  # auto: bf16 where the hardware has it
    compile: bool = False
    threads: int = 0
    max_steps: int = 100_000
    max_epochs: int = 0
    validate_every: int = 1000
    validate_sentences: int = 300  # a validation set's first sentences are translated greedily for BLEU
    checkpoint_every: int = 500
    keep_checkpoints: int = 3
    log_every: int = 20
    weight_ema: float = 0.0  # decay of the exponential moving average of the weights; 0 = off
    patience: int = 0  # early stopping: validations without a better value; 0 = off
    patience_metric: Literal["bleu", "loss"] = "bleu"
    guided_alignment: float = 0.0  # weight of the alignment loss on head 0 of the last decoder layer
    length_curriculum_steps: int = 0  # start with short sentences and let longer ones in over so many steps
    tensorboard: bool = True


@dataclass
class TrainingConfig:
    """The whole configuration of a run."""

    name: str = "model"
    model: ModelConfig = field(default_factory=ModelConfig)
    data: DataConfig = field(default_factory=DataConfig)
    optimiser: OptimiserConfig = field(default_factory=OptimiserConfig)
    run: RunConfig = field(default_factory=RunConfig)

    @classmethod
    def from_toml(cls, path: str | Path, overrides: list[str] | None = None) -> TrainingConfig:
        """Read a file; `overrides` are `section.key=value` with TOML values.

        Raises ConfigurationError (unknown key, wrong type, value not allowed) and PlgtError (no such file).
        """
        path = Path(path)
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise PlgtError(
                f'Can\'t read the configuration "{path}": {error.strerror}; give the path of a TOML file.'
            ) from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigurationError(f'"{path}" is not valid TOML: {error}.') from None
        for override in overrides or []:
            key, separator, text = override.partition("=")
            if not separator:
                raise ConfigurationError(f'"{override}" is not of the form section.key=value.')
            try:
                value = tomllib.loads(f"value = {text}")["value"]
            except tomllib.TOMLDecodeError:
                value = text
            table = values
            *sections, last = key.strip().split(".")
            for section in sections:
                table = table.setdefault(section, {})
            table[last] = value
        config = from_dict(cls, values)
        root = Path(config.data.root)
        config.data.root = str(root if root.is_absolute() else (path.parent / root).resolve())
        config.validate()
        return config

    def validate(self) -> None:
        """Raise ConfigurationError for values that can't work together."""
        self.model.validate()
        for index, source in enumerate([*self.data.sources, *self.data.validation]):
            _require(
                len(source.languages) == 2, f"data.sources[{index}].languages", "must be two language codes"
            )
            _require(source.weight > 0, f"data.sources[{index}].weight", "must be above 0")
        for name in ("sampled", "joined"):
            _require(0 <= getattr(self.data, name) <= 1, f"data.{name}", "must be in [0, 1]")
        _require(self.data.vocabulary >= 64, "data.vocabulary", "must be at least 64")
        _require(
            self.data.max_pieces <= self.model.max_positions - 4,
            "data.max_pieces",
            "must leave 4 positions of model.max_positions",
        )
        _require(self.optimiser.accumulate >= 1, "optimiser.accumulate", "must be at least 1")
        for name in ("muon_lr", "embedding_lr", "deductive_lr"):
            _require(getattr(self.optimiser, name) > 0, f"optimiser.{name}", "must be above 0")
        _require(0 <= self.optimiser.muon_momentum < 1, "optimiser.muon_momentum", "must be in [0, 1)")
        _require(self.optimiser.warmup_steps >= 1, "optimiser.warmup_steps", "must be at least 1")
        _require(0 <= self.run.weight_ema < 1, "run.weight_ema", "must be in [0, 1)")

    def to_dict(self) -> dict[str, Any]:
        return dataclasses.asdict(self)


def _require(condition: bool, key: str, what: str) -> None:
    if not condition:
        raise ConfigurationError(f"{key} {what}.")


def from_dict(cls: type[Any], values: dict[str, Any], where: str = "") -> Any:
    """Build a configuration dataclass from nested dictionaries, checking keys and types."""
    hints = typing.get_type_hints(cls)
    for key in values:
        if key not in hints:
            known = ", ".join(hints)
            raise ConfigurationError(f"Unknown key {where}{key}: known here are {known}.")
    arguments = {key: _convert(hints[key], value, where + key) for key, value in values.items()}
    try:
        return cls(**arguments)
    except TypeError as error:
        raise ConfigurationError(f"{where.rstrip('.') or 'configuration'}: {error}.") from None


def _convert(hint: Any, value: Any, key: str) -> Any:
    origin = typing.get_origin(hint)
    if dataclasses.is_dataclass(hint):
        if not isinstance(value, dict):
            raise ConfigurationError(f"{key} must be a table.")
        return from_dict(typing.cast(type[Any], hint), value, key + ".")
    if origin is list:
        if not isinstance(value, list):
            raise ConfigurationError(f"{key} must be a list.")
        return [_convert(typing.get_args(hint)[0], item, f"{key}[{i}]") for i, item in enumerate(value)]
    if origin is tuple:
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            raise ConfigurationError(f"{key} must be a list of strings.")
        return tuple(value)
    if origin is Literal:
        allowed = typing.get_args(hint)
        if value not in allowed:
            raise ConfigurationError(
                f"{key} is {value!r}, but must be one of {', '.join(map(repr, allowed))}."
            )
        return value
    if origin is types.UnionType:
        return value
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise ConfigurationError(f"{key} is {value!r}, but must be of type {hint.__name__}.")
    return value
