"""The way of a finding from its discovery to its closing: a state machine. Pure.

发现 → 交办 → 整改中 → 已整改（待复查）→ 销号. Nothing is closed without a check by somebody other
than the unit that had to put it right; every step says who, when and why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

# Code → the words people see; the order is the order of the way.
STATES: Mapping[str, str] = {
    "found": "发现", "assigned": "交办", "fixing": "整改中", "fixed": "待复查",
    "deferred": "挂账", "closed": "销号", "void": "作废",
}  # fmt: skip
OPEN = ("found", "assigned", "fixing", "deferred")
ENDED = ("closed", "void")
_EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class StepRule:
    """One kind of step: from which states, to which, and what has to be said with it.

    `needs` holds: text (a reason or plan), due, units, who, photo. `right` is what one must be
    allowed to do.
    """

    name: str
    title: str
    sources: tuple[str, ...]
    target: str
    needs: frozenset[str] = frozenset()
    text_title: str = "说明"
    right: str = "findings.edit"


def _rule(
    name: str, title: str, sources: tuple[str, ...], target: str, needs: str = "",
    text_title: str = "说明",
) -> StepRule:  # fmt: skip
    right = "findings.decide" if name in _DECIDED else "findings.edit"
    return StepRule(name, title, sources, target, frozenset(needs.split()), text_title, right)


# These say that a fault is no longer owed now, or by whom.
_DECIDED = ("assign", "close", "fail", "transfer", "defer", "void")


STEPS: Mapping[str, StepRule] = {
    rule.name: rule
    for rule in (
        _rule("assign", "交办", ("found",), "assigned", "units due"),
        _rule("start", "开始整改", ("assigned",), "fixing"),
        _rule("fix", "整改完成", ("assigned", "fixing", "deferred"), "fixed", "who"),
        _rule("fix_at_once", "立行立改", ("found", "assigned", "fixing"), "fixed", "who photo"),
        _rule("close", "复查销号", ("fixed",), "closed", "who"),
        _rule("fail", "复查不通过", ("fixed",), "fixing", "who text", "不通过的原因"),
        _rule("transfer", "转办", ("assigned", "fixing", "deferred"), "assigned", "units text",
              "转办原因"),
        _rule("defer", "挂账", ("found", "assigned", "fixing"), "deferred", "text due",
              "整改方案"),
        _rule("resume", "恢复整改", ("deferred",), "fixing"),
        _rule("void", "作废", (*OPEN, "fixed"), "void", "text", "作废原因"),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Course:
    """Where a finding stands: its state, its dates, its plan, who answers and who fixed it.

    `responsible` are the units' keys; `fixed_by` is who reported the last fixing.
    """

    state: str
    found: date | None
    assigned: date | None = None
    due: date | None = None
    fixed: date | None = None
    checked: date | None = None
    closed: date | None = None
    plan: str = ""
    responsible: frozenset[str] = frozenset()
    fixed_by: str = ""
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What is said with a step; `who_key` is the unit `who` names, or the name itself."""

    on: date
    who: str = ""
    who_key: str = ""
    text: str = ""
    due: date | None = None
    units: frozenset[str] = frozenset()
    has_photo: bool = False


class StepRefused(Exception):  # noqa: N818 - turned into InputError by the service
    """A step that cannot be taken; `why` lists every reason in Chinese."""

    def __init__(self, why: tuple[str, ...]) -> None:
        super().__init__("；".join(why))
        self.why = why


def steps_from(state: str) -> tuple[StepRule, ...]:
    """Return the steps that can be taken in a state."""
    return tuple(rule for rule in STEPS.values() if state in rule.sources)


def advance(course: Course, step: str, given: Given, *, today: date) -> Course:
    """Return the course after a step; raise StepRefused with every reason against it."""
    rule = STEPS[step]
    why = (*_state_faults(course, rule), *_missing(course, rule, given),
           *_date_faults(course, given, today), *_checker_faults(course, rule, given))  # fmt: skip
    if why:
        raise StepRefused(why)
    return replace(course, state=rule.target, last=given.on, **_dates(course, rule, given))


def _state_faults(course: Course, rule: StepRule) -> tuple[str, ...]:
    if course.state in rule.sources:
        return ()
    return (f"现在是“{STATES[course.state]}”，不能{rule.title}",)


def _missing(course: Course, rule: StepRule, given: Given) -> list[str]:
    present = {
        "text": bool(given.text), "due": bool(given.due or (rule.name == "assign" and course.due)),
        "units": bool(given.units or (rule.name == "assign" and course.responsible)),
        "who": bool(given.who), "photo": given.has_photo,
    }  # fmt: skip
    words = {"text": f"没有写{rule.text_title}", "due": "没有整改时限", "units": "没有责任单位",
             "who": "没有写是谁办的", "photo": "没有照片"}  # fmt: skip
    return [words[need] for need in words if need in rule.needs and not present[need]]


def _date_faults(course: Course, given: Given, today: date) -> list[str]:
    faults = []
    before = max((day for day in (course.found, course.last) if day), default=_EARLIEST)
    if given.on < before:
        faults.append(f"日期 {given.on} 早于上一步的 {before}")
    if given.on > today:
        faults.append(f"日期 {given.on} 还没有到")
    if given.due is not None and given.due < given.on:
        faults.append(f"时限 {given.due} 早于办理日期 {given.on}")
    return faults


def _checker_faults(course: Course, rule: StepRule, given: Given) -> tuple[str, ...]:
    if rule.name not in ("close", "fail") or not given.who:
        return ()
    if given.who_key in course.responsible:
        return (f"“{given.who}”是责任单位，不能自己复查自己",)
    if given.who_key == course.fixed_by:
        return (f"“{given.who}”报的整改完成，要换一个人复查",)
    return ()


def _dates(course: Course, rule: StepRule, given: Given) -> dict[str, Any]:
    on = given.on
    changes: dict[str, dict[str, Any]] = {
        "assign": {"assigned": on, "due": given.due or course.due,
                   "responsible": given.units or course.responsible},
        "fix": {"fixed": on, "fixed_by": given.who_key},
        "fix_at_once": {"fixed": on, "fixed_by": given.who_key,
                        "assigned": course.assigned or on, "due": course.due or on},
        "close": {"checked": on, "closed": on},
        "fail": {"checked": on, "fixed": None, "due": given.due or course.due},
        "transfer": {"assigned": on, "due": given.due or course.due, "responsible": given.units},
        "defer": {"due": given.due, "plan": given.text},
        "resume": {"due": given.due or course.due},
    }  # fmt: skip
    return changes.get(rule.name, {})


def date_faults(
    found: date | None, later: Mapping[str, date | None], *, today: date | None = None
) -> list[str]:
    """Return what is impossible in a finding's dates; `later` is word → day.

    Days after `today` are impossible too, where it is given.
    """
    faults = []
    for word, day in (("发现日期", found), *later.items()):
        if day is not None and day < _EARLIEST:
            faults.append(f"{word} {day} 不可能（年份太早）")
        elif today and day is not None and word != "整改时限" and day > today:
            faults.append(f"{word} {day} 还没有到")
        elif day is not None and found is not None and day < found:
            faults.append(f"{word} {day} 早于发现日期 {found}")
    return faults
