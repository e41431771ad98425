"""巩固A、提升B、消灭C."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from desktop.features.forecast.board import Board, board_of
from desktop.features.forecast.types import TYPED, UNKNOWN, Item
from desktop.features.scoring import Outcome

D = Decimal


def graded(number: int, percent: int, source: str = TYPED, due: date | None = None) -> Item:
    points = D(percent) / 100
    outcome = Outcome(points, points, D(1), True, "pass" if percent == 100 else "fail")
    return Item(str(number), f"Ⅱ-{number}", "指标", "材料审核", "Ⅰ-1", outcome, points, source,
                ("城管局",), due)  # fmt: skip


def county() -> list[Item]:
    """119 indicators: 85 A, 31 B, 3 C."""
    percents = [100] * 85 + [66] * 31 + [33] * 2 + [0]
    return [graded(number, percent) for number, percent in enumerate(percents, 1)]


def test_119_indicators_85_31_3() -> None:
    board = board_of(county())
    assert board.counts == {"A": 85, "B": 31, "C": 3, "未定": 0}
    assert sum(board.counts.values()) == 119


def test_movement_since_a_day() -> None:
    before = {row.code: row.grade for row in board_of(county()).rows}
    now = county()
    now[84], now[85], now[117] = graded(85, 66), graded(86, 100), graded(118, 90)
    board = board_of(now, before=before, since=date(2026, 6, 1))
    assert board.counts == {"A": 86, "B": 31, "C": 2, "未定": 0}
    assert board.before == {"A": 85, "B": 31, "C": 3, "未定": 0}
    assert [row.code for row in board.risen] == ["Ⅱ-86", "Ⅱ-118"]
    assert [row.code for row in board.fallen] == ["Ⅱ-85"]


def test_unknown_is_not_a_grade_and_the_stated_grade_wins() -> None:
    assert board_of([graded(1, 100, UNKNOWN)]).counts["未定"] == 1
    stated = Outcome(D("0.5"), D("0.5"), D(1), True, "fail", "C#")
    item = Item("1", "Ⅱ-1", "", "材料审核", "", stated, D("0.5"), TYPED)
    assert board_of([item]).counts["C"] == 1
    assert Board(()).counts == {"A": 0, "B": 0, "C": 0, "未定": 0}


def test_several_methods_of_one_standard_make_one_grade() -> None:
    items = [graded(1, 100, due=date(2026, 9, 1)), graded(1, 0, UNKNOWN, date(2026, 8, 1))]
    (row,) = board_of(items).rows
    assert (row.grade, row.rate, row.due) == ("B", D("0.5"), date(2026, 8, 1))
