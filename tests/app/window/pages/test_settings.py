"""Options: declared once, kept in a file, never a crash; the page and the command line derive from them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from app.cli.main import cli
from app.errors import PlgtError
from app.settings import BY_KEY, FIXED_KEYS, OPTIONS, Settings
from app.window.application import make_application
from app.window.context import Context
from app.window.main_window import MainWindow
from tests.app.window.driving import choose_file, click, destroy, drop, pick, settled, type_text


def test_only_what_differs_is_kept_and_comes_back(tmp_path: Path):
    settings = Settings(tmp_path / "settings.json")
    settings["beam"] = 2
    settings["theme"] = "dark"
    settings["threads"] = 0
    settings.save()
    assert json.loads((tmp_path / "settings.json").read_text()) == {"version": 1, "beam": 2, "theme": "dark"}
    again = Settings(tmp_path / "settings.json")
    assert (again["beam"], again["theme"], again["font_size"]) == (2, "dark", 12)


@pytest.mark.parametrize("content", [b"{", b"[1, 2]", b"\xff\xfe\x00\xd8", b"[" * 100_000, b"null"])
def test_a_damaged_file_is_set_aside_with_a_message(tmp_path: Path, content: bytes):
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    settings = Settings(path)
    assert settings["beam"] == 4
    assert len(settings.messages) == 1 and "set aside" in settings.messages[0]
    assert not path.exists() and (tmp_path / "settings.json.damaged").read_bytes() == content


def test_a_wrong_value_costs_only_that_value(tmp_path: Path):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"beam": 99, "theme": "dark", "threads": "many", "of_tomorrow": 1}))
    settings = Settings(path)
    assert (settings["beam"], settings["threads"], settings["theme"]) == (4, 0, "dark")
    assert len(settings.messages) == 2


@pytest.mark.parametrize(
    ("written", "first", "second"),
    [
        ({"key_save": "ctrl+RETURN"}, ("key_translate", "Ctrl+Return"), "key_save"),
        ({"key_swap": "Shift+Ctrl+Del", "key_copy": "Ctrl + Shift + Delete"},
         ("key_swap", "Shift+Ctrl+Del"), "key_copy"),
        ({"key_save": "F9", "hotkey": "F9"}, ("hotkey", "F9"), "key_save"),
        ({"key_clear": "F1"}, None, "key_clear"),
    ],
)  # fmt: skip
def test_of_two_actions_with_one_shortcut_in_the_file_the_first_keeps_it(
    tmp_path: Path, written: dict[str, str], first: tuple[str, str] | None, second: str
):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"beam": 2, **written}))
    settings = Settings(path)
    assert settings[second] == "" and settings["beam"] == 2
    action = "List of shortcuts"
    if first is not None:
        assert settings[first[0]] == first[1]
        action = BY_KEY[first[0]].label
    assert settings.messages == [
        f'The settings file gives "{written[second]}" to two actions: "{action}" keeps it and '
        f'"{BY_KEY[second].label}" has no shortcut now.'
    ]
    settings.save()
    assert Settings(path).messages == []


def test_shortcuts_that_were_exchanged_or_taken_away_in_the_file_are_no_conflict(tmp_path: Path):
    path = tmp_path / "settings.json"
    path.write_text(
        json.dumps({"key_swap": "Ctrl+S", "key_save": "Ctrl+Shift+S", "key_copy": "", "key_clear": ""})
    )
    settings = Settings(path)
    assert (settings["key_swap"], settings["key_save"]) == ("Ctrl+S", "Ctrl+Shift+S")
    assert settings["key_copy"] == settings["key_clear"] == ""
    assert settings.messages == []
    both = Settings(tmp_path / "s.json", overrides={"key_swap": "Ctrl+S", "key_save": "Ctrl+Shift+S"})
    assert both["key_save"] == "Ctrl+Shift+S"
    with pytest.raises(PlgtError, match='already the shortcut of "Save pair to memory"'):
        Settings(tmp_path / "s.json", overrides={"key_swap": "Ctrl+S"})


@pytest.mark.parametrize(
    ("key", "value"),
    [("beam", 0), ("beam", "x"), ("theme", "pink"), ("history", "perhaps"), ("unsure_below", 1.5),
     ("nothing", 1),
     ("threads", float("inf")), ("font_family", 3), ("beam", True)],
)  # fmt: skip
def test_impossible_values_are_refused_in_a_sentence(tmp_path: Path, key: str, value: object):
    with pytest.raises(PlgtError) as caught:
        Settings(tmp_path / "s.json", overrides={key: value})
    assert len(str(caught.value)) > 20


def test_overrides_last_for_one_run(tmp_path: Path):
    settings = Settings(tmp_path / "s.json", overrides={"beam": 1})
    assert settings["beam"] == 1
    settings.save()
    assert Settings(tmp_path / "s.json")["beam"] == 4


def test_a_disk_that_refuses_gives_one_sentence(tmp_path: Path):
    (tmp_path / "file").write_text("")
    settings = Settings(tmp_path / "file" / "settings.json")
    settings["beam"] = 2
    with pytest.raises(PlgtError, match="Can't write the settings"):
        settings.save()


def test_the_command_line_has_every_option_and_refuses_wrong_ones():
    shown = CliRunner().invoke(cli, ["window", "--help"], env={"COLUMNS": "200"}).output
    for option in OPTIONS:
        assert f"--{option.flag}" in shown
    result = CliRunner().invoke(cli, ["window", "--beam", "99"])
    assert isinstance(result.exception, PlgtError) and "1 to 16" in str(result.exception)
    result = CliRunner().invoke(cli, ["window", "/nowhere/file.docx"])
    assert isinstance(result.exception, PlgtError) and "no file" in str(result.exception)


@pytest.fixture
def page(qtbot, window):
    click(qtbot, window.navigation.buttons[-1])
    page = window.page("settings")
    return page


def reach(page, key: str):
    """An option's control, scrolled to where a mouse can reach it."""
    control = page.controls[key]
    page.area.ensureWidgetVisible(control)
    return control


