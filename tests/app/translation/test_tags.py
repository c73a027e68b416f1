"""Tags written out in strings: pairs hold their words, whatever the alignment; offsets fit."""

from __future__ import annotations

import random
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.text import structure
from app.text.markup import Run, join_runs
from app.translation.marked import carry
from app.translation.result import Sentence, Translation, Word
from app.translation.tags import BREAK, open_tags

NAMES = ["b", "i", "a", "0", "1", "Link", "code", "strong"]
TAG = re.compile(r"<(/?)([\w]+)[^<>]*>|\[(/?)([a-z]+)\]|&lt;(/?)(\w+)&gt;")


def balanced(text: str) -> bool:
    """Whether every tag closes the one opened last."""
    stack: list[str] = []
    for match in TAG.finditer(text):
        closing = "/" in match.group()[:5].replace("&lt;", "<")[:2]
        name = next(group for group in (match[2], match[4], match[6]) if group)
        if closing:
            if not stack or stack.pop() != name:
                return False
        else:
            stack.append(name)
    return not stack


def translation_of(text: str, chance: random.Random, shape: str = "words") -> Translation:
    """Every sentence with other words in another number and a random alignment."""
    sentences: list[Sentence] = []
    parts: list[str] = []
    at = 0
    for piece in structure.pieces(text, "en"):
        if not isinstance(piece, structure.Sentence):
            parts.append(piece.text)
            at += len(piece.text)
            continue
        signs = [c for c in piece.text if "\ue000" <= c <= "\uf8ff"]
        words = [
            chance.choice(["ev", "kapı", "İstanbul", "ß", "a"]) for _ in range(chance.randint(0, 9))
        ] + signs
        chance.shuffle(words)
        target = " ".join(words)
        sources = len(re.findall(r"\w+|[^\w\s]+", piece.text))
        links = [
            (chance.randrange(max(sources, 1)), chance.randrange(max(len(words), 1)))
            for _ in range(chance.randint(0, 12))
        ]
        spans = [m.span() for m in re.finditer(r"\S+", target)]
        sentences.append(
            Sentence(
                piece.text,
                target,
                piece.start,
                piece.end,
                at,
                alignment=links,
                words=[Word(target[a:b], a, b, 1.0) for a, b in spans],
                source_words=[m.span() for m in re.finditer(r"\w+", piece.text)],
            )
        )
        parts.append(target)
        at += len(target)
    return Translation("".join(parts), "en", False, "tr", sentences, None, "", 0.0)


@st.composite
def trees(draw: st.DrawFn, depth: int = 0) -> str:
    """Text with well nested tags of all kinds."""
    parts: list[str] = []
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.integers(0, 6)) if depth < 4 else 0
        if kind == 1:
            name = draw(st.sampled_from(NAMES))
            parts.append(f"<{name}>{draw(trees(depth + 1))}</{name}>")
        elif kind == 2:
            parts.append(f'<a href="x. y">{draw(trees(depth + 1))}</a>')
        elif kind == 3:
            parts.append(
                draw(
                    st.sampled_from(
                        ["<br/>", "<p>", "</p>", "\\n", "<1/>", "{% if a. b %}", "<?php a. B; ?>"]
                    )
                )
            )
        elif kind == 4:
            parts.append(f"[b]{draw(trees(depth + 1))}[/b]" if draw(st.booleans()) else "<b></b>")
        elif kind == 5:
            parts.append(f"&lt;i&gt;{draw(trees(depth + 1))}&lt;/i&gt;")
        else:
            parts.append(
                draw(
                    st.sampled_from(["the door ", "İ. The ", " big", "house. ", "ŉ ß", " ", "5", "e\u0301 "])
                )
            )
    return "".join(parts)


@given(trees(), st.integers(0, 2**32))
@settings(max_examples=300, deadline=None)
def test_result_is_well_nested_for_any_tree_and_alignment(text: str, seed: int) -> None:
    opened = open_tags([Run(text)])
    plain = join_runs(opened.runs)
    result = translation_of(plain, random.Random(seed))
    runs, closed = opened.close(carry(opened.runs, result), result)
    spelled = join_runs(runs)
    assert spelled == closed.text
    if opened.changed:
        tags = [m.group() for m in TAG.finditer(text)]
        places = [tag for tag in tags if tag in ("<1/>", "<br/>", "<p>", "</p>")]
        for tag in set(tags) - set(places):
            assert spelled.count(tag) == text.count(tag), tag
        held = re.sub(r"<1/>|<br/>|</?p>", "", spelled)
        assert balanced(held), spelled
    for sentence in closed.sentences:
        assert text[sentence.start : sentence.end] == sentence.source
        assert spelled[sentence.target_start : sentence.target_end] == sentence.target
        for word in sentence.words:
            assert sentence.target[word.start : word.end] == word.text
        for a, b in sentence.source_words:
            assert 0 <= a <= b <= len(sentence.source)


