"""Dated records of readiness and score, their trend, what changed between two, real results."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from db import Store, records
from db.ids import new_id
from db.tables.frameworks import Edition
from db.tables.score import RealResult, Snapshot
from desktop.core.changes import Changes
from desktop.core.errors import InputError, Problem, UserError
from desktop.features.forecast.board import Board, board_of
from desktop.features.forecast.service import CHANGED, Forecast
from desktop.features.forecast.types import Line, Span
from desktop.features.readiness import Readiness
from desktop.features.scoring import rounded


@dataclass(frozen=True, slots=True)
class Record:
    """A snapshot as read back: readiness counts, spans by part, grades by indicator."""

    id: str
    taken: datetime
    name: str
    ready: int
    needed: int
    final: Span
    year: Span
    methods: Mapping[str, Span]
    projects: Mapping[str, Span]
    grades: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One figure at two moments."""

    name: str
    before: Decimal | None
    after: Decimal | None

    @property
    def by(self) -> Decimal | None:
        """Return the difference, None where one side is missing."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


def take_snapshot(
    store: Store, made: Forecast, state: Readiness, *, name: str = ""
) -> tuple[Snapshot, Changes]:
    """Keep readiness and score as they are now."""
    row = Snapshot(new_id(), made.edition.id, made.at, name, _content(made, state))
    with store.write(f"留存 {made.at[:10]} 的准备度和得分", right="scoring.snapshot"):
        records.insert(store, [row])
    return row, CHANGED


def _content(made: Forecast, state: Readiness) -> str:
    content = {
        "ready": state.whole.ready, "needed": state.whole.total,
        "final": _span_out(made.final), "year": _span_out(made.year),
        "methods": _lines_out(made.measured.methods),
        "projects": _lines_out(made.measured.projects),
        "grades": {row.code: row.grade for row in board_of(made.items).rows},
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def compare_with(before: Record, made: Forecast, state: Readiness) -> tuple[Change, ...]:
    """Return what changed between a snapshot and now."""
    now_row = Snapshot("", made.edition.id, made.at, "", _content(made, state))
    return compare(before, _record(now_row))


def snapshots(store: Store, edition: Edition) -> tuple[Record, ...]:
    """Return an edition's snapshots, oldest first."""
    rows = records.find(store, Snapshot, edition_id=edition.id, order="taken, rowid")
    return tuple(_record(row) for row in rows)


def snapshot_on(listed: tuple[Record, ...], day: date) -> Record | None:
    """Return the last snapshot taken on or before a day."""
    found = [record for record in listed if record.taken.date() <= day]
    return found[-1] if found else None


def board_since(made: Forecast, record: Record | None) -> Board:
    """Return the board with the movement since a snapshot."""
    if record is None:
        return board_of(made.items)
    return board_of(made.items, before=record.grades, since=record.taken.date())


def compare(before: Record, after: Record) -> tuple[Change, ...]:
    """Return what changed between two snapshots: readiness, total, methods, projects, grades."""
    found = [
        Change("齐备", Decimal(before.ready), Decimal(after.ready)),
        Change("最低得分", before.final.low, after.final.low),
        Change("可能得分", before.final.likely, after.final.likely),
        Change("最高得分", before.final.high, after.final.high),
    ]
    for former, latter in ((before.methods, after.methods), (before.projects, after.projects)):
        for name in dict.fromkeys((*former, *latter)):
            sides = [part[name].likely if name in part else None for part in (former, latter)]
            found.append(Change(name, *sides))
    for grade in ("A", "B", "C"):
        counts = [Decimal(sum(value == grade for value in record.grades.values()))
                  for record in (before, after)]  # fmt: skip
        found.append(Change(f"{grade} 档指标", *counts))
    return tuple(found)


def save_real_result(
    store: Store, edition: Edition, values: Mapping[str, Any]
) -> tuple[RealResult, Changes]:
    """Keep a real test's result: name, score, full, year, tested, rank, ranked, gap, counts."""
    problems: list[Problem] = []

    def number(key: str, label: str, *, required: bool = False) -> Decimal | None:
        text = str(values.get(key) or "").strip()
        if not text and not required:
            return None
        try:
            value = Decimal(text)
        except ArithmeticError:
            value = Decimal("NaN")
        if not value.is_finite() or value < 0:
            problems.append(Problem(label, f"“{text}”不是数字"))
            return None
        return value

    score, full = number("score", "得分", required=True), number("full", "满分")
    rank, ranked = number("rank", "名次"), number("ranked", "参评数")
    gap, year = number("gap", "与前一名差距"), number("year", "年度")
    name = str(values.get("name") or "").strip()
    tested = str(values.get("tested") or "").strip()
    try:
        day = date.fromisoformat(tested) if tested else None
    except ValueError:
        problems.append(Problem("测评日期", "请写成 2026-08-31"))
    if not name:
        problems.append(Problem("名称", "不能空"))
    if score is not None and score > (full or Decimal(100)) * 2:
        problems.append(Problem("得分", "比满分大得多"))
    if problems or score is None:
        raise InputError("测评结果没有保存。", problems, "原有结果没有改动。")
    former = records.find(store, RealResult, edition_id=edition.id, name=name)
    row = RealResult(
        former[0].id if former else new_id(), edition.id, name, int(year or edition.year), day,
        score, full or Decimal(100), None if rank is None else int(rank),
        None if ranked is None else int(ranked), gap, bool(values.get("counts")),
    )  # fmt: skip
    with store.write(f"登记测评结果 {name}", right="scoring.results"):
        (records.update if former else records.insert)(store, [row])
    return row, CHANGED


def real_results(store: Store, edition: Edition) -> tuple[tuple[RealResult, Record | None], ...]:
    """Return real results, each beside the last snapshot before it."""
    listed = snapshots(store, edition)
    rows = records.find(store, RealResult, edition_id=edition.id, order="tested, rowid")
    return tuple((row, snapshot_on(listed, row.tested) if row.tested else None) for row in rows)


def forecast_error(result: RealResult, record: Record | None) -> Decimal | None:
    """Return forecast less real score in points of the result's full mark; None without one."""
    if record is None or not record.final.full:
        return None
    return record.final.likely * result.full / record.final.full - result.score


def find_snapshot(listed: tuple[Record, ...], day: str) -> Record:
    """Return the last snapshot up to a day as typed; raise UserError where there is none."""
    try:
        found = snapshot_on(listed, date.fromisoformat(day))
    except ValueError as error:
        raise UserError(f"“{day}”不是日期。", "请写成 2026-08-31。") from error
    if found is None:
        raise UserError(f"{day} 以前没有留存过。", "先运行 snapshot 留存一次。")
    return found


def _span_out(span: Span) -> list[str]:
    return [str(rounded(part, 6)) for part in (span.low, span.likely, span.high, span.full)]


def _lines_out(lines: tuple[Line, ...]) -> dict[str, list[str]]:
    return {line.name: _span_out(line.span) for line in lines}


def _record(row: Snapshot) -> Record:
    content = json.loads(row.content)

    def span(parts: list[str]) -> Span:
        low, likely, high, full = map(Decimal, parts)
        return Span(low, likely, high, full)

    return Record(
        row.id, datetime.fromisoformat(row.taken), row.name, content["ready"], content["needed"],
        span(content["final"]), span(content["year"]),
        {name: span(parts) for name, parts in content["methods"].items()},
        {name: span(parts) for name, parts in content["projects"].items()}, content["grades"],
    )  # fmt: skip
