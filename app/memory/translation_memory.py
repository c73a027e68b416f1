"""The translation memory: pairs that a person or an earlier run confirmed, in one SQLite file.

An exact hit is reused as the translation; hits from 75 % on are offered. TMX 1.4 goes in and out. Every
thread may
use the same object: the one connection is guarded by a lock, the file is in WAL mode.
"""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
from lxml import etree

from app.errors import PlgtError
from app.memory.glossary import XML_LANG
from app.paths import check_regular
from app.text.languages import LANGUAGE_NAMES

FUZZY_THRESHOLD = 0.75
CANDIDATES = 60  # rows that the index hands to the exact comparison
SCHEMA = """
CREATE TABLE IF NOT EXISTS unit (
    id INTEGER PRIMARY KEY,
    source_lang TEXT NOT NULL, target_lang TEXT NOT NULL,
    key TEXT NOT NULL,            -- the source in comparable form
    source TEXT NOT NULL, target TEXT NOT NULL,
    origin TEXT NOT NULL DEFAULT '',
    changed TEXT NOT NULL,        -- UTC, ISO 8601
    UNIQUE (source_lang, target_lang, key)
);
CREATE INDEX IF NOT EXISTS unit_length ON unit (source_lang, target_lang, length(key));
CREATE VIRTUAL TABLE IF NOT EXISTS gram USING fts5 (words, content='', contentless_delete=1);
"""
VERSION = 1


@dataclass(frozen=True)
class MemoryMatch:
    """A stored pair and how alike its source is: 1.0 = the same text."""

    source: str
    target: str
    score: float
    origin: str = ""


@dataclass(frozen=True)
class Unit:
    """A stored pair as the tables of the window and the exports need it."""

    id: int
    source_lang: str
    target_lang: str
    source: str
    target: str
    origin: str
    changed: str


