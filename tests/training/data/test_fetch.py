"""Public corpora are fetched, resumed, checked and read; the server is a local one."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app.cli import main
from app.errors import PlgtError
from training.data import fetch as data_fetch

TR = ["bugün hava güzel .", "", "nasılsın ?"]
EN = ["the weather is nice today .", "nothing", "how are you ?"]


def ted_archive() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for code in ("tr", "pt"):
            for split in ("train", "dev", "test"):
                for side in (code, "en"):
                    text = "".join(
                        f"{line} {split}\n" if line else "\n" for line in (EN if side == "en" else TR)
                    )
                    info = tarfile.TarInfo(f"datasets/{code}_to_en/{side}.{split}")
                    info.size = len(text.encode())
                    tar.addfile(info, io.BytesIO(text.encode()))
        info = tarfile.TarInfo("../../escaped.train")
        tar.addfile(info, io.BytesIO())
    return gzip.compress(buffer.getvalue())


def zip_archive(members: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            file.writestr(name, text)
    return buffer.getvalue()


class Server:
    """Serves bytes by path with ranges and entity tags; `cut` ends the next answers after so many bytes."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.cut: list[int] = []
        self.requests: list[tuple[str, str | None]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                wanted = self.headers.get("Range")
                server.requests.append((self.path, wanted))
                content = server.files.get(self.path)
                if content is None:
                    self.send_error(404)
                    return
                tag = f'"{hashlib.md5(content).hexdigest()}"'
                start = 0
                if wanted and self.headers.get("If-Range") == tag:
                    start = int(wanted.removeprefix("bytes=").rstrip("-"))
                self.send_response(206 if start else 200)
                self.send_header("ETag", tag)
                self.send_header("Content-Length", str(len(content) - start))
                self.end_headers()
                body = content[start:]
                self.wfile.write(body[: server.cut.pop(0)] if server.cut else body)

            def log_message(self, *args: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(data_fetch.time, "sleep", lambda seconds: None)
    made = Server()
    yield made
    made.http.shutdown()
    made.http.server_close()


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")[:-1]


def test_ted_hrlr_gives_three_splits(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = ted_archive()
    corpus = data_fetch.CATALOGUE["ted-hrlr"]
    monkeypatch.setitem(corpus.sha256, "tr", hashlib.sha256(content).hexdigest())
    server.files["/data/qi18naacl-dataset.tar.gz"] = content
    written = data_fetch.prepare(corpus, "tr", tmp_path, mirror=server.url)
    assert [(w.path.relative_to(tmp_path).as_posix(), w.pairs) for w in written] == [
        ("train/ted-hrlr.tr-en", 2),
        ("dev/ted-hrlr.tr-en", 2),
        ("test/ted-hrlr.tr-en", 2),
    ]
    assert lines(tmp_path / "dev" / "ted-hrlr.tr-en.tr") == ["bugün hava güzel . dev", "nasılsın ? dev"]
    assert lines(tmp_path / "dev" / "ted-hrlr.tr-en.en") == [
        "the weather is nice today . dev",
        "how are you ? dev",
    ]
    assert not list(tmp_path.parent.glob("escaped*"))
    entry = json.loads((tmp_path / "SOURCES.jsonl").read_text())
    assert entry["licence"] == corpus.licence and entry["sha256"] == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("name", ["ted2020", "tatoeba"])
def test_opus_moses_archives(server: Server, tmp_path: Path, name: str) -> None:
    corpus = data_fetch.CATALOGUE[name]
    path = corpus.urls["tr"][0].removeprefix("https://object.pouta.csc.fi")
    title = "TED2020" if name == "ted2020" else "Tatoeba"
    server.files[path] = zip_archive(
        {
            "README": "x",
            "LICENSE": "y",
            f"{title}.en-tr.tr": "\n".join(TR) + "\n",
            f"{title}.en-tr.en": "\n".join(EN) + "\n",
            f"{title}.en-tr.xml": "<x/>",
        }
    )
    (written,) = data_fetch.prepare(corpus, "tr", tmp_path, mirror=server.url)
    assert written.pairs == 2
    assert lines(tmp_path / "train" / f"{name}.tr-en.tr") == ["bugün hava güzel .", "nasılsın ?"]


def test_brazilian_portuguese_gets_its_own_name(server: Server, tmp_path: Path) -> None:
    server.files["/OPUS-TED2020/v1/moses/en-pt_br.txt.zip"] = zip_archive(
        {"TED2020.en-pt_br.en": "how are you ?\n", "TED2020.en-pt_br.pt_br": "como vai você ?\n"}
    )
    data_fetch.prepare(data_fetch.CATALOGUE["ted2020"], "pt_br", tmp_path, mirror=server.url)
    assert lines(tmp_path / "train" / "ted2020-br.pt-en.pt") == ["como vai você ?"]


def test_tab_delimited_archive(server: Server, tmp_path: Path) -> None:
    server.files["/anki/por-eng.zip"] = zip_archive(
        {
            "_about.txt": "about",
            "por.txt": "Go.\tVai.\tCC-BY 2.0 (France) #1\nHi.\tOi.\tCC-BY 2.0 (France) #2\n",
        }
    )
    data_fetch.prepare(data_fetch.CATALOGUE["tatoeba-selected"], "pt", tmp_path, mirror=server.url)
    assert lines(tmp_path / "train" / "tatoeba-selected.pt-en.pt") == ["Vai.", "Oi."]
    assert lines(tmp_path / "train" / "tatoeba-selected.pt-en.en") == ["Go.", "Hi."]


def test_a_cut_download_is_resumed(server: Server, tmp_path: Path) -> None:
    content = bytes(range(256)) * 4000
    server.files["/big.bin"] = content
    server.cut = [300_000, 200_000]
    seen: list[tuple[int, int]] = []
    digest = data_fetch.download(
        (server.url + "/big.bin",),
        tmp_path / "big.bin",
        progress=lambda done, total: seen.append((done, total)),
    )
    assert (tmp_path / "big.bin").read_bytes() == content
    assert digest == hashlib.sha256(content).hexdigest()
    assert [r for _, r in server.requests] == [None, "bytes=300000-", "bytes=500000-"]
    assert seen[-1] == (len(content), len(content)) and seen == sorted(seen)
    assert {p.name for p in tmp_path.iterdir()} == {"big.bin", "big.bin.sha256"}


def test_another_process_resumes_what_has_arrived(server: Server, tmp_path: Path) -> None:
    content = bytes(range(256)) * 100
    server.files["/a.bin"] = content
    server.cut = [5000] * data_fetch.RETRIES
    server.files["/a.bin"] = content
    with pytest.raises(PlgtError, match="what has arrived is kept"):
        data_fetch.download((server.url + "/a.bin",), tmp_path / "a.bin")
    assert (tmp_path / "a.bin.part").stat().st_size == 5000 * data_fetch.RETRIES
    assert not (tmp_path / "a.bin").exists()
    data_fetch.download((server.url + "/a.bin",), tmp_path / "a.bin")
    assert (tmp_path / "a.bin").read_bytes() == content


def test_a_file_that_changed_meanwhile_starts_over(server: Server, tmp_path: Path) -> None:
    server.files["/a.bin"] = b"old" * 5000
    server.cut = [1000] * data_fetch.RETRIES
    with pytest.raises(PlgtError):
        data_fetch.download((server.url + "/a.bin",), tmp_path / "a.bin")
    server.files["/a.bin"] = b"new" * 5000
    server.cut = []
    data_fetch.download((server.url + "/a.bin",), tmp_path / "a.bin")
    assert (tmp_path / "a.bin").read_bytes() == b"new" * 5000


def test_a_wrong_checksum_keeps_nothing(server: Server, tmp_path: Path) -> None:
    server.files["/a.bin"] = b"tampered"
    with pytest.raises(PlgtError, match="checksum"):
        data_fetch.download((server.url + "/a.bin",), tmp_path / "a.bin", sha256="0" * 64)
    assert not (tmp_path / "a.bin").exists() and not (tmp_path / "a.bin.part").exists()


def test_the_first_checksum_is_remembered(server: Server, tmp_path: Path) -> None:
    server.files["/a.bin"] = b"first"
    data_fetch.download((server.url + "/a.bin",), tmp_path / "a.bin")
    (tmp_path / "a.bin").write_bytes(b"bitrot")
    with pytest.raises(PlgtError, match="another checksum"):
        data_fetch.download((server.url + "/a.bin",), tmp_path / "a.bin")


def test_the_second_address_is_tried(server: Server, tmp_path: Path) -> None:
    server.files["/b.bin"] = b"here"
    data_fetch.download((server.url + "/a.bin", server.url + "/b.bin"), tmp_path / "a.bin")
    assert (tmp_path / "a.bin").read_bytes() == b"here"


@pytest.mark.parametrize("name", ["ted-hrlr", "ted2020", "tatoeba-selected"])
@pytest.mark.parametrize(
    "content", [b"", b"<html>not found</html>", ted_archive()[:200], zip_archive({"a": "b"})]
)
def test_an_archive_of_another_kind_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / "archive"
    path.write_bytes(content)
    with pytest.raises(PlgtError, match=r"damaged|it is not"):
        list(data_fetch.CATALOGUE[name].read(path, "tr"))


def test_the_command_fetches_and_names_the_licence(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.files["/anki/tur-eng.zip"] = zip_archive({"tur.txt": "Go.\tGit.\tCC\n"})
    assert (
        main(["data", "tatoeba-selected", "-o", str(tmp_path), "-l", "tr", "--yes", "--mirror", server.url])
        == 0
    )
    out = capsys.readouterr().out
    assert "CC BY 2.0 FR" in out and "1 pairs" in out
    assert lines(tmp_path / "train" / "tatoeba-selected.tr-en.tr") == ["Git."]


def test_the_command_lists_and_refuses(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data"]) == 0
    assert "ted-hrlr" in capsys.readouterr().out
    assert main(["data", "nonsense"]) == 1
    assert "known are ted-hrlr" in capsys.readouterr().err
