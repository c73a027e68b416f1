"""HTML: titles with İ, raised digits, places, template tags, PHP, ruby, drawings, languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from app.documents import Run, Segment, open_document
from tests.app.documents.office import shout
from tests.app.documents.trip import convert


def page(tmp_path: Path, text: str, rule=shout, name: str = "a.html") -> str:  # type: ignore[no-untyped-def]
    path = tmp_path / name
    path.write_text(text, "utf-8")
    convert(path, tmp_path / "out" / name, rule)
    return (tmp_path / "out" / name).read_text("utf-8")


def runs(tmp_path: Path, text: str) -> list[list[Run]]:
    (tmp_path / "r.html").write_text(text, "utf-8")
    return [list(segment.runs) for segment in open_document(tmp_path / "r.html", "tr").segments()]


def backwards(segment: Segment) -> list[Run]:
    """Parts of the text in the other order, kept texts too."""
    return [Run(f" {r.text} " if r.text and not r.keep else r.text, r.tags, r.keep) for r in segment.runs][
        ::-1
    ]


# -- letters whose case changes their number -----------------------------------------------------------------------

odd = st.text(alphabet="İıßŉǰﬁK" + "aI \u0307\u0308", min_size=1, max_size=8)


@given(odd, odd, st.sampled_from(["title", "TITLE", "TiTle"]))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_case_changes_no_offset(tmp_path: Path, before: str, text: str, name: str) -> None:
    source = (
        f"<p lang=tr>{before}</p><{name}>{text} ev</{name}><P>{text} ev</P><textarea>{text}</TextArea><p>ev"
    )
    out = page(tmp_path, source, lambda s: [Run("X", run.tags) for run in s.runs][:1])
    out = re.sub(r"> *(X) *<", r">\1<", out)  # blanks at the edges stay
    assert f"<{name}>X</{name}>" in out and out.endswith(f"<P>X</P><textarea>{text}</TextArea><p>X")


def test_names_are_compared_by_ascii_letters_alone(tmp_path: Path) -> None:
    out = page(tmp_path, "<title>bir </tıtle> </tİtle> iki</TITLE><p>üç</p>")
    assert out == "<title>BIR &lt;/TITLE&gt; &lt;/TİTLE&gt; IKI</TITLE><p>ÜÇ</p>"


# -- raised and lowered --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "note",
    [
        "<sup>1</sup>",
        "<sup>[12]</sup>",
        "<sup>*</sup>",
        "<sup>a</sup>",
        '<sup><a href="#n1">1</a></sup>',
        '<a href="#n1"><sup>1</sup></a>',
        '<a class="x" href="notes.html#n1">[1]</a>',
        '<a epub:type="noteref" href="n.html">†</a>',
        "<sup>1, 2</sup>",
    ],
)
def test_note_references_are_places(tmp_path: Path, note: str) -> None:
    (found,) = runs(tmp_path, f"<p>Ev büyük ve eski{note} görünüyordu.</p>")
    assert [run.text for run in found] == ["Ev büyük ve eski", "", " görünüyordu."]
    assert page(tmp_path, f"<p>Ev eski{note} ve büyük.</p>") == f"<p>EV ESKI{note} VE BÜYÜK.</p>"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("H<sub>2</sub>O", "H2O"),
        ("H<sub>2</sub>SO<sub>4</sub>", "H2SO4"),
        ("CO<sub>2</sub>", "CO2"),
        ("km<sup>2</sup>", "km2"),
        ("10<sup>-6</sup>", "10-6"),
        ("x<sub>i</sub>", "xi"),
        ("Ca<sup>2+</sup>", "Ca2+"),
    ],
)
def test_powers_and_formulas_are_kept_words(tmp_path: Path, text: str, shown: str) -> None:
    (found,) = runs(tmp_path, f"<p>Burada 5 {text} var.</p>")
    assert [(run.text, run.keep) for run in found][1] == (shown, True)
    out = page(tmp_path, f"<p>Burada 5 {text} var.</p>", backwards)
    assert text in out


def test_ordinary_words_beside_raised_digits_are_translated(tmp_path: Path) -> None:
    (found,) = runs(tmp_path, "<p>Kapı<sup>2</sup> ve ev<sup>3</sup> ile o<sup>4</sup>.</p>")
    assert [run.text for run in found] == ["Kapı", "", " ve ev", "", " ile o", "", "."]
    assert "1<sup>ST</sup>" in page(tmp_path, "<p>Bu 1<sup>st</sup> gün.</p>")


def test_pages_linked_by_number_stay_text(tmp_path: Path) -> None:
    (found,) = runs(tmp_path, '<p>Bölüm <a href="ch2.html">2</a> burada.</p>')
    assert [run.text for run in found] == ["Bölüm ", "2", " burada."]


# -- template languages and PHP ------------------------------------------------------------------------------------

TEMPLATES = [
    '{% if a > 1 and b < 2 %}Bir {{ ad|default:"a > b" }} geldi.{% else %}Kimse gelmedi.{% endif %}',
    "<%= ad %> bugün eve geldi.",
    "Bugün <%- ad %> ve <% if (a > b) { %>elma<% } %> geldi.",
    "Toplam: <?php echo $this->total; ?> kitap.",
    "Toplam <?= $a['x'] ?> kitap, <?php if ($x > 1): ?>çok<?php endif; ?>.",
    "Ev {# yorum: ev > bark #} büyük.",
    "Adres {% url 'ev' a=1 %} burada.",
    "{{{ ham }}} ile {{< şekil >}} geldi.",
]


@pytest.mark.parametrize("text", TEMPLATES)
@pytest.mark.parametrize("rule", [shout, backwards])
def test_template_tags_come_back_whole(tmp_path: Path, text: str, rule) -> None:  # type: ignore[no-untyped-def]
    from app.documents.templates import find_tags

    tags = [text[tag.start : tag.end] for tag in find_tags(text)]
    assert tags
    out = page(tmp_path, f"<p>{text}</p><p>son</p>", rule)
    for tag in tags:
        assert out.count(tag) == text.count(tag), (tag, out)
    controls = [tag for tag in tags if tag.startswith(("{% if", "{% e", "<% ", "<?php if", "<?php endif"))]
    places = [out.index(tag) for tag in controls]
    assert places == sorted(places)
    assert "&gt;" not in out and "&lt;" not in out


def test_template_tags_in_tags_and_titles(tmp_path: Path) -> None:
    source = (
        "<title>{{ ad }} sayfası</title>"
        "<option <?php if ($a > 1) echo 'selected'; ?> value=\"<?= $x['a'] ?>\">Ev</option>"
        '<div {% if a > b %}class="x"{% endif %} title="Merhaba {{ ad > 1 }} & dostlar">Ev</div>'
    )
    assert page(tmp_path, source) == source.replace("sayfası", "SAYFASI").replace(">Ev<", ">EV<").replace(
        "Merhaba {{ ad > 1 }} & dostlar", "MERHABA {{ ad > 1 }} &amp; DOSTLAR"
    )


def test_php_to_the_end_of_the_file(tmp_path: Path) -> None:
    source = "<p>bir</p><?php if (1 > 0) { echo 'ev <b>'; }\n// son"
    assert page(tmp_path, source) == source.replace("bir", "BIR")


# -- ruby, drawings, formulas --------------------------------------------------------------------------------------


def test_ruby_is_two_texts(tmp_path: Path) -> None:
    source = "<p>Bir <ruby>kelime<rp>(</rp><rt>okunuş</rt><rp>)</rp></ruby> eskidir.</p>"
    assert [[run.text for run in found if run.text] for found in runs(tmp_path, source)] == [
        ["Bir ", "kelime", " eskidir."],
        ["okunuş"],
    ]
    expected = "<ruby>{}<rp>(</rp><rt>OKUNUŞ</rt><rp>)</rp></ruby>"
    assert expected.format("KELIME") in page(tmp_path, source)

    def swapped(segment: Segment) -> list[Run]:  # the places before the word
        first, *inside, last = shout(segment) if len(segment.runs) > 2 else [*shout(segment), Run("")]
        return [first, *sorted(inside, key=lambda run: bool(run.text)), last]

    assert expected.format("KELIME") in page(tmp_path, source, swapped)


def test_texts_of_drawings_and_formulas(tmp_path: Path) -> None:
    source = (
        '<p>Bu <svg><title>ev resmi</title><text x="1">kırmızı <tspan>araba</tspan></text>'
        '<text><tspan x="0">bir</tspan><tspan x="0">iki</tspan></text><style>a{}</style></svg> ve '
        "<math><mi>x</mi><mtext>eğer</mtext></math> burada.</p>"
    )
    expected = source
    for word in ("Bu ", "ev resmi", "kırmızı", "araba", "bir", "iki", " ve ", "eğer", " burada."):
        expected = expected.replace(word, word.upper())
    assert page(tmp_path, source) == expected


def test_places_keep_the_blanks_beside_them(tmp_path: Path) -> None:
    (found,) = runs(tmp_path, "<p>Alan <math><mi>x</mi></math> metre ve <img src=a.png> burada.</p>")
    assert [run.text for run in found] == ["Alan ", "", " metre ve ", "", " burada."]


# -- languages -----------------------------------------------------------------------------------------------------


def test_every_statement_of_the_language_is_set(tmp_path: Path) -> None:
    source = (
        '<html lang="tr-TR" xml:lang="tr"><head><meta http-equiv="Content-Language" content="tr">'
        '<meta property="og:locale" content="tr_TR"><meta name="language" content="tr">'
        '<meta property="og:locale:alternate" content="tr_CY"></head><body><p lang="TR">bir<p lang="de">zwei'
    )
    out = page(tmp_path, source)
    assert '<html lang="en" xml:lang="en">' in out and 'Content-Language" content="en"' in out
    assert 'og:locale" content="en_US"' in out and 'name="language" content="en"' in out
    assert '<p lang="en">BIR' in out and '<p lang="de">zwei' in out and "tr_CY" in out


def test_what_stays_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<style>p::after{content:'devamı var'}</style><pre>ev büyük</pre><textarea>yazı</textarea>"
        '<p lang="de">Haus</p><iframe srcdoc="<p>ev</p>"></iframe><p>bir</p>',
        "utf-8",
    )
    (note,) = open_document(path, "tr").notes
    for kind in (
        "style sheets",
        "preformatted text (1)",
        "input fields (1)",
        "another language (1)",
        "srcdoc",
    ):
        assert kind in note


def test_cdata_and_entities_of_xhtml(tmp_path: Path) -> None:
    source = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY yayin "Ev Yayınları"><!ENTITY bosluk "&#160;">]>'
        '<html lang="tr"><p>Bu &yayin;&bosluk;kitabı.</p><p><![CDATA[a < b]]> oldu.</p></html>'
    )
    out = page(tmp_path, source, name="a.xhtml")
    assert "<p>BU EV YAYINLARI\u00a0KITABI.</p><p>A &lt; B OLDU.</p>" in out


def test_the_tree_stays_the_same(tmp_path: Path) -> None:
    """As another reader sees it: lxml finds the same elements in the same places."""
    source = (
        "<div><p>Bir <b>kalın <i>eğik</i></b> yazı var<sup>1</sup>.</p><ul><li>bir<li>iki</ul>"
        "<table><tr><td>a<td>b</table><p>Su H<sub>2</sub>O <a href=x>bağ</a></p></div>"
    )
    before, after = html.fromstring(source), html.fromstring(page(tmp_path, source, backwards))
    assert sorted(e.tag for e in before.iter()) == sorted(e.tag for e in after.iter())
