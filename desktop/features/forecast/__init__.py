"""得分测算: totals by an edition's scheme as ranges, why, A/B/C, what to do first, snapshots."""

from __future__ import annotations

from db.tables.score import NegativeEvent, Precondition, RealResult, RequirementResult, TaskNeed
from desktop.features.forecast.board import VERBS, Board, Graded, board_of, grades
from desktop.features.forecast.charts import range_bar, range_bars, trend_of
from desktop.features.forecast.entries import (
    add_event,
    save_precondition,
    save_scheme,
    set_need,
    set_result,
    set_rule,
    try_rule,
)
from desktop.features.forecast.plan import Plan, Task, best_set, in_order
from desktop.features.forecast.scheme import Group, Scheme, scheme_from_json, scheme_to_json
from desktop.features.forecast.scheme_form import scheme_words
from desktop.features.forecast.service import (
    Forecast,
    forecast,
    scheme_of,
)
from desktop.features.forecast.snapshots import (
    Change,
    Record,
    board_since,
    compare,
    compare_with,
    find_snapshot,
    forecast_error,
    real_results,
    save_real_result,
    snapshot_on,
    snapshots,
    take_snapshot,
)
from desktop.features.forecast.tasks import tasks_of
from desktop.features.forecast.types import Condition, Event, Item, Line, Measured, Span
from desktop.features.forecast.why import Node, why, why_item

__all__ = [
    "VERBS",
    "Board",
    "Change",
    "Condition",
    "Event",
    "Forecast",
    "Graded",
    "Group",
    "Item",
    "Line",
    "Measured",
    "NegativeEvent",
    "Node",
    "Plan",
    "Precondition",
    "RealResult",
    "Record",
    "RequirementResult",
    "Scheme",
    "Span",
    "Task",
    "TaskNeed",
    "add_event",
    "best_set",
    "board_of",
    "board_since",
    "compare",
    "compare_with",
    "find_snapshot",
    "forecast",
    "forecast_error",
    "grades",
    "in_order",
    "range_bar",
    "range_bars",
    "real_results",
    "save_precondition",
    "save_real_result",
    "save_scheme",
    "scheme_from_json",
    "scheme_of",
    "scheme_to_json",
    "scheme_words",
    "set_need",
    "set_result",
    "set_rule",
    "snapshot_on",
    "snapshots",
    "take_snapshot",
    "tasks_of",
    "trend_of",
    "try_rule",
    "why",
    "why_item",
]
