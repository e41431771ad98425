"""The old binary formats (xls, xlsb, ods) through calamine, inside the child."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from desktop.core.resources import limit
from desktop.features.exchange.reading.types import Book, CellValue, Merge, Row, Sheet, Unreadable


def read_xls(path: Path) -> Book:
    """Read all sheets; raise Unreadable for a password or a damaged file."""
    try:
        # From the bytes: from_path goes by the extension, which offices change.
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        sheets = tuple(
            _sheet(workbook, meta.name, meta.visible != SheetVisibleEnum.Visible)
            for meta in workbook.sheets_metadata
        )
    except PasswordError as error:
        raise Unreadable("文件有密码") from error
    except CalamineError as error:
        if "assword" in str(error) or "ncrypt" in str(error):
            raise Unreadable("文件有密码") from error
        raise Unreadable("文件已损坏，或是有密码的文件") from error
    return Book(path.name, "xls", sheets)


def _sheet(workbook: CalamineWorkbook, name: str, hidden: bool) -> Sheet:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.end is not None and sheet.end[0] * (sheet.end[1] + 1) > 50 * limit("rows"):
        raise Unreadable("单元格位置异常分散")
    top, left = sheet.start or (0, 0)
    rows = []
    for offset, values in enumerate(sheet.iter_rows()):
        cells = _trim([None] * left + [_value(value) for value in values])
        if cells:
            rows.append(Row(top + offset + 1, cells))
    merges = tuple(
        Merge(r1 + 1, c1 + 1, r2 + 1, c2 + 1)
        for (r1, c1), (r2, c2) in (sheet.merged_cell_ranges or [])[: limit("merges")]
    )
    return Sheet(name, tuple(rows), merges, hidden=hidden)


def _trim(values: list[CellValue]) -> tuple[CellValue, ...]:
    while values and values[-1] is None:
        values.pop()
    return tuple(values)


def _value(value: Any) -> CellValue:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n") or None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, datetime):
        return value.date() if value.time() == time(0) else value
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, bool | int | date | time):
        return value
    return None
