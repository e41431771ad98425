"""Findings are found by what they say and by the names of the units that answer for them."""

from __future__ import annotations

import pytest

from db import Store
from desktop.core.row_source import Query
from desktop.features.findings import finding_rows


@pytest.mark.parametrize("typed", ["城管局", "城 管", "cgj", "城管局 积水", "局", '"', "[", "Ⅱ"])
def test_a_finding_is_found_by_its_text_and_its_units(ledger_store: Store, typed: str) -> None:
    rows = finding_rows(ledger_store)
    if typed == "cgj":
        expected = {row.id for row in rows.all() if "城管局" in row.units}
    else:
        expected = {
            row.id for row in rows.all()
            if all(
                any(word in text for text in (
                    str(row.number), row.point, row.street, row.text, row.class_, row.source,
                    row.remark, *row.units,
                ))
                for word in typed.split()
            )
        }  # fmt: skip
    found = {row.id for row in rows.page(Query(typed), 0, 1000)}
    assert found >= expected if typed == "cgj" else found == expected
    assert rows.count(Query(typed)) == len(found)
