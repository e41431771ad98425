"""The list of all operations, for 历史."""

from __future__ import annotations

from dataclasses import dataclass

from db.row_source import Listing


@dataclass(frozen=True, slots=True)
class OperationRow:
    """One operation as the list shows it; state is 已撤销 or empty."""

    id: str
    seq: int
    at: str
    who: str
    machine: str
    label: str
    kind: str
    rows: int
    state: str


OPERATIONS: Listing[OperationRow] = Listing(
    OperationRow,
    "SELECT o.id, o.seq, replace(substr(o.at, 1, 16), 'T', ' ') AS at, o.who, o.machine, o.label,"
    " CASE o.kind WHEN 'edit' THEN '修改' WHEN 'undo' THEN '撤销' ELSE '重做' END AS kind,"
    " (SELECT count(*) FROM journal j WHERE j.operation_id=o.id) AS rows,"
    " CASE coalesce((SELECT u.kind FROM operation u WHERE u.target=o.id ORDER BY u.seq DESC"
    " LIMIT 1), '') WHEN 'undo' THEN '已撤销' ELSE '' END AS state FROM operation o",
    ("label", "who", "machine", "at"),
    "seq DESC",
)
