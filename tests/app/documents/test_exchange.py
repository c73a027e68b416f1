"""PO, XLIFF, TMX: states, plural forms, inline elements, languages; msgfmt accepts the result."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import polib
import pytest
from lxml import etree

from app.batch.bilingual import Heading, Pair, write_bilingual
from app.batch.unit import SegmentResult, SentencePair
from app.documents import open_document
from app.errors import PlgtError
from app.text.markup import Run
from tests.app.batch.words import translated
from tests.app.documents.trip import convert, texts, unchanged

PO = r"""# Çeviri notu
msgid ""
msgstr ""
"Project-Id-Version: deneme 1\n"
"Language: tr\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"

#. for translators
#: src/main.c:10
msgid "Open file"
msgstr "Dosyayı aç"

#: src/main.c:12
#, fuzzy, c-format
#| msgid "Close the file"
msgid "Close %s now"
msgstr "Dosyayı kapat"

#, c-format
msgid "%d file"
msgid_plural "%d files"
msgstr[0] ""
msgstr[1] ""

msgctxt "menu"
msgid "\nSeveral\nlines\n"
msgstr ""

#~ msgid "Old text"
#~ msgstr "Eski metin"
"""

XLIFF_1 = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
  <file original="a.html" source-language="tr" datatype="html">
    <body>
      <group id="g">
        <trans-unit id="1" xml:space="preserve">
          <source>Bu <g id="1" ctype="bold">kalın</g> bir<x id="2"/> metin.</source>
          <note>not</note>
        </trans-unit>
        <trans-unit id="2"><source>Bitmiş metin</source><target state="final">Finished</target></trans-unit>
        <trans-unit id="3"><source>Eski metin</source><target state="needs-translation">x</target></trans-unit>
        <trans-unit id="4" translate="no"><source>Dokunma buna</source></trans-unit>
        <trans-unit id="5">
          <source>Birinci cümle. İkinci cümle.</source>
          <seg-source><mrk mid="0" mtype="seg">Birinci cümle.</mrk> <mrk mid="1" mtype="seg">İkinci <bpt id="1">&lt;b></bpt>cümle<ept id="1">&lt;/b></ept>.</mrk></seg-source>
        </trans-unit>
        <trans-unit id="6"><source>Adı <mrk mtype="protected">Ev Kapı</mrk> olan</source></trans-unit>
      </group>
    </body>
  </file>
</xliff>
"""  # noqa: E501
XLIFF_2 = """<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="pt-PT">
  <file id="f1">
    <unit id="u1" name="saudação">
      <segment id="s1"><source>Olá <pc id="1">mundo</pc><ph id="2"/>!</source></segment>
      <ignorable><source> </source></ignorable>
      <segment id="s2" state="final"><source>Feito já</source><target>Done</target></segment>
      <segment id="s3" state="initial"><source>Outra frase</source><target>Outra frase</target></segment>
    </unit>
    <unit id="u2" translate="no"><segment><source>Nada aqui</source></segment></unit>
  </file>
</xliff>
"""
TMX = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="tr-TR" datatype="xml"/>
  <body>
    <tu tuid="1">
      <tuv xml:lang="tr-TR">
        <seg>Bu <hi type="b">kalın</hi> bir <ph x="1">&lt;br/></ph>metin</seg>
      </tuv>
    </tu>
    <tu>
      <tuv xml:lang="tr-TR"><seg>Hazır metin</seg></tuv>
      <tuv xml:lang="en-GB"><seg>Ready</seg></tuv>
    </tu>
  </body>
