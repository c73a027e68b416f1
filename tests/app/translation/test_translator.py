"""The translator as a whole, on a model that talks nonsense: nothing may be lost, whatever the model says."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from app.errors import Cancelled, PlgtError
from app.memory.glossary import Glossary, Term
from app.memory.translation_memory import TranslationMemory
from app.model.bundle import Bundle, write_bundle
from app.model.store import ModelStore
from app.text.markup import Run, join_runs
from app.translation.translator import Translator
from tests.app.bundles import tiny_bundle_path, tiny_pivot_store, tiny_store
from tests.app.translation.memory_flatness import measure, resident


@pytest.fixture(scope="module")
def translator() -> Iterator[Translator]:
    # random weights babble where length costs less
    with Translator(tiny_store(), device="cpu", threads=1, beam=2, length_penalty=1.0) as value:
        yield value


TEXT = "Bugün hava çok güzel. Yarın yağmur yağacak mı?"
LONG = " ".join(f"Bu {number}. cümle, kitaplar masanın üstünde duruyordu." for number in range(400))


# Structure and passing through --------------------------------------------------------------------


def test_blank_lines_indentation_bullets_and_line_ends_come_back() -> None:
    text = "  Başlık burada\r\n\r\n\t- ilk madde burada\n\t- ikinci madde burada  \n"
    text += "\n\n12\n   \nSon satır geldi.\n"
    with Translator(tiny_store(), device="cpu", beam=1) as translator:
        result = translator.translate(text, "tr", "en")
    pattern = r"  \S.*\S\r\n\r\n\t- \S.*\n\t- \S.*  \n\n\n12\n   \n\S.*\n"
    assert re.fullmatch(pattern, result.text), repr(result.text)
    for sentence in result.sentences:
        assert text[sentence.start : sentence.end] == sentence.source
        assert result.text[sentence.target_start : sentence.target_end] == sentence.target


@pytest.mark.parametrize("text", ["", " ", "\n\n", "12.5 %", "?!...", "🙂🙂", "\u200b", "- - -\n* *\n"])
def test_what_has_no_letters_comes_back_unchanged(translator: Translator, text: str) -> None:
    assert translator.translate(text, "tr", "en").text == text


@pytest.mark.parametrize(
    "item",
    [
        "https://örnek.com/a?b=1&c=%20",
        "ali.veli@example.com",
        "1.250,50",
        "12/05/2024",
        "{name}",
        "%s",
        "<br/>",
        "🙂",
        "#etiket",
    ],
)
def test_protected_items_are_there_exactly_once_though_the_model_never_copies(
    translator: Translator, item: str
) -> None:
    result = translator.translate(f"Bugün hava {item} çok güzel.", "tr", "en")
    assert result.text.count(item) == 1


def test_keep_terms_stay_as_they_are(translator: Translator) -> None:
    glossary = Glossary([Term("Yağmur", "Yağmur")])
    assert (
        translator.translate("Bugün Yağmur çok güzel.", "tr", "en", glossary=glossary).text.count("Yağmur")
        == 1
    )


def test_other_scripts_pass_through_with_a_flag(translator: Translator) -> None:
    result = translator.translate("今日はとても良い天気です", "tr", "en")
    assert result.text == "今日はとても良い天気です"
    assert result.flags and "kept as it is" in result.flags[0].reason


def test_a_text_in_the_target_language_is_returned_with_a_note(translator: Translator) -> None:
    text = "The weather is very nice today and the children are playing."
    result = translator.translate(text, "auto", "en")
    assert result.text == text and result.detected and result.source_lang == "en"
    assert "already in English" in result.note
    assert translator.translate(text, "en", "en").text == text


def test_a_sentence_in_the_target_language_is_left_alone(translator: Translator) -> None:
    english = "The children were playing in the garden all day long."
    result = translator.translate(f"Bugün hava çok güzel.\n{english}", "tr", "en")
    assert result.text.endswith(english)
    assert "already in English" in result.sentences[-1].note


def test_the_language_is_guessed(translator: Translator) -> None:
    assert translator.translate("O tempo está muito bom hoje.", "auto", "en").source_lang == "pt"
    result = translator.translate(TEXT, "auto", "en")
    assert (result.source_lang, result.detected) == ("tr", True) and result.detection_confidence > 0.5


@pytest.mark.parametrize("size", [50_000])
def test_one_line_of_50000_characters(translator: Translator, size: int) -> None:
    text = ("kelime " * (size // 7)).strip()
    result = translator.translate(text, "tr", "en", beam=1)
    assert result.text and "\n" not in result.text


def test_a_word_of_10000_characters_passes_through(translator: Translator) -> None:
    word = "ab" * 5000
    result = translator.translate(f"Bugün {word} güzel", "tr", "en")
    assert word in result.text


def test_a_sentence_longer_than_the_model_is_split_and_says_so(translator: Translator) -> None:
    text = ", ".join(f"kitaplar masanın üstünde duruyordu numara {n}" for n in range(12)) + "."
    result = translator.translate(text, "tr", "en")
    assert any("Split at clauses" in sentence.note for sentence in result.sentences)


# Guards -------------------------------------------------------------------------------------------


def test_doubtful_results_carry_a_flag_with_a_reason(translator: Translator) -> None:
    flags = [
        flag
        for n in range(6)
        for flag in translator.translate(f"Kitaplar masada {'ve evde ' * n}.", "tr", "en").flags
    ]
    assert flags and all(flag.code and flag.reason.endswith(".") for flag in flags)


# Details ------------------------------------------------------------------------------------------


def test_details_describe_every_word_and_are_json(translator: Translator) -> None:
    text = "Bugün https://a.b adresinde hava ÇOK güzel, değil mi?"
    result = translator.translate(text, "tr", "en", details=True, alternatives=3)
    for sentence in result.sentences:
        covered = "".join(sentence.target[word.start : word.end] for word in sentence.words)
        assert covered == re.sub(r"\s+", "", sentence.target)
        assert all(word.text == sentence.target[word.start : word.end] for word in sentence.words)
        assert all(0.0 <= word.confidence <= 1.0 for word in sentence.words)
        for source, target in sentence.alignment:
            assert source < len(sentence.source_words) and target < len(sentence.words)
        texts = [sentence.target, *sentence.alternatives]
        assert len(set(texts)) == len(texts)
        assert sentence.alternatives
    assert json.loads(json.dumps(result.to_json()))["sentences"]


def test_details_do_not_change_the_text(translator: Translator) -> None:
    plain = translator.translate(TEXT, "tr", "en").text
    translator.forget()
    assert translator.translate(TEXT, "tr", "en", details=True).text == plain


def test_a_copied_item_is_aligned_with_itself(translator: Translator) -> None:
    sentence = translator.translate("Bugün https://a.b/c güzel", "tr", "en", details=True).sentences[0]
    source = next(
        i for i, (a, b) in enumerate(sentence.source_words) if sentence.source[a:b] == "https://a.b/c"
    )
    target = next(i for i, word in enumerate(sentence.words) if word.text == "https://a.b/c")
    assert (source, target) in sentence.alignment


def test_whole_text_alternatives(translator: Translator) -> None:
    result = translator.translate(TEXT, "tr", "en", alternatives=2)
    versions = result.alternatives(2)
    assert versions and result.text not in versions


# Glossary and memory ------------------------------------------------------------------------------


def test_a_glossary_term_is_enforced_though_the_model_would_not_say_it(translator: Translator) -> None:
    glossary = Glossary([Term("hava", "garden")])
    plain = translator.translate("Bugün havalar çok güzel.", "tr", "en").text
    result = translator.translate("Bugün havalar çok güzel.", "tr", "en", glossary=glossary)
    assert "garden" not in plain.casefold()
    assert "garden" in result.text.casefold() or any(flag.code == "glossary" for flag in result.flags)


def test_exact_memory_hits_are_reused_and_fuzzy_ones_offered(translator: Translator) -> None:
    memory = TranslationMemory(":memory:")
    memory.add("Bugün hava çok güzel.", "Lovely day!", "tr", "en")
    result = translator.translate("Bugün hava çok güzel.\nBugün hava çok güzeldi.", "tr", "en", memory=memory)
    assert result.text.startswith("Lovely day!\n")
    assert "translation memory" in result.sentences[0].note
    assert [match.target for match in result.sentences[1].memory] == ["Lovely day!"]


# Directions ---------------------------------------------------------------------------------------


def test_turkish_to_portuguese_goes_by_way_of_english() -> None:
    with Translator(tiny_pivot_store(), device="cpu", threads=1, beam=1) as translator:
        result = translator.translate("Bugün https://a.b güzel bir gün.", "tr", "pt", details=True)
        assert "By way of English" in result.sentences[0].note
        assert result.text.count("https://a.b") == 1
        assert str(result.model).count("tiny") == 2
        assert ("tr", "pt") in {(d.source, d.target) for d in translator.directions()}


def test_loading_ahead_reports_the_device() -> None:
    with Translator(tiny_store(), device="cpu") as translator:
        report = translator.load("tr", "en")
        assert report.device == "cpu" and report.reason


def test_a_direction_without_a_bundle_is_one_sentence(translator: Translator) -> None:
    with pytest.raises(PlgtError, match="English to Turkish"):
        translator.translate("Hello dear friend", "en", "tr")
    with pytest.raises(PlgtError, match="Unknown language"):
        translator.translate("x", "tr", "de")


@pytest.mark.parametrize("options", [{"mode": "fast"}, {"beam": 0}, {"batch_size": 0}])
def test_impossible_options_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(PlgtError):
        Translator(tiny_store(), **options)


# Batches, threads, cancelling ---------------------------------------------------------------------


def test_batches_threads_and_modes_give_the_same_texts(translator: Translator) -> None:
    texts = [f"Bugün hava {n} derece. Kitaplar {n + 1} masanın üstünde!" for n in range(12)]
    alone = [translator.translate(text, "tr", "en").text for text in texts]
    translator.forget()
    assert [result.text for result in translator.translate_many(texts, "tr", "en")] == alone
    with Translator(tiny_store(), device="cpu", threads=2, mode="throughput", beam=2, batch_size=4) as other:
        assert [result.text for result in other.translate_many(texts, "tr", "en")] == alone
    translator.forget()
    results: dict[int, list[str]] = {}

    def work(number: int) -> None:
        results[number] = [translator.translate(text, "tr", "en").text for text in texts]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(results[number] == alone for number in range(4))


def test_translate_many_takes_no_more_than_a_batch(translator: Translator) -> None:
    taken = 0

    def source() -> Iterator[str]:
        nonlocal taken
        for number in range(5000):
            taken += 1
            yield f"{number}"

    assert next(iter(translator.translate_many(source(), "tr", "en"))).text == "0"
    assert taken < 1000


def test_progress_reaches_the_total(translator: Translator) -> None:
    seen: list[tuple[int, int]] = []
    translator.translate(
        LONG[:8000], "tr", "en", progress=lambda done, total: seen.append((done, total)), beam=1
    )
    assert seen[0][0] == 0 and seen[-1][0] == seen[-1][1] > 10
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_cancelling_takes_less_than_a_second(translator: Translator) -> None:
    cancel = threading.Event()
    when: list[float] = []

    def stop() -> None:
        when.append(time.monotonic())
        cancel.set()

    translator.translate("Isınma turu burada.", "tr", "en")
    threading.Timer(0.4, stop).start()
    with pytest.raises(Cancelled):
        translator.translate(LONG * 20, "tr", "en", cancel=cancel)
    assert time.monotonic() - when[0] < 1.0


# Memory -------------------------------------------------------------------------------------------


class Scarce:
    """A session that raises onnxruntime's own out-of-memory exception for more than so many rows."""

    def __init__(self, session: Any, rows: int) -> None:
        self._session = session
        self._rows = rows
        self.failures = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    def run(self, names: Any, feed: dict[str, Any]) -> Any:
        if len(feed["lengths"]) > self._rows:
            self.failures += 1
            raise ort_errors.RuntimeException(
                "[ONNXRuntimeError] : 6 : RUNTIME_EXCEPTION : Non-zero status code returned while running "
                "MatMul node. BFCArena::AllocateRawInternal Failed to allocate memory for buffer of size 99"
            )
        return self._session.run(names, feed)


