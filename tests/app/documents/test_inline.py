"""Runs made safe to write: marks are kept, whatever a translation did to them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.documents.inline import Node, collapse_space, mend_runs, nest
from app.text.markup import Run, join_runs

SOURCE = [
    Run("Bir "),
    Run("kalın ", ("b",)),
    Run("bağ", ("b", "a")),
    Run("", ("b", "note")),
    Run(" ve resim "),
    Run("", ("img",)),
]
PLACES = {"note", "img"}


def test_nest_shares_common_marks() -> None:
    assert nest(SOURCE) == [
        "Bir ",
        Node("b", ["kalın ", Node("a", ["bağ"]), Node("note", [])]),
        " ve resim ",
        Node("img", []),
    ]


def test_a_sound_translation_is_left_alone() -> None:
    runs = [
        Run("", ("img",)),
        Run("One "),
        Run("link", ("b", "a")),
        Run("", ("b", "note")),
        Run(" bold", ("b",)),
    ]
    assert mend_runs(SOURCE, runs) == runs


def test_lost_marks_come_back_inside_their_parent() -> None:
    runs = mend_runs(SOURCE, [Run("One "), Run("bold", ("b",)), Run(" end")])
    assert join_runs(runs) == "One bold end"
    assert Run("", ("b", "note")) in runs and runs.index(Run("", ("b", "note"))) < runs.index(Run(" end"))


def test_text_inside_a_place_moves_beside_it() -> None:
    runs = mend_runs(SOURCE, [Run("One ", ("img",)), Run("two", ("b", "note"))])
    assert runs[:2] == [Run("", ("img",)), Run("One ")]
    assert join_runs(runs) == "One two"


tags = st.lists(st.sampled_from(["b", "a", "note", "img", "strange"]), max_size=3).map(tuple)


@given(st.lists(st.builds(Run, st.text(alphabet="xy ", max_size=3), tags), max_size=8))
def test_any_runs_become_writable(runs: list[Run]) -> None:
    mended = mend_runs(SOURCE, runs)
    assert join_runs(mended) == join_runs(runs)
    paths = {run.tags[: depth + 1] for run in SOURCE for depth in range(len(run.tags))}
    assert all(run.tags in paths or run.tags == () for run in mended)

    def places(nodes: list[str | Node]) -> list[object]:
        found: list[object] = []
        for node in nodes:
            if isinstance(node, Node):
                found += [node.tag] if node.tag in PLACES else []
                found += places(node.content)
        return found

    assert sorted(map(str, places(nest(mended)))) == ["img", "note"]
    assert all(not run.text for run in mended if run.tags and run.tags[-1] in PLACES)


def test_blanks_collapse_across_runs() -> None:
    runs = [Run("  a \n"), Run(" b ", ("x",)), Run("  c  ")]
    assert collapse_space(runs) == [Run("a "), Run("b ", ("x",)), Run("c")]
