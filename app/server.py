"""An HTTP API on this machine that LibreTranslate clients can use: a thread per request, the standard
library alone.

POST /translate, /detect, /suggest; GET /languages, /health, /frontend/settings. Bodies are JSON, form or
multipart.
Errors are `{"error": "one sentence"}` with a fitting status. Without a decision by the user the server
listens on loopback only and answers no other host name, so that neither the network nor a web page can reach
it.
"""

from __future__ import annotations

import hmac
import ipaddress
import json
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from app import __version__
from app.documents.htmltext import translate_html
from app.errors import Cancelled, PlgtError
from app.memory.translation_memory import TranslationMemory
from app.text.languages import AUTO, LANGUAGE_NAMES, check_language
from app.text.markup import Run
from app.translation.result import Translation
from app.translation.translator import Translator


@dataclass(frozen=True)
class ServerConfig:
    """Limits and address. The defaults suit one person's machine."""

    host: str = "127.0.0.1"
    port: int = 5000  # LibreTranslate's
    token: str = ""  # clients must send it as api_key or bearer token; empty = no token
    char_limit: int = 100_000  # characters of all texts of a request; 0 = no limit
    batch_limit: int = 200  # texts of a request
    alternatives_limit: int = 10
    requests_per_minute: int = 0  # of one client address; 0 = no limit
    parallel: int = 8  # requests that translate at once; more get 503
    timeout: float = 30.0  # seconds that a client may take to send its request
    cors: str = (
        ""  # value of Access-Control-Allow-Origin; empty = web pages of other origins can't read answers
    )

    @property
    def body_limit(self) -> int:
        """Bytes of a request body."""
        return 16 * 1024 * 1024 if not self.char_limit else 8 * self.char_limit + 65_536


