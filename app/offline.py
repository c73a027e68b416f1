"""Nothing leaves the machine: libraries that would send or write something unasked are switched off here.

`app/__init__` calls `switch_off_telemetry`, and `training` and `export` import `app` first, so every process of
the program passes here before it can import onnxruntime: command line, window, server, batch and Dask workers,
training, export, tests. onnxruntime itself is imported in one place, `app.native.runtime`, which calls it again.

onnxruntime 1.29 and later keeps a device id under `~/.cache/Microsoft` and looks a host up some 30 seconds after
its import. Its environment variable stops that before the import; its function, after the import, is too late
everywhere but on Windows, where it is needed as well.

Looked at, and quiet: Qt (the window's one instance listens on a local socket), fontconfig, Dask (connects to the
scheduler that was named and reads its own configuration), TensorBoard (writes into the run's folder),
sentencepiece, uvicorn, lxml (every parser is made with `no_network`). matplotlib keeps its list of fonts in the
program's own folder (`training.analysis.drawing`).
"""

from __future__ import annotations

import os
import sys

VARIABLE = "ORT_DISABLE_TELEMETRY"
_state: list[bool] = []  # whether the first call came in time


def switch_off_telemetry() -> None:
    """Set the variable, whatever the environment says. Cheap: may be called as often as one likes."""
    if not _state:
        _state.append("onnxruntime" not in sys.modules or os.environ.get(VARIABLE) == "1")
    os.environ[VARIABLE] = "1"


def switched_off_in_time() -> bool:
    """Whether the variable was set before this process imported onnxruntime.

    False only within a foreign program that had imported onnxruntime before anything of `app`.
    """
    return os.environ.get(VARIABLE) == "1" and all(_state)
