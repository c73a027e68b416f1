"""Where units are translated: in this process, or in worker processes of one engine thread each."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.connection import Connection, wait
from threading import Event
from typing import Any, Protocol

from app.batch.unit import Outcome, TranslatorFactory, Unit, translate_unit
from app.errors import PlgtError

_PER_WORKER = 2  # units handed out per worker: the next one is there when it finishes


class Pool(Protocol):
    """Takes units and gives outcomes back, in any order."""

    def free(self) -> int:
        """How many more units are wanted now."""

    def submit(self, unit: Unit) -> None:
        """Hand a unit over."""

    def wait(self, timeout: float) -> list[Outcome]:
        """What was finished; empty after `timeout` seconds without any."""

    def close(self) -> None:
        """Stop at once; unfinished units are lost."""


class InlinePool:
    """Translates in the calling thread, for one device that uses all cores itself, and for the window.

    translator: an object, or a function that makes one when the first unit comes."""

    def __init__(self, translator: Any, cancel: Event | None = None) -> None:
        self._translator = translator
        self._made: Any = None if callable(translator) else translator
        self._cancel = cancel
        self._waiting: deque[Unit] = deque()

    def free(self) -> int:
        return 1 - len(self._waiting)

    def submit(self, unit: Unit) -> None:
        self._waiting.append(unit)

    def wait(self, timeout: float) -> list[Outcome]:
        if not self._waiting:
            return []
        unit = self._waiting.popleft()
        try:
            if self._made is None:
                self._made = self._translator()
        except PlgtError as error:
            return [Outcome(unit.number, error=str(error))]
        return [translate_unit(self._made, unit, self._cancel)]

    def close(self) -> None:
        self._waiting.clear()
        if self._made is not None and callable(self._translator):  # made here, so closed here
            getattr(self._made, "close", lambda: None)()
            self._made = None


def serve(connection: Connection, factory: TranslatorFactory) -> None:
    """A worker's life: units in, outcomes out, until the other end is closed or gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the main process's business
    translator: Any = None
    while True:
        try:
            unit = connection.recv()
        except (EOFError, OSError):
            return
        if unit is None:
            return
        try:
            if translator is None:
                translator = factory()
            outcome = translate_unit(translator, unit)
        except PlgtError as error:
            outcome = Outcome(unit.number, error=str(error))
        try:
            connection.send(outcome)
        except OSError:
            return


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C in a terminal reaches every process: one that is only starting inherits that it is held back."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # its start would let interrupts through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Worker:
    """A process and the units it was given, oldest first."""

    def __init__(self, factory: TranslatorFactory) -> None:
        context = multiprocessing.get_context("spawn")  # no engine threads or locks are inherited
        self.connection, other = context.Pipe()
        self.process = context.Process(
            target=serve, args=(other, factory), name="plgt-batch-worker", daemon=True
        )
        with _interrupts_held():
            self.process.start()
        other.close()
        self.units: deque[Unit] = deque()

    def stop(self) -> None:
        self.connection.close()
        self.process.terminate()
        self.process.join(2)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


class ProcessPool:
    """Up to `size` worker processes, started as work comes in. A worker that dies is replaced; the unit it
    was at is tried once more."""

    def __init__(self, size: int, factory: TranslatorFactory) -> None:
        self.size = max(1, size)
        self._factory = factory
        self._workers: list[_Worker] = []
        self._suspects: set[int] = set()  # numbers of units that a worker died on

    def free(self) -> int:
        return self.size * _PER_WORKER - sum(len(worker.units) for worker in self._workers)

    def submit(self, unit: Unit) -> None:
        worker = min(self._workers, key=lambda w: len(w.units), default=None)
        if worker is None or (worker.units and len(self._workers) < self.size):
            worker = self._start()
        self._give(worker, unit)

    def _start(self) -> _Worker:
        worker = _Worker(self._factory)
        self._workers.append(worker)
        return worker

    @staticmethod
    def _give(worker: _Worker, unit: Unit) -> None:
        worker.units.append(unit)
        with contextlib.suppress(OSError):  # it died: `wait` sees that and hands its units to another one
            worker.connection.send(unit)

    def wait(self, timeout: float) -> list[Outcome]:
        outcomes: list[Outcome] = []
        by_connection = {worker.connection: worker for worker in self._workers}
        for connection in wait(list(by_connection), timeout):
            worker = by_connection[connection]  # type: ignore[index]
            try:
                outcome = worker.connection.recv()
            except (EOFError, OSError):
                outcomes += self._bury(worker)
                continue
            worker.units.popleft()
            outcomes.append(outcome)
        return outcomes

    def _bury(self, worker: _Worker) -> list[Outcome]:
        self._workers.remove(worker)
        worker.stop()
        units = list(worker.units)
        outcomes: list[Outcome] = []
        if units and units[0].number in self._suspects:
            reason = "A worker process ended twice while translating this file: it may need more memory."
            outcomes.append(Outcome(units.pop(0).number, error=reason))
        elif units:
            self._suspects.add(units[0].number)
        for unit in units:
            self.submit(unit)
        return outcomes

    def close(self) -> None:
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            worker.stop()
        self._workers.clear()


def make_translator(
    device: str = "auto",
    threads: int = 1,
    beam: int = 4,
    glossary: str | None = None,
    memory: str | None = None,
    model: str = "",
) -> Any:
    """A Translator in this process. glossary, memory: files; model: "" for the installed ones."""
    from app.memory.glossary import Glossary
    from app.memory.translation_memory import TranslationMemory
    from app.model.store import ModelStore
    from app.translation.translator import Translator

    return Translator(
        ModelStore(only=model),
        device=device,
        threads=threads,
        mode="throughput",
        beam=beam,
        glossary=Glossary.load(glossary) if glossary else None,
        memory=TranslationMemory(memory) if memory else None,
    )


def default_factory(
    device: str, threads: int, beam: int, glossary: str | None, memory: str | None, model: str = ""
) -> Callable[[], Any]:
    """`make_translator` with its arguments, as other processes can receive it."""
    return partial(
        make_translator,
        device=device,
        threads=threads,
        beam=beam,
        glossary=glossary,
        memory=memory,
        model=model,
    )


def usable_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
