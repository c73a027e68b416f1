"""Running an engine that may run out of memory: smaller batches first, then the CPU, and no text lost."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from typing import Any

from app.errors import PlgtError

# What onnxruntime's CUDA and CPU allocators and Python itself say; the exception types alone are too general.
_MESSAGE = re.compile(
    r"out of memory|failed to allocate|bfcarena|cudaerrormemoryallocation|bad[_ ]alloc"
    r"|cublas_status_alloc_failed|cudnn_status_alloc_failed|available memory of \d+ is smaller",
    re.IGNORECASE,
)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an exception of onnxruntime or Python means that memory ran out."""
    return isinstance(error, MemoryError) or (
        isinstance(error, Exception) and bool(_MESSAGE.search(str(error)))
    )


class ResilientEngine:
    """An engine whose batches shrink, and which moves to the CPU, when memory runs out.

    engine: has `translate_ids(sources, **options)` and `device`. make_cpu_engine: builds the one to fall
    back to.
    """

    def __init__(self, engine: Any, make_cpu_engine: Callable[[str], Any]) -> None:
        self._engine = engine
        self._make_cpu_engine = make_cpu_engine
        self._lock = threading.Lock()
        self.largest_batch = 1 << 30  # batches above this ran out of memory before

    @property
    def device(self) -> Any:
        """The report of the engine that runs now; its reason tells of a fall-back."""
        return self._engine.device

    @property
    def engine(self) -> Any:
        return self._engine

    def translate_ids(self, sources: Sequence[list[int]], **options: Any) -> list[Any]:
        """As the engine's; the result has an entry per source, in order, whatever happened on the way.

        Options that hold an entry per source: `constraints`.
        """
        results: list[Any] = []
        at = 0
        while at < len(sources):
            size = max(1, min(self.largest_batch, len(sources) - at))
            results += self._run(list(sources[at : at + size]), _part(options, at, at + size))
            at += size
        return results

    def _run(self, sources: list[list[int]], options: dict[str, Any]) -> list[Any]:
        engine = self._engine
        try:
            return list(engine.translate_ids(sources, **options))
        except Exception as error:
            if not is_out_of_memory(error):
                raise
            message = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        # Outside the except block, so that the failed call's arrays are free before the next try.
        if len(sources) > 1:
            half = (len(sources) + 1) // 2
            self.largest_batch = min(self.largest_batch, half)
            return self._run(sources[:half], _part(options, 0, half)) + self._run(
                sources[half:], _part(options, half, len(sources))
            )
        if getattr(engine.device, "device", "cpu") == "cpu":
            raise PlgtError(
                f"There isn't enough memory to translate a sentence ({message}): close other programs."
            )
        with self._lock:
            if self._engine is engine:  # the first caller moves; the others find it done
                self._engine = self._make_cpu_engine(
                    f"{engine.device.device} ran out of memory even for one sentence ({message})"
                )
                self.largest_batch = 1 << 30
        return self._run(sources, options)


def _part(options: dict[str, Any], start: int, end: int) -> dict[str, Any]:
    constraints = options.get("constraints")
    return options if constraints is None else {**options, "constraints": constraints[start:end]}
