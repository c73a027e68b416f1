"""The program as a whole: one instance, start, tray."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from app.memory.history import History
from app.settings import Settings
from app.window.application import make_application
from app.window.context import Context
from app.window.desktop.crash import report_text
from app.window.desktop.single import SingleInstance, server_name
from app.window.desktop.tray import Tray
from app.window.main_window import PAGES, MainWindow
from tests.app.window.driving import destroy, shows_answer

ROOT = Path(__file__).parents[3]


def test_a_second_start_hands_its_arguments_over(qtbot, window):
    first = SingleInstance("plgt-test-" + str(os.getpid()))
    assert not first.hand_over({"text": "nobody there"})
    assert first.listen()
    message = "{'files': [], 'text': 'merhaba', 'clipboard': False}"
    code = (
        "import sys; from PySide6.QtCore import QCoreApplication; a = QCoreApplication([]); "
        "from app.window.desktop.single import SingleInstance; "
        f"sys.exit(0 if SingleInstance({first.name!r}).hand_over({message}) else 3)"
    )
    with qtbot.waitSignal(first.received, timeout=15_000) as caught:
        process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    assert caught.args[0]["text"] == "merhaba"
    assert process.wait(10) == 0
    first.close()


def run_window(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """`plgt window` as a program of its own, without a screen, in folders of its own."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "app", "window", "--beam", "1", "--threads", "1", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=(folder / "stderr.txt").open("ab"))


def test_the_whole_program_takes_over_translates_keeps_and_survives_a_kill(qtbot, folders: Path):
    """Two starts from the command line, the real engine, a kill, and a start after it."""
    first = run_window(folders)
    try:
        name = server_name()
        qtbot.waitUntil(lambda: answers(name) or first.poll() is not None, timeout=60_000)
        second = run_window(folders, "--text", "Bugün hava çok güzel.")
        assert second.wait(60) == 0 and first.poll() is None
        draft, history = folders / "state" / "draft.txt", folders / "data" / "history.sqlite"
        qtbot.waitUntil(
            lambda: draft.is_file() and draft.read_text() == "Bugün hava çok güzel.", timeout=60_000
        )
        qtbot.waitUntil(lambda: history.is_file() and len(History(history)) > 0, timeout=60_000)
        entry = History(history).entries()[0]
        assert entry.source == "Bugün hava çok güzel." and entry.target not in ("", entry.source)
        assert (entry.source_lang, entry.target_lang) == ("tr", "en")
    finally:
        first.kill()
        first.wait(10)
    settings = Settings()
    make_application(settings)
    window = MainWindow(Context(settings))
    assert window.translate_page.source_pane.text == "Bugün hava çok güzel."
    destroy(window)


def answers(name: str) -> bool:
    """Whether a window listens on the socket."""
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(name)
    return socket.waitForConnected(200)


def test_a_socket_left_by_a_crash_is_no_obstacle(qtbot):
    name = "plgt-crashed-" + str(os.getpid())
    code = (
        "import os; from PySide6.QtCore import QCoreApplication; a = QCoreApplication([]); "
        "from app.window.desktop.single import SingleInstance; "
        f"s = SingleInstance({name!r}); assert s.listen(); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    second = SingleInstance(name)
    assert not second.hand_over({})
    assert second.listen()
    second.close()


def test_rubbish_on_the_socket_is_ignored(qtbot):
    from PySide6.QtNetwork import QLocalSocket

    first = SingleInstance("plgt-rubbish-" + str(os.getpid()))
    first.listen()
    received: list[dict] = []
    first.received.connect(received.append)
    socket = QLocalSocket()
    socket.connectToServer(first.name)
    assert socket.waitForConnected(1000)
    socket.write(b"\xff\x00 nonsense\n")
    qtbot.wait(200)
    assert received == []
    first.close()


def test_the_window_opens_in_two_seconds_of_work_and_without_the_engine(folders: Path):
    code = (
        "import sys\n"
        "from app.settings import Settings\n"
        "from app.window.application import make_application\n"
        "from app.window.context import Context\n"
        "from app.window.main_window import MainWindow\n"
        "s = Settings(); s['started_before'] = True\n"
        "a = make_application(s); w = MainWindow(Context(s)); w.show(); a.processEvents()\n"
        "import time; opened = time.process_time()\n"
        "heavy = ('onnxruntime', 'torch', 'sentencepiece', 'py3langid', 'app.model.engine', 'app.batch')\n"
        "bad = [m for m in heavy if m in sys.modules]\n"
        "print(bad, opened); w.close(); sys.exit(bool(bad) or opened > 2)\n"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_help_is_shown_in_a_terminal():
    done = subprocess.run([sys.executable, "-m", "app", "--help"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0 and "window" in done.stdout and "translate" in done.stdout


def test_translate_command_never_imports_qt():
    code = "import sys, app.cli.translate; sys.exit(any(m.startswith('PySide6') for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_no_page_and_no_translation_needs_the_network(qtbot, window):
    import socket

    refused: list[object] = []
    active = True

    def audit(event: str, arguments: tuple) -> None:
        local = event == "socket.connect" and arguments[0].family == socket.AF_UNIX
        if active and event in ("socket.connect", "socket.getaddrinfo") and not local:
            refused.append(arguments)

    sys.addaudithook(audit)
    for name in PAGES:
        window.show_page(name)
    window.translate_page.set_source("Bugün hava çok güzel.")
    shows_answer(qtbot, window.translate_page)
    active = False
    assert refused == []


def test_the_tray_follows_its_setting(window, settings, qtbot):
    application = make_application(settings)
    tray = Tray(window, application)
    assert not window.stays_in_tray
    settings["hotkey"] = "Ctrl+Alt+T"
    tray.follow()  # offscreen there is no such thing: said in the status bar, no crash
    assert "Translate the clipboard" in window.statusBar().currentMessage()
    tray.close()
    settings["hotkey"] = ""


def test_damaged_settings_are_told_in_the_window(qtbot, folders: Path, translator):
    (folders / "config").mkdir()
    (folders / "config" / "settings.json").write_text("{ damaged")
    settings = Settings()
    make_application(settings)
    window = MainWindow(Context(settings, translator))
    window.show()
    assert "damaged" in window.statusBar().currentMessage()
    shows_answer(qtbot, window.translate_page)  # and everything works: the example is translated
    destroy(window)
    assert (folders / "config" / "settings.json.damaged").read_text() == "{ damaged"


def test_a_report_holds_the_trace_and_versions():
    try:
        raise RuntimeError("boom")
    except RuntimeError as error:
        text = report_text(error)
    assert "RuntimeError: boom" in text and "Qt" in text and "test_program.py" in text


def test_thousands_of_signals_and_events_do_not_use_up_the_interpreter():
    """PySide6 6.12 under Python 3.11 takes a reference of True and None with each; see `references`."""
    code = (
        "import app.window\n"
        "from PySide6.QtCore import QEvent, QObject, Signal\n"
        "from PySide6.QtWidgets import QApplication, QWidget\n"
        "class Source(QObject):\n"
        "    signal = Signal(object)\n"
        "class Widget(QWidget):\n"
        "    def changeEvent(self, event):\n"
        "        super().changeEvent(event)\n"
        "a = QApplication([]); source = Source(); widget = Widget()\n"
        "for _ in range(20_000):\n"
        "    source.signal.emit(1)\n"
        "    QApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))\n"
        "print('alive')\n"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr
