"""Back-translation writes aligned pairs, leaves out what is no language, and goes on where it was broken off."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import paths
from app.cli import main
from app.errors import PlgtError
from app.model.store import ModelStore
from app.translation.guards import Flag
from app.translation.result import Sentence, Translation
from app.translation.translator import Translator
from training.data import backtranslation
from training.data.backtranslation import Judge, Progress, Settings, backtranslate, reason_to_drop

SENTENCES = [
    "Bugün hava çok güzel.",
    "Kitabı masanın üzerine koydum.",
    "",
    "Yarın sabah saat sekizde buluşalım.",
    "Bu akşam ne yapmak istiyorsun?",
    "Annem bana güzel bir hediye aldı.",
    "Kapıyı kapatır mısın lütfen?",
    "Tren yirmi dakika geç kaldı.",
    "O filmi daha önce görmedim.",
]


@pytest.fixture(scope="module")
def translator() -> Iterator[Translator]:
    with Translator(
        ModelStore(only=str(paths.assets_dir() / "models" / "xx-en.plgt")), device="cpu", threads=1
    ) as made:
        yield made


def settings_of(translator: Translator, **changes: object) -> Settings:
    fingerprint = translator.store.for_direction("tr", "en").fingerprint
    values: dict[str, object] = {"natural": "tr", "synthetic": "en", "model": fingerprint, "beam": 1}
    return Settings(**(values | changes))  # type: ignore[arg-type]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "daily.tr"
    path.write_text("\n".join(SENTENCES) + "\n", encoding="utf-8")
    return path


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_pairs_are_aligned_and_named_like_a_corpus(
    translator: Translator, file: Path, tmp_path: Path
) -> None:
    seen: list[int] = []
    state = backtranslate(
        translator, file, tmp_path / "out", settings_of(translator), report=lambda p, n: seen.append(n)
    )
    natural, synthetic = lines(tmp_path / "out/daily.tr-en.tr"), lines(tmp_path / "out/daily.tr-en.en")
    assert len(natural) == len(synthetic) == state.kept == 8
    assert natural == [s for s in SENTENCES if s]
    assert synthetic[0] == translator.translate(SENTENCES[0], "tr", "en", beam=1).text
    assert seen == [8]


def test_a_broken_run_goes_on_to_the_same_files(
    translator: Translator, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backtranslation, "PORTION", 3)
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    backtranslate(translator, file, whole, settings_of(translator))

    class Stop(Exception):
        pass

    def stop(progress: Progress, total: int) -> None:
        if progress.lines == 6:
            raise Stop

    with pytest.raises(Stop):
        backtranslate(translator, file, broken, settings_of(translator), report=stop)
    with open(broken / "daily.tr-en.en", "a", encoding="utf-8") as out:
        out.write("a torn lin")  # written, but not noted
    state = backtranslate(translator, file, broken, settings_of(translator))
    assert state.lines == 8
    for name in ("daily.tr-en.tr", "daily.tr-en.en"):
        assert (broken / name).read_bytes() == (whole / name).read_bytes()


def test_other_settings_or_another_file_are_refused(
    translator: Translator, file: Path, tmp_path: Path
) -> None:
    backtranslate(translator, file, tmp_path / "out", settings_of(translator))
    before = {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()}
    with pytest.raises(PlgtError, match="another model, file or setting"):
        backtranslate(translator, file, tmp_path / "out", settings_of(translator, beam=2))
    file.write_text("Başka bir metin.\n", encoding="utf-8")
    with pytest.raises(PlgtError, match="another model, file or setting"):
        backtranslate(translator, file, tmp_path / "out", settings_of(translator))
    (tmp_path / "out/daily.tr-en.json").unlink()
    with pytest.raises(PlgtError, match="not how it was made"):
        backtranslate(translator, file, tmp_path / "out", settings_of(translator))
    assert all((tmp_path / "out" / n).read_bytes() == b for n, b in before.items() if not n.endswith("json"))


def made(source: str, target: str, *codes: str) -> Translation:
    flags = [Flag(code, code) for code in codes]
    sentences = [Sentence(source, target, flags=flags)]
    return Translation(target, "tr", False, "en", sentences, None, "model", 0.0)


@pytest.mark.parametrize(
    ("natural", "target", "codes", "reason"),
    [
        ("Bugün hava çok güzel.", "The weather is very nice today.", (), None),
        ("Bugün hava çok güzel.", "The weather is very nice today.", ("lost",), None),
        ("Bugün hava çok güzel.", "", (), "empty"),
        ("Bugün hava çok güzel.", "The the the the", ("loop",), "loop"),
        ("Bugün hava çok güzel.", "The weather", ("cut",), "cut"),
        ("Ankara Ticaret Odası", "ANKARA ticaret odası", (), "copied"),
        ("Bugün hava çok güzel.", "Hava bugün gerçekten çok iyi görünüyor.", (), "another language"),
    ],
)
def test_what_is_no_source_to_learn_from(
    natural: str, target: str, codes: tuple[str, ...], reason: str | None
) -> None:
    settings = Settings(natural="tr", synthetic="en", model="", beam=1)
    assert reason_to_drop(natural, made(natural, target, *codes), settings) == reason


def test_the_judge_prefers_the_right_sentence(translator: Translator) -> None:
    bundle = ModelStore(only=str(paths.assets_dir() / "models" / "en-xx.plgt")).for_direction("en", "tr")
    judge = Judge(bundle, "tr", "cpu", 1)
    right, wrong = judge(
        [("The weather is very nice today.", SENTENCES[0]), ("I put the book on the table.", SENTENCES[0])]
    )
    assert right > wrong + 1


def test_unlikely_pairs_are_left_out(translator: Translator, file: Path, tmp_path: Path) -> None:
    def judge(pairs: list[tuple[str, str]]) -> list[float]:
        return [-9.0 if natural == SENTENCES[1] else -1.0 for _, natural in pairs]

    settings = settings_of(translator, judge="made up", least=-5.0)
    state = backtranslate(translator, file, tmp_path / "out", settings, judge)  # type: ignore[arg-type]
    assert state.dropped == {"unlikely": 1} and state.kept == 7
    assert SENTENCES[1] not in lines(tmp_path / "out/daily.tr-en.tr")
    assert state.examples["unlikely"][0] == SENTENCES[1]


def test_the_command(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    common = ["--device", "cpu", "--threads", "1", "--no-progress"]
    arguments = ["backtranslate", "xx-en", str(file), "-o", str(out), "--judge", "en-xx", *common]
    assert main(arguments) == 0
    assert f"of 8 sentences in {out}" in capsys.readouterr().out
    note = json.loads((out / "daily.tr-en.json").read_text(encoding="utf-8"))
    assert note["lines"] == 8 and note["settings"]["judge"]
    assert main(arguments) == 0  # nothing is left to do
    assert main(["backtranslate", "xx-en", str(file), "-o", str(out), "--to", "pt"]) == 1
    assert main(["backtranslate", "xx-en", str(tmp_path / "none.tr"), "-o", str(out)]) == 1
    assert "Can't read" in capsys.readouterr().err
