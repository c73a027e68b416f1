"""Standard streams that are closed, full or in another encoding, and inputs that are no regular files."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from app.cli.translate import read_groups
from app.paths import shown
from app.text.encoding import unicode_form

ROOT = Path(__file__).parents[3]
RUN = f"{sys.executable} -m app"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a POSIX shell")


def shell(command: str, home: Path) -> tuple[int, str, str]:
    """(exit code, standard output, standard error) of a command line; PLGT stands for the program."""
    folders = {f"PLGT_{name}_DIR": str(home / name.lower()) for name in ("DATA", "CONFIG", "STATE")}
    done = subprocess.run(
        ["bash", "-c", command.replace("PLGT", RUN)],
        cwd=ROOT, env={**os.environ, **folders}, capture_output=True, timeout=300,
    )  # fmt: skip
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("echo Ev | PLGT translate -q -f tr > /dev/full", "standard output can't be written: No space left"),
        (
            "echo Ev | PLGT translate -q -f tr --json > /dev/full",
            "standard output can't be written: No space",
        ),
        ("PLGT translate -q -f tr Ev > /dev/full", "standard output can't be written: No space left"),
        ("PLGT doctor > /dev/full", "standard output can't be written: No space left"),
        ("PLGT models list > /dev/full", "standard output can't be written: No space left"),
        ("PLGT --help > /dev/full", "standard output can't be written: No space left"),
        ("echo Ev | PLGT translate -q -f tr >&-", "standard output can't be written: Bad file descriptor"),
        ("PLGT models list >&-", "standard output can't be written: Bad file descriptor"),
        ("PLGT translate -q -f tr <&-", "standard input can't be read (Bad file descriptor)"),
    ],
)
def test_a_full_or_closed_stream_is_one_sentence(tmp_path: Path, command: str, words: str) -> None:
    if "/dev/full" in command and not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    code, output, errors = shell(command, tmp_path)
    assert code == 1 and output == ""
    assert errors.startswith("plgt: The ") and words in errors and errors.count("\n") == 1


def test_a_closed_standard_error_costs_nothing(tmp_path: Path) -> None:
    code, output, _ = shell("PLGT translate -f tr Ev 2>&-", tmp_path)
    assert code == 0 and output.strip()


def test_a_closed_input_is_no_matter_where_none_is_read(tmp_path: Path) -> None:
    code, output, errors = shell("PLGT translate -q -f tr Ev <&-", tmp_path)
    assert (code, errors) == (0, "") and output.strip()


def test_a_database_never_gets_the_number_of_a_closed_stream(tmp_path: Path) -> None:
    """Without the guard the translation memory would be opened as descriptor 1 or 2 and be printed into."""
    (tmp_path / "data").mkdir()
    _, _, errors = shell("PLGT memory import /dev/null", tmp_path)
    assert "no regular file" in errors
    tmx = tmp_path / "a.tsv"
    tmx.write_text("Ev\tHouse\n", encoding="utf-8")
    shell(f"PLGT memory import {tmx} -f tr -t en", tmp_path)
    shell("PLGT translate -f tr -m user Ev >&- 2>&-", tmp_path)
    for path in (tmp_path / "data").rglob("*.sqlite"):
        assert path.read_bytes()[:16] == b"SQLite format 3\0"


def test_a_reader_that_leaves_ends_the_program_quietly(tmp_path: Path) -> None:
    code, _, errors = shell(
        "set -o pipefail; yes Ev | head -3000 | PLGT translate -q -f tr | head -1", tmp_path
    )
    assert code in (0, 1, 141) and errors == ""  # click makes 1 of a broken pipe


# Inputs -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["echo Ev | PLGT batch /dev/stdin -o OUT", "PLGT batch FIFO -o OUT",
                                     "PLGT batch /dev/zero -o OUT", "PLGT translate -g FIFO -f tr Ev",
                                     "PLGT translate -m FIFO -f tr Ev"])  # fmt: skip
def test_a_pipe_or_device_is_no_regular_file(tmp_path: Path, command: str) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    command = command.replace("FIFO", str(tmp_path / "pipe.txt")).replace("OUT", str(tmp_path / "out"))
    code, output, errors = shell(command, tmp_path)
    assert code == 1 and output == "" and "is no regular file" in errors and errors.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_not_there_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    assert "is not there" in shell(f"PLGT batch {tmp_path}/none.txt -o {tmp_path}/out", tmp_path)[2]
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    assert "is not there" in shell(f"PLGT batch {tmp_path}/dangling -o {tmp_path}/out", tmp_path)[2]
    assert "is a folder" in shell(f"PLGT translate -g {tmp_path} -f tr Ev", tmp_path)[2]


# Encodings ----------------------------------------------------------------------------------------------------

TEXT = "Ev büyük.\nŞehir güzel.\r\nSon"


def grouped(data: bytes, pieces: int = 1_000_000, pause: float = 0.0) -> list[str]:
    """The lines that `read_groups` makes of bytes that come in pieces."""
    reading, writing = os.pipe()

    def write() -> None:
        for at in range(0, len(data), pieces):
            os.write(writing, data[at : at + pieces])
            time.sleep(pause)
        os.close(writing)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        return [line for group in read_groups(reading) for line in group]
    finally:
        thread.join()
        os.close(reading)


@pytest.mark.parametrize("pieces", [1, 3, 1_000_000])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_form_is_decoded(encoding: str, pieces: int) -> None:
    assert grouped(TEXT.encode(encoding), pieces) == TEXT.splitlines(keepends=True)


def test_utf_16_big_endian_with_a_mark() -> None:
    assert grouped(b"\xfe\xff" + TEXT.encode("utf-16-be")) == TEXT.splitlines(keepends=True)


@pytest.mark.parametrize("text", ["", "\n", "a", "a\n", "ğ", "\n\n\n", "1\n2\n"])
def test_short_inputs_are_utf_8(text: str) -> None:
    assert grouped(text.encode()) == text.splitlines(keepends=True)


def test_undecodable_bytes_come_through_and_broken_utf_16_is_marked() -> None:
    (line,) = grouped(b"Ev \xff b\xfcy\xfck.\n")
    assert line.encode("utf-8", "surrogateescape") == b"Ev \xff b\xfcy\xfck.\n"
    assert grouped("Ev.\n".encode("utf-16") + b"a") == ["Ev.\n", "\ufffd"]


def test_a_line_in_utf_8_is_answered_before_the_next_one_comes() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"a\n")
    groups = read_groups(reading)
    assert next(groups) == ["a\n"]
    os.close(writing)
    assert list(groups) == []
    os.close(reading)


def test_zeros_of_utf_16_are_seen_without_a_mark() -> None:
    assert unicode_form("Evde".encode("utf-16-le")) == ("utf-16-le", 0)
    assert unicode_form("Evde".encode("utf-16-be")) == ("utf-16-be", 0)
    assert unicode_form(b"Evde") == ("utf-8", 0)
    assert unicode_form("Evde".encode("utf-8-sig")) == ("utf-8", 3)


def test_powershells_pipe_is_translated_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "wide.txt").write_bytes("Ev büyük.\n".encode("utf-16"))
    (tmp_path / "plain.txt").write_text("Ev büyük.\n", encoding="utf-8")
    wide, plain = (
        shell(f"PLGT translate -q -f tr < {tmp_path}/{name}.txt", tmp_path) for name in ("wide", "plain")
    )
    assert wide == plain and wide[0] == 0 and "\0" not in wide[1] and wide[1].count("\n") == 1


# Names --------------------------------------------------------------------------------------------------------


def test_names_are_shown_without_what_a_terminal_acts_on() -> None:
    assert shown("a\x1b[31m\nb\t\x07\u202ec\udcffş.txt") == "a?[31m?b???c?ş.txt"


@pytest.mark.parametrize("options", ["", "--dry-run", "-q"])
def test_a_batch_prints_names_without_control_characters(tmp_path: Path, options: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "red\x1b[31m\nnext.txt").write_text("Ev büyük.\n", encoding="utf-8")
    (folder / "bad\x1b[2J\n.docx").write_bytes(b"no zip")
    command = f"PLGT batch {folder} -o {tmp_path}/out -f tr -w 1 --report {tmp_path}/out/r.json {options}"
    code, output, errors = shell(command, tmp_path)
    printed = output + errors
    assert code == 2 and "\x1b" not in printed
    assert "bad?[2J?.docx" in "".join(printed.split())
    if not options:
        assert "red?[31m?next.txt ->" in errors and (tmp_path / "out" / "red\x1b[31m\nnext.txt").exists()
        assert "\x1b" not in (tmp_path / "out" / "r.txt").read_text(encoding="utf-8")
