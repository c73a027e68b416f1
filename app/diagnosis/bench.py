"""Speed and memory on this machine: what `plgt bench` measures.

All that is compared is measured in one run, taking turns, and reported as medians, so that a machine that
is busy or changes its clock rate does not favour one side. Translation uses random source tokens and a forced
target length: the work is then the same for every model, trained or not.

CTranslate2, when it is installed, runs a Transformer of the same sizes with random weights on the same number
of threads, with the same beam.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from app.diagnosis import ctranslate2_peer
from app.errors import PlgtError
from app.model import devices
from app.model.bundle import Bundle
from app.model.engine import Engine
from app.model.search import SearchOptions
from app.native import loader
from app.native.probe import probe_inputs, probe_session

Say = Callable[[str], None]

SOURCE_LENGTH = 20  # tokens, end symbol included
TARGET_LENGTH = 30  # tokens, forced
BATCHES = (1, 16, 64)
BEAMS = (1, 4)
OPERATOR_BATCHES = (1, 16, 64)
# what is measured -> (operator, query rows or beams of a sentence, keys)
OPERATOR_SHAPES = {
    "attention, 1 query": ("PowerLawAttention", 1, 30),
    "attention, 20 queries": ("PowerLawAttention", 20, 20),
    "encoder": ("PackedPowerLawAttention", 20, 20),
    "encoder, 80 tokens": ("PackedPowerLawAttention", 80, 80),
    "decode, self": ("CachedPowerLawAttention", 1, 15),
    "decode, self, beam 4": ("CachedPowerLawAttention", 4, 15),
    "decode, cross": ("CrossPowerLawAttention", 1, 20),
    "decode, cross, beam 4": ("CrossPowerLawAttention", 4, 20),
    "decode, choice": ("TopLogProbabilities", 1, 0),
    "decode, choice, beam 4": ("TopLogProbabilities", 4, 0),
}


@dataclass(frozen=True)
class Row:
    """One measurement."""

    section: str  # operator | translation | start
    setting: str  # what is the same for all that are compared: "batch 64, beam 4, 1 thread"
    subject: str  # what runs: "native", "fp32", "CTranslate2 int8"
    milliseconds: float  # median
    cpu_milliseconds: float | None = None  # median processor time of all threads: fairer on a busy machine
    sentences_per_second: float | None = None
    tokens_per_second: float | None = None  # target tokens
    ratio: float | None = None  # how many times as fast as `reference`
    cpu_ratio: float | None = None  # the same in processor time
    reference: str = ""
    megabytes: float | None = None  # start: resident memory afterwards
    peak_megabytes: float | None = None


@dataclass
class Report:
    """All measurements, and on what."""

    machine: dict[str, Any]
    model: dict[str, Any]
    rows: list[Row] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return {"machine": self.machine, "model": self.model, "rows": [asdict(row) for row in self.rows]}


@dataclass(frozen=True)
class Plan:
    """How much to measure."""

    threads: Sequence[int] = (1, 2)
    batches: Sequence[int] = BATCHES
    beams: Sequence[int] = BEAMS
    operator_batches: Sequence[int] = OPERATOR_BATCHES
    repeats: int = 7
    budget: float = 6.0  # seconds after which a comparison stops, once every side has run 3 times
    sections: Sequence[str] = ("operator", "translation", "start")

    @classmethod
    def quick(cls) -> Plan:
        return cls(threads=(1,), repeats=3, budget=1.5)


@dataclass(frozen=True)
class Medians:
    """Median seconds of wall-clock and of processor time."""

    wall: float
    cpu: float


def take_turns(cases: Mapping[str, Callable[[], object]], repeats: int, budget: float) -> dict[str, Medians]:
    """Median times of each case. All run once to warm up, then in turn."""
    for run in cases.values():
        run()
    wall: dict[str, list[float]] = {name: [] for name in cases}
    cpu: dict[str, list[float]] = {name: [] for name in cases}
    begin = time.perf_counter()
    for round_number in range(repeats):
        for name, run in cases.items():
            start, start_cpu = time.perf_counter(), time.process_time()
            run()
            wall[name].append(time.perf_counter() - start)
            cpu[name].append(time.process_time() - start_cpu)
        if round_number >= 2 and time.perf_counter() - begin > budget:
            break
    return {name: Medians(statistics.median(wall[name]), statistics.median(cpu[name])) for name in cases}


def run_bench(bundle: Bundle | None, plan: Plan, say: Say = lambda _: None) -> Report:
    """Measure what the plan asks for. `bundle` may be None if only the operator is wanted."""
    report = Report(machine(), {} if bundle is None else model_table(bundle))
    if "operator" in plan.sections:
        report.rows += bench_operator(plan, say)
    if bundle is not None and "translation" in plan.sections:
        report.rows += bench_translation(bundle, plan, say)
    if bundle is not None and "start" in plan.sections:
        report.rows += bench_start(bundle, plan, say)
    return report


def machine() -> dict[str, Any]:
    """What the numbers belong to."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    choice = loader.select_library("cpu")
    found: dict[str, Any] = {
        "processor": devices.cpu_name(),
        "cores": cores,
        "system": platform.platform(),
        "python": platform.python_version(),
        "onnxruntime": devices.onnxruntime().__version__,
        "operator": choice.reason,
    }
    if ctranslate2_peer.installed():
        import ctranslate2

        found["ctranslate2"] = ctranslate2.__version__
    return found


