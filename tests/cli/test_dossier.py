"""The trial hand-in from the command line."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from desktop.cli.main import main
from desktop.core.paths import samples


@pytest.fixture
def folder(county_workspace: Path, tmp_path: Path) -> Path:
    """A copy of the sample county with two units' materials."""
    made = Path(shutil.copytree(county_workspace, tmp_path / "w"))
    for name in ("文旅局", "团县委", "文明办"):
        say(made, "add", str(samples() / "报送材料" / name))
    return made


def say(folder: Path, *words: str, code: int = 0) -> Any:
    out = io.StringIO()
    assert main(["-w", str(folder), *words, "--json"], out) == code
    return json.loads(out.getvalue()) if code == 0 or out.getvalue() else None


def test_the_window_moves_only_when_told(folder: Path) -> None:
    found = say(folder, "window", "dates")
    assert {item["name"] for item in found if not item["found"]} == {
        "派单现场.jpg",
        "单据汇总.xlsx",
    }
    shown = say(folder, "window", "move", "--test-month", "2026-09")
    assert shown["new"] == ["2025-09-01", "2026-08-31"]
    assert shown["applied"] is False
    assert say(folder, "window")["window"] == ["2025-12-01", "2026-11-30"]
    say(folder, "window", "move", "--from", "2025-09-01", "--to", "2026-08-31", "--apply")
    listed = say(folder, "window", "list")
    assert listed["window"] == ["2025-09-01", "2026-08-31"]
    assert [row["name"] for row in listed["documents"] if row["state"] == "期外"] == [
        "DSC00871.jpg", "免费开放通知.pdf", "假期托管20250720.jpg",
    ]  # fmt: skip


def test_a_window_must_be_said(folder: Path) -> None:
    assert main(["-w", str(folder), "window", "move"], io.StringIO()) == 1
    assert main(["-w", str(folder), "window", "move", "--test-month", "九月"], io.StringIO()) == 1


def test_a_document_is_filed_returned_replaced_and_passed(folder: Path, tmp_path: Path) -> None:
    assert (
        say(folder, "link", "意见箱.jpg", "--code", "Ⅱ-54-1)", "--kind", "文件通知")["linked"] == 1
    )
    assert say(folder, "review", "return", "任务分解通知.pdf", "--reason", "off-item",
               "--who", "王")["changed"] == 1  # fmt: skip
    (slip,) = say(folder, "review", "list")
    assert [(line["name"], line["who"]) for line in slip["lines"]] == [("任务分解通知.pdf", "王")]
    pdf = tmp_path / "退回单.pdf"
    say(folder, "report", "returns", str(pdf))
    assert pdf.stat().st_size > 1000
    new = tmp_path / "新.txt"
    new.write_text("2026年3月9日", encoding="utf-8")
    replaced = say(folder, "review", "replace", "任务分解通知.pdf", "--file", str(new))
    assert replaced["number"] == 2
    assert say(folder, "review", "list") == []
    assert say(folder, "review", "pass", "任务分解通知.pdf")["changed"] == 1
    assert main(["-w", str(folder), "review", "return", "意见箱.jpg"], io.StringIO()) == 1
    assert main(["-w", str(folder), "review", "pass"], io.StringIO()) == 1
    assert main(["-w", str(folder), "link", "意见箱.jpg", "--code", "Ⅱ-99-9)"], io.StringIO()) == 1


def test_a_trial_tells_by_its_exit_code(folder: Path) -> None:
    trial = say(folder, "dryrun", code=3)
    assert trial["refused"] == sum(row["grade"] == "会被拒收" for row in trial["rows"]) > 0
    assert ("帮扶情况.docx", "个人信息") in {(r["name"], r["rule"]) for r in trial["rows"]}


def test_a_limit_is_set_with_its_source(folder: Path) -> None:
    words = ("dryrun", "--limit", "说明报告", "least_words", "2000")
    assert main(["-w", str(folder), *words], io.StringIO()) == 1
    trial = say(folder, *words, "--source", "2026 年通知", code=3)
    told = [row["what"] for row in trial["rows"] if row["rule"] == "字数"]
    assert told
    assert all("至少 2000（2026 年通知）" in words for words in told)
    assert main(["-w", str(folder), "dryrun", "--limit", "无", "bytes", "1"], io.StringIO()) == 1


def test_a_place_is_let_stand_and_taken_back(folder: Path) -> None:
    def personal() -> list[dict[str, str]]:
        rows: list[dict[str, str]] = say(folder, "dryrun", code=3)["rows"]
        return [row for row in rows if row["rule"] == "个人信息"]

    first, second = personal()
    assert main(["-w", str(folder), "exempt", "add", "x", "--reason", "a"], io.StringIO()) == 1
    assert main(["-w", str(folder), "exempt", "add"], io.StringIO()) == 1
    say(folder, "exempt", "add", first["key"], "--who", "王主任", "--reason", "本人同意")
    assert [row["key"] for row in personal()] == [second["key"]]
    (row,) = say(folder, "exempt")
    assert (row["documents"], row["reason"], row["who"]) == ("帮扶情况.docx", "本人同意", "王主任")
    assert main(["-w", str(folder), "exempt", "withdraw", row["id"]], io.StringIO()) == 1
    say(folder, "exempt", "withdraw", row["id"], "--reason", "本人反悔")
    assert [row["key"] for row in personal()] == [first["key"], second["key"]]
    assert say(folder, "exempt", "list") == []
