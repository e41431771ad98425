"""The command line's contract: JSON fields, exit codes, no Qt."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.cli.main import COMMANDS, main
from desktop.core.paths import samples

FIELDS = {
    "indicators": "id framework edition level level_name code title text parent_id score veto sort",
    "requirements": "id indicator_id code method text hint score rule lead owner support due"
    " readiness",
    "units": "id name aliases kind parent",
    "points": "id name type address street community grid lng lat tags owners length_m",
    "checks": "id edition type code class text note rule score",
    "roads": "id name class length_m marks point_id",
    "marks": "id road_id road class subject number chainage_m theme remark",
    "slots": "id requirement_id code kind title min_count documents",
    "documents": "id name sha256 bytes fact_date fact_date_source unit codes review source_path",
}


def run(*words: object) -> tuple[int, Any]:
    stream = io.StringIO()
    code = main([*map(str, words), "--json"], stream)
    text = stream.getvalue().strip()
    return code, json.loads(text) if text else None


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "示例 #%'"
    code, value = run("demo", folder)
    assert code == 0
    assert value["documents"] == 88
    assert Path(value["sheets"]["file"]).stat().st_size > 100_000
    assert value["report"]["pages"] > 10
    return folder


@pytest.mark.parametrize("table", list(FIELDS))
def test_lists_keep_their_field_names(demo: Path, table: str) -> None:
    code, rows = run("-w", demo, "list", table)
    assert code == 0
    assert set(FIELDS[table].split()) <= set(rows[0])


def test_imports_name_cells_and_change_nothing_twice(demo: Path) -> None:
    code, value = run("-w", demo, "import", "points", samples() / "点位台账.xlsx")
    assert code == 0
    assert (value["added"], value["changed"], value["unchanged"]) == (0, 0, 260)
    assert value["operation"] is None
    assert {"sheet", "cell", "text"} == set(value["problems"][0])


def test_dry_run_undo_redo_and_history(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "单位.csv"
    file.write_text("单位简称,类别\n新单位,企业\n", encoding="utf-8")
    code, value = run("-w", demo, "import", "units", file, "--dry-run")
    assert (code, value["added"], value["operation"]) == (0, 1, None)
    assert len(run("-w", demo, "list", "units")[1]) == 72
    assert run("-w", demo, "import", "units", file)[1]["operation"]
    assert len(run("-w", demo, "list", "units")[1]) == 73
    assert run("undo", "-w", demo)[1]["label"].startswith("撤销")
    assert len(run("-w", demo, "list", "units")[1]) == 72
    run("-w", demo, "redo")
    assert len(run("-w", demo, "list", "units")[1]) == 73
    run("-w", demo, "undo")
    steps = run("-w", demo, "history")[1]
    assert {"operation", "label", "at", "who", "rows", "undone"} <= set(steps[0])
    unit = run("-w", demo, "list", "units")[1][0]
    assert run("-w", demo, "history", unit["id"])[1]


def test_spacing_is_listed_printed_and_its_limits_set(demo: Path, tmp_path: Path) -> None:
    code, rows = run("-w", demo, "spacing", "list")
    assert (code, len(rows)) == (0, 12)
    fields = "id road class length_m subject limit_m marks longest_m over needed state notes gaps"
    assert set(fields.split()) == set(rows[0])
    assert {"start_m", "end_m", "length_m", "over", "add_at"} == set(rows[0]["gaps"][0])
    assert sum(row["state"] == "不合格" for row in rows) == 5
    assert run("-w", demo, "spacing", "list", "--subject", "公共卫生间")[1][0]["state"] == "待定"
    assert run("-w", demo, "report", "spacing", tmp_path / "s.pdf")[1]["pages"] == 2
    listed = run("-w", demo, "spacing", "limits", "--set", "公益广告", "主干道", "130")[1]
    assert {"subject", "class", "most_m", "source"} == set(listed[0])
    assert sum(row["over"] for row in run("-w", demo, "spacing", "list")[1]) == 2
    assert run("-w", demo, "spacing", "limits", "--set", "公益广告", "主干道", "远")[0] == 1
    run("-w", demo, "undo")


def test_exit_codes(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("-w", demo, "check")[0] == 0
    assert run("-w", demo, "import", "points", tmp_path / "none.xlsx")[0] == 1
    assert run("demo", demo)[0] == 1
    assert run("nonsense")[0] == 2
    assert main([]) == 2
    assert run("-w", tmp_path, "check")[0] == 4
    blob = next(p for p in (demo / "files").rglob("*") if p.is_file())
    kept = blob.read_bytes()
    blob.write_bytes(kept + b"x")
    code, value = run("-w", demo, "check")
    assert code == 3
    assert value["faults"]
    blob.write_bytes(kept)
    said = capsys.readouterr().err
    assert "没有" in said
    assert "Traceback" not in said


def test_sheets_and_reports(demo: Path, tmp_path: Path) -> None:
    code, value = run("-w", demo, "sheets", tmp_path / "a.pdf", "--point", "青禾大道", "人民路")
    assert code == 0
    assert {"file", "pages", "missing_glyphs", "cut_off"} == set(value)
    assert run("-w", demo, "report", "readiness", tmp_path / "r.pdf")[1]["pages"] > 10
    assert run("-w", demo, "sheets", tmp_path / "b.pdf", "--type", "火星")[0] == 1


def test_init_export_and_add(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    assert run("init", folder, "--county", "甲县", "--test-date", "2026-12-01")[0] == 0
    assert run("init", folder, "--county", "甲县")[0] == 1
    assert run("init", tmp_path / "v", "--county", "乙县", "--test-date", "改天")[0] == 1
    assert run("-w", folder, "import", "units", samples() / "责任单位通讯录.xls")[1]["added"] == 72
    assert run("-w", folder, "export", "units", tmp_path / "u.xlsx")[1]["rows"] == 72
    value = run("-w", folder, "add", samples() / "报送材料" / "新建文件夹")[1]
    assert (value["added"], len(value["unmatched"])) == (1, 1)


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    for commands in COMMANDS:
        for name in commands.NAMES:
            assert main([name, "--help"]) == 0
            assert "usage" in capsys.readouterr().out


def test_qt_is_never_loaded() -> None:
    code = (
        "import sys; from desktop.cli.main import main; main(['--version']);"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-X", "utf8", "-c", code], check=False).returncode == 0


def test_score_why_plan_and_snapshot(demo: Path, tmp_path: Path) -> None:
    scheme = tmp_path / "方案.json"
    scheme.write_text(
        '{"full": 100, "methods": {"材料审核": 60, "实地考察": 40}}', encoding="utf-8"
    )
    code, value = run("-w", demo, "score", "--scheme", scheme)
    assert code == 0
    assert value["low"] <= value["likely"] <= value["high"] <= value["full"] == 100
    assert [line["full"] for line in value["methods"]] == [60, 40]
    assert sum(value["grades"].values()) == 188
    code, node = run("-w", demo, "why", "Ⅱ-3-1)")
    assert (code, node["parts"][0]["parts"][0]["kind"]) == (0, "source")
    assert run("-w", demo, "why", "Ⅱ-999")[0] == 1
    code, plan = run("-w", demo, "plan", "--days", 5, "--budget", 10)
    assert code == 0
    assert all(task["days"] <= 5 for task in plan["tasks"])
    assert run("-w", demo, "plan", "--budget", -1)[0] == 2
    assert run("-w", demo, "snapshot", "--name", "甲")[1]["full"] == 100
    listed = run("-w", demo, "snapshot", "--list")[1]
    day = listed[0]["taken"][:10]
    changes = run("-w", demo, "snapshot", "--compare", day, day)[1]
    assert {change["by"] for change in changes} == {0}
    assert run("-w", demo, "snapshot", "--real", "88.2", "--name", "省级", "--rank", 3)[0] == 0
    for _ in range(3):
        run("-w", demo, "undo")
