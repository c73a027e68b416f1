"""What clients send: chunked bodies, malformed heads, slow ones, and clients that leave."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from app.server import jobs
from app.translation.translator import Translator
from tests.app.server.running import Running
from tests.app.tracing import ROOT

TEXT = "Bugün hava çok güzel."


@pytest.fixture(scope="module")
def server(translator: Translator) -> Iterator[Running]:
    with Running(translator) as value:
        yield value


def body_of(**values: Any) -> bytes:
    return json.dumps(values).encode()


def test_a_chunked_body_is_as_good_as_one_with_a_length(server: Running) -> None:
    plain = server.post("/translate", q=TEXT, source="tr", target="en")
    body = body_of(q=TEXT, source="tr", target="en")
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    pieces = (body[at : at + 7] for at in range(0, len(body), 7))
    connection.request(
        "POST", "/translate", pieces, {"Content-Type": "application/json"}, encode_chunked=True
    )
    answer = connection.getresponse()
    assert (answer.status, json.loads(answer.read())) == plain
    connection.close()


def test_a_chunked_body_has_the_same_limit(translator: Translator) -> None:
    with Running(translator, char_limit=100) as server:  # 66,336 bytes
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        pieces = (b"x" * 8000 for _ in range(9))
        connection.request("POST", "/translate", pieces, {}, encode_chunked=True)
        answer = connection.getresponse()
        assert answer.status == 413 and b"66336" in answer.read()
        connection.close()


def test_a_connection_serves_several_requests(server: Running) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    for _ in range(3):
        connection.request("POST", "/detect", body_of(q=TEXT), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        assert answer.status == 200 and json.loads(answer.read())[0]["language"] == "tr"
        assert answer.getheader("Connection") != "close"
    connection.close()


HEADS = {
    "open bracket": b"Host: [::1",
    "bracket and letters": b"Host: [local]",
    "port of letters": b"Host: localhost:http",
    "port of other digits": "Host: localhost:²".encode("latin-1"),
    "user": b"Host: evil@localhost",
    "path": b"Host: localhost/evil",
    "two hosts": b"Host: localhost\r\nHost: localhost",
    "length of other digits": "Host: localhost\r\nContent-Length: ²".encode("latin-1"),
    "negative length": b"Host: localhost\r\nContent-Length: -1",
    "length with a sign": b"Host: localhost\r\nContent-Length: +2",
    "two lengths": b"Host: localhost\r\nContent-Length: 2\r\nContent-Length: 3",
    "unknown coding": b"Host: localhost\r\nTransfer-Encoding: zip",
    "no colon": b"Host: localhost\r\nnonsense",
    "blank in a name": b"Host: localhost\r\nA b: c",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_malformed_head_is_a_bad_request(server: Running, head: bytes) -> None:
    answer = server.raw(b"POST /translate HTTP/1.1\r\n" + head + b"\r\nConnection: close\r\n\r\n{}")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert set(json.loads(answer.partition(b"\r\n\r\n")[2])) == {"error"}


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\r\n\r\n\x00\x01",
        b"nonsense\r\n\r\n",
        b"GET / HTTP/9\r\nHost: localhost\r\n\r\n",
        b"POST /translate HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n",
    ],
)
def test_what_is_no_http_is_a_bad_request(server: Running, request_bytes: bytes) -> None:
    answer = server.raw(request_bytes)
    assert answer.startswith(b"HTTP/1.1 400 ") and b'{"error": ' in answer


@pytest.mark.parametrize(
    "name", ["localhost", "127.0.0.1", "127.9.9.9", "[::1]", "LOCALHOST:5000", "[::1]:5000"]
)
def test_names_of_this_machine_are_answered(server: Running, name: str) -> None:
    assert server.request("GET", "/health", headers={"Host": name})[0] == 200


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nnonsense"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--\r\n"),
        ("application/json", b"[" * 100_000),
        ("application/x-www-form-urlencoded", b"&".join([b"q=1"] * 3000)),
    ],
)
def test_a_body_that_cannot_be_read_is_a_bad_request(server: Running, content_type: str, body: bytes) -> None:
    status, answer = server.request("POST", "/translate", body, {"Content-Type": content_type})
    assert status == 400 and answer["error"]


def test_a_client_that_never_ends_its_head_is_dropped(translator: Translator) -> None:
    with Running(translator, timeout=0.3) as server:
        for start in (b"", b"POST /translate HTTP/1.1\r\nHost: loc"):
            assert server.raw(start) == b""


def test_clients_that_leave_are_no_work_any_more(translator: Translator) -> None:
    """More long texts than may be translated at once; all of their clients leave, also one that still waited."""
    text = " ".join(f"Ev {number} büyük ve kapı {number * 7} açık, hava güzel." for number in range(2500))
    body = body_of(q=text[:99_000], source="tr", target="en")
    head = b"POST /translate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    with Running(translator, parallel=2, timeout=30) as server:
        clients = []
        for _ in range(3):
            client = socket.create_connection(("127.0.0.1", server.port))
            client.sendall(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
            clients.append(client)
        running = server.server._jobs._running
        ends = time.monotonic() + 20
        while len(running) < 2 and time.monotonic() < ends:
            time.sleep(0.02)
        assert len(running) == 2
        work = list(running)
        for client in clients:
            client.close()
        status, answer = server.post("/translate", q=TEXT, source="tr", target="en")
        assert status == 200 and answer["translatedText"]
        assert all(cancel.is_set() for cancel in work)
        ends = time.monotonic() + 20
        while running and time.monotonic() < ends:
            time.sleep(0.02)
        assert not running


def test_a_client_that_waits_too_long_for_its_turn_gets_503(translator: Translator) -> None:
    text = " ".join(f"Ev {number} büyük ve kapı {number * 7} açık, hava güzel." for number in range(2500))
    body = body_of(q=text[:99_000], source="tr", target="en")
    with Running(translator, parallel=1, timeout=0.5) as server:
        with socket.create_connection(("127.0.0.1", server.port)) as first:
            first.sendall(
                b"POST /translate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                b"Content-Length: %d\r\n\r\n" % len(body) + body
            )
            while not server.server._jobs._running:
                time.sleep(0.02)
            status, answer = server.post("/translate", q=TEXT, source="tr", target="en")
        assert status == 503 and "Too many" in answer["error"]


def test_a_server_that_stops_ends_its_work(translator: Translator) -> None:
    text = " ".join(f"Ev {number} büyük ve kapı {number * 7} açık, hava güzel." for number in range(2500))
    body = body_of(q=text[:99_000], source="tr", target="en")
    with Running(translator) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        connection.request("POST", "/translate", body, {"Content-Type": "application/json"})
        while not server.server._jobs._running:
            time.sleep(0.02)
        server.server.stop()
        answer = connection.getresponse()
        assert answer.status == 503 and b"stopping" in answer.read()
        connection.close()


def test_nothing_of_the_jobs_is_shared_between_servers(translator: Translator) -> None:
    first, second = jobs.Jobs(1, 1.0), jobs.Jobs(1, 1.0)
    first.close()
    assert not second._stopped
    second.close()


def test_without_the_extra_one_sentence_says_how_to_install_it() -> None:
    code = (
        "import sys\n"
        "sys.modules['starlette'] = None\n"
        "from app.cli import main\n"
        "sys.exit(main(['serve', '--port', '0']))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1 and done.stdout == ""
    assert (
        done.stderr.startswith("plgt: The server needs")
        and 'pip install "plgt-translator[serve]"' in done.stderr
    )
    assert done.stderr.count("\n") == 1
