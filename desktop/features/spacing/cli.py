"""Command: spacing."""

from __future__ import annotations

import argparse
from typing import Any

from db import Store
from desktop.core.job import JobContext
from desktop.features.spacing.limits import limits, save_limits
from desktop.features.spacing.results import recorded_subjects, spacing_results
from desktop.features.spacing.rules import chainage_text, metres_text
from desktop.features.spacing.types import RoadResult

NAMES = ("spacing",)


def add_parser(sub: Any) -> None:
    """Declare the command."""
    spacing = sub.add_parser("spacing", help="间距核算：各路结果(list),或限值(limits)")
    spacing.add_argument("action", choices=("list", "limits"), help="列出什么")
    spacing.add_argument("--subject", help="只核算这一项，如 公益广告；默认全部已录入的")
    spacing.add_argument("--set", nargs=3, metavar=("项目", "等级", "米"), dest="setting",
                         help="与 limits 同用：改一个限值；米写成空 '' 恢复默认")  # fmt: skip


def run(store: Store, args: argparse.Namespace, out: Any, ctx: JobContext) -> int:
    """Judge the roads, or show and set the limits."""
    if args.action == "limits":
        if args.setting:
            subject, class_, metres = args.setting
            save_limits(store, subject, {class_: metres})
        listed = limits(store)
        lines = [
            f"{item.subject}  {item.class_}  每 {metres_text(item.most_m)} 米  ({item.source})"
            for item in listed
        ]
        out.result(listed, "\n".join(lines))
        return 0
    wanted = (args.subject,) if args.subject else recorded_subjects(store)
    results = [result for subject in wanted for result in spacing_results(store, subject)]
    words = "\n".join(map(_as_text, results)) or "还没有录入里程。"
    out.result([as_json(result) for result in results], words)
    return 0


def as_json(result: RoadResult) -> dict[str, Any]:
    """Return a result as the command line names it for programs."""
    return {
        "id": result.id, "road": result.road, "class": result.class_,
        "length_m": result.length_m, "subject": result.subject, "limit_m": result.limit_m,
        "marks": result.mark_count, "longest_m": result.longest_m, "over": result.over,
        "needed": result.needed, "state": result.state, "notes": result.notes,
        "gaps": [
            {"start_m": gap.start_m, "end_m": gap.end_m, "length_m": gap.length_m,
             "over": gap.over, "add_at": gap.add_at}
            for gap in result.gaps
        ],
    }  # fmt: skip


def _as_text(result: RoadResult) -> str:
    longest = "" if result.longest_m is None else f"最长 {metres_text(result.longest_m)} 米"
    lines = [
        f"{result.state}  {result.subject}  {result.road}  {result.class_}  "
        f"{result.mark_count} 处  {longest}"
    ]
    for gap in result.gaps:
        if gap.over:
            places = "、".join(map(chainage_text, gap.add_at))
            lines.append(
                f"  {chainage_text(gap.start_m)} 至 {chainage_text(gap.end_m)}"
                f" 相距 {metres_text(gap.length_m)} 米，补在 {places}"
            )
    return "\n".join([*lines, *(f"  {note}" for note in result.notes)])
