"""The one import of onnxruntime: everything that needs the module asks here (a test of the structure sees to it)."""

from __future__ import annotations

from typing import Any

from app import offline


def onnxruntime_module() -> Any:
    """The onnxruntime module, its telemetry off. Raises ImportError if it is not installed."""
    offline.switch_off_telemetry()
    import onnxruntime

    # on Windows the variable alone is not enough; elsewhere the call does nothing more
    disable = getattr(onnxruntime, "disable_telemetry_events", None)
    if disable is not None:
        disable()
    return onnxruntime
