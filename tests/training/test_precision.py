"""The number format of a run follows the processor unless the configuration names one."""

from __future__ import annotations

import pytest
import torch

from training.trainer import choose_precision


@pytest.mark.parametrize(
    ("amx", "avx512_bf16", "wanted"),
    [
        (True, True, torch.bfloat16),
        (True, False, torch.bfloat16),
        (False, True, torch.bfloat16),
        (False, False, torch.float32),
    ],
)
def test_a_cpu_that_multiplies_bf16_uses_it(
    monkeypatch: pytest.MonkeyPatch, amx: bool, avx512_bf16: bool, wanted: torch.dtype
) -> None:
    monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: amx)
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: avx512_bf16)
    assert choose_precision("auto", torch.device("cpu")) == wanted
    assert choose_precision("float32", torch.device("cpu")) == torch.float32
