"""The runner: files end imported or refused by name, and what goes wrong is seen."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.corpus.__main__ import main
from tests.corpus.making import MAKERS
from tests.corpus.outcomes import Thrown, Way, ending
from tests.corpus.running import Worker, prepare, throw_all

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kills by groups")
FEW = {
    "表格": ("全表合并.xlsx", "满是怪值_points.xlsx", "有密码.xlsx", "套表.docx"),
    "文本": ("GBK带NUL.csv", "别家.db"), "压缩包": ("越界.zip", "空的.zip"),
    "图和PDF": ("十亿像素.png", "自己画自己.pdf"),
}  # fmt: skip


def test_a_few_hostile_files_end_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for room, names in FEW.items():
        for name in names:
            MAKERS[room][name](tmp_path / name)
    out = tmp_path.parent / "out.json"
    assert main([str(tmp_path), "--json", str(out), "--only", "import", "intake", "small"]) == 0
    said = capsys.readouterr().out
    assert "10 files     imported" in said
    ends = {row["path"]: {way["way"]: way["end"] for way in row["ways"]}
            for row in json.loads(out.read_text(encoding="utf-8"))}  # fmt: skip
    assert ends["满是怪值_points.xlsx"]["import"] == "ok"
    assert ends["有密码.xlsx"] == {"import": "no", "intake": "ok", "small": "no"}
    assert ends["越界.zip"]["intake"] == "no"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    prepare(folder)
    return folder


def test_what_takes_too_long_is_killed_and_the_rest_goes_on(place: Path) -> None:
    file = place / "a.csv"
    file.write_text("单位简称,类别\n甲,企业\n", encoding="utf-8")
    for seconds, memory_mb, way, end in (
        (0.01, 700, "import", "time"), (60, 700, "import", "ok"), (60, -1, "import", "memory"),
        (60, 700, "no such way", "crash"),
    ):  # fmt: skip
        worker = Worker(place, seconds, memory_mb)
        assert worker.throw(way, file).end == end
        worker.stop()


def test_one_bad_way_makes_a_bad_file() -> None:
    ok, no, bad = (Way("import", end, "", 0.0) for end in ("ok", "no", "crash"))
    stored = Way("intake", "ok", "", 0.0)
    assert Thrown(Path("a.pdf"), (ok, no)).end == "ok"
    assert Thrown(Path("a.pdf"), (ok, no, bad)).end == "crash"
    assert Thrown(Path("a.pdf"), (stored, no)).end == "no"
    assert Thrown(Path("a.zip"), (stored, no)).end == "ok"
    assert ending(["time", "memory", "no"]) == "memory"


def test_nothing_is_thrown_at_nothing(tmp_path: Path) -> None:
    assert throw_all([], jobs=1, seconds=5, memory_mb=1) == []
