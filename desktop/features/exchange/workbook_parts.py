"""The parts of an xlsx: the only place that uses openpyxl, for everything but the rows themselves.

Every text is written as text, so that `=1+1`, `#N/A` and an 18-digit number stay what they are.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.compat import safe_string
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from desktop.core.errors import InputError, Problem
from desktop.core.files import atomic_write
from desktop.core.resources import limit
from desktop.core.text import clean
from desktop.features.exchange.workbook import OutSheet

_BAD_TITLE = re.compile(r"[\\/*?:\[\]]")
_ESCAPE_LIKE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_QUOTED = ("=", "+", "-", "@", "\t", "#")
# A head or not; plain, quoted or date.
_Look = tuple[bool, str]
_LINE = Side(style="thin", color="FFBFC5CC")
_BORDER = Border(_LINE, _LINE, _LINE, _LINE)
_HEAD_FONT = Font(name="等线", bold=True)
_BODY_FONT = Font(name="等线")
_HEAD_FILL = PatternFill("solid", fgColor="FFE9EDF2")
_WRAP = Alignment(vertical="top", wrap_text=True)


def write(target: Path, sheets: Sequence[OutSheet], *, is_dated: bool = True) -> None:
    """Write an xlsx in one step; raise InputError for a text no cell can hold."""
    used: set[str] = set()
    named = [replace(sheet, title=_title(sheet.title, used)) for sheet in sheets]
    workbook = Workbook(write_only=True)
    for sheet in named:
        _write_frame(workbook, sheet)
    looks = _looks(workbook.worksheets[0])
    frame = BytesIO()
    workbook.save(frame)
    bodies = {f"xl/worksheets/sheet{number}.xml": _rows(sheet, looks)
              for number, sheet in enumerate(named, 1)}  # fmt: skip
    with atomic_write(target) as temporary:
        _fill(frame, temporary, bodies, is_dated=is_dated)


def _fill(
    frame: BytesIO, target: Path, bodies: Mapping[str, Iterator[bytes]], *, is_dated: bool
) -> None:
    """Write the frame's parts, and the rows of each sheet after its head."""
    with (
        zipfile.ZipFile(frame) as parts,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in sorted(parts.namelist()):
            info = zipfile.ZipInfo(name)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            content = parts.read(name)
            if not is_dated:
                content = _TIME.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            head, end, tail = content.partition(b"</sheetData>")
            with archive.open(info, "w") as stream:
                stream.write(head)
                stream.writelines(bodies.get(name, ()))
                stream.write(end + tail)


def _title(title: str, used: set[str]) -> str:
    base = _BAD_TITLE.sub("-", clean(title)).strip("' ")[:28] or "表"
    name, number = base, 2
    while name.casefold() in used or name.casefold() == "history":
        name, number = f"{base}{number}", number + 1
    used.add(name.casefold())
    return name


def _write_frame(workbook: Any, sheet: OutSheet) -> None:
    """Make a sheet of which only the head is there."""
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
    page.append([_dressed(page, column.title, is_head=True) for column in sheet.columns])


def _rows(sheet: OutSheet, looks: Mapping[_Look, int]) -> Iterator[bytes]:
    """Yield the rows under the head: through the library's cells it takes five times as long."""
    letters: list[str] = []
    for place, row in enumerate(sheet.rows):
        letters += [get_column_letter(n) for n in range(len(letters) + 1, len(row) + 1)]
        number, is_head = place + 2, place in sheet.headings
        cells = [
            _cell(
                f"{letter}{number}", _checked(value, (sheet.title, letter, number)), is_head, looks
            )
            for letter, value in zip(letters, row, strict=False)
        ]
        yield f'<row r="{number}">{"".join(cells)}</row>'.encode()


def _cell(place: str, value: Any, is_head: bool, looks: Mapping[_Look, int]) -> str:
    if value is None or value == "":
        return f'<c r="{place}" s="{looks[is_head, "plain"]}"/>'
    if isinstance(value, str):
        style = looks[is_head, "quoted" if value.startswith(_QUOTED) else "plain"]
        space = ' xml:space="preserve"' if value != value.strip() else ""
        return (f'<c r="{place}" s="{style}" t="inlineStr"><is><t{space}>{escape(value)}</t></is>'
                "</c>")  # fmt: skip
    if isinstance(value, date):
        return f'<c r="{place}" s="{looks[is_head, "date"]}"><v>{to_excel(value)}</v></c>'
    return f'<c r="{place}" s="{looks[is_head, "plain"]}"><v>{safe_string(value)}</v></c>'


def _checked(value: Any, where: tuple[str, str, int]) -> Any:
    """Make a value what a cell (sheet, column, row) can hold."""
    if isinstance(value, str):
        text = clean(value)
        if "_x" in text:
            text = _ESCAPE_LIKE.sub(lambda found: f"_x005F{found.group()}", text)
        if len(text) > limit("cell_characters"):
            what = f"文字有 {len(text)} 字，超过 Excel 一格的上限"
            title, letter, number = where
            cell = f"{title}!{letter}{number}"
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


def _looks(page: Any) -> dict[_Look, int]:
    """Enter every look a cell may have into the workbook; return their numbers."""
    samples = {"plain": "", "quoted": "=", "date": date(2026, 1, 1)}
    return {
        (is_head, kind): _dressed(page, value, is_head=is_head).style_id
        for is_head in (False, True)
        for kind, value in samples.items()
    }


def _dressed(page: Any, value: Any, *, is_head: bool) -> Any:
    cell = WriteOnlyCell(page, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_QUOTED)
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    cell.font = _HEAD_FONT if is_head else _BODY_FONT
    cell.border = _BORDER
    cell.alignment = _WRAP
    if is_head:
        cell.fill = _HEAD_FILL
    return cell
