"""Commands: import, export."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from db import Store
from desktop.core.errors import InputError, Problem
from desktop.core.job import JobContext
from desktop.features.exchange.service import (
    KINDS,
    apply_import,
    export_table,
    notes_as_json,
    preview_import,
)
from desktop.features.exchange.types import ImportPreview, ImportRequest, ImportResult

NAMES = ("import", "export", "answers")
_SHOWN = 30


def add_parser(sub: Any) -> None:
    """Declare the commands."""
    kinds = [kind.name for kind in KINDS]
    coming = sub.add_parser("import", help="导入表格(.xlsx .xls .csv .docx)")
    coming.add_argument("kind", choices=kinds, help="表的种类")
    coming.add_argument("file", type=Path, help="文件")
    coming.add_argument("--sheet", help="工作表名，默认自动找")
    coming.add_argument("--edition", help="测评体系版本，默认按表题里的年份")
    coming.add_argument("--round", help="检查结果属于哪一轮(名称或序号)，表里写明的除外")
    coming.add_argument("--dry-run", action="store_true", help="只预览，不导入")
    coming.add_argument("--good-only", action="store_true",
                        help="有错的行不导入，其余照常导入")  # fmt: skip
    answers = sub.add_parser("answers", help="检查结果：answers import 文件 --round 轮次")
    verbs = answers.add_subparsers(dest="verb", metavar="动作", required=True)
    results = verbs.add_parser("import", help="导入检查结果")
    results.add_argument("file", type=Path, help="文件")
    results.add_argument("--round", help="属于哪一轮(名称或序号)，表里写明的除外")
    results.add_argument("--sheet", help="工作表名，默认自动找")
    results.add_argument("--dry-run", action="store_true", help="只预览，不导入")
    results.set_defaults(kind="answers", edition=None, good_only=False)
    going = sub.add_parser("export", help="导出为 .xlsx,可以原样导回")
    going.add_argument("kind", choices=kinds, help="表的种类")
    going.add_argument("file", type=Path, help="写到哪个文件")
    going.add_argument("--edition", help="只导出这一版")


def run(store: Store, args: argparse.Namespace, out: Any, ctx: JobContext) -> int:
    """Run one of the commands."""
    if args.command == "export":
        count = export_table(store, args.kind, args.file, edition=args.edition)
        out.result({"file": args.file, "rows": count}, f"已导出 {count} 条：{args.file}")
        return 0
    request = ImportRequest(args.kind, args.file, sheet=args.sheet, edition=args.edition,
                            round=args.round)  # fmt: skip
    preview = preview_import(store, request, ctx=ctx)
    if args.dry_run:
        counts = (len(preview.added), len(preview.changed), len(preview.unchanged))
        result = ImportResult(args.kind, *counts, preview.skipped, preview.problems, None)
    elif preview.refused and not args.good_only:
        raise _refusal(preview)
    else:
        result, _ = apply_import(store, preview, ctx=ctx)
    out.result(_as_json(result), _as_text(result, preview, dry=args.dry_run))
    return 0


def _refusal(preview: ImportPreview) -> InputError:
    problems = [Problem(f"{note.sheet}!{note.cell}", note.text) for note in preview.refused]
    return InputError(
        f"“{preview.request.path.name}”有 {len(problems)} 行不能导入。", problems,
        "没有导入任何内容。请改好再导入，或加 --good-only 只导入其余的行。",
    )  # fmt: skip


def _as_json(result: ImportResult) -> dict[str, Any]:
    return {
        "kind": result.kind, "added": result.added, "changed": result.changed,
        "unchanged": result.unchanged, "removed": 0,
        "skipped": notes_as_json(result.skipped, "why"),
        "problems": notes_as_json(result.problems, "text"), "operation": result.operation,
    }  # fmt: skip


def _as_text(result: ImportResult, preview: ImportPreview, *, dry: bool) -> str:
    word = "预览(没有导入)" if dry else "已导入"
    lines = [
        f"{word}{preview.kind_title}：工作表“{preview.sheet}”，新增 {result.added},"
        f"变更 {result.changed}，不变 {result.unchanged}。"
    ]
    for title, notes in (("未导入", result.skipped), ("请核对", result.problems)):
        if notes:
            lines.append(f"{title} {len(notes)} 处:")
            lines += [f"  {n.sheet}!{n.cell} {n.text}" for n in notes[:_SHOWN]]
            if len(notes) > _SHOWN:
                lines.append(f"  ……还有 {len(notes) - _SHOWN} 处，用 --json 看全部")
    return "\n".join(lines)
