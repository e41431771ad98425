"""三色督办卡: proposed by rule, issued with a number, answered or voided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from db import SqlRows, Store, records
from db.ids import new_id
from db.tables.cards import CARDS, Card, CardRow, take_card_number
from db.tables.findings import Finding, FindingRow, FindingUnit
from db.tables.units import Unit
from desktop.core.changes import Changes, Kind
from desktop.core.clock import today
from desktop.core.errors import InputError, Problem, UserError
from desktop.core.resources import limit, resource
from desktop.core.text import tidy
from desktop.features.findings.deadlines import WorkDays, YearUnknown, deadline, overdue
from desktop.features.findings.service import finding_rows
from desktop.features.settings import county, number_setting, setting

CHANGED: Changes = frozenset({Kind.FINDING})
COLOURS = ("white", "yellow", "red")
_ADVICE = "没有改动。"


@dataclass(frozen=True, slots=True)
class CardRules:
    """From how many working days overdue, or from which weight, a card has which colour."""

    yellow_days: int
    red_days: int
    yellow_on_repeat: bool
    red_weight: Decimal


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What decides a card: where the finding stands and the colours it has had."""

    state: str
    late: WorkDays
    is_repeat: bool
    weight: Decimal | None
    issued: frozenset[str]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A card that the rule would issue; nothing is numbered yet."""

    finding_id: str
    finding: int
    unit_id: str
    unit: str
    colour: str
    reason: str
    due: date | None
    point: str
    text: str

    @property
    def id(self) -> str:
        """Return what tells it from the other proposals."""
        return self.finding_id

    @property
    def word(self) -> str:
        """Return the colour's word."""
        return colour_word(self.colour)


def colour_word(colour: str) -> str:
    """Return 白, 黄 or 红."""
    return str(resource("cards.json")[colour]["word"])


def card_rules(store: Store) -> CardRules:
    """Return the rule as the office has set it."""
    data = resource("cards.json")
    return CardRules(
        number_setting(store, "yellow_days"), number_setting(store, "red_days"),
        bool(data["yellow"]["repeat"]), Decimal(data["red"]["weight_from"]),
    )  # fmt: skip


def colour_for(facts: CardFacts, rules: CardRules) -> tuple[str, str] | None:
    """Return the colour that is due now and why; None where none is, or it was issued. Pure."""
    if facts.state not in ("assigned", "fixing", "deferred"):
        return None
    colour, reason = _deserved(facts, rules)
    had = max((COLOURS.index(item) for item in facts.issued), default=-1)
    return (colour, reason) if COLOURS.index(colour) > had else None


def _deserved(facts: CardFacts, rules: CardRules) -> tuple[str, str]:
    late = facts.late.count
    if late and late >= rules.red_days:
        return "red", f"逾期 {facts.late}"
    if facts.weight is not None and facts.weight >= rules.red_weight:
        return "red", f"问题权重 {facts.weight}"
    if late and late >= rules.yellow_days:
        return "yellow", f"逾期 {facts.late}"
    if facts.is_repeat and rules.yellow_on_repeat:
        return "yellow", "同一问题再次出现"
    return "white", "交办整改"


def propose_cards(store: Store, *, on: date | None = None) -> tuple[Proposal, ...]:
    """Return the cards due by the rule, reddest first; nothing is written."""
    day, rules = on or today(), card_rules(store)
    findings = {item.id: item for item in records.find(store, Finding)}
    issued: dict[str, set[str]] = {}
    for card in records.find(store, Card):
        if card.state != "void":
            issued.setdefault(card.finding_id, set()).add(card.colour)
    leads = {row.finding_id: row.unit_id for row in records.find(store, FindingUnit, role="lead")}
    names = {unit.id: unit.name for unit in records.find(store, Unit)}
    proposals = []
    for row in finding_rows(store, on=day).all():
        finding = findings[row.id]
        facts = CardFacts(
            finding.state, overdue(finding.due, day), finding.former_id is not None,
            finding.weight, frozenset(issued.get(row.id, ())),
        )  # fmt: skip
        found = colour_for(facts, rules)
        if found and row.id in leads:
            unit_id = leads[row.id]
            proposals.append(_proposal(row, found, (unit_id, names[unit_id]), day))
    return tuple(sorted(proposals, key=lambda p: (-COLOURS.index(p.colour), p.unit, p.finding)))


