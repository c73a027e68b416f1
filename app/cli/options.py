"""Options that several commands share, declared in `app.settings`: left out, the user's settings hold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import click
import typer

from app.errors import PlgtError
from app.settings import BY_KEY, Settings


def _described(key: str) -> str:
    option = BY_KEY[key]
    choices = f" One of {', '.join(option.choices)}." if option.choices else ""
    return f"{option.description}{choices} [your setting; at first {option.default}]"


Device = Annotated[str | None, typer.Option(help=_described("device"))]
Threads = Annotated[int | None, typer.Option(help=_described("threads"))]
Model = Annotated[
    str, typer.Option("--model", help="Translate with this model alone: its name, or the path of a bundle.")
]
Beam = Annotated[int | None, typer.Option(help=_described("beam"))]


def engine_settings(device: str | None, threads: int | None, beam: int | None) -> Settings:
    """The settings with this run's options on top; PlgtError for a value that isn't allowed."""
    given = {"device": device, "threads": threads, "beam": beam}
    settings = Settings(overrides={key: value for key, value in given.items() if value is not None})
    for message in settings.messages:
        click.echo(f"plgt: {message}", err=True)
    return settings


@contextmanager
def serve_extra() -> Iterator[None]:
    """Around the import of `app.server`: PlgtError says how to install what is missing."""
    try:
        yield
    except ImportError as error:
        raise PlgtError(
            f'The server needs the "serve" extra ({error.name} is missing): run '
            'pip install "plgt-translator[serve]".'
        ) from None


@contextmanager
def train_extra(work: str) -> Iterator[None]:
    """Around imports of `training` and `export`: PlgtError says that this work needs the extra."""
    try:
        yield
    except ImportError as error:
        raise PlgtError(
            f'{work} needs the "train" extra ({error.name} is missing): install plgt-translator[train].'
        ) from None
