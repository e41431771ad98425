"""Filling the prints of findings from the store: cards, notices, photo pairs, bulletins."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from db import Store
from desktop.core.clock import day_words
from desktop.core.content_store import content_path
from desktop.core.errors import UserError
from desktop.core.paths import evidence_files
from desktop.core.resources import resource
from desktop.features.findings import (
    STAGES,
    FindingRow,
    cards_of,
    chain,
    colour_word,
    find_bulletin,
    finding_rows,
    photos_of,
)
from desktop.features.reports.official import OfficialText, Part, Photo, Photos, Title, Words
from desktop.features.reports.sources import heading
from desktop.features.reports.types import CardPrint, PhotoPair, TableData

_NUMBERS = "一二三四五六七八九十"
_MOST_PHOTOS = 3


def card_prints(store: Store, card_ids: Iterable[str]) -> list[CardPrint]:
    """Return cards as they are printed; raise UserError where there is none."""
    rows = {row.id: row for row in finding_rows(store).all()}
    head = heading(store)
    prints = []
    for card, line in cards_of(store, card_ids):
        row = rows[card.finding_id]
        words = resource("cards.json")[card.colour]
        prints.append(CardPrint(
            head, card.colour, colour_word(card.colour), words["name"], line.code, line.unit,
            tuple(name for name in row.units if name != line.unit), row.number,
            " ".join(dict.fromkeys(part for part in (row.street, row.point) if part)), row.text,
            card.reason, card.demand, card.due, card.issued, card.signer, card.reply,
            _photo(store, row, "before"), card.state == "void",
        ))  # fmt: skip
    if not prints:
        raise UserError("没有要打印的督办卡。", "没有生成文件。请先签发。")
    return sorted(prints, key=lambda item: item.code)


def _photo(store: Store, row: FindingRow, stage: str) -> Path | None:
    if not row.photos:
        return None
    return next((path for photo, path in photos_of(store, row.id) if photo.stage == stage), None)


def _chosen(store: Store, finding_ids: Iterable[str]) -> list[FindingRow]:
    wanted = set(finding_ids)
    rows = [row for row in finding_rows(store).all() if row.id in wanted]
    if not rows:
        raise UserError("没有选中问题。", "没有生成文件。")
    return rows


def photo_pairs(store: Store, finding_ids: Iterable[str]) -> list[PhotoPair]:
    """Return the findings with their photos before and after, and again where there is one."""
    pairs = []
    for row in _chosen(store, finding_ids):
        stages = _stages(store, row.id)
        if not stages:
            continue
        shown = ["before", "after", *(["again"] if "again" in stages else [])]
        days = "  ".join(
            f"{word} {day}" for word, day in (
                ("发现", row.found), ("时限", row.due), ("整改", row.fixed), ("销号", row.closed),
            ) if day
        )  # fmt: skip
        pairs.append(PhotoPair(
            row.number, f"{row.street} {row.point}".strip(), row.text, "、".join(row.units),
            row.state, days, tuple((STAGES[stage], stages.get(stage)) for stage in shown),
        ))  # fmt: skip
    if not pairs:
        raise UserError("选中的问题都没有照片。", "没有生成文件。请先在问题右侧添加照片。")
    return pairs


def _stages(store: Store, finding_id: str) -> dict[str, Path]:
    """Return a photo for each stage; one that has come back shows the former's, then its own."""
    found: dict[str, Path] = {}
    for item in chain(store, finding_id):
        own = {photo.stage: path for photo, path in photos_of(store, item.id)}
        if found and "before" in own:
            own["again"] = own.pop("before")
        found |= own
        if item.id == finding_id:
            break
    return found


def notices(store: Store, finding_ids: Iterable[str]) -> list[OfficialText]:
    """Return one 整改通知单 per unit for the findings that are not put right yet."""
    head = heading(store)
    by_unit: dict[str, list[FindingRow]] = {}
    for row in _chosen(store, finding_ids):
        if row.state in ("发现", "交办", "整改中", "挂账"):
            for unit in row.units:
                by_unit.setdefault(unit, []).append(row)
    if not by_unit:
        raise UserError("选中的问题都已整改或没有责任单位。", "没有生成文件。请换一些问题。")
    return [
        OfficialText(head, f"{head.county}创建全国文明城市", f"整改通知单（{unit}）",
                     f"关于{unit}问题整改的通知", _notice(head.cut_off, head.office, unit, rows))
        for unit, rows in sorted(by_unit.items())
    ]  # fmt: skip


def _notice(
    moment: datetime, office: str, unit: str, rows: Sequence[FindingRow]
) -> tuple[Part, ...]:
    table = TableData(
        ("序号", "地点", "存在问题", "时限", "分工"), (8, 27, 32, 19, 21),
        tuple((str(number), f"{row.street} {row.point}".strip(), row.text,
               "立行立改" if row.at_once else _day(row.due),
               "牵头" if row.lead == unit else f"配合{row.lead}")
              for number, row in enumerate(rows, 1)),
    )  # fmt: skip
    return (
        Words(f"{unit}：经督查发现，贵单位牵头或配合负责的问题共 {len(rows)} 个尚未整改到位，"
              "现通知如下："),
        table,
        Words("请对照清单立即组织整改，于时限届满前将整改情况和整改后照片反馈我办，由我办组织复查。"
              "不能立即整改的，请报送整改方案和完成时限。"),
        Words(f"{office}（盖章）", signed=True), Words(day_words(moment), signed=True),
        Title("签收回执", 2), Words("签收人：　　　　　　签收日期：　　　年　　月　　日"),
    )  # fmt: skip


