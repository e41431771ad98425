"""里程表: roads with their length, and where adverts, toilets … stand along them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from db import Store, records
from db.tables.spacing import MarkRow, Road, RoadMark, RoadRow
from desktop.core.changes import Changes, Kind
from desktop.core.text import normal_key
from desktop.features.exchange.table import Line, Table, as_text, is_blank_row
from desktop.features.exchange.types import Change, Draft, Existing, Given, Note, Parsed, Values
from desktop.features.frameworks import is_subtotal
from desktop.features.office_tables import Book
from desktop.features.spacing import (
    chainage_text,
    known_subjects,
    longest_m,
    mark_rows,
    metres_text,
    read_metres,
    road_rows,
    standard_subject,
    subject_in,
)

_TEXTS = ("number", "theme", "remark")
_OWN = ("chainage_m", *_TEXTS)
_WORDS = {"class_": "等级", "length_m": "长度"}


class MarksSheet:
    """The kind `marks`: drafts of two records, `road` and `mark`."""

    name = "marks"
    title = "里程"
    right = "spacing.edit"

    def parse(self, book: Book, table: Table, given: Given) -> Parsed:
        """Read one mark per row; a road is stated by its first row."""
        return _Reader(book, table).parse()

    def existing(self, store: Store, given: Given) -> Iterable[Existing]:
        """Return roads, then marks."""
        for road in road_rows(store).all():
            values = {
                "record": "road", "road": road.name, "class_": road.class_,
                "length_m": road.length_m,
            }  # fmt: skip
            yield Existing(road.id, (_road_key(road.name),), values)
        for row in mark_rows(store).all():
            values = _mark_values(row)
            yield Existing(row.id, _mark_keys(values), values)

    def write(
        self, store: Store, given: Given, added: Sequence[tuple[str, Draft]],
        changed: Sequence[Change], known: Mapping[str, str],
    ) -> Changes:  # fmt: skip
        """Write roads, then marks."""
        former: dict[str, RoadRow] = {road.id: road for road in road_rows(store).all()}
        fresh = [(row_id, draft.values) for row_id, draft in added]
        newer = [(change.row_id, change.values) for change in changed]
        for rows, save in ((fresh, records.insert), (newer, records.update)):
            roads = [item for item in rows if item[1]["record"] == "road"]
            save(store, [
                _road(row_id, values, former.get(row_id), len(former) + number)
                for number, (row_id, values) in enumerate(roads, 1)
            ])  # fmt: skip
            marks = [item for item in rows if item[1]["record"] == "mark"]
            save(store, [_mark(row_id, values, known) for row_id, values in marks])
        return frozenset({Kind.ROAD})

    def export_rows(self, store: Store, edition: str | None) -> Sequence[Values]:
        """Return one row per mark; a road without marks has a row of its own."""
        marks: dict[str, list[MarkRow]] = {}
        for row in mark_rows(store).all():
            marks.setdefault(row.road_id, []).append(row)
        rows: list[Values] = []
        for road in road_rows(store).all():
            own = {"road": road.name, "class_": road.class_, "length_m": road.length_m}
            listed = [{**_mark_values(mark), **own} for mark in marks.get(road.id, ())]
            rows += listed or [own]
        return rows


class _Reader:
    """Reads one table; remembers the road above and what each road has stated."""

    def __init__(self, book: Book, table: Table) -> None:
        self._table = table
        self._parsed = Parsed()
        self._roads: dict[str, dict[str, Any]] = {}
        self._told: dict[str, dict[str, Any]] = {}
        self._last: dict[tuple[str, str], float] = {}
        self._unordered: set[tuple[str, str]] = set()
        self._marks: list[tuple[Line, dict[str, Any]]] = []
        self._above, self._is_filling = "", False
        self._subject = self._common_subject(book)

    def _common_subject(self, book: Book) -> str | None:
        """Return what the title, the sheet, the heads or the file's name speak of."""
        table = self._table
        titles = [as_text(v) for row in table.sheet.rows for v in row.cells
                  if row.number <= table.header_row and v is not None]  # fmt: skip
        texts = (*titles, table.sheet.name, book.file_name)
        return next((found for text in texts if (found := subject_in(text))), None)

    def parse(self) -> Parsed:
        """Read every row, then give each mark its keys."""
        for line in self._table.lines():
            if is_subtotal(line.text("road")):
                self._skip(line, "小计行，不是里程")
            elif road := self._road_name(line):
                self._read(line, road)
            elif not is_blank_row(line, _OWN):
                self._skip(line, "没有道路名称，未导入")
        self._report_lengths()
        self._add_marks()
        return self._parsed

    def _road_name(self, line: Line) -> str:
        """Return the row's road; under a road's first row blank cells mean the same road."""
        name = line.text("road")
        if name:
            self._above, self._is_filling = name, False
        elif self._above and line.values.get("chainage_m") is not None:
            if not self._is_filling:
                self._note(line, "road", f"道路空白，从这一行起按上面的“{self._above}”读取")
            self._is_filling, name = True, self._above
        return name

    def _read(self, line: Line, road: str) -> None:
        self._read_road(line, road)
        if line.values.get("chainage_m") is None:
            if not is_blank_row(line, _OWN):
                self._skip(line, f"“{road}”这一处没有里程，未导入", "chainage_m")
            elif "road" not in line.filled:
                self._skip(line, f"“{road}”没有里程，只登记道路", "chainage_m")
            return
        reading = read_metres(line.values["chainage_m"], "里程", longest_m())
        if reading.metres is None:
            self._skip(line, f"“{road}”的{reading.remark}，未导入", "chainage_m")
            return
        if reading.remark:
            self._note(line, "chainage_m", f"“{road}”的{reading.remark}")
        values = {
            "record": "mark", "road": road, "subject": self._subject_of(line),
            "chainage_m": reading.metres,
        }  # fmt: skip
        values |= {name: line.text(name) for name in _TEXTS if name in self._table.columns}
        self._check_place(line, values)
        self._marks.append((line, values))

    def _read_road(self, line: Line, road: str) -> None:
        """State a road once; later rows that say otherwise are reported."""
        key = _road_key(road)
        if key not in self._roads:
            self._roads[key] = {"record": "road", "road": road}
            cell = self._table.cell(line, "road")
            self._parsed.drafts.append(Draft((key,), self._roads[key], cell, road))
        told = self._told.setdefault(key, {})
        for name, word in _WORDS.items():
            if line.values.get(name) is None or (name in line.filled and name in told):
                continue
            value = self._length(line) if name == "length_m" else line.text(name)
            if value != told.setdefault(name, value):
                said = f"前面写的是“{_show(told[name])}”，这里是“{_show(value)}”，按前面的"
                self._note(line, name, f"“{road}”的{word}{said}")
            elif value is not None:
                self._roads[key][name] = value

    def _length(self, line: Line) -> float | None:
        reading = read_metres(line.values["length_m"], "长度", longest_m())
        is_wrong = reading.metres is None or reading.metres <= 0
        if remark := reading.remark or ("长度要大于 0" if is_wrong else ""):
            self._note(line, "length_m", f"“{line.text('road')}”的{remark}")
        return None if is_wrong else reading.metres

    def _subject_of(self, line: Line) -> str:
        if line.text("subject"):
            return standard_subject(line.text("subject"))
        if self._subject is None:
            self._subject = known_subjects()[0]
            self._note(line, "chainage_m", f"表里没有写明是什么，按“{self._subject}”导入")
        return self._subject

    def _check_place(self, line: Line, values: dict[str, Any]) -> None:
        """Report what lies off the road or before the row above."""
        road, at = values["road"], values["chainage_m"]
        length = self._roads[_road_key(road)].get("length_m")
        if at < 0 or (length is not None and at > length):
            where = "在起点之前" if at < 0 else f"超出全长 {_show(length)} 米"
            self._note(line, "chainage_m", f"“{road}”的里程 {metres_text(at)} 米{where}")
        key = (_road_key(road), values["subject"])
        if at < self._last.get(key, at) and key not in self._unordered:
            self._unordered.add(key)
            self._note(line, "chainage_m", f"“{road}”没有按里程先后填写，核算时按里程排序")
        self._last[key] = at

    def _report_lengths(self) -> None:
        """Say which roads the table gives no length for, though it has the column."""
        if "length_m" in self._table.columns:
            for draft in self._parsed.drafts:
                if draft.values.get("length_m") is None:
                    text = f"“{draft.label}”没有长度，长度未知时最后一段间距无法核算"
                    self._parsed.problems.append(Note(self._table.sheet.name, draft.cell, text))

    def _add_marks(self) -> None:
        """Add the marks; a number used twice on a road identifies only with its chainage."""
        used = Counter(_mark_keys(values)[0] for _, values in self._marks)
        places: dict[tuple[str, str, float], str] = {}
        seen: dict[str, str] = {}
        for line, values in self._marks:
            keys = _mark_keys(values)
            label = f"{values['road']} {chainage_text(values['chainage_m'])}"
            cell = self._table.cell(line, "chainage_m")
            if keys[-1] in seen:
                self._skip(
                    line, f"“{label}”与 {seen[keys[-1]]} 序号、里程都相同，只导入一次", "chainage_m"
                )
                continue
            seen[keys[-1]] = cell
            place = (_road_key(values["road"]), values["subject"], values["chainage_m"])
            if place in places:
                self._note(line, "chainage_m", f"“{label}”与 {places[place]} 在同一处，请核对")
            places.setdefault(place, cell)
            if used[keys[0]] > 1 and len(keys) > 1:
                text = f"“{values['road']}”的序号“{values['number']}”用了 {used[keys[0]]} 次"
                self._note(line, "number", f"{text}，分别导入，请核对")
                keys = keys[1:]
            self._parsed.drafts.append(Draft(keys, values, cell, label))

    def _note(self, line: Line, name: str, text: str) -> None:
        self._parsed.problems.append(self._table.note(line, name, text))

    def _skip(self, line: Line, text: str, name: str = "road") -> None:
        self._parsed.skipped.append(self._table.note(line, name, text))


def _show(value: Any) -> str:
    return metres_text(value) if isinstance(value, float) else str(value or "")


def _road_key(name: str) -> str:
    return f"r:{normal_key(name)}"


def _mark_keys(values: Values) -> tuple[str, ...]:
    """Return the keys of a mark: its number on the road, and number with place."""
    own = f"m:{normal_key(values['road'])}|{normal_key(values['subject'])}"
    number = normal_key(values.get("number", ""))
    place = f"{own}|{number}@{values['chainage_m']:.3f}"
    return (f"{own}|{number}", place) if number else (place,)


def _mark_values(row: MarkRow) -> dict[str, Any]:
    return {
        "record": "mark", "road": row.road, "subject": row.subject, "number": row.number,
        "chainage_m": row.chainage_m, "theme": row.theme, "remark": row.remark,
    }  # fmt: skip


def _road(row_id: str, values: Values, former: RoadRow | None, sort: int) -> Road:
    return Road(
        row_id, values["road"], normal_key(values["road"]), values.get("class_") or "",
        values.get("length_m"), former.remark if former else "", former.sort if former else sort,
    )  # fmt: skip


def _mark(row_id: str, values: Values, known: Mapping[str, str]) -> RoadMark:
    return RoadMark(
        row_id, known[_road_key(values["road"])], values["subject"], values["chainage_m"],
        values.get("theme", ""), values.get("number", ""), values.get("remark", ""),
    )  # fmt: skip
