"""The native attention operator: C++ sources, their build, and the loader that picks a library.

`OPERATOR.md` beside this file defines the operator; `loader.select_library` is what the engine calls.
"""
