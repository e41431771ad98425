"""What a ledger of findings may name: points and indicators of the workspace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from db import Store, records
from desktop.features.frameworks import Indicator
from desktop.features.points import Point


@dataclass(frozen=True, slots=True)
class Known:
    """Points as (id, name, street), indicators as code key → full code."""

    points: tuple[tuple[str, str, str], ...] = ()
    indicators: Mapping[str, str] = field(default_factory=dict)


def known_places(store: Store, edition_id: str | None) -> Known:
    """Return the workspace's points and the edition's indicators."""
    points = tuple((item.id, item.name, item.street) for item in records.find(store, Point))
    indicators = {
        item.code_key: item.full_code
        for item in records.find(store, Indicator, edition_id=edition_id)
    }
    return Known(points, indicators)
