"""Seconds from start to window and to the first translation, and memory then: `python -m tests.window_start`.

Uses the shipped models and the example of a first start, without a screen and in folders of its own.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

STARTED = time.perf_counter()
LIMIT = 60.0  # seconds


def resident_megabytes() -> float:
    """Resident memory of this process (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as folder:
        for name in ("CONFIG", "DATA", "STATE"):
            os.environ[f"PLGT_{name}_DIR"] = f"{folder}/{name.lower()}"
        from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

        from app.settings import Settings
        from app.window.application import make_application
        from app.window.context import Context
        from app.window.main_window import MainWindow

        application = make_application(Settings())
        window = MainWindow(Context(Settings()))
        window.show()
        application.processEvents()
        print(f"window after {time.perf_counter() - STARTED:.2f} s")
        while time.perf_counter() - STARTED < LIMIT:
            application.processEvents()
            panes = [*window.findChildren(QTextEdit), *window.findChildren(QPlainTextEdit)]
            filled = [pane.toPlainText() for pane in panes if pane.isVisible() and pane.toPlainText()]
            if len(filled) >= 2:  # source and target
                taken = time.perf_counter() - STARTED
                print(f"first translation after {taken:.2f} s, {resident_megabytes():.0f} MB resident")
                window.finish()
                return 0
            time.sleep(0.005)
    print("no translation came", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
