"""The runtime and what people touch: each folder is a room, `server` is the HTTP API.

Gives: `translation.translator.Translator`, `model.store.ModelStore`, `errors.PlgtError`.
May import the standard library and the run-time dependencies, never torch, `training` or `export`; may be
used by everything. Who may import whom stands in `tests/test_structure.py`.
"""

from app.offline import switch_off_telemetry

__version__ = "0.1.0"

switch_off_telemetry()  # before anything can import onnxruntime
