"""What a kind of table must be able to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from db import Store
from desktop.core.changes import Changes
from desktop.features.exchange.table import Table
from desktop.features.exchange.types import Change, Draft, Existing, Given, Parsed, Values
from desktop.features.office_tables import Book


class SheetKind(Protocol):
    """A kind of table: how it is read, compared, written and exported."""

    name: str
    title: str
    right: str

    def parse(self, book: Book, table: Table, given: Given) -> Parsed:
        """Read the table; nothing is written."""

    def existing(self, store: Store, given: Given) -> Iterable[Existing]:
        """Return what the workspace has of this kind, in the same values."""

    def write(
        self, store: Store, given: Given, added: Sequence[tuple[str, Draft]],
        changed: Sequence[Change], known: Mapping[str, str],
    ) -> Changes:  # fmt: skip
        """Write new rows and changes inside an open operation; `known` maps keys to ids."""

    def export_rows(self, store: Store, edition: str | None) -> Sequence[Values]:
        """Return every record as one row of the export, by field."""
