"""What is to be done, from a forecast: one task per requirement that can still win points."""

from __future__ import annotations

from decimal import Decimal

from db import Store, records
from db.tables.score import TaskNeed
from desktop.core.resources import resource
from desktop.features.forecast.items import DATA
from desktop.features.forecast.plan import Task
from desktop.features.forecast.service import Forecast
from desktop.features.forecast.types import FIELD, MATERIAL, ZERO, Item


def tasks_of(store: Store, made: Forecast) -> tuple[Task, ...]:
    """Return the tasks of a forecast, with the days and the money entered."""
    needs = {need.requirement_id: need for need in records.find(store, TaskNeed)}
    found = [_task(item, made.measured.worth.get(item.id, ZERO), needs.get(item.id))
             for item in made.items if item.outcome.counts]  # fmt: skip
    return tuple(task for task in found if task.gain > 0)


def _task(item: Item, worth: Decimal, need: TaskNeed | None) -> Task:
    usual = resource(DATA)["usual_days"]
    guessed = need is None or need.days is None
    days = Decimal(usual.get(item.state, usual[""])) if need is None or need.days is None else (
        need.days)  # fmt: skip
    money = need.money if need is not None else None
    if money is None and item.source == MATERIAL:
        money = ZERO
    outcome = item.outcome
    return Task(
        item.id, item.code, item.name, item.method, item.state,
        (outcome.full - item.likely) * worth, (outcome.full - outcome.high) * worth, days, money,
        item.units, item.due, guessed, work_of(item),
    )  # fmt: skip


def work_of(item: Item) -> str:
    """Return in words what is to be done for an item."""
    if item.source == MATERIAL:
        return {"未开始": "开始收集材料", "收集中": "补齐材料", "待审": "审核材料",
                "退回": "重报退回的材料"}.get(item.state, "补齐材料")  # fmt: skip
    if item.source == FIELD:
        return "整改检查发现的问题"
    return "查清现状，填写结果"
