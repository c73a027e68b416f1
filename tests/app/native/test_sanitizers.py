"""The kernels under AddressSanitizer and UndefinedBehaviorSanitizer."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from app.native import build

DRIVER = Path(__file__).with_name("random_shapes.cpp")
DECODERS = Path(__file__).with_name("random_decoders.cpp")
KERNEL_SOURCES = ("attention.cpp", "attention_avx2.cpp", "attention_avx512.cpp")
DECODER_SOURCES = (*KERNEL_SOURCES, "step_avx2.cpp", "step_vnni.cpp", "decoder.cpp", "beam_search.cpp")
SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-O1", "-g"]


def build_driver(output: Path, flags: list[str], driver: Path, sources: tuple[str, ...]) -> Path:
    """Compile `sources` of the library with a driver into a program; skips without compiler or sanitizer."""
    tools = build.find_tools()
    reason = build.unsupported_reason(tools)
    if reason is not None:
        pytest.skip(reason)
    assert tools.cxx is not None
    common = [tools.cxx, *build.FLAGS, "-Werror", *flags, f"-I{build.SOURCES}"]
    probe = output / "probe.cpp"
    probe.write_text("int main() { return 0; }\n")
    if subprocess.run([*common, str(probe), "-o", str(output / "probe")], capture_output=True).returncode:
        pytest.skip(f"the compiler has no {flags[0]}")
    objects = []
    for name in (*sources, driver):
        source = build.SOURCES / name
        objects.append(str(output / f"{source.stem}.o"))
        own = build.CPU_SOURCES.get(str(name), ())
        subprocess.run([*common, *own, "-c", str(source), "-o", objects[-1]], check=True)
    program = output / driver.stem
    subprocess.run([*common, *objects, "-o", str(program)], check=True)
    return program


def test_kernels_are_clean_under_sanitizers_on_random_shapes(tmp_path: Path) -> None:
    program = build_driver(tmp_path, SANITIZERS, DRIVER, KERNEL_SOURCES)
    done = subprocess.run([program, "300", "1"], capture_output=True, text=True, check=False)
    if done.returncode == 2:
        pytest.skip(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "300 random shapes agree" in done.stdout


def test_the_decoder_is_clean_under_sanitizers_and_sentences_keep_to_themselves(tmp_path: Path) -> None:
    program = build_driver(tmp_path, SANITIZERS, DECODERS, DECODER_SOURCES)
    done = subprocess.run([program, "60", "1"], capture_output=True, text=True, check=False)
    if done.returncode == 2:
        pytest.skip(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "60 random decoders agree" in done.stdout
