"""`plgt translate`, `serve` and `memory` as a user runs them: real processes, real pipes, no network."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.translate import read_groups
from tests.app.bundles import tiny_bundle_path

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The user's folders, with the tiny bundle installed."""
    home = tmp_path_factory.mktemp("home")
    (home / "data" / "models").mkdir(parents=True)
    shutil.copy(tiny_bundle_path(), home / "data" / "models")
    folders = {name: str(home / name.lower()) for name in ("DATA", "CONFIG", "STATE")}
    return (
        os.environ
        | {f"PLGT_{name}_DIR": folder for name, folder in folders.items()}
        | {"OMP_NUM_THREADS": "1"}
    )


def plgt(
    environment: dict[str, str], *arguments: str, text: str | bytes = "", prefix: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[bytes]:
    data = text.encode() if isinstance(text, str) else text
    command = [*prefix, sys.executable, "-m", "app", *arguments]
    return subprocess.run(command, input=data, capture_output=True, cwd=ROOT, env=environment, timeout=300)


def test_text_as_an_argument_and_the_guess_and_device_on_standard_error(environment: dict[str, str]) -> None:
    done = plgt(environment, "translate", "Bugün hava çok güzel.", "--to", "en", "--device", "cpu")
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.count(b"\n") == 1 and len(done.stdout) > 3
    notices = done.stderr.decode()
    assert "from Turkish (guessed" in notices and "on cpu (" in notices


def test_a_model_of_ones_choice_by_name_or_path(environment: dict[str, str], tmp_path: Path) -> None:
    retrained = tmp_path / "retrained.plgt"
    shutil.copy(tiny_bundle_path(), retrained)
    arguments = ("translate", "-f", "tr", "Bugün hava güzel.", "--model")
    by_path = plgt(environment, *arguments, str(retrained))
    assert by_path.returncode == 0 and "tiny" in by_path.stderr.decode()
    by_name = plgt(environment, *arguments, "xx-en")
    assert by_name.returncode == 0 and "model xx-en" in by_name.stderr.decode()
    unknown = plgt(environment, *arguments, "nothing")
    assert unknown.returncode == 1 and "installed are" in unknown.stderr.decode()
    wrong = plgt(environment, "translate", "-f", "en", "-t", "tr", "Hello.", "--model", "xx-en")
    assert wrong.returncode == 1 and wrong.stdout == b""
    assert 'The model "xx-en" does not translate English to Turkish' in wrong.stderr.decode()


def test_quiet_means_only_the_translation(environment: dict[str, str]) -> None:
    assert plgt(environment, "translate", "-q", "-f", "tr", "Bugün hava güzel.").stderr == b""


def test_lines_in_lines_out_with_their_ends(environment: dict[str, str]) -> None:
    done = plgt(environment, "translate", "-q", "-f", "tr", text="Bugün hava güzel.\r\n\n12\n  Son satır")
    lines = done.stdout.decode().split("\n")
    assert len(lines) == 4
    assert lines[0].endswith("\r") and lines[1] == "" and lines[2] == "12" and lines[3].startswith("  ")


PARAGRAPH = [
    "Sabah erkenden pazara gittik; İstanbul'dan gelen satıcılar",
    "tezgâhları henüz kurmamıştı ve sıcak çay içiyordu.",
]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_of_a_paragraph_are_one_text_unless_that_is_turned_off(
    environment: dict[str, str], end: str
) -> None:
    text = end.join(["Bir.", *PARAGRAPH, "", "İki.", ""])
    joined = plgt(environment, "translate", "--json", "-q", "-f", "tr", text=text).stdout.splitlines()
    assert [json.loads(line)["sentences"][0]["source"] for line in joined if json.loads(line)["sentences"]] == [
        "Bir.", " ".join(PARAGRAPH), "İki."
    ]  # fmt: skip
    kept = plgt(environment, "translate", "--json", "-q", "-f", "tr", "--no-unwrap", text=text).stdout
    assert len(kept.splitlines()) == 5
    written = plgt(environment, "translate", "-q", "-f", "tr", text=text).stdout.decode()
    assert written.count("\n") == written.count(end) >= 4 and written.endswith(end)


def test_json_has_all_details(environment: dict[str, str]) -> None:
    done = plgt(
        environment,
        "translate",
        "-q",
        "--json",
        "-n",
        "2",
        text="Bugün hava çok güzel.\nKitaplar masanın üstünde.\n",
    )
    values = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert len(values) == 2
    for value in values:
        assert value["source"] == "tr" and value["detected"] and value["device"]["device"] == "cpu"
        assert value["device"]["reason"]
        sentence = value["sentences"][0]
        assert {"alignment", "words", "confidence", "flags", "alternatives"} <= sentence.keys()
        assert isinstance(value["alternatives"], list)


def test_the_filter_streams(environment: dict[str, str]) -> None:
    """The answer to a line comes while the next line isn't there yet."""
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "translate", "-q", "-f", "tr"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=environment,
    )  # fmt: skip
    assert process.stdin is not None and process.stdout is not None
    watchdog = threading.Timer(120, process.kill)
    watchdog.start()
    try:
        for line in (b"Bug\xc3\xbcn hava g\xc3\xbczel.\n", b"42\n"):
            process.stdin.write(line)
            process.stdin.flush()
            assert process.stdout.readline().strip()
        process.stdin.close()
        assert process.wait(60) == 0
    finally:
        watchdog.cancel()
        process.kill()
        process.stdout.close()


