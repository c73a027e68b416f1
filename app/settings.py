"""The options of the program, each declared once: dialog, settings file and command line derive from here.

The file is `settings.json` in the configuration folder and holds only what differs from the defaults. A file
or a value that can't be understood is set aside with a message; the program always starts.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app import paths
from app.errors import PlgtError

FILE = "settings.json"
VERSION = 1


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Marks a text for the interface's translation; Qt itself isn't needed here."""
    return text


Value = bool | int | float | str


@dataclass(frozen=True)
class Option:
    """One option. `default` gives the type; `choices` or the range limit the value."""

    key: str
    default: Value
    group: str
    label: str
    description: str
    choices: tuple[str, ...] = ()
    minimum: float = 0
    maximum: float = 0
    kind: str = ""  # how the dialog asks for a text: font, folder, shortcut

    @property
    def flag(self) -> str:
        """The command line's name of the option, without dashes in front."""
        return self.key.replace("_", "-")

    def check(self, value: Any) -> Value:
        """The value in the option's type. PlgtError says what is allowed."""
        kind = type(self.default)
        if kind is bool:
            if isinstance(value, bool):
                return value
            text = str(value).strip().casefold()
            if text in ("true", "yes", "on", "1"):
                return True
            if text in ("false", "no", "off", "0"):
                return False
            raise PlgtError(f'"{value}" is not a value for {self.flag}: use yes or no.')
        if kind in (int, float):
            try:
                if isinstance(value, bool):
                    raise ValueError
                number: Value = int(value) if kind is int else float(value)
            except (TypeError, ValueError, OverflowError):
                raise PlgtError(f'"{value}" is not a value for {self.flag}: use a number.') from None
            if not self.minimum <= float(number) <= self.maximum:
                raise PlgtError(
                    f"{value} is not a value for {self.flag}: use {self.minimum:g} to {self.maximum:g}."
                )
            return number
        if not isinstance(value, str):
            raise PlgtError(f'"{value}" is not a value for {self.flag}: use a text.')
        if self.choices and value not in self.choices:
            raise PlgtError(f'"{value}" is not a value for {self.flag}: use {", ".join(self.choices)}.')
        return value


_GENERAL = QT_TRANSLATE_NOOP("Settings", "General")
_TRANSLATING = QT_TRANSLATE_NOOP("Settings", "Translation")
_LOOK = QT_TRANSLATE_NOOP("Settings", "Appearance")
_KEYS = QT_TRANSLATE_NOOP("Settings", "Shortcuts")

