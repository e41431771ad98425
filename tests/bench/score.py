"""Time the full score over 188 standards and 2,000 points with 30 answers each.

Run as python -m tests.bench.score. Goal: 0.5 s.
"""

from __future__ import annotations

import sys
import tempfile
import time
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

_POINTS, _ITEMS, _GOAL = 2_000, 30, 0.5


def _fill(store: Store) -> None:
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
        _visits(store, item, types, checks)


def _visits(
    store: Store, item: Round, types: tuple[PointType, ...], checks: dict[str, list[CheckItem]]
) -> None:
    for number in range(_POINTS):
        kind = types[number % len(types)]
        point = Point(
            new_id(), number, f"点位{number}", kind.id, "", "", "", "", None, None, (), "", "",
            800.0 + number, "", "", "", number,
        )  # fmt: skip
        visit = Visit(new_id(), item.id, point.id, "", 0, f"B{number}", None, "done", "{}", "")
        answers = [
            Answer(new_id(), visit.id, check.id, 1, "fail" if (number + place) % 9 == 0 else "pass",
                   None, "", "", None)
            for place, check in enumerate(checks[kind.id][:_ITEMS])
        ]  # fmt: skip
        records.insert(store, [point, visit, *answers])


def main() -> int:
    """Print what | ours | goal | pass."""
    with tempfile.TemporaryDirectory() as folder:
        store = create_workspace(Path(folder) / "w", county="基准县")
        _fill(store)
        times = []
        for _ in range(5):
            begun = time.perf_counter()
            made = forecast(store)
            times.append(time.perf_counter() - begun)
        count = store.query("SELECT count(*) FROM answer")[0][0]
        store.close()
    best = sorted(times)[len(times) // 2]
    sys.stdout.write(
        f"full score, {len(made.items)} requirements, {count} answers | {best:.3f} s | "
        f"goal {_GOAL} s | {'pass' if best <= _GOAL else 'FAIL'}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
