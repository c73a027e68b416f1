"""The user's terms: found in the source, inflected Turkish forms included, and required of the translation.

A glossary file is CSV, TSV or TBX. The columns are `term, translation, case, direction`; the last two may
be absent:

- `translation` empty or `=`: the term is kept as it is (do not translate).
- `case`: `match` (default; found in any case, the translation follows the source's capitals) or `exact`
  (found only as written, the translation is used as written).
- `direction`: `tr-en`, `en-pt`, ...; empty = every direction; `tr-en,en-tr` or `tr<>en` = both ways (swapped
  for the second).

The first row may be a head: these names, or the languages of the columns (`tr;en`, `Turkish,English,Portuguese`),
whose terms then hold both ways.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from app.errors import PlgtError
from app.paths import check_regular, write_atomically
from app.text.languages import LANGUAGE_NAMES, Direction, check_language

Case = Literal["match", "exact"]
SUFFIXES = (".csv", ".tsv", ".tbx")
MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Term:
    """One entry. `direction` None = every direction; `translation` equal to `source` = keep as it is."""

    source: str
    translation: str
    case: Case = "match"
    direction: Direction | None = None

    @property
    def keep(self) -> bool:
        """Whether this is a do-not-translate term."""
        return self.translation == self.source


@dataclass(frozen=True)
class TermMatch:
    """A term found in a sentence at [start, end); `suffix` is the inflection that follows the stem, inside
    the span."""

    term: Term
    start: int
    end: int
    text: str
    suffix: str = ""

    @property
    def required(self) -> str:
        """The translation as it should appear, its capitals following the source for case rule `match`."""
        return self.term.translation if self.term.case == "exact" else follow_case(self.text, self.term)


def follow_case(found: str, term: Term) -> str:
    """`term.translation` with the capitals of `found` where these differ from those of the term as
    written."""
    stem = found[: len(term.source)]
    if stem == term.source or not term.translation:
        return term.translation
    letters = [c for c in found if c.isalpha()]
    if len(letters) > 1 and all(c.isupper() for c in letters) and not term.source.isupper():
        return term.translation.upper()
    if found[0].isupper() and term.source[0].islower():
        return term.translation[0].upper() + term.translation[1:]
    return term.translation


# Turkish nominal inflection as a chain: derivation, plural, possessive, case, -ki, copula. Vowel harmony is
# left open
# on purpose (loan words break it); the chain still refuses words that merely begin alike (bilgi /
# bilgisayar).
_TR_SUFFIX = re.compile(
    r"""(?:['’]?(?:
      l[ae]r[ıi]? | l[ae]r[ıi](?:n|m[ıi]z|n[ıi]z)? |
      [ıiuü]m(?:[ıiuü]z)? | [ıiuü]n(?:[ıiuü]z)? | m[ıiuü]z | n[ıiuü]z | m | n | s?[ıiuü] |
      n?[dt][ae](?:n)? | n?y?[ae] | n?[ıiuü]n? | y?l[ae] | n?c[ae] | [yn][ıiuü] | n[ae] |
      ki(?:l[ae]r)? | [dt][ıiuü]r | y?[dt][ıiuü] | y?m[ıiuü]ş | y?s[ae] |
      l[ıiuü] | s[ıiuü]z | l[ıiuü][kğ] | [cç][ıiuü] | ymış
    )){1,6}""",
    re.VERBOSE,
)
_EN_SUFFIX = re.compile(r"(?:e?s|['’]s?)")
_PT_SUFFIX = re.compile(r"(?:e?s)")
_SUFFIXES = {"tr": _TR_SUFFIX, "en": _EN_SUFFIX, "pt": _PT_SUFFIX}
_SOFTENED = {"k": "ğg", "p": "b", "ç": "c", "t": "d", "g": "ğ"}


def _lower(text: str, language: str) -> str:
    """Lower case of the same length, with Turkish i/ı rules for Turkish."""
    if language == "tr":
        text = text.replace("İ", "i").replace("I", "ı")
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


class Glossary:
    """A list of terms with a matcher. Not changed after creation: `with_terms` gives a new one."""

    def __init__(self, terms: Iterable[Term] = (), path: Path | None = None) -> None:
        self.terms: tuple[Term, ...] = tuple(dict.fromkeys(terms))
        self.path = path
        self._index: dict[tuple[str, str], dict[str, list[Term]]] = {}

    def __len__(self) -> int:
        return len(self.terms)

    def with_terms(self, terms: Iterable[Term]) -> Glossary:
        return Glossary([*self.terms, *terms], self.path)

    # Finding --------------------------------------------------------------------------------------

    def _by_first_letters(self, source: str, target: str) -> dict[str, list[Term]]:
        """The direction's terms, keyed by the first two letters of their lower-cased form, longest first."""
        key = (source, target)
        if key not in self._index:
            index: dict[str, list[Term]] = {}
            for term in self.terms:
                if term.direction is None or (term.direction.source, term.direction.target) == key:
                    index.setdefault(_lower(term.source, source)[:2], []).append(term)
            for terms in index.values():
                terms.sort(key=lambda term: -len(term.source))
            self._index[key] = index
        return self._index[key]

    def find(self, sentence: str, source: str, target: str) -> list[TermMatch]:
        """The terms in a sentence, longest first at each place, without overlaps, in order."""
        index = self._by_first_letters(source, target)
        if not index:
            return []
        lowered = _lower(sentence, source)
        matches: list[TermMatch] = []
        at = 0
        while at < len(lowered):
            if at and lowered[at - 1].isalnum():
                at += 1
                continue
            for term in [*index.get(lowered[at : at + 2], ()), *index.get(lowered[at : at + 1], ())]:
                match = self._match_at(sentence, lowered, at, term, source)
                if match:
                    matches.append(match)
                    at = match.end
                    break
            else:
                at += 1
        return matches

    @staticmethod
    def _match_at(sentence: str, lowered: str, at: int, term: Term, language: str) -> TermMatch | None:
        stem = _lower(term.source, language)
        end = at + len(stem)
        text = lowered[at:end]
        if len(text) < len(stem):
            return None
        softened = False
        if text != stem:
            last = _SOFTENED.get(stem[-1], "") if language == "tr" else ""
            if text[:-1] != stem[:-1] or text[-1] not in last:
                return None
            softened = True
        if term.case == "exact" and sentence[at : end - softened] != term.source[: len(stem) - softened]:
            return None
        word_end = end
        while word_end < len(lowered) and (
            lowered[word_end].isalnum()
            or (lowered[word_end] in "'’" and word_end + 1 < len(lowered) and lowered[word_end + 1].isalpha())
        ):
            word_end += 1
        suffix = lowered[end:word_end]
        if suffix or softened:
            pattern = _SUFFIXES.get(language)
            if not stem[-1:].isalpha() or pattern is None or not pattern.fullmatch(suffix):
                return None
            if softened and suffix[0] not in "aeıioöuü":
                return None
        return TermMatch(term, at, word_end, sentence[at:word_end], suffix)

    def keep_terms(self, source: str, target: str) -> list[str]:
        """Do-not-translate terms of a direction, for the placeholder protection."""
        return [
            term.source
            for term in self.terms
            if term.keep
            and (term.direction is None or (term.direction.source, term.direction.target) == (source, target))
        ]

    # Files ----------------------------------------------------------------------------------------

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Glossary:
        """Read a .csv, .tsv or .tbx file; PlgtError with the line for anything that can't be understood."""
        file = Path(path)
        check_regular(file, f"The glossary {file}", f"The glossary {file} doesn't exist: check the path.")
        if file.suffix.casefold() not in SUFFIXES:
            raise PlgtError(f"The glossary {file} has an unknown ending: use .csv, .tsv or .tbx.")
        if file.stat().st_size > MAX_BYTES:
            raise PlgtError(f"The glossary {file} is larger than 64 MiB: split it.")
        data = file.read_bytes()
        if file.suffix.casefold() == ".tbx":
            return cls(_read_tbx(data, file), file)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise PlgtError(f"The glossary {file} isn't UTF-8: save it as UTF-8 text.") from error
        return cls(_read_table(text, file), file)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write a .csv, .tsv or .tbx file (temporary file and rename, so that no half file is left)."""
        file = Path(path)
        suffix = file.suffix.casefold()
        if suffix not in SUFFIXES:
            raise PlgtError(f"The glossary {file} has an unknown ending: use .csv, .tsv or .tbx.")
        content = _write_tbx(self.terms) if suffix == ".tbx" else _write_table(self.terms, suffix)
        write_atomically(file, content.encode("utf-8"))


_HEADER = {
    "term": "term", "source": "term", "translation": "translation", "target": "translation",
    "case": "case", "direction": "direction",
}  # fmt: skip


def _read_table(text: str, file: Path) -> list[Term]:
    delimiter = "\t" if file.suffix.casefold() == ".tsv" else _delimiter(text)
    terms: list[Term] = []
    columns = ["term", "translation", "case", "direction"]
    languages: dict[int, str] = {}  # column -> language, where the head row names languages
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    first = True
    try:
        for row in reader:
            if not any(cell.strip() for cell in row) or row[0].startswith("#"):
                continue
            if first:
                first = False
                names = [_HEADER.get(cell.strip().casefold(), "") for cell in row]
                languages = _head_of_languages(row)
                if languages or ("term" in names and "translation" in names):
                    columns = names
                    continue
            where = f"{file}, line {reader.line_num}"
            cells = [cell.strip() for cell in row]
            values = dict(zip(columns, cells, strict=False))
            if languages:
                terms += _terms_of_languages(cells, languages, values, where)
            else:
                terms += _terms(values, where)
    except csv.Error as error:
        raise PlgtError(f"The glossary {file} isn't a table at line {reader.line_num} ({error}).") from error
    return terms


def _head_of_languages(row: Sequence[str]) -> dict[int, str]:
    """The languages of the columns where a head row names them (`tr;en`, `Turkish,English`); {} if it doesn't."""
    found = {index: language for index, cell in enumerate(row) if (language := _language_named(cell))}
    return found if len(found) >= 2 and len(set(found.values())) == len(found) and 0 in found else {}