class ApiError(Exception):
    """An answer other than 200."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine only."""
    host = host.strip("[]").casefold()
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class ApiServer(ThreadingHTTPServer):
    """The server; `serve_forever` runs it, `shutdown` stops it and what it is translating."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(
        self,
        translator: Translator,
        config: ServerConfig | None = None,
        memory: TranslationMemory | None = None,
    ) -> None:
        self.translator = translator
        self.config = config or ServerConfig()
        self.memory = memory
        self.cancel = threading.Event()
        self.slots = threading.BoundedSemaphore(self.config.parallel)
        self._recent: dict[str, deque[float]] = {}
        self._recent_lock = threading.Lock()
        if ":" in self.config.host.strip("[]"):
            self.address_family = socket.AF_INET6
        try:
            super().__init__((self.config.host.strip("[]"), self.config.port), Handler)
        except (OSError, OverflowError) as error:
            raise PlgtError(
                f"Can't listen on {self.config.host}:{self.config.port} ({error}): "
                "choose another --host or --port."
            ) from error

    @property
    def url(self) -> str:
        host = f"[{self.config.host.strip('[]')}]" if ":" in self.config.host else self.config.host
        return f"http://{host}:{self.server_address[1]}"

    def shutdown(self) -> None:
        self.cancel.set()
        super().shutdown()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is nobody's error; anything else was answered with 500 already."""

    def count_request(self, client: str) -> None:
        """Refuse a client that asked too often within the last minute."""
        limit = self.config.requests_per_minute
        if not limit:
            return
        now = time.monotonic()
        with self._recent_lock:
            times = self._recent.setdefault(client, deque())
            while times and now - times[0] > 60:
                times.popleft()
            if len(times) >= limit:
                raise ApiError(
                    HTTPStatus.TOO_MANY_REQUESTS,
                    f"Slowdown: {limit} requests per minute limit; wait and try again.",
                )
            times.append(now)
            if len(self._recent) > 4096:
                self._recent = {
                    key: value for key, value in self._recent.items() if value and now - value[-1] < 60
                }


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: ApiServer
    protocol_version = "HTTP/1.1"
    server_version = f"plgt/{__version__}"
    sys_version = ""

    def setup(self) -> None:
        super().setup()
        self.connection.settimeout(self.server.config.timeout)

    def log_message(self, format: str, *args: Any) -> None:
        """Texts are private: nothing is logged."""

    # Routing --------------------------------------------------------------------------------------

    def do_GET(self) -> None:
        self._route({
            "/": self._index, "/health": self._health, "/languages": self._languages,
            "/frontend/settings": self._settings,
        }, "GET")  # fmt: skip

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        self._route({
            "/translate": self._translate, "/detect": self._detect, "/suggest": self._suggest,
            "/translate_file": self._translate_file,
        }, "POST")  # fmt: skip

    def do_OPTIONS(self) -> None:
        self._send(HTTPStatus.NO_CONTENT, None)

    def _route(self, routes: Mapping[str, Callable[[], Any]], method: str) -> None:
        path = urlsplit(self.path).path.rstrip("/") or "/"
        others = ("/translate", "/detect", "/suggest", "/translate_file") if method == "GET" else (
            "/", "/health", "/languages", "/frontend/settings")  # fmt: skip
        try:
            self._check_host()
            action = routes.get(path)
            if action is None:
                if path in others:
                    raise ApiError(HTTPStatus.METHOD_NOT_ALLOWED, f"{path} doesn't answer {method} requests.")
                raise ApiError(HTTPStatus.NOT_FOUND, f"There is no {path} here.")
            self._send(HTTPStatus.OK, action())
        except ApiError as error:
            self._fail(error.status, str(error))
        except Cancelled:
            self._fail(HTTPStatus.SERVICE_UNAVAILABLE, "The server is stopping.")
        except PlgtError as error:
            self._fail(HTTPStatus.BAD_REQUEST, str(error))
        except (ConnectionError, TimeoutError):
            self.close_connection = True
        except Exception as error:
            self._fail(
                HTTPStatus.INTERNAL_SERVER_ERROR, f"The translation failed ({type(error).__name__}: {error})."
            )

    def _check_host(self) -> None:
        """On loopback, answer only to loopback names: a web page can't get in by pointing its own name
        here."""
        if not is_loopback(self.server.config.host):
            return
        host = urlsplit(f"//{self.headers.get('Host', 'localhost')}").hostname or ""
        if not is_loopback(host):
            raise ApiError(
                HTTPStatus.FORBIDDEN, f"This server answers only to this machine, not to the name {host}."
            )

    # Answers --------------------------------------------------------------------------------------

    def _send(self, status: HTTPStatus, value: Any) -> None:
        data = b"" if value is None else json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        if value is not None:
            self.send_header("Content-Type", "application/json; charset=utf-8")
        if self.server.config.cors:
            self.send_header("Access-Control-Allow-Origin", self.server.config.cors)
            self.send_header("Access-Control-Allow-Headers", "Authorization, Content-Type")
            self.send_header("Access-Control-Allow-Methods", "GET, POST")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _fail(self, status: HTTPStatus, message: str) -> None:
        self.close_connection = True  # the body may be unread
        try:
            self._send(status, {"error": message})
        except (ConnectionError, TimeoutError):
            return

    # What came in ---------------------------------------------------------------------------------

    def _parameters(self) -> dict[str, Any]:
        """The request's parameters, token and limits checked."""
        server = self.server
        if self.headers.get("Transfer-Encoding"):
            raise ApiError(HTTPStatus.LENGTH_REQUIRED, "Send the body with a Content-Length.")
        length = self.headers.get("Content-Length", "")
        if not length.isdigit():
            raise ApiError(HTTPStatus.LENGTH_REQUIRED, "Send the body with a Content-Length.")
        if int(length) > server.config.body_limit:
            raise ApiError(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                f"The request has {length} bytes; at most {server.config.body_limit} are accepted.",
            )
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            raise ApiError(HTTPStatus.BAD_REQUEST, "The body ended before its Content-Length.")
        values = _parse(body, self.headers.get("Content-Type", ""))
        values = {**{k: v[-1] for k, v in parse_qs(urlsplit(self.path).query).items()}, **values}
        self._check_token(values.get("api_key"))
        server.count_request(str(self.client_address[0]))
        return values

    def _check_token(self, given: Any) -> None:
        token = self.server.config.token
        if not token:
            return
        header = self.headers.get("Authorization", "")
        bearer = header[7:].strip() if header[:7].casefold() == "bearer " else ""
        if not any(hmac.compare_digest(text.encode(), token.encode()) for text in (str(given or ""), bearer)):
            raise ApiError(HTTPStatus.FORBIDDEN, "Invalid API key: send the server's token as api_key.")

    # Actions --------------------------------------------------------------------------------------

    def _index(self) -> Any:
        return {"name": "PLGT Translator", "version": __version__, "api": "LibreTranslate"}

    def _health(self) -> Any:
        return {"status": "ok"}

    def _languages(self) -> Any:
        targets: dict[str, list[str]] = {}
        for direction in self.server.translator.directions():
            targets.setdefault(direction.source, []).append(direction.target)
        return [
            {"code": code, "name": LANGUAGE_NAMES[code], "targets": sorted({*reached, code})}
            for code, reached in sorted(targets.items())
        ]

    def _settings(self) -> Any:
        config = self.server.config
        return {
            "apiKeys": bool(config.token),
            "keyRequired": bool(config.token),
            "charLimit": config.char_limit or -1,
            "batchLimit": config.batch_limit,
            "frontendTimeout": 500,
            "suggestions": self.server.memory is not None,
            "filesTranslation": False,
            "supportedFilesFormat": [],
            "language": {
                "source": {"code": AUTO, "name": "Auto Detect"},
                "target": {"code": "en", "name": LANGUAGE_NAMES["en"]},
            },
        }

    def _detect(self) -> Any:
        texts, single = _texts(self._parameters(), self.server.config)
        answers = []
        for text in texts:
            guess = self.server.translator.detect(text)
            answers.append([{"confidence": _percent(guess.probability), "language": guess.lang}])
        return answers[0] if single else answers

    def _translate(self) -> Any:
        server = self.server
        values = self._parameters()
        texts, single = _texts(values, server.config)
        source = _language(values, "source", allow_auto=True)
        target = _language(values, "target")
        form = str(values.get("format") or "text")
        if form not in ("text", "html"):
            raise ApiError(HTTPStatus.BAD_REQUEST, f"{form} format is not supported: use text or html.")
        alternatives = _alternatives(values.get("alternatives"), server.config)
        if not server.slots.acquire(timeout=server.config.timeout):
            raise ApiError(HTTPStatus.SERVICE_UNAVAILABLE, "Too many translations at once: try again later.")
        try:
            if form == "html":
                return self._translate_html(texts, single, source, target, alternatives)
            results = list(
                server.translator.translate_many(
                    texts,
                    source,
                    target,
                    alternatives=alternatives,
                    memory=server.memory,
                    cancel=server.cancel,
                )
            )
        finally:
            server.slots.release()
        return _answer(
            [result.text for result in results],
            [_detected(result) for result in results] if source == AUTO else None,
            [result.alternatives(alternatives) for result in results] if alternatives else None,
            single,
        )

    def _translate_html(
        self, texts: list[str], single: bool, source: str, target: str, alternatives: int
    ) -> Any:
        translator, detected, outputs = self.server.translator, [], []
        for text in texts:
            seen: list[Translation] = []
            # The language is guessed once for the document, not for each of its blocks.
            guess = translator.detect(_visible(text)) if source == AUTO else None
            language = guess.lang if guess is not None else source

            def translate_blocks(
                blocks: list[list[Run]], language: str = language, seen: list[Translation] = seen
            ) -> list[list[Run]]:
                return list(
                    translator.translate_marked_many(
                        blocks,
                        language,
                        target,
                        memory=self.server.memory,
                        cancel=self.server.cancel,
                        report=seen.append,
                    )
                )

            outputs.append(translate_html(text, translate_blocks))
            if guess is not None:
                detected.append({"confidence": _percent(guess.probability), "language": guess.lang})
        empty: list[list[str]] | None = [[] for _ in texts] if alternatives else None
        return _answer(outputs, detected if source == AUTO else None, empty, single)

    def _suggest(self) -> Any:
        values = self._parameters()
        if self.server.memory is None:
            raise ApiError(HTTPStatus.FORBIDDEN, "Suggestions are disabled: start the server with --memory.")
        texts, suggestion = values.get("q"), values.get("s")
        if not isinstance(texts, str) or not isinstance(suggestion, str) or not texts or not suggestion:
            raise ApiError(HTTPStatus.BAD_REQUEST, "Invalid request: missing q or s parameter.")
        source = _language(values, "source", allow_auto=True)
        if source == AUTO:
            source = self.server.translator.detect(texts).lang
        self.server.memory.add(texts, suggestion, source, _language(values, "target"), origin="api")
        return {"success": True}

    def _translate_file(self) -> Any:
        raise ApiError(HTTPStatus.FORBIDDEN, "Files are not translated over HTTP: use plgt batch.")


