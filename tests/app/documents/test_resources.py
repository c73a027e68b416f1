"""Tables, JSON, properties and INI: only the values that people read change, every other byte stays."""

from __future__ import annotations

import configparser
import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.documents import open_document
from app.documents.table import read_cells
from app.documents.technical import is_technical
from app.errors import PlgtError
from app.text.markup import Run, join_runs
from tests.app.batch.words import translated
from tests.app.documents.trip import convert, texts, unchanged

CSV = 'no;başlık;metin\r\n1;"Ev";"Bu bir ""ev"" ve;\nbüyük bir kapı"\r\n2;Kapı;Kırmızı bir kapı\r\n'
JSON = """{
  "menu": {"open": "Dosyayı aç", "icon": "folder-open.png", "n": 1.50, "tags": ["bir şey", "snake_case"]},
  "link" : "https://example.org/yol",
  "u":"\\u00c7ok \\"iyi\\"",
\t"empty": "",  "nums":[1,2, 3]
}
"""
PROPERTIES = """# Bir yorum \\
! başka
menu.open = Dosya a\\u00e7\\u0131k
menu\\ key : uzun bir \\
    metin burada
path=C:\\\\dizin
count={0} dosya, {1}''in
flag=true
emoji=g\\u00fcl \\ud83d\\ude00
tek
"""
INI = """; yorum
[Genel Ayarlar]
başlık = Ana pencere ; değil
yol=/usr/bin
sayı : 12
alıntı = "Bir metin"
uzun = ilk satır
    devam eden satır
renk = #ff0000

[boş]
"""


@pytest.mark.parametrize(
    ("name", "text"), [("a.csv", CSV), ("a.json", JSON), ("a.properties", PROPERTIES), ("a.ini", INI)]
)
def test_unchanged_values_give_the_same_bytes(tmp_path: Path, name: str, text: str) -> None:
    source, target = tmp_path / name, tmp_path / f"b{name}"
    source.write_bytes(text.encode("utf-8"))
    document = convert(source, target, unchanged)
    assert texts(document)
    assert target.read_bytes() == source.read_bytes()


def test_columns_of_text_are_found(tmp_path: Path) -> None:
    source, target = tmp_path / "a.csv", tmp_path / "b.csv"
    source.write_bytes(CSV.encode("utf-8"))
    document = convert(source, target)
    before = list(csv.reader(io.StringIO(CSV, newline=""), delimiter=";"))
    after = list(csv.reader(io.StringIO(target.read_bytes().decode(), newline=""), delimiter=";"))
    assert after[0] == before[0]
    assert [row[:1] for row in after] == [row[:1] for row in before]
    assert [row[2] for row in after[1:]] == [translated(row[2]) for row in before[1:]]
    assert any("metin" in note for note in document.notes)


