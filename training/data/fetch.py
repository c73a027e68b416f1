"""Public parallel corpora that anybody may fetch from their own homes, turned into line-aligned files.

A download goes to `FILE.part` beside its place and is renamed when it is whole and its checksum is right.
An interrupted one is resumed with a range request, provided that the server still has the same file
(If-Range); else it starts over. Where a checksum is published it is in the catalogue below; else the one
of the first download is kept in `FILE.sha256` and checked ever after. Nothing is unpacked by name:
readers take only the members that they expect.
"""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app import __version__
from app.errors import PlgtError

CHUNK = 1 << 16
RETRIES = 5
Progress = Callable[[int, int], None]  # bytes so far, bytes in all (0 = unknown)
Split = tuple[str, list[str], list[str]]  # "train", "dev" or "test", sentences, their translations


@dataclass(frozen=True)
class PublicCorpus:
    """Where a corpus lives, what its licence is and how its archive is read."""

    name: str
    title: str
    licence: str
    terms: str  # where the licence is stated
    urls: dict[str, tuple[str, ...]]  # language -> addresses, the home first
    read: Callable[[Path, str], Iterator[Split]]
    sha256: dict[str, str] = field(default_factory=dict)  # language -> checksum, where one is published

    @property
    def languages(self) -> list[str]:
        return list(self.urls)


def read_ted_hrlr(archive: Path, language: str) -> Iterator[Split]:
    """TED HRLR (qi18naacl-dataset.tar.gz): `datasets/pt_to_en/pt.train`, `en.train`, and so on."""
    wanted = {
        f"datasets/{language}_to_en/{code}.{split}": (split, code)
        for split in ("train", "dev", "test")
        for code in (language, "en")
    }
    found: dict[tuple[str, str], list[str]] = {}
    try:
        with tarfile.open(archive, "r|*") as tar:
            for member in tar:
                key = wanted.get(member.name.removeprefix("./"))
                if key is not None and member.isfile():
                    content = tar.extractfile(member)
                    assert content is not None
                    found[key] = _lines(content.read(), archive, member.name)
                    if len(found) == len(wanted):
                        break
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        raise PlgtError(f'"{archive}" is damaged ({error}): delete it and fetch again.') from None
    for split in ("train", "dev", "test"):
        if (split, language) not in found or (split, "en") not in found:
            raise PlgtError(
                f'"{archive}" has no {split} files for {language}-en: it is not the TED HRLR archive.'
            )
        yield _aligned(split, found[split, language], found[split, "en"], archive)


def read_moses(archive: Path, language: str) -> Iterator[Split]:
    """OPUS "moses" zip: `CORPUS.en-tr.en` and `CORPUS.en-tr.tr`."""
    with _open_zip(archive) as file:
        sides = {}
        for name in file.namelist():
            code = name.rsplit(".", 1)[-1]
            if code in ("en", language) and name.count(".") >= 2 and "/" not in name:
                sides[code] = _lines(_member(file, name, archive), archive, name)
    if set(sides) != {"en", language}:
        raise PlgtError(
            f'"{archive}" does not hold the two sides of {language}-en: it is not an OPUS moses archive.'
        )
    yield _aligned("train", sides[language], sides["en"], archive)


def read_tab_delimited(archive: Path, language: str) -> Iterator[Split]:
    """manythings.org zip: `tur.txt` with English, translation and attribution, separated by tabs."""
    with _open_zip(archive) as file:
        names = [n for n in file.namelist() if n.endswith(".txt") and not n.startswith("_") and "/" not in n]
        if len(names) != 1:
            raise PlgtError(
                f'"{archive}" does not hold one list of sentences: it is not a manythings.org archive.'
            )
        lines = _lines(_member(file, names[0], archive), archive, names[0])
    pairs = [line.split("\t")[:2] for line in lines if line.count("\t") >= 1]
    if not pairs:
        raise PlgtError(f'"{archive}" has no tab-delimited pairs: it is not a manythings.org archive.')
    yield "train", [pair[1] for pair in pairs], [pair[0] for pair in pairs]


