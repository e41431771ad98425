"""Command: scans, with add, list, file."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from db import Store
from db.tables.visits import Scan, ScanRow
from desktop.core.job import JobContext
from desktop.core.text import show_bidi
from desktop.features.visits.scans import ScanResult, add_scans, file_scan, scan_rows

NAMES = ("scans",)


def add_parser(sub: Any) -> None:
    """Declare the command and its verbs."""
    parser = sub.add_parser("scans", help="检查表的扫描件和照片：收进、列出、手工归位")
    verbs = parser.add_subparsers(dest="verb", metavar="动作", required=True)
    add = verbs.add_parser("add", help="收进图片、PDF 或文件夹，按二维码归到检查表")
    add.add_argument("paths", nargs="+", type=Path, help="文件或文件夹")
    verbs.add_parser("list", help="列出收进的每一页，未归位的在前")
    file = verbs.add_parser("file", help="把一页手工归到一张检查表")
    file.add_argument("scan", help="列表里的 id")
    file.add_argument("number", help="检查表编号，如 03-0123-7")


def run(store: Store, args: argparse.Namespace, out: Any, ctx: JobContext) -> int:
    """Do what the verb says."""
    if args.verb == "add":
        result, _ = add_scans(ctx, store, args.paths)
        out.result(as_json(store, result), as_text(store, result))
    elif args.verb == "list":
        rows = scan_rows(store).all()
        out.result([asdict(row) for row in rows], _list_text(rows))
    else:
        scan, _ = file_scan(store, args.scan, args.number)
        row = _rows(store, [scan])[0]
        out.result(asdict(row), f"{show_bidi(row.name)} 已归到 {row.sheet_no} {row.point}。")
    return 0


def _rows(store: Store, scans: Sequence[Scan]) -> list[ScanRow]:
    wanted = {scan.id for scan in scans}
    return [row for row in scan_rows(store).all() if row.id in wanted]


def as_json(store: Store, result: ScanResult) -> dict[str, Any]:
    """Return the result as the command line prints it for programs."""
    return {
        "filed": [asdict(row) for row in _rows(store, result.filed)],
        "waiting": [asdict(row) for row in _rows(store, result.waiting)],
        "skipped": [asdict(item) for item in result.skipped],
        "known": result.known, "blank": result.blank, "operation": result.operation,
    }  # fmt: skip


def as_text(store: Store, result: ScanResult) -> str:
    """Return the result as the command line prints it for people."""
    lines = [result.summary]
    lines += [f"  未归位 {_line(row)}" for row in _rows(store, result.waiting)]
    lines += [f"  没有收进 {show_bidi(item.path)}：{item.why}" for item in result.skipped]
    return "\n".join(lines)


def _list_text(rows: Sequence[ScanRow]) -> str:
    return "\n".join(f"{row.id}  {row.state}  {_line(row)}" for row in rows) or "还没有扫描件。"


def _line(row: ScanRow) -> str:
    place = f"{row.sheet_no} {row.point}" if row.visit_id else row.reason
    return f"{show_bidi(row.name)} 第 {row.source_page} 页：{place}"
