"""Settings for every test: tiny models are quickest on one thread, and Qt needs no screen."""

from __future__ import annotations

import os

from hypothesis import settings

import app  # noqa: F401 - switches the telemetry of onnxruntime off before a test can import it

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# the same examples every time where a failure must mean a change; new ones on a developer's machine
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")
