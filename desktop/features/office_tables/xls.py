"""The old binary formats (xls, xlsb, ods) through calamine, inside the child."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from desktop.core.resources import limit
from desktop.features.office_tables.types import Book, CellValue, Merge, Row, Sheet, Unreadable

# The stream of an encrypted xlsx, the one of a Word document, and how a workbook's own records
# begin: BOF of BIFF8, 20 bytes long, then FILEPASS where there is a password.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD = "WordDocument".encode("utf-16-le")
_GLOBALS = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_FILE_PASS = b"\x2f\x00"


def read_xls(path: Path) -> Book:
    """Read all sheets; raise Unreadable for a password or a damaged file."""
    data = path.read_bytes()
    try:
        # From the bytes: from_path goes by the extension, which offices change.
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = tuple(
            _sheet(workbook, meta.name, meta.visible != SheetVisibleEnum.Visible)
            for meta in workbook.sheets_metadata
        )
    except PasswordError as error:
        raise Unreadable("文件有密码") from error
    except CalamineError as error:
        raise Unreadable(_why_not(data)) from error
    return Book(path.name, "xls", sheets)


def _why_not(data: bytes) -> str:
    """Tell why calamine did not know a file; from bytes it says the same of all."""
    globals_begin = data.find(_GLOBALS)
    is_protected = globals_begin >= 0 and data.startswith(_FILE_PASS, globals_begin + 20)
    if is_protected or _ENCRYPTED in data:
        return "文件有密码"
    if _WORD in data:
        return "这是旧版 Word 文档(.doc)，请用 Word 或 WPS 另存为 .docx 再导入"
    return "文件已损坏，或不是表格"


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
