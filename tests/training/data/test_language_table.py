"""The tables of `app.text` are made from text alone: names, common words, and weights that tell languages."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from app.text.detect import BUCKETS, LANGUAGES, features  # noqa: E402
from training.data import language_table  # noqa: E402


def test_names_are_what_stands_in_capitals_inside_sentences() -> None:
    texts = ["dün akşam Ankara'da çok güzel bir gün geçti", "bu yıl yine Ankara ve NATO çok konuşuldu"] * 3
    texts += ["Bu Bir Başlık Ve Güzel Ankara"] * 9  # a title tells nothing
    names, common = language_table.words_of(texts, "tr")
    assert names == ["Ankara"]
    assert "çok" in common and "ankara" not in common
    assert language_table.words_of(texts * 2, "tr")[0] == ["Ankara", "NATO"]


def test_windows_are_parts_of_the_line() -> None:
    rng = random.Random(1)
    words = ["çok", "güzel", "bir", "gün"]
    shown = {language_table.window(words, "tr", rng) for _ in range(2000)}
    assert {"çok", "cok", "ÇOK", "GÜZEL BİR", "guzel bir gun"} <= shown


def test_training_separates_the_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_table, "WINDOWS", 2000)
    monkeypatch.setattr(language_table, "EPOCHS", 1)
    texts = {
        "en": "the house is where we live and work",
        "pt": "a casa é onde nós vivemos e trabalhamos",
        "tr": "ev yaşadığımız ve çalıştığımız yerdir",
    }
    weights, bias = language_table.train({code: [text.split()] for code, text in texts.items()})
    for index, code in enumerate(LANGUAGES):
        ids = [bucket for word in features(texts[code]) for bucket in word]
        assert int((weights[ids].sum(0) + bias).argmax()) == index
    data = language_table.pack(weights, bias)
    assert len(data) == 4 * (1 + len(LANGUAGES)) + BUCKETS * len(LANGUAGES)
    step = struct.unpack("<f", data[:4])[0]
    packed = torch.frombuffer(bytearray(data[16:]), dtype=torch.int8).view(BUCKETS, -1) * step
    assert float((packed - weights).abs().max()) <= step


def test_only_what_may_be_shipped_is_read(tmp_path: Path) -> None:
    (tmp_path / "train").mkdir()
    for name in ("a.tr-en.tr", "a.tr-en.en", "b.tr-en.tr", "b.tr-en.en"):
        (tmp_path / "train" / name).write_text("x\n", encoding="utf-8")
    rows = "file\tlanguage\tship\ntrain/a.tr-en\ttr\tyes\ntrain/b.tr-en\ttr\tno\n"
    (tmp_path / "manifest.tsv").write_text(rows, encoding="utf-8")
    found = [(code, path.name) for code, path in language_table.corpora(tmp_path)]
    assert found == [("tr", "a.tr-en.tr"), ("en", "a.tr-en.en")]
