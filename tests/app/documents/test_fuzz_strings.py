"""Damaged files of strings: each ends in a translation, a note or one sentence, soon and in little memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.documents.fuzz import campaign
from tests.app.documents.test_exchange import PO, TMX, XLIFF_1, XLIFF_2
from tests.app.documents.test_resources import CSV, INI, JSON, PROPERTIES
from tests.app.documents.test_strings import CATALOGUE, HEAD, XLIFF

PAIRS = (
    'Bir <x id="START_B"/>kapı<x id="CLOSE_B"/> ve <bpt id="1">&lt;b></bpt>ev<ept id="1">&lt;/b></ept> '
    '<ph id="2">{0}</ph> <g id="3">&amp;Dosya {n, plural, one {a} other {b}}</g> &lt;i>eğik&lt;/i>'
)
KEYS = '\nmsgid "menu.open"\nmsgstr "Dosyayı <b>aç</b>"\n\nmsgid "PAGE_NOT_FOUND"\nmsgstr "Sayfa %d%% yok"\n'
SEEDS = {
    "a.po": PO, "b.po": CATALOGUE, "c.po": HEAD + KEYS, "a.xlf": XLIFF_1, "b.xlf": XLIFF_2,
    "c.xlf": XLIFF.format(PAIRS).replace('"en"', '"tr"', 1).replace(' target-language="tr"', ""), "a.tmx": TMX,
    "a.json": JSON,
    "b.json": '{"@@locale":"tr","a":"<b>Kapı</b> {n, plural, one {x} other {y}} \\\\n","b":"d MMMM yyyy"}',
    "a.properties": PROPERTIES, "b.properties": 'a=\\"Kaydet\\" {0} <b>kapı</b> &Dosya\n',
    "a.ini": INI, "b.ini": '[a]\nMSG="\\"Kaydet\\" deyin"\nL="Bir <a href="_QQ_"x"_QQ_">ev</a>"\nlang=tr\n',
    "a.csv": CSV, "b.csv": 'no;metin\n1;"=IF(A1;""bir ev"")"\n2;Büyük <b>ev</b> %s\n',
    "a.tsv": CSV.replace(";", "\t"),
}  # fmt: skip
SUFFIXES = sorted({name.partition(".")[2] for name in SEEDS})


def seeds(folder: Path, suffix: str = "") -> list[Path]:
    """The seeds as files."""
    paths = []
    for name, text in SEEDS.items():
        if name.endswith(suffix):
            paths.append(folder / name)
            paths[-1].write_bytes(text.encode("utf-8"))
    return paths


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_damaged_strings(tmp_path: Path, suffix: str) -> None:
    ends = campaign(seeds(tmp_path, suffix), 60, 3, tmp_path / "work")
    assert ends["translated"] + ends["noted"], ends


@pytest.mark.slow
def test_damaged_strings_by_the_thousand(tmp_path: Path) -> None:
    campaign(seeds(tmp_path), 10_000, 4, tmp_path / "work")
