"""Roads, marks and the results worked out from them, as lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from db import SqlRows, Store
from db.tables.spacing import MARKS, ROADS, MarkRow, RoadRow
from desktop.core.row_source import ChosenRows, ListRows, Query
from desktop.features.spacing.limits import limit_for, limits, standard_subject
from desktop.features.spacing.rules import Measured, chainage_text, measure, metres_text, verdict
from desktop.features.spacing.types import Limit, RoadResult


def road_rows(store: Store) -> SqlRows[RoadRow]:
    """Return the list of roads."""
    return SqlRows(store, ROADS)


def mark_rows(store: Store) -> SqlRows[MarkRow]:
    """Return the list of marks, road by road from its start on."""
    return SqlRows(store, MARKS)


class RoadMarks(ChosenRows):
    """The marks of one road and subject; both can be changed."""

    def __init__(self, store: Store) -> None:
        super().__init__(lambda: mark_rows(store))
        self.road_id = self.subject = ""

    def count(self, query: Query) -> int:
        """Return how many marks the query finds."""
        return super().count(self._narrow(query))

    def page(self, query: Query, offset: int, limit: int) -> Sequence[MarkRow]:
        """Return `limit` marks from `offset` on."""
        return super().page(self._narrow(query), offset, limit)

    def groups(self, query: Query) -> Sequence[tuple[str, int]]:
        """Return (value, marks) of each group in the order shown."""
        return super().groups(self._narrow(query))

    def _narrow(self, query: Query) -> Query:
        own = (("road_id", self.road_id), ("subject", self.subject))
        return replace(query, filters=(*query.filters, *own))


class SpacingRows(ListRows):
    """The results of one subject."""

    def __init__(self, store: Store, subject: str = "") -> None:
        super().__init__(searched=("road", "class_", "state"))
        self._store = store
        self.subject = subject
        self.results: tuple[RoadResult, ...] = ()
        self.refresh()

    def refresh(self) -> None:
        """Work the results out anew."""
        self.results = spacing_results(self._store, self.subject)
        self.set(self.results)


def subjects(store: Store) -> tuple[str, ...]:
    """Return what spacing is measured for: the subjects with a limit and those recorded."""
    recorded = (row.subject for row in mark_rows(store).all())
    return tuple(dict.fromkeys([*(item.subject for item in limits(store)), *recorded]))


def recorded_subjects(store: Store) -> tuple[str, ...]:
    """Return the subjects that have marks, in the order of `subjects`."""
    recorded = {row.subject for row in mark_rows(store).all()}
    return tuple(subject for subject in subjects(store) if subject in recorded)


def spacing_results(store: Store, subject: str) -> tuple[RoadResult, ...]:
    """Judge every road for one subject, in the order of the roads."""
    subject = standard_subject(subject)
    marks: dict[str, list[MarkRow]] = {}
    for row in mark_rows(store).all():
        if row.subject == subject:
            marks.setdefault(row.road_id, []).append(row)
    known = limits(store)
    return tuple(
        _judge(road, subject, tuple(marks.get(road.id, ())), known)
        for road in road_rows(store).all()
    )


def _judge(
    road: RoadRow, subject: str, marks: tuple[MarkRow, ...], known: Iterable[Limit]
) -> RoadResult:
    length = road.length_m if road.length_m is not None else road.point_length_m
    limit = limit_for(known, subject, road.class_)
    limit_m = limit.most_m if limit else None
    measured = measure([mark.chainage_m for mark in marks], length, limit_m)
    state, why = verdict(measured, has_marks=bool(marks), length_m=length, limit_m=limit_m)
    gaps = measured.gaps if marks else ()
    return RoadResult(
        road.id, road.name, road.class_, length, road.point_id, subject, limit_m, marks, gaps,
        max((gap.length_m for gap in gaps), default=None), state,
        tuple(note for note in (why, *_length_notes(road), *_mark_notes(measured, length)) if note),
    )  # fmt: skip


def _length_notes(road: RoadRow) -> Iterable[str]:
    listed = road.point_length_m
    if road.length_m is None and listed is not None:
        yield f"长度 {metres_text(listed)} 米取自点位台账"
    elif road.length_m is not None and listed not in (None, road.length_m):
        here, there = metres_text(road.length_m), metres_text(listed or 0)
        yield f"这里长度 {here} 米，点位台账里是 {there} 米"


def _mark_notes(measured: Measured, length_m: float | None) -> Iterable[str]:
    for at in measured.doubled:
        yield f"{chainage_text(at)} 有两处以上，按一处算"
    for at in measured.outside:
        beyond = f"超出终点 {chainage_text(length_m or 0)}" if at > 0 else "在起点之前"
        yield f"{chainage_text(at)} {beyond}，没有计入"
