"""Access keys: which signs are some, and where they stand in the translation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.access_keys import AccessKey, find_key, put_key, take_key
from app.text.markup import Run, join_runs


@pytest.mark.parametrize(
    ("text", "plain", "letter"),
    [
        ("&File", "File", "F"), ("&File\tCtrl+F", "File\tCtrl+F", "F"), ("Save &As...", "Save As...", "A"),
        ("E&xit", "Exit", "x"), ("Sa&ve now", "Save now", "v"), ("&1 second", "1 second", "1"),
        ("_Open", "Open", "O"), ("Save _As...", "Save As...", "A"), ("(&D)", "(D)", "D"), ("&&File", "File", "F"),
        ("&İptal", "İptal", "İ"), ("Find && &Replace", "Find && Replace", "R"), ("don't _ask", "don't ask", "a"),
    ],
)  # fmt: skip
def test_keys_are_taken_out(text: str, plain: str, letter: str) -> None:
    runs, key = take_key([Run(text)], underscores=True, inside=True)
    assert join_runs(runs) == plain
    assert key is not None and key.letter == letter


@pytest.mark.parametrize(
    "text",
    ["R&D", "AT&T", "Q & A", "a && b", "&amp; so", "see http://x.y/?a=1&b=2", "a=1&b=2", "snake_case", "__init__",
     "_a_",
     "%(copyright_prefix)s here", 'the folder "_static"', "{user_name}", "see a/_b", "%(a&b)s", "_ask",
    "Tom & Jerry", "&", "_", "100 & 200", "x" * 200 + " &File", "one\n&two", ""],
)  # fmt: skip
def test_other_signs_stay(text: str) -> None:
    assert find_key(text, underscores=True) is None


def test_underscores_are_signs_where_the_format_says_so() -> None:
    assert find_key("_Open") is None
    assert find_key("E_xit", underscores=True) is None
    assert find_key("E_xit", underscores=True, inside=True) == (1, AccessKey("_", "x"))


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ("Dosya", AccessKey("&", "F"), "&Dosya"),
        ("Farklı kaydet", AccessKey("&", "k"), "Farklı &kaydet"),
        ("Farklı Kaydet", AccessKey("_", "k"), "Farklı _Kaydet"),
        ("Çıkış", AccessKey("&", "ş"), "Çıkı&ş"),
        ("İptal", AccessKey("&", "i"), "&İptal"),
        ("%s dosyası", AccessKey("&", "s"), "%s do&syası"),
        ("Dosya (F)", AccessKey("&", "F"), "Dosya (&F)"),
        ("Aç & Kapat", AccessKey("&", "K"), "Aç && &Kapat"),
        ("...", AccessKey("&", "K"), "..."),
    ],
)
def test_signs_stand_before_their_letter(text: str, key: AccessKey, expected: str) -> None:
    assert join_runs(put_key([Run(text)], key)) == expected


def test_the_sign_goes_into_the_run_of_its_letter() -> None:
    runs, key = take_key([Run("Open ", ("b",)), Run("&file")])
    assert runs == [Run("Open ", ("b",)), Run("file")] and key is not None
    assert put_key([Run("Dosya "), Run("fayl", ("b",))], key) == [Run("Dosya "), Run("&fayl", ("b",))]


@given(st.text(alphabet="aA&_ İıßŉ\u0307.x;1", max_size=20), st.text(alphabet="bB &_İß1;", max_size=20))
def test_exactly_one_sign_comes_back(source: str, target: str) -> None:
    _, key = take_key([Run(source)], underscores=True, inside=True)
    if key is None:
        return
    result = join_runs(put_key([Run(target)], key))
    if not any(c.isalnum() for c in target):
        return
    if key.sign in "&_":
        single = [i for i, c in enumerate(result.replace("&&", "\0\0")) if c == key.sign]
        assert len(single) == 1 and result[single[0] + 1].isalnum()
