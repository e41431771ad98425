"""Commands: score, why, plan, snapshot."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from db import Store
from desktop.core.clock import today
from desktop.core.errors import UserError
from desktop.core.job import JobContext
from desktop.features.forecast.board import board_of
from desktop.features.forecast.entries import save_scheme
from desktop.features.forecast.plan import Task, best_set, in_order
from desktop.features.forecast.service import Forecast, forecast
from desktop.features.forecast.snapshots import (
    compare,
    find_snapshot,
    save_real_result,
    snapshots,
    take_snapshot,
)
from desktop.features.forecast.tasks import tasks_of
from desktop.features.forecast.types import Line, Span
from desktop.features.forecast.why import Node, why
from desktop.features.readiness import readiness
from desktop.features.scoring import rounded

NAMES = ("score", "why", "plan", "snapshot")
_STATES = {"yes": "满足", "no": "不满足", "": "未定"}


def add_parser(sub: Any) -> None:
    """Declare the commands."""
    score = sub.add_parser("score", help="测算得分，给出最低、可能、最高")
    score.add_argument("--scheme", type=Path, help="先换上这个计分方案(JSON 文件)")
    reason = sub.add_parser("why", help="一个数是怎么来的，直到答案、材料、问题、规则、条文")
    reason.add_argument("code", nargs="?", default="", help="编号，如 Ⅱ-3-1);不写看总分")
    plan = sub.add_parser("plan", help="补救顺序：先做什么，有限的钱花在哪里")
    plan.add_argument("--days", type=_amount, help="只要这么多天内做得完的")
    plan.add_argument("--budget", type=_amount, help="一共有多少钱(万元)")
    kept = sub.add_parser("snapshot", help="留存今天的准备度和得分，或看变化")
    kept.add_argument("--name", default="", help="给这次留存起个名")
    kept.add_argument("--list", action="store_true", help="只列出留存过的")
    kept.add_argument("--compare", nargs=2, metavar=("日期一", "日期二"), help="比较两天")
    kept.add_argument("--real", metavar="得分", help="登记一次真实测评的得分，用 --name 写名称")
    kept.add_argument("--full", default="", help="满分，默认 100")
    kept.add_argument("--rank", default="", help="名次")
    kept.add_argument("--gap", default="", help="与前一名差多少分")
    kept.add_argument("--tested", default="", help="测评日期，如 2026-08-31")


def _amount(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise argparse.ArgumentTypeError(f"“{text}”不是数字") from error
    if not value.is_finite() or value < 0:
        raise argparse.ArgumentTypeError(f"“{text}”不对，要 0 或更大")
    return value


def run(store: Store, args: argparse.Namespace, out: Any, ctx: JobContext) -> int:
    """Run one of the commands."""
    if args.command == "score" and args.scheme is not None:
        _change_scheme(store, args.scheme)
    made = forecast(store)
    if args.command == "score":
        out.result(score_json(made), "\n".join(_score_lines(made)))
    elif args.command == "why":
        node = why(store, made, args.code)
        out.result(_node_json(node), "\n".join(_node_lines(node, 0)))
    elif args.command == "plan":
        _plan(store, made, args, out)
    else:
        _snapshot(store, made, args, out)
    return 0


def _change_scheme(store: Store, file: Path) -> None:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"读不了方案文件：{file}", "原来的方案没有改动。") from error
    save_scheme(store, forecast(store).edition, text)


def _number(value: Decimal) -> float:
    return float(rounded(value, 4))


def _span_json(span: Span) -> dict[str, float]:
    return {name: _number(getattr(span, name)) for name in ("low", "likely", "high", "full")}


def _lines_json(lines: tuple[Line, ...]) -> list[dict[str, Any]]:
    return [{"name": line.name, "items": line.items, **_span_json(line.span)} for line in lines]


def score_json(made: Forecast) -> dict[str, Any]:
    """Return a forecast as the command line gives it to programs."""
    return {
        "edition": made.edition.name, "cut_off": made.at, **_span_json(made.final),
        "year": _span_json(made.year), "veto": made.measured.whole.veto, "passes": made.passes,
        "methods": _lines_json(made.measured.methods),
        "projects": _lines_json(made.measured.projects),
        "groups": _lines_json(made.measured.groups),
        "grades": board_of(made.items).counts, "notes": made.measured.notes,
        "conditions": [{"name": c.name, "state": c.state, "words": c.words}
                       for c in made.conditions],
        "events": [{"code": e.code, "happened": e.happened, "points": e.points,
                    "effect": e.effect, "in_window": e.in_window} for e in made.events],
        "items": [{"code": item.code, "method": item.method, "source": item.source,
                   "low": _number(item.outcome.low), "likely": _number(item.likely),
                   "high": _number(item.outcome.high), "full": _number(item.outcome.full),
                   "counts": item.outcome.counts, "why": item.outcome.why}
                  for item in made.items],
    }  # fmt: skip


def span_words(span: Span, places: int = 2) -> str:
    """Return a range in words."""
    low, likely, high, full = (rounded(part, places) for part in
                               (span.low, span.likely, span.high, span.full))  # fmt: skip
    if low == high:
        return f"{low} / {full}"
    return f"{low}～{high}，可能 {likely} / {full}"


def _score_lines(made: Forecast) -> Iterator[str]:
    places = made.scheme.places
    yield f"{made.edition.name} 得分测算：{span_words(made.final, places)}"
    for title, lines in (("测评方式", made.measured.methods), ("分组", made.measured.groups),
                         ("测评项目", made.measured.projects)):  # fmt: skip
        for line in lines:
            yield f"  {title} {line.name}：{span_words(line.span, places)}（{line.items} 条）"
    counts = board_of(made.items).counts
    yield "  " + "、".join(f"{grade} {count}" for grade, count in counts.items())
    yield from (f"  注意：{note}" for note in made.measured.notes)
    for condition in made.conditions:
        words = f"（{condition.words}）" if condition.words else ""
        yield f"  {_STATES[condition.state]}：{condition.name}{words}"


def _node_json(node: Node) -> dict[str, Any]:
    return {
        "kind": node.kind, "title": node.title, "words": node.words, "ref": node.ref,
        "span": None if node.span is None else _span_json(node.span),
        "parts": [_node_json(child) for child in node.children],
    }  # fmt: skip


def _node_lines(node: Node, depth: int) -> Iterator[str]:
    span = f" {span_words(node.span)}" if node.span is not None else ""
    words = f"：{node.words}" if node.words else ""
    yield f"{'  ' * depth}{node.title}{span}{words}"
    for child in node.children:
        yield from _node_lines(child, depth + 1)


def _task_json(task: Task) -> dict[str, Any]:
    return {
        "code": task.code, "method": task.method, "work": task.work, "gain": _number(task.gain),
        "sure": _number(task.sure), "days": task.days, "guessed": task.guessed,
        "money": task.money, "units": task.units, "due": task.due,
    }  # fmt: skip


def _plan(store: Store, made: Forecast, args: argparse.Namespace, out: Any) -> None:
    tasks = tasks_of(store, made)
    chosen = best_set(tasks, days=args.days, budget=args.budget)
    first = in_order(chosen.chosen, today=today())
    value = {
        "gain": _number(chosen.gain), "money": chosen.money, "days": args.days,
        "budget": args.budget, "tasks": [_task_json(task) for task in first],
        "left": [_task_json(task) for task in chosen.left],
        "too_long": len(chosen.too_long), "unpriced": [t.code for t in chosen.unpriced],
    }  # fmt: skip
    lines = [
        f"可做 {len(first)} 件，可挽回 {rounded(chosen.gain, 2)} 分，需资金 {chosen.money} 万元"
    ]
    lines += [
        f"{number:3d}. {task.code} {task.work}（{task.method}）挽回 {rounded(task.gain, 2)} 分，"
        f"{task.days} 天{'(估)' if task.guessed else ''}，"
        f"{'资金未填' if task.money is None else f'{task.money} 万元'}，{'、'.join(task.units)}"
        for number, task in enumerate(first[:30], 1)
    ]
    if chosen.unpriced:
        lines.append(f"没有填资金、没有参加选择的 {len(chosen.unpriced)} 件。")
    out.result(value, "\n".join(lines))


def _snapshot(store: Store, made: Forecast, args: argparse.Namespace, out: Any) -> None:
    listed = snapshots(store, made.edition)
    rows: list[dict[str, Any]]
    if args.compare:
        changes = compare(*(find_snapshot(listed, day) for day in args.compare))
        rows = [{"name": c.name, "before": c.before, "after": c.after, "by": c.by}
                for c in changes]  # fmt: skip
        lines = [f"{c.name}：{_shown(c.before)} → {_shown(c.after)}" for c in changes]
    elif args.list:
        rows = [{"taken": r.taken.isoformat(), "name": r.name, "ready": r.ready,
                 "needed": r.needed, **_span_json(r.final)} for r in listed]  # fmt: skip
        lines = [f"{r.taken:%Y-%m-%d %H:%M} {r.name} 齐备 {r.ready}/{r.needed} "
                 f"{span_words(r.final)}" for r in listed] or ["还没有留存过。"]  # fmt: skip
    elif args.real:
        values = {"name": args.name or "测评结果", "score": args.real, "full": args.full,
                  "rank": args.rank, "gap": args.gap, "tested": args.tested}  # fmt: skip
        result, _ = save_real_result(store, made.edition, values)
        out.result({"name": result.name, "score": result.score}, f"已登记 {result.name}。")
        return
    else:
        row, _ = take_snapshot(store, made, readiness(store), name=args.name)
        out.result({"id": row.id, "taken": row.taken, **_span_json(made.final)},
                   f"已留存 {row.taken}：{span_words(made.final)}")  # fmt: skip
        return
    out.result(rows, "\n".join(lines))


def _shown(value: Decimal | None) -> str:
    return "—" if value is None else str(rounded(value, 2))
