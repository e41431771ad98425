"""Use cases around findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from db import Store, records
from db.ids import new_id
from db.tables.findings import (
    Finding,
    FindingPhoto,
    FindingStep,
    FindingUnit,
    next_finding_number,
)
from db.tables.units import Unit
from desktop.core.changes import Changes, Kind
from desktop.core.clock import now, today
from desktop.core.content_store import NotKept, keep_file
from desktop.core.errors import InputError, Problem, UserError
from desktop.core.paths import evidence_files
from desktop.core.pictures import is_picture
from desktop.core.resources import limit
from desktop.core.text import tidy
from desktop.features.units import directory

CHANGED: Changes = frozenset({Kind.FINDING, Kind.VISIT})
_NOTHING = "问题没有保存，原有内容没有改动。"


def note_finding(
    store: Store, finding_id: str | None, values: Mapping[str, Any]
) -> tuple[Finding, Changes]:
    """Write down a fault (no id) or change its words and units.

    `values`: text, units (names), and for a new one any column of a finding, such as point_id,
    check_item_id, visit_id, round_id, source, class_. Raises InputError naming each wrong field.
    """
    former = records.get(store, Finding, finding_id) if finding_id else None
    text = tidy(str(values.get("text") or ""))
    units, problems = _units(store, values.get("units", ()))
    most = limit("finding_text")
    if not text:
        problems.append(Problem("问题", "不能空"))
    elif len(text) > most:
        problems.append(Problem("问题", f"有 {len(text)} 个字，最多 {most} 个"))
    if problems:
        raise InputError("问题没有保存。", problems, "原有内容没有改动。")
    with store.write(f"{'修改' if former else '登记'}问题“{text[:20]}”"):
        finding = _write(store, former, text, values)
        if "units" in values:
            _set_units(store, finding.id, units)
    return finding, CHANGED


def _units(store: Store, names: Iterable[str]) -> tuple[list[str], list[Problem]]:
    resolved = directory(store).resolve(list(names))
    problems = [Problem("责任单位", f"没有“{name}”这个单位") for name in resolved.unknown]
    return list(resolved.unit_ids), problems


def _write(store: Store, former: Finding | None, text: str, values: Mapping[str, Any]) -> Finding:
    if former is not None:
        finding = records.changed(former, text=text)
        if finding != former:
            records.update(store, [finding])
        return finding
    number = next_finding_number(store)
    blank = Finding(
        new_id(), number, None, "", None, None, None, None, None, "", text, "", None, "found",
        today(), None, None, None, None, None, "", "", number,
    )  # fmt: skip
    given = {key: value for key, value in values.items() if key not in ("text", "units")}
    finding = records.changed(blank, **given)
    at = now().isoformat(timespec="seconds")
    step = FindingStep(new_id(), finding.id, "found", "", "found", at, "", None, text, "{}")
    records.insert(store, [finding, step])
    return finding


def _set_units(store: Store, finding_id: str, unit_ids: list[str]) -> None:
    former = records.find(store, FindingUnit, finding_id=finding_id, order="sort")
    if [row.unit_id for row in former] == unit_ids:
        return
    records.delete(store, FindingUnit, [row.id for row in former])
    records.insert(store, [
        FindingUnit(new_id(), finding_id, unit_id, "owner" if sort else "lead", sort)
        for sort, unit_id in enumerate(unit_ids)
    ])  # fmt: skip


def withdraw_finding(store: Store, finding_id: str) -> tuple[None, Changes]:
    """Take back a finding nobody has worked on; raise UserError where somebody has."""
    finding = records.get(store, Finding, finding_id)
    if finding is None:
        return None, CHANGED
    if finding.state != "found":
        raise UserError(
            f"问题 {finding.number} 已经交办，不能删除。", "没有改动。可以在台账里作废。"
        )
    with store.write(f"删除问题“{finding.text[:20]}”"):
        for part in (FindingPhoto, FindingStep, FindingUnit):
            rows = records.find(store, part, finding_id=finding_id)
            records.delete(store, part, [row.id for row in rows])
        records.delete(store, Finding, [finding_id])
    return None, CHANGED


def add_photo(
    store: Store, finding_id: str, path: Path, *, stage: str = "before"
) -> tuple[FindingPhoto, Changes]:
    """Keep a photo of a finding; raise UserError where the file is no picture."""
    if not is_picture(path):
        raise UserError(f"“{path.name}”不是图片。", "没有收进。请选 JPG、PNG 等照片文件。")
    try:
        kept = keep_file(evidence_files(store.workspace), path)
    except (NotKept, OSError) as error:
        raise UserError(f"“{path.name}”收不进来：{error}。", _NOTHING) from error
    former = records.find(store, FindingPhoto, finding_id=finding_id)
    photo = FindingPhoto(new_id(), finding_id, None, stage, kept.sha256, kept.bytes, path.name,
                         None, "{}", len(former))  # fmt: skip
    with store.write(f"添加照片 {path.name}"):
        records.insert(store, [photo])
    return photo, CHANGED


def unit_names(store: Store, finding_id: str) -> tuple[str, ...]:
    """Return the units that answer for a finding, the leading one first."""
    rows = records.find(store, FindingUnit, finding_id=finding_id, order="sort")
    names = {unit.id: unit.name for unit in records.find(store, Unit)}
    return tuple(names[row.unit_id] for row in rows)


def photo_count(store: Store, finding_id: str) -> int:
    """Return how many photos a finding has."""
    return len(records.find(store, FindingPhoto, finding_id=finding_id))
