"""Use cases around documents and slots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from db import SqlRows, Store, records
from db.ids import new_id
from db.tables.evidence import (
    DOCUMENTS,
    SLOTS,
    Document,
    DocumentRow,
    DocumentSlot,
    Revision,
    Slot,
    SlotRow,
)
from db.tables.proposals import Proposal
from desktop.core.changes import Changes, Kind
from desktop.core.clock import now, today
from desktop.core.errors import InputError, Problem, UserError
from desktop.core.resources import resource
from desktop.core.text import tidy
from desktop.core.typed_date import read_date
from desktop.features.units import Directory, directory, unit_rows

CHANGED: Changes = frozenset({Kind.DOCUMENT, Kind.SLOT, Kind.OPERATION})


@dataclass(frozen=True, slots=True)
class ReturnReason:
    """Why a document is sent back."""

    code: str
    text: str


def return_reasons() -> tuple[ReturnReason, ...]:
    """Return the reasons a document can be sent back for."""
    return tuple(ReturnReason(r["code"], r["text"]) for r in resource("review.json")["reasons"])


def document_rows(store: Store) -> SqlRows[DocumentRow]:
    """Return the document list."""
    return SqlRows(store, DOCUMENTS)


def slot_rows(store: Store) -> SqlRows[SlotRow]:
    """Return the slot list."""
    return SqlRows(store, SLOTS)


def link_documents(store: Store, document_ids: Iterable[str], slot_id: str) -> tuple[int, Changes]:
    """File documents in a slot by hand; ones already there stay as they are."""
    slot = records.get(store, Slot, slot_id)
    if slot is None:
        raise UserError("这个材料项已经被删除。", "没有归位任何材料。")
    ids = tuple(dict.fromkeys(document_ids))
    there = {link.document_id for link in records.find(store, DocumentSlot, slot_id=slot_id)}
    fresh = [item for item in ids if item not in there]
    with store.write(f"归位 {len(fresh)} 份材料", right="evidence.file"):
        links = [DocumentSlot(new_id(), item, slot_id, reason="手工归位") for item in fresh]
        records.insert(store, links)
        waiting = records.find(store, Proposal, document_id=tuple(ids))
        records.delete(store, Proposal, [item.id for item in waiting])
        documents = records.find(store, Document, id=tuple(fresh))
        records.update(store, [records.changed(item, remark="") for item in documents])
    return len(fresh), CHANGED


def unlink_documents(store: Store, document_ids: Iterable[str]) -> tuple[int, Changes]:
    """Take documents out of every slot; they stay in the workspace as 未归位."""
    ids = tuple(document_ids)
    links = records.find(store, DocumentSlot, document_id=ids)
    with store.write(f"取消 {len(ids)} 份材料的归位", right="evidence.file"):
        records.delete(store, DocumentSlot, [link.id for link in links])
    return len(links), CHANGED


def review_documents(
    store: Store, document_ids: Iterable[str], verdict: str, *, reason: str = "", text: str = "",
    who: str = "",
) -> tuple[int, Changes]:  # fmt: skip
    """Mark documents passed, returned or pending in every slot they serve, by their newest file.

    `who` is the name signed in with where not given. Returning needs a reason; raises UserError
    without one.
    """
    if verdict == "returned" and not (reason or tidy(text)):
        raise UserError("退回要写明原因。", "没有退回任何材料。")
    ids = tuple(document_ids)
    links = records.find(store, DocumentSlot, document_id=ids)
    revisions = records.find(store, Revision, document_id=ids, order="number")
    newest = {revision.document_id: revision.id for revision in revisions}
    at = now().isoformat(timespec="seconds")
    words = {"passed": "通过", "returned": "退回", "pending": "改为待审"}
    with store.write(f"{words[verdict]} {len(links)} 份材料", right="evidence.review"):
        records.update(store, [
            records.changed(
                link, review=verdict, review_reason=reason, review_text=tidy(text),
                reviewed_by=tidy(who) or store.who, reviewed_at=at,
                reviewed_revision_id=newest.get(link.document_id),
                returns=link.returns + (verdict == "returned"),
            )
            for link in links
        ])  # fmt: skip
    return len(links), CHANGED


def edit_document(
    store: Store, document_id: str, *, name: str | None = None, fact_date: date | None = None
) -> tuple[Document, Changes]:
    """Rename a document or state its fact date; raise UserError where it is gone."""
    former = records.get(store, Document, document_id)
    if former is None:
        raise UserError("这份材料已经被删除。", "没有改动。")
    document = former
    if name is not None and tidy(name):
        document = records.changed(document, name=tidy(name))
    if fact_date is not None:
        document = records.changed(document, fact_date=fact_date, fact_date_source="手工填写")
    with store.write(f"修改材料“{document.name}”", right="evidence.edit"):
        if document != former:
            records.update(store, [document])
    return document, CHANGED


def edit_documents(store: Store, changes: Mapping[str, Mapping[str, str]]) -> tuple[int, Changes]:
    """Change fields of several documents as one step, all or none, each field as typed.

    Fields: name, unit (any name it is known by), fact_date, remark. Raises InputError naming each
    field that cannot be.
    """
    known = directory(store)
    problems: list[Problem] = []
    former = {one.id: one for one in records.find(store, Document, id=tuple(changes))}
    later = [
        records.changed(one, **_read_fields(one, changes[one.id], known, problems))
        for one in former.values()
    ]
    if problems:
        raise InputError("材料没有保存。", problems, "原有内容没有改动。")
    with store.write(f"修改 {len(later)} 份材料", right="evidence.edit"):
        records.update(store, [one for one in later if one != former[one.id]])
    return len(later), CHANGED


def _read_fields(
    document: Document, typed: Mapping[str, str], known: Directory, problems: list[Problem]
) -> dict[str, Any]:
    fields: dict[str, Any] = {key: tidy(typed[key]) for key in ("name", "remark") if key in typed}
    if not fields.get("name", "-"):
        problems.append(Problem(document.name, "名称不能空"))
    unit = tidy(typed.get("unit", ""))
    if "unit" in typed:
        found = known.resolve([unit] if unit else [])
        problems.extend(Problem(document.name, f"没有“{name}”这个单位") for name in found.unknown)
        fields["unit_id"] = next(iter(found.unit_ids), None)
    day = typed.get("fact_date", "").strip()
    if "fact_date" in typed:
        try:
            fields["fact_date"] = read_date(day, today()) if day else None
            fields["fact_date_source"] = "手工填写" if day else ""
        except UserError as error:
            problems.append(Problem(document.name, f"{error.text}{error.advice}"))
    return fields


def unit_names(store: Store) -> list[str]:
    """Return the names of the units a document can be of."""
    return [unit.name for unit in unit_rows(store).all()]


def delete_documents(store: Store, document_ids: Iterable[str]) -> tuple[int, Changes]:
    """Delete documents' records; the stored files stay, so that 撤销 brings all back."""
    ids = tuple(document_ids)
    with store.write(f"删除 {len(ids)} 份材料", right="evidence.delete"):
        for kind in (DocumentSlot, Proposal, Revision):
            owned = records.find(store, kind, document_id=ids)
            records.delete(store, kind, [row.id for row in owned])
        records.delete(store, Document, ids)
    return len(ids), CHANGED
