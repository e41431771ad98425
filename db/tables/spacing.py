"""Roads and the marks along them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from db.row_source import Listing


@dataclass(frozen=True, slots=True)
class Road:
    """A road; length in metres from its start K0+000, None where unknown."""

    TABLE: ClassVar[str] = "road"
    id: str
    name: str
    name_key: str
    class_: str
    length_m: float | None
    remark: str
    sort: int


@dataclass(frozen=True, slots=True)
class RoadMark:
    """One thing standing along a road, such as 公益广告; chainage in metres from the start."""

    TABLE: ClassVar[str] = "road_mark"
    id: str
    road_id: str
    subject: str
    chainage_m: float
    theme: str
    number: str
    remark: str


@dataclass(frozen=True, slots=True)
class RoadRow:
    """One line of the road list, with the one point of the same name where there is one."""

    id: str
    name: str
    class_: str
    length_m: float | None
    remark: str
    marks: int
    point_id: str | None
    point_length_m: float | None
    sort: int


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One line of the list of marks."""

    id: str
    road_id: str
    road: str
    class_: str
    subject: str
    number: str
    chainage_m: float
    theme: str
    remark: str
    sort: int


_POINT = "(SELECT min({0}) FROM point p WHERE p.name=r.name HAVING count(*)=1)"

ROADS: Listing[RoadRow] = Listing(
    RoadRow,
    f"""SELECT r.id AS id, r.name AS name, r.class_ AS class_, r.length_m AS length_m,
    r.remark AS remark, (SELECT count(*) FROM road_mark m WHERE m.road_id=r.id) AS marks,
    {_POINT.format("p.id")} AS point_id, {_POINT.format("p.length_m")} AS point_length_m,
    r.sort AS sort FROM road r""",
    searched=("name", "class_", "remark"),
    order="sort, name",
)

MARKS: Listing[MarkRow] = Listing(
    MarkRow,
    """SELECT m.id AS id, m.road_id AS road_id, r.name AS road, r.class_ AS class_,
    m.subject AS subject, m.number AS number, m.chainage_m AS chainage_m, m.theme AS theme,
    m.remark AS remark, r.sort AS sort FROM road_mark m JOIN road r ON r.id=m.road_id""",
    searched=("road", "subject", "number", "theme", "remark"),
    order="sort, road, subject, chainage_m, number, id",
)
