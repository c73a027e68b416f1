"""Options: declared once, kept in a file, never a crash; the page and the command line derive from them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli.main import cli
from app.errors import PlgtError
from app.settings import BY_KEY, OPTIONS, Settings


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


def test_the_page_has_a_control_for_every_option_that_stores_at_once(qtbot, window, settings):
    window.show_page("settings")
    page = window.page("settings")
    assert set(page.controls) == set(BY_KEY)
    page.controls["beam"].setValue(2)
    assert settings["beam"] == 2 and window.translate_page.live.beam == 2
    box = page.controls["theme"]
    box.setCurrentIndex(box.findData("dark"))
    from PySide6.QtWidgets import QApplication

    assert QApplication.instance().property("theme") == "dark"
    page.controls["as_you_type"].setChecked(False)
    assert window.translate_page.translate_button.isVisibleTo(window.translate_page)
    page.controls["font_size"].setValue(20)
    assert window.translate_page.source_pane.font().pointSize() == 20
    assert Settings()["font_size"] == 20
    page.reset_button.click()
    assert settings["beam"] == 4 and page.controls["beam"].value() == 4
