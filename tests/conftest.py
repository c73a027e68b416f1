"""Settings for every test: tiny models are quickest on one thread, and Qt needs no screen."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