def _terms_of_languages(
    cells: Sequence[str], languages: dict[int, str], values: dict[str, str], where: str
) -> list[Term]:
    """The terms of a row with a column for each language: both ways between each two, unless it says otherwise."""
    terms: list[Term] = []
    for (one, source), (other, target) in combinations(languages.items(), 2):
        term, translation = (cells[index] if index < len(cells) else "" for index in (one, other))
        if len(languages) > 2 and not (term and translation):
            continue
        direction = values.get("direction") or f"{source}<>{target}"
        case = values.get("case", "")
        row = {"term": term, "translation": translation, "case": case, "direction": direction}
        terms += _terms(row, where)
    return terms


def _language_named(cell: str) -> str:
    """The code of the language that a head cell names: `tr`, `pt-BR`, `Turkish`, `Türkçe`; "" if it names none."""
    name = cell.strip().replace("İ", "i").casefold().replace("_", "-")
    code = name.split("-")[0] if len(name) <= 5 else ""
    if code in LANGUAGE_NAMES:
        return code
    return _LANGUAGES.get(name, "")


_LANGUAGES = {name.casefold(): code for code, name in LANGUAGE_NAMES.items()} | {
    "türkçe": "tr", "turco": "tr", "português": "pt", "portugues": "pt", "portekizce": "pt",
    "inglês": "en", "ingles": "en", "ingilizce": "en",
}  # fmt: skip


