"""Operators and their passwords."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from db.store import Store


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who works on the workspace; role is entry, review or admin."""

    TABLE: ClassVar[str] = "operator"
    id: str
    name: str
    role: str
    active: bool = True
    sort: int = 0


@dataclass(frozen=True, slots=True)
class Password:
    """A password's scrypt hash; salt and hash are hex, cost is scrypt's n."""

    operator_id: str
    salt: str
    cost: int
    hash: str


def read_password(store: Store, operator_id: str) -> Password | None:
    """Return an operator's password, None where there is none."""
    rows = store.query(
        "SELECT operator_id, salt, cost, hash FROM _password WHERE operator_id=?", (operator_id,)
    )
    return Password(*rows[0]) if rows else None


def write_password(store: Store, operator_id: str, password: Password | None) -> None:
    """Keep or drop an operator's password, inside an open `write`."""
    store.execute("DELETE FROM _password WHERE operator_id=?", (operator_id,))
    if password is not None:
        store.execute(
            "INSERT INTO _password (operator_id, salt, cost, hash) VALUES (?,?,?,?)",
            (operator_id, password.salt, password.cost, password.hash),
        )
