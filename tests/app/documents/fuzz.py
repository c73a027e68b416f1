"""Hostile files by the thousand: real small files with bytes turned, cut, doubled and replaced.

Every input has to end in a translation, a note or one clear sentence, within a bound of time and memory, and
leave nothing behind but its target. `campaign` is what a test of a format calls; the same seed gives the same
inputs, and what fails is kept beside the test's other files.
"""

from __future__ import annotations

import io
import random
import resource
import signal
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from app.documents import open_document
from app.errors import PlgtError
from tests.app.documents.trip import by_words

SECONDS = 20.0  # processor time that one input may take; real files of this size take well below one
GROWTH = 512 << 20  # bytes that a campaign may add to the process
FRAGMENTS = [
    b"<", b">", b"&", b'"', b"'", b"\\", b"\0", b"\n\n", b"\r", b"\t", b"\xff\xfe", b"\xef\xbb\xbf", b"<!--", b"-->",
    b"<![CDATA[", b"]]>", b"<?xml", b"?>", b"&#0;", b"&#x10FFFF;", b"&nbsp;", b"<!ENTITY a 'b'>", b"{{", b"%s", b"%",
    b"{0}", b"*", b"**", b"`", b"[a](", b"|", b"---\n", b":::", b"$$", b"=", b"1", b"-1", b"99999999999", b"-->\n",
    b"00:00:00,000", b"\xf0\x9f\x98\x80", b"\xed\xa0\x80", "İ".encode(), "ß".encode(), "ŉ".encode(), "i̇".encode(),
    b"\xe2\x80\xae", b"../", b"a" * 5000,
]  # fmt: skip


def mutated(content: bytes, chance: random.Random) -> bytes:
    """A file with one to six changes: bits turned, stretches cut, doubled, moved, replaced by fragments."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(data))
        length = min(chance.choice([1, 1, 2, 4, 16, 200]), len(data) - at)
        match chance.randint(0, 6):
            case 0 if data:
                data[min(at, len(data) - 1)] ^= 1 << chance.randint(0, 7)
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length]
            case 3:
                data[at : at + length] = chance.choice(FRAGMENTS)
            case 4:
                data[at:at] = chance.choice(FRAGMENTS)
            case 5:
                data[at : at + length] = chance.randbytes(length)
            case _ if chance.random() < 0.2:
                del data[at:]
    return bytes(data)


def mutated_part(content: bytes, chance: random.Random) -> bytes:
    """A zip file in which one entry is mutated, and now and then renamed or left out."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        names = [info.filename for info in old.infolist() if info.file_size]
        victim = chance.choice(names)
        fate = chance.random()
        for name in old.namelist():
            data = old.read(name)
            if name == victim:
                if fate < 0.04:
                    continue
                data = mutated(data, chance)
                name = name.swapcase() if fate < 0.08 else name.replace("/", "\\") if fate < 0.12 else name
            new.writestr(name, data)
    return packed.getvalue()


def inputs(source: Path, chance: random.Random) -> bytes:
    """One mutation of a file; of archives mostly what is inside them."""
    content = source.read_bytes()
    if content.startswith(b"PK\x03\x04") and chance.random() < 0.75:
        return mutated_part(content, chance)
    return mutated(content, chance)


def survives(content: bytes, suffix: str, folder: Path, options: dict[str, Any] | None = None) -> str:
    """Translate a file's content and write it: "translated", "noted" or "refused". AssertionError when it
    took too long, said no clear sentence, or left something behind."""
    folder.mkdir(parents=True, exist_ok=True)
    source, target = folder / f"source{suffix}", folder / "out" / f"target{suffix}"
    source.write_bytes(content)
    started = time.process_time()
    result = "refused"
    try:
        document = open_document(source, "tr", {"target_lang": "en", **(options or {})})
        target = target.with_suffix(document.target_suffix)
        translations = {
            segment.id: by_words(segment) for segment in document.segments() if segment.translatable
        }
        document.write(target, translations, "en")
        result = "noted" if document.notes else "translated"
        for note in document.notes:
            assert note.endswith(".") and "\n" not in note, note
    except PlgtError as error:
        message = str(error)
        assert message.endswith(".") and "\n" not in message and len(message) < 600, message
    seconds = time.process_time() - started
    assert seconds < SECONDS, f"{seconds:.0f} s"
    assert source.read_bytes() == content
    left = sorted(path.name for path in folder.rglob("*") if path.is_file() and path != source)
    assert left in ([], [target.name]), left
    target.unlink(missing_ok=True)
    source.unlink()
    return result


def campaign(
    sources: Sequence[Path], count: int, seed: int, folder: Path, options: dict[str, Any] | None = None
) -> Counter[str]:
    """Put `count` mutations of the files through; how many ended in what. `folder` keeps what failed."""
    ends: Counter[str] = Counter()
    before = _resident()
    for number in range(count):
        source = sources[number % len(sources)]
        chance = random.Random(f"{seed}/{number}")
        content = inputs(source, chance)
        try:
            with no_longer_than(10 * SECONDS):
                ends[survives(content, source.suffix, folder / "one", options)] += 1
        except BaseException as error:
            kept = folder / f"failed-{number}{source.suffix}"
            kept.write_bytes(content)
            raise AssertionError(f"input {number} of {source.name}, kept as {kept}: {error!r}") from error
    grown = _resident() - before
    assert grown < GROWTH, f"{grown >> 20} MB more"
    return ends


@contextmanager
def no_longer_than(seconds: float) -> Iterator[None]:
    """Raises TimeoutError within the block when it takes longer (where the system has alarms)."""

    def late(_: int, __: FrameType | None) -> None:
        raise TimeoutError(f"more than {seconds:.0f} s")

    if not hasattr(signal, "setitimer"):
        yield
        return
    old = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)


def _resident() -> int:
    """The most memory that the process has had, in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most << 10
