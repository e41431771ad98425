"""Finding rounds, points and check items by the words a table of results uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from db import Store, records
from db.tables.points import CheckItem, Point
from db.tables.visits import Round, Visit
from desktop.core.resources import resource
from desktop.core.text import normal_key
from desktop.features.scoring import Given, Outcome, judge, rule_from_json
from desktop.features.visits.rounds import find_round
from desktop.features.visits.sheet_numbers import digits_of, read_typed


@dataclass(frozen=True, slots=True)
class Place:
    """A row of results put in its place; `why` says what could not be found."""

    round: Round | None
    point_id: str = ""
    check: CheckItem | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class RoundDirectory:
    """All names: rounds by key, points by name key, sheets by digits, items by edition and code."""

    usual: Round | None
    rounds: Mapping[str, Round]
    points: Mapping[str, tuple[str, ...]]
    sheets: Mapping[str, Visit]
    items: Mapping[tuple[str, str], CheckItem]
    types: Mapping[str, str]
    lengths: Mapping[str, Decimal | None]

    def judged(self, place: Place, given: Given) -> Outcome:
        """Return what a row in its place comes to."""
        assert place.check is not None
        rule, full = rule_from_json(place.check.rule), place.check.score or Decimal(1)
        return judge(rule, full, given, length_m=self.lengths[place.point_id])

    def place(self, round_name: str, sheet: str, point: str, code: str) -> Place:
        """Return where a row belongs: its sheet's number first, else round and point by name."""
        visit = self.sheets.get(read_typed(sheet).digits) if sheet else None
        item = self._round(round_name, visit)
        if item is None:
            why = f"没有“{round_name}”这个轮次" if round_name else "没有说是哪一轮"
            return Place(None, why=why)
        if sheet and visit is None:
            return Place(item, why=f"没有编号是“{sheet}”的检查表")
        if visit is not None and visit.round_id != item.id:
            return Place(item, why=f"检查表“{sheet}”不属于“{item.name}”")
        named = (visit.point_id,) if visit else self.points.get(normal_key(point), ())
        check = self.items.get((item.edition_id, normal_key(code)))
        if check is None:
            return Place(item, why=f"“{item.name}”的检查标准里没有编号“{code}”")
        fitting = [one for one in named if self.types[one] == check.point_type_id]
        if len(fitting) == 1:
            return Place(item, fitting[0], check)
        return Place(item, why=_why(point or sheet, code, len(named), len(fitting)))

    def _round(self, name: str, visit: Visit | None) -> Round | None:
        if name:
            return self.rounds.get(normal_key(name))
        if self.usual is None and visit is not None:
            return next(one for one in self.rounds.values() if one.id == visit.round_id)
        return self.usual


def _why(point: str, code: str, named: int, fitting: int) -> str:
    if not named:
        return f"没有“{point}”这个点位"
    if not fitting:
        return f"“{point}”的类型没有“{code}”这一项"
    return f"有 {fitting} 个点位都叫“{point}”，请写检查表编号"


def round_directory(store: Store, usual: str | None) -> RoundDirectory:
    """Return the names of everything; `usual` is the round of rows that name none."""
    points: dict[str, tuple[str, ...]] = {}
    types: dict[str, str] = {}
    lengths: dict[str, Decimal | None] = {}
    for point in records.find(store, Point):
        key = normal_key(point.name)
        points[key] = (*points.get(key, ()), point.id)
        types[point.id] = point.point_type_id
        lengths[point.id] = None if point.length_m is None else Decimal(str(point.length_m))
    rounds = records.find(store, Round, order="number")
    visits = records.find(store, Visit)
    checks = records.find(store, CheckItem)
    return RoundDirectory(
        find_round(store, usual) if usual else None,
        {normal_key(item.name): item for item in rounds}, points,
        {digits_of(visit.sheet_no): visit for visit in visits if visit.sheet_no},
        {(check.edition_id, normal_key(check.code)): check for check in checks}, types,
        lengths,
    )  # fmt: skip


def read_verdict(text: str) -> str | None:
    """Return pass, fail or na as a word or mark means it; None where it means none of them."""
    key = normal_key(text)
    words = resource("answer_words.json")
    for verdict in ("na", "pass", "fail"):
        if key in {normal_key(word) for word in words[verdict]} or text.strip() in words[verdict]:
            return verdict
    return None
