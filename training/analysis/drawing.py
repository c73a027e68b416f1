"""Pictures of an inspection and one HTML page that opens without a network.

Files in the folder: `index.html` (pictures embedded), the same pictures as PNG, `arrays.npz` (BLOCK/A_LM,
... and `attention/SENTENCE/BLOCK`) and `report.json` (ranks, determinants, fits, invariance).
"""

from __future__ import annotations

import base64
import html
import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from app import paths


def _own_font_cache() -> str:
    """A folder for matplotlib's list of fonts: the program's own, not the user's cache folder."""
    folder = paths.state_dir() / "matplotlib"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return tempfile.mkdtemp(prefix="plgt-matplotlib-")
    return str(folder)


if "MPLCONFIGDIR" not in os.environ:  # matplotlib reads it when it is imported
    os.environ["MPLCONFIGDIR"] = _own_font_cache()

from matplotlib.axes import Axes  # noqa: E402
from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: E402
from matplotlib.colors import LogNorm, TwoSlopeNorm  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

from training.analysis.inspection import (  # noqa: E402
    TENSORS,
    AttentionMap,
    Comparison,
    Inspection,
    fit_power_law,
)

DPI = 110
LONGEST_LABEL = 12
STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem;
  color: #1d1d1f; background: #fff; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid #ccc; }
