"""Inline marks through a translation: nothing lost, nothing duplicated, nesting kept, words found by
alignment."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.htmltext import translate_html
from app.text.markup import (
    Run,
    join_runs,
    project_runs,
    settle_blanks,
    slice_runs,
    stand_in,
    visible_places,
    without_signs,
)  # fmt: skip
from app.text.words import word_spans


def tagged(runs: list[Run], tag: object) -> str:
    return "".join(run.text for run in runs if tag in run.tags)


def stretches(runs: list[Run]) -> Counter[object]:
    """How many separate stretches each tag has."""
    count: Counter[object] = Counter()
    previous: tuple[object, ...] = ()
    for run in runs:
        common = 0
        while common < min(len(previous), len(run.tags)) and previous[common] == run.tags[common]:
            common += 1
        count.update(run.tags[common:])
        previous = run.tags
    return count


def test_a_bold_word_moves_with_its_counterpart() -> None:
    runs = [Run("Bugün hava "), Run("çok güzel", ("b",)), Run(".")]
    links = [(0, 4), (1, 1), (2, 2), (2, 2), (3, 3), (4, 5)]  # The weather very nice today.
    result = project_runs(runs, "The weather very nice today.", links)
    assert tagged(result, "b") == "very nice"
    assert join_runs(result) == "The weather very nice today."


def test_a_mark_over_the_whole_sentence_covers_the_whole_translation() -> None:
    result = project_runs([Run("Merhaba dünya!", ("i",))], "Hello, world!", [])
    assert result == [Run("Hello, world!", ("i",))]


def test_nested_marks_stay_nested() -> None:
    runs = [Run("Ben "), Run("kırmızı ", ("a",)), Run("elma", ("a", "b")), Run(" yedim")]
    links = [(0, 0), (3, 1), (1, 2), (2, 3)]
    result = project_runs(runs, "I ate red apple", links)
    assert tagged(result, "a") == "red apple"
    assert tagged(result, "b") == "apple"
    assert all(run.tags[0] == "a" for run in result if "b" in run.tags)


def test_scattered_links_give_one_stretch() -> None:
    runs = [Run("a b "), Run("c d", ("m",)), Run(" e f")]
    result = project_runs(runs, "c x y z d", [(2, 0), (3, 4), (0, 1), (1, 2), (4, 3)])
    assert stretches(result) == {"m": 1}


def test_a_place_follows_the_word_it_stood_at() -> None:
    runs = [Run("Önce su"), Run("", ("fn",)), Run(" içtim sonra")]
    result = project_runs(runs, "Then I drank water first", [(0, 4), (1, 3), (2, 2), (3, 0)])
    assert result == [Run("Then I drank water"), Run("", ("fn",)), Run(" first")]


def test_a_mark_that_goes_on_in_the_next_sentence_reaches_the_edge() -> None:
    runs = [Run("Bir iki "), Run("üç.", ("a",))]
    result = project_runs(runs, "Three, one two.", [(2, 0), (0, 2), (1, 3)], after=("a",))
    assert result[-1].tags == ("a",)
    assert stretches(result) == {"a": 1}


def test_more_marks_than_words_loses_none() -> None:
    runs = [Run(word + " ", (number,)) for number, word in enumerate(["bir", "iki", "üç", "dört", "beş"])]
    result = project_runs(runs, "all", [])
    assert stretches(result) == {number: 1 for number in range(5)}
    assert join_runs(result) == "all"


words = st.sampled_from(["ev", "su", "kitap", "12", "x.", "çok,", "güneş"])


@st.composite
def marked(draw: st.DrawFn) -> list[Run]:
    """Well-nested runs with unique tag ids."""
    counter = iter(range(1000))
    runs: list[Run] = []

    def grow(tags: tuple[int, ...], depth: int) -> None:
        for _ in range(draw(st.integers(0, 3))):
            kind = draw(st.integers(0, 3))
            if kind <= 1 or depth == 0:
                runs.append(Run(draw(words) + draw(st.sampled_from(["", " ", "  "])), tags))
            elif kind == 2:
                runs.append(Run("", (*tags, next(counter))))
            else:
                inner = (*tags, next(counter))
                runs.append(Run("", inner))
                grow(inner, depth - 1)

    grow((), 3)
    return runs


@given(marked(), st.lists(words, max_size=8), st.data())
@settings(max_examples=400, deadline=None)
def test_any_alignment_keeps_text_marks_and_nesting(
    runs: list[Run], target: list[str], data: st.DataObject
) -> None:
    text = " ".join(target)
    sources, targets = len(word_spans(join_runs(runs))), len(word_spans(text))
    links = data.draw(
        st.lists(
            st.tuples(st.integers(0, max(sources - 1, 0)), st.integers(0, max(targets - 1, 0))), max_size=8
        )
    )
    before = data.draw(st.sampled_from([(), runs[0].tags if runs else ()]))
    after = data.draw(st.sampled_from([(), runs[-1].tags if runs else ()]))
    result = project_runs(runs, text, links, before=before, after=after)
    assert "".join(join_runs(result).split()) == "".join(text.split())  # only blanks beside places change
    if all(run.text for run in runs):
        assert join_runs(result) == text
    assert stretches(result) == stretches(runs)
    assert settle_blanks(runs, result) == result
    parents = {run.tags[depth]: run.tags[:depth] for run in runs for depth in range(len(run.tags))}
    for run in result:
        for depth, tag in enumerate(run.tags):
            assert run.tags[:depth] == parents[tag]


def beside(runs: list[Run]) -> dict[object, tuple[str, str]]:
    """The characters before and behind each place, by its mark; other places in between are passed over."""
    text = join_runs(runs)
    found: dict[object, tuple[str, str]] = {}
    at = 0
    for run in runs:
        at += len(run.text)
        if not run.text:
            found[run.tags[-1]] = text[at - 1 : at] if at else "", text[at : at + 1]
    return found


@st.composite
def sentences_with_places(draw: st.DrawFn) -> list[Run]:
    """Words with places between them that have a blank on both sides, or a blank and a punctuation mark."""
    runs = [Run(draw(words) + " ", draw(st.sampled_from([(), ("b",)])))]
    for number in range(draw(st.integers(1, 4))):
        tags = draw(st.sampled_from([(number,), ("a", number)]))
        runs += [Run("", tags), Run(draw(st.sampled_from([" ", ", ", ". "])) + draw(words) + " ")]
    return runs


@given(sentences_with_places(), st.lists(words, min_size=1, max_size=8), st.data())
@settings(max_examples=400, deadline=None)
def test_a_place_between_blanks_never_touches_a_word(
    runs: list[Run], target: list[str], data: st.DataObject
) -> None:
    text = " ".join(target)
    pairs = st.tuples(st.integers(0, len(word_spans(join_runs(runs))) - 1), st.integers(0, len(target) - 1))
    links = data.draw(st.lists(pairs, max_size=8))
    result = project_runs(runs, text, links)
    for before, after in beside(result).values():
        assert not before.isalnum() and not after.isalnum(), result


@pytest.mark.parametrize(
    ("runs", "target", "links", "wanted"),
    [
        (["Tablo ", 1, " Şehirler"], "Table City", [(0, 0), (1, 1)], ["Table ", 1, " City"]),
        (["Sayın ", 1, ", aldık."], "We got it.", [(0, 2)], ["We got it ", 1, "."]),
        (["Bugün ", 1, " geldik."], "We came today.", [(0, 2)], ["We came today ", 1, "."]),
        (["Sayfa ", 1, " / ", 2], "Page", [(0, 0)], ["Page ", 1, " ", 2]),
        (["eski", 1, " ev"], "old house", [(0, 0), (1, 1)], ["old", 1, " house"]),
        (["eski", 1, " ev"], "old house", [(1, 1)], ["old", 1, " house"]),
        (["ev, eski,", 1, " ve"], "house, old and", [(0, 0), (2, 2)], ["house, old", 1, " and"]),
        (["bir ", 1, "iki"], "one two", [], ["one ", 1, "two"]),
        (["H", 1, "O içtim"], "I drank HO", [(0, 2), (1, 1)], ["I drank H", 1, "O"]),
        (["A\u00a0", 1, " B"], "C D", [(0, 0), (1, 1)], ["C\u00a0", 1, " D"]),
    ],
)
def test_what_stood_beside_a_place_stands_beside_it_again(
    runs: list[str | int], target: str, links: list[tuple[int, int]], wanted: list[str | int]
) -> None:
    def spelled(parts: list[str | int]) -> list[Run]:
        return [Run(part) if isinstance(part, str) else Run("", (part,)) for part in parts]

    assert project_runs(spelled(runs), target, links) == spelled(wanted)


def test_a_lowered_digit_stays_in_its_word() -> None:
    runs = [Run("Suya H"), Run("2", ("sub",)), Run("O denir")]
    result = project_runs(runs, "Water is called H2O", [(0, 0), (1, 3), (2, 2)])
    assert result == [Run("Water is called H"), Run("2", ("sub",)), Run("O")]
    result = project_runs(runs, "Water is called that", [(0, 0), (1, 3), (2, 2)])
    assert tagged(result, "sub") == "" and join_runs(result) == "Water is called that"


def test_kept_text_keeps_its_mark_in_any_order() -> None:
    runs = [Run("Önce "), Run("ad", ("x",), True), Run(" sonra "), Run("ev", ("y",), True)]
    result = project_runs(runs, "Then ev first ad", [])
    assert [(run.text, run.tags) for run in result if run.tags] == [("ev", ("y",)), ("ad", ("x",))]


def test_only_places_with_words_and_blanks_around_them_are_shown_to_the_model() -> None:
    runs = [
        Run("", ("start",)), Run(" Sayın "), Run("", ("field",)), Run("", ("bookmark",)), Run(", ev"),
        Run("", ("note",)), Run(" burada. "), Run("", ("end",)),
    ]  # fmt: skip
    assert visible_places(runs) == [2]
    assert visible_places([Run("Sayfa "), Run("", (1,)), Run(" / "), Run("", (2,))]) == [1, 3]
    assert visible_places([Run("Adres: "), Run("", (1,))]) == []  # it stays at the end as it is
    shown, signs = stand_in(runs)
    assert join_runs(shown) == f" Sayın {signs}, ev burada. " and len(signs) == 1
    assert without_signs(shown, signs) == runs


@given(marked())
@settings(max_examples=100, deadline=None)
def test_stand_ins_are_taken_out_again(runs: list[Run]) -> None:
    shown, signs = stand_in(runs)
    assert [(r.text, r.tags) for r in without_signs(shown, signs)] == [(r.text, r.tags) for r in runs]


@given(marked(), st.integers(0, 20))
@settings(max_examples=100, deadline=None)
def test_slices_join_to_the_whole(runs: list[Run], cut: int) -> None:
    length = len(join_runs(runs))
    cut = min(cut, length)
    both = slice_runs(runs, 0, cut, last=False) + slice_runs(runs, cut, length, last=True)
    assert join_runs(both) == join_runs(runs)
    assert sum(not run.text for run in both) == sum(not run.text for run in runs)


def same(blocks: list[list[Run]]) -> list[list[Run]]:
    return blocks


def test_html_comes_back_to_the_letter_when_nothing_is_translated() -> None:
    fragment = (
        '<!DOCTYPE html>\n<p class="x">A &lt; B &amp; <b>c<i></i></b><br/>d<img src="a>b.png"> e</p>\n'
        "<!-- note --><script>if (a < b) x();</script><ul><li>bir<li>iki</ul> <code>x = 1</code>"
        '<span translate="no">stay <b>put</b></span>'
    )
    assert translate_html(fragment, same) == fragment


def test_html_words_move_with_their_tags_and_code_is_kept() -> None:
    seen: list[Run] = []

    def upper(blocks: list[list[Run]]) -> list[list[Run]]:
        seen.extend(run for block in blocks for run in block)
        return [
            [run if run.keep else run._replace(text=run.text.upper()) for run in block] for block in blocks
        ]

    result = translate_html('<p>bir <a href="?a=1&amp;b">iki</a> <code>üç</code></p><pre>dört</pre>', upper)
    assert result == '<p>BIR <a href="?a=1&amp;b">IKI</a> <code>üç</code></p><pre>dört</pre>'
    assert [run.text for run in seen if run.keep and run.text] == ["üç"]


@given(st.text("<>/ab &;\"'!-p=ri", max_size=40))
@settings(max_examples=300, deadline=None)
def test_broken_html_does_not_crash(fragment: str) -> None:
    translate_html(fragment, same)
