"""The ledger on the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from desktop.cli.main import main


@pytest.fixture
def run(empty_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    shutil.copytree(empty_workspace, tmp_path / "w")

    def call(*words: str, code: int = 0) -> object:
        assert main(["-w", str(tmp_path / "w"), "--json", *words]) == code
        return json.loads(capsys.readouterr().out)

    return call


def test_a_finding_is_added_listed_and_moved(run) -> None:  # type: ignore[no-untyped-def]
    assert (
        run("findings", "add", "果皮箱满", "--point", "人民路", "--on", "2026-06-01")["number"] == 1
    )
    listed = run("list", "findings")
    assert {"id", "point", "text", "indicator", "units", "state", "found", "due", "source"} <= set(
        listed[0]
    )
    assert (listed[0]["state"], listed[0]["found"], listed[0]["class"]) == (
        "发现",
        "2026-06-01",
        "",
    )
    assert "没有责任单位" in run("findings", "step", "assign", "1", code=1)["error"]
    assert "没有“fly”这一步" in run("findings", "step", "fly", "1", code=1)["error"]
    assert "没有这些问题：9" in run("findings", "step", "assign", "9", code=1)["error"]
    run("findings", "step", "作废", "1", "--text", "重复登记")
    assert run("findings", "list", "--state", "作废")[0]["number"] == 1
    assert run("findings", "list", "--late") == []
