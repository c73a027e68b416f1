"""Taking apart and putting together: everything between sentences comes back to the character."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from app.text import structure
from tests.data.nasty import INPUTS

_ALPHABET = "ab .!\n\r\t-1)•>#\u2028\u200b\u0085[]xIİ.…\"'ç\u00a0"


def sentences(text: str, language: str = "") -> list[str]:
    return [p.text for p in structure.segment(text, language).pieces if isinstance(p, structure.Sentence)]


def check_pieces(text: str) -> None:
    pieces = structure.segment(text).pieces
    assert "".join(piece.text for piece in pieces) == text
    at = 0
    for piece in pieces:
        assert piece.start == at and text[piece.start : piece.end] == piece.text != ""
        at = piece.end
        if isinstance(piece, structure.Sentence):
            assert piece.text == piece.text.strip() and not set(piece.text) & set("\n\r\t")


def test_bullets_indentation_and_ends_are_structure() -> None:
    text = "  - bir iki. Üç dört!\r\n\t2) beş\n\n> altı  \n[x] yedi\n### sekiz\r"
    assert sentences(text) == ["bir iki.", "Üç dört!", "beş", "altı", "yedi", "sekiz"]
    pieces = structure.segment(text).pieces
    assert structure.join(pieces, list("ABCDEF")) == "  - A B\r\n\t2) C\n\n> D  \n[x] E\n### F\r"


def test_numbers_of_a_list_are_structure_and_ordinals_are_not() -> None:
    assert sentences("1. elma\n2. armut\n\n3. nar") == ["elma", "armut", "nar"]
    assert sentences("5. sınıf öğrencileri geldi") == ["5. sınıf öğrencileri geldi"]
    assert sentences("1. Dünya Savaşı çıktı", "tr") == ["1. Dünya Savaşı çıktı"]
    assert sentences("1. Install the program", "en") == ["Install the program"]


def test_cells_of_a_table_are_apart() -> None:
    text = "Ad\tSoyad\t\tYaş\nAli     Veli"
    assert sentences(text) == ["Ad", "Soyad", "Yaş", "Ali", "Veli"]
    assert structure.join(structure.segment(text).pieces, list("ABCDE")) == "A\tB\t\tC\nD     E"


@given(st.text(_ALPHABET, max_size=80))
@settings(max_examples=400, deadline=None)
def test_pieces_join_to_the_text(text: str) -> None:
    check_pieces(text)


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_comes_back(text: str) -> None:
    check_pieces(text)


def test_nasty_inputs_come_back() -> None:
    for text in INPUTS:
        check_pieces(text)


def test_a_million_characters_are_taken_apart_one_by_one() -> None:
    for unit in ("Bugün hava çok güzel. ", "\n", ".", "a", "1. ", "a\tb   ", "- x\r\n"):
        text = unit * (1_000_000 // len(unit))
        begun = time.process_time()
        at = 0
        for piece in structure.pieces(text):
            assert piece.start == at
            at = piece.end
        assert at == len(text)
        assert time.process_time() - begun < 30, f"{unit!r} takes more than linear time"


def test_the_first_piece_comes_before_the_rest_is_read() -> None:
    first = next(structure.pieces("Bir.\n" * 200_000))
    assert first == structure.Sentence("Bir.", 0, 4)


def test_lines_of_a_paragraph_are_joined_only_when_asked() -> None:
    text = (
        "Pazar\n\nSabah erkenden pazara gittik; İstanbul'dan gelen satıcılar\ntezgâhları henüz kurmamıştı. "
        "Biz de bir köşede oturup onların\nişlerini bitirmesini bekledik.\n\n- elma\n- armut\n"
    )
    plain = [piece.text for piece in structure.pieces(text, "tr") if isinstance(piece, structure.Sentence)]
    assert len(plain) == 7
    pieces = list(structure.pieces(text, "tr", unwrap=True))
    sentences = [piece for piece in pieces if isinstance(piece, structure.Sentence)]
    assert [sentence.text for sentence in sentences] == [
        "Pazar",
        "Sabah erkenden pazara gittik; İstanbul'dan gelen satıcılar tezgâhları henüz kurmamıştı.",
        "Biz de bir köşede oturup onların işlerini bitirmesini bekledik.",
        "elma",
        "armut",
    ]
    for sentence in sentences:
        assert text[sentence.start : sentence.end].replace("\n", " ") == sentence.text
    fills = [piece for piece in pieces if isinstance(piece, structure.Fill)]
    assert [(piece.width, piece.begins) for piece in fills] == [(61, True), (61, False)]
    joined = "".join(piece.text for piece in pieces)
    assert len(joined) == len(text) and joined.replace("\n", " ") == text.replace("\n", " ")
    crlf = text.replace("\n", "\r\n")
    assert "".join(piece.text for piece in structure.pieces(crlf, "tr", unwrap=True)) == crlf
