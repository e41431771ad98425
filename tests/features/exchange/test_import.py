"""Importing the sample county's tables: exact results, one undoable step, nothing twice."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from db import Store, journal, records
from db.tables.evidence import Slot
from db.tables.frameworks import Indicator, NegativeItem, Requirement
from db.tables.points import CheckItem, Point, PointType
from db.tables.units import Unit, UnitAlias
from desktop.core.errors import InputError
from desktop.core.job import Cancelled, QuietContext
from desktop.core.paths import samples
from desktop.features.exchange import (
    ImportPreview,
    ImportRequest,
    apply_import,
    export_table,
    preview_book,
    preview_import,
)
from desktop.features.exchange.workbook import OutColumn, OutSheet, write_workbook
from desktop.features.frameworks import edit_requirement, requirement_rows
from desktop.features.office_tables import Book, Merge, Row, Sheet
from desktop.features.points import edit_point, point_rows
from desktop.features.units import unit_rows
from desktop.features.workspace import undo
from tests.conftest import SAMPLE_TABLES


def preview(store: Store, kind: str, path: Path | None = None) -> ImportPreview:
    return preview_import(store, ImportRequest(kind, path or samples() / SAMPLE_TABLES[kind]))


def table(path: Path, heads: list[str], rows: list[list[object]]) -> Path:
    write_workbook(path, [OutSheet("表", [OutColumn(head) for head in heads], rows)])
    return path


def test_the_sample_county_comes_in_exactly(county_store: Store) -> None:
    indicators = records.find(county_store, Indicator)
    assert Counter(item.level for item in indicators) == {1: 7, 2: 58, 3: 188}
    assert sum(item.score for item in indicators if item.score) == Decimal("100.00")
    assert sum(item.veto for item in indicators) == 3
    assert len(records.find(county_store, Requirement)) == 249
    negatives = records.find(county_store, NegativeItem)
    assert (len(negatives), sum(item.veto for item in negatives)) == (30, 13)
    assert len(records.find(county_store, Unit)) == 72
    assert len(records.find(county_store, PointType)) == 26
    assert len(records.find(county_store, CheckItem)) == 520
    assert len(records.find(county_store, Point)) == 260
    assert {s.kind for s in records.find(county_store, Slot)} == {
        "文件通知", "说明报告", "实景图片", "统计表格",
    }  # fmt: skip


def test_group_names_mean_every_street(county_store: Store) -> None:
    row = next(r for r in requirement_rows(county_store).all() if r.code == "Ⅱ-1-2)")
    assert row.owner == ("机关工委", "城关街道", "东禾街道", "西禾街道", "南湖街道")
    assert row.lead == ("组织部",)


@pytest.mark.parametrize("kind", list(SAMPLE_TABLES))
def test_row40_importing_again_changes_nothing(county_store: Store, kind: str) -> None:
    before = journal.operations(county_store)
    again = preview(county_store, kind)
    assert (len(again.added), len(again.changed)) == (0, 0)
    result, changes = apply_import(county_store, again)
    assert (result.operation, changes) == (None, frozenset())
    assert journal.operations(county_store) == before


PASTED: dict[str, tuple[list[str], list[list[object]]]] = {
    "units": (["单位简称", "单位全称"], [["住建局", "县住建局"], ["公安局", ""], ["住建局", "县住建"]]),
    "points": (["点位名称", "点位类型", "详细地址"],
               [["甲", "公园", "路1号"], ["甲", "公园", "路2号"], ["甲", "公园", "路1号"]]),
    "checks": (["点位类型", "编号", "检查内容", "判定方式"],
               [["公园", "园-1", "整洁", "是否"], ["公园", "园-2", "有序", "是否"],
                ["公园", "园-1", "整洁", "是否"]]),
    "indicators": (["测评项目", "测评内容", "测评标准", "测评方式"],
                   [["Ⅰ-1 思想", "Ⅱ-1 学习", "1)有计划", "材料审核"],
                    ["Ⅰ-1 思想", "Ⅱ-2 宣讲", "1)有记录", "材料审核"],
                    ["Ⅰ-1 思想", "Ⅱ-1 学习", "1)有计划", "材料审核"]]),
}  # fmt: skip


@pytest.mark.parametrize("kind", list(PASTED))
def test_row40_a_row_pasted_twice_comes_in_once_and_is_told(
    store: Store, tmp_path: Path, kind: str
) -> None:
    heads, rows = PASTED[kind]
    once = preview(store, kind, table(tmp_path / "a.xlsx", heads, rows[:2]))
    file = table(tmp_path / "b.xlsx", heads, rows)
    twice = preview(store, kind, file)
    assert [draft.label for _, draft in twice.added] == [draft.label for _, draft in once.added]
    told = [note.cell for note in twice.skipped if "只导入第一处" in note.text]
    assert {cell[1:] for cell in told} == {"4"}
    apply_import(store, twice)
    again = preview(store, kind, file)
    assert (again.added, again.changed) == ((), ())


@pytest.mark.parametrize("kind", list(PASTED))
def test_an_export_after_a_row_left_out_imports_back_unchanged(
    store: Store, tmp_path: Path, kind: str
) -> None:
    heads, (first, second, _) = PASTED[kind]
    file = table(tmp_path / "a.xlsx", heads, [first, first, second])
    apply_import(store, preview(store, kind, file))
    export_table(store, kind, tmp_path / "b.xlsx")
    back = preview(store, kind, tmp_path / "b.xlsx")
    assert (back.added, back.changed) == ((), ())
    turned = preview(store, kind, table(tmp_path / "c.xlsx", heads, [second, first]))
    assert {name for change in turned.changed for name, *_ in change.fields} == {"sort"}


def test_units_named_in_two_widths_are_one(store: Store, tmp_path: Path) -> None:
    file = table(tmp_path / "a.xlsx", ["点位名称", "点位类型", "责任单位"],
                 [["甲", "公园", "Ａ局"], ["乙", "公园", "A局、a局"]])  # fmt: skip
    apply_import(store, preview(store, "points", file))
    assert [unit.name for unit in records.find(store, Unit)] == ["Ａ局"]


@pytest.mark.parametrize("kind", list(SAMPLE_TABLES))
def test_row40_importing_one_table_alone_twice_changes_nothing(store: Store, kind: str) -> None:
    apply_import(store, preview(store, kind))
    again = preview(store, kind)
    assert ([draft.label for _, draft in again.added], again.changed) == ([], ())
    names = {unit.name for unit in records.find(store, Unit)}
    if kind == "indicators":
        assert "市场监管局" in names
        assert not names & {"场监管局", "县市场监管局", "委办"}


@pytest.mark.parametrize("kind", list(SAMPLE_TABLES))
def test_an_export_imports_back_unchanged(county_store: Store, kind: str, tmp_path: Path) -> None:
    file = tmp_path / "出.xlsx"
    assert export_table(county_store, kind, file) > 0
    back = preview(county_store, kind, file)
    assert (len(back.added), len(back.changed)) == (0, 0)
    assert len(back.unchanged) == len(preview(county_store, kind).unchanged)


def test_an_import_is_one_step_and_undone_whole(store: Store) -> None:
    for kind in SAMPLE_TABLES:
        result, _ = apply_import(store, preview(store, kind))
        assert result.operation
    for _ in SAMPLE_TABLES:
        undo(store)
    for kind in (Indicator, Requirement, Slot, Unit, Point, CheckItem, PointType):
        assert records.find(store, kind) == ()


def notes(found: ImportPreview) -> dict[str, list[str]]:
    listed: dict[str, list[str]] = {}
    for note in (*found.problems, *found.skipped):
        listed.setdefault(note.cell, []).append(note.text)
    return listed


def test_each_oddity_of_the_points_is_told_by_cell(store: Store) -> None:
    apply_import(store, preview(store, "units"))
    found = notes(preview(store, "points"))
    for cell, word in {
        "H31": "没有经纬度", "B54": "空格", "B81": "空格", "H134": "文字格式", "I134": "文字格式",
        "H147": "填反", "H238": "缺少经度", "M150": "没有责任单位", "M230": "没有责任单位",
        "B91": "出现 2 次", "B192": "出现 2 次",
    }.items():  # fmt: skip
        assert any(word in text for text in found[cell]), (cell, found.get(cell))
    assert not any("不在单位名单" in text for texts in found.values() for text in texts)


def test_each_oddity_of_the_indicators_is_told_by_cell(store: Store) -> None:
    apply_import(store, preview(store, "units"))
    found = notes(preview(store, "indicators"))
    for cell, word in {
        "E16": "０.６５", "C25": "空格", "C31": "2)", "B47": "Ⅱ—14", "E111": "一票否决",
        "I7": "无人管", "33:33": "小计", "196:196": "合计", "J7": "没有年份", "A1": "不是指标",
    }.items():  # fmt: skip
        assert any(word in text for text in found[cell]), (cell, found.get(cell))
    assert not any("不在单位名单" in text for texts in found.values() for text in texts)


def test_a_persons_word_is_never_overwritten(county_store: Store, tmp_path: Path) -> None:
    file = tmp_path / "改.xlsx"
    export_table(county_store, "points", file)
    row = next(r for r in point_rows(county_store).all() if r.name == "青禾大道")
    edit_point(county_store, row.id, {"phone": "人工改的"})
    same = preview(county_store, "points")
    assert (len(same.added), len(same.changed)) == (0, 0)
    from openpyxl import load_workbook

    book = load_workbook(file)
    page = book.active
    heads = {cell.value: cell.column for cell in page[1]}
    page.cell(2, heads["联系电话"]).value = "文件里改的"
    page.cell(2, heads["备注"]).value = "新备注"
    book.save(file)
    changed = preview(county_store, "points", file)
    assert [name for name, *_ in changed.changed[0].fields] == ["remark"]
    assert any("人工改的" in note.text for note in changed.problems)
    apply_import(county_store, changed)
    after = next(r for r in point_rows(county_store).all() if r.id == row.id)
    assert (after.phone, after.remark) == ("人工改的", "新备注")


def test_rows_not_in_a_newer_file_stay(county_store: Store, tmp_path: Path) -> None:
    file = table(tmp_path / "少.xlsx", ["点位名称", "点位类型", "详细地址"],
                 [["青禾大道", "主次干道", "青禾大道全段"]])  # fmt: skip
    found = preview(county_store, "points", file)
    assert len(found.missing) == 259
    apply_import(county_store, found)
    assert len(records.find(county_store, Point)) == 260


class StopAt(QuietContext):
    """Cancels at the n-th step."""

    def __init__(self, number: int) -> None:
        self.left = number

    def step(self, done: int, total: int, text: str) -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


class Watching(QuietContext):
    """Notes what is told and cancels where a word is told, at its n-th time."""

    def __init__(self, word: str = "", times: int = 1) -> None:
        self.told: list[str] = []
        self.word, self.times = word, times

    def step(self, done: int, total: int, text: str) -> None:
        self.told.append(text)
        if self.word and sum(self.word in told for told in self.told) >= self.times:
            raise Cancelled


def test_row38_a_hundred_thousand_rows_tell_progress_and_can_be_cancelled(
    store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "大.csv"
    rows = (f"点{number},公园,路{number}号\n" for number in range(100_000))
    file.write_text("点位名称,点位类型,详细地址\n" + "".join(rows), encoding="utf-8")
    request = ImportRequest("points", file)
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        preview_import(store, request, ctx=Watching("读取", 3))
    assert time.monotonic() - begun < 30
    watching = Watching()
    found = preview_import(store, request, ctx=watching)
    assert len(found.added) == 100_000
    assert list(dict.fromkeys(watching.told)) == [
        "正在读取表格", "正在核对表格", "正在与已有内容比较", "正在准备预览",
    ]  # fmt: skip
    with pytest.raises(Cancelled):
        apply_import(store, found, ctx=Watching("正在保存"))
    assert records.find(store, Point) == ()
    assert records.find(store, PointType) == ()


@pytest.mark.parametrize("number", range(4))
def test_row38_cancelling_leaves_no_rows(store: Store, number: int) -> None:
    found = preview(store, "units")
    with pytest.raises(Cancelled):
        apply_import(store, found, ctx=StopAt(number))
    assert records.find(store, Unit) == ()


def test_row39_a_fault_in_row_9999_of_10000_leaves_nothing(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "万.csv"
    rows = (f"单位{number},企业\n" for number in range(10_000))
    file.write_text("单位简称,类别\n" + "".join(rows), encoding="utf-8")
    found = preview(store, "units", file)
    assert len(found.added) == 10_000
    before = journal.operations(store)
    store.database.execute(
        "CREATE TEMP TRIGGER fault BEFORE INSERT ON main.unit WHEN NEW.name='单位9998'"
        " BEGIN SELECT RAISE(ABORT, 'row 9999'); END"
    )
    with pytest.raises(sqlite3.IntegrityError, match="row 9999"):
        apply_import(store, found)
    assert records.find(store, Unit) == ()
    assert records.find(store, UnitAlias) == ()
    assert journal.operations(store) == before
    store.database.execute("DROP TRIGGER fault")
    apply_import(store, found)
    assert len(records.find(store, Unit)) == 10_000


def test_row33_merged_and_hidden_parts_are_in_the_preview(store: Store, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    page.title = "台账"
    for address, value in {
        "A3": "点位信息", "C3": "位置", "A4": "点位名称", "B4": "点位类型", "C4": "经度", "D4": "纬度",
        "A5": "甲", "B5": "公园", "C5": 115.3, "D5": 34.1, "A6": "乙", "A7": "丙", "B7": "广场",
    }.items():  # fmt: skip
        page[address] = value
    for merged in ("A3:B3", "C3:D3", "B5:B6"):
        page.merge_cells(merged)
    page.row_dimensions[6].hidden = True
    book.create_sheet("藏").sheet_state = "hidden"
    book["藏"]["A1"] = "旧账"
    book.save(tmp_path / "a.xlsx")
    found = preview(store, "points", tmp_path / "a.xlsx")
    assert (found.sheets, found.sheet, found.header_row) == (("台账", "藏"), "台账", 4)
    assert [line.number for line in found.lines] == [3, 4, 5, 6, 7]
    types = {draft.label: draft.values["type"] for _, draft in found.added}
    assert types == {"甲": "公园", "乙": "公园", "丙": "广场"}
    told = [(note.sheet, note.cell, note.text) for note in found.problems]
    assert ("台账", "6:6", "有 1 个隐藏行，也一并读取") in told
    assert ("藏", "A1", "这是隐藏的工作表") in told


def test_row18_many_overlapping_merges_do_not_hold_the_window_up(
    store: Store, tmp_path: Path
) -> None:
    rows = tuple(Row(number, (f"点{number}", "公园")) for number in range(2, 12_002))
    merges = tuple(Merge(top, 2, 1_048_576, 2) for top in range(2, 12_002))
    merges += tuple(Merge(2, 1, 3, 16_384) for _ in range(40_000))
    sheet = Sheet("表", (Row(1, ("点位名称", "点位类型")), *rows), merges)
    request = ImportRequest("points", tmp_path / "a.xlsx")
    begun = time.monotonic()
    found = preview_book(store, request, Book("a.xlsx", "xlsx", (sheet,)))
    assert len(found.added) == 12_000
    assert time.monotonic() - begun < 30


def test_row34_doubled_and_empty_heads(store: Store, tmp_path: Path) -> None:
    file = table(tmp_path / "头.xlsx", ["点位名称", "点位\n类型", "备　注", "备注", "", "　", ""],
                 [["甲", "公园", "一", "二", "三", "四", "五"]])  # fmt: skip
    found = preview(store, "points", file)
    assert found.added[0][1].values["type"] == "公园"
    assert found.added[0][1].values["remark"] == "一"
    assert any("重复" in note.text for note in found.problems)


def test_two_header_rows(store: Store, tmp_path: Path) -> None:
    file = table(tmp_path / "两行.xlsx", ["点位信息", "", "位置", ""],
                 [["点位名称", "点位类型", "经度", "纬度"], ["甲", "公园", 115.3, 34.1]])  # fmt: skip
    found = preview(store, "points", file)
    assert found.header_row == 2
    assert found.added[0][1].values["lng"] == 115.3


def test_the_wrong_table_is_refused_with_what_was_seen(store: Store) -> None:
    with pytest.raises(InputError, match="点位名称") as error:
        preview(store, "points", samples() / SAMPLE_TABLES["units"])
    assert "单位简称" in str(error.value)


def test_gbk_csv_comes_in_as_well(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "单位.csv"
    file.write_bytes(
        "单位简称,单位全称,类别\n住建局,青禾县住房和城乡建设局,政府部门\n".encode("gbk")
    )
    apply_import(store, preview(store, "units", file))
    assert [unit.name for unit in records.find(store, Unit)] == ["住建局"]


def test_word_tables_come_in_as_well(store: Store, tmp_path: Path) -> None:
    from docx import Document

    file = tmp_path / "分解表.docx"
    document = Document()
    document.add_paragraph("任务分解表（2026年）")
    rows = [
        ["测评项目", "测评内容", "测评标准", "测评方式", "分值", "责任单位"],
        ["Ⅰ-1 思想", "Ⅱ-1 学习", "1)有计划", "材料审核", "0.5", "宣传部"],
        ["", "", "2)有记录", "材料审核、实地考察", "0.5", "组织部"],
    ]
    grid = document.add_table(rows=3, cols=6)
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            grid.cell(row, column).text = value
    for column in (0, 1):
        grid.cell(1, column).merge(grid.cell(2, column))
    document.save(str(file))
    result, _ = apply_import(store, preview(store, "indicators", file))
    assert result.added == 2 + 2 + 3
    assert {unit.name for unit in records.find(store, Unit)} == {"宣传部", "组织部"}
    assert any("不在单位名单" in note.text for note in result.problems)


def test_a_system_with_a_level_less(store: Store, tmp_path: Path) -> None:
    file = table(tmp_path / "未.xlsx", ["测评项目", "测评标准", "测评方式"],
                 [["Ⅰ-1 学校", "1)开齐课程", "材料审核"], ["", "2)有阵地", "实地考察"]])  # fmt: skip
    apply_import(store, preview(store, "indicators", file))
    levels = Counter(item.level for item in records.find(store, Indicator))
    assert levels[2] >= 1


def test_a_due_day_is_typed_freely(county_store: Store) -> None:
    row = requirement_rows(county_store).all()[0]
    edited, _ = edit_requirement(county_store, row.id, {"due": "8月底"})
    assert edited.due is not None
    assert edited.due.isoformat() == "2026-08-31"
    with pytest.raises(InputError, match="看不懂"):
        edit_requirement(county_store, row.id, {"due": "改天"})


def test_a_unit_without_a_full_name_is_known_again(store: Store, tmp_path: Path) -> None:
    path = table(tmp_path / "a.xlsx", ["单位简称", "单位全称"], [["团县委", ""], ["甲", "甲"]])
    apply_import(store, preview(store, "units", path))
    again = preview(store, "units", path)
    assert (len(again.added), len(again.changed), len(again.unchanged)) == (0, 0, 2)


def test_columns_a_person_matched_once_are_matched_the_next_time(
    store: Store, tmp_path: Path
) -> None:
    path = table(tmp_path / "a.xlsx", ["单位", "归口"], [["团县委", "群团"]])
    chosen = ImportRequest("units", path, header_row=1, columns={"name": 1, "kind": 2})
    apply_import(store, preview_import(store, chosen))
    later = table(tmp_path / "b.xlsx", ["归口", "单位"], [["群团", "妇联"]])
    assert preview(store, "units", later).columns == {"kind": 1, "name": 2}


def test_the_unit_above_may_stand_further_down(store: Store, tmp_path: Path) -> None:
    heads, rows = (
        ["单位简称", "上级单位"],
        [["甲社区", "乙街道"], ["乙街道", "丙县"], ["丙县", None]],
    )
    apply_import(store, preview(store, "units", table(tmp_path / "单位.xlsx", heads, rows)))
    above = {row.name: row.parent for row in unit_rows(store).all()}
    assert above == {"甲社区": "乙街道", "乙街道": "丙县", "丙县": None}


def test_no_unit_is_above_itself_by_way_of_others(store: Store, tmp_path: Path) -> None:
    heads, rows = ["单位简称", "上级单位"], [["甲", "乙"], ["乙", "丙"], ["丙", "甲"], ["丁", "丁"]]
    file = table(tmp_path / "单位.xlsx", heads, rows)
    apply_import(store, preview(store, "units", file))
    apply_import(store, preview(store, "units", file))
    above = {row.name: row.parent for row in unit_rows(store).all()}
    assert above == {"甲": "乙", "乙": "丙", "丙": None, "丁": None}


def test_one_alias_written_twice_is_one(store: Store, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["甲局", "甲县局", "甲、甲、（甲）、(甲)、甲县局"],
        ["乙局", "", "甲"],
    ]
    file = table(tmp_path / "单位.xlsx", ["单位简称", "单位全称", "别名"], rows)
    apply_import(store, preview(store, "units", file))
    aliases = records.find(store, UnitAlias)
    assert {"甲局", "甲县局", "乙局", "甲"} <= {alias.alias for alias in aliases}
    assert [alias.alias for alias in aliases].count("甲") == 1
