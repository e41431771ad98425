"""Rounds from the command line: the same work as in the window."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from desktop.cli.main import main
from desktop.core.paths import samples
from desktop.features.exchange.workbook import OutColumn, OutSheet, write_workbook


@pytest.fixture
def folder(county_workspace: Path, tmp_path: Path) -> Path:
    """A copy of the sample county."""
    return Path(shutil.copytree(county_workspace, tmp_path / "w"))


def say(folder: Path, *words: str, code: int = 0) -> Any:
    out = io.StringIO()
    assert main(["-w", str(folder), *words, "--json"], out) == code
    return json.loads(out.getvalue())


def test_a_round_from_its_draw_to_its_report(folder: Path, tmp_path: Path) -> None:
    assert say(folder, "round", "new", "七月自查", "--starts", "2026-07-06")["number"] == 1
    drawn = say(folder, "round", "draw", "1", "--quota", "公园=2", "--around", "小区=1",
                "--fixed-type", "农贸市场", "--seed", "青禾7月")  # fmt: skip
    assert drawn["repeats"]
    assert drawn["seed"] == "青禾7月"
    assert sum("公园" in one["reason"] for one in drawn["drawn"]) == 2
    teams = say(folder, "round", "teams", "1", "--teams", "3")
    points = say(folder, "round", "points", "七月自查")
    assert sum(len(team["points"]) for team in teams) == len(points)
    sheets = say(folder, "sheets", str(tmp_path / "s.pdf"), "--round", "1", "--two-sided")
    text = "".join(page.extract_text() for page in PdfReader(sheets["file"]).pages)
    assert all(point["sheet_no"] in text for point in points)
    assert "实地考察路线单" in text
    park = next(p for p in points if p["type"] == "公园")
    codes = [c["code"] for c in say(folder, "list", "checks") if c["type"] == "公园"]
    rows = [[park["sheet_no"], code, "符合" if n else "不符合", None, ""]
            for n, code in enumerate(codes)]  # fmt: skip
    heads = [OutColumn(head) for head in ("检查表编号", "编号", "结果", "数量", "备注")]
    write_workbook(tmp_path / "r.xlsx", [OutSheet("结果", heads, rows)])
    came = say(folder, "answers", "import", str(tmp_path / "r.xlsx"), "--round", "1")
    assert came["added"] == len(codes)
    results = say(folder, "round", "results", "1", "--by", "street")
    assert results["entered"] == 1
    assert results["rows"][0]["failed"] == 1
    report = say(folder, "report", "visits", str(tmp_path / "v.pdf"), "--round", "1")
    text = "".join(page.extract_text() for page in PdfReader(report["file"]).pages)
    for words in ("实地考察情况报告", "七月自查", "各街道得分", "不符合项目", "计算方法", codes[0]):
        assert words in text
    for name in ("draws", "map"):
        made = say(folder, "report", name, str(tmp_path / f"{name}.pdf"), "--round", "1")
        assert made["pages"] >= 1
    assert say(folder, "round", "list")[0]["points"] == len(points)


def test_a_ledger_comes_in_by_either_name(folder: Path) -> None:
    file = str(samples() / "市级模拟测评反馈问题.xlsx")
    first = say(folder, "findings", "import", file)
    again = say(folder, "import", "findings", file)
    assert (first["added"], again["added"], again["unchanged"]) == (341, 0, 341)


def test_refusals_change_nothing(folder: Path, tmp_path: Path) -> None:
    for words in (
        ("round", "results", "9"), ("round", "new", "甲", "--kind", "没有这种"),
        ("report", "visits", str(tmp_path / "x.pdf")),
        ("sheets", str(tmp_path / "x.pdf"), "--round", "没有"),
    ):  # fmt: skip
        assert "没有" in say(folder, *words, code=1)["error"]
    say(folder, "round", "new", "甲")
    assert "看不懂" in say(folder, "round", "draw", "1", "--quota", "公园", code=1)["error"]
    assert (
        "这一轮没有抽过点"
        in say(folder, "report", "draws", str(tmp_path / "x.pdf"), "--round", "1", code=1)["error"]
    )
    assert not (tmp_path / "x.pdf").exists()
