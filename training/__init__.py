"""Training: data, the Power Law Graph Transformer in PyTorch, the trainer, evaluation, analysis.

Gives: `model.plgt.PLGT`, `config.TrainingConfig`, `trainer.Trainer`, `checkpoint.load_model`, `evaluate.score`.
May import torch and the rooms of `app` that need no window; may be used by `export` and by its own commands.
"""

import app  # noqa: F401 - switches the telemetry of libraries off, before any of them is imported
