"""Who may ask: host names, the token, and how often."""

from __future__ import annotations

import hmac
import re
import time
from collections import deque
from http import HTTPStatus
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.server.answers import ApiError, failure
from app.server.config import ServerConfig, is_loopback

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:/?#@\s]+)(?::[0-9]{1,5})?")


class HostGuard:
    """ASGI middleware: a Host that is none gets 400; on loopback only loopback names are answered, so that a web
    page can't get in by pointing its own name here. A slash at the end of a path is as good as none."""

    def __init__(self, app: ASGIApp, config: ServerConfig) -> None:
        self.app = app
        self.only_loopback = is_loopback(config.host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        host = Headers(scope=scope).get("host", "localhost")
        match = _HOST.fullmatch(host)
        if match is None:
            refusal = failure(HTTPStatus.BAD_REQUEST, "The Host header is no host name.")
            await refusal(scope, receive, send)
        elif self.only_loopback and not is_loopback(match[1]):
            message = f"This server answers only to this machine, not to the name {match[1]}."
            await failure(HTTPStatus.FORBIDDEN, message)(scope, receive, send)
        else:
            path = scope["path"].rstrip("/") or "/"
            await self.app({**scope, "path": path}, receive, send)


def check_token(request: Request, given: Any, token: str) -> None:
    """The token must have come as `api_key` or as a bearer token. Raises ApiError (403)."""
    if not token:
        return
    header = request.headers.get("Authorization", "")
    bearer = header[7:].strip() if header[:7].casefold() == "bearer " else ""
    if not any(hmac.compare_digest(text.encode(), token.encode()) for text in (str(given or ""), bearer)):
        raise ApiError(HTTPStatus.FORBIDDEN, "Invalid API key: send the server's token as api_key.")


class RateLimit:
    """Requests of each client address within the last minute."""

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute  # 0 = no limit
        self._recent: dict[str, deque[float]] = {}

    def count(self, client: str) -> None:
        """Raises ApiError (429) for a client that asked too often."""
        if not self.per_minute:
            return
        now = time.monotonic()
        times = self._recent.setdefault(client, deque())
        while times and now - times[0] > 60:
            times.popleft()
        if len(times) >= self.per_minute:
            raise ApiError(
                HTTPStatus.TOO_MANY_REQUESTS,
                f"Slowdown: {self.per_minute} requests per minute limit; wait and try again.",
            )
        times.append(now)
        if len(self._recent) > 4096:
            self._recent = {
                key: value for key, value in self._recent.items() if value and now - value[-1] < 60
            }
