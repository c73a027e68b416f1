"""The program on a desktop: its entry, icon and file type, and its place in a real tray."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
DESKTOP = ROOT / "assets" / "desktop"
TYPE = "application/x-plgt-bundle"


def need(*commands: str) -> None:
    for command in commands:
        if shutil.which(command) is None:
            pytest.skip(f"{command} is not installed")


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The environment of a user without anything, with a program of the right name on the PATH."""
    programs = tmp_path / "some programs"
    programs.mkdir()
    (programs / "plgt").write_text("#!/bin/sh\n")
    (programs / "plgt").chmod(0o755)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("XDG_") and k != "PLGT"}
    environment |= {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data dir")}
    environment["PATH"] = f"{programs}:{environment['PATH']}"
    return environment


def install(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", str(DESKTOP / "install.sh"), *arguments], env=environment, capture_output=True, text=True
    )


def test_installed_for_one_user_and_removed_again(home):
    data = Path(home["XDG_DATA_HOME"])
    nothing = install(home, "--remove")
    assert nothing.returncode == 0, nothing.stderr
    done = install(home)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    entry = (data / "applications" / "plgt-translator.desktop").read_text(encoding="utf-8")
    program = f'"{home["HOME"]}/some programs/plgt"'
    assert f"Exec={program} window %F\n" in entry and f"Exec={program} window --clipboard\n" in entry
    assert "Exec=plgt" not in entry
    icon = data / "icons" / "hicolor" / "scalable" / "apps" / "plgt-translator.svg"
    assert icon.read_bytes() == (ROOT / "assets" / "icons" / "plgt-translator.svg").read_bytes()
    assert install(home).returncode == 0  # again, over the old one
    assert install(home, "--remove").returncode == 0
    left = [path for path in data.rglob("*plgt*") if path.is_file()]
    assert left == []


def test_without_the_program_on_the_path_it_says_so(home, tmp_path: Path):
    bare = tmp_path / "bare"
    bare.mkdir()
    for name in ("sh", "sed", "cp", "mkdir", "dirname", "touch", "rm"):
        found = shutil.which(name)
        assert found is not None
        (bare / name).symlink_to(found)
    copy = tmp_path / "elsewhere" / "assets"
    shutil.copytree(ROOT / "assets" / "desktop", copy / "desktop")
    shutil.copytree(ROOT / "assets" / "icons", copy / "icons")
    home["PATH"] = str(bare)
    script = [str(bare / "sh"), str(copy / "desktop" / "install.sh")]
    done = subprocess.run(script, env=home, capture_output=True, text=True)
    assert done.returncode == 0 and "not on the PATH" in done.stderr
    program = tmp_path / "elsewhere" / "plgt"  # a built folder: the program stands above its assets
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    done = subprocess.run(script, env=home, capture_output=True, text=True)
    entry = Path(home["XDG_DATA_HOME"], "applications", "plgt-translator.desktop").read_text(encoding="utf-8")
    assert done.stderr == "" and f"Exec={program} window" in entry
    done = subprocess.run(script, env=home | {"PLGT": "/a$b/plgt"}, capture_output=True, text=True)
    assert done.returncode == 1 and "cannot stand in a desktop entry" in done.stderr


def test_the_desktop_entry_is_valid(home):
    need("desktop-file-validate")
    install(home)
    for entry in (
        DESKTOP / "plgt-translator.desktop",
        Path(home["XDG_DATA_HOME"]) / "applications" / "plgt-translator.desktop",
    ):
        done = subprocess.run(["desktop-file-validate", str(entry)], capture_output=True, text=True)
        assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_every_language_of_the_interface_names_the_program():
    entry = (DESKTOP / "plgt-translator.desktop").read_text(encoding="utf-8")
    comments = ElementTree.parse(DESKTOP / "plgt-translator.xml").getroot().iter()
    languages = {
        value for element in comments for name, value in element.attrib.items() if name.endswith("lang")
    }
    assert languages == {"tr", "pt"}
    for language in languages:
        assert entry.count(f"Name[{language}]=") >= 2 and f"Comment[{language}]=" in entry


def test_bundles_are_known_by_their_type_and_open_with_the_program(home, tmp_path: Path):
    need("update-mime-database", "update-desktop-database", "xdg-mime")
    plain = tmp_path / "bin" / "plgt"  # xdg-mime looks for the program and gets lost at blanks in its path
    plain.parent.mkdir()
    shutil.copy(tmp_path / "some programs" / "plgt", plain)
    home |= {"PLGT": str(plain), "XDG_DATA_HOME": str(tmp_path / "data")}
    assert install(home).returncode == 0
    bundle = tmp_path / "model.plgt"
    bundle.write_bytes(b"PK\x03\x04 a zip archive, as bundles are")
    home["QT_QPA_PLATFORM"] = "offscreen"
    ask = (
        "import sys; from PySide6.QtCore import QMimeDatabase; t = QMimeDatabase().mimeTypeForFile(sys.argv[1]); "
        "print(t.name(), t.inherits('application/zip'), t.iconName())"
    )
    done = subprocess.run([sys.executable, "-c", ask, str(bundle)], env=home, capture_output=True, text=True)
    assert done.stdout.split() == [TYPE, "True", "plgt-translator"], done.stderr
    done = subprocess.run(["xdg-mime", "query", "default", TYPE], env=home, capture_output=True, text=True)
    assert done.stdout.strip() == "plgt-translator.desktop"
    install(home, "--remove")
    done = subprocess.run(["xdg-mime", "query", "default", TYPE], env=home, capture_output=True, text=True)
    assert done.stdout.strip() == ""


IN_THE_TRAY = """
import subprocess, sys
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from app.settings import Settings
from app.window.application import make_application
from app.window.context import Context
from app.window.main_window import MainWindow
from app.window.desktop.tray import Tray

def until(what, seconds=20):
    for _ in range(seconds * 20):
        if what():
            return
        QTest.qWait(50)
    raise AssertionError(what.__doc__ or "waited in vain")

def pointer(*arguments):
    done = subprocess.run(["xdotool", *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    QTest.qWait(300)

settings = Settings()
settings["interface_language"], settings["started_before"], settings["tray"] = "pt", True, True
settings["as_you_type"] = False
application = make_application(settings)
window = MainWindow(Context(settings))
window.translate_page.live.request = lambda *a, **k: None  # what is translated is another test's matter
tray = Tray(window, application)
window.show()
QTest.qWait(500)
assert tray._icon is None and not QSystemTrayIcon.isSystemTrayAvailable()
panel = subprocess.Popen(["trayer", "--edge", "bottom", "--SetDockType", "true"])
try:
    until(lambda: tray._icon is not None)
    until(lambda: tray._icon.geometry().width() > 8)
    QTest.qWait(500)
    place = tray._icon.geometry().center()
    window.close()
    assert not window.isVisible() and window.stays_in_tray
    pointer("mousemove", place.x(), place.y(), "click", 3)
    until(lambda: tray._menu.isVisible())
    QTest.qWait(500)
    assert tray._menu.isVisible() and not window.isVisible(), "the click for the menu shows the menu alone"
    print([entry.text() for entry in tray._menu.actions()])
    application.clipboard().setText("Um gato.")
    pointer("key", "Down", "Down", "Return")
    until(lambda: window.isVisible())
    assert window.translate_page.source_pane.text == "Um gato."
    window.close()
    assert not window.isVisible()
    pointer("mousemove", place.x(), place.y(), "click", 1)
    until(lambda: window.isVisible())
    settings["tray"] = False
    tray.follow()
    assert tray._icon is None and not window.stays_in_tray
finally:
    panel.terminate()
    panel.wait()
tray.close()
window.close()
print("fine")
"""


def test_the_tray_of_a_real_panel(folders, tmp_path: Path):
    need("xvfb-run", "trayer", "xdotool")
    environment = {
        k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "DBUS_SESSION_BUS_ADDRESS")
    }
    environment |= {"QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["xvfb-run", "-a", "-s", "-screen 0 1024x768x24", sys.executable, "-c", IN_THE_TRAY],
        env=environment, capture_output=True, text=True, timeout=180,
    )  # fmt: skip
    if (
        "could not connect to display" in done.stderr
        or "Could not load the Qt platform plugin" in done.stderr
    ):
        pytest.skip("Qt's libraries for X11 are not installed")
    assert done.stdout.splitlines()[-1:] == ["fine"], done.stdout + done.stderr
    assert "Mostrar a janela" in done.stdout
