"""The trial hand-in over the sample, limits only where a notice states them, mended copies."""

from __future__ import annotations

from collections import Counter

import pytest

from db import Store, records
from db.tables.evidence import DocumentSlot, Revision
from desktop.core.errors import InputError, UserError
from desktop.core.job import QuietContext
from desktop.features.dossier import (
    CheckRow,
    Mend,
    all_limits,
    dry_run,
    find_documents,
    mend_name,
    mend_picture,
    save_limits,
)
from desktop.features.evidence import document_rows, slot_rows
from desktop.features.workspace import undo

QUIET = QuietContext()
NOTICE = "某市 2026 年通知第三条"


def by_rule(store: Store, rule: str) -> list[CheckRow]:
    return [row for row in dry_run(QUIET, store).rows if row.rule == rule]


def test_the_sample_without_any_limit(full_store: Store) -> None:
    assert all_limits(full_store) == {}
    trial = dry_run(QUIET, full_store)
    assert trial.documents == 88
    assert Counter((row.grade, row.rule) for row in trial.rows) == {
        ("会被拒收", "扩展名不符"): 1,
        ("会被拒收", "时限窗"): 4,
        ("会被拒收", "个人信息"): 2,
        ("要再看", "没有日期"): 12,
        ("要再看", "图片模糊"): 1,
        ("要再看", "压缩过度"): 1,
        ("要再看", "外地地名"): 2,
        ("要再看", "期外年份"): 4,
        ("要再看", "写成总结"): 1,
        ("要再看", "一图多用"): 3,
    }
    names = {row.rule: row.name for row in trial.rows}
    assert names["扩展名不符"] == "操场.jpg"
    assert names["图片模糊"] == "修剪.jpg"
    assert names["压缩过度"] == "微信图片_20260630211504.jpg"


def test_limits_of_a_kind_name_their_source(full_store: Store) -> None:
    with pytest.raises(InputError, match="限值没有保存") as refused:
        save_limits(full_store, "实景图片", {"bytes": "很大", "width": "1000"})
    assert [problem.where for problem in refused.value.problems] == ["最大字节数", "依据(哪份通知)"]
    assert all_limits(full_store) == {}
    kinds = {row.kind for row in dry_run(QUIET, full_store).rows if row.name.endswith(".jpg")}
    for kind in kinds - {""}:
        save_limits(full_store, kind, {"bytes": "100000", "name_length": "12", "types": "jpg、png",
                                       "source": NOTICE})  # fmt: skip
    big = by_rule(full_store, "大小")
    assert all(row.fix == "压小" and NOTICE in row.what for row in big)
    for kind in kinds - {""}:
        save_limits(full_store, kind, {"bytes": "", "name_length": "", "types": ""})
    assert all_limits(full_store) == {}


def test_a_wrong_ending_is_mended_by_name_or_by_drawing_anew(full_store: Store) -> None:
    (row,) = by_rule(full_store, "扩展名不符")
    assert (row.name, row.fix, row.what) == (
        "操场.jpg", "改名", "扩展名是 .jpg，内容其实是 PNG",
    )  # fmt: skip
    name, _ = mend_name(QUIET, full_store, row.document_id)
    assert name == "操场.png"
    assert by_rule(full_store, "扩展名不符") == []


def test_a_picture_is_shrunk_and_the_original_stays(full_store: Store) -> None:
    (found,) = find_documents(full_store, ["家庭教育课.jpg"])
    name, _ = mend_picture(QUIET, full_store, found, Mend(bytes=50_000))
    first, second = records.find(full_store, Revision, document_id=found, order="number")
    assert (name, first.bytes, second.number) == ("家庭教育课.jpg", 102037, 2)
    assert second.bytes <= 50_000
    undo(full_store)
    assert records.find(full_store, Revision, document_id=found) == (first,)
    with pytest.raises(UserError, match="看不清"):
        mend_picture(QUIET, full_store, found, Mend(bytes=500))
    with pytest.raises(UserError, match="gif"):
        mend_picture(QUIET, full_store, found, Mend(type="gif"))


def test_a_text_is_no_picture(full_store: Store) -> None:
    (found,) = find_documents(full_store, ["免费开放通知.pdf"])
    with pytest.raises(UserError, match="原来的文件没有改动"):
        mend_picture(QUIET, full_store, found, Mend(type="jpg"))


@pytest.mark.parametrize(
    ("name", "limits", "rule"),
    [
        ("统计说明.docx", {"least_words": "500"}, "字数"),
        ("统计说明.docx", {"most_words": "20"}, "字数"),
        ("统计说明.docx", {"types": "pdf"}, "类型"),
        ("统计说明.docx", {"name_length": "6"}, "文件名长度"),
        ("统计说明.docx", {"bad_characters": "统"}, "文件名字符"),
        ("统计说明.docx", {"bytes": "1000"}, "大小"),
    ],
)
def test_each_limit_is_held(
    full_store: Store, name: str, limits: dict[str, str], rule: str
) -> None:
    save_limits(full_store, "说明报告", {**limits, "source": NOTICE})
    assert name in [row.name for row in by_rule(full_store, rule)]


def test_pixels_pages_and_numbers_of_files(full_store: Store) -> None:
    rows = {row.name: row for row in document_rows(full_store).all()}
    kinds = {slot.id: slot.kind for slot in slot_rows(full_store).all()}
    links = records.find(full_store, DocumentSlot)
    kind_of = {link.document_id: kinds[link.slot_id] for link in links}
    picture, text = kind_of[rows["操场.jpg"].id], kind_of[rows["免费开放通知.pdf"].id]
    save_limits(full_store, picture, {"width": "1000", "height": "700", "count": "1",
                                      "source": NOTICE})  # fmt: skip
    save_limits(full_store, text, {"pages": "1", "source": NOTICE})
    assert "操场.jpg" in [row.name for row in by_rule(full_store, "像素")]
    assert by_rule(full_store, "页数") == []
    per_slot = Counter(link.slot_id for link in links if kinds[link.slot_id] == picture)
    assert len(by_rule(full_store, "份数")) == sum(count - 1 for count in per_slot.values()) > 0
