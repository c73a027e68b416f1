"""Inline elements of XLIFF and TMX: two halves are one mark; whatever the alignment, the result is well nested."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from app.documents import open_document
from app.documents.xmlinline import InlineContent, _half
from app.text.markup import join_runs
from app.translation.marked import carry
from app.translation.tags import open_tags
from tests.app.translation.test_tags import translation_of

PAIRS = {
    "1": frozenset(("g", "mrk")), "2": frozenset(("pc", "mrk")), "tmx": frozenset(("hi",)),
}  # fmt: skip
# (opening, closing) of each way to write a pair; {n} is a number of its own
WAYS = {
    "1": [
        ('<g id="{n}">', "</g>"), ('<bpt id="{n}">&lt;b></bpt>', '<ept id="{n}">&lt;/b></ept>'),
        ('<bpt id="{n}a" rid="{n}"/>', '<ept id="{n}b" rid="{n}"/>'), ('<bx id="{n}"/>', '<ex id="{n}"/>'),
        ('<x id="START_TAG{n}" ctype="x-b"/>', '<x id="CLOSE_TAG{n}" ctype="x-b"/>'),
        ('<x id="START_LINK_{n}"/>', '<x id="CLOSE_LINK"/>'),
        ('<x id="{n}" equiv-text="&lt;b>"/>', '<x id="{n}c" equiv-text="&lt;/b>"/>'),
        ('<ph id="{n}">&lt;i class="x"></ph>', '<ph id="{n}c">&lt;/i></ph>'),
        ('<it id="{n}" rid="{n}" pos="open"/>', '<it id="{n}c" rid="{n}" pos="close"/>'),
    ],
    "2": [
        ('<pc id="{n}">', "</pc>"), ('<sc id="{n}"/>', '<ec startRef="{n}"/>'),
        ('<sm id="m{n}" type="term"/>', '<em startRef="m{n}"/>'), ('<mrk id="k{n}">', "</mrk>"),
        ('<ph id="{n}" disp="&lt;a>"/>', '<ph id="{n}c" disp="&lt;/a>"/>'),
    ],
    "tmx": [
        ('<hi type="b">', "</hi>"), ('<bpt i="{n}">&lt;b></bpt>', '<ept i="{n}">&lt;/b></ept>'),
        ('<it x="{n}" pos="begin">a</it>', '<it x="{n}" pos="end">b</it>'),
        ('<ph x="{n}">&lt;b></ph>', '<ph x="{n}c">&lt;/b></ph>'),
    ],
}  # fmt: skip
ALONE = {
    "1": [
        '<x id="INTERPOLATION"/>',
        '<ph id="p">{0}</ph>',
        '<bx id="alone"/>',
        '<x id="LINE_BREAK" equiv-text="&lt;br>"/>',
    ],
    "2": ['<ph id="p" disp="{0}"/>', '<sc id="z" isolated="yes"/>', '<ec id="y" isolated="yes"/>'],
    "tmx": ['<ph x="9">&lt;br></ph>', '<it pos="begin" x="77">x</it>', "<ut>x</ut>", '<ept i="99">x</ept>'],
}
WORDS = ["the door ", "İ ", " big", "house. The ", "ŉ", " ", "5"]


@st.composite
def trees(draw: st.DrawFn, kind: str, depth: int = 0) -> str:
    parts: list[str] = []
    for _ in range(draw(st.integers(1, 4))):
        choice = draw(st.integers(0, 3)) if depth < 4 else 0
        if choice == 1:
            opening, closing = draw(st.sampled_from(WAYS[kind]))
            number = str(draw(st.integers(1, 10**6)))
            inner = draw(trees(kind, depth + 1)) if draw(st.integers(0, 5)) else ""
            parts.append(opening.replace("{n}", number) + inner + closing.replace("{n}", number))
        elif choice == 2:
            parts.append(draw(st.sampled_from(ALONE[kind])))
        else:
            parts.append(draw(st.sampled_from(WORDS)))
    return "".join(parts)


@st.composite
def heaps(draw: st.DrawFn, kind: str) -> str:
    """Halves in any order: crossing, alone, closed before they are opened."""
    two = [pair for pair in WAYS[kind] if pair[0].endswith(("/>", "pt>", "it>", "ph>"))]
    parts: list[str] = []
    for _ in range(draw(st.integers(1, 12))):
        if draw(st.booleans()):
            pair = draw(st.sampled_from(two))
            parts.append(draw(st.sampled_from(pair)).replace("{n}", str(draw(st.integers(1, 3)))))
        else:
            parts.append(draw(st.sampled_from(WORDS)))
    return "".join(parts)


def filled(kind: str, inner: str, seed: int) -> tuple[Any, Any, str]:
    """(source element, target element, the text it should hold) for a random translation."""
    source = etree.fromstring(f"<source>{inner}</source>")
    content = InlineContent(source, PAIRS[kind])
    opened = open_tags(content.runs)
    result = translation_of(join_runs(opened.runs), random.Random(seed))
    runs, _ = opened.close(carry(opened.runs, result), result)
    target = etree.Element("target")
    content.fill(target, runs)
    return source, target, join_runs(runs)


def elements(root: Any) -> Counter[Any]:
    return Counter((e.tag, tuple(sorted(e.attrib.items()))) for e in root.iterdescendants())


def words_of(element: Any, holding: frozenset[str]) -> str:
    """The text outside the code of places."""
    text = element.text or ""
    for child in element:
        text += words_of(child, holding) if child.tag in holding else ""
        text += child.tail or ""
    return text


def nested(element: Any) -> bool:
    """Whether each closing half closes the half opened last, within every element."""
    stack: list[Any] = []
    halves = [half for half in map(_half, element) if half]
    opened, closed = (Counter(key for opens, key in halves if opens is side) for side in (True, False))
    for child in element:
        half = _half(child)
        if half is not None and opened[half[1]] == closed[half[1]]:
            opening, key = half
            if opening:
                stack.append(key)
            elif not stack or stack.pop() != key:
                return False
        if not nested(child):
            return False
    return not stack


@pytest.mark.parametrize("kind", list(WAYS))
@given(data=st.data(), seed=st.integers(0, 2**32))
@settings(max_examples=200, deadline=None)
def test_trees_stay_trees_for_any_alignment(kind: str, data: st.DataObject, seed: int) -> None:
    source, target, text = filled(kind, data.draw(trees(kind)), seed)
    assert elements(source) == elements(target)
    assert words_of(target, PAIRS[kind]) == text
    assert nested(source) and nested(target), etree.tostring(target)


@pytest.mark.parametrize("kind", list(WAYS))
@given(data=st.data(), seed=st.integers(0, 2**32))
@settings(max_examples=200, deadline=None)
def test_halves_in_any_order_stay_in_their_order(kind: str, data: st.DataObject, seed: int) -> None:
    source, target, text = filled(kind, data.draw(heaps(kind)), seed)
    assert elements(source) == elements(target)
    assert words_of(target, PAIRS[kind]) == text

    def order(root: Any) -> Counter[Any]:
        """For every key, how often a half was closed that stood open."""
        waiting: Counter[Any] = Counter()
        closed: Counter[Any] = Counter()
        for child in root:
            half = _half(child)
            if half is None:
                continue
            if half[0]:
                waiting[half[1]] += 1
            elif waiting[half[1]]:
                waiting[half[1]] -= 1
                closed[half[1]] += 1
        return closed

    assert not order(source) - order(target)


@pytest.mark.parametrize(("kind", "opening", "closing"), [(k, *way) for k in WAYS for way in WAYS[k]])
def test_a_pair_holds_its_words(kind: str, opening: str, closing: str) -> None:
    opening, closing = opening.replace("{n}", "7"), closing.replace("{n}", "7")
    content = InlineContent(etree.fromstring(f"<s>open {opening}the door{closing} now</s>"), PAIRS[kind])
    assert [(run.text, len(run.tags)) for run in content.runs] == [("open ", 0), ("the door", 1), (" now", 0)]


@pytest.mark.parametrize(("kind", "alone"), [(k, one) for k in ALONE for one in ALONE[k]])
def test_what_has_no_other_half_is_a_place(kind: str, alone: str) -> None:
    content = InlineContent(etree.fromstring(f"<s>open {alone}the door</s>"), PAIRS[kind])
    assert [(run.text, len(run.tags)) for run in content.runs] == [("open ", 0), ("", 1), ("the door", 0)]


def test_links_of_one_name_close_the_last_one_open() -> None:
    inner = (
        'a <x id="START_LINK"/>b <x id="START_LINK_1"/>c<x id="CLOSE_LINK"/><x id="CLOSE_LINK"/> '
        '<x id="START_LINK_2"/>d<x id="CLOSE_LINK"/>'
    )
    runs = InlineContent(etree.fromstring(f"<s>{inner}</s>"), PAIRS["1"]).runs
    assert [(run.text, len(run.tags)) for run in runs] == [
        ("a ", 0), ("b ", 1), ("c", 2), (" ", 0), ("d", 1),
    ]  # fmt: skip


def test_the_code_of_a_place_is_looked_up_in_its_unit() -> None:
    unit = etree.fromstring(
        '<unit><originalData><data id="d1">&lt;b></data><data id="d2">&lt;/b></data></originalData><segment>'
        '<source>a <ph id="1" dataRef="d1"/>b<ph id="2" dataRef="d2"/></source></segment></unit>'
    )
    runs = InlineContent(unit.find(".//source"), PAIRS["2"]).runs
    assert [(run.text, len(run.tags)) for run in runs] == [("a ", 0), ("b", 1)]


def test_texts_within_codes_are_named(tmp_path: Path) -> None:
    source = tmp_path / "a.tmx"
    source.write_text(
        '<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>See '
        '<ph x="1">&lt;img alt="<sub>A house</sub>"></ph> now</seg></tuv></tu></body></tmx>'
    )
    document = open_document(source, "en", {"target_lang": "tr"})
    assert [segment.text for segment in document.segments()] == ["See  now"]
    assert document.notes == ["1 texts within codes (sub elements) were left as they are."]
