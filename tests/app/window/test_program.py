"""The program as a whole: one instance, start, tray."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from app.window.application import make_application
from app.window.context import Context
from app.window.crash import report_text
from app.window.main_window import MainWindow
from app.window.single import SingleInstance
from app.window.tray import Tray


def test_a_second_start_hands_its_arguments_over(qtbot, window):
    first = SingleInstance("plgt-test-" + str(os.getpid()))
    assert not first.hand_over({"text": "nobody there"})
    assert first.listen()
    message = "{'files': [], 'text': 'merhaba', 'clipboard': False}"
    code = (
        "import sys; from PySide6.QtCore import QCoreApplication; a = QCoreApplication([]); "
        "from app.window.single import SingleInstance; "
        f"sys.exit(0 if SingleInstance({first.name!r}).hand_over({message}) else 3)"
    )
    with qtbot.waitSignal(first.received, timeout=15_000) as caught:
        process = subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parents[3])
    assert caught.args[0]["text"] == "merhaba"
    assert process.wait(10) == 0
    first.close()


def test_a_socket_left_by_a_crash_is_no_obstacle(qtbot):
    name = "plgt-crashed-" + str(os.getpid())
    code = (
        "import os; from PySide6.QtCore import QCoreApplication; a = QCoreApplication([]); "
        "from app.window.single import SingleInstance; "
        f"s = SingleInstance({name!r}); assert s.listen(); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[3], check=False)
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


def test_the_window_loads_no_engine_before_the_first_translation(folders: Path):
    code = (
        "import sys\n"
        "from app.settings import Settings\n"
        "from app.window.application import make_application\n"
        "from app.window.context import Context\n"
        "from app.window.main_window import MainWindow\n"
        "s = Settings(); s['started_before'] = True\n"
        "a = make_application(s); w = MainWindow(Context(s)); w.show(); a.processEvents()\n"
        "heavy = ('onnxruntime', 'torch', 'sentencepiece', 'py3langid', 'app.engine', 'app.batch')\n"
        "bad = [m for m in heavy if m in sys.modules]\n"
        "print(bad); w.close(); sys.exit(bool(bad))\n"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[3],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_translate_command_never_imports_qt():
    code = "import sys, app.cli.translate; sys.exit(any(m.startswith('PySide6') for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[3]).returncode == 0


def test_the_window_needs_no_network(window):
    import socket

    refused: list[object] = []

    def audit(event: str, arguments: tuple) -> None:
        if event == "socket.connect" and active and arguments[0].family != socket.AF_UNIX:
            refused.append(arguments)

    active = True
    sys.addaudithook(audit)
    for name in ("files", "models", "settings", "translate"):
        window.show_page(name)
    active = False
    assert refused == []


def test_the_tray_follows_its_setting(window, settings, qtbot):
    application = make_application(settings)
    tray = Tray(window, application)
    assert not window.stays_in_tray
    settings["hotkey"] = "Ctrl+Alt+T"
    tray.follow()  # offscreen there is no such thing: said in the status bar, no crash
    assert "plgt window --clipboard" in window.statusBar().currentMessage()
    tray.close()
    settings["hotkey"] = ""


def test_damaged_settings_are_told_in_the_window(qtbot, folders: Path, translator):
    from app.settings import Settings

    (folders / "config").mkdir()
    (folders / "config" / "settings.json").write_text("{ damaged")
    settings = Settings()
    make_application(settings)
    window = MainWindow(Context(settings, translator))
    qtbot.addWidget(window)
    assert "damaged" in window.statusBar().currentMessage()
    window.finish()


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
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr
