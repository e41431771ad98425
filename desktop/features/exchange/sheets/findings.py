"""问题台账: several numbered faults in one cell become several findings of one source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from db import Store, records
from db.ids import new_id
from db.tables.findings import Finding, FindingStep, next_finding_number
from db.tables.frameworks import Indicator
from desktop.core.changes import Changes, Kind
from desktop.core.clock import now
from desktop.core.resources import limit, resource
from desktop.core.text import normal_key, tidy
from desktop.features.exchange.duties import UnitBook
from desktop.features.exchange.sheets.finding_cells import (
    Front,
    find_point,
    read_front,
    read_street_heading,
    split_faults,
)
from desktop.features.exchange.table import Line, Table, as_text
from desktop.features.exchange.types import Change, Draft, Existing, Given, Note, Parsed, Values
from desktop.features.findings import (
    STATES,
    blank_finding,
    date_faults,
    finding_rows,
    set_units,
)
from desktop.features.frameworks import code_key, find_code, read_date
from desktop.features.office_tables import Book
from desktop.features.units import split_names

_DATES = {"found": "发现日期", "assigned": "交办日期", "due": "整改时限", "fixed": "整改日期",
          "closed": "销号日期"}  # fmt: skip
_PLAIN = ("class_", "plan", "remark")
_WORDS = {"未整改": "found", "已整改": "fixed", "已销号": "closed"} | {
    word: code for code, word in STATES.items()
}


@dataclass(slots=True)
class _Reading:
    """What is known while the rows are read one after the other."""

    parsed: Parsed
    table: Table
    given: Given
    front: Front
    street: str = ""
    announced: dict[str, tuple[int, Note]] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)
    keys: Counter[str] = field(default_factory=Counter)


class FindingsSheet:
    """The kind `findings`."""

    name = "findings"
    title = "问题台账"
    right = "findings.edit"

    def parse(self, book: Book, table: Table, given: Given) -> Parsed:
        """Read the rows; say which were split, and name every row that cannot be so."""
        over = [" ".join(dict.fromkeys(as_text(v) for v in row.cells if v is not None))
                for row in table.sheet.rows if row.number < table.header_row]  # fmt: skip
        front = read_front(over, book.file_name, given.year)
        reading = _Reading(Parsed(), table, given, front)
        for line in table.lines():
            if line.text("place") or line.text("text"):
                self._row(reading, line)
            else:
                self._heading(reading, line)
        for street, (count, note) in reading.announced.items():
            if reading.seen[street] != count:
                text = f"“{street}”标题写 {count} 处，实际 {reading.seen[street]} 行，请核对"
                reading.parsed.problems.append(Note(note.sheet, note.cell, text))
        return reading.parsed

    def _heading(self, reading: _Reading, line: Line) -> None:
        words = next((as_text(v) for v in line.values.values() if v is not None), "")
        reading.street, count = read_street_heading(words)
        note = Note(reading.table.sheet.name, f"{line.number}:{line.number}",
                    f"“{words}”是街道标题行，不是问题")  # fmt: skip
        reading.parsed.skipped.append(note)
        if count is not None:
            reading.announced[reading.street] = (count, note)

    def _row(self, reading: _Reading, line: Line) -> None:
        street = line.text("street") or reading.street
        reading.seen[reading.street or street] += 1
        is_ours = bool(line.text("number"))
        faults = (line.text("text"),) if is_ours else split_faults(line.text("text"))
        values = self._values(reading, line, street)
        why = _refusals(line, faults, values)
        if why:
            note = reading.table.note(line, "text", f"这一行没有导入：{'；'.join(why)}")
            reading.parsed.refused.append(note)
            return
        if len(faults) > 1:
            text = f"一格里有 {len(faults)} 个问题，拆成 {len(faults)} 条"
            reading.parsed.problems.append(reading.table.note(line, "text", text))
        for fault in faults:
            own = {**values, "text": fault, "sort": len(reading.parsed.drafts) + 1}
            cell = reading.table.cell(line, "text")
            keys = _keys(reading.keys, line.text("number"), own)
            label = f"{own['place']}：{fault[:20]}"
            reading.parsed.drafts.append(Draft(keys, own, cell, label))

    def _values(self, reading: _Reading, line: Line, street: str) -> dict[str, Any]:
        table, front = reading.table, reading.front
        row = line.text("row")
        source = line.text("source") or (f"{front.title} 第{row}条" if row else front.title)
        values: dict[str, Any] = {"place": line.text("place"), "street": street, "source": source}
        values |= {name: line.text(name) for name in _PLAIN if name in table.columns}
        values |= self._days(reading, line)
        values |= _state(reading, line, values)
        values |= self._names(reading, line, values.get("remark", ""))
        if len(find_point(values["place"], street, reading.given.known.points)) > 1:
            text = f"有几个点位都叫“{values['place']}”，按地点文字保留，请手工指定"
            reading.parsed.problems.append(table.note(line, "place", text))
        return values

    def _days(self, reading: _Reading, line: Line) -> dict[str, Any]:
        days: dict[str, Any] = {}
        for name in (name for name in _DATES if name in reading.table.columns):
            if name == "due" and line.text("due") in resource("findings.json")["at_once"]:
                days |= {"at_once": True}
                continue
            day, remark = read_date(_bare(line.values.get(name)), reading.given.year)
            days[name] = day.isoformat() if day else None
            if name == "due":
                days["at_once"] = False
            if remark:
                reading.parsed.problems.append(reading.table.note(line, name, remark))
        if not days.get("found") and reading.front.found:
            days["found"] = reading.front.found.isoformat()
        if days.get("at_once"):
            days["due"] = days.get("found")
        return days

    def _names(self, reading: _Reading, line: Line, remark: str) -> dict[str, Any]:
        """Return units and indicator; what no unit is called stays in the remark."""
        values: dict[str, Any] = {}
        table, given = reading.table, reading.given
        if "units" in table.columns:
            resolved = given.directory.resolve(split_names(line.text("units")))
            values["units"] = [given.unit_names[unit_id] for unit_id in resolved.unit_ids]
            for name in resolved.unknown:
                text = f"“{name}”不在单位名单里，没有当作责任单位，写进了备注"
                reading.parsed.problems.append(table.note(line, "units", text))
                remark = "；".join(part for part in (remark, name) if part)
        if line.text("indicator"):
            code = find_code(line.text("indicator"))
            key = code_key(code.level, code.number, code.leaf) if code else ""
            values["indicator"] = given.known.indicators.get(key, "")
            if not values["indicator"]:
                text = f"测评体系里没有“{line.text('indicator')}”，写进了备注"
                reading.parsed.problems.append(table.note(line, "indicator", text))
                remark = "；".join(part for part in (remark, line.text("indicator")) if part)
        return {**values, "remark": remark}

    def existing(self, store: Store, given: Given) -> Iterable[Existing]:
        """Return the ledger."""
        keys: Counter[str] = Counter()
        for row in finding_rows(store).all():
            values = _row_values(row)
            yield Existing(row.id, _keys(keys, str(row.number), values), values)

    def write(
        self, store: Store, given: Given, added: Sequence[tuple[str, Draft]],
        changed: Sequence[Change], known: Mapping[str, str],
    ) -> Changes:  # fmt: skip
        """Write findings, their units, and a step that says the ledger brought them."""
        indicators = {item.full_code: item.id for item in records.find(store, Indicator)}
        book, first = UnitBook(store), next_finding_number(store)
        for offset, (row_id, draft) in enumerate(added):
            blank = records.changed(blank_finding(first + offset, ""), id=row_id)
            _write(store, blank, draft.values, (given, indicators, book))
        formers = {
            item.id: item
            for item in records.find(store, Finding, id=tuple(c.row_id for c in changed))
        }
        for change in changed:
            _write(store, formers[change.row_id], change.values, (given, indicators, book))
        return frozenset({Kind.FINDING, Kind.UNIT})

    def export_rows(self, store: Store, edition: str | None) -> Sequence[Values]:
        """Return the ledger with its words; it imports back unchanged."""
        rows: list[Values] = []
        for row in finding_rows(store).all():
            values = _row_values(row)
            due = "立行立改" if row.at_once else row.due
            days = {name: getattr(row, name) for name in _DATES}
            rows.append({**values, **days, "number": row.number, "row": len(rows) + 1, "due": due,
                         "state": STATES[values["state"]],
                         "units": "、".join(row.units)})  # fmt: skip
        return rows


def _bare(value: object) -> object:
    """Leave 前 off 6月20日前: the deadline is that day."""
    return tidy(value).removesuffix("前").removesuffix("以") if isinstance(value, str) else value


def _refusals(line: Line, faults: Sequence[str], values: Values) -> list[str]:
    why = []
    if not line.text("place"):
        why.append("没有写点位")
    if not faults:
        why.append("没有写问题")
    most = limit("finding_text")
    why += [f"问题有 {len(fault)} 个字，最多 {most} 个" for fault in faults if len(fault) > most][
        :1
    ]
    if len(faults) > limit("faults_in_cell"):
        why.append(f"一格里有 {len(faults)} 个问题，最多 {limit('faults_in_cell')} 个，请分几行写")
    days = {name: date.fromisoformat(values[name]) for name in _DATES if values.get(name)}
    later = {_DATES[name]: day for name, day in days.items() if name != "found"}
    return why + date_faults(days.get("found"), later)


def _state(reading: _Reading, line: Line, values: Values) -> dict[str, Any]:
    """Return the state where the file says one, by its column or by words such as 现场已整改."""
    words = resource("findings.json")
    state = _WORDS.get(line.text("state"), "")
    remark = line.text("remark")
    if not state and remark in words["fixed_words"]:
        state = "fixed"
    if not state:
        return {}
    if state == "closed" and not values.get("closed"):
        state = "fixed"
    if state != "fixed" or values.get("fixed"):
        return {"state": state}
    front = reading.front
    day = front.found if remark in words["fixed_on_the_spot"] else front.cut_off
    return {"state": state, "fixed": day.isoformat() if day else None}


def _keys(counted: Counter[str], number: str, values: Values) -> tuple[str, ...]:
    parts = (values["source"], values["street"], values["place"], values["text"])
    key = "|".join(normal_key(str(part)) for part in parts)
    counted[key] += 1
    plain = f"{key}|{counted[key]}"
    return (f"#{number}", plain) if number else (plain,)


def _row_values(row: Any) -> dict[str, Any]:
    code = next(code for code, word in STATES.items() if word == row.state)
    days = {name: getattr(row, name) for name in _DATES}
    return {
        "place": row.point, "street": row.street, "text": row.text, "class_": row.class_,
        "indicator": row.indicator, "units": list(row.units), "at_once": row.at_once,
        "plan": row.plan, "remark": row.remark, "source": row.source, "state": code,
        "sort": row.sort,
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }  # fmt: skip


def _write(
    store: Store, former: Finding, values: Values,
    means: tuple[Given, Mapping[str, str], UnitBook],
) -> None:  # fmt: skip
    given, indicators, book = means
    days = {name: date.fromisoformat(values[name]) if values.get(name) else None
            for name in _DATES}  # fmt: skip
    points = find_point(values["place"], values["street"], given.known.points)
    point_id = points[0] if len(points) == 1 else None
    names = {own for found, own, _ in given.known.points if found == point_id}
    state = values.get("state") or former.state
    is_new = not former.text
    if state == "closed" and not is_new and former.state != "closed":
        state = "fixed"
    days["closed"] = days["closed"] if state == "closed" else None
    days["fixed"] = days["fixed"] if state in ("fixed", "closed") else None
    finding = records.changed(
        former, point_id=point_id, place="" if values["place"] in names else values["place"],
        street=values["street"], text=tidy(values["text"]), source=values["source"],
        class_=values.get("class_") or "", plan=values.get("plan") or "",
        remark=values.get("remark") or "", at_once=bool(values.get("at_once")), state=state,
        indicator_id=indicators.get(values.get("indicator") or ""), sort=values["sort"], **days,
    )  # fmt: skip
    if is_new:
        records.insert(store, [finding])
    elif finding != former:
        records.update(store, [finding])
    if is_new or former.state != state:
        records.insert(store, _steps(former, finding, is_new=is_new))
    set_units(store, finding.id, [book.unit_id(name) for name in values.get("units") or ()])


def _steps(former: Finding, finding: Finding, *, is_new: bool) -> list[FindingStep]:
    at = now().isoformat(timespec="seconds")
    steps = []
    if is_new:
        on = f'{{"on": "{finding.found.isoformat()}"}}' if finding.found else "{}"
        steps.append(FindingStep(new_id(), finding.id, "found", "", "found", at, "", None,
                                 finding.text, on))  # fmt: skip
    if finding.state != former.state:
        day = finding.closed or finding.fixed
        on = f'{{"on": "{day.isoformat()}"}}' if day else "{}"
        steps.append(FindingStep(new_id(), finding.id, "import", former.state, finding.state, at,
                                 "", None, f"随台账导入：{finding.source}", on))  # fmt: skip
    return steps
