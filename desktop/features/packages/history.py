"""The packages built so far, kept in the workspace."""

from __future__ import annotations

import json
from dataclasses import asdict

from db import SqlRows, Store, records
from db.ids import new_id
from db.tables.packages import PACKAGES, Package
from desktop.core.clock import now
from desktop.features.packages.gate import Order
from desktop.features.packages.types import Built, Choice


def package_rows(store: Store) -> SqlRows[Package]:
    """Return the packages built, newest first."""
    return SqlRows(store, PACKAGES)


def keep_record(store: Store, built: Built, order: Order, edition: str) -> None:
    """Keep what was packed and who let it pass, inside an open `write`."""
    override = order.override if order.hits else None
    records.insert(store, [Package(
        new_id(), built.name, now().isoformat(timespec="seconds"), str(built.folder), edition,
        _json(_choice(order.choice)), built.files, built.bytes, built.manifest_sha256,
        _json([asdict(item) for item in built.left_out]),
        _json([asdict(hit) for hit in order.hits]),
        override.who.strip() if override else "", override.reason.strip() if override else "",
    )])  # fmt: skip


def _choice(choice: Choice) -> dict[str, object]:
    values = asdict(choice)
    if choice.window:
        values["window"] = [day.isoformat() for day in choice.window]
    return values


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
