"""Taking steps with findings, one or many at once, as one operation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from db import Store, records
from db.ids import new_id
from db.tables.findings import Finding, FindingStep, FindingUnit, finding_states
from db.tables.units import Unit
from desktop.core.changes import Changes
from desktop.core.clock import now, today
from desktop.core.errors import InputError, Problem, UserError
from desktop.core.resources import limit
from desktop.core.text import normal_key, tidy
from desktop.features.findings.deadlines import YearUnknown, deadline
from desktop.features.findings.rules import (
    STEPS,
    Course,
    Given,
    StepRefused,
    StepRule,
    advance,
    steps_from,
)
from desktop.features.findings.service import CHANGED, add_photo, set_units
from desktop.features.frameworks import read_date
from desktop.features.settings import number_setting, office
from desktop.features.units import Directory, directory

_ADVICE = "一条也没有改动。"


@dataclass(frozen=True, slots=True)
class StepInput:
    """What a person says with a step; `on` is today where not given.

    `who` is the unit or person who did it; empty means the office for checks, the lead unit for
    repairs. `units` are names. `photos` go to each finding of the selection.
    """

    on: date | None = None
    who: str = ""
    text: str = ""
    due: date | None = None
    units: tuple[str, ...] = ()
    photos: tuple[Path, ...] = ()


def read_day(text: str, word: str) -> date | None:
    """Return the day a person typed, freely (8.31, 8月底); raise InputError naming the field."""
    day, remark = read_date(tidy(text).removesuffix("前"), today().year)
    if day is None and remark:
        raise InputError("日期看不懂。", [Problem(word, f"“{text}”请写成 2026-06-10")], _ADVICE)
    return day


def possible_steps(store: Store, finding_ids: Iterable[str]) -> tuple[StepRule, ...]:
    """Return the steps that at least one of the findings can take, in the order of the way."""
    states = {item.state for item in records.find(store, Finding, id=tuple(finding_ids))}
    names = {rule.name for state in states for rule in steps_from(state)}
    return tuple(rule for name, rule in STEPS.items() if name in names)


def states_of(store: Store, finding_ids: Sequence[str]) -> dict[str, int]:
    """Return how many of the findings are in each state."""
    return finding_states(store, finding_ids)


def able(store: Store, finding_ids: Iterable[str], step: str) -> tuple[str, ...]:
    """Return those findings whose state allows a step."""
    found = records.find(store, Finding, id=tuple(finding_ids))
    return tuple(item.id for item in found if item.state in STEPS[step].sources)


def proposed_due(store: Store, start: date | None = None) -> date:
    """Return the day the usual number of working days ends; raise UserError for unknown years."""
    try:
        return deadline(start or today(), number_setting(store, "due_workdays"))
    except YearUnknown as error:
        raise UserError(
            f"{error.year} 年的放假安排还没有收录，算不出工作日。",
            f"{_ADVICE}请直接填整改时限的日期。",
        ) from error


def take_step(
    store: Store, finding_ids: Iterable[str], step: str, said: StepInput
) -> tuple[int, Changes]:
    """Take one step with all the findings, or with none of them; return how many.

    Raises InputError naming each finding that cannot take it, and why.
    """
    if step not in STEPS:
        raise UserError(f"没有“{step}”这一步。", f"{_ADVICE}可以用：{'、'.join(STEPS)}。")
    ids = tuple(dict.fromkeys(finding_ids))
    findings = records.find(store, Finding, id=ids, order="number")
    if len(findings) < len(ids):
        raise UserError("有的问题已经不在台账里。", f"{_ADVICE}请刷新后再试。")
    batch = _batch(store, findings, step, said)
    moves, problems = [], []
    for finding in findings:
        given = _given(batch, finding)
        try:
            course = advance(batch.courses[finding.id], step, given, today=today())
        except StepRefused as error:
            problems += [Problem(f"问题 {finding.number}", why) for why in error.why]
        else:
            moves.append((finding, course, given))
    if problems:
        raise InputError(f"“{STEPS[step].title}”没有办成。", problems, _ADVICE)
    with store.write(f"{STEPS[step].title} {_label(findings)}", right=STEPS[step].right):
        _keep(store, batch, moves)
    return len(moves), CHANGED


@dataclass(frozen=True, slots=True)
class _Batch:
    """What all findings of one step share; `units` are the ids of each finding's units."""

    rule: StepRule
    said: StepInput
    wanted: tuple[str, ...]
    who: tuple[str, str]
    office: tuple[str, str]
    usual_due: date | None
    units: Mapping[str, Sequence[str]]
    names: Mapping[str, str]
    courses: Mapping[str, Course]


def _batch(store: Store, findings: Sequence[Finding], step: str, said: StepInput) -> _Batch:
    names = directory(store)
    who, checker = tidy(said.who), office(store)
    units = _units_of(store, findings)
    wants_due = step == "assign" and said.due is None
    is_due_usual = any(item.due is None and not item.at_once for item in findings)
    return _Batch(
        STEPS[step], said, _wanted_units(names, said), (who, _who_key(names, who)),
        (checker, _who_key(names, checker)),
        proposed_due(store, said.on or today()) if wants_due and is_due_usual else None,
        units, {unit.id: unit.name for unit in records.find(store, Unit)},
        _courses(store, findings, units, names),
    )  # fmt: skip


