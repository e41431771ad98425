"""Cells on the clipboard."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.grid_text import read_grid, write_grid

CELLS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1).filter(
    lambda text: not text.startswith('"')
)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=3), min_size=1, max_size=4))
def test_what_is_written_is_read_back(rows: list[list[str]]) -> None:
    assert read_grid(write_grid(rows)) == rows


def test_excels_quoted_cells_and_line_ends() -> None:
    assert read_grid('甲\t"乙\r\n丙""丁"\r\n\t戊\r\n') == [["甲", '乙\n丙"丁'], ["", "戊"]]
    assert write_grid([["甲\t乙", "丙\n丁"]]) == "甲 乙\t丙 丁"
