"""A global hotkey on X11 and Windows, each through the system's own library; elsewhere `start` says no."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import sys
import threading
import time
from typing import Any

from PySide6.QtCore import QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence

_X_SHIFT, _X_CONTROL, _X_ALT, _X_SUPER = 1, 4, 8, 64
_X_IGNORED = (0, 2, 16, 18)  # Caps Lock, Num Lock, both
_KEY_PRESS = 2
_X_NAMES = {  # Qt's name of a key -> X's
    "Backspace": "BackSpace", "Del": "Delete", "Ins": "Insert", "PgUp": "Prior", "PgDown": "Next",
    "Esc": "Escape", "Enter": "KP_Enter", "Space": "space", "+": "plus", "-": "minus", ",": "comma",
    ".": "period", "/": "slash", ";": "semicolon", "'": "apostrophe", "=": "equal", "`": "grave",
    "[": "bracketleft", "]": "bracketright", "\\": "backslash",
}  # fmt: skip


def parts(key: str) -> tuple[QKeyCombination, str]:
    """The first combination of a key sequence and its key's name (`T`, `F5`)."""
    sequence: Any = QKeySequence(key)
    combination: QKeyCombination = sequence[0]
    return combination, QKeySequence(combination.key()).toString(QKeySequence.SequenceFormat.PortableText)


class GlobalHotkey(QObject):
    """Emits `pressed` on the main thread."""

    pressed = Signal()

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> bool:
        """False where the desktop offers no way."""
        if QKeySequence(self.key).isEmpty():
            return False
        ready: list[bool] = []
        known = threading.Event()
        work: Any = None
        if sys.platform == "win32":
            work = self._windows
        elif QGuiApplication.platformName() == "xcb" and os.environ.get("DISPLAY"):
            work = self._x11
        if work is None:
            return False

        def report(good: bool) -> None:
            ready.append(good)
            known.set()

        self._thread = threading.Thread(target=work, args=(report,), name="plgt-hotkey", daemon=True)
        self._thread.start()
        known.wait(3)
        return bool(ready and ready[0])

    def close(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(2)

    def _x11(self, report: Any) -> None:
        library = ctypes.util.find_library("X11")
        if library is None:
            report(False)
            return
        x = ctypes.CDLL(library)
        x.XOpenDisplay.restype = ctypes.c_void_p
        x.XDefaultRootWindow.restype = ctypes.c_ulong
        x.XStringToKeysym.restype = ctypes.c_ulong
        x.XKeysymToKeycode.restype = ctypes.c_ubyte
        x.XSetErrorHandler.restype = ctypes.c_void_p
        x.XSetErrorHandler.argtypes = [ctypes.c_void_p]
        handler_type = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
        refused: list[bool] = []

        def refuse(_display: Any, _error: Any) -> int:  # another program has the key
            refused.append(True)
            return 0

        handler = handler_type(refuse)
        opened = x.XOpenDisplay(None)
        if not opened:
            report(False)
            return
        display = ctypes.c_void_p(opened)
        combination, name = parts(self.key)
        name = _X_NAMES.get(name, name)
        symbol = x.XStringToKeysym(name.lower().encode() if len(name) == 1 else name.encode())
        code = x.XKeysymToKeycode(display, ctypes.c_ulong(symbol)) if symbol else 0
        if not code:
            x.XCloseDisplay(display)
            report(False)
            return
        modifiers = 0
        held = combination.keyboardModifiers()
        for flag, mask in (
            (Qt.KeyboardModifier.ShiftModifier, _X_SHIFT), (Qt.KeyboardModifier.ControlModifier, _X_CONTROL),
            (Qt.KeyboardModifier.AltModifier, _X_ALT), (Qt.KeyboardModifier.MetaModifier, _X_SUPER),
        ):  # fmt: skip
            modifiers |= mask if held & flag else 0
        previous = x.XSetErrorHandler(ctypes.cast(handler, ctypes.c_void_p))
        root = ctypes.c_ulong(x.XDefaultRootWindow(display))
        for extra in _X_IGNORED:
            x.XGrabKey(display, code, modifiers | extra, root, 0, 1, 1)
        x.XSync(display, 0)
        x.XSetErrorHandler(previous)
        report(not refused)
        event = (ctypes.c_long * 24)()
        while not refused and not self._stop.is_set():
            if not x.XPending(display):
                time.sleep(0.05)
                continue
            x.XNextEvent(display, ctypes.byref(event))
            if ctypes.cast(event, ctypes.POINTER(ctypes.c_int))[0] == _KEY_PRESS:
                self.pressed.emit()
        x.XCloseDisplay(display)

    def _windows(self, report: Any) -> None:
        from ctypes import wintypes

        user32 = ctypes.windll.user32  # type: ignore[attr-defined]
        combination, name = parts(self.key)
        held = combination.keyboardModifiers()
        modifiers = 0x4000  # no repeats
        for flag, mask in (
            (Qt.KeyboardModifier.AltModifier, 1), (Qt.KeyboardModifier.ControlModifier, 2),
            (Qt.KeyboardModifier.ShiftModifier, 4), (Qt.KeyboardModifier.MetaModifier, 8),
        ):  # fmt: skip
            modifiers |= mask if held & flag else 0
        if name.startswith("F") and name[1:].isdigit():
            code = 0x6F + int(name[1:])
        elif len(name) == 1 and name.isalnum():
            code = ord(name.upper())
        else:
            report(False)
            return
        if not user32.RegisterHotKey(None, 1, modifiers, code):
            report(False)
            return
        report(True)
        message = wintypes.MSG()
        while not self._stop.is_set():
            while user32.PeekMessageW(ctypes.byref(message), None, 0, 0, 1):
                if message.message == 0x0312:  # WM_HOTKEY
                    self.pressed.emit()
            time.sleep(0.05)
        user32.UnregisterHotKey(None, 1)
