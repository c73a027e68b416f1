"""A wrong configuration is refused by the name of its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import PlgtError
from training.config import ConfigurationError, TrainingConfig

CONFIGS = sorted((Path(__file__).parents[2] / "training" / "configs").glob("*.toml"))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[model]\nd_modle = 4", "model.d_modle"),
        ("[model]\nd_model = 'wide'", "model.d_model"),
        ("[model]\nheads = true", "model.heads"),
        ("[model]\nattention = 'linear'", "model.attention"),
        ("[model]\nd_model = 100\nheads = 8", "model.d_model"),
        ("[model]\ndropout = 1.5", "model.dropout"),
        ("[optimiser]\nwarmup_steps = 0", "optimiser.warmup_steps"),
        ("[[data.sources]]\npath = 'x'\nlanguages = ['tr']", "data.sources[0].languages"),
        ("[[data.sources]]\npath = 'x'", "languages"),
        ("run = 3", "run"),
        ("[speed]\nfast = true", "speed"),
    ],
)
def test_the_message_names_the_key(tmp_path: Path, text: str, key: str) -> None:
    path = tmp_path / "run.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as error:
        TrainingConfig.from_toml(path)
    assert key in str(error.value)


def test_a_missing_file_and_broken_toml_are_said(tmp_path: Path) -> None:
    with pytest.raises(PlgtError, match=r"missing\.toml"):
        TrainingConfig.from_toml(tmp_path / "missing.toml")
    (tmp_path / "broken.toml").write_text("[model", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="not valid TOML"):
        TrainingConfig.from_toml(tmp_path / "broken.toml")


def test_overrides_replace_values(tmp_path: Path) -> None:
    (tmp_path / "run.toml").write_text("[model]\nd_model = 64", encoding="utf-8")
    config = TrainingConfig.from_toml(
        tmp_path / "run.toml", ["model.heads=4", "run.device=cpu", "data.root='there'"]
    )
    assert (config.model.d_model, config.model.heads, config.run.device) == (64, 4, "cpu")
    assert config.data.root == str((tmp_path / "there").resolve())


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_the_configurations_of_the_project_are_valid(path: Path) -> None:
    TrainingConfig.from_toml(path)