def test_running_out_of_memory_midway_loses_no_text(translator: Translator) -> None:
    texts = [f"Bugün hava {n} derece güzel." for n in range(20)]
    wanted = [result.text for result in translator.translate_many(texts, "tr", "en")]
    with Translator(tiny_store(), device="cpu", threads=1, beam=2) as other:
        other.translate("Merhaba güzel dünya.", "tr", "en")
        (resilient,) = other.engines.open.values()
        resilient.engine.decoder = None  # onnxruntime's decoder is the one that fails here
        scarce = Scarce(resilient.engine._decoder, 3)
        resilient.engine._decoder = scarce
        assert [result.text for result in other.translate_many(texts, "tr", "en")] == wanted
        assert scarce.failures > 0


def test_a_gpu_that_fails_for_one_sentence_is_left_for_the_cpu(translator: Translator) -> None:
    from dataclasses import replace

    wanted = translator.translate(TEXT, "tr", "en").text
    with Translator(tiny_store(), device="cpu", threads=1, beam=2) as other:
        other.translate("Merhaba güzel dünya.", "tr", "en")
        (resilient,) = other.engines.open.values()
        engine = resilient.engine
        engine.device = replace(engine.device, device="cuda")
        engine.decoder = None  # as it is on a GPU
        engine.stepper = lambda rows, engine=engine: _plain_stepper(engine, rows)
        engine._decoder = Scarce(engine._decoder, 0)
        result = other.translate(TEXT, "tr", "en")
    assert result.text == wanted
    assert result.device.device == "cpu" and "out of memory" in result.device.reason


