"""Commands: window, dryrun, exempt, review, link."""

from __future__ import annotations

import argparse
from collections.abc import Container, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from db import Store
from desktop.core.clock import today
from desktop.core.errors import UserError
from desktop.core.job import JobContext
from desktop.core.typed_date import read_date
from desktop.features.dossier.checks import DOUBTFUL, REFUSED, dry_run
from desktop.features.dossier.exemptions import exempt, exemption_rows, withdraw
from desktop.features.dossier.fact_dates import find_dates
from desktop.features.dossier.limits import TITLES, save_limits, slot_kinds
from desktop.features.dossier.reviewing import find_documents, replace_file, return_slips
from desktop.features.dossier.window import (
    Move,
    Window,
    WindowRow,
    set_window,
    try_window,
    window_before,
    window_of,
    window_rows,
)
from desktop.features.evidence import (
    link_documents,
    return_reasons,
    review_documents,
    slot_rows,
)
from desktop.features.frameworks import find_code
from desktop.features.visits import find_round

NAMES = ("window", "dryrun", "exempt", "review", "link")


def add_parser(sub: Any) -> None:
    """Declare the commands."""
    window = sub.add_parser("window", help="时限窗：认日期(dates),期外材料(list),改月份(move)")
    window.add_argument("action", choices=("list", "dates", "move"), nargs="?", default="list",
                        help="list 列出期外和没有日期的；dates 认日期；move 改窗")  # fmt: skip
    window.add_argument("--test-month", metavar="2026-09", help="测评月份：窗是它前面 12 个月")
    window.add_argument("--from", dest="starts", metavar="日期", help="起日")
    window.add_argument("--to", dest="ends", metavar="日期", help="止日")
    window.add_argument("--round", dest="round_name", help="轮次名称或编号；默认全工作区")
    window.add_argument("--apply", action="store_true", help="与 move 同用：改掉；否则只看")
    dryrun = sub.add_parser("dryrun", help="试报送：逐份检查，列出会被拒收和要再看的")
    dryrun.add_argument("--round", dest="round_name", help="按这一轮的时限窗；默认全工作区")
    keys = "，".join(f"{key} {title}" for key, title in TITLES.items())
    dryrun.add_argument("--limit", nargs=3, metavar=("材料项", "限值", "值"),
                        help=f"先改一个限值再试：{keys}")  # fmt: skip
    dryrun.add_argument("--source", default="", help="与 --limit 同用：依据哪份通知")
    _add_exempt(sub)
    _add_review(sub)


def _add_exempt(sub: Any) -> None:
    command = sub.add_parser("exempt", help="放行：列出(list)、放行(add)、取消放行(withdraw)")
    command.add_argument("action", choices=("list", "add", "withdraw"), nargs="?", default="list",
                         help="add 放行试报送的一处；withdraw 取消放行")  # fmt: skip
    command.add_argument("ids", nargs="*",
                         help="add：dryrun --json 里的 key；withdraw：list 里的 id")  # fmt: skip
    command.add_argument("--who", default="", help="与 add 同用：放行人")
    command.add_argument("--reason", default="", help="理由")


def _add_review(sub: Any) -> None:
    review = sub.add_parser("review", help="审核：通过、退回(写原因)、改回待审、换文件")
    review.add_argument("action", choices=("pass", "return", "pending", "replace", "list"),
                        help="pass 通过；return 退回；replace 换文件；list 列出退回的")  # fmt: skip
    review.add_argument("documents", nargs="*", help="材料的 id 或文件名")
    reasons = {reason.code: reason.text for reason in return_reasons()}
    words = "，".join(f"{code} {text}" for code, text in reasons.items())
    review.add_argument("--reason", default="", choices=list(reasons), help=f"退回原因：{words}")
    review.add_argument("--text", default="", help="补充说明")
    review.add_argument("--who", default="", help="审核人；默认登录名")
    review.add_argument("--file", type=Path, help="与 replace 同用：新文件")
    link = sub.add_parser("link", help="把材料归到一条测评标准的材料项")
    link.add_argument("documents", nargs="+", help="材料的 id 或文件名")
    link.add_argument("--code", required=True, help="编号，如 Ⅱ-3-2)")
    link.add_argument("--kind", help="材料项，如 说明报告；只有一项时可不写")


