"""Nothing leaves the machine, counted natively: every socket, look-up and written file of every process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.app import tracing

OWN_FOLDERS = (
    ".config/plgt-translator",
    ".local/share/plgt-translator",
    ".local/state/plgt-translator",
    "run",
)
LONG = 70.0  # seconds: onnxruntime looks its host up some 30 s after the import, and again later
TEXT = "Bugün hava çok güzel."

TRANSLATE = "import sys; from app.cli import main; sys.exit(main(['translate', '-f', 'tr', '-q']))"
SERVE = (
    "import os, signal, sys, threading\n"
    "from app.cli import main\n"
    "def end():\n"
    "    sys.stdin.read()\n"  # until the test closes it
    "    os.kill(os.getpid(), signal.SIGTERM)\n"
    "threading.Thread(target=end, daemon=True).start()\n"
    "sys.exit(main(['serve', '--port', '0']))\n"
)
BATCH = (
    "import os, signal, sys, threading\n"
    "from app.cli import main\n"
    "if __name__ == '__main__':\n"
    "    timer = threading.Timer(float(sys.argv[1]), os.kill, (os.getpid(), signal.SIGINT))\n"
    "    timer.daemon = True; timer.start()\n"
    "    sys.exit(main(['batch', sys.argv[2], '-o', sys.argv[3], '-f', 'tr', '-t', 'en', '-w', '2', '-q']))\n"
)
WINDOW = (
    "import sys, time\n"
    "from PySide6.QtCore import QTimer\n"
    "from app.settings import Settings\n"
    "from app.window import application\n"
    "settings = Settings()\n"
    "qt = application.make_application(settings)\n"
    "began, timer = time.monotonic(), QTimer()\n"
    "def look():\n"  # a while after its first translation began
    "    if 'onnxruntime' in sys.modules and time.monotonic() - began > float(sys.argv[1]):\n"
    "        QTimer.singleShot(2000, qt.quit)\n"
    "        timer.stop()\n"
    "timer.timeout.connect(look); timer.start(200)\n"
    "code = application.run(settings, text='Bugün hava çok güzel.')\n"
    "print('onnxruntime' in sys.modules)\n"
    "sys.exit(code)\n"
)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return tracing.clean_environment(tmp_path / "home", tmp_path / "tmp")


def assert_quiet(trace: tracing.Trace, tmp_path: Path, *outputs: Path, server: bool = False) -> None:
    """Only the program's own folders were written to; only AF_UNIX, and for the server loopback, was used."""
    assert trace.lookups == ()
    assert trace.foreign == ()
    if not server:
        assert trace.sockets == ()
    home = tmp_path / "home"
    allowed = [
        *(home / name for name in OWN_FOLDERS),
        tmp_path / "tmp",
        Path("/dev"),
        Path("/proc"),
        *outputs,
    ]
    parents = {home / ".config", home / ".local", home / ".local/share", home / ".local/state"}
    strange = [
        path for path in trace.written
        if path not in parents and not any(path.is_relative_to(folder) for folder in allowed)
    ]  # fmt: skip
    assert strange == []
    left = [path for path in home.rglob("*") if path.is_file()]
    assert [path for path in left if not any(path.is_relative_to(folder) for folder in allowed)] == []


def run_translate(tmp_path: Path, environment: dict[str, str], seconds: float) -> None:
    process = tracing.start(TRANSLATE, tmp_path / "log", environment)
    assert process.stdin is not None
    ends = time.monotonic() + seconds
    while True:
        process.stdin.write(TEXT + "\n")
        process.stdin.flush()
        if time.monotonic() >= ends:
            break
        time.sleep(min(5.0, seconds))
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 0 and errors == "" and output.strip()
    assert_quiet(tracing.read(tmp_path / "log"), tmp_path)


