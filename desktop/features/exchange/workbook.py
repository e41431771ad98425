"""Writing xlsx: what is to be written. The library is read when the first one is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


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
    from desktop.features.exchange.workbook_parts import write

    write(target, sheets, is_dated=is_dated)