def bulletin_text(store: Store, wanted: str = "") -> OfficialText:
    """Return a bulletin (id or number, "" for the newest) from its frozen numbers."""
    bulletin = find_bulletin(store, wanted)
    said: dict[str, Any] = json.loads(bulletin.content)
    head = heading(store)
    parts: list[Part] = [Title("一、督查情况"), Words(_overview(said)), _types(said),
                         Title("二、存在问题")]  # fmt: skip
    folder = evidence_files(store.workspace)
    for number, unit in enumerate(said["units"], 1):
        parts += _unit(number, unit, folder)
    parts += [Title("三、整改排名"), _ranking(said), *_ranks(said), Title("四、工作要求")]
    lines = [line.strip() for line in bulletin.demands.splitlines() if line.strip()]
    parts += [Words(f"（{_chinese(number)}）{line}") for number, line in enumerate(lines, 1)]
    made = datetime.fromisoformat(bulletin.made)
    parts += [Words(head.office, signed=True), Words(day_words(made), signed=True)]
    head = replace(head, cut_off=made)
    return OfficialText(head, "督查通报", f"第 {bulletin.number} 期", bulletin.title, tuple(parts))


def _overview(said: dict[str, Any]) -> str:
    starts, ends, cut_off = (date.fromisoformat(said[key]) for key in ("starts", "ends", "cut_off"))
    share = f"{said['fixed'] * 100 / said['findings']:.1f}%" if said["findings"] else "—"
    repeats = f"，其中反弹问题 {said['repeats']} 个" if said["repeats"] else ""
    return (
        f"{day_words(starts)}至{day_words(ends)}，共督查点位 {said['points']} 处，"
        f"发现问题 {said['findings']} 个{repeats}。截至{day_words(cut_off)}，"
        f"已整改 {said['fixed']} 个（其中已复查销号 {said['closed']} 个），"
        f"未整改 {said['unfixed']} 个，整改率 {share}。各类点位情况如下："
    )


def _types(said: dict[str, Any]) -> TableData:
    rows = [(name, str(points), str(faults), str(done), str(faults - done))
            for name, points, faults, done in said["types"]]  # fmt: skip
    rows.append(("合计", str(said["points"]), str(said["findings"]), str(said["fixed"]),
                 str(said["unfixed"])))  # fmt: skip
    return TableData(("点位类型", "点位数", "问题数", "已整改", "未整改"), (30, 14, 14, 14, 14),
                     tuple(rows), frozenset({1, 2, 3, 4}))  # fmt: skip


def _unit(number: int, unit: dict[str, Any], folder: Path) -> list[Part]:
    """Return a unit's part: what it leads, each finding once in the whole text."""
    left = unit["total"] - unit["fixed"]
    helped = unit["total"] - unit["led"]
    words = f"牵头 {unit['led']} 个{f'、配合 {helped} 个' if helped else ''}，未整改 {left} 个"
    title = Title(f"（{_chinese(number)}）{unit['name']}（{unit['total']} 个）", 2)
    if not unit["findings"]:
        return [title, Words(f"{words}。所列问题见各牵头单位。")]
    rows = tuple(
        (str(item["number"]), item["place"],
         item["text"] + ("（反弹）" if item["is_repeat"] else ""), "、".join(item["others"]),
         "已整改" if item["is_fixed"] else "未整改")
        for item in unit["findings"]
    )  # fmt: skip
    table = TableData(("编号", "地点", "存在问题", "配合单位", "整改"), (8, 25, 38, 24, 12), rows)
    photos = tuple(
        Photo(content_path(folder, sha256), f"问题 {item['number']}  {item['place']}")
        for item in unit["findings"] for sha256 in item["photos"][:1]
    )[:_MOST_PHOTOS]  # fmt: skip
    return [title, Words(f"{words}。"), table, *([Photos(photos)] if photos else [])]


def _ranking(said: dict[str, Any]) -> TableData:
    rows = tuple(
        (str(number), row["name"], str(row["total"]), str(row["fixed"]), str(row["open"]),
         f"{row['rate'] * 100:.1f}%", str(row["late"]), str(row["repeats"]), str(row["cards"]))
        for number, row in enumerate(said["ranking"], 1)
    )  # fmt: skip
    return TableData(
        ("名次", "责任单位", "问题", "已整改", "未整改", "整改率", "逾期", "反弹", "督办卡"),
        (9, 28, 10, 12, 12, 14, 10, 10, 12), rows, frozenset(range(2, 9)),
    )  # fmt: skip


def _ranks(said: dict[str, Any]) -> list[Part]:
    red, black = ("、".join(said[key]) or "无" for key in ("red", "black"))
    return [Words(f"红榜：{red}。黑榜：{black}。"), Words(said["method"])]


def _chinese(number: int) -> str:
    """Return 1 to 99 as Chinese numerals."""
    tens, ones = divmod(number, 10)
    front = "" if tens == 0 else "十" if tens == 1 else f"{_NUMBERS[tens - 1]}十"
    return front + (_NUMBERS[ones - 1] if ones else "")


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