def _label(findings: Sequence[Finding]) -> str:
    return f"问题 {findings[0].number}" if len(findings) == 1 else f"{len(findings)} 个问题"


def _wanted_units(names: Directory, said: StepInput) -> tuple[str, ...]:
    resolved = names.resolve(said.units)
    if resolved.unknown:
        problems = [Problem("责任单位", f"没有“{name}”这个单位") for name in resolved.unknown]
        raise InputError("责任单位不对。", problems, _ADVICE)
    if len(said.text) > limit("finding_text"):
        raise InputError("说明太长。", [Problem("说明", f"最多 {limit('finding_text')} 个字")],
                         _ADVICE)  # fmt: skip
    return resolved.unit_ids


def _who_key(names: Directory, who: str) -> str:
    """Return the unit a name means, or the name itself for a person."""
    found = names.find(who) if who else ()
    return found[0] if len(found) == 1 else normal_key(who)


def _units_of(store: Store, findings: Sequence[Finding]) -> dict[str, list[str]]:
    units: dict[str, list[str]] = {}
    ids = tuple(finding.id for finding in findings)
    for row in records.find(store, FindingUnit, finding_id=ids, order="sort"):
        units.setdefault(row.finding_id, []).append(row.unit_id)
    return units


def _courses(
    store: Store, findings: Sequence[Finding], units: Mapping[str, Sequence[str]],
    names: Directory,
) -> dict[str, Course]:  # fmt: skip
    steps: dict[str, list[FindingStep]] = {}
    ids = tuple(finding.id for finding in findings)
    for item in records.find(store, FindingStep, finding_id=ids, order="id"):
        steps.setdefault(item.finding_id, []).append(item)
    return {
        finding.id: _course(finding, units.get(finding.id, ()), steps.get(finding.id, ()), names)
        for finding in findings
    }


def _course(
    finding: Finding, units: Sequence[str], steps: Sequence[FindingStep], names: Directory
) -> Course:
    days = [json.loads(item.detail).get("on") for item in steps]
    last = max((date.fromisoformat(day) for day in days if day), default=None)
    fixers = [item.who for item in steps if item.state_after == "fixed"]
    return Course(
        finding.state, finding.found, finding.assigned, finding.due, finding.fixed,
        finding.checked, finding.closed, finding.plan, frozenset(units),
        _who_key(names, fixers[-1]) if fixers else "", last,
    )  # fmt: skip


def _given(batch: _Batch, finding: Finding) -> Given:
    rule, said = batch.rule, batch.said
    who, who_key = batch.who
    if not who and rule.name in ("close", "fail"):
        who, who_key = batch.office
    elif not who and rule.name in ("fix", "fix_at_once"):
        lead = next(iter(batch.units.get(finding.id, ())), "")
        who, who_key = batch.names.get(lead, ""), lead
    on, due = said.on or today(), said.due
    if rule.name == "assign" and due is None and finding.due is None:
        due = on if finding.at_once else batch.usual_due
    return Given(
        on, who, who_key, tidy(said.text), due, frozenset(batch.wanted), bool(said.photos)
    )  # fmt: skip


_MOVED = ("state", "assigned", "due", "fixed", "checked", "closed", "plan")


def _keep(store: Store, batch: _Batch, moves: Sequence[tuple[Finding, Course, Given]]) -> None:
    step, at = batch.rule.name, now().isoformat(timespec="seconds")
    rows = [
        FindingStep(
            new_id(), finding.id, step, finding.state, course.state, at, given.who,
            batch.wanted[0] if batch.wanted else None, given.text, _detail(batch, finding, given),
        )
        for finding, course, given in moves
    ]  # fmt: skip
    records.update(store, [
        records.changed(
            finding, state=course.state, assigned=course.assigned, due=course.due,
            fixed=course.fixed, checked=course.checked, closed=course.closed, plan=course.plan,
        )
        for finding, course, _ in moves
    ], only=_MOVED)  # fmt: skip
    records.insert(store, rows)
    for (finding, course, _), row in zip(moves, rows, strict=True):
        if batch.wanted and step in ("assign", "transfer"):
            set_units(store, finding.id, batch.wanted)
        for photo in batch.said.photos:
            stage = "after" if course.state in ("fixed", "closed") else "before"
            add_photo(store, finding.id, photo, stage="again" if step == "fail" else stage,
                      step_id=row.id)  # fmt: skip


def _detail(batch: _Batch, finding: Finding, given: Given) -> str:
    """Keep what the step said and what it replaced, so that no date or unit is ever lost."""
    wanted, due = batch.wanted, finding.due
    said = {
        "on": given.on.isoformat(), "due": given.due.isoformat() if given.due else None,
        "units": list(wanted) or None,
        "former_due": due.isoformat() if due and given.due else None,
        "former_fixed": finding.fixed.isoformat() if finding.fixed else None,
        "former_units": list(batch.units.get(finding.id, ())) if wanted else None,
        "former_plan": finding.plan or None,
    }  # fmt: skip
    return json.dumps({key: value for key, value in said.items() if value}, ensure_ascii=False)
