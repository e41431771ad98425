"""How an edition's total is made, as data: weights, groups, years, second systems. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

ROLES = ("", "key", "basic", "bonus")
KINDS = ("points", "pass_fail")


@dataclass(frozen=True, slots=True)
class Group:
    """Indicators counted together: those whose full code begins with one of `codes`.

    full: what the group is brought to, the most for a bonus group; item_percent: the least percent
    of its mark that each of its items must reach.
    """

    name: str
    codes: tuple[str, ...]
    role: str = ""
    full: Decimal | None = None
    item_percent: Decimal | None = None

    def holds(self, code: str) -> bool:
        """Tell whether an indicator belongs here; Ⅱ-1 holds Ⅱ-1-2) but not Ⅱ-12."""
        return any(
            code.startswith(mine) and not code[len(mine) : len(mine) + 1].isdigit()
            for mine in self.codes
        )


@dataclass(frozen=True, slots=True)
class Scheme:
    """The making of a total; ValueError where its parts make none.

    kind: points, or pass_fail (every indicator passes or not, all must pass).
    full: what the total is brought to; None = what its parts add up to.
    methods: full mark of each method; empty = every item's own mark.
    years: weight of each year's total; this edition's year is its own.
    counted_in: percent of the total that another edition makes up, by its name.
    pass_total, pass_no_veto: when the whole passes; standing: 提名, 称号 or 申报, which decides
    what a negative event does; months: how long before the test it counts; places: decimals shown.
    """

    kind: str = "points"
    full: Decimal | None = None
    methods: tuple[tuple[str, Decimal], ...] = ()
    groups: tuple[Group, ...] = ()
    years: tuple[tuple[int, Decimal], ...] = ()
    counted_in: tuple[tuple[str, Decimal], ...] = ()
    pass_total: Decimal | None = None
    pass_no_veto: bool = True
    standing: str = "提名"
    months: int = 12
    places: int = 2

    def __post_init__(self) -> None:
        marks = [self.full, self.pass_total, *(g.full for g in self.groups)]
        marks += [g.item_percent for g in self.groups]
        marks += [mark for part in (self.methods, self.years, self.counted_in) for _, mark in part]
        shares = sum((percent for _, percent in self.counted_in), Decimal(0))
        if (
            self.kind not in KINDS
            or not all(mark is None or (mark.is_finite() and mark >= 0) for mark in marks)
            or not all(group.role in ROLES and group.name and group.codes for group in self.groups)
            or shares >= 100
            or (self.years and not sum(weight for _, weight in self.years))
            or not 0 <= self.places <= 4
            or not 0 <= self.months <= 120
        ):
            raise ValueError(f"not a scheme: {self}")


def scheme_to_json(scheme: Scheme) -> str:
    """Return a scheme as stored."""
    return json.dumps(asdict(scheme), ensure_ascii=False, default=str)


def scheme_from_json(text: str) -> Scheme:
    """Read a scheme; raise ValueError where the text holds none."""
    try:
        stated = {**json.loads(text or "{}")}
        for name in ("full", "pass_total"):
            stated[name] = _mark(stated.get(name))
        for name, key in (("methods", str), ("years", int), ("counted_in", str)):
            stated[name] = _pairs(stated.get(name, ()), key)
        stated["groups"] = tuple(_group(group) for group in stated.get("groups", ()))
        return Scheme(**stated)
    except (TypeError, AttributeError, KeyError, InvalidOperation) as error:
        raise ValueError(f"not a scheme: {error}") from error


def _mark(value: Any) -> Decimal | None:
    return None if value in (None, "") else Decimal(str(value))


def _pairs(value: Any, key: Any) -> tuple[Any, ...]:
    pairs = value.items() if isinstance(value, Mapping) else value
    return tuple((key(name), Decimal(str(mark))) for name, mark in pairs)


def _group(stated: Mapping[str, Any]) -> Group:
    return Group(
        str(stated["name"]), tuple(map(str, stated["codes"])), str(stated.get("role", "")),
        _mark(stated.get("full")), _mark(stated.get("item_percent")),
    )  # fmt: skip
