"""Keeps True, False and None alive under a PySide6 that gives back more references than it takes.

PySide6 6.12 is built for Python 3.12 and later, where these objects are immortal. Under Python 3.11 it takes
a reference of True away with every signal that is emitted and one of None with every event that Python code
handles. After some hundred movements of the mouse the interpreter then dies of "deallocating True or False".
Enough references for centuries cost nothing and change nothing else.
"""

from __future__ import annotations

import ctypes
import sys

ENOUGH = sys.maxsize // 4


def hold_singletons() -> bool:
    """Give the three objects references that never run out; False where that isn't needed or can't be done."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython" or hasattr(sys, "getobjects"):
        return False
    held = True
    for value in (True, False, None):
        count = ctypes.c_ssize_t.from_address(id(value))  # the first field of every CPython object
        if abs(count.value - sys.getrefcount(value)) > 8:  # it isn't where it should be: hands off
            held = False
        elif count.value < ENOUGH:
            count.value += ENOUGH
    return held