img { max-width: 100%; display: block; margin: 1rem 0; }
table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .7rem; text-align: right; border-bottom: 1px solid #ddd; }
th:first-child, td:first-child { text-align: left; }
details > summary { cursor: pointer; font-weight: 600; margin: .6rem 0; }
.note { color: #555; }
"""


def _figure(width: float, height: float) -> Figure:
    figure = Figure(figsize=(width, height), dpi=DPI, layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def _heat_map(
    axes: Axes, figure: Figure, matrix: np.ndarray, tensor: str, limits: tuple[float, float]
) -> Any:
    """One matrix; A_LM is positive (logarithmic colours if it spans decades), P_LM and G_LM are signed."""
    low, high = limits
    if tensor == "A_LM" and low > 0 and high / low > 30:
        return axes.imshow(np.maximum(matrix, low), cmap="viridis", norm=LogNorm(low, high))
    if tensor == "A_LM":
        return axes.imshow(matrix, cmap="viridis", vmin=low, vmax=high)
    largest = max(abs(low), abs(high), 1e-12)
    return axes.imshow(matrix, cmap="RdBu_r", norm=TwoSlopeNorm(0.0, -largest, largest))


def _limits(values: np.ndarray) -> tuple[float, float]:
    """The range that holds all but the outermost thousandth, so that one entry does not hide the others."""
    low, high = np.quantile(values, [0.0005, 0.9995])
    return (float(low), float(high)) if high > low else (float(low), float(low) + 1e-9)


def draw_tensors(tensors: dict[str, np.ndarray], title: str) -> Figure:
    """A row for each tensor, a column for each head."""
    heads = next(iter(tensors.values())).shape[0]
    figure = _figure(max(5.0, 1.75 * heads + 1.2), 2.0 * len(tensors) + 0.5)
    grid = figure.subplots(len(tensors), heads, squeeze=False)
    for number, (row, (tensor, values)) in enumerate(zip(grid, tensors.items(), strict=True)):
        limits = _limits(values)
        image = None
        for head, axes in enumerate(row):
            image = _heat_map(axes, figure, values[head], tensor, limits)
            axes.set_xticks([])
            axes.set_yticks([])
            if number == 0:
                axes.set_title(f"head {head}", fontsize=9)
        row[0].set_ylabel(tensor, fontsize=10)
        assert image is not None
        figure.colorbar(image, ax=list(row), shrink=0.85, pad=0.01)
    figure.suptitle(title, fontsize=11)
    return figure


def draw_spectrum(tensors: dict[str, np.ndarray], title: str) -> Figure:
    """Eigenvalues by rank in log-log with the fitted power law, and those of G_LM in the complex plane."""
    shown = [name for name in ("A_LM", "G_LM") if name in tensors]
    figure = _figure(5.0 * (len(shown) + 1), 4.2)
    all_axes = figure.subplots(1, len(shown) + 1, squeeze=False)[0]
    for axes, name in zip(all_axes, shown, strict=False):
        fits = []
        for head, matrix in enumerate(tensors[name].astype(np.float64)):
            values = np.sort(np.abs(np.linalg.eigvals(matrix)))[::-1]
            ranks = np.arange(1, len(values) + 1)
            positive = values > 0
            axes.loglog(ranks[positive], values[positive], ".", color=f"C{head % 10}", markersize=4)
            fit = fit_power_law(values)
            if fit is not None:
                fits.append(fit)
                used = ranks[: fit.points]
                label = f"{head}: -{fit.exponent:.2f} \u00b1 {fit.error:.2f} (R\u00b2 {fit.r_squared:.2f})"
                axes.loglog(
                    used, fit.factor * used**-fit.exponent, "-", color=f"C{head % 10}", lw=0.8, label=label
                )
        axes.set_title(f"|eigenvalues| of {name}", fontsize=10)
        axes.set_xlabel("rank")
        if fits:
            axes.legend(fontsize=7, title="head: exponent", title_fontsize=7)
        axes.grid(alpha=0.3, which="both")
    axes = all_axes[-1]
    name = shown[-1]
    for head, matrix in enumerate(tensors[name].astype(np.float64)):
        values = np.linalg.eigvals(matrix)
        axes.plot(values.real, values.imag, ".", color=f"C{head % 10}", markersize=4, label=f"head {head}")
    axes.axhline(0, color="#999", lw=0.6)
    axes.axvline(0, color="#999", lw=0.6)
    axes.set_title(f"eigenvalues of {name}", fontsize=10)
    axes.set_xlabel("real")
    axes.set_ylabel("imaginary")
    axes.legend(fontsize=7)
    figure.suptitle(title, fontsize=11)
    return figure


def _short(piece: str) -> str:
    return piece if len(piece) <= LONGEST_LABEL else piece[: LONGEST_LABEL - 1] + "\u2026"


def draw_attention(attention: AttentionMap, title: str) -> Figure:
    """E_LM of every head; rows attend to columns."""
    heads, rows, columns = attention.weights.shape
    across = min(4, heads)
    down = -(-heads // across)
    size = 0.17 * max(rows, columns, 6) + 0.9
    figure = _figure(max(4.0, across * (0.17 * max(columns, 6) + 0.4) + 1.0), down * size + 0.5)
    grid = figure.subplots(down, across, squeeze=False)
    for index, axes in enumerate(grid.ravel()):
        if index >= heads:
            axes.axis("off")
            continue
        axes.imshow(attention.weights[index], cmap="Blues", vmin=0, vmax=1, aspect="auto")
        if heads > 1:
            axes.set_title(f"head {index}", fontsize=8)
        last_row = index + across >= heads
        axes.set_xticks(
            range(columns), [_short(c) for c in attention.columns] if last_row else [], rotation=90
        )
        axes.set_yticks(range(rows), [_short(r) for r in attention.rows] if index % across == 0 else [])
        axes.tick_params(labelsize=6, length=2)
    figure.suptitle(title, fontsize=10)
    return figure


def draw_differences(
    first: np.ndarray, second: np.ndarray, tensor: str, title: str, names: Sequence[str]
) -> Figure:
    """Two models' matrices and their difference, a column for each head."""
    heads = first.shape[0]
    figure = _figure(max(5.0, 1.75 * heads + 1.2), 6.5)
    grid = figure.subplots(3, heads, squeeze=False)
    shared = _limits(np.concatenate([first.ravel(), second.ravel()]))
    rows = ((names[0], first, tensor, shared), (names[1], second, tensor, shared))
    difference = second - first
    for row, (name, values, kind, limits) in zip(
        grid, (*rows, ("difference", difference, "difference", _limits(difference))), strict=True
    ):
        image = None
        for head, axes in enumerate(row):
            image = _heat_map(axes, figure, values[head], kind, limits)
            axes.set_xticks([])
            axes.set_yticks([])
        row[0].set_ylabel(_short(name), fontsize=9)
        assert image is not None
        figure.colorbar(image, ax=list(row), shrink=0.85, pad=0.01)
    figure.suptitle(title, fontsize=11)
    return figure


class _Page:
    """Collects pictures and text, and writes them."""

    def __init__(self, folder: Path, title: str) -> None:
        self.folder = folder
        self.title = title
        self.parts: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)

    def heading(self, text: str) -> None:
        self.parts.append(f"<h2>{html.escape(text)}</h2>")

    def text(self, text: str, kind: str = "") -> None:
        self.parts.append(f'<p class="{kind}">{html.escape(text)}</p>')

    def picture(self, figure: Figure, name: str, alt: str) -> None:
        path = self.folder / f"{name}.png"
        temporary = self.folder / f".{name}.png.tmp"
        figure.savefig(temporary, format="png")
        os.replace(temporary, path)
        data = base64.b64encode(path.read_bytes()).decode()
        self.parts.append(f'<img alt="{html.escape(alt, quote=True)}" src="data:image/png;base64,{data}">')

    def table(self, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        head = "".join(f"<th>{html.escape(cell)}</th>" for cell in header)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(_format(cell))}</td>" for cell in row) + "</tr>"
            for row in rows
        )
        self.parts.append(f"<table><tr>{head}</tr>{body}</table>")

    def fold(self, title: str) -> None:
        self.parts.append(f"<details open><summary>{html.escape(title)}</summary>")

    def unfold(self) -> None:
        self.parts.append("</details>")

    def write(self) -> Path:
        title = html.escape(self.title)
        text = (
            f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
            f"<style>{STYLE}</style></head><body><h1>{title}</h1>{''.join(self.parts)}</body></html>\n"
        )
        _write(self.folder / "index.html", text.encode())
        return self.folder / "index.html"