OPTIONS: tuple[Option, ...] = (
    Option(
        "interface_language", "system", _GENERAL,
        QT_TRANSLATE_NOOP("Settings", "Interface language"),
        QT_TRANSLATE_NOOP("Settings", "Language of menus and messages."),
        choices=("system", "en", "tr", "pt"),
    ),
    Option(
        "history", True, _GENERAL,
        QT_TRANSLATE_NOOP("Settings", "Keep a history"),
        QT_TRANSLATE_NOOP("Settings", "Remember finished translations on this computer."),
    ),
    Option(
        "private_mode", False, _GENERAL,
        QT_TRANSLATE_NOOP("Settings", "Private mode"),
        QT_TRANSLATE_NOOP("Settings", "Write neither history nor draft to the disk."),
    ),
    Option(
        "tray", False, _GENERAL,
        QT_TRANSLATE_NOOP("Settings", "Stay in the system tray"),
        QT_TRANSLATE_NOOP("Settings", "Closing the window leaves the program in the tray."),
    ),
    Option(
        "hotkey", "", _GENERAL,
        QT_TRANSLATE_NOOP("Settings", "Global hotkey"),
        QT_TRANSLATE_NOOP(
            "Settings", "Translates the clipboard from any program, where the desktop allows it."
        ),
        kind="shortcut",
    ),
    Option(
        "output_folder", "", _GENERAL,
        QT_TRANSLATE_NOOP("Settings", "Folder for translated files"),
        QT_TRANSLATE_NOOP("Settings", "Empty: beside the original file."),
        kind="folder",
    ),
    Option(
        "device", "auto", _TRANSLATING,
        QT_TRANSLATE_NOOP("Settings", "Device"),
        QT_TRANSLATE_NOOP("Settings", "Where models run; auto uses the GPU if there is one."),
        choices=("auto", "cpu", "cuda"),
    ),
    Option(
        "threads", 0, _TRANSLATING,
        QT_TRANSLATE_NOOP("Settings", "Threads"),
        QT_TRANSLATE_NOOP("Settings", "CPU threads; 0 uses all cores."),
        maximum=256,
    ),
    Option(
        "beam", 4, _TRANSLATING,
        QT_TRANSLATE_NOOP("Settings", "Beam size"),
        QT_TRANSLATE_NOOP("Settings", "Larger is slower and often a little better; 1 is fastest."),
        minimum=1, maximum=16,
    ),
    Option(
        "as_you_type", True, _TRANSLATING,
        QT_TRANSLATE_NOOP("Settings", "Translate as you type"),
        QT_TRANSLATE_NOOP("Settings", "Otherwise the Translate button starts it."),
    ),
    Option(
        "delay", 250, _TRANSLATING,
        QT_TRANSLATE_NOOP("Settings", "Pause before translating (ms)"),
        QT_TRANSLATE_NOOP("Settings", "How long typing must rest before the translation starts."),
        minimum=50, maximum=5000,
    ),
    Option(
        "use_glossary", True, _TRANSLATING,
        QT_TRANSLATE_NOOP("Settings", "Use the glossary"),
        QT_TRANSLATE_NOOP("Settings", "Translate terms as the glossary says."),
    ),
    Option(
        "use_memory", True, _TRANSLATING,
        QT_TRANSLATE_NOOP("Settings", "Use the translation memory"),
        QT_TRANSLATE_NOOP("Settings", "Reuse saved pairs and offer similar ones."),
    ),
    Option(
        "theme", "system", _LOOK,
        QT_TRANSLATE_NOOP("Settings", "Theme"),
        QT_TRANSLATE_NOOP("Settings", "Light or dark; system follows the desktop."),
        choices=("system", "light", "dark"),
    ),
    Option(
        "font_family", "", _LOOK,
        QT_TRANSLATE_NOOP("Settings", "Text font"),
        QT_TRANSLATE_NOOP("Settings", "Font of the two text panes; empty: the system's."),
        kind="font",
    ),
    Option(
        "font_size", 12, _LOOK,
        QT_TRANSLATE_NOOP("Settings", "Text size"),
        QT_TRANSLATE_NOOP("Settings", "Size of the two text panes in points."),
        minimum=7, maximum=48,
    ),
    Option(
        "mark_unsure", True, _LOOK,
        QT_TRANSLATE_NOOP("Settings", "Underline unsure words"),
        QT_TRANSLATE_NOOP("Settings", "Words that the model is not sure of get a wavy line."),
    ),
    Option(
        "unsure_below", 0.35, _LOOK,
        QT_TRANSLATE_NOOP("Settings", "Unsure below"),
        QT_TRANSLATE_NOOP("Settings", "Confidence (0 to 1) under which a word is underlined."),
        maximum=1,
    ),
    Option(
        "key_translate", "Ctrl+Return", _KEYS,
        QT_TRANSLATE_NOOP("Settings", "Translate now"), "", kind="shortcut",
    ),
    Option(
        "key_swap", "Ctrl+Shift+S", _KEYS,
        QT_TRANSLATE_NOOP("Settings", "Swap languages"), "", kind="shortcut",
    ),
    Option(
        "key_copy", "Ctrl+Shift+C", _KEYS,
        QT_TRANSLATE_NOOP("Settings", "Copy the translation"), "", kind="shortcut",
    ),
    Option(
        "key_paste", "Ctrl+Shift+V", _KEYS,
        QT_TRANSLATE_NOOP("Settings", "Paste and translate"), "", kind="shortcut",
    ),
    Option("key_clear", "Ctrl+Shift+X", _KEYS, QT_TRANSLATE_NOOP("Settings", "Clear"), "", kind="shortcut"),
    Option(
        "key_save", "Ctrl+S", _KEYS,
        QT_TRANSLATE_NOOP("Settings", "Save pair to memory"), "", kind="shortcut",
    ),
)  # fmt: skip
BY_KEY: dict[str, Option] = {option.key: option for option in OPTIONS}
# what the window's keys that can't be changed do, and these keys
FIXED_KEYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (QT_TRANSLATE_NOOP("Settings", "Look closer at the sentence under the cursor"), ("Alt+Return",)),
    (QT_TRANSLATE_NOOP("Settings", "Go to a page"), tuple(f"Ctrl+{page}" for page in range(1, 8))),
    (QT_TRANSLATE_NOOP("Settings", "Close what is open"), ("Esc",)),
    (QT_TRANSLATE_NOOP("Settings", "Larger, smaller text"), ("Ctrl++", "Ctrl+-")),
    (QT_TRANSLATE_NOOP("Settings", "Undo, redo"), ("Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y")),
    (QT_TRANSLATE_NOOP("Settings", "List of shortcuts"), ("F1",)),
    (QT_TRANSLATE_NOOP("Settings", "Quit"), ("Ctrl+Q",)),
)
# what the window remembers without asking: not in the dialog, but in the same file
REMEMBERED: tuple[Option, ...] = (
    Option("source", "auto", "", "", "", choices=("auto", "en", "tr", "pt")),
    Option("target", "en", "", "", "", choices=("en", "tr", "pt")),
    Option("last_other", "", "", "", "", choices=("", "tr", "pt")),
    Option("geometry", "", "", "", ""),
    Option("told_of_tray", False, "", "", ""),
    Option("started_before", False, "", "", ""),
)
# the other names of keys that may stand in a file
_KEY_NAMES = {
    "DELETE": "DEL", "ESCAPE": "ESC", "INSERT": "INS", "PAGEUP": "PGUP", "PAGEDOWN": "PGDOWN",
    "PRINTSCREEN": "PRINT",
}  # fmt: skip
_ALL: dict[str, Option] = {option.key: option for option in (*OPTIONS, *REMEMBERED)}


