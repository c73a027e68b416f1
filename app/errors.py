"""Errors whose message is one sentence for a person: what is wrong and what to do about it."""


class PlgtError(Exception):
    """An expected failure. The command line prints the message and exits with 1; the window shows it."""


class Cancelled(PlgtError):
    """The caller asked to stop; whatever was finished before is kept."""

    def __init__(self, message: str = "Cancelled.") -> None:
        super().__init__(message)
