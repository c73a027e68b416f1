"""The model: PLGT in PyTorch, its loss, beam search, and the comparison with the published code.

Gives: `plgt.PLGT`, `loss.cross_entropy`, `beam.beam_search`.
May import `training.config`; may be used by everything that trains, evaluates or exports.
"""
