"""Learning-rate schedules as functions of the step (1, 2, ...)."""

from __future__ import annotations

from training.config import OptimiserConfig


def learning_rate(step: int, config: OptimiserConfig, d_model: int, max_steps: int) -> float:
    """The learning rate of a step.

    noam: factor * d_model^-0.5 * min(step^-0.5, step * warmup^-1.5) ("Attention is all you need", section 5.3).
    inverse_sqrt: linear to `peak` at the end of the warm-up, then peak * sqrt(warmup / step).
    With cooldown_steps the rate falls linearly to 0 over the last steps before max_steps.
    """
    if config.schedule == "noam":
        rate = config.noam_factor * d_model**-0.5 * min(step**-0.5, step * config.warmup_steps**-1.5)
    elif config.schedule == "inverse_sqrt":
        rate = config.peak * min(step / config.warmup_steps, (config.warmup_steps / step) ** 0.5)
    else:
        rate = config.peak * min(1.0, step / config.warmup_steps)
    if config.cooldown_steps:
        rate *= min(1.0, max(0.0, (max_steps - step + 1) / config.cooldown_steps))
    return rate
