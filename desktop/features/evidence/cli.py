"""Command: add."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from db import Store
from desktop.core.job import JobContext
from desktop.features.evidence.intake import Added, AddResult, add_paths

NAMES = ("add",)


def add_parser(sub: Any) -> None:
    """Declare the command."""
    parser = sub.add_parser("add", help="收进材料文件、文件夹或 zip,按编号归位")
    parser.add_argument("paths", nargs="+", type=Path, help="文件、文件夹或 zip")
    parser.add_argument("--code", help="指定编号，如 Ⅱ-3-2),不按路径认")


def run(store: Store, args: argparse.Namespace, out: Any, ctx: JobContext) -> int:
    """Take the files in."""
    result, _ = add_paths(ctx, store, args.paths, code=args.code)
    out.result(as_json(result), as_text(result))
    return 0


def as_json(result: AddResult) -> dict[str, Any]:
    """Return the result as the command line prints it for programs."""
    return {
        "added": len(result.added), "known": result.known,
        "matched": [
            {"path": a.path, "codes": a.codes, "reason": a.reason, "duplicate": a.is_duplicate}
            for a in result.added if a.codes
        ],
        "unmatched": [
            {"path": a.path, "proposed": a.proposed, "reason": a.reason,
             "duplicate": a.is_duplicate}
            for a in result.added if not a.codes
        ],
        "skipped": [{"path": s.path, "why": s.why} for s in result.skipped],
        "operation": result.operation,
    }  # fmt: skip


def as_text(result: AddResult) -> str:
    """Return the result as the command line prints it for people."""
    loose = [item for item in result.added if not item.codes]
    doubles = sum(item.is_duplicate for item in result.added)
    lines = [
        f"收进材料 {len(result.added)} 份：归位 {len(result.added) - len(loose)}，"
        f"未归位 {len(loose)}；"
        f"内容重复 {doubles}(只存一份);以前收过 {result.known}；没有收进 {len(result.skipped)}。"
    ]
    lines += [f"  未归位 {item.path}：{item.reason}{_proposed(item)}" for item in loose]
    lines += [f"  没有收进 {item.path}：{item.why}" for item in result.skipped]
    return "\n".join(lines)


def _proposed(item: Added) -> str:
    return f"({'、'.join(item.proposed)})" if item.proposed else ""
