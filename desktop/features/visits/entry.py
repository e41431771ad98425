"""Typing sheets in: from the number on the sheet to answers, each saved at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from db import SqlRows, Store, records
from db.ids import new_id
from db.tables.findings import Finding
from db.tables.frameworks import Edition
from db.tables.points import CheckItem, Point, PointType
from db.tables.units import Duty, Unit
from db.tables.visits import ANSWERS, Answer, AnswerRow, Round, Visit
from desktop.core.changes import Changes, Kind
from desktop.core.clock import now, today
from desktop.core.errors import UserError
from desktop.core.resources import limit
from desktop.core.text import tidy
from desktop.features.scoring import Given, Outcome, Rule, judge, rule_from_json
from desktop.features.visits.rounds import add_points, find_round, items_of
from desktop.features.visits.sheet_numbers import digits_of, printed, read_typed

CHANGED: Changes = frozenset({Kind.VISIT})
_NOTHING = "没有录入任何内容。"


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One row of a sheet on the screen: the item, what it got, what that comes to.

    `finding` is the fault noted for it on this visit.
    """

    item_id: str
    group: str
    code: str
    text: str
    note: str
    rule: Rule
    verdict: str | None
    amount: Decimal | None
    remark: str
    outcome: Outcome
    finding: Finding | None

    @property
    def is_answered(self) -> bool:
        """Tell whether something was entered."""
        return self.verdict is not None or self.amount is not None


@dataclass(frozen=True, slots=True)
class EntrySheet:
    """A sheet being typed in; `entry` is 1, or 2 for the second of two typists."""

    visit_id: str
    round_id: str
    round_name: str
    number: str
    point: str
    point_id: str
    type: str
    place: str
    visited_on: date | None
    state: str
    entry: int
    length_m: float | None
    lines: tuple[SheetLine, ...]

    @property
    def left(self) -> int:
        """Return how many rows nobody has answered."""
        return sum(not line.is_answered for line in self.lines)


def find_sheet(store: Store, text: str, *, round_id: str | None = None) -> Visit:
    """Return the visit whose sheet number was typed or scanned.

    Raises UserError that says whether the number is mistyped, unknown, of a round that is closed
    or of another round than `round_id`.
    """
    visit = named_visit(store, text)
    item = records.get(store, Round, visit.round_id)
    if item is not None and item.state == "closed":
        raise UserError(
            f"这张表属于“{item.name}”，这一轮已经结束。", f"{_NOTHING}要补录请先重新打开这一轮。"
        )
    if round_id is not None and visit.round_id != round_id and item is not None:
        raise UserError(f"这张表属于另一轮“{item.name}”。", f"{_NOTHING}请先切换到那一轮。")
    return visit


def named_visit(store: Store, text: str) -> Visit:
    """Return the visit of a sheet number, of any round; raise UserError where there is none."""
    typed = read_typed(text)
    if not typed.digits:
        raise UserError(
            f"“{text[:40]}”不是检查表编号。", f"{_NOTHING}编号在表的右上角，如 03-0123-7。"
        )
    visit = _by_digits(store, typed.digits)
    if visit is not None:
        return visit
    if not typed.is_sound:
        raise UserError(
            f"编号“{text[:40]}”的校验位不对，可能有一位输错了。",
            f"{_NOTHING}请对照表右上角重新输入。",
        )
    raise _unknown(store, text, typed.digits)


def _by_digits(store: Store, digits: str) -> Visit | None:
    found = [
        visit
        for length in (4, 5, 6)
        for visit in records.find(store, Visit, sheet_no=printed(digits, length))
        if digits_of(visit.sheet_no or "") == digits
    ]
    return found[0] if found else None


def _unknown(store: Store, text: str, digits: str) -> UserError:
    if len(digits) == 5:
        point = records.find(store, Point, number=int(digits[:4]))
        if point:
            return UserError(
                f"“{text[:40]}”是“{point[0].name}”不属于任何轮次的检查表。",
                f"{_NOTHING}请把这个点位加进一个轮次，从点位列表里打开它来录入。",
            )
    return UserError(f"没有编号是“{text[:40]}”的检查表。", f"{_NOTHING}它可能属于已删除的轮次。")