def test_lines_that_are_there_are_read_together() -> None:
    reader, writer = os.pipe()
    os.write(writer, "bir\niki\nüç".encode() + b"\xff")
    os.close(writer)
    groups = list(read_groups(reader))
    os.close(reader)
    assert [line for group in groups for line in group] == ["bir\n", "iki\n", "üç\udcff"]
    assert groups[0][:2] == ["bir\n", "iki\n"]


def test_bytes_that_are_not_utf8_do_not_stop_the_filter(environment: dict[str, str]) -> None:
    done = plgt(
        environment,
        "translate",
        "-q",
        "-f",
        "tr",
        text=b"12 \xff\xfe 34\nBug\xc3\xbcn \xff hava g\xc3\xbczel.\n",
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.startswith(b"12 \xff\xfe 34\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["translate", "--model", "xx-en", "-f", "en", "-t", "tr", "Hello dear friend"],
            "does not translate English to Turkish",
        ),
        (["translate", "-f", "xx", "a"], "Unknown language"),
        (["translate", "--device", "tpu", "-f", "tr", "Bugün hava güzel."], "not a value for device"),
        (["translate", "-g", "nothing.csv", "a"], "doesn't exist"),
        (["translate", "-m", "nothing.sqlite", "a"], "doesn't exist"),
        (["translate", "--mode", "fast", "a"], "Unknown mode"),
        (["serve", "--host", "0.0.0.0"], "--public"),
        (["memory", "import", "nothing.tmx"], "doesn't exist"),
    ],
)
def test_mistakes_are_one_sentence_and_exit_code_1(
    environment: dict[str, str], arguments: list[str], words: str
) -> None:
    done = plgt(environment, *arguments)
    message = done.stderr.decode()
    assert done.returncode == 1
    assert words in message and message.startswith("plgt: ") and message.count("\n") == 1


def test_a_damaged_bundle_is_one_sentence(environment: dict[str, str], tmp_path: Path) -> None:
    models = tmp_path / "models"
    models.mkdir()
    data = bytearray(tiny_bundle_path().read_bytes())
    for place in range(len(data) // 3, len(data) // 3 + 4000):
        data[place] ^= 0x5A
    (models / "tiny.plgt").write_bytes(data)
    asked = ("translate", "-f", "tr", "-q", "Bugün hava güzel.")
    done = plgt(environment | {"PLGT_DATA_DIR": str(tmp_path)}, *asked)
    message = done.stderr.decode()
    assert message.startswith("plgt: ") and message.count("\n") == 1 and "tiny.plgt" in message
    assert done.returncode == 0 and done.stdout.strip()  # the shipped one serves in its place
    done = plgt(environment, *asked, "--model", str(models / "tiny.plgt"))  # here there is no other
    message = done.stderr.decode()
    assert done.returncode == 1 and message.startswith("plgt: ") and message.count("\n") == 1


def test_memory_import_search_translate_export(environment: dict[str, str], tmp_path: Path) -> None:
    file = str(tmp_path / "m.sqlite")
    add = plgt(environment, "memory", "add", "Merhaba", "Hi there", "-f", "tr", "-t", "en", "--file", file)
    assert add.returncode == 0, add.stderr.decode()
    assert b"Hi there" in plgt(environment, "memory", "search", "Merhaba", "--file", file).stdout
    assert plgt(environment, "translate", "-q", "-f", "tr", "-m", file, "Merhaba").stdout == b"Hi there\n"
    tmx = str(tmp_path / "m.tmx")
    assert plgt(environment, "memory", "export", tmx, "--file", file).returncode == 0
    again = plgt(environment, "memory", "export", tmx, "--file", file)
    assert again.returncode == 1 and b"--force" in again.stderr
    assert (
        b"1 pairs imported"
        in plgt(environment, "memory", "import", tmx, "--file", str(tmp_path / "n.sqlite")).stdout
    )


# Offline ------------------------------------------------------------------------------------------

FORBID = """
import runpy, sys
def hook(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"):
        raise RuntimeError(f"network: {event} {arguments}")
    if event in ("socket.connect", "socket.bind", "socket.sendto"):
        address = arguments[1]
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise RuntimeError(f"network: {event} {address}")
    if event == "socket.__new__" and arguments[1] not in (1, -1):  # AF_UNIX, or taken over from a descriptor
        raise RuntimeError(f"network: {event} {arguments[1:]}")
sys.addaudithook(hook)
sys.argv = ["plgt", *sys.argv[1:]]
runpy.run_module("app", run_name="__main__")
"""


def test_the_audit_hook_catches_a_connection(environment: dict[str, str]) -> None:
    code = FORBID.split("sys.argv")[0] + "\nimport socket\nsocket.create_connection(('192.0.2.1', 9), 1)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=ROOT, env=environment, timeout=60
    )
    assert b"RuntimeError: network:" in done.stderr


