"""Calibration tables: fitting, reading, refusing damaged ones."""

from __future__ import annotations

import itertools
import math
import random

import pytest

from app.errors import PlgtError
from app.translation.confidence import Calibration, calibration_error, fit_table, geometric_mean


def test_geometric_mean_of_probabilities() -> None:
    assert geometric_mean([math.log(0.5), math.log(0.5)]) == pytest.approx(0.5)
    assert geometric_mean([]) == 0.0
    assert geometric_mean([-math.inf, 0.0]) == 0.0


def test_a_fitted_table_is_better_calibrated_than_the_raw_values() -> None:
    rng = random.Random(1)
    raw = [rng.random() for _ in range(4000)]
    outcome = [1.0 if rng.random() < value**2 else 0.0 for value in raw]  # the model is too sure of itself
    table = fit_table(raw, outcome)
    calibration = Calibration(sentence_table=table)
    fitted = [calibration.sentence([math.log(max(value, 1e-9))]) for value in raw]
    assert calibration_error(fitted, outcome) < 0.03 < calibration_error(raw, outcome)


def test_tables_rise_even_for_noise() -> None:
    rng = random.Random(2)
    table = fit_table([rng.random() for _ in range(300)], [rng.random() for _ in range(300)])
    assert all(a[1] <= b[1] for a, b in itertools.pairwise(table))
    assert len(table) >= 2


def test_tables_go_through_the_manifest() -> None:
    calibration = Calibration(((0.0, 0.1), (1.0, 0.9)), ((0.0, 0.2), (0.5, 0.8)), "ted")
    assert Calibration.from_manifest({"confidence": calibration.to_manifest()}) == calibration
    assert Calibration.from_manifest({}) == Calibration()


@pytest.mark.parametrize(
    "bad", [None, [], [[0, 1]], [[0, 1], [1, 0]], [[0, 0], [1, 7]], "x", [[0, "a"], [1, 1]]]
)
def test_damaged_tables_are_refused(bad: object) -> None:
    with pytest.raises(PlgtError, match="confidence table"):
        Calibration.from_manifest({"confidence": {"sentence": bad, "word": [[0, 0], [1, 1]]}})


def test_confidence_rises_with_probability() -> None:
    values = [Calibration().word([math.log(p)]) for p in (0.05, 0.3, 0.6, 0.95)]
    assert values == sorted(values) and values[0] < values[-1]
