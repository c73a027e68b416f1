"""Out of memory: smaller batches, then the CPU, every text there in order. The errors are onnxruntime's
own types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from app.errors import PlgtError
from app.model.fallback import ResilientEngine, is_out_of_memory

CUDA = ort_errors.RuntimeException(
    "[ONNXRuntimeError] : 6 : RUNTIME_EXCEPTION : Non-zero status code returned while running MatMul node. "
    "BFCArena::AllocateRawInternal Failed to allocate memory for requested buffer of size 1073741824"
)
OTHER = ort_errors.InvalidArgument("[ONNXRuntimeError] : 2 : INVALID_ARGUMENT : Unexpected input data type.")


@dataclass
class Report:
    device: str
    reason: str = ""


class Limited:
    """An engine that doubles ids and fails above a number of sentences."""

    def __init__(self, device: str, limit: int, error: Exception = CUDA) -> None:
        self.device = Report(device)
        self.limit = limit
        self.error = error
        self.calls: list[int] = []

    def translate_ids(self, sources: list[list[int]], **options: Any) -> list[list[int]]:
        self.calls.append(len(sources))
        if len(sources) > self.limit:
            raise self.error
        assert options.get("constraints") is None or len(options["constraints"]) == len(sources)
        return [[2 * value for value in source] for source in sources]


SOURCES = [[n, n + 1] for n in range(13)]
WANTED = [[2 * n, 2 * n + 2] for n in range(13)]


def no_cpu(reason: str) -> Any:
    raise AssertionError("the CPU was not needed")


def test_batches_shrink_until_they_fit_and_stay_small() -> None:
    inner = Limited("cuda", 3)
    engine = ResilientEngine(inner, no_cpu)
    assert engine.translate_ids(SOURCES, constraints=[[] for _ in SOURCES]) == WANTED
    before = len(inner.calls)
    assert engine.translate_ids(SOURCES) == WANTED
    assert max(inner.calls[before:]) <= 3


def test_a_single_sentence_that_does_not_fit_goes_to_the_cpu_with_the_reason() -> None:
    reasons: list[str] = []
    cpu = Limited("cpu", 100)

    def make(reason: str) -> Limited:
        reasons.append(reason)
        return cpu

    engine = ResilientEngine(Limited("cuda", 0), make)
    assert engine.translate_ids(SOURCES) == WANTED
    assert engine.device.device == "cpu"
    assert len(reasons) == 1 and "out of memory" in reasons[0] and "allocate" in reasons[0]
    assert engine.translate_ids(SOURCES) == WANTED
    assert cpu.calls[-1] == len(SOURCES)  # on the CPU batches are large again


def test_no_memory_on_the_cpu_either_is_one_sentence() -> None:
    engine = ResilientEngine(Limited("cpu", 0, MemoryError()), no_cpu)
    with pytest.raises(PlgtError, match="isn't enough memory"):
        engine.translate_ids(SOURCES)


def test_other_errors_are_not_hidden() -> None:
    with pytest.raises(ort_errors.InvalidArgument):
        ResilientEngine(Limited("cuda", 0, OTHER), no_cpu).translate_ids(SOURCES)
    assert is_out_of_memory(CUDA) and not is_out_of_memory(OTHER)
