"""The HTTP API: LibreTranslate's own client, every limit, every error one sentence."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from app.errors import PlgtError
from app.memory.translation_memory import TranslationMemory
from app.server import ApiServer, ServerConfig, is_loopback
from app.translation.translator import Translator
from tests.app.server.running import Running


@pytest.fixture(scope="module")
def server(translator: Translator) -> Iterator[Running]:
    with Running(translator) as value:
        yield value


TEXT = "Bugün hava çok güzel."


def test_libretranslatepy_translates_detects_and_lists(server: Running, translator: Translator) -> None:
    libretranslatepy = pytest.importorskip("libretranslatepy")
    client = libretranslatepy.LibreTranslateAPI(f"http://127.0.0.1:{server.port}/")
    assert client.translate(TEXT, "tr", "en", timeout=60) == translator.translate(TEXT, "tr", "en").text
    guess = client.detect(TEXT, timeout=60)[0]
    assert guess["language"] == "tr" and 50 < guess["confidence"] <= 100
    languages = {entry["code"]: entry for entry in client.languages(timeout=60)}
    assert languages["tr"]["name"] == "Turkish" and "en" in languages["tr"]["targets"]


def test_libretranslatepy_sends_the_token(translator: Translator) -> None:
    libretranslatepy = pytest.importorskip("libretranslatepy")
    with Running(translator, token="s3cret") as server:
        url = f"http://127.0.0.1:{server.port}/"
        assert libretranslatepy.LibreTranslateAPI(url, "s3cret").translate(TEXT, "tr", "en", timeout=60)
        with pytest.raises(OSError, match="403"):
            libretranslatepy.LibreTranslateAPI(url, "wrong").translate(TEXT, "tr", "en", timeout=60)
        with pytest.raises(OSError, match="403"):
            libretranslatepy.LibreTranslateAPI(url).translate(TEXT, "tr", "en", timeout=60)
        status, _ = server.request(
            "POST",
            "/translate",
            {"q": TEXT, "source": "tr", "target": "en"},
            {"Authorization": "Bearer s3cret"},
        )
        assert status == 200
        assert server.request("GET", "/health")[0] == 200  # a monitor needs no token


def test_a_batch_with_auto_and_alternatives(server: Running) -> None:
    status, answer = server.post(
        "/translate",
        q=[TEXT, "O tempo está muito bom hoje.", "12"],
        source="auto",
        target="en",
        alternatives=2,
    )
    assert status == 200
    assert len(answer["translatedText"]) == 3 and answer["translatedText"][2] == "12"
    assert [entry["language"] for entry in answer["detectedLanguage"][:2]] == ["tr", "pt"]
    assert len(answer["alternatives"]) == 3 and all(len(entry) <= 2 for entry in answer["alternatives"])


def test_form_and_multipart_bodies(server: Running) -> None:
    plain = server.post("/translate", q=TEXT, source="tr", target="en")[1]
    boundary = "x123"
    parts = {"q": TEXT, "source": "tr", "target": "en"}
    body = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in parts.items()
    )
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    status, answer = server.request("POST", "/translate", (body + f"--{boundary}--\r\n").encode(), headers)
    assert (status, answer) == (200, plain)


def test_html_keeps_its_tags(server: Running) -> None:
    q = '<p class="a">Bugün <b>hava</b> güzel.</p><script>x < 1</script><p>&lt;12&gt;</p>'
    status, answer = server.post("/translate", q=q, source="auto", target="en", format="html")
    assert status == 200
    html = answer["translatedText"]
    assert html.count("<b>") == html.count("</b>") == 1
    assert html.startswith('<p class="a">') and html.endswith("</p><script>x < 1</script><p>&lt;12&gt;</p>")
    assert answer["detectedLanguage"]["language"] == "tr"


def test_settings_and_health(server: Running) -> None:
    assert server.request("GET", "/health") == (200, {"status": "ok"})
    status, settings = server.request("GET", "/frontend/settings")
    assert status == 200 and settings["charLimit"] == 100_000 and settings["keyRequired"] is False


@pytest.mark.parametrize(
    ("values", "status", "words"),
    [
        ({"source": "tr", "target": "en"}, 400, "missing q"),
        ({"q": "a", "target": "en"}, 400, "missing source"),
        ({"q": "a", "source": "tr"}, 400, "missing target"),
        ({"q": "a", "source": "xx", "target": "en"}, 400, "xx is not supported"),
        ({"q": "a", "source": "tr", "target": "auto"}, 400, "auto is not supported"),
        ({"q": "a", "source": "tr", "target": "en", "format": "pdf"}, 400, "pdf format"),
        ({"q": 7, "source": "tr", "target": "en"}, 400, "q must be"),
        ({"q": ["a", 7], "source": "tr", "target": "en"}, 400, "q must be"),
        ({"q": "a", "source": "tr", "target": "en", "alternatives": "many"}, 400, "whole number"),
        ({"q": "a", "source": "tr", "target": "en", "alternatives": 99}, 400, "0 to 10"),
        ({"q": "a" * 100_001, "source": "tr", "target": "en"}, 413, "100001 characters"),
        ({"q": ["a"] * 201, "source": "tr", "target": "en"}, 413, "201 texts"),
    ],
)
def test_bad_requests_are_explained(server: Running, values: dict[str, Any], status: int, words: str) -> None:
    got, answer = server.post("/translate", **values)
    assert got == status
    assert words in answer["error"]


def test_wrong_paths_methods_and_bodies(server: Running) -> None:
    assert server.request("GET", "/nothing")[0] == 404
    assert server.request("GET", "/translate")[0] == 405
    assert server.request("POST", "/languages", {})[0] == 405
    status, answer = server.request("POST", "/translate", b"{broken", {"Content-Type": "application/json"})
    assert status == 400 and "JSON" in answer["error"]
    assert server.request("POST", "/translate", b"[1]", {"Content-Type": "application/json"})[0] == 400
    assert server.request("POST", "/detect", b"\xff=%ff", {"Content-Type": "text/plain"})[0] == 400
    assert server.post("/translate_file", q="x")[0] == 400
    assert server.post("/suggest", q="x", s="y", source="tr", target="en")[0] == 403


def test_a_body_that_is_too_large_is_refused_before_it_is_read(server: Running) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(
            b"POST /translate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999999999\r\n\r\n"
        )
        assert b" 413 " in connection.recv(4096)


def test_a_client_that_never_ends_its_request_is_dropped(translator: Translator) -> None:
    with (
        Running(translator, timeout=0.3) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection,
    ):
        connection.sendall(b"POST /translate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nab")
        answer = b""
        while piece := connection.recv(4096):
            answer += piece
        assert b" 408 " in answer and b"within 0.3 seconds" in answer


def test_another_host_name_is_refused(server: Running) -> None:
    status, answer = server.request("GET", "/health", headers={"Host": "evil.example"})
    assert status == 403 and "evil.example" in answer["error"]
    assert server.request("GET", "/health", headers={"Host": "localhost:80"})[0] == 200


def test_the_rate_limit_answers_429(translator: Translator) -> None:
    with Running(translator, requests_per_minute=2) as server:
        codes = [server.post("/detect", q="merhaba")[0] for _ in range(3)]
    assert codes == [200, 200, 429]


def test_cross_origin_only_when_asked(translator: Translator, server: Running) -> None:
    for running, wanted in ((server, None), (Running(translator, cors="*"), "*")):
        connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=20)
        connection.request("GET", "/health", headers={"Origin": "http://page.example"})
        assert connection.getresponse().getheader("Access-Control-Allow-Origin") == wanted
        connection.close()


def test_suggestions_go_to_the_memory_and_come_back(translator: Translator) -> None:
    memory = TranslationMemory(":memory:")
    with Running(translator, memory) as server:
        assert (
            server.post("/suggest", q=TEXT, s="Lovely weather today.", source="auto", target="en")[0] == 200
        )
        _, answer = server.post("/translate", q=TEXT, source="tr", target="en")
    assert answer["translatedText"] == "Lovely weather today."


def test_a_missing_direction_is_one_sentence(server: Running) -> None:
    status, answer = server.post("/translate", q="Hello my dear friend", source="en", target="tr")
    assert status == 400 and "English" in answer["error"]


def test_many_clients_at_once_get_the_same_as_one(server: Running) -> None:
    texts = [f"Bugün hava {n} derece, {n + 1} kişi geldi." for n in range(8)]
    alone = [server.post("/translate", q=text, source="tr", target="en")[1] for text in texts]
    server.server.translator.forget()
    results: dict[int, Any] = {}

    def ask(index: int) -> None:
        results[index] = server.post("/translate", q=texts[index], source="tr", target="en")[1]

    threads = [threading.Thread(target=ask, args=(index,)) for index in range(len(texts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [results[index] for index in range(len(texts))] == alone


def test_a_taken_port_is_one_sentence(translator: Translator, server: Running) -> None:
    with pytest.raises(PlgtError, match="Can't listen"):
        ApiServer(translator, ServerConfig(port=70000))


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("[::1]", True),
        ("0.0.0.0", False),
        ("192.168.1.2", False),
        ("x", False),
    ],
)
def test_loopback(host: str, answer: bool) -> None:
    assert is_loopback(host) is answer
