"""Icons: the SVG files of `assets/icons`, drawn in the theme's colours."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app import paths
from app.window.widgets.theme import current_theme

SIZES = (16, 20, 22, 24, 32, 48, 64)  # logical pixels; every size that is shown must be here to be sharp


def ratios() -> list[float]:
    """Device pixels of a logical pixel, on every screen and in plain pictures."""
    return sorted({1.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())})


def icon(name: str, colour: str = "") -> QIcon:
    """A line icon in one colour (the theme's text), brighter in the accent when it is checked."""
    theme = current_theme()
    try:
        data = paths.icon_path(name).read_bytes()
    except OSError:
        return QIcon()
    result = QIcon()
    shades = [
        (colour or theme.text, QIcon.Mode.Normal, QIcon.State.Off),
        (colour or theme.accent, QIcon.Mode.Normal, QIcon.State.On),
        (theme.dim, QIcon.Mode.Disabled, QIcon.State.Off),
    ]
    for shade, mode, state in shades:
        renderer = QSvgRenderer(QByteArray(data.replace(b"currentColor", shade.encode())))
        for ratio in ratios():
            for size in SIZES:
                pixmap = QPixmap(QSize(size, size) * ratio)
                pixmap.setDevicePixelRatio(ratio)
                pixmap.fill(Qt.GlobalColor.transparent)
                painter = QPainter(pixmap)
                renderer.render(painter, QRectF(0, 0, size, size))
                painter.end()
                result.addPixmap(pixmap, mode, state)
    return result


def program_icon() -> QIcon:
    return QIcon(str(paths.icon_path("plgt-translator")))
