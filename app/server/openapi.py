"""The description of the API: as OpenAPI 3.1 for programs, as a page for people that loads nothing."""

from __future__ import annotations

from html import escape
from typing import Any

from app import __version__
from app.server.config import ServerConfig
from app.text.languages import AUTO, LANGUAGE_NAMES

TEXT: dict[str, Any] = {"type": "string"}
TEXT_OR_LIST: dict[str, Any] = {"oneOf": [TEXT, {"type": "array", "items": TEXT}]}
TARGETS: dict[str, Any] = {"type": "string", "enum": sorted(LANGUAGE_NAMES)}
SOURCES: dict[str, Any] = {"type": "string", "enum": [AUTO, *sorted(LANGUAGE_NAMES)]}
GUESS: dict[str, Any] = {
    "type": "object",
    "properties": {"confidence": {"type": "number", "minimum": 0, "maximum": 100}, "language": TARGETS},
}


def _parameter(schema: dict[str, Any], text: str, **more: Any) -> dict[str, Any]:
    return {**schema, "description": text, **more}


def _answer(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def _body(parameters: dict[str, Any], required: list[str], kinds: tuple[str, ...]) -> dict[str, Any]:
    schema = {"type": "object", "properties": parameters, "required": required}
    return {"required": True, "content": {kind: {"schema": schema} for kind in kinds}}


def _operation(
    summary: str, answer: dict[str, Any], errors: dict[int, str], body: dict[str, Any] | None = None
) -> dict[str, Any]:
    responses: dict[str, Any] = {
        "200": {"description": "The answer.", "content": {"application/json": {"schema": answer}}}
    }
    for status, text in errors.items():
        content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
        responses[str(status)] = {"description": text, "content": content}
    operation: dict[str, Any] = {"summary": summary, "responses": responses}
    if body is not None:
        operation["requestBody"] = body
    return operation


def description(config: ServerConfig) -> dict[str, Any]:
    """The OpenAPI document of a server with these limits."""
    key = {"api_key": _parameter(TEXT, "The server's token, if it has one; a bearer token is as good.")}
    q = _parameter(TEXT_OR_LIST, "The text, or a list of texts.")
    source = _parameter(SOURCES, "The language of the text; auto guesses it.")
    target = _parameter(TARGETS, "The language to translate into.")
    kinds = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data")
    limits = f"at most {config.batch_limit} texts" + (
        f" and {config.char_limit} characters" if config.char_limit else ""
    )
    errors = {
        400: "A parameter is missing or wrong.",
        403: "The token is wrong, or the Host is not this machine.",
        408: f"The request wasn't sent within {config.timeout:g} seconds.",
        413: f"The request is too large: {limits} are accepted.",
        429: "Too many requests within a minute.",
        503: f"More than {config.parallel} translations at once, or the server is stopping.",
    }
    some = {status: errors[status] for status in (400, 403)}
    translate = _operation(
        "Translate a text or a list of texts.",
        _answer({
            "translatedText": TEXT_OR_LIST,
            "detectedLanguage": _parameter(GUESS, "With source auto; a list for a list."),
            "alternatives": {"type": "array", "description": "Other versions, if wanted.", "items": {}},
        }),
        errors,
        _body({
            "q": q, "source": source, "target": target,
            "format": _parameter({"type": "string", "enum": ["text", "html"]}, "What q is.", default="text"),
            "alternatives": _parameter(
                {"type": "integer", "minimum": 0, "maximum": config.alternatives_limit},
                "How many other versions are wanted.", default=0,
            ),
            **key,
        }, ["q", "source", "target"], kinds),
    )  # fmt: skip
    file = {"type": "string", "format": "binary"}
    translate_file = _operation(
        "Translate a file, its formatting intact.",
        _answer({"translatedFileUrl": _parameter(TEXT, "Where to fetch the translated file.", format="uri")}),
        errors | {403: errors[403][:-1] + ", or files are disabled here."},
        _body(
            {"file": _parameter(file, f"At most {config.file_limit} bytes."),
             "source": source, "target": target, **key},
            ["file", "source", "target"], ("multipart/form-data",),
        ),
    )  # fmt: skip
    download = _operation(
        "Fetch a translated file.", {}, {403: errors[403], 404: "It is gone, or never was."}
    )
    download["responses"]["200"]["content"] = {"application/octet-stream": {"schema": file}}
    download["parameters"] = [{"name": "key", "in": "path", "required": True, "schema": TEXT}]
    language = _answer({"code": TARGETS, "name": TEXT, "targets": {"type": "array", "items": TARGETS}})
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "PLGT Translator",
            "version": __version__,
            "description": "Offline translation; the routes and answers are LibreTranslate's.",
        },
        "paths": {
            "/translate": {"post": translate},
            "/detect": {
                "post": _operation(
                    "Guess the language of a text or of a list of texts.",
                    {"type": "array", "items": GUESS},
                    errors,
                    _body({"q": q, **key}, ["q"], kinds),
                )
            },
            "/translate_file": {"post": translate_file},
            "/download_file/{key}": {"get": download},
            "/suggest": {
                "post": _operation(
                    "Put a better translation into the translation memory (plgt serve --memory).",
                    _answer({"success": {"type": "boolean"}}),
                    errors,
                    _body(
                        {
                            "q": TEXT,
                            "s": _parameter(TEXT, "The better translation."),
                            "source": source,
                            "target": target,
                            **key,
                        },
                        ["q", "s", "source", "target"],
                        kinds,
                    ),
                )
            },
            "/languages": {
                "get": _operation(
                    "The languages and what each can be translated into.",
                    {"type": "array", "items": language},
                    some,
                )
            },
            "/frontend/settings": {
                "get": _operation("Limits and abilities of this server.", {"type": "object"}, some)
            },
            "/health": {"get": _operation("Whether the server is up.", _answer({"status": TEXT}), some)},
            "/openapi.json": {"get": _operation("This description.", {"type": "object"}, some)},
            "/docs": {"get": _page_operation("This description, for people.")},
            "/": {"get": _operation("Name and version.", {"type": "object"}, some)},
        },
        "components": {"schemas": {"Error": _answer({"error": _parameter(TEXT, "One sentence.")})}},
    }