def _parse(body: bytes, content_type: str) -> dict[str, Any]:
    """Parameters of a JSON, form or multipart body."""
    kind = content_type.split(";")[0].strip().casefold()
    if kind == "application/json":
        try:
            values = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise ApiError(HTTPStatus.BAD_REQUEST, f"The body isn't valid JSON ({error}).") from error
        if not isinstance(values, dict):
            raise ApiError(HTTPStatus.BAD_REQUEST, "The JSON body must be an object.")
        return values
    if kind == "multipart/form-data":
        message = BytesParser(policy=HTTP).parsebytes(
            b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body
        )
        parts: dict[str, Any] = {}
        for part in message.iter_parts() if message.is_multipart() else ():
            name = part.get_param("name", header="content-disposition")
            payload = part.get_payload(decode=True)
            if isinstance(name, str) and isinstance(payload, bytes):
                _append(parts, name, payload.decode("utf-8", "replace"))
        return parts
    try:
        pairs = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=2000)
    except (UnicodeDecodeError, ValueError) as error:
        raise ApiError(HTTPStatus.BAD_REQUEST, f"The body isn't a UTF-8 form ({error}).") from error
    return {name: values[0] if len(values) == 1 else values for name, values in pairs.items()}


def _append(values: dict[str, Any], name: str, value: str) -> None:
    if name not in values:
        values[name] = value
    elif isinstance(values[name], list):
        values[name].append(value)
    else:
        values[name] = [values[name], value]


