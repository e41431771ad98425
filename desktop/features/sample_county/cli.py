"""Commands: init, demo: the ones that make a workspace."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.core.job import JobContext
from desktop.features.exchange import kind_of
from desktop.features.sample_county.jobs import make_demo
from desktop.features.workspace import create_workspace

NAMES = ("init", "demo")


def add_parser(sub: Any) -> None:
    """Declare the commands."""
    init = sub.add_parser("init", help="新建工作区")
    init.add_argument("folder", type=Path, help="空文件夹")
    init.add_argument("--county", required=True, help="县(市、区)名称")
    init.add_argument("--test-date", default="", help="测评日期，如 2026-12-10")
    demo = sub.add_parser("demo", help="建示例县，并写出检查表和准备度报告")
    demo.add_argument("folder", type=Path, help="空文件夹")


def run(args: argparse.Namespace, out: Any, ctx: JobContext) -> int:
    """Make a workspace."""
    if args.command == "init":
        create_workspace(args.folder, county=args.county, test_date=args.test_date).close()
        value = {"workspace": args.folder, "county": args.county}
        out.result(value, f"已新建“{args.county}”的工作区：{args.folder}")
        return 0
    made = make_demo(ctx, args.folder)
    value = {
        "workspace": made.folder,
        "imports": [{"kind": r.kind, "added": r.added, "problems": len(r.problems),
                     "skipped": len(r.skipped)} for r in made.imports],
        "documents": len(made.materials.added),
        "unmatched": sum(not item.codes for item in made.materials.added),
        "skipped": [item.path for item in made.materials.skipped],
        "sheets": {"file": made.sheets.file, "pages": made.sheets.pages},
        "report": {"file": made.report.file, "pages": made.report.pages},
    }  # fmt: skip
    lines = [f"示例县建好了：{made.folder}"]
    lines += [
        f"  导入{kind_of(r.kind).title} {r.added} 条，"
        f"提示 {len(r.problems)} 处，跳过 {len(r.skipped)} 处"
        for r in made.imports
    ]
    lines += [
        f"  收进材料 {len(made.materials.added)} 份，其中未归位 {value['unmatched']} 份",
        f"  检查表 {made.sheets.pages} 页：{made.sheets.file}",
        f"  准备度报告 {made.report.pages} 页：{made.report.file}",
        f"打开窗口:yingjian -w {made.folder}",
    ]
    out.result(value, "\n".join(lines))
    return 0
