"""Edits of a target text, put back over a new translation of the same sentences."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from app.translation.result import Sentence, Translation
from app.window.text.overrides import Key, Override, Overrides
from app.window.text.translation_map import TranslationMap


def translation_of(pairs: list[tuple[str, str]], gaps: list[str]) -> Translation:
    """pairs: (source, target) sentences; gaps: what stands around them, one more."""
    sentences, text, at = [], gaps[0], len(gaps[0])
    for (source, target), gap in zip(pairs, gaps[1:], strict=True):
        sentences.append(Sentence(source, target, at, at + len(source), len(text), "tr"))
        text += target + gap
        at += len(source) + len(gap)
    return Translation(text, "tr", False, "en", sentences, None, "", 0.0)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from(["Bir.", "İki.", "Üç."]), min_size=1, max_size=4),
    st.data(),
)
def test_any_edits_come_back_exactly_over_the_same_translation(sources, data):
    targets = {"Bir.": "One.", "İki.": "Two.", "Üç.": "Three."}
    gaps = [data.draw(st.sampled_from(["", " ", "\n- ", "\n\n"])) for _ in range(len(sources) + 1)]
    translation = translation_of([(s, targets[s]) for s in sources], gaps)
    overrides = Overrides()
    seen = TranslationMap(translation, overrides)
    text = seen.text
    assert text == translation.text
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        removed = data.draw(st.integers(0, len(text) - start))
        new = data.draw(st.text("ab \n", max_size=3))
        if not (removed or new):
            continue
        text = text[:start] + new + text[start + removed :]
        seen.edited(start, removed, len(new))
        seen.record(text)
    kept = Overrides()
    kept.load(json.loads(json.dumps(overrides.dump(sources))))
    again = TranslationMap(translation, kept)
    assert again.text == text
    assert "".join(text[p.start : p.end] for p in again.places) == "".join(
        text[p.start : p.end] for p in seen.places
    )


def test_an_edit_follows_its_sentence_through_other_texts_and_is_taken_back():
    overrides = Overrides()
    seen = TranslationMap(translation_of([("Bir.", "One."), ("İki.", "Two.")], ["", " ", ""]), overrides)
    seen.edited(5, 4, 3)
    seen.record("One. 2!!")
    assert overrides[Key("İki.", "tr", "en")] == Override("2!!")
    other = translation_of([("Üç.", "Three."), ("İki.", "TWO"), ("Bir.", "One.")], ["", "\n", "\n", "\n"])
    assert TranslationMap(other, overrides).text == "Three.\n2!!\nOne.\n"
    assert TranslationMap(translation_of([("İki.", "Dois.")], ["", ""]), overrides).places[0].edited
    seen.edited(5, 3, 4)
    seen.record("One. Two.")
    assert len(overrides) == 0 and not seen.places[1].edited


def test_rubbish_in_the_kept_overrides_is_passed_over():
    overrides = Overrides()
    for rubbish in (
        None,
        {},
        [1],
        [["a"]],
        [["a", "tr", "en", "0", "x", 0, 0]],
        [["a", "tr", "en", -1, "x", 0, 0]],
    ):
        overrides.load(rubbish)
    assert len(overrides) == 0
    overrides.load([["a", "tr", "en", 0, "x", 0, 0]])
    assert overrides[Key("a", "tr", "en")] == Override("x")