def test_columns_are_chosen_by_name_or_number(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text("id,ad,not\n1,Ev,iyi bir ev\n2,Kapı,eski\n", "utf-8")
    for columns, expected in ((["ad"], ["Ev", "Kapı"]), (["3"], ["iyi bir ev", "eski"])):
        assert texts(open_document(source, "tr", {"columns": columns})) == expected
    for wrong in ("4", "yok", "0"):
        with pytest.raises(PlgtError, match="no column"):
            open_document(source, "tr", {"columns": [wrong]})


def test_a_translation_with_the_delimiter_is_quoted(tmp_path: Path) -> None:
    source, target = tmp_path / "a.tsv", tmp_path / "b.tsv"
    source.write_text("ad\tmetin\nx\tbir metin\n", "utf-8")
    convert(source, target, lambda segment: [Run('a\tb "c"')])
    rows = list(csv.reader(io.StringIO(target.read_text("utf-8"), newline=""), delimiter="\t"))
    assert rows[1] == ["x", 'a\tb "c"']


@given(
    st.lists(
        st.lists(st.text(alphabet='a",;\n\rç ', max_size=6), min_size=2, max_size=4), min_size=1, max_size=5
    )
)
def test_cells_are_those_of_the_csv_module(rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    text = out.getvalue()
    cells = list(read_cells(text, ","))
    found: list[list[str]] = []
    for cell in cells:
        if cell.row == len(found):
            found.append([])
        value = text[cell.start : cell.end]
        found[-1].append(value[1:-1].replace('""', '"') if cell.quoted else value)
    assert found == rows


def test_json_values_change_and_nothing_else(tmp_path: Path) -> None:
    source, target = tmp_path / "a.json", tmp_path / "b.json"
    source.write_text(JSON, "utf-8")
    document = convert(source, target)
    assert texts(document) == ["Dosyayı aç", "bir şey", 'Çok "iyi"']
    assert [segment.context for segment in document.segments()] == ["menu.open", "menu.tags.0", "u"]
    before, after = json.loads(JSON), json.loads(target.read_text("utf-8"))
    before["menu"]["open"], before["menu"]["tags"][0] = translated("Dosyayı aç"), translated("bir şey")
    before["u"] = translated('Çok "iyi"')
    assert after == before
    assert '"n": 1.50' in target.read_text("utf-8")


def test_json_keeps_escapes_of_an_ascii_file_and_message_patterns(tmp_path: Path) -> None:
    source, target = tmp_path / "a.json", tmp_path / "b.json"
    source.write_text('{"a":"\\u015fey bir","b":"{n, plural, one {bir dosya} other {# dosya}}"}')
    document = convert(source, target, lambda segment: [Run("iş bu")])
    assert target.read_bytes() == b'{"a":"i\\u015f bu","b":"{n, plural, one {bir dosya} other {# dosya}}"}'
    assert "1 plural or select patterns" in document.notes[0]


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@given(_JSON, st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None)
def test_any_json_keeps_its_keys_and_shape(tmp_path: Path, value: object, escape: bool) -> None:
    source, target = tmp_path / "a.json", tmp_path / "b.json"
    source.write_text(json.dumps(value, ensure_ascii=escape), "utf-8", errors="surrogatepass")
    try:
        convert(source, target, lambda segment: [Run(join_runs(segment.runs) + '"\n\\')])
    except PlgtError:
        return  # half a surrogate pair, written raw

    def shape(part: object) -> object:
        if isinstance(part, dict):
            return {key: shape(item) for key, item in part.items()}
        if isinstance(part, list):
            return [shape(item) for item in part]
        return str if isinstance(part, str) else part

    after = json.loads(target.read_text("utf-8"))
    assert shape(after) == shape(value)


@pytest.mark.parametrize(
    "text", ["{", "", '{"a": b}', "[" * 100_000, '{"a": 1' + "0" * 5000 + "}", "\ufeff{}x"]
)
def test_what_is_no_json(tmp_path: Path, text: str) -> None:
    source = tmp_path / "a.json"
    source.write_text(text, "utf-8")
    with pytest.raises(PlgtError, match="not valid JSON"):
        texts(open_document(source))


def test_properties_are_spelled_as_the_file_spells_them(tmp_path: Path) -> None:
    source, target = tmp_path / "a.properties", tmp_path / "b.properties"
    source.write_text(PROPERTIES.replace("ş", "s"), "ascii")
    document = convert(source, target, lambda segment: [Run(segment.text.replace("Dosya", "Ş"))])
    assert texts(document) == [
        "Dosya açık", "uzun bir metin burada", "{0} dosya, {1}'in", "gül 😀",
    ]  # fmt: skip
    result = target.read_text("ascii")
    assert "menu.open = \\u015e a\\u00e7\\u0131k\n" in result
    assert (
        result.split("menu.open")[1].split("\n", 1)[1] == PROPERTIES.split("menu.open")[1].split("\n", 1)[1]
    )


def test_properties_in_utf8_latin1_and_with_apostrophes(tmp_path: Path) -> None:
    source, target = tmp_path / "a.properties", tmp_path / "b.properties"
    source.write_text("a=çok iyi\nb=açık {0}\n", "utf-8")
    convert(source, target, lambda segment: [Run(segment.text + " o'clock")], to="en")
    assert target.read_text("utf-8") == "a=çok iyi o'clock\nb=açık {0} o''clock\n"
    source.write_bytes("a=\xe7ok iyi\n".encode("latin-1"))
    convert(source, target, lambda segment: [Run("ışık " + segment.text)])
    assert target.read_bytes() == b"a=\\u0131\\u015f\\u0131k \\u00e7ok iyi\n"


def test_ini_values(tmp_path: Path) -> None:
    source, target = tmp_path / "a.ini", tmp_path / "b.ini"
    source.write_text(INI, "utf-8")
    document = convert(source, target)
    assert texts(document) == [
        "Ana pencere ; değil", "Bir metin", "ilk satır", "devam eden satır",
    ]  # fmt: skip
    assert [s.context for s in document.segments()][:2] == ["Genel Ayarlar.başlık", "Genel Ayarlar.alıntı"]
    parser = configparser.ConfigParser()
    parser.read(target, encoding="utf-8")
    assert parser["Genel Ayarlar"]["alıntı"] == '"Rib nitem"'
    assert parser["Genel Ayarlar"]["yol"] == "/usr/bin"
    assert parser["Genel Ayarlar"]["uzun"] == translated("ilk satır\ndevam eden satır")


@pytest.mark.parametrize(
    "text", ["#fff", "a_b", "camelCase", "v1.2", "tr-TR", "image/png", "x.png", "C:\\ab", "true", "12",
             "a@b.org", "https://a.b", "btn-primary", "", "./a"],
)  # fmt: skip
def test_technical_strings(text: str) -> None:
    assert is_technical(text)


@pytest.mark.parametrize("text", ["Aç", "Save", "iyi", "a b", "Hava nasıl?", "Evet", "OK!", "%s dosya"])
def test_words_for_people(text: str) -> None:
    assert not is_technical(text)
