"""The sample's roads, against what its cells say when read by hand."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import openpyxl
import pytest

from db import Store
from desktop.core.paths import samples
from desktop.features.exchange import ImportPreview, ImportRequest, apply_import, preview_import
from desktop.features.spacing import mark_rows, road_rows, spacing_results
from desktop.features.workspace import undo

FILE = samples() / "公益广告里程.xlsx"

# Road, class, length, marks, longest gap, gaps over the limit as (from, to, where to add).
EXPECTED = [
    ("青禾大道", "主干道", 1200, 13, 95, []),
    ("禾丰路", "主干道", 980, 11, 128, [(412, 540, (476,))]),
    ("人民路", "主干道", 760, 8, 100, []),
    ("文昌路", "主干道", 860, 9, 101, [(345, 446, (396,))]),
    ("迎宾路", "主干道", 1500, 15, 102, [(1398, 1500, (1449,))]),
    ("站前路", "次干道", 920, 4, 290, []),
    ("学府路", "次干道", 760, 3, 270, []),
    ("粮市街", "次干道", 640, 3, 340, [(60, 400, (230,))]),
    ("滨河路", "次干道", 1450, 6, 295, []),
    ("工农路", "次干道", 880, 3, 290, []),
    ("西环路", "次干道", 1300, 4, 650, [(330, 980, (547, 763))]),
    ("兴业路", "次干道", 1080, 5, 290, []),
]
FAILING = ["禾丰路", "文昌路", "迎宾路", "粮市街", "西环路"]
# The only cells that are not plain numbers, read by eye.
BY_EYE = {"328米": 328, "３５０": 350, "K0+040": 40, "K0+330": 330, "K0+620": 620, "K0+910": 910,
          "K1+050": 1050}  # fmt: skip


@pytest.fixture
def preview(store: Store) -> ImportPreview:
    return preview_import(store, ImportRequest("marks", FILE))


def raw_roads() -> dict[str, tuple[str, int, list[int]]]:
    """Read the sample without any of our own code."""
    roads: dict[str, tuple[str, int, list[int]]] = {}
    name = ""
    for cells in openpyxl.load_workbook(FILE).worksheets[0].iter_rows(min_row=4, values_only=True):
        if cells[0]:
            name = str(cells[0])
            roads[name] = (str(cells[1]), int(cells[2]), [])
        value: Any = cells[4]
        roads[name][2].append(BY_EYE[value] if isinstance(value, str) else int(value))
    return roads


def test_the_expected_list_follows_from_the_raw_cells() -> None:
    roads = raw_roads()
    assert [name for name, *_ in EXPECTED] == list(roads)
    for name, class_, length, count, longest, over in EXPECTED:
        raw_class, raw_length, places = roads[name]
        assert (raw_class, raw_length, len(places)) == (class_, length, count)
        limit = {"主干道": 100, "次干道": 300}[raw_class]
        gaps = list(pairwise([0, *sorted(places), raw_length]))
        assert max(end - start for start, end in gaps) == longest
        assert [gap for gap in gaps if gap[1] - gap[0] > limit] == [(a, b) for a, b, _ in over]
    assert [name for name, *_, over in EXPECTED if over] == FAILING


def test_the_sample_gives_exactly_this(store: Store, preview: ImportPreview) -> None:
    result, _ = apply_import(store, preview)
    assert (result.added, result.changed, len(result.skipped)) == (12 + 84, 0, 0)
    results = spacing_results(store, "公益广告")
    assert [
        (r.road, r.class_, r.length_m, r.mark_count, r.longest_m,
         [(gap.start_m, gap.end_m, gap.add_at) for gap in r.gaps if gap.over])
        for r in results
    ] == EXPECTED  # fmt: skip
    assert [r.road for r in results if r.state == "不合格"] == FAILING
    assert {r.state for r in results if r.road not in FAILING} == {"合格"}
    assert [(r.over, r.needed) for r in results if r.over] == [(1, 1)] * 4 + [(1, 2)]
    assert all(r.notes == () for r in results)


def test_oddities_are_named_by_cell(preview: ImportPreview) -> None:
    assert [(note.cell, note.text) for note in preview.problems] == [
        ("E31", "“人民路”的里程“328米”按 328 米读取"),
        ("E65", "“学府路”的里程“３５０”按 350 米读取"),
        ("E71", "“滨河路”没有按里程先后填写，核算时按里程排序"),
    ]


def test_one_undoable_step_and_nothing_twice(store: Store, preview: ImportPreview) -> None:
    apply_import(store, preview)
    again = preview_import(store, ImportRequest("marks", FILE))
    assert (len(again.added), len(again.changed), len(again.unchanged)) == (0, 0, 96)
    assert apply_import(store, again)[0].operation is None
    undo(store)
    assert list(mark_rows(store).all()) == []
    assert list(road_rows(store).all()) == []


def test_roads_know_the_point_of_their_name(county_store: Store) -> None:
    apply_import(county_store, preview_import(county_store, ImportRequest("marks", FILE)))
    assert all(r.point_id and r.notes == () for r in spacing_results(county_store, "公益广告"))
