"""What a batch did: as JSON for programs, as a table for people; shards' reports merged into one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import IO, Any, Literal

from app.documents.base import write_atomically
from app.errors import PlgtError
from app.paths import shown

VERSION = 1
LISTED = 200  # doubtful sentences of a file that are listed; all are counted

State = Literal["translated", "kept", "copied", "failed", "open", "planned"]


@dataclass
class DoubtfulSentence:
    """A sentence that a person should look at."""

    segment: str
    context: str
    source: str
    target: str
    confidence: float
    flags: list[list[str]] = field(default_factory=list)  # [code, reason]


@dataclass
class FileReport:
    """One file. state: translated now, kept (finished by an earlier run), copied (not a document), failed,
    open (the batch was stopped), planned (dry run)."""

    source: str
    target: str
    state: State = "open"
    format: str = ""
    error: str = ""
    source_lang: str = ""
    detected: bool = False
    segments: int = 0
    words: int = 0
    sentences: int = 0
    confidence: float = 1.0  # mean over sentences, weighted by their length
    flags: dict[str, int] = field(default_factory=dict)
    low_confidence: int = 0  # sentences below the limit, whether listed or not
    doubtful: list[DoubtfulSentence] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)  # companions and bilingual files beside the target

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> FileReport:
        known = {entry.name for entry in fields(cls)}
        report = cls(**{key: item for key, item in value.items() if key in known})
        report.doubtful = [DoubtfulSentence(**item) for item in value.get("doubtful", [])]
        return report


@dataclass
class BatchReport:
    """A whole batch, or one shard of it."""

    target_lang: str
    files: list[FileReport] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0
    words_per_second: float = 0.0
    device: str = ""
    device_reason: str = ""
    model: str = ""
    shards: dict[str, Any] = field(default_factory=dict)  # index, count, files: fingerprint of the tree
    cancelled: bool = False

    @property
    def failed(self) -> list[FileReport]:
        return [file for file in self.files if file.state == "failed"]

    @property
    def words(self) -> int:
        return sum(file.words for file in self.files)

    @property
    def flags(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        for file in self.files:
            counts.update(file.flags)
        return counts

    @property
    def exit_code(self) -> int:
        """0 = all well, 2 = some file failed, 130 = stopped."""
        if self.cancelled:
            return 130
        return 2 if self.failed else 0

    def to_json(self) -> dict[str, Any]:
        """Plain values for `json.dumps`."""
        states = Counter(file.state for file in self.files)
        totals = {
            "files": len(self.files),
            "words": self.words,
            "sentences": sum(file.sentences for file in self.files),
            "low_confidence": sum(file.low_confidence for file in self.files),
            "states": dict(sorted(states.items())),
            "flags": dict(sorted(self.flags.items())),
        }
        return {"version": VERSION, "totals": totals, **asdict(self)}

    @classmethod
    def from_json(cls, value: Any, name: str = "report") -> BatchReport:
        """The inverse; PlgtError for anything that is not such a report."""
        if not isinstance(value, dict) or value.get("version") != VERSION or "files" not in value:
            raise PlgtError(
                f'"{name}" is not the JSON report of a batch: name reports that plgt batch wrote.'
            )
        known = {entry.name for entry in fields(cls)}
        try:
            report = cls(**{key: item for key, item in value.items() if key in known})
            report.files = [FileReport.from_json(item) for item in value["files"]]
        except (TypeError, AttributeError) as error:
            raise PlgtError(f'"{name}" is a damaged batch report: run the batch again.') from error
        return report

    @classmethod
    def load(cls, path: Path) -> BatchReport:
        """Read a JSON report."""
        try:
            return cls.from_json(json.loads(path.read_text(encoding="utf-8")), path.name)
        except OSError as error:
            raise PlgtError(f'Cannot read "{path}": {error.strerror or error}.') from error
        except ValueError as error:
            raise PlgtError(f'"{path}" is not a JSON report: name reports that plgt batch wrote.') from error

    def write(self, path: Path) -> None:
        """Write the JSON report to `path` and the readable one beside it, as `.txt`."""
        text = json.dumps(self.to_json(), ensure_ascii=False, indent=1)
        data = text.encode("utf-8", "backslashreplace")
        write_atomically(path, lambda temporary: _fill(temporary, data))
        readable = self.to_text().encode("utf-8", "backslashreplace")
        write_atomically(path.with_suffix(".txt"), lambda temporary: _fill(temporary, readable))

    def to_text(self, width: int = 110) -> str:
        """The readable report."""
        import io

        out = io.StringIO()
        self.print(out, width)
        return out.getvalue()

    def print(self, stream: IO[str], width: int | None = None, doubtful: int | None = None) -> None:
        """Print the readable report: a table of files, then what needs a person's eye.

        doubtful: how many sentences are shown, None = all that are listed."""
        from rich.console import Console
        from rich.markup import escape
        from rich.table import Table

        console = Console(file=stream, width=width, highlight=False)
        table = Table(box=None, pad_edge=False)
        for name in ("file", "state", "from"):
            table.add_column(name, overflow="fold")
        for name in ("words", "confidence", "low", "flags"):
            table.add_column(name, justify="right")
        for file in self.files:
            scored = file.sentences > 0
            table.add_row(
                escape(shown(file.source)),
                file.state,
                file.source_lang,
                f"{file.words:,}",
                f"{file.confidence:.0%}" if scored else "",
                str(file.low_confidence or "") if scored else "",
                ", ".join(f"{code} {count}" for code, count in sorted(file.flags.items())),
            )
        if self.files:
            console.print(table)
        seen = 0
        for file in self.files:
            lines = [file.error] if file.error else []
            lines += file.notes
            for line in lines:
                console.print(escape(shown(f"{file.source}: {line}")), soft_wrap=True)
            for item in file.doubtful:
                seen += 1
                if doubtful is not None and seen > doubtful:
                    continue
                reasons = "; ".join(reason for _, reason in item.flags) or "low confidence"
                where = f" [{item.context}]" if item.context else ""
                console.print(
                    escape(f"{shown(file.source)}{where}: {item.confidence:.0%}, {reasons}"),
                    soft_wrap=True,
                )
                console.print(escape(f"    {_short(item.source)}"), soft_wrap=True)
                console.print(escape(f"    {_short(item.target)}"), soft_wrap=True)
        if doubtful is not None and seen > doubtful:
            console.print(f"... and {seen - doubtful} more doubtful sentences, in the report.")
        for note in self.notes:
            console.print(escape(shown(note)), soft_wrap=True)
        console.print(self.summary(), soft_wrap=True)

    def summary(self) -> str:
        """One line."""
        states = Counter(file.state for file in self.files)
        parts = [f"{count} {state}" for state, count in sorted(states.items())]
        line = f"{len(self.files)} files ({', '.join(parts) or 'none'}), {self.words:,} words"
        if self.words_per_second:
            line += f", {self.words_per_second:,.0f} words/s, {duration(self.seconds)}"
        if self.device:
            line += f", {self.device}" + (f" ({self.device_reason})" if self.device_reason else "")
        if self.cancelled:
            line += "; stopped: add --resume to continue"
        return line


def merge_reports(reports: Sequence[BatchReport]) -> BatchReport:
    """One report of a job's shards. Missing shards and shards of another job are noted or refused."""
    if not reports:
        raise PlgtError("There are no reports to merge: name the JSON reports of all shards.")
    languages = {report.target_lang for report in reports}
    if len(languages) > 1:
        raise PlgtError(
            f"The reports are of different jobs: they translate into {', '.join(sorted(languages))}."
        )
    counts = {report.shards.get("count") for report in reports if report.shards}
    prints = {report.shards.get("files") for report in reports if report.shards}
    merged = BatchReport(next(iter(languages)))
    if len(counts) > 1:
        raise PlgtError("The reports are of different jobs: they name different numbers of shards.")
    if len(prints) > 1:
        merged.notes.append("The shards saw different files: run them again on one unchanged folder.")
    by_source: dict[str, FileReport] = {}
    for report in reports:
        merged.notes += [note for note in report.notes if note not in merged.notes]
        for file in report.files:
            old = by_source.get(file.source)
            if old is None or _RANK[file.state] > _RANK[old.state]:
                by_source[file.source] = file
    merged.files = sorted(by_source.values(), key=lambda file: file.source)
    merged.seconds = max(report.seconds for report in reports)
    merged.words_per_second = sum(report.words_per_second for report in reports)
    merged.cancelled = any(report.cancelled for report in reports)
    merged.device = _together(report.device for report in reports)
    merged.device_reason = _together(report.device_reason for report in reports)
    merged.model = _together(report.model for report in reports)
    if counts:
        count = counts.pop()
        present = {report.shards.get("index") for report in reports}
        absent = [str(index) for index in range(1, int(count or 0) + 1) if index not in present]
        if absent:
            merged.notes.append(f"Reports are missing of shards {', '.join(absent)} of {count}.")
    return merged


_RANK = {"planned": 0, "open": 1, "failed": 2, "kept": 3, "copied": 4, "translated": 5}


def _together(values: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(value for value in values if value))


def duration(seconds: float) -> str:
    """`7 s`, `3 min 20 s`, `2 h 5 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def _fill(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _short(text: str, limit: int = 160) -> str:
    text = shown(" ".join(text.split()))
    return text if len(text) <= limit else text[: limit - 1] + "…"
