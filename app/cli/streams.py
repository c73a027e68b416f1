"""The standard streams: closed ones and full ones."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import TextIO

import click

from app.paths import shown

_FULL_OR_CLOSED = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF, errno.EROFS}


def open_missing() -> None:
    """Give a process that was started with a closed standard stream (`>&-`, `<&-`) one that refuses its use.

    Otherwise the next file that is opened, a database perhaps, would get the stream's descriptor and whatever is
    printed. What is meant for a closed standard error is dropped.
    """
    if os.name != "posix":
        return
    # reading refuses to be written to, writing refuses to be read
    for descriptor, mode in ((0, os.O_WRONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(descriptor)
        except OSError:
            opened = os.open(os.devnull, mode)
            if opened != descriptor:
                os.dup2(opened, descriptor)
                os.close(opened)
    if sys.stdin is None:
        sys.stdin = _text(0, "r")
    if sys.stdout is None:
        sys.stdout = _text(1, "w")
    if sys.stderr is None:
        sys.stderr = _text(2, "w")


def _text(descriptor: int, mode: str) -> TextIO:
    """A text stream on a descriptor that stays open when it ends."""
    return io.TextIOWrapper(
        open(descriptor, f"{mode}b", closefd=False), encoding="utf-8", errors="backslashreplace"
    )


def failure(error: OSError) -> str:
    """The sentence for an error of the system: a file's, or the standard output's; "" for anything else."""
    reason = error.strerror or str(error)
    if error.filename is not None:
        return f'"{error.filename}" can\'t be used: {reason}.'
    if error.errno in _FULL_OR_CLOSED:
        return f"The standard output can't be written: {reason}."
    return ""


def say(message: str) -> None:
    """A sentence on standard error, if that can be written at all."""
    try:
        click.echo(f"plgt: {shown(message)}", err=True)
    except OSError:
        return


def finish() -> None:
    """Write what is still buffered. Raises OSError once; the interpreter's own attempt at its end then is quiet."""
    stream = sys.stdout
    if stream is None:
        return
    try:
        stream.flush()
    except OSError:
        discard()
        raise


def discard() -> None:
    """Send what is still buffered for standard output nowhere."""
    try:
        descriptor = sys.stdout.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, descriptor)
        os.close(nowhere)
    except (AttributeError, OSError, ValueError):  # no real stream, as in a test
        return
