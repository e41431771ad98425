"""Filling prints from the store."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from db import Store
from desktop.core.clock import now
from desktop.core.errors import UserError
from desktop.features.points import (
    CheckRow,
    PointRow,
    check_rows,
    point_rows,
)
from desktop.features.reports.types import (
    CheckBook,
    CheckLine,
    CheckSheet,
    Heading,
    SpacingPart,
    SpacingReport,
)
from desktop.features.scoring import is_counted, rule_from_json
from desktop.features.settings import county, current_edition, office
from desktop.features.spacing import limits, recorded_subjects, spacing_results
from desktop.features.visits import (
    asked_items,
    edition_of,
    find_round,
    sheet_number,
    team_plans,
)


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """Which sheets to print: all where nothing is named; several conditions all hold.

    `round` (id, number or name) prints a round's points with its sheet numbers, by team in walking
    order where `group_by` is "team".
    """

    types: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    on_date: date | None = None
    team: str = ""
    group_by: str = "type"
    two_sided: bool = False
    round: str = ""
    teams: tuple[str, ...] = ()
    blank_lines: int = 3


def heading(store: Store) -> Heading:
    """Return what stands at the head of every print."""
    edition = current_edition(store)
    name = edition.name if edition else ""
    return Heading(county(store), name, now(), office(store), _user())


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def check_book(store: Store, choice: SheetChoice) -> CheckBook:
    """Return the sheets of the points chosen; raise UserError where a name fits none."""
    head = heading(store)
    if choice.round:
        return _round_book(store, choice, head)
    rows = _chosen(point_rows(store).all(), choice)
    bodies = _bodies(row for row in check_rows(store).all() if row.edition == head.edition)
    sheets = [
        _sheet(row, sheet_number(row.number), bodies.get(row.type, {}).values()) for row in rows
    ]
    return CheckBook(head, choice.on_date, choice.team, choice.group_by, _grouped(sheets, choice),
                     choice.two_sided, "", choice.blank_lines)  # fmt: skip


def _round_book(store: Store, choice: SheetChoice, head: Heading) -> CheckBook:
    item = find_round(store, choice.round)
    plans = team_plans(store, item.id)
    _refuse_unknown("组别", choice.teams, {plan.team for plan in plans})
    edition = edition_of(store, item)
    bodies = _bodies(row for row in check_rows(store).all() if row.edition == edition)
    asked = asked_items(store, item.id)
    points = {row.id: row for row in _chosen(point_rows(store).all(), choice)}
    sheets = []
    for plan in plans:
        if choice.teams and plan.team not in choice.teams:
            continue
        ways = (None, *plan.ways)
        for visit, way in zip(plan.visits, ways, strict=True):
            if visit.point_id in points:
                row = points[visit.point_id]
                lines = bodies.get(row.type, {})
                body = [lines[key] for key in lines
                        if not asked[visit.id] or key in asked[visit.id]]  # fmt: skip
                sheet = _sheet(row, visit.sheet_no, body)
                sheets.append(replace(sheet, team=plan.team, way_m=way))
    return CheckBook(replace(head, edition=edition), choice.on_date or item.starts, choice.team,
                     choice.group_by, _grouped(sheets, choice), choice.two_sided, item.name,
                     choice.blank_lines)  # fmt: skip


def _grouped(sheets: Sequence[CheckSheet], choice: SheetChoice) -> tuple[CheckSheet, ...]:
    """Bring sheets of one group together, groups in the order they are first met."""
    key = choice.group_by
    order = {name: index for index, name in enumerate(
        dict.fromkeys(getattr(sheet, key) for sheet in sheets)
    )}  # fmt: skip
    return tuple(sorted(sheets, key=lambda sheet: order[getattr(sheet, key)]))


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


def _bodies(rows: Iterable[CheckRow]) -> dict[str, dict[str, CheckLine]]:
    """Return the lines of each type's sheet by check item id."""
    bodies: dict[str, dict[str, CheckLine]] = {}
    for row in rows:
        counted = is_counted(rule_from_json(row.rule))
        line = CheckLine(row.class_, row.code, row.text, row.note, counted)
        bodies.setdefault(row.type, {})[row.id] = line
    return bodies


def _sheet(row: PointRow, number: str, body: Iterable[CheckLine]) -> CheckSheet:
    contact = "  ".join(part for part in (row.chief, row.phone) if part)
    return CheckSheet(
        number=number, point=row.name, type=row.type, address=row.address, street=row.street,
        community=row.community, grid=row.grid, route="", contact=contact,
        units="、".join(row.owners), body=tuple(body), phone=row.phone,
    )  # fmt: skip


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
