"""Command: round, with new, list, points, draw, teams, answer, results, close."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from db import Store
from desktop.core.errors import UserError
from desktop.core.job import JobContext
from desktop.features.scoring import rounded
from desktop.features.visits.drawing import DrawOrder, draw_points, repeats
from desktop.features.visits.results import GROUPS, Results, Tally, change, percent, round_results
from desktop.features.visits.rounds import (
    RoundPlan,
    add_points,
    copy_round,
    find_round,
    not_visited,
    round_kinds,
    round_rows,
    save_round,
    set_round_state,
    visit_rows,
    with_open_findings,
)
from desktop.features.visits.teams import split_teams, team_plans

NAMES = ("round",)


def add_parser(sub: Any) -> None:
    """Declare the command and its verbs."""
    parser = sub.add_parser("round", help="检查轮次：新建、选点、抽点、分组、结果")
    verbs = parser.add_subparsers(dest="verb", metavar="动作", required=True)
    new = verbs.add_parser("new", help="新建一轮")
    new.add_argument("name", help="名称，如 七月自查")
    new.add_argument("--kind", default=round_kinds()[0], help="、".join(round_kinds()))
    new.add_argument("--starts", default="", help="开始日期，如 2026-07-06")
    new.add_argument("--ends", default="", help="结束日期")
    new.add_argument("--team", action="append", default=[], help="组别，可多次")
    new.add_argument("--edition", default="", help="测评体系版本，默认当前版本")
    new.add_argument("--copy", default="", help="照这一轮的点位和分组新建")
    verbs.add_parser("list", help="列出各轮")
    for name, words in (("points", "列出一轮的点位"), ("close", "结束一轮"), ("open", "重新打开")):
        verbs.add_parser(name, help=words).add_argument("round", help="名称或序号")
    _add_choosing(verbs)
    results = verbs.add_parser("results", help="一轮的结果")
    results.add_argument("round", help="名称或序号")
    results.add_argument("--by", choices=tuple(GROUPS), default="type", help="按什么汇总")
    results.add_argument("--against", default="", help="与哪一轮比较")


def _add_choosing(verbs: Any) -> None:
    add = verbs.add_parser("add", help="往一轮里加点位")
    add.add_argument("round", help="名称或序号")
    add.add_argument("--type", action="append", default=[], help="这种类型的全部点位，可多次")
    add.add_argument("--street", action="append", default=[], help="这个街道的全部点位，可多次")
    add.add_argument("--point", action="extend", nargs="+", default=[], help="点位名称或编号")
    add.add_argument("--not-visited", type=int, metavar="N", help="N 天没去过的点位")
    add.add_argument("--open-findings", action="store_true", help="有未销号问题的点位")
    drawn = verbs.add_parser("draw", help="随机抽点，同样的种子抽出同样的点位")
    drawn.add_argument("round", help="名称或序号")
    drawn.add_argument("--quota", action="append", default=[], metavar="类型=数量")
    drawn.add_argument("--around", action="append", default=[], metavar="类型=数量",
                       help="在每个固定点位周边抽")  # fmt: skip
    drawn.add_argument("--fixed", action="extend", nargs="+", default=[], help="固定点位名称或编号")
    drawn.add_argument(
        "--fixed-type", action="append", default=[], help="这种类型的点位都是固定点位"
    )
    drawn.add_argument("--radius", type=float, default=1000.0, help="周边半径(米)，500～2000")
    drawn.add_argument("--seed", default="", help="种子，空着自动取")
    drawn.add_argument("--rest-days", type=int, default=0, help="多少天内去过的少抽")
    drawn.add_argument("--rest-percent", type=int, default=100, help="去过的按百分之几抽")
    teams = verbs.add_parser("teams", help="分组并排路线")
    teams.add_argument("round", help="名称或序号")
    teams.add_argument("--teams", type=int, help="分成几组")
    teams.add_argument("--team", action="append", default=[], help="组别名称，可多次")


def run(store: Store, args: argparse.Namespace, out: Any, ctx: JobContext) -> int:
    """Run one of the verbs."""
    verbs: dict[str, Callable[[Store, argparse.Namespace, JobContext], tuple[Any, str]]] = {
        "new": _new, "list": _list, "points": _points, "add": _add, "draw": _draw,
        "teams": _teams, "results": _results, "close": _close, "open": _close,
    }  # fmt: skip
    value, text = verbs[args.verb](store, args, ctx)
    out.result(value, text)
    return 0


def _new(store: Store, args: argparse.Namespace, ctx: JobContext) -> tuple[Any, str]:
    plan = RoundPlan(args.name, args.kind, args.starts, args.ends, tuple(args.team), args.edition)
    made, _ = copy_round(store, args.copy, plan) if args.copy else save_round(store, None, plan)
    value = {"id": made.id, "number": made.number, "name": made.name, "kind": made.kind}
    return value, f"已新建第 {made.number} 轮“{made.name}”。"


def _list(store: Store, args: argparse.Namespace, ctx: JobContext) -> tuple[Any, str]:
    rows = round_rows(store).all()
    lines = [f"{r.number}  {r.name}  {r.kind}  {r.edition}  点位 {r.points}  已录 {r.done}"
             for r in rows]  # fmt: skip
    return rows, "\n".join([*lines, f"共 {len(rows)} 轮。"])


def _points(store: Store, args: argparse.Namespace, ctx: JobContext) -> tuple[Any, str]:
    item = find_round(store, args.round)
    rows = visit_rows(store, item.id).all()
    lines = [f"{r.sheet_no}  {r.team or '未分组'}  {r.point}({r.type})  已录 {r.answered}/{r.items}"
             for r in rows]  # fmt: skip
    return rows, "\n".join([*lines, f"共 {len(rows)} 个点位。"])


def _close(store: Store, args: argparse.Namespace, ctx: JobContext) -> tuple[Any, str]:
    state = "closed" if args.verb == "close" else "running"
    item, _ = set_round_state(store, args.round, state)
    return {
        "id": item.id,
        "state": item.state,
    }, f"“{item.name}”已{'结束' if state == 'closed' else '重新打开'}。"


def _add(store: Store, args: argparse.Namespace, ctx: JobContext) -> tuple[Any, str]:
    item = find_round(store, args.round)
    count, _ = add_points(store, item.id, _chosen(store, args))
    return {"round": item.name, "added": count}, f"“{item.name}”加入 {count} 个点位。"


def _chosen(store: Store, args: argparse.Namespace) -> list[str]:
    from desktop.features.points import point_rows

    rows = point_rows(store).all()
    ids = [row.id for row in rows if row.type in args.type or row.street in args.street]
    ids += [_point(rows, name) for name in args.point]
    if args.not_visited is not None:
        ids += not_visited(store, args.not_visited)
    if args.open_findings:
        ids += with_open_findings(store)
    return ids


def _point(rows: Any, name: str) -> str:
    found = [row.id for row in rows if name in (row.name, str(row.number), row.id)]
    if len(found) != 1:
        words = "没有这个点位" if not found else f"有 {len(found)} 个点位叫这个名字，请写编号"
        raise UserError(f"“{name}”：{words}。", "没有改动。")
    return str(found[0])


def _draw(store: Store, args: argparse.Namespace, ctx: JobContext) -> tuple[Any, str]:
    from desktop.features.points import point_rows

    rows = {row.id: row for row in point_rows(store).all()}
    fixed = tuple(_point(rows.values(), name) for name in args.fixed)
    order = DrawOrder(
        _pairs(args.quota), _pairs(args.around), fixed, tuple(args.fixed_type), args.radius,
        args.seed, args.rest_days, args.rest_percent,
    )  # fmt: skip
    (result, kept), _ = draw_points(store, args.round, order)
    drawn = [{"id": one.id, "name": rows[one.id].name, "reason": one.reason,
              "around": rows[one.around].name if one.around else ""}
             for one in result.drawn]  # fmt: skip
    left = [{"name": rows[key].name, "why": why} for key, why in result.left_out]
    value = {"seed": kept.seed, "algorithm": result.algorithm, "drawn": drawn, "left_out": left,
             "short": result.short, "repeats": repeats(kept)}  # fmt: skip
    lines = [f"种子 {kept.seed}，抽出 {len(drawn)} 个点位："]
    lines += [f"  {one['name']}  {one['reason']}" for one in drawn]
    lines += [f"  未参加：{one['name']}({one['why']})" for one in left]
    lines += [f"  {words}" for words in result.short]
    return value, "\n".join(lines)


def _pairs(texts: list[str]) -> tuple[tuple[str, int], ...]:
    pairs = []
    for text in texts:
        name, _, number = text.partition("=")
        if not number.isdigit():
            raise UserError(f"“{text}”看不懂。", "没有抽取。请写成 类型=数量，如 公园=2。")
        pairs.append((name, int(number)))
    return tuple(pairs)


def _teams(store: Store, args: argparse.Namespace, ctx: JobContext) -> tuple[Any, str]:
    item = find_round(store, args.round)
    split_teams(store, item.id, args.team or args.teams or 1)
    plans = team_plans(store, item.id)
    value = [{"team": p.team, "points": [v.point for v in p.visits], "length_m": round(p.length_m),
              "without_place": p.unplaced} for p in plans]  # fmt: skip
    lines = [f"{p.team}：{len(p.visits)} 个点位，约 {p.length_m / 1000:.1f} 公里" for p in plans]
    return value, "\n".join(lines)


def _results(store: Store, args: argparse.Namespace, ctx: JobContext) -> tuple[Any, str]:
    results = round_results(store, args.round, ctx=ctx)
    before = round_results(store, args.against, ctx=ctx) if args.against else None
    tallies = (results.whole, *results.groups[args.by])
    value = {
        "round": results.round.name, "planned": results.planned, "entered": results.entered,
        "rows": [_as_row(tally, _former(before, args.by, tally)) for tally in tallies],
    }  # fmt: skip
    lines = [f"“{results.round.name}”：计划 {results.planned} 个点位，已录 {results.entered} 个。"]
    lines += [_as_line(tally, _former(before, args.by, tally)) for tally in tallies]
    return value, "\n".join(lines)


def _former(before: Results | None, group: str, tally: Tally) -> Tally | None:
    if before is None:
        return None
    return before.whole if tally.name == before.whole.name else before.tally(group, tally.name)


def _as_row(tally: Tally, former: Tally | None) -> dict[str, Any]:
    moved = change(tally.score_rate, former.score_rate) if former else None
    return {
        "name": tally.name, "points": tally.points, "passed": tally.passed,
        "failed": tally.failed, "na": tally.na, "open": tally.open, "low": tally.total.low,
        "high": tally.total.high, "full": tally.total.full,
        "score_percent": percent(tally.score_rate), "pass_percent": percent(tally.pass_rate),
        "change": None if moved is None else rounded(moved, 2),
    }  # fmt: skip


def _as_line(tally: Tally, former: Tally | None) -> str:
    row = _as_row(tally, former)
    moved = "" if row["change"] is None else f"  比上轮 {row['change']:+}"
    return (
        f"  {tally.name}  点位 {tally.points}  符合 {tally.passed}  不符合 {tally.failed}"
        f"  得分率 {_shown(row['score_percent'])}  符合率 {_shown(row['pass_percent'])}{moved}"
    )


def _shown(percent: Decimal | None) -> str:
    return "—" if percent is None else f"{percent}%"
