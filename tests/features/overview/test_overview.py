"""The first page's content."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db import Store
from desktop.core import clock
from desktop.features.findings import note_finding
from desktop.features.forecast import forecast, take_snapshot
from desktop.features.overview import overview
from desktop.features.readiness import readiness
from desktop.features.settings import save_settings


def test_an_empty_workspace_has_an_overview(store: Store) -> None:
    now = overview(store)
    assert (now.made, now.bars, now.trend, now.first) == (None, (), (), ())


def test_the_county_at_a_glance(county_store: Store) -> None:
    note_finding(county_store, None, {"text": "路灯不亮", "place": "青禾大道"})
    now = overview(county_store)
    assert now.made is not None
    assert len(now.first) == len(now.worst) == 10
    assert now.worst[0].gain >= now.worst[-1].gain
    assert (now.open_findings, now.late_findings) == (1, 0)
    assert any(step.label.startswith("登记问题") for step in now.steps)
    assert not set(now.overdue) & set(now.soon)
    assert now.bars[0].name == "总分"


def test_days_gone_by_are_said(county_store: Store) -> None:
    day = clock.today() - timedelta(5)
    save_settings(county_store, {"test_date": day.isoformat()})
    assert overview(county_store).days == "已过 5 天"


def test_changes_since_the_last_snapshot(
    county_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = clock.now()
    former = clock.replace_source(lambda: moment - timedelta(3))
    try:
        take_snapshot(county_store, forecast(county_store), readiness(county_store))
    finally:
        clock.replace_source(former)
    made = forecast(county_store)
    survey = next(item for item in made.items if item.method == "问卷调查")
    from desktop.features.forecast import set_result

    assert overview(county_store).changes == ()
    set_result(county_store, survey.id, {"percent": "100"})
    now = overview(county_store)
    assert now.since == (moment - timedelta(3)).date()
    assert {change.name for change in now.changes} >= {"最低得分", "问卷调查"}
    assert len(now.trend) == 2
