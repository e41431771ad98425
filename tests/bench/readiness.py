"""The readiness report of a whole county: 188 standards, 4 slots each, 60 units."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from db import records
from db.ids import new_id
from db.tables.evidence import Slot
from db.tables.frameworks import Requirement
from db.tables.units import Duty, Unit
from desktop.core.job import QuietContext
from desktop.features.reports import print_readiness
from desktop.features.workspace import open_workspace
from tests.bench.county import sample_county
from tests.bench.race import Call, Races, Watch
from tests.bench.rows import Row, memory, within
from tests.bench.window import copy_workspace

_SLOTS, _UNITS = 4, 60


def report(watch: Watch, room: Path, source: str) -> None:
    """Print the report of the sample county, filled up to four slots a standard."""
    with open_workspace(copy_workspace(Path(source), room / "w")) as store:
        slots = records.find(store, Slot)
        have: dict[str, int] = {}
        for slot in slots:
            have[slot.requirement_id] = have.get(slot.requirement_id, 0) + 1
        units = records.find(store, Unit)[:_UNITS]
        asked = records.find(store, Requirement)
        more = [
            records.changed(slots[0], id=new_id(), requirement_id=one.id, sort=50 + number)
            for one in asked
            for number in range(_SLOTS - have.get(one.id, 0))
        ]
        owned = {duty.requirement_id for duty in records.find(store, Duty)}
        duties = [
            Duty(new_id(), units[place % len(units)].id, "lead", one.id, None, 0)
            for place, one in enumerate(asked)
            if one.id not in owned
        ]
        with store.write("补齐材料项"):
            records.insert(store, [*more, *duties])
        with watch:
            printed = print_readiness(QuietContext(), store, room / "report.pdf")
    watch.figures |= {"pages": printed.pages, "asked": len(asked)}


def rows(races: Races) -> Iterator[Row]:
    """Yield the report and its memory."""
    timed = races.one(Call(report, (str(sample_county(races.folder)),)))
    asked, pages = timed.figures["asked"], timed.figures["pages"]
    title = f"准备度报告，{asked:.0f} 条要求 × {_SLOTS} 项材料，{_UNITS} 个单位，{pages:.0f} 页"
    yield within(title, timed, 3)
    yield memory(title, timed, 200)
