"""Filling the prints about rounds from the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from db import Store
from desktop.features.reports.sources import heading
from desktop.features.reports.types import DrawRecord, HeatData, TableData, VisitReport
from desktop.features.visits import (
    GROUPS,
    Draw,
    Results,
    Tally,
    answer_rows,
    change,
    draws_of,
    edition_of,
    find_round,
    percent,
    record_of,
    repeats,
    round_results,
)

_NOTES = (
    "1. 只统计已录入的点位；每一项按检查标准的判定方式计分，一个点位的满分是它各项分值之和。",
    "2. 得分率 = 得分 ÷ 满分。“不适用”的项目不计入满分；未录的项目按 0 分计，录完后只升不降。",
    "3. 符合率 = 符合项数 ÷（符合项数 + 不符合项数）。",
    "4. 一个点位有几个责任单位时，各单位都计入这个点位的结果。",
    "5. 变化是与对比轮次同名一项的得分率之差，单位为百分点。",
)
_PARTS = (("type", "各点位类型"), ("street", "各街道"), ("community", "各社区"), ("team", "各组"),
          ("unit", "各责任单位"))  # fmt: skip
_WORDS = {"pass": "符合", "fail": "不符合", "na": "不适用", None: ""}


def visit_report(store: Store, round_id: str, against: str | None = None) -> VisitReport:
    """Return everything the report on a round says, compared with another round where given."""
    results = round_results(store, round_id)
    before = round_results(store, against) if against else None
    item = results.round
    days = " 至 ".join(str(day) for day in (item.starts, item.ends) if day) or "日期未填"
    head = replace(heading(store), edition=edition_of(store, item))
    return VisitReport(
        head, "实地考察情况报告", f"{item.name}（{item.kind}）",
        _background(results, before, days, head.edition), _figures(results, before),
        tuple((f"{words}得分", _table(results, before, group)) for group, words in _PARTS),
        _heat(results), _faults(store, results), _NOTES,
    )  # fmt: skip


def _background(
    results: Results, before: Results | None, days: str, edition: str
) -> tuple[str, ...]:
    item, whole = results.round, results.whole
    types = len(results.groups["type"])
    words = [
        f"{item.name}为{item.kind}，时间 {days}，依据{edition}检查标准。",
        f"计划考察 {results.planned} 个点位，已录入 {results.entered} 个，涉及 {types} 类点位；"
        f"共判定 {whole.passed + whole.failed} 项，其中符合 {whole.passed} 项、"
        f"不符合 {whole.failed} 项，不适用 {whole.na} 项，未录 {whole.open} 项。",
    ]
    if before is not None:
        words.append(f"对比轮次：{before.round.name}，录入 {before.entered} 个点位。")
    return tuple(words)


def _figures(results: Results, before: Results | None) -> tuple[tuple[str, str], ...]:
    whole = results.whole
    moved = _moved(whole, before.whole if before else None)
    return (
        ("点位", f"{results.entered} / {results.planned}"),
        ("得分率", _shown(whole.score_rate)), ("符合率", _shown(whole.pass_rate)),
        ("不符合", f"{whole.failed} 项"), ("较上轮", f"{moved} 点" if moved else "—"),
    )  # fmt: skip


def _shown(rate: Decimal | None) -> str:
    return "—" if rate is None else f"{percent(rate)}%"


def _moved(tally: Tally, former: Tally | None) -> str:
    moved = change(tally.score_rate, former.score_rate) if former else None
    return "" if moved is None else f"{moved:+.2f}"


def _table(results: Results, before: Results | None, group: str) -> TableData:
    ranked = sorted(results.groups[group], key=lambda t: (t.score_rate or Decimal(-1)),
                    reverse=True)  # fmt: skip
    rows = tuple(
        (str(place), tally.name, str(tally.points), str(tally.passed), str(tally.failed),
         f"{tally.total.low:.1f}/{tally.total.full:f}", _shown(tally.score_rate),
         _shown(tally.pass_rate),
         _moved(tally, before.tally(group, tally.name) if before else None))
        for place, tally in enumerate(ranked, 1)
    )  # fmt: skip
    heads = (
        "名次",
        GROUPS[group],
        "点位",
        "符合",
        "不符合",
        "得分/满分",
        "得分率",
        "符合率",
        "变化",
    )
    return TableData(heads, (8, 30, 9, 9, 10, 17, 13, 13, 11), rows,
                     frozenset((0, 2, 3, 4, 5, 6, 7, 8)))  # fmt: skip


def _heat(results: Results) -> HeatData:
    cells = {
        key: (f"{tally.score_rate * 100:.0f}", float(tally.score_rate))
        for key, tally in results.matrix.items()
        if tally.score_rate is not None
    }
    return HeatData(
        tuple(tally.name for tally in results.groups["street"]),
        tuple(tally.name for tally in results.groups["type"]), cells,
    )  # fmt: skip


def _faults(store: Store, results: Results) -> tuple[tuple[str, TableData], ...]:
    """Return what failed, a table per street."""
    streets = {point.visit.id: point.visit.street or "未填" for point in results.points}
    rows: dict[str, list[tuple[str, ...]]] = {}
    for row in answer_rows(store, results.round.id).all():
        if row.verdict == "fail" and row.visit_id in streets:
            number = "" if row.amount is None else f"{row.amount:f}"
            cells = (row.point, row.type, row.code, row.text, number, row.note)
            rows.setdefault(streets[row.visit_id], []).append(cells)
    heads = ("点位", "类型", "编号", "不符合的内容", "数量", "备注")
    return tuple(
        (f"{street}（{len(found)} 项）",
         TableData(heads, (24, 14, 16, 44, 9, 20), tuple(found), frozenset((4,))))
        for street, found in rows.items()
    )  # fmt: skip


def draw_record_prints(store: Store, round_id: str) -> tuple[DrawRecord, ...]:
    """Return a round's draws as they are printed."""
    results = draws_of(store, round_id)
    return tuple(_draw_print(store, kept) for kept in results)


