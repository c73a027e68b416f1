"""The routes: LibreTranslate's, a description of them, and one action each."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from app import __version__
from app.documents import formats_by_extension
from app.documents.htmltext import translate_html
from app.memory.translation_memory import TranslationMemory
from app.server.answers import HANDLERS, ApiError, Json
from app.server.config import MEBIBYTE, ServerConfig
from app.server.files import TranslatedFiles
from app.server.guard import HostGuard, RateLimit, check_token
from app.server.jobs import Jobs
from app.server.openapi import description, page
from app.server.parameters import alternatives_of, language_of, read_parameters, texts_of
from app.text.languages import AUTO, LANGUAGE_NAMES
from app.text.markup import Run
from app.translation.result import Translation
from app.translation.translator import Translator

Endpoint = Callable[[Request], Awaitable[Response]]


class Api:
    """What the server answers, and with what."""

    def __init__(
        self,
        translator: Translator,
        config: ServerConfig,
        memory: TranslationMemory | None,
        jobs: Jobs,
        files: TranslatedFiles,
    ) -> None:
        self.translator = translator
        self.config = config
        self.memory = memory
        self.jobs = jobs
        self.files = files
        self.rate = RateLimit(config.requests_per_minute)

    def application(self) -> Starlette:
        """The ASGI application."""
        get: dict[str, Endpoint] = {
            "/": self.index,
            "/health": self.health,
            "/languages": self.languages,
            "/frontend/settings": self.settings,
            "/openapi.json": self.openapi,
            "/docs": self.docs,
            "/download_file/{key}": self.download,
        }
        post: dict[str, Endpoint] = {
            "/translate": self.translate,
            "/detect": self.detect,
            "/suggest": self.suggest,
            "/translate_file": self.translate_file,
        }
        middleware = [Middleware(HostGuard, config=self.config)]
        if self.config.cors:
            middleware.append(
                Middleware(
                    CORSMiddleware,
                    allow_origins=[self.config.cors],
                    allow_methods=["GET", "POST"],
                    allow_headers=["Authorization", "Content-Type"],
                )
            )
        application = Starlette(
            routes=[
                *(Route(path, endpoint, methods=["GET"]) for path, endpoint in get.items()),
                *(Route(path, endpoint, methods=["POST"]) for path, endpoint in post.items()),
            ],
            middleware=middleware,
            exception_handlers=HANDLERS,
        )
        application.router.redirect_slashes = False
        return application

    async def parameters(self, request: Request, limit: int = 0) -> dict[str, Any]:
        """The request's parameters, token and rate checked."""
        values = await read_parameters(request, self.config, limit)
        check_token(request, values.get("api_key"), self.config.token)
        self.rate.count(request.client.host if request.client else "")
        return values

    # What needs no model ---------------------------------------------------------------------------------

    async def index(self, request: Request) -> Response:
        return Json(
            {"name": "PLGT Translator", "version": __version__, "api": "LibreTranslate", "docs": "/docs"}
        )

    async def health(self, request: Request) -> Response:
        return Json({"status": "ok"})

    async def openapi(self, request: Request) -> Response:
        return Json(description(self.config))

    async def docs(self, request: Request) -> Response:
        # the page loads nothing: no script, no font, no picture, from here or anywhere
        policy = "default-src 'none'; style-src 'unsafe-inline'"
        return HTMLResponse(page(self.config), headers={"Content-Security-Policy": policy})

    async def languages(self, request: Request) -> Response:
        targets: dict[str, list[str]] = {}
        for direction in self.translator.directions():
            targets.setdefault(direction.source, []).append(direction.target)
        return Json([
            {"code": code, "name": LANGUAGE_NAMES[code], "targets": sorted({*reached, code})}
            for code, reached in sorted(targets.items())
        ])  # fmt: skip

    async def settings(self, request: Request) -> Response:
        config = self.config
        return Json({
            "apiKeys": bool(config.token),
            "keyRequired": bool(config.token),
            "charLimit": config.char_limit or -1,
            "batchLimit": config.batch_limit,
            "frontendTimeout": 500,
            "suggestions": self.memory is not None,
            "filesTranslation": config.files,
            "supportedFilesFormat": sorted(formats_by_extension()) if config.files else [],
            "language": {
                "source": {"code": AUTO, "name": "Auto Detect"},
                "target": {"code": "en", "name": LANGUAGE_NAMES["en"]},
            },
        })  # fmt: skip

    # Texts -----------------------------------------------------------------------------------------------

    async def detect(self, request: Request) -> Response:
        texts, single = texts_of(await self.parameters(request), self.config)

        def work() -> list[list[dict[str, Any]]]:
            return [[_guessed(self.translator.detect(text))] for text in texts]

        answers = await run_in_threadpool(work)
        return Json(answers[0] if single else answers)

    async def translate(self, request: Request) -> Response:
        values = await self.parameters(request)
        texts, single = texts_of(values, self.config)
        source = language_of(values, "source", allow_auto=True)
        target = language_of(values, "target")
        form = str(values.get("format") or "text")
        if form not in ("text", "html"):
            raise ApiError(HTTPStatus.BAD_REQUEST, f"{form} format is not supported: use text or html.")
        alternatives = alternatives_of(values, self.config)

        def text(cancel: threading.Event) -> dict[str, Any]:
            results = list(
                self.translator.translate_many(
                    texts, source, target, alternatives=alternatives, memory=self.memory, cancel=cancel
                )
            )
            return _answer(
                [result.text for result in results],
                [_detected(result) for result in results] if source == AUTO else None,
                [result.alternatives(alternatives) for result in results] if alternatives else None,
                single,
            )

        def html(cancel: threading.Event) -> dict[str, Any]:
            return self._html(texts, single, source, target, alternatives, cancel)

        return Json(await self.jobs.run(request, html if form == "html" else text))

    def _html(
        self,
        texts: list[str],
        single: bool,
        source: str,
        target: str,
        alternatives: int,
        cancel: threading.Event,
    ) -> dict[str, Any]:
        detected, outputs = [], []
        for text in texts:
            # The language is guessed once for the document, not for each of its blocks.
            guess = self.translator.detect(_visible(text)) if source == AUTO else None
            language = guess.lang if guess is not None else source

            def translate_blocks(blocks: list[list[Run]], language: str = language) -> list[list[Run]]:
                return list(
                    self.translator.translate_marked_many(
                        blocks, language, target, memory=self.memory, cancel=cancel
                    )
                )

            outputs.append(translate_html(text, translate_blocks))
            if guess is not None:
                detected.append(_guessed(guess))
        empty: list[list[str]] | None = [[] for _ in texts] if alternatives else None
        return _answer(outputs, detected if source == AUTO else None, empty, single)

    async def suggest(self, request: Request) -> Response:
        values = await self.parameters(request)
        memory = self.memory
        if memory is None:
            raise ApiError(HTTPStatus.FORBIDDEN, "Suggestions are disabled: start the server with --memory.")
        text, suggestion = values.get("q"), values.get("s")
        if not isinstance(text, str) or not isinstance(suggestion, str) or not text or not suggestion:
            raise ApiError(HTTPStatus.BAD_REQUEST, "Invalid request: missing q or s parameter.")
        source = language_of(values, "source", allow_auto=True)
        target = language_of(values, "target")

        def work() -> None:
            language = self.translator.detect(text).lang if source == AUTO else source
            memory.add(text, suggestion, language, target, origin="api")

        await run_in_threadpool(work)
        return Json({"success": True})

    # Files -----------------------------------------------------------------------------------------------

    async def translate_file(self, request: Request) -> Response:
        if not self.config.files:
            raise ApiError(HTTPStatus.FORBIDDEN, "Files translation is disabled on this server.", unread=True)
        values = await self.parameters(request, self.config.file_limit + MEBIBYTE)
        upload = values.get("file")
        if not isinstance(upload, UploadFile):
            raise ApiError(
                HTTPStatus.BAD_REQUEST, "Invalid request: missing file parameter (a multipart form)."
            )
        try:
            if not upload.filename:
                raise ApiError(HTTPStatus.BAD_REQUEST, "Invalid request: empty file name.")
            if (upload.size or 0) > self.config.file_limit:
                raise ApiError(
                    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                    f"The file has {upload.size} bytes; at most {self.config.file_limit} are accepted.",
                )
            source = language_of(values, "source", allow_auto=True)
            target = language_of(values, "target")
            name, content = upload.filename, upload.file

            def work(cancel: threading.Event) -> str:
                return self.files.translate(self.translator, content, name, source, target, cancel)

            key = await self.jobs.run(request, work)
        finally:
            await upload.close()
        return Json({"translatedFileUrl": str(request.url_for("download", key=quote(key)))})

    async def download(self, request: Request) -> Response:
        offer = self.files.find(request.path_params["key"])
        return FileResponse(
            offer.path,
            media_type="application/octet-stream",
            filename=offer.name,
            stat_result=offer.path.stat(),
        )


def _percent(probability: float) -> float:
    return round(float(probability) * 100.0, 1)


def _guessed(guess: Any) -> dict[str, Any]:
    return {"confidence": _percent(guess.probability), "language": guess.lang}


def _detected(result: Translation) -> dict[str, Any]:
    return {"confidence": _percent(result.detection_confidence), "language": result.source_lang}


def _answer(
    texts: list[str],
    detected: list[dict[str, Any]] | None,
    alternatives: list[list[str]] | None,
    single: bool,
) -> dict[str, Any]:
    answer: dict[str, Any] = {"translatedText": texts[0] if single else texts}
    if detected is not None:
        answer["detectedLanguage"] = detected[0] if single else detected
    if alternatives is not None:
        answer["alternatives"] = alternatives[0] if single else alternatives
    return answer


def _visible(fragment: str) -> str:
    """The text of an HTML fragment, for language detection."""
    parts: list[str] = []

    def collect(blocks: list[list[Run]]) -> list[list[Run]]:
        parts.extend(run.text for block in blocks for run in block)
        return blocks

    translate_html(fragment, collect)
    return " ".join(parts)
