"""The whole score over 188 standards and 2,000 points with 30 answers each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from db import Store, records
from db.ids import new_id
from db.tables.points import CheckItem, Point, PointType
from db.tables.visits import Answer, Round, Visit
from desktop.core.paths import samples
from desktop.features.exchange import ImportRequest, apply_import, preview_import
from desktop.features.forecast import forecast
from desktop.features.visits import RoundPlan, save_round, set_round_state
from desktop.features.workspace import create_workspace
from tests.bench.race import Call, Races, Watch
from tests.bench.rows import Row, grown, within

_ITEMS = 30


def _fill(store: Store, points: int) -> None:
    for kind, name in (("indicators", "测评体系_县级_2026版任务分解表.xlsx"),
                       ("checks", "点位检查标准_2026版.xlsx")):  # fmt: skip
        apply_import(store, preview_import(store, ImportRequest(kind, samples() / name)))
    item, _ = save_round(store, None, RoundPlan("基准", "自查", "2026-07-01"))
    set_round_state(store, item.id, "running")
    types = records.find(store, PointType, order="sort")
    checks = {one.id: list(records.find(store, CheckItem, point_type_id=one.id)) for one in types}
    with store.write("基准数据"):
        for kind in types:
            for number in range(len(checks[kind.id]), _ITEMS):
                pattern = checks[kind.id][0]
                made = records.changed(pattern, id=new_id(), code=f"{pattern.code}+{number}")
                checks[kind.id].append(made)
                records.insert(store, [made])
        _visits(store, item, checks, points)


def _visits(store: Store, item: Round, checks: dict[str, list[CheckItem]], points: int) -> None:
    types = list(checks)
    for number in range(points):
        kind = types[number % len(types)]
        point = Point(
            new_id(), number, f"点位{number}", kind, "", "", "", "", None, None, (), "", "",
            800.0 + number, "", "", "", number,
        )  # fmt: skip
        visit = Visit(new_id(), item.id, point.id, "", 0, f"B{number}", None, "done", "{}", "")
        answers = [
            Answer(new_id(), visit.id, check.id, 1, "fail" if (number + place) % 9 == 0 else "pass",
                   None, "", "", None)
            for place, check in enumerate(checks[kind][:_ITEMS])
        ]  # fmt: skip
        records.insert(store, [point, visit, *answers])


def whole_score(watch: Watch, room: Path, points: int) -> None:
    """Score a round of so many points, as the window does when something changes."""
    with create_workspace(room / "w", county="基准县") as store:
        _fill(store, points)
        with watch:
            made = forecast(store)
        watch.figures["answers"] = store.query("SELECT count(*) FROM answer")[0][0]
        watch.figures["items"] = len(made.items)


def rows(races: Races) -> Iterator[Row]:
    """Yield the whole score, and the report of a whole county's readiness."""
    points = races.size(2_000, 200)
    timed = races.one(Call(whole_score, (points,)))
    answers, items = timed.figures["answers"], timed.figures["items"]
    yield within(f"测算总分，{items:.0f} 项要求，{answers:.0f} 个结果", timed, 0.5)
    yield grown(races, "测算总分", Call(whole_score, (points // 10,)),
                Call(whole_score, (points,)))  # fmt: skip
