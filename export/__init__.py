"""From a checkpoint to a verified model bundle: frozen G_LM, ONNX graphs, quantized variants.

Gives: `exporter.export_checkpoint`, `verify.verify_bundle`, `calibrate.main`.
May import `training`, and from `app` the bundle, the engine and the translator; may be used by its own command.
"""

import app  # noqa: F401 - switches the telemetry of libraries off, before any of them is imported
