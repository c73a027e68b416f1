"""Where the program keeps things: the shipped assets and the user's folders."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from platformdirs import PlatformDirs

from app.errors import PlgtError

_DIRS = PlatformDirs("plgt-translator", appauthor=False)


def _home(variable: str, default: str) -> Path:
    return Path(os.environ.get(variable) or default)


def assets_dir() -> Path:
    """The shipped assets: beside the packages in a source tree, inside `app` in an installed wheel."""
    installed = Path(__file__).parent / "_assets"
    return installed if installed.is_dir() else Path(__file__).parent.parent / "assets"


def icon_path(name: str) -> Path:
    """The SVG file of a shipped icon."""
    return assets_dir() / "icons" / f"{name}.svg"


def data_dir() -> Path:
    """The user's bundles, translation memory, history. PLGT_DATA_DIR overrides it."""
    return _home("PLGT_DATA_DIR", _DIRS.user_data_dir)


def config_dir() -> Path:
    """Settings. PLGT_CONFIG_DIR overrides it."""
    return _home("PLGT_CONFIG_DIR", _DIRS.user_config_dir)


def state_dir() -> Path:
    """Job journals, drafts, logs. PLGT_STATE_DIR overrides it."""
    return _home("PLGT_STATE_DIR", _DIRS.user_state_dir)


def check_regular(path: Path, subject: str, absent: str) -> None:
    """PlgtError unless `path` is a regular file that may be looked at.

    subject: what the sentence begins with, such as `The glossary terms.csv`; absent: what is said if there is
    nothing of that name, such as `The glossary terms.csv doesn't exist: check the path.`
    """
    try:
        if path.is_file():
            return
        if path.is_dir():
            raise PlgtError(f"{subject} is a folder: give a file.")
        if path.exists():
            raise PlgtError(
                f"{subject} is no regular file but a device or a pipe: copy its content into a file."
            )
    except OSError as error:
        raise PlgtError(f"{subject} can't be read: {error.strerror or error}.") from error
    raise PlgtError(absent)


def shown(text: str | Path) -> str:
    """A file's name, or a sentence with one, as it may be printed: `?` for everything that a terminal would act
    on, line breaks too."""
    return "".join(character if character.isprintable() else "?" for character in str(text))


def write_atomically(path: Path, data: bytes, *, make_folder: bool = False) -> None:
    """Write into a temporary file of the same folder, then rename; PlgtError with the reason on failure."""
    try:
        if make_folder:
            path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise PlgtError(
            f"Can't write {path} ({error.strerror or error}): choose a folder that you may write to."
        ) from error