def _format(cell: object) -> str:
    if cell is None:
        return "\u2013"
    if isinstance(cell, float):
        return f"{cell:.4g}"
    return str(cell)


def _write(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_bytes(content)
    os.replace(temporary, path)


def _write_arrays(folder: Path, arrays: dict[str, np.ndarray]) -> None:
    temporary = folder / ".arrays.tmp.npz"
    np.savez_compressed(temporary, **arrays)  # type: ignore[arg-type]
    os.replace(temporary, folder / "arrays.npz")


def _summary_rows(summary: dict[str, Any]) -> list[list[object]]:
    rows: list[list[object]] = []
    for tensor in TENSORS:
        for head, values in enumerate(summary.get(tensor, [])):
            fit = values["power_law"]
            exponent = None if fit is None else f"{fit['exponent']:.3f} \u00b1 {fit['error']:.3f}"
            rows.append(
                [
                    tensor,
                    head,
                    values["rank"],
                    values["determinant_sign"],
                    values["log10_abs_determinant"],
                    values["condition"],
                    values["mean"],
                    values["std"],
                    values["largest"],
                    exponent,
                    None if fit is None else fit["r_squared"],
                ]
            )
    return rows


SUMMARY_HEADER = (
    "tensor", "head", "rank", "sign of det", "log10 |det|", "condition",
    "mean", "std", "largest", "exponent", "R\u00b2",
)  # fmt: skip


def write_inspection(inspection: Inspection, folder: Path) -> Path:
    """Write pictures, page, arrays and report; returns the page."""
    page = _Page(folder, f"{inspection.name}: deductive outputs")
    page.text(inspection.kind)
    page.text(
        "A_LM is the metric tensor, P_LM the learned exponents, G_LM the energy-curvature tensor "
        "a (A_LM ** P_LM) + b_a of each attention head. The exponents beside the eigenvalues are those of "
        "|eigenvalue| ~ rank^-exponent, fitted by least squares in log-log, with their standard error.",
        "note",
    )
    for note in inspection.notes:
        page.text(note, "note")
    _invariance_part(page, inspection.invariance)
    arrays: dict[str, np.ndarray] = {}
    page.heading("Tensors and spectra")
    for block, tensors in inspection.tensors.items():
        page.fold(block)
        page.picture(draw_tensors(tensors, block), f"{block}-tensors", f"heat maps of {block}")
        page.picture(draw_spectrum(tensors, block), f"{block}-spectrum", f"eigenvalues of {block}")
        page.table(SUMMARY_HEADER, _summary_rows(inspection.summary[block]))
        page.unfold()
        arrays |= {f"{block}/{name}": values for name, values in tensors.items()}
    if inspection.sentences:
        page.heading("Attention (E_LM)")
    for number, sentence in enumerate(inspection.sentences):
        page.fold(f"{sentence.source} \u2192 {sentence.translation}")
        for attention in sentence.maps:
            name = attention.block.split(" ")[0]
            page.picture(
                draw_attention(attention, attention.block),
                f"attention-{number}-{name}",
                f"attention of {name}",
            )
            arrays[f"attention/{number}/{name}"] = attention.weights
        page.unfold()
    _write_arrays(folder, arrays)
    report = {
        "name": inspection.name,
        "kind": inspection.kind,
        "summary": inspection.summary,
        "invariance": inspection.invariance,
        "sentences": [{"source": s.source, "translation": s.translation} for s in inspection.sentences],
    }
    _write(folder / "report.json", json.dumps(report, indent=1, ensure_ascii=False).encode())
    return page.write()


def _invariance_part(page: _Page, report: dict[str, Any]) -> None:
    if not report:
        return
    page.heading("Invariance of the deductive outputs")
    for key, value in report.items():
        if key != "blocks":
            page.text(f"{key.replace('_', ' ')}: {_format(value)}")
    blocks = report.get("blocks") or {}
    columns = [k for k, v in next(iter(blocks.values()), {}).items() if isinstance(v, int | float)]
    page.table(
        ("block", *columns), [[name, *(entry.get(c) for c in columns)] for name, entry in blocks.items()]
    )


def write_comparison(comparison: Comparison, folder: Path) -> Path:
    """Write the comparison of two models; returns the page."""
    first, second = comparison.first, comparison.second
    names = (
        (first.name, second.name) if first.name != second.name else (f"A: {first.name}", f"B: {second.name}")
    )
    page = _Page(folder, f"{names[0]} and {names[1]}")
    page.text(f"{names[0]}: {first.kind}")
    page.text(f"{names[1]}: {second.kind}")
    page.heading("Differences by head")
    page.table(
        ("block", "tensor", "head", "||A-B|| / ||A||", "correlation", "exponent of A", "exponent of B"),
        [
            [
                row["block"],
                row["tensor"],
                row["head"],
                row["relative_difference"],
                row["correlation"],
                *row["exponents"],
            ]
            for row in comparison.rows
        ],
    )
    compared = dict.fromkeys((row["block"], row["tensor"]) for row in comparison.rows)
    page.heading("Tensors")
    for block, tensor in compared:
        a, b = first.tensors[block][tensor], second.tensors[block][tensor]
        figure = draw_differences(a, b, tensor, f"{block} {tensor}", names)
        page.picture(figure, f"{block}-{tensor}-difference", f"{tensor} of {block} in both models")
    _write_arrays(
        folder, {f"{b}/{t}/difference": second.tensors[b][t] - first.tensors[b][t] for b, t in compared}
    )
    _write(folder / "report.json", json.dumps(comparison.rows, indent=1).encode())
    return page.write()
