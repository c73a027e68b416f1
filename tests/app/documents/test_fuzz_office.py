"""Damaged files of every format here: either they are read, or one sentence says why not."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.documents import open_document
from app.errors import PlgtError
from tests.app.documents.census import MAKERS
from tests.app.documents.fuzz import campaign
from tests.app.documents.office import DATA, OFFICE, backwards

PACKED = [*OFFICE, "book.epub"]
PLAIN = ["office.html", "notes.md"]
FRAGMENTS = [
    b"<",
    b">",
    b"&",
    b'"',
    b"</",
    b"<!--",
    b"<![CDATA[",
    b"\0",
    b"\xff\xfe",
    b"<b>",
    b"</p>",
    b"*",
    b"**",
    b"[a](",
    b"`",
    b"\n\n",
    b"|",
    b"<w:r/>",
    b"&#0;",
    b"&#x10FFFF;",
    b'w:id="',
    b"\xf0\x9f\x98\x80",
    b"---\n",
    b"    ",
    b"<br>",
]
mutations = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 40),
        st.one_of(st.sampled_from(FRAGMENTS), st.binary(max_size=8)),
    ),
    min_size=1,
    max_size=6,
)


def mutate(content: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    for place, length, fragment in changes:
        at = int(place * (len(content) + 1))
        content = content[:at] + fragment + content[at + length :]
    return content


def survives(content: bytes, suffix: str) -> None:
    """Read and written again, or refused with a PlgtError."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(content)
        try:
            document = open_document(path, "tr")
            translations = {segment.id: backwards(segment) for segment in document.segments()}
            document.write(Path(folder) / f"b{suffix}", translations, "en")
        except PlgtError as error:
            assert str(error).endswith("."), error
            assert "\n" not in str(error)


bounded = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@pytest.mark.parametrize("name", PACKED)
@given(changes=mutations)
@bounded
def test_mutated_archives(name: str, changes: list[tuple[float, int, bytes]]) -> None:
    survives(mutate((DATA / name).read_bytes(), changes), Path(name).suffix)


@pytest.mark.parametrize("name", PACKED)
@given(changes=mutations, chosen=st.floats(0, 1, exclude_max=True))
@bounded
def test_mutated_parts(name: str, changes: list[tuple[float, int, bytes]], chosen: float) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(DATA / name) as old, zipfile.ZipFile(packed, "w") as new:
        names = [n for n in old.namelist() if n.endswith((".xml", ".xhtml", ".opf", ".ncx"))]
        victim = names[int(chosen * len(names))]
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(entry, mutate(content, changes) if entry == victim else content)
    survives(packed.getvalue(), Path(name).suffix)


@pytest.mark.parametrize("name", PACKED)
@given(data=st.data())
@bounded
def test_well_formed_nonsense(name: str, data: st.DataObject) -> None:
    """Elements dropped, doubled and moved: XML that is whole but says what no program would write."""
    from lxml import etree

    packed = io.BytesIO()
    with zipfile.ZipFile(DATA / name) as old, zipfile.ZipFile(packed, "w") as new:
        names = [n for n in old.namelist() if n.endswith((".xml", ".xhtml")) and old.getinfo(n).file_size]
        victim = data.draw(st.sampled_from(names))
        root = etree.fromstring(old.read(victim))
        for _ in range(data.draw(st.integers(1, 5))):
            elements = [e for e in root.iter(etree.Element) if e.getparent() is not None]
            if not elements:
                break
            element = elements[data.draw(st.integers(0, len(elements) - 1))]
            parent = element.getparent()
            action = data.draw(st.sampled_from(["drop", "double", "move", "strip"]))
            if action == "drop":
                parent.remove(element)
            elif action == "double":
                parent.append(etree.fromstring(etree.tostring(element, with_tail=False)))
            elif action == "strip":
                element.attrib.clear()
            else:
                target = elements[data.draw(st.integers(0, len(elements) - 1))]
                if element is not target and element not in list(target.iterancestors()):
                    target.append(element)
        for entry in old.namelist():
            new.writestr(entry, etree.tostring(root) if entry == victim else old.read(entry))
    survives(packed.getvalue(), Path(name).suffix)


@pytest.mark.parametrize("name", PLAIN)
@given(changes=mutations)
@bounded
def test_mutated_text(name: str, changes: list[tuple[float, int, bytes]]) -> None:
    survives(mutate((DATA / name).read_bytes(), changes), Path(name).suffix)


@pytest.mark.parametrize("suffix", [".html", ".md", ".xhtml"])
@given(
    st.lists(
        st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=6).map(lambda t: t.encode("utf-8", "ignore")))
    )
)
@settings(max_examples=150, deadline=None)
def test_random_text(suffix: str, parts: list[bytes]) -> None:
    survives(b"".join(parts), suffix)


@pytest.mark.parametrize("name", OFFICE)
def test_bytes_turned_in_small_files(name: str, tmp_path: Path) -> None:
    ends = campaign([DATA / name], 40, 1, tmp_path)
    assert ends["refused"] and ends["translated"] + ends["noted"]


@pytest.mark.slow
def test_ten_thousand_hostile_office_files(tmp_path: Path) -> None:
    made = [MAKERS[kind](tmp_path / f"a.{kind}").path for kind in MAKERS]
    campaign([*(DATA / name for name in OFFICE), *made], 10_000, 2, tmp_path / "out")


@pytest.mark.parametrize("kind", MAKERS)
def test_bytes_turned_in_a_file_with_words_in_every_place(kind: str, tmp_path: Path) -> None:
    ends = campaign([MAKERS[kind](tmp_path / f"a.{kind}").path], 60, 3, tmp_path / "out")
    assert ends["refused"] and ends["translated"] + ends["noted"]
