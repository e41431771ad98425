"""Results from tables: a third party's rows find their round, point and item, or say why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import Store, records
from db.tables.visits import Answer, Visit
from desktop.features.exchange import ImportRequest, apply_import, export_table, preview_import
from desktop.features.exchange.workbook import OutColumn, OutSheet, write_workbook
from desktop.features.points import check_rows, point_rows
from desktop.features.visits import RoundPlan, add_points, round_results, save_round, visit_rows
from desktop.features.workspace import undo


@pytest.fixture
def third(county_store: Store) -> Store:
    item, _ = save_round(county_store, None, RoundPlan("第三方七月", "第三方"))
    parks = [row.id for row in point_rows(county_store).all() if row.type == "公园"]
    add_points(county_store, item.id, parks[:1])
    return county_store


def book(path: Path, rows: list[list[object]]) -> Path:
    heads = [OutColumn(head) for head in ("点位名称", "测评编号", "是否符合", "数量", "问题")]
    write_workbook(path, [OutSheet("结果", heads, rows)])
    return path


def test_results_of_a_third_party_come_in_once(third: Store, tmp_path: Path) -> None:
    parks = [row for row in point_rows(third).all() if row.type == "公园"]
    items = [row for row in check_rows(third).all() if row.type == "公园"]
    yes_no = [row for row in items if '"yes_no"' in row.rule]
    counted = next(row for row in items if '"count"' in row.rule)
    path = book(tmp_path / "三方.xlsx", [
        [parks[0].name, yes_no[0].code, "√", None, ""], [parks[0].name, yes_no[1].code, "×", None, "破损"],
        [parks[1].name, counted.code, "符合", 0, ""], ["没有的公园", yes_no[0].code, "√", None, ""],
        [parks[0].name, "没有-01", "√", None, ""], [parks[0].name, yes_no[2].code, "大概", None, ""],
        [parks[0].name, yes_no[3].code, "", -3, ""], ["合计", "", "", 9, ""],
    ])  # fmt: skip
    request = ImportRequest("answers", path, round="第三方七月")
    preview = preview_import(third, request)
    assert len(preview.added) == 3
    assert {note.cell for note in preview.skipped} == {"B5", "B6", "C7", "C8", "9:9"}
    assert "以数字为准" in preview.problems[0].text
    apply_import(third, preview)
    results = round_results(third, "第三方七月")
    assert (results.entered, results.whole.passed, results.whole.failed) == (2, 1, 2)
    again = preview_import(third, request)
    assert (len(again.added), len(again.changed), len(again.unchanged)) == (0, 0, 3)
    undo(third)
    assert not records.find(third, Answer)
    assert len(records.find(third, Visit)) == 1


def test_results_go_out_and_come_back(third: Store, tmp_path: Path) -> None:
    parks = [row for row in point_rows(third).all() if row.type == "公园"]
    items = [row for row in check_rows(third).all() if row.type == "公园"]
    path = book(tmp_path / "a.xlsx", [[parks[0].name, row.code, "符合", 2, "甲"] for row in items])
    apply_import(third, preview_import(third, ImportRequest("answers", path, round="1")))
    out = tmp_path / "out.xlsx"
    assert export_table(third, "answers", out) == len(items)
    back = preview_import(third, ImportRequest("answers", out))
    assert (len(back.added), len(back.changed), len(back.skipped)) == (0, 0, 0)
    assert len(back.unchanged) == len(items)


def test_without_a_round_every_row_says_so(third: Store, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["人民公园", "公园-01", "√", None, ""]])
    preview = preview_import(third, ImportRequest("answers", path))
    assert not preview.has_changes
    assert "没有说是哪一轮" in preview.skipped[0].text
    assert len(visit_rows(third, "x").all()) == 0
