"""Parts of an Office package: their content types, their names, their relationships (ECMA-376 part 2).

A type stands in an `Override` for one part or in a `Default` for an extension. Names of parts are the same in
any case, and some programs write `\\` between folders.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from app.documents.archive import Archive, same_name
from app.documents.xmlsafe import ElementTree, parse_xml
from app.errors import PlgtError

TYPES = "[Content_Types].xml"
_KNOWN: WeakKeyDictionary[Archive, dict[str, str]] = WeakKeyDictionary()  # lists of types, read once


@dataclass(frozen=True)
class Relationship:
    """A part named by another one. target: the part's entry in the archive, "" outside it or not there."""

    id: str
    kind: str  # last segment of the relationship's type: "header", "aFChunk"
    target: str


def content_types(archive: Archive) -> dict[str, str]:
    """Entry of the archive -> content type. PlgtError when the list of types is missing or damaged."""
    known = _KNOWN.get(archive)
    if known is None:
        known = _KNOWN[archive] = _read_types(archive)
    return known


def _read_types(archive: Archive) -> dict[str, str]:
    tree = _tree(archive, archive.find(TYPES) or TYPES)
    overrides = {
        same_name(element.get("PartName", "")): element.get("ContentType", "")
        for element in tree.iter("{*}Override")
    }
    defaults = {
        element.get("Extension", "").casefold(): element.get("ContentType", "")
        for element in tree.iter("{*}Default")
    }
    found: dict[str, str] = {}
    for entry in archive.names:
        kind = overrides.get(same_name(entry)) or defaults.get(entry.rpartition(".")[2].casefold())
        if kind:
            found[entry] = kind.strip()
    return found


def parts_of_type(archive: Archive, *endings: str) -> list[str]:
    """Parts whose content type ends so: in the order of the endings, then by the numbers in their names."""
    types = content_types(archive)
    found: list[str] = []
    for ending in endings:
        names = [name for name, kind in types.items() if kind.casefold().endswith(ending.casefold())]
        found.extend(sorted(names, key=natural_key))
    return list(dict.fromkeys(found))


def natural_key(name: str) -> list[tuple[int, str]]:
    """Sorts slide2 before slide10."""
    return [(len(part), part) if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", name)]


def relationships(archive: Archive, part: str = "") -> list[Relationship]:
    """What a part (or the package itself) names. Without or with a damaged list: nothing."""
    folder, _, name = part.replace("\\", "/").rpartition("/")
    entry = archive.find(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
    if not entry:
        return []
    try:
        tree = _tree(archive, entry)
    except PlgtError:
        return []
    found: list[Relationship] = []
    for element in tree.iter("{*}Relationship"):
        target = element.get("Target", "")
        outside = element.get("TargetMode", "").casefold() == "external"
        where = target if target.startswith(("/", "\\")) else f"{folder}/{target}"
        path = posixpath.normpath(where.replace("\\", "/").lstrip("/"))
        kind = element.get("Type", "").rpartition("/")[2]
        found.append(Relationship(element.get("Id", ""), kind, "" if outside else archive.find(path)))
    return found


def main_part(archive: Archive, *endings: str) -> str:
    """The part that holds the document itself. PlgtError when the package has none."""
    named = [r.target for r in relationships(archive) if r.kind == "officeDocument" and r.target]
    typed = parts_of_type(archive, *endings)
    for part in named:
        if part in typed:
            return part
    if typed:
        return typed[0]
    raise PlgtError(
        f'"{archive.path.name}" is damaged: the part with the document itself is missing; save it again.'
    )


def _tree(archive: Archive, name: str) -> ElementTree:
    return parse_xml(archive.read(name), f"{archive.path.name}: {name}")
