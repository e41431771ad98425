"""The command `scans` says the same as the window."""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from db import Store, records
from db.tables.visits import Visit
from desktop.cli.output import Output
from desktop.core.errors import UserError
from desktop.core.job import QuietContext
from desktop.features.points import point_rows
from desktop.features.visits import RoundPlan, add_points, save_round, scans_cli


def run(store: Store, *words: str, as_json: bool = True) -> Any:
    parser = argparse.ArgumentParser()
    scans_cli.add_parser(parser.add_subparsers(dest="command"))
    stream = io.StringIO()
    out = Output(as_json=as_json, stream=stream)
    assert scans_cli.run(store, parser.parse_args(["scans", *words]), out, QuietContext()) == 0
    return json.loads(stream.getvalue()) if as_json else stream.getvalue()


def test_scans_are_added_listed_and_filed(county_store: Store, tmp_path: Path) -> None:
    item, _ = save_round(county_store, None, RoundPlan("七月自查", "自查"))
    add_points(county_store, item.id, [point_rows(county_store).all()[0].id])
    (visit,) = records.find(county_store, Visit)
    Image.new("L", (300, 300), 200).save(tmp_path / "a.png")
    assert "还没有扫描件" in run(county_store, "list", as_json=False)
    added = run(county_store, "add", str(tmp_path / "a.png"), str(tmp_path / "没有.png"))
    assert (added["filed"], added["known"], added["blank"]) == ([], 0, 0)
    assert added["skipped"][0]["why"] == "文件不存在"
    (row,) = run(county_store, "list")
    assert row == added["waiting"][0]
    assert (row["name"], row["state"], row["sheet_no"]) == ("a.png", "未归位", "")
    assert "没有认出二维码" in run(county_store, "list", as_json=False)
    with pytest.raises(UserError):
        run(county_store, "file", "nothing", str(visit.sheet_no))
    filed = run(county_store, "file", row["id"], str(visit.sheet_no))
    assert (filed["state"], filed["sheet_no"]) == ("已归位", visit.sheet_no)
    again = run(county_store, "add", str(tmp_path / "a.png"), as_json=False)
    assert again == "归位 0 页，未归位 0 页；1 个文件以前收过。\n"
