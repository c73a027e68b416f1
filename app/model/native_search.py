"""Searches with the native decoder: what `app.model.search` decides, without Python between the steps.

`search` of that module is the specification; constrained, recombining and sampling searches run it on
`NativeStepper`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from app.errors import Cancelled
from app.model.hypotheses import Hypothesis, Integers, SearchOptions, Step
from app.model.repetition import LONGEST_PERIOD, allowed_repeats
from app.model.search import candidates_per_row
from app.native.decoder import Encoded, NativeDecoder, SearchRequest, SearchResult

FEWEST_ROWS = 8  # rows (sentences times beams) that are worth a thread of their own


class NativeStepper:
    """`app.model.hypotheses.Stepper` on the native decoder."""

    def __init__(self, decoder: NativeDecoder, encoded: Encoded) -> None:
        self._decoding = decoder.decoding(encoded)
        self._sentences = np.arange(len(encoded.lengths))

    def step(self, ids: Integers, position: int, beam: Integers, k: int, forced: Integers) -> Step:
        width = len(ids) // max(1, len(self._sentences))
        return Step(*self._decoding.step(ids, beam, np.repeat(self._sentences, width), k, forced))

    def keep(self, sentences: Integers) -> None:
        self._sentences = self._sentences[sentences]


def native_search(
    decoder: NativeDecoder,
    encode: Callable[[Sequence[Sequence[int]]], Encoded],
    sources: Sequence[Sequence[int]],
    limits: Sequence[int],
    options: SearchOptions,
    threads: int = 1,
    cancel: threading.Event | None = None,
    done_one: Callable[[int], None] | None = None,
) -> list[list[Hypothesis]]:
    """As `app.model.search.search` without constraints, recombination and sampling.

    encode: runs the encoder on some of the sources. The sentences are dealt out to `threads` threads.
    """
    beam = max(options.beam, options.n_best)
    parts = max(1, min(threads, len(sources), len(sources) * beam // FEWEST_ROWS))
    stop = threading.Event()

    def part(number: int) -> list[list[Hypothesis]]:
        numbers = range(number, len(sources), parts)

        def report(index: int) -> bool:
            if stop.is_set() or (cancel is not None and cancel.is_set()):
                return True
            if index >= 0 and done_one is not None:
                done_one(numbers[index])
            return False

        rows, encoded = [sources[i] for i in numbers], encode([sources[i] for i in numbers])
        request = _request(rows, [limits[i] for i in numbers], options, decoder.words)
        told = cancel is not None or done_one is not None or parts > 1
        result = decoder.search(encoded, request, report if told else None, cancel is not None or parts > 1)
        if result is None:
            raise Cancelled()
        return _hypotheses(result, rows, options)

    if parts == 1:
        return part(0)
    found: list[list[Hypothesis]] = [[] for _ in sources]
    with ThreadPoolExecutor(parts) as pool:
        futures = [pool.submit(part, number) for number in range(parts)]
        try:
            for number, future in enumerate(futures):
                for index, hypotheses in zip(
                    range(number, len(sources), parts), future.result(), strict=True
                ):
                    found[index] = hypotheses
        except BaseException:
            stop.set()
            raise
    return found


def _request(
    rows: Sequence[Sequence[int]], limits: Sequence[int], options: SearchOptions, words: int
) -> SearchRequest:
    repeats = None
    if options.guard:
        repeats = np.stack([allowed_repeats(row) for row in rows]) * np.arange(1, LONGEST_PERIOD + 1)
    return SearchRequest(
        np.asarray(limits, np.int64), repeats, np.asarray(options.banned, np.int64), max(1, options.beam),
        max(1, options.n_best), min(candidates_per_row(options), words), options.bos, options.eos,
        options.length_penalty, options.details,
    )  # fmt: skip


def _hypotheses(
    result: SearchResult, rows: Sequence[Sequence[int]], options: SearchOptions
) -> list[list[Hypothesis]]:
    ids, logps = result.ids.tolist(), result.logps.tolist()
    scores, flags, lengths = result.scores.tolist(), result.flags.tolist(), result.lengths.tolist()
    found: list[list[Hypothesis]] = []
    number = begin = 0
    for row, count in zip(rows, result.counts.tolist(), strict=True):
        hypotheses = []
        for _ in range(count):
            end = begin + lengths[number]
            finished = bool(flags[number] & 1)
            alignment = np.zeros((lengths[number], 0), np.float32)
            runner_up: list[list[tuple[int, float]]] = []
            if result.alignment is not None:
                alignment = result.alignment[begin:end, : len(row)]
                runner_up = _runner_ups(result, begin, end, options)
            hypotheses.append(
                Hypothesis(
                    ids=ids[begin : end - 1] if finished else ids[begin:end],
                    score=scores[number],
                    logprobs=logps[begin:end],
                    alignment=alignment,
                    runner_up=runner_up,
                    finished=finished,
                    guarded=bool(flags[number] & 2),
                )
            )
            begin = end
            number += 1
        found.append(hypotheses)
    return found


def _runner_ups(
    result: SearchResult, begin: int, end: int, options: SearchOptions
) -> list[list[tuple[int, float]]]:
    assert result.top is not None and result.top_ids is not None
    enough = options.runner_ups + 1 + len(options.banned)
    top_ids, top = result.top_ids[begin:end, :enough].tolist(), result.top[begin:end, :enough].tolist()
    left_out = options.banned
    return [
        [(i, p) for i, p in zip(ids, logps, strict=True) if i != token and i not in left_out][
            : options.runner_ups
        ]
        for token, ids, logps in zip(result.ids[begin:end].tolist(), top_ids, top, strict=True)
    ]
