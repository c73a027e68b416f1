"""From a checkpoint to a verified model bundle: frozen G_LM, ONNX graphs, quantized variants.

May import `training` and the bundle format from `app`; nothing imports `export` but its own command.
Public face: `export.exporter.export_checkpoint`, `export.verify.verify_bundle`.
"""

import app  # noqa: F401 - switches the telemetry of libraries off, before any of them is imported
