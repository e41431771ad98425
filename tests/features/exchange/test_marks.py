"""Mileage tables as offices have them: every oddity named by cell, nothing lost or doubled."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import Store, create_store
from desktop.core.errors import InputError
from desktop.features.exchange import (
    ImportPreview,
    ImportRequest,
    apply_import,
    export_table,
    preview_import,
)
from desktop.features.exchange.service import preview_book
from desktop.features.exchange.workbook import OutColumn, OutSheet, write_workbook
from desktop.features.office_tables.book import _by_content
from desktop.features.spacing import edit_mark, edit_road, mark_rows, road_rows

HEADS = ["道路", "等级", "长度(米)", "广告序号", "里程(米)", "主题"]


def preview(store: Store, path: Path) -> ImportPreview:
    return preview_import(store, ImportRequest("marks", path))


def table(path: Path, rows: list[list[object]], heads: list[str] | None = None) -> Path:
    columns = [OutColumn(head) for head in heads or HEADS]
    write_workbook(path, [OutSheet("里程", columns, rows)])
    return path


def notes(preview: ImportPreview) -> dict[str, str]:
    said: dict[str, str] = {}
    for note in (*preview.problems, *preview.skipped):
        said[note.cell] = f"{said.get(note.cell, '')} {note.text}"
    return said


def test_every_oddity_is_named_by_its_cell(store: Store, tmp_path: Path) -> None:
    file = table(tmp_path / "a.xlsx", [
        ["甲路", "主干道", "1.2公里", 1, "待定", ""],
        ["", "", "", 2, 100, ""],
        ["甲路", "次干道", 1300, 3, 1250, ""],
        ["甲路", "主干道", 1200, 3, -5, ""],
        ["乙路", "主干道", "", 1, 90, ""],
        ["乙路", "主干道", "", 2, 90, ""],
        ["乙路", "主干道", "", 2, 90, "又一次"],
        ["丙路", "支路", 0, "", "", ""],
        ["", "", "", "", "", "没有路"],
        ["丙路", "支路", "", 4, "", ""],
        ["小计", "", "", "", 7, ""],
    ])  # fmt: skip
    found = preview(store, file)
    said = notes(found)
    for cell, words in {
        "C2": "“甲路”的长度“1.2公里”按 1200 米读取", "E2": "里程“待定”看不懂",
        "A3": "按上面的“甲路”读取", "B4": "等级前面写的是“主干道”，这里是“次干道”",
        "C4": "长度前面写的是“1200”，这里是“1300”", "E4": "超出全长 1200 米",
        "E5": "里程 -5 米在起点之前", "D4": "序号“3”用了 2 次", "D5": "序号“3”用了 2 次",
        "A6": "“乙路”没有长度", "E7": "与 E6 在同一处",
        "E8": "与 E7 序号、里程都相同，只导入一次", "C9": "长度要大于 0", "E9": "只登记道路",
        "A10": "没有道路名称", "E11": "这一处没有里程", "A12": "小计行",
    }.items():  # fmt: skip
        assert words in said[cell], cell
    apply_import(store, found)
    assert [(r.name, r.class_, r.length_m, r.marks) for r in road_rows(store).all()] == [
        ("甲路", "主干道", 1200, 3), ("乙路", "主干道", None, 2), ("丙路", "支路", None, 0),
    ]  # fmt: skip
    again = preview(store, file)
    assert (again.has_changes, len(again.unchanged)) == (False, 3 + 5)


def test_the_subject_is_read_from_the_column_the_title_or_the_heads(
    store: Store, tmp_path: Path
) -> None:
    heads = ["道路", "项目", "里程(米)"]
    mixed = table(tmp_path / "里程.xlsx", [["甲路", "公厕", 10], ["甲路", "", 20]], heads)
    found = preview(store, mixed)
    assert "按“公益广告”导入" in notes(found)["C3"]
    apply_import(store, found)
    named = table(tmp_path / "城区公厕.xlsx", [["甲路", 30]], ["道路", "里程(米)"])
    apply_import(store, preview(store, named))
    assert {(row.subject, row.chainage_m) for row in mark_rows(store).all()} == {
        ("公共卫生间", 10), ("公益广告", 20), ("公共卫生间", 30),
    }  # fmt: skip


def test_a_second_table_says_only_what_it_has_columns_for(store: Store, tmp_path: Path) -> None:
    apply_import(store, preview(store, table(tmp_path / "广告.xlsx",
                 [["甲路", "主干道", 500, 1, 80, "诚信"]])))  # fmt: skip
    toilets = table(tmp_path / "公厕.xlsx", [["甲路", 250]], ["道路", "里程(米)"])
    found = preview(store, toilets)
    assert [draft.values["record"] for _, draft in found.added] == ["mark"]
    assert found.changed == ()
    moved = table(tmp_path / "广告.xlsx", [["甲路", "主干道", 500, 1, 85, "诚信"]])
    (change,) = preview(store, moved).changed
    assert change.fields == (("chainage_m", 80.0, 85.0),)


def test_a_class_or_a_length_over_several_roads_holds_for_each(
    store: Store, tmp_path: Path
) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["道路", "等级", "长度(米)", "里程(米)"], ["甲路", "主干道", "0", 10],
                [None, None, None, 20], ["乙路", None, 500, 30]):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:B4")
    sheet.merge_cells("C2:C3")
    book.save(tmp_path / "a.xlsx")
    found = preview(store, tmp_path / "a.xlsx")
    apply_import(store, found)
    assert [(r.class_, r.length_m, r.marks) for r in road_rows(store).all()] == [
        ("主干道", None, 2), ("主干道", 500, 1),
    ]  # fmt: skip
    assert [note.cell for note in found.problems] == ["C2", "D2", "A2"]


def test_what_a_person_edited_stays(store: Store, tmp_path: Path) -> None:
    file = table(tmp_path / "广告.xlsx", [["甲路", "主干道", 500, 1, 80, "诚信"]])
    apply_import(store, preview(store, file))
    (row,) = mark_rows(store).all()
    edit_mark(store, row.id, {"chainage_m": "82"})
    edit_road(store, row.road_id, {"length_m": "510"})
    newer = table(tmp_path / "广告.xlsx", [["甲路", "主干道", 520, 1, 81, "诚信"]])
    found = preview(store, newer)
    assert not found.has_changes
    assert sum("已在程序里改过" in note.text for note in found.problems) == 2


def test_a_table_of_something_else_is_refused(store: Store, tmp_path: Path) -> None:
    file = table(
        tmp_path / "公厕.xlsx", [["人民路", "甲—乙", 410]], ["道路", "相邻公厕", "距离(米)"]
    )
    with pytest.raises(InputError, match="里程"):
        preview(store, file)


PLACES = st.integers(-5_000, 3_000_000).map(lambda mm: mm / 1000)
MARKS = st.lists(
    st.tuples(st.sampled_from("甲乙丙"), st.sampled_from(["公益广告", "公共卫生间", "果皮箱"]),
              st.sampled_from(["", "1", "2", "3"]), PLACES | st.sampled_from([100.0, 200.0])),
    min_size=1, max_size=10,
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(marks=MARKS)
def test_any_marks_come_back(
    marks: list[tuple[str, str, str, float]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("marks")
    heads = ["道路", "等级", "长度(米)", "项目", "序号", "里程(米)"]
    rows: list[list[object]] = [
        [f"{name}路", "主干道", 2000, subject, number, place]
        for name, subject, number, place in marks
    ]
    rows.append(["空路", "支路", None, "", "", None])
    first = table(folder / "in.xlsx", rows, heads)
    with create_store(folder / "w.db") as store:
        apply_import(store, preview_book(store, ImportRequest("marks", first), _by_content(first)))
        stored = {(row.road[0], row.subject, row.number, row.chainage_m)
                  for row in mark_rows(store).all()}  # fmt: skip
        assert stored == set(marks)
        out = folder / "out.xlsx"
        export_table(store, "marks", out)
        for file in (first, out):
            back = preview_book(store, ImportRequest("marks", file), _by_content(file))
            assert (len(back.added), len(back.changed)) == (0, 0)