def _proposal(
    row: FindingRow, found: tuple[str, str], unit: tuple[str, str], day: date
) -> Proposal:
    colour, reason = found
    due = row.due if colour == "white" and row.due and row.due >= day else _due(colour, day)
    return Proposal(row.id, row.number, *unit, colour, reason, due, row.point, row.text)


def _due(colour: str, day: date) -> date | None:
    """Return a card's deadline, None where the year's holidays are unknown: left to be written."""
    try:
        return deadline(day, resource("cards.json")["due_workdays"][colour])
    except YearUnknown:
        return None


def issue_cards(
    store: Store, proposals: Iterable[Proposal], *, signer: str = "", on: date | None = None
) -> tuple[tuple[Card, ...], Changes]:
    """Number and keep cards, as one operation; raise UserError for one issued meanwhile."""
    wanted, day = tuple(proposals), on or today()
    current = {(p.finding_id, p.colour) for p in propose_cards(store, on=day)}
    stale = [p for p in wanted if (p.finding_id, p.colour) not in current]
    if stale:
        numbers = "、".join(str(p.finding) for p in stale)
        raise UserError(f"问题 {numbers} 的情况已经变了，这张卡不该再发。", f"{_ADVICE}请刷新。")
    with store.write(f"签发督办卡 {len(wanted)} 张", right="findings.cards"):
        cards = tuple(_card(store, proposal, signer, day) for proposal in wanted)
        records.insert(store, cards)
    return cards, CHANGED


def _card(store: Store, proposal: Proposal, signer: str, day: date) -> Card:
    number = take_card_number(store, proposal.colour, day.year)
    demand = str(resource("cards.json")[proposal.colour]["demand"])
    return Card(
        new_id(), proposal.finding_id, proposal.unit_id, proposal.colour, day.year, number, day,
        proposal.due, proposal.reason, demand, signer, "issued", None, "", "", None, "",
    )  # fmt: skip


def card_prefix(store: Store) -> str:
    """Return what every card's number begins with, such as 青创督."""
    return setting(store, "card_prefix") or f"{county(store)[:1]}创督"


def card_rows(store: Store, *, on: date | None = None) -> SqlRows[CardRow]:
    """Return the register of cards."""
    day = (on or today()).isoformat()
    return SqlRows(store, CARDS, given={"prefix": card_prefix(store), "today": day})


def cards_of(store: Store, card_ids: Iterable[str]) -> Sequence[tuple[Card, CardRow]]:
    """Return cards with their lines of the register, in the register's order."""
    wanted = tuple(card_ids)
    cards = {card.id: card for card in records.find(store, Card, id=wanted)}
    return [(cards[row.id], row) for row in card_rows(store).all() if row.id in cards]


def void_card(store: Store, card_id: str, reason: str) -> tuple[Card, Changes]:
    """Void a card; its number stays taken. Raises UserError without a reason."""
    card = _get(store, card_id)
    why = tidy(reason)
    if not why or card.state == "void":
        raise UserError("没有写作废原因。" if not why else "这张卡已经作废。", _ADVICE)
    fresh = records.changed(card, state="void", voided=today(), void_reason=why)
    with store.write("作废督办卡", right="findings.cards"):
        records.update(store, [fresh])
    return fresh, CHANGED


def reply_card(store: Store, card_id: str, values: Mapping[str, Any]) -> tuple[Card, Changes]:
    """Write down a receipt: `replied` (a date), `reply_who`, `reply`. Raises InputError."""
    card = _get(store, card_id)
    text, day = tidy(str(values.get("reply") or "")), values.get("replied") or today()
    problems = []
    if card.state == "void":
        problems.append(Problem("督办卡", "已经作废，不能回复"))
    if not text or len(text) > limit("finding_text"):
        problems.append(Problem("整改情况", f"要写，最多 {limit('finding_text')} 个字"))
    if not card.issued <= day <= today():
        problems.append(Problem("回复日期", f"{day} 不在签发日 {card.issued} 和今天之间"))
    if problems:
        raise InputError("回执没有登记。", problems, _ADVICE)
    who = tidy(str(values.get("reply_who") or ""))
    fresh = records.changed(card, state="replied", replied=day, reply_who=who, reply=text)
    with store.write("登记督办卡回执", right="findings.receipt"):
        records.update(store, [fresh])
    return fresh, CHANGED


def _get(store: Store, card_id: str) -> Card:
    card = records.get(store, Card, card_id)
    if card is None:
        raise UserError("这张督办卡已经不在。", _ADVICE)
    return card
