"""Files over HTTP: an uploaded one is translated, the result is on offer for a while, then nothing is left."""

from __future__ import annotations

import re
import shutil
import tempfile
import threading
import time
import uuid
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

from app.batch import BatchJob
from app.documents import formats_by_extension, open_document
from app.errors import Cancelled, PlgtError
from app.server.answers import ApiError
from app.server.config import ServerConfig
from app.server.parameters import check_characters
from app.translation.translator import Translator

_UNSAFE = re.compile(r"[^\w.\- ]+")


def safe_name(name: str) -> str:
    """The last part of a file name, of letters, digits, blanks, `.`, `-` and `_` alone; never empty or hidden."""
    last = re.split(r"[/\\]", name)[-1]
    return _UNSAFE.sub("_", last).strip(" .")[-120:] or "file"


@dataclass(frozen=True)
class Offer:
    """A translated file that may be fetched."""

    path: Path
    name: str  # for the one who saves it
    made: float  # monotonic seconds
    size: int


class TranslatedFiles:
    """The folder of uploads and translations. It is this process's alone and goes with it."""

    def __init__(self, config: ServerConfig) -> None:
        self._config = config
        self._folder = tempfile.TemporaryDirectory(prefix="plgt-serve-", ignore_cleanup_errors=True)
        self._offers: dict[str, Offer] = {}
        self._lock = threading.Lock()

    def translate(
        self,
        translator: Translator,
        upload: BinaryIO,
        name: str,
        source: str,
        target: str,
        cancel: threading.Event,
    ) -> str:
        """Translate a file and put it on offer; returns the key to fetch it with. Raises ApiError, Cancelled."""
        name = safe_name(name)
        if Path(name).suffix.lower() not in formats_by_extension():
            raise ApiError(
                HTTPStatus.BAD_REQUEST, f'Invalid request: files such as "{name}" can\'t be translated.'
            )
        work = Path(tempfile.mkdtemp(dir=self._folder.name))
        try:
            path = work / "in" / name
            path.parent.mkdir()
            with path.open("wb") as copy:
                shutil.copyfileobj(upload, copy)
            self._check_size(path)
            job = BatchJob(
                [path], work / "out", source=source, target=target, name="{stem}.{target}{suffix}",
                translator=translator,
            )  # fmt: skip
            report = job.run(cancel=cancel)
            if report.cancelled or cancel.is_set():
                raise Cancelled("Stopped before the file was translated.")
            (file,) = report.files
            if file.state != "translated":
                raise ApiError(HTTPStatus.BAD_REQUEST, file.error.replace(f"{path.parent}/", ""))
            return self._offer(Path(file.target))
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def _check_size(self, path: Path) -> None:
        limit = self._config.file_char_limit if self._config.char_limit else 0
        try:
            size = sum(len(segment.text) for segment in open_document(path).segments())
        except PlgtError as error:
            raise ApiError(HTTPStatus.BAD_REQUEST, str(error).replace(f"{path.parent}/", "")) from error
        check_characters(size, limit, "file")

    def _offer(self, path: Path) -> str:
        key = f"{uuid.uuid4()}.{path.name}"
        kept = Path(self._folder.name) / key
        shutil.move(path, kept)
        with self._lock:
            self._offers[key] = Offer(kept, path.name, time.monotonic(), kept.stat().st_size)
        self.tidy()
        return key

    def find(self, key: str) -> Offer:
        """The offer of a key. Raises ApiError (404)."""
        self.tidy()
        with self._lock:
            offer = self._offers.get(key)
        if offer is None:
            raise ApiError(HTTPStatus.NOT_FOUND, "There is no such file any more: translate it again.")
        return offer

    def tidy(self) -> None:
        """Remove what is too old, and the oldest of what is too much; the newest always stays."""
        with self._lock:
            now = time.monotonic()
            total = sum(offer.size for offer in self._offers.values())
            for key, offer in list(self._offers.items()):
                old = now - offer.made > self._config.kept_seconds
                if old or (total > self._config.kept_files and len(self._offers) > 1):
                    offer.path.unlink(missing_ok=True)
                    total -= offer.size
                    del self._offers[key]

    def close(self) -> None:
        """Remove everything."""
        with self._lock:
            self._offers.clear()
        self._folder.cleanup()