def model_table(bundle: Bundle) -> dict[str, Any]:
    sizes = bundle.manifest["model"]
    keys = ("encoder_layers", "decoder_layers", "d_model", "heads", "d_ff", "target_vocabulary", "parameters")
    megabytes = {name: round(bundle.size(name) / 1e6, 1) for name in bundle.variants}
    return {"name": bundle.name, **{key: sizes[key] for key in keys if key in sizes}, "megabytes": megabytes}


# The operator ---------------------------------------------------------------------------------------------


def bench_operator(plan: Plan, say: Say) -> list[Row]:
    """The operators alone: the models' ONNX functions against the native kernels."""
    choice = loader.select_library("cpu")
    if choice.path is None:
        say(f"the native operator is not measured: {choice.reason}")
        return []
    rows = []
    for threads in plan.threads:
        for part, (operator, queries, keys) in OPERATOR_SHAPES.items():
            sessions = {
                "function": probe_session(operator, None, threads),
                "native": probe_session(operator, choice.path, threads),
            }
            for batch in plan.operator_batches:
                setting = f"{part}, batch {batch}, {_threads(threads)}"
                say(f"operator: {setting}")
                feed = probe_inputs(operator, batch, queries, keys)
                calls = max(1, 200 // (batch * max(1, queries // 4)))
                cases = {name: _repeated(session, feed, calls) for name, session in sessions.items()}
                medians = take_turns(cases, 3 * plan.repeats, plan.budget / 4)
                reference = medians["function"]
                for subject, median in medians.items():
                    rows.append(
                        Row(
                            "operator",
                            setting,
                            subject,
                            1e3 * median.wall / calls,
                            1e3 * median.cpu / calls,
                            ratio=reference.wall / median.wall,
                            cpu_ratio=_ratio(reference.cpu, median.cpu),
                            reference="function",
                        )
                    )
    return rows


def _repeated(session: Any, feed: dict[str, Any], calls: int) -> Callable[[], None]:
    def run() -> None:
        for _ in range(calls):
            session.run(None, feed)

    return run


# Translation ----------------------------------------------------------------------------------------------


def random_sources(bundle: Bundle, count: int) -> list[list[int]]:
    """Sentences of SOURCE_LENGTH ids without special symbols, but with the end symbol."""
    vocabulary = int(bundle.manifest["model"]["source_vocabulary"])
    first = 1 + max(
        [3, *bundle.special_ids["languages"].values(), *bundle.special_ids.get("placeholders", [])]
    )
    length = min(SOURCE_LENGTH, bundle.max_positions)
    generator = np.random.default_rng(count)
    ids = generator.integers(first, vocabulary, size=(count, length - 1))
    return [[*row, int(bundle.special_ids["eos"])] for row in ids.tolist()]


def forced_translation(engine: Engine, sources: Sequence[Sequence[int]], beam: int) -> int:
    """Translate with exactly TARGET_LENGTH tokens per sentence; returns the number of tokens."""
    ids, sizes = engine.bundle.special_ids, engine.bundle.manifest["model"]
    pad, bos, eos = int(ids["pad"]), int(ids["bos"]), int(ids["eos"])
    options = SearchOptions(
        beam=beam,
        bos=bos,
        eos=eos,
        banned=(pad, bos, eos),  # ending is forbidden
        vocabulary=int(sizes["target_vocabulary"]),
        guard=False,
        details=False,  # CTranslate2 gives none either
    )
    length = min(TARGET_LENGTH, engine.bundle.max_positions)
    rows = [list(source) for source in sources]
    found = engine.search(rows, [length] * len(rows), options)
    return sum(len(hypotheses[0].ids) for hypotheses in found)


def bench_translation(bundle: Bundle, plan: Plan, say: Say) -> list[Row]:
    """Whole translations, from ids to ids."""
    variants = [name for name in ("fp32", "int8") if name in bundle.variants]
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="plgt-bench-") as temporary:
        peer_folder: Path | None = None
        if ctranslate2_peer.installed():
            peer_folder = Path(temporary) / "peer"
            ctranslate2_peer.write_model(peer_folder, bundle.manifest["model"])
        else:
            say("CTranslate2 is not installed: pip install ctranslate2 to compare with it")
        for threads in plan.threads:
            runners = _runners(bundle, variants, threads, peer_folder)
            for batch in plan.batches:
                sources = random_sources(bundle, batch)
                for beam in plan.beams:
                    setting = f"batch {batch}, beam {beam}, {_threads(threads)}"
                    say(f"translation: {setting}")
                    rows += _compare(runners, sources, beam, setting, plan)
    return rows


