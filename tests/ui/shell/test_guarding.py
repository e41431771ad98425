"""Read-only, backups, the lock screen and rescues through the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from db import Store
from desktop.features.backup import export_encrypted, list_backups, make_backup
from desktop.features.operators import operators, save_operator, set_password, sign_in, signed_in
from desktop.features.operators.ui.dialog import OperatorsDialog
from desktop.features.settings import save_settings
from desktop.features.units import save_unit
from desktop.features.workspace import create_workspace, open_workspace
from desktop.shell import app
from desktop.shell.desk import Desk
from desktop.shell.window import MainWindow
from tests.ui.conftest import FakeMessages


def find(desk: Desk, kind: type, name: str):  # type: ignore[no-untyped-def]
    found = desk.window.findChild(kind, name)
    assert found is not None, name
    return found


def test_read_only_is_shown_with_its_reason(qtbot: QtBot, county_store: Store) -> None:
    folder = county_store.workspace
    county_store.close()
    store = open_workspace(folder, read_only="张三(电脑 PC-7，08:30 起)正在使用这个工作区。")
    window = MainWindow()
    qtbot.addWidget(window, before_close_func=lambda _: None)
    desk = Desk(window, store, FakeMessages())
    window.show()
    banner = window.findChild(QLabel, "window.banner")
    assert banner is not None
    assert banner.isVisible()
    assert "张三" in banner.text()
    assert "只读" in window.windowTitle()
    desk.context.perform(lambda: save_unit(store, None, {"name": "甲"}))
    assert "张三" in desk.messages.errors[0]  # type: ignore[attr-defined]
    desk.close()
    window.on_close = None


def test_backups_are_made_verified_and_restored_by_buttons(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    desk.window.go_to("backup")
    page = desk.window.page("backup")
    before = len(list_backups(desk.store.workspace))
    qtbot.mouseClick(find(desk, QPushButton, "backup.now"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.table.model.rowCount() == before + 1, timeout=20_000)  # type: ignore[attr-defined]
    row = page.table.model.record(0)  # type: ignore[attr-defined]
    assert "点位 260" in row.holds_text
    assert "不含材料原文件" in row.files_text
    for words in ("都完好", "逐字节核对"):
        qtbot.mouseClick(find(desk, QPushButton, "backup.check"), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda w=words: any(w in s for s in desk.messages.said), timeout=20_000)  # type: ignore[attr-defined]
        page.table.view.selectRow(0)  # type: ignore[attr-defined]
    page.restore_to(row.folder, tmp_path / "新")  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: any("已恢复到" in s for s in desk.messages.said), timeout=20_000)  # type: ignore[attr-defined]
    page.to_folder(tmp_path / "U盘")  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: len(list_backups(tmp_path / "U盘")) == 1, timeout=20_000)
    page.salvage_to(tmp_path / "救")  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: any("已抢救到" in s for s in desk.messages.said), timeout=20_000)  # type: ignore[attr-defined]
    assert desk.messages.errors == []  # type: ignore[attr-defined]
    with open_workspace(tmp_path / "新") as store:
        assert not store.read_only


def test_backups_on_a_stick_and_encrypted_ones_are_restored(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    stick = make_backup(app_context(), desk.store, into=tmp_path / "U盘")
    file = tmp_path / "密.zip"
    export_encrypted(app_context(), desk.store, file, "right password")
    desk.window.go_to("backup")
    page = desk.window.page("backup")
    page.show_place(tmp_path / "U盘")  # type: ignore[attr-defined]
    assert page.table.model.record(0).folder == stick.folder  # type: ignore[attr-defined]
    assert "U盘" in page.words.text()  # type: ignore[attr-defined]
    page.show_place(page.folder)  # type: ignore[attr-defined]

    def type_password() -> None:
        form = desk.window.findChild(QDialog, "backup.password")
        assert form is not None
        form.findChild(QLineEdit, "backup.password.password").setText("right password")
        form.findChild(QPushButton, "backup.password.save").click()

    QTimer.singleShot(0, type_password)
    page.encrypted.restore(file, tmp_path / "新")  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: any("已恢复到" in s for s in desk.messages.said), timeout=20_000)  # type: ignore[attr-defined]
    with open_workspace(tmp_path / "新") as store:
        assert len(store.query("SELECT id FROM point")) == 260
    assert not list(tmp_path.glob(".yingjian-*"))


def test_the_daily_backup_makes_itself(qtbot: QtBot, desk: Desk) -> None:
    save_settings(desk.store, {"office": "甲"})
    desk.guarding.back_up()
    qtbot.waitUntil(
        lambda: any(info.kind == "daily" for info in list_backups(desk.store.workspace)),
        timeout=20_000,
    )
    qtbot.waitUntil(
        lambda: any("自动备份" in s for s in desk.messages.said),  # type: ignore[attr-defined]
        timeout=20_000,
    )


@pytest.fixture
def named(desk: Desk) -> Desk:
    """The window with an admin who has a password."""
    admin, _ = save_operator(desk.store, None, name="王管", role="admin")
    set_password(desk.store, admin.id, fresh="right one")
    desk.guarding._leave()
    return desk


def test_the_lock_screen_opens_with_the_right_password_only(qtbot: QtBot, named: Desk) -> None:
    screen = named.guarding.screen
    assert screen.isVisible()
    assert screen.geometry() == named.window.rect()
    screen.password.setText("wrong")
    qtbot.keyClick(screen.password, Qt.Key.Key_Return)
    assert screen.isVisible()
    assert "口令不对" in screen.error.text()
    screen.password.setText("right one")
    qtbot.keyClick(screen.password, Qt.Key.Key_Return)
    assert not screen.isVisible()
    assert signed_in(named.store) is not None
    assert "王管" in named.window.title.text()


@pytest.mark.parametrize(("said", "minutes"), [("3", 3), ("0", 1), ("99999999", 24 * 60)])
def test_the_settings_say_after_how_long_it_locks(named: Desk, said: str, minutes: int) -> None:
    named.guarding.screen.password.setText("right one")
    named.guarding.screen.try_open()
    _, changes = save_settings(named.store, {"lock_minutes": said})
    named.context.bus.publish(changes)
    assert named.guarding._idle.timer.interval() == minutes * 60_000


def test_a_dialog_keeps_what_is_typed_while_locked(qtbot: QtBot, named: Desk) -> None:
    screen = named.guarding.screen
    screen.password.setText("right one")
    screen.try_open()
    dialog = QDialog(named.window)
    field = QLineEdit(dialog)
    field.setText("还没保存")
    seen: list[bool] = []

    def act() -> None:
        named.guarding._leave()
        seen.append(screen.isVisible() and screen.parentWidget() is dialog)
        screen.password.setText("right one")
        screen.try_open()
        seen.append(dialog.isVisible() and field.text() == "还没保存")
        dialog.close()

    QTimer.singleShot(0, act)
    dialog.exec()
    assert seen == [True, True]


def test_who_has_no_password_is_not_locked_out(qtbot: QtBot, desk: Desk) -> None:
    save_operator(desk.store, None, name="王管", role="admin")
    desk.guarding._leave()
    assert not desk.guarding.screen.isVisible()


def test_idleness_is_noticed(qtbot: QtBot, desk: Desk) -> None:
    desk.guarding._idle.timer.setInterval(10)
    with qtbot.waitSignal(desk.guarding._idle.idle, timeout=2000):
        desk.guarding._idle.timer.start()


def test_operators_are_made_in_the_window(qtbot: QtBot, desk: Desk) -> None:
    dialog = OperatorsDialog(desk.window, desk.context)
    qtbot.addWidget(dialog)

    def fill() -> None:
        form = dialog.findChild(QDialog, "operators.form")
        assert form is not None
        form.findChild(QLineEdit, "operators.form.name").setText("王管")
        form.findChild(QPushButton, "operators.form.save").click()

    QTimer.singleShot(0, fill)
    dialog.findChild(QPushButton, "operators.add").click()
    assert [item.role for item in operators(desk.store)] == ["admin"]
    listed = dialog.findChild(QListWidget, "operators.list")
    assert listed is not None
    assert "王管  管理" in listed.item(0).text()


def test_a_workspace_with_operators_opens_locked(qtbot: QtBot, county_store: Store) -> None:
    save_operator(county_store, None, name="王管", role="admin")
    county_store.operator_id = ""
    window = MainWindow()
    qtbot.addWidget(window, before_close_func=lambda _: None)
    desk = Desk(window, county_store, FakeMessages())
    window.show()
    assert desk.guarding.screen.isVisible()
    desk.guarding.screen.try_open()
    assert signed_in(county_store) is not None
    job = desk._job_store()
    save_unit(job, None, {"name": "后台记名"})
    job.close()
    desk.guarding.stop()
    desk.runner.shutdown()
    window.on_close = None


class Asks(FakeMessages):
    """Takes every offer and keeps it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def offer(self, text: str, verb: str, run: Callable[[], None], keep: str = "以后再说") -> None:
        """Keep the words and do it."""
        self.asked.append(text)
        run()


