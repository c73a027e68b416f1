"""The three languages of the product and the directions between them."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import PlgtError

LANGUAGE_NAMES: dict[str, str] = {"en": "English", "tr": "Turkish", "pt": "Portuguese"}
AUTO = "auto"


@dataclass(frozen=True, order=True)
class Direction:
    """A source and a target language code, written `tr-en`."""

    source: str
    target: str

    def __str__(self) -> str:
        return f"{self.source}-{self.target}"

    @classmethod
    def parse(cls, text: str) -> Direction:
        """Read `tr-en`; raises PlgtError for anything else."""
        source, separator, target = text.partition("-")
        if not separator:
            raise PlgtError(f'"{text}" is not a direction: write it as SOURCE-TARGET, for example tr-en.')
        return cls(check_language(source), check_language(target))


def check_language(code: str, *, allow_auto: bool = False) -> str:
    """Return the normalised code, or raise PlgtError naming the codes that exist."""
    normalised = code.strip().casefold().split("-")[0].split("_")[0]
    if normalised in LANGUAGE_NAMES or (allow_auto and normalised == AUTO):
        return normalised
    known = ", ".join([*LANGUAGE_NAMES, *([AUTO] if allow_auto else [])])
    raise PlgtError(f'Unknown language "{code}": use one of {known}.')
