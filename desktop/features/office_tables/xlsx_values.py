"""What stands in a cell of an xlsx as a value; what is no value is told and left blank."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from desktop.features.office_tables.types import CellValue
from desktop.features.office_tables.xlsx_strings import unescape

_NUMBER = re.compile(r"^[-+]?[0-9.]{1,400}([eE][-+]?[0-9]{1,4})?$", re.A)
_INDEX = re.compile(r"^[0-9]{1,9}$", re.A)
_LAST_SERIAL = 2958465


@dataclass(frozen=True, slots=True)
class CellValues:
    """Reads the cells of a workbook.

    `strings` are its shared texts, `moments` says "date" or "time" by the number of a cell format;
    `report` is told what is wrong with the cell at hand.
    """

    strings: Sequence[str]
    moments: Mapping[str, str]
    is_1904: bool
    report: Callable[[str], None]

    def value(self, attributes: Mapping[str, str], text: str) -> CellValue:
        """Return what a cell with these attributes means by a text."""
        kind = attributes.get("t", "n")
        if kind == "s":
            return self._shared(text)
        if kind in ("str", "inlineStr"):
            return unescape(text)
        if kind == "b":
            return self._truth(text.strip())
        if kind == "e":
            self.report(f"错误值 {text[:20]}，按空白处理")
            return None
        if kind == "d":
            return text
        return self._number(text.strip(), attributes.get("s", "0"))

    def _truth(self, text: str) -> CellValue:
        if text in ("1", "true", "0", "false"):
            return text in ("1", "true")
        self.report(f"不是正常的是否值({text[:20]}),按空白处理")
        return None

    def _shared(self, text: str) -> CellValue:
        index = int(text) if _INDEX.match(text.strip()) else len(self.strings)
        if index >= len(self.strings):
            self.report("文字缺失(文件内部索引错误),按空白处理")
            return None
        return self.strings[index]

    def _number(self, text: str, style: str) -> CellValue:
        if not text:
            return None
        try:
            number = float(text) if _NUMBER.match(text) else math.nan
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            self.report(f"不是正常的数字({text[:20]}),按空白处理")
            return None
        if moment := self.moments.get(style):
            return self._moment(number, moment)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number

    def _moment(self, serial: float, kind: str) -> CellValue:
        days = serial + (1462 if self.is_1904 else 0)
        if days < 0 or days > _LAST_SERIAL:
            self.report(f"日期数值超出范围({serial:g}),按空白处理")
            return None
        if kind == "time" and days < 1:
            return (datetime(1900, 1, 1) + timedelta(seconds=round(days * 86400))).time()
        if days < 61:
            self.report(f"日期在 1900 年 3 月之前({serial:g}),请核对")
        base = datetime(1899, 12, 30) if days >= 60 else datetime(1899, 12, 31)
        moment = base + timedelta(seconds=round(days * 86400))
        return moment.date() if moment.time() == time(0) else moment
