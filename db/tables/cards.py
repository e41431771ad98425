"""督办卡 and 通报: cards with their series of numbers, bulletins with their frozen numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from db.row_source import Listing
from db.store import Store


@dataclass(frozen=True, slots=True)
class Card:
    """督办卡: colour is white, yellow or red; state is issued, replied or void."""

    TABLE: ClassVar[str] = "card"
    id: str
    finding_id: str
    unit_id: str
    colour: str
    year: int
    number: int
    issued: date
    due: date | None
    reason: str
    demand: str
    signer: str
    state: str
    replied: date | None
    reply_who: str
    reply: str
    voided: date | None
    void_reason: str


@dataclass(frozen=True, slots=True)
class Bulletin:
    """通报 第N期. `content` is JSON and never changes; `journal_seq` is where it was counted."""

    TABLE: ClassVar[str] = "bulletin"
    id: str
    number: int
    title: str
    starts: date
    ends: date
    cut_off: date
    made: str
    journal_seq: int
    content: str
    demands: str


@dataclass(frozen=True, slots=True)
class CardRow:
    """One line of the register of cards, in words."""

    id: str
    code: str
    colour: str
    unit: str
    finding_id: str
    finding: int
    point: str
    text: str
    reason: str
    issued: date
    due: date | None
    state: str
    late: str
    replied: date | None
    reply: str
    void_reason: str


# `prefix` is the office's, `today` ISO text.
CARDS: Listing[CardRow] = Listing(
    CardRow,
    """SELECT c.id AS id, :prefix || '〔' || c.year || '〕' ||
    CASE c.colour WHEN 'white' THEN '白' WHEN 'yellow' THEN '黄' ELSE '红' END ||
    '第' || printf('%03d', c.number) || '号' AS code,
    CASE c.colour WHEN 'white' THEN '白' WHEN 'yellow' THEN '黄' ELSE '红' END AS colour,
    u.name AS unit, f.id AS finding_id, f.number AS finding,
    CASE WHEN f.place='' THEN coalesce(p.name,'') ELSE f.place END AS point, f.text AS text,
    c.reason AS reason, c.issued AS issued, c.due AS due,
    CASE c.state WHEN 'issued' THEN '已发' WHEN 'replied' THEN '已回复' ELSE '作废' END AS state,
    CASE WHEN c.state='issued' AND c.due<:today THEN '逾期' ELSE '' END AS late,
    c.replied AS replied, c.reply AS reply, c.void_reason AS void_reason
    FROM card c JOIN unit u ON u.id=c.unit_id JOIN finding f ON f.id=c.finding_id
    LEFT JOIN point p ON p.id=f.point_id""",
    searched=("code", "unit", "point", "text", "reason", "reply"),
    order="issued DESC, code DESC",
)


def take_card_number(store: Store, colour: str, year: int) -> int:
    """Return the next number of a series, inside a `write`; it is never given again.

    The series is not journaled, so undoing an issue leaves a gap and not a second card of the
    same number.
    """
    store.execute(
        "INSERT INTO _card_series VALUES (?,?,1)"
        " ON CONFLICT (colour, year) DO UPDATE SET last=last+1",
        (colour, year),
    )
    rows = store.query("SELECT last FROM _card_series WHERE colour=? AND year=?", (colour, year))
    return int(rows[0][0])


def next_bulletin_number(store: Store) -> int:
    """Return the first number no bulletin has."""
    return int(store.query("SELECT coalesce(max(number), 0) + 1 FROM bulletin")[0][0])