@pytest.fixture
def program(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> app.Program:
    made = app.Program()
    qtbot.addWidget(made.window, before_close_func=lambda _: None)
    made.messages = Asks()  # type: ignore[assignment]
    monkeypatch.setattr(app.log, "take_crash_mark", lambda: False)
    monkeypatch.setattr(app.QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "恢复"))
    return made


def close(program: app.Program) -> None:
    assert program.desk is not None
    program.desk.close()
    program.window.on_close = None


def test_a_broken_workspace_is_rescued_from_its_newest_backup(
    qtbot: QtBot, program: app.Program, tmp_path: Path
) -> None:
    create_workspace(tmp_path / "县", county="甲县").close()
    with open_workspace(tmp_path / "县") as store:
        make_backup(app_context(), store)
    (tmp_path / "县" / "workspace.db").write_bytes(b"")
    assert not program.open(tmp_path / "县")
    assert "空文件" in program.messages.errors[0]  # type: ignore[attr-defined]
    assert "1 份备份" in program.messages.asked[0]  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: program.desk is not None, timeout=20_000)
    assert program.desk is not None
    assert program.desk.store.workspace == tmp_path / "恢复"
    assert (tmp_path / "县" / "workspace.db").read_bytes() == b""
    close(program)


def app_context():  # type: ignore[no-untyped-def]
    from desktop.core.job import QuietContext

    return QuietContext()


