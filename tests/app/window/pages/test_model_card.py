"""Scores of a model card in a line."""

from __future__ import annotations

import pytest

from app.model.store import ModelStore
from app.window.pages.model_card import scores


@pytest.mark.parametrize(
    ("card", "shown"),
    [
        ({"scores": [{"set": "a.pt-en", "bleu": {"bleu": 7.03, "chrf": 30.1}}]}, "BLEU a.pt-en 7.0"),
        ({"scores": [{"set": "a", "bleu": 7}, {"set": "b", "bleu": 8.25}]}, "BLEU a 7.0, b 8.2"),
        ({"scores": {"bleu": 12.5}}, "bleu 12.5"),
        ({"training": {"best_bleu": 3.5}}, "3.5"),
        ({"scores": []}, ""),
        ({}, ""),
    ],
)
def test_scores_of_any_shape(card: dict, shown: str):
    assert scores(card) == shown


def test_the_shipped_models_have_scores():
    for bundle in ModelStore().bundles():
        assert scores(bundle.card).startswith("BLEU ")
