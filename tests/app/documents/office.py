"""Help for the tests of office files: fixtures, a translation that is easy to see, skeletons, LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from app.documents import Run, Segment, open_document

DATA = Path(__file__).parents[2] / "data" / "documents"
OFFICE = [
    "word.docx", "office.docx", "text.odt", "office.odt", "slides.pptx", "office.pptx", "office.odp",
    "workbook.xlsx", "office.xlsx",
]  # fmt: skip
RUN_LEVEL = {"r", "t", "span", "s", "lang", "proofErr"}

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed"
)


def shout(segment: Segment) -> list[Run]:
    """A translation that is easy to recognise and leaves every mark where it was."""
    return [Run(run.text if run.keep else run.text.upper(), run.tags, run.keep) for run in segment.runs]


def backwards(segment: Segment) -> list[Run]:
    """A translation in which the parts of the text change places, as word order does."""
    return [
        Run(run.text if run.keep else f" {run.text.upper()} ", run.tags, run.keep) for run in segment.runs
    ][::-1]


def convert(
    source: Path, target: Path, rule: Callable[[Segment], list[Run]], target_lang: str = "en"
) -> Path:
    document = open_document(source, "pt" if target_lang == "tr" else "tr")
    document.write(target, {segment.id: rule(segment) for segment in document.segments()}, target_lang)
    return target


def texts(path: Path) -> list[str]:
    return [segment.text for segment in open_document(path).segments()]


def part(path: Path, name: str) -> etree._Element:
    with zipfile.ZipFile(path) as packed:
        return etree.fromstring(packed.read(name))


def skeleton(path: Path, *, runs: bool = False) -> dict[str, list[tuple[int, str, tuple[str, ...]]]]:
    """Every element of every XML part with its depth and attributes, but for languages and texts. Runs that
    only cut up a sentence, and their properties, are left out unless `runs`."""
    result = {}
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            content = packed.read(name)
            if not content or not name.endswith((".xml", ".rels", ".xhtml", ".opf", ".ncx")):
                result[name] = [(len(content), "", ())]
                continue
            entries = []
            for element in etree.fromstring(content).iter(etree.Element):
                local = etree.QName(element).localname
                chain = [etree.QName(a).localname for a in element.iterancestors()]
                if not runs and (local in RUN_LEVEL or local == "rPr" or "rPr" in chain):
                    continue
                depth = len([a for a in chain if a not in RUN_LEVEL])
                attributes = sorted(
                    key for key in element.attrib if not key.endswith(("lang", "language", "country"))
                )
                entries.append((depth, element.tag, tuple(attributes)))
            result[name] = entries
    return result


def soffice(sources: list[Path], kind: str, out: Path, profile: Path) -> None:
    """Open files in LibreOffice and save them as `kind`."""
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", kind]
    command += ["--outdir", str(out), *map(str, sources)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180)
    for source in sources:
        assert (out / f"{source.stem}.{kind.split(':')[0]}").exists(), done.stdout + done.stderr
