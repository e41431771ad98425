"""Letting a hit stand, by name and with a reason, and taking that back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db import Store, records
from db.ids import new_id
from db.tables.dossier import Exemption
from db.tables.evidence import Document, Revision
from desktop.core.changes import Changes, Kind
from desktop.core.clock import now
from desktop.core.errors import UserError
from desktop.core.text import tidy

CHANGED: Changes = frozenset({Kind.DOCUMENT, Kind.OPERATION})
KIND_WORDS = {"privacy": "个人信息", "trace": "旧痕", "double": "一图多用"}
_GONE = "已删除的材料"
_SHA256 = 64


@dataclass(frozen=True, slots=True)
class ExemptionRow:
    """An exemption in words: what it lets stand, and in which documents ("" for all)."""

    id: str
    kind: str
    what: str
    documents: str
    reason: str
    who: str
    at: str


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


def exemption_rows(store: Store) -> tuple[ExemptionRow, ...]:
    """Return all that is let stand, the latest first."""
    names = {document.id: document.name for document in records.find(store, Document)}
    held: dict[str, dict[str, None]] = {}
    for revision in records.find(store, Revision):
        held.setdefault(revision.sha256, {})[names[revision.document_id]] = None
    every = sorted(records.find(store, Exemption), key=lambda item: item.at, reverse=True)
    return tuple(_row(item, held) for item in every)


def _row(item: Exemption, held: Mapping[str, Mapping[str, None]]) -> ExemptionRow:
    """Put a key into words: contents by their documents' names, the rest as it stands."""
    parts = item.key.split("|")
    is_content = [len(part) == _SHA256 for part in parts]
    names = [
        name for part, is_one in zip(parts, is_content, strict=True) if is_one
        for name in held.get(part, {_GONE: None})
    ]  # fmt: skip
    said = [part for part, is_one in zip(parts, is_content, strict=True) if part and not is_one]
    return ExemptionRow(
        item.id, KIND_WORDS[item.kind], " ".join(said) or "同一张图片", "、".join(names),
        item.reason, item.who, item.at.replace("T", " ")[:16],
    )  # fmt: skip


def withdraw(store: Store, ids: Sequence[str], *, reason: str) -> tuple[int, Changes]:
    """Stop letting hits stand; raise UserError without a reason, which 历史 then names."""
    if not tidy(reason):
        raise UserError("取消放行要写明理由。", "没有取消，放行没有改动。")
    with store.write(f"取消放行 {len(ids)} 处：{tidy(reason)}", right="dossier.exempt"):
        records.delete(store, Exemption, ids)
    return len(ids), CHANGED
