"""Windows without a screen, folders of their own for every test, and the real engine on the shipped bundles."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

pytest.importorskip(
    "PySide6.QtWidgets", exc_type=ImportError, reason="Qt's system libraries are not installed"
)
pytest.importorskip("pytestqt")

from PySide6.QtCore import QCoreApplication

from app.model.store import ModelStore
from app.settings import Settings
from app.window.application import make_application, program_arguments
from app.window.context import Context
from app.window.language import interface
from app.window.main_window import MainWindow
from app.window.widgets import theme
from tests.app.window.driving import destroy
from tests.app.window.engine import WatchedTranslator


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/app/window" in item.path.as_posix():
            item.add_marker(pytest.mark.gui)
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """The program's own, so that the tests see its style."""
    return program_arguments()


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"PLGT_{name}_DIR", str(tmp_path / name.lower()))
    return tmp_path


@pytest.fixture(scope="session")
def engine() -> Iterator[WatchedTranslator]:
    """Loaded once; what it says depends on the shipped bundle, so tests compare and never expect words."""
    pytest.importorskip("onnxruntime")
    translator = WatchedTranslator()
    yield translator
    translator.close()


@pytest.fixture
def translator(engine: WatchedTranslator, folders: Path) -> WatchedTranslator:
    engine.begin(ModelStore())
    return engine


@pytest.fixture
def settings() -> Settings:
    settings = Settings()
    settings["interface_language"] = "en"
    settings["theme"] = "light"
    settings["started_before"] = True
    settings["delay"] = 50
    settings["beam"] = 1
    return settings


@pytest.fixture
def window(qtbot, settings: Settings, translator: WatchedTranslator) -> Iterator[MainWindow]:
    application = make_application(settings)
    main = MainWindow(Context(settings, translator))
    main.show()
    qtbot.waitExposed(main)
    yield main
    destroy(main)
    interface.set_language(application, "en")
    theme.apply(application, "light")
    QCoreApplication.processEvents()


@pytest.fixture
def slow(translator: WatchedTranslator) -> WatchedTranslator:
    """One sentence in an engine call, and a pause before it: on a quick machine the real engine is done
    before a test can press a button."""
    translator.batching.batch_size = 1
    translator.pause = 0.03
    return translator
