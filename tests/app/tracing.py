"""Runs a program under strace and says which sockets, name look-ups and written files its processes used."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CALLS = (
    "socket,connect,bind,sendto,sendmsg,sendmmsg,open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,"
    "symlink,symlinkat,link,linkat"
)
RESOLVER = ("/etc/resolv.conf", "/etc/hosts", "/etc/host.conf")
LOOPBACK = ('inet_addr("127.0.0.1")', '"::1"')
_CALL = re.compile(r"^(?:\d+\s+)?(\w+)\((.*)\)\s+= (-?\d+|\?)")
_PATH = re.compile(r'(?:(AT_FDCWD|\d+)(?:<([^>]*)>)?, )?"((?:[^"\\]|\\.)*)"')


def need_strace() -> str:
    """Path of strace; skips the test where it is missing or may not trace."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    done = subprocess.run([strace, "-f", "-o", os.devnull, "true"], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"strace may not trace here: {done.stderr.strip()}")
    return strace


def clean_environment(home: Path, temporary: Path) -> dict[str, str]:
    """An environment as on a user's machine: an empty HOME, nothing that tells a test or CI, offscreen."""
    for folder in (home, temporary, home / "run"):
        folder.mkdir(parents=True, exist_ok=True)
    (home / "run").chmod(0o700)
    hidden = re.compile(
        r"^(CI|CONTINUOUS_INTEGRATION|BUILD_.*|GITHUB_.*|GITLAB_.*|PYTEST_.*|XDG_.*|PLGT_.*|ORT_.*)$"
    )
    environment = {name: value for name, value in os.environ.items() if not hidden.match(name)}
    return environment | {
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONDONTWRITEBYTECODE": "1",
        "ORT_DISABLE_TELEMETRY": "0",  # what somebody's environment may say: it must not matter
    }


@dataclass(frozen=True)
class Trace:
    """What the processes did. sockets: calls that touch another family than AF_UNIX."""

    sockets: tuple[str, ...]
    foreign: tuple[str, ...]  # of these, addresses that are not loopback
    lookups: tuple[str, ...]  # files and calls of a name look-up
    written: tuple[Path, ...]  # files and folders opened for writing, made, or renamed to


def start(code: str, log: Path, environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    """`python -c code` under strace; read the log with `read` once it has ended."""
    command = [
        need_strace(), "-f", "-qq", "-y", "-s", "300", "-e", f"trace={CALLS}", "-e", "signal=none", "-o", str(log),
        sys.executable, "-c", code, *arguments,
    ]  # fmt: skip
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    )


def read(log: Path) -> Trace:
    """Read a log of strace."""
    sockets, foreign, lookups, written = [], [], [], []
    for line in _whole_calls(log):
        match = _CALL.match(line)
        if match is None:
            continue
        call, arguments, result = match.groups()
        if call in ("socket", "connect", "bind", "sendto", "sendmsg", "sendmmsg"):
            if "AF_" in arguments and "AF_UNIX" not in arguments:
                sockets.append(line)
                if call != "socket" and not any(address in arguments for address in LOOPBACK):
                    foreign.append(line)
                if call == "socket" and not arguments.startswith(("AF_INET,", "AF_INET6,")):
                    foreign.append(line)
            if "htons(53)" in arguments:
                lookups.append(line)
            continue
        paths = _paths(arguments)
        if paths and paths[0].as_posix() in RESOLVER:
            lookups.append(line)
        writes = call not in ("open", "openat") or re.search(r"O_WRONLY|O_RDWR|O_CREAT", arguments)
        if writes and paths and result != "?" and int(result) >= 0:
            written.append(paths[-1])
    return Trace(tuple(sockets), tuple(foreign), tuple(lookups), tuple(dict.fromkeys(written)))


def _whole_calls(log: Path) -> list[str]:
    """The lines of the log; calls that another process interrupted are put together again."""
    begun: dict[str, str] = {}
    lines = []
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        process = line.split(" ", 1)[0]
        if line.endswith("<unfinished ...>"):
            begun[process] = line.removesuffix("<unfinished ...>").rstrip()
            continue
        resumed = re.match(r"^\d+\s+<\.\.\. \w+ resumed>(.*)$", line)
        lines.append(begun.pop(process, "") + resumed[1] if resumed else line)
    return lines


def _paths(arguments: str) -> list[Path]:
    """The paths that a call names, made absolute."""
    found = []
    for _, folder, name in _PATH.findall(arguments):
        found.append(Path(os.path.normpath(Path(folder or ROOT, name))))
    return found