def sheet_of(store: Store, visit_id: str, *, entry: int = 1) -> EntrySheet:
    """Return a sheet with its answers as one of two typists entered them."""
    visit = _visit(store, visit_id)
    item = records.get(store, Round, visit.round_id)
    point = records.get(store, Point, visit.point_id)
    assert item is not None
    assert point is not None
    kind = records.get(store, PointType, point.point_type_id)
    checks = records.find(store, CheckItem, edition_id=item.edition_id,
                          point_type_id=point.point_type_id, order="sort")  # fmt: skip
    asked = items_of(visit)
    checks = tuple(check for check in checks if not asked or check.id in asked)
    answers = {a.check_item_id: a
               for a in records.find(store, Answer, visit_id=visit.id, entry=entry)}  # fmt: skip
    findings = {f.check_item_id: f for f in records.find(store, Finding, visit_id=visit.id)}
    lines = tuple(
        _line(check, answers.get(check.id), findings.get(check.id), point) for check in checks
    )
    place = " / ".join(part for part in (point.street, point.community, point.address) if part)
    return EntrySheet(
        visit.id, item.id, item.name, visit.sheet_no or "", point.name, point.id,
        kind.name if kind else "", place, visit.visited_on, visit.state, entry, point.length_m,
        lines,
    )  # fmt: skip


def _line(
    check: CheckItem, answer: Answer | None, finding: Finding | None, point: Point
) -> SheetLine:
    verdict, amount = (answer.verdict, answer.amount) if answer else (None, None)
    return SheetLine(
        check.id, check.class_, check.code, check.text, check.note, rule_from_json(check.rule),
        verdict, amount, answer.note if answer else "",
        _outcome(check, point, Given(verdict, amount)), finding,
    )  # fmt: skip


def _outcome(check: CheckItem, point: Point | None, given: Given) -> Outcome:
    """Judge one item; an item without points of its own weighs as one."""
    length = None if point is None or point.length_m is None else Decimal(str(point.length_m))
    return judge(rule_from_json(check.rule), check.score or Decimal(1), given, length_m=length)


def _visit(store: Store, visit_id: str) -> Visit:
    visit = records.get(store, Visit, visit_id)
    if visit is None:
        raise UserError("这张表已经不在轮次里。", _NOTHING)
    return visit


def answer_rows(store: Store, round_id: str = "") -> SqlRows[AnswerRow]:
    """Return the answers of a round, or of all."""
    return SqlRows(store, ANSWERS, given={"round": round_id})


def read_amount(text: str) -> Decimal | None:
    """Return a number as typed, None for nothing; raise UserError for one that cannot be."""
    plain = tidy(text).translate(str.maketrans("０１２３４５６７８９．－，", "0123456789.-,"))
    if not plain:
        return None
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        raise UserError(f"“{text[:20]}”不是数字。", "这一格没有改动。") from None
    if not amount.is_finite() or amount < 0:
        raise UserError(f"数量不能是 {text[:20]}。", "这一格没有改动。请填 0 或更大的数。")
    if amount > limit("answer_amount"):
        raise UserError(f"数量 {text[:20]} 大得不合理。", "这一格没有改动。请核对。")
    return amount


def set_answer(
    store: Store, visit_id: str, item_id: str, given: Given, *, remark: str = "", entry: int = 1,
    who: str = "",
) -> tuple[Answer | None, Changes]:  # fmt: skip
    """Write one row of a sheet; nothing given and no remark takes the answer back.

    The verdict that a number implies is stored with it, so that lists and exports agree.
    Raises UserError for an item that the sheet's edition no longer has.
    """
    visit = _visit(store, visit_id)
    check = records.get(store, CheckItem, item_id)
    item = records.get(store, Round, visit.round_id)
    if check is None or item is None or check.edition_id != item.edition_id:
        raise UserError("这一项已经不在这一轮的检查标准里。", "没有录入这一项，其余不受影响。")
    remark = tidy(remark)[: limit("answer_note")]
    outcome = _outcome(check, records.get(store, Point, visit.point_id), given)
    former = records.find(store, Answer, visit_id=visit_id, check_item_id=item_id, entry=entry)
    label = f"录入 {visit.sheet_no} {check.code}"
    with store.write(label, right="visits.answers"):
        answer = _keep(store, former, (visit_id, item_id, entry), (outcome.verdict, given.amount,
                                                                  remark, who))  # fmt: skip
        if entry == 1:
            _keep_state(store, visit)
    return answer, CHANGED


def _keep(
    store: Store, former: tuple[Answer, ...], key: tuple[str, str, int],
    said: tuple[str | None, Decimal | None, str, str],
) -> Answer | None:  # fmt: skip
    verdict, amount, remark, who = said
    if verdict is None and amount is None and not remark:
        records.delete(store, Answer, [row.id for row in former])
        return None
    at = now().isoformat(timespec="seconds")
    answer = Answer(former[0].id if former else new_id(), *key, verdict, amount, remark, who, at)
    if former:
        records.update(store, [answer])
    else:
        records.insert(store, [answer])
    return answer