</tmx>
"""  # noqa: E501


def skeleton(path: Path) -> list[Any]:
    """Elements in order with their attributes, without texts, targets and languages."""
    return [
        (element.tag, {k: v for k, v in element.attrib.items() if "ang" not in k and "tate" not in k})
        for element in etree.parse(path).iter("{*}*")
        if not any(etree.QName(a).localname == "target" for a in [element, *element.iterancestors()])
    ]


# PO ---------------------------------------------------------------------------------------------------------


def po(tmp_path: Path, text: str = PO, **options: Any) -> tuple[polib.POFile, Any]:
    source, target = tmp_path / "a.po", tmp_path / "b.po"
    source.write_text(text, "utf-8")
    document = convert(source, target, source="en", to="tr", options=options)
    return polib.pofile(str(target)), document


def test_open_and_fuzzy_entries_are_translated_the_rest_stays(tmp_path: Path) -> None:
    result, document = po(tmp_path)
    entries = {entry.msgid: entry for entry in result}
    assert entries["Open file"].msgstr == "Dosyayı aç"
    closed = entries["Close %s now"]
    assert (closed.msgstr, closed.flags, closed.previous_msgid) == (
        translated(closed.msgid),
        ["c-format"],
        None,
    )
    plural = entries["%d file"]
    assert plural.msgstr_plural == {0: "%d elif", 1: "%d selif"}
    assert entries["\nSeveral\nlines\n"].msgstr == "\nLareves\nsenil\n"
    assert [entry.msgstr for entry in result.obsolete_entries()] == ["Eski metin"]
    assert result.metadata["Language"] == "tr"
    assert "Çeviri notu" in (tmp_path / "b.po").read_text("utf-8")
    assert next(document.segments()).existing == "Dosyayı aç"


def test_a_regional_language_of_the_header_stays(tmp_path: Path) -> None:
    result, _ = po(tmp_path, PO.replace("Language: tr", "Language: tr_TR"))
    assert result.metadata["Language"] == "tr_TR"


def test_doubtful_entries_are_fuzzy(tmp_path: Path) -> None:
    result, _ = po(tmp_path, doubtful={"2"})
    assert "fuzzy" in next(entry for entry in result if "Close" in entry.msgid).flags


def test_unchanged_catalogue_is_byte_identical(tmp_path: Path) -> None:
    source, target = tmp_path / "a.po", tmp_path / "b.po"
    source.write_text(PO, "utf-8")
    convert(source, target, lambda segment: [], source="en", to="tr")
    document = open_document(source, "en", {"target_lang": "tr"})
    document.write(target, {}, "tr")
    assert target.read_bytes() == source.read_bytes()


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="needs gettext")
@pytest.mark.parametrize("form", [
    "nplurals=2; plural=(n > 1);", "nplurals=1; plural=0;", "nplurals=3; plural=n==1?0:n==2?1:2;", "",
])  # fmt: skip
def test_msgfmt_accepts_the_result(tmp_path: Path, form: str) -> None:
    line = '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'
    po(tmp_path, PO.replace(line, f'"Plural-Forms: {form}\\n"\n' if form else ""))
    command = ["msgfmt", "--check", "--statistics", "-o", str(tmp_path / "b.mo"), str(tmp_path / "b.po")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "4 translated messages" in done.stderr and "fuzzy" not in done.stderr


def test_a_template_and_a_catalogue_of_another_language(tmp_path: Path) -> None:
    template = tmp_path / "a.pot"
    template.write_text(PO.replace("Language: tr", "Language: ").replace("UTF-8", "CHARSET"), "utf-8")
    document = open_document(template, "en", {"target_lang": "pt"})
    assert document.target_suffix == ".po"
    result, _ = po(tmp_path, PO.replace("Language: tr", "Language: de_DE"))
    assert {entry.msgid: entry.msgstr for entry in result}["Open file"] == translated("Open file")
    assert result.metadata["Language"] == "tr"


def test_old_encodings(tmp_path: Path) -> None:
    source, target = tmp_path / "a.po", tmp_path / "b.po"
    source.write_bytes(PO.replace("UTF-8", "ISO-8859-9").encode("iso-8859-9"))
    convert(source, target, source="en", to="tr")
    assert "Dosyayı aç".encode("iso-8859-9") in target.read_bytes()
    convert(source, target, lambda segment: [Run("→")], source="en", to="tr")
    assert "charset=UTF-8" in target.read_text("utf-8")


@pytest.mark.parametrize(
    "text", ['msgid "a\nmsgstr ""', "hello", 'msgid "a"\nmsgid "b"\nmsgid "c', 'msgstr[x] "a"']
)
def test_damaged_catalogues(tmp_path: Path, text: str) -> None:
    source = tmp_path / "a.po"
    source.write_text(text)
    with pytest.raises(PlgtError, match="damaged"):
        texts(open_document(source, "en"))


# XLIFF ------------------------------------------------------------------------------------------------------


def test_xliff_1(tmp_path: Path) -> None:
    source, target = tmp_path / "a.xlf", tmp_path / "b.xlf"
    source.write_text(XLIFF_1, "utf-8")
    document = convert(source, target, options={"doubtful": {"3"}})
    segments = list(document.segments())
    assert [(s.text, s.translatable, s.existing) for s in segments] == [
        ("Bu kalın bir metin.", True, ""),
        ("Bitmiş metin", True, "Finished"),
        ("Eski metin", True, ""),
        ("Dokunma buna", False, ""),
        ("Birinci cümle.", True, ""),
        ("İkinci cümle.", True, ""),
        ("Adı Ev Kapı olan", True, ""),
    ]
    assert skeleton(source) == skeleton(target)
    tree = etree.parse(target)
    units = {unit.get("id"): unit for unit in tree.iter("{*}trans-unit")}
    first = units["1"].find("{*}target")
    assert first.get("state") == "translated"
    content = etree.tostring(first, encoding="unicode", with_tail=False).partition(">")[2]
    assert content == 'Ub <g id="1" ctype="bold">nılak</g> rib<x id="2"/> metin.</target>'.replace(
        "metin", translated("metin")
    )
    assert [child.get("id") for child in first] == ["1", "2"]
    assert [etree.QName(child).localname for child in units["1"]] == ["source", "target", "note"]
    assert units["2"].findtext("{*}target") == "Finished"
    assert units["3"].find("{*}target").get("state") == "needs-review-translation"
    assert units["4"].find("{*}target") is None
    marks = units["5"].find("{*}target")
    assert [mark.get("mid") for mark in marks.iter("{*}mrk")] == ["0", "1"]
    assert "".join(marks.itertext()).startswith(translated("Birinci cümle.") + " ")
    assert [etree.QName(e).localname for e in marks.iter("{*}bpt", "{*}ept")] == ["bpt", "ept"]
    assert "Ev Kapı" in "".join(units["6"].find("{*}target").itertext())
    assert tree.find("{*}file").get("target-language") == "en"


def test_xliff_2(tmp_path: Path) -> None:
    source, target = tmp_path / "a.xliff", tmp_path / "b.xliff"
    source.write_text(XLIFF_2, "utf-8")
    convert(source, target, source="pt", options={"doubtful": {"3"}})
    assert skeleton(source) == skeleton(target)
    tree = etree.parse(target)
    assert tree.getroot().get("trgLang") == "en-US"
    segments = list(tree.iter("{*}segment"))
    assert [s.get("state") for s in segments] == ["translated", "final", "translated", None]
    assert [s.get("subState") for s in segments] == [None, None, "plgt:needs-review", None]
    first = segments[0].find("{*}target")
    assert [child.get("id") for child in first] == ["1", "2"]
    assert "".join(first.itertext()) == translated("Olá mundo!")
    assert segments[3].find("{*}target") is None


@pytest.mark.parametrize(("name", "text", "language"), [
    ("a.xlf", XLIFF_1, "tr"), ("a.xliff", XLIFF_2, "pt"), ("a.tmx", TMX, "tr"),
])  # fmt: skip
def test_nothing_translated_is_byte_identical(tmp_path: Path, name: str, text: str, language: str) -> None:
    source, target = tmp_path / name, tmp_path / f"b{name}"
    source.write_text(text, "utf-8")
    open_document(source, language).write(target, {}, "en")
    assert target.read_bytes() == source.read_bytes()


def test_unchanged_text_puts_the_source_into_the_target(tmp_path: Path) -> None:
    source, target = tmp_path / "a.xlf", tmp_path / "b.xlf"
    source.write_text(XLIFF_1, "utf-8")
    convert(source, target, unchanged)
    for unit in etree.parse(target).iter("{*}trans-unit"):
        if unit.get("id") in ("1", "3", "6"):
            left, right = unit.find("{*}source"), unit.find("{*}target")
            assert "".join(left.itertext()) == "".join(right.itertext())
            assert [child.tag for child in left] == [child.tag for child in right]


def test_a_second_translation_finds_nothing_to_do(tmp_path: Path) -> None:
    source, once, twice = tmp_path / "a.xlf", tmp_path / "b.xlf", tmp_path / "c.xlf"
    source.write_text(XLIFF_1, "utf-8")
    convert(source, once)
    convert(once, twice)
    assert once.read_bytes() == twice.read_bytes()


def test_wrong_language_version_and_root(tmp_path: Path) -> None:
    source = tmp_path / "a.xlf"
    source.write_text(
        XLIFF_1.replace('source-language="tr"', 'source-language="tr" target-language="de"'), "utf-8"
    )
    with pytest.raises(PlgtError, match='into "de", not "en"'):
        open_document(source, "tr", {"target_lang": "en"})
    source.write_text(XLIFF_1.replace('version="1.2"', 'version="3.0"'), "utf-8")
    with pytest.raises(PlgtError, match=r"XLIFF 3\.0"):
        open_document(source, "tr")
    source.write_text("<html/>")
    with pytest.raises(PlgtError, match="no XLIFF"):
        open_document(source, "tr")


def test_entities_and_external_dtds_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    source = tmp_path / "a.xlf"
    for declared in (f'<!ENTITY x SYSTEM "file://{secret}">', '<!ENTITY x "a"><!ENTITY y "&x;&x;&x;">'):
        source.write_text(
            f"<!DOCTYPE xliff [{declared}]>" + XLIFF_1.split("?>", 1)[1].replace("not<", "&x;<")
        )
        with pytest.raises(PlgtError, match="entities"):
            texts(open_document(source, "tr"))


SCHEMAS = Path("/usr/share/php/Symfony/Component/Translation/Resources/schemas")  # php-symfony-translation


def load_schema(name: str) -> etree.XMLSchema:
    local = (SCHEMAS / "xml.xsd").as_uri()
    document = re.sub(
        r'schemaLocation="[^"]*xml\.xsd"', f'schemaLocation="{local}"', (SCHEMAS / name).read_text("utf-8")
    )
    return etree.XMLSchema(etree.fromstring(document.encode("utf-8")))


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="needs the schemas of Debian's php-symfony-translation")
def test_bilingual_xliff_validates_too(tmp_path: Path) -> None:
    pairs = [
        Pair(
            "1", "line 1", "a & b <c>\x01", SegmentResult("1", (Run("d"),), 1, (SentencePair("a", "d", 0.1),))
        ),
        Pair('2"', "", "kept", None),
    ]
    write_bilingual(tmp_path / "a.xlf", "xliff", Heading('a"<.txt', "tr", "en", 0.5), pairs)
    load_schema("xliff-core-1.2-strict.xsd").assertValid(etree.parse(tmp_path / "a.xlf"))


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="needs the schemas of Debian's php-symfony-translation")
@pytest.mark.parametrize(
    ("text", "language", "schema"),
    [(XLIFF_1, "tr", "xliff-core-1.2-strict.xsd"), (XLIFF_2, "pt", "xliff-core-2.0.xsd")],
)
def test_xliff_validates_against_its_schema(tmp_path: Path, text: str, language: str, schema: str) -> None:
    rules = load_schema(schema)
    source, target = tmp_path / "a.xlf", tmp_path / "b.xlf"
    source.write_text(text, "utf-8")
    rules.assertValid(etree.parse(source))
    convert(source, target, source=language, options={"doubtful": {"1", "3"}})
    rules.assertValid(etree.parse(target))


# TMX --------------------------------------------------------------------------------------------------------


def test_tmx(tmp_path: Path) -> None:
    source, target = tmp_path / "a.tmx", tmp_path / "b.tmx"
    source.write_text(TMX, "utf-8")
    document = convert(source, target)
    assert [(s.text, s.existing) for s in document.segments()] == [
        ("Bu kalın bir metin", ""),
        ("Hazır metin", "Ready"),
    ]
    tree = etree.parse(target)
    first, second = tree.iter("tu")
    assert [v.get("{http://www.w3.org/XML/1998/namespace}lang") for v in first] == ["tr-TR", "en-US"]
    segment = first[1].find("seg")
    assert [child.tag for child in segment] == ["hi", "ph"]
    assert segment.find("ph").text == "<br/>"
    assert len(second) == 2 and second[1].findtext("seg") == "Ready"
    assert "tmx14.dtd" in target.read_text("utf-8")


def test_tmx_is_read_in_the_other_direction(tmp_path: Path) -> None:
    source, target = tmp_path / "a.tmx", tmp_path / "b.tmx"
    source.write_text(TMX, "utf-8")
    document = convert(source, target, source="en", to="pt")
    assert texts(document) == ["Bu kalın bir metin", "Ready"]  # the first unit has only its own language
