"""What is written to xlsx is what is read back, whatever it looks like."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from desktop.core.errors import InputError
from desktop.core.text import clean
from desktop.features.exchange.workbook import OutColumn, OutSheet, write_workbook
from desktop.features.office_tables.book import _by_content

TEXTS = st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
    min_size=1, max_size=40,
)  # fmt: skip


def read_back(path: Path) -> tuple[object, ...]:
    return _by_content(path).sheets[0].rows[1].cells


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=1, max_size=5))
def test_texts_come_back_as_they_were(texts: list[str], tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    write_workbook(file, [OutSheet("表", [OutColumn("头")] * len(texts), [texts])])
    assert read_back(file) == tuple(texts)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "=cmd|'/c calc'!A1", "+1", "-2", "@SUM(A1)", "\t制表", "#N/A", "_x000D_", "0012",
     "<b>&", "110101199001011234"],
)  # fmt: skip
def test_row48_50_dangerous_texts_stay_text(text: str, tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    write_workbook(file, [OutSheet("表", [OutColumn("头")], [[text]])])
    assert read_back(file) == (text,)
    assert load_workbook(file).active["A2"].data_type == "s"


def test_row42_control_characters_are_dropped_before_they_hurt(tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    bad = "甲\0乙\x0b丙\ufffe\ud800"
    write_workbook(file, [OutSheet("表", [OutColumn("头")], [[bad]])])
    assert read_back(file) == ("甲乙丙",)
    assert clean(bad) == "甲乙丙"


def test_row49_a_text_no_cell_holds_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    file.write_bytes(b"old")
    with pytest.raises(InputError, match=r"表!A2"):
        write_workbook(file, [OutSheet("表", [OutColumn("头")], [["字" * 32_768]])])
    assert file.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["t.xlsx"]


def test_every_cell_looks_as_its_kind_asks(tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    row = [None, "文字", "=1", date(2026, 8, 31), 1.5]
    columns = [OutColumn("头")] * len(row)
    write_workbook(file, [OutSheet("表", columns, [row, row], frozenset({1}))])
    page = load_workbook(file).active
    assert [cell.value for cell in page[2]] == [None, "文字", "=1", datetime(2026, 8, 31), 1.5]
    assert [cell.quotePrefix for cell in page[2]] == [False, False, True, False, False]
    assert page["D2"].number_format == "yyyy-mm-dd"
    assert {cell.border.left.style for line in page[1:3] for cell in line} == {"thin"}
    assert [page.cell(line, 2).font.bold for line in (1, 2, 3)] == [True, False, True]
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:E3"
