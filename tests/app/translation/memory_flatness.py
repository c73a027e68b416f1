"""Resident memory over many translations in one process: it must not grow by 5 % after the warm-up.

    python -m tests.app.translation.memory_flatness [--calls 10000] [--warm-up 1000] [--shipped]

Every call has another text, so that nothing comes from the cache; every tenth asks for details
and alternatives.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
from pathlib import Path

from app.model.store import ModelStore
from app.translation.translator import Translator

WORDS = [
    "bugün",
    "hava",
    "çok",
    "güzel",
    "yarın",
    "yağmur",
    "yağacak",
    "kitaplar",
    "masanın",
    "üstünde",
    "duruyordu",
    "çocuklar",
    "bahçede",
    "ev",
    "su",
]
LIMIT = 0.05


def resident() -> int:
    """Bytes of this process in memory (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def measure(translator: Translator, calls: int, warm_up: int, report: bool = True) -> float:
    """Growth of the resident memory between the end of the warm-up and the end, as a share."""
    rng = random.Random(3)
    base = 0
    for call in range(calls):
        text = f"{' '.join(rng.choices(WORDS, k=rng.randint(3, 12)))} {call}."
        rich = call % 10 == 0
        translator.translate(text, "tr", "en", details=rich, alternatives=2 if rich else 0)
        if call + 1 == warm_up:
            gc.collect()
            base = resident()
        if report and (call + 1) % max(calls // 10, 1) == 0:
            print(f"{call + 1:6d} calls: {resident() / 1e6:.1f} MB", flush=True)
    gc.collect()
    return (resident() - base) / base


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--calls", type=int, default=10_000)
    parser.add_argument("--warm-up", type=int, default=2_500, help="fills the cache of 2,000 sentences first")
    parser.add_argument("--shipped", action="store_true", help="the shipped bundle instead of a tiny one")
    options = parser.parse_args()
    if options.shipped:
        store = ModelStore()
    else:
        from tests.app.bundles import tiny_store

        store = tiny_store()
    with Translator(store, device="cpu", threads=1, beam=1) as translator:
        growth = measure(translator, options.calls, options.warm_up)
    print(f"growth after the warm-up: {growth:+.2%} (limit {LIMIT:.0%})")
    return 0 if growth < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
