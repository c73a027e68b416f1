"""Colours of both themes, the palette and the few style rules on top of the platform's own style."""

from __future__ import annotations

from dataclasses import dataclass, fields

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from app import paths

MINIMUM_CONTRAST = 4.5


@dataclass(frozen=True)
class Theme:
    """Colours by their role, as #rrggbb."""

    name: str
    window: str
    base: str  # panes and tables
    raised: str  # buttons, chosen navigation entry
    text: str
    dim: str  # secondary text
    accent: str
    on_accent: str
    border: str
    counterpart: str  # background of aligned words under the mouse
    current: str  # background of the chosen sentence
    doubt: str  # text of warnings, wavy lines
    doubt_ground: str  # background of flagged sentences
    good: str
    bad: str


LIGHT = Theme(
    "light", window="#f5f6f8", base="#ffffff", raised="#e9ecf1", text="#1a1d21", dim="#565e69",
    accent="#2b59c3", on_accent="#ffffff", border="#c9ced6", counterpart="#cfdcfa", current="#eef2fd",
    doubt="#8a4b00", doubt_ground="#fdf0d9", good="#1c6b34", bad="#b3261e",
)  # fmt: skip
DARK = Theme(
    "dark", window="#1d2025", base="#25292f", raised="#343a43", text="#e8eaed", dim="#aab2bd",
    accent="#9db8ff", on_accent="#10203f", border="#434a55", counterpart="#3d5288", current="#2b3345",
    doubt="#f2b45c", doubt_ground="#43361f", good="#82d09a", bad="#ff9d94",
)  # fmt: skip
THEMES = {"light": LIGHT, "dark": DARK}


def pairs(theme: Theme) -> list[tuple[str, str, str]]:
    """(what, text colour, ground colour) of everything that is read."""
    grounds = ("window", "base", "raised", "counterpart", "current", "doubt_ground")
    found = [(f"text on {ground}", theme.text, getattr(theme, ground)) for ground in grounds]
    found += [
        (f"dim on {ground}", theme.dim, getattr(theme, ground)) for ground in ("window", "base", "raised")
    ]
    for role in ("doubt", "good", "bad", "accent"):
        found += [
            (f"{role} on {ground}", getattr(theme, role), getattr(theme, ground))
            for ground in ("window", "base")
        ]
    found.append(("doubt on doubt_ground", theme.doubt, theme.doubt_ground))
    found.append(("on_accent on accent", theme.on_accent, theme.accent))
    return found


def contrast(first: str, second: str) -> float:
    """WCAG 2 contrast ratio of two colours, 1..21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def system_theme() -> Theme:
    """The desktop's choice; light where it doesn't say."""
    scheme = QGuiApplication.styleHints().colorScheme()
    return DARK if scheme == Qt.ColorScheme.Dark else LIGHT


def chosen_theme(name: str) -> Theme:
    return THEMES.get(name) or system_theme()


def current_theme() -> Theme:
    """The theme that is applied now."""
    application = QApplication.instance()
    name = application.property("theme") if application is not None else None
    return THEMES.get(str(name), LIGHT)


def palette(theme: Theme) -> QPalette:
    result = QPalette()
    role = QPalette.ColorRole
    for where, colour in (
        (role.Window, theme.window), (role.WindowText, theme.text), (role.Base, theme.base),
        (role.AlternateBase, theme.window), (role.Text, theme.text), (role.Button, theme.raised),
        (role.ButtonText, theme.text), (role.ToolTipBase, theme.raised), (role.ToolTipText, theme.text),
        (role.PlaceholderText, theme.dim), (role.Highlight, theme.accent),
        (role.HighlightedText, theme.on_accent), (role.Link, theme.accent), (role.LinkVisited, theme.accent),
        (role.BrightText, theme.bad), (role.Accent, theme.accent), (role.Mid, theme.border),
        (role.Midlight, theme.border), (role.Light, theme.base), (role.Dark, theme.border),
    ):  # fmt: skip
        result.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText):
        faded = QColor(theme.dim)
        faded.setAlphaF(0.75)
        result.setColor(QPalette.ColorGroup.Disabled, where, faded)
    return result


STYLE = """
QMainWindow, QDialog {{ background: {window}; }}
QPlainTextEdit, QTableView, QListView, QTreeView {{
  background: {base}; color: {text}; border: 1px solid {border}; border-radius: 8px;
}}
QPlainTextEdit {{ padding: 8px 10px; placeholder-text-color: {dim}; }}
QPlainTextEdit:focus, QTableView:focus, QListView:focus, QTreeView:focus {{ border: 1px solid {accent}; }}
QTableView, QListView {{ gridline-color: transparent; outline: none;
  selection-background-color: {counterpart}; selection-color: {text}; }}
QTableView::item {{ padding: 0 8px; }}
QTableView::item:focus {{ border: 1px solid {accent}; }}
QListView::item {{ padding: 4px 6px; }}
QListView::item:disabled {{ color: {dim}; }}
QFrame[card="true"] QListView {{ border: none; border-radius: 0; border-top: 1px solid {border}; }}
QFrame[card="true"] QListView:focus {{ border: 1px solid {accent}; }}
QTableView QLineEdit {{ border-radius: 0; padding: 0 6px; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {border}; }}
QTabBar {{ qproperty-drawBase: 0; }}
QTabBar::tab {{ background: transparent; color: {dim}; padding: 7px 14px; border: none;
  border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {accent}; border-bottom: 2px solid {accent}; }}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::tab:focus {{ background: {raised}; }}
