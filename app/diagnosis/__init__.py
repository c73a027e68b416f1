"""What a person asks when something is slow or broken: `plgt bench` and `plgt doctor`.

Gives: `bench.run_bench`, `doctor.examine`.
May import `app.model` and `app.native`; may be used by the command line alone.
"""
