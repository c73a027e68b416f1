"""`plgt translate`: text given as arguments, or a filter from standard input to standard output."""

from __future__ import annotations

import codecs
import json
import os
import select
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import click
import typer

from app import paths
from app.cli.options import Beam, Device, Model, Threads, engine_settings
from app.errors import PlgtError
from app.memory.glossary import Glossary
from app.memory.translation_memory import TranslationMemory
from app.model.store import ModelStore
from app.paths import check_regular
from app.text.encoding import unicode_form
from app.text.languages import LANGUAGE_NAMES
from app.text.wrapping import paragraphs
from app.translation.result import Translation
from app.translation.translator import Mode, Translator

GROUP = 256  # lines that are translated together when they are there already


def command(
    text: Annotated[
        list[str] | None, typer.Argument(help="The text; without it, lines are read from standard input.")
    ] = None,
    source: Annotated[
        str, typer.Option("--from", "-f", help="Source language: tr, pt, en or auto.")
    ] = "auto",
    target: Annotated[str, typer.Option("--to", "-t", help="Target language: en, tr or pt.")] = "en",
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object per text, with all details.")
    ] = False,
    alternatives: Annotated[
        int, typer.Option("--alternatives", "-n", min=0, max=20, help="Other versions.")
    ] = 0,
    glossary: Annotated[Path | None, typer.Option("--glossary", "-g", help="Terms: CSV, TSV or TBX.")] = None,
    memory: Annotated[
        str, typer.Option("--memory", "-m", help='Translation memory: a file, or "user" for your own.')
    ] = "",
    model: Model = "",
    device: Device = None,
    threads: Threads = None,
    mode: Annotated[
        str, typer.Option(help="latency (one text soon) or throughput (many soon); auto chooses.")
    ] = "auto",
    beam: Beam = None,
    unwrap: Annotated[
        bool,
        typer.Option(
            "--unwrap/--no-unwrap",
            help="Join the lines of hard-wrapped paragraphs and wrap their translation, or go line by line.",
        ),
    ] = True,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Nothing on standard error but errors.")
    ] = False,
) -> None:
    """Translate text given as arguments or line by line from standard input."""
    if mode not in ("auto", "latency", "throughput"):
        raise PlgtError(f'Unknown mode "{mode}": use auto, latency or throughput.')
    if text is None and sys.stdin is not None and sys.stdin.isatty() and not quiet:
        click.echo("plgt: type or paste lines; Ctrl-D ends.", err=True)
    settings = engine_settings(device, threads, beam)
    terms = Glossary.load(glossary) if glossary is not None else None
    store = open_memory(memory) if memory else None
    chosen: Mode = "latency"
    if mode == "throughput" or (mode == "auto" and text is None and _is_file(sys.stdin)):
        chosen = "throughput"
    models = ModelStore(only=model)
    notices = _Notices(quiet, models)
    with Translator(
        models,
        device=settings["device"],
        threads=settings["threads"],
        mode=chosen,
        beam=settings["beam"],
        glossary=terms,
        memory=store,
    ) as translator:
        options: dict[str, Any] = {"alternatives": alternatives, "details": as_json, "unwrap": unwrap}
        if text is not None:
            for result in translator.translate_many([" ".join(text)], source, target, **options):
                notices.show(result, "")
                _write(result, "\n", as_json, alternatives)
            return
        number = 1
        for group in _groups():
            texts = [_Text.of(lines) for lines in (_joined(group) if unwrap else ([line] for line in group))]
            results = translator.translate_many([text.body for text in texts], source, target, **options)
            for part, result in zip(texts, results, strict=True):
                notices.show(result, f"line {number}: ")
                if part.inner != "\n" and not as_json:
                    result.text = result.text.replace("\n", part.inner)
                _write(result, part.end, as_json, alternatives)
                number += part.lines


@dataclass(frozen=True)
class _Text:
    """A line, or the lines of a paragraph."""

    body: str  # without the last line's end; "\n" within
    inner: str  # what ends the lines within
    end: str
    lines: int

    @classmethod
    def of(cls, lines: list[str]) -> _Text:
        bodies = [line.rstrip("\r\n") for line in lines]
        ends = [line[len(body) :] for line, body in zip(lines, bodies, strict=True)]
        return cls("\n".join(bodies), ends[0] or "\n", ends[-1], len(lines))


def _joined(lines: list[str]) -> Iterator[list[str]]:
    """Lines one by one, those of a hard-wrapped paragraph together."""
    at = 0
    for paragraph in paragraphs([line.rstrip("\r\n") for line in lines]):
        yield from ([line] for line in lines[at : paragraph.first])
        yield lines[paragraph.first : paragraph.last]
        at = paragraph.last
    yield from ([line] for line in lines[at:])


