"""The first steps tick themselves, and the sample can be removed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from db import Store
from desktop.core.errors import UserError
from desktop.core.paths import samples
from desktop.features.exchange import ImportRequest, preview_import
from desktop.features.setup import setup_steps
from desktop.features.workspace import create_workspace, is_sample, remove_sample


def test_nothing_is_done_in_a_new_county(store: Store) -> None:
    assert [step.is_done for step in setup_steps(store)] == [False] * 6


def test_what_is_there_is_done(county_store: Store) -> None:
    done = {step.key: step.count for step in setup_steps(county_store) if step.is_done}
    assert list(done) == ["units", "indicators", "checks", "points"]
    assert done["points"] == 260


def test_the_edition_named_at_the_start_names_the_first_import(tmp_path: Path) -> None:
    file = samples() / "测评体系_县级_2026版任务分解表.xlsx"
    with create_workspace(tmp_path / "w", county="甲县", edition="甲体系") as store:
        assert preview_import(store, ImportRequest("indicators", file)).edition == "甲体系"
        given = ImportRequest("indicators", file, edition="乙体系")
        assert preview_import(store, given).edition == "乙体系"


def test_only_a_sample_can_be_removed(tmp_path: Path) -> None:
    create_workspace(tmp_path / "own", county="甲县").close()
    with pytest.raises(UserError, match="不是示例"):
        remove_sample(tmp_path / "own")
    assert (tmp_path / "own" / "workspace.db").is_file()
    with create_workspace(tmp_path / "sample", county="青禾县", sample=True) as store:
        assert is_sample(store)
    remove_sample(tmp_path / "sample")
    assert not (tmp_path / "sample").exists()


def test_a_folder_that_cannot_be_removed_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_workspace(tmp_path / "w", county="青禾县", sample=True).close()

    def refuse(_folder: Path) -> None:
        raise PermissionError(13, "拒绝访问")

    monkeypatch.setattr(shutil, "rmtree", refuse)
    with pytest.raises(UserError, match="没有删干净"):
        remove_sample(tmp_path / "w")