def _delimiter(text: str) -> str:
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    line = next(lines, "")
    return max(",;\t", key=line.count)


def _terms(values: dict[str, str], where: str) -> list[Term]:
    source = values.get("term", "")
    if not source:
        raise PlgtError(f"{where}: the term is empty; give a term or delete the line.")
    translation = values.get("translation", "")
    if translation in ("", "="):
        translation = source
    case = values.get("case", "").casefold() or "match"
    if case not in ("match", "exact"):
        raise PlgtError(f'{where}: unknown case rule "{case}"; use match or exact.')
    term = Term(source, translation, "exact" if case == "exact" else "match")
    directions = values.get("direction", "").replace(" ", "")
    if directions in ("", "*"):
        return [term]
    result: list[Term] = []
    parsed: list[Direction] = []
    for part in directions.split(","):
        try:
            if "<>" in part:
                left, _, right = part.partition("<>")
                parsed += [Direction.parse(f"{left}-{right}"), Direction.parse(f"{right}-{left}")]
            else:
                parsed.append(Direction.parse(part))
        except PlgtError as error:
            raise PlgtError(f"{where}: {error}") from error
    for direction in parsed:
        swapped = direction.source == parsed[0].target and direction.target == parsed[0].source
        if swapped:
            result.append(Term(term.translation, term.source, term.case, direction))
        else:
            result.append(replace(term, direction=direction))
    return result