def run_serve(tmp_path: Path, environment: dict[str, str], seconds: float) -> None:
    process = tracing.start(SERVE, tmp_path / "log", environment)
    assert process.stdout is not None
    url = process.stdout.readline().split("serving on ")[1].split()[0]
    body = json.dumps({"q": TEXT, "source": "tr", "target": "en"}).encode()
    request = urllib.request.Request(f"{url}/translate", body, {"Content-Type": "application/json"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as answer:
        assert json.loads(answer.read())["translatedText"]
    time.sleep(seconds)
    _, errors = process.communicate(timeout=seconds + 120)
    assert process.returncode == 0, errors
    trace = tracing.read(tmp_path / "log")
    assert_quiet(trace, tmp_path, server=True)
    assert any("bind(" in call for call in trace.sockets)  # the tracer does see the server's own socket


def run_batch(tmp_path: Path, environment: dict[str, str], seconds: float, lines: int) -> int:
    source, output = tmp_path / "letters", tmp_path / "translated"
    source.mkdir()
    for name in ("a.txt", "b.txt"):
        rows = [f"{name} dosyasında {number} numaralı ev büyük ve kapı açık." for number in range(lines)]
        (source / name).write_text("\n".join(rows) + "\n", encoding="utf-8")
    process = tracing.start(BATCH, tmp_path / "log", environment, str(seconds), str(source), str(output))
    _, errors = process.communicate(timeout=seconds + 240)
    assert process.returncode in (0, 130), errors
    assert_quiet(tracing.read(tmp_path / "log"), tmp_path, output)
    return process.returncode


def run_window(tmp_path: Path, environment: dict[str, str], seconds: float) -> None:
    process = tracing.start(WINDOW, tmp_path / "log", environment, str(seconds))
    output, errors = process.communicate(timeout=seconds + 120)
    assert process.returncode == 0, errors
    assert output.splitlines()[-1] == "True"  # it did translate
    assert_quiet(tracing.read(tmp_path / "log"), tmp_path)


def test_translate_is_quiet(tmp_path: Path, environment: dict[str, str]) -> None:
    run_translate(tmp_path, environment, 0.0)


def test_the_server_is_quiet(tmp_path: Path, environment: dict[str, str]) -> None:
    pytest.importorskip("uvicorn")
    run_serve(tmp_path, environment, 2.0)


def test_a_batch_is_quiet(tmp_path: Path, environment: dict[str, str]) -> None:
    assert run_batch(tmp_path, environment, 120.0, 3) == 0


@pytest.mark.gui
def test_the_window_is_quiet(tmp_path: Path, environment: dict[str, str]) -> None:
    run_window(tmp_path, environment, 4.0)


@pytest.mark.slow
def test_translate_is_quiet_for_more_than_a_minute(tmp_path: Path, environment: dict[str, str]) -> None:
    run_translate(tmp_path, environment, LONG)


@pytest.mark.slow
def test_the_server_is_quiet_for_more_than_a_minute(tmp_path: Path, environment: dict[str, str]) -> None:
    pytest.importorskip("uvicorn")
    run_serve(tmp_path, environment, LONG)


@pytest.mark.slow
def test_a_batch_is_quiet_for_more_than_a_minute(tmp_path: Path, environment: dict[str, str]) -> None:
    assert run_batch(tmp_path, environment, LONG, 60_000) == 130  # stopped at its work after that time


@pytest.mark.slow
@pytest.mark.gui
def test_the_window_is_quiet_for_more_than_a_minute(tmp_path: Path, environment: dict[str, str]) -> None:
    run_window(tmp_path, environment, LONG)


def test_the_tracer_sees_what_it_looks_for(tmp_path: Path, environment: dict[str, str]) -> None:
    """Without this, a quiet trace would prove nothing."""
    code = (
        "import pathlib, socket\n"
        "pathlib.Path('~/.cache/strange').expanduser().mkdir(parents=True)\n"
        "pathlib.Path('~/.cache/strange/file').expanduser().write_text('x')\n"
        "try:\n"
        "    socket.getaddrinfo('name.invalid', 443)\n"
        "except OSError:\n"
        "    pass\n"
        "with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:\n"
        "    try:\n"
        "        s.connect(('192.0.2.1', 9))\n"
        "    except OSError:\n"
        "        pass\n"
    )
    process = tracing.start(code, tmp_path / "log", environment)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    trace = tracing.read(tmp_path / "log")
    assert trace.lookups and any("192.0.2.1" in call for call in trace.foreign)
    assert tmp_path / "home/.cache/strange/file" in trace.written
    with pytest.raises(AssertionError):
        assert_quiet(trace, tmp_path)


def test_onnxruntime_alone_would_not_be_quiet(tmp_path: Path, environment: dict[str, str]) -> None:
    """The reason for all this: if it fails with a newer version, that version has changed its ways."""
    import onnxruntime

    if tuple(map(int, onnxruntime.__version__.split(".")[:2])) < (1, 29) or sys.platform != "linux":
        pytest.skip("this onnxruntime has no telemetry")
    code = "import os; del os.environ['ORT_DISABLE_TELEMETRY']; import onnxruntime"
    process = tracing.start(code, tmp_path / "log", environment)
    process.communicate(timeout=60)
    written = tracing.read(tmp_path / "log").written
    assert any(path.is_relative_to(tmp_path / "home/.cache/Microsoft") for path in written)


@pytest.mark.parametrize("package", ["app", "app.cli.main", "app.batch.pool", "app.batch.dask_runner", "app.window",
                                     "app.diagnosis.bench", "training", "export"])  # fmt: skip
def test_every_entrance_switches_telemetry_off_whatever_the_environment_says(package: str) -> None:
    code = (
        f"import {package}, os, sys; print(os.environ['ORT_DISABLE_TELEMETRY'], 'onnxruntime' in sys.modules)"
    )
    environment = os.environ | {"ORT_DISABLE_TELEMETRY": "0", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tracing.ROOT, env=environment, capture_output=True, text=True
    )
    assert done.stdout == "1 False\n", done.stderr


def test_the_import_of_onnxruntime_sets_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.native.runtime import onnxruntime_module

    monkeypatch.setenv("ORT_DISABLE_TELEMETRY", "0")
    onnxruntime_module()
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"


def test_a_home_that_cannot_be_written_gives_no_warning(tmp_path: Path) -> None:
    environment = tracing.clean_environment(tmp_path, tmp_path / "tmp") | {"HOME": "/proc/nobody"}
    done = subprocess.run(
        [sys.executable, "-m", "app", "translate", "-f", "tr", "-q", TEXT],
        cwd=tracing.ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "") and done.stdout.strip()