class Settings:
    """The present values. `messages` holds what was wrong with the file, for the window to show."""

    def __init__(self, path: Path | None = None, overrides: Mapping[str, Any] | None = None) -> None:
        """overrides: values of this run alone (the command line's); PlgtError if one isn't allowed."""
        self.path = path if path is not None else paths.config_dir() / FILE
        self.messages: list[str] = []
        self._values: dict[str, Value] = {}
        self._load()
        self._overrides = {key: _option(key).check(value) for key, value in (overrides or {}).items()}
        for key, value in self._overrides.items():
            self._check_keys(key, value)

    def __getitem__(self, key: str) -> Any:
        option = _option(key)
        return self._overrides.get(key, self._values.get(key, option.default))

    def __setitem__(self, key: str, value: Any) -> None:
        """PlgtError if the value isn't allowed or is a shortcut that another action has already."""
        checked = _option(key).check(value)
        self._check_keys(key, checked)
        self._values[key] = checked
        self._overrides.pop(key, None)

    def __iter__(self) -> Iterator[str]:
        return iter(_ALL)

    def reset(self) -> None:
        """All options of the dialog to their defaults."""
        for option in OPTIONS:
            self._values.pop(option.key, None)
            self._overrides.pop(option.key, None)

    def save(self) -> None:
        """Write what differs from the defaults. PlgtError if the disk refuses."""
        values = {key: value for key, value in self._values.items() if value != _ALL[key].default}
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(prefix=f".{FILE}", dir=self.path.parent)
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump({"version": VERSION, **values}, file, indent=1, ensure_ascii=False)
                os.replace(temporary, self.path)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise PlgtError(
                f'Can\'t write the settings "{self.path}" ({error.strerror or error}): check the folder.'
            ) from error

    def _load(self) -> None:
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError):
            self._set_aside()
            return
        try:
            values = json.loads(text)
        except (ValueError, RecursionError):
            values = None
        if not isinstance(values, dict):
            self._set_aside()
            return
        for key, value in values.items():
            if key not in _ALL:
                continue  # of a newer or older version
            try:
                self._values[key] = _ALL[key].check(value)
            except PlgtError as error:
                self.messages.append(f"The settings file had a wrong value, so the default is used: {error}")
        self._part_shortcuts()

    def _part_shortcuts(self) -> None:
        """Two actions of one shortcut would both be dead: it stays with the first that is declared."""
        taken = {_combination(keys): action for action, fixed in FIXED_KEYS for keys in fixed}
        for option in OPTIONS:
            keys = str(self._values.get(option.key, option.default))
            if option.kind != "shortcut" or not keys:
                continue
            if _is_typed(keys):
                self._values[option.key] = ""
                self.messages.append(
                    f'The settings file makes "{keys}", which is typed in texts, a shortcut: '
                    f'"{option.label}" has no shortcut now.'
                )
                continue
            action = taken.setdefault(_combination(keys), option.label)
            if action != option.label:
                self._values[option.key] = ""
                self.messages.append(
                    f'The settings file gives "{keys}" to two actions: "{action}" keeps it and '
                    f'"{option.label}" has no shortcut now.'
                )

    def _check_keys(self, key: str, value: Value) -> None:
        """PlgtError names the action that has this option's shortcut already."""
        if _ALL[key].kind != "shortcut" or not value:
            return
        if _is_typed(str(value)):
            raise PlgtError(f'"{value}" is typed in texts: press Ctrl, Alt or Meta with it, or use an F key.')
        others = [(option.label, (self[option.key],)) for option in OPTIONS
                  if option.kind == "shortcut" and option.key != key]  # fmt: skip
        for action, used in (*FIXED_KEYS, *others):
            if _combination(str(value)) in [_combination(keys) for keys in used if keys]:
                raise PlgtError(f'"{value}" is already the shortcut of "{action}": choose another one.')

    def _set_aside(self) -> None:
        kept = self.path.with_name(self.path.name + ".damaged")
        try:
            os.replace(self.path, kept)
            where = f'it was set aside as "{kept}"'
        except OSError:
            where = "it is ignored"
        self.messages.append(f"The settings file is damaged: {where} and the defaults are used.")


def _combination(keys: str) -> frozenset[str]:
    """A shortcut's keys in a form that is equal for all ways of writing it ("shift+ctrl+Delete")."""
    parts = keys.upper().replace(" ", "").split("+")
    return frozenset(_KEY_NAMES.get(part, part) for part in parts)


def _is_typed(keys: str) -> bool:
    """Whether keys write or edit something in a text, as a letter does, or Shift with one."""
    *held, key = keys.upper().replace(" ", "").replace("++", "+PLUS").split("+")
    function = key[:1] == "F" and key[1:].isdigit()
    return not function and not {"CTRL", "ALT", "META"} & set(held)


def _option(key: str) -> Option:
    try:
        return _ALL[key]
    except KeyError:
        raise PlgtError(f'There is no option "{key}": the options are {", ".join(BY_KEY)}.') from None
