"""Glossary: finding inflected terms, case rules, directions, files."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import PlgtError
from app.memory.glossary import Glossary, Term
from app.text.languages import Direction

TR_EN = Direction("tr", "en")


def found(glossary: Glossary, sentence: str, source: str = "tr", target: str = "en") -> list[tuple[str, str]]:
    return [(match.text, match.required) for match in glossary.find(sentence, source, target)]


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("Bu kitap güzel.", "kitap"),
        ("Kitabı okudum.", "Kitabı"),
        ("Kitaplarımızdan biri kayıp.", "Kitaplarımızdan"),
        ("KİTABI OKUDUM.", "KİTABI"),
        ("Onun kitabındaki resimler", "kitabındaki"),
    ],
)
def test_inflected_turkish_forms_are_found_by_their_stem(sentence: str, text: str) -> None:
    glossary = Glossary([Term("kitap", "book")])
    assert [match[0] for match in found(glossary, sentence)] == [text]


@pytest.mark.parametrize(
    "sentence", ["Bilgisayar bozuldu.", "bilgin", "abilgi", "Bilgiç biri geldi, bilgisayarı aldı"]
)
def test_words_that_only_begin_like_a_term_are_not_found(sentence: str) -> None:
    texts = [text for text, _ in found(Glossary([Term("bilgi", "information")]), sentence)]
    assert not any(text.casefold().startswith("bilgisayar") or text == "abilgi" for text in texts)


def test_a_proper_name_with_an_apostrophe_is_found() -> None:
    glossary = Glossary([Term("Ankara", "Ancyra", "exact")])
    assert found(glossary, "Ankara'ya gidiyoruz, ankara güzel.") == [("Ankara'ya", "Ancyra")]


def test_the_longest_term_wins_and_terms_do_not_overlap() -> None:
    glossary = Glossary([Term("makine", "machine"), Term("makine öğrenmesi", "machine learning")])
    assert found(glossary, "Makine öğrenmesi bir makine ister.") == [
        ("Makine öğrenmesi", "Machine learning"),
        ("makine", "machine"),
    ]


def test_the_translation_follows_the_capitals_unless_the_rule_is_exact() -> None:
    assert found(Glossary([Term("ışık", "light")]), "IŞIK ve Işık ve ışık") == [
        ("IŞIK", "LIGHT"),
        ("Işık", "Light"),
        ("ışık", "light"),
    ]
    assert found(Glossary([Term("ışık", "light", "exact")]), "IŞIK ve ışık") == [("ışık", "light")]


def test_a_direction_limits_a_term() -> None:
    glossary = Glossary([Term("casa", "house", "match", Direction("pt", "en"))])
    assert found(glossary, "A casa e as casas", "pt", "en") == [("casa", "house"), ("casas", "house")]
    assert found(glossary, "A casa", "pt", "tr") == []


def test_keep_terms_are_those_without_a_translation() -> None:
    glossary = Glossary([Term("PLGT", "PLGT"), Term("kitap", "book")])
    assert glossary.keep_terms("tr", "en") == ["PLGT"]


CSV = """term;translation;case;direction
kitap;book;;tr-en
PLGT;=
İstanbul;Constantinople;exact;tr<>en
"""


def test_a_csv_file_with_semicolons_and_both_directions(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text(CSV, encoding="utf-8-sig")
    glossary = Glossary.load(path)
    assert glossary.terms == (
        Term("kitap", "book", "match", TR_EN),
        Term("PLGT", "PLGT"),
        Term("İstanbul", "Constantinople", "exact", TR_EN),
        Term("Constantinople", "İstanbul", "exact", Direction("en", "tr")),
    )


BOTH_WAYS = (Term("ev", "house", "match", TR_EN), Term("house", "ev", "match", Direction("en", "tr")))


@pytest.mark.parametrize(
    "head", ["tr;en", "TR;EN", "\ufefftr;en", "tr-TR;en-US", "tr_TR;en_GB", "Turkish;English", "Türkçe;İngilizce",
             "tr;en;case", "\n# terms\n tr ; en "],
)  # fmt: skip
def test_a_head_row_of_languages_is_a_head(tmp_path: Path, head: str) -> None:
    path = tmp_path / "terms.csv"
    path.write_text(f"{head}\nev;house\n", encoding="utf-8")
    assert Glossary.load(path).terms == BOTH_WAYS


def test_a_head_row_of_languages_with_commas_tabs_and_three_columns(tmp_path: Path) -> None:
    commas = tmp_path / "a.csv"
    commas.write_text("Turkish,English\nev,house\nPLGT,\n", encoding="utf-8-sig")
    assert Glossary.load(commas).terms[:2] == BOTH_WAYS
    assert Glossary.load(commas).keep_terms("tr", "en") == ["PLGT"]
    three = tmp_path / "b.tsv"
    three.write_text("tr\ten\tpt\nev\thouse\tcasa\nkedi\t\tgato\n", encoding="utf-8")
    terms = Glossary.load(three).terms
    assert set(BOTH_WAYS) < set(terms) and Term("house", "casa", "match", Direction("en", "pt")) in terms
    assert all(term.source and term.translation for term in terms)
    assert Term("kedi", "gato", "match", Direction("tr", "pt")) in terms


def test_a_first_row_that_is_a_term_stays_one(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("ev;residence\nen;width\n", encoding="utf-8")
    assert Glossary.load(path).terms == (Term("ev", "residence"), Term("en", "width"))
    path.write_text("tr;yaygın\n", encoding="utf-8")
    assert Glossary.load(path).terms == (Term("tr", "yaygın"),)


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".tbx"])
def test_files_come_back_as_they_were_saved(tmp_path: Path, suffix: str) -> None:
    terms = (
        Term("a, b", 'the "quoted"', "match", TR_EN),
        Term("<x>&", "y", "exact", TR_EN),
        Term("ad", "name", "match", Direction("en", "pt")),
    )
    path = tmp_path / f"terms{suffix}"
    Glossary(terms).save(path)
    loaded = Glossary.load(path).terms
    assert set(terms) <= set(loaded)
    if suffix != ".tbx":  # TBX has no direction: both ways come back
        assert loaded == terms
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_tbx_3_is_read(tmp_path: Path) -> None:
    path = tmp_path / "terms.tbx"
    path.write_text(
        '<tbx xmlns="urn:iso:std:iso:30042:ed-2" xml:lang="en"><text><body><conceptEntry id="1">'
        '<langSec xml:lang="tr-TR"><termSec><term>yazılım</term></termSec></langSec>'
        '<langSec xml:lang="en"><termSec><term>software</term></termSec></langSec>'
        "</conceptEntry></body></text></tbx>"
    )
    assert Term("yazılım", "software", "match", TR_EN) in Glossary.load(path).terms


def test_an_entity_bomb_is_not_expanded(tmp_path: Path) -> None:
    path = tmp_path / "bomb.tbx"
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    path.write_text(
        f'<!DOCTYPE martif [<!ENTITY e0 "boom">{entities}]><martif><text><body><termEntry>'
        f'<langSet xml:lang="tr">'
        '<tig><term>&e11;</term></tig></langSet><langSet xml:lang="en"><tig><term>x</term></tig></langSet>'
        "</termEntry></body></text></martif>"
    )
    try:
        terms = Glossary.load(path).terms
    except PlgtError:
        return
    assert all(len(term.source) < 100 for term in terms)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", "term,translation\n,book\n", "line 2: the term is empty"),
        ("a.csv", "kitap,book,loud\n", 'unknown case rule "loud"'),
        ("a.csv", "kitap,book,match,tr-de\n", 'Unknown language "de"'),
        ("a.tbx", "<martif>", "isn't a TBX file"),
        ("a.doc", "x", "unknown ending"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(tmp_path: Path, name: str, content: str, words: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(PlgtError) as error:
        Glossary.load(path)
    assert words in str(error.value)


def test_a_missing_file_and_wrong_encoding(tmp_path: Path) -> None:
    with pytest.raises(PlgtError, match="doesn't exist"):
        Glossary.load(tmp_path / "none.csv")
    (tmp_path / "latin.csv").write_bytes("şeker,sugar".encode("cp1254"))
    with pytest.raises(PlgtError, match="isn't UTF-8"):
        Glossary.load(tmp_path / "latin.csv")
