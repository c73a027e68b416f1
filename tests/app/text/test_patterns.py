"""The table of what programs read: every row hides and brings back its examples."""

from __future__ import annotations

import time

import pytest

from app.text import patterns, protect

ROWS = [(row.name, example) for row in patterns.PATTERNS for example in row.examples]


@pytest.mark.parametrize(("name", "example"), ROWS, ids=[f"{name}: {example}" for name, example in ROWS])
def test_examples_come_back_as_they_were(name: str, example: str) -> None:
    row = next(row for row in patterns.PATTERNS if row.name == name)
    for sentence in (f"Please open {example} in the morning.", f"{example} is here", f"Look: {example}"):
        found = protect.protect(sentence, language="en")
        assert example in found.items, found
        assert protect.restore(found.text, found).text == sentence
    import re

    assert re.search(row.expression, f"Please open {example} now")


def test_names_are_unique() -> None:
    names = [row.name for row in (*patterns.PATTERNS, *patterns.WHOLE)]
    assert len(set(names)) == len(names)
    assert all(row.examples for row in (*patterns.PATTERNS, *patterns.WHOLE))


@pytest.mark.parametrize("example", [example for row in patterns.WHOLE for example in row.examples])
def test_formulas_and_date_patterns_stay_whole(example: str) -> None:
    assert patterns.kept_whole(example)


@pytest.mark.parametrize(
    "text",
    ["Mad", "Add", "May", "day", "Has", "Emma", "Ha ha", "= yes", "-", "- see (that)", "+ more (of it)", "Hey mum",
     "Mm!", "Dad", "Ahmed", "Masa", "Çay", "e mesma", "das", "d", "The date is dd.MM.yyyy", ""],
)  # fmt: skip
def test_words_are_no_patterns(text: str) -> None:
    assert not patterns.kept_whole(text)


@pytest.mark.parametrize(
    ("sentence", "items"),
    [
        ("Sent %s of %d files (%5.1f%%).", ["%s", "%d", "%5.1f%%"]),
        ("It is 100%% sure.", ["100%%"]),
        ("Use %% here.", ["%%"]),
        (
            "Hello {{ user.name|upper }}, {% if x > 1 %}you{% endif %}",
            ["{{ user.name|upper }}", "{% if x > 1 %}", "{% endif %}"],
        ),
        ("Dear <?php echo $a->b; ?> friend", ["<?php echo $a->b; ?>"]),
        ("Press Ctrl+Shift+S to save", ["Ctrl+Shift+S"]),
        ("Welcome, :name, to %{place}", [":name", "%{place}"]),
        ("At 10:30: go", ["10:30"]),
    ],
)
def test_spans_within_sentences(sentence: str, items: list[str]) -> None:
    assert protect.protect(sentence, language="en").items == items


@pytest.mark.parametrize(
    "sentence",
    ["Note: this is so", "A + B", "the rate is 5% for Ana", "one: two", "Wait, (see: that)", "I said \"no\": go",
     "O preço: a casa"],
)  # fmt: skip
def test_prose_is_left_to_the_model(sentence: str) -> None:
    assert protect.protect(sentence, language="en").items == []


def test_directives_that_changed_places_are_named() -> None:
    found = protect.protect("Copied %s to %d places.", language="en")
    assert protect.out_of_order("<ph0> x <ph1>", found) == ""
    assert "%s" in protect.out_of_order("<ph1> x <ph0>", found)
    numbered = protect.protect("Copied %1$s to %2$d places.", language="en")
    assert protect.out_of_order("<ph1> x <ph0>", numbered) == ""
    same = protect.protect("From %s to %s.", language="en")
    assert protect.out_of_order("<ph1> x <ph0>", same)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("{n, plural, one {# file} other {# files}}", ["{n, plural, one {# file} other {# files}}"]),
        (
            "You have {n, plural, =0 {no} other {{x} of #}} now {a}.",
            ["{n, plural, =0 {no} other {{x} of #}}"],
        ),
        ("{VAR_SELECT, select, male {he} other {they}}", ["{VAR_SELECT, select, male {he} other {they}}"]),
        (
            "{a, selectordinal, one {#st} other {#th}} {b, select, x {y}}",
            ["{a, selectordinal, one {#st} other {#th}}", "{b, select, x {y}}"],
        ),
        ("{0,choice,0#none|1#one}", ["{0,choice,0#none|1#one}"]),
        ("{n, plural, one {never closed", ["{n, plural, one {never closed"]),
        ("{name}, select one", []),
        ("{d, date, short}", []),
    ],
)
def test_message_patterns_are_found_by_their_braces(text: str, spans: list[str]) -> None:
    assert [text[a:b] for a, b in patterns.message_spans(text)] == spans


@pytest.mark.parametrize(
    "piece",
    ["a", "MM", "<", "{", "%", "{%", "<?", "{{", "dd/", "&lt;b", ":a", "<a ", "{a, plural, ", "%d.", "{a ", "%d %",
     "a_", "$t(", "@:", "1.", "Ctrl+", "\\n", "=("],
)  # fmt: skip
def test_time_grows_with_the_length(piece: str) -> None:
    text = piece * (30_000 // len(piece)) + "!"
    started = time.monotonic()
    list(patterns.SPANS.finditer(text))
    patterns.kept_whole(text)
    patterns.message_spans(text)
    assert time.monotonic() - started < 5
