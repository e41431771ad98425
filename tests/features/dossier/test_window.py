"""When documents are from, and which fall outside the days that count."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import Store, records
from db.tables.evidence import Document
from desktop.core.errors import UserError
from desktop.core.job import QuietContext
from desktop.features.dossier import (
    Window,
    find_dates,
    set_window,
    try_window,
    window_before,
    window_of,
    window_rows,
)
from desktop.features.dossier.child import Page, Reading
from desktop.features.dossier.fact_dates import dates_in, name_day, traces_of
from desktop.features.evidence import add_paths, edit_document
from desktop.features.workspace import undo

QUIET = QuietContext()


def by_name(store: Store) -> dict[str, tuple[str | None, str]]:
    rows = records.find(store, Document)
    return {d.name: (d.fact_date and d.fact_date.isoformat(), d.fact_date_source) for d in rows}


def test_the_sample_days_come_from_where_they_stand(full_store: Store) -> None:
    found = by_name(full_store)
    assert found["DSC00871.jpg"] == ("2025-06-18", "拍摄信息")
    assert found["重阳.jpg"] == ("2025-10-29", "拍摄信息")
    assert found["微信图片_20260630211504.jpg"] == ("2026-06-30", "文件名")
    assert found["免费开放通知.pdf"] == ("2025-07-18", "正文落款")
    assert found["四季度说明.pdf"] == ("2026-01-08", "正文落款")
    assert found["市场台账.xlsx"] == ("2026-04-23", "正文提到")
    assert {name for name, (day, _) in found.items() if day is None} == {
        "03_服务项目清单.xlsx", "清明护航.jpg", "志愿者人数统计表.xlsx", "红榜名单.xlsx",
        "间距核算表.xlsx", "场地统计.xlsx", "操场.jpg", "单据汇总.xlsx", "派单现场.jpg",
        "IMG_0001.jpg", "播出单汇总.xlsx", "预算表.xlsx",
    }  # fmt: skip


def test_the_sample_documents_outside_the_window(full_store: Store) -> None:
    rows = window_rows(full_store, window_of(full_store))
    outside = [(row.name, row.day and row.day.isoformat()) for row in rows if row.state == "期外"]
    assert outside == [
        ("DSC00871.jpg", "2025-06-18"),
        ("免费开放通知.pdf", "2025-07-18"),
        ("假期托管20250720.jpg", "2025-07-20"),
        ("Ⅱ-9-3)自查报告.docx", "2026-09-12"),
    ]
    assert [row.state for row in rows].count("没有日期") == 12
    assert [row.state for row in rows].count("期内") == 88 - 4 - 12


def test_moving_the_test_month_is_shown_before_anything_changes(full_store: Store) -> None:
    before = window_of(full_store)
    move = try_window(full_store, window_before(date(2026, 10, 15)))
    assert (move.former, move.new) == (before, Window(date(2025, 10, 1), date(2026, 9, 30)))
    assert move.falls_out == ()
    assert [row.name for row in move.comes_in] == ["Ⅱ-9-3)自查报告.docx"]
    later = try_window(full_store, window_before(date(2026, 12, 1)))
    assert {row.name for row in later.falls_out} == {
        "II-3-2)-①红头文件.pdf", "01_青年志愿服务队伍通知.pdf", "红黑榜办法.pdf", "重阳.jpg",
    }  # fmt: skip
    assert window_of(full_store) == before


def test_a_round_may_have_its_own_window(full_store: Store) -> None:
    own = Window(date(2026, 1, 1), date(2026, 7, 31))
    set_window(full_store, own, "round-1")
    assert window_of(full_store, "round-1") == own
    assert window_of(full_store, "round-2") == Window(date(2025, 9, 1), date(2026, 8, 31))
    undo(full_store)
    assert window_of(full_store, "round-1") == Window(date(2025, 9, 1), date(2026, 8, 31))
    with pytest.raises(UserError, match="早于"):
        set_window(full_store, Window(own.ends, own.starts))


def test_without_a_setting_the_test_day_decides(store: Store) -> None:
    assert window_of(store) == Window(date(2025, 12, 1), date(2026, 11, 30))


def test_what_a_person_typed_stays(full_store: Store) -> None:
    photo = next(d for d in records.find(full_store, Document) if d.name == "DSC00871.jpg")
    edit_document(full_store, photo.id, fact_date=date(2026, 6, 18))
    found, changes = find_dates(QUIET, full_store)
    assert not changes
    dates = next(item for item in found if item.document_id == photo.id)
    assert [(f.day.isoformat(), f.source) for f in dates.found] == [
        ("2026-06-18", "手工填写"), ("2025-06-18", "拍摄信息"),
    ]  # fmt: skip
    assert dates.is_contradictory


def test_looking_again_opens_no_file(full_store: Store) -> None:
    for blob in (full_store.workspace / "files").rglob("*"):
        if blob.is_file():
            blob.write_bytes(b"x")
    _, changes = find_dates(QUIET, full_store)
    assert not changes


def test_files_made_to_hurt_are_only_reported(store: Store, tmp_path: Path) -> None:
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.4 nothing")
    (tmp_path / "坏20260101.docx").write_bytes(b"PK\x03\x04 nothing")
    (tmp_path / "坏.jpg").write_bytes(b"\xff\xd8\xff\xe0 nothing")
    add_paths(QUIET, store, [tmp_path / n for n in ("坏.pdf", "坏20260101.docx", "坏.jpg")])
    found, _ = find_dates(QUIET, store)
    assert {item.name: len(item.found) for item in found} == {
        "坏.pdf": 0, "坏20260101.docx": 1, "坏.jpg": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年3月5日", "2026-03-05"), ("2026 年 03 月 05 日", "2026-03-05"),
        ("二〇二六年三月五日", "2026-03-05"), ("二○二五年十二月三十一日", "2025-12-31"),
        ("二〇二六年十月二十日", "2026-10-20"), ("2026-03-05", "2026-03-05"),
        ("2026.3.5", "2026-03-05"), ("2026/03/05 09:15", "2026-03-05"),
    ],
)  # fmt: skip
def test_days_are_read_as_written(text: str, day: str) -> None:
    assert [found.isoformat() for found, _ in dates_in(text)] == [day]


@pytest.mark.parametrize("text", ["2026年2月30日", "2026年13月1日", "0000-1234567", "2026年3月"])
def test_what_is_no_day_is_left(text: str) -> None:
    assert list(dates_in(text)) == []


def test_a_signature_goes_before_the_name_and_a_mention() -> None:
    text = "二〇二六年三月一日开会。\n青禾县文明办\n2026年3月5日\n— 1 —"
    found = traces_of(Reading(pages=(Page("正文", text),)), "通知20260304.docx")
    assert [(f.day.day, f.source) for f in found] == [(5, "正文落款"), (4, "文件名")]


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_names_carry_days(day: date) -> None:
    assert name_day(f"IMG_{day:%Y%m%d}_091512.jpg") == day
    assert name_day(f"现场{day:%Y-%m-%d}.jpg") == day


@given(st.dates(date(2001, 2, 1), date(2099, 12, 31)), st.integers(1, 24))
def test_a_window_ends_before_the_test_month_and_has_whole_months(day: date, months: int) -> None:
    window = window_before(day, months)
    assert window.ends + timedelta(days=1) == day.replace(day=1)
    assert window.starts.day == 1
    ends, starts = window.ends, window.starts
    assert (ends.year - starts.year) * 12 + ends.month - starts.month + 1 == months
