"""Command: window."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from db import Store
from desktop.core.clock import today
from desktop.core.errors import UserError
from desktop.core.job import JobContext
from desktop.core.typed_date import read_date
from desktop.features.dossier.fact_dates import find_dates
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
from desktop.features.visits import find_round

NAMES = ("window",)


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


def run(store: Store, args: argparse.Namespace, out: Any, ctx: JobContext) -> int:
    """Show or change the window, or look for the days of documents."""
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
