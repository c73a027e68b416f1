"""What came in: bodies (JSON, form, multipart, chunked or not), their limits, and the parameters in them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from app.errors import PlgtError
from app.server.answers import ApiError
from app.server.config import ServerConfig
from app.text.languages import check_language

MOST_FIELDS = 2000  # of a form


async def _body(request: Request, limit: int, seconds: float) -> AsyncGenerator[bytes, None]:
    """The body piece by piece. Raises ApiError for one that is too large or comes too slowly."""
    length = request.headers.get("Content-Length", "")
    if length and int(length) > limit:
        raise _too_large(length, limit)
    size = 0
    ends = asyncio.get_running_loop().time() + seconds
    pieces = request.stream()
    while True:
        try:
            async with asyncio.timeout_at(ends):
                piece = await anext(pieces, None)
        except TimeoutError:
            raise ApiError(
                HTTPStatus.REQUEST_TIMEOUT, f"The request wasn't sent within {seconds:g} seconds."
            ) from None
        if piece is None:
            return
        size += len(piece)
        if size > limit:
            raise _too_large(f"more than {limit}", limit)
        yield piece


def _too_large(size: str, limit: int) -> ApiError:
    return ApiError(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        f"The request has {size} bytes; at most {limit} are accepted.",
        unread=True,
    )


async def read_parameters(request: Request, config: ServerConfig, limit: int = 0) -> dict[str, Any]:
    """The parameters of address and body; a file is an `UploadFile`, which the caller closes.

    limit: bytes of the body; 0 = the configuration's. Raises ApiError for what can't be read.
    """
    kind = request.headers.get("Content-Type", "").split(";")[0].strip().casefold()
    body = _body(request, limit or config.body_limit, config.timeout)
    if kind == "multipart/form-data":
        values = await _multipart(request, body, config)
    else:
        data = b"".join([piece async for piece in body])
        values = _json(data) if kind == "application/json" else _form(data)
    return {**dict(request.query_params), **values}


def _json(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ApiError(HTTPStatus.BAD_REQUEST, f"The body isn't valid JSON ({error}).") from error
    if not isinstance(values, dict):
        raise ApiError(HTTPStatus.BAD_REQUEST, "The JSON body must be an object.")
    return values


def _form(body: bytes) -> dict[str, Any]:
    try:
        pairs = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except (UnicodeDecodeError, ValueError) as error:
        raise ApiError(HTTPStatus.BAD_REQUEST, f"The body isn't a UTF-8 form ({error}).") from error
    return {name: values[0] if len(values) == 1 else values for name, values in pairs.items()}


async def _multipart(
    request: Request, body: AsyncGenerator[bytes, None], config: ServerConfig
) -> dict[str, Any]:
    parser = MultiPartParser(
        request.headers, body, max_files=8, max_fields=MOST_FIELDS, max_part_size=config.body_limit
    )
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise ApiError(
            HTTPStatus.BAD_REQUEST, f"The body isn't a multipart form ({error.message})."
        ) from error
    except (KeyError, UnicodeError) as error:  # no boundary, or one that is no text
        raise ApiError(HTTPStatus.BAD_REQUEST, f"The body isn't a multipart form ({error!r}).") from error
    values: dict[str, Any] = {}
    for name in form:
        entries = form.getlist(name)
        texts = [entry for entry in entries if isinstance(entry, str)]
        files = [entry for entry in entries if isinstance(entry, UploadFile)]
        if texts:
            values[name] = texts[0] if len(texts) == 1 else texts
        elif files:
            values[name] = files[0]
    return values


def texts_of(values: Mapping[str, Any], config: ServerConfig) -> tuple[list[str], bool]:
    """The texts of `q`, and whether it was a single one."""
    q = values.get("q")
    if q is None:
        raise ApiError(HTTPStatus.BAD_REQUEST, "Invalid request: missing q parameter.")
    texts = [q] if isinstance(q, str) else q
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ApiError(HTTPStatus.BAD_REQUEST, "Invalid request: q must be a text or a list of texts.")
    if len(texts) > config.batch_limit:
        raise ApiError(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"The request has {len(texts)} texts; at most {config.batch_limit} are accepted.",
        )
    check_characters(sum(len(text) for text in texts), config.char_limit, "request")
    return texts, isinstance(q, str)


def check_characters(size: int, limit: int, what: str) -> None:
    """Raises ApiError (413) for more characters than `limit`; 0 = no limit."""
    if limit and size > limit:
        raise ApiError(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"The {what} has {size} characters; at most {limit} are accepted.",
        )


def language_of(values: Mapping[str, Any], name: str, *, allow_auto: bool = False) -> str:
    """The language code in a parameter."""
    code = values.get(name)
    if not isinstance(code, str) or not code:
        raise ApiError(HTTPStatus.BAD_REQUEST, f"Invalid request: missing {name} parameter.")
    try:
        return check_language(code, allow_auto=allow_auto)
    except PlgtError as error:
        raise ApiError(HTTPStatus.BAD_REQUEST, f"{code} is not supported: {error}") from error


def alternatives_of(values: Mapping[str, Any], config: ServerConfig) -> int:
    """How many other versions are wanted."""
    try:
        count = int(values.get("alternatives") or 0)
    except (TypeError, ValueError, OverflowError) as error:
        raise ApiError(
            HTTPStatus.BAD_REQUEST, "Invalid request: alternatives must be a whole number."
        ) from error
    if not 0 <= count <= config.alternatives_limit:
        raise ApiError(
            HTTPStatus.BAD_REQUEST, f"Invalid request: alternatives must be 0 to {config.alternatives_limit}."
        )
    return count
