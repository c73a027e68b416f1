"""The same batch over a Dask cluster: units of segments go to the cluster's workers, everything else stays.

Files, journal and report stay on this machine, so the workers need no shared disk; each needs this program
and the same model bundles. Install the extra: `pip install "plgt-translator[dask]"`.

    job = BatchJob(["texts"], "translated", target="en", pool=dask_pool("tcp://scheduler:8786"))
    report = job.run()
"""

from __future__ import annotations

import pickle
import queue
import threading
from collections.abc import Callable
from typing import Any

from app.batch.pool import Pool
from app.batch.unit import Outcome, TranslatorFactory, Unit, translate_unit
from app.errors import PlgtError

_PER_THREAD = 2  # units handed out per thread of the cluster
CONNECT = 10  # seconds to find the scheduler
_TRIES = 3  # of a unit whose worker went away

_translators: dict[bytes, Any] = {}  # on a worker: one translator per factory
_guard = threading.Lock()


def translate_remotely(factory: bytes, unit: Unit) -> Outcome:
    """Runs on a worker of the cluster. factory: pickled; its translator is made once per process."""
    try:
        with _guard:
            if factory not in _translators:
                _translators[factory] = pickle.loads(factory)()
            translator = _translators[factory]
    except PlgtError as error:
        return Outcome(unit.number, error=str(error))
    return translate_unit(translator, unit)


class DaskPool:
    """Units as Dask tasks. client: a `distributed.Client`, closed with the pool if `own`."""

    def __init__(self, client: Any, factory: TranslatorFactory, own: bool = False) -> None:
        self._client = client
        self._factory = pickle.dumps(factory)
        self._own = own
        self._futures: dict[Any, Unit] = {}
        self._finished: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def free(self) -> int:
        threads = sum(self._client.nthreads().values())
        return max(1, threads) * _PER_THREAD - len(self._futures)

    def submit(self, unit: Unit) -> None:
        future = self._client.submit(translate_remotely, self._factory, unit, pure=False, retries=_TRIES)
        self._futures[future] = unit
        future.add_done_callback(self._finished.put)

    def wait(self, timeout: float) -> list[Outcome]:
        done: list[Any] = []
        try:
            done.append(self._finished.get(timeout=timeout))
            while True:
                done.append(self._finished.get_nowait())
        except queue.Empty:
            pass
        outcomes: list[Outcome] = []
        for future in done:
            unit = self._futures.pop(future, None)
            if unit is None:
                continue
            try:
                outcomes.append(future.result())
            except Exception as error:  # lost workers, unpicklable answers, missing packages
                reason = f"The cluster could not translate this file ({type(error).__name__}: {error})."
                outcomes.append(Outcome(unit.number, error=reason))
        return outcomes

    def close(self) -> None:
        for future in self._futures:
            future.cancel()
        self._futures.clear()
        if self._own:
            self._client.close()


def dask_pool(address: str) -> Callable[[TranslatorFactory], Pool]:
    """A pool on the cluster whose scheduler is at `address`, for `BatchJob(pool=...)`.

    Raises PlgtError, when the job starts, if the extra is not installed or nobody answers."""

    def make(factory: TranslatorFactory) -> Pool:
        try:
            from distributed import Client
        except ImportError:
            raise PlgtError('Dask is not installed: run pip install "plgt-translator[dask]".') from None
        try:
            client = Client(address, timeout=CONNECT, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise PlgtError(
                f'No Dask scheduler answers at "{address}": start one or check the address.'
            ) from error
        return DaskPool(client, factory, own=True)

    return make
