"""Commands: list, check: reading across all capabilities."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from db import Store
from desktop.core.job import JobContext
from desktop.features.backup import check_deep
from desktop.features.evidence import document_rows, slot_rows, verify_files
from desktop.features.findings import card_rows, finding_rows
from desktop.features.frameworks import (
    editions,
    frameworks,
    indicator_rows,
    negative_rows,
    requirement_rows,
)
from desktop.features.points import check_rows, point_rows, point_types
from desktop.features.readiness.service import readiness
from desktop.features.settings import all_settings
from desktop.features.spacing import mark_rows, road_rows
from desktop.features.units import unit_rows
from desktop.features.visits import answer_rows, round_rows
from desktop.features.workspace import check_store, operations

NAMES = ("list", "check")

_TABLES: dict[str, Callable[[Store], Sequence[Any]]] = {
    "frameworks": frameworks,
    "editions": editions,
    "indicators": lambda store: indicator_rows(store).all(),
    "requirements": lambda store: requirement_rows(store).all(),
    "negatives": lambda store: negative_rows(store).all(),
    "units": lambda store: unit_rows(store).all(),
    "types": point_types,
    "points": lambda store: point_rows(store).all(),
    "checks": lambda store: check_rows(store).all(),
    "rounds": lambda store: round_rows(store).all(),
    "answers": lambda store: answer_rows(store).all(),
    "roads": lambda store: road_rows(store).all(),
    "marks": lambda store: mark_rows(store).all(),
    "slots": lambda store: slot_rows(store).all(),
    "cards": lambda store: card_rows(store).all(),
    "findings": lambda store: finding_rows(store).all(),
    "documents": lambda store: document_rows(store).all(),
    "unowned": lambda store: readiness(store).unowned,
    "operations": lambda store: operations(store),
    "settings": lambda store: [
        {"key": item.key, "title": item.title, "value": value}
        for item, value in all_settings(store)
    ],
}


def add_parser(sub: Any) -> None:
    """Declare the commands."""
    listed = sub.add_parser("list", help="列出一张表;--json 的字段只增不改")
    listed.add_argument("table", choices=tuple(_TABLES), help="哪张表")
    check = sub.add_parser("check", help="检查数据库和每份材料是否完好")
    check.add_argument("--deep", action="store_true",
                       help="再核对每条记录的历史和每份备份(较慢)")  # fmt: skip


def run(store: Store, args: argparse.Namespace, out: Any, ctx: JobContext) -> int:
    """Run one of the commands."""
    if args.command == "list":
        rows = [_plain(row) for row in _TABLES[args.table](store)]
        out.result(rows, _as_text(rows))
        return 0
    deep = check_deep(ctx, store) if args.deep else ()
    faults = deep if args.deep else [*check_store(store), *verify_files(ctx, store)]
    value = {"ok": not faults, "faults": [{"where": f.where, "what": f.what} for f in faults]}
    lines = [f"发现 {len(faults)} 处问题:", *(f"  {fault}" for fault in faults)]
    out.result(value, "\n".join(lines) if faults else "数据库和全部材料完好。")
    return 3 if faults else 0


def _plain(row: Any) -> dict[str, Any]:
    fields = dict(row) if isinstance(row, dict) else asdict(row)
    if "rule" in fields:
        fields["rule"] = json.loads(fields["rule"] or "{}")
    return fields


def _as_text(rows: Sequence[dict[str, Any]]) -> str:
    hidden = ("id", "sort", "rule", "sha256")
    lines = []
    for row in rows:
        shown = [_cell(v) for k, v in row.items() if k not in hidden and not k.endswith("_id")]
        lines.append("  ".join(text for text in shown if text))
    return "\n".join([*lines, f"共 {len(rows)} 条。"])


def _cell(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "、".join(map(str, value))
    return "" if value is None else str(value).replace("\n", " ")[:60]
