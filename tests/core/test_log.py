"""The log keeps what a developer needs and nothing that a person has typed."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import Store
from desktop.core import log
from desktop.features.settings import save_settings
from desktop.features.units import save_unit


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    logger = logging.getLogger("yingjian")
    former, level = logger.handlers[:], logger.level
    logger.handlers = []
    log.start("1.0", tmp_path / "log")
    yield tmp_path / "log"
    for handler in logger.handlers:
        handler.close()
    logger.handlers = former
    logger.setLevel(level)


def text(place: Path) -> str:
    return "\n".join(log.last_lines(1000, place))


def test_versions_and_steps_are_kept_without_names(place: Path, store: Store) -> None:
    save_unit(store, None, {"name": "张三丰办", "full_name": "13800138000"})
    save_settings(store, {"office": "李四"})
    logging.getLogger("yingjian").info("已修改“张三丰办”")
    logging.getLogger("yingjian").warning("“李四”的电话 13800138000 不对")
    kept = text(place)
    assert "Python 3" in kept
    assert "新增单位" in kept
    assert "修改设置" in kept
    for word in ("张三丰", "李四", "13800138000"):
        assert word not in kept


def test_errors_keep_the_place_and_lose_the_words(place: Path) -> None:
    try:
        {}["王五 18912345678"]  # type: ignore[call-overload]
    except KeyError:
        logging.getLogger("yingjian").error("%s", traceback.format_exc())
    try:
        raise ValueError("invalid literal for 张三")
    except ValueError:
        logging.getLogger("yingjian").exception("command")
    kept = text(place)
    assert "KeyError" in kept
    assert "ValueError" in kept
    assert "test_log.py" in kept
    assert "line " in kept
    for word in ("王五", "18912345678", "张三", "invalid literal for"):
        assert word not in kept.replace('raise ValueError("invalid literal for', "")


def test_an_unforeseen_error_leaves_a_mark_for_the_next_start(place: Path) -> None:
    assert not log.take_crash_mark(place)
    logging.getLogger("yingjian").error("x")
    assert log.take_crash_mark(place)
    assert not log.take_crash_mark(place)


def test_the_log_is_rotated(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "limit", lambda name: 2000)
    log.start("1.0", place)
    for number in range(400):
        logging.getLogger(log.STEPS).info("步骤 %s", number)
    files = sorted(place.glob("yingjian.log*"))
    assert len(files) == 4
    assert sum(file.stat().st_size for file in files) < 4 * 2100
    assert log.last_lines(1, place)[0].endswith("步骤 399")


def test_a_place_that_cannot_be_written_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    log.start("1.0", tmp_path / "file" / "log")
    assert log.last_lines(5, tmp_path / "file" / "log") == []


def test_the_log_lies_where_qt_keeps_a_programs_own_data(qapp: object) -> None:
    from PySide6.QtCore import QCoreApplication, QStandardPaths

    QCoreApplication.setOrganizationName("yingjian")
    QCoreApplication.setApplicationName("yingjian")
    place = QStandardPaths.StandardLocation.AppLocalDataLocation
    assert Path(QStandardPaths.writableLocation(place)) == log.log_folder()