def _keep_state(store: Store, visit: Visit) -> None:
    """Follow the answers: a sheet is done when each of its items has one."""
    lines = sheet_of(store, visit.id).lines
    done = [line.is_answered for line in lines]
    state = "done" if all(done) else "entering" if any(done) else "planned"
    day = visit.visited_on or (today() if any(done) else None)
    fresh = records.changed(visit, state=state, visited_on=day)
    if fresh != visit:
        records.update(store, [fresh])


def fill_rest(store: Store, visit_id: str, *, entry: int = 1, who: str = "") -> tuple[int, Changes]:
    """Answer every open row that only asks 是否 with 符合, as one step; return how many."""
    sheet = sheet_of(store, visit_id, entry=entry)
    rows = [line for line in sheet.lines if not line.is_answered]
    with store.write(f"其余符合 {sheet.number}", right="visits.answers"):
        for line in rows:
            set_answer(store, visit_id, line.item_id, Given("pass"), entry=entry, who=who)
    return len(rows), CHANGED


def proposal(store: Store, visit_id: str, item_id: str) -> Mapping[str, object]:
    """Return what a finding for this row would say: text from the item, units from duties."""
    visit = _visit(store, visit_id)
    check = records.get(store, CheckItem, item_id)
    item = records.get(store, Round, visit.round_id)
    assert check is not None
    duties = records.find(store, Duty, point_id=visit.point_id, order="sort")
    names = {unit.id: unit.name for unit in records.find(store, Unit)}
    owners = [names[duty.unit_id] for duty in duties if duty.role in ("lead", "owner")]
    overseers = [names[duty.unit_id] for duty in duties if duty.role == "overseer"]
    return {
        "text": f"不符合：{check.text.rstrip('。；;,，')}", "units": tuple(owners or overseers),
        "point_id": visit.point_id, "visit_id": visit.id, "check_item_id": item_id,
        "round_id": visit.round_id, "indicator_id": check.indicator_id, "class_": check.class_,
        "source": item.name if item else "", "found": visit.visited_on or today(),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that two typists entered differently."""

    item_id: str
    code: str
    text: str
    first: SheetLine
    second: SheetLine


def differences(store: Store, visit_id: str) -> tuple[Difference, ...]:
    """Return the rows that two typists of the same sheet entered differently."""
    first = sheet_of(store, visit_id, entry=1).lines
    second = sheet_of(store, visit_id, entry=2).lines
    if not any(line.is_answered for line in second):
        return ()
    return tuple(
        Difference(one.item_id, one.code, one.text, one, two)
        for one, two in zip(first, second, strict=True)
        if (one.outcome.verdict, one.amount) != (two.outcome.verdict, two.amount)
    )


def settle(store: Store, visit_id: str, item_id: str) -> tuple[Answer | None, Changes]:
    """Take the second typist's answer for a row."""
    line = next(x for x in sheet_of(store, visit_id, entry=2).lines if x.item_id == item_id)
    given = Given(line.verdict, line.amount)
    return set_answer(store, visit_id, item_id, given, remark=line.remark)


def edition_of(store: Store, item: Round) -> str:
    """Return the name of the edition a round is judged by."""
    found = records.get(store, Edition, item.edition_id)
    return found.name if found else ""


def enter_answers(
    store: Store, round_id: str, point_id: str, items: Mapping[str, tuple[Given, str]],
    ids: Mapping[str, str],
) -> tuple[int, Changes]:  # fmt: skip
    """Write many answers of one point at once; a point new to the round joins it.

    `items` maps check items to what was given and a remark; `ids` names the rows that are new.
    """
    item = find_round(store, round_id)
    with store.write(f"录入“{item.name}”的结果", right="visits.answers"):
        add_points(store, item.id, [point_id])
        visit = records.find(store, Visit, round_id=item.id, point_id=point_id)[0]
        former = {a.check_item_id: a
                  for a in records.find(store, Answer, visit_id=visit.id, entry=1)}  # fmt: skip
        checks = {c.id: c for c in records.find(store, CheckItem, id=list(items))}
        point = records.get(store, Point, point_id)
        at = now().isoformat(timespec="seconds")
        fresh: list[Answer] = []
        newer: list[Answer] = []
        for item_id, (given, remark) in items.items():
            known = former.get(item_id)
            row_id = known.id if known else ids.get(item_id) or new_id()
            verdict = _outcome(checks[item_id], point, given).verdict
            answer = Answer(row_id, visit.id, item_id, 1, verdict, given.amount,
                            remark[: limit("answer_note")], "", at)  # fmt: skip
            (newer if known else fresh).append(answer)
        records.insert(store, fresh)
        records.update(store, newer)
        _keep_state(store, visit)
    return len(items), CHANGED
