"""Roads and marks are edited, limits are data, and nothing unknown is guessed."""

from __future__ import annotations

import pytest

from db import Store
from desktop.core.errors import InputError
from desktop.core.row_source import Query
from desktop.features.points import edit_point
from desktop.features.spacing import (
    RoadResult,
    delete_marks,
    delete_roads,
    edit_mark,
    edit_road,
    limits,
    mark_rows,
    recorded_subjects,
    road_rows,
    save_limits,
    spacing_results,
    subjects,
)
from desktop.features.spacing.results import RoadMarks, SpacingRows
from desktop.features.workspace import undo

ADVERT = "公益广告"


def road(store: Store, name: str, class_: str = "主干道", length: str = "300米") -> str:
    return edit_road(store, None, {"name": name, "class_": class_, "length_m": length})[0].id


def mark(store: Store, name: str, place: object, number: str = "", subject: str = ADVERT) -> str:
    values = {"road": name, "subject": subject, "chainage_m": place, "number": number}
    return edit_mark(store, None, values)[0].id


def result(store: Store, name: str, subject: str = ADVERT) -> RoadResult:
    return next(r for r in spacing_results(store, subject) if r.road == name)


def test_a_road_is_judged_while_it_is_typed_in(store: Store) -> None:
    road(store, "甲路")
    assert result(store, "甲路").state == "待定"
    assert result(store, "甲路").notes == ("没有录入里程",)
    mark(store, "甲路", "K0+100")
    assert (result(store, "甲路").state, result(store, "甲路").needed) == ("不合格", 1)
    late = mark(store, "甲路", "２００米")
    assert result(store, "甲路").state == "合格"
    edit_mark(store, late, {"chainage_m": "180"})
    assert [(g.start_m, g.end_m) for g in result(store, "甲路").gaps if g.over] == [(180, 300)]
    delete_marks(store, [late])
    assert result(store, "甲路").mark_count == 1
    undo(store)
    assert result(store, "甲路").mark_count == 2


def test_class_words_mean_the_same_class(store: Store) -> None:
    for name, class_ in (("甲路", "城市主干路"), ("乙路", " 次干 路"), ("丙路", "支路")):
        road(store, name, class_)
        mark(store, name, "150")
    assert [result(store, name).limit_m for name in ("甲路", "乙路", "丙路")] == [100, 300, None]
    assert (result(store, "丙路").state, result(store, "丙路").notes) == (
        "待定", ("这个等级没有限值",),
    )  # fmt: skip
    mark(store, "丙路", "100", subject="公厕")
    assert result(store, "丙路", "公共卫生间").limit_m == 500


def test_limits_are_changed_by_the_workspace_and_come_back(store: Store) -> None:
    road(store, "甲路")
    mark(store, "甲路", "150")
    save_limits(store, ADVERT, {"主干道": "150米", "支路": "0.5公里"})
    assert {(x.class_, x.most_m, x.source) for x in limits(store) if x.subject == ADVERT} == {
        ("主干道", 150, "本工作区设定"), ("次干道", 300, "创建工作部署会要求"),
        ("支路", 500, "本工作区设定"),
    }  # fmt: skip
    assert result(store, "甲路").state == "合格"
    save_limits(store, ADVERT, {"主干道": "", "支路": ""})
    assert result(store, "甲路").state == "不合格"
    assert len(limits(store)) == 3
    save_limits(store, "果皮箱", {"": "50"})
    assert "果皮箱" in subjects(store)
    undo(store)
    assert "果皮箱" not in subjects(store)


@pytest.mark.parametrize("text", ["0", "-5", "很远", "1e9"])
def test_wrong_limits_are_refused(store: Store, text: str) -> None:
    with pytest.raises(InputError, match="没有改动"):
        save_limits(store, ADVERT, {"主干道": text, "次干道": "200"})
    assert [x.most_m for x in limits(store)] == [100, 300, 500]


