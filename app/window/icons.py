"""Icons: the SVG files of `assets/icons`, drawn in the theme's colours."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app import paths
from app.window.theme import current_theme

SIZES = (16, 20, 24, 32, 48, 64)


def icon_path(name: str) -> Path:
    return paths.assets_dir() / "icons" / f"{name}.svg"


def icon(name: str, colour: str = "") -> QIcon:
    """A line icon in one colour (the theme's text), brighter in the accent when it is checked."""
    theme = current_theme()
    try:
        data = icon_path(name).read_bytes()
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
        for size in SIZES:
            pixmap = QPixmap(QSize(size, size))
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            renderer.render(painter, QRectF(0, 0, size, size))
            painter.end()
            result.addPixmap(pixmap, mode, state)
    return result


def program_icon() -> QIcon:
    return QIcon(str(icon_path("plgt-translator")))