def run(store: Store, args: argparse.Namespace, out: Any, ctx: JobContext) -> int:
    """Do one of the commands."""
    return _RUN[args.command](store, args, out, ctx)


def _dryrun(store: Store, args: argparse.Namespace, out: Any, ctx: JobContext) -> int:
    """Return 3 where something would be refused."""
    round_id = find_round(store, args.round_name).id if args.round_name else ""
    if args.limit:
        _set_limit(store, args)
    trial = dry_run(ctx, store, round_id=round_id)
    refused, doubtful = trial.count(REFUSED), trial.count(DOUBTFUL)
    words = [f"看了 {trial.documents} 份材料：{REFUSED} {refused} 处，{DOUBTFUL} {doubtful} 处。"]
    words += [f"  {r.grade}  {r.code}  {r.name}  {r.where}  {r.rule}：{r.what}" for r in trial.rows]
    out.result({"documents": trial.documents, "refused": refused, "doubtful": doubtful,
                "rows": trial.rows}, "\n".join(words))  # fmt: skip
    return 3 if refused else 0


def _exempt(store: Store, args: argparse.Namespace, out: Any, ctx: JobContext) -> int:
    if args.action == "list":
        rows = exemption_rows(store)
        lines = [f"{r.id}  {r.kind}  {r.what}  {r.documents}  {r.who}：{r.reason}" for r in rows]
        out.result(rows, "\n".join(lines) or "没有放行过。")
        return 0
    if args.action == "withdraw":
        _refuse_unknown(args.ids, {row.id for row in exemption_rows(store)})
        count, _ = withdraw(store, args.ids, reason=args.reason)
        out.result({"withdrawn": count}, f"已取消放行 {count} 处，下次试报送会再列出来。")
        return 0
    found = {row.key: row for row in dry_run(ctx, store).rows if row.exemption}
    _refuse_unknown(args.ids, set(found))
    for row in map(found.__getitem__, args.ids):
        exempt(store, row.exemption, row.key, who=args.who, reason=args.reason)
    out.result({"exempted": len(args.ids)}, f"已放行 {len(args.ids)} 处，以后不再提。")
    return 0


def _refuse_unknown(ids: Sequence[str], known: Container[str]) -> None:
    unknown = [one for one in ids if one not in known]
    if unknown or not ids:
        raise UserError(f"没有这一处：{'、'.join(unknown) or '没有写是哪一处'}。",
                        "没有改动。放行过的见 exempt list，可放行的见 dryrun 的 key。")  # fmt: skip


def _set_limit(store: Store, args: argparse.Namespace) -> None:
    kind, key, value = args.limit
    if kind not in slot_kinds(store) or key not in TITLES:
        raise UserError(f"没有“{kind}”的限值“{key}”。", "限值没有改动。")
    save_limits(store, kind, {key: value, **({"source": args.source} if args.source else {})})


def _review(store: Store, args: argparse.Namespace, out: Any, ctx: JobContext) -> int:
    if args.action == "list":
        slips = return_slips(store)
        lines = [f"{slip.unit}  {line.code}  {line.name}  第 {line.times} 次  {line.reason}"
                 for slip in slips for line in slip.lines]  # fmt: skip
        out.result(slips, "\n".join(lines) or "没有退回的材料。")
        return 0
    ids = find_documents(store, args.documents)
    if not ids:
        raise UserError("没有说是哪份材料。", "没有改动。请写材料的 id 或文件名。")
    if args.action == "replace":
        if args.file is None or len(ids) != 1:
            raise UserError("换文件要写一份材料和 --file。", "没有改动。")
        revision, _ = replace_file(ctx, store, ids[0], args.file)
        out.result(revision, f"已换成第 {revision.number} 版，回到待审。")
        return 0
    verdict = {"pass": "passed", "return": "returned", "pending": "pending"}[args.action]
    count, _ = review_documents(
        store, ids, verdict, reason=args.reason, text=args.text, who=args.who
    )
    out.result({"changed": count}, f"已改 {count} 处。")
    return 0


