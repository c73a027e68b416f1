"""gettext catalogues: untranslated and fuzzy entries are translated, plural forms too; the rest stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polib

from app.documents.base import DocumentFile, Segment, Translations
from app.documents.inline import has_letters
from app.documents.textfile import MAX_TEXT, read_text
from app.errors import PlgtError
from app.text.markup import Run, join_runs

PLURAL_FORMS = {
    "en": "nplurals=2; plural=(n != 1);",
    "tr": "nplurals=2; plural=(n > 1);",
    "pt": "nplurals=2; plural=(n != 1);",
}
_CHARSET = re.compile(rb'"Content-Type:[^"\n]*?charset=([\w.:-]+)', re.I)
_LINE = re.compile(r"""\s*(?:$|\#.*|(?:msg(?:id|id_plural|ctxt|str(?:\[\d+\])?)\s*)?"(?:[^"\\]|\\.)*"\s*$)""")


class PoFile(DocumentFile):
    """A `.po` or `.pot` file. The text to translate is the msgid."""

    def __init__(
        self, path: Path, source_lang: str | None = None, options: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(path, source_lang, options)
        self._content, self._name = self._read()
        self._catalogue = self._parse()
        language = self._catalogue.metadata.get("Language", "")
        wanted = str(self.options.get("target_lang", ""))
        # translations into another language are of no use for this one
        self._other_language = bool(language and wanted and _primary(language) != wanted)

    @property
    def target_suffix(self) -> str:
        return ".po" if self.path.suffix.lower() == ".pot" else self.path.suffix

    def _read(self) -> tuple[str, str]:
        with self.path.open("rb") as file:
            declared = _CHARSET.search(file.read(1 << 16))
        name = declared.group(1).decode("ascii") if declared is not None else "utf-8"
        if self.path.stat().st_size <= MAX_TEXT and name.upper() != "CHARSET":
            try:
                return self.path.read_bytes().decode(name).removeprefix("\ufeff"), name
            except (LookupError, UnicodeDecodeError):
                self.notes.append(f'"{self.path.name}" says it is in {name}, but is not: its bytes decided.')
        text, encoding = read_text(self.path, self.source_lang)
        return text, encoding.name

    def _parse(self) -> polib.POFile:
        for number, line in enumerate(re.split(r"\r\n|\n|\r", self._content), start=1):
            if not _LINE.fullmatch(line):
                raise PlgtError(
                    f'"{self.path.name}" is damaged in line {number}: msgfmt --check helps to mend it.'
                )
        try:
            catalogue = polib.pofile("\n" + self._content, wrapwidth=self._width(), encoding="utf-8")
        except (OSError, ValueError, IndexError, KeyError, AttributeError, TypeError, UnicodeError) as error:
            line = re.search(r"line (\d+)", str(error))
            place = f" in line {int(line.group(1)) - 1}" if line else ""
            raise PlgtError(
                f'"{self.path.name}" is damaged{place}: msgfmt --check helps to mend it.'
            ) from error
        return catalogue

    def _width(self) -> int:
        """Lines as long as the file's own: without wrapping if it doesn't wrap."""
        longest = max(map(len, self._content.splitlines()), default=0)
        return 78 if longest <= 80 else 0

    def _open_entries(self, catalogue: polib.POFile) -> Iterator[tuple[int, polib.POEntry, bool]]:
        """(number, entry, whether it has a good translation) of entries in use."""
        for number, entry in enumerate(catalogue, start=1):
            if entry.obsolete or not has_letters(entry.msgid):
                continue
            done = not entry.fuzzy and entry.translated() and not self._other_language
            yield number, entry, done

    def segments(self) -> Iterator[Segment]:
        for number, entry, done in self._open_entries(self._catalogue):
            context = entry.msgctxt or ""
            existing = entry.msgstr or next(iter(entry.msgstr_plural.values()), "") if done else ""
            yield Segment(str(number), (Run(entry.msgid),), context, existing=existing)
            if entry.msgid_plural:
                last = list(entry.msgstr_plural.values())[-1:] if done else []
                yield Segment(f"{number}p", (Run(entry.msgid_plural),), context, existing="".join(last))

    def save(self, target: Path, translations: Translations, target_lang: str) -> None:
        catalogue = self._parse()  # the one that was read stays as it is
        doubtful = self.options.get("doubtful", ())
        forms = self._plural_count(catalogue, target_lang, bool(translations))
        changed = 0
        for number, entry, done in self._open_entries(catalogue):
            first = translations.get(str(number))
            if first is None:
                if self._other_language and not done:
                    _empty(entry, forms)
                continue
            changed += 1
            text = _like(entry.msgid, join_runs(first))
            if entry.msgid_plural:
                runs = translations.get(f"{number}p")
                plural = _like(entry.msgid, join_runs(runs)) if runs is not None else text
                entry.msgstr_plural = {
                    index: text if index == 0 and forms > 1 else plural for index in range(forms)
                }
            else:
                entry.msgstr = text
            unsure = str(number) in doubtful or f"{number}p" in doubtful
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"] + ["fuzzy"] * unsure
            entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None
        if changed:
            if _primary(catalogue.metadata.get("Language", "")) != target_lang:
                catalogue.metadata["Language"] = target_lang
            catalogue.metadata_is_fuzzy = None
        text = catalogue.__unicode__()
        if changed or translations:
            data = text.replace("charset=CHARSET", "charset=UTF-8")
            encoding = self._name
            try:
                encoded = data.encode(encoding)
            except (UnicodeEncodeError, LookupError):
                data = re.sub(r"charset=[\w.:-]+", "charset=UTF-8", data, count=1)
                encoded = data.encode("utf-8", "replace")
            target.write_bytes(encoded)
        else:
            target.write_bytes(self.path.read_bytes())

    def _plural_count(self, catalogue: polib.POFile, target_lang: str, changing: bool) -> int:
        """Number of plural forms; the header gets the language's rule if it has none of its own."""
        header = catalogue.metadata.get("Plural-Forms", "")
        found = re.match(r"\s*nplurals\s*=\s*([1-9])\s*;", header)
        if found and not self._other_language:
            return int(found.group(1))
        plurals = any(entry.msgid_plural for entry in catalogue)
        if changing and (plurals or header):
            catalogue.metadata["Plural-Forms"] = PLURAL_FORMS.get(target_lang, PLURAL_FORMS["en"])
        return 2


def _primary(language: str) -> str:
    return re.split(r"[-_@.]", language.strip().lower())[0]


def _empty(entry: polib.POEntry, forms: int) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = dict.fromkeys(range(forms), "")
    else:
        entry.msgstr = ""


def _like(source: str, text: str) -> str:
    """With line breaks at start and end as in the source, which msgfmt insists on."""
    if not text.strip("\n"):
        return text
    start = len(source) - len(source.lstrip("\n"))
    end = len(source) - len(source.rstrip("\n"))
    return "\n" * start + text.strip("\n") + "\n" * end
