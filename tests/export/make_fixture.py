"""Writes tests/data/tiny-v1.plgt, the bundle of format version 1 that must keep loading.

Run once, when the fixture was made; a later format version gets a fixture of its own beside it.
"""

import tempfile
from pathlib import Path

from export.exporter import ExportOptions, export_checkpoint
from tests.export.tiny import tiny_checkpoint

FIXTURE = Path(__file__).parents[1] / "data" / "tiny-v1.plgt"

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        checkpoint = tiny_checkpoint(Path(folder), vocabulary=360, d_ff=24, encoder_layers=1)
        export_checkpoint(checkpoint, FIXTURE, ExportOptions(variants=("fp32", "int8")), print)
    print(FIXTURE.stat().st_size, "bytes")
