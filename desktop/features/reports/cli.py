"""Commands: sheets, report."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from db import Store
from desktop.core.errors import UserError
from desktop.core.job import JobContext
from desktop.features.findings import make_bulletin
from desktop.features.reports import card_commands
from desktop.features.reports.finding_jobs import print_bulletin
from desktop.features.reports.jobs import DOCUMENTS, print_sheets, print_tasks
from desktop.features.reports.round_jobs import ROUND_DOCUMENTS, RoundChoice
from desktop.features.reports.sources import SheetChoice, heading
from desktop.features.reports.types import Printed

NAMES = ("sheets", "report", "cards")


def add_parser(sub: Any) -> None:
    """Declare the commands."""
    sheets = sub.add_parser("sheets", help="打印实地考察操作表(PDF)")
    sheets.add_argument("file", type=Path, help="写到哪个 PDF")
    sheets.add_argument("--type", action="append", default=[], help="只打这种点位类型，可多次")
    sheets.add_argument("--street", action="append", default=[], help="只打这个街道，可多次")
    sheets.add_argument("--point", action="extend", nargs="+", default=[], help="点位名称或编号")
    sheets.add_argument("--date", type=date.fromisoformat, help="考察日期，如 2026-08-31")
    sheets.add_argument("--team", default="", help="组别")
    sheets.add_argument("--by", choices=("type", "street", "team"), help="按什么装订")
    sheets.add_argument("--round", default="", help="只打这一轮的点位(名称或序号)，按组装订")
    sheets.add_argument("--only-team", action="append", default=[], help="只打这一组，可多次")
    sheets.add_argument("--blank-lines", type=int, default=3, choices=range(11), metavar="N",
                        help="留几行空白补充行，默认 3")  # fmt: skip
    sheets.add_argument("--two-sided", action="store_true", help="双面打印，每张表从正面开始")
    report = sub.add_parser("report", help="打印报告:准备度、一页通、任务清单、考察情况、通报……")
    report.add_argument("name", choices=(*DOCUMENTS, *ROUND_DOCUMENTS), help="哪种报告")
    report.add_argument(
        "file", type=Path, help="写到哪个 PDF;通报、一页通可用 .docx,任务清单可用 .xlsx 或夹"
    )
    report.add_argument("--round", default="", help="哪一轮(visits、draws、map 要写)")
    report.add_argument("--against", default="", help="与哪一轮比较")
    report.add_argument("--paper", choices=("A4", "A3"), default="A4", help="草图的纸张")
    report.add_argument("--number", default="", help="通报：第几期，默认最新一期")
    for name, key, words in (("--from", "from_", "督查开始日期"), ("--to", "to", "督查结束日期"),
                             ("--cut-off", "cut_off", "整改统计截至，默认结束日期")):  # fmt: skip
        report.add_argument(name, type=date.fromisoformat, dest=key, help=f"新一期通报：{words}")
    card_commands.add_parser(sub)
    report.add_argument("--unit", action="append", default=[], help="任务清单只要这个单位，可多次")


def run(store: Store, args: argparse.Namespace, out: Any, ctx: JobContext) -> int:
    """Print."""
    if args.command == "sheets":
        choice = SheetChoice(
            tuple(args.type), tuple(args.street), tuple(args.point), args.date, args.team,
            args.by or ("team" if args.round else "type"), args.two_sided, args.round,
            tuple(args.only_team), args.blank_lines,
        )  # fmt: skip
        printed = print_sheets(ctx, store, args.file, choice)
    elif args.command == "cards":
        made = card_commands.run(store, args, out, ctx)
        if made is None:
            return 0
        printed = made
    elif args.name in ROUND_DOCUMENTS:
        if not args.round:
            raise UserError("没有说是哪一轮。", "没有生成文件。请加上 --round 名称或序号。")
        about = RoundChoice(args.round, args.against, args.paper)
        printed = ROUND_DOCUMENTS[args.name](ctx, store, args.file, about)
    elif args.name == "bulletin":
        printed = print_bulletin(ctx, store, args.file, _bulletin(store, args))
    elif args.name == "tasks":
        printed = print_tasks(ctx, store, args.file, units=tuple(args.unit))
    else:
        printed = DOCUMENTS[args.name](ctx, store, args.file)
    cut_off = heading(store).cut_off.isoformat(timespec="seconds")
    out.result(as_json(printed, cut_off), as_text(printed))
    return 0


def _bulletin(store: Store, args: argparse.Namespace) -> str:
    """Return which bulletin to print, made first where a period is given."""
    if args.from_ is None and args.to is None:
        return str(args.number)
    if args.from_ is None or args.to is None:
        raise UserError("新一期通报要同时给出 --from 和 --to。", "没有生成通报。")
    bulletin, _ = make_bulletin(store, args.from_, args.to, args.cut_off or args.to)
    return bulletin.id


def as_json(printed: Printed, cut_off: str) -> dict[str, Any]:
    """Return a print as the command line names it for programs."""
    return {
        "file": printed.file, "pages": printed.pages, "cut_off": cut_off,
        "missing_glyphs": [
            {"character": g.character, "code_point": g.code_point, "where": g.where}
            for g in printed.missing_glyphs
        ],
    }  # fmt: skip


def as_text(printed: Printed) -> str:
    """Return a print as the command line names it for people."""
    pages = f"，{printed.pages} 页" if printed.pages else ""
    lines = [f"已生成 {printed.file}{pages}。"]
    for glyph in printed.missing_glyphs:
        lines.append(
            f"  字体里没有“{glyph.character}”({glyph.code_point}),在{glyph.where}；已印成编码"
        )
    return "\n".join(lines)