def _plain_stepper(engine: Any, rows: Any) -> Any:
    from app.model.engine import GraphStepper

    return GraphStepper(engine, rows)


# Marks --------------------------------------------------------------------------------------------


def test_marked_text_keeps_its_marks_and_structure(translator: Translator) -> None:
    runs = [
        Run("Bugün "),
        Run("hava çok", ("b",)),
        Run(" güzel.\n\n"),
        Run("", ("img",)),
        Run("Yarın gel!", ("i",)),
    ]
    result = translator.translate_marked(runs, "tr", "en")
    text = join_runs(result)
    assert text == translator.translate(join_runs(runs), "tr", "en").text
    assert [run.tags for run in result if run.tags].count(("img",)) == 1
    assert any("b" in run.tags and run.text for run in result)
    italic = "".join(run.text for run in result if "i" in run.tags)
    assert text.endswith(italic) and italic == text.split("\n\n")[1]


def test_kept_runs_are_not_translated(translator: Translator) -> None:
    runs = [Run("Bugün "), Run("git push", ("code",), True), Run(" yazdık.")]
    result = translator.translate_marked(runs, "tr", "en")
    assert "".join(run.text for run in result if "code" in run.tags) == "git push"


def test_many_marked_texts_come_back_in_order(translator: Translator) -> None:
    texts = [
        [Run(f"Kitap {n} "), Run("güzel", ("b",))] if n % 2 else [Run(f"Kitap {n} geldi")]
        for n in range(100, 109)
    ]
    results = list(translator.translate_marked_many(texts, "tr", "en"))
    assert [str(100 + n) in join_runs(result) for n, result in enumerate(results)] == [True] * 9