def comparable(text: str) -> str:
    """The form in which sources are compared exactly: NFC, single spaces, straight quotes."""
    text = unicodedata.normalize("NFC", text).translate({0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"'})
    return re.sub(r"\s+", " ", text).strip()


def _words(text: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"\w+", text)]


def _grams(text: str) -> str:
    """The index form of a text: its words cut to five letters, so that inflected forms meet, as
    hexadecimal tokens."""
    return " ".join("x" + word[:5].encode("utf-8").hex() for word in dict.fromkeys(_words(text)))


def similarity(left: str, right: str) -> float:
    """1 - edit distance / length of the longer text, over characters, case ignored for a tenth of the
    cost."""
    if left == right:
        return 1.0
    longer = max(len(left), len(right))
    if longer == 0:
        return 1.0
    if min(len(left), len(right)) / longer < FUZZY_THRESHOLD / 2:
        return 0.0
    return max(0.0, 1.0 - edit_distance(left, right) / longer)


def edit_distance(left: str, right: str) -> float:
    """Levenshtein distance; a substitution that only changes case costs 0.1. O(len(left)) NumPy row
    operations."""
    b = np.array([ord(c) for c in right], dtype=np.int32)
    b_fold = np.array([ord(c.casefold()[0]) for c in right], dtype=np.int32)
    steps = np.arange(len(right) + 1, dtype=np.float64)
    row = steps.copy()
    for index, character in enumerate(left, start=1):
        cost = np.where(b == ord(character), 0.0, np.where(b_fold == ord(character.casefold()[0]), 0.1, 1.0))
        best = np.empty_like(row)
        best[0] = index
        best[1:] = np.minimum(row[1:] + 1.0, row[:-1] + cost)
        row = np.minimum.accumulate(best - steps) + steps  # insertions, as a running minimum
    return float(row[-1])


class TranslationMemory:
    """Opens or creates the file; `:memory:` keeps it in memory."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = str(path)
        self._lock = threading.RLock()
        try:
            if self.path != ":memory:":
                Path(self.path).parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self.path, check_same_thread=False, timeout=10)
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if version > VERSION:
                raise PlgtError(
                    f"The translation memory {self.path} was made by a newer program: update this one."
                )
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._create()
            self._db.execute(f"PRAGMA user_version = {VERSION}")
        except (sqlite3.DatabaseError, OSError) as error:
            raise PlgtError(
                f"The translation memory {self.path} can't be opened ({error}): "
                f"choose another file or restore a backup."
            ) from error

    def _create(self) -> None:
        try:
            self._db.executescript(SCHEMA)
        except (
            sqlite3.OperationalError
        ):  # SQLite before 3.43 has no contentless_delete: keep the words instead
            self._db.executescript(SCHEMA.replace(", content='', contentless_delete=1", ""))

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def __enter__(self) -> TranslationMemory:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        with self._lock:
            return int(self._db.execute("SELECT count(*) FROM unit").fetchone()[0])

    # Writing --------------------------------------------------------------------------------------

    def add(self, source: str, target: str, source_lang: str, target_lang: str, origin: str = "user") -> None:
        """Store a pair; a pair with the same source and direction is replaced."""
        self.add_many([(source, target, source_lang, target_lang)], origin)

    def add_many(self, pairs: Iterable[tuple[str, str, str, str]], origin: str = "user") -> int:
        """Store (source, target, source_lang, target_lang) in one transaction; returns how many were
        stored."""
        count = 0
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._lock, self._translated_errors(), self._db:
            for source, target, source_lang, target_lang in pairs:
                key = comparable(source)
                if not key or not target.strip():
                    continue
                row = self._db.execute(
                    "INSERT INTO unit (source_lang, target_lang, key, source, target, origin, changed) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source_lang, target_lang, key) DO UPDATE SET "
                    "source = excluded.source, target = excluded.target, origin = excluded.origin, "
                    "changed = excluded.changed RETURNING id",
                    (source_lang, target_lang, key, source, target, origin, now),
                ).fetchone()
                self._db.execute("DELETE FROM gram WHERE rowid = ?", (row[0],))
                self._db.execute("INSERT INTO gram (rowid, words) VALUES (?, ?)", (row[0], _grams(key)))
                count += 1
        return count

    def remove(self, unit_id: int) -> None:
        with self._lock, self._translated_errors(), self._db:
            self._db.execute("DELETE FROM unit WHERE id = ?", (unit_id,))
            self._db.execute("DELETE FROM gram WHERE rowid = ?", (unit_id,))

    def clear(self) -> None:
        """Delete every pair and give the disk space back."""
        with self._lock, self._translated_errors():
            with self._db:
                self._db.execute("DELETE FROM unit")
                self._db.execute("DELETE FROM gram")
            self._db.execute("VACUUM")

    # Looking up -----------------------------------------------------------------------------------

    def exact(self, source: str, source_lang: str, target_lang: str) -> MemoryMatch | None:
        """The stored translation of the same text (spaces and quote shapes aside), if any."""
        with self._lock, self._translated_errors():
            row = self._db.execute(
                "SELECT source, target, origin FROM unit WHERE source_lang = ? "
                "AND target_lang = ? AND key = ?",
                (source_lang, target_lang, comparable(source)),
            ).fetchone()
        return MemoryMatch(row[0], row[1], 1.0, row[2]) if row else None

    def fuzzy(
        self,
        source: str,
        source_lang: str,
        target_lang: str,
        threshold: float = FUZZY_THRESHOLD,
        limit: int = 5,
    ) -> list[MemoryMatch]:
        """Stored pairs whose source is at least `threshold` alike, best first. Sources over 2,000
        characters have none."""
        key = comparable(source)
        grams = _grams(key)
        if not grams or len(key) > 2000:
            return []
        with self._lock, self._translated_errors():
            rows = self._db.execute(
                "SELECT unit.source, unit.target, unit.origin, unit.key "
                "FROM gram JOIN unit ON unit.id = gram.rowid "
                "WHERE gram MATCH ? AND source_lang = ? AND target_lang = ? AND length(key) BETWEEN ? AND ? "
                "ORDER BY gram.rank LIMIT ?",
                (
                    grams.replace(" ", " OR "), source_lang, target_lang,
                    int(len(key) * threshold), int(len(key) / threshold) + 1, CANDIDATES,
                ),
            ).fetchall()  # fmt: skip
        matches = [MemoryMatch(row[0], row[1], round(similarity(key, row[3]), 4), row[2]) for row in rows]
        matches = [match for match in matches if match.score >= threshold]
        return sorted(matches, key=lambda match: -match.score)[:limit]

    def units(self, search: str = "", limit: int = -1, offset: int = 0) -> list[Unit]:
        """Stored pairs, newest first, optionally those that contain `search` on either side."""
        pattern = "%" + re.sub(r"([\\%_])", r"\\\1", search) + "%"
        with self._lock, self._translated_errors():
            rows = self._db.execute(
                "SELECT id, source_lang, target_lang, source, target, origin, changed FROM unit "
                "WHERE source LIKE ? ESCAPE '\\' OR target LIKE ? ESCAPE '\\' "
                "ORDER BY id DESC LIMIT ? OFFSET ?",
                (pattern, pattern, limit, offset),
            ).fetchall()
        return [Unit(*row) for row in rows]

    # TMX ------------------------------------------------------------------------------------------

    def import_tmx(self, path: str | os.PathLike[str]) -> int:
        """Add every pair of two of the product's languages in a TMX file, in both directions of the file's
        own order.

        The source is the tuv in the header's srclang (or the first tuv). Returns the number of stored pairs.
        """
        return self.add_many(read_tmx(path), origin=Path(path).name)

    def export_tmx(self, path: str | os.PathLike[str]) -> int:
        """Write all pairs as TMX 1.4; returns their number."""
        units = reversed(self.units())
        return write_tmx(path, ((u.source, u.target, u.source_lang, u.target_lang, u.changed) for u in units))

    def _translated_errors(self) -> _Translated:
        return _Translated(self.path)


class _Translated:
    """Turns sqlite3 errors of a with-block into PlgtError."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, sqlite3.Error):
            raise PlgtError(
                f"The translation memory {self.path} failed ({error}): check the disk or restore a backup."
            ) from error


INLINE_CODES = {"bpt", "ept", "ph", "it", "ut"}  # hold native codes, not text


def _segment_text(segment: etree._Element) -> str:
    """Text of a seg: inline codes dropped, hi and sub kept."""
    parts = [segment.text or ""]
    for child in segment:
        if isinstance(child.tag, str) and etree.QName(child).localname not in INLINE_CODES:
            parts.append(_segment_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def read_tmx(path: str | os.PathLike[str]) -> Iterator[tuple[str, str, str, str]]:
    """(source, target, source_lang, target_lang) of a TMX file, streamed; PlgtError if it isn't one."""
    file = Path(path)
    check_regular(file, f"The file {file}", f"The file {file} doesn't exist: check the path.")
    srclang = ""
    found = False
    try:
        events = etree.iterparse(
            str(file),
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        for event, element in events:
            name = etree.QName(element).localname if isinstance(element.tag, str) else ""
            if event == "start":
                if not found and name != "tmx":
                    raise PlgtError(f"The file {file} isn't TMX: its outermost element is <{name}>.")
                found = True
                if name == "header":
                    srclang = _language(element.get("srclang", ""))
                continue
            if name != "tu":
                continue
            texts: dict[str, str] = {}
            for variant in element:
                if not isinstance(variant.tag, str) or etree.QName(variant).localname != "tuv":
                    continue
                language = _language(variant.get(XML_LANG) or variant.get("lang") or "")
                segment = next(
                    (s for s in variant if isinstance(s.tag, str) and etree.QName(s).localname == "seg"), None
                )
                if language in LANGUAGE_NAMES and segment is not None:
                    texts.setdefault(language, _segment_text(segment))
            own = _language(element.get("srclang", "")) or srclang
            source = own if own in texts else next(iter(texts), "")
            for target in texts:
                if target != source and texts[source].strip() and texts[target].strip():
                    yield texts[source], texts[target], source, target
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise PlgtError(f"The file {file} isn't well-formed TMX ({error.msg}).") from error


def _language(code: str) -> str:
    return code.casefold().replace("_", "-").split("-")[0]


def _xml_safe(text: str) -> str:
    """Without the control characters that XML 1.0 can't hold."""
    return escape(re.sub(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]", "", text))


def write_tmx(
    path: str | os.PathLike[str], pairs: Iterable[tuple[str, str, str, str, str]], source_lang: str = "*all*"
) -> int:
    """Write (source, target, source_lang, target_lang, changed) pairs as TMX 1.4, streamed into a
    temporary file."""
    file = Path(path)
    count = 0
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
                out.write(
                    '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n<header '
                    'creationtool="PLGT Translator" '
                    'creationtoolversion="1" segtype="sentence" o-tmf="plgt" adminlang="en" '
                    f'srclang="{source_lang}" datatype="plaintext"/>\n<body>\n'
                )
                for source, target, source_code, target_code, changed in pairs:
                    stamp = re.sub(r"[-:]", "", changed)[:15]
                    date = f' changedate="{stamp}Z"' if len(stamp) == 15 else ""
                    out.write(
                        f'<tu srclang="{source_code}"{date}><tuv xml:lang="{source_code}">'
                        f"<seg>{_xml_safe(source)}</seg>"
                        f'</tuv><tuv xml:lang="{target_code}"><seg>{_xml_safe(target)}</seg></tuv></tu>\n'
                    )
                    count += 1
                out.write("</body>\n</tmx>\n")
            os.replace(name, file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise PlgtError(
            f"Can't write {file} ({error.strerror or error}): choose a folder that you may write to."
        ) from error
    return count
