"""What the page of findings offers to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from db import Store
from desktop.features.findings.service import finding_rows
from desktop.features.settings import finding_classes
from desktop.features.units import unit_rows


@dataclass(frozen=True, slots=True)
class Choices:
    """Words for the filters and forms; streets and leads are those of the ledger."""

    streets: tuple[str, ...]
    leads: tuple[str, ...]
    classes: tuple[str, ...]
    units: tuple[str, ...]


def choices(store: Store) -> Choices:
    """Return the words there are now."""
    rows = finding_rows(store)
    classes = dict.fromkeys([*finding_classes(store), *rows.values("class_")])
    return Choices(
        rows.values("street"), rows.values("lead"), tuple(classes),
        tuple(row.name for row in unit_rows(store).all()),
    )  # fmt: skip
