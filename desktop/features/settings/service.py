"""Reading and saving settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from db import Store, records
from db.tables.frameworks import Edition
from db.tables.settings import read_setting, write_setting
from desktop.core.changes import Changes, Kind
from desktop.core.errors import InputError, Problem
from desktop.core.resources import resource
from desktop.core.text import tidy

_FINDINGS, _CARDS = resource("findings.json"), resource("cards.json")


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: kind is "text", "date" or "number"; the default is what a new workspace has.

    With `choices` it is one of them.
    """

    key: str
    title: str
    help: str
    kind: str = "text"
    default: str = ""
    choices: tuple[str, ...] = ()


SETTINGS = (
    Setting("county", "县（市、区）名称", "印在检查表和报告的抬头，如：青禾县"),
    Setting("office", "编制单位", "印在报告封面，如：青禾县创建办"),
    Setting("test_date", "测评日期", "倒计时从这一天算起，如：2026-12-10", "date"),
    Setting("edition", "当前测评体系版本", "材料按这一版归位"),
    Setting("finding_classes", "问题类别", "用顿号分开", default="、".join(_FINDINGS["classes"])),
    Setting(
        "due_workdays",
        "整改时限（工作日）",
        "交办时没有写时限的，从交办日起算几个工作日",
        "number",
        str(_FINDINGS["due_workdays"]),
    ),
    Setting(
        "repeat_days",
        "反弹期限（天）",
        "同一点位同一问题多少天内再次出现算反弹",
        "number",
        str(_FINDINGS["repeat_days"]),
    ),
    Setting(
        "yellow_days",
        "黄色督办卡（工作日）",
        "逾期几个工作日发黄卡",
        "number",
        str(_CARDS["yellow"]["overdue_workdays"]),
    ),
    Setting(
        "red_days",
        "红色督办卡（工作日）",
        "逾期几个工作日发红卡",
        "number",
        str(_CARDS["red"]["overdue_workdays"]),
    ),
    Setting("card_prefix", "督办卡文号", "印在编号最前面，如：青创督"),
    Setting(
        "window_from",
        "材料时限起",
        "成文或拍摄日期早于这一天的材料列入时限外，如：2025-11-01",
        "date",
    ),
    Setting("window_to", "材料时限止", "晚于这一天的材料列入时限外，如：2026-10-31", "date"),
    Setting(
        "lock_minutes",
        "锁屏时间（分钟）",
        "设了口令的操作员多久不动键盘鼠标就锁屏",
        "number",
        str(resource("operators.json")["lock_minutes"]),
    ),
)


def setting(store: Store, key: str) -> str:
    """Return a setting as text, its default where it was never saved."""
    default = next(item.default for item in SETTINGS if item.key == key)
    return str(read_setting(store, key, default))


def number_setting(store: Store, key: str) -> int:
    """Return a setting of kind "number"."""
    return int(setting(store, key))


def finding_classes(store: Store) -> tuple[str, ...]:
    """Return the classes of findings in their order."""
    parts = (tidy(part) for part in setting(store, "finding_classes").split("、"))
    return tuple(part for part in parts if part)


def all_settings(store: Store) -> tuple[tuple[Setting, str], ...]:
    """Return every setting with its value."""
    return tuple((item, setting(store, item.key)) for item in SETTINGS)


def county(store: Store) -> str:
    """Return the county's name."""
    return setting(store, "county")


def office(store: Store) -> str:
    """Return who makes the reports."""
    return setting(store, "office") or f"{county(store)}创建办"


def test_date(store: Store) -> date | None:
    """Return the day of the test, None where it is not known yet."""
    text = setting(store, "test_date")
    return date.fromisoformat(text) if text else None


def material_window(store: Store) -> tuple[date | None, date | None]:
    """Return the first and last day a material may be of; None where nobody has said."""
    first, last = (setting(store, key) for key in ("window_from", "window_to"))
    return (date.fromisoformat(first) if first else None,
            date.fromisoformat(last) if last else None)  # fmt: skip


def current_edition(store: Store) -> Edition | None:
    """Return the edition that materials are matched to: the one set, else the newest."""
    editions = records.find(store, Edition, order="year, sort, rowid")
    wanted = setting(store, "edition")
    chosen = [edition for edition in editions if edition.name == wanted]
    found = chosen or list(editions)
    return found[-1] if found else None


def save_settings(store: Store, values: Mapping[str, Any]) -> tuple[None, Changes]:
    """Save some settings as one operation; raise InputError naming each wrong one."""
    known = {item.key: item for item in SETTINGS}
    problems, clean = [], {}
    for key, value in values.items():
        text = tidy(str(value or ""))
        if key not in known:
            problems.append(Problem(key, "没有这个设置"))
        elif known[key].kind == "date" and text and not _is_date(text):
            problems.append(Problem(known[key].title, f"“{text}”不是日期，请写成 2026-12-10"))
        elif known[key].kind == "number" and not (text.isascii() and text.isdigit()):
            problems.append(Problem(known[key].title, f"“{text}”不是整数，请写成 5"))
        else:
            clean[key] = text
    if problems:
        raise InputError("设置没有保存。", problems, "原来的设置没有改动。")
    with store.write("修改设置", right="settings.edit"):
        for key, text in clean.items():
            if setting(store, key) != text:
                write_setting(store, key, text)
    return None, frozenset({Kind.SETTING})


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