def _page_operation(summary: str) -> dict[str, Any]:
    return {
        "summary": summary,
        "responses": {"200": {"description": "A page.", "content": {"text/html": {"schema": TEXT}}}},
    }


STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin: 2rem 0 .2rem; font: 600 1.05rem ui-monospace, monospace; }
table { border-collapse: collapse; } td { padding: .1rem 1rem .1rem 0; vertical-align: top; }
code, pre { font-family: ui-monospace, monospace; } pre { overflow-x: auto; padding: .6rem; background: #8882; }
@media (prefers-color-scheme: dark) { body { background: #1d1d1f; color: #eee; } }
"""

EXAMPLE = """curl -d q="Bugün hava güzel." -d source=tr -d target=en http://127.0.0.1:{port}/translate
curl -F file=@letter.docx -F source=auto -F target=en http://127.0.0.1:{port}/translate_file"""


def page(config: ServerConfig) -> str:
    """The description as an HTML page without scripts, fonts or links to other machines."""
    document = description(config)
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>PLGT Translator: API</title>',
        f"<style>{STYLE}</style></head><body><h1>PLGT Translator {escape(__version__)}: API</h1>",
        f"<p>{escape(document['info']['description'])} For programs: "
        '<a href="/openapi.json">/openapi.json</a>.</p>',
        f"<pre>{escape(EXAMPLE.format(port=config.port or 5000))}</pre>",
    ]
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            parts.append(f"<h2>{method.upper()} {escape(path)}</h2><p>{escape(operation['summary'])}</p>")
            if "requestBody" in operation:
                content = operation["requestBody"]["content"]
                schema = next(iter(content.values()))["schema"]
                rows = [
                    (name, "required" if name in schema["required"] else "", parameter.get("description", ""))
                    for name, parameter in schema["properties"].items()
                ]
                parts.append(f"<p>Body: {escape(', '.join(content))}</p>{_table(rows, 'code')}")
            answers = [(status, answer["description"]) for status, answer in operation["responses"].items()]
            parts.append(_table(answers, "b"))
    return "".join([*parts, "</body></html>\n"])


def _table(rows: list[Any], first: str) -> str:
    lines = [
        f"<tr><td><{first}>{escape(row[0])}</{first}></td>"
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:]) + "</tr>"
        for row in rows
    ]  # fmt: skip
    return f"<table>{''.join(lines)}</table>"
