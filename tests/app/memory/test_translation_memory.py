"""Translation memory: exact and fuzzy hits, TMX both ways, threads, damaged files."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import PlgtError
from app.memory.translation_memory import TranslationMemory, edit_distance, read_tmx


def plain_levenshtein(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row, last = [i], row
        for j, y in enumerate(b, 1):
            row.append(min(row[-1] + 1, last[j] + 1, last[j - 1] + (x != y)))
    return row[-1]


@given(st.text("abc ", max_size=12), st.text("abc ", max_size=12))
@settings(max_examples=200, deadline=None)
def test_edit_distance_is_levenshtein(a: str, b: str) -> None:
    assert edit_distance(a, b) == plain_levenshtein(a, b)


def test_case_alone_costs_little() -> None:
    assert edit_distance("Hello", "hello") == pytest.approx(0.1)


def test_exact_hits_ignore_spacing_and_quote_shapes_but_not_language(tmp_path: Path) -> None:
    with TranslationMemory(tmp_path / "m.sqlite") as memory:
        memory.add("Ali’nin  evi", "Ali's house", "tr", "en")
        hit = memory.exact(" Ali'nin evi ", "tr", "en")
        assert hit and hit.target == "Ali's house" and hit.score == 1.0
        assert memory.exact("Ali'nin evi", "tr", "pt") is None
        assert memory.exact("Ali'nin evleri", "tr", "en") is None


def test_a_newer_pair_replaces_the_older_and_the_file_persists(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "m.sqlite"
    with TranslationMemory(path) as memory:
        memory.add("ev", "home", "tr", "en")
        memory.add("ev", "house", "tr", "en")
        assert len(memory) == 1
    with TranslationMemory(path) as memory:
        hit = memory.exact("ev", "tr", "en")
        assert hit and hit.target == "house"


def test_fuzzy_hits_start_at_75_percent_and_are_sorted() -> None:
    memory = TranslationMemory(":memory:")
    memory.add("Dosya başarıyla kaydedildi.", "The file was saved.", "tr", "en")
    memory.add("Dosya başarıyla kaydedildi!", "The file was saved!", "tr", "en")
    memory.add("Dosya başarıyla silindi ve çöpe taşındı.", "Deleted.", "tr", "en")
    hits = memory.fuzzy("Dosya başarıyla kaydedildi!!", "tr", "en")
    assert [hit.target for hit in hits] == ["The file was saved!", "The file was saved."]
    assert all(hit.score >= 0.75 for hit in hits)
    assert memory.fuzzy("Bambaşka bir cümle.", "tr", "en") == []


def test_fuzzy_finds_the_needle_among_thousands() -> None:
    memory = TranslationMemory(":memory:")
    memory.add_many((f"Madde {n}: belge {n * 7} gönderildi.", f"Item {n}", "tr", "en") for n in range(3000))
    memory.add("Toplantı salı günü saat üçte başlayacak.", "needle", "tr", "en")
    hits = memory.fuzzy("Toplantı çarşamba günü saat üçte başlayacak.", "tr", "en")
    assert hits and hits[0].target == "needle"


def test_search_quotes_and_wildcards_are_literal() -> None:
    memory = TranslationMemory(":memory:")
    memory.add('100% "kesin"', "100% sure", "tr", "en")
    memory.add("100 kesin", "sure", "tr", "en")
    assert [unit.target for unit in memory.units("0%")] == ["100% sure"]
    assert memory.fuzzy('" OR * NEAR(', "tr", "en") == []


def test_remove_and_clear() -> None:
    memory = TranslationMemory(":memory:")
    memory.add("bir iki üç", "one two three", "tr", "en")
    memory.remove(memory.units()[0].id)
    assert memory.fuzzy("bir iki üç", "tr", "en") == []
    memory.add("bir iki üç", "one two three", "tr", "en")
    memory.clear()
    assert len(memory) == 0


def test_tmx_round_trip(tmp_path: Path) -> None:
    memory = TranslationMemory(":memory:")
    memory.add('a < b & "c" \x07', "line 1\nline 2", "tr", "en")
    memory.add("casa", "ev", "pt", "tr")
    path = tmp_path / "out.tmx"
    assert memory.export_tmx(path) == 2
    other = TranslationMemory(":memory:")
    assert other.import_tmx(path) == 2
    pairs = [(u.source, u.target, u.source_lang, u.target_lang) for u in other.units()]
    assert ("casa", "ev", "pt", "tr") in pairs
    assert any(
        source.startswith('a < b & "c"') and target == "line 1\nline 2" for source, target, _, _ in pairs
    )
    assert [p.name for p in tmp_path.iterdir()] == ["out.tmx"]


def test_tmx_of_other_programs(tmp_path: Path) -> None:
    path = tmp_path / "in.tmx"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4">'
        '<header srclang="EN-US"/><body>'
        '<tu><tuv xml:lang="TR-TR"><seg>Bir <bpt i="1">&lt;b></bpt>kalın'
        '<ept i="1">&lt;/b></ept> söz</seg></tuv>'
        '<tuv xml:lang="EN-US"><seg>A <hi>bold</hi> word</seg></tuv>'
        '<tuv xml:lang="de"><seg>x</seg></tuv></tu>'
        '<tu><tuv lang="pt_BR"><seg>só</seg></tuv></tu></body></tmx>'
    )
    assert list(read_tmx(path)) == [("A bold word", "Bir kalın söz", "en", "tr")]


@pytest.mark.parametrize("content", ["<html/>", "<tmx><body><tu>", "not xml"])
def test_a_file_that_is_not_tmx_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "bad.tmx"
    path.write_text(content)
    with pytest.raises(PlgtError, match="TMX"):
        TranslationMemory(":memory:").import_tmx(path)


def test_a_damaged_memory_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    path.write_bytes(b"this is not a database, not at all" * 100)
    with pytest.raises(PlgtError, match="can't be opened"):
        TranslationMemory(path)


def test_threads_share_one_memory(tmp_path: Path) -> None:
    memory = TranslationMemory(tmp_path / "m.sqlite")
    errors: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for index in range(40):
                memory.add(f"cümle {number} {index}", f"{number} {index}", "tr", "en")
                hit = memory.exact(f"cümle {number} {index}", "tr", "en")
                assert hit and hit.target == f"{number} {index}"
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert len(memory) == 160
