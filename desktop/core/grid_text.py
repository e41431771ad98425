"""Cells on the clipboard as Excel and WPS write them: tabs between cells, lines between rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from desktop.core.text import clean


def read_grid(text: str) -> list[list[str]]:
    """Return the rows of cells; a cell in quotes may hold line ends and tabs."""
    lines = io.StringIO(clean(text).rstrip("\n"), newline="")
    return [row or [""] for row in csv.reader(lines, dialect="excel-tab")]


def write_grid(rows: Iterable[Sequence[str]]) -> str:
    """Return the text for pasting; every cell stays in its one cell."""
    flat = ((cell.replace("\t", " ").replace("\n", " ") for cell in row) for row in rows)
    return "\n".join("\t".join(cells) for cells in flat)
