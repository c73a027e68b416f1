"""Matrices as coloured squares: the deductive outputs of a model, the alignment of a sentence."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QSizePolicy, QToolTip, QWidget

from app.translation.alignment import SPACE_MARK
from app.window.widgets.theme import current_theme

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


class PieceMap(QAbstractScrollArea):
    """E_LM of a sentence: target pieces down, source pieces across. The labels stay while it scrolls."""

    ANGLE = 50  # degrees that the labels of the columns lean

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source: list[str] = []
        self.target: list[str] = []
        self.weights: NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)  # [target, source], 0..1
        self.setMinimumHeight(110)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)

    def show_pieces(self, source: list[str], target: list[str], weights: NDArray[np.float32]) -> None:
        """weights: [target pieces, source pieces]."""
        self.source, self.target, self.weights = list(map(shown, source)), list(map(shown, target)), weights
        strongest = [
            f"{piece} → {self.source[int(row.argmax())]} {row.max():.2f}"
            for piece, row in zip(self.target, weights, strict=True)
        ]
        self.setAccessibleDescription("; ".join(strongest))
        self.horizontalScrollBar().setValue(0)
        self.verticalScrollBar().setValue(0)
        self._measure()
        self.viewport().update()

    # Measuring: everything in logical pixels -----------------------------------------------------

    @property
    def left(self) -> int:
        """Width of the rows' labels."""
        widest = max((self.fontMetrics().horizontalAdvance(piece) for piece in self.target), default=0)
        return min(widest + 14, 150)

    @property
    def top(self) -> int:
        """Height of the columns' labels."""
        widest = max((self.fontMetrics().horizontalAdvance(piece) for piece in self.source), default=0)
        leaning = np.sin(np.radians(self.ANGLE)) * min(widest, 110) + self.fontMetrics().height()
        return int(leaning) + 4

    @property
    def lean(self) -> int:
        """How far the last column's label reaches over the right edge."""
        widest = max((self.fontMetrics().horizontalAdvance(piece) for piece in self.source), default=0)
        return int(np.cos(np.radians(self.ANGLE)) * min(widest, 110)) + 6

    @property
    def cell(self) -> QSize:
        """Of one square: as large as fits, but no smaller than a line of text."""
        least, most = self.fontMetrics().height() + 2, 40
        rows, columns = max(len(self.target), 1), max(len(self.source), 1)
        room = self.viewport().size()
        height = max(least, min(most, (room.height() - self.top) // rows))
        width = max(least + 4, min(2 * most, (room.width() - self.left - self.lean) // columns))
        return QSize(width, height)

    def _measure(self) -> None:
        cell, room = self.cell, self.viewport().size()
        for bar, needed, seen, step in (
            (
                self.horizontalScrollBar(), self.left + self.lean + cell.width() * len(self.source),
                room.width(), cell.width(),
            ),
            (
                self.verticalScrollBar(), self.top + cell.height() * len(self.target) + 1, room.height(),
                cell.height(),
            ),
        ):  # fmt: skip
            bar.setRange(0, max(0, needed - seen))
            bar.setPageStep(seen)
            bar.setSingleStep(step)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()
        self.viewport().update()

    # Drawing --------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.weights.size:
            return
        painter = QPainter(self.viewport())
        theme = current_theme()
        left, top, cell = self.left, self.top, self.cell
        dx, dy = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        room = self.viewport().rect()
        painter.setClipRect(room.adjusted(left, top, 0, 0))
        base, pole = QColor(theme.base), QColor(theme.accent)
        for row, values in enumerate(self.weights):
            for column, value in enumerate(values):
                box = QRect(
                    left + column * cell.width() - dx, top + row * cell.height() - dy, cell.width(),
                    cell.height(),
                )  # fmt: skip
                painter.fillRect(box, _between(base, pole, float(value)))
                painter.setPen(QPen(QColor(theme.border), 0))  # one device pixel at any scale
                painter.drawRect(box)
        painter.setClipRect(room.adjusted(0, top, left - room.width(), 0))
        painter.setPen(QColor(theme.text))
        metrics = painter.fontMetrics()
        for row, piece in enumerate(self.target):
            box = QRect(0, top + row * cell.height() - dy, left - 6, cell.height())
            text = metrics.elidedText(piece, Qt.TextElideMode.ElideRight, left - 6)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        painter.setClipRect(room.adjusted(left - 4, 0, 0, top - room.height()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for column, piece in enumerate(self.source):
            painter.save()
            painter.translate(left + column * cell.width() + cell.width() / 2 - dx, top - 5)
            painter.rotate(-self.ANGLE)
            painter.drawText(
                0, metrics.descent(), metrics.elidedText(piece, Qt.TextElideMode.ElideRight, 110)
            )
            painter.restore()

    def piece_at(self, place: QPoint) -> tuple[int, int] | None:
        """(target piece, source piece) under a point of the viewport."""
        cell = self.cell
        if place.x() < self.left or place.y() < self.top:
            return None
        column = (place.x() - self.left + self.horizontalScrollBar().value()) // cell.width()
        row = (place.y() - self.top + self.verticalScrollBar().value()) // cell.height()
        return (row, column) if row < len(self.target) and column < len(self.source) else None

    def tip_at(self, place: QPoint) -> str:
        found = self.piece_at(place)
        if found is None:
            return ""
        row, column = found
        return self.tr("{target} looks at {source}: {value}").format(
            target=self.target[row], source=self.source[column], value=f"{self.weights[row, column]:.3f}"
        )

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            tip = self.tip_at(event.pos())
            if tip:
                QToolTip.showText(event.globalPos(), tip, self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        tip = self.tip_at(event.position().toPoint())
        if tip:
            QToolTip.showText(event.globalPosition().toPoint(), tip, self)
        else:
            QToolTip.hideText()


def shown(piece: str) -> str:
    """A piece with a light mark for the space before it."""
    return piece.replace(SPACE_MARK, "·")


def _between(base: QColor, pole: QColor, amount: float) -> QColor:
    """The colour that lies so far, 0..1, from base to pole."""
    share = min(max(amount, 0.0), 1.0)
    parts = [round(a + (b - a) * share) for a, b in zip(base.getRgb()[:3], pole.getRgb()[:3], strict=True)]  # type: ignore[arg-type, index]
    return QColor(*parts)
