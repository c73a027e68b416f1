"""The description of the API says what the server answers, and its page loads nothing."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from starlette.routing import Route

from app.translation.translator import Translator
from tests.app.server.running import Running


@pytest.fixture(scope="module")
def server(translator: Translator) -> Iterator[Running]:
    with Running(translator, char_limit=1234) as value:
        yield value


def test_every_route_is_described_and_nothing_else(server: Running) -> None:
    status, document = server.request("GET", "/openapi.json")
    assert status == 200 and document["openapi"].startswith("3.1")
    described = {(path, method) for path, methods in document["paths"].items() for method in methods}
    application = server.server._uvicorn.config.app
    routes = {
        (route.path, method.lower())
        for route in application.routes  # type: ignore[union-attr]
        if isinstance(route, Route) and route.methods
        for method in route.methods - {"HEAD"}
    }
    assert described == routes


def test_the_required_parameters_are_those_that_the_server_misses(server: Running) -> None:
    document = server.request("GET", "/openapi.json")[1]
    given = {"q": "a", "source": "tr", "target": "en"}
    operation = document["paths"]["/translate"]["post"]
    required = operation["requestBody"]["content"]["application/json"]["schema"]["required"]
    assert set(required) == set(given)
    for name in required:
        status, answer = server.post("/translate", **{key: given[key] for key in given if key != name})
        assert status == 400 and f"missing {name}" in answer["error"]
    assert "1234 characters" in operation["responses"]["413"]["description"]


def test_the_page_needs_no_other_file_and_no_script(server: Running) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", "/docs")
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    assert answer.status == 200 and answer.getheader("Content-Type", "").startswith("text/html")
    assert answer.getheader("Content-Security-Policy", "").startswith("default-src 'none'")
    tags: list[tuple[str, dict[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.append((tag, dict(attrs)))

    Reader().feed(text)
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in tags}
    assert [attributes.get("href") for tag, attributes in tags if tag == "a"] == ["/openapi.json"]
    assert "url(" not in text and "@import" not in text
    assert re.search(r"POST /translate_file", text) and "1234 characters" in text
