"""Carrying settings to another computer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.core.errors import UserError
from desktop.features.settings import (
    SETTINGS,
    USER_SETTINGS,
    export_settings,
    read_settings_file,
)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    export_settings(tmp_path / "s.json", {"county": "甲县"}, {"theme": "深色"})
    assert read_settings_file(tmp_path / "s.json") == ({"county": "甲县"}, {"theme": "深色"})


def test_what_nobody_knows_or_offers_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "s.json"
    kept = {"about": "迎检台设置", "workspace": {"county": 5, "x": "y"}, "user": {"theme": "粉色"}}
    file.write_text(json.dumps(kept), encoding="utf-8")
    assert read_settings_file(file) == ({}, {})


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