def test_translate_opens_no_socket(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FORBID, "translate", "--json", "Bugün hava çok güzel."],
        capture_output=True, cwd=ROOT, env=environment, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["text"]


def test_batch_opens_no_socket(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Bugün hava çok güzel.\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", FORBID, "batch", "-f", "tr", "-o", f"{tmp_path}/out", f"{tmp_path}/a.txt"],
        capture_output=True, cwd=ROOT, env=environment, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    assert list((tmp_path / "out").rglob("*.txt"))


def without_network() -> tuple[str, ...]:
    """The command prefix that takes every network interface away."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("there is no unshare here")
    for prefix in ((unshare, "-n"), (unshare, "-r", "-n")):
        if subprocess.run([*prefix, "true"], capture_output=True).returncode == 0:
            break
    else:
        pytest.skip("this user may not make a network namespace")
    return prefix


def test_translate_and_batch_run_without_any_network_interface(
    environment: dict[str, str], tmp_path: Path
) -> None:
    prefix = without_network()
    done = plgt(environment, "translate", "-q", "Bugün hava çok güzel.", prefix=prefix)
    assert done.returncode == 0 and done.stdout.strip(), done.stderr.decode()
    (tmp_path / "a.txt").write_text("Bugün hava çok güzel.\n", encoding="utf-8")
    done = plgt(
        environment, "batch", str(tmp_path / "a.txt"), "-f", "tr", "-o", str(tmp_path / "out"), prefix=prefix
    )
    assert done.returncode == 0, done.stderr.decode()


# Serve --------------------------------------------------------------------------------------------


@pytest.fixture
def serving(environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "app", "serve", "--port", "0", "--beam", "1"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=environment,
    )  # fmt: skip
    assert process.stdout is not None and process.stderr is not None
    line = process.stdout.readline().decode()
    found = re.search(r"http://127\.0\.0\.1:\d+", line)
    assert found, line + process.stderr.read().decode()
    try:
        yield process, found.group(0)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


def test_serve_answers_and_stops_on_sigterm(serving: tuple[subprocess.Popen[bytes], str]) -> None:
    process, url = serving
    body = json.dumps({"q": "Bugün hava güzel.", "source": "tr", "target": "en"}).encode()
    request = urllib.request.Request(f"{url}/translate", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert json.load(answer)["translatedText"]
    process.terminate()
    assert process.wait(20) == 0


def test_glossary_check_find_and_convert(environment: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "terms.csv"
    file.write_text("term,translation,case,direction\nkitap,book,,tr-en\nPLGT,=\n", encoding="utf-8")
    assert b"2 terms, 1 of them kept" in plgt(environment, "glossary", "check", str(file)).stdout
    found = plgt(environment, "glossary", "find", str(file), "Kitabını aldım", "-f", "tr", "-t", "en").stdout
    assert found.decode() == "Kitabını\tkitap\tBook\n"
    tbx = str(tmp_path / "terms.tbx")
    assert plgt(environment, "glossary", "convert", str(file), tbx).returncode == 0
    assert plgt(environment, "glossary", "convert", str(file), tbx).returncode == 1
    assert b"terms" in plgt(environment, "glossary", "check", tbx).stdout


def test_the_settings_of_the_window_hold_on_the_command_line(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "settings.json").write_text('{"version": 1, "beam": "many"}', encoding="utf-8")
    own = environment | {"PLGT_CONFIG_DIR": str(tmp_path)}
    done = plgt(own, "translate", "-f", "tr", "Bugün hava güzel.")
    assert done.returncode == 0 and "wrong value" in done.stderr.decode()
    (tmp_path / "settings.json").write_text('{"version": 1, "device": "cpu"}', encoding="utf-8")
    assert "the CPU was asked for" in plgt(own, "translate", "-f", "tr", "Bugün hava güzel.").stderr.decode()
