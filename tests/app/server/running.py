"""A server in a thread of the test, and a client for it."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from typing import Any

from app.memory.translation_memory import TranslationMemory
from app.server import ApiServer, ServerConfig
from app.translation.translator import Translator


class Running:
    """A server on a free loopback port, with a client that returns (status, JSON)."""

    def __init__(
        self, translator: Translator, memory: TranslationMemory | None = None, **config: Any
    ) -> None:
        self.server = ApiServer(translator, ServerConfig(port=0, **config), memory)
        self.port = self.server.port
        self.thread = threading.Thread(target=self.server.serve, daemon=True)
        self.thread.start()

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        self.server.stop()
        self.thread.join(20)
        assert not self.thread.is_alive()

    def request(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = dict(headers or {})
        if isinstance(body, dict):
            headers.setdefault("Content-Type", "application/json")
            body = json.dumps(body)
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, json.loads(data) if data else None

    def post(self, path: str, **values: Any) -> tuple[int, Any]:
        return self.request("POST", path, values)

    def raw(self, request: bytes) -> bytes:
        """Everything that the server says to these bytes until it closes the connection."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            connection.sendall(request)
            answer = b""
            while piece := connection.recv(65536):
                answer += piece
        return answer
