"""Use cases around findings: noting them, their units, their photos."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from db import SqlRows, Store, records
from db.ids import new_id
from db.tables.findings import (
    FINDINGS,
    Finding,
    FindingPhoto,
    FindingRow,
    FindingStep,
    FindingUnit,
    next_finding_number,
)
from db.tables.points import Point
from db.tables.units import Duty, Unit
from desktop.core.changes import Changes, Kind
from desktop.core.clock import now, today
from desktop.core.content_store import NotKept, content_path, keep_file
from desktop.core.errors import InputError, Problem, UserError
from desktop.core.paths import evidence_files
from desktop.core.pictures import is_picture
from desktop.core.resources import limit
from desktop.core.text import normal_key, tidy
from desktop.core.typed_date import read_date
from desktop.features.findings.repeats import link_same_item
from desktop.features.findings.rules import date_faults
from desktop.features.operators import require
from desktop.features.units import directory

CHANGED: Changes = frozenset({Kind.FINDING, Kind.VISIT})
STAGES = {"before": "整改前", "after": "整改后", "again": "再次"}
_NOTHING = "问题没有保存，原有内容没有改动。"
_FORM = ("text", "units", "point")


def finding_rows(store: Store, *, on: date | None = None) -> SqlRows[FindingRow]:
    """Return the ledger; what is late is judged on a day, today where not given."""
    return SqlRows(store, FINDINGS, given={"today": (on or today()).isoformat()})


def note_finding(
    store: Store, finding_id: str | None, values: Mapping[str, Any]
) -> tuple[Finding, Changes]:
    """Write down a fault (no id) or change its words and units.

    `values`: text, units (names), point (a name; one that no point has becomes a free place), and
    any column of a finding, such as point_id, check_item_id, visit_id, round_id, source, class_.
    A new finding of a point takes the point's owners where no units are named. Raises InputError
    naming each wrong field.
    """
    former = records.get(store, Finding, finding_id) if finding_id else None
    fields = {key: value for key, value in values.items() if key not in _FORM}
    fields |= _place(store, values)
    if "text" in values or former is None:
        fields["text"] = tidy(str(values.get("text") or ""))
    units, problems = _units(store, values.get("units", ()))
    problems += _faults(former, fields)
    if problems:
        raise InputError("问题没有保存。", problems, "原有内容没有改动。")
    text = fields.get("text", former.text if former else "")
    with store.write(f"{'修改' if former else '登记'}问题“{text[:20]}”", right="findings.edit"):
        finding = _write(store, former, fields)
        if former is None and not units:
            units = _owners(store, finding.point_id)
        if "units" in values or (former is None and units):
            set_units(store, finding.id, units)
    return finding, CHANGED


def edit_findings(store: Store, changes: Mapping[str, Mapping[str, str]]) -> tuple[int, Changes]:
    """Change class_, due or remark of several findings as one step, each as typed."""
    problems: list[Problem] = []
    ready: dict[str, dict[str, Any]] = {}
    for finding in records.find(store, Finding, id=tuple(changes)):
        values: dict[str, Any] = {key: tidy(text) for key, text in changes[finding.id].items()}
        if "due" in values:
            values["due"] = _day_of(finding.number, values["due"], problems)
        ready[finding.id] = values
    if problems:
        raise InputError("问题没有保存。", problems, "原有内容没有改动。")
    with store.write(f"修改 {len(ready)} 个问题", right="findings.edit"):
        for finding_id, values in ready.items():
            note_finding(store, finding_id, values)
    return len(ready), CHANGED


def _day_of(number: int, text: str, problems: list[Problem]) -> date | None:
    try:
        return read_date(text, today()) if text.strip() else None
    except UserError as error:
        problems.append(Problem(f"问题 {number}", f"整改时限：{error.text}{error.advice}"))
        return None


def read_weight(text: str) -> Decimal | None:
    """Return a weight as typed, None for nothing; raise InputError for what is no number."""
    plain = tidy(text)
    try:
        weight = Decimal(plain) if plain else None
    except InvalidOperation:
        weight = Decimal(-1)
    if weight is not None and not (weight.is_finite() and 0 <= weight <= limit("finding_weight")):
        what = f"“{plain[:20]}”不是 0 到 {limit('finding_weight')} 的数"
        raise InputError("问题没有保存。", [Problem("权重", what)], _NOTHING)
    return weight


def _place(store: Store, values: Mapping[str, Any]) -> dict[str, Any]:
    if "point" not in values:
        return {}
    name = tidy(str(values["point"] or ""))
    found = [
        point for point in records.find(store, Point)
        if normal_key(point.name) == normal_key(name)
        and values.get("street") in (None, "", point.street)
    ]  # fmt: skip
    is_one = len(found) == 1
    return {"point_id": found[0].id if is_one else None, "place": "" if is_one else name}


def _faults(former: Finding | None, fields: Mapping[str, Any]) -> list[Problem]:
    problems = []
    text, most = fields.get("text"), limit("finding_text")
    if text is not None and not text:
        problems.append(Problem("问题", "不能空"))
    elif text is not None and len(text) > most:
        problems.append(Problem("问题", f"有 {len(text)} 个字，最多 {most} 个"))
    found = fields.get("found", former.found if former else None) or today()
    due = fields.get("due", former.due if former else None)
    for fault in date_faults(found, {"整改时限": due}, today=today()):
        problems.append(Problem("发现日期" if fault.startswith("发现") else "整改时限", fault))
    return problems


def _units(store: Store, names: Iterable[str]) -> tuple[list[str], list[Problem]]:
    resolved = directory(store).resolve(list(names))
    problems = [Problem("责任单位", f"没有“{name}”这个单位") for name in resolved.unknown]
    return list(resolved.unit_ids), problems


def _owners(store: Store, point_id: str | None) -> list[str]:
    if point_id is None:
        return []
    duties = records.find(store, Duty, point_id=point_id, order="sort")
    return [duty.unit_id for duty in duties if duty.role in ("lead", "owner")]


def _write(store: Store, former: Finding | None, fields: Mapping[str, Any]) -> Finding:
    if former is not None:
        finding = records.changed(former, **fields)
        if finding != former:
            records.update(store, [finding])
        return finding
    number = next_finding_number(store)
    finding = records.changed(blank_finding(number, fields.get("text", "")), **fields)
    finding = records.changed(finding, found=finding.found or today())
    step = FindingStep(new_id(), finding.id, "found", "", "found", _now(), "", None, finding.text,
                       "{}")  # fmt: skip
    records.insert(store, [finding, step])
    return link_same_item(store, finding)


def blank_finding(number: int, text: str) -> Finding:
    """Return a finding with nothing but its number and words."""
    return Finding(
        new_id(), number, None, "", None, None, None, None, None, "", text, "", None, "found",
        None, None, None, None, None, None, "", "", number,
    )  # fmt: skip


def _now() -> str:
    return now().isoformat(timespec="seconds")


def unit_names(store: Store, finding_id: str) -> tuple[str, ...]:
    """Return the units that answer for a finding, the leading one first."""
    rows = records.find(store, FindingUnit, finding_id=finding_id, order="sort")
    names = {unit.id: unit.name for unit in records.find(store, Unit)}
    return tuple(names[row.unit_id] for row in rows)


def photo_count(store: Store, finding_id: str) -> int:
    """Return how many photos a finding has."""
    return len(records.find(store, FindingPhoto, finding_id=finding_id))


def set_units(store: Store, finding_id: str, unit_ids: Iterable[str]) -> None:
    """Put units in place of a finding's former ones, the first as 牵头; inside a `write`."""
    wanted = list(dict.fromkeys(unit_ids))
    former = records.find(store, FindingUnit, finding_id=finding_id, order="sort")
    if [row.unit_id for row in former] == wanted:
        return
    records.delete(store, FindingUnit, [row.id for row in former])
    records.insert(store, [
        FindingUnit(new_id(), finding_id, unit_id, "owner" if sort else "lead", sort)
        for sort, unit_id in enumerate(wanted)
    ])  # fmt: skip