def test_an_unsure_guess_of_the_target_language_is_not_taken(translator: Translator) -> None:
    result = translator.translate("Zaxa", "auto", "en")
    assert result.source_lang in ("tr", "pt")


@pytest.mark.slow
def test_a_million_characters_with_flat_memory_and_progress() -> None:
    sentences = [f"Bugün hava {n} derece, kitaplar masanın üstünde duruyordu." for n in range(1500)]
    text = "\n".join(sentences[n % 1500] for n in range(17_500))
    assert len(text) > 1_000_000
    seen: list[tuple[int, int]] = []
    with Translator(tiny_store(), device="cpu", beam=1) as translator:
        translator.translate("\n".join(sentences[:200]), "tr", "en")
        before = resident()
        result = translator.translate(text, "tr", "en", progress=lambda *counts: seen.append(counts))
        after = resident()
    assert result.text.count("\n") == text.count("\n")
    assert len(seen) > 20 and seen[-1] == (17_500, 17_500)
    assert after - before < 120e6


def test_calls_leave_memory_flat(translator: Translator) -> None:
    assert measure(translator, 400, 200, report=False) < 0.05


def test_a_replaced_bundle_takes_effect_at_once(tmp_path: Path) -> None:
    store = ModelStore(shipped=tmp_path / "none", user=tmp_path / "models")
    store.import_file(tiny_bundle_path())
    with Translator(store, device="cpu", threads=1, beam=1) as translator:
        first = translator.translate(TEXT, "tr", "en")
        assert translator.translate(TEXT, "tr", "en").text == first.text
        bundle = store.bundles()[0]
        files = {name: bundle.read(name) for name in bundle.manifest["files"]}
        other = tiny_bundle_path("en-tr", "en-pt", seed=8)
        files |= {name: Bundle(other).read(name) for name in ("encoder.onnx", "decoder.onnx")}
        manifest = {key: value for key, value in bundle.manifest.items() if key != "files"}
        write_bundle(bundle.path, manifest, files)
        assert translator.translate(TEXT, "tr", "en").text != first.text
        assert len(translator.engines.open) == 1


