"""A round's results as a workbook: a sheet per grouping, and street × type."""

from __future__ import annotations

from pathlib import Path

from db import Store
from desktop.features.exchange.workbook import OutColumn, OutSheet, write_workbook
from desktop.features.visits import GROUPS, Results, Tally, change, percent, round_results

_HEADS = ("点位", "符合", "不符合", "不适用", "未录", "得分", "满分", "得分率(%)", "符合率(%)",
          "较上轮(百分点)")  # fmt: skip


def export_results(store: Store, round_id: str, against: str | None, target: Path) -> int:
    """Write every grouping of a round's results; return the number of points with results."""
    results = round_results(store, round_id)
    before = round_results(store, against) if against else None
    sheets = [_sheet(results, before, group, words) for group, words in GROUPS.items()]
    write_workbook(target, [*sheets, _matrix(results)])
    return results.entered


def _sheet(results: Results, before: Results | None, group: str, words: str) -> OutSheet:
    rows = [_row(results.whole, before.whole if before else None)]
    rows += [
        _row(tally, before.tally(group, tally.name) if before else None)
        for tally in results.groups[group]
    ]
    columns = [OutColumn(words, 24), *(OutColumn(head, 11) for head in _HEADS)]
    return OutSheet(f"按{words}", columns, rows)


def _row(tally: Tally, former: Tally | None) -> list[object]:
    moved = change(tally.score_rate, former.score_rate) if former else None
    return [
        tally.name, tally.points, tally.passed, tally.failed, tally.na, tally.open,
        tally.total.low, tally.total.full, percent(tally.score_rate), percent(tally.pass_rate),
        None if moved is None else round(moved, 2),
    ]  # fmt: skip


def _matrix(results: Results) -> OutSheet:
    types = [tally.name for tally in results.groups["type"]]
    rows = []
    for street in results.groups["street"]:
        cells = (results.matrix.get((street.name, kind)) for kind in types)
        rates = [percent(cell.score_rate) if cell else None for cell in cells]
        rows.append([street.name, *rates])
    return OutSheet("街道×类型得分率", [OutColumn("街道", 16), *map(OutColumn, types)], rows)
