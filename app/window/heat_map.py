"""Matrices as coloured squares: the deductive outputs of a model, the alignment of a sentence."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.window.theme import current_theme

_NEGATIVE = np.array([[178, 60, 40], [226, 130, 100]], dtype=np.float64)
_POSITIVE = np.array([[40, 92, 190], [120, 160, 230]], dtype=np.float64)


def colours(matrix: NDArray[np.float32], ground: str) -> NDArray[np.uint8]:
    """[rows, columns] -> [rows, columns, 3]: zero in the ground's colour, positive blue, negative red.

    The scale is the 99th percentile of |values|, so that one outlier does not blank the rest."""
    values = np.nan_to_num(np.asarray(matrix, dtype=np.float64))
    scale = float(np.percentile(np.abs(values), 99)) if values.size else 0.0
    scale = scale or float(np.abs(values).max(initial=0.0)) or 1.0
    amount = np.clip(values / scale, -1, 1)[..., None]
    base = np.array([int(ground[at : at + 2], 16) for at in (1, 3, 5)], dtype=np.float64)
    pole = np.where(amount >= 0, _POSITIVE[0], _NEGATIVE[0])
    return np.asarray(base + (pole - base) * np.sqrt(np.abs(amount)), dtype=np.uint8)


class HeatMap(QWidget):
    """One matrix per head, side by side; the value under the mouse is in the tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrices: NDArray[np.float32] = np.zeros((0, 0, 0), dtype=np.float32)  # [heads, rows, columns]
        self._images: list[QImage] = []
        self.setMouseTracking(True)
        self.setMinimumHeight(110)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_matrices(self, matrices: NDArray[np.float32]) -> None:
        self.matrices = matrices
        self._images = []
        self.update()

    def _boxes(self) -> list[QRect]:
        """Where the heads are drawn: as many columns as make the squares largest."""
        count = len(self.matrices)
        best = (0, 1)
        for columns in range(1, count + 1):
            rows = -(-count // columns)
            side = min(self.width() // columns, self.height() // rows) - 10
            best = max(best, (side, columns))
        side, columns = best
        if side <= 0:
            return []
        return [
            QRect((index % columns) * (side + 10), (index // columns) * (side + 10), side, side)
            for index in range(count)
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = current_theme()
        if not self._images:
            for matrix in self.matrices:
                pixels = np.ascontiguousarray(colours(matrix, theme.base))
                height, width, _ = pixels.shape
                image = QImage(pixels.tobytes(), width, height, width * 3, QImage.Format.Format_RGB888)
                self._images.append(image.copy())
        for image, box in zip(self._images, self._boxes(), strict=False):
            painter.drawImage(box, image)
            painter.setPen(QColor(theme.border))
            painter.drawRect(box)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        for head, box in enumerate(self._boxes()):
            if box.contains(place) and head < len(self.matrices):
                matrix = self.matrices[head]
                row = min((place.y() - box.top()) * matrix.shape[0] // box.height(), matrix.shape[0] - 1)
                column = min((place.x() - box.left()) * matrix.shape[1] // box.width(), matrix.shape[1] - 1)
                text = self.tr("head {head}, row {row}, column {column}: {value}").format(
                    head=head + 1, row=row + 1, column=column + 1, value=f"{matrix[row, column]:.4g}"
                )
                QToolTip.showText(event.globalPosition().toPoint(), text, self)
                return
        QToolTip.hideText()

    def changeEvent(self, event: object) -> None:
        super().changeEvent(event)  # type: ignore[arg-type]
        self._images = []


class AlignmentMap(QWidget):
    """Words of the source (columns) against words of the target (rows)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source: list[str] = []
        self.target: list[str] = []
        self.cells: list[tuple[int, int]] = []  # (source word, target word)
        self.setMinimumHeight(110)

    def show_alignment(self, source: list[str], target: list[str], cells: list[tuple[int, int]]) -> None:
        self.source, self.target, self.cells = source, target, cells
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.source or not self.target:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = current_theme()
        metrics = painter.fontMetrics()
        left = min(max(metrics.horizontalAdvance(word) for word in self.target) + 12, self.width() // 3)
        top = min(max(metrics.horizontalAdvance(word) for word in self.source) + 12, self.height() // 3)
        cell = min((self.width() - left) / len(self.source), (self.height() - top) / len(self.target), 34.0)
        painter.setPen(QColor(theme.text))
        for row, word in enumerate(self.target):
            box = QRectF(0, top + row * cell, left - 8, cell)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, word)
        for column, word in enumerate(self.source):
            painter.save()
            painter.translate(left + column * cell + cell / 2, top - 6)
            painter.rotate(-60)
            painter.drawText(0, int(metrics.height() / 3), word)
            painter.restore()
        painter.setPen(QColor(theme.border))
        marked = set(self.cells)
        for row in range(len(self.target)):
            for column in range(len(self.source)):
                box = QRectF(left + column * cell, top + row * cell, cell, cell)
                painter.setBrush(QColor(theme.accent if (column, row) in marked else theme.base))
                painter.drawRect(box)
