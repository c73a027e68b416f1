"""Screenshots of every page in both themes and three languages: `python -m tests.screenshots -o FOLDER`.

Needs a display (`xvfb-run -s "-screen 0 1280x900x24" ...`) or QT_QPA_PLATFORM=offscreen. Uses the shipped
models.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path
from typing import Any

TEXT = {
    "tr": "Bugün hava çok güzel. Öğleden sonra deniz kenarında yürüyüşe çıkalım mı?\n\n"
    "- Kitabı masanın üstüne bıraktım.\n- Yarın saat 10:30'da buluşuyoruz.",
    "en": "The weather is lovely today. Shall we go for a walk by the sea this afternoon?",
}


def prepare(folder: Path) -> None:
    for name in ("CONFIG", "DATA", "STATE"):
        os.environ[f"PLGT_{name}_DIR"] = str(folder / name.casefold())
    from app.memory.glossary import Glossary, Term
    from app.memory.history import History
    from app.memory.translation_memory import TranslationMemory
    from app.text.languages import Direction

    data = folder / "data"
    data.mkdir(parents=True)
    Glossary(
        [
            Term("yazılım", "software", "match", Direction("tr", "en")),
            Term("PLGT", "PLGT", "exact"),
            Term("contrato", "agreement", "match", Direction("pt", "en")),
        ]
    ).save(data / "glossary.csv")
    with TranslationMemory(data / "memory.sqlite") as memory:
        memory.add("Nasılsınız?", "How are you?", "tr", "en")
        memory.add("Obrigado pela sua mensagem.", "Thank you for your message.", "pt", "en")
    history = History(data / "history.sqlite")
    history.add("Toplantı yarına ertelendi.", "The meeting was postponed to tomorrow.", "tr", "en")
    history.add("Onde fica a estação?", "Where is the station?", "pt", "en")
    history.close()


def queue(page: Any) -> None:
    """Entries in every state, without work behind them."""
    from app.window.files.file_queue import Entry

    page.queue.entries = [
        Entry("/home/ada/rapor.docx", "/home/ada/rapor.en.docx", "tr", "en", "done", 1820, 1820, report="x"),
        Entry("/home/ada/altyazi.srt", "/home/ada/altyazi.en.srt", "tr", "en", "running", 2400, 1310, 212, 5),
        Entry("/home/ada/kitap.epub", "/home/ada/kitap.en.epub", "tr", "en"),
        Entry("/home/ada/eski.doc", "/home/ada/eski.en.doc", "tr", "en", "failed", message="Not a document."),
    ]  # fmt: skip
    page.queue.reordered.emit()
    page.table.selectRow(0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--size", default="1000x640")
    parser.add_argument("--themes", default="light,dark")
    parser.add_argument("--languages", default="en,tr,pt")
    parser.add_argument("--models", type=Path, help="a folder with .plgt bundles for the models page")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        if arguments.models:
            (Path(folder) / "data").mkdir(exist_ok=True)
            (Path(folder) / "data" / "models").symlink_to(arguments.models.absolute())
        photograph(arguments)


def photograph(arguments: Any) -> None:
    from PySide6.QtTest import QTest

    from app.settings import Settings
    from app.window.application import make_application
    from app.window.context import Context
    from app.window.main_window import PAGES, MainWindow

    settings = Settings(overrides={"interface_language": "en", "theme": "light", "history": False})
    settings["started_before"] = True
    make_application(settings)
    from app.model.store import ModelStore
    from app.translation.translator import Translator

    window = MainWindow(Context(settings, Translator(ModelStore())))
    width, _, height = arguments.size.partition("x")
    window.resize(int(width), int(height))
    window.show()
    page: Any = window.page("files")
    queue(page)
    for theme in arguments.themes.split(","):
        for language in arguments.languages.split(","):
            settings["theme"], settings["interface_language"] = theme, language
            window.context.settings_changed.emit()
            for name in PAGES:
                window.show_page(name)
                if name == "translate":
                    window.translate_page.set_source(TEXT["tr"])
                    QTest.qWait(100)
                    while window.translate_page.live.busy:
                        QTest.qWait(50)
                    window.translate_page.closer.choose(1)
                    panel = window.translate_page.closer.panel
                    for _ in range(100):  # other versions are looked for in the background
                        QTest.qWait(100)
                        if panel.versions.count() > 1:
                            break
                QTest.qWait(150)
                window.grab().save(str(arguments.out / f"{name}-{theme}-{language}.png"))
                if name == "models":
                    models: Any = window.page("models")
                    for index in (1, 2):
                        models.tabs.setCurrentIndex(index)
                        QTest.qWait(100)
                        window.grab().save(str(arguments.out / f"models{index}-{theme}-{language}.png"))
                    models.tabs.setCurrentIndex(0)
    page.queue.entries = []
    window.close()


if __name__ == "__main__":
    main()
