"""Carrying settings to another computer."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import desktop
from desktop.core.errors import UserError
from desktop.features.settings import (
    SETTINGS,
    USER_SETTINGS,
    Setting,
    SettingsFile,
    all_settings,
    export_settings,
    read_settings_file,
    save_settings,
)
from desktop.features.workspace import create_workspace

PROGRAM = Path(desktop.__file__).parent


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    held = SettingsFile(
        {"county": "甲县"}, {"theme": "深色"}, {"spacing": {"公益广告": {"支路": "400"}}}
    )
    export_settings(tmp_path / "s.json", held)
    assert read_settings_file(tmp_path / "s.json") == held


def test_every_setting_comes_back_in_another_workspace(tmp_path: Path) -> None:
    values = {"date": "2026-12-10", "number": "7", "text": "甲"}
    said = {item.key: values[item.kind] for item in SETTINGS}
    mine = {item.key: item.choices[-1] for item in USER_SETTINGS}
    with create_workspace(tmp_path / "a", county="", test_date="") as store:
        save_settings(store, said)
        kept = {item.key: value for item, value in all_settings(store)}
    assert kept == said
    export_settings(tmp_path / "s.json", SettingsFile(kept, mine))
    read = read_settings_file(tmp_path / "s.json")
    with create_workspace(tmp_path / "b", county="", test_date="") as store:
        save_settings(store, read.workspace)
        assert {item.key: value for item, value in all_settings(store)} == said
    assert read.user == mine


@pytest.mark.parametrize(
    ("call", "declared"),
    [(r"\b(?:number_)?setting\(\w+, ", SETTINGS), (r"\bprefer(?:ence)?\(", USER_SETTINGS)],
)
def test_every_key_the_program_asks_for_is_declared(
    call: str, declared: tuple[Setting, ...]
) -> None:
    code = "\n".join(file.read_text(encoding="utf-8") for file in PROGRAM.rglob("*.py"))
    asked = set(re.findall(call + r'"(\w+)"', code))
    assert len(asked) > 3
    assert asked <= {item.key for item in declared}


def test_what_nobody_knows_or_offers_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "s.json"
    kept = {"about": "迎检台设置", "workspace": {"county": 5, "x": "y"}, "user": {"theme": "粉色"},
            "pages": {"a": 1, "b": {"c": {"d": 5}}}}  # fmt: skip
    file.write_text(json.dumps(kept), encoding="utf-8")
    assert read_settings_file(file) == SettingsFile({}, {}, {"a": {}, "b": {"c": {}}})


@pytest.mark.parametrize("text", ["", "[]", '{"about": 1}', "\x00\xff", "[" * 100_000])
def test_another_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "s.json").write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match="不是迎检台导出的设置"):
        read_settings_file(tmp_path / "s.json")


def test_each_setting_is_declared_once_with_its_words() -> None:
    for declared in (SETTINGS, USER_SETTINGS):
        assert len({item.key for item in declared}) == len(declared)
        assert all(item.title and item.help for item in declared)
    assert all(item.default in item.choices for item in USER_SETTINGS)
