"""Corpora, filters and the cross-entropy."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch.nn import functional as F

from app.errors import PlgtError
from training.config import DataConfig, SourceConfig
from training.data.corpus import Pair, read_pairs
from training.data.filters import filter_pairs
from training.evaluate import detokenise, find_sets, protocols
from training.model.loss import cross_entropy


def write(folder: Path, turkish: str, english: str) -> DataConfig:
    (folder / "x.tr-en.tr").write_text(turkish, encoding="utf-8")
    (folder / "x.tr-en.en").write_text(english, encoding="utf-8")
    return DataConfig(root=str(folder), sources=[SourceConfig("x.tr-en", ("tr", "en"))])


def test_pairs_are_read_clean(tmp_path: Path) -> None:
    config = write(tmp_path, "“Merhaba”  dünya.\n", "\u2018Hi\u2019 world.\n")
    assert list(read_pairs(config, config.sources[0])) == [Pair('"Merhaba" dünya.', "'Hi' world.")]


def test_files_of_different_length_are_refused(tmp_path: Path) -> None:
    config = write(tmp_path, "bir\niki\n", "one\n")
    with pytest.raises(PlgtError, match=r"2 lines .* 1"):
        list(read_pairs(config, config.sources[0]))


def test_the_filter_says_what_it_dropped_and_why() -> None:
    good = Pair("Merhaba dünya.", "Hello world.")
    pairs = [
        good,
        good,
        Pair("", "Nothing."),
        Pair("123", "123"),
        Pair("Bu cümle hiç çevrilmedi.", "Bu cümle hiç çevrilmedi."),
        Pair("Evet.", "Yes, and here is a long story about everything that has happened since then."),
        Pair("1998 yılında 40 kişi geldi.", "In 2004 there were 17 of them."),
        Pair("Saklı tutulan cümle.", "A held-out sentence."),
    ]
    kept, report = filter_pairs("x", pairs, DataConfig(), None, {hash("A held-out sentence.")})
    assert kept == [good]
    assert dict(report.dropped) == {
        "duplicate": 1,
        "empty": 1,
        "no letters": 1,
        "not translated": 1,
        "length ratio": 1,
        "numbers differ": 1,
        "held out": 1,
    }
    assert "kept 1 of 8" in str(report)


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_chunked_cross_entropy_is_the_textbook_one(smoothing: float) -> None:
    torch.manual_seed(0)
    hidden, weight, bias = (torch.randn(*shape, requires_grad=True) for shape in ((70, 16), (50, 16), (50,)))
    targets = torch.randint(0, 50, (70,))
    loss, plain = cross_entropy(hidden, weight, bias, targets, smoothing, chunk=32)
    logits = hidden @ weight.T + bias
    expected = F.cross_entropy(logits, targets, label_smoothing=smoothing, reduction="sum")
    torch.testing.assert_close(loss, expected, rtol=1e-5, atol=1e-4)
    torch.testing.assert_close(plain, F.cross_entropy(logits, targets, reduction="sum"), rtol=1e-5, atol=1e-4)
    got = torch.autograd.grad(loss, (hidden, weight, bias))
    for a, b in zip(got, torch.autograd.grad(expected, (hidden, weight, bias)), strict=True):
        torch.testing.assert_close(a, b, rtol=1e-4, atol=1e-4)


def test_tokenised_text_is_put_together() -> None:
    assert detokenise("he said , `` i 'm here . '' do n't go !") == "he said, \"i'm here.\" don't go!"
    assert detokenise("They &apos;re going , ( maybe ) .") == "They're going, (maybe)."


def test_both_protocols_are_reported() -> None:
    scores = protocols(["she's here with all of us."], ["she 's here with all of us ."])
    assert scores["bleu"].bleu == pytest.approx(100)
    assert scores["bleu_paper"].bleu < 100
    assert "tok:13a" in scores["bleu"].bleu_signature


def test_a_folder_without_sets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlgtError, match="holds no pair"):
        find_sets(tmp_path, {("tr", "en")})
    write(tmp_path, "bir\n", "one\n")
    assert [(s.name, s.source_language) for s in find_sets(tmp_path, {("tr", "en")})] == [("x.tr-en", "tr")]
