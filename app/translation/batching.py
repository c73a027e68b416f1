"""The sentences of many texts in common batches: equal ones once, of like length together, on one core or all."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from app.translation.options import Options
from app.translation.plan import Job
from app.translation.result import Sentence
from app.translation.sentences import Request

WINDOW = 256  # sentences that are sorted by length together
BATCH = 32  # sentences in one engine call

# (sentences, source language, target language, request) -> their results, in order
TranslateBatch = Callable[[list[str], str, str, Request], list[Sentence]]


class Batching:
    """Runs jobs batch by batch. workers: 0 = in the calling thread; else so many threads of one batch each."""

    def __init__(self, translate: TranslateBatch, batch_size: int = BATCH, workers: int = 0) -> None:
        self.translate = translate
        self.batch_size = batch_size
        self.workers = workers
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None

    def close(self) -> None:
        """Stop the threads; they are started anew when they are needed."""
        with self._lock:
            if self._pool is not None:
                self._pool.shutdown(wait=False, cancel_futures=True)
                self._pool = None

    def run(self, jobs: list[Job], request: Request, options: Options) -> None:
        """Fill in the results of all jobs; raises Cancelled."""
        groups: dict[tuple[str, str, tuple[str, ...]], dict[str, list[Job]]] = {}
        for job in jobs:
            by_text = groups.setdefault((job.source, job.target, job.keep), {})
            by_text.setdefault(job.text, []).append(job)
        total = len(jobs)
        done = 0
        if total:
            options.report(0, total)
        for (source, target, keep), by_text in groups.items():
            for batches in self._windows(list(by_text)):
                options.stop_if_cancelled()
                for results in self._results(batches, source, target, replace(request, keep=keep)):
                    for result in results:
                        same = by_text[result.source]
                        for job in same:
                            job.result = replace(result, flags=list(result.flags))
                            if options.memory is not None:
                                job.result.memory = options.memory.fuzzy(job.text, source, target)
                        done += len(same)
                    options.report(done, total)
                    options.stop_if_cancelled()

    def _windows(self, texts: list[str]) -> Iterator[list[list[str]]]:
        """Windows of texts, each as batches of sentences of like length."""
        for start in range(0, len(texts), WINDOW):
            window = sorted(texts[start : start + WINDOW], key=len)
            yield [window[at : at + self.batch_size] for at in range(0, len(window), self.batch_size)]

    def _results(
        self, batches: list[list[str]], source: str, target: str, request: Request
    ) -> Iterator[list[Sentence]]:
        if not self.workers or len(batches) == 1:
            for batch in batches:
                yield self.translate(batch, source, target, request)
            return
        with self._lock:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(self.workers, thread_name_prefix="plgt-search")
            pool = self._pool
        futures = [pool.submit(self.translate, batch, source, target, request) for batch in batches]
        try:
            for future in futures:
                yield future.result()
        finally:
            for future in futures:
                future.cancel()


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
