"""Packing through the window: choose, look, build, check."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QTableView,
    QTreeWidget,
)
from pytestqt.qtbot import QtBot

from db import records
from db.tables.packages import Package
from desktop.core.job import QuietContext
from desktop.core.paths import samples
from desktop.features.evidence import add_paths, blob_path
from desktop.features.packages import Choice, Hit, read_tree
from desktop.features.packages.ui import page as module
from desktop.features.packages.ui import page as packages_page
from desktop.features.packages.ui.page import PackagesPage
from desktop.shell.desk import Desk


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> PackagesPage:
    """The page over the sample's materials; what the gate finds in them has tests of its own."""
    monkeypatch.setattr(packages_page, "find_hits", lambda _ctx, _store, _ids: ())
    add_paths(QuietContext(), desk.store, [samples() / "报送材料"])
    desk.window.go_to("packages")
    found = desk.window.stack.currentWidget()
    assert isinstance(found, PackagesPage)
    return found


def headline(page: PackagesPage, name: str = "packages.tree.headline") -> str:
    label = page.findChild(QLabel, name)
    return "" if label is None else label.text()


def press(page: PackagesPage, qtbot: QtBot, name: str) -> None:
    button = page.findChild(QAbstractButton, name)
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_preview_follows_the_choices(page: PackagesPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "24 条测评标准，60 份材料" in headline(page))
    tree = page.findChild(QTreeWidget, "packages.tree")
    assert tree is not None
    assert tree.topLevelItem(0).text(0) == "Ⅰ-1 思想引领与价值观培育"
    window = page.findChild(QLineEdit, "packages.window")
    assert window is not None
    qtbot.keyClicks(window, "2026-01-01..2026-12-31")
    qtbot.waitUntil(lambda: "不打包" in headline(page))
    last = tree.topLevelItem(tree.topLevelItemCount() - 1)
    assert "不打包的材料" in last.text(0)
    assert "之外" in last.child(0).text(0)
    qtbot.keyClicks(window, "x")
    qtbot.waitUntil(lambda: "看不懂" in headline(page))
    window.clear()
    rule = page.findChild(QComboBox, "packages.rule")
    assert rule is not None
    rule.setEditText("{编号}-{圈号} {名称}")
    first = "Ⅱ-3-1)-① 统计说明.docx"
    qtbot.waitUntil(lambda: bool(tree.findItems(first, Qt.MatchFlag.MatchRecursive)))
    rule.setEditText("{火星}")
    qtbot.waitUntil(lambda: "火星" in headline(page))


def test_building_and_checking(
    page: PackagesPage, qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    page.build(tmp_path / "out")
    qtbot.waitUntil(lambda: len(records.find(desk.store, Package)) == 1, timeout=20_000)
    qtbot.waitUntil(lambda: page.tabs.currentIndex() == 1)
    table = page.findChild(QTableView, "packages.history.table")
    assert table is not None
    qtbot.waitUntil(lambda: table.model().rowCount() == 1)
    assert any("打好了：60 份材料" in words for words in desk.messages.said)
    table.selectRow(0)
    press(page, qtbot, "packages.check_selected")
    name = "packages.faults.headline"
    qtbot.waitUntil(lambda: "完好：60 份文件" in headline(page, name), timeout=10_000)
    folder = next((tmp_path / "out").iterdir())
    next(folder.rglob("*.jpg")).unlink()
    (folder / "data" / "多.txt").write_text("x")
    page.check(folder)
    qtbot.waitUntil(lambda: "处问题" in headline(page, name), timeout=10_000)
    faults = page.findChild(QTreeWidget, "packages.faults")
    assert faults is not None
    words = {faults.topLevelItem(row).text(0) for row in range(faults.topLevelItemCount())}
    assert {"缺少", "多出"} <= words
    page.tabs.setCurrentIndex(1)
    press(page, qtbot, "packages.handover")
    assert desk.window.stack.currentWidget().NAME == "reports"


def test_the_store_is_checked(page: PackagesPage, qtbot: QtBot) -> None:
    press(page, qtbot, "packages.check_store")
    name = "packages.faults.headline"
    qtbot.waitUntil(lambda: "材料库完好：86 份" in headline(page, name), timeout=10_000)


def test_lost_files_are_named_and_the_rest_taken_knowingly(
    page: PackagesPage, qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    material = read_tree(desk.store, Choice()).files[3].material
    blob_path(desk.store.workspace, material.sha256).unlink()
    asked: list[str] = []

    def offer(text: str, verb: str, run: Callable[[], None], keep: str = "") -> None:
        asked.append(text)
        if len(asked) > 1:
            run()

    monkeypatch.setattr(desk.messages, "offer", offer)
    page.build(tmp_path / "out")
    qtbot.waitUntil(lambda: len(asked) == 1, timeout=20_000)
    assert material.name in asked[0]
    assert records.find(desk.store, Package) == ()
    page.build(tmp_path / "out")
    qtbot.waitUntil(lambda: len(records.find(desk.store, Package)) == 1, timeout=20_000)


def test_personal_data_is_let_pass_by_name_only(
    page: PackagesPage, qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hit = Hit("d", "名单.xlsx", "B2", "身份证号")
    monkeypatch.setattr(module, "find_hits", lambda ctx, store, ids: (hit,))

    def fill(dialog: QDialog) -> int:
        for field, text in (("who", "张三"), ("reason", "已告知")):
            dialog.findChild(QLineEdit, f"packages.override.{field}").setText(text)
        dialog.findChild(QAbstractButton, "packages.override.save").click()
        return 1

    monkeypatch.setattr(module.FormDialog, "exec", fill)
    page.build(tmp_path / "out")
    qtbot.waitUntil(lambda: len(records.find(desk.store, Package)) == 1, timeout=20_000)
    assert "名单.xlsx B2：身份证号" in desk.messages.errors[0]
    assert records.find(desk.store, Package)[0].override_by == "张三"
