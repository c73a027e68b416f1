"""Mutated files of every text format: whatever they hold, only PlgtError comes out, and soon."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import PlgtError
from tests.app.documents.test_exchange import PO, TMX, XLIFF_1, XLIFF_2
from tests.app.documents.test_pdf import LINES, make_pdf
from tests.app.documents.test_resources import CSV, INI, JSON, PROPERTIES
from tests.app.documents.test_subtitles import ASS, SRT, VTT
from tests.app.documents.trip import convert

SEEDS = {
    "a.txt": "Merhaba dünya.\r\n\tİkinci satır.", "a.srt": SRT, "a.vtt": VTT, "a.ass": ASS, "a.po": PO,
    "a.xlf": XLIFF_1, "b.xlf": XLIFF_2, "a.tmx": TMX, "a.csv": CSV, "a.tsv": CSV.replace(";", "\t"),
    "a.json": JSON, "a.properties": PROPERTIES, "a.ini": INI, "a.pdf": "",
}  # fmt: skip


@st.composite
def mutations(draw: st.DrawFn) -> list[tuple[float, int, bytes]]:
    """Places (as a fraction), characters to drop there, bytes to put there."""
    token = st.sampled_from(
        [
            b"<",
            b">",
            b"&",
            b'"',
            b"\\",
            b"{",
            b"}",
            b"]",
            b"\n",
            b"\r",
            b"\0",
            b"\xff",
            b"\xfe\xff",
            b",",
            b"-->",
            b"00:",
            b"msgid ",
            b"\\p1",
            b"{\\i1}",
            b"<i>",
            b"</g>",
            b"<!--",
            b"\xf0\x9f\x98\x80",
            b"<mrk mtype='seg' mid='1'>",
        ]
    )  # fmt: skip
    return draw(
        st.lists(
            st.tuples(st.floats(0, 1), st.integers(0, 30), st.binary(max_size=4) | token),
            min_size=1,
            max_size=6,
        )
    )


@pytest.mark.parametrize("name", list(SEEDS))
@given(changes=mutations(), source=st.sampled_from(["tr", "pt", None]))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=60,
    deadline=None,
    derandomize=True,
)
def test_only_plgt_errors_come_out(
    tmp_path: Path, name: str, changes: list[tuple[float, int, bytes]], source: str | None
) -> None:
    path, target = tmp_path / name, tmp_path / f"out{name}"
    if name == "a.pdf":
        make_pdf(path, [LINES])
        data = path.read_bytes()
    else:
        data = SEEDS[name].encode("utf-8")
    for place, dropped, put in changes:
        at = int(place * len(data))
        data = data[:at] + put + data[at + dropped :]
    path.write_bytes(data)
    started = time.monotonic()
    try:
        document = convert(path, target, source=source)
        if document.target_suffix == path.suffix:
            convert(target, tmp_path / f"again{name}", source=source)
    except PlgtError as error:
        assert "\n" not in str(error) and str(error).endswith(".")
    assert time.monotonic() - started < 20
    assert not list(tmp_path.glob("*.part"))