QScrollArea, #settings_body {{ background: {window}; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 2px; }}
QScrollBar::handle {{ background: {border}; border-radius: 3px; min-height: 28px; min-width: 28px; }}
QScrollBar::handle:hover {{ background: {dim}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QCheckBox {{ spacing: 8px; color: {text}; }}
QCheckBox::indicator {{ width: 16px; height: 16px; border: 1px solid {dim}; border-radius: 4px;
  background: {base}; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; image: url({check}); }}
QCheckBox:focus {{ color: {accent}; }}
QCheckBox::indicator:focus {{ border: 2px solid {accent}; width: 14px; height: 14px; }}
QHeaderView::section {{
  background: {base}; color: {dim}; border: none; border-bottom: 1px solid {border}; padding: 6px 8px;
}}
QPushButton, QToolButton, QComboBox {{
  background: {raised}; color: {text}; border: 1px solid transparent; border-radius: 6px;
  padding: 5px 12px; min-height: 20px;
}}
QComboBox {{ padding-right: 26px; }}
QComboBox::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow {{ image: url({arrow}); width: 12px; height: 12px; }}
QComboBox QAbstractItemView {{ background: {base}; color: {text}; border: none;
  border-radius: 0; selection-background-color: {accent}; selection-color: {on_accent}; padding: 0; }}
QComboBoxPrivateContainer {{ background: {base}; border: 1px solid {border}; }}
QPushButton:hover, QToolButton:hover, QComboBox:hover {{ border-color: {border}; }}
QPushButton:focus, QToolButton:focus, QComboBox:focus {{ border: 2px solid {accent}; padding: 4px 11px; }}
QComboBox:focus {{ padding-right: 25px; }}
QPushButton:disabled, QToolButton:disabled {{ color: {dim}; }}
QPushButton[primary="true"] {{ background: {accent}; color: {on_accent}; font-weight: 600; }}
QPushButton[primary="true"]:focus {{ border-color: {text}; }}
QPushButton[primary="true"]:disabled {{ background: {raised}; color: {dim}; }}
QToolButton[flat="true"] {{ background: transparent; padding: 5px; }}
QToolButton[flat="true"]:hover {{ background: {raised}; }}
QToolButton[flat="true"]:focus {{ padding: 4px; }}
QToolButton[chip="true"] {{ background: transparent; padding: 4px 10px; border: 1px solid transparent; }}
QToolButton[chip="true"]:hover {{ background: {raised}; }}
QToolButton[chip="true"]:checked {{ background: {counterpart}; color: {text}; font-weight: 600; }}
QToolButton[chip="true"]:focus {{ border: 2px solid {accent}; padding: 3px 9px; }}
QFileDialog QToolButton {{ padding: 4px; min-height: 16px; }}
QToolButton::menu-indicator {{ image: none; }}
#navigation {{ background: {window}; border-right: 1px solid {border}; }}
#navigation QToolButton {{
  background: transparent; color: {dim}; border-radius: 8px; padding: 7px 4px; border: 2px solid transparent;
}}
#navigation QToolButton:hover {{ background: {raised}; color: {text}; }}
#navigation QToolButton:checked {{ background: {raised}; color: {accent}; font-weight: 600; }}
#navigation QToolButton:focus {{ border: 2px solid {accent}; }}
QLabel[dim="true"] {{ color: {dim}; }}
QLabel[doubt="true"] {{ color: {doubt}; }}
QLabel[bad="true"] {{ color: {bad}; }}
QLabel[heading="true"] {{ font-size: 18px; font-weight: 600; }}
QFrame[card="true"] {{ background: {base}; border: 1px solid {border}; border-radius: 8px; }}
QLineEdit {{
  background: {base}; color: {text}; border: 1px solid {border}; border-radius: 6px; padding: 5px 8px;
}}
QLineEdit {{ placeholder-text-color: {dim}; }}
QSpinBox QLineEdit, QDoubleSpinBox QLineEdit {{ border: none; padding: 0 4px; border-radius: 0; }}
QLineEdit:focus {{ border: 1px solid {accent}; }}
QLineEdit QToolButton {{ background: transparent; border: none; padding: 0; min-height: 0; }}
QStatusBar {{ background: {window}; color: {dim}; border-top: 1px solid {border}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ color: {dim}; padding: 2px 8px; }}
QProgressBar {{ background: {raised}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
QToolTip {{ background: {raised}; color: {text}; border: 1px solid {border}; padding: 4px 6px; }}
QSplitter::handle {{ background: transparent; }}
QMenu {{ background: {base}; color: {text}; border: 1px solid {border}; padding: 4px; }}
QMenu::item {{ padding: 6px 18px; border-radius: 4px; }}
QMenu::item:selected {{ background: {accent}; color: {on_accent}; }}
QMenu::item:disabled {{ color: {border}; background: transparent; }}
"""


def style_sheet(theme: Theme, arrow: str = "", check: str = "") -> str:
    colours = {entry.name: getattr(theme, entry.name) for entry in fields(theme)}
    return STYLE.format(arrow=arrow, check=check, **colours)


def apply(application: QApplication, name: str) -> Theme:
    """Dress the whole program; returns the theme."""
    theme = chosen_theme(name)
    if application.property("theme") == theme.name:
        return theme
    application.setProperty("theme", theme.name)
    application.setPalette(palette(theme))
    arrow, check = (paths.icon_path(f"{shape}-{theme.name}").as_posix() for shape in ("down", "check"))
    application.setStyleSheet(style_sheet(theme, arrow, check))
    return theme
