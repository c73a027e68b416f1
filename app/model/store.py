"""The installed model bundles: those shipped with the program and those the user imported.

A user's bundle comes before a shipped one of the same direction, unless a default is set for the direction.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from app import paths
from app.errors import PlgtError
from app.model.bundle import SUFFIX, Bundle, BundleError, pack
from app.text.languages import LANGUAGE_NAMES, Direction

DEFAULTS = "defaults.json"


@dataclass(frozen=True)
class Broken:
    """A bundle that lies in a models folder but can't be used."""

    path: Path
    reason: str


class AlreadyInstalled(PlgtError):
    """Another bundle of that name is installed; both are at hand for a question."""

    def __init__(self, installed: Bundle, new: Bundle) -> None:
        super().__init__(f'A model named "{new.name}" is installed already: add --replace to overwrite it.')
        self.installed, self.new = installed, new


class ModelStore:
    """Bundles in the shipped and the user's models folder; with `only` (a name, or the path of a bundle
    anywhere) nothing but that one."""

    def __init__(self, shipped: Path | None = None, user: Path | None = None, only: str = "") -> None:
        self.shipped = shipped if shipped is not None else paths.assets_dir() / "models"
        self.user = user if user is not None else paths.data_dir() / "models"
        self._open: dict[Path, tuple[tuple[int, int], Bundle]] = {}
        self._damaged: dict[Path, tuple[tuple[int, int], str]] = {}  # found while reading: stamp and reason
        self._only: Bundle | None = None
        if only:
            self._only = self.find(only)

    # Looking --------------------------------------------------------------------------------------------

    def bundles(self) -> list[Bundle]:
        """Every usable bundle, the user's first, each group by file name."""
        return [self._only] if self._only is not None else self._scan()[0]

    def broken(self) -> list[Broken]:
        """What lies in the folders but can't be used, and why."""
        return self._scan()[1]

    def _scan(self) -> tuple[list[Bundle], list[Broken]]:
        usable: list[Bundle] = []
        broken: list[Broken] = []
        for folder in (self.user, self.shipped):
            if not folder.is_dir():
                continue
            for path in sorted(folder.iterdir()):
                if path.name.startswith(".") or not (
                    path.suffix == SUFFIX or (path / "manifest.json").is_file()
                ):
                    continue
                try:
                    usable.append(self._bundle(path))
                except BundleError as error:
                    broken.append(Broken(path, str(error)))
        return usable, broken

    def _bundle(self, path: Path) -> Bundle:
        """The bundle at `path`, read again only when the file has changed."""
        file = path / "manifest.json" if path.is_dir() else path
        try:
            stat = file.stat()
        except OSError as error:
            raise BundleError(
                f'Can\'t read the bundle "{path}" ({error.strerror}): check its permissions.'
            ) from None
        stamp = (stat.st_mtime_ns, stat.st_size)
        damaged = self._damaged.get(path)
        if damaged is not None and damaged[0] == stamp:
            raise BundleError(damaged[1])
        known = self._open.get(path)
        if known is not None and known[0] == stamp:
            return known[1]
        bundle = Bundle(path)
        self._open[path] = (stamp, bundle)
        return bundle

    def set_aside(self, bundle: Bundle, error: BundleError) -> bool:
        """Leave a bundle out that turned out to be damaged, until its file changes; False if it was named with
        `only`, so that there is no other."""
        if self._only is not None or bundle.path not in self._open:
            return False
        self._damaged[bundle.path] = (self._open.pop(bundle.path)[0], str(error))
        return True

    @property
    def left_out(self) -> list[Broken]:
        """Bundles that turned out to be damaged while they were read, and gave way to others."""
        return [Broken(path, reason) for path, (_, reason) in self._damaged.items()]

    def get(self, name: str) -> Bundle:
        """The bundle of that name (or file name); raises PlgtError naming those that exist."""
        bundles = self.bundles()
        for bundle in bundles:
            if name in (bundle.name, bundle.path.name, bundle.path.stem):
                return bundle
        known = ", ".join(bundle.name for bundle in bundles) or "none"
        raise PlgtError(f'There is no model named "{name}": installed are {known}.')

    def find(self, name: str) -> Bundle:
        """The bundle at that path, else the installed one of that name."""
        return Bundle(name) if Path(name).exists() else self.get(name)

    def directions(self) -> list[Direction]:
        """The directions that some bundle serves, sorted."""
        return sorted({direction for bundle in self.bundles() for direction in bundle.directions})

    def for_direction(self, source: str, target: str) -> Bundle:
        """The default bundle of a direction, else the user's, else the shipped one; PlgtError if none serves
        it."""
        direction = Direction(source, target)
        able = [bundle for bundle in self.bundles() if direction in bundle.directions]
        default = self.defaults().get(str(direction))
        for bundle in able:
            if bundle.name == default:
                return bundle
        if able:
            return able[0]
        names = LANGUAGE_NAMES.get(source, source), LANGUAGE_NAMES.get(target, target)
        known = ", ".join(str(d) for d in self.directions()) or "none"
        if self._only is not None:
            raise PlgtError(
                f'The model "{self._only.name}" does not translate {names[0]} to {names[1]}, but {known}: '
                "choose another one or leave --model out."
            )
        raise PlgtError(
            f"No installed model translates {names[0]} to {names[1]} (installed directions: {known}): "
            "import one with: plgt models import FILE."
        )

    # Changing -------------------------------------------------------------------------------------------

    def import_file(self, path: str | Path, *, replace: bool = False) -> Bundle:
        """Check a bundle (folder or `.plgt` file) completely and copy it among the user's.

        Raises BundleError if it is damaged, AlreadyInstalled if another one of that name is there and `replace`
        is not set.
        """
        bundle = Bundle(path)
        bundle.verify()
        target = self.user / f"{_file_name(bundle.name)}{SUFFIX}"
        if target.exists() and not replace:
            try:
                installed = Bundle(target)
                installed.verify()
            except BundleError:
                installed = None  # nothing that is worth a question
            if installed is not None and installed.manifest == bundle.manifest:
                return self._bundle(target)
            if installed is not None:
                raise AlreadyInstalled(installed, bundle)
        pack(bundle, target)
        return self._bundle(target)

    def remove(self, name: str) -> Path:
        """Delete one of the user's bundles; returns its path. Shipped bundles can't be removed."""
        bundle = self.get(name)
        if bundle.path.parent != self.user:
            raise PlgtError(
                f'"{bundle.name}" is shipped with the program and can\'t be removed; set another default.'
            )
        try:
            bundle.path.unlink()
        except OSError as error:
            raise PlgtError(f'Can\'t remove "{bundle.path}": {error.strerror}.') from None
        self._open.pop(bundle.path, None)
        kept = {direction: model for direction, model in self.defaults().items() if model != bundle.name}
        self._write_defaults(kept)
        return bundle.path

    def defaults(self) -> dict[str, str]:
        """Direction -> name of the bundle that the user prefers."""
        try:
            values = json.loads((self.user / DEFAULTS).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(values, dict):
            return {}
        return {str(direction): str(name) for direction, name in values.items()}

    def set_default(self, name: str, direction: Direction | None = None) -> list[Direction]:
        """Prefer a bundle for one direction, or for all that it serves; returns those directions."""
        bundle = self.get(name)
        if direction is not None and direction not in bundle.directions:
            served = ", ".join(str(d) for d in bundle.directions)
            raise PlgtError(f'"{bundle.name}" does not translate {direction}; it serves {served}.')
        chosen = [direction] if direction is not None else list(bundle.directions)
        self._write_defaults({**self.defaults(), **{str(d): bundle.name for d in chosen}})
        return chosen

    def _write_defaults(self, values: dict[str, str]) -> None:
        if not values and not (self.user / DEFAULTS).exists():
            return
        data = json.dumps(dict(sorted(values.items())), indent=1).encode()
        paths.write_atomically(self.user / DEFAULTS, data, make_folder=True)


def _file_name(name: str) -> str:
    """A bundle's name as a file name: nothing but letters, digits, dot, dash, underscore."""
    cleaned = re.sub(r"[^\w.-]+", "-", name, flags=re.ASCII).strip(".-")
    if not cleaned:
        raise BundleError(
            f"The bundle's name \"{name}\" can't be used as a file name: export it with --name."
        )
    return cleaned[:100]
