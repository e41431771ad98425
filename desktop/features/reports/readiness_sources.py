"""Filling the readiness report, the 一页通, the 任务清单 and the 资金需求 from the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from db import Store
from db.tables.score import findings_by_state, open_finding_lines
from desktop.core.clock import today
from desktop.core.errors import UserError
from desktop.core.resources import resource
from desktop.features.dossier import timeline
from desktop.features.evidence import DocumentRow, document_rows, slot_rows
from desktop.features.findings import card_rows
from desktop.features.forecast import (
    Board,
    Forecast,
    Task,
    board_since,
    forecast,
    forecast_error,
    in_order,
    range_bar,
    range_bars,
    real_results,
    snapshots,
    tasks_of,
    trend_of,
)
from desktop.features.frameworks import RequirementRow, requirement_rows
from desktop.features.readiness import STATES, Group, Readiness, readiness
from desktop.features.reports.sources import heading
from desktop.features.reports.types import (
    FindingPart,
    FundList,
    ReadinessReport,
    ScorePart,
    StateRow,
    TableData,
    TaskBook,
    TaskSheet,
)
from desktop.features.scoring import rounded
from desktop.features.settings import current_edition, material_window
from desktop.features.units import unit_rows

_REAL = ("测评", "日期", "得分", "名次", "与前一名差", "测算误差")
_BOARD = ("档", "编号", "测评标准", "得分率", "责任单位", "时限")
_TASKS = ("序", "编号", "要做的事", "挽回", "天数", "责任单位", "时限")
_FINDINGS = ("编号", "地点", "问题", "责任单位", "时限")
_CARDS = ("编号", "被督办单位", "地点", "问题", "时限", "状态")
_FUNDS = ("序", "编号", "测评标准", "要做的事", "责任单位", "挽回分", "资金/万元", "分/万元",
          "累计/万元")  # fmt: skip
_TONES = ("empty", "busy", "accent", "bad", "good")
_READINESS_NOTES = (
    "准备度只反映材料收集和审核的进度，不是得分。只统计测评方式含“材料审核”的测评要求。",
    "状态由材料项推算：一份也没有为“未开始”；有材料项还缺份数为“收集中”；份数够但有未审核的为“待审”；"
    "被退回且未补够的为“退回”；份数够且全部审核通过为“齐备”。准备度 = 齐备条数 ÷ 需要材料的条数。",
    "放在“其他材料”里的文件不算满足任何材料项。",
)


def readiness_report(store: Store) -> ReadinessReport:
    """Return everything the readiness report says, as of now."""
    state = readiness(store)
    documents = document_rows(store).all()
    rows = {row.id: row for row in requirement_rows(store).all()}
    first, last = material_window(store)
    edition = current_edition(store)
    made = forecast(store) if edition is not None and state.projects else None
    months = timeline(store)
    return ReadinessReport(
        heading=heading(store), test_date=state.test_date, days_left=state.days_left,
        states=tuple(zip(STATES, _TONES, strict=True)), whole=_row(state.whole),
        projects=_rows(state.projects), methods=_rows(state.methods),
        units=tuple(_row(group) for group in state.units if group.total),
        missing=_missing(state, rows),
        returned=TableData(("编号", "材料", "单位", "原因"), (14, 34, 16, 36), tuple(
            ("、".join(row.codes), row.name, row.unit or "", row.reason)
            for row in documents if row.review == "退回"
        )),
        outside=_outside(documents, first, last),
        window=_window(first, last, is_guessed=months.window is not None),
        unmatched=TableData(("文件", "单位", "来自", "原因"), (24, 14, 34, 28), tuple(
            (row.name, row.unit or "", row.source_path, row.reason)
            for row in documents if row.review == "未归位"
        )),
        unowned=TableData(("类别", "编号", "内容"), (12, 16, 72), tuple(
            (item.kind, item.code, item.title) for item in state.unowned
        )),
        findings=_findings(store), score=_score(store, made) if made else None,
        method_notes=(*_READINESS_NOTES, *resource("forecast.json")["method_notes"],
                      *(made.measured.notes if made else ())),
        timeline=months,
    )  # fmt: skip


def _missing(state: Readiness, rows: Mapping[str, RequirementRow]) -> TableData:
    listed = tuple(
        (row.code, rows[row.requirement_id].title, row.kind, f"{row.documents}/{row.min_count}",
         "、".join(row.units) or "无", row.due.isoformat() if row.due else "")
        for row in state.missing
    )  # fmt: skip
    return TableData(("编号", "测评标准", "材料项", "有/需", "责任单位", "时限"),
                     (13, 40, 13, 8, 24, 15), listed)  # fmt: skip


def _outside(documents: Sequence[DocumentRow], first: date | None, last: date | None) -> TableData:
    found = []
    for row in documents:
        day = row.fact_date
        if day is None or not (first or last):
            continue
        if first is not None and day < first:
            found.append(
                ("、".join(row.codes), row.name, row.unit or "", day.isoformat(), "早于时限")
            )
        elif last is not None and day > last:
            found.append(
                ("、".join(row.codes), row.name, row.unit or "", day.isoformat(), "晚于时限")
            )
    return TableData(("编号", "材料", "单位", "日期", "说明"), (14, 38, 18, 16, 14), tuple(found))


def _window(first: date | None, last: date | None, *, is_guessed: bool) -> str:
    if first is None and last is None:
        drawn = "；图里的时限按测评日期估算" if is_guessed else ""
        return f"没有设定材料时限，没有逐份检查{drawn}。"
    return f"材料时限：{first or '不限'} 至 {last or '不限'}；没有日期的材料不在此列。"


def _findings(store: Store) -> FindingPart:
    rows = findings_by_state(store)
    now = today().isoformat()
    total = sum(count for *_, count in rows)
    still = [row for row in rows if row[0] != "closed"]
    late = [row for row in still if row[1] is not None and row[1] < now]
    units: dict[str, list[int]] = {}
    for state, due, names, count in rows:
        for name in names.split("、") if names else ["无责任单位"]:
            sums = units.setdefault(name, [0, 0, 0])
            sums[0] += count
            sums[1] += count * (state != "closed")
            sums[2] += count * (state != "closed" and due is not None and due < now)
    table = TableData(("责任单位", "问题", "未销号", "逾期"), (40, 20, 20, 20), tuple(
        (name, *map(str, sums))
        for name, sums in sorted(units.items(), key=lambda pair: (-pair[1][1], pair[0]))
    ), frozenset({1, 2, 3}))  # fmt: skip
    items = TableData(_FINDINGS, (8, 24, 40, 20, 14), tuple(open_finding_lines(store)))
    still_open, overdue = (sum(row[3] for row in part) for part in (still, late))
    cards = TableData(_CARDS, (26, 14, 20, 26, 14, 10), tuple(
        (card.code, card.unit, card.point, card.text, card.due.isoformat() if card.due else "",
         card.state)
        for card in card_rows(store).all()
    ))  # fmt: skip
    return FindingPart(total, still_open, overdue, table, items, cards)


def _score(store: Store, made: Forecast) -> ScorePart:
    kept = snapshots(store, made.edition)
    places = made.scheme.places
    board = board_since(made, kept[0] if kept else None)
    real = real_results(store, made.edition)
    tasks = in_order(tasks_of(store, made), today=today())
    words = {"yes": "满足", "no": "不满足", "": "未定"}
    return ScorePart(
        total=range_bar("总分", made.final, places), lost=_shown(made.final.lost, places),
        at_risk=_shown(made.final.at_risk, places),
        methods=range_bars(made.measured.methods, places),
        projects=range_bars(made.measured.projects, places), trend=trend_of(store, made),
        full=float(made.final.full), grades=tuple(board.counts.items()),
        movement=_movement(board),
        conditions=TableData(("条件", "状态", "说明"), (36, 12, 52), tuple(
            (one.name, words[one.state], one.words) for one in made.conditions
        )),
        board=_board_table(board), items=_items_table(made, places),
        first=task_table(tasks[: int(resource("forecast.json")["worst"])]),
        real=TableData(_REAL, (30, 16, 14, 12, 14, 14), tuple(
            (one.name, one.tested.isoformat() if one.tested else "", f"{one.score}/{one.full}",
             "" if one.rank is None else str(one.rank), "" if one.gap is None else str(one.gap),
             _signed(forecast_error(one, record)))
            for one, record in real
        ), frozenset({2, 3, 4, 5})),
    )  # fmt: skip


def _shown(value: Decimal, places: int) -> str:
    return str(rounded(value, places))


def _signed(value: Decimal | None) -> str:
    return "" if value is None else f"{rounded(value, 2):+}"


def _movement(board: Board) -> str:
    if board.since is None:
        return "还没有留存过，看不出变化。"
    return (f"自 {board.since.isoformat()} 以来，上升 {len(board.risen)} 项，"
            f"下降 {len(board.fallen)} 项。")  # fmt: skip


def _board_table(board: Board) -> TableData:
    rows = sorted((row for row in board.rows if row.grade in ("B", "C")),
                  key=lambda row: (row.grade != "C", row.rate))  # fmt: skip
    return TableData(_BOARD, (7, 13, 40, 10, 20, 14), tuple(
        (row.grade, row.code, row.name, f"{row.rate * 100:.0f}%", "、".join(row.units),
         row.due.isoformat() if row.due else "")
        for row in rows
    ), frozenset({3}))  # fmt: skip


def _items_table(made: Forecast, places: int) -> TableData:
    """Return what is lost for sure: items whose best possible points are below their mark."""
    lost = [item for item in made.items
            if item.outcome.counts and item.outcome.high < item.outcome.full]  # fmt: skip
    lost.sort(key=lambda item: (item.outcome.high - item.outcome.full)
              * made.measured.worth.get(item.id, Decimal(0)))  # fmt: skip
    return TableData(("编号", "测评标准", "方式", "失分", "原因"), (13, 36, 12, 9, 30), tuple(
        (item.code, item.name, item.method,
         _shown((item.outcome.full - item.outcome.high)
                * made.measured.worth.get(item.id, Decimal(0)), places), item.outcome.why)
        for item in lost
    ), frozenset({3}))  # fmt: skip


def task_table(tasks: Sequence[Task]) -> TableData:
    """Return tasks in order as a table."""
    return TableData(_TASKS, (5, 13, 34, 8, 8, 20, 14), tuple(
        (str(number), task.code, f"{task.work}（{task.method}）", _shown(task.gain, 2),
         f"{task.days}{'估' if task.guessed else ''}", "、".join(task.units[:3]),
         task.due.isoformat() if task.due else "")
        for number, task in enumerate(tasks, 1)
    ), frozenset({3, 4}))  # fmt: skip


def task_book(store: Store, units: Sequence[str] = ()) -> TaskBook:
    """Return the 任务清单 of the units named, of all units with something to do where none is.

    Raises UserError for a unit that does not exist.
    """
    known = {row.name: row for row in unit_rows(store).all()}
    unknown = [name for name in units if name not in known]
    if unknown:
        raise UserError(f"没有这样的单位：{'、'.join(unknown)}。", "没有生成文件。请核对名称。")
    made = forecast(store)
    rows = {row.id: row for row in made.facts.rows}
    tasks = in_order(tasks_of(store, made), today=today())
    slots = [slot for slot in slot_rows(store).all()
             if slot.requirement_id in rows and slot.state != "齐备"]  # fmt: skip
    sheets = []
    for name, unit in known.items():
        mine = {row.id: _role(row, name) for row in rows.values() if _role(row, name)}
        materials = tuple(
            (slot.code, rows[slot.requirement_id].title, slot.title or slot.kind, slot.state,
             f"{slot.documents}/{slot.min_count}", mine[slot.requirement_id],
             slot.due.isoformat() if slot.due else "")
            for slot in slots if slot.requirement_id in mine
        )  # fmt: skip
        work = tuple(
            (task.code, task.method, task.name, task.work, _shown(task.gain, 2),
             task.due.isoformat() if task.due else "")
            for task in tasks if task.id in mine and not task.state
        )  # fmt: skip
        if materials or work or name in units:
            contact = "  ".join(part for part in (unit.liaison, unit.liaison_phone) if part)
            sheets.append(TaskSheet(name, contact, _materials(materials), _work(work)))
    wanted = [sheet for sheet in sheets if not units or sheet.unit in units]
    return TaskBook(heading(store), tuple(wanted))


def _role(row: RequirementRow, unit: str) -> str:
    for names, word in ((row.lead, "牵头"), (row.owner, "责任"), (row.support, "配合")):
        if unit in names:
            return word
    return ""


def _materials(rows: tuple[tuple[str, ...], ...]) -> TableData:
    return TableData(("编号", "测评标准", "材料项", "状态", "有/需", "职责", "时限"),
                     (13, 38, 14, 10, 8, 8, 14), rows)  # fmt: skip


def _work(rows: tuple[tuple[str, ...], ...]) -> TableData:
    return TableData(("编号", "测评方式", "测评标准", "要做的事", "可挽回", "时限"),
                     (13, 14, 38, 22, 10, 14), rows, frozenset({4}))  # fmt: skip


def fund_list(store: Store) -> FundList:
    """Return what costs money, most points for each 万元 first."""
    tasks = [task for task in tasks_of(store, forecast(store)) if task.gain > 0]
    priced = [task for task in tasks if task.money]
    priced.sort(key=lambda task: (-task.gain / (task.money or 1), task.code))
    running, rows = Decimal(0), []
    for number, task in enumerate(priced, 1):
        money = task.money or Decimal(0)
        running += money
        rows.append((str(number), task.code, task.name, task.work, "、".join(task.units[:3]),
                     _shown(task.gain, 2), str(money), _shown(task.gain / money, 3),
                     str(running)))  # fmt: skip
    table = TableData(
        _FUNDS, (5, 13, 34, 20, 20, 9, 12, 10, 12), tuple(rows), frozenset({5, 6, 7, 8}),
    )  # fmt: skip
    gain = sum((task.gain for task in priced), Decimal(0))
    unpriced = sum(task.money is None for task in tasks)
    return FundList(heading(store), table, str(running), _shown(gain, 2), unpriced)


def _row(group: Group) -> StateRow:
    return StateRow(group.name, group.counts)


def _rows(groups: Iterable[Group]) -> tuple[StateRow, ...]:
    return tuple(_row(group) for group in groups)
