"""Commands: backup, backups, restore, verify, salvage, log."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from db import Store
from desktop import __version__
from desktop.core.errors import UserError
from desktop.core.job import JobContext
from desktop.core.log import last_lines, log_folder, versions
from desktop.core.paths import database
from desktop.features.backup.checking import verify_backup
from desktop.features.backup.encrypted import export_encrypted, open_encrypted
from desktop.features.backup.listing import list_backups
from desktop.features.backup.restoring import restore
from desktop.features.backup.salvaging import salvage
from desktop.features.backup.service import make_backup
from desktop.features.backup.types import BackupInfo

NAMES = ("backup",)
# These work where the workspace itself cannot be opened any more.
NAMES_WITHOUT_STORE = ("backups", "restore", "verify", "salvage", "log")
PASSWORD = "YINGJIAN_EXPORT_PASSWORD"


def add_parser(sub: Any) -> None:
    """Declare the commands."""
    making = sub.add_parser("backup", help="备份：复制、打开核对、写 SHA-256，最后命名")
    making.add_argument("--to", type=Path, help="备份到别的文件夹，如U盘；默认工作区的 backups")
    making.add_argument("--with-files", action="store_true", help="连材料原文件一起备份")
    making.add_argument("--encrypt", type=Path, metavar="文件.zip",
                        help=f"写成 AES-256 加密包；口令放在环境变量 {PASSWORD}")  # fmt: skip
    listing = sub.add_parser("backups", help="列出备份和每份里有什么")
    listing.add_argument("folder", nargs="?", type=Path, help="U盘或其他文件夹；默认工作区")
    back = sub.add_parser("restore", help="把一份备份恢复到新文件夹，原工作区不动")
    back.add_argument("backup", type=Path, help="备份文件夹，或加密包")
    back.add_argument("folder", type=Path, help="新文件夹")
    back.add_argument("--files-from", type=Path, help="从这个工作区取备份里没有的材料原文件")
    proof = sub.add_parser("verify", help="逐字节核对备份，并试恢复")
    proof.add_argument("backup", nargs="*", type=Path, help="备份文件夹；默认工作区的全部备份")
    saving = sub.add_parser("salvage", help="把坏工作区里还能读出的内容存到新文件夹")
    saving.add_argument("folder", type=Path, help="新文件夹")
    log = sub.add_parser("log", help="看程序的日志：版本、步骤和错误，没有人名和内容")
    log.add_argument("--lines", type=int, default=50, help="最后几行")


def run(store: Store, args: argparse.Namespace, out: Any, ctx: JobContext) -> int:
    """Make a backup."""
    if args.encrypt:
        password = os.environ.get(PASSWORD, "")
        info = export_encrypted(ctx, store, args.encrypt, password, with_files=args.with_files)
        words = f"已加密导出：{args.encrypt}({info.files_text})。口令丢失后谁也打不开。"
        out.result({**_as_json(info), "file": args.encrypt}, words)
        return 0
    info = make_backup(ctx, store, into=args.to, with_files=args.with_files)
    out.result(_as_json(info), f"备份好了：{info.folder}\n  {_line(info)}")
    return 0


def run_without_store(workspace: Path | None, args: argparse.Namespace, out: Any, ctx: Any) -> int:
    """Run a command that must work where the workspace is broken."""
    if args.command == "restore":
        return _restore(workspace, args, out, ctx)
    if args.command == "verify":
        return _verify(workspace, args, out, ctx)
    if args.command == "salvage":
        return _salvage(_given(workspace), args, out, ctx)
    if args.command == "log":
        lines = last_lines(args.lines)
        text = "\n".join(lines) or "还没有日志。"
        out.result(
            {"folder": log_folder(), "versions": versions(__version__), "lines": lines}, text
        )
        return 0
    place = args.folder or _given(workspace)
    found = list_backups(place)
    lines = [f"{info.folder.name}  {_line(info)}" for info in found]
    out.result([_as_json(info) for info in found], "\n".join(lines) or "没有备份。")
    return 0


def _restore(workspace: Path | None, args: argparse.Namespace, out: Any, ctx: JobContext) -> int:
    backup, near = args.backup, args.files_from or workspace
    if backup.is_file():
        password = os.environ.get(PASSWORD, "")
        backup = open_encrypted(ctx, backup, password, args.folder.parent)
    done = restore(ctx, backup, args.folder, files_from=near)
    value = {"workspace": done.folder, "counts": dict(done.counts), "files": done.files,
             "missing": done.missing}  # fmt: skip
    lines = [f"已恢复到：{done.folder}", f"  {'、'.join(f'{w} {n}' for w, n in done.counts)}",
             f"  材料原文件 {done.files} 个"]  # fmt: skip
    lines += [f"  缺文件：{name}" for name in done.missing]
    out.result(value, "\n".join(lines))
    return 0


def _verify(workspace: Path | None, args: argparse.Namespace, out: Any, ctx: JobContext) -> int:
    folders = args.backup or [info.folder for info in list_backups(_given(workspace))]
    faults = [(folder, fault) for folder in folders for fault in verify_backup(ctx, folder)]
    named = [{"where": f"{folder.name}/{p.where}", "what": p.what} for folder, p in faults]
    value = {"ok": not faults, "backups": len(folders), "faults": named}
    lines = [f"发现 {len(faults)} 处问题:", *(f"  {f.name}/{p}" for f, p in faults)]
    good = f"{len(folders)} 份备份逐字节核对、试恢复，全部完好。"
    out.result(value, "\n".join(lines) if faults else good if folders else "没有备份。")
    return 3 if faults else 0


def _salvage(workspace: Path, args: argparse.Namespace, out: Any, ctx: JobContext) -> int:
    done = salvage(ctx, workspace, args.folder)
    value = {"workspace": done.folder, "rows": done.rows, "files": done.files,
             "lost": [{"where": p.where, "what": p.what} for p in done.lost],
             "missing": done.missing}  # fmt: skip
    lines = [f"抢救到：{done.folder}，记录 {done.rows} 条，材料原文件 {done.files} 个。"]
    lines += [f"  丢失 {problem}" for problem in done.lost]
    lines += [f"  缺文件：{name}" for name in done.missing]
    out.result(value, "\n".join(lines))
    return 3 if done.lost or done.missing else 0


def _given(workspace: Path | None) -> Path:
    if workspace is None or not (workspace.is_dir() or database(workspace).exists()):
        raise UserError("没有指定工作区。", "请用 -w 文件夹。")
    return workspace


def _line(info: BackupInfo) -> str:
    return (
        f"{info.made_text} {info.kind_text}，{info.holds_text or '内容见恢复后'}；"
        f"{info.files_text}；最后一步：{info.last_step or '无'}"
    )


def _as_json(info: BackupInfo) -> dict[str, Any]:
    return {
        "folder": info.folder, "kind": info.kind, "made": info.made, "county": info.county,
        "counts": dict(info.counts), "with_files": info.files is not None, "files": info.files,
        "missing": info.missing, "last_step": info.last_step,
    }  # fmt: skip