def test_a_place_in_a_sentence_is_shown_to_the_model_and_to_nobody_else(translator: Translator) -> None:
    runs = [Run("Bugün "), Run("", ("field",)), Run(" tarihinde buraya geldik. Adres: "), Run("", ("end",))]
    seen: list[str] = []
    run_batches = translator.batching.run

    def watched(jobs: list[Any], *rest: Any) -> None:
        seen.extend(job.text for job in jobs)
        run_batches(jobs, *rest)

    translator.batching.run = watched  # type: ignore[method-assign]
    try:
        result, translation = next(translator.marked_translations([runs], "tr", "en"))
    finally:
        translator.batching.run = run_batches  # type: ignore[method-assign]
    assert seen[0] == "Bugün \ue000 tarihinde buraya geldik."
    assert [run.tags for run in result if run.tags] == [("field",), ("end",)]
    said = json.dumps(translation.to_json(), ensure_ascii=False) + join_runs(result)
    assert not re.search("[\ue000-\uf8ff]", said)
    before = "".join(run.text for run in result[: result.index(Run("", ("field",)))])
    assert not before or before.endswith(" ")
    source = join_runs(runs)
    for sentence in translation.sentences:
        assert source[sentence.start : sentence.end] == sentence.source
        assert translation.text[sentence.target_start : sentence.target_end] == sentence.target


def test_a_hard_wrapped_paragraph_is_joined_and_its_translation_wrapped(translator: Translator) -> None:
    text = (
        "Pazar\n\nSabah erkenden pazara gittik; İstanbul'dan gelen satıcılar\ntezgâhları henüz kurmamıştı. "
        "Biz de bir köşede oturup onların\nişlerini bitirmesini bekledik.\n\nSon satır\n"
    )
    lines = translator.translate(text, "tr", "en")
    assert len(lines.sentences) == 6 and lines.text.count("\n") == text.count("\n")
    result = translator.translate(text, "tr", "en", unwrap=True)
    assert len(result.sentences) == 4
    title, paragraph, last = result.text.rstrip("\n").split("\n\n")
    assert title and last and "\n" not in title + last
    assert all(len(line) <= 61 or " " not in line for line in paragraph.split("\n"))
    for sentence in result.sentences:
        assert text[sentence.start : sentence.end].replace("\n", " ") == sentence.source
        shown = result.text[sentence.target_start : sentence.target_end]
        assert shown.replace("\n", " ") == sentence.target
