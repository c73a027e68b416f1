"""Strings of programs, in every format that holds them: tags, placeholders, patterns, keys, quotes, line ends."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from app.documents import open_document
from app.documents.polines import PoLines
from app.errors import PlgtError
from app.text.markup import Run, join_runs
from app.translation.translator import Translator
from tests.app.batch.words import translated
from tests.app.bundles import tiny_store
from tests.app.documents.trip import convert, texts
from tests.app.translation.test_tags import balanced

HEAD = 'msgid ""\nmsgstr ""\n"Language: tr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
XLIFF = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n'
    ' <file source-language="en" target-language="tr" datatype="html" original="a"><body>\n'
    "  <trans-unit id='1'><source>{}</source></trans-unit>\n </body></file>\n</xliff>\n"
)


def file_of(name: str, text: str) -> str:
    """A file of a format that holds one string."""
    suffix = name.rpartition(".")[2]
    if suffix == "json":
        return json.dumps({"a": text})
    if suffix == "po":
        return f'{HEAD}\nmsgid "{polib.escape(text)}"\nmsgstr ""\n'
    if suffix == "xlf":
        return XLIFF.format(text.replace("&", "&amp;").replace("<", "&lt;"))
    if suffix == "csv":
        out = io.StringIO(newline="")
        csv.writer(out).writerows([["id", "text"], ["1", text], ["2", "and some more words here"]])
        return out.getvalue()
    if suffix == "properties":
        return "a=" + text.replace("\\", "\\\\").replace("\n", "\\n") + "\n"
    return f"[a]\nb={text}\n"


def string_of(path: Path) -> str:
    """The string of such a file."""
    text = path.read_text("utf-8")
    suffix = path.suffix
    if suffix == ".json":
        return str(json.loads(text)["a"])
    if suffix == ".po":
        return str(polib.pofile(str(path))[0].msgstr)
    if suffix == ".xlf":
        return "".join(etree.parse(path).find(".//{*}target").itertext())
    if suffix == ".csv":
        return next(csv.reader(io.StringIO(text.split("\n", 1)[1], newline="")))[1]
    if suffix == ".properties":
        return text.strip().removeprefix("a=").encode("ascii").decode("unicode-escape")
    return text.strip().rpartition("b=")[2]


FORMATS = ["a.json", "a.po", "a.xlf", "a.csv", "a.properties", "a.ini"]


@pytest.fixture(scope="module")
def babbler() -> Iterator[Translator]:
    """A translator that says anything."""
    with Translator(
        tiny_store("en-tr", "en-pt"), device="cpu", threads=1, beam=1, length_penalty=1.0
    ) as value:
        yield value


def through(babbler: Translator, path: Path, target: Path, to: str = "tr") -> list[str]:
    """Translate a file; the codes of all flags."""
    document = open_document(path, "en", {"target_lang": to})
    segments = [segment for segment in document.segments() if segment.translatable]
    results = list(babbler.marked_translations([segment.runs for segment in segments], "en", to))
    document.write(target, {s.id: runs for s, (runs, _) in zip(segments, results, strict=True)}, to)
    return [flag.code for _, translation in results for flag in translation.flags]


def sentences(count: int) -> list[str]:
    """Sentences with two pairs of tags, made by chance."""
    chance = random.Random(5)
    words = [
        ["My friend", "The teacher"],
        ["opened", "saw"],
        ["the letter", "the red car"],
        ["at noon", "in the rain"],
    ]
    made = []
    for _ in range(count):
        parts = [chance.choice(some) for some in words]
        pairs = chance.choice(
            [("<b>", "</b>"), ("<0>", "</0>"), ("[i]", "[/i]"), ('<a href="x y. Z">', "</a>")]
        )
        other = chance.choice([("<i>", "</i>"), ("<1>", "</1>"), ("&lt;u&gt;", "&lt;/u&gt;")])
        one, two = sorted(chance.sample(range(4), 2))
        parts[one] = f"{pairs[0]}{parts[one]}{pairs[1]}"
        parts[two] = f"{other[0]}{parts[two]}{other[1]}"
        made.append(" ".join(parts) + ".")
    return made


@pytest.mark.parametrize("name", FORMATS)
def test_no_string_with_two_pairs_comes_out_broken(tmp_path: Path, name: str, babbler: Translator) -> None:
    for number, text in enumerate(sentences(8 if name != "a.json" else 24)):
        source, target = tmp_path / name, tmp_path / f"b{name}"
        source.write_text(file_of(name, text), "utf-8")
        through(babbler, source, target, "tr" if number % 2 or name == "a.xlf" else "pt")
        result = string_of(target)
        tags = re.compile(r"</?\w+[^<>]*>|\[/?i\]|&lt;/?u&gt;")
        assert sorted(tags.findall(text)) == sorted(tags.findall(result)), result
        assert balanced(result), result


def test_plain_text_with_tags_goes_the_same_way(babbler: Translator) -> None:
    for text in sentences(8):
        result = babbler.translate(text, "en", "tr")
        assert balanced(result.text)
        sentence = result.sentences[0]
        assert (sentence.source, result.text[sentence.target_start :]) == (text, sentence.target)


@pytest.mark.parametrize(
    "item",
    ["%d%%", "100%%", "%(count)s", "%1$s", "{name}", "{{ user.name }}", "{% if a %}", "<%= name %>",
     "<?php echo $a->b; ?>", "$t(menu.open)", "%{count}", ":name", "@:menu.open", "Ctrl+S", "dd.MM.yyyy", "<0/>"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.json", "a.po", "a.ini"])
def test_what_programs_read_comes_back(tmp_path: Path, name: str, item: str, babbler: Translator) -> None:
    source, target = tmp_path / name, tmp_path / f"b{name}"
    source.write_text(file_of(name, f"Please look at {item} in the morning."), "utf-8")
    through(babbler, source, target)
    assert string_of(target).count(item) == 1


def test_what_the_model_lost_is_flagged(babbler: Translator) -> None:
    flags = [
        flag.code
        for text in ("You have {n} new books.", "See %s and %d now.", "Look at <0/> here.")
        for flag in babbler.translate(text, "en", "tr").flags
    ]
    assert "placed" in flags


# Plural and select patterns ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*FORMATS, "a.txt"])
def test_plural_patterns_stay_with_a_note_or_flag(tmp_path: Path, name: str, babbler: Translator) -> None:
    text = "You have {n, plural, =0 {no letters. None} one {one letter} other {# letters}} now"
    source, target = tmp_path / name, tmp_path / f"b{name}"
    source.write_text(text if name == "a.txt" else file_of(name, text), "utf-8")
    document = open_document(source, "en", {"target_lang": "tr"})
    segments = list(document.segments())
    if name == "a.txt":
        result = babbler.translate(text + "\nThe house is big.", "en", "tr")
        assert result.text.startswith(text + "\n") and "pattern" in [flag.code for flag in result.flags]
        return
    assert [s.translatable for s in segments if "plural" in s.text] == [False]
    assert any(note.startswith("1 plural or select patterns were left") for note in document.notes)
    before = source.read_text("utf-8")
    document.write(target, {s.id: [Run("x")] for s in segments if s.translatable}, "tr")
    assert text.replace("<", "&lt;") in target.read_text("utf-8") or target.read_text("utf-8") == before


def test_the_elements_of_a_plural_pattern_stay_in_it(tmp_path: Path) -> None:
    source, target = tmp_path / "a.xlf", tmp_path / "b.xlf"
    inner = "{VAR_PLURAL, plural, =1 {a dog} other {<x id='INTERPOLATION'/> dogs}}"
    source.write_text(XLIFF.format(inner), "utf-8")
    document = convert(source, target, source="en", to="tr")
    assert target.read_bytes() == source.read_bytes() and document.notes


# Catalogues -------------------------------------------------------------------------------------------------

CATALOGUE = (
    "# Notes\r\n#\r\n" + HEAD.replace("\n", "\r\n").replace("\\r", "")
    + "\r\n#. c\r\n#: a.c:1 b.c:2\r\n#, c-format\r\nmsgid \"\"\r\n\"Close \"\r\n\"%s\"\r\nmsgstr \"\"\r\n"
    "\r\n\r\n#, fuzzy\r\n#| msgid \"old\"\r\nmsgctxt \"m\"\r\nmsgid \"The door\"\r\nmsgstr \"Eski\"\r\n"
    "\r\n#~ msgid \"gone\"\r\n#~ msgstr \"gitti\"\r\n\r\nmsgid \"A window\"\r\nmsgstr \"\""
)  # fmt: skip


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_a_catalogue_changes_in_its_texts_alone(tmp_path: Path, bom: bytes) -> None:
    source, target = tmp_path / "a.po", tmp_path / "b.po"
    source.write_bytes(bom + CATALOGUE.encode())
    convert(source, target, source="en", to="tr")
    expected = CATALOGUE.replace('"%s"\r\nmsgstr ""', f'"%s"\r\nmsgstr "{translated("Close %s")}"')
    expected = expected.replace('#, fuzzy\r\n#| msgid "old"\r\n', "")
    expected = expected.replace('msgstr "Eski"', f'msgstr "{translated("The door")}"')
    expected = expected.removesuffix('msgstr ""') + f'msgstr "{translated("A window")}"'
    assert target.read_bytes() == bom + expected.encode()


@given(
    st.lists(st.tuples(st.text(alphabet='ab"\\\n\tİ ', min_size=1, max_size=9), st.booleans()), max_size=5),
    st.booleans(),
)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_lines_say_what_the_library_says(tmp_path: Path, entries: list[tuple[str, bool]], crlf: bool) -> None:
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    for text, plural in entries:
        forms = {0: text, 1: ""} if plural else {}
        catalogue.append(
            polib.POEntry(msgid=text, msgid_plural=text if plural else "", msgstr_plural=forms, msgstr=text)
        )
    spelled = str(catalogue)
    lines = PoLines(spelled.replace("\n", "\r\n") if crlf else spelled)
    assert [(e.msgid, e.plural.value if e.plural else "", e.texts) for e in lines.entries] == [
        (text, text if plural else "", [text, ""] if plural else [text]) for text, plural in entries
    ]
    assert lines.text() == "".join(lines.lines)


def test_msgids_that_are_keys(tmp_path: Path) -> None:
    source, target = tmp_path / "a.po", tmp_path / "b.po"
    keys = '\nmsgid "menu.open"\nmsgstr "Dosyayı aç"\n\nmsgid "PAGE_COUNT"\nmsgid_plural "PAGE_COUNT"\n'
    keys += 'msgstr[0] "bir sayfa"\nmsgstr[1] "%d sayfa"\n'
    source.write_text(HEAD + keys, "utf-8")
    document = convert(source, target, source="tr", to="en")
    assert next((s.text, s.context) for s in document.segments()) == ("Dosyayı aç", "menu.open")
    result = polib.pofile(str(target))
    assert result[0].msgstr == translated("Dosyayı aç") and result[0].msgid == "menu.open"
    assert result[1].msgstr_plural == {0: translated("bir sayfa"), 1: translated("%d sayfa")}
    assert result.metadata["Language"] == "en"
    with pytest.raises(PlgtError, match="already: give the catalogue of the source language"):
        open_document(source, "en", {"target_lang": "tr"})
    source.write_text(HEAD + "".join(f'\nmsgid "menu.item_{n}"\nmsgstr ""\n' for n in range(3)), "utf-8")
    with pytest.raises(PlgtError, match="no texts"):
        open_document(source, "tr", {"target_lang": "en"})


@pytest.mark.parametrize("msgids", [["_Open", "_Close", "E_xit"], ["Open", "Close", "OK"], ["README.md"]])
def test_labels_and_file_names_are_no_keys(tmp_path: Path, msgids: list[str]) -> None:
    source = tmp_path / "a.po"
    source.write_text(HEAD + "".join(f'\nmsgid "{text}"\nmsgstr ""\n' for text in msgids), "utf-8")
    assert len(texts(open_document(source, "en", {"target_lang": "tr"}))) == len(msgids)


needs_gettext = pytest.mark.skipif(shutil.which("msgfmt") is None, reason="needs gettext")


def msgfmt(path: Path, *options: str) -> None:
    done = subprocess.run(
        ["msgfmt", "--check", *options, "-o", "/dev/null", str(path)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@needs_gettext
def test_msgfmt_accepts_access_keys(tmp_path: Path, babbler: Translator) -> None:
    for sign, msgids in (
        (
            "&",
            ["&File", "&File\\tCtrl+F", "Save &As...", "E&xit", "Find && &Replace", "(&D)"],
        ),
        ("_", ["_Open", "Save _As...", "E_xit", "_Quit now", "don't _ask again", "snake_case"]),
    ):
        source, target = tmp_path / "a.po", tmp_path / "b.po"
        source.write_text(HEAD + "".join(f'\nmsgid "{text}"\nmsgstr ""\n' for text in msgids), "utf-8")
        through(babbler, source, target)
        msgfmt(target, f"--check-accelerators={sign}")
        for entry in polib.pofile(str(target)):
            assert entry.msgstr, entry.msgid
            if entry.msgid in ("_Open", "&File", "E&xit"):
                assert re.search(rf"{sign}\w", entry.msgstr)


@needs_gettext
@pytest.mark.parametrize(
    "rule", ["nplurals=2; plural=(n > 1);", "nplurals=2; plural=(n != 1);", "nplurals=1; plural=0;"]
)
def test_the_first_plural_form_names_the_number_where_it_must(tmp_path: Path, rule: str) -> None:
    source, target = tmp_path / "a.po", tmp_path / "b.po"
    head = HEAD + f'"Plural-Forms: {rule}\\n"\n'
    source.write_text(
        f'{head}\n#, c-format\nmsgid "One file"\nmsgid_plural "%d files"\nmsgstr[0] ""\nmsgstr[1] ""\n',
        "utf-8",
    )
    convert(source, target, source="en", to="tr")
    msgfmt(target)
    first = polib.pofile(str(target))[0].msgstr_plural[0]
    assert ("%d" in first) is ("!=" not in rule)


def test_a_catalogue_without_a_header_gets_one(tmp_path: Path) -> None:
    source, target = tmp_path / "a.po", tmp_path / "b.po"
    source.write_text('msgid "The door"\nmsgstr ""\n', "utf-8")
    convert(source, target, source="en", to="tr")
    result = polib.pofile(str(target))
    assert result.metadata["Language"] == "tr" and result[0].msgstr == translated("The door")


# JSON, properties, INI, tables -------------------------------------------------------------------------------


def test_locale_codes_and_date_patterns(tmp_path: Path) -> None:
    source, target = tmp_path / "a.json", tmp_path / "b.json"
    value = {
        "@@locale": "tr", "locale": "tr_TR", "lang": "tr-TR", "language": "de", "day": "d MMMM yyyy",
        "time": "%d %B %Y", "sub": {"locale": "tr"}, "hello": "Merhaba {ad}",
        "@hello": {"description": "bir selam", "placeholders": {"ad": {"type": "String"}}},
        "languages": ["tr", "en"], "": {"domain": "bir şey", "language": "tr_TR", "plural_forms": "nplurals=2;"},
    }  # fmt: skip
    source.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    document = convert(source, target)
    assert [s.context for s in document.segments() if s.text != "tr"] == ["language", "hello", "languages.1"]
    result = json.loads(target.read_text("utf-8"))
    assert [result[key] for key in ("@@locale", "locale", "lang", "day", "time")] == [
        "en", "en_US", "en-US", "d MMMM yyyy", "%d %B %Y",
    ]  # fmt: skip
    assert result[""] == {"domain": "bir şey", "language": "en_US", "plural_forms": "nplurals=2;"}
    assert result["@hello"] == value["@hello"] and result["hello"] == translated("Merhaba {ad}")
    for name, text in (
        ("a.properties", "locale=tr_TR\na=İyi günler\n"),
        ("a.ini", "[x]\nlang=tr_TR\na=İyi günler\n"),
    ):
        (tmp_path / name).write_text(text, "utf-8")
        convert(tmp_path / name, tmp_path / f"b{name}")
        assert "=en_US\n" in (tmp_path / f"b{name}").read_text("utf-8")


@pytest.mark.parametrize(
    "value",
    [r'"\"Kaydet\" düğmesine basın."', '"Önce "_QQ_"Kaydet"_QQ_" deyin."', r'\"Kaydet\" deyin', "\"Bir 'söz' deyin\"",
     r"'Ali\'nin evi büyük'", '"bir "söz" deyin"'],
)  # fmt: skip
def test_quotes_of_ini_values_stay_as_they_are_spelled(tmp_path: Path, value: str) -> None:
    source, target = tmp_path / "a.ini", tmp_path / "b.ini"
    source.write_text(f"[a]\nx={value}\n", "utf-8")
    document = open_document(source, "tr", {"target_lang": "en"})
    segment = next(iter(document.segments()))
    assert "\\" not in segment.text and "_QQ_" not in segment.text
    document.write(target, {segment.id: [Run(segment.text + "!")]}, "en")
    inner = value[1:-1] if value[0] == value[-1] and value[0] in "\"'" else value
    expected = value.replace(inner, inner + "!")
    if value == '"bir "söz" deyin"':
        expected = '"bir ”söz” deyin!"'  # a bare quote would end the value
    assert target.read_text("utf-8") == f"[a]\nx={expected}\n"


def test_escaped_quotes_of_properties_stay_escaped(tmp_path: Path) -> None:
    source, target = tmp_path / "a.properties", tmp_path / "b.properties"
    source.write_text('a=\\"Kaydet\\" deyin\nb="Aç" deyin\n', "utf-8")
    convert(source, target, lambda segment: [Run(segment.text + "!")])
    assert target.read_text("utf-8") == 'a=\\"Kaydet\\" deyin!\nb="Aç" deyin!\n'


def test_formulas_of_tables_stay(tmp_path: Path) -> None:
    source, target = tmp_path / "a.csv", tmp_path / "b.csv"
    text = 'no;metin\r\n1;"=HYPERLINK(""http://x.org"";""Buraya bakın lütfen"")"\r\n2;=A1&" adet var"\r\n'
    text += "3;Ev çok büyük.\r\n"
    source.write_bytes(text.encode())
    document = convert(source, target)
    assert texts(document) == ["Ev çok büyük."]
    assert target.read_bytes() == text.replace("Ev çok büyük.", translated("Ev çok büyük.")).encode()
    assert any("2 formulas" in note for note in document.notes)


# XML --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "start", ['<?xml version="1.0" encoding="UTF-8"?>\r\n', "", "<?xml version='1.0' ?>\r\n"]
)
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_line_ends_marks_and_declarations_of_xml_stay(tmp_path: Path, start: str, bom: bytes) -> None:
    source, target = tmp_path / "a.xlf", tmp_path / "b.xlf"
    body = XLIFF.partition("\n")[2].format("The door").replace("\n", "\r\n").replace("'1'", '"1"')
    body = body.replace('version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"', 'version="1.2"')
    source.write_bytes(bom + (start + body).encode())
    convert(source, target, source="en", to="tr")
    made = f'</source><target state="translated">{translated("The door")}</target>'
    assert target.read_bytes() == bom + (start + body.replace("</source>", made)).encode()


# Every reader with letters whose case has another length -----------------------------------------------------

LETTERS = ["İ", "ß", "ŉ", "i\u0307", "ǰ", "ΐ", "ﬁ", "I", "ı", "\u0345"]


@pytest.mark.parametrize("name", FORMATS)
@given(st.lists(st.sampled_from([*LETTERS, " <b>", "</b>", " the ", " &x", "%s"]), min_size=1, max_size=8))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_letters_that_grow_in_another_case(tmp_path: Path, name: str, pieces: list[str]) -> None:
    text = ("The " + "".join(pieces)).strip() + " door."
    source, target = tmp_path / name, tmp_path / f"b{name}"
    source.write_text(file_of(name, text), "utf-8")
    convert(source, target, lambda segment: [Run(join_runs(segment.runs))], source="en", to="tr")
    result = text if name != "a.po" and source.read_bytes() == target.read_bytes() else string_of(target)
    assert result.replace("&", "") == text.replace("&", "") and result.count("&") == text.count("&")
