"""The list of all operations, for 历史."""

from __future__ import annotations

from dataclasses import dataclass

from db.row_source import Listing
from db.store import Store


@dataclass(frozen=True, slots=True)
class OperationRow:
    """One operation as the list shows it; state is 已撤销 or empty.

    `period` is 今天, 前六天 or 更早.
    """

    id: str
    seq: int
    at: str
    who: str
    machine: str
    label: str
    kind: str
    rows: int
    state: str
    period: str


def people(store: Store) -> tuple[str, ...]:
    """Return everybody who has done something, by name."""
    return tuple(who for (who,) in store.query("SELECT DISTINCT who FROM operation ORDER BY who"))


OPERATIONS: Listing[OperationRow] = Listing(
    OperationRow,
    "SELECT o.id, o.seq, replace(substr(o.at, 1, 16), 'T', ' ') AS at, o.who, o.machine, o.label,"
    " CASE o.kind WHEN 'edit' THEN '修改' WHEN 'undo' THEN '撤销' ELSE '重做' END AS kind,"
    " (SELECT count(*) FROM journal j WHERE j.operation_id=o.id) AS rows,"
    " CASE coalesce((SELECT u.kind FROM operation u WHERE u.target=o.id ORDER BY u.seq DESC"
    " LIMIT 1), '') WHEN 'undo' THEN '已撤销' ELSE '' END AS state,"
    " CASE WHEN substr(o.at, 1, 10) >= date('now', 'localtime') THEN '今天'"
    " WHEN substr(o.at, 1, 10) >= date('now', 'localtime', '-6 days') THEN '前六天'"
    " ELSE '更早' END AS period FROM operation o",
    ("label", "who", "machine", "at"),
    "seq DESC",
)