def _draw_print(store: Store, kept: Draw) -> DrawRecord:
    record = record_of(kept)
    names = {one["id"]: one["name"] for one in record["candidates"]}
    item = find_round(store, kept.round_id)
    around = record["around"]
    facts = [
        ("抽取时间", kept.made.replace("T", " ")[:16]), ("种子", kept.seed),
        ("算法", str(record["algorithm"])),
        ("按类型抽", _pairs(record["quotas"]) or "无"),
        ("周边抽取", _around(around) if around else "无"),
        ("近期去过", f"{record['rest_days']} 天内去过的按 {record['rest_weight_percent']}% 的机会抽"
         if record["rest_days"] else "不区分"),
        ("复核", "按本记录重抽一次，结果相同" if repeats(kept) else "重抽结果不同，记录可能被改动"),
    ]  # fmt: skip
    drawn = tuple(
        (str(place), names.get(one["id"], one["id"]), one["reason"],
         names.get(one["around"], "") if one["around"] else "")
        for place, one in enumerate(record["drawn"], 1)
    )  # fmt: skip
    left = tuple((names.get(row_id, row_id), why) for row_id, why in record["left_out"])
    candidates = tuple(
        (str(place), one["name"], one["type"], str(one["weight"]), one["id"][-12:])
        for place, one in enumerate(record["candidates"], 1)
    )
    return DrawRecord(
        heading(store), item.name, tuple(facts),
        TableData(("序", "抽中的点位", "依据", "固定点位"), (7, 30, 50, 24), drawn,
                  frozenset((0,))),
        TableData(("未参加的点位", "原因"), (40, 60), left),
        TableData(("序", "候选点位", "类型", "机会", "标识尾号"), (8, 40, 24, 10, 22), candidates,
                  frozenset((0, 3))),
        ("候选点位、种子和算法相同，任何人任何时候抽出的结果都相同；算法写在程序的说明里。",),
    )  # fmt: skip


def _around(around: Mapping[str, Any]) -> str:
    return f"半径 {around['radius_m']:g} 米，{_pairs(around['quotas'])}"


def _pairs(pairs: Sequence[Sequence[object]]) -> str:
    return "、".join(f"{name} {number} 处" for name, number in pairs)
