"""Translations in threads, a few at once; one whose client is gone is cancelled."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any, TypeVar, cast

from starlette.requests import Request

from app.server.answers import ApiError, ClientGone

Result = TypeVar("Result")


class Jobs:
    """Runs up to `parallel` jobs at once. patience: seconds that a further one waits for its turn."""

    def __init__(self, parallel: int, patience: float) -> None:
        self._turns = asyncio.Semaphore(parallel)
        self._patience = patience
        self._threads = ThreadPoolExecutor(parallel, thread_name_prefix="plgt-serve")
        self._running: set[threading.Event] = set()
        self._stopped = False

    async def run(self, request: Request, work: Callable[[threading.Event], Result]) -> Result:
        """Call `work(cancel)` in a thread; `cancel` is set when the client leaves or the server stops.

        The request's body must have been read. Raises ApiError (503) if no turn came, ClientGone if the client
        left, else what `work` raises.
        """
        leaving = asyncio.create_task(_left(request))
        try:
            await self._turn(leaving)
            try:
                return cast(Result, await self._work(work, leaving))
            finally:
                self._turns.release()
        finally:
            leaving.cancel()

    async def _turn(self, leaving: asyncio.Task[None]) -> None:
        """Wait for a turn, for the client's leaving or for the end of patience."""
        turn: asyncio.Task[Any] = asyncio.create_task(self._turns.acquire())
        await asyncio.wait({turn, leaving}, timeout=self._patience, return_when=asyncio.FIRST_COMPLETED)
        if turn.done() and not leaving.done():
            return
        if turn.done():
            self._turns.release()
        turn.cancel()
        if leaving.done():
            raise ClientGone
        raise ApiError(HTTPStatus.SERVICE_UNAVAILABLE, "Too many translations at once: try again later.")

    async def _work(self, work: Callable[[threading.Event], Any], leaving: asyncio.Task[None]) -> Any:
        cancel = threading.Event()
        if self._stopped:
            cancel.set()
        self._running.add(cancel)
        future: asyncio.Future[Any] = asyncio.get_running_loop().run_in_executor(self._threads, work, cancel)
        try:
            await asyncio.wait({future, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not future.done():  # the turn is over when the thread has noticed
                cancel.set()
                await asyncio.wait({future})
                future.exception()
                raise ClientGone
            return future.result()
        finally:
            cancel.set()
            self._running.discard(cancel)

    def stop(self) -> None:
        """Cancel everything, now and later."""
        self._stopped = True
        for cancel in list(self._running):
            cancel.set()

    def close(self) -> None:
        """Wait for the threads."""
        self.stop()
        self._threads.shutdown(wait=True, cancel_futures=True)


async def _left(request: Request) -> None:
    """Returns when the client closed the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