def test_the_page_has_a_control_for_every_option_with_its_description(page):
    assert set(page.controls) == set(BY_KEY)
    for option in OPTIONS:
        assert page.controls[option.key].accessibleName() == option.label
        assert page._notes[option.key].text() == option.description


def test_values_are_stored_and_hold_at_once(qtbot, window, page, settings):
    translate = window.translate_page
    beam = reach(page, "beam")
    beam.setFocus()
    qtbot.keyClick(beam, Qt.Key.Key_Up)
    assert settings["beam"] == translate.live.beam == window.context.translator.beam == 2
    pick(qtbot, reach(page, "theme"), "dark")
    assert QApplication.instance().property("theme") == "dark"
    click(qtbot, reach(page, "as_you_type"))
    assert translate.translate_button.isVisibleTo(translate)
    size = reach(page, "font_size")
    size.setFocus()
    size.selectAll()
    type_text(qtbot, size, "20")
    qtbot.keyClick(size, Qt.Key.Key_Return)
    assert translate.source_pane.font().pointSize() == translate.target_pane.font().pointSize() == 20
    fonts = reach(page, "font_family")
    fonts.setFocus()
    qtbot.keyClick(fonts, Qt.Key.Key_Home)  # not the last ones: "Serif" may only be another family's alias
    qtbot.keyClick(fonts, Qt.Key.Key_Down)
    assert translate.source_pane.font().family() == settings["font_family"] == fonts.currentFont().family()
    assert Settings()["font_size"] == 20 and Settings()["theme"] == "dark"  # in the file already
    click(qtbot, page.reset_button)
    assert settings["beam"] == 4 and page.controls["beam"].value() == 4
    assert settings["font_size"] == 12 and not settings["font_family"]


def test_a_shortcut_can_be_changed(qtbot, window, page, settings):
    keys = reach(page, "key_swap")
    keys.setFocus()
    qtbot.keyClick(keys.findChild(QLineEdit), Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: settings["key_swap"] == "F8", timeout=5000)
    window.show_page("translate")
    translate = window.translate_page
    pick(qtbot, translate.source_box, "tr")
    translate.source_pane.setFocus()
    qtbot.keyClick(translate.source_pane, Qt.Key.Key_F8)
    assert translate.source_box.code == "en"
    assert "(F8)" in translate.swap_button.toolTip()


@pytest.mark.parametrize(
    ("language", "message"),
    [("en", '"Ctrl+S" is already the shortcut of "Save pair to memory": choose another one.'),
     ("tr", "“Ctrl+S” zaten “Çifti belleğe kaydet” eyleminin kısayolu: başka bir kısayol seçin."),
     ("pt", "“Ctrl+S” já é o atalho de “Guardar par na memória”: escolha outro.")],
)  # fmt: skip
def test_a_shortcut_of_another_action_is_refused(qtbot, window, page, settings, language, message):
    settings["interface_language"] = language
    window.apply_settings()
    swap = reach(page, "key_swap")
    swap.setFocus()
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyPress(swap, Qt.Key.Key_Control)
    qtbot.keyPress(swap, Qt.Key.Key_S, control)
    assert settings["key_swap"] == "Ctrl+Shift+S"
    qtbot.keyRelease(swap, Qt.Key.Key_S, control)
    qtbot.keyRelease(swap, Qt.Key.Key_Control)
    qtbot.waitUntil(lambda: page.message.text() == message, timeout=5000)
    assert page.message.isVisible()
    assert swap.keySequence().toString() == settings["key_swap"] == "Ctrl+Shift+S"
    window.show_page("translate")
    translate = window.translate_page
    pick(qtbot, translate.source_box, "tr")
    translate.source_pane.setFocus()
    qtbot.keyClick(translate.source_pane, Qt.Key.Key_S, control | Qt.KeyboardModifier.ShiftModifier)
    assert translate.source_box.code == "en"  # the old key still swaps
    window.show_page("settings")
    save = reach(page, "key_save")
    save.setFocus()
    save.findChild(QLineEdit).clear()  # as the button in the field does
    assert settings["key_save"] == "" and not page.message.isVisible()
    swap.setFocus()
    qtbot.keyClick(swap, Qt.Key.Key_S, control)
    qtbot.waitUntil(lambda: settings["key_swap"] == "Ctrl+S", timeout=5000)
    assert not page.message.isVisible()


