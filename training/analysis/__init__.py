"""What is asked of a finished model: its deductive outputs, scores, the paper's numbers, a step's speed.

Gives: `inspection.inspect_model`, `drawing.write_inspection`, `evaluation_run.run`, `paper.main`, `step_profile.main`.
May import all of `training` and `app.model`; may be used by the commands `inspect` and `evaluate` alone.
"""
