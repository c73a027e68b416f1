"""Files over HTTP: translated, offered for a while, and nothing left of them."""

from __future__ import annotations

import http.client
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.server.files import safe_name
from app.translation.translator import Translator
from tests.app.server.running import Running

TEXT = "Ev büyük.\n\nKapı açık.\n"


@pytest.fixture(scope="module")
def server(translator: Translator) -> Iterator[Running]:
    with Running(translator) as value:
        yield value


def send(server: Running, name: str, content: bytes, **fields: str) -> tuple[int, Any]:
    parts = [
        f'--x7\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in ({"source": "tr", "target": "en"} | fields).items()
    ]
    head = f'--x7\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    body = b"".join(parts) + head + content + b"\r\n--x7--\r\n"
    return server.request(
        "POST", "/translate_file", body, {"Content-Type": "multipart/form-data; boundary=x7"}
    )


def fetch(url: str) -> tuple[int, bytes, str]:
    parts = urllib.parse.urlsplit(url)
    assert parts.hostname == "127.0.0.1"
    connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=60)
    connection.request("GET", parts.path)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, data, answer.getheader("Content-Disposition", "")


def folder_of(server: Running) -> Path:
    return Path(server.server._files._folder.name)


def test_a_file_comes_back_translated(server: Running, translator: Translator) -> None:
    status, answer = send(server, "mektup ş.txt", TEXT.encode())
    assert status == 200 and list(answer) == ["translatedFileUrl"]
    status, data, disposition = fetch(answer["translatedFileUrl"])
    expected = [translator.translate(line, "tr", "en").text for line in TEXT.split("\n\n")]
    assert status == 200 and data.decode().split() == " ".join(expected).split()
    assert "attachment" in disposition and urllib.parse.quote("mektup ş.en.txt") in disposition


def test_markup_is_kept_and_the_language_guessed(server: Running) -> None:
    page = "<html><body><p>Bugün <b>hava</b> çok güzel.</p></body></html>"
    status, answer = send(server, "a.html", page.encode(), source="auto")
    assert status == 200
    _, data, _ = fetch(answer["translatedFileUrl"])
    assert data.startswith(b"<html") and data.count(b"<b>") == data.count(b"</b>") == 1


@pytest.mark.parametrize(
    ("name", "content", "fields", "status", "words"),
    [
        ("a.exe", b"x", {}, 400, "a.exe"),
        ("", b"x", {}, 400, "file"),
        ("a.docx", b"no zip", {}, 400, "a.docx"),
        ("a.txt", b"x", {"source": "xx"}, 400, "xx is not supported"),
        ("a.txt", b"x", {"target": ""}, 400, "missing target"),
    ],
)
def test_what_cannot_be_translated_is_explained(
    server: Running, name: str, content: bytes, fields: dict[str, str], status: int, words: str
) -> None:
    got, answer = send(server, name, content, **fields)
    assert got == status and words in answer["error"]
    assert (
        str(folder_of(server).parent) not in answer["error"]
    )  # folders of this machine are nobody's business


def test_only_offers_lie_in_the_folder_which_goes_with_the_server(translator: Translator) -> None:
    with Running(translator) as server:
        folder = folder_of(server)
        assert folder.stat().st_mode & 0o077 == 0
        send(server, "a.docx", b"no zip")
        key = send(server, "a.txt", TEXT.encode())[1]["translatedFileUrl"].rpartition("/")[2]
        assert [entry.name for entry in folder.iterdir()] == [key]
    assert not folder.exists()


def test_an_offer_ends(translator: Translator) -> None:
    with Running(translator, kept_seconds=0.2) as server:
        url = send(server, "a.txt", TEXT.encode())[1]["translatedFileUrl"]
        time.sleep(0.3)
        assert fetch(url)[0] == 404
        assert list(folder_of(server).iterdir()) == []


def test_the_oldest_offers_make_room(translator: Translator) -> None:
    with Running(translator, kept_files=1) as server:
        first, second = (send(server, "a.txt", TEXT.encode())[1]["translatedFileUrl"] for _ in range(2))
        assert fetch(first)[0] == 404 and fetch(second)[0] == 200


def test_limits_of_files(translator: Translator) -> None:
    with Running(translator, file_limit=1000, file_char_limit=50) as server:
        assert send(server, "a.txt", b"x" * 1001)[0] == 413
        assert send(server, "a.txt", b"x" * 20_000_000)[0] == 413  # more than fits into the sockets' buffers
        status, answer = send(server, "a.txt", b"ev " * 20)
        assert status == 413 and "60 characters; at most 50" in answer["error"]
        assert send(server, "a.txt", b"ev " * 5)[0] == 200


def test_files_can_be_disabled(translator: Translator) -> None:
    with Running(translator, files=False) as server:
        assert send(server, "a.txt", TEXT.encode())[0] == 403
        settings = server.request("GET", "/frontend/settings")[1]
        assert settings["filesTranslation"] is False and settings["supportedFilesFormat"] == []


def test_the_settings_name_the_formats(server: Running) -> None:
    settings = server.request("GET", "/frontend/settings")[1]
    assert settings["filesTranslation"] is True and {".docx", ".txt"} <= set(settings["supportedFilesFormat"])


def test_the_token_is_asked_for(translator: Translator) -> None:
    with Running(translator, token="s3cret") as server:
        assert send(server, "a.txt", TEXT.encode())[0] == 403
        assert send(server, "a.txt", TEXT.encode(), api_key="s3cret")[0] == 200


@pytest.mark.parametrize("key", ["nothing", "..%2F..%2Fetc%2Fpasswd", "%2e%2e"])
def test_nothing_else_can_be_fetched(server: Running, key: str) -> None:
    assert fetch(f"http://127.0.0.1:{server.port}/download_file/{key}")[0] == 404


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("letter.txt", "letter.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\mektup ş.docx", "mektup ş.docx"),
        (".hidden", "hidden"),
        ("a\n\x1b[31m.txt", "a_31m.txt"),
        ("...", "file"),
        ("x" * 300 + ".txt", "x" * 116 + ".txt"),
    ],
)
def test_names_are_made_safe(given: str, safe: str) -> None:
    assert safe_name(given) == safe
