"""负面清单: found as a sheet beside the task table."""

from __future__ import annotations

from desktop.core.errors import InputError
from desktop.core.text import normal_key
from desktop.features.exchange.table import Choice, Table, find_table
from desktop.features.exchange.types import Draft, Note, Parsed
from desktop.features.frameworks import read_score
from desktop.features.office_tables import Book

_YES = ("是", "✓", "√", "有", "y", "yes", "1")


def parse_beside(book: Book, main: Table, parsed: Parsed) -> None:
    """Read the negative list of another sheet of the same file; name the sheets left over."""
    for sheet in book.sheets:
        if sheet.name == main.sheet.name:
            continue
        try:
            table = find_table(book, "negatives", Choice(sheet.name))
        except InputError:
            parsed.skipped.append(Note(sheet.name, "A1", "这张工作表不是指标，没有导入"))
            continue
        _parse(table, parsed)


def _parse(table: Table, parsed: Parsed) -> None:
    for sort, line in enumerate(table.lines(), 1):
        code, text = line.text("code"), line.text("text")
        if not code or not text:
            row = f"{line.number}:{line.number}"
            parsed.skipped.append(Note(table.sheet.name, row, "缺少编号或情形，未导入"))
            continue
        penalty, remark = read_score(line.values.get("penalty"))
        if remark:
            parsed.problems.append(table.note(line, "penalty", remark))
        values = {
            "record": "negative", "code": code, "area": line.text("area"), "text": text,
            "measure": line.text("measure"), "penalty": None if penalty is None else str(penalty),
            "veto": normal_key(line.text("veto")) in _YES, "remark": line.text("remark"),
            "sort": sort,
        }  # fmt: skip
        cell = table.cell(line, "code")
        draft = Draft((f"n:{normal_key(code)}",), values, cell, f"{code} {text}")
        parsed.drafts.append(draft)
