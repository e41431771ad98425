"""检查结果: one row per check item at a point, ours or a third party's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from db import Store
from desktop.core.changes import Changes, Kind
from desktop.core.errors import UserError
from desktop.features.exchange.table import Line, Table
from desktop.features.exchange.types import Change, Draft, Existing, Given, Note, Parsed, Values
from desktop.features.frameworks import is_subtotal
from desktop.features.office_tables import Book
from desktop.features.scoring import Given as Said
from desktop.features.visits import (
    RoundDirectory,
    answer_rows,
    enter_answers,
    read_amount,
    read_verdict,
    round_names,
)

_WORDS = {"pass": "符合", "fail": "不符合", "na": "不适用", None: ""}


class AnswersSheet:
    """The kind `answers`."""

    name = "answers"
    title = "检查结果"
    right = "visits.answers"

    def parse(self, book: Book, table: Table, given: Given) -> Parsed:
        """Read one answer per row; rows that fit no round, point or item are named."""
        assert given.rounds is not None
        parsed = Parsed()
        for line in table.lines():
            if is_subtotal(line.text("point") or line.text("sheet_no")):
                row = f"{line.number}:{line.number}"
                parsed.skipped.append(Note(table.sheet.name, row, "小计行，不是结果"))
            else:
                self._read(parsed, table, line, given.rounds)
        return parsed

    def _read(self, parsed: Parsed, table: Table, line: Line, rounds: RoundDirectory) -> None:
        code = line.text("code")
        place = rounds.place(line.text("round"), line.text("sheet_no"), line.text("point"), code)
        if place.round is None or place.check is None:
            parsed.skipped.append(table.note(line, "code", f"{place.why}，未导入"))
            return
        said = _said(parsed, table, line)
        if said is None:
            return
        outcome = rounds.judged(place, said)
        if said.verdict not in (None, outcome.verdict):
            parsed.problems.append(table.note(line, "verdict", outcome.why))
        values = {
            "round": place.round.name, "point_id": place.point_id, "item_id": place.check.id,
            "verdict": outcome.verdict or "", "amount": _digits(said.amount),
            "note": line.text("note"),
        }  # fmt: skip
        label = f"{line.text('point') or line.text('sheet_no')} {code}"
        key = _key(place.round.name, place.point_id, place.check.id)
        parsed.drafts.append(Draft((key,), values, table.cell(line, "code"), label))

    def existing(self, store: Store, given: Given) -> Iterable[Existing]:
        """Return the answers there are."""
        names = round_names(store)
        for row in answer_rows(store).all():
            values = {
                "round": names[row.round_id], "point_id": row.point_id, "item_id": row.item_id,
                "verdict": row.verdict or "", "amount": _digits(row.amount), "note": row.note,
            }  # fmt: skip
            key = _key(names[row.round_id], row.point_id, row.item_id)
            yield Existing(row.id, (key,), values)

    def write(
        self, store: Store, given: Given, added: Sequence[tuple[str, Draft]],
        changed: Sequence[Change], known: Mapping[str, str],
    ) -> Changes:  # fmt: skip
        """Write answers; points that the round did not visit yet join it."""
        rows = [draft.values for _, draft in added] + [change.values for change in changed]
        answers: dict[tuple[str, str], dict[str, tuple[Said, str]]] = {}
        for values in rows:
            amount = Decimal(values["amount"]) if values["amount"] else None
            said = Said(values["verdict"] or None, amount)
            sheet = answers.setdefault((values["round"], values["point_id"]), {})
            sheet[values["item_id"]] = (said, values["note"])
        ids = {_key(v["round"], v["point_id"], v["item_id"]): row_id
               for row_id, v in ((row_id, draft.values) for row_id, draft in added)}  # fmt: skip
        for (name, point_id), items in answers.items():
            made = {item: ids.get(_key(name, point_id, item), "") for item in items}
            enter_answers(store, name, point_id, items, made)
        return frozenset({Kind.VISIT})

    def export_rows(self, store: Store, edition: str | None) -> Sequence[Values]:
        """Return every answer with the round and sheet it stands on."""
        names = round_names(store)
        return [
            {
                "round": names[row.round_id], "sheet_no": row.sheet_no, "point": row.point,
                "type": row.type, "code": row.code, "text": row.text,
                "verdict": _WORDS[row.verdict], "amount": _digits(row.amount), "note": row.note,
            }
            for row in answer_rows(store).all()
        ]  # fmt: skip


def _said(parsed: Parsed, table: Table, line: Line) -> Said | None:
    """Return what a row says, None where it says nothing that can be kept; either is reported."""
    word = line.text("verdict")
    verdict = read_verdict(word) if word else None
    try:
        amount = read_amount(line.text("amount"))
    except UserError as error:
        parsed.problems.append(table.note(line, "amount", f"{error.text}数量未导入"))
        amount = None
    if word and verdict is None:
        text = f"结果“{word}”看不懂，请写 符合、不符合 或 不适用"
        parsed.skipped.append(table.note(line, "verdict", text))
        return None
    if verdict is None and amount is None:
        parsed.skipped.append(table.note(line, "verdict", "没有结果，未导入"))
        return None
    return Said(verdict, amount)


def _digits(amount: Decimal | None) -> str:
    return "" if amount is None else format(amount.normalize(), "f")


def _key(round_name: str, point_id: str, item_id: str) -> str:
    return f"{round_name}|{point_id}|{item_id}"