def _open_zip(archive: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(archive)
    except (OSError, zipfile.BadZipFile) as error:
        raise PlgtError(f'"{archive}" is damaged ({error}): delete it and fetch again.') from None


def _member(file: zipfile.ZipFile, name: str, archive: Path) -> bytes:
    try:
        return file.read(name)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise PlgtError(f'"{archive}" is damaged ({error}): delete it and fetch again.') from None


def _lines(content: bytes, archive: Path, member: str) -> list[str]:
    """Lines of a member, split at line feeds only (sentences hold other separators)."""
    try:
        lines = content.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise PlgtError(f'"{member}" in "{archive}" is not UTF-8.') from None
    return [line.rstrip("\r") for line in (lines[:-1] if lines[-1] == "" else lines)]


def _aligned(split: str, first: list[str], second: list[str], archive: Path) -> Split:
    if len(first) != len(second):
        raise PlgtError(
            f'The two sides of {split} in "{archive}" differ: {len(first)} and {len(second)} lines.'
        )
    pairs = [(a, b) for a, b in zip(first, second, strict=True) if a.strip() and b.strip()]
    return split, [a for a, _ in pairs], [b for _, b in pairs]


_OPUS = "https://object.pouta.csc.fi"
_TED_HRLR = "http://www.phontron.com/data/qi18naacl-dataset.tar.gz"
_TED_HRLR_URLS = (_TED_HRLR, f"https://web.archive.org/web/20240301220426if_/{_TED_HRLR}")
_TED_HRLR_SHA256 = "216a86c3df4d4f522856fe9b920ff5be6b394d769cc88974ae8f9f5546953bbc"

CATALOGUE: dict[str, PublicCorpus] = {
    corpus.name: corpus
    for corpus in (
        PublicCorpus(
            "ted-hrlr",
            "TED talks, high and low resource pairs (Qi and others 2018), lower-cased and tokenised",
            "TED talks: CC BY-NC-ND 4.0 (not for a model that is sold)",
            "https://www.ted.com/about/our-organization/our-policies-terms/ted-talks-usage-policy",
            {"tr": _TED_HRLR_URLS, "pt": _TED_HRLR_URLS},
            read_ted_hrlr,
            {"tr": _TED_HRLR_SHA256, "pt": _TED_HRLR_SHA256},
        ),
        PublicCorpus(
            "ted2020",
            "TED talks up to 2020 from OPUS (Reimers and Gurevych 2020)",
            "TED talks: CC BY-NC-ND 4.0 (not for a model that is sold)",
            "https://opus.nlpl.eu/TED2020",
            {code: (f"{_OPUS}/OPUS-TED2020/v1/moses/en-{code}.txt.zip",) for code in ("tr", "pt", "pt_br")},
            read_moses,
        ),
        PublicCorpus(
            "tatoeba",
            "Tatoeba's everyday sentences from OPUS, 2023-04-12",
            "CC BY 2.0 FR",
            "https://tatoeba.org/en/terms_of_use",
            {code: (f"{_OPUS}/OPUS-Tatoeba/v2023-04-12/moses/en-{code}.txt.zip",) for code in ("tr", "pt")},
            read_moses,
        ),
        PublicCorpus(
            "tatoeba-selected",
            "Tatoeba sentences selected by manythings.org",
            "CC BY 2.0 FR (attribution in every line of the archive)",
            "https://www.manythings.org/anki/",
            {
                "tr": ("https://www.manythings.org/anki/tur-eng.zip",),
                "pt": ("https://www.manythings.org/anki/por-eng.zip",),
            },
            read_tab_delimited,
        ),
    )
}


def on_mirror(url: str, mirror: str) -> str:
    """The same path below another address: `https://a/b.zip` on `http://m/x` is `http://m/x/b.zip`."""
    return mirror.rstrip("/") + urllib.parse.urlsplit(url).path


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def download(
    urls: tuple[str, ...],
    destination: Path,
    *,
    sha256: str | None = None,
    progress: Progress | None = None,
    wait: float = 1.0,
) -> str:
    """Fetch the first address that answers to `destination`; returns the file's SHA-256.

    A file that is there already is only checked. Raises PlgtError when no address answers or the checksum
    is wrong.
    """
    record = destination.with_name(destination.name + ".sha256")
    expected = sha256 or (record.read_text().split()[0] if record.exists() else None)
    if destination.exists():
        found = checksum(destination)
        if expected not in (None, found):
            raise PlgtError(f'"{destination}" has another checksum than expected: delete and refetch it.')
        return found
    destination.parent.mkdir(parents=True, exist_ok=True)
    reasons = []
    for url in urls:
        try:
            part = _download_part(url, destination, progress, wait)
        except (urllib.error.URLError, TimeoutError, ConnectionError, OSError) as error:
            reasons.append(f"{urllib.parse.urlsplit(url).netloc}: {getattr(error, 'reason', None) or error}")
            continue
        found = checksum(part)
        if expected not in (None, found):
            part.unlink()
            raise PlgtError(f"{url} has changed: its checksum is {found}, not {expected}; nothing was kept.")
        os.replace(part, destination)
        _validator(destination).unlink(missing_ok=True)
        record.write_text(f"{found}  {destination.name}\n")
        return found
    raise PlgtError(
        f'"{destination.name}" could not be fetched ({"; ".join(reasons)}): check the connection and run '
        "this again, what has arrived is kept."
    )


def _validator(destination: Path) -> Path:
    return destination.with_name(destination.name + ".part.json")


def _download_part(url: str, destination: Path, progress: Progress | None, wait: float) -> Path:
    """The whole content of `url` in `destination.part`; continues what is there of the same file."""
    part = destination.with_name(destination.name + ".part")
    validator = _validator(destination)
    for attempt in range(RETRIES):
        have = part.stat().st_size if part.exists() else 0
        known = json.loads(validator.read_text()) if validator.exists() else {}
        headers = {"User-Agent": f"plgt-translator/{__version__}"}
        if have and known.get("url") == url and known.get("tag"):
            headers |= {"Range": f"bytes={have}-", "If-Range": known["tag"]}
        else:
            have = 0
        try:
            with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60) as answer:
                if answer.status != 206:
                    have = 0
                length = int(answer.headers.get("Content-Length") or 0)
                total = have + length if length else 0
                etag = answer.headers.get("ETag") or ""
                # a weak tag can't be used with If-Range
                tag = etag if etag.startswith('"') else answer.headers.get("Last-Modified") or ""
                validator.write_text(json.dumps({"url": url, "tag": tag}))
                with open(part, "ab" if have else "wb") as file:
                    while block := answer.read(CHUNK):
                        file.write(block)
                        have += len(block)
                        if progress is not None:
                            progress(have, total)
            if total and have < total:
                raise ConnectionError(f"the connection ended after {have} of {total} bytes")
            return part
        except urllib.error.HTTPError as error:
            if error.code == 416:  # what is there does not fit the file any more
                part.unlink(missing_ok=True)
                validator.unlink(missing_ok=True)
            elif error.code < 500 or attempt == RETRIES - 1:
                raise
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            if attempt == RETRIES - 1:
                raise
        time.sleep(wait * 2**attempt)
    raise ConnectionError("the server refused to send the file")


