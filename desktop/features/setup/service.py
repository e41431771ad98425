"""The first steps of a county, each done as soon as what it asks for is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from db import SqlRows, Store
from db.row_source import Listing
from db.tables.evidence import DOCUMENTS
from db.tables.frameworks import INDICATORS
from db.tables.points import CHECKS, POINTS
from db.tables.units import UNITS
from db.tables.visits import ROUNDS
from desktop.core.row_source import Query


@dataclass(frozen=True, slots=True)
class SetupStep:
    """One step: `count` is how much of it there is already."""

    key: str
    title: str
    hint: str
    count: int

    @property
    def is_done(self) -> bool:
        """Tell whether there is something."""
        return self.count > 0


_STEPS: tuple[tuple[str, str, str, Listing[Any]], ...] = (
    ("units", "导入责任单位", "单位通讯录：简称、全称、联络员", UNITS),
    ("indicators", "导入测评体系", "任务分解表：标准、方式、责任单位", INDICATORS),
    ("checks", "导入检查标准", "每种点位查什么、怎么判", CHECKS),
    ("points", "导入点位", "点位台账：名称、类型、地址", POINTS),
    ("documents", "收第一批材料", "各单位交来的文件，按编号归位", DOCUMENTS),
    ("rounds", "建第一轮检查", "选点位、分组、打印检查表", ROUNDS),
)


def step_titles() -> dict[str, str]:
    """Return the steps' keys and titles."""
    return {key: title for key, title, _, _ in _STEPS}


def setup_steps(store: Store) -> tuple[SetupStep, ...]:
    """Return the steps in the order in which they are easiest."""
    return tuple(
        SetupStep(key, title, hint, SqlRows(store, listing).count(Query()))
        for key, title, hint, listing in _STEPS
    )
