"""How much longer a task takes."""

from __future__ import annotations

from desktop.core.remaining import Remaining


def test_the_time_left_follows_the_pace() -> None:
    left = Remaining()
    assert left.words(0, 100, 10.0) == ""
    assert left.words(1, 100, 11.0) == ""
    assert left.words(10, 100, 20.0) == "约剩 2 分"
    assert left.words(50, 100, 60.0) == "约剩 50 秒"
    assert left.words(100, 100, 110.0) == ""


def test_each_part_of_a_task_has_its_own_pace() -> None:
    left = Remaining()
    left.words(0, 10, 0.0)
    assert left.words(5, 10, 50.0) == "约剩 50 秒"
    assert left.words(0, 1000, 100.0) == ""
    assert left.words(100, 1000, 110.0) == "约剩 2 分"
    assert left.words(0, 0, 120.0) == ""
