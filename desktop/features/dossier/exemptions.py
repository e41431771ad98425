"""Letting a hit stand, by name and with a reason."""

from __future__ import annotations

from db import Store, records
from db.ids import new_id
from db.tables.dossier import Exemption
from desktop.core.changes import Changes, Kind
from desktop.core.clock import now
from desktop.core.errors import UserError
from desktop.core.text import tidy

CHANGED: Changes = frozenset({Kind.DOCUMENT, Kind.OPERATION})


def exempt(
    store: Store, kind: str, key: str, *, who: str, reason: str
) -> tuple[Exemption, Changes]:
    """Let a hit stand; raise UserError without a name and a reason."""
    if not tidy(who) or not tidy(reason):
        raise UserError("放行要写明姓名和理由。", "没有放行，检查结果没有改动。")
    former = records.find(store, Exemption, kind=kind, key=key)
    at = now().isoformat(timespec="seconds")
    made = Exemption(new_id(), kind, key, tidy(reason), tidy(who), at)
    with store.write("放行一处检查结果", right="dossier.exempt"):
        records.delete(store, Exemption, [item.id for item in former])
        records.insert(store, [made])
    return made, CHANGED


def exempted(store: Store, kind: str) -> dict[str, Exemption]:
    """Return what is let stand of one kind, by key."""
    return {item.key: item for item in records.find(store, Exemption, kind=kind)}


def withdraw(store: Store, exemption_id: str) -> tuple[None, Changes]:
    """Stop letting a hit stand."""
    with store.write("取消放行", right="dossier.exempt"):
        records.delete(store, Exemption, [exemption_id])
    return None, CHANGED
