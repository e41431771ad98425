"""Limits and weights of other pages, carried from one workspace to another."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import Store
from desktop.core.errors import UserError
from desktop.features.carrying import carried_pages, page_differences, save_carried
from desktop.features.dossier import all_limits, save_limits
from desktop.features.forecast import save_scheme, scheme_of
from desktop.features.operators import save_operator, sign_in
from desktop.features.settings import (
    Pages,
    SettingsFile,
    county,
    current_edition,
    export_settings,
    read_settings_file,
)
from desktop.features.spacing import limits as spacing_limits
from desktop.features.spacing import save_limits as save_spacing
from desktop.features.workspace import operations, undo

SCHEME = '{"methods": {"材料审核": 40, "实地考察": 60}, "places": 3, "pass_no_veto": false}'


@pytest.fixture
def pages(county_store: Store, tmp_path: Path) -> Pages:
    """What another county's file says; the county's own store is as it was."""
    save_limits(county_store, "实景图片", {"bytes": "50000", "source": "2026 年通知"})
    save_spacing(county_store, "公益广告", {"主干道": "150", "支路": "400"})
    edition = current_edition(county_store)
    assert edition is not None
    save_scheme(county_store, edition, SCHEME)
    export_settings(tmp_path / "s.json", SettingsFile({}, {}, carried_pages(county_store)))
    for _ in range(3):
        undo(county_store)
    return read_settings_file(tmp_path / "s.json").pages


def test_all_of_it_is_shown_first_then_changed_in_one_step(
    county_store: Store, pages: Pages
) -> None:
    edition = current_edition(county_store)
    assert edition is not None
    before = carried_pages(county_store)
    lines = page_differences(county_store, pages)
    assert "材料限值，实景图片，最大字节数：没有 → 50000" in lines
    assert "间距限值(米)，公益广告，主干道：100 → 150" in lines
    assert "间距限值(米)，公益广告，支路：没有 → 400" in lines
    assert any("各测评方式的分：" in x and "材料审核 40、实地考察 60" in x for x in lines)
    assert any("一票否决：不能有 → 不看" in line for line in lines)
    assert carried_pages(county_store) == before
    done = len(operations(county_store))
    save_carried(county_store, {"county": "乙县"}, pages)
    assert page_differences(county_store, pages) == ()
    assert all_limits(county_store)["实景图片"].bytes == 50000
    assert scheme_of(county_store, edition).places == 3
    assert {(x.subject, x.class_): x.most_m for x in spacing_limits(county_store)}[
        "公益广告", "主干道"
    ] == 150
    assert len(operations(county_store)) == done + 1
    undo(county_store)
    assert carried_pages(county_store) == before
    assert county(county_store) == "青禾县"


@pytest.mark.parametrize(
    "bad",
    [
        {"materials": {"实景图片": {"bytes": "很多", "source": "通知"}}},
        {"materials": {"实景图片": {"bytes": "5"}}},
        {"spacing": {"公益广告": {"主干道": "0"}}},
    ],
)
def test_one_wrong_limit_keeps_the_whole_file_out(county_store: Store, bad: Pages) -> None:
    edition = current_edition(county_store)
    assert edition is not None
    before, good = carried_pages(county_store), {"scheme": {edition.name: {"scheme": SCHEME}}}
    for given in (good | bad, bad | good):
        with pytest.raises(UserError, match="没有保存"):
            save_carried(county_store, {"county": "乙县"}, given)
    assert carried_pages(county_store) == before
    assert county(county_store) == "青禾县"


def test_what_has_no_place_here_is_left_out(county_store: Store) -> None:
    strange: Pages = {
        "scheme": {"别的体系": {"scheme": SCHEME}}, "x": {"y": {"z": "1"}},
        "materials": {"实景图片": {"nonsense": "1"}},
    }  # fmt: skip
    assert page_differences(county_store, strange) == ()
    assert save_carried(county_store, {}, strange)[0] == 0


def test_a_scheme_that_is_none_is_refused_before_anything(county_store: Store) -> None:
    edition = current_edition(county_store)
    assert edition is not None
    for text in ("[", '{"full": "x"}', '{"places": 99}'):
        with pytest.raises(UserError, match="看不懂"):
            page_differences(county_store, {"scheme": {edition.name: {"scheme": text}}})


def test_who_may_not_change_settings_brings_no_limits_in(county_store: Store) -> None:
    save_operator(county_store, None, name="王管", role="admin")
    sign_in(county_store, "王管")
    save_operator(county_store, None, name="李审", role="review")
    sign_in(county_store, "李审")
    with pytest.raises(UserError, match="李审"):
        save_carried(county_store, {}, {"spacing": {"公益广告": {"支路": "400"}}})
    assert len(carried_pages(county_store)["spacing"]["公益广告"]) == 2
