"""Filling prints from the store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from db import Store
from desktop.core.clock import now
from desktop.core.errors import UserError
from desktop.features.evidence import document_rows
from desktop.features.frameworks import requirement_rows
from desktop.features.points import (
    CheckRow,
    PointRow,
    check_rows,
    is_counted,
    point_rows,
    rule_from_json,
)
from desktop.features.readiness import STATES, Group, readiness
from desktop.features.reports.types import (
    CheckBook,
    CheckLine,
    CheckSheet,
    Heading,
    ReadinessReport,
    SpacingPart,
    SpacingReport,
    StateRow,
    TableData,
)
from desktop.features.settings import county, current_edition, office
from desktop.features.spacing import limits, recorded_subjects, spacing_results

_METHOD_NOTES = (
    "1. 准备度只反映材料收集和审核的进度，不是得分。",
    "2. 只统计测评方式含“材料审核”的测评要求；实地考察、问卷调查、主管部门意见不计入。",
    "3. 状态由材料项推算：一份也没有为“未开始”；有材料项还缺份数为“收集中”；"
    "份数够但有未审核的为“待审”；被退回且未补够的为“退回”；份数够且全部审核通过为“齐备”。",
    "4. 准备度 = 齐备条数 ÷ 需要材料的测评要求条数。",
    "5. 放在“其他材料”里的文件不算满足任何材料项。",
)


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """Which sheets to print: all where nothing is named; several conditions all hold."""

    types: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    on_date: date | None = None
    team: str = ""
    group_by: str = "type"
    two_sided: bool = False


def heading(store: Store) -> Heading:
    """Return what stands at the head of every print."""
    edition = current_edition(store)
    return Heading(county(store), edition.name if edition else "", now(), office(store))


def sheet_number(number: int) -> str:
    """Return a sheet's short number: the point's number and a check digit (ISO 7064 mod 11,10).

    The check digit finds any single wrong digit and most swapped neighbours.
    """
    digits = f"{number:04d}"
    product = 10
    for digit in digits:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return f"{digits}-{(11 - product) % 10}"


def check_book(store: Store, choice: SheetChoice) -> CheckBook:
    """Return the sheets of the points chosen; raise UserError where a name fits none."""
    rows = _chosen(point_rows(store).all(), choice)
    head = heading(store)
    bodies = _bodies(row for row in check_rows(store).all() if row.edition == head.edition)
    order = {name: index for index, name in enumerate(dict.fromkeys(
        row.street if choice.group_by == "street" else row.type for row in rows
    ))}  # fmt: skip
    rows = sorted(rows, key=lambda row: order[
        row.street if choice.group_by == "street" else row.type
    ])  # fmt: skip
    sheets = tuple(_sheet(row, bodies.get(row.type, ()), head.edition) for row in rows)
    return CheckBook(head, choice.on_date, choice.team, choice.group_by, sheets, choice.two_sided)


def _chosen(rows: Sequence[PointRow], choice: SheetChoice) -> list[PointRow]:
    _refuse_unknown("点位类型", choice.types, {row.type for row in rows})
    _refuse_unknown("街道", choice.streets, {row.street for row in rows})
    names = {row.name for row in rows} | {str(row.number) for row in rows} | {r.id for r in rows}
    _refuse_unknown("点位", choice.points, names)
    return [
        row
        for row in rows
        if (not choice.types or row.type in choice.types)
        and (not choice.streets or row.street in choice.streets)
        and (not choice.points or {row.name, str(row.number), row.id} & set(choice.points))
    ]


def _refuse_unknown(word: str, wanted: Iterable[str], known: set[str]) -> None:
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise UserError(f"没有这样的{word}：{'、'.join(unknown)}。", "没有生成文件。请核对名称。")


def _bodies(rows: Iterable[CheckRow]) -> dict[str, tuple[CheckLine, ...]]:
    bodies: dict[str, list[CheckLine]] = {}
    for row in rows:
        counted = is_counted(rule_from_json(row.rule))
        line = CheckLine(row.class_, row.code, row.text, row.note, counted)
        bodies.setdefault(row.type, []).append(line)
    return {name: tuple(lines) for name, lines in bodies.items()}


def _sheet(row: PointRow, body: tuple[CheckLine, ...], edition: str) -> CheckSheet:
    number = sheet_number(row.number)
    contact = "  ".join(part for part in (row.chief, row.phone) if part)
    return CheckSheet(
        number=number, qr_text=f"YJ1|{edition}|{number}", point=row.name, type=row.type,
        address=row.address, street=row.street, community=row.community, grid=row.grid,
        route="", contact=contact, units="、".join(row.owners), body=body,
    )  # fmt: skip


def readiness_report(store: Store) -> ReadinessReport:
    """Return everything the readiness report says, as of now."""
    state = readiness(store)
    documents = document_rows(store).all()
    hints = {row.id: row for row in requirement_rows(store).all()}
    missing = tuple(
        (row.code, hints[row.requirement_id].title, row.kind,
         f"{row.documents}/{row.min_count}", "、".join(row.units) or "无",
         row.due.isoformat() if row.due else "")
        for row in state.missing
    )  # fmt: skip
    returned = tuple(
        ("、".join(row.codes), row.name, row.unit or "", row.reason)
        for row in documents if row.review == "退回"
    )  # fmt: skip
    unmatched = tuple(
        (row.name, row.unit or "", row.source_path, row.reason)
        for row in documents if row.review == "未归位"
    )  # fmt: skip
    unowned = tuple((item.kind, item.code, item.title) for item in state.unowned)
    return ReadinessReport(
        heading=heading(store), test_date=state.test_date, days_left=state.days_left,
        states=STATES, whole=_row(state.whole),
        projects=_rows(state.projects), methods=_rows(state.methods),
        units=tuple(_row(group) for group in state.units if group.total),
        missing=TableData(("编号", "测评标准", "材料项", "已有/需要", "责任单位", "时限"),
                          (13, 42, 12, 11, 24, 14), missing),
        returned=TableData(("编号", "材料", "单位", "原因"), (14, 34, 16, 36), returned),
        unmatched=TableData(("文件", "单位", "来自", "原因"), (24, 14, 34, 28), unmatched),
        unowned=TableData(("类别", "编号", "内容"), (12, 16, 72), unowned),
        method_notes=_METHOD_NOTES,
    )  # fmt: skip


def _row(group: Group) -> StateRow:
    return StateRow(group.name, group.counts)


def _rows(groups: Iterable[Group]) -> tuple[StateRow, ...]:
    return tuple(_row(group) for group in groups)


def spacing_report(store: Store) -> SpacingReport:
    """Return the spacing of every subject recorded; raise UserError where none is."""
    known = limits(store)
    parts = tuple(
        SpacingPart(
            subject, tuple(item for item in known if item.subject == subject),
            spacing_results(store, subject),
        )
        for subject in recorded_subjects(store)
    )  # fmt: skip
    if not parts:
        raise UserError("还没有录入里程，无法核算间距。", "没有生成文件。请先导入里程表。")
    return SpacingReport(heading(store), parts)