def _write_table(terms: Sequence[Term], suffix: str) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="\t" if suffix == ".tsv" else ",", lineterminator="\n")
    writer.writerow(["term", "translation", "case", "direction"])
    for term in terms:
        writer.writerow(
            [term.source, "=" if term.keep else term.translation, term.case, str(term.direction or "")]
        )
    return out.getvalue()


def safe_parser(**options: object) -> etree.XMLParser:
    """An XML parser that opens no network, expands no entities and keeps lxml's size limits."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        **options,  # type: ignore[arg-type]
    )


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _read_tbx(data: bytes, file: Path) -> list[Term]:
    """TBX 2 (martif, termEntry, langSet, tig/ntig) and TBX 3 (tbx, conceptEntry, langSec, termSec)."""
    try:
        root = etree.fromstring(data, safe_parser())
    except etree.XMLSyntaxError as error:
        raise PlgtError(f"The glossary {file} isn't a TBX file ({error.msg}).") from error
    terms: list[Term] = []
    for entry in root.iter():
        if _local(entry) not in ("termEntry", "conceptEntry"):
            continue
        case: Case = "match"
        by_language: dict[str, str] = {}
        for element in entry.iter():
            name = _local(element)
            if (
                name == "termNote"
                and element.get("type") == "caseRule"
                and (element.text or "").strip() == "exact"
            ):
                case = "exact"
            if name not in ("langSet", "langSec"):
                continue
            language = (element.get(XML_LANG) or element.get("lang") or "").casefold().split("-")[0]
            term = next(("".join(e.itertext()).strip() for e in element.iter() if _local(e) == "term"), "")
            if language in LANGUAGE_NAMES and term:
                by_language.setdefault(language, term)
        for source, term in by_language.items():
            for target, translation in by_language.items():
                if source != target:
                    terms.append(Term(term, translation, case, Direction(source, target)))
    if not terms:
        raise PlgtError(f"The glossary {file} holds no pair of Turkish, Portuguese or English terms.")
    return terms


def _write_tbx(terms: Sequence[Term]) -> str:
    """TBX-Basic; a term for every direction is written for each pair of languages it can serve."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<martif type="TBX-Basic" xml:lang="en"><martifHeader><fileDesc><sourceDesc>'
        "<p>PLGT Translator glossary</p>"
        "</sourceDesc></fileDesc></martifHeader><text><body>",
    ]
    for term in terms:
        directions = [term.direction] if term.direction else [Direction("tr", "en"), Direction("pt", "en")]
        for direction in directions:
            languages = ((direction.source, term.source), (direction.target, term.translation))
            sets = "".join(
                f"<langSet xml:lang={quoteattr(check_language(language))}><tig><term>{escape(text)}</term>"
                + ('<termNote type="caseRule">exact</termNote>' if term.case == "exact" else "")
                + "</tig></langSet>"
                for language, text in languages
            )
            lines.append(f"<termEntry>{sets}</termEntry>")
    lines.append("</body></text></martif>\n")
    return "\n".join(lines)
