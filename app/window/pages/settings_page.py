"""The Settings page: one control per declared option, applied at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QFontComboBox,
    QGridLayout,
    QHBoxLayout,
    QKeySequenceEdit,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.errors import PlgtError
from app.settings import OPTIONS, QT_TRANSLATE_NOOP, Option
from app.window.context import Context
from app.window.language.runtime_text import error_text
from app.window.widgets.controls import Retranslating, describe, label, show_label, text_button, translated
from app.window.widgets.icons import icon
from app.window.widgets.shortcut_edit import ShortcutEdit

CHOICES = {
    "system": QT_TRANSLATE_NOOP("Settings", "As the system"),
    "light": QT_TRANSLATE_NOOP("Settings", "Light"),
    "dark": QT_TRANSLATE_NOOP("Settings", "Dark"),
    "auto": QT_TRANSLATE_NOOP("Settings", "Automatic"),
    "cpu": "CPU",
    "cuda": "GPU (CUDA)",
    "en": "English",
    "tr": "Türkçe",
    "pt": "Português",
}


class NoWheelFilter(QWidget):
    """Scrolling the page must not change the values under the mouse."""

    def eventFilter(self, watched: Any, event: Any) -> bool:
        if event.type() == event.Type.Wheel and not watched.hasFocus():
            event.ignore()
            return True
        return False


class SettingsPage(Retranslating, QWidget):
    """Derives everything from `app.settings.OPTIONS`."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.controls: dict[str, QWidget] = {}
        self._labels: dict[str, Any] = {}
        self._notes: dict[str, Any] = {}
        self._headings: dict[str, Any] = {}
        self._loaders: dict[str, Callable[[Any], None]] = {}
        self._loading = False
        self._filter = NoWheelFilter(self)
        self._filter.hide()
        self.heading = label("heading")
        self.message = label("bad", wrap=True)
        self.message.hide()
        self.reset_button, self.keys_button = text_button("retry"), text_button()
        self.reset_button.clicked.connect(self.reset)
        self.keys_button.clicked.connect(lambda: self.window().show_shortcuts())  # type: ignore[attr-defined]
        top = QHBoxLayout()
        top.addWidget(self.heading)
        top.addStretch(1)
        top.addWidget(self.keys_button)
        top.addWidget(self.reset_button)
        body = QWidget()
        body.setObjectName("settings_body")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(6)
        for group in dict.fromkeys(option.group for option in OPTIONS):
            title = label()
            title.setStyleSheet("font-weight: 600; font-size: 14px; margin-top: 10px")
            self._headings[group] = title
            column.addWidget(title)
            form = QGridLayout()
            form.setColumnMinimumWidth(0, 200)
            form.setColumnStretch(1, 1000)
            form.setColumnStretch(2, 1)  # takes what a field of limited width leaves
            form.setHorizontalSpacing(20)
            form.setVerticalSpacing(10)
            for option in OPTIONS:
                if option.group == group:
                    self._add(form, option)
            column.addLayout(form)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.addLayout(top)
        layout.addWidget(self.message)
        layout.addWidget(self.area, 1)
        self.load()
        self.retranslate()
        context.settings_changed.connect(self.load)

    def _add(self, form: QGridLayout, option: Option) -> None:
        control, load = self._control(option)
        control.installEventFilter(self._filter)
        self.controls[option.key] = control
        self._loaders[option.key] = load
        name, note = label(wrap=True), label("dim", wrap=True)
        name.setBuddy(control)
        name.setFixedWidth(200)
        control.setObjectName(option.key)
        for part in (name, note):
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        field = QVBoxLayout()
        field.setSpacing(2)
        if isinstance(control, QLineEdit):
            field.addWidget(control)
        else:
            field.addWidget(control, 0, Qt.AlignmentFlag.AlignLeft)
        if option.description:
            field.addWidget(note)
        self._labels[option.key], self._notes[option.key] = name, note
        row = form.rowCount()
        form.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        form.addLayout(field, row, 1)

    def _control(self, option: Option) -> tuple[QWidget, Callable[[Any], None]]:
        """The control of an option and the function that shows a value in it."""
        key = option.key
        if isinstance(option.default, bool):
            box = QCheckBox()
            box.toggled.connect(lambda on: self._store(key, on))
            return box, box.setChecked
        if isinstance(option.default, int):
            spin = QSpinBox()
            spin.setRange(int(option.minimum), int(option.maximum))
            spin.setMinimumSize(120, 30)
            spin.setKeyboardTracking(False)
            spin.valueChanged.connect(lambda value: self._store(key, value))
            return spin, spin.setValue
        if isinstance(option.default, float):
            real = QDoubleSpinBox()
            real.setRange(option.minimum, option.maximum)
            real.setSingleStep(0.05)
            real.setMinimumSize(120, 30)
            real.setKeyboardTracking(False)
            real.valueChanged.connect(lambda value: self._store(key, round(value, 4)))
            return real, real.setValue
        if option.choices:
            combo = QComboBox()
            combo.setMinimumWidth(220)
            for choice in option.choices:
                combo.addItem(choice, choice)
            combo.currentIndexChanged.connect(lambda _: self._store(key, str(combo.currentData())))
            return combo, lambda value: combo.setCurrentIndex(combo.findData(value))
        if option.kind == "shortcut":
            keys = ShortcutEdit()
            keys.setMinimumWidth(220)
            keys.setClearButtonEnabled(True)
            keys.setMaximumSequenceLength(1)
            keys.chosen.connect(lambda value: self._store(key, value))
            return keys, lambda value: keys.setKeySequence(QKeySequence(value))
        if option.kind == "font":
            fonts = QFontComboBox()
            fonts.setMinimumWidth(220)
            fonts.setEditable(False)
            fonts.currentFontChanged.connect(lambda font: self._store(key, font.family()))
            return fonts, lambda value: fonts.setCurrentFont(QFont(value) if value else self.font())
        line = QLineEdit()
        line.setMaximumWidth(420)
        line.setClearButtonEnabled(True)
        line.editingFinished.connect(lambda: self._store(key, line.text()))
        if option.kind == "folder":
            self._folder_action = line.addAction(icon("folder"), QLineEdit.ActionPosition.TrailingPosition)
            self._folder_action.triggered.connect(lambda: self._ask_folder(key, line))
        return line, line.setText

    def _ask_folder(self, key: str, line: QLineEdit) -> None:
        name = QFileDialog.getExistingDirectory(
            self, translated("Settings", "Folder for translated files"), line.text()
        )
        if name:
            line.setText(name)
            self._store(key, name)

    def load(self) -> None:
        """Show the present values."""
        for key in self._loaders:
            self._show(key)

    def _show(self, key: str) -> None:
        self._loading = True
        self._loaders[key](self.context.settings[key])
        self._loading = False

    def reset(self) -> None:
        self.context.settings.reset()
        self.load()
        self._apply(set(self.controls))

    def _store(self, key: str, value: Any) -> None:
        if self._loading or value == self.context.settings[key]:
            return
        try:
            self.context.settings[key] = value
        except PlgtError as error:  # a shortcut that another action has
            self._show(key)
            show_label(self.message, error_text(error))
            return
        self._apply({key})

    def _apply(self, keys: set[str]) -> None:
        try:
            self.context.settings.save()
            show_label(self.message, "")
        except PlgtError as error:
            show_label(self.message, error_text(error))
        if keys & {"device", "threads"}:
            self.context.renew_translator()
        self.context.settings_changed.emit()

    def restyle(self) -> None:
        super().restyle()
        self._folder_action.setIcon(icon("folder"))

    def retranslate(self) -> None:
        self.heading.setText(self.tr("Settings"))
        self.reset_button.setText(self.tr("Defaults"))
        describe(self.reset_button, self.tr("Set every option to its default"))
        self.keys_button.setText(self.tr("Shortcuts"))
        describe(self.keys_button, self.tr("List of shortcuts (F1)"))
        for group, title in self._headings.items():
            title.setText(translated("Settings", group))
        for option in OPTIONS:
            name, note = translated("Settings", option.label), translated("Settings", option.description)
            self._labels[option.key].setText(name)
            self._notes[option.key].setText(note)
            describe(self.controls[option.key], name, note or name)
            control = self.controls[option.key]
            if isinstance(control, QKeySequenceEdit):
                for line in control.findChildren(QLineEdit):
                    line.setPlaceholderText(self.tr("Press the keys"))
            if isinstance(control, QComboBox) and option.choices:
                for index, choice in enumerate(option.choices):
                    control.setItemText(index, translated("Settings", CHOICES[choice]))
