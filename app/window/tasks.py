"""Work off the main thread: `run_task(func, next_func)` calls next_func on the main thread afterwards."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

Next = Callable[[Any, Exception | None], None]


class _Bridge(QObject):
    """Carries results to the main thread, where it lives; drops them once it is closed."""

    done = Signal(object, object, object)  # next_func, result, error

    def __init__(self) -> None:
        super().__init__()
        self.closed = False
        self.done.connect(self._call)

    def _call(self, next_func: Next, result: Any, error: Exception | None) -> None:
        if not self.closed:
            next_func(result, error)


class _Task(QRunnable):
    def __init__(self, func: Callable[[], Any], next_func: Next, bridge: _Bridge) -> None:
        super().__init__()
        self._func, self._next, self._bridge = func, next_func, bridge

    def run(self) -> None:
        result: Any = None
        error: Exception | None = None
        try:
            result = self._func()
        except Exception as caught:  # every failure is the main thread's to show
            error = caught
        with contextlib.suppress(RuntimeError):  # the program is ending and the bridge is gone
            self._bridge.done.emit(self._next, result, error)


class Tasks:
    """A pool of worker threads; one thread keeps tasks in order."""

    def __init__(self, threads: int = 1) -> None:
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(threads)
        self._bridge = _Bridge()

    def run_task(self, func: Callable[[], Any], next_func: Next) -> None:
        """Call func() on a worker, then next_func(result, None) or next_func(None, error) on this thread."""
        self._pool.start(_Task(func, next_func, self._bridge))

    def wait(self, milliseconds: int = 10_000) -> bool:
        """Wait for everything begun; False if that took too long."""
        self._pool.clear()
        return self._pool.waitForDone(milliseconds)

    def close(self) -> bool:
        """Wait, and never call a next_func again: what it would show may be deleted by then."""
        self._bridge.closed = True
        return self.wait()
