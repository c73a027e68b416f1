"""Alternatives: recombined partial hypotheses, and a choice of those that differ."""

from __future__ import annotations

from app.translation.alternatives import choose_diverse, difference, recombine, word_variants

END = 0


def ids(text: str) -> list[int]:
    return [ord(character) for character in text]


def test_beginnings_and_ends_of_different_hypotheses_combine() -> None:
    # Two ways to begin (a, b) and two ways to end (x, y) around a common middle: only two were decoded.
    first, second = ids("aMNx"), ids("bMNy")
    paths = recombine([(first, [-0.1] * 4), (second, [-0.2] * 4)], END)
    texts = {"".join(map(chr, path.ids)) for path in paths}
    assert texts == {"aMNx", "bMNy", "aMNy", "bMNx"}
    assert "".join(map(chr, paths[0].ids)) == "aMNx"
    assert [path.score for path in paths] == sorted((path.score for path in paths), reverse=True)


def test_a_cycle_in_the_lattice_ends() -> None:
    looping = ids("abababab")
    paths = recombine([(looping, [-0.1] * 8), (ids("abx"), [-0.3] * 3)], END)
    assert paths and all(len(path.ids) <= 10 for path in paths)


def test_near_copies_are_passed_over_for_real_alternatives() -> None:
    best = "The weather is very nice today."
    candidates = [
        ("the weather is very nice today", -0.1),  # the same words
        ("The weather is very nice today too.", -0.2),
        ("It is a lovely day.", -0.5),
        ("The weather is really nice today.", -0.25),
    ]
    chosen = choose_diverse(best, candidates, 2)
    assert chosen[0] == "It is a lovely day."
    assert "the weather is very nice today" not in chosen
    assert len(choose_diverse(best, candidates, 9)) == 3


def test_difference_ignores_case_and_marks() -> None:
    assert difference("A b, c!", "a B c") == 0.0
    assert difference("a b", "x y") == 1.0


def test_word_variants_stand_in_the_same_place() -> None:
    best = ["He", "saw", "a", "big", "dog", "."]
    others = [["He", "saw", "a", "large", "dog", "."], ["She", "saw", "a", "huge", "dog", "."]]
    variants = word_variants(best, others)
    assert variants[3] == ["large", "huge"]
    assert variants[0] == ["She"]
    assert variants[4] == []