def withdraw_finding(store: Store, finding_id: str) -> tuple[None, Changes]:
    """Take back a finding nobody has worked on; raise UserError where somebody has."""
    finding = records.get(store, Finding, finding_id)
    if finding is None:
        return None, CHANGED
    if finding.state != "found" or records.find(store, Finding, former_id=finding_id):
        raise UserError(
            f"问题 {finding.number} 已经交办，或有反弹问题关联着它，不能删除。",
            "没有改动。可以在台账里作废。",
        )
    with store.write(f"删除问题“{finding.text[:20]}”", right="findings.delete"):
        for part in (FindingPhoto, FindingStep, FindingUnit):
            rows = records.find(store, part, finding_id=finding_id)
            records.delete(store, part, [row.id for row in rows])
        records.delete(store, Finding, [finding_id])
    return None, CHANGED


def add_photo(
    store: Store, finding_id: str, path: Path, *, stage: str = "before", step_id: str | None = None
) -> tuple[FindingPhoto, Changes]:
    """Keep a photo of a finding; raise UserError where the file is no picture."""
    label = f"添加照片 {path.name}"
    # Asked before the file is kept: a refusal leaves nothing behind.
    require(store, "findings.edit", label)
    if not path.is_file():
        raise UserError(f"找不到照片“{path.name}”。", "没有收进。请确认文件还在原处。")
    if not is_picture(path):
        raise UserError(f"“{path.name}”不是图片。", "没有收进。请选 JPG、PNG 等照片文件。")
    try:
        kept = keep_file(evidence_files(store.workspace), path)
    except (NotKept, OSError) as error:
        raise UserError(f"“{path.name}”收不进来：{error}。", _NOTHING) from error
    former = records.find(store, FindingPhoto, finding_id=finding_id)
    photo = FindingPhoto(new_id(), finding_id, step_id, stage, kept.sha256, kept.bytes, path.name,
                         None, "{}", len(former))  # fmt: skip
    with store.write(label, right="findings.edit"):
        records.insert(store, [photo])
    return photo, CHANGED


def photos_of(store: Store, finding_id: str) -> tuple[tuple[FindingPhoto, Path], ...]:
    """Return a finding's photos with where they lie."""
    folder = evidence_files(store.workspace)
    return tuple(
        (photo, content_path(folder, photo.sha256))
        for photo in records.find(store, FindingPhoto, finding_id=finding_id, order="sort")
    )


def steps_of(store: Store, finding_id: str) -> tuple[FindingStep, ...]:
    """Return a finding's steps in their order."""
    return records.find(store, FindingStep, finding_id=finding_id, order="id")
