"""A model card as text: what a bundle says about its data, licences and scores."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def lines(value: Any, indent: int = 0) -> list[str]:
    """Nested tables and lists as indented lines."""
    space = "  " * indent
    if isinstance(value, Mapping):
        found: list[str] = []
        for key, item in value.items():
            if isinstance(item, Mapping | list) and item:
                found.append(f"{space}{_title(key)}:")
                found += lines(item, indent + 1)
            elif item not in ("", None, [], {}):
                found.append(f"{space}{_title(key)}: {_short(item)}")
        return found
    if isinstance(value, list):
        if all(not isinstance(item, Mapping | list) for item in value):
            return [space + ", ".join(_short(item) for item in value)]
        found = []
        for item in value:
            if isinstance(item, Mapping) and all(not isinstance(v, Mapping) for v in item.values()):
                found.append(
                    space
                    + "• "
                    + ", ".join(f"{_title(k)} {_short(v)}" for k, v in item.items() if v not in ("", None))
                )
            else:
                found += lines(item, indent)
        return found
    return [space + _short(value)]


def find(value: Any, names: tuple[str, ...]) -> str:
    """The first entry whose name contains one of `names`, in a line."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if any(name in str(key).casefold() for name in names):
                return _line(item)
        for item in value.values():
            found = find(item, names)
            if found:
                return found
    if isinstance(value, list):
        parts = [found for found in (find(item, names) for item in value) if found]
        return ", ".join(dict.fromkeys(parts))
    return ""


def scores(card: Mapping[str, Any]) -> str:
    """The BLEU of every test set in a line; whatever is called a score where a card is of another shape."""
    entries = card.get("scores")
    found: list[str] = []
    for entry in entries if isinstance(entries, list) else []:
        bleu = entry.get("bleu") if isinstance(entry, Mapping) else None
        value = bleu.get("bleu") if isinstance(bleu, Mapping) else bleu
        if isinstance(value, int | float) and entry.get("set"):
            found.append(f"{entry['set']} {value:.1f}")
    return f"BLEU {', '.join(found)}" if found else find(card, ("bleu", "score", "chrf"))


def _line(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_line(item)}" for key, item in value.items() if not isinstance(item, list))
    if isinstance(value, list):
        return "; ".join(_line(item) for item in value)
    return _short(value)


def _short(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list):
        return ", ".join(_short(item) for item in value)
    return str(value)


def _title(key: Any) -> str:
    return str(key).replace("_", " ")


def size_text(size: int) -> str:
    """Bytes for people."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"
