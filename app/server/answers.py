"""Answers: JSON that keeps any text, and one sentence with a fitting status for everything that went wrong."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from app.errors import Cancelled, PlgtError


class ApiError(Exception):
    """An answer other than 200."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


class Json(JSONResponse):
    """JSON in UTF-8; lone surrogates, which UTF-8 can't hold, become question marks."""

    media_type = "application/json; charset=utf-8"

    def render(self, content: Any) -> bytes:
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def failure(status: int, message: str) -> Response:
    """`{"error": message}`; the connection is closed, since the request's body may be unread."""
    return Json({"error": message}, status, {"Connection": "close"})


def _api_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, ApiError)
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
