"""Commands: findings list, findings step, findings add."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from db import Store
from db.tables.findings import FindingRow
from desktop.core.errors import UserError
from desktop.core.job import JobContext
from desktop.features.findings.rules import STATES, STEPS
from desktop.features.findings.service import finding_rows, note_finding
from desktop.features.findings.steps import StepInput, take_step

NAMES = ("findings",)


def add_parser(sub: Any) -> None:
    """Declare the command."""
    parser = sub.add_parser(
        "findings", help="问题台账：list 列出，step 办一步，add 登记(导入用 import findings)"
    )
    parser.add_argument("action", choices=("list", "step", "add"), help="做什么")
    steps = "、".join(f"{rule.name}={rule.title}" for rule in STEPS.values())
    parser.add_argument("words", nargs="*", metavar="…",
                        help=f"step:办哪一步({steps})和问题编号；add:问题内容")  # fmt: skip
    parser.add_argument("--state", choices=tuple(STATES.values()), help="只列这种状态")
    parser.add_argument("--unit", action="append", default=[], help="责任单位，可多次")
    parser.add_argument("--street", help="只列这个街道；登记时是所在街道")
    parser.add_argument("--late", action="store_true", help="只列逾期的")
    parser.add_argument("--point", default="", help="登记：点位名称或地点")
    parser.add_argument("--class", dest="class_", default="", help="登记：问题类别")
    parser.add_argument("--who", default="", help="谁办的(单位或姓名)")
    parser.add_argument("--text", default="", help="说明、原因或方案")
    parser.add_argument("--on", type=date.fromisoformat, help="办理日期，默认今天")
    parser.add_argument("--due", type=date.fromisoformat, help="整改时限，如 2026-06-10")
    parser.add_argument("--photo", type=Path, action="append", default=[], help="照片，可多张")


def run(store: Store, args: argparse.Namespace, out: Any, ctx: JobContext) -> int:
    """Run it."""
    {"list": _list, "step": _step, "add": _add}[args.action](store, args, out)
    return 0


def _list(store: Store, args: argparse.Namespace, out: Any) -> None:
    rows = [
        row
        for row in finding_rows(store).all()
        if args.state in (None, row.state) and args.street in (None, row.street)
        and set(args.unit) <= set(row.units) and (not args.late or row.late == "逾期")
    ]  # fmt: skip
    lines = [_line(row) for row in rows]
    out.result([asdict(row) for row in rows], "\n".join([*lines, f"共 {len(rows)} 条。"]))


def _line(row: FindingRow) -> str:
    parts = (str(row.number), row.state, row.late, row.point, row.text, "、".join(row.units),
             f"时限 {row.due}" if row.due else "")  # fmt: skip
    return "  ".join(part for part in parts if part)


def _step(store: Store, args: argparse.Namespace, out: Any) -> None:
    name, *numbers = args.words or [""]
    titles = {rule.title: rule.name for rule in STEPS.values()}
    step = titles.get(name, name)
    said = StepInput(args.on, args.who, args.text, args.due, tuple(args.unit), tuple(args.photo))
    count, _ = take_step(store, _ids(store, numbers), step, said)
    value = {"step": step, "findings": count}
    out.result(value, f"{STEPS[step].title}：{count} 个问题。")


def _ids(store: Store, numbers: Sequence[str]) -> list[str]:
    known = {str(row.number): row.id for row in finding_rows(store).all()}
    unknown = [number for number in numbers if number not in known]
    if unknown or not numbers:
        what = f"没有这些问题：{'、'.join(unknown)}。" if unknown else "没有写问题编号。"
        raise UserError(what, "没有改动。编号见 findings list。")
    return [known[number] for number in numbers]


def _add(store: Store, args: argparse.Namespace, out: Any) -> None:
    values = {"text": " ".join(args.words), "point": args.point, "class_": args.class_,
              "found": args.on, "due": args.due, "street": args.street or "",
              "source": "手工登记"}  # fmt: skip
    if args.unit:
        values["units"] = args.unit
    finding, _ = note_finding(store, None, values)
    value = {"id": finding.id, "number": finding.number}
    out.result(value, f"已登记问题 {finding.number}。")