def _texts(values: Mapping[str, Any], config: ServerConfig) -> tuple[list[str], bool]:
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
    size = sum(len(text) for text in texts)
    if config.char_limit and size > config.char_limit:
        raise ApiError(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"The request has {size} characters; at most {config.char_limit} are accepted.",
        )
    return texts, isinstance(q, str)


def _language(values: Mapping[str, Any], name: str, *, allow_auto: bool = False) -> str:
    code = values.get(name)
    if not isinstance(code, str) or not code:
        raise ApiError(HTTPStatus.BAD_REQUEST, f"Invalid request: missing {name} parameter.")
    try:
        return check_language(code, allow_auto=allow_auto)
    except PlgtError as error:
        raise ApiError(HTTPStatus.BAD_REQUEST, f"{code} is not supported: {error}") from error


def _alternatives(value: Any, config: ServerConfig) -> int:
    try:
        count = int(value or 0)
    except (TypeError, ValueError) as error:
        raise ApiError(
            HTTPStatus.BAD_REQUEST, "Invalid request: alternatives must be a whole number."
        ) from error
    if not 0 <= count <= config.alternatives_limit:
        raise ApiError(
            HTTPStatus.BAD_REQUEST, f"Invalid request: alternatives must be 0 to {config.alternatives_limit}."
        )
    return count


def _percent(probability: float) -> float:
    return round(float(probability) * 100.0, 1)


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