@dataclass(frozen=True)
class Written:
    """One corpus that was written: `path` without its language suffix."""

    path: Path
    pairs: int


def prepare(
    corpus: PublicCorpus,
    language: str,
    output: Path,
    *,
    mirror: str | None = None,
    progress: Progress | None = None,
) -> list[Written]:
    """Fetch one language of a corpus and write `output/SPLIT/NAME.LANG-en.LANG` and `...en`; returns what
    was written.

    `output/SOURCES.jsonl` gets a line with address, checksum, licence and date.
    """
    urls = corpus.urls[language]
    if mirror is not None:
        urls = (on_mirror(urls[0], mirror),)
    home = urllib.parse.urlsplit(corpus.urls[language][0]).path.rsplit("/", 1)[-1]
    archive = output / "archives" / f"{corpus.name}-{home}"
    digest = download(urls, archive, sha256=corpus.sha256.get(language), progress=progress)
    code, variant = language.partition("_")[::2]
    written = []
    for split, sentences, translations in corpus.read(archive, language):
        name = f"{corpus.name}{'-' + variant if variant else ''}.{code}-en"
        base = output / split / name
        base.parent.mkdir(parents=True, exist_ok=True)
        for suffix, lines in ((code, sentences), ("en", translations)):
            temporary = base.with_name(f".{base.name}.{suffix}.tmp")
            # a line separator inside a sentence would break the alignment for programs that split at it
            text = "\n".join(" ".join(line.splitlines()) for line in lines)
            temporary.write_text(text + "\n", encoding="utf-8")
            os.replace(temporary, base.with_name(f"{base.name}.{suffix}"))
        written.append(Written(base, len(sentences)))
    entry = {
        "corpus": corpus.name,
        "language": language,
        "url": urls[0],
        "sha256": digest,
        "licence": corpus.licence,
        "terms": corpus.terms,
        "fetched": time.strftime("%Y-%m-%d"),
        "pairs": {str(w.path.parent.name): w.pairs for w in written},
    }
    with open(output / "SOURCES.jsonl", "a", encoding="utf-8") as file:
        file.write(json.dumps(entry) + "\n")
    return written