@pytest.mark.parametrize(
    ("key", "modifier", "action"),
    [(Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier, "List of shortcuts"),
     (Qt.Key.Key_7, Qt.KeyboardModifier.ControlModifier, "Go to a page"),
     (Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier, "Undo, redo"),
     (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, "Translate now")],
)  # fmt: skip
def test_fixed_keys_are_refused_for_the_global_hotkey_too(qtbot, page, settings, key, modifier, action):
    hotkey = reach(page, "hotkey")
    hotkey.setFocus()
    qtbot.keyClick(hotkey, key, modifier)
    qtbot.waitUntil(lambda: f'"{action}"' in page.message.text(), timeout=5000)
    assert hotkey.keySequence().isEmpty() and settings["hotkey"] == ""


def test_every_key_of_the_window_is_known_to_the_settings(window, settings):
    known = {keys for _, fixed in FIXED_KEYS for keys in fixed}
    known |= {settings[option.key] for option in OPTIONS if option.kind == "shortcut"}
    used = [shortcut.key().toString() for shortcut in window._shortcuts]
    assert len(used) > 10 and set(used) <= known and len(set(used)) == len(used)


def test_the_interface_language_changes_while_running(qtbot, window, page, settings):
    pick(qtbot, reach(page, "interface_language"), "tr")
    qtbot.waitUntil(lambda: window.navigation.buttons[0].text() == "Çevir", timeout=5000)
    assert page.heading.text() == "Ayarlar"
    pick(qtbot, reach(page, "interface_language"), "en")
    qtbot.waitUntil(lambda: page.heading.text() == "Settings", timeout=5000)


def test_the_folder_for_files_is_chosen_in_a_dialog(qtbot, window, page, settings, tmp_path: Path):
    (tmp_path / "out").mkdir()
    choose_file(qtbot, page._folder_action.trigger, tmp_path / "out")
    assert settings["output_folder"] == str(tmp_path / "out")
    file = tmp_path / "ev.txt"
    file.write_text("Ev uzak.\n", encoding="utf-8")
    pick(qtbot, window.translate_page.source_box, "tr")
    drop(window, [file])
    queue = window.page("files").queue
    qtbot.waitUntil(lambda: [e.state for e in queue.entries] == ["done"], timeout=30_000)
    assert (tmp_path / "out" / "ev.en.txt").is_file()


def test_device_and_threads_make_a_new_translator(qtbot, settings):
    """With the translator that the program itself makes: the real one, made when it is first asked."""
    make_application(settings)
    window = MainWindow(Context(settings))
    window.show()
    try:
        translate = window.translate_page
        pick(qtbot, translate.source_box, "tr")
        translate.set_source("Bugün hava çok güzel.")
        settled(qtbot, translate)
        first = window.context.translator
        assert first.loaded and translate.target_pane.text and first.beam == 1
        window.show_page("settings")
        page = window.page("settings")
        threads = reach(page, "threads")
        threads.setFocus()
        qtbot.keyClick(threads, Qt.Key.Key_Up)
        assert settings["threads"] == 1
        pick(qtbot, reach(page, "device"), "cpu")
        settled(qtbot, translate)
        second = window.context.translator
        assert second is not first and (second.engines.threads, second.engines.device) == (1, "cpu")
        assert translate.live.translator is second
        assert "the CPU was asked for" in window.device.text()
        beam = reach(page, "beam")
        beam.setFocus()
        qtbot.keyClick(beam, Qt.Key.Key_Up)
        assert second.beam == 2 and window.context.translator is second
    finally:
        destroy(window)


def test_a_disk_that_refuses_is_told_on_the_page(qtbot, page, settings, tmp_path: Path):
    (tmp_path / "file").write_text("")
    settings.path = tmp_path / "file" / "settings.json"
    click(qtbot, reach(page, "use_memory"))
    assert "Can't write the settings" in page.message.text() and page.message.isVisible()
    settings.path = tmp_path / "settings.json"
