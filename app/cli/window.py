"""`plgt window`: opens the window. Every option of `app.settings` can be set for one run."""

from __future__ import annotations

import inspect
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from app.errors import PlgtError
from app.settings import OPTIONS, Settings


def command(**values: Any) -> None:
    """Open the window, or hand files and text to the one that is open."""
    files = [Path(name) for name in values.pop("files", None) or []]
    text = str(values.pop("text", "") or "")
    clipboard = bool(values.pop("clipboard", False))
    for file in files:
        if not file.exists():
            raise PlgtError(f'There is no file "{file}": check the path.')
    settings = Settings(overrides={key: value for key, value in values.items() if value is not None})
    _check_display()
    from app.window.application import run

    code = run(settings, files, text, clipboard)
    if code:
        raise typer.Exit(code)


def _check_display() -> None:
    """Qt aborts the process where it finds no display; a sentence is better."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        raise PlgtError("There is no display to open a window on: use plgt translate or plgt batch.")


def _signature() -> inspect.Signature:
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [
        inspect.Parameter(
            "files", keyword, default=None,
            annotation=Annotated[list[str] | None, typer.Argument(help="Files to translate or import.")],
        ),
        inspect.Parameter(
            "text", keyword, default="", annotation=Annotated[str, typer.Option(help="A text to translate.")]
        ),
        inspect.Parameter(
            "clipboard", keyword, default=False,
            annotation=Annotated[bool, typer.Option("--clipboard", help="Translate the clipboard.")],
        ),
    ]  # fmt: skip
    for option in OPTIONS:
        names = (
            [f"--{option.flag}/--no-{option.flag}"]
            if isinstance(option.default, bool)
            else [f"--{option.flag}"]
        )
        help_text = option.description or option.label
        if option.choices:
            help_text += f" ({', '.join(option.choices)})"
        kind: Any = type(option.default)
        annotation: Any = Annotated[kind | None, typer.Option(*names, help=help_text, show_default=False)]
        parameters.append(inspect.Parameter(option.key, keyword, default=None, annotation=annotation))
    return inspect.Signature(parameters)


command.__signature__ = _signature()  # type: ignore[attr-defined]
command.__annotations__ = {p.name: p.annotation for p in _signature().parameters.values()}
