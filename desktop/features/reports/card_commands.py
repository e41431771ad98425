"""The command cards: propose, issue, print."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from db import Store
from desktop.core.errors import UserError
from desktop.core.job import JobContext
from desktop.features.findings import (
    Proposal,
    card_rows,
    issue_cards,
    propose_cards,
)
from desktop.features.reports.finding_jobs import print_cards
from desktop.features.reports.types import Printed

_WORDS = ("白", "黄", "红")


def add_parser(sub: Any) -> None:
    """Declare the command."""
    parser = sub.add_parser("cards", help="督办卡：propose 该发哪些，issue 签发，print 打印")
    parser.add_argument("action", choices=("propose", "issue", "print"), help="做什么")
    parser.add_argument("file", type=Path, nargs="?", help="print:写到哪个 PDF")
    parser.add_argument("--colour", choices=_WORDS, action="append", default=[], help="只要这种卡")
    parser.add_argument("--finding", type=int, action="append", default=[], help="只要这个问题的")
    parser.add_argument("--card", action="append", default=[], help="print:只打这个编号的卡")
    parser.add_argument("--signer", default="", help="issue:签发人")


def run(store: Store, args: argparse.Namespace, out: Any, ctx: JobContext) -> Printed | None:
    """Run it; return the print where one was made."""
    if args.action == "print":
        return _print(store, args, ctx)
    chosen = [
        proposal for proposal in propose_cards(store)
        if (not args.colour or proposal.word in args.colour)
        and (not args.finding or proposal.finding in args.finding)
    ]  # fmt: skip
    if args.action == "propose":
        lines = [_line(proposal) for proposal in chosen]
        value = [{**asdict(proposal), "word": proposal.word} for proposal in chosen]
        out.result(value, "\n".join([*lines, f"共 {len(chosen)} 张，还没有签发。"]))
        return None
    if not chosen:
        raise UserError("没有该签发的督办卡。", "没有改动。用 cards propose 看该发哪些。")
    cards, _ = issue_cards(store, chosen, signer=args.signer)
    codes = [row.code for row in card_rows(store).all() if row.id in {card.id for card in cards}]
    out.result(
        {"issued": len(cards), "codes": codes}, "\n".join([*codes, f"已签发 {len(cards)} 张。"])
    )
    return None


def _line(proposal: Proposal) -> str:
    due = f"时限 {proposal.due}" if proposal.due else "时限待定"
    return f"{proposal.word}  问题 {proposal.finding}  {proposal.unit}  {proposal.point}  " \
           f"{proposal.text[:30]}  {proposal.reason}  {due}"  # fmt: skip


def _print(store: Store, args: argparse.Namespace, ctx: JobContext) -> Printed:
    if args.file is None:
        raise UserError("没有写 PDF 的文件名。", "没有生成文件。如:cards print 督办卡.pdf")
    rows = card_rows(store).all()
    unknown = set(args.card) - {row.code for row in rows}
    if unknown:
        raise UserError(f"没有这张督办卡：{'、'.join(sorted(unknown))}。", "没有生成文件。")
    wanted = [
        row.id for row in rows
        if (row.code in args.card if args.card else row.state != "作废")
        and (not args.colour or row.colour in args.colour)
        and (not args.finding or row.finding in args.finding)
    ]  # fmt: skip
    return print_cards(ctx, store, args.file, wanted)
