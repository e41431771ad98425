"""Any records go out and come back the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import create_store
from desktop.core.text import normal_key, tidy
from desktop.features.exchange.service import (
    ImportRequest,
    apply_import,
    export_table,
    kind_of,
    preview_book,
)
from desktop.features.exchange.table import column_titles
from desktop.features.exchange.workbook import OutColumn, OutSheet, write_workbook
from desktop.features.office_tables.book import _by_content

WORDS = st.text(alphabet="甲乙丙丁戊己庚辛𬭎㙍A9<&>='\"", min_size=1, max_size=8).filter(
    lambda text: tidy(text) == text
)
NUMBERS = st.floats(73.5, 135.5, allow_nan=False).map(lambda value: round(value, 6))
ROWS: dict[str, dict[str, Any]] = {
    "units": {"name": WORDS, "full_name": WORDS, "kind": WORDS, "leader_post": WORDS,
              "liaison_phone": WORDS, "remark": WORDS},
    "points": {"name": WORDS, "type": WORDS, "address": WORDS, "street": WORDS, "phone": WORDS,
               "lng": NUMBERS, "lat": st.just(34.5), "owners": WORDS, "length_m": NUMBERS,
               "tags": WORDS},
    "checks": {"code": WORDS, "type": WORDS, "class_": WORDS, "text": WORDS, "note": WORDS,
               "rule_text": st.sampled_from(["是否", "计数≥3", "看情况"]), "score": WORDS.map(
                   lambda text: str(len(text)))},
    "marks": {"road": WORDS, "class_": WORDS, "length_m": NUMBERS, "subject": WORDS,
              "number": WORDS, "chainage_m": NUMBERS, "theme": WORDS, "remark": WORDS},
}  # fmt: skip
IDENTITY = {"checks": "code", "marks": "road"}


@pytest.mark.parametrize("kind", list(ROWS))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_records_come_back(
    kind: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    fields = ROWS[kind]
    first = IDENTITY.get(kind, "name")
    rows = data.draw(
        st.lists(st.fixed_dictionaries(fields), min_size=1, max_size=6,
                 unique_by=lambda row: normal_key(row[first]))
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("round")
    titles = column_titles(kind)
    given_file = folder / "in.xlsx"
    sheet = OutSheet("表", [OutColumn(titles[name]) for name in fields],
                     [[row[name] for name in fields] for row in rows])  # fmt: skip
    write_workbook(given_file, [sheet])
    with create_store(folder / "w.db") as store:
        request = ImportRequest(kind, given_file)
        apply_import(store, preview_book(store, request, _by_content(given_file)))
        out = folder / "out.xlsx"
        export_table(store, kind, out)
        back = preview_book(store, ImportRequest(kind, out), _by_content(out))
        assert (len(back.added), len(back.changed)) == (0, 0)
        assert kind_of(kind).export_rows(store, None)
    assert Path(out).is_file()