@given(st.text(alphabet="<>/b1[]&lgt;; \\n{%}?pİß.", max_size=60), st.integers(0, 99))
@settings(max_examples=300, deadline=None)
def test_any_text_opens_and_closes(text: str, seed: int) -> None:
    opened = open_tags([Run(text)])
    plain = join_runs(opened.runs)
    same = Translation(plain, "en", False, "tr", [], None, "", 0.0)
    runs, closed = opened.close(opened.runs, same)
    assert join_runs(runs) == closed.text == text
    result = translation_of(plain, random.Random(seed))
    opened.close(carry(opened.runs, result), result)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Click <b>here</b> now.", "Click here now."),
        ("Read <0>this</0> or <1>that</1>.", "Read this or that."),
        ('See <a href="a>b" title="x. Y">it</a>.', "See it."),
        ("[url=http://x.y]Go[/url]", "Go"),
        ("&lt;b&gt;Go&lt;/b&gt; now", "Go now"),
        ("Please %(link)ssign in%(end_link)s now, %(name)s.", "Please sign in now, %(name)s."),
        ("%(link)s and %(name)s", "%(link)s and %(name)s"),
        ("One.<br>Two.", f"One.{BREAK}Two."),
        ("One\\nTwo", f"One{BREAK}Two"),
        ("<p>One</p><p>Two</p>", f"{BREAK}One{BREAK}{BREAK}Two{BREAK}"),
        ("<ul><li>a b</li></ul>", f"{BREAK}{BREAK}a b{BREAK}{BREAK}"),
        ("C:\\new\\table is <b>there</b>", "C:\\new\\table is there"),
        ("a < b and c > d", "a < b and c > d"),
        ("only <b> opens", "only <b> opens"),
        ("crossed <b>x<i>y</b>z</i>", "crossed x<i>yz</i>"),
        ("see [1] and [note]", "see [1] and [note]"),
        ("You have {n, plural, one {<b>x</b>} other {y}}", "You have {n, plural, one {<b>x</b>} other {y}}"),
        ("place <0/> and <img src='a.png'/>", "place <0/> and <img src='a.png'/>"),
    ],
)
def test_what_is_taken_out(text: str, plain: str) -> None:
    opened = open_tags([Run(text)])
    assert join_runs(opened.runs) == plain
    assert opened.changed is (text != plain)


def test_program_text_with_sentence_ends_is_one_character() -> None:
    opened = open_tags([Run('Dear <?php echo "Mr. X"; ?> and {% if a. b %} you')])
    assert re.fullmatch(r"Dear . and . you", join_runs(opened.runs))


def test_code_is_kept() -> None:
    opened = open_tags([Run('Type <code>open it</code> or <b translate="no">close it</b> now')])
    assert [run.text for run in opened.runs if run.keep] == ["open it", "close it"]


def test_pairs_stand_within_the_marks_of_the_file() -> None:
    runs = [Run("A <b>", ("g",)), Run("x</b> ", ("g", "h")), Run("and <i>y</i>.", ("g",))]
    opened = open_tags(runs)
    assert join_runs(opened.runs) == "A <b>x</b> and y."  # its two tags stand under different marks
    same = Translation(join_runs(opened.runs), "en", False, "tr", [], None, "", 0.0)
    closed, _ = opened.close(opened.runs, same)
    assert join_runs(closed) == join_runs(runs)
    assert {run.tags for run in closed} == {("g",), ("g", "h")}


def test_tags_that_got_lost_leave_the_source_with_a_flag() -> None:
    opened = open_tags([Run("Click <b>here</b> now.")])
    result = Translation("Şimdi tıkla.", "en", False, "tr", [], None, "", 0.0)
    runs, closed = opened.close([Run("Şimdi tıkla.")], result)
    assert join_runs(runs) == closed.text == "Click <b>here</b> now."
    assert [flag.code for flag in closed.flags] == ["placed"]


@pytest.mark.parametrize(
    "piece", ["<b>", "</b>", "<b>x</b>", "<", '<a x="', "[b]", "&lt;b ", "{% ", "<?", "<script>", "\\n"]
)
def test_time_grows_with_the_length(piece: str) -> None:
    text = piece * (40_000 // len(piece))
    started = time.monotonic()
    opened = open_tags([Run(text)])
    same = Translation(join_runs(opened.runs), "en", False, "tr", [], None, "", 0.0)
    assert join_runs(opened.close(opened.runs, same)[0]) == text
    assert time.monotonic() - started < 10
