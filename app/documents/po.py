"""gettext catalogues: untranslated and fuzzy entries are translated, plural forms too; every other line stays."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polib

from app.documents.base import Segment, Translations, primary_language
from app.documents.inline import has_letters
from app.documents.polines import PoEntry, PoLines
from app.documents.strings import StringFile
from app.documents.textfile import MAX_TEXT, read_text
from app.errors import PlgtError
from app.text import patterns
from app.text.access_keys import find_key
from app.text.markup import Run

PLURAL_FORMS = {
    "en": "nplurals=2; plural=(n != 1);",
    "tr": "nplurals=2; plural=(n > 1);",
    "pt": "nplurals=2; plural=(n != 1);",
}
_ONE_ALONE = re.compile(r"nplurals=\d+;plural=\(?n!=1\)?;?")  # the first form is for 1 and nothing else
_CHARSET = re.compile(rb'"Content-Type:[^"\n]*?charset=([\w.:-]+)', re.I)
_LINE = re.compile(r"""\s*(?:$|\#.*|(?:msg(?:id|id_plural|ctxt|str(?:\[\d+\])?)\s*)?"(?:[^"\\]|\\.)*"\s*$)""")


_KEY = re.compile(
    r"""
      \w+(?:[.:/\-]\w+)+      # app.title, error:404
    | [A-Z0-9]+(?:_[A-Z0-9]+)+ # ERROR_NOT_FOUND
    | [a-z0-9]+(?:_[a-z0-9]+)+ # page_title
    | [a-z]+(?:[A-Z][a-z0-9]*)+ # pageTitle
    """,
    re.VERBOSE,
)
KEYS = 0.9  # share of msgids that look like keys from which they are taken for keys
FEW = 3  # entries; a smaller catalogue of keys without texts is not refused


class PoFile(StringFile):
    """A `.po` or `.pot` file. The text to translate is the msgid; where msgids are keys, it is the msgstr."""

    underscores = True

    def __init__(
        self, path: Path, source_lang: str | None = None, options: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(path, source_lang, options)
        self._content, self._name, self._bom = self._read()
        self._lines = self._parse()
        self._metadata = _metadata(self._lines)
        language = primary_language(self._metadata.get("Language", ""))
        wanted = str(self.options.get("target_lang", ""))
        # translations into another language are of no use for this one
        self._other_language = bool(language and wanted and language != wanted)
        self.inside = any(find_key(entry.msgid, underscores=True) for entry in self._lines.entries)
        self._keys = self._has_keys(language, wanted)

    @property
    def target_suffix(self) -> str:
        return ".po" if self.path.suffix.lower() == ".pot" else self.path.suffix

    def _read(self) -> tuple[str, str, bytes]:
        """(text, encoding, byte order mark)."""
        with self.path.open("rb") as file:
            head = file.read(1 << 16)
        declared = _CHARSET.search(head)
        bom = codecs.BOM_UTF8 if head.startswith(codecs.BOM_UTF8) else b""
        name = declared.group(1).decode("ascii") if declared is not None else "utf-8"
        if self.path.stat().st_size <= MAX_TEXT and name.upper() != "CHARSET":
            try:
                return self.path.read_bytes().decode(name).removeprefix("\ufeff"), name, bom
            except (LookupError, UnicodeDecodeError):
                self.notes.append(f'"{self.path.name}" says it is in {name}, but is not: its bytes decided.')
        text, encoding = read_text(self.path, self.source_lang)
        return text, encoding.name, encoding.bom

    def _parse(self) -> PoLines:
        for number, line in enumerate(re.split(r"\r\n|\n|\r", self._content), start=1):
            if not _LINE.fullmatch(line):
                raise PlgtError(
                    f'"{self.path.name}" is damaged in line {number}: msgfmt --check helps to mend it.'
                )
        try:
            catalogue = polib.pofile("\n" + self._content, encoding="utf-8")
        except (OSError, ValueError, IndexError, KeyError, AttributeError, TypeError, UnicodeError) as error:
            found = re.search(r"line (\d+)", str(error))
            place = f" in line {int(found.group(1)) - 1}" if found else ""
            raise PlgtError(
                f'"{self.path.name}" is damaged{place}: msgfmt --check helps to mend it.'
            ) from error
        lines = PoLines(self._content)
        known = [(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete]
        found_here = [(entry.context and entry.context.value, entry.msgid) for entry in lines.entries]
        if known != found_here or any(not entry.strings for entry in lines.entries):
            raise PlgtError(f'"{self.path.name}" is damaged: msgfmt --check helps to mend it.')
        return lines

    def _width(self) -> int:
        """Lines as long as the file's own: without wrapping if it doesn't wrap."""
        longest = max(map(len, self._content.splitlines()), default=0)
        return 78 if longest <= 80 else 0

    def _has_keys(self, language: str, wanted: str) -> bool:
        """Whether msgids are keys and the texts stand in the msgstr. PlgtError where there is no text then."""
        entries = [entry for entry in self._lines.entries if has_letters(entry.msgid)]
        keys = sum(
            _KEY.fullmatch(entry.msgid) is not None and find_key(entry.msgid, underscores=True) is None
            for entry in entries
        )
        if not entries or keys < KEYS * len(entries):
            return False
        texts = [text for entry in entries for text in entry.texts if text]
        if not any(text not in (entry.msgid for entry in entries) for text in texts):
            if len(entries) < FEW:
                return False
            raise PlgtError(
                f'"{self.path.name}" has keys for msgids and no texts: give the catalogue of the source language.'
            )
        if language and language == wanted:
            raise PlgtError(
                f'"{self.path.name}" has keys for msgids, and its texts are in "{wanted}" already: give the '
                "catalogue of the source language."
            )
        return True

    def _open_entries(self, lines: PoLines) -> Iterator[tuple[int, PoEntry, bool]]:
        """(number, entry, whether it has a good translation) of entries in use."""
        for number, entry in enumerate(lines.entries, start=1):
            singular, _ = self._sources(entry)
            if has_letters(singular):
                done = not entry.fuzzy and entry.translated and not self._other_language and not self._keys
                yield number, entry, done

    def _sources(self, entry: PoEntry) -> tuple[str, str]:
        """The text to translate, and that of the plural ("" without one)."""
        if self._keys:
            texts = entry.texts
            return texts[0], texts[-1] if entry.plural is not None else ""
        return entry.msgid, entry.plural.value if entry.plural is not None else ""

    def segments(self) -> Iterator[Segment]:
        kept = 0
        for number, entry, done in self._open_entries(self._lines):
            context = entry.context.value if entry.context is not None else entry.msgid if self._keys else ""
            singular, plural = self._sources(entry)
            texts = entry.texts if done else [""]
            segment = self.string(Segment(str(number), (Run(singular),), context[:120], existing=texts[0]))
            kept += not segment.translatable
            yield segment
            if plural:
                yield self.string(Segment(f"{number}p", (Run(plural),), context[:120], existing=texts[-1]))
        self.note_patterns(kept)

    def save(self, target: Path, translations: Translations, target_lang: str) -> None:
        lines = PoLines(self._content)  # the one that was read stays as it is
        doubtful = self.options.get("doubtful", ())
        rule, forms = self._plural_rule(lines, target_lang)
        width = self._width()
        changed = 0
        for number, entry, done in self._open_entries(lines):
            first = translations.get(str(number))
            if first is None:
                if self._other_language and not done and not self._keys:
                    lines.set_strings(entry, [""] * (forms if entry.plural is not None else 1), width)
                continue
            changed += 1
            singular, plural = self._sources(entry)
            text = self._spelled(singular, first)
            if entry.plural is None:
                lines.set_strings(entry, [text], width)
            else:
                runs = translations.get(f"{number}p")
                others = self._spelled(plural, runs) if runs is not None else text
                if forms < 2 or (
                    _directives(text) != _directives(others)
                    and not _ONE_ALONE.fullmatch(rule.replace(" ", ""))
                ):
                    text = others  # the first form is for more numbers than 1, so it must name the number
                lines.set_strings(entry, [text, *[others] * (forms - 1)], width)
            lines.set_fuzzy(entry, str(number) in doubtful or f"{number}p" in doubtful)
        if not (changed or translations):
            target.write_bytes(self.path.read_bytes())
            return
        self._set_header(lines, target_lang, rule)
        target.write_bytes(self._encoded(lines))

    def _spelled(self, source: str, runs: Sequence[Run]) -> str:
        return _like(source, self.spelled_text(source, runs))

    def _set_header(self, lines: PoLines, target_lang: str, rule: str) -> None:
        fields: dict[str, str] = {}
        if primary_language(self._metadata.get("Language", "")) != target_lang:
            fields["Language"] = target_lang
        plurals = any(entry.plural is not None for entry in lines.entries) or "Plural-Forms" in self._metadata
        if plurals and self._metadata.get("Plural-Forms", "") != rule:
            fields["Plural-Forms"] = rule
        content = self._metadata.get("Content-Type", "")
        if "charset=CHARSET" in content:
            fields["Content-Type"] = content.replace("charset=CHARSET", "charset=UTF-8")
        if lines.header is None:
            more = {
                "MIME-Version": "1.0",
                "Content-Type": "text/plain; charset=UTF-8",
                "Content-Transfer-Encoding": "8bit",
            }
            lines.add_header({**fields, **more})
        else:
            lines.set_header(fields)
            if lines.header.fuzzy:
                lines.set_fuzzy(lines.header, False)

    def _encoded(self, lines: PoLines) -> bytes:
        """The bytes of the catalogue; in UTF-8, which its header then says, where its own encoding lacks letters."""
        text = lines.text()
        try:
            return self._bom + text.encode("utf-8" if self._name.upper() == "CHARSET" else self._name)
        except (UnicodeEncodeError, LookupError):
            text = re.sub(r"charset=[\w.:-]+", "charset=UTF-8", text, count=1)
            return self._bom + text.encode("utf-8", "replace")

    def _plural_rule(self, lines: PoLines, target_lang: str) -> tuple[str, int]:
        """(the header's rule, or the language's if it has none of its own; number of forms)."""
        header = self._metadata.get("Plural-Forms", "")
        found = re.match(r"\s*nplurals\s*=\s*([1-9])\s*;", header)
        if found and not self._other_language:
            return header, int(found.group(1))
        return PLURAL_FORMS.get(target_lang, PLURAL_FORMS["en"]), 2


def _metadata(lines: PoLines) -> dict[str, str]:
    """The fields of the header."""
    if lines.header is None or 0 not in lines.header.strings:
        return {}
    pairs = [line.partition(":") for line in lines.header.strings[0].value.split("\n") if ":" in line]
    return {name.strip(): value.strip() for name, _, value in pairs}


def _directives(text: str) -> list[str]:
    """The printf directives of a text, in any order."""
    return sorted(
        match.group() for match in patterns.SPANS.finditer(text) if match.group().startswith(("%", "{"))
    )


def _like(source: str, text: str) -> str:
    """With line breaks at start and end as in the source, which msgfmt insists on."""
    if not text.strip("\n"):
        return text
    start = len(source) - len(source.lstrip("\n"))
    end = len(source) - len(source.rstrip("\n"))
    return "\n" * start + text.strip("\n") + "\n" * end