def _link(store: Store, args: argparse.Namespace, out: Any, ctx: JobContext) -> int:
    ids = find_documents(store, args.documents)
    wanted = find_code(args.code)
    slots = [
        slot for slot in slot_rows(store).all()
        if wanted and find_code(slot.code) == wanted and args.kind in (None, slot.kind)
    ]  # fmt: skip
    if len(slots) != 1:
        offered = "、".join(slot.kind for slot in slots) or "没有"
        raise UserError(
            f"编号“{args.code}”的材料项不止一个或没有：{offered}。", "没有归位。请加上 --kind。"
        )
    count, _ = link_documents(store, ids, slots[0].id)
    out.result({"linked": count, "slot": slots[0].id},
               f"归位 {count} 份到 {slots[0].code} {slots[0].kind}。")  # fmt: skip
    return 0


def _window(store: Store, args: argparse.Namespace, out: Any, ctx: JobContext) -> int:
    round_id = find_round(store, args.round_name).id if args.round_name else ""
    if args.action == "dates":
        return _dates(store, out, ctx)
    if args.action == "move":
        return _move(store, args, out, round_id)
    window = window_of(store, round_id)
    rows = window_rows(store, window)
    counts = {
        state: sum(row.state == state for row in rows) for state in ("期内", "期外", "没有日期")
    }
    words = [f"时限窗 {window or '未定'}：" + "，".join(f"{k} {v} 份" for k, v in counts.items())]
    words += [_line(row) for row in rows if row.state != "期内"]
    out.result({"window": _pair(window), "counts": counts,
                "documents": [as_json(row) for row in rows]}, "\n".join(words))  # fmt: skip
    return 0


def _dates(store: Store, out: Any, ctx: JobContext) -> int:
    found, _ = find_dates(ctx, store)
    known = [item for item in found if item.best]
    doubtful = [item for item in known if item.best and not item.best.certain]
    data = [
        {"id": item.document_id, "name": item.name, "contradictory": item.is_contradictory,
         "found": item.found}
        for item in found
    ]  # fmt: skip
    words = (
        f"{len(found)} 份材料，认出日期 {len(known)} 份，其中 {len(doubtful)} 份要再看；"
        f"没有日期 {len(found) - len(known)} 份。"
    )
    out.result(data, words)
    return 0


def _move(store: Store, args: argparse.Namespace, out: Any, round_id: str) -> int:
    wanted = _wanted(args)
    move = try_window(store, wanted, round_id)
    if args.apply:
        set_window(store, wanted, round_id)
    data = {
        "former": _pair(move.former), "new": _pair(move.new), "applied": args.apply,
        "falls_out": [as_json(row) for row in move.falls_out],
        "comes_in": [as_json(row) for row in move.comes_in],
    }  # fmt: skip
    out.result(data, _move_text(move, applied=args.apply))
    return 0


def _wanted(args: argparse.Namespace) -> Window:
    if args.test_month:
        try:
            return window_before(date.fromisoformat(f"{args.test_month}-01"))
        except ValueError as error:
            raise UserError(f"“{args.test_month}”不是月份。", "请写成 2026-09。") from error
    if not args.starts or not args.ends:
        raise UserError("没有说改成哪个窗。", "请给 --test-month，或同时给 --from 和 --to。")
    return Window(read_date(args.starts, today()), read_date(args.ends, today()))


def _move_text(move: Move, *, applied: bool) -> str:
    head = f"时限窗 {move.former or '未定'} → {move.new}" + (
        "，已改。" if applied else "，还没有改。"
    )
    lines = [head, f"掉出去 {len(move.falls_out)} 份："]
    lines += [_line(row) for row in move.falls_out]
    lines.append(f"补进来 {len(move.comes_in)} 份：")
    return "\n".join([*lines, *(_line(row) for row in move.comes_in)])


def as_json(row: WindowRow) -> dict[str, Any]:
    """Return a document's place as the command line prints it for programs."""
    return {
        "id": row.id, "name": row.name, "unit": row.unit, "codes": row.codes,
        "day": row.day and row.day.isoformat(), "source": row.source, "certain": row.certain,
        "state": row.state, "path": row.source_path,
    }  # fmt: skip


def _pair(window: Window | None) -> list[str] | None:
    return [window.starts.isoformat(), window.ends.isoformat()] if window else None


def _line(row: WindowRow) -> str:
    doubt = "" if row.certain or not row.day else "，要再看"
    day = f"{row.day}（{row.source}{doubt}）" if row.day else "没有日期"
    return f"  {row.state}  {row.name}  {day}  {'、'.join(row.codes)}"


_RUN = {"window": _window, "dryrun": _dryrun, "exempt": _exempt, "review": _review, "link": _link}
