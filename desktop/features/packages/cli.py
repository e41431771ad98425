"""Commands: package build, package verify, store verify."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from db import Store
from desktop.core.job import JobContext
from desktop.core.text import show_bidi
from desktop.features.packages.build import build_package
from desktop.features.packages.checking import check_files, check_package
from desktop.features.packages.gate import Order, Override, find_hits
from desktop.features.packages.source import read_tree, read_window
from desktop.features.packages.types import Built, Checked, Choice, LeftOut, Tree

NAMES = ("package", "store")


def add_parser(sub: Any) -> None:
    """Declare the commands."""
    package = sub.add_parser("package", help="打包申报材料，核对包")
    verbs = package.add_subparsers(dest="verb", metavar="做什么", required=True)
    build = verbs.add_parser("build", help="把已归位的材料打成包")
    build.add_argument("outdir", type=Path, help="写到哪个文件夹(里面新建包的文件夹)")
    build.add_argument("--edition", default="", help="测评体系版本，默认当前版本")
    build.add_argument("--round-window", default="", metavar="起..止",
                       help="只要这段日期的材料，如 2025-09-01..2026-08-31")  # fmt: skip
    build.add_argument("--only-passed", action="store_true", help="只要审核通过的材料")
    build.add_argument("--volume", default="", choices=("650M", "4G", "none"),
                       help="打成压缩包：每卷上限，none 为不分卷；不写则是文件夹")  # fmt: skip
    build.add_argument("--name", default="", help="包名")
    build.add_argument("--rule", default="", help="文件命名规则，如 {序号}_{材料项}_{名称}")
    build.add_argument(
        "--take-rest", action="store_true", help="有文件丢失或被改动时，其余照常打包"
    )
    build.add_argument("--pass-by", default="", metavar="姓名", help="个人信息放行人")
    build.add_argument("--pass-reason", default="", metavar="理由", help="个人信息放行理由")
    build.add_argument("--dry-run", action="store_true", help="只看会打成什么样")
    check = verbs.add_parser("verify", help="核对包(文件夹或压缩包)，列出全部问题")
    check.add_argument("path", type=Path, help="包的文件夹或任一压缩包")
    store = sub.add_parser("store", help="核对工作区的材料库")
    inner = store.add_subparsers(dest="verb", metavar="做什么", required=True)
    inner.add_parser("verify", help="逐个核对存的文件：被改动、丢失、没有登记")


def needs_no_store(args: argparse.Namespace) -> bool:
    """Tell whether a command works on any PC, without a workspace."""
    return bool(args.command == "package" and args.verb == "verify")


def run(store: Store | None, args: argparse.Namespace, out: Any, ctx: JobContext) -> int:
    """Run one of the commands."""
    if args.command == "package" and args.verb == "verify":
        return _say(out, check_package(ctx, args.path), "包")
    assert store is not None
    if args.command == "store":
        return _say(out, check_files(ctx, store), "材料库")
    choice = Choice(args.edition, read_window(args.round_window), args.only_passed, args.rule,
                    args.name, args.volume)  # fmt: skip
    tree = read_tree(store, choice)
    if args.dry_run:
        out.result(_tree_json(tree), _tree_text(tree))
        return 0
    ids = tuple(dict.fromkeys(file.material.document_id for file in tree.files))
    is_passed = args.pass_by or args.pass_reason
    override = Override(args.pass_by, args.pass_reason) if is_passed else None
    order = Order(choice, find_hits(ctx, store, ids), override, args.take_rest)
    built, _ = build_package(ctx, store, args.outdir, order)
    out.result(_built_json(built), _built_text(built))
    return 0


def _say(out: Any, checked: Checked, word: str) -> int:
    faults = [{"kind": f.kind, "where": f.where, "what": f.what} for f in checked.faults]
    value = {"ok": checked.is_whole, "faults": faults, "notes": list(checked.notes),
             "files": checked.files, "bytes": checked.bytes}  # fmt: skip
    lines = [f"{word}完好：{checked.files} 份文件，{checked.bytes:,} 字节，逐个核对无误。"]
    if faults:
        lines = [f"{word}有 {len(faults)} 处问题(共 {checked.files} 份文件)："]
        lines += [f"  {show_bidi(str(fault))}" for fault in checked.faults]
    lines += [f"  提示：{show_bidi(note)}" for note in checked.notes]
    out.result(value, "\n".join(lines))
    return 0 if checked.is_whole else 3


def _left_json(left_out: tuple[LeftOut, ...]) -> list[dict[str, str]]:
    return [{"document_id": item.document_id, "name": item.name, "code": item.code,
             "why": item.why} for item in left_out]  # fmt: skip


def _tree_json(tree: Tree) -> dict[str, Any]:
    return {
        "name": tree.name, "items": len(tree.items), "bare": tree.bare,
        "bytes": tree.bytes, "left_out": _left_json(tree.left_out),
        "files": [
            {"path": file.path, "name": file.material.name, "code": item.standard.code,
             "bytes": file.material.bytes, "sha256": file.material.sha256}
            for item in tree.items for file in item.files
        ],
    }  # fmt: skip


def _tree_text(tree: Tree) -> str:
    lines = [f"{tree.name}：{len(tree.items)} 条测评标准，{len(tree.files)} 份材料，"
             f"{tree.bytes:,} 字节；{tree.bare} 条还没有材料。"]  # fmt: skip
    lines += [f"  {file.path}" for file in tree.files]
    return "\n".join([*lines, *_left_text(tree.left_out)])


def _left_text(left_out: tuple[LeftOut, ...]) -> list[str]:
    return [f"  没有打包 {item.code} {show_bidi(item.name)}：{item.why}" for item in left_out]


def _built_json(built: Built) -> dict[str, Any]:
    return {
        "folder": built.folder, "name": built.name, "files": built.files, "bytes": built.bytes,
        "manifest_sha256": built.manifest_sha256, "volumes": list(built.volumes),
        "left_out": _left_json(built.left_out), "missing_glyphs": list(built.missing_glyphs),
    }  # fmt: skip


def _built_text(built: Built) -> str:
    lines = [f"打好了：{built.folder}", f"  {built.files} 份材料，{built.bytes:,} 字节"]
    lines += [f"  {path.name}" for path in built.volumes]
    if built.missing_glyphs:
        lines.append(f"  字体里没有的字，已印成编码：{''.join(built.missing_glyphs)}")
    return "\n".join([*lines, *_left_text(built.left_out)])
