"""What an import is asked for, what its preview shows, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.features.exchange.known import Known
from desktop.features.office_tables import Row
from desktop.features.units import Directory
from desktop.features.visits import RoundDirectory

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """Which file to import as what; sheet, header row and columns are found where not given.

    `columns` maps a field to a column number that counts from 1; `round` is the round of results
    that name none.
    """

    kind: str
    path: Path
    sheet: str | None = None
    header_row: int | None = None
    columns: Mapping[str, int] | None = None
    edition: str | None = None
    round: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A remark about one cell or row: sheet, address such as B7, and the words."""

    sheet: str
    cell: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One record as the file states it.

    `keys` identify it, surest first; `values` are plain JSON values; `cell` is where it begins.
    """

    keys: tuple[str, ...]
    values: Values
    cell: str
    label: str


@dataclass(frozen=True, slots=True)
class Existing:
    """One record as the workspace has it, in the same values."""

    row_id: str
    keys: tuple[str, ...]
    values: Values


@dataclass(frozen=True, slots=True)
class Change:
    """One record that the import would change: field → (before, after)."""

    row_id: str
    draft: Draft
    values: Values
    fields: tuple[tuple[str, Any, Any], ...]


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """Everything the person sees before saying yes; nothing has been changed yet."""

    request: ImportRequest
    kind_title: str
    sheet: str
    sheets: tuple[str, ...]
    header_row: int
    columns: Mapping[str, int]
    heads: tuple[str, ...]
    lines: tuple[Row, ...]
    edition: str
    added: tuple[tuple[str, Draft], ...]
    changed: tuple[Change, ...]
    unchanged: tuple[tuple[str, Draft], ...]
    missing: tuple[str, ...]
    problems: tuple[Note, ...]
    skipped: tuple[Note, ...]
    refused: tuple[Note, ...] = ()

    @property
    def has_changes(self) -> bool:
        """Tell whether importing would change anything."""
        return bool(self.added or self.changed)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did; `operation` is None where nothing had to be changed."""

    kind: str
    added: int
    changed: int
    unchanged: int
    skipped: tuple[Note, ...]
    problems: tuple[Note, ...]
    operation: str | None


@dataclass(slots=True)
class Parsed:
    """What a kind read from a file; filled while reading.

    `skipped` rows are nothing to import; `refused` ones are wrong: the rest is imported only after
    the person has said so.
    """

    drafts: list[Draft] = field(default_factory=list)
    problems: list[Note] = field(default_factory=list)
    skipped: list[Note] = field(default_factory=list)
    refused: list[Note] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Given:
    """What the reading of a file may use: the county, the edition's name and year, the units.

    `unit_names` maps unit ids to names; `edition_id` is None for an edition not made yet; `rounds`
    is there for results only, `known` holds what a ledger of findings may name.
    """

    county: str
    edition: str
    year: int
    directory: Directory
    unit_names: Mapping[str, str]
    edition_id: str | None
    rounds: RoundDirectory | None = None
    known: Known = field(default_factory=Known)
