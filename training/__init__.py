"""Data, tokenizer, the Power Law Graph Transformer in PyTorch, trainer, evaluation, analysis.

May import torch and `app` text helpers that need no window; never `export` and never `app.window`.
Public face: `training.model.plgt.PLGT`, `training.config.TrainingConfig`, `training.trainer.Trainer`.
"""

import app  # noqa: F401 - switches the telemetry of libraries off, before any of them is imported