def test_after_a_bad_end_a_check_is_offered(
    qtbot: QtBot, program: app.Program, tmp_path: Path
) -> None:
    create_workspace(tmp_path / "县", county="甲县").close()
    lock = tmp_path / "县" / "workspace.lock"
    lock.write_text(
        '{"holder": {"who": "张三", "machine": "PC-7", "pid": 1, "since": "2026-03-01T08:30"}}',
        encoding="utf-8",
    )
    assert program.open(tmp_path / "县")
    assert "没有正常关闭" in program.messages.asked[0]  # type: ignore[attr-defined]
    qtbot.waitUntil(
        lambda: any("都完好" in said for said in program.messages.said),  # type: ignore[attr-defined]
        timeout=20_000,
    )
    close(program)


def test_what_a_check_finds_leads_to_the_backups(
    qtbot: QtBot, program: app.Program, tmp_path: Path
) -> None:
    create_workspace(tmp_path / "县", county="甲县").close()
    file = tmp_path / "县" / "workspace.db"
    data = file.read_bytes()
    file.write_bytes(data.replace("甲县".encode(), "乙县".encode(), 1))
    assert program.open(tmp_path / "县")
    asked = program.messages.asked  # type: ignore[attr-defined]
    assert "不一样" in asked[0]
    qtbot.waitUntil(lambda: len(asked) > 1, timeout=20_000)
    assert "修复总是在另一份上做" in asked[1]
    assert program.desk is not None
    assert program.window.stack.currentWidget() is program.window.page("backup")
    close(program)


def test_signing_in_as_another(desk: Desk) -> None:
    save_operator(desk.store, None, name="王管", role="admin")
    save_operator(desk.store, None, name="张录", role="entry")
    sign_in(desk.store, "张录")
    desk.context.perform(lambda: save_settings(desk.store, {"office": "甲"}))
    assert "角色是录入" in desk.messages.errors[0]  # type: ignore[attr-defined]
