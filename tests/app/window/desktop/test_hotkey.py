"""The global hotkey on a real X server (Xvfb), pressed through the XTEST extension."""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import ctypes, ctypes.util, time
from PySide6.QtWidgets import QApplication
application = QApplication([])
from app.window.desktop.hotkey import GlobalHotkey
hits = []
hotkey = GlobalHotkey("Ctrl+F9")
hotkey.pressed.connect(lambda: hits.append(1))
assert hotkey.start()
assert not GlobalHotkey("Ctrl+F9").start(), "the key is taken already"
x, t = ctypes.CDLL(ctypes.util.find_library("X11")), ctypes.CDLL(ctypes.util.find_library("Xtst"))
x.XOpenDisplay.restype, x.XStringToKeysym.restype = ctypes.c_void_p, ctypes.c_ulong
x.XKeysymToKeycode.restype = ctypes.c_ubyte
display = ctypes.c_void_p(x.XOpenDisplay(None))
codes = [x.XKeysymToKeycode(display, ctypes.c_ulong(x.XStringToKeysym(k))) for k in (b"Control_L", b"F9")]
for code, down in [(codes[0], 1), (codes[1], 1), (codes[1], 0), (codes[0], 0)]:
    t.XTestFakeKeyEvent(display, ctypes.c_uint(code), down, ctypes.c_ulong(0))
x.XSync(display, 0)
until = time.monotonic() + 5
while not hits and time.monotonic() < until:
    application.processEvents()
    time.sleep(0.02)
hotkey.close()
assert hits == [1], hits
"""


def test_the_hotkey_is_heard_from_outside_the_window():
    if shutil.which("xvfb-run") is None or not ctypes.util.find_library("Xtst"):
        pytest.skip("xvfb-run and libXtst are not installed")
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb"}
    done = subprocess.run(
        ["xvfb-run", "-a", sys.executable, "-c", PROGRAM],
        cwd=Path(__file__).parents[4],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
