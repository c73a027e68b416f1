"""Runs a bundle's graphs with onnxruntime: token ids in, hypotheses out.

One engine serves any number of threads at once. Sentences are sorted by length and run in batches; caches
stay inside onnxruntime's memory from step to step (on a GPU they never leave it).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.errors import Cancelled, PlgtError
from app.model.bundle import Bundle, BundleError, Variant
from app.model.decoder_weights import UnfitGraph, decoder_weights
from app.model.devices import CPU_PROVIDER, CUDA_PROVIDER, DeviceReport, choose_device, onnxruntime
from app.model.native_search import NativeStepper, native_search
from app.model.search import (
    LENGTH_PENALTY,
    Constraint,
    Hypothesis,
    Integers,
    SearchOptions,
    Step,
    Stepper,
    search,
)
from app.native.decoder import Encoded, NativeDecoder
from app.native.loader import select_library

__all__ = ["Engine", "Hypothesis"]

BATCH_SENTENCES = 64
BATCH_TOKENS = 4096  # padded source tokens of a batch
LENGTH_FACTOR = 2.0  # a translation may have so many tokens per source token ...
LENGTH_EXTRA = 24  # ... and so many more
PREFERRED = {"cpu": ("int8", "fp32", "fp16"), "cuda": ("fp16", "fp32", "int8")}
STEP_OUTPUTS = ("top_logp", "top_ids", "forced_logp", "alignment")


class Engine:
    """The encoder and decoder sessions of one variant of one bundle on one device."""

    def __init__(
        self,
        bundle: Bundle,
        device: str = "auto",
        threads: int = 0,
        variant: str | None = None,
        native: bool = True,
        batch_sentences: int = BATCH_SENTENCES,
    ) -> None:
        """threads: of one call, 0 = one per core. native: use the operator library where there is one.

        Raises PlgtError (device or variant that can't be used) and BundleError (damaged or unfitting graphs).
        """
        self.bundle = bundle
        self.batch_sentences = batch_sentences
        self.threads = threads
        report = choose_device(device)
        self.variant = choose_variant(bundle, report.device, variant)
        self.device = self._open(report, native)
        model = bundle.manifest["model"]
        self._layers, self._heads = int(model["decoder_layers"]), int(model["heads"])
        self._head_size = int(model["head_size"])
        caches = [f"{part}_{index}" for index in range(self._layers) for part in "kv"]
        self._cross_names = [f"cross_{name}" for name in caches]
        self._cache_names = [f"cache_{name}" for name in caches]
        self._new_names = [f"new_cache_{name}" for name in caches]
        self._check_graphs()
        types = {value.name: value.type for value in self._decoder.get_inputs()}
        self._dtype: type[Any] = (
            np.float16 if types[self._cache_names[0]] == "tensor(float16)" else np.float32
        )
        self.decoder, self.decoder_reason = self._native_decoder()
        ids = bundle.special_ids
        self._options = SearchOptions(
            bos=int(ids["bos"]),
            eos=int(ids["eos"]),
            banned=tuple({int(ids["pad"]), int(ids["bos"])} - {int(ids["eos"])}),
            vocabulary=int(model["target_vocabulary"]),
        )

    # Opening --------------------------------------------------------------------------------------------

    def _open(self, report: DeviceReport, native: bool) -> DeviceReport:
        """Start both sessions; with the operator library if it can be used, else with the graphs'
        functions."""
        library: Path | None = None
        op_reason = "the native operator was switched off"
        if native:
            choice = select_library(report.device)
            library, op_reason = choice.path, choice.reason
        if library is not None:
            try:
                self._start(report, library)
                return report.with_op("native", op_reason)
            except BundleError:
                raise
            except Exception as error:  # onnxruntime's exceptions share no base class
                op_reason = f"{library.name} doesn't fit these graphs ({_first_line(error)})"
        try:
            self._start(report, None)
        except BundleError:
            raise
        except Exception as error:
            raise BundleError(
                f'The graphs of the bundle "{self.bundle.path}" can\'t be loaded by onnxruntime '
                f"{onnxruntime().__version__} ({_first_line(error)}): update onnxruntime or export the "
                "bundle again."
            ) from None
        return report.with_op("function", op_reason)

    def _start(self, report: DeviceReport, library: Path | None) -> None:
        self._encoder = self._session(self.variant.encoder, report, library)
        self._decoder = self._session(self.variant.decoder, report, library)

    def _session(self, name: str, report: DeviceReport, library: Path | None) -> Any:
        ort = onnxruntime()
        options = ort.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_mem_pattern = False  # every step has another shape: patterns would pile up
        options.add_session_config_entry("session.force_spinning_stop", "1")
        if library is not None:
            options.register_custom_ops_library(str(library))
        providers = [CPU_PROVIDER] if report.device == "cpu" else [CUDA_PROVIDER, CPU_PROVIDER]
        session = ort.InferenceSession(self.bundle.read(name), options, providers=providers)
        session.disable_fallback()
        if report.device == "cuda" and session.get_providers()[0] != CUDA_PROVIDER:
            raise PlgtError("The CUDA provider stopped working: choose the device cpu.")
        return session

    def _check_graphs(self) -> None:
        """Raise BundleError unless both graphs have the inputs and outputs that the manifest promises."""
        fixed = {1: self._heads, 3: self._head_size}
        wanted: dict[str, dict[int, int]] = {name: fixed for name in self._cache_names + self._cross_names}
        _check_values(
            self.bundle, self.variant.encoder, self._encoder.get_inputs(), {"ids": {}, "lengths": {}}
        )
        outputs = {name: fixed for name in self._cross_names}
        _check_values(self.bundle, self.variant.encoder, self._encoder.get_outputs(), outputs)
        for name in ("ids", "position", "beam", "lengths", "k", "forced"):
            wanted[name] = {}
        _check_values(self.bundle, self.variant.decoder, self._decoder.get_inputs(), wanted)
        results: dict[str, dict[int, int]] = {name: {} for name in STEP_OUTPUTS}
        results.update({name: fixed for name in self._new_names})
        _check_values(self.bundle, self.variant.decoder, self._decoder.get_outputs(), results)

    def _native_decoder(self) -> tuple[NativeDecoder | None, str]:
        """The library's decoder with this graph's weights, and one sentence about it; None if it can't be used."""
        if self.device.op != "native" or self.device.device != "cpu":
            return None, "onnxruntime runs the decoder, because the operator library is not in use here"
        choice = select_library("cpu")
        if choice.path is None:
            return None, f"onnxruntime runs the decoder ({choice.reason})"
        try:
            weights = decoder_weights(self.bundle.read(self.variant.decoder), self.bundle.manifest["model"])
            decoder = NativeDecoder(choice.path, weights)
        except (UnfitGraph, OSError) as error:
            return None, f"onnxruntime runs the decoder ({error})"
        return decoder, f"the operator library runs the decoder with the {decoder.kernel} kernel"

    # Translating ----------------------------------------------------------------------------------------

    @property
    def longest_source(self) -> int:
        """Most source tokens, end symbol included."""
        return self.bundle.max_positions

    def limit(self, source_length: int, max_length: int | None = None) -> int:
        """Most target tokens, end symbol included, for a source of that many tokens."""
        limit = int(LENGTH_FACTOR * source_length) + LENGTH_EXTRA if max_length is None else max_length
        return max(1, min(limit, self.bundle.max_positions))

    def translate_ids(
        self,
        sources: Sequence[Sequence[int]],
        *,
        beam: int = 4,
        max_length: int | None = None,
        length_penalty: float = LENGTH_PENALTY,
        n_best: int = 1,
        constraints: Sequence[Sequence[Sequence[int]]] | None = None,
        cancel: threading.Event | None = None,
        guard: bool = True,
        runner_ups: int = 3,
        recombine: int = 0,
        sample: int = 0,
        details: bool = True,
        done_one: Callable[[int], None] | None = None,
    ) -> list[list[Hypothesis]]:
        """For each source (ids with the end symbol) up to n_best hypotheses, best first.

        beam 1 is greedy. max_length: most target tokens; default in proportion to the source. constraints:
        for each source, token sequences that the translation must hold; where no translation with them ends
        within the length limit, the unconstrained one is returned. guard: forbid endless repetition
        (Hypothesis.guarded tells). recombine: merge partial hypotheses that end in so many same tokens, and
        give the ways around back as further hypotheses (for alternatives). sample: draw every token from the so
        many likeliest (beam 1). details: False leaves alignment and runner-ups out of the hypotheses, which is
        quicker. done_one(i) is called as sources
        are finished. An empty source gives one empty hypothesis. Raises Cancelled, and PlgtError for a source
        longer than `longest_source`.
        """
        options = SearchOptions(**{**self._options.__dict__})
        options.beam, options.n_best = max(1, beam), max(1, n_best)
        options.length_penalty, options.guard, options.runner_ups = length_penalty, guard, runner_ups
        options.recombine, options.sample, options.details = recombine, sample, details
        results: list[list[Hypothesis]] = [[] for _ in sources]
        waiting = []
        for index, source in enumerate(sources):
            if len(source) > self.longest_source:
                raise PlgtError(
                    f"A sentence of {len(source)} tokens is longer than the model can read "
                    f"({self.longest_source}): split it."
                )
            if len(source) == 0:
                results[index] = [Hypothesis([], 0.0, [], np.zeros((0, 0), np.float32), [], True)]
            else:
                waiting.append(index)
        waiting.sort(key=lambda index: -len(sources[index]))
        for batch in self.batches(waiting, sources):
            found = self._search(batch, sources, options, max_length, constraints, cancel, done_one)
            for index, hypotheses in zip(batch, found, strict=True):
                results[index] = hypotheses
        if constraints is not None:
            unmet = [i for i in waiting if constraints[i] and not any(h.finished for h in results[i])]
            for batch in self.batches(unmet, sources):
                found = self._search(batch, sources, options, max_length, None, cancel, None)
                for index, hypotheses in zip(batch, found, strict=True):
                    results[index] = hypotheses
        return results

    def batches(self, ordered: list[int], sources: Sequence[Sequence[int]]) -> list[list[int]]:
        """Cut indices ordered by falling length into batches of bounded size."""
        batches: list[list[int]] = []
        for index in ordered:
            longest = len(sources[batches[-1][0]]) if batches else 0
            full = not batches or len(batches[-1]) >= self.batch_sentences
            if full or (len(batches[-1]) + 1) * longest > BATCH_TOKENS:
                batches.append([])
            batches[-1].append(index)
        return batches

    def _search(
        self,
        batch: list[int],
        sources: Sequence[Sequence[int]],
        options: SearchOptions,
        max_length: int | None,
        constraints: Sequence[Sequence[Sequence[int]]] | None,
        cancel: threading.Event | None,
        done_one: Callable[[int], None] | None,
    ) -> list[list[Hypothesis]]:
        if cancel is not None and cancel.is_set():
            raise Cancelled()
        rows = [list(sources[index]) for index in batch]
        required: list[Constraint | None] | None = None
        if constraints is not None and any(constraints[index] for index in batch):
            required = [Constraint(tuple(tuple(s) for s in constraints[index] if s)) for index in batch]
        limits = [self.limit(len(row), max_length) for row in rows]
        done = None if done_one is None else lambda i: done_one(batch[i])
        return self.search(rows, limits, options, required, cancel, done)

    def search(
        self,
        rows: Sequence[Sequence[int]],
        limits: Sequence[int],
        options: SearchOptions,
        constraints: Sequence[Constraint | None] | None = None,
        cancel: threading.Event | None = None,
        done_one: Callable[[int], None] | None = None,
    ) -> list[list[Hypothesis]]:
        """`app.model.search.search` for one batch, in the operator library where it can do all that is asked."""
        if self.decoder is not None and constraints is None and not options.recombine and not options.sample:
            threads = self.threads or os.cpu_count() or 1
            return native_search(self.decoder, self._encode, rows, limits, options, threads, cancel, done_one)
        return search(self.stepper(rows), rows, limits, options, constraints, cancel, done_one)

    def _encode(self, rows: Sequence[Sequence[int]]) -> Encoded:
        """What the native decoder needs to know of some sources."""
        ids, lengths = padded(rows, int(self.bundle.special_ids["pad"]))
        outputs = self._encoder.run(self._cross_names, {"ids": ids, "lengths": lengths})
        return Encoded(lengths, outputs)

    def stepper(self, rows: Sequence[Sequence[int]]) -> Stepper:
        """Encode sources and get ready to decode them."""
        if self.decoder is not None:
            return NativeStepper(self.decoder, self._encode(rows))
        binding = self.device.device == "cuda"
        kind = BoundStepper if binding else GraphStepper
        return kind(self, rows)


class GraphStepper:
    """Runs the decoder graph step by step for one batch, arrays passed to and from onnxruntime without
    copies."""

    def __init__(self, engine: Engine, rows: Sequence[Sequence[int]]) -> None:
        self.engine = engine
        ids, lengths = padded(rows, int(engine.bundle.special_ids["pad"]))
        self.lengths = lengths
        self._begin(ids)

    def _begin(self, ids: Integers) -> None:
        engine = self.engine
        outputs = engine._encoder.run(engine._cross_names, {"ids": ids, "lengths": self.lengths})
        self._cross = dict(zip(engine._cross_names, outputs, strict=True))
        empty = np.zeros((len(ids), engine._heads, 0, engine._head_size), dtype=engine._dtype)
        self._caches = {name: empty for name in engine._cache_names}
        self._names = [*STEP_OUTPUTS, *engine._new_names]

    def step(self, ids: Integers, position: int, beam: Integers, k: int, forced: Integers) -> Step:
        """See `app.model.search.Stepper`."""
        feed = {**self._small(ids, position, beam, k, forced), **self._caches, **self._cross}
        outputs = self.engine._decoder.run(self._names, feed)
        self._caches = dict(zip(self.engine._cache_names, outputs[len(STEP_OUTPUTS) :], strict=True))
        return Step(*outputs[: len(STEP_OUTPUTS)])

    def _small(
        self, ids: Integers, position: int, beam: Integers, k: int, forced: Integers
    ) -> dict[str, NDArray[Any]]:
        return {
            "ids": np.ascontiguousarray(ids),
            "position": np.array(position, dtype=np.int64),
            "beam": np.ascontiguousarray(beam),
            "lengths": self.lengths,
            "k": np.array([k], dtype=np.int64),
            "forced": np.ascontiguousarray(forced),
        }

    def keep(self, sentences: Integers) -> None:
        """Drop the other sentences; caches follow by the next step's `beam`."""
        self.lengths = self.lengths[sentences]
        self._cross = {name: array[sentences] for name, array in self._cross.items()}


class BoundStepper(GraphStepper):
    """The same with caches and cross-attention bound to the device's memory."""

    def __init__(self, engine: Engine, rows: Sequence[Sequence[int]], device: str | None = None) -> None:
        self._device = device or engine.device.device
        super().__init__(engine, rows)

    def _begin(self, ids: Integers) -> None:
        engine = self.engine
        binding = engine._encoder.io_binding()
        binding.bind_cpu_input("ids", ids)
        binding.bind_cpu_input("lengths", self.lengths)
        for name in engine._cross_names:
            binding.bind_output(name, self._device)
        engine._encoder.run_with_iobinding(binding)
        self._bound_cross = dict(zip(engine._cross_names, binding.get_outputs(), strict=True))
        empty = np.zeros((len(ids), engine._heads, 0, engine._head_size), dtype=engine._dtype)
        self._bound_caches = {name: self._value(empty) for name in engine._cache_names}

    def _value(self, array: NDArray[Any]) -> Any:
        return onnxruntime().OrtValue.ortvalue_from_numpy(array, self._device, 0)

    def step(self, ids: Integers, position: int, beam: Integers, k: int, forced: Integers) -> Step:
        """See `app.model.search.Stepper`."""
        engine = self.engine
        binding = engine._decoder.io_binding()
        for name, array in self._small(ids, position, beam, k, forced).items():
            binding.bind_cpu_input(name, array)
        for name, value in {**self._bound_caches, **self._bound_cross}.items():
            binding.bind_ortvalue_input(name, value)
        for name in STEP_OUTPUTS:
            binding.bind_output(name, "cpu")
        for name in engine._new_names:
            binding.bind_output(name, self._device)
        engine._decoder.run_with_iobinding(binding)
        outputs = binding.get_outputs()
        self._bound_caches = dict(zip(engine._cache_names, outputs[len(STEP_OUTPUTS) :], strict=True))
        return Step(*(value.numpy() for value in outputs[: len(STEP_OUTPUTS)]))

    def keep(self, sentences: Integers) -> None:
        self.lengths = self.lengths[sentences]
        self._bound_cross = {
            name: self._value(np.ascontiguousarray(value.numpy()[sentences]))
            for name, value in self._bound_cross.items()
        }


def padded(rows: Sequence[Sequence[int]], pad: int) -> tuple[Integers, Integers]:
    """ids [N, S] filled up with `pad`, and lengths [N]."""
    lengths = np.array([len(row) for row in rows], dtype=np.int64)
    ids = np.full((len(rows), int(lengths.max(initial=1))), pad, dtype=np.int64)
    for index, row in enumerate(rows):
        ids[index, : len(row)] = row
    return ids, lengths


def choose_variant(bundle: Bundle, device: str, wanted: str | None = None) -> Variant:
    """The wanted variant, or the best that the bundle has for the device. Raises PlgtError if it is not
    there."""
    if wanted is not None:
        if wanted not in bundle.variants:
            known = ", ".join(bundle.variants)
            raise PlgtError(f'The model "{bundle.name}" has no variant "{wanted}": it has {known}.')
        return bundle.variants[wanted]
    return next(bundle.variants[name] for name in PREFERRED[device] if name in bundle.variants)


def _check_values(
    bundle: Bundle, file: str, values: Sequence[Any], wanted: dict[str, dict[int, int]]
) -> None:
    """Raise BundleError unless `values` are named as wanted and have the wanted sizes on the given axes."""
    found = {value.name: value.shape for value in values}
    for name, sizes in wanted.items():
        shape = found.get(name)
        if shape is None or any(axis >= len(shape) or shape[axis] != size for axis, size in sizes.items()):
            what = "is missing" if shape is None else f"has shape {shape}"
            raise BundleError(
                f'"{file}" in the bundle "{bundle.path}" does not fit its manifest ("{name}" {what}): '
                "export the bundle again."
            )


def _first_line(error: Exception) -> str:
    text = str(error).strip()
    return text.splitlines()[0][:300] if text else type(error).__name__
