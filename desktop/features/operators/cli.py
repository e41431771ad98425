"""Command: operators."""

from __future__ import annotations

import argparse
import os
from typing import Any

from db import Store
from desktop.core.errors import UserError
from desktop.core.job import JobContext
from desktop.features.operators.service import (
    all_operators,
    has_password,
    reset_password,
    role_names,
    save_operator,
    set_password,
)

NAMES = ("operators",)
FRESH = "YINGJIAN_NEW_PASSWORD"


def add_parser(sub: Any) -> None:
    """Declare the command."""
    parser = sub.add_parser("operators", help="操作员：列出、新增、停用、设口令")
    steps = ("list", "add", "change", "password", "reset")
    parser.add_argument("what", nargs="?", default="list", choices=steps, help="做什么")
    parser.add_argument("name", nargs="?", default="", help="姓名")
    parser.add_argument("--role", choices=tuple(role_names()), help="角色：录入、审核、管理")
    parser.add_argument("--leave", action="store_true", help="停用(change)")


def run(store: Store, args: argparse.Namespace, out: Any, ctx: JobContext) -> int:
    """Run the command; passwords come from the environment, never from the command's words."""
    if args.what == "add":
        save_operator(store, None, name=args.name, role=args.role or "entry")
    elif args.what == "reset":
        reset_password(store, args.name)
    elif args.what != "list":
        _change(store, args)
    words = role_names()
    rows = [
        {"id": item.id, "name": item.name, "role": item.role, "active": item.active,
         "password": has_password(store, item)}
        for item in all_operators(store)
    ]  # fmt: skip
    lines = [
        f"{row['name']}  {words[str(row['role'])]}  {'有' if row['password'] else '无'}口令"
        f"{'' if row['active'] else '  已停用'}"
        for row in rows
    ]
    out.result(rows, "\n".join(lines) or "没有设操作员：谁打开都能改。")
    return 0


def _change(store: Store, args: argparse.Namespace) -> None:
    found = next((item for item in all_operators(store) if item.name == args.name), None)
    if found is None:
        raise UserError(f"没有这位操作员：{args.name}", "没有改动。")
    if args.what == "password":
        former = os.environ.get("YINGJIAN_PASSWORD", "")
        set_password(store, found.id, former=former, fresh=os.environ.get(FRESH, ""))
        return
    save_operator(
        store, found.id, name=found.name, role=args.role or found.role, active=not args.leave
    )