def _groups() -> Iterator[list[str]]:
    """The lines of standard input; PlgtError where it can't be read."""
    if sys.stdin is None:
        raise PlgtError("The standard input is closed: give the text as an argument.")
    groups = read_groups(sys.stdin.fileno())
    while True:
        try:
            group = next(groups, None)
        except OSError as error:
            raise PlgtError(
                f"The standard input can't be read ({error.strerror}): give the text as an argument."
            ) from error
        if group is None:
            return
        yield group


def open_memory(name: str) -> TranslationMemory:
    """The user's own memory for "user", else the file of that name, which must be there."""
    if name == "user":
        return TranslationMemory(paths.data_dir() / "memory.sqlite")
    check_regular(
        Path(name),
        f"The translation memory {name}",
        f"The translation memory {name} doesn't exist: create it with plgt memory import.",
    )
    return TranslationMemory(name)


def _is_file(stream: Any) -> bool:
    try:
        return Path(f"/dev/fd/{stream.fileno()}").resolve().is_file()
    except (OSError, ValueError):
        return False


def read_groups(descriptor: int) -> Iterator[list[str]]:
    """Lines with their ends, in groups of what is there already: a slow writer gets each line at once, a
    file batches.

    The text is UTF-8, whose undecodable bytes are carried through (surrogateescape), or UTF-16 or UTF-32, with or
    without a byte order mark: so PowerShell pipes.
    """
    head = b""
    decoder: codecs.IncrementalDecoder | None = None
    pending = ""
    lines: list[str] = []
    ended = False
    while not ended:
        if lines and not _ready(descriptor):
            yield lines
            lines = []
        chunk = os.read(descriptor, 65536)
        ended = not chunk
        if decoder is None:
            head += chunk
            if not ended and not _tells_encoding(head):
                continue
            encoding, mark = unicode_form(head)
            errors = "surrogateescape" if encoding == "utf-8" else "replace"
            decoder = codecs.getincrementaldecoder(encoding)(errors)
            chunk = head[mark:]
        pending += decoder.decode(chunk, ended)
        *whole, pending = pending.split("\n")
        lines += [line + "\n" for line in whole]
        if ended and pending:
            lines.append(pending)
        while len(lines) >= GROUP:
            blank = (i for i in range(GROUP - 1, GROUP // 2, -1) if not lines[i].strip())
            end = next(blank, GROUP - 1) + 1  # rather between paragraphs
            yield lines[:end]
            lines = lines[end:]
    if lines:
        yield lines


def _tells_encoding(head: bytes) -> bool:
    """Whether the first bytes of a stream are enough to know its encoding, or a line that waits for its answer."""
    return len(head) >= 8 or (
        head.endswith(b"\n") and not head.startswith((b"\xff", b"\xfe")) and 0 not in head
    )


def _ready(descriptor: int) -> bool:
    """Whether a read would return at once (data or end of file)."""
    try:
        return bool(select.select([descriptor], [], [], 0)[0])
    except (OSError, ValueError):  # not a thing that can be waited for, as on Windows: treat it as a file
        return True


def _write(result: Translation, end: str, as_json: bool, alternatives: int) -> None:
    if as_json:
        text = json.dumps(
            result.to_json() | {"alternatives": result.alternatives(alternatives)}, ensure_ascii=False
        )
        end = "\n"
    else:
        text = result.text
        if alternatives:
            text = "\n".join([text, *(f"  {other}" for other in result.alternatives(alternatives))])
    if sys.stdout is None:
        raise PlgtError("The standard output is closed.")
    out = sys.stdout.buffer
    out.write((text + end).encode("utf-8", "surrogateescape"))
    out.flush()


class _Notices:
    """What the user should know, on standard error: guessed language, device, doubts. Each standing fact
    once."""

    def __init__(self, quiet: bool, models: ModelStore) -> None:
        self._quiet = quiet
        self._models = models
        self._shown: set[str] = set()

    def show(self, result: Translation, where: str) -> None:
        for broken in self._models.left_out:  # an error, though another model serves
            self._once(broken.reason)
        if self._quiet:
            return
        if result.detected and result.sentences:
            name = LANGUAGE_NAMES.get(result.source_lang, result.source_lang)
            self._once(
                f"from {name} (guessed, {result.detection_confidence:.0%})", f"guess {result.source_lang}"
            )
        if result.note:
            click.echo(f"plgt: {where}{result.note}", err=True)
        if result.device is not None:
            self._once(f"model {result.model} on {result.device.device} ({result.device.reason})")
        for sentence in result.sentences:
            for flag in sentence.flags:
                click.echo(f"plgt: {where}doubtful ({flag.code}): {flag.reason}", err=True)
            if sentence.note:
                click.echo(f"plgt: {where}{sentence.note}", err=True)

    def _once(self, message: str, key: str = "") -> None:
        if (key or message) not in self._shown:
            self._shown.add(key or message)
            click.echo(f"plgt: {message}", err=True)
