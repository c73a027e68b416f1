"""The runtime and what people touch: bundles, engine, text, documents, command line, window.

May import the standard library and the run-time dependencies, never torch, `training` or `export`.
Public face: `app.translation.translator.Translator`, `app.model.store.ModelStore`, `app.errors.PlgtError`.
"""

from app.offline import switch_off_telemetry

__version__ = "0.1.0"

switch_off_telemetry()  # before anything can import onnxruntime
