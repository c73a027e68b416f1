"""One translator with a tiny model for all tests of the server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("uvicorn", reason="the server needs the serve extra")

from app.translation.translator import Translator
from tests.app.bundles import tiny_store


@pytest.fixture(scope="session")
def translator() -> Iterator[Translator]:
    with Translator(tiny_store(), device="cpu", threads=1, beam=1) as value:
        yield value
