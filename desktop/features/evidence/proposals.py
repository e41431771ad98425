"""Proposals where documents may belong: listed, taken or turned down, many at once."""

from __future__ import annotations

from collections.abc import Iterable

from db import SqlRows, Store, records
from db.ids import new_id
from db.tables.evidence import Document, DocumentSlot
from db.tables.proposals import PROPOSALS, Proposal, ProposalRow
from desktop.core.changes import Changes, Kind

_CHANGED: Changes = frozenset({Kind.DOCUMENT, Kind.SLOT, Kind.OPERATION})


def proposal_rows(store: Store) -> SqlRows[ProposalRow]:
    """Return the list of proposals, those of a document together, the likeliest first."""
    return SqlRows(store, PROPOSALS)


def accept_proposals(store: Store, proposal_ids: Iterable[str]) -> tuple[int, Changes]:
    """File documents where proposed and drop their other proposals; return how many links.

    Several proposals of one document may be taken together: it serves several slots then.
    """
    taken = records.find(store, Proposal, id=tuple(proposal_ids))
    documents = tuple({item.document_id for item in taken})
    there = {(link.document_id, link.slot_id)
             for link in records.find(store, DocumentSlot, document_id=documents)}  # fmt: skip
    links = [
        DocumentSlot(new_id(), item.document_id, item.slot_id, reason=f"按建议归位：{item.reason}")
        for item in taken if (item.document_id, item.slot_id) not in there
    ]  # fmt: skip
    rest = records.find(store, Proposal, document_id=documents)
    with store.write(f"按建议归位 {len(documents)} 份材料", right="evidence.file"):
        records.delete(store, Proposal, [item.id for item in rest])
        records.insert(store, links)
        found = records.find(store, Document, id=documents)
        records.update(store, [records.changed(item, remark="") for item in found])
    return len(links), _CHANGED


def reject_proposals(store: Store, proposal_ids: Iterable[str]) -> tuple[int, Changes]:
    """Turn proposals down; the documents stay as they are."""
    gone = records.find(store, Proposal, id=tuple(proposal_ids))
    with store.write(f"不采纳 {len(gone)} 条归位建议", right="evidence.file"):
        records.delete(store, Proposal, [item.id for item in gone])
    return len(gone), _CHANGED
