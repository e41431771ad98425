"""Writing xlsx: the only place that uses openpyxl.

Every text is written as text, so that `=1+1`, `#N/A` and an 18-digit number stay what they are.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from desktop.core.errors import InputError, Problem
from desktop.core.files import atomic_write
from desktop.core.resources import limit
from desktop.core.text import clean

_BAD_TITLE = re.compile(r"[\\/*?:\[\]]")
_ESCAPE_LIKE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_LINE = Side(style="thin", color="FFBFC5CC")
_BORDER = Border(_LINE, _LINE, _LINE, _LINE)
_HEAD_FONT = Font(name="等线", bold=True)
_BODY_FONT = Font(name="等线")
_HEAD_FILL = PatternFill("solid", fgColor="FFE9EDF2")
_WRAP = Alignment(vertical="top", wrap_text=True)


@dataclass(frozen=True, slots=True)
class OutColumn:
    """A column's head and its width in characters."""

    title: str
    width: int = 14


@dataclass(frozen=True, slots=True)
class OutSheet:
    """A sheet to be written: head row, then rows of plain values; some of them are `headings`."""

    title: str
    columns: Sequence[OutColumn]
    rows: Sequence[Sequence[Any]]
    headings: frozenset[int] = frozenset()


def write_workbook(target: Path, sheets: Sequence[OutSheet], *, is_dated: bool = True) -> None:
    """Write an xlsx in one step; raise InputError for a text no cell can hold.

    A workbook that is not `is_dated` holds no time: the same sheets are the same bytes.
    """
    used: set[str] = set()
    # Everything is checked before openpyxl opens a stream it would leave behind.
    ready = [_checked_sheet(sheet, _title(sheet.title, used)) for sheet in sheets]
    workbook = Workbook(write_only=True)
    for sheet in ready:
        _write_sheet(workbook, sheet)
    with atomic_write(target) as temporary:
        workbook.save(temporary)
        if not is_dated:
            _drop_times(temporary)


def _drop_times(path: Path) -> None:
    """Write the file anew with one fixed time in it and on all of its parts."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in sorted(archive.namelist())}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(info, _TIME.sub(rb"\g<1>1980-01-01T00:00:00Z", content))


def _title(title: str, used: set[str]) -> str:
    base = _BAD_TITLE.sub("-", clean(title)).strip("' ")[:28] or "表"
    name, number = base, 2
    while name.casefold() in used or name.casefold() == "history":
        name, number = f"{base}{number}", number + 1
    used.add(name.casefold())
    return name


def _checked_sheet(sheet: OutSheet, title: str) -> OutSheet:
    rows = [
        [_checked(value, (title, column, number)) for column, value in enumerate(row, 1)]
        for number, row in enumerate(sheet.rows, 2)
    ]
    return OutSheet(title, sheet.columns, rows, sheet.headings)


def _write_sheet(workbook: Any, sheet: OutSheet) -> None:
    page = workbook.create_sheet(sheet.title)
    page.freeze_panes = "A2"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:1"
    page.oddFooter.center.text = "第 &P 页 共 &N 页"
    for number, head in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(number)].width = head.width
    last = f"{get_column_letter(max(1, len(sheet.columns)))}{len(sheet.rows) + 1}"
    page.auto_filter.ref = f"A1:{last}"
    cells = _Cells(page)
    page.append([cells.make(column.title, is_head=True) for column in sheet.columns])
    for number, row in enumerate(sheet.rows):
        is_head = number in sheet.headings
        page.append([cells.make(value, is_head=is_head) for value in row])


def _checked(value: Any, where: tuple[str, int, int]) -> Any:
    """Make a value what a cell (sheet, column, row) can hold."""
    if isinstance(value, str):
        text = _ESCAPE_LIKE.sub(lambda found: f"_x005F{found.group()}", clean(value))
        if len(text) > limit("cell_characters"):
            what = f"文字有 {len(text)} 字，超过 Excel 一格的上限"
            title, column, number = where
            cell = f"{title}!{get_column_letter(column)}{number}"
            raise InputError("没有导出。", [Problem(cell, what)], "原有文件没有改动。")
        return text
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int) and abs(value) >= 10**15:
        return str(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if value is None or isinstance(value, int | float | date):
        return value
    return clean(str(value))


class _Cells:
    """Makes the cells of a sheet; those that look alike share what was worked out for the first."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._looks: dict[str, Any] = {}

    def make(self, value: Any, *, is_head: bool = False) -> Any:
        """Return a cell that holds a value as what it is."""
        cell = WriteOnlyCell(self._page, value=value)
        is_text = isinstance(value, str)
        is_quoted = is_text and value[:1] in ("=", "+", "-", "@", "\t", "#")
        if is_text:
            cell.data_type = "s"
        kind = f"{is_head}{is_quoted}{isinstance(value, date)}"
        if kind not in self._looks:
            _dress(cell, is_head=is_head, is_quoted=is_quoted)
            self._looks[kind] = cell._style  # noqa: SLF001 - hashing styles takes most of the time
        cell._style = self._looks[kind]  # noqa: SLF001
        return cell


def _dress(cell: Any, *, is_head: bool, is_quoted: bool) -> None:
    if isinstance(cell.value, date):
        cell.number_format = "yyyy-mm-dd"
    if is_quoted:
        cell.quotePrefix = True
    cell.font = _HEAD_FONT if is_head else _BODY_FONT
    cell.border = _BORDER
    cell.alignment = _WRAP
    if is_head:
        cell.fill = _HEAD_FILL
