"""Answers: JSON that keeps any text, and one sentence with a fitting status for everything that went wrong."""

from __future__ import annotations

import asyncio
import contextlib
import json
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from app.errors import Cancelled, PlgtError

LINGER = 2.0  # seconds that the rest of a refused body is read


class ApiError(Exception):
    """An answer other than 200. unread: whether the client may still be sending a large body."""

    def __init__(self, status: HTTPStatus, message: str, *, unread: bool = False) -> None:
        super().__init__(message)
        self.status = status
        self.unread = unread


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


class Json(JSONResponse):
    """JSON in UTF-8; lone surrogates, which UTF-8 can't hold, become question marks."""

    media_type = "application/json; charset=utf-8"

    def render(self, content: Any) -> bytes:
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


class _Lingering(Json):
    """An answer after which the rest of the body is read and thrown away for a moment: a client that is still
    sending would otherwise see a broken connection instead of the answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": True})
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LINGER):
                while (message := await receive())["type"] == "http.request" and message.get("more_body"):
                    pass
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def failure(status: int, message: str) -> Response:
    """`{"error": message}`; the connection is closed, since the request's body may be unread."""
    return Json({"error": message}, status, {"Connection": "close"})


def _api_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, ApiError)
    if error.unread:
        return _Lingering({"error": str(error)}, error.status, {"Connection": "close"})
    return failure(error.status, str(error))


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    path = request.url.path
    if error.status_code == HTTPStatus.NOT_FOUND:
        return failure(HTTPStatus.NOT_FOUND, f"There is no {path} here.")
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        answer = failure(error.status_code, f"{path} doesn't answer {request.method} requests.")
        answer.headers["Allow"] = (error.headers or {}).get("Allow", "")
        return answer
    return failure(error.status_code, error.detail)


def _cancelled(request: Request, error: Exception) -> Response:
    return failure(HTTPStatus.SERVICE_UNAVAILABLE, "The server is stopping.")


def _plgt_error(request: Request, error: Exception) -> Response:
    return failure(HTTPStatus.BAD_REQUEST, str(error))


def _gone(request: Request, error: Exception) -> Response:
    return Response(status_code=HTTPStatus.BAD_REQUEST)  # never arrives


def _unforeseen(request: Request, error: Exception) -> Response:
    message = f"The translation failed ({type(error).__name__}: {error})."
    return failure(HTTPStatus.INTERNAL_SERVER_ERROR, message)


HANDLERS: dict[Any, Any] = {
    ApiError: _api_error,
    HTTPException: _http_error,
    Cancelled: _cancelled,
    PlgtError: _plgt_error,
    ClientGone: _gone,
    ClientDisconnect: _gone,
    Exception: _unforeseen,
}
