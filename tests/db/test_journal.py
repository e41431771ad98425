"""Undo, redo and 历史 come from the journal alone."""

from __future__ import annotations

import sqlite3
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import Store, UndoRefused, create_store, journal, records
from db.ids import new_id
from db.tables.frameworks import Edition, Framework
from db.tables.points import Point, PointType


def frameworks(store: Store) -> dict[str, str]:
    return {row.name: row.remark for row in records.find(store, Framework)}


def test_undo_and_redo_of_adding_changing_deleting(store: Store) -> None:
    made = Framework(new_id(), "甲")
    with store.write("加"):
        records.insert(store, [made])
    with store.write("改"):
        records.update(store, [records.changed(made, remark="新")])
    with store.write("删"):
        records.delete(store, Framework, [made.id])
    for expected in ({"甲": "新"}, {"甲": ""}, {}):
        target = journal.undo_target(store)
        assert target is not None
        journal.undo(store, target)
        assert frameworks(store) == expected
    for expected in ({"甲": ""}, {"甲": "新"}, {}):
        target = journal.redo_target(store)
        assert target is not None
        journal.redo(store, target)
        assert frameworks(store) == expected
    assert journal.redo_target(store) is None


@pytest.mark.parametrize("count", [0, 1, 49, 50, 51, 120])
def test_rows_are_kept_and_journaled_in_order_however_many_rows(store: Store, count: int) -> None:
    made = [Framework(new_id(), f"体系{number}") for number in range(count)]
    with store.write("加") as step:
        records.insert(store, made)
    assert records.find(store, Framework) == tuple(made)
    noted = store.query("SELECT row_id FROM journal WHERE operation_id=? ORDER BY seq", (step.id,))
    assert [row_id for (row_id,) in noted] == [row.id for row in made]


def test_one_bad_row_among_many_refuses_them_all(store: Store) -> None:
    made = [Framework(new_id(), f"体系{number % 60}") for number in range(70)]
    with pytest.raises(sqlite3.IntegrityError), store.write("加"):
        records.insert(store, made)
    assert records.find(store, Framework) == ()
    assert "加" not in [step.label for step in journal.operations(store)]


def test_a_new_edit_ends_redoing(store: Store) -> None:
    with store.write("加"):
        records.insert(store, [Framework(new_id(), "甲")])
    target = journal.undo_target(store)
    assert target is not None
    journal.undo(store, target)
    with store.write("另加"):
        records.insert(store, [Framework(new_id(), "乙")])
    assert journal.redo_target(store) is None


def test_undo_of_an_old_operation_is_refused_where_rows_changed_since(store: Store) -> None:
    made = Framework(new_id(), "甲")
    with store.write("加") as first:
        records.insert(store, [made])
    with store.write("改"):
        records.update(store, [records.changed(made, remark="新")])
    with pytest.raises(UndoRefused) as refused:
        journal.undo(store, first)
    assert refused.value.rows == (("framework", made.id, "甲"),)
    assert frameworks(store) == {"甲": "新"}


def test_undo_is_refused_where_others_hang_on_a_row(store: Store) -> None:
    made = Framework(new_id(), "甲")
    with store.write("加") as first:
        records.insert(store, [made])
    with store.write("加版本"):
        records.insert(store, [Edition(new_id(), made.id, "2026年版", 2026)])
    with pytest.raises(UndoRefused):
        journal.undo(store, first)
    assert len(records.find(store, Edition)) == 1


def test_history_tells_who_when_and_what(store: Store) -> None:
    made = Framework(new_id(), "甲")
    with store.write("加"):
        records.insert(store, [made])
    with store.write("改"):
        records.update(store, [records.changed(made, remark="新")])
    added, changed = journal.history(store, made.id)
    assert added.before is None
    assert added.after is not None
    assert changed.before is not None
    assert changed.after is not None
    assert (changed.before["remark"], changed.after["remark"]) == ("", "新")
    assert changed.operation.label == "改"
    assert changed.operation.at[:2] == "20"


def test_undo_brings_back_coordinates_to_the_digit(store: Store) -> None:
    kind = PointType(new_id(), "路口", None, "", "", "", 1)
    point = Point(new_id(), 1, "甲", kind.id, "", "", "", "", 115.3055281, 34.1049999, ("重点",),
                  "", "", 1200.5, "", "", "", 1)  # fmt: skip
    with store.write("加"):
        records.insert(store, [kind, point])
    with store.write("删"):
        records.delete(store, Point, [point.id])
    target = journal.undo_target(store)
    assert target is not None
    journal.undo(store, target)
    assert records.get(store, Point, point.id) == point


def test_undo_of_twenty_thousand_rows_takes_seconds_not_minutes(store: Store) -> None:
    with store.write("很多"):
        records.insert(store, [Framework(new_id(), f"第{i}") for i in range(20_000)])
    target = journal.undo_target(store)
    assert target is not None
    begun = time.monotonic()
    journal.undo(store, target)
    assert frameworks(store) == {}
    assert time.monotonic() - begun < 20


STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "change", "delete", "undo", "redo"]), st.integers(0, 4)),
    max_size=25,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_random_edits_undo_and_redo_agree_with_a_model(
    steps: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with create_store(tmp_path_factory.mktemp("j") / "w.db") as store:
        past: list[dict[str, str]] = [{}]
        future: list[dict[str, str]] = []
        for number, (step, which) in enumerate(steps):
            now = past[-1]
            if step == "undo":
                target = journal.undo_target(store)
                assert (target is None) == (len(past) == 1)
                if target is not None:
                    journal.undo(store, target)
                    future.append(past.pop())
            elif step == "redo":
                target = journal.redo_target(store)
                assert (target is None) == (not future)
                if target is not None:
                    journal.redo(store, target)
                    past.append(future.pop())
            else:
                after = _edit(store, step, number, which, now)
                if after != now:
                    past.append(after)
                    future.clear()
            assert frameworks(store) == past[-1]


def _edit(store: Store, step: str, number: int, which: int, now: dict[str, str]) -> dict[str, str]:
    names = sorted(now)
    if step == "add":
        with store.write("add"):
            records.insert(store, [Framework(new_id(), f"n{number}")])
        return {**now, f"n{number}": ""}
    if not names:
        return now
    name = names[which % len(names)]
    row = records.find(store, Framework, name=name)[0]
    with store.write(step):
        if step == "delete":
            records.delete(store, Framework, [row.id])
            return {key: value for key, value in now.items() if key != name}
        records.update(store, [records.changed(row, remark=f"r{number}")])
    return {**now, name: f"r{number}"}
