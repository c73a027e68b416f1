"""The native attention operator: C++ sources, their build, and the loader that picks a library.

Gives: `loader.select_library`, `build.build_cpu`, `probe.probe_session`; `OPERATOR.md` defines the operator.
May import nothing of the project; may be used by `app.model`, `app.diagnosis` and `export`.
"""