Runner = Callable[[Sequence[Sequence[int]], int], int]  # (sources, beam) -> target tokens


def _runners(
    bundle: Bundle, variants: Sequence[str], threads: int, peer_folder: Path | None
) -> dict[str, Runner]:
    runners: dict[str, Runner] = {}
    for variant in variants:
        for native in (True, False):
            engine = Engine(bundle, "cpu", threads=threads, variant=variant, native=native)
            if native and engine.device.op != "native":
                continue
            name = variant if native else f"{variant}, function"

            def run(sources: Sequence[Sequence[int]], beam: int, engine: Engine = engine) -> int:
                return forced_translation(engine, sources, beam)

            runners[name] = run
    if peer_folder is not None:
        for kind in ("float32", "int8"):
            peer = ctranslate2_peer.Peer(peer_folder, kind, threads)

            def run_peer(
                sources: Sequence[Sequence[int]], beam: int, peer: ctranslate2_peer.Peer = peer
            ) -> int:
                return peer.translate(sources, beam, min(TARGET_LENGTH, bundle.max_positions))

            runners[f"CTranslate2 {kind}"] = run_peer
    return runners


def _compare(
    runners: Mapping[str, Runner], sources: Sequence[Sequence[int]], beam: int, setting: str, plan: Plan
) -> list[Row]:
    tokens: dict[str, int] = {}

    def case(name: str, run: Runner) -> Callable[[], None]:
        def measured() -> None:
            tokens[name] = run(sources, beam)

        return measured

    medians = take_turns({n: case(n, r) for n, r in runners.items()}, plan.repeats, plan.budget)
    rows = []
    for name, median in medians.items():
        kind = "int8" if "int8" in name else "float32"
        reference = medians.get(f"CTranslate2 {kind}")
        compared = reference is not None and not name.startswith("CTranslate2")
        rows.append(
            Row(
                "translation",
                setting,
                name,
                1e3 * median.wall,
                1e3 * median.cpu,
                sentences_per_second=len(sources) / median.wall,
                tokens_per_second=tokens[name] / median.wall,
                ratio=reference.wall / median.wall if compared and reference else None,
                cpu_ratio=_ratio(reference.cpu, median.cpu) if compared and reference else None,
                reference=f"CTranslate2 {kind}" if compared else "",
            )
        )
    return rows


# Start-up and memory --------------------------------------------------------------------------------------

# Prints the seconds since its first line, and the memory in use and at the peak.
_START = """
import json, sys, time
begin = time.perf_counter()
import app.diagnosis.bench
print(json.dumps(app.diagnosis.bench.first_translation(sys.argv[1], sys.argv[2], begin)))
"""


def first_translation(bundle_path: str, variant: str, begin: float) -> dict[str, float]:
    """What the start-up subprocess does: open the bundle, translate one sentence of random ids."""
    bundle = Bundle(bundle_path)
    engine = Engine(bundle, "cpu", variant=variant)
    engine.translate_ids(random_sources(bundle, 1), beam=4, max_length=TARGET_LENGTH)
    seconds = time.perf_counter() - begin
    return {"seconds": seconds, "megabytes": resident_megabytes(), "peak_megabytes": peak_megabytes()}


def resident_megabytes() -> float:
    """Memory that this process holds now; 0 where the system does not tell."""
    return _status_megabytes("VmRSS:")


def peak_megabytes() -> float:
    """The most memory that this process has held; 0 where the system does not tell."""
    return _status_megabytes("VmHWM:")  # not getrusage, whose maximum starts at that of the parent process


def _status_megabytes(key: str) -> float:
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            for line in status:
                if line.startswith(key):
                    return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


def bench_start(bundle: Bundle, plan: Plan, say: Say) -> list[Row]:
    """A new process each time: from its start to the first translation, and its memory afterwards."""
    rows = []
    for variant in [name for name in ("fp32", "int8") if name in bundle.variants]:
        say(f"start: {variant}")
        wall, memory, peak = [], [], []
        for _ in range(max(3, plan.repeats // 2)):
            begin = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-c", _START, str(bundle.path), variant],
                capture_output=True,
                text=True,
                check=False,
                cwd=Path(__file__).parents[2],
            )
            wall.append(time.perf_counter() - begin)
            if done.returncode != 0:
                raise PlgtError(f"The start-up measurement failed: {done.stderr.strip().splitlines()[-1]}")
            result = json.loads(done.stdout.splitlines()[-1])
            memory.append(result["megabytes"])
            peak.append(result["peak_megabytes"])
        rows.append(
            Row(
                "start",
                "process start to first translation",
                variant,
                1e3 * statistics.median(wall),
                megabytes=statistics.median(memory),
                peak_megabytes=statistics.median(peak),
            )
        )
    return rows


def _ratio(reference: float, value: float) -> float | None:
    """None where the clock is too coarse."""
    return reference / value if value > 0 else None


def _threads(count: int) -> str:
    return f"{count} thread{'s' if count > 1 else ''}"
