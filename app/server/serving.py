"""The server itself: a listening socket, uvicorn, and its end."""

from __future__ import annotations

import asyncio
import json
import os
import socket
from functools import partial
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from app import __version__
from app.errors import PlgtError
from app.memory.translation_memory import TranslationMemory
from app.server.config import ServerConfig
from app.server.files import TranslatedFiles
from app.server.jobs import Jobs
from app.server.routes import Api
from app.translation.translator import Translator

GRACE = 5  # seconds that answers may take once the server stops


class Connection(H11Protocol):
    """uvicorn's connection, with two things more: a client must send the head of its request within
    `head_seconds`, and a request that is no HTTP is answered in JSON as every other error is."""

    def __init__(self, *arguments: Any, head_seconds: float, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._head_seconds = head_seconds
        self._head: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._unwatch()
        super().connection_lost(exc)

    def _watch(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self._unwatch()  # the head is there
        elif self._head is None:
            self._head = self.loop.call_later(self._head_seconds, self.transport.close)

    def _unwatch(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def send_400_response(self, msg: str) -> None:
        body = json.dumps(
            {"error": f"{msg.rstrip('.')}: a header or the request line is malformed."}
        ).encode()
        headers = [
            (b"content-type", b"application/json; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        events: list[Any] = [
            h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
            h11.Data(data=body),
            h11.EndOfMessage(),
        ]
        for event in events:
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


class _Uvicorn(uvicorn.Server):
    """uvicorn, which tells the jobs when it stops."""

    def __init__(self, config: uvicorn.Config, jobs: Jobs) -> None:
        super().__init__(config)
        self._jobs = jobs

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._jobs.stop()
        await super().shutdown(sockets)


class ApiServer:
    """Listens from the moment it is made; `serve` answers until `stop`, which any thread may call.

    Raises PlgtError where the address can't be listened on.
    """

    def __init__(
        self,
        translator: Translator,
        config: ServerConfig | None = None,
        memory: TranslationMemory | None = None,
    ) -> None:
        self.translator = translator
        self.config = config or ServerConfig()
        self._socket = _listen(self.config)
        self.port: int = self._socket.getsockname()[1]
        self._jobs = Jobs(self.config.parallel, self.config.timeout)
        self._files = TranslatedFiles(self.config)
        api = Api(translator, self.config, memory, self._jobs, self._files)
        protocol: Any = partial(Connection, head_seconds=self.config.timeout)
        self._uvicorn = _Uvicorn(
            uvicorn.Config(
                api.application(),
                loop="asyncio",
                http=protocol,
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="critical",  # texts are private: nothing is logged
                access_log=False,
                proxy_headers=False,  # a client's address is that of its connection, whatever it claims
                server_header=False,
                headers=[("Server", f"plgt/{__version__}")],
                timeout_graceful_shutdown=GRACE,
                backlog=64,
            ),
            self._jobs,
        )

    @property
    def url(self) -> str:
        host = self.config.host.strip("[]")
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    def serve(self) -> None:
        """Answer requests until `stop`, or SIGINT or SIGTERM in the main thread; then clean up."""
        try:
            self._uvicorn.run(sockets=[self._socket])
        finally:
            self.close()

    def stop(self) -> None:
        """Make `serve` end soon: what is being translated is cancelled."""
        self._uvicorn.should_exit = True

    def close(self) -> None:
        """Give back the address, the threads and the files; `serve` has done so already."""
        self._socket.close()
        self._jobs.close()
        self._files.close()


def _listen(config: ServerConfig) -> socket.socket:
    """A bound socket. `localhost` is not looked up."""
    host = config.host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere it would let two servers share the address
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1" if host.casefold() == "localhost" else host, config.port))
        listening.listen(64)
    except (OSError, OverflowError) as error:
        listening.close()
        raise PlgtError(
            f"Can't listen on {config.host}:{config.port} ({error}): choose another --host or --port."
        ) from error
    return listening