def test_what_lies_off_the_road_is_named_and_not_counted(store: Store) -> None:
    road(store, "甲路")
    for number, place in enumerate(("-20", "100", "100", "200", "350"), 1):
        mark(store, "甲路", place, str(number))
    found = result(store, "甲路")
    assert found.state == "合格"
    assert [gap.length_m for gap in found.gaps] == [100, 100, 100]
    assert found.words == (
        "K0+100 有两处以上，按一处算；-20 米 在起点之前，没有计入；K0+350 超出终点 K0+300，没有计入"
    )


def test_an_unknown_length_is_said_and_taken_from_the_point_of_that_name(
    county_store: Store,
) -> None:
    road(county_store, "无名路", length="")
    mark(county_store, "无名路", "90")
    found = result(county_store, "无名路")
    assert (found.length_m, found.state, len(found.gaps)) == (None, "待定", 1)
    assert found.notes == ("道路长度未知，最后一段没有核算",)
    road(county_store, "人民路", length="")
    mark(county_store, "人民路", "700")
    found = result(county_store, "人民路")
    assert (found.length_m, found.notes) == (760, ("长度 760 米取自点位台账",))
    edit_road(county_store, found.id, {"length_m": "800"})
    assert result(county_store, "人民路").notes == ("这里长度 800 米，点位台账里是 760 米",)
    edit_point(county_store, None, {"name": "人民路", "type": "背街小巷", "length_m": "5"})
    assert result(county_store, "人民路").point_id is None


def test_wrong_roads_and_marks_are_refused_by_field(store: Store) -> None:
    road(store, "甲路")
    for values, words in (
        ({"name": " "}, "道路:不能空"), ({"name": "甲 路"}, "已经有"),
        ({"name": "乙路", "length_m": "长"}, "看不懂"),
        ({"name": "乙路", "length_m": "0"}, "要大于 0"),
    ):  # fmt: skip
        with pytest.raises(InputError, match=words):
            edit_road(store, None, values)
    one = mark(store, "甲路", "100", "1")
    for values, words in (
        ({"road": "丙路"}, "请先新增道路"), ({"subject": ""}, "项目:不能空"),
        ({"chainage_m": "某处"}, "看不懂"), ({"number": "1"}, "已经有同样的一处"),
    ):  # fmt: skip
        given = {"road": "甲路", "subject": ADVERT, "chainage_m": "100", "number": "2", **values}
        with pytest.raises(InputError, match=words):
            edit_mark(store, None, given)
    assert mark(store, "甲路", "100", "2") != one
    assert len(mark_rows(store).all()) == 2


def test_deleting_a_road_takes_its_marks_and_undo_brings_both_back(store: Store) -> None:
    gone = road(store, "甲路")
    road(store, "乙路")
    mark(store, "甲路", "10")
    mark(store, "甲路", "10", subject="公厕")
    delete_roads(store, [gone])
    assert [row.name for row in road_rows(store).all()] == ["乙路"]
    undo(store)
    assert [(row.name, row.marks) for row in road_rows(store).all()] == [("甲路", 2), ("乙路", 0)]
    assert recorded_subjects(store) == (ADVERT, "公共卫生间")


def test_results_are_filtered_and_sorted_as_any_list(store: Store) -> None:
    for name, length, place in (("甲路", "200", "100"), ("乙路", "900", "100"), ("丙路", "", "50")):
        road(store, name, length=length)
        mark(store, name, place)
    rows = SpacingRows(store, ADVERT)
    assert [r.road for r in rows.page(Query(), 0, 10)] == ["甲路", "乙路", "丙路"]
    assert [r.road for r in rows.page(Query("", (), (("needed", True),)), 0, 1)] == ["乙路"]
    by_length = Query("", (), (("length_m", False),))
    assert [r.road for r in rows.page(by_length, 1, 2)] == ["乙路", "丙路"]
    assert [r.road for r in rows.page(Query("", (("state", "待定"),)), 0, 9)] == ["丙路"]
    assert rows.count(Query("主干道 乙")) == 1
    marks = RoadMarks(store)
    assert marks.count(Query()) == 0
    marks.road_id, marks.subject = rows.page(Query(), 0, 1)[0].id, ADVERT
    assert [row.chainage_m for row in marks.page(Query(), 0, 9)] == [100]
