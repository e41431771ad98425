"""Tables in and out: 20,000 points imported and exported beside the libraries alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from desktop.core.job import QuietContext
from desktop.core.paths import samples
from desktop.features.exchange import (
    ImportRequest,
    apply_import,
    export_table,
    preview_import,
)
from desktop.features.workspace import create_workspace
from tests.bench.race import Call, Missing, Races, Watch
from tests.bench.rows import Goal, Row, beside, grown

_HEADS = ("序号", "点位名称", "点位类型", "地址", "街道", "社区", "网格", "责任单位", "经度",
          "纬度", "标签", "备注")  # fmt: skip


def make_table(folder: Path, count: int) -> Path:
    """Return a workbook of points as an office would have it, making it where it is not there."""
    path = folder / f"点位{count}.xlsx"
    if not path.is_file():
        from openpyxl import Workbook

        book = Workbook(write_only=True)
        sheet = book.create_sheet("点位台账")
        sheet.append(_HEADS)
        for row in _rows(count):
            sheet.append(row)
        book.save(path)
    return path


def _rows(count: int) -> Iterator[tuple[object, ...]]:
    kinds = ("城市社区", "农贸市场", "公园", "主干道", "医院")
    for number in range(1, count + 1):
        yield (
            number, f"第{number}号点位", kinds[number % len(kinds)], f"青禾大道{number}号",
            f"城关街道{number % 9}", f"向阳社区{number % 40}", f"第{number % 12}网格", "县城管局",
            113 + number / 100_000, 34 + number / 100_000, "", f"备注{number}",
        )  # fmt: skip


def import_points(watch: Watch, room: Path, table: str) -> None:
    """Import the table as the window does: child process, checks, preview, backup, journal."""
    with create_workspace(room / "w", county="青禾县", test_date="2026-12-20") as store:
        for kind, name in (("units", "责任单位通讯录.xls"),
                           ("indicators", "测评体系_县级_2026版任务分解表.xlsx"),
                           ("checks", "点位检查标准_2026版.xlsx")):  # fmt: skip
            apply_import(store, preview_import(store, ImportRequest(kind, samples() / name)))
        with watch:
            preview = preview_import(store, ImportRequest("points", Path(table)))
            result, _ = apply_import(store, preview, ctx=QuietContext())
    watch.figures["added"] = result.added


def openpyxl_reads(watch: Watch, room: Path, table: str) -> None:
    """Only read every cell."""
    from openpyxl import load_workbook

    with watch:
        book = load_workbook(table, read_only=True)
        count = sum(len(row) for row in book.worksheets[0].iter_rows(values_only=True))
        book.close()
    watch.figures["cells"] = count


def calamine_reads(watch: Watch, room: Path, table: str) -> None:
    """Only read every cell."""
    from python_calamine import CalamineWorkbook

    with watch:
        rows = CalamineWorkbook.from_path(table).get_sheet_by_index(0).to_python()
    watch.figures["cells"] = sum(map(len, rows))


def export_points(watch: Watch, room: Path, table: str) -> None:
    """Export the points as the window does."""
    with create_workspace(room / "w", county="青禾县", test_date="2026-12-20") as store:
        apply_import(store, preview_import(store, ImportRequest("points", Path(table))))
        with watch:
            count = export_table(store, "points", room / "out.xlsx")
    watch.figures["rows"] = count


def xlsxwriter_writes(watch: Watch, room: Path, count: int) -> None:
    """Write as many rows with a style each."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise Missing from error
    with watch:
        book = xlsxwriter.Workbook(room / "out.xlsx", {"constant_memory": True})
        style = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
        sheet = book.add_worksheet()
        for place, row in enumerate(_rows(count)):
            sheet.write_row(place, 0, row, style)
        book.close()


def rows(races: Races) -> Iterator[Row]:
    """Yield importing and exporting."""
    count = races.size(20_000, 2_000)
    path = str(make_table(races.folder, count))
    raced = races.run({
        "ours": Call(import_points, (path,)), "openpyxl": Call(openpyxl_reads, (path,)),
        "calamine": Call(calamine_reads, (path,)),
    })  # fmt: skip
    title = f"导入 {count} 个点位（子进程、核对、备份、历史都在内）"
    yield beside(title, raced["ours"], "openpyxl read_only 只读", raced["openpyxl"], Goal("≤", 0.6))
    yield beside(title, raced["ours"], "python-calamine 只读", raced["calamine"], None)
    raced = races.run(
        {"ours": Call(export_points, (path,)), "peer": Call(xlsxwriter_writes, (count,))}
    )
    yield beside(f"导出 {count} 行，带格式", raced["ours"], "xlsxwriter constant_memory 带格式",
                 raced["peer"], Goal("≤", 3))  # fmt: skip
    small = str(make_table(races.folder, count // 10))
    yield grown(races, "导入点位", Call(import_points, (small,)), Call(import_points, (path,)))
    yield grown(races, "导出点位", Call(export_points, (small,)), Call(export_points, (path,)))
