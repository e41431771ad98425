"""Commands: undo, redo, history, check."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from db import Store
from desktop.core.job import JobContext
from desktop.features.workspace.service import (
    operations,
    record_history,
    redo,
    undo,
)

NAMES = ("undo", "redo", "history")


def add_parser(sub: Any) -> None:
    """Declare the commands."""
    back = sub.add_parser("undo", help="撤销上一步，或指定的一步")
    back.add_argument("operation", nargs="?", help="操作编号(见 history)")
    sub.add_parser("redo", help="重做刚撤销的一步")
    history = sub.add_parser("history", help="操作历史，或一条记录的历史")
    history.add_argument("record", nargs="?", help="记录的 id")
    history.add_argument("--limit", type=int, default=50, help="最多几条")


def run(store: Store, args: argparse.Namespace, out: Any, ctx: JobContext) -> int:
    """Run one of the commands."""
    if args.command == "history":
        _history(store, args, out)
        return 0
    word = "撤销" if args.command == "undo" else "重做"
    step, _ = undo(store, args.operation) if args.command == "undo" else redo(store)
    if step is None:
        out.result({"operation": None, "rows": 0}, f"没有可以{word}的步骤。")
    else:
        value = {"operation": step.id, "target": step.target, "label": step.label,
                 "rows": step.rows}  # fmt: skip
        out.result(value, f"已{step.label}({step.rows} 条记录)。")
    return 0


def _history(store: Store, args: argparse.Namespace, out: Any) -> None:
    if args.record:
        changes = record_history(store, args.record)
        value = [
            {"operation": c.operation.id, "label": c.operation.label, "at": c.operation.at,
             "who": c.operation.who, "table": c.table, "before": c.before, "after": c.after}
            for c in changes
        ]  # fmt: skip
        lines = [f"{c.operation.at}  {c.operation.who}  {c.operation.label}" for c in changes]
        out.result(value, "\n".join(lines) or "没有这条记录的历史。")
        return
    listed = operations(store, limit=args.limit)
    value = [{**asdict(o), "operation": o.id} for o in listed]
    lines = [
        f"{o.at}  {o.who}  {o.label}({o.rows} 条){' 已撤销' if o.undone else ''}  {o.id}"
        for o in listed
    ]
    out.result(value, "\n".join(lines) or "还没有任何操作。")
